//! Stating an org's members.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::{
    access::Permission,
    domain::{
        Change, Operation, Tx,
        engine::{Decide, Decision, Keys, Lock, Violation, World},
        user::{self, UserRef},
    },
    error::{Code, Error, Problem, Result},
    id::{OrgId, UserId},
};

use super::{
    MembershipFields, SetMode,
    place::Place,
    rules,
    set::{self, MAX_CHANGES, Named, Part, What},
};

/// Members that may go without anybody saying how many, however few there are.
const UNGUARDED: usize = 20;
/// Of so many members one may.
const UNGUARDED_OF: usize = 20;

/// One member of an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgMember {
    /// Who.
    pub user: UserRef,
    /// What is stated of the membership.
    pub fields: MembershipFields,
}

/// The org's members are as stated afterwards, in one step: the mirror of [`SetUserMemberships`](super::SetUserMemberships).
/// A retired member who is named comes back; order does not matter, nor does it that the same is said twice. To replace is to
/// remove active members who are not named; retired ones stay as they are.
///
/// A list that is cut short must not empty an org: where to replace removes more than 20 members and more than 5 % of them,
/// or the list is empty, it takes their exact number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetOrgMembers {
    /// Of which org.
    pub org: OrgId,
    /// Who.
    pub members: Vec<OrgMember>,
    /// What it means that somebody is named, or not.
    pub mode: SetMode,
    /// How many members go: exactly so many, or nothing is done.
    pub expect_removed: Option<usize>,
}

impl Operation for SetOrgMembers {
    type Output = Change;

    const NAME: &'static str = "SetOrgMembers";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let references: Vec<&UserRef> = self.members.iter().map(|row| &row.user).collect();
        let found = user::reference::resolve(&tx.reader(), &references).await?;
        let mut named = Named::new("members", self.mode, self.members.len())?;
        let mut problems = Vec::new();
        for (index, (user, row)) in found.into_iter().zip(&self.members).enumerate() {
            match user {
                Ok(user) => {
                    let same = |first: usize| self.members[first].fields == row.fields;
                    problems.extend(named.add(index, user, &row.fields, same));
                }
                Err(error) => {
                    let error = error.at(row.user.field());
                    problems.push(Place::row("members", index).problem(Some("user"), error));
                }
            }
        }
        let rows = named.rows.into_iter();
        let change = SetMembers {
            set: self,
            named: rows
                .map(|(user, what, place)| self.part(user, what, place))
                .collect(),
            problems,
        };
        tx.decide(&change).await
    }
}

/// The set, whose users are looked up.
struct SetMembers<'a> {
    set: &'a SetOrgMembers,
    named: Vec<Part>,
    /// What is wrong with the rows that are not named.
    problems: Vec<Problem>,
}

impl Decide for SetMembers<'_> {
    type Output = Change;

    fn reads(&self, keys: &mut Keys) {
        match self.set.mode {
            // Users are locked once all members are known.
            SetMode::Replace => {
                keys.org(self.set.org, Lock::Update)
                    .members_of(self.set.org);
            }
            SetMode::Add | SetMode::Remove => set::reads(&self.named, keys),
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let org = self.set.org;
        world.require_either(Permission::MembersWrite, Permission::MembersGrant, org)?;
        self.check(world)?;
        let parts = self.parts(world)?;
        // All rows at once, instead of one kind after the other.
        let mut keys = Keys::default();
        set::reads(&parts, &mut keys);
        world.must_have(keys)?;
        let applied = set::apply(world, &parts)?;
        self.guard(world, applied.removed)?;
        Ok(Change::new(applied.done(), org).of_org(org))
    }

    fn violated(&self, violations: Vec<Violation>) -> Error {
        let places = self.named.iter().map(|part| (part.user, part.place));
        let places: HashMap<UserId, Place> = places.collect();
        let list = Place::argument("members");
        set::violated(violations, |violation| {
            places.get(&violation.user).copied().unwrap_or(list)
        })
    }
}

impl SetMembers<'_> {
    /// Passes when all rows name a user and could be read. Else roles that the org does not have are reported too.
    fn check(&self, world: &World) -> Decision<()> {
        if self.problems.is_empty() {
            return Ok(());
        }
        let mut problems = self.problems.clone();
        for (index, row) in self.set.members.iter().enumerate() {
            let unknown = rules::unknown_role(world, self.set.org, &row.fields)?;
            let place = Place::row("members", index);
            problems.extend(unknown.map(|error| place.problem_of_fields(error)));
        }
        problems.sort_by_key(|problem| problem.index);
        Ok(Error::several(problems)?)
    }

    /// What is named, and the members who are not named where they go.
    fn parts(&self, world: &World) -> Decision<Vec<Part>> {
        let mut parts = self.named.clone();
        if self.set.mode != SetMode::Replace {
            return Ok(parts);
        }
        let named: HashSet<UserId> = parts.iter().map(|part| part.user).collect();
        let members = world.members_of(self.set.org)?;
        let unnamed = members.iter().filter(|user| !named.contains(user));
        let place = Place::argument("members");
        parts.extend(unnamed.map(|user| self.set.part(*user, What::Remove, place)));
        match parts.len() - self.named.len() > MAX_CHANGES {
            true => Err(set::too_many().into()),
            false => Ok(parts),
        }
    }

    /// Fails where more members would go than the caller can have meant.
    fn guard(&self, world: &World, removed: usize) -> Decision<()> {
        let set = self.set;
        let is_expected = match set.expect_removed {
            Some(expected) => expected == removed,
            None if set.mode != SetMode::Replace || removed == 0 => true,
            None if set.members.is_empty() => false,
            None if removed <= UNGUARDED => true,
            None => removed <= world.members_of(set.org)?.len() / UNGUARDED_OF,
        };
        if is_expected {
            return Ok(());
        }
        let message = format!(
            "This would remove {removed} members. If they are to go, call again with `expectRemoved: {removed}`."
        );
        Err(Error::new(Code::GuardTripped, message)
            .at("expectRemoved")
            .into())
    }
}

impl SetOrgMembers {
    fn part(&self, user: UserId, what: What, place: Place) -> Part {
        Part {
            org: self.org,
            user,
            what,
            place,
        }
    }
}
