//! The Zendesk door at `/api/v2`: users, organizations, organization memberships and job statuses, as Zendesk's own clients
//! send and read them. An org is an organization here, and every id is a number ([`crate::domain::integer_id`]). No rule is here.
//!
//! | routes | file | operations and reads |
//! |---|---|---|
//! | `organization_memberships` | `memberships` | `membership::{list, of_user_in_force, find_in_force}`, `CreateMemberships`, `MakeDefault`, `RemoveInForce` |
//! | `users` | `users`, `user_changes` | `user::{list, find, find_many, find_by_external_ids}`, `UpsertUser`, `UpdateUser` |
//! | `organizations` | `organizations` | `org::{list, find, find_many, find_by_external_ids}`, `CreateOrg`, `UpsertOrg`, `UpdateOrg`, `RetireOrg` |
//! | `..._many` | `many` | `QueueJob` of the operations above |
//! | `job_statuses` | `jobs` | `job::{list, get, find_many, first_results}` |
//!
//! `wire` has the objects, `values` the single values that clients write in several ways, `show` makes objects of rows,
//! `paging` has both kinds of pages, `ids` turns numbers into what they stand for, `query` reads searches for users,
//! `sideloads` sends what `include=` asks for, `error` says what went wrong.
//!
//! What Zendesk has and tenantry has not comes back neutral, and is taken and dropped where it comes in:
//! * of a user `role` (`end-user`), `verified` (true), `locale`, `alias`, `details`, `notes`, `default_group_id` (null), `tags`
//!   (none), `user_fields` (none);
//! * of an organization `shared_tickets`, `shared_comments` (false), `details`, `notes`, `group_id` (null), `domain_names`,
//!   `tags` (none), `organization_fields` (none);
//! * of a membership `view_tickets` (true): nobody's tickets are here to be shown.
//!
//! A new user needs an e-mail address: with an external id alone `create_or_update` finds users and makes none.
//!
//! What is retired is not there: retired memberships, and orgs that are out of use with all memberships in them. Suspended
//! users are there, with `active: false`. They keep their e-mail address: a new user with the same one is refused, and told how to
//! bring the suspended user back.

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

/// Where the door is.
const ROOT: &str = "/api/v2";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "tenantry: Zendesk door",
        description = "Users, organizations, organization memberships and job statuses, for clients of Zendesk's API. \
                       Every path is served with and without `.json` behind it. Where text is meant, an integer of up to 64 \
                       bits is read as its digits. Values of `include` that a route does not describe are refused.",
    ),
    // Relative to the document, so that it holds behind a proxy with a prefix too.
    servers((url = "..")),
    modifiers(&Security),
    components(schemas(error::Failure)),
    security(("bearer" = []), ("basic" = []), ("key" = [])),
    tags(
        (name = "Organization memberships", description = "Who belongs to which organization."),
        (name = "Organizations", description = "Orgs."),
        (name = "Users", description = "People."),
        (name = "Job statuses", description = "How requests for many get on."),
    ),
)]
struct Document;

/// `/api/v2` and its document.
pub(super) fn router(app: &App, config: &Config) -> Router {
    let (routes, paths) = with_sideloads()
        .merge(without_sideloads().layer(from_fn(sideloads::refuse)))
        .split_for_parts();
    let contract = Document::openapi().nest(ROOT, paths);
    let door = RestApi::new("zendesk", app, config, error::say);
    door.at(ROOT, routes)
        .merge(document("/openapi/zendesk.json", &contract))
}

/// The routes that read `include=`.
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

/// All other routes.
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
