//! What rules can read from the world: rows by key, and answers that the database computes.
//!
//! A function whose rows are not loaded fails with their keys
//! ([`Stop::Needs`](super::Stop::Needs)).

use std::sync::Arc;

use uuid::Uuid;

use crate::{
    domain::membership::owners,
    entity::{
        group, group_membership,
        membership::{self, MemberStatus},
        org::{self, OrgStatus},
        token,
    },
    error::Error,
    id::{GroupId, OrgId, TokenId, UserId},
};

use super::{Decision, Keys, Lock, World, rights::stale, row::Unique};

impl World {
    /// Returns the org.
    pub(crate) fn org(&self, org: OrgId) -> Decision<Option<Arc<org::Model>>> {
        let known = self.orgs.get(&org);
        known.ok_or_else(|| Keys::default().org(org, Lock::None).needed())
    }

    /// Checks that the transaction holds at least this lock on the org.
    ///
    /// # Errors
    /// Fails with the key of the org if the lock is not held.
    pub(crate) fn lock_org(&self, org: OrgId, lock: Lock) -> Decision<()> {
        match self.org_locks.get(&org) {
            Some(held) if *held >= lock => Ok(()),
            _ if self.made.contains(&org.into()) => Ok(()),
            _ => Err(Keys::default().org(org, lock).needed()),
        }
    }

    /// Returns the group.
    pub(crate) fn group(&self, group: GroupId) -> Decision<Option<Arc<group::Model>>> {
        let known = self.groups.get(&group);
        known.ok_or_else(|| Keys::default().group(group).needed())
    }

    /// Returns the id of the row that holds the unique value.
    pub(crate) fn holder(&self, value: &Unique) -> Decision<Option<Uuid>> {
        match self.holders.get(value) {
            Some(holder) => Ok(holder.map(|id| *id)),
            None => Err(Keys::default().unique(value.clone()).needed()),
        }
    }

    /// Returns the user's membership in the org.
    pub(crate) fn membership(
        &self,
        org: OrgId,
        user: UserId,
    ) -> Decision<Option<Arc<membership::Model>>> {
        match self.memberships.get(&(org, user)) {
            Some(known) => Ok(known),
            None if self.is_of_made::<membership::Model>((org, user)) => Ok(None),
            None => Err(Keys::default().membership(org, user).needed()),
        }
    }

    /// Returns the member's row in the group.
    pub(crate) fn group_membership(
        &self,
        group: GroupId,
        user: UserId,
    ) -> Decision<Option<Arc<group_membership::Model>>> {
        match self.group_memberships.get(&(group, user)) {
            Some(known) => Ok(known),
            None if self.is_of_made::<group_membership::Model>((group, user)) => Ok(None),
            None => Err(Keys::default().group_membership(group, user).needed()),
        }
    }

    /// Returns the member's rows in groups of the org, by id.
    pub(crate) fn groups_of(
        &self,
        org: OrgId,
        user: UserId,
    ) -> Decision<Vec<Arc<group_membership::Model>>> {
        let is_known = self.groups_of.contains(&(org, user))
            || self.is_of_made::<membership::Model>((org, user));
        if !is_known {
            return Err(Keys::default().groups_of(org, user).needed());
        }
        let groups = self.groups_by_user.get(&user).into_iter().flatten();
        let keys = groups.map(|group| (*group, user));
        let rows = self.group_memberships.rows_of(keys);
        let mut rows: Vec<_> = rows.filter(|row| row.org_id == org).cloned().collect();
        rows.sort_by_key(|row| row.id);
        Ok(rows)
    }

    /// Returns the loaded memberships of a user, by id of the org.
    pub(super) fn known_memberships(
        &self,
        user: UserId,
    ) -> impl Iterator<Item = &Arc<membership::Model>> {
        let orgs = self.orgs_of.get(&user).into_iter().flatten();
        self.memberships.rows_of(orgs.map(move |org| (*org, user)))
    }

