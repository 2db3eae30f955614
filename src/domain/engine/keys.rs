//! Keys: the rows that a change depends on, and which of them it locks.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::{
    access::{Lock, Scope},
    id::{OrgId, RoleId, UserId},
};

use super::Stop;

/// The keys of rows. Of two keys of one row the stronger lock counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys {
    pub(super) orgs: BTreeMap<OrgId, Lock>,
    /// Users, each with whether the row is locked.
    pub(super) users: BTreeMap<UserId, bool>,
    /// Memberships, each with whether the row is locked.
    pub(super) memberships: BTreeMap<(OrgId, UserId), bool>,
    /// Users whose default membership is locked.
    pub(super) defaults: BTreeSet<UserId>,
    /// Users whose next default is locked: the first active membership that no key names.
    pub(super) next_defaults: BTreeSet<UserId>,
    /// Orgs of which some owner is read whom no key names.
    pub(super) other_owners: BTreeSet<OrgId>,
    /// Members whose rows in groups of the org are locked.
    pub(super) groups_of: BTreeSet<(OrgId, UserId)>,
    pub(super) roles: BTreeSet<RoleId>,
    /// Users of whom a scope may see something or nothing.
    pub(super) visible: HashSet<(Scope, UserId)>,
}

impl Keys {
    /// An org.
    pub(crate) fn org(&mut self, org: OrgId, lock: Lock) -> &mut Self {
        let known = self.orgs.entry(org).or_default();
        *known = lock.max(*known);
        self
    }

    /// A user, who may change meanwhile.
    pub(crate) fn user(&mut self, user: UserId) -> &mut Self {
        self.users.entry(user).or_default();
        self
    }

    /// A user, whose row and memberships nobody else changes meanwhile.
    pub(crate) fn locked_user(&mut self, user: UserId) -> &mut Self {
        self.users.insert(user, true);
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
        self.defaults.insert(user);
        self.locked_user(user)
    }

    pub(super) fn next_default_of(&mut self, user: UserId) -> &mut Self {
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

    pub(super) fn role(&mut self, role: RoleId) -> &mut Self {
        self.roles.insert(role);
        self
    }

    pub(super) fn visible(&mut self, scope: Scope, user: UserId) -> &mut Self {
        self.visible.insert((scope, user));
        self
    }

    /// These keys as the reason why a change cannot be decided yet.
    pub(super) fn needed(&mut self) -> Stop {
        Stop::Needs(Box::new(std::mem::take(self)))
    }

    /// Unites both.
    pub(crate) fn extend(&mut self, more: &Self) {
        for (org, lock) in &more.orgs {
            self.org(*org, *lock);
        }
        for (user, locked) in &more.users {
            *self.users.entry(*user).or_default() |= locked;
        }
        for (pair, locked) in &more.memberships {
            *self.memberships.entry(*pair).or_default() |= locked;
        }
        self.defaults.extend(&more.defaults);
        self.next_defaults.extend(&more.next_defaults);
        self.other_owners.extend(&more.other_owners);
        self.groups_of.extend(&more.groups_of);
        self.roles.extend(&more.roles);
        self.visible.extend(&more.visible);
    }
}
