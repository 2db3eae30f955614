//! The world: the rows that changes are decided on, as the database has them and as the changes so far have made them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    access::{Actor, Grant, Lock, Permission, PermissionSet, Scope, Target},
    domain::event::Event,
    entity::{
        group_membership,
        membership::{self, MemberStatus},
        org::{self, OrgStatus},
        user::{self, UserStatus},
    },
    error::Error,
    id::{GroupId, Ids, OrgId, RoleId, UserId},
};

use super::{
    Decision, Keys,
    row::{Row, event_of},
    table::{Differs, Table},
};

/// See the module.
pub(crate) struct World {
    actor: Actor,
    now: DateTime<Utc>,
    ids: Arc<Ids>,
    pub(super) orgs: Table<OrgId, org::Model>,
    pub(super) org_locks: HashMap<OrgId, Lock>,
    pub(super) users: Table<UserId, user::Model>,
    pub(super) memberships: Table<(OrgId, UserId), membership::Model>,
    pub(super) group_memberships: Table<(GroupId, UserId), group_membership::Model>,
    /// Users whose default membership, if there is one, is among the known memberships.
    pub(super) defaults: HashSet<UserId>,
    /// The first active membership of a user that was not known when it was looked for.
    pub(super) next_defaults: HashMap<UserId, Option<OrgId>>,
    /// An owner of an org whose membership was not known when the owner was looked for.
    pub(super) other_owners: HashMap<OrgId, Option<UserId>>,
    /// Members whose rows in groups of the org are known.
    pub(super) groups_of: HashSet<(OrgId, UserId)>,
    /// The orgs' own roles. `None`: there is no such role.
    pub(super) roles: HashMap<RoleId, Option<Arc<OwnRole>>>,
    pub(super) visible: HashMap<(Scope, UserId), bool>,
    pub(super) events: Vec<Event>,
    /// What the change under way states of defaults.
    stated_defaults: BTreeMap<(UserId, OrgId), bool>,
    required: BTreeSet<(Permission, Target)>,
}

/// One of an org's own roles.
#[derive(Debug)]
pub(crate) struct OwnRole {
    pub(crate) org: OrgId,
    pub(crate) grant: Grant,
    pub(crate) rights: PermissionSet,
}

/// A place in the journals of all tables.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mark {
    users: usize,
    memberships: usize,
    group_memberships: usize,
    events: usize,
}

impl World {
    pub(crate) fn new(actor: Actor, now: DateTime<Utc>, ids: Arc<Ids>) -> Self {
        Self {
            actor,
            now,
            ids,
            orgs: Table::default(),
            org_locks: HashMap::new(),
            users: Table::default(),
            memberships: Table::default(),
            group_memberships: Table::default(),
            defaults: HashSet::new(),
            next_defaults: HashMap::new(),
            other_owners: HashMap::new(),
            groups_of: HashSet::new(),
            roles: HashMap::new(),
            visible: HashMap::new(),
            events: Vec::new(),
            stated_defaults: BTreeMap::new(),
            required: BTreeSet::new(),
        }
    }

    /// The actor of the change under way.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The time of the transaction.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// A new id.
    pub(crate) fn id<T: From<Uuid>>(&self) -> T {
        self.ids.next(self.now)
    }

    /// What the change under way required, each permission and for what.
    pub(crate) fn required(&self) -> &BTreeSet<(Permission, Target)> {
        &self.required
    }

    pub(super) fn note_required(&mut self, permission: Permission, target: Target) {
        self.required.insert((permission, target));
    }

