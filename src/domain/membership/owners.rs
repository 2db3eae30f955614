//! An org that has owners keeps one. Only an active membership of a user who is not suspended counts as one.

use crate::{
    entity::{
        membership::{MemberStatus, Model},
        user::UserStatus,
    },
    error::{Code, Error},
    id::OrgId,
};

/// Whether the membership makes a user with this status count as an owner.
pub(in crate::domain) fn counts(membership: &Model, status: UserStatus) -> bool {
    membership.is_owner && membership.status == MemberStatus::Active && status == UserStatus::Active
}

/// The last owner does not go.
pub(super) fn last(org: OrgId) -> Error {
    let message =
        format!("The org {org} would be left without an owner; make somebody else an owner first.");
    Error::new(Code::LastOwner, message)
}
