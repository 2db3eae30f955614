//! The REST doors, a folder for each: what is easier over plain HTTP than in GraphQL, and other systems' wire forms.
//!
//! * `caller`: who asks, for every door here.
//! * [`native`]: this server's own.
//!
//! A door here does what the GraphQL door does: it turns a request into an operation or a read, calls it, and wraps what
//! comes back. It begins no transaction, holds no SQL, knows no rule, and no other door. What a client is told of a failure
//! is in each door's `error.rs`.
//!
//! To add a door: a folder with its router in `mod.rs`, its `wire.rs` and `error.rs`, and a line in `server::router`.

mod caller;
pub mod native;
