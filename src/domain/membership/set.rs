//! Sets of memberships given as a list: the listed keys, each once, and the change to each
//! membership.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::Hash,
};

use serde::{Deserialize, Serialize};

use crate::{
    access::Permission,
    domain::{
        Done,
        engine::{Decision, Keys, Lock, Stop, Violation, World},
        group::MemberGroups,
    },
    error::{Code, Error, Problem, Result},
    id::{OrgId, UserId},
};

use super::{
    MembershipFields,
    argument_path::ArgumentPath,
    rules::{self, IfRetired},
};

/// The maximum number of memberships that one call may change.
pub(in crate::domain) const MAX_CHANGES: usize = 10_000;

/// The number of members who may be removed without a confirmed count, however few members there
/// are.
const UNGUARDED: usize = 20;
/// One in this many members may be removed without a confirmed count.
const UNGUARDED_OF: usize = 20;

/// What a list does to listed and unlisted memberships.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SetMode {
    /// Listed memberships are added to the set. The others stay.
    #[default]
    Add,
    /// Listed memberships become the whole set. The others are removed.
    Replace,
    /// Listed memberships are removed from the set. The others stay.
    Remove,
}

impl SetMode {
    /// Returns the change to a listed membership.
    pub(super) fn what(self, fields: &MembershipFields) -> What {
        match self {
            Self::Add => What::State(fields.clone()),
            Self::Replace => What::State(MembershipFields {
                groups: fields.groups.clone().map(MemberGroups::whole),
                ..fields.clone()
            }),
            Self::Remove => What::Remove,
        }
    }
}

/// The change to one membership of a set.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) org: OrgId,
    pub(super) user: UserId,
    pub(super) what: What,
    pub(super) place: ArgumentPath,
}

/// A change to a membership.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// Creates or updates the membership. It becomes active unless the fields say otherwise.
    State(MembershipFields),
    /// Makes the membership the user's default, with no other change.
    Choose,
    /// Removes the membership.
    Remove,
}

/// The numbers of changes that a set made.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Applied {
    changed: usize,
    pub(super) removed: usize,
}

impl Applied {
    pub(super) fn done(self) -> Done {
        match self.changed {
            0 => Done::Unchanged,
            _ => Done::Updated,
        }
    }
}

impl Part {
    fn apply(&self, world: &mut World) -> Decision<Done> {
        let membership = world.membership(self.org, self.user)?;
        match (&self.what, membership) {
            (What::State(fields), _) => {
                let if_retired = IfRetired::Reactivate;
                let (done, _) = rules::state(world, self.org, self.user, fields, if_retired)?;
                Ok(done)
            }
            (What::Choose, Some(membership)) => rules::choose(world, &membership),
            (What::Choose, None) => {
                let message = "The default must be one of the user's orgs.";
                Err(Error::new(Code::DefaultNotInSet, message).into())
            }
            (What::Remove, membership) => {
                world.require_for_member(Permission::MembersWrite, self.org, self.user)?;
                match membership {
                    Some(membership) => rules::remove(world, &membership).map(|()| Done::Removed),
                    None => Ok(Done::Unchanged),
                }
            }
        }
    }
}

/// Adds the rows that the parts depend on to the keys.
pub(super) fn reads(parts: &[Part], keys: &mut Keys) {
    for part in parts {
        let lock = match part.what {
            What::State(_) | What::Choose => Lock::Share,
            What::Remove => Lock::None,
        };
        keys.org(part.org, lock);
        match &part.what {
            What::Remove => keys.groups_of(part.org, part.user).default_of(part.user),
            What::Choose => keys
                .locked_membership(part.org, part.user)
                .locked_default_of(part.user),
            What::State(fields) => {
                fields.reads_default(part.user, keys);
                fields.reads_groups(part.org, Some(part.user), keys);
                keys.locked_membership(part.org, part.user)
            }
        };
    }
}

/// Applies the parts as one change.
///
/// # Errors
/// Reports the problems of all parts, each at the argument that contains it. `LIMIT_EXCEEDED` if
/// there are too many changes.
pub(super) fn apply(world: &mut World, parts: &[Part]) -> Decision<Applied> {
    let (mut applied, mut problems) = (Applied::default(), Vec::new());
    let mut needed = Keys::default();
    for part in parts {
        let done = match part.apply(world) {
            Err(Stop::Refused(error)) => {
                problems.push(problem(part.place, error));
                continue;
            }
            done => needed.collect(done)?,
        };
        applied.changed += usize::from(done != Some(Done::Unchanged));
        applied.removed += usize::from(done == Some(Done::Removed));
    }
    needed.must_be_empty()?;
    Error::several(problems)?;
    if applied.changed > MAX_CHANGES {
        return Err(too_many().into());
    }
    Ok(applied)
}

