//! The world: the rows that changes are decided on, as read from the database and as the changes so
//! far have made them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    access::{Actor, Permission, Scope, Target},
    domain::{AfterCommit, Settings, job::JobOperation, membership::uphold},
    entity::{
        group, group_membership,
        idempotency_key::{self, KeyId},
        membership::{self, DefaultReason},
        org::{self, OrgStatus},
        role, token, user,
    },
    error::Error,
    id::{GroupId, JobId, OrgId, RoleId, TokenId, UserId},
};

use super::{
    Decide, Decision, Keys, Lock, Stop,
    aliases::Aliases,
    bulk::Bulk,
    journal::Mark,
    named::LookupResults,
    new_ids::NewIds,
    row::{Row, Unique, Unmade},
    table::Table,
    user::BriefUser,
};

/// All loaded rows and the changes so far. Rules read and change the rows.
pub struct World {
    /// The actors of the changes, and the index of the actor of the current change.
    actors: Vec<Actor>,
    pub(super) acting: usize,
    pub(super) now: DateTime<Utc>,
    ids: NewIds,
    settings: Arc<Settings>,
    pub(super) orgs: Table<OrgId, org::Model>,
    pub(super) org_locks: HashMap<OrgId, Lock>,
    pub(super) users: Table<UserId, user::Model>,
    /// Users of whom only some columns were read.
    pub(super) brief_users: HashMap<UserId, Option<BriefUser>>,
    pub(super) user_locks: HashSet<UserId>,
    pub(super) aliases: Aliases,
    pub(super) groups: Table<GroupId, group::Model>,
    pub(super) memberships: Table<(OrgId, UserId), membership::Model>,
    pub(super) group_memberships: Table<(GroupId, UserId), group_membership::Model>,
    /// The ids of the rows that hold unique values.
    pub(super) holders: Table<Unique, Uuid>,
    /// The orgs of the keys in `memberships`, by user.
    pub(super) orgs_of: HashMap<UserId, BTreeSet<OrgId>>,
    /// The users of the keys in `memberships`, by org.
    pub(super) users_of: HashMap<OrgId, BTreeSet<UserId>>,
    /// The groups of the keys in `group_memberships`, by user.
    pub(super) groups_by_user: HashMap<UserId, BTreeSet<GroupId>>,
    /// The ids of rows that the changes have created. The database has no rows that depend on them.
    pub(super) made: HashSet<Uuid>,
    /// Users whose default membership is loaded, if there is one.
    pub(super) defaults: HashSet<UserId>,
    /// For each user, the org of the first active membership that was not loaded when it was read.
    pub(super) next_defaults: HashMap<UserId, Option<OrgId>>,
    /// For each org, an owner whose membership was not loaded when the owner was read.
    pub(super) other_owners: HashMap<OrgId, Option<UserId>>,
    /// Members whose rows in groups of the org are loaded.
    pub(super) groups_of: HashSet<(OrgId, UserId)>,
    /// The active members of orgs, at most `MAX_LISTED` of each org.
    pub(super) members_of: HashMap<OrgId, Arc<Vec<UserId>>>,
    /// The active members of groups, at most `MAX_LISTED` of each group.
    pub(super) members_of_group: HashMap<GroupId, Arc<Vec<UserId>>>,
    /// Members of orgs whose default is hidden. See [`Keys`].
    pub(super) hidden_defaults: HashMap<(OrgId, Option<UserId>, usize), Arc<Vec<UserId>>>,
    /// The status of orgs that was read with a membership.
    pub(super) org_statuses: HashMap<OrgId, OrgStatus>,
    /// The orgs that each user owns.
    pub(super) owned_by: HashMap<UserId, Vec<OrgId>>,
    /// In how many of a user's orgs a scope holds a permission.
    pub(super) everywhere: HashMap<(Scope, UserId, Permission), Everywhere>,
    /// Users whose active memberships are all loaded, up to `MAX_LISTED`.
    pub(super) all_of: HashSet<UserId>,
    /// Users whose memberships, active and retired, are all loaded.
    pub(super) every_membership_of: HashSet<UserId>,
    pub(super) roles: Table<RoleId, role::Model>,
    /// The number of custom roles of each org.
    pub(super) role_counts: HashMap<OrgId, i64>,
    pub(super) tokens: Table<TokenId, token::Model>,
    pub(super) tokens_of: HashMap<UserId, Vec<TokenId>>,
    pub(super) root_tokens: Option<Vec<TokenId>>,
    pub(super) hashes: HashMap<Vec<u8>, Option<TokenId>>,
    /// Changes that are written by set-based statements, before all rows.
    pub(super) bulk: Vec<Bulk>,
    pub(super) visible: HashMap<(Scope, UserId), bool>,
    /// Whether a scope holds a permission in any org.
    pub(super) somewhere: HashMap<(Scope, Permission), bool>,
    /// Whether the scope with a token may see a job.
    pub(super) jobs: HashMap<(Scope, Option<TokenId>, JobId), bool>,
    /// The results of looked-up references.
    pub(super) named: LookupResults,
    /// The outcomes that are stored under idempotency keys.
    pub(super) stored: Table<KeyId, idempotency_key::Model>,
    /// The events, each with the index of its actor.
    pub(super) events: Vec<(usize, Unmade)>,
    /// Effects that run after the transaction commits.
    pub(super) effects: Vec<AfterCommit>,
    /// Whether changes before the current one have changed a membership of its actor, or any role.
    pub(super) is_actor_touched: bool,
    /// The start of the rows that the current change has not finished yet: its own start, or the
    /// end of its last nested change.
    upheld: Mark,
    /// The defaults that the current change sets, each with its reason, or clears.
    stated_defaults: BTreeMap<(UserId, OrgId), Option<DefaultReason>>,
    /// Users whose default is rechecked at the end of the current change, even if their memberships
    /// do not change.
    to_recheck: BTreeSet<UserId>,
    /// The jobs that the changes queue.
    pub(super) jobs_to_queue: Vec<(JobId, JobOperation)>,
    /// What the current change has required, or the last one if none is in progress.
    required: Required,
    /// What all changes have required.
    pub(super) all_required: Required,
}

