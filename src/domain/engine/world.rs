//! The world: the rows that changes are decided on, as the database has them and as the changes so far have made them.

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
        membership,
        org::{self, OrgStatus},
        role, token, user,
    },
    error::Error,
    id::{GroupId, JobId, OrgId, RoleId, TokenId, UserId},
};

use super::{
    Decide, Decision, Keys, Lock, Stop,
    bulk::Bulk,
    journal::Mark,
    named::LookupResults,
    new_ids::NewIds,
    row::{Row, Unique, Unmade},
    table::Table,
    user::BriefUser,
};

/// See the module.
pub struct World {
    /// The actors of the changes, and which of them has the change under way.
    actors: Vec<Actor>,
    pub(super) acting: usize,
    pub(super) now: DateTime<Utc>,
    ids: NewIds,
    settings: Arc<Settings>,
    pub(super) orgs: Table<OrgId, org::Model>,
    pub(super) org_locks: HashMap<OrgId, Lock>,
    pub(super) users: Table<UserId, user::Model>,
    /// Users of whom not the whole row was read.
    pub(super) brief_users: HashMap<UserId, Option<BriefUser>>,
    pub(super) user_locks: HashSet<UserId>,
    pub(super) groups: Table<GroupId, group::Model>,
    pub(super) memberships: Table<(OrgId, UserId), membership::Model>,
    pub(super) group_memberships: Table<(GroupId, UserId), group_membership::Model>,
    /// The rows that hold unique values.
    pub(super) holders: Table<Unique, Uuid>,
    /// The orgs of the keys in `memberships`, by user.
    pub(super) orgs_of: HashMap<UserId, BTreeSet<OrgId>>,
    /// The users of the keys in `memberships`, by org.
    pub(super) users_of: HashMap<OrgId, BTreeSet<UserId>>,
    /// The groups of the keys in `group_memberships`, by user.
    pub(super) groups_by_user: HashMap<UserId, BTreeSet<GroupId>>,
    /// The ids of rows that the changes have made. Nothing of them is in the database.
    pub(super) made: HashSet<Uuid>,
    /// Users whose default membership, if there is one, is among the known memberships.
    pub(super) defaults: HashSet<UserId>,
    /// The first active membership of a user that was not known when it was looked for.
    pub(super) next_defaults: HashMap<UserId, Option<OrgId>>,
    /// An owner of an org whose membership was not known when the owner was looked for.
    pub(super) other_owners: HashMap<OrgId, Option<UserId>>,
    /// Members whose rows in groups of the org are known.
    pub(super) groups_of: HashSet<(OrgId, UserId)>,
    /// The active members of orgs, as many as are listed at once.
    pub(super) members_of: HashMap<OrgId, Arc<Vec<UserId>>>,
    /// Members of orgs whose default is hidden: see [`Keys`].
    pub(super) hidden_defaults: HashMap<(OrgId, Option<UserId>, usize), Arc<Vec<UserId>>>,
    /// The status of orgs, as it was read with a membership.
    pub(super) org_statuses: HashMap<OrgId, OrgStatus>,
    /// Users whose memberships as an owner are known: the orgs.
    pub(super) owned_by: HashMap<UserId, Vec<OrgId>>,
    /// In how many of a user's orgs a scope holds a permission.
    pub(super) everywhere: HashMap<(Scope, UserId, Permission), Everywhere>,
    /// Users whose active memberships are all known.
    pub(super) all_of: HashSet<UserId>,
    /// Users all of whose memberships are known, active or not.
    pub(super) every_membership_of: HashSet<UserId>,
    pub(super) roles: Table<RoleId, role::Model>,
    /// The number of the orgs' own roles.
    pub(super) role_counts: HashMap<OrgId, i64>,
    pub(super) tokens: Table<TokenId, token::Model>,
    pub(super) tokens_of: HashMap<UserId, Vec<TokenId>>,
    pub(super) root_tokens: Option<Vec<TokenId>>,
    pub(super) hashes: HashMap<Vec<u8>, Option<TokenId>>,
    /// What is written by set-based statements, before all rows.
    pub(super) bulk: Vec<Bulk>,
    pub(super) visible: HashMap<(Scope, UserId), bool>,
    /// Whether a scope holds a permission in some org.
    pub(super) somewhere: HashMap<(Scope, Permission), bool>,
    /// Whether the scope with a token may see a job.
    pub(super) jobs: HashMap<(Scope, Option<TokenId>, JobId), bool>,
    /// What references lead to.
    pub(super) named: LookupResults,
    /// What is stored under idempotency keys.
    pub(super) stored: Table<KeyId, idempotency_key::Model>,
    /// The events, each with the place of its actor.
    pub(super) events: Vec<(usize, Unmade)>,
    /// What has to happen once the changes are committed.
    pub(super) effects: Vec<AfterCommit>,
    /// Whether changes before the one under way have touched a membership or a role of its actor.
    pub(super) is_actor_touched: bool,
    /// Where the change under way begins, or goes on after a change that is a part of it.
    upheld: Mark,
    /// What the change under way states of defaults.
    stated_defaults: BTreeMap<(UserId, OrgId), bool>,
    /// Users whose default is settled at the end of the change under way, also where their memberships stay as they are.
    to_recheck: BTreeSet<UserId>,
    /// The jobs that the changes queue.
    pub(super) jobs_to_queue: Vec<(JobId, JobOperation)>,
    /// What the change under way, or the last one, has required.
    required: Required,
    /// What all changes have required.
    pub(super) all_required: Required,
}

