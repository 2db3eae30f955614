//! Keys: the rows that a change depends on, and which of them it locks.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::{
    access::{Permission, Scope},
    entity::idempotency_key::KeyId,
    id::{GroupId, JobId, OrgId, RoleId, TokenId, UserId},
};

use super::{Decision, Stop, named::References, row::Unique};

/// How an org's row is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Lock {
    /// Not at all.
    #[default]
    None,
    /// The org does not retire meanwhile: for adding members.
    Share,
    /// No other change adds or ends anything in the org: where the org retires, and where its owners may become fewer.
    Update,
}

/// How a user is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct UserKey {
    /// Whether the row is locked.
    pub(super) locked: bool,
    /// Whether the whole row is read. Most changes need no more of a user than the status.
    pub(super) whole: bool,
}

/// The keys of rows. Of two keys of one row the stronger lock counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keys {
    pub(super) orgs: BTreeMap<OrgId, Lock>,
    pub(super) users: BTreeMap<UserId, UserKey>,
    /// Memberships, each with whether the row is locked.
    pub(super) memberships: BTreeMap<(OrgId, UserId), bool>,
    /// Users whose default membership is read, each with whether the row is locked.
    pub(super) defaults: BTreeMap<UserId, bool>,
    /// Users whose next default is locked: the first active membership that no key names.
    pub(super) next_defaults: BTreeSet<UserId>,
    /// Orgs of which some owner is read whom no key names.
    pub(super) other_owners: BTreeSet<OrgId>,
    /// Members whose rows in groups of the org are locked.
    pub(super) groups_of: BTreeSet<(OrgId, UserId)>,
    /// Members whose rows in these groups are locked.
    pub(super) group_memberships: BTreeSet<(GroupId, UserId)>,
    /// Orgs of which the active members are listed.
    pub(super) members_of: BTreeSet<OrgId>,
    /// Orgs of which the members are listed whose default is hidden: after which member, and how many.
    pub(super) hidden_defaults: BTreeSet<(OrgId, Option<UserId>, usize)>,
    /// Users whose active memberships are all locked.
    pub(super) all_of: BTreeSet<UserId>,
    /// Groups, each with whether the row is locked.
    pub(super) groups: BTreeMap<GroupId, bool>,
    /// Users whose memberships as an owner are read.
    pub(super) owned_by: BTreeSet<UserId>,
    /// Users in all of whose orgs it is counted what a scope holds.
    pub(super) everywhere: HashSet<(Scope, UserId, Permission)>,
    /// Users all of whose memberships are locked, active or not.
    pub(super) every_membership_of: BTreeSet<UserId>,
    /// The orgs' own roles, each with whether the row is locked against all others.
    pub(super) roles: BTreeMap<RoleId, bool>,
    /// Orgs whose own roles are counted.
    pub(super) role_counts: BTreeSet<OrgId>,
    /// Tokens, all of them locked.
    pub(super) tokens: BTreeSet<TokenId>,
    /// Users whose tokens are locked.
    pub(super) tokens_of: BTreeSet<UserId>,
    /// Whether all root tokens are locked.
    pub(super) root_tokens: bool,
    /// Hashes of secrets whose tokens are locked.
    pub(super) hashes: BTreeSet<Vec<u8>>,
    /// Unique values whose holders are looked up.
    pub(super) unique: BTreeSet<Unique>,
    /// Users of whom a scope may see something or nothing.
    pub(super) visible: HashSet<(Scope, UserId)>,
    /// Permissions that a scope may hold in some org.
    pub(super) somewhere: HashSet<(Scope, Permission)>,
    /// Jobs that the scope with a token may see.
    pub(super) jobs: HashSet<(Scope, Option<TokenId>, JobId)>,
    /// Idempotency keys, which equal keys wait for.
    pub(super) idempotency: BTreeSet<KeyId>,
    /// What is looked up before the rows that it leads to are read.
    pub(super) references: References,
}

impl Keys {
    /// An org.
    pub(crate) fn org(&mut self, org: OrgId, lock: Lock) -> &mut Self {
        let known = self.orgs.entry(org).or_default();
        *known = lock.max(*known);
        self
    }

    /// The status of a user, who may change meanwhile.
    pub(crate) fn user(&mut self, user: UserId) -> &mut Self {
        self.users.entry(user).or_default();
        self
    }

    /// The status of a user, whose row and memberships nobody else changes meanwhile.
    pub(crate) fn locked_user(&mut self, user: UserId) -> &mut Self {
        self.users.entry(user).or_default().locked = true;
        self
    }

    /// The whole row of a user, who may change meanwhile.
    pub(crate) fn whole_user(&mut self, user: UserId) -> &mut Self {
        self.users.entry(user).or_default().whole = true;
        self
    }

    /// A membership, which may change meanwhile.
    pub(crate) fn membership(&mut self, org: OrgId, user: UserId) -> &mut Self {
        self.memberships.entry((org, user)).or_default();
        self
    }

    /// A membership that is to be changed: the row and its user are locked.
    pub(crate) fn locked_membership(&mut self, org: OrgId, user: UserId) -> &mut Self {
        self.memberships.insert((org, user), true);
        self.locked_user(user)
    }

    /// The default membership of a user, with its user locked.
    pub(crate) fn default_of(&mut self, user: UserId) -> &mut Self {
        self.defaults.entry(user).or_default();
        self.locked_user(user)
    }

    /// The default membership of a user, which is to be changed.
    pub(crate) fn locked_default_of(&mut self, user: UserId) -> &mut Self {
        self.defaults.insert(user, true);
        self.locked_user(user)
    }

