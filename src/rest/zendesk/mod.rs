//! The Zendesk API at `/api/v2`: users, organizations, organization memberships and job statuses in
//! the format of Zendesk clients. An org is called organization here, and every id is an integer id
//! ([`crate::domain::integer_id`]). This module has no rules.
//!
//! The handlers use these operations and reads:
//! * `organization_memberships` (`memberships.rs`): `membership::{list, of_user_in_force,
//!   find_in_force}`, `CreateMemberships`, `MakeDefault`, `RemoveInForce`
//! * `users` (`users.rs`, `user_changes.rs`): `user::{list, find, find_many,
//!   find_by_external_ids}`, `UpsertUser`, `UpdateUser`
//! * `organizations` (`organizations.rs`): `org::{list, find, find_many, find_by_external_ids}`,
//!   `CreateOrg`, `UpsertOrg`, `UpdateOrg`, `RetireOrg`
//! * `..._many` (`many.rs`): `QueueJob` of the operations above
//! * `job_statuses` (`jobs.rs`): `job::{list, get, find_many, first_results}`
//!
//! `wire` has the objects, `values` the values that clients write in several ways, `show` renders
//! rows as objects, `paging` has both kinds of pages, `ids` looks up integer ids, `query` parses
//! searches for users, `sideloads` adds the objects that `include=` requests, `error` renders
//! errors.
//!
//! Fields of Zendesk that tenantry does not have are accepted and ignored in requests, and have
//! neutral values in responses:
//! * users: `role` (`end-user`), `verified` (true), `locale`, `alias`, `details`, `notes`,
//!   `default_group_id` (null), `tags` (empty), `user_fields` (empty);
//! * organizations: `shared_tickets`, `shared_comments` (false), `details`, `notes`, `group_id`
//!   (null), `domain_names`, `tags` (empty), `organization_fields` (empty);
//! * memberships: `view_tickets` (true), because this server has no tickets to hide.
//!
//! A new user needs an e-mail address. With an external id alone, `create_or_update` finds users
//! but creates none.
//!
//! Retired memberships and retired orgs, with all their memberships, do not exist in this API.
//! Suspended users exist, with `active: false`. They keep their e-mail address: a new user with the
//! same address is rejected, and the error says how to reactivate the suspended user.

pub(super) mod error;
mod ids;
mod jobs;
mod many;
mod memberships;
mod organizations;
mod paging;
mod query;
mod show;
mod sideloads;
mod user_changes;
mod users;
mod values;
mod wire;

use axum::{Router, middleware::from_fn};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, config::Config};

use super::{
    api::RestApi,
    routes::{Security, WithJson, document},
};

use show::ROOT;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "tenantry: Zendesk API",
        description = "Users, organizations, organization memberships and job statuses, for clients of Zendesk's API. \
                       Every path is served with and without the suffix `.json`. In text fields, an integer of up to 64 \
                       bits is accepted and read as its digits. Values of `include` that a route does not list are rejected.",
    ),
    // Relative to the document, so that the URL is correct behind a proxy with a path prefix.
    servers((url = "..")),
    modifiers(&Security),
    components(schemas(error::Failure)),
    security(("bearer" = []), ("basic" = []), ("key" = [])),
    tags(
        (name = "Organization memberships", description = "Memberships of users in organizations."),
        (name = "Organizations", description = "Organizations."),
        (name = "Users", description = "Users."),
        (name = "Job statuses", description = "Jobs that bulk requests queue."),
    ),
)]
struct Document;

/// Returns the routes of the API and of its OpenAPI document.
pub(super) fn router(app: &App, config: &Config) -> Router {
    let (routes, paths) = with_sideloads()
        .merge(without_sideloads().layer(from_fn(sideloads::refuse)))
        .split_for_parts();
    let contract = Document::openapi().nest(ROOT, paths);
    let door = RestApi::new("zendesk", app, config, error::say);
    door.at(ROOT, routes)
        .merge(document("/openapi/zendesk.json", &contract))
}

/// Returns the routes that support `include=`.
fn with_sideloads() -> OpenApiRouter {
    OpenApiRouter::new()
        .with_json(routes!(memberships::list))
        .with_json(routes!(memberships::show))
        .with_json(routes!(memberships::list_of_user))
        .with_json(routes!(memberships::show_of_user))
        .with_json(routes!(memberships::list_of_organization))
        .with_json(routes!(users::list))
        .with_json(routes!(users::me))
        .with_json(routes!(users::search))
        .with_json(routes!(users::show_many))
        .with_json(routes!(users::show))
        .with_json(routes!(users::list_of_organization))
}

/// Returns all other routes.
fn without_sideloads() -> OpenApiRouter {
    OpenApiRouter::new()
        .with_json(routes!(memberships::create))
        .with_json(routes!(memberships::delete))
        .with_json(routes!(memberships::create_of_user))
        .with_json(routes!(memberships::delete_of_user))
        .with_json(routes!(memberships::make_default))
        .with_json(routes!(many::create_memberships))
        .with_json(routes!(many::delete_memberships))
        .with_json(routes!(user_changes::create))
        .with_json(routes!(user_changes::create_or_update))
        .with_json(routes!(many::create_users))
        .with_json(routes!(many::create_or_update_users))
        .with_json(routes!(many::update_users))
        .with_json(routes!(many::delete_users))
        .with_json(routes!(user_changes::update, user_changes::delete))
        .with_json(routes!(organizations::list, organizations::create))
        .with_json(routes!(organizations::create_or_update))
        .with_json(routes!(many::create_organizations))
        .with_json(routes!(many::update_organizations))
        .with_json(routes!(many::delete_organizations))
        .with_json(routes!(organizations::search))
        .with_json(routes!(organizations::show_many))
        .with_json(routes!(
            organizations::show,
            organizations::update,
            organizations::delete
        ))
        .with_json(routes!(organizations::list_of_user))
        .with_json(routes!(jobs::list))
        .with_json(routes!(jobs::show_many))
        .with_json(routes!(jobs::show))
}
