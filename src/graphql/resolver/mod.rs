//! What the resolvers of all nouns use: the request's data, loaders, lists, inputs and results.
//!
//! * `context`: the request data of a resolver.
//! * `loaders`: batched loading of nested objects; `level`: when loads begin.
//! * `connection`: paginated lists; `list`: what a list and its nodes provide.
//! * `input`: the values of arguments as the document writes them.
//! * `input_errors`: all errors in the input values of a call.
//! * `objects`: the objects that several nouns refer to.
//! * `result`: the result of every mutation that changes one thing.
//! * `rows`: lists of objects whose columns need no tasks.
//! * `scalar`, `enums`, `error_code`: the schema's scalars and enums.

pub(super) mod connection;
pub(super) mod context;
pub(super) mod enums;
pub(super) mod error_code;
pub(super) mod input;
pub(super) mod input_errors;
pub(super) mod level;
pub(super) mod list;
pub(super) mod loaders;
pub(super) mod objects;
pub(super) mod result;
pub(super) mod rows;
pub(super) mod scalar;