    /// The first active membership of a user that is not known otherwise, with the user locked.
    pub(crate) fn next_default_of(&mut self, user: UserId) -> &mut Self {
        self.next_defaults.insert(user);
        self.locked_user(user)
    }

    pub(super) fn other_owner_of(&mut self, org: OrgId) -> &mut Self {
        self.other_owners.insert(org);
        self
    }

    /// The member's rows in groups of the org, with the membership locked.
    pub(crate) fn groups_of(&mut self, org: OrgId, user: UserId) -> &mut Self {
        self.groups_of.insert((org, user));
        self.locked_membership(org, user)
    }

    /// The active members of an org.
    pub(crate) fn members_of(&mut self, org: OrgId) -> &mut Self {
        self.members_of.insert(org);
        self
    }

    /// Active members of the org whose default is hidden, by id: so many after this one, and one more if there is one.
    pub(super) fn hidden_defaults(
        &mut self,
        org: OrgId,
        after: Option<UserId>,
        most: usize,
    ) -> &mut Self {
        self.hidden_defaults.insert((org, after, most));
        self
    }

    /// All active memberships of a user, with the user locked.
    pub(crate) fn all_of(&mut self, user: UserId) -> &mut Self {
        self.all_of.insert(user);
        self.locked_user(user)
    }

    /// A group.
    pub(crate) fn group(&mut self, group: GroupId) -> &mut Self {
        self.groups.entry(group).or_default();
        self
    }

    /// A group that is to be changed.
    pub(crate) fn locked_group(&mut self, group: GroupId) -> &mut Self {
        self.groups.insert(group, true);
        self
    }

    /// A member's row in a group, which is locked. Where there is none, the unique index and the foreign key to the membership
    /// decide between those who add one and those who remove the member.
    pub(crate) fn group_membership(&mut self, group: GroupId, user: UserId) -> &mut Self {
        self.group_memberships.insert((group, user));
        self
    }

    /// The memberships as which a user owns orgs.
    pub(crate) fn owned_by(&mut self, user: UserId) -> &mut Self {
        self.owned_by.insert(user);
        self
    }

    /// In how many of a user's orgs the scope holds the permission.
    pub(super) fn everywhere(
        &mut self,
        scope: Scope,
        user: UserId,
        permission: Permission,
    ) -> &mut Self {
        self.everywhere.insert((scope, user, permission));
        self
    }

    /// The row that holds a unique value.
    pub(crate) fn unique(&mut self, value: Unique) -> &mut Self {
        self.unique.insert(value);
        self
    }

    /// All memberships of a user, with the user locked.
    pub(crate) fn every_membership_of(&mut self, user: UserId) -> &mut Self {
        self.every_membership_of.insert(user);
        self.locked_user(user)
    }

    /// One of an org's own roles, which nobody changes meanwhile.
    pub(super) fn role(&mut self, role: RoleId) -> &mut Self {
        self.roles.entry(role).or_default();
        self
    }

    /// One of an org's own roles, which is to be changed.
    pub(crate) fn locked_role(&mut self, role: RoleId) -> &mut Self {
        self.roles.insert(role, true);
        self
    }

    /// The number of an org's own roles.
    pub(crate) fn role_count(&mut self, org: OrgId) -> &mut Self {
        self.role_counts.insert(org);
        self
    }

    /// A token.
    pub(crate) fn token(&mut self, token: TokenId) -> &mut Self {
        self.tokens.insert(token);
        self
    }

    /// The tokens of a user.
    pub(crate) fn tokens_of(&mut self, user: UserId) -> &mut Self {
        self.tokens_of.insert(user);
        self
    }

    /// All root tokens.
    pub(crate) fn root_tokens(&mut self) -> &mut Self {
        self.root_tokens = true;
        self
    }

    /// The token whose secret has this hash.
    pub(crate) fn hash(&mut self, hash: &[u8]) -> &mut Self {
        self.hashes.insert(hash.to_vec());
        self
    }

    pub(super) fn visible(&mut self, scope: Scope, user: UserId) -> &mut Self {
        self.visible.insert((scope, user));
        self
    }

    /// Whether the scope holds the permission in some org.
    pub(super) fn somewhere(&mut self, scope: Scope, permission: Permission) -> &mut Self {
        self.somewhere.insert((scope, permission));
        self
    }

    /// Whether the scope with the token may see the job.
    pub(super) fn job(&mut self, scope: Scope, token: Option<TokenId>, job: JobId) -> &mut Self {
        self.jobs.insert((scope, token, job));
        self
    }

    /// The outcome that is stored under an idempotency key.
    pub(crate) fn idempotency_key(&mut self, key: &KeyId) -> &mut Self {
        self.idempotency.insert(key.clone());
        self
    }

    /// What was decided, or nothing where it needs rows: they are added to these, so that what several decisions need is read
    /// at once.
    ///
    /// # Errors
    /// Why the change is refused.
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

    /// Passes when nothing is needed.
    ///
    /// # Errors
    /// What is needed.
    pub(crate) fn must_be_empty(mut self) -> Decision<()> {
        match self.is_empty() {
            true => Ok(()),
            false => Err(self.needed()),
        }
    }

    /// These keys as the reason why a change cannot be decided yet.
    pub(super) fn needed(&mut self) -> Stop {
        Stop::Needs(Box::new(std::mem::take(self)))
    }

    /// What has to be looked up before the other rows can be named, as keys of its own.
    pub(super) fn take_references(&mut self) -> Option<Self> {
        let references = std::mem::take(&mut self.references);
        let keys = Self {
            references,
            ..Self::default()
        };
        (!keys.references.is_empty()).then_some(keys)
    }

    /// Whether no row is named.
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Unites both.
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
