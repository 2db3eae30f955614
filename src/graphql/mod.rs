//! The GraphQL API: a field parses its arguments into an operation or a read, calls it, and
//! converts the result.
//!
//! * `http`: turns a request into a document with variables, and a reply into bytes.
//! * `execution`: turns a document with variables into a reply.
//! * `schema`: the types and fields of the schema, a file or folder for each noun.
//! * `resolver`: what the resolvers of all nouns use.
//!
//! `http` knows `execution`, and `schema` knows `resolver`. The two pairs do not know each other:
//! this file gives the schema to the execution as an `ExecutableSchema`. Inside a folder, no two
//! files name each other in a circle. Tests check both.
//!
//! A root field that reads a list is nullable, so that one wrong filter does not make the whole
//! response null.
//!
//! This module contains no business rules. To add a field, add a method with a description for
//! client developers to the file of its noun, then run `cargo run -- schema > schema.graphql`.

mod execution;
mod http;
mod resolver;
mod schema;

use async_graphql::{Request, Response, Variables};
use futures_util::{
    FutureExt, StreamExt,
    future::BoxFuture,
    stream::{self, BoxStream},
};

use serde_json::Value as Json;

use crate::{
    access::Actor,
    app::{App, Options, Session},
    error::{Error, Result},
};

pub use execution::{GraphqlState, Limits};
pub use http::router;
pub use schema::sdl;

use execution::{ExecutableSchema, ExecutionOptions, Params, Reply, SchemaDefinition, prepare};
use resolver::{context::RequestContext, level::Level, scalar};
use schema::{LIST_SIZES, Schema};

impl GraphqlState {
    /// Creates the state that all GraphQL requests share.
    ///
    /// # Errors
    ///
    /// `INTERNAL` if the schema cannot be parsed.
    pub fn new(app: App, limits: Limits) -> Result<Self> {
        Self::with_schema(app, limits, schema::build())
    }

    /// Executes a document as the actor, without HTTP. Returns the response, as a client receives
    /// it: an object with `data` or `errors`.
    ///
    /// # Errors
    ///
    /// `INTERNAL` if the response is not JSON.
    pub async fn execute(&self, actor: &Actor, query: &str, variables: Json) -> Result<Json> {
        let params = Params {
            query: Some(query.to_owned()),
            operation_name: None,
            variables: Variables::from_json(variables),
        };
        let execution = ExecutionOptions {
            actor: actor.clone(),
            options: Options::default(),
            show_cost: false,
        };
        let reply = match prepare(self, params) {
            Ok(prepared) => prepared.execute(self, &execution, None).await,
            Err(error) => Reply::failed(&error, None),
        };
        serde_json::to_value(reply).map_err(Error::internal)
    }
}

impl ExecutableSchema for Schema {
    fn definition(&self) -> SchemaDefinition {
        SchemaDefinition {
            sdl: schema::text(self),
            is_scalar: scalar::is_valid,
            list_sizes: LIST_SIZES,
        }
    }

    fn run(
        &self,
        request: Request,
        session: &Session,
        place: Option<usize>,
    ) -> BoxFuture<'static, Response> {
        let (schema, level) = (self.clone(), Level::default());
        let request = request.data(RequestContext::new(session, place, &level));
        async move { level.serve(schema.execute(request)).await }.boxed()
    }

    fn subscribe(&self, request: Request, session: &Session) -> BoxStream<'static, Response> {
        let level = Level::default();
        let request = request.data(RequestContext::new(session, None, &level));
        let responses = self.execute_stream(request).boxed();
        let next = move |mut responses: BoxStream<'static, Response>| {
            let level = level.clone();
            async move {
                let next = level.serve(responses.next()).await?;
                Some((next, responses))
            }
        };
        stream::unfold(responses, next).boxed()
    }
}
