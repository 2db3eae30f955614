//! The Zendesk door.

mod create_or_update;
mod dialect;
mod memberships;
mod organizations;
mod paging;
mod users;