    /// Decides a change and records its events. Of a change that stops nothing is left.
    ///
    /// `uphold` runs at its end, over all that it did.
    pub(crate) fn change<T>(
        &mut self,
        decide: impl FnOnce(&mut Self) -> Decision<T>,
        uphold: fn(&mut Self, Mark) -> Decision<()>,
    ) -> Decision<T> {
        let mark = self.mark();
        self.stated_defaults.clear();
        self.required.clear();
        let decided = decide(self).and_then(|output| {
            uphold(self, mark)?;
            if self.required.is_empty() {
                let unchecked = "a change was decided without any check of permissions";
                return Err(Error::internal(unchecked).into());
            }
            self.record(mark);
            Ok(output)
        });
        if decided.is_err() {
            self.undo(mark);
        }
        decided
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            users: self.users.mark(),
            memberships: self.memberships.mark(),
            group_memberships: self.group_memberships.mark(),
            events: self.events.len(),
        }
    }

    /// Undoes everything since the mark.
    pub(super) fn undo(&mut self, mark: Mark) {
        self.users.undo(mark.users);
        self.memberships.undo(mark.memberships);
        self.group_memberships.undo(mark.group_memberships);
        self.events.truncate(mark.events);
    }

    /// Stamps the rows that differ since the mark, and records an event for each: what goes first, then what loses a
    /// default, then what changes otherwise, then what comes. That is also the order in which rows are written.
    fn record(&mut self, mark: Mark) {
        let users = self.stamped::<user::Model>(mark.users);
        let memberships = self.stamped::<membership::Model>(mark.memberships);
        let groups = self.stamped::<group_membership::Model>(mark.group_memberships);
        let mut events: Vec<(u8, Event)> = Vec::new();
        events.extend(
            groups
                .into_iter()
                .filter_map(|pair| event_of(pair, |_, _| 1)),
        );
        events.extend(
            users
                .into_iter()
                .filter_map(|pair| event_of(pair, |_, _| 1)),
        );
        let loses = |before: &membership::Model, after: &membership::Model| {
            u8::from(!before.is_default || after.is_default)
        };
        events.extend(
            memberships
                .into_iter()
                .filter_map(|pair| event_of(pair, loses)),
        );
        events.sort_by_key(|(place, _)| *place);
        self.events
            .extend(events.into_iter().map(|(_, event)| event));
    }

    /// Gives the rows that changed since the mark their version and time. As they were, as they are.
    fn stamped<R: Row>(&mut self, mark: usize) -> Vec<Differs<R>> {
        let now = self.now;
        let table = R::table(self);
        let differing = table.since(mark);
        let stamp = |(key, (before, after)): (R::Key, Differs<R>)| {
            let (Some(was), Some(is)) = (&before, &after) else {
                return (before, after);
            };
            let mut stamped = (**is).clone().raised(was);
            stamped.set_updated_at(now);
            let stamped = Some(Arc::new(stamped));
            table.set(key, stamped.clone());
            (before, stamped)
        };
        differing.into_iter().map(stamp).collect()
    }

    /// Sets a row: a new one, or a known one as it is from now on.
    ///
    /// # Errors
    /// The lock that is missing: a row is written only if it was read under its lock.
    pub(crate) fn put<R: Row>(&mut self, row: R) -> Decision<Arc<R>> {
        let key = row.key();
        self.must_be_locked::<R>(key)?;
        let row = Arc::new(row);
        R::table(self).set(key, Some(row.clone()));
        Ok(row)
    }

    /// Removes a row.
    ///
    /// # Errors
    /// As for [`World::put`].
    pub(crate) fn remove<R: Row>(&mut self, row: &R) -> Decision<()> {
        self.must_be_locked::<R>(row.key())?;
        R::table(self).set(row.key(), None);
        Ok(())
    }

    fn must_be_locked<R: Row>(&mut self, key: R::Key) -> Decision<()> {
        if R::table(self).is_locked(&key) {
            return Ok(());
        }
        let mut keys = Keys::default();
        R::lock(&mut keys, key);
        Err(keys.needed())
    }

    /// The org.
    pub(crate) fn org(&self, org: OrgId) -> Decision<Option<Arc<org::Model>>> {
        let known = self.orgs.get(&org);
        known.ok_or_else(|| Keys::default().org(org, Lock::None).needed())
    }

    /// Keeps the org as it is until the transaction ends.
    pub(crate) fn lock_org(&self, org: OrgId, lock: Lock) -> Decision<()> {
        match self.org_locks.get(&org) {
            Some(held) if *held >= lock => Ok(()),
            _ => Err(Keys::default().org(org, lock).needed()),
        }
    }

    /// Whether the keys need a lock that comes before those that are held. Rows of orgs and users are locked before all
    /// others. Among memberships the order does not matter, because their users are locked.
    pub(super) fn is_too_late_for(&self, keys: &Keys) -> bool {
        let lacks_org = |(org, lock): (&OrgId, &Lock)| {
            *lock != Lock::None && self.org_locks.get(org).is_none_or(|held| held < lock)
        };
        let lacks_user = |(user, locked): (&UserId, &bool)| *locked && !self.users.is_locked(user);
        let is_holding =
            self.org_locks.values().any(|lock| *lock != Lock::None) || self.users.has_locked();
        is_holding && (keys.orgs.iter().any(lacks_org) || keys.users.iter().any(lacks_user))
    }

    /// The user.
    pub(crate) fn user(&self, user: UserId) -> Decision<Option<Arc<user::Model>>> {
        let known = self.users.get(&user);
        known.ok_or_else(|| Keys::default().user(user).needed())
    }

    /// The user's membership in the org.
    pub(crate) fn membership(
        &self,
        org: OrgId,
        user: UserId,
    ) -> Decision<Option<Arc<membership::Model>>> {
        let known = self.memberships.get(&(org, user));
        known.ok_or_else(|| Keys::default().membership(org, user).needed())
    }

    /// The member's rows in groups of the org.
    pub(crate) fn groups_of(
        &self,
        org: OrgId,
        user: UserId,
    ) -> Decision<Vec<Arc<group_membership::Model>>> {
        if !self.groups_of.contains(&(org, user)) {
            return Err(Keys::default().groups_of(org, user).needed());
        }
        let rows = self.group_memberships.rows();
        let mut rows: Vec<_> = rows
            .filter(|row| row.org_id == org && row.user_id == user)
            .cloned()
            .collect();
        rows.sort_by_key(|row| row.id);
        Ok(rows)
    }

    /// Notes that the change under way wants this membership to be the user's default, or not to be it.
    pub(crate) fn state_default(&mut self, org: OrgId, user: UserId, is_default: bool) {
        self.stated_defaults.insert((user, org), is_default);
    }

    /// What the change under way states of this membership as the default.
    pub(crate) fn stated_default(&self, org: OrgId, user: UserId) -> Option<bool> {
        self.stated_defaults.get(&(user, org)).copied()
    }

    /// The memberships that differ since the mark: as they were, as they are.
    pub(crate) fn changed_memberships(&self, mark: Mark) -> Vec<Differs<membership::Model>> {
        let since = self.memberships.since(mark.memberships);
        since.into_iter().map(|(_, pair)| pair).collect()
    }

    /// The known memberships of a user, by id of the org, the default among them if there is one.
    ///
    /// # Errors
    /// The user's default, where it is not known.
    pub(crate) fn memberships_of(&self, user: UserId) -> Decision<Vec<Arc<membership::Model>>> {
        if !self.defaults.contains(&user) {
            return Err(Keys::default().default_of(user).needed());
        }
        let rows = self.memberships.rows();
        let mut rows: Vec<_> = rows.filter(|row| row.user_id == user).cloned().collect();
        rows.sort_by_key(|row| row.org_id);
        Ok(rows)
    }

    /// The first active membership of the user, by the name of its org, among those that are not known otherwise. It becomes
    /// known with this.
    ///
    /// # Errors
    /// The user's next default, where it was not read.
    pub(crate) fn next_default_of(&self, user: UserId) -> Decision<Option<Arc<membership::Model>>> {
        let needed = || Err(Keys::default().next_default_of(user).needed());
        match self.next_defaults.get(&user) {
            None => needed(),
            Some(None) => Ok(None),
            Some(Some(org)) => match self.membership(*org, user)? {
                Some(row) if row.status == MemberStatus::Active => Ok(Some(row)),
                // It was the first, and is out of use by now: the next one is asked for.
                _ => needed(),
            },
        }
    }

    /// Whether the org has an owner who counts: an active membership of a user who is not suspended. The org is locked, so
    /// that of two owners who go at once one stays.
    pub(crate) fn has_owner(&self, org: OrgId) -> Decision<bool> {
        self.lock_org(org, Lock::Update)?;
        for membership in self.memberships.rows().filter(|row| row.org_id == org) {
            if self.counts_as_owner(membership)? {
                return Ok(true);
            }
        }
        let needed = || Err(Keys::default().other_owner_of(org).needed());
        match self.other_owners.get(&org) {
            None => needed(),
            Some(None) => Ok(false),
            // By now the membership is known, and no owner's any more.
            Some(Some(owner)) if self.memberships.is_known(&(org, *owner)) => needed(),
            Some(Some(_)) => Ok(true),
        }
    }

    /// Whether the membership makes its user count as an owner.
    pub(crate) fn counts_as_owner(&self, membership: &membership::Model) -> Decision<bool> {
        if !membership.is_owner || membership.status != MemberStatus::Active {
            return Ok(false);
        }
        let user = self.user(membership.user_id)?;
        Ok(user.is_some_and(|user| user.status == UserStatus::Active))
    }

    /// The place of the membership in the order of defaults: by whether its org is in use, then by the name of the org.
    pub(crate) fn place_by_name(
        &self,
        membership: &membership::Model,
    ) -> Decision<(bool, String, OrgId)> {
        let org = self.org(membership.org_id)?;
        let org = org.ok_or_else(|| Error::internal("a membership of no org"))?;
        Ok((
            org.status == OrgStatus::Retired,
            org.name_key.clone(),
            org.id,
        ))
    }
}

