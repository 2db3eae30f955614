//! The execution of a GraphQL request: turns a document with variables into a reply.
//!
//! A request passes these steps: `document` parses, limits (`limits`) and validates (`rules`) the
//! document and collects its fields (`collect`); `variables` and `arguments` check the values;
//! `cost` computes the cost; the executing library runs the operation; `complete` corrects the
//! nulls and the order of the reply. `documents` caches documents, so only new ones are parsed.
//!
//! * `execute`: executes one request, `subscribe` one subscription.
//! * `state`: the state that all requests share.
//! * `types`: the schema's types, parsed from its SDL.
//! * `ast`, `positions`: convert the syntax tree of the parsing library to that of the executing
//!   library.
//! * `error`: converts failures to errors of a reply.
//! * `measure`: metrics and log fields of a request.

mod arguments;
mod ast;
mod collect;
mod complete;
mod cost;
mod document;
mod documents;
mod error;
mod execute;
mod limits;
mod measure;
mod positions;
mod rules;
mod state;
mod subscribe;
mod types;
mod variables;

pub use limits::Limits;
pub use state::GraphqlState;

pub(super) use execute::{ExecutionOptions, Params, Reply, prepare};
pub(super) use limits::exceeded;
pub(super) use measure::REQUEST;
