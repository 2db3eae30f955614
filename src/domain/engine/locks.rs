//! The locks on orgs and users, and their order.

use crate::id::OrgId;

use super::{Keys, Lock, World};

impl World {
    /// Records that a lock was acquired.
    pub(super) fn hold_org_lock(&mut self, org: OrgId, lock: Lock) {
        let held = self.org_locks.entry(org).or_default();
        *held = lock.max(*held);
    }

    /// Returns whether the keys need a lock on an org or a user that is not held.
    pub(super) fn lacks_lock_of(&self, keys: &Keys) -> bool {
        self.lacks_org_of(keys) || self.lacks_user_of(keys)
    }

    /// Returns whether the keys need a lock that comes before a lock that is held. Orgs are locked
    /// before groups, groups before users, and users before all other rows. The order among
    /// memberships does not matter, because their users are locked.
    pub(super) fn is_too_late_for(&self, keys: &Keys) -> bool {
        let holds_others = self.roles.is_any_known() || self.tokens.is_any_known();
        let holds_users = holds_others || !self.user_locks.is_empty();
        let holds_orgs = self.org_locks.values().any(|lock| *lock != Lock::None);
        (holds_orgs || holds_users || self.groups.is_any_locked()) && self.lacks_org_of(keys)
            || holds_users && (self.lacks_group_of(keys) || self.lacks_user_of(keys))
    }

    fn lacks_org_of(&self, keys: &Keys) -> bool {
        let holds = |org, lock| self.org_locks.get(org).is_some_and(|held| held >= lock);
        let mut locked = keys.orgs.iter().filter(|(_, lock)| **lock != Lock::None);
        locked.any(|(org, lock)| !holds(org, lock))
    }

    fn lacks_group_of(&self, keys: &Keys) -> bool {
        let mut locked = keys.groups.iter().filter(|(_, locked)| **locked);
        locked.any(|(group, _)| !self.groups.is_locked(group))
    }

    fn lacks_user_of(&self, keys: &Keys) -> bool {
        let mut locked = keys.users.iter().filter(|(_, key)| key.locked);
        locked.any(|(user, _)| !self.user_locks.contains(user))
    }
}
