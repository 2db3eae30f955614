//! GraphQL over WebSocket with the protocol `graphql-transport-ws`, for subscriptions and all other
//! operations.
//!
//! The token is sent with the upgrade, in `Authorization`, or in the payload of `connection_init`,
//! under that name. The server checks it again while the socket is open, so a revoked token
//! receives nothing more.
//!
//! * `upgrade`: upgrades a request to a WebSocket.
//! * `session`: serves one socket.

mod session;
mod upgrade;

pub(super) use upgrade::{is_wanted, upgrade};
