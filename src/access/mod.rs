//! Who may do what.
//!
//! * [`permission`]: the names of what may be done, and the one table that says which role holds which.
//! * [`grant`]: what is granted in an org, names of the callers' own too.
//! * [`actor`]: who asks, and where the request came from.
//! * [`scope`]: what he may read, as conditions that a query takes in.
//! * [`org_access`]: what the actor holds in an org, for reads.
//! * [`target`]: what a permission is required for. Whether the actor of a change holds it is judged by `domain::engine`.
//! * [`authenticator`]: which token is let in.
//! * [`token`]: secrets, and the look-up that turns one into an actor.
//! * [`ip`]: lists of addresses from which a token may be used, or a member may act in an org.
//!
//! Nothing here knows a protocol, and nothing here changes a row. To add a permission: one line at the end of the
//! table of [`permission`], and a migration that sets its bit where lists have `*` or its name; the snapshot of the permission
//! matrix then shows what changed.

pub mod actor;
pub mod authenticator;
pub mod grant;
pub mod ip;
pub mod org_access;
pub mod permission;
pub mod scope;
pub mod target;
pub mod token;

pub use actor::{Actor, Entry, Origin, Principal};
pub use grant::Grant;
pub use org_access::OrgAccess;
pub use permission::{Permission, PermissionSet};
pub use scope::Scope;
pub use target::Target;
