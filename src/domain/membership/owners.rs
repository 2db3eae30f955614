//! An org that has owners keeps one. Only an active membership of a user who is not suspended counts as one.

use crate::{
    entity::{
        membership::{MemberStatus, Model},
        user::{self, UserStatus},
    },
    error::{Code, Error},
    id::OrgId,
};

/// Whether the membership makes this user count as an owner.
pub(in crate::domain) fn counts(membership: &Model, user: &user::Model) -> bool {
    membership.is_owner
        && membership.status == MemberStatus::Active
        && user.status == UserStatus::Active
}

/// The last owner does not go.
pub(super) fn last(org: OrgId) -> Error {
    let message =
        format!("The org {org} would be left without an owner; make somebody else an owner first.");
    Error::new(Code::LastOwner, message)
}