    /// Returns the loaded memberships of a user, by id of the org. They include the default if
    /// there is one.
    ///
    /// # Errors
    /// Fails with the key of the user's default if it is not loaded.
    pub(crate) fn memberships_of(&self, user: UserId) -> Decision<Vec<Arc<membership::Model>>> {
        if !self.defaults.contains(&user) && !self.made.contains(&user.into()) {
            return Err(Keys::default().default_of(user).needed());
        }
        Ok(self.known_memberships(user).cloned().collect())
    }

    /// Returns the active memberships of a user, by id of the org. At most `MAX_LISTED` of them are
    /// loaded: the caller checks their number.
    pub(crate) fn active_memberships_of(
        &self,
        user: UserId,
    ) -> Decision<Vec<Arc<membership::Model>>> {
        if !self.all_of.contains(&user) && !self.made.contains(&user.into()) {
            return Err(Keys::default().all_of(user).needed());
        }
        let known = self.known_memberships(user);
        let active = known.filter(|row| row.status == MemberStatus::Active);
        Ok(active.cloned().collect())
    }

    /// Returns the active members of an org as stored in the database. Of more than `MAX_LISTED`
    /// members, only some are returned. The org is locked, so that no member joins concurrently.
    pub(crate) fn members_of(&self, org: OrgId) -> Decision<Arc<Vec<UserId>>> {
        self.lock_org(org, Lock::Update)?;
        let listed = self.members_of.get(&org).cloned();
        listed.ok_or_else(|| Keys::default().members_of(org).needed())
    }

    /// Returns the active members of a group as stored in the database. Of more than `MAX_LISTED`
    /// members, only some are returned. The group is locked, so that no member is added
    /// concurrently.
    pub(crate) fn members_of_group(&self, group: GroupId) -> Decision<Arc<Vec<UserId>>> {
        let listed = self.members_of_group.get(&group).cloned();
        listed.ok_or_else(|| Keys::default().members_of_group(group).needed())
    }

    /// Returns the active members of the org whose default is in this org or in a retired org, as
    /// stored in the database, by id: `most` members after `after`, and one more if there is one.
    pub(crate) fn hidden_defaults(
        &self,
        org: OrgId,
        after: Option<UserId>,
        most: usize,
    ) -> Decision<Arc<Vec<UserId>>> {
        let listed = self.hidden_defaults.get(&(org, after, most)).cloned();
        listed.ok_or_else(|| Keys::default().hidden_defaults(org, after, most).needed())
    }

    /// Returns whether the org is active.
    pub(crate) fn is_in_use(&self, org: OrgId) -> Decision<bool> {
        let status = match self.orgs.get(&org) {
            Some(row) => row.map(|row| row.status),
            None => match self.org_statuses.get(&org) {
                Some(status) => Some(*status),
                None => return Err(Keys::default().org(org, Lock::None).needed()),
            },
        };
        Ok(status == Some(OrgStatus::Active))
    }

    /// Returns all memberships of a user, active and retired, by id of the org.
    pub(crate) fn every_membership_of(
        &self,
        user: UserId,
    ) -> Decision<Vec<Arc<membership::Model>>> {
        if !self.every_membership_of.contains(&user) {
            return Err(Keys::default().every_membership_of(user).needed());
        }
        Ok(self.known_memberships(user).cloned().collect())
    }

    /// Returns the number of custom roles of the org, including roles that the changes so far have
    /// created. Roles that they have deleted still count.
    pub(crate) fn role_count(&self, org: OrgId) -> Decision<i64> {
        let counted = self.role_counts.get(&org).copied();
        let counted = counted.ok_or_else(|| Keys::default().role_count(org).needed())?;
        let made = self.roles.rows().filter(|role| role.org_id == org);
        let made = made
            .filter(|role| self.made.contains(&role.id.into()))
            .count();
        Ok(counted.saturating_add(i64::try_from(made).unwrap_or(i64::MAX)))
    }

    /// Returns the token.
    pub(crate) fn token(&self, token: TokenId) -> Decision<Option<Arc<token::Model>>> {
        let known = self.tokens.get(&token);
        known.ok_or_else(|| Keys::default().token(token).needed())
    }

