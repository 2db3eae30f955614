//! REST APIs: a native API for uploads, jobs and exports, and the protocols of Zendesk and Rebilly,
//! implemented exactly so that their clients work with this server.
//!
//! A handler parses its request, calls one operation or read, and renders the result in the API's
//! format. Handlers have no rules, transactions or SQL: decisions about the directory belong in
//! `domain`. Terms of a foreign protocol stay in its folder.
//!
//! | module | content |
//! |---|---|
//! | `authenticate` | authentication and execution options |
//! | [`native`] | the native API: uploads, jobs and their results, exports |
//! | `api` | middleware of the foreign APIs: the time limit, errors in the API's format |
//! | `caller` | the context of a request |
//! | `extract` | extractors for paths and bodies of limited size |
//! | `item` | responses with one item and its `ETag`; `If-Match` and `If-None-Match` |
//! | `rest_error` | errors before they are rendered in the API's format |
//! | `base_url` | the base URL under which the client reached the server |
//! | `routes` | registration of a handler as a route and in the OpenAPI document |
//! | `zendesk` | `/api/v2`: users, organizations and memberships for Zendesk clients |
//! | `rebilly` | `/memberships` for Rebilly clients |
//!
//! A change of the one item that the URL names is executed with `Caller::change`, which passes the
//! request's `If-Match` to the operation. `Caller::execute` rejects requests with a condition.
//!
//! To add a route, write a handler with its `utoipa::path` in the file of its resource, add it to
//! the API's `router`, record a request and response in the tests, and add its row to the
//! permission matrix, which names the equivalent GraphQL operation. To add an API, add a folder
//! with `mod.rs` (router), `wire.rs` (objects) and `error.rs` (errors by code), a setting in the
//! configuration, and a line in `router`.

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

/// Returns the HTTP statuses of a code in the native, Zendesk and Rebilly APIs, for an object that
/// the path names. `docs/errors.md` lists them.
#[must_use]
pub fn statuses(code: Code) -> [StatusCode; 3] {
    [
        native::error::status(code),
        zendesk::error::status(code),
        rebilly::error::status(code),
    ]
}

/// Returns the routes of the enabled APIs.
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
