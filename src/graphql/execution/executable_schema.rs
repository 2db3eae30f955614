//! The schema as the execution sees it: a definition, and resolvers that run a checked operation.
//!
//! `graphql/mod.rs` implements the trait for the schema, so that this folder does not name the
//! types and fields of the API.

use async_graphql::{Request, Response, Value};
use futures_util::{future::BoxFuture, stream::BoxStream};

use crate::app::Session;

/// A schema whose resolvers run checked operations.
pub(crate) trait ExecutableSchema: Send + Sync + 'static {
    /// Returns the definition of the schema.
    fn definition(&self) -> SchemaDefinition;

    /// Runs a query or mutation. `place` is the position of the request in a batch of requests.
    fn run(
        &self,
        request: Request,
        session: &Session,
        place: Option<usize>,
    ) -> BoxFuture<'static, Response>;

    /// Runs a subscription, which sends a response for each event.
    fn subscribe(&self, request: Request, session: &Session) -> BoxStream<'static, Response>;
}

/// The types of a schema, with what its SDL cannot state.
#[derive(Debug, Clone)]
pub(crate) struct SchemaDefinition {
    pub(crate) sdl: String,
    /// Returns whether a value is valid for the custom scalar with this name.
    pub(crate) is_scalar: fn(&str, &Value) -> bool,
    /// The lists that are not connections, with the number of rows that their cost assumes.
    pub(crate) list_sizes: &'static [(&'static str, u32)],
}

#[cfg(test)]
impl SchemaDefinition {
    /// Creates the definition of a schema for a test.
    pub(super) fn of(sdl: &str) -> Self {
        Self {
            sdl: sdl.to_owned(),
            is_scalar: |_, _| true,
            list_sizes: &[],
        }
    }
}
