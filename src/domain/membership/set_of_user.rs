//! The operation that sets a user's orgs.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    access::{
        Permission, Principal,
        target::{forbidden, not_found},
    },
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, Stop, Violation, World},
        org::OrgRef,
        user::UserRef,
    },
    entity::{membership::Model, org::OrgStatus},
    error::{Code, Error, Problem, Result},
    id::{OrgId, UserId},
};

use super::{
    MembershipFields, SetMode,
    argument_path::ArgumentPath,
    rules,
    set::{self, ListedRows, MAX_CHANGES, Part, What},
};

/// One org of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserMembership {
    /// The org.
    pub org: OrgRef,
    /// The fields of the membership.
    pub fields: MembershipFields,
}

/// The orgs of a user. A listed retired membership is reactivated. Order and duplicates do not
/// matter.
///
/// `Replace` removes active memberships that are not listed, in active orgs and as far as the
/// caller may see them. Retired memberships stay unchanged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserOrgs {
    /// The memberships.
    pub memberships: Vec<UserMembership>,
    /// What the list does to listed and unlisted orgs.
    pub mode: SetMode,
    /// The org that becomes the default. Without one, the default stays if possible, or else the
    /// next org by name becomes the default.
    pub default: Option<OrgRef>,
    /// Removes the membership in the former default org, unless the org is listed.
    pub leaves_default: bool,
}

/// Sets the orgs of a user in one transaction. All references are looked up before the first write;
/// if some are invalid, nothing is written and all problems are reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUserMemberships {
    /// The user.
    pub user: UserRef,
    /// The orgs.
    pub orgs: UserOrgs,
}

impl Operation for SetUserMemberships {
    type Output = Change;

    const NAME: &'static str = "SetUserMemberships";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

/// The argument that lists the orgs.
const LIST: &str = "memberships";

impl Decide for SetUserMemberships {
    type Output = Change;

    fn reads(&self, world: &World, keys: &mut Keys) {
        let user = world.likely_user(&self.user, keys);
        self.orgs.reads(world, user, keys);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let (named, user) = self.named(world)?;
        let is_seen = match &user {
            Ok(user) => world.user_status(*user)?.is_some() && world.sees(*user)?,
            Err(_) => false,
        };
        // An address matches any user. Only actors who may add members learn that the address is
        // known, and adding the user is all that they can do with it.
        let is_member = named.is_member(world, &user)?;
        let either: &[Permission] = match &self.user {
            UserRef::Email(_) if !is_member => &[Permission::MembersGrant],
            _ => &[Permission::MembersGrant, Permission::MembersWrite],
        };
        if is_seen {
            // An empty list changes nothing. Permissions for listed orgs are checked row by row.
            world.allow_reading();
        } else {
            match named.require(world, either) {
                Err(Stop::Refused(denied)) => {
                    named.check(world, None)?;
                    return Err(denied.into());
                }
                may => may?,
            }
        }
        let user = match user {
            Ok(_) if !is_seen && !is_member && !named.adds() => Err(unknown()),
            user => user,
        };
        let user = user.map_err(|error| error.at("user"));
        named.check(world, user.as_ref().err().cloned())?;
        let user = user?;
        let applied = self.orgs.apply(world, user, &named)?;
        Ok(Change::new(applied, user).of_user(user))
    }

    fn weight(&self) -> usize {
        self.orgs.weight()
    }