/// The permissions that changes required and their actors held, each with its target.
pub(crate) type Required = BTreeSet<(Permission, Target)>;

/// Counts of the active orgs in which a user has a membership, active or retired.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Everywhere {
    pub(super) orgs: i64,
    /// The orgs where the actor holds the permission, and also `owners:write` if the user is an
    /// owner there.
    pub(super) held: i64,
    /// The orgs where the actor may read members.
    pub(super) seen: i64,
}

impl World {
    pub(crate) fn new(
        actors: Vec<Actor>,
        now: DateTime<Utc>,
        ids: NewIds,
        settings: Arc<Settings>,
    ) -> Self {
        Self {
            actors,
            acting: 0,
            now,
            ids,
            settings,
            orgs: Table::default(),
            org_locks: HashMap::new(),
            users: Table::default(),
            brief_users: HashMap::new(),
            user_locks: HashSet::new(),
            aliases: Aliases::default(),
            groups: Table::default(),
            memberships: Table::default(),
            group_memberships: Table::default(),
            holders: Table::default(),
            orgs_of: HashMap::new(),
            users_of: HashMap::new(),
            groups_by_user: HashMap::new(),
            made: HashSet::new(),
            defaults: HashSet::new(),
            next_defaults: HashMap::new(),
            other_owners: HashMap::new(),
            groups_of: HashSet::new(),
            members_of: HashMap::new(),
            members_of_group: HashMap::new(),
            hidden_defaults: HashMap::new(),
            org_statuses: HashMap::new(),
            owned_by: HashMap::new(),
            everywhere: HashMap::new(),
            all_of: HashSet::new(),
            every_membership_of: HashSet::new(),
            roles: Table::default(),
            role_counts: HashMap::new(),
            tokens: Table::default(),
            tokens_of: HashMap::new(),
            root_tokens: None,
            hashes: HashMap::new(),
            bulk: Vec::new(),
            visible: HashMap::new(),
            somewhere: HashMap::new(),
            jobs: HashMap::new(),
            named: LookupResults::default(),
            stored: Table::default(),
            events: Vec::new(),
            effects: Vec::new(),
            is_actor_touched: false,
            upheld: Mark::default(),
            stated_defaults: BTreeMap::new(),
            to_recheck: BTreeSet::new(),
            jobs_to_queue: Vec::new(),
            required: BTreeSet::new(),
            all_required: BTreeSet::new(),
        }
    }

