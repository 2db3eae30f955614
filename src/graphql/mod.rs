//! The GraphQL API: a field parses its arguments into an operation or a read, calls it, and
//! converts the result.
//!
//! * `http`: GraphQL over HTTP and over WebSocket.
//! * `execution`: executes a document with variables.
//! * `resolver`: what resolvers of all nouns use.
//! * One file for each noun: the types and fields of the schema.
//!
//! This module contains no business rules. To add a field, add a method with a description for
//! client developers to the file of its noun, then run `cargo run -- schema > schema.graphql`.

mod batch;
mod event;
mod execution;
mod group;
mod http;
mod job;
mod membership;
mod membership_input;
mod membership_many;
mod membership_set;
mod org;
mod resolver;
mod role;
mod token;
mod upsert_user;
mod user;
mod viewer;

use async_graphql::{MergedObject, SDLExportOptions, ValidationMode};

pub use execution::{GraphqlState, Limits};
pub use http::router;

/// Read the directory. Every response contains only what the token may see.
#[derive(MergedObject, Default)]
pub(crate) struct Query(
    user::UserQuery,
    org::OrgQuery,
    membership::MembershipQuery,
    group::GroupQuery,
    token::TokenQuery,
    job::JobQuery,
    event::EventQuery,
    role::RoleQuery,
    viewer::ViewerQuery,
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
    membership::MembershipMutation,
    membership_set::MembershipSetMutation,
    membership_many::MembershipManyMutation,
    group::GroupMutation,
    org::OrgMutation,
    token::TokenMutation,
    role::RoleMutation,
    job::JobMutation,
);

/// The schema with its resolvers.
pub(crate) type Schema = async_graphql::Schema<Query, Mutation, job::Subscription>;

/// Builds the schema. Request data is added for each request. The schema does not validate
/// documents: `execution` has validated them before execution.
#[must_use]
pub(crate) fn schema() -> Schema {
    Schema::build(Query::default(), Mutation::default(), job::Subscription)
        .validation_mode(ValidationMode::Fast)
        .finish()
}

/// Returns the schema's SDL, which is the content of `schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    format!("{}\n", text(&schema()).trim())
}

fn text(schema: &Schema) -> String {
    let options = SDLExportOptions::new()
        .sorted_enum_items()
        .prefer_single_line_descriptions();
    schema.sdl_with_options(options)
}