    fn violated(&self, world: &World, violations: Vec<Violation>) -> Error {
        self.orgs.violated(world, LIST, violations)
    }
}

impl SetUserMemberships {
    /// Looks up the orgs and the user in one batch.
    fn named(&self, world: &World) -> Decision<(NamedOrgs, Result<UserId>)> {
        let mut needed = Keys::default();
        let named = needed.collect(self.orgs.named(world, LIST))?;
        let user = needed.collect(world.user_named(&self.user))?;
        needed.must_be_empty()?;
        match (named, user) {
            (Some(named), Some(user)) => Ok((named, user)),
            _ => Err(Error::internal("what needs no more rows is known").into()),
        }
    }
}

fn unknown() -> Error {
    not_found(Code::UserNotFound)
}

/// The listed orgs after lookup.
#[derive(Debug)]
pub(in crate::domain) struct NamedOrgs {
    list: &'static str,
    rows: Vec<(OrgId, What, ArgumentPath)>,
    /// The problems of the other rows.
    problems: Vec<Problem>,
}

impl NamedOrgs {
    /// Returns whether the list adds the user to any org.
    pub(in crate::domain) fn adds(&self) -> bool {
        let mut rows = self.rows.iter();
        rows.any(|(_, what, _)| matches!(what, What::State(_)))
    }

    /// Returns whether the user is a member of one of the listed orgs.
    pub(in crate::domain) fn is_member(
        &self,
        world: &World,
        user: &Result<UserId>,
    ) -> Decision<bool> {
        let (Ok(user), mut needed) = (user, Keys::default()) else {
            return Ok(false);
        };
        let mut is_member = false;
        for (org, ..) in &self.rows {
            let membership = needed.collect(world.membership(*org, *user))?.flatten();
            is_member |= membership.is_some();
        }
        needed.must_be_empty().map(|()| is_member)
    }

    /// Checks that the list has no problems and that `user`, the error of the user lookup, is
    /// absent. Otherwise, reports all problems, including roles that an org does not have.
    pub(in crate::domain) fn check(&self, world: &World, user: Option<Error>) -> Decision<()> {
        if user.is_none() && self.problems.is_empty() {
            return Ok(());
        }
        let mut problems = self.problems.clone();
        for (org, what, place) in &self.rows {
            if let What::State(fields) = what {
                let unknown = rules::unknown_role(world, *org, fields)?;
                problems.extend(unknown.map(|error| place.problem_of_fields(error)));
            }
        }
        problems.sort_by_key(|problem| problem.index);
        Err(match user {
            Some(error) => error.before(problems).into(),
            None => match Error::several(problems) {
                Err(error) => error.into(),
                Ok(()) => return Ok(()),
            },
        })
    }

    /// Checks that the actor holds one of the permissions in each org. If all listed orgs are
    /// unknown, the check fails for every actor except the platform.
    pub(in crate::domain) fn require(
        &self,
        world: &mut World,
        either: &[Permission],
    ) -> Decision<()> {
        let is_platform = world.actor().principal() == Principal::Platform;
        if self.rows.is_empty() && !self.problems.is_empty() && !is_platform {
            return Err(forbidden(Permission::MembersGrant).into());
        }
        let mut problems = Vec::new();
        for (org, _, place) in &self.rows {
            let mut held = None;
            for permission in either {
                if world.holds(*permission, *org)? {
                    held = Some(*permission);
                    break;
                }
            }
            match held {
                Some(permission) => world.note_held(permission, *org),
                None => {
                    let error = forbidden(Permission::MembersGrant);
                    problems.push(place.problem(None, error));
                }
            }
        }
        Ok(Error::several(problems)?)
    }

    fn parts(&self, user: UserId) -> Vec<Part> {
        let rows = self.rows.iter().cloned();
        rows.map(|(org, what, place)| Part {
            org,
            user,
            what,
            place,
        })
        .collect()
    }
}

impl UserOrgs {
    /// Returns the set that a caller states, or `None` if the caller states neither orgs nor a
    /// default.
    ///
    /// # Errors
    /// `INVALID_VALUE` for a mode without a list.
    pub fn stated(
        memberships: Option<Vec<UserMembership>>,
        mode: Option<SetMode>,
        default: Option<OrgRef>,
    ) -> Result<Option<Self>> {
        if memberships.is_none() && mode.is_some() {
            return Err(Error::invalid("mode", "requires `organizations`"));
        }
        let is_stated = memberships.is_some() || default.is_some();
        Ok(is_stated.then(|| Self {
            memberships: memberships.unwrap_or_default(),
            mode: mode.unwrap_or_default(),
            default,
            leaves_default: false,
        }))
    }

