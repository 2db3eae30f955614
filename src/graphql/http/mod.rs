//! GraphQL over HTTP and over WebSocket: turns a request into a document with variables, and a
//! reply into bytes.
//!
//! * `handler`: the routes, and the order in which a request is checked.
//! * `authenticate`: authenticates a request by its token.
//! * `parameters`: parses the parameters of a request from a query string or a body.
//! * `media`: negotiates the media type of the response.
//! * `rejection`: a request that is rejected before a document is executed.
//! * `socket`: GraphQL over WebSocket, for subscriptions and all other operations.
//!
//! This module knows `execution`, which executes the document. It must not name the schema or the
//! resolvers.

mod authenticate;
mod handler;
mod media;
mod parameters;
mod rejection;
mod socket;

pub use handler::router;
