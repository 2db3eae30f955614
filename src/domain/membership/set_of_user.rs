//! Stating a user's orgs.

use serde::{Deserialize, Serialize};

use crate::domain::org::OrgRef;

use super::MembershipFields;

/// What to do with those whom a list names, and with those whom it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SetMode {
    /// Those named are in the set afterwards; the others stay.
    #[default]
    Add,
    /// Those named are the whole set afterwards; the others are removed.
    Replace,
    /// Those named are not in the set afterwards; the others stay.
    Remove,
}

/// One org of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserMembership {
    /// Which org.
    pub org: OrgRef,
    /// What is stated of the membership.
    pub fields: MembershipFields,
}