    /// Adds the rows that the set depends on to the keys. `user` is the user, if known yet.
    pub(in crate::domain) fn reads(&self, world: &World, user: Option<UserId>, keys: &mut Keys) {
        let rows = self.memberships.iter().take(MAX_CHANGES);
        let named: Vec<OrgId> = rows
            .map(|row| &row.org)
            .chain(&self.default)
            .filter_map(|org| world.likely_org(org, keys))
            .collect();
        let Some(user) = user else {
            // The user may not exist yet.
            for org in named {
                keys.org(org, Lock::Share);
            }
            return;
        };
        for row in self.memberships.iter().take(MAX_CHANGES) {
            if let Some(org) = world.likely_org(&row.org, keys)
                && let What::State(fields) = self.mode.what(&row.fields)
            {
                fields.reads_groups(org, Some(user), keys);
            }
        }
        let what = self.mode.what(&MembershipFields::default());
        let place = ArgumentPath::argument(LIST);
        let parts = named.into_iter().map(|org| Part {
            org,
            user,
            what: what.clone(),
            place,
        });
        set::reads(&parts.collect::<Vec<_>>(), keys);
        let mut fields = self.memberships.iter().map(|row| &row.fields);
        if self.default.is_some() || fields.any(|fields| fields.is_default == Some(true)) {
            keys.locked_default_of(user);
        }
        keys.locked_user(user);
        match self.mode {
            SetMode::Replace => keys.all_of(user),
            SetMode::Add | SetMode::Remove => keys.default_of(user),
        };
    }

    /// Looks up the listed orgs. `list` is the name of the list argument. Problems are reported
    /// later by [`NamedOrgs::check`]: `ORG_NOT_FOUND`, `AMBIGUOUS_MATCH`, `INVALID_VALUE`,
    /// `DEFAULT_NOT_IN_SET`.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` if the list is too long.
    pub(in crate::domain) fn named(
        &self,
        world: &World,
        list: &'static str,
    ) -> Decision<NamedOrgs> {
        let rows = &self.memberships;
        let mut named = ListedRows::new(list, self.mode, rows.len())?;
        let (mut problems, mut needed) = (Vec::new(), Keys::default());
        let mut default = None;
        if let Some(org) = &self.default {
            match needed.collect(world.org_named(org))? {
                Some(Err(error)) => {
                    problems.push(ArgumentPath::argument("default").problem(None, error));
                }
                Some(Ok(org)) => default = Some(org),
                None => {}
            }
        }
        for (index, row) in rows.iter().enumerate() {
            match needed.collect(world.org_named(&row.org))? {
                None => {}
                Some(Ok(org)) => {
                    let same = |first: usize| rows[first].fields == row.fields;
                    problems.extend(named.add(index, org, &row.fields, same));
                }
                Some(Err(error)) => {
                    let error = error.at(row.org.field());
                    problems.push(ArgumentPath::row(list, index).problem(None, error));
                }
            }
        }
        needed.must_be_empty()?;
        let mut rows = named.rows;
        if let Some(default) = default.filter(|_| problems.is_empty()) {
            problems.extend(self.choose(&mut rows, default));
        }
        if problems.is_empty() {
            problems.extend(several_defaults(&rows));
        }
        Ok(NamedOrgs {
            list,
            rows,
            problems,
        })
    }

    /// Returns the error for a set that violates an invariant.
    pub(in crate::domain) fn violated(
        &self,
        world: &World,
        list: &'static str,
        violations: Vec<Violation>,
    ) -> Error {
        let rows = self.named(world, list).map(|named| named.rows);
        let rows = rows.unwrap_or_default().into_iter();
        let places: HashMap<OrgId, ArgumentPath> =
            rows.map(|(org, _, place)| (org, place)).collect();
        let list = ArgumentPath::argument(list);
        set::violated(violations, |violation| {
            places.get(&violation.org).copied().unwrap_or(list)
        })
    }