    /// Returns the tokens of a user, by id.
    pub(crate) fn tokens_of(&self, user: UserId) -> Decision<Vec<Arc<token::Model>>> {
        match self.tokens_of.get(&user) {
            Some(tokens) => Ok(self
                .tokens
                .rows_of(tokens.iter().copied())
                .cloned()
                .collect()),
            None => Err(Keys::default().tokens_of(user).needed()),
        }
    }

    /// Returns all root tokens, by id.
    pub(crate) fn root_tokens(&self) -> Decision<Vec<Arc<token::Model>>> {
        match &self.root_tokens {
            Some(tokens) => Ok(self
                .tokens
                .rows_of(tokens.iter().copied())
                .cloned()
                .collect()),
            None => Err(Keys::default().root_tokens().needed()),
        }
    }

    /// Returns the token whose secret has this hash.
    pub(crate) fn token_with_hash(&self, hash: &[u8]) -> Decision<Option<Arc<token::Model>>> {
        match self.hashes.get(hash) {
            Some(Some(token)) => self.token(*token),
            Some(None) => Ok(None),
            None => Err(Keys::default().hash(hash).needed()),
        }
    }

    /// Returns the user's first active membership by name of the org, among those that were not
    /// loaded otherwise. Reading it loads it.
    ///
    /// # Errors
    /// Fails with the key of the user's next default if it is not loaded. `BUSY` if this
    /// transaction has changed an org in which the user's membership is not loaded: the order in
    /// the database may be out of date.
    pub(crate) fn next_default_of(&self, user: UserId) -> Decision<Option<Arc<membership::Model>>> {
        if self.made.contains(&user.into()) {
            return Ok(None);
        }
        let needed = || Err(Keys::default().next_default_of(user).needed());
        let changed_orgs = self.orgs.since(0).into_iter();
        let is_unknown = |org: OrgId| !self.memberships.is_known(&(org, user));
        if changed_orgs
            .filter(|(org, _)| !self.made.contains(&(*org).into()))
            .any(|(org, _)| is_unknown(org))
        {
            return Err(stale().into());
        }
        match self.next_defaults.get(&user) {
            None => needed(),
            Some(None) => Ok(None),
            Some(Some(org)) if !self.memberships.is_known(&(*org, user)) => Err(Keys::default()
                .org(*org, Lock::Share)
                .locked_membership(*org, user)
                .next_default_of(user)
                .needed()),
            Some(Some(org)) => match self.membership(*org, user)? {
                Some(row) if row.status == MemberStatus::Active => Ok(Some(row)),
                // The membership is no longer active: the next one is needed.
                _ => needed(),
            },
        }
    }

    /// Returns whether the org has an owner who counts: a user who is not suspended, with an active
    /// membership. The org is locked, so that two owners cannot leave at the same time.
    pub(crate) fn has_owner(&self, org: OrgId) -> Decision<bool> {
        self.lock_org(org, Lock::Update)?;
        let users = self.users_of.get(&org).into_iter().flatten();
        for membership in self.memberships.rows_of(users.map(|user| (org, *user))) {
            if self.counts_as_owner(membership)? {
                return Ok(true);
            }
        }
        let needed = || Err(Keys::default().other_owner_of(org).needed());
        match self.other_owners.get(&org) {
            _ if self.made.contains(&org.into()) => Ok(false),
            None => needed(),
            Some(None) => Ok(false),
            // The membership was loaded since, and is no longer an owner's.
            Some(Some(owner)) if self.memberships.is_known(&(org, *owner)) => needed(),
            Some(Some(_)) => Ok(true),
        }
    }

    /// Returns the orgs that the user owns, active and retired, as stored in the database.
    pub(crate) fn owned_by(&self, user: UserId) -> Decision<&[OrgId]> {
        let known = self.owned_by.get(&user);
        known
            .map(Vec::as_slice)
            .ok_or_else(|| Keys::default().owned_by(user).needed())
    }

