//! Keys: the rows that a change depends on, and the locks that it needs on them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::{
    access::{Permission, Scope},
    entity::idempotency_key::KeyId,
    id::{GroupId, JobId, OrgId, RoleId, TokenId, UserId},
};

use super::{Decision, Stop, named::References, row::Unique};

/// How the row of an org is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Lock {
    /// The row is not locked.
    #[default]
    None,
    /// Keeps the org from being retired. Needed to add members.
    Share,
    /// Excludes all other changes that lock the org. Needed to retire the org, and wherever its
    /// number of owners may decrease.
    Update,
}

/// How a user is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct UserKey {
    /// Whether the row is locked.
    pub(super) locked: bool,
    /// Whether the whole row is read. Most changes need only the status.
    pub(super) whole: bool,
}

/// A set of keys of rows. If a row is named several times, the strongest lock applies.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keys {
    pub(super) orgs: BTreeMap<OrgId, Lock>,
    pub(super) users: BTreeMap<UserId, UserKey>,
    /// Memberships, each with whether the row is locked.
    pub(super) memberships: BTreeMap<(OrgId, UserId), bool>,
    /// Users whose default membership is read, each with whether that row is locked.
    pub(super) defaults: BTreeMap<UserId, bool>,
    /// Users whose next default is read and locked: the first active membership that is not loaded.
    pub(super) next_defaults: BTreeSet<UserId>,
    /// Orgs of which one owner is read whose membership is not loaded.
    pub(super) other_owners: BTreeSet<OrgId>,
    /// Members whose rows in groups of the org are locked.
    pub(super) groups_of: BTreeSet<(OrgId, UserId)>,
    /// Rows in groups, all of them locked.
    pub(super) group_memberships: BTreeSet<(GroupId, UserId)>,
    /// Orgs whose active members are listed.
    pub(super) members_of: BTreeSet<OrgId>,
    /// Groups whose active members are listed.
    pub(super) members_of_group: BTreeSet<GroupId>,
    /// Orgs whose members with a hidden default are listed: after which member, and how many.
    pub(super) hidden_defaults: BTreeSet<(OrgId, Option<UserId>, usize)>,
    /// Users whose active memberships are all locked.
    pub(super) all_of: BTreeSet<UserId>,
    /// Groups, each with whether the row is locked.
    pub(super) groups: BTreeMap<GroupId, bool>,
    /// Users whose memberships as an owner are read.
    pub(super) owned_by: BTreeSet<UserId>,
    /// In how many of a user's orgs a scope holds a permission.
    pub(super) everywhere: HashSet<(Scope, UserId, Permission)>,
    /// Users whose memberships, active and retired, are all locked.
    pub(super) every_membership_of: BTreeSet<UserId>,
    /// Custom roles, each with whether the row is locked exclusively. The others are locked against
    /// changes.
    pub(super) roles: BTreeMap<RoleId, bool>,
    /// Orgs whose custom roles are counted.
    pub(super) role_counts: BTreeSet<OrgId>,
    /// Tokens, all of them locked.
    pub(super) tokens: BTreeSet<TokenId>,
    /// Users whose tokens are all locked.
    pub(super) tokens_of: BTreeSet<UserId>,
    /// Whether all root tokens are locked.
    pub(super) root_tokens: bool,
    /// Hashes of secrets whose tokens are locked.
    pub(super) hashes: BTreeSet<Vec<u8>>,
    /// Unique values whose holders are looked up.
    pub(super) unique: BTreeSet<Unique>,
    /// Whether a scope may see a user.
    pub(super) visible: HashSet<(Scope, UserId)>,
    /// Whether a scope holds a permission in any org.
    pub(super) somewhere: HashSet<(Scope, Permission)>,
    /// Whether a scope with a token may see a job.
    pub(super) jobs: HashSet<(Scope, Option<TokenId>, JobId)>,
    /// Idempotency keys. A transaction waits for others that use an equal key.
    pub(super) idempotency: BTreeSet<KeyId>,
    /// References that are looked up before the rows that they identify are read.
    pub(super) references: References,
}

impl Keys {
    /// Adds an org, with the lock.
    pub(crate) fn org(&mut self, org: OrgId, lock: Lock) -> &mut Self {
        let known = self.orgs.entry(org).or_default();
        *known = lock.max(*known);
        self
    }

    /// Adds the status of a user, without a lock.
    pub(crate) fn user(&mut self, user: UserId) -> &mut Self {
        self.users.entry(user).or_default();
        self
    }

    /// Adds the status of a user, with a lock on the user: no other transaction changes the user or
    /// the user's memberships.
    pub(crate) fn locked_user(&mut self, user: UserId) -> &mut Self {
        self.users.entry(user).or_default().locked = true;
        self
    }

    /// Adds the whole row of a user, without a lock.
    pub(crate) fn whole_user(&mut self, user: UserId) -> &mut Self {
        self.users.entry(user).or_default().whole = true;
        self
    }

