//! The Rebilly API at `/memberships`, and at `/organizations/{id}/memberships` for clients that are
//! bound to one org. An org is called organization here. Responses have UUIDs; paths and filters
//! also accept integer ids. This module has no rules.
//!
//! The handlers use these operations and reads:
//! * `GET /memberships`: `membership::list_sorted`
//! * `GET /memberships/{organizationId}/{userId}`: `membership::find_whole`
//! * `PUT /memberships/{organizationId}/{userId}`: `UpsertMembership`
//! * `DELETE /memberships/{organizationId}/{userId}`: `RemoveInForce`
//!
//! `memberships` has the handlers, `query` parses filter and order, `ids` looks up the ids in paths
//! and bodies, `wire` has the objects, `show` renders rows as objects, `error` renders errors.
//!
//! Retired memberships and retired orgs, with all their memberships, do not exist in this API. A
//! `PUT` of a retired membership reactivates it, and responds as for a new one.

pub(super) mod error;
mod ids;
mod memberships;
mod query;
mod show;
mod wire;

use axum::{Router, http::HeaderName};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, config::Config};

use super::{
    api::RestApi,
    routes::{Security, document},
};

/// The requested maximum number of rows in the page.
pub(crate) const PAGINATION_LIMIT: HeaderName = HeaderName::from_static("pagination-limit");
/// The number of rows before the page.
pub(crate) const PAGINATION_OFFSET: HeaderName = HeaderName::from_static("pagination-offset");
/// The number of rows in the whole list.
pub(crate) const PAGINATION_TOTAL: HeaderName = HeaderName::from_static("pagination-total");

#[derive(OpenApi)]
#[openapi(
    info(
        title = "tenantry: Rebilly API",
        description = "Memberships, for clients of Rebilly's API.",
    ),
    // Relative to the document, so that the URL is correct behind a proxy with a path prefix.
    servers((url = "..")),
    modifiers(&Security),
    components(schemas(error::Problem)),
    security(("bearer" = []), ("basic" = []), ("key" = [])),
    tags((name = "Memberships", description = "Memberships of users in organizations.")),
)]
struct Document;

/// Returns the routes of the API and of its OpenAPI document.
pub(super) fn router(app: &App, config: &Config) -> Router {
    let door = RestApi::new("rebilly", app, config, error::say);
    let all = OpenApiRouter::new()
        .routes(routes!(memberships::list))
        .routes(routes!(
            memberships::show,
            memberships::put,
            memberships::delete
        ));
    let of_one = OpenApiRouter::new()
        .routes(routes!(memberships::list_in))
        .routes(routes!(
            memberships::show_in,
            memberships::put_in,
            memberships::delete_in
        ));
    let mut contract = Document::openapi();
    let mut router = Router::new();
    for (root, routes) in [
        ("/memberships", all),
        ("/organizations/{id}/memberships", of_one),
    ] {
        let (routes, paths) = routes.split_for_parts();
        contract = contract.nest_with_path_composer(root, paths, |root, path| {
            format!("{root}{}", path.trim_end_matches('/'))
        });
        router = router.merge(door.at(root, routes));
    }
    router.merge(document("/openapi/rebilly.json", &contract))
}
