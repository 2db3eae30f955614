//! Users, orgs and memberships that a change names other than by the keys of their rows: by an
//! e-mail address, a name, an external id, or the id of a membership.
//!
//! The world resolves such a reference as of the changes so far: the second change of a transaction
//! finds a user that the first one has created. [`Decide::reads`](super::Decide::reads) names the
//! rows that the references identify as soon as they are looked up, so that the locks of a
//! transaction are acquired in one order.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use uuid::Uuid;

use crate::{
    access::{Scope, target::not_found},
    db::{Children, Conn, Sql},
    domain::{org::OrgRef, user::UserRef},
    entity::{membership, org::OrgStatus},
    error::{Code, Error, Result},
    id::{MembershipId, OrgId, UserId},
};

use super::{Decision, Keys, World, row::Unique};

/// Maximum number of rows that are read for one external id. An error message lists at most this
/// many.
const MAX_MATCHES: u32 = 100;

/// References to look up before the rows that they identify are read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct References {
    /// E-mail addresses of users, and names of orgs.
    pub(super) unique: BTreeSet<Unique>,
    /// External ids, each among the users that a scope may see.
    pub(super) users: HashSet<(Scope, String)>,
    /// External ids, each among the orgs that a scope belongs to.
    pub(super) orgs: HashSet<(Scope, String)>,
    pub(super) memberships: BTreeSet<MembershipId>,
}

impl References {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn extend(&mut self, more: &Self) {
        self.unique.extend(more.unique.iter().cloned());
        self.users.extend(more.users.iter().cloned());
        self.orgs.extend(more.orgs.iter().cloned());
        self.memberships.extend(&more.memberships);
    }
}

/// The results of lookups, as stored in the database.
#[derive(Debug, Default)]
pub(super) struct LookupResults {
    users: HashMap<(Scope, String), Vec<UserId>>,
    orgs: HashMap<(Scope, String), Vec<OrgId>>,
    memberships: HashMap<MembershipId, Option<(OrgId, UserId)>>,
    /// The loaded users with an external id, including those that had it before a change.
    users_by_external_id: HashMap<String, BTreeSet<UserId>>,
    orgs_by_external_id: HashMap<String, BTreeSet<OrgId>>,
}

impl LookupResults {
    pub(super) fn index_user(&mut self, external_id: &str, user: UserId) {
        let users = self.users_by_external_id.entry(external_id.to_owned());
        users.or_default().insert(user);
    }

    pub(super) fn index_org(&mut self, external_id: &str, org: OrgId) {
        let orgs = self.orgs_by_external_id.entry(external_id.to_owned());
        orgs.or_default().insert(org);
    }
}

impl World {
    /// Returns the user that the reference identifies, for [`Decide::reads`](super::Decide::reads).
    /// `None` if the reference is not looked up yet, or does not match exactly one user.
    /// [`World::user_named`] checks that the actor may see the user.
    pub(crate) fn likely_user(&self, reference: &UserRef, keys: &mut Keys) -> Option<UserId> {
        match reference {
            UserRef::Id(user) => Some(*user),
            UserRef::Email(email) => {
                let value = Unique::Email(email.key().to_owned());
                self.likely_holder(value, keys).map(UserId::from)
            }
            UserRef::ExternalId(id) => {
                let key = (self.actor().scope(), id.as_str().to_owned());
                match self.named.users.get(&key) {
                    Some(users) => only(users),
                    None => {
                        keys.references.users.insert(key);
                        None
                    }
                }
            }
        }
    }

    /// Returns the org that the reference identifies, for [`Decide::reads`](super::Decide::reads).
    /// `None` if the reference is not looked up yet, or does not match exactly one org.
    pub(crate) fn likely_org(&self, reference: &OrgRef, keys: &mut Keys) -> Option<OrgId> {
        match reference {
            OrgRef::Id(org) => Some(*org),
            OrgRef::NameKey(key) => {
                let value = Unique::OrgName(key.clone());
                self.likely_holder(value, keys).map(OrgId::from)
            }
            OrgRef::ExternalId(id) => {
                let key = (self.actor().scope(), id.clone());
                match self.named.orgs.get(&key) {
                    Some(orgs) => only(orgs),
                    None => {
                        keys.references.orgs.insert(key);
                        None
                    }
                }
            }
        }
    }

