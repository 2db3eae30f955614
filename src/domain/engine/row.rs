//! The rows that the engine writes: their keys and tables, the locks that a write needs, and the event of each.

use std::hash::Hash;

use chrono::{DateTime, Utc};

use crate::{
    domain::event::{self, Event, Recorded},
    entity::{
        event::Verb,
        group_membership,
        membership::{self, MemberStatus},
        user,
    },
    id::{GroupId, OrgId, UserId},
};

use super::{
    Keys, World,
    table::{Differs, Table},
};

/// A row that the engine writes.
pub(crate) trait Row: Recorded + PartialEq {
    type Key: Hash + Eq + Copy;

    fn key(&self) -> Self::Key;
    fn table(world: &mut World) -> &mut Table<Self::Key, Self>;
    /// What must be read and locked before a row under this key is written.
    fn lock(keys: &mut Keys, key: Self::Key);
    fn verb(before: &Self, after: &Self) -> Verb;
    fn set_updated_at(&mut self, at: DateTime<Utc>);
}

/// The event of a row that differs, and its place among the events of a change: what goes, what changes (1 and more, as
/// `place` says), what comes.
pub(super) fn event_of<R: Row>(
    pair: Differs<R>,
    place: impl Fn(&R, &R) -> u8,
) -> Option<(u8, Event)> {
    match pair {
        (None, None) => None,
        (Some(before), None) => Some((0, event::removed(&*before))),
        (Some(before), Some(after)) => {
            let verb = R::verb(&before, &after);
            Some((
                1 + place(&before, &after),
                event::updated(verb, &*before, &*after),
            ))
        }
        (None, Some(after)) => Some((3, event::created(&*after))),
    }
}

impl Row for user::Model {
    type Key = UserId;

    fn key(&self) -> UserId {
        self.id
    }

    fn table(world: &mut World) -> &mut Table<UserId, Self> {
        &mut world.users
    }

    fn lock(keys: &mut Keys, user: UserId) {
        keys.locked_user(user);
    }

    fn verb(_: &Self, _: &Self) -> Verb {
        Verb::Updated
    }

    fn set_updated_at(&mut self, at: DateTime<Utc>) {
        self.updated_at = at;
    }
}

impl Row for membership::Model {
    type Key = (OrgId, UserId);

    fn key(&self) -> (OrgId, UserId) {
        (self.org_id, self.user_id)
    }

    fn table(world: &mut World) -> &mut Table<(OrgId, UserId), Self> {
        &mut world.memberships
    }

    fn lock(keys: &mut Keys, (org, user): (OrgId, UserId)) {
        keys.locked_membership(org, user);
    }

    fn verb(before: &Self, after: &Self) -> Verb {
        match (before.status, after.status) {
            (MemberStatus::Active, MemberStatus::Retired) => Verb::Retired,
            (MemberStatus::Retired, MemberStatus::Active) => Verb::Reactivated,
            _ => Verb::Updated,
        }
    }

    fn set_updated_at(&mut self, at: DateTime<Utc>) {
        self.updated_at = at;
    }
}

impl Row for group_membership::Model {
    type Key = (GroupId, UserId);

    fn key(&self) -> (GroupId, UserId) {
        (self.group_id, self.user_id)
    }

    fn table(world: &mut World) -> &mut Table<(GroupId, UserId), Self> {
        &mut world.group_memberships
    }

    fn lock(keys: &mut Keys, (_, user): (GroupId, UserId)) {
        keys.locked_user(user);
    }

    fn verb(_: &Self, _: &Self) -> Verb {
        Verb::Updated
    }

    fn set_updated_at(&mut self, at: DateTime<Utc>) {
        self.updated_at = at;
    }
}