    /// Makes the org the default. A listed org keeps its other fields; an unlisted membership only
    /// becomes the default.
    fn choose(
        &self,
        rows: &mut Vec<(OrgId, What, ArgumentPath)>,
        default: OrgId,
    ) -> Option<Problem> {
        let place = ArgumentPath::argument("default");
        let row = rows.iter_mut().find(|(org, ..)| *org == default);
        match row.map(|(_, what, _)| what) {
            Some(What::State(fields)) if fields.is_default != Some(false) => {
                fields.is_default = Some(true);
            }
            None if self.mode != SetMode::Replace => rows.push((default, What::Choose, place)),
            _ => {
                let message = "The default must be one of the user's orgs after the change.";
                let error = Error::new(Code::DefaultNotInSet, message);
                return Some(place.problem(None, error));
            }
        }
        None
    }

    /// Returns the maximum number of memberships that the set may write. With `Replace`, the number
    /// of unlisted memberships is not known in advance.
    pub(in crate::domain) fn weight(&self) -> usize {
        match self.mode {
            SetMode::Replace => usize::MAX,
            SetMode::Add | SetMode::Remove => {
                let rows = self.memberships.iter();
                rows.map(|row| row.fields.weight()).sum()
            }
        }
    }

    /// Returns whether unlisted orgs may be removed.
    fn removes_unnamed(&self) -> bool {
        self.mode == SetMode::Replace || self.leaves_default
    }

    /// Applies the set to the user.
    ///
    /// # Errors
    /// Reports all problems, each at the argument that contains it. `LIMIT_EXCEEDED` if there are
    /// too many changes.
    pub(in crate::domain) fn apply(
        &self,
        world: &mut World,
        user: UserId,
        named: &NamedOrgs,
    ) -> Decision<Done> {
        let mut parts = named.parts(user);
        if self.removes_unnamed() {
            let named_orgs: HashSet<OrgId> = parts.iter().map(|part| part.org).collect();
            let gone = self.gone(world, user, &named_orgs)?;
            let place = ArgumentPath::argument(named.list);
            parts.extend(gone.into_iter().map(|org| Part {
                org,
                user,
                what: What::Remove,
                place,
            }));
        }
        let mut keys = Keys::default();
        set::reads(&parts, &mut keys);
        world.must_have(keys)?;
        Ok(set::apply(world, &parts)?.done())
    }

    /// Returns the unlisted active orgs that the user leaves, as far as the actor may see the
    /// memberships.
    fn gone(&self, world: &World, user: UserId, named: &HashSet<OrgId>) -> Decision<Vec<OrgId>> {
        let known = match self.mode {
            SetMode::Replace => world.active_memberships_of(user)?,
            SetMode::Add | SetMode::Remove => world.memberships_of(user)?,
        };
        let goes = |row: &&Arc<Model>| {
            !named.contains(&row.org_id) && (self.mode == SetMode::Replace || row.is_default)
        };
        let rows: Vec<_> = known.iter().filter(goes).collect();
        if rows.len() > MAX_CHANGES {
            return Err(set::too_many().into());
        }
        let mut gone = Vec::new();
        let mut needed = Keys::default();
        for row in rows {
            let is_open = world.org(row.org_id).and_then(|org| {
                let is_active = org.is_some_and(|org| org.status == OrgStatus::Active);
                Ok(is_active && world.sees_membership(row)?)
            });
            if needed.collect(is_open)? == Some(true) {
                gone.push(row.org_id);
            }
        }
        needed.must_be_empty().map(|()| gone)
    }
}

/// Returns the problems of rows that set a second default.
fn several_defaults(rows: &[(OrgId, What, ArgumentPath)]) -> Vec<Problem> {
    let stated = rows.iter().filter(|(_, what, _)| match what {
        What::State(fields) => fields.is_default == Some(true),
        What::Choose => true,
        What::Remove => false,
    });
    let second = stated.skip(1).map(|(_, _, place)| {
        let error = Error::invalid("isDefault", "is already true for another org of this user");
        place.problem_of_fields(error)
    });
    second.collect()
}
