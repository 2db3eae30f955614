//! Adding a user to an org.

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
/// A retired member comes back with what the membership had, changed by what is stated. An active member is left alone:
/// `unchanged` if nothing would change, else `ALREADY_MEMBER`, because to change a member is another operation.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct AddMember {
    /// The org.
    pub org: OrgId,
    /// The user, who must be a member already or be visible to the caller.
    pub user: UserId,
    /// The role; `user` for a new member.
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
        let fields = MembershipFields {
            role: self.role,
            external_id: self.external_id.clone(),
            ..MembershipFields::default()
        };
        let (done, membership) = rules::add(world, self.org, self.user, false, &fields)?;
        Ok(change(done, &membership))
    }
}
