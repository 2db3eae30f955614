//! The REST doors: what is easier over plain HTTP than in GraphQL, and protocols of others, spoken to the letter, so that
//! their own clients work here.
//!
//! A handler reads its request, calls one operation or read, and puts the answer into the protocol's words. No rule, no
//! transaction and no SQL is here; an `if` about what the directory means belongs into `domain`. Words of another protocol
//! stay in its folder.
//!
//! | room | what is in it |
//! |---|---|
//! | `admit` | who asks, and how he wants his changes made |
//! | [`native`] | this server's own: uploads of rows, jobs and their results |
//! | `door` | what surrounds every request of the doors of others: the time limit, failures in the door's own form |
//! | `caller` | what a handler finds of its request |
//! | `extract` | path, query and body, bounded |
//! | `item` | a reply that shows one item with its `ETag`; `If-Match` and `If-None-Match` |
//! | `refused` | failures on their way to the door's form |
//! | `base_url` | the address under which the caller reached this server |
//! | `routes` | a handler's routes and its place in the OpenAPI document, in one |
//! | `zendesk` | `/api/v2`: users, organizations and their memberships, as Zendesk's clients know them |
//! | `rebilly` | `/memberships`, as Rebilly's clients know them |
//!
//! A change of the one item that an address names is executed with `Caller::change`, which hands
//! the request's `If-Match` to the operation; `Caller::execute` refuses requests that have one.
//!
//! To add a route: a handler with its `utoipa::path` in its noun's file, its line in the door's `router`, a recorded pair in
//! the tests, and its row in the permission matrix, which says what operation of the schema it is the same as. To add a
//! door: a folder with `mod.rs` (router), `wire.rs` (its objects) and `error.rs` (what it says of each code), its setting in
//! the configuration, and its line in `router`.

mod api;
mod authenticate;
mod base_url;
mod caller;
mod extract;
mod item;
pub mod native;
mod rebilly;
mod rest_error;
mod routes;
mod zendesk;

pub(crate) use authenticate::API_KEY;
pub(crate) use rebilly::{PAGINATION_LIMIT, PAGINATION_OFFSET, PAGINATION_TOTAL};

use std::sync::Arc;

use axum::{Router, http::StatusCode, middleware};
use ipnet::IpNet;

use crate::{app::App, config::Config, error::Code};

/// Returns the HTTP statuses of a code on `/jobs`, on the Zendesk routes and on the Rebilly routes,
/// for an object that the path names. `docs/errors.md` lists them.
#[must_use]
pub fn statuses(code: Code) -> [StatusCode; 3] {
    [
        native::error::status(code),
        zendesk::error::status(code),
        rebilly::error::status(code),
    ]
}

/// The doors that the configuration has open.
pub(crate) fn router(app: &App, config: &Config) -> Router {
    let mut router = native::router(app.clone());
    if config.zendesk {
        router = router.merge(zendesk::router(app, config));
    }
    if config.rebilly {
        router = router.merge(rebilly::router(app, config));
    }
    let trusted: Arc<[IpNet]> = config.trusted_proxies.clone().into();
    router.layer(middleware::from_fn_with_state(trusted, base_url::insert))
}