    /// Returns the org and the user of the membership, for [`Decide::reads`](super::Decide::reads).
    /// `None` if the membership is not looked up yet, or does not exist.
    pub(crate) fn likely_membership(
        &self,
        membership: MembershipId,
        keys: &mut Keys,
    ) -> Option<(OrgId, UserId)> {
        match self.named.memberships.get(&membership) {
            Some(found) => *found,
            None => {
                keys.references.memberships.insert(membership);
                None
            }
        }
    }

    fn likely_holder(&self, value: Unique, keys: &mut Keys) -> Option<Uuid> {
        match self.holders.get(&value) {
            Some(holder) => holder.map(|id| *id),
            None => {
                keys.references.unique.insert(value);
                None
            }
        }
    }

    /// Returns the user that the reference identifies. An id or an external id matches only users
    /// that the actor may see. An e-mail address matches any user: an actor who may add members
    /// learns that a user has the address, and nothing else. The former id or address of a merged
    /// user matches the user who was kept, if the actor may see that user.
    ///
    /// # Errors
    /// Fails with the keys of rows that are not loaded. `BUSY` if a looked-up user has changed
    /// since. `USER_NOT_FOUND` and `AMBIGUOUS_MATCH` are in the inner result, so that the change
    /// can add the name of the field.
    pub(crate) fn user_named(&self, reference: &UserRef) -> Decision<Result<UserId>> {
        let absent = || not_found(Code::UserNotFound);
        match reference {
            UserRef::Id(user) => {
                let user = self.followed(*user)?;
                let is_seen = self.user_status(user)?.is_some() && self.sees(user)?;
                Ok(is_seen.then_some(user).ok_or_else(absent))
            }
            UserRef::Email(email) => {
                let holder = self.holder(&Unique::Email(email.key().to_owned()))?;
                let user = holder.map(UserId::from);
                if let Some(user) = user
                    && self.is_alias_address(email.key())
                {
                    let is_seen = self.user_status(user)?.is_some() && self.sees(user)?;
                    return Ok(is_seen.then_some(user).ok_or_else(absent));
                }
                if let Some(user) = user
                    && let Some(known) = self.known_user(user)
                    && known.is_none_or(|known| known.email_key != email.key())
                {
                    return Err(changed_meanwhile().into());
                }
                Ok(user.ok_or_else(absent))
            }
            UserRef::ExternalId(id) => {
                let users = self.users_with_external_id(id.as_str())?;
                let message =
                    "Several users have this external id. Name the user by id or e-mail address.";
                Ok(only_one(&users, absent, message))
            }
        }
    }

    /// Returns the org that the reference identifies, among the orgs that the actor belongs to. A
    /// retired org matches by id only, and for the platform only.
    ///
    /// # Errors
    /// Fails with the keys of rows that are not loaded. `BUSY` if a looked-up org has changed
    /// since. `ORG_NOT_FOUND` and `AMBIGUOUS_MATCH` are in the inner result, so that the change can
    /// add the name of the field.
    pub(crate) fn org_named(&self, reference: &OrgRef) -> Decision<Result<OrgId>> {
        let absent = || not_found(Code::OrgNotFound);
        let org = match reference {
            OrgRef::Id(org) => Some(*org),
            OrgRef::NameKey(key) => {
                let holder = self.holder(&Unique::OrgName(key.clone()))?;
                let org = holder.map(OrgId::from);
                if let Some(org) = org
                    && let Some(known) = self.orgs.get(&org)
                    && known.is_none_or(|known| {
                        known.name_key != *key || known.status == OrgStatus::Retired
                    })
                {
                    return Err(changed_meanwhile().into());
                }
                org
            }
            OrgRef::ExternalId(id) => {
                let orgs = self.orgs_with_external_id(id)?;
                let message = "Several orgs have this external id. Name the org by id or name.";
                return Ok(only_one(&orgs, absent, message));
            }
        };
        Ok(match org {
            Some(org) if self.sees_org(org)? => Ok(org),
            _ => Err(absent()),
        })
    }