    /// Checks that the rows of the keys of orgs, groups, users, memberships, defaults, rows in groups
    /// and unique values are loaded, with their locks. Checking many keys at once saves rounds of reading.
    ///
    /// # Errors
    /// Fails with the keys that are missing.
    pub(crate) fn must_have(&self, mut keys: Keys) -> Decision<()> {
        let made = &self.made;
        keys.orgs.retain(|org, lock| {
            !made.contains(&(*org).into())
                && self.org_locks.get(org).is_none_or(|held| *held < *lock)
        });
        keys.users
            .retain(|user, key| !made.contains(&(*user).into()) && !self.has_user(*user, *key));
        keys.memberships.retain(|key, _| {
            !self.is_of_made::<membership::Model>(*key) && !self.memberships.is_locked(key)
        });
        keys.defaults
            .retain(|user, _| !made.contains(&(*user).into()) && !self.defaults.contains(user));
        keys.next_defaults
            .retain(|user| !self.next_defaults.contains_key(user));
        keys.groups
            .retain(|group, _| !made.contains(&(*group).into()) && !self.groups.is_known(group));
        keys.unique.retain(|value| !self.holders.is_known(value));
        keys.groups_of.retain(|key| {
            !self.is_of_made::<membership::Model>(*key) && !self.groups_of.contains(key)
        });
        keys.must_be_empty()
    }

    /// Returns whether the membership makes its user count as an owner.
    pub(crate) fn counts_as_owner(&self, membership: &membership::Model) -> Decision<bool> {
        if !membership.is_owner || membership.status != MemberStatus::Active {
            return Ok(false);
        }
        let status = self.user_status(membership.user_id)?;
        Ok(status.is_some_and(|status| owners::counts(membership, status)))
    }

    /// Returns the sort key of the membership as a default: whether its org is retired, then the
    /// name and the id of the org.
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
pub(super) mod by_hand {
    use chrono::DateTime;

    use crate::{
        access::Actor,
        domain::{
            Settings,
            engine::{Decide, new_ids::NewIds},
        },
        entity::user,
        id::Ids,
    };

    use super::*;

    /// A change that consists of a function.
    pub(crate) struct ByHand<F>(pub(crate) F);

    impl<T: Send, F: Fn(&mut World) -> Decision<T> + Sync> Decide for ByHand<F> {
        type Output = T;

        fn reads(&self, _: &World, _: &mut Keys) {}

        fn decide(&self, world: &mut World) -> Decision<T> {
            (self.0)(world)
        }
    }

    impl World {
        /// Creates an empty world in which the server's command line acts, for tests.
        pub(crate) fn by_hand() -> Self {
            let ids = NewIds::new(Arc::new(Ids::seeded(7)), Vec::new());
            let (actors, now) = (vec![Actor::command_line()], DateTime::UNIX_EPOCH);
            Self::new(actors, now, ids, Arc::new(Settings::default()))
        }

        /// Adds an org, locked, without other owners.
        pub(crate) fn hold_org(&mut self, org: org::Model) {
            self.org_locks.insert(org.id, Lock::Update);
            self.other_owners.insert(org.id, None);
            self.know(org.id, Some(org), true);
        }

        /// Adds a user, locked, whose memberships are all loaded.
        pub(crate) fn hold_user(&mut self, user: user::Model) {
            self.defaults.insert(user.id);
            self.all_of.insert(user.id);
            self.next_defaults.insert(user.id, None);
            self.user_locks.insert(user.id);
            self.know(user.id, Some(user), true);
        }

        /// Adds a membership, locked, or that the user has none in the org.
        pub(crate) fn hold_membership(
            &mut self,
            org: OrgId,
            user: UserId,
            membership: Option<membership::Model>,
        ) {
            self.groups_of.insert((org, user));
            self.know((org, user), membership, true);
        }

        /// Removes the events so far, and returns their verbs, each with the version that the row
        /// got.
        pub(crate) fn verbs(&mut self) -> Vec<(crate::entity::event::Verb, i64)> {
            let events = std::mem::take(&mut self.events);
            events
                .into_iter()
                .map(|(_, event)| event().verb())
                .collect()
        }
    }
}