    /// Returns the actor of the current change.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actors[self.acting]
    }

    /// Returns the actors of the changes.
    pub(super) fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// Makes the actor at this index the actor of the next change.
    pub(super) fn act_as(&mut self, place: usize) {
        self.acting = place;
    }

    /// Returns the number of events so far.
    pub(crate) fn records(&self) -> usize {
        self.events.len()
    }

    /// Returns the time of the transaction.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Returns a new id.
    pub(crate) fn id<T: From<Uuid>>(&self) -> T {
        self.ids.next(self.now).into()
    }

    /// Undoes all changes, so that they can be decided again.
    pub(super) fn start_over(&mut self) {
        self.undo(Mark::default());
        self.all_required.clear();
        self.ids.begin_again();
        for made in self.made.drain() {
            self.users.forget(&made.into());
        }
    }

    /// Returns the new ids that were created.
    pub(super) fn new_ids(&self) -> Vec<Uuid> {
        self.ids.all()
    }

    /// Returns the world without any rows.
    pub(super) fn unread(self) -> Self {
        Self::new(self.actors, self.now, self.ids, self.settings)
    }

    /// Returns the settings that the rules need.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Starts a change that is not nested in another one.
    pub(super) fn begin(&mut self) {
        let actor = self.actor().user();
        // A changed role counts even if the actor does not have it, because roles rarely change.
        let touches = |user| self.is_touched(user) || self.roles.is_any_set();
        self.is_actor_touched = actor.is_some_and(touches);
        self.required.clear();
    }

    /// Returns what the last change required.
    pub(crate) fn required(&self) -> &Required {
        &self.required
    }

    pub(super) fn note_required(&mut self, permission: Permission, target: Target) {
        self.required.insert((permission, target));
    }

    /// Decides a change, enforces the invariants that hold after every change, and records its
    /// events. A change that stops leaves no trace.
    ///
    /// A change may consist of nested changes, each of which is decided with this function. What
    /// they require also counts for the outer change.
    ///
    /// # Errors
    /// The error with which the change is refused, or the keys of the rows that it needs.
    pub(crate) fn decide<C: Decide + ?Sized>(&mut self, change: &C) -> Decision<C::Output> {
        let mark = self.mark();
        let is_part = !self.required.is_empty();
        debug_assert!(
            !is_part || mark == self.upheld,
            "a change writes rows before a nested change, which would leave the rows without events"
        );
        let stated_before = std::mem::take(&mut self.stated_defaults);
        let to_recheck_before = std::mem::take(&mut self.to_recheck);
        let required_before = std::mem::take(&mut self.required);
        self.upheld = mark;
        let decided = change.decide(self).and_then(|output| {
            self.finish(change)?;
            Ok(output)
        });
        self.stated_defaults = stated_before;
        self.to_recheck = to_recheck_before;
        let required = std::mem::replace(&mut self.required, required_before);
        match decided {
            Ok(output) => {
                self.all_required.extend(&required);
                self.required.extend(required);
                self.upheld = self.mark();
                Ok(output)
            }
            Err(stop) => {
                self.undo(mark);
                self.upheld = mark;
                Err(stop)
            }
        }
    }

    /// Finishes a change: enforces the invariants and records the events of the rows that no nested
    /// change has finished.
    fn finish<C: Decide + ?Sized>(&mut self, change: &C) -> Decision<()> {
        let violations = uphold(self, self.upheld)?;
        if !violations.is_empty() {
            return Err(change.violated(self, violations).into());
        }
        if self.required.is_empty() {
            let unchecked = "a change was decided without any check of permissions";
            return Err(Error::internal(unchecked).into());
        }
        self.record(self.upheld);
        Ok(())
    }

    /// Sets a row: creates it under a key that was read, or replaces the current row.
    ///
    /// # Errors
    /// Fails with the key of a missing lock, because a row is written only if it was read under its
    /// lock, or with the unique value if it was not looked up.
    pub(crate) fn put<R: Row>(&mut self, row: R) -> Decision<Arc<R>> {
        let key = row.key();
        let before = self.locked_row::<R>(key)?;
        let gives = before.as_ref().and_then(|before| before.unique());
        let takes = row.unique();
        if gives != takes {
            self.take(takes, row.id())?;
            self.give_up(gives, row.id());
        }
        let row = Arc::new(row);
        R::table(self).set(key, Some(row.clone()));
        R::index(self, key);
        Ok(row)
    }

    /// Creates a row with a new id.
    ///
    /// # Errors
    /// Fails with the key of a missing lock, or with the unique value if it was not looked up.
    pub(crate) fn make<R: Row>(&mut self, row: R) -> Decision<Arc<R>> {
        self.made.insert(row.id());
        self.put(row)
    }

    /// Removes a row.
    ///
    /// # Errors
    /// Fails with the key of a missing lock.
    pub(crate) fn remove<R: Row>(&mut self, row: &R) -> Decision<()> {
        self.locked_row::<R>(row.key())?;
        self.give_up(row.unique(), row.id());
        R::table(self).set(row.key(), None);
        Ok(())
    }

    /// Stores a row as read from the database. `None`: the database has no such row.
    pub(super) fn know<R: Row>(&mut self, key: R::Key, row: Option<R>, is_locked: bool) {
        R::table(self).read(key, row, is_locked);
        R::index(self, key);
    }

    /// Returns the row with the key.
    ///
    /// # Errors
    /// Fails with the key if the row is not locked.
    fn locked_row<R: Row>(&mut self, key: R::Key) -> Decision<Option<Arc<R>>> {
        if !R::table(self).is_locked(&key) && self.is_of_made::<R>(key) {
            self.know::<R>(key, None, true);
        }
        let table = R::table(self);
        if table.is_locked(&key) {
            return Ok(table.get(&key).flatten());
        }
        let mut keys = Keys::default();
        R::lock(&mut keys, key);
        Err(keys.needed())
    }

    /// Returns whether the database cannot have a row with the key, because the changes have
    /// created a row that it would depend on.
    pub(super) fn is_of_made<R: Row>(&self, key: R::Key) -> bool {
        R::parents(key).iter().any(|id| self.made.contains(id))
    }

    fn take(&mut self, value: Option<Unique>, id: Uuid) -> Decision<()> {
        let Some(value) = value else {
            return Ok(());
        };
        match self.holder(&value)? {
            None => self.holders.set(value, Some(Arc::new(id))),
            Some(holder) if holder == id => {}
            Some(_) => return Err(Error::internal("a unique value was taken twice").into()),
        }
        Ok(())
    }

    fn give_up(&mut self, value: Option<Unique>, id: Uuid) {
        let Some(value) = value else { return };
        if !self.holders.is_known(&value) {
            self.holders.read(value.clone(), Some(id), true);
        }
        self.holders.set(value, None);
    }

    /// Records that the current change makes this membership the user's default, or not the
    /// default.
    pub(crate) fn state_default(&mut self, org: OrgId, user: UserId, is_default: bool) {
        let reason = is_default.then_some(DefaultReason::Explicit);
        self.stated_defaults.insert((user, org), reason);
    }

    /// Records that the current change makes this membership the user's default again, for the
    /// reason that it had.
    pub(crate) fn restore_default(&mut self, org: OrgId, user: UserId, reason: DefaultReason) {
        self.stated_defaults.insert((user, org), Some(reason));
    }

    /// Returns whether the current change makes this membership the default. `None`: it does not
    /// say.
    pub(crate) fn stated_default(&self, org: OrgId, user: UserId) -> Option<bool> {
        let stated = self.stated_defaults.get(&(user, org));
        stated.map(Option::is_some)
    }

    /// Returns the reason for which the current change makes this membership the default. `None`:
    /// it does not say, or makes it not the default.
    pub(crate) fn stated_reason(&self, org: OrgId, user: UserId) -> Option<DefaultReason> {
        self.stated_defaults.get(&(user, org)).copied().flatten()
    }

    /// Schedules a recheck of the user's default at the end of the current change.
    pub(crate) fn recheck_default_of(&mut self, user: UserId) {
        self.to_recheck.insert(user);
    }

    /// Returns the users whose default is rechecked even if their memberships do not change:
    /// because the current change sets or clears a default explicitly, or requests a recheck.
    pub(crate) fn users_to_recheck(&self) -> impl Iterator<Item = UserId> {
        let stated = self.stated_defaults.keys().map(|(user, _)| *user);
        stated.chain(self.to_recheck.iter().copied())
    }

    /// Queues a job with this one row when the changes are written. Returns the id of the job.
    pub(crate) fn queue(&mut self, row: JobOperation) -> JobId {
        let id = self.id();
        self.jobs_to_queue.push((id, row));
        id
    }

    /// Writes rows that are too many for memory, with their events, before all other rows.
    pub(crate) fn in_bulk(&mut self, bulk: Bulk) {
        self.bulk.push(bulk);
    }

    /// Runs the effect after the transaction commits.
    pub(crate) fn after_commit(&mut self, effect: AfterCommit) {
        self.effects.push(effect);
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}
