//! The operation that chooses a user's default org.

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

/// Makes the membership the user's default, as an explicit choice, instead of the former default.
///
/// Users choose their own default, with a token that is not bound to one org. Other actors need
/// `members:write` in the org that becomes the default, and `owners:write` if the member owns it.
/// Permissions in the former default org are not checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeDefault {
    /// The org that becomes the default.
    pub org: OrgId,
    /// The user whose default changes.
    pub user: UserId,
    /// The version that the membership must have. `None` accepts any version.
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
        let user = world.followed(self.user)?;
        rules::may_choose(world, self.org, user)?;
        let Some(membership) = world.membership(self.org, user)? else {
            return Err(rules::absent(world, user)?.into());
        };
        version::must_be(self.if_version.as_ref(), Some(&*membership))?;
        let done = rules::choose(world, &membership)?;
        Ok(change(done, &membership))
    }
}