    /// Returns the membership with this id, in any org.
    pub(crate) fn membership_with(
        &self,
        id: MembershipId,
    ) -> Decision<Option<Arc<membership::Model>>> {
        let known = self.named.memberships.get(&id).copied();
        let found = known.ok_or_else(|| {
            let mut keys = Keys::default();
            keys.references.memberships.insert(id);
            keys.needed()
        })?;
        let Some((org, user)) = found else {
            return Ok(None);
        };
        let membership = self.membership(org, user)?;
        Ok(membership.filter(|membership| membership.id == id))
    }

    /// Returns the users with the external id that the actor may see, by id.
    fn users_with_external_id(&self, id: &str) -> Decision<Vec<UserId>> {
        self.must_know_actor()?;
        let key = (self.actor().scope(), id.to_owned());
        let Some(read) = self.named.users.get(&key) else {
            let mut keys = Keys::default();
            keys.references.users.insert(key);
            return Err(keys.needed());
        };
        // A user that the changes so far have touched may have gained or lost the external id, or
        // become visible or invisible to the actor.
        let known = self.named.users_by_external_id.get(id);
        let touched = known.into_iter().flatten().copied();
        let touched: BTreeSet<UserId> = touched
            .filter(|user| self.users.is_changed(user) || self.is_touched(*user))
            .collect();
        let mut found: BTreeSet<UserId> = read.iter().copied().collect();
        for user in found.difference(&touched) {
            if let Some(known) = self.known_user(*user)
                && known.is_none_or(|known| known.external_id != Some(id))
            {
                return Err(changed_meanwhile().into());
            }
        }
        for user in touched {
            let known = self.known_user(user);
            let known = known.ok_or_else(|| Keys::default().user(user).needed())?;
            let has_it = known.is_some_and(|known| known.external_id == Some(id));
            match has_it && self.sees(user)? {
                true => found.insert(user),
                false => found.remove(&user),
            };
        }
        Ok(found.into_iter().collect())
    }

    /// Returns the active orgs with the external id that the actor belongs to, by id.
    fn orgs_with_external_id(&self, id: &str) -> Decision<Vec<OrgId>> {
        self.must_know_actor()?;
        let key = (self.actor().scope(), id.to_owned());
        let Some(read) = self.named.orgs.get(&key) else {
            let mut keys = Keys::default();
            keys.references.orgs.insert(key);
            return Err(keys.needed());
        };
        let actor = self.actor().user();
        let is_touched = |org: &OrgId| {
            let own = actor.is_some_and(|user| self.memberships.is_changed(&(*org, user)));
            own || self.orgs.is_changed(org)
        };
        let known = self.named.orgs_by_external_id.get(id);
        let known = known.into_iter().flatten().copied();
        let touched: BTreeSet<OrgId> = known.filter(is_touched).collect();
        let mut found: BTreeSet<OrgId> = read.iter().copied().collect();
        for org in found.difference(&touched) {
            if let Some(row) = self.orgs.get(org)
                && row.is_none_or(|row| {
                    row.external_id.as_deref() != Some(id) || row.status == OrgStatus::Retired
                })
            {
                return Err(changed_meanwhile().into());
            }
        }
        for org in touched {
            let row = self.org(org)?;
            let has_it = row.is_some_and(|row| {
                row.external_id.as_deref() == Some(id) && row.status == OrgStatus::Active
            });
            match has_it && self.sees_org(org)? {
                true => found.insert(org),
                false => found.remove(&org),
            };
        }
        Ok(found.into_iter().collect())
    }

    /// Makes a membership findable by id, for tests.
    #[cfg(test)]
    pub(crate) fn hold_id(&mut self, id: MembershipId, pair: (OrgId, UserId)) {
        self.named.memberships.insert(id, Some(pair));
    }

