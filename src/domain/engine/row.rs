//! The kinds of rows that the engine writes: their keys and tables, the locks that a write needs,
//! their unique values, and the event of each change.

use std::{hash::Hash, sync::Arc};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    domain::event::{self, Audited, Event},
    entity::{
        event::Verb,
        group, group_membership,
        membership::{self, MemberStatus},
        org::{self, OrgStatus},
        role,
        token::{self, TokenKind},
        user,
    },
    id::{GroupId, OrgId, RoleId, TokenId, UserId},
};

use super::{
    Keys, Lock, World,
    table::{Differs, Table},
};

/// A row that the engine writes.
pub(crate) trait Row: Audited + PartialEq + Send + Sync + 'static {
    type Key: Hash + Eq + Ord + Copy;

    /// The position of the table in the order of writes: inserts follow this order, deletes the
    /// reverse order.
    const PLACE: i8;

    fn key(&self) -> Self::Key;
    fn table(world: &mut World) -> &mut Table<Self::Key, Self>;
    /// Adds the locks that a write of the row with this key needs.
    fn lock(keys: &mut Keys, key: Self::Key);
    /// Returns the ids of the rows that a row with this key depends on. If the transaction created
    /// one of them, the database has no row with this key.
    fn parents(key: Self::Key) -> [Uuid; 2];
    fn set_updated_at(&mut self, at: DateTime<Utc>);

    fn verb(_before: &Self, _after: &Self) -> Verb {
        Verb::Updated
    }

    /// Returns the unique value that the row holds.
    fn unique(&self) -> Option<Unique> {
        None
    }

    /// Updates the world's indexes after a row with this key was read or set.
    fn index(_world: &mut World, _key: Self::Key) {}

    /// Returns whether the update frees a unique value, which another row may take.
    fn gives_up(before: &Self, after: &Self) -> bool {
        before.unique() != after.unique()
    }
}

/// A value, besides the key, that at most one row has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Unique {
    /// A user's normalized e-mail address.
    Email(String),
    /// An active org's normalized name.
    OrgName(String),
    /// The normalized name of a group in an org.
    GroupName(OrgId, String),
    /// The normalized name of a custom role in an org.
    RoleName(OrgId, String),
}

/// The position of an event among the events of its change: deletes first, then updates that free a
/// unique value, then other updates, then inserts.
pub(super) type EventPlace = (u8, i8);

/// An event that is not built yet. Building its JSON takes longer than all decisions.
pub(super) type Unmade = Box<dyn FnOnce() -> Event + Send>;

/// Returns the event of a changed row, with its position.
pub(super) fn event_of<R: Row>(pair: Differs<R>) -> Option<(EventPlace, Unmade)> {
    Some(match pair {
        (None, None) => return None,
        (Some(before), None) => (
            (0, -R::PLACE),
            Box::new(move || event::removed(&*before)) as Unmade,
        ),
        (Some(before), Some(after)) => {
            let verb = R::verb(&before, &after);
            let place = if R::gives_up(&before, &after) { 1 } else { 2 };
            let event = move || event::updated(verb, &*before, &*after);
            ((place, R::PLACE), Box::new(event))
        }
        (None, Some(after)) => (
            (3, R::PLACE),
            Box::new(move || event::created(&*after)) as Unmade,
        ),
    })
}

/// Returns whether the row is still the same one. A row that was removed and created again has
/// another id.
pub(super) fn is_same<R: Row>(before: &Arc<R>, after: &Arc<R>) -> bool {
    Audited::id(&**before) == Audited::id(&**after)
}

impl Row for org::Model {
    type Key = OrgId;

    const PLACE: i8 = 0;

    fn key(&self) -> OrgId {
        self.id
    }

    fn table(world: &mut World) -> &mut Table<OrgId, Self> {
        &mut world.orgs
    }

    fn lock(keys: &mut Keys, org: OrgId) {
        keys.org(org, Lock::Update);
    }

    fn parents(org: OrgId) -> [Uuid; 2] {
        [org.into(); 2]
    }

    fn set_updated_at(&mut self, at: DateTime<Utc>) {
        self.updated_at = at;
    }

    fn verb(before: &Self, after: &Self) -> Verb {
        match (before.status, after.status) {
            (OrgStatus::Active, OrgStatus::Retired) => Verb::Retired,
            (OrgStatus::Retired, OrgStatus::Active) => Verb::Reactivated,
            _ => Verb::Updated,
        }
    }

    fn unique(&self) -> Option<Unique> {
        let is_active = self.status == OrgStatus::Active;
        is_active.then(|| Unique::OrgName(self.name_key.clone()))
    }

    fn index(world: &mut World, org: OrgId) {
        let row = world.orgs.get(&org).flatten();
        if let Some(external_id) = row.as_ref().and_then(|row| row.external_id.as_deref()) {
            world.named.index_org(external_id, org);
        }
    }
}

impl Row for user::Model {
    type Key = UserId;

    const PLACE: i8 = 1;

    fn key(&self) -> UserId {
        self.id
    }

    fn table(world: &mut World) -> &mut Table<UserId, Self> {
        &mut world.users
    }

    fn lock(keys: &mut Keys, user: UserId) {
        keys.locked_user(user).whole_user(user);
    }

    fn parents(user: UserId) -> [Uuid; 2] {
        [user.into(); 2]
    }

