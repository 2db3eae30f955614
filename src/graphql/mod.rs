//! The GraphQL door: a field turns its arguments into an operation or a read, calls it, and wraps what comes back.
//!
//! * `http`, `media`, `parameters`, `rejection`: GraphQL over HTTP, to the letter of its specification.
//! * `state`: what every request shares.
//! * `document`: a document is read and validated, with `limits` before and `rules` after it, and its fields are collected
//!   (`collect`); `ast` and `positions` lead from one library's syntax tree to the other's. `documents` caches them.
//! * `execute`: one request against the schema, with `variables`, `arguments` and `cost` before it and `complete` behind it;
//!   `types` is what they know of the schema.
//! * `socket`: the same over a WebSocket, for what is told as it happens; `subscribe` runs that.
//! * `context`: what a resolver finds of its request.
//! * `loaders`: nested objects, many at a time.
//! * `connection`: pages of lists.
//! * `wrong`: all that is wrong with the values of a call.
//! * `scalar`, `enums`, `result` and a file for each noun: the schema's types and fields.
//!
//! No rule is here. To add a field: a method in its noun's file with a description for client developers, then
//! `cargo run -- schema > schema.graphql`.

mod arguments;
mod ast;
mod batch;
mod collect;
mod complete;
mod connection;
mod context;
mod cost;
mod document;
mod documents;
mod enums;
mod error;
mod event;
mod execute;
mod group;
mod http;
mod input_errors;
mod job;
mod limits;
mod loaders;
mod measure;
mod media;
mod membership;
mod membership_input;
mod membership_many;
mod membership_set;
mod org;
mod parameters;
mod positions;
mod rejection;
mod result;
mod role;
mod rules;
mod scalar;
mod socket;
mod state;
mod subscribe;
mod token;
mod types;
mod upsert_user;
mod user;
mod variables;
mod viewer;

use async_graphql::{MergedObject, SDLExportOptions, ValidationMode};

pub use http::router;
pub use limits::Limits;
pub use state::GraphqlState;

/// Read the directory. Every answer is cut to what the token may see.
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

/// Change the directory. Each field is one transaction of its own: it succeeds or leaves everything as it was, and says in
/// its result which. Fields run in the order in which they stand.
///
/// With the header `Tenantry-Atomic: true` all fields are one transaction: the first that fails ends it, nothing is kept, and
/// the reply has `data: null` and that failure in `errors`. With `Tenantry-Dry-Run: true` nothing is kept, and the reply says
/// what would be. With an `Idempotency-Key` a field that was carried out is not carried out again: for seven days the same
/// request with the same key gets the same results.
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

/// The schema. What a request needs comes with the request. It trusts what it executes: documents are validated before
/// (`document`).
#[must_use]
pub(crate) fn schema() -> Schema {
    Schema::build(Query::default(), Mutation::default(), job::Subscription)
        .validation_mode(ValidationMode::Fast)
        .finish()
}

/// The schema as text: what `schema.graphql` holds.
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
