//! The operation that sets an org's members.

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
    set::{self, IntendedRemovals, ListedRows, MAX_CHANGES, Part, What},
};

/// The argument that lists the members.
const LIST: &str = "members";

/// One member of an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgMember {
    /// The user.
    pub user: UserRef,
    /// The fields of the membership.
    pub fields: MembershipFields,
}

/// Sets the members of an org in one transaction, as
/// [`SetUserMemberships`](super::SetUserMemberships) sets the orgs of a user. A listed retired
/// member is reactivated. Order and duplicates do not matter. `Replace` removes active members who
/// are not listed; retired members stay unchanged.
///
/// A truncated list must not empty an org. `Replace` therefore requires the exact number of
/// removals if the list is empty, or if more than 20 members and more than 5 % of them would be
/// removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetOrgMembers {
    /// The org.
    pub org: OrgId,
    /// The members.
    pub members: Vec<OrgMember>,
    /// What the list does to listed and unlisted members.
    pub mode: SetMode,
    /// The exact number of members to be removed. With any other number, nothing changes.
    pub expect_removed: Option<usize>,
}

impl Operation for SetOrgMembers {
    type Output = Change;

    const NAME: &'static str = "SetOrgMembers";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

/// The members of a set after lookup.
struct NamedMembers {
    parts: Vec<Part>,
    /// The problems of the other rows.
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
            // Users are locked after all members are known.
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
        // Requests all rows at once instead of one kind after the other.
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
    /// Looks up the listed members.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` if the list is too long.
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

    /// Returns the user of the row. Only actors who may add members learn whether another user's
    /// address is known.
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

    /// Checks that all rows were read and identify a user. Otherwise, roles that the org does not
    /// have are reported too.
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

    /// Returns the listed parts, and with `Replace` the removal of unlisted members.
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

    /// Checks that the number of removals is expected or small enough to be intended.
    fn guard(&self, world: &World, removed: usize) -> Decision<()> {
        let intended = IntendedRemovals {
            mode: self.mode,
            is_list_empty: self.members.is_empty(),
            expected: self.expect_removed,
        };
        intended.check(removed, || Ok(world.members_of(self.org)?.len()))
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
