//! The operation that adds many users to orgs.

use serde::{Deserialize, Serialize};

use crate::{
    access::Permission,
    domain::{
        Change, Operation,
        batch::{self, BatchMode, BatchOutcome},
        engine::{Decide, Decision, Keys, Lock, Stop, World},
        org::OrgRef,
        user::UserRef,
    },
    entity::membership::MemberStatus,
    error::{Error, Result},
};

use super::{MembershipFields, change, rules};

#[cfg(doc)]
use super::AddMember;

/// Adds each row's user to the row's org, as [`AddMember`] does. The number of statements does not
/// grow with the number of rows. Each row sees the effects of the rows before it. For a new or
/// reactivated membership, a row can set more fields than [`AddMember`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateMemberships {
    /// The memberships to create.
    pub rows: Vec<MembershipRow>,
    /// Whether other rows still run when one row fails.
    pub mode: BatchMode,
}

/// A user to add to an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipRow {
    /// The caller's reference for the row.
    pub reference: Option<String>,
    /// The org.
    pub org: OrgRef,
    /// The user. An e-mail address matches any user, even one whom the caller cannot see.
    pub user: UserRef,
    /// The membership's fields. An active member is never changed.
    pub membership: MembershipFields,
}

impl CreateMemberships {
    /// Checks the number of rows.
    ///
    /// # Errors
    /// `INVALID_VALUE` if there are no rows. `LIMIT_EXCEEDED` if there are too many.
    pub fn check_size(rows: usize) -> Result<()> {
        batch::check_size("rows", rows)
    }
}

impl Operation for CreateMemberships {
    type Output = BatchOutcome;

    const NAME: &'static str = "CreateMemberships";

    fn change(&self) -> Option<&dyn Decide<Output = BatchOutcome>> {
        Some(self)
    }
}

impl Decide for CreateMemberships {
    type Output = BatchOutcome;

    fn reads(&self, world: &World, keys: &mut Keys) {
        batch::reads(&self.rows, world, keys);
    }

    fn decide(&self, world: &mut World) -> Decision<BatchOutcome> {
        batch::check_size("rows", self.rows.len())?;
        batch::decide(world, self.mode, &self.rows, |row| row.reference.clone())
    }

    fn weight(&self) -> usize {
        self.rows.iter().map(Decide::weight).sum()
    }
}

impl Decide for MembershipRow {
    type Output = Change;

    fn reads(&self, world: &World, keys: &mut Keys) {
        let org = world.likely_org(&self.org, keys);
        let user = world.likely_user(&self.user, keys);
        let Some(org) = org else { return };
        keys.org(org, Lock::None);
        self.membership.reads_groups(org, user, keys);
        if let Some(user) = user {
            keys.org(org, Lock::Share).locked_membership(org, user);
            self.membership.reads_default(user, keys);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let fields = &self.membership;
        let org = world
            .org_named(&self.org)?
            .map_err(|error| error.at("org"))?;
        // A member referenced by id can be added again even if the actor cannot see the user.
        let (user, is_known) = match &self.user {
            UserRef::Id(user) => (world.followed(*user)?, false),
            other => match world.user_named(other)? {
                Ok(user) => (user, true),
                // Only actors who may add members learn whether an address is known.
                Err(error) => {
                    world.require(Permission::MembersGrant, org)?;
                    return Err(error.at("user").into());
                }
            },
        };
        if fields.status == Some(MemberStatus::Retired) {
            world.require(Permission::MembersGrant, org)?;
            let error = Error::invalid("status", "must not be RETIRED: an added member is active");
            return Err(error.into());
        }
        let added = rules::add(world, org, user, is_known, fields);
        let (done, membership) = added.map_err(in_row)?;
        Ok(change(done, &membership))
    }

    fn weight(&self) -> usize {
        self.membership.weight()
    }
}

/// Reports an error at `userId` at `user` instead, which is the row's argument.
fn in_row(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(error) if error.field() == Some("userId") => error.at("user").into(),
        stop => stop,
    }
}