/// What changes required and their actors held: each permission, and for what.
pub(crate) type Required = BTreeSet<(Permission, Target)>;

/// A user's orgs that are in use.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Everywhere {
    pub(super) orgs: i64,
    /// Those in which the actor holds the permission, and where the user is an owner `owners:write` besides.
    pub(super) held: i64,
    /// Those in which the actor may read members.
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

    /// The actor of the change under way.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actors[self.acting]
    }

    /// The actors of the changes.
    pub(super) fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// Has the next change decided for the actor at this place.
    pub(super) fn act_as(&mut self, place: usize) {
        self.acting = place;
    }

    /// The number of events so far.
    pub(crate) fn records(&self) -> usize {
        self.events.len()
    }

    /// The time of the transaction.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// A new id.
    pub(crate) fn id<T: From<Uuid>>(&self) -> T {
        self.ids.next(self.now).into()
    }

    /// Undoes all changes, which are decided again.
    pub(super) fn start_over(&mut self) {
        self.undo(Mark::default());
        self.all_required.clear();
        self.ids.begin_again();
        for made in self.made.drain() {
            self.users.forget(&made.into());
        }
    }

    /// The ids that the changes have asked for.
    pub(super) fn new_ids(&self) -> Vec<Uuid> {
        self.ids.all()
    }

    /// The world without what was read.
    pub(super) fn unread(self) -> Self {
        Self::new(self.actors, self.now, self.ids, self.settings)
    }

    /// What the rules need to know of the configuration.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Begins a change that is no part of another.
    pub(super) fn begin(&mut self) {
        let actor = self.actor().user();
        // Of roles it does not matter here whose they are: few change.
        let touches = |user| self.is_touched(user) || self.roles.is_any_set();
        self.is_actor_touched = actor.is_some_and(touches);
        self.required.clear();
    }

    /// What the last change required.
    pub(crate) fn required(&self) -> &Required {
        &self.required
    }

    pub(super) fn note_required(&mut self, permission: Permission, target: Target) {
        self.required.insert((permission, target));
    }

    /// Decides a change, settles what holds after every change, and records its events. Of a change that stops nothing is
    /// left.
    ///
    /// A change may consist of others, each of which is decided with this. What they require counts for it as well.
    pub(crate) fn decide<C: Decide + ?Sized>(&mut self, change: &C) -> Decision<C::Output> {
        let mark = self.mark();
        let is_part = !self.required.is_empty();
        debug_assert!(
            !is_part || mark == self.upheld,
            "a change puts rows before one of its parts, which would leave them without events"
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

    /// Ends a change: of its rows, those that no part of it has settled.
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

    /// Sets a row: a new one under a known key, or a known one as it is from now on.
    ///
    /// # Errors
    /// The lock that is missing, because a row is written only if it was read under its lock. Or the unique value that was
    /// not looked up.
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

    /// Makes a row with an id of its own.
    ///
    /// # Errors
    /// The unique value that was not looked up.
    pub(crate) fn make<R: Row>(&mut self, row: R) -> Decision<Arc<R>> {
        self.made.insert(row.id());
        self.put(row)
    }

    /// Removes a row.
    ///
    /// # Errors
    /// The lock that is missing.
    pub(crate) fn remove<R: Row>(&mut self, row: &R) -> Decision<()> {
        self.locked_row::<R>(row.key())?;
        self.give_up(row.unique(), row.id());
        R::table(self).set(row.key(), None);
        Ok(())
    }

    /// Takes in a row, or that there is none, as the database has it.
    pub(super) fn know<R: Row>(&mut self, key: R::Key, row: Option<R>, is_locked: bool) {
        R::table(self).read(key, row, is_locked);
        R::index(self, key);
    }

    /// The row under the key, which is locked.
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

    /// Whether the database cannot have a row under the key.
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

    /// Notes that the change under way wants this membership to be the user's default, or not to be it.
    pub(crate) fn state_default(&mut self, org: OrgId, user: UserId, is_default: bool) {
        self.stated_defaults.insert((user, org), is_default);
    }

    /// What the change under way states of this membership as the default.
    pub(crate) fn stated_default(&self, org: OrgId, user: UserId) -> Option<bool> {
        self.stated_defaults.get(&(user, org)).copied()
    }

    /// Has the user's default settled at the end of the change under way.
    pub(crate) fn recheck_default_of(&mut self, user: UserId) {
        self.to_recheck.insert(user);
    }

    /// The users whose default is to be settled, besides those whose memberships changed: because the change under way states
    /// that one is the default or is not, or because it says so.
    pub(crate) fn users_to_recheck(&self) -> impl Iterator<Item = UserId> {
        let stated = self.stated_defaults.keys().map(|(user, _)| *user);
        stated.chain(self.to_recheck.iter().copied())
    }

    /// Has a job with this one row queued when the changes are written.
    pub(crate) fn queue(&mut self, row: JobOperation) -> JobId {
        let id = self.id();
        self.jobs_to_queue.push((id, row));
        id
    }

    /// Has rows written that are too many for memory, with their events and before all others.
    pub(crate) fn in_bulk(&mut self, bulk: Bulk) {
        self.bulk.push(bulk);
    }

    /// Has this happen once the change is committed.
    pub(crate) fn after_commit(&mut self, effect: AfterCommit) {
        self.effects.push(effect);
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}
