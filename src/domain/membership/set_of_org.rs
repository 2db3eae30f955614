//! Stating an org's members.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::{
    access::{
        Permission,
        target::{forbidden, not_found},
    },
    domain::{
        Change, Operation,
        engine::{Decide, Decision, Keys, Lock, Stop, Violation, World},
        user::UserRef,
    },
    error::{Code, Error, Problem, Result},
    id::{OrgId, UserId},
};

use super::{
    MembershipFields, SetMode,
    argument_path::ArgumentPath,
    rules,
    set::{self, ListedRows, MAX_CHANGES, Part, What},
};

/// The argument that lists the members.
const LIST: &str = "members";
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

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

/// The members of a set, looked up.
struct NamedMembers {
    parts: Vec<Part>,
    /// What is wrong with the other rows.
    problems: Vec<Problem>,
}

impl Decide for SetOrgMembers {
    type Output = Change;

    fn reads(&self, world: &World, keys: &mut Keys) {
        let named = self.members.iter().take(MAX_CHANGES);
        let users: Vec<_> = named
            .filter_map(|row| world.likely_user(&row.user, keys))
            .collect();
        match self.mode {
            // Users are locked once all members are known.
            SetMode::Replace => {
                keys.org(self.org, Lock::Update).members_of(self.org);
            }
            SetMode::Add | SetMode::Remove => {
                let what = self.mode.what(&MembershipFields::default());
                let place = ArgumentPath::argument(LIST);
                let parts: Vec<Part> = users
                    .into_iter()
                    .map(|user| self.part(user, what.clone(), place))
                    .collect();
                set::reads(&parts, keys);
            }
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let org = self.org;
        let named = self.named(world)?;
        world.require_either(Permission::MembersWrite, Permission::MembersGrant, org)?;
        self.check(world, &named.problems)?;
        let parts = self.parts(world, named.parts)?;
        // All rows at once, instead of one kind after the other.
        let mut keys = Keys::default();
        set::reads(&parts, &mut keys);
        world.must_have(keys)?;
        let applied = set::apply(world, &parts)?;
        self.guard(world, applied.removed)?;
        Ok(Change::new(applied.done(), org).of_org(org))
    }

    fn weight(&self) -> usize {
        match self.mode {
            SetMode::Replace => usize::MAX,
            SetMode::Add | SetMode::Remove => self.members.len(),
        }
    }

    fn violated(&self, world: &World, violations: Vec<Violation>) -> Error {
        let parts = self.named(world).map(|named| named.parts);
        let places = parts.unwrap_or_default().into_iter();
        let places: HashMap<UserId, ArgumentPath> =
            places.map(|part| (part.user, part.place)).collect();
        let list = ArgumentPath::argument(LIST);
        set::violated(violations, |violation| {
            places.get(&violation.user).copied().unwrap_or(list)
        })
    }
}

impl SetOrgMembers {
    /// Looks up whom it names.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED`.
    fn named(&self, world: &World) -> Decision<NamedMembers> {
        let mut named = ListedRows::new(LIST, self.mode, self.members.len())?;
        let (mut problems, mut needed) = (Vec::new(), Keys::default());
        for (index, row) in self.members.iter().enumerate() {
            match needed.collect(self.user_of(world, row))? {
                None => {}
                Some(Ok(user)) => {
                    let same = |first: usize| self.members[first].fields == row.fields;
                    problems.extend(named.add(index, user, &row.fields, same));
                }
                Some(Err(error)) => {
                    let error = error.at(row.user.field());
                    problems.push(ArgumentPath::row(LIST, index).problem(Some("user"), error));
                }
            }
        }
        needed.must_be_empty()?;
        let rows = named.rows.into_iter();
        let parts = rows
            .map(|(user, what, place)| self.part(user, what, place))
            .collect();
        Ok(NamedMembers { parts, problems })
    }

    /// Whom the row names. Whether somebody else's address is known, only those learn who may add people.
    fn user_of(&self, world: &World, row: &OrgMember) -> Decision<Result<UserId>> {
        let user = world.user_named(&row.user)?;
        let UserRef::Email(_) = &row.user else {
            return Ok(user);
        };
        if world.holds(Permission::MembersGrant, self.org)? {
            return Ok(user);
        }
        if let Ok(user) = user {
            match rules::must_be_known(world, self.org, user) {
                Err(Stop::Refused(error)) if error.code() == Code::UserNotFound => {}
                known => return known.map(|()| Ok(user)),
            }
        }
        Ok(Err(match self.mode {
            SetMode::Add | SetMode::Replace => forbidden(Permission::MembersGrant),
            SetMode::Remove => not_found(Code::UserNotFound),
        }))
    }

    /// Passes when all rows name a user and could be read. Else roles that the org does not have are reported too.
    fn check(&self, world: &World, problems: &[Problem]) -> Decision<()> {
        if problems.is_empty() {
            return Ok(());
        }
        let mut problems = problems.to_vec();
        for (index, row) in self.members.iter().enumerate() {
            let unknown = rules::unknown_role(world, self.org, &row.fields)?;
            let place = ArgumentPath::row(LIST, index);
            problems.extend(unknown.map(|error| place.problem_of_fields(error)));
        }
        problems.sort_by_key(|problem| problem.index);
        Ok(Error::several(problems)?)
    }

    /// What is named, and the members who are not named where they go.
    fn parts(&self, world: &World, mut parts: Vec<Part>) -> Decision<Vec<Part>> {
        if self.mode != SetMode::Replace {
            return Ok(parts);
        }
        let named: HashSet<UserId> = parts.iter().map(|part| part.user).collect();
        let members = world.members_of(self.org)?;
        let unnamed = members.iter().filter(|user| !named.contains(user));
        let (place, before) = (ArgumentPath::argument(LIST), parts.len());
        parts.extend(unnamed.map(|user| self.part(*user, What::Remove, place)));
        match parts.len() - before > MAX_CHANGES {
            true => Err(set::too_many().into()),
            false => Ok(parts),
        }
    }

    /// Fails where more members would go than the caller can have meant.
    fn guard(&self, world: &World, removed: usize) -> Decision<()> {
        let is_expected = match self.expect_removed {
            Some(expected) => expected == removed,
            None if self.mode != SetMode::Replace || removed == 0 => true,
            None if self.members.is_empty() => false,
            None if removed <= UNGUARDED => true,
            None => removed <= world.members_of(self.org)?.len() / UNGUARDED_OF,
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

    fn part(&self, user: UserId, what: What, place: ArgumentPath) -> Part {
        Part {
            org: self.org,
            user,
            what,
            place,
        }
    }
}
