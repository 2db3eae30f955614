//! Tests of the Zendesk-compatible REST API.

mod create_or_update;
mod dialect;
mod etag;
mod jobs;
mod memberships;
mod organizations;
mod paging;
mod references;
mod replay;
mod search;
mod sideloads;
mod texts;
mod users;
