//! The operation that creates or updates a membership.

use serde::{Deserialize, Serialize};

use crate::{
    access::Permission,
    domain::{
        Change, Operation,
        engine::{Decide, Decision, Keys, Lock, Stop, World},
        version::{self, Expected},
    },
    error::Problem,
    id::{OrgId, UserId},
};

use super::{
    MembershipFields, change,
    rules::{self, IfRetired},
};

/// Creates or updates the membership. Absent fields keep their values; in a new membership they get
/// the defaults.
///
/// Adding requires `members:grant`, updating requires `members:write`, and an owner's membership
/// also requires `owners:write`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpsertMembership {
    /// The org.
    pub org: OrgId,
    /// The user.
    pub user: UserId,
    /// The fields to set.
    pub fields: MembershipFields,
    /// The version that the membership must have; 0 means that it must not exist. `None` accepts
    /// any version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for UpsertMembership {
    type Output = Change;

    const NAME: &'static str = "UpsertMembership";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for UpsertMembership {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Share)
            .locked_membership(self.org, self.user);
        self.fields.reads_default(self.user, keys);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let (org, user) = (self.org, world.followed(self.user)?);
        world.require_either(Permission::MembersWrite, Permission::MembersGrant, org)?;
        match rules::must_be_known(world, org, user) {
            Err(Stop::Refused(error)) => {
                let role = rules::unknown_role(world, org, &self.fields)?;
                let others = role.map(|error| Problem {
                    index: None,
                    path: None,
                    error,
                });
                return Err(error.before(others.into_iter().collect()).into());
            }
            known => known?,
        }
        let before = world.membership(org, user)?;
        version::must_be(self.if_version.as_ref(), before.as_deref())?;
        let (done, membership) = rules::state(world, org, user, &self.fields, IfRetired::Keep)?;
        Ok(change(done, &membership))
    }
}
