//! The schema: a file or folder for each noun, with the types, queries and mutations of the noun.
//!
//! To add a field, add a method with a description for client developers to the file of its noun,
//! then run `cargo run -- schema > schema.graphql`. To add a noun, add a file here and its queries
//! and mutations to [`Query`] and [`Mutation`].

mod batch;
mod event;
mod event_feed;
mod group;
mod group_list;
mod job;
mod membership;
mod merge_users;
mod node;
mod org;
mod permission;
mod role;
mod search;
mod sync;
mod token;
mod upsert_user;
mod user;
mod viewer;

use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, ValidationMode};

use crate::{
    access::Permission,
    domain::{group::UNFILTERED_LIMIT, search::MAX_HITS, user::MAX_FOUND},
};

/// The lists that are not connections, with the number of rows that their cost assumes.
pub(super) const LIST_SIZES: &[(&str, u32)] = &[
    ("findUserBy", MAX_FOUND),
    ("groupUsers", UNFILTERED_LIMIT),
    ("permissions", PERMISSIONS),
    ("owners", OWNERS),
    ("roles", ROLES),
    ("search", MAX_HITS),
    ("untouchedOrgs", UNTOUCHED_ORGS),
];
/// The typical number of owners of an org; `owners` is not paginated.
const OWNERS: u32 = 10;
/// The typical number of roles of an org or a member; `roles` is not paginated.
const ROLES: u32 = 20;
/// The typical number of orgs of a source that a sync run does not touch; `untouchedOrgs` is not
/// paginated.
const UNTOUCHED_ORGS: u32 = 50;

/// The number of permissions.
const PERMISSIONS: u32 = Permission::ALL.len() as u32;

/// Read the directory. Every response contains only what the token may see.
#[derive(MergedObject, Default)]
pub(crate) struct Query(
    user::UserQuery,
    org::OrgQuery,
    membership::MembershipQuery,
    group::GroupQuery,
    group_list::GroupListQuery,
    search::SearchQuery,
    token::TokenQuery,
    job::JobQuery,
    event::EventQuery,
    role::RoleQuery,
    sync::SyncQuery,
    viewer::ViewerQuery,
    permission::PermissionQuery,
    node::NodeQuery,
);

/// Change the directory. Each field is one transaction: it succeeds, or it fails and changes
/// nothing; its result states which. Fields run in the order in which they are written.
///
/// With the header `Tenantry-Atomic: true`, all fields run in one transaction: the first failure
/// rolls it back, and the response has `data: null` and that failure in `errors`. With
/// `Tenantry-Dry-Run: true`, all changes are rolled back, and the response shows the results that
/// they would have. With an `Idempotency-Key`, a field that was executed is not executed again: for
/// seven days, the request with that key gets the stored results.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(
    user::UserMutation,
    upsert_user::UpsertUserMutation,
    merge_users::MergeUsersMutation,
    membership::MembershipMutation,
    membership::set::MembershipSetMutation,
    membership::many::MembershipManyMutation,
    group::GroupMutation,
    org::OrgMutation,
    token::TokenMutation,
    role::RoleMutation,
    sync::HoldMutation,
    sync::SyncMutation,
    job::JobMutation,
);

/// Subscribe to changes, over a WebSocket with the protocol graphql-transport-ws, at the address of
/// the GraphQL endpoint.
#[derive(MergedSubscription, Default)]
pub(crate) struct Subscription(job::JobSubscription, event_feed::EventSubscription);

/// The schema with its resolvers.
pub(crate) type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// Builds the schema. Request data is added for each request. The schema does not validate
/// documents: `execution` has validated them before execution.
#[must_use]
pub(crate) fn build() -> Schema {
    Schema::build(
        Query::default(),
        Mutation::default(),
        Subscription::default(),
    )
    .validation_mode(ValidationMode::Fast)
    .finish()
}

/// Returns the schema's SDL, which is the content of `schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    format!("{}\n", text(&build()).trim())
}

pub(super) fn text(schema: &Schema) -> String {
    let options = SDLExportOptions::new()
        .sorted_enum_items()
        .prefer_single_line_descriptions();
    schema.sdl_with_options(options)
}
