//! The GraphQL API: a field parses its arguments into an operation or a read, calls it, and
//! converts the result.
//!
//! * `http`: turns a request into a document with variables, and a reply into bytes.
//! * `execution`: turns a document with variables into a reply.
//! * `resolver`: what the resolvers of all nouns use.
//! * `schema`: the types and fields of the schema, a file or folder for each noun.
//!
//! This module contains no business rules. To add a field, add a method with a description for
//! client developers to the file of its noun, then run `cargo run -- schema > schema.graphql`.

mod execution;
mod http;
mod resolver;
mod schema;

pub use execution::{GraphqlState, Limits};
pub use http::router;
pub use schema::sdl;
