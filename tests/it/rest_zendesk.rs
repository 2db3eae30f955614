//! The Zendesk door.

mod dialect;
mod memberships;
mod organizations;
mod paging;
mod users;
