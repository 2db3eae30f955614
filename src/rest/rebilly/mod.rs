//! The Rebilly door at `/memberships`, and the same below `/organizations/{id}`, for clients that are bound to one org. An org
//! is an organization here; ids in replies are tenantry's own, in paths and filters numbers are taken as well. No rule is here.
//!
//! | routes | operations and reads |
//! |---|---|
//! | `GET /memberships` | `membership::list_sorted` |
//! | `GET`, `PUT`, `DELETE /memberships/{organizationId}/{userId}` | `membership::find_whole`, `UpsertMembership`, `RemoveInForce` |
//!
//! `memberships` has the handlers, `query` reads filter and order, `ids` turns what a path or a body names into ids, `wire`
//! has the objects, `show` makes them of rows, `error` says what went wrong.
//!
//! What is retired is not there: retired memberships, and orgs that are out of use with all memberships in them. A `PUT` brings
//! a retired membership back, as a new one.

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

/// Rows that a page may have.
pub(crate) const PAGINATION_LIMIT: HeaderName = HeaderName::from_static("pagination-limit");
/// Rows before it.
pub(crate) const PAGINATION_OFFSET: HeaderName = HeaderName::from_static("pagination-offset");
/// Rows of the whole list.
pub(crate) const PAGINATION_TOTAL: HeaderName = HeaderName::from_static("pagination-total");

#[derive(OpenApi)]
#[openapi(
    info(
        title = "tenantry: Rebilly door",
        description = "Memberships, for clients of Rebilly's API.",
    ),
    // Relative to the document, so that it holds behind a proxy with a prefix too.
    servers((url = "..")),
    modifiers(&Security),
    components(schemas(error::Problem)),
    security(("bearer" = []), ("basic" = []), ("key" = [])),
    tags((name = "Memberships", description = "Who belongs to which organization, and as what.")),
)]
struct Document;

/// `/memberships`, the same of one organization, and their document.
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