/// Returns the error for a set that violates an invariant. `place` returns the argument that caused
/// a violation.
pub(super) fn violated(
    violations: Vec<Violation>,
    place: impl Fn(&Violation) -> ArgumentPath,
) -> Error {
    let problem = |violation: Violation| problem(place(&violation), violation.error);
    let problems = violations.into_iter().map(problem).collect();
    match Error::several(problems) {
        Err(error) => error,
        Ok(()) => Error::internal("no violation"),
    }
}

/// Returns a problem with a part. The path identifies the org and user already.
fn problem(place: ArgumentPath, error: Error) -> Problem {
    let error = match error.field() {
        Some("org" | "userId") => error.without_field(),
        _ => error,
    };
    place.problem_of_fields(error)
}

/// Checks that a list has at most as many rows as one call may change.
///
/// # Errors
/// `LIMIT_EXCEEDED` if the list is too long.
pub(in crate::domain) fn check_size(list: &'static str, rows: usize) -> Result<()> {
    if rows <= MAX_CHANGES {
        return Ok(());
    }
    let message = format!("`{list}` has {rows} rows; at most {MAX_CHANGES} are allowed.");
    Err(Error::new(Code::LimitExceeded, message).at(list))
}

/// The removals that a caller of a set of members intends.
#[derive(Debug, Clone, Copy)]
pub(in crate::domain) struct IntendedRemovals {
    /// What the list does to listed and unlisted members.
    pub(in crate::domain) mode: SetMode,
    /// Whether the list has no rows.
    pub(in crate::domain) is_list_empty: bool,
    /// The exact number of removals, if the caller states it.
    pub(in crate::domain) expected: Option<usize>,
}

impl IntendedRemovals {
    /// Checks that the number of removals is expected or small enough to be intended. `members`
    /// returns the number of active members before the change.
    ///
    /// # Errors
    /// `GUARD_TRIPPED` if the number is neither.
    pub(in crate::domain) fn check(
        self,
        removed: usize,
        members: impl FnOnce() -> Decision<usize>,
    ) -> Decision<()> {
        let is_intended = match self.expected {
            Some(expected) => expected == removed,
            None if self.mode != SetMode::Replace || removed == 0 => true,
            None if self.is_list_empty => false,
            None if removed <= UNGUARDED => true,
            None => removed <= members()? / UNGUARDED_OF,
        };
        if is_intended {
            return Ok(());
        }
        let message = format!(
            "This would remove {removed} members. To remove them, call again with `expectRemoved: {removed}`."
        );
        Err(Error::new(Code::GuardTripped, message)
            .at("expectRemoved")
            .into())
    }
}

/// Returns the error for too many changes in one call.
pub(in crate::domain) fn too_many() -> Error {
    let message = format!("One call changes at most {MAX_CHANGES} memberships. Split the list.");
    Error::new(Code::LimitExceeded, message)
}

/// The rows of a list that have been looked up.
pub(super) struct ListedRows<K> {
    list: &'static str,
    mode: SetMode,
    /// The listed keys, with the change to each.
    pub(super) rows: Vec<(K, What, ArgumentPath)>,
    first: HashMap<K, usize>,
}

impl<K: Copy + Eq + Hash> ListedRows<K> {
    /// Returns an empty collection for a list with this number of rows.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` if the list has more rows than one call may change.
    pub(super) fn new(list: &'static str, mode: SetMode, rows: usize) -> Result<Self> {
        check_size(list, rows)?;
        Ok(Self {
            list,
            mode,
            rows: Vec::with_capacity(rows),
            first: HashMap::with_capacity(rows),
        })
    }

    /// Adds the row at `index` with its `key`. A duplicate of an earlier row is skipped.
    pub(super) fn add(
        &mut self,
        index: usize,
        key: K,
        fields: &MembershipFields,
        same: impl FnOnce(usize) -> bool,
    ) -> Option<Problem> {
        let place = ArgumentPath::row(self.list, index);
        let states_nothing = *fields == MembershipFields::default();
        if self.mode == SetMode::Remove && !states_nothing {
            let field = match fields.groups {
                Some(_) => "groups",
                None => "membership",
            };
            let error = Error::invalid(
                field,
                "must not be given for a membership that is \
                                                      removed",
            );
            return Some(place.problem(None, error));
        }
        match self.first.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(index);
                self.rows.push((key, self.mode.what(fields), place));
                None
            }
            Entry::Occupied(first) if same(*first.get()) => None,
            Entry::Occupied(first) => {
                let message = format!(
                    "The row at {}.{} names the same membership with other fields. Name each \
                     membership once.",
                    self.list,
                    first.get()
                );
                Some(place.problem(None, Error::new(Code::InvalidValue, message)))
            }
        }
    }
}
