//! Access control.
//!
//! * [`permission`]: the permissions, and the table of the built-in roles that hold them.
//! * [`grant`]: what is granted in an org, custom names included.
//! * [`actor`]: the actor of a request, and the origin of the request.
//! * [`scope`]: what an actor may read, as SQL conditions.
//! * [`org_access`]: what the actor holds in an org, for reads.
//! * [`target`]: what a permission is required for. `domain::engine` checks that the actor of a
//!   change holds the permission.
//! * [`authenticator`]: the authentication of tokens.
//! * [`token`]: secrets, and the lookup from a secret to an identity.
//! * [`ip`]: lists of addresses from which a token may be used, or a member may act in an org.
//!
//! Nothing here knows a protocol, and nothing here changes a row. To add a permission: one line at
//! the end of the table of [`permission`], and a migration that sets its bit where lists have `*`
//! or its name; the snapshot of the permission matrix then shows what changed.

pub mod actor;
pub mod authenticator;
pub mod grant;
pub mod ip;
pub mod org_access;
pub mod permission;
pub mod scope;
pub mod target;
pub mod token;

pub use actor::{ActingRun, Actor, Entry, Origin, Principal};
pub use grant::Grant;
pub use org_access::OrgAccess;
pub use permission::{Permission, PermissionSet};
pub use scope::Scope;
pub use target::Target;