    /// Looks up the references. E-mail addresses and names are looked up with the other unique
    /// values.
    pub(super) async fn read_named(&mut self, conn: &Conn, references: &References) -> Result<()> {
        for (scope, ids) in by_scope(&references.users, &self.named.users) {
            let seen = |sql: &mut Sql| scope.sees_user(sql, "x.id");
            let found = with_external_ids(conn, "users x", &ids, seen).await?;
            self.named.users.extend(of_scope(scope, ids, found));
        }
        for (scope, ids) in by_scope(&references.orgs, &self.named.orgs) {
            let seen = |sql: &mut Sql| {
                sql.push("x.status = ")
                    .word(OrgStatus::Active.as_str())
                    .push(" AND ");
                scope.belongs(sql, "x.id");
            };
            let found = with_external_ids(conn, "orgs x", &ids, seen).await?;
            self.named.orgs.extend(of_scope(scope, ids, found));
        }
        let missing = references.memberships.iter();
        let missing = missing.filter(|id| !self.named.memberships.contains_key(id));
        let ids: Vec<Uuid> = missing.map(|id| (*id).into()).collect();
        if !ids.is_empty() {
            let text = "SELECT m.id, m.org_id, m.user_id FROM memberships m WHERE ";
            let mut sql = Sql::new(conn, text);
            sql.is_one_of("m.id", &ids);
            for id in ids {
                self.named.memberships.insert(id.into(), None);
            }
            for row in sql.rows(conn).await? {
                let pair = (row.try_get("", "org_id")?, row.try_get("", "user_id")?);
                self.named
                    .memberships
                    .insert(row.try_get("", "id")?, Some(pair));
            }
        }
        Ok(())
    }
}

/// Returns the external ids that are not looked up yet, by scope.
fn by_scope<T>(
    wanted: &HashSet<(Scope, String)>,
    known: &HashMap<(Scope, String), T>,
) -> HashMap<Scope, Vec<String>> {
    let mut scopes = HashMap::<Scope, Vec<String>>::new();
    for key @ (scope, id) in wanted {
        if !known.contains_key(key) {
            scopes.entry(*scope).or_default().push(id.clone());
        }
    }
    scopes
}

/// Reads the rows of `table` with the external ids that match the condition `seen`: at most
/// [`MAX_MATCHES`] for each id.
async fn with_external_ids(
    conn: &Conn,
    table: &'static str,
    ids: &[String],
    seen: impl FnOnce(&mut Sql),
) -> Result<Vec<(String, Uuid)>> {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let rows = Children {
        columns: "x.id",
        from: table,
        key: "x.id",
    };
    let mut sql = Sql::new(conn, "");
    sql.first_per_parent(
        rows,
        |sql| {
            sql.texts(&ids);
        },
        |sql| {
            sql.push("x.external_id = parent.id AND ");
            seen(sql);
            sql.limit(MAX_MATCHES);
        },
    );
    let rows = sql.rows(conn).await?;
    let found = rows
        .iter()
        .map(|row| Ok((row.try_get("", "parent")?, row.try_get("", "id")?)));
    found.collect()
}

/// Returns the results of the lookups of a scope, including empty ones.
fn of_scope<T: From<Uuid>>(
    scope: Scope,
    ids: Vec<String>,
    found: Vec<(String, Uuid)>,
) -> HashMap<(Scope, String), Vec<T>> {
    let ids = ids.into_iter().map(|id| ((scope, id), Vec::new()));
    let mut of_scope: HashMap<_, Vec<T>> = ids.collect();
    for (id, row) in found {
        of_scope.entry((scope, id)).or_default().push(row.into());
    }
    of_scope
}

fn only<T: Copy>(found: &[T]) -> Option<T> {
    match found {
        [one] => Some(*one),
        _ => None,
    }
}

fn only_one<T: Copy + Into<Uuid>>(
    found: &[T],
    absent: impl FnOnce() -> Error,
    several: &str,
) -> Result<T> {
    match found {
        [] => Err(absent()),
        [one] => Ok(*one),
        _ => Err(Error::new(Code::AmbiguousMatch, several)
            .matching(found.iter().copied().map(Into::into))),
    }
}

/// Returns the error of a change whose reference no longer matched the row when the row was read.
fn changed_meanwhile() -> Error {
    Error::busy("a row changed after the lookup").again()
}