#[cfg(test)]
impl World {
    /// A world of the platform, to be filled by hand.
    pub(crate) fn by_hand() -> Self {
        let now = DateTime::UNIX_EPOCH;
        let ids = Arc::new(Ids::seeded(7));
        Self::new(Actor::command_line(), now, ids)
    }

    /// Takes in an org, locked.
    pub(crate) fn hold_org(&mut self, org: org::Model) {
        self.org_locks.insert(org.id, Lock::Update);
        self.other_owners.insert(org.id, None);
        self.orgs.read(org.id, Some(org), true);
    }

    /// Takes in a user, locked, of whom all memberships are known.
    pub(crate) fn hold_user(&mut self, user: user::Model) {
        self.defaults.insert(user.id);
        self.next_defaults.insert(user.id, None);
        self.users.read(user.id, Some(user), true);
    }

    /// Takes in a membership, or that there is none, locked.
    pub(crate) fn hold_membership(
        &mut self,
        org: OrgId,
        user: UserId,
        membership: Option<membership::Model>,
    ) {
        self.groups_of.insert((org, user));
        self.memberships.read((org, user), membership, true);
    }

    /// The verbs of the events so far, each with the version that it leads to.
    pub(crate) fn verbs(&self) -> Vec<(crate::entity::event::Verb, i64)> {
        self.events.iter().map(Event::verb).collect()
    }
}
