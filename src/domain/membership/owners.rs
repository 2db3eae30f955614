//! The rule that an org with owners keeps at least one. Only an active membership of a user who is
//! not suspended counts.

use crate::{
    entity::{
        membership::{MemberStatus, Model},
        user::UserStatus,
    },
    error::{Code, Error},
    id::OrgId,
};

/// Returns whether the membership counts as an owner, given the user's status.
pub(in crate::domain) fn counts(membership: &Model, status: UserStatus) -> bool {
    membership.is_owner && membership.status == MemberStatus::Active && status == UserStatus::Active
}

/// Returns the error for removing the last owner.
pub(super) fn last(org: OrgId) -> Error {
    let message = format!("The org {org} would have no owner. Make another member an owner first.");
    Error::new(Code::LastOwner, message)
}
