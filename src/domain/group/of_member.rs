//! The groups of a member, as a change of the membership states them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::Permission,
    domain::{
        Done,
        engine::{Decision, Keys, Lock, Stop, Unique, World},
        field::Name,
    },
    entity::membership::Model as Membership,
    error::{Code, Error, Result},
    id::{GroupId, OrgId, UserId},
};

use super::rules;

/// The maximum number of groups of one membership in a request.
const MAX_GROUPS: usize = 256;
/// The maximum number of names in one error message.
const MAX_SHOWN: usize = 5;
/// The name of the argument.
const FIELD: &str = "groups";

/// A group of the membership's org, by name or id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct GroupRef {
    /// The text as an id. A group may also have a name that looks like an id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<GroupId>,
    name: Name,
}

/// The groups that a member joins. Groups are never created.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberGroups {
    groups: Vec<GroupRef>,
    /// Whether the member leaves all other groups of the org.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_whole: bool,
}

impl MemberGroups {
    /// Parses a list of names and ids. The member joins the groups and keeps all others.
    ///
    /// # Errors
    /// `INVALID_VALUE` if a text is not a valid name or the list is too long.
    pub fn parse(groups: &[String]) -> Result<Self> {
        if groups.len() > MAX_GROUPS {
            let message = format!(
                "has {} groups; at most {MAX_GROUPS} are allowed",
                groups.len()
            );
            return Err(Error::invalid(FIELD, message));
        }
        let groups = groups.iter().map(|text| {
            Ok(GroupRef {
                id: Uuid::parse_str(text.trim()).ok().map(GroupId::from),
                name: Name::parse(FIELD, text)?,
            })
        });
        Ok(Self {
            groups: groups.collect::<Result<_>>()?,
            is_whole: false,
        })
    }

    /// Returns the list as the complete set: the member leaves all other groups of the org.
    #[must_use]
    pub(in crate::domain) fn whole(self) -> Self {
        Self {
            is_whole: true,
            ..self
        }
    }

    /// Returns the number of listed groups.
    pub(in crate::domain) fn len(&self) -> usize {
        self.groups.len()
    }

    /// Adds the rows that the groups depend on to the keys.
    pub(in crate::domain) fn reads(&self, org: OrgId, user: Option<UserId>, keys: &mut Keys) {
        for group in &self.groups {
            keys.unique(Unique::GroupName(org, group.name.key()));
            if let Some(group) = group.id {
                keys.group(group);
            }
        }
        if let Some(user) = user.filter(|_| self.is_whole) {
            keys.groups_of(org, user);
        }
    }

    /// Puts the member into the groups. Returns whether any row in a group changed.
    ///
    /// # Errors
    /// `FORBIDDEN` without `groups:write`. `GROUP_NOT_FOUND` if the org has no such group.
    /// `MEMBER_RETIRED` if a retired member would join a group.
    pub(in crate::domain) fn apply(
        &self,
        world: &mut World,
        membership: &Membership,
    ) -> Decision<bool> {
        let (joins, leaves) = self.differing(world, membership)?;
        for group in &joins {
            rules::join(world, *group, membership).map_err(at_groups)?;
        }
        for group in &leaves {
            if let Some(row) = world.group_membership(*group, membership.user_id)? {
                world.remove(&*row)?;
            }
        }
        Ok(!joins.is_empty() || !leaves.is_empty())
    }

    /// Returns whether [`MemberGroups::apply`] would change any row.
    ///
    /// # Errors
    /// `FORBIDDEN` without `groups:write`. `GROUP_NOT_FOUND` if the org has no such group.
    pub(in crate::domain) fn changes(
        &self,
        world: &mut World,
        membership: &Membership,
    ) -> Decision<bool> {
        let (joins, leaves) = self.differing(world, membership)?;
        Ok(!joins.is_empty() || !leaves.is_empty())
    }

    /// Returns the groups that the member joins and those that the member leaves.
    fn differing(
        &self,
        world: &mut World,
        membership: &Membership,
    ) -> Decision<(BTreeSet<GroupId>, BTreeSet<GroupId>)> {
        if self.groups.is_empty() && !self.is_whole {
            return Ok((BTreeSet::new(), BTreeSet::new()));
        }
        let (org, user) = (membership.org_id, membership.user_id);
        world.require(Permission::GroupsWrite, org)?;
        world.lock_org(org, Lock::Share)?;
        let listed = self.listed(world, org)?;
        let (mut joins, mut needed) = (BTreeSet::new(), Keys::default());
        for group in &listed {
            if let Some(None) = needed.collect(world.group_membership(*group, user))? {
                joins.insert(*group);
            }
        }
        let rows = match self.is_whole {
            true => needed.collect(world.groups_of(org, user))?,
            false => None,
        };
        needed.must_be_empty()?;
        let rows = rows.unwrap_or_default().into_iter();
        let leaves = rows.map(|row| row.group_id);
        let leaves = leaves.filter(|group| !listed.contains(group)).collect();
        Ok((joins, leaves))
    }

    /// Looks up the listed groups.
    ///
    /// # Errors
    /// `GROUP_NOT_FOUND` if the org lacks any of them.
    fn listed(&self, world: &World, org: OrgId) -> Decision<BTreeSet<GroupId>> {
        let (mut listed, mut unknown) = (BTreeSet::new(), Vec::new());
        let mut needed = Keys::default();
        for group in &self.groups {
            match needed.collect(group.find(world, org))? {
                None => {}
                Some(Some(found)) => {
                    listed.insert(found);
                }
                Some(None) => unknown.push(group.name.as_str()),
            }
        }
        needed.must_be_empty()?;
        match unknown.is_empty() {
            true => Ok(listed),
            false => Err(absent(&unknown).into()),
        }
    }
}

impl GroupRef {
    fn find(&self, world: &World, org: OrgId) -> Decision<Option<GroupId>> {
        if let Some(group) = self.id
            && world.group(group)?.is_some_and(|row| row.org_id == org)
        {
            return Ok(Some(group));
        }
        rules::named(world, org, &self.name)
    }
}

/// Returns the error for groups that the org does not have.
fn absent(names: &[&str]) -> Error {
    let shown: Vec<String> = names
        .iter()
        .take(MAX_SHOWN)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = match names.len().saturating_sub(MAX_SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "The org does not have the group {}{more}. Create it first.",
        shown.join(", ")
    );
    Error::new(Code::GroupNotFound, message).at(FIELD)
}

fn at_groups(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(error) => error.at(FIELD).into(),
        stop => stop,
    }
}

/// Returns the outcome for a membership whose groups were set.
pub(in crate::domain) fn outcome(done: Done, is_any_changed: bool) -> Done {
    match done {
        Done::Unchanged if is_any_changed => Done::Updated,
        done => done,
    }
}