    /// Adds a membership, without a lock.
    pub(crate) fn membership(&mut self, org: OrgId, user: UserId) -> &mut Self {
        self.memberships.entry((org, user)).or_default();
        self
    }

    /// Adds a membership that is to be changed. The membership and its user are locked.
    pub(crate) fn locked_membership(&mut self, org: OrgId, user: UserId) -> &mut Self {
        self.memberships.insert((org, user), true);
        self.locked_user(user)
    }

    /// Adds the default membership of a user, without a lock, and locks the user.
    pub(crate) fn default_of(&mut self, user: UserId) -> &mut Self {
        self.defaults.entry(user).or_default();
        self.locked_user(user)
    }

    /// Adds the default membership of a user, which is to be changed. The membership and the user
    /// are locked.
    pub(crate) fn locked_default_of(&mut self, user: UserId) -> &mut Self {
        self.defaults.insert(user, true);
        self.locked_user(user)
    }

    /// Adds the first active membership of a user that is not loaded. The membership and the user
    /// are locked.
    pub(crate) fn next_default_of(&mut self, user: UserId) -> &mut Self {
        self.next_defaults.insert(user);
        self.locked_user(user)
    }

    /// Adds an owner of the org whose membership is not loaded, without a lock.
    pub(super) fn other_owner_of(&mut self, org: OrgId) -> &mut Self {
        self.other_owners.insert(org);
        self
    }

    /// Adds the member's rows in groups of the org, locked, and locks the membership.
    pub(crate) fn groups_of(&mut self, org: OrgId, user: UserId) -> &mut Self {
        self.groups_of.insert((org, user));
        self.locked_membership(org, user)
    }

    /// Adds the list of the active members of an org.
    pub(crate) fn members_of(&mut self, org: OrgId) -> &mut Self {
        self.members_of.insert(org);
        self
    }

    /// Adds the list of the active members of a group, and locks the group.
    pub(super) fn members_of_group(&mut self, group: GroupId) -> &mut Self {
        self.members_of_group.insert(group);
        self.locked_group(group)
    }

    /// Adds the list of the org's active members whose default is hidden, by id: `most` members
    /// after `after`, and one more if there is one.
    pub(super) fn hidden_defaults(
        &mut self,
        org: OrgId,
        after: Option<UserId>,
        most: usize,
    ) -> &mut Self {
        self.hidden_defaults.insert((org, after, most));
        self
    }

    /// Adds all active memberships of a user. The memberships and the user are locked.
    pub(crate) fn all_of(&mut self, user: UserId) -> &mut Self {
        self.all_of.insert(user);
        self.locked_user(user)
    }

    /// Adds a group, without a lock.
    pub(crate) fn group(&mut self, group: GroupId) -> &mut Self {
        self.groups.entry(group).or_default();
        self
    }

    /// Adds a group that is to be changed, with a lock.
    pub(crate) fn locked_group(&mut self, group: GroupId) -> &mut Self {
        self.groups.insert(group, true);
        self
    }

    /// Adds a member's row in a group, with a lock. If there is no row to lock, the unique index
    /// keeps the row from being added twice, and the foreign key to the membership keeps it from
    /// being added while the member is removed.
    pub(crate) fn group_membership(&mut self, group: GroupId, user: UserId) -> &mut Self {
        self.group_memberships.insert((group, user));
        self
    }

    /// Adds the active memberships in which a user is an owner, without locks.
    pub(crate) fn owned_by(&mut self, user: UserId) -> &mut Self {
        self.owned_by.insert(user);
        self
    }

    /// Adds the number of the user's orgs in which the scope holds the permission.
    pub(super) fn everywhere(
        &mut self,
        scope: Scope,
        user: UserId,
        permission: Permission,
    ) -> &mut Self {
        self.everywhere.insert((scope, user, permission));
        self
    }

    /// Adds the row that holds a unique value.
    pub(crate) fn unique(&mut self, value: Unique) -> &mut Self {
        self.unique.insert(value);
        self
    }

    /// Adds all memberships of a user, active and retired. The memberships and the user are locked.
    pub(crate) fn every_membership_of(&mut self, user: UserId) -> &mut Self {
        self.every_membership_of.insert(user);
        self.locked_user(user)
    }

    /// Adds a custom role, locked against changes.
    pub(super) fn role(&mut self, role: RoleId) -> &mut Self {
        self.roles.entry(role).or_default();
        self
    }

    /// Adds a custom role that is to be changed, locked exclusively.
    pub(crate) fn locked_role(&mut self, role: RoleId) -> &mut Self {
        self.roles.insert(role, true);
        self
    }

    /// Adds the number of custom roles of an org.
    pub(crate) fn role_count(&mut self, org: OrgId) -> &mut Self {
        self.role_counts.insert(org);
        self
    }

