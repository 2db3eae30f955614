//! Stating an org's members.

use serde::{Deserialize, Serialize};

use crate::domain::user::UserRef;

use super::MembershipFields;

/// One member of an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgMember {
    /// Who.
    pub user: UserRef,
    /// What is stated of the membership.
    pub fields: MembershipFields,
}
