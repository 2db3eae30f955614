//! Adding many users to orgs.

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

/// Each row's user is an active member of its org afterwards: what [`AddMember`] means for one, in a number of statements
/// that does not grow with the rows. A row sees what the rows before it did. Of a membership that is new or comes back more
/// can be stated than there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateMemberships {
    /// Whom to add, where and as what.
    pub rows: Vec<MembershipRow>,
    /// What a row that fails means for the others.
    pub mode: BatchMode,
}

/// A user to be added to an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipRow {
    /// What the caller calls the row.
    pub reference: Option<String>,
    /// To which org.
    pub org: OrgRef,
    /// Whom. An e-mail address finds anybody.
    pub user: UserRef,
    /// As what. An active member is never changed.
    pub membership: MembershipFields,
}

impl CreateMemberships {
    /// # Errors
    /// `INVALID_VALUE` for no rows at all, `LIMIT_EXCEEDED` for too many.
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
        self.rows.len()
    }
}

impl Decide for MembershipRow {
    type Output = Change;

    fn reads(&self, world: &World, keys: &mut Keys) {
        let org = world.likely_org(&self.org, keys);
        let user = world.likely_user(&self.user, keys);
        let Some(org) = org else { return };
        keys.org(org, Lock::None);
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
        // A member who is named by id need not be seen to be added again.
        let (user, is_known) = match &self.user {
            UserRef::Id(user) => (*user, false),
            other => match world.user_named(other)? {
                Ok(user) => (user, true),
                // Whether somebody has an address is told to those who may add people.
                Err(error) => {
                    world.require(Permission::MembersGrant, org)?;
                    return Err(error.at("user").into());
                }
            },
        };
        if fields.status == Some(MemberStatus::Retired) {
            world.require(Permission::MembersGrant, org)?;
            let error = Error::invalid("status", "is RETIRED. A member who is added is active.");
            return Err(error.into());
        }
        let added = rules::add(world, org, user, is_known, fields);
        let (done, membership) = added.map_err(in_row)?;
        Ok(change(done, &membership))
    }
}

/// A row names its user otherwise than by an id alone.
fn in_row(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(error) if error.field() == Some("userId") => error.at("user").into(),
        stop => stop,
    }
}
