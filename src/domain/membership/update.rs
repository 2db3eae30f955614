//! The operation that updates a membership.

use crate::{
    access::Permission,
    domain::{
        Change, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        field::{ExternalId, Patch},
        version::{self, Expected},
    },
    entity::membership::{MemberRole, MemberStatus},
    id::{OrgId, UserId},
};

use super::{
    MembershipFields, change,
    rules::{self, IfRetired},
};

/// Updates the fields that are present; the other fields keep their values. Retiring a member ends
/// their access to this org and nothing else: the user, other memberships, group rows and the
/// external id stay.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateMember {
    /// The org.
    pub org: OrgId,
    /// The user.
    pub user: UserId,
    /// The status.
    pub status: Option<MemberStatus>,
    /// The role.
    pub role: Option<MemberRole>,
    /// The membership's external id.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
    /// The version that the row must have. `None` accepts any version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for UpdateMember {
    type Output = Change;

    const NAME: &'static str = "UpdateMember";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for UpdateMember {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        let lock = match self.status {
            Some(MemberStatus::Active) => Lock::Share,
            Some(MemberStatus::Retired) | None => Lock::None,
        };
        keys.org(self.org, lock)
            .locked_membership(self.org, self.user);
        if self.status.is_some() {
            keys.default_of(self.user);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let (org, user) = (self.org, world.followed(self.user)?);
        world.require_either(Permission::MembersWrite, Permission::MembersGrant, org)?;
        let Some(before) = world.membership(org, user)? else {
            return Err(rules::absent(world, user)?.into());
        };
        if before.is_owner {
            world.require(Permission::OwnersWrite, org)?;
        }
        version::must_be(self.if_version.as_ref(), Some(&*before))?;
        let fields = MembershipFields {
            status: self.status,
            role: self.role,
            external_id: self.external_id.clone(),
            ..MembershipFields::default()
        };
        let (done, membership) = rules::state(world, org, user, &fields, IfRetired::Keep)?;
        Ok(change(done, &membership))
    }
}