    /// Adds a token, with a lock.
    pub(crate) fn token(&mut self, token: TokenId) -> &mut Self {
        self.tokens.insert(token);
        self
    }

    /// Adds the tokens of a user, with locks.
    pub(crate) fn tokens_of(&mut self, user: UserId) -> &mut Self {
        self.tokens_of.insert(user);
        self
    }

    /// Adds all root tokens, with locks.
    pub(crate) fn root_tokens(&mut self) -> &mut Self {
        self.root_tokens = true;
        self
    }

    /// Adds the token whose secret has this hash, with a lock.
    pub(crate) fn hash(&mut self, hash: &[u8]) -> &mut Self {
        self.hashes.insert(hash.to_vec());
        self
    }

    /// Adds whether the scope may see the user.
    pub(super) fn visible(&mut self, scope: Scope, user: UserId) -> &mut Self {
        self.visible.insert((scope, user));
        self
    }

    /// Adds whether the scope holds the permission in any org.
    pub(super) fn somewhere(&mut self, scope: Scope, permission: Permission) -> &mut Self {
        self.somewhere.insert((scope, permission));
        self
    }

    /// Adds whether the scope with the token may see the job.
    pub(super) fn job(&mut self, scope: Scope, token: Option<TokenId>, job: JobId) -> &mut Self {
        self.jobs.insert((scope, token, job));
        self
    }

    /// Adds the outcome that is stored under an idempotency key.
    pub(crate) fn idempotency_key(&mut self, key: &KeyId) -> &mut Self {
        self.idempotency.insert(key.clone());
        self
    }

    /// Returns the value of the decision, or `None` if the decision needs rows. The keys of these
    /// rows are added, so that the rows that several decisions need are read at once.
    ///
    /// # Errors
    /// The error with which the decision refuses the change.
    pub(crate) fn collect<T>(&mut self, decision: Decision<T>) -> Decision<Option<T>> {
        match decision {
            Ok(decided) => Ok(Some(decided)),
            Err(Stop::Needs(more)) => {
                self.extend(&more);
                Ok(None)
            }
            Err(refused) => Err(refused),
        }
    }

    /// Checks that no rows are needed.
    ///
    /// # Errors
    /// Fails with the keys if there are any.
    pub(crate) fn must_be_empty(mut self) -> Decision<()> {
        match self.is_empty() {
            true => Ok(()),
            false => Err(self.needed()),
        }
    }

    /// Returns the keys as the reason why a change cannot be decided yet, and leaves an empty set.
    pub(super) fn needed(&mut self) -> Stop {
        Stop::Needs(Box::new(std::mem::take(self)))
    }

    /// Removes and returns the references, which must be looked up before other rows can be named.
    /// `None` if there are no references.
    pub(super) fn take_references(&mut self) -> Option<Self> {
        let references = std::mem::take(&mut self.references);
        let keys = Self {
            references,
            ..Self::default()
        };
        (!keys.references.is_empty()).then_some(keys)
    }

    /// Returns whether the set has no keys.
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds all keys of `more`.
    pub(crate) fn extend(&mut self, more: &Self) {
        for (org, lock) in &more.orgs {
            self.org(*org, *lock);
        }
        for (user, more) in &more.users {
            let key = self.users.entry(*user).or_default();
            key.locked |= more.locked;
            key.whole |= more.whole;
        }
        for (pair, locked) in &more.memberships {
            *self.memberships.entry(*pair).or_default() |= locked;
        }
        for (user, locked) in &more.defaults {
            *self.defaults.entry(*user).or_default() |= locked;
        }
        self.next_defaults.extend(&more.next_defaults);
        self.other_owners.extend(&more.other_owners);
        self.groups_of.extend(&more.groups_of);
        self.group_memberships.extend(&more.group_memberships);
        self.members_of.extend(&more.members_of);
        self.members_of_group.extend(&more.members_of_group);
        self.hidden_defaults.extend(&more.hidden_defaults);
        self.all_of.extend(&more.all_of);
        for (group, locked) in &more.groups {
            *self.groups.entry(*group).or_default() |= locked;
        }
        self.owned_by.extend(&more.owned_by);
        self.everywhere.extend(&more.everywhere);
        self.every_membership_of.extend(&more.every_membership_of);
        for (role, locked) in &more.roles {
            *self.roles.entry(*role).or_default() |= locked;
        }
        self.role_counts.extend(&more.role_counts);
        self.tokens.extend(&more.tokens);
        self.tokens_of.extend(&more.tokens_of);
        self.root_tokens |= more.root_tokens;
        self.hashes.extend(more.hashes.iter().cloned());
        self.unique.extend(more.unique.iter().cloned());
        self.visible.extend(&more.visible);
        self.somewhere.extend(&more.somewhere);
        self.jobs.extend(&more.jobs);
        self.idempotency.extend(more.idempotency.iter().cloned());
        self.references.extend(&more.references);
    }
}
