//! Choosing a user's default org.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        Change, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        version::{self, Expected},
    },
    id::{OrgId, UserId},
};

use super::{change, rules};

/// The membership is the user's default afterwards, because somebody chose it, and the one before is not.
///
/// Users choose their own, with a token that is not bound to one org; anybody else needs `members:write` in the org that
/// becomes the default, and `owners:write` for its owners. What he holds in the org that was the default does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeDefault {
    /// Which org.
    pub org: OrgId,
    /// Whose default.
    pub user: UserId,
    /// The version that the membership must have; any where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for MakeDefault {
    type Output = Change;

    const NAME: &'static str = "MakeDefault";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for MakeDefault {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Share)
            .locked_membership(self.org, self.user)
            .locked_default_of(self.user);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        rules::may_choose(world, self.org, self.user)?;
        let Some(membership) = world.membership(self.org, self.user)? else {
            return Err(rules::absent(world, self.user)?.into());
        };
        version::must_be(self.if_version.as_ref(), Some(&*membership))?;
        let done = rules::choose(world, &membership)?;
        Ok(change(done, &membership))
    }
}
