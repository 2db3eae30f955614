//! The operation that adds a user to an org.

use crate::{
    domain::{
        Change, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        field::{ExternalId, Patch},
    },
    entity::membership::MemberRole,
    id::{OrgId, UserId},
};

use super::{MembershipFields, change, rules};

/// Makes the user an active member of the org.
///
/// A retired member is reactivated: the membership keeps its values except for fields that are
/// present. An active member is never changed: the call is `unchanged` if nothing would change, or
/// else fails with `ALREADY_MEMBER`, because updating a member is a separate operation.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct AddMember {
    /// The org that the user joins.
    pub org: OrgId,
    /// The user, who must already be a member or be visible to the caller.
    pub user: UserId,
    /// The role. A new member gets `user` by default.
    pub role: Option<MemberRole>,
    /// The external id of the membership.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
}

impl Operation for AddMember {
    type Output = Change;

    const NAME: &'static str = "AddMember";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for AddMember {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Share)
            .locked_membership(self.org, self.user)
            .default_of(self.user);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let user = world.followed(self.user)?;
        let fields = MembershipFields {
            role: self.role,
            external_id: self.external_id.clone(),
            ..MembershipFields::default()
        };
        let (done, membership) = rules::add(world, self.org, user, false, &fields)?;
        Ok(change(done, &membership))
    }
}