    fn set_updated_at(&mut self, at: DateTime<Utc>) {
        self.updated_at = at;
    }

    fn unique(&self) -> Option<Unique> {
        Some(Unique::Email(self.email_key.clone()))
    }

    fn index(world: &mut World, user: UserId) {
        let row = world.users.get(&user).flatten();
        if let Some(external_id) = row.as_ref().and_then(|row| row.external_id.as_deref()) {
            world.named.index_user(external_id, user);
        }
    }
}

impl Row for group::Model {
    type Key = GroupId;

    const PLACE: i8 = 2;

    fn key(&self) -> GroupId {
        self.id
    }

    fn table(world: &mut World) -> &mut Table<GroupId, Self> {
        &mut world.groups
    }

    fn lock(keys: &mut Keys, group: GroupId) {
        keys.locked_group(group);
    }

    fn parents(group: GroupId) -> [Uuid; 2] {
        [group.into(); 2]
    }

    fn set_updated_at(&mut self, at: DateTime<Utc>) {
        self.updated_at = at;
    }

    fn unique(&self) -> Option<Unique> {
        Some(Unique::GroupName(self.org_id, self.name_key.clone()))
    }
}

impl Row for membership::Model {
    type Key = (OrgId, UserId);

    const PLACE: i8 = 4;

    fn key(&self) -> (OrgId, UserId) {
        (self.org_id, self.user_id)
    }

    fn table(world: &mut World) -> &mut Table<(OrgId, UserId), Self> {
        &mut world.memberships
    }

    fn lock(keys: &mut Keys, (org, user): (OrgId, UserId)) {
        keys.locked_membership(org, user);
    }

    fn parents((org, user): (OrgId, UserId)) -> [Uuid; 2] {
        [org.into(), user.into()]
    }

    fn set_updated_at(&mut self, at: DateTime<Utc>) {
        self.updated_at = at;
    }

    fn verb(before: &Self, after: &Self) -> Verb {
        match (before.status, after.status) {
            (MemberStatus::Active, MemberStatus::Retired) => Verb::Retired,
            (MemberStatus::Retired, MemberStatus::Active) => Verb::Reactivated,
            _ => Verb::Updated,
        }
    }

    fn index(world: &mut World, (org, user): (OrgId, UserId)) {
        world.orgs_of.entry(user).or_default().insert(org);
        world.users_of.entry(org).or_default().insert(user);
    }

    fn gives_up(before: &Self, after: &Self) -> bool {
        before.is_default && !after.is_default
    }
}

impl Row for group_membership::Model {
    type Key = (GroupId, UserId);

    const PLACE: i8 = 5;

    fn key(&self) -> (GroupId, UserId) {
        (self.group_id, self.user_id)
    }

    fn table(world: &mut World) -> &mut Table<(GroupId, UserId), Self> {
        &mut world.group_memberships
    }

    fn lock(keys: &mut Keys, (group, user): (GroupId, UserId)) {
        keys.group_membership(group, user);
    }

    fn parents((group, user): (GroupId, UserId)) -> [Uuid; 2] {
        [group.into(), user.into()]
    }

    fn set_updated_at(&mut self, at: DateTime<Utc>) {
        self.updated_at = at;
    }

    fn index(world: &mut World, (group, user): (GroupId, UserId)) {
        world.groups_by_user.entry(user).or_default().insert(group);
    }
}

impl Row for role::Model {
    type Key = RoleId;

    const PLACE: i8 = 3;

    fn key(&self) -> RoleId {
        self.id
    }

    fn table(world: &mut World) -> &mut Table<RoleId, Self> {
        &mut world.roles
    }

    fn lock(keys: &mut Keys, role: RoleId) {
        keys.locked_role(role);
    }

    fn parents(role: RoleId) -> [Uuid; 2] {
        [role.into(); 2]
    }

    fn set_updated_at(&mut self, at: DateTime<Utc>) {
        self.updated_at = at;
    }

    fn unique(&self) -> Option<Unique> {
        Some(Unique::RoleName(self.org_id, self.name_key.clone()))
    }
}

impl Row for token::Model {
    type Key = TokenId;

    const PLACE: i8 = 6;

    fn key(&self) -> TokenId {
        self.id
    }

    fn table(world: &mut World) -> &mut Table<TokenId, Self> {
        &mut world.tokens
    }

    fn lock(keys: &mut Keys, token: TokenId) {
        keys.token(token);
    }

    fn parents(token: TokenId) -> [Uuid; 2] {
        [token.into(); 2]
    }

    fn set_updated_at(&mut self, at: DateTime<Utc>) {
        self.updated_at = at;
    }

    fn verb(before: &Self, after: &Self) -> Verb {
        match (before.revoked_at, after.revoked_at) {
            (None, Some(_)) => Verb::Retired,
            _ => Verb::Updated,
        }
    }

    /// Returns whether the token stops being the only root token that is not revoked and has no
    /// expiry time, or belongs to another user. The former user may be removed in the same change,
    /// and may then have no tokens.
    fn gives_up(before: &Self, after: &Self) -> bool {
        let is_current = |token: &Self| {
            token.kind == TokenKind::Root
                && token.revoked_at.is_none()
                && token.expires_at.is_none()
        };
        is_current(before) && !is_current(after) || before.user_id != after.user_id
    }
}
