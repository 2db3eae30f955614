//! The operations on holds. A hold keeps a membership as it is against sync runs, until a time.
//!
//! A hold is part of its membership: it ends with the membership and has the events of the
//! membership.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    access::Permission,
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        field::Name,
        membership::rules,
    },
    entity::membership::Model,
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

/// The maximum duration of a hold.
const MAX_HOLD: TimeDelta = TimeDelta::days(180);

/// The reason for a hold: 1 to 255 characters.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct HoldReason(Name);

impl HoldReason {
    /// Parses a reason.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the text is empty, is too long or has a control character.
    pub fn parse(text: &str) -> Result<Self> {
        Name::parse("reason", text).map(Self)
    }

    fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Holds a membership, active or retired: until the hold ends, sync runs change neither its role,
/// status and external id nor the member's rows in groups. Replaces an earlier hold. Members cannot
/// hold their own membership.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct HoldMembership {
    /// The org.
    pub org: OrgId,
    /// The user.
    pub user: UserId,
    /// The end of the hold, at most 180 days ahead.
    pub until: DateTime<Utc>,
    /// The reason, for people.
    pub reason: HoldReason,
}

/// Ends the hold of a membership. Members cannot release their own membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReleaseMembership {
    /// The org.
    pub org: OrgId,
    /// The user.
    pub user: UserId,
}

impl Model {
    /// Returns whether the membership is held against sync runs.
    #[must_use]
    pub fn is_held(&self, now: DateTime<Utc>) -> bool {
        self.hold_until.is_some_and(|until| until > now)
    }
}

impl Operation for HoldMembership {
    type Output = Change;

    const NAME: &'static str = "HoldMembership";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for HoldMembership {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        reads(self.org, self.user, keys);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let before = may_hold(world, self.org, self.user)?;
        let now = world.now();
        if self.until <= now || self.until > now + MAX_HOLD {
            let days = MAX_HOLD.num_days();
            let message = format!("must be in the future and at most {days} days ahead");
            return Err(Error::invalid("until", message).into());
        }
        let mut after = before.clone();
        after.hold_until = Some(self.until);
        after.hold_reason = Some(self.reason.as_str().to_owned());
        if (&after.hold_until, &after.hold_reason) == (&before.hold_until, &before.hold_reason) {
            return Ok(change(Done::Unchanged, &before));
        }
        after.hold_token_id = world.actor().token();
        Ok(change(Done::Updated, &*world.put(after)?))
    }
}

impl Operation for ReleaseMembership {
    type Output = Change;

    const NAME: &'static str = "ReleaseMembership";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for ReleaseMembership {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        reads(self.org, self.user, keys);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let before = may_hold(world, self.org, self.user)?;
        if !before.is_held(world.now()) {
            return Ok(change(Done::Unchanged, &before));
        }
        let after = Model {
            hold_until: None,
            hold_reason: None,
            hold_token_id: None,
            ..before
        };
        Ok(change(Done::Updated, &*world.put(after)?))
    }
}

fn reads(org: OrgId, user: UserId, keys: &mut Keys) {
    keys.org(org, Lock::None).locked_membership(org, user);
}

/// Returns the membership if the actor may hold and release it. This requires `sync:write` in the
/// org, and also `owners:write` if the member is an owner.
///
/// # Errors
/// `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `FORBIDDEN`.
fn may_hold(world: &mut World, org: OrgId, user: UserId) -> Decision<Model> {
    let user = world.followed(user)?;
    world.require_for_member(Permission::SyncWrite, org, user)?;
    let Some(membership) = world.membership(org, user)? else {
        return Err(rules::absent(world, user)?.into());
    };
    if world.actor().user() == Some(user) {
        let message = "Permission denied: members cannot hold or release their own membership.";
        return Err(Error::new(Code::Forbidden, message).at("userId").into());
    }
    Ok((*membership).clone())
}

fn change(done: Done, membership: &Model) -> Change {
    Change::new(done, membership.id)
        .of_membership(membership.id)
        .of_user(membership.user_id)
        .of_org(membership.org_id)
}
