//! The execution of a GraphQL request: turns a document with variables into a reply.
//!
//! A query, mutation or subscription passes these steps:
//!
//! 1. `prepare` finds the document in the cache (`documents`), or has it parsed (`document`):
//!    `limits` bounds its size, the validating library and `rules` validate the document, and
//!    `collect` collects the fields of its operation.
//! 2. `prepare` checks the values of variables and arguments (`variables`, `arguments`) and the cost
//!    (`cost`). `walk` visits the fields for these checks.
//! 3. `execute` and `subscribe` have the schema run the operation.
//! 4. `complete` corrects the nulls and the order of the response, and makes it a `reply`.
//!
//! * `executable_schema`: what the execution needs of a schema.
//! * `state`: the state that all requests share.
//! * `types`: the schema's types, parsed from its SDL.
//! * `ast`, `positions`: convert the syntax tree of the validating library to that of the executing
//!   library.
//! * `error`: converts failures to errors of a reply.
//! * `measure`: metrics and log fields of a request.
//!
//! This module names no type and no field of the API.

mod arguments;
mod ast;
mod collect;
mod complete;
mod cost;
mod document;
mod documents;
mod error;
mod executable_schema;
mod execute;
mod limits;
mod measure;
mod positions;
mod prepare;
mod reply;
mod rules;
mod state;
mod subscribe;
mod types;
mod variables;
mod walk;

pub use limits::Limits;
pub use state::GraphqlState;

pub(super) use executable_schema::{ExecutableSchema, SchemaDefinition};
pub(super) use execute::ExecutionOptions;
pub(super) use limits::exceeded;
pub(super) use measure::REQUEST;
pub(super) use prepare::{Params, prepare, refuse};
pub(super) use reply::{REPLAYED, Reply};
