//! What a row changes in a membership.

use std::collections::BTreeMap;

use crate::{
    domain::sync::{
        Field, FieldChange, GroupAction, GroupChange,
        file::{Cell, Row},
    },
    entity::{
        membership::{MemberRole, MemberStatus},
        sync_item::SyncAction,
        sync_run::SyncMode,
    },
    error::Code,
    id::{OrgId, UserId},
};

use super::{
    known::{GroupRow, Known, MemberRow, Terms},
    own::{cell, change, set},
    staged::Fault,
};

/// What a row changes in a membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MemberPlan {
    /// The action. `None` for a new membership.
    pub(super) action: Option<SyncAction>,
    pub(super) fields: Vec<FieldChange>,
    pub(super) groups: Vec<GroupChange>,
    /// What people should know.
    pub(super) note: Option<&'static str>,
    /// Whether the membership is retired.
    pub(super) is_retired: bool,
}

const GROUPS_IGNORED: &str = "Groups are ignored, because the row is retired.";

/// Returns what a row changes in the membership of the user. `None`: a user who does not exist, or
/// whom the actor may not see.
pub(super) fn plan(
    terms: &Terms<'_>,
    known: &Known,
    row: &Row,
    org: OrgId,
    user: Option<UserId>,
) -> Result<MemberPlan, Fault> {
    let member = user.and_then(|user| known.members.get(&(org, user)));
    let status = row.status.unwrap_or(MemberStatus::Active);
    let is_ignored = status == MemberStatus::Retired && !matches!(row.groups, Cell::Absent);
    let groups = match status {
        MemberStatus::Active => groups(terms, known, row, org, user)?,
        MemberStatus::Retired => Vec::new(),
    };
    let note = is_ignored.then_some(GROUPS_IGNORED);
    match member {
        None => Ok(MemberPlan {
            action: None,
            fields: of_new(terms, row, status),
            groups,
            note,
            is_retired: false,
        }),
        Some(member) => of_member(terms, row, member, status, groups, note),
    }
}

fn of_new(terms: &Terms<'_>, row: &Row, status: MemberStatus) -> Vec<FieldChange> {
    let role = row.role.unwrap_or(terms.default_role);
    let text = |text: &str| Some(text.to_owned());
    let mut fields = vec![
        change(Field::Role, None, text(role.as_str())),
        change(Field::Status, None, text(status.as_str())),
    ];
    if let Cell::Value(id) = &row.external_id {
        fields.push(change(Field::ExternalId, None, text(id.as_str())));
    }
    if row.is_default {
        fields.push(change(Field::IsDefault, None, text("true")));
    }
    fields
}

fn of_member(
    terms: &Terms<'_>,
    row: &Row,
    member: &MemberRow,
    status: MemberStatus,
    groups: Vec<GroupChange>,
    note: Option<&'static str>,
) -> Result<MemberPlan, Fault> {
    let mut fields = Vec::new();
    if let Some(role) = row.role.filter(|role| *role != member.role) {
        fields.push(set(Field::Role, member.role.as_str(), role.as_str()));
    }
    if status != member.status {
        fields.push(set(Field::Status, member.status.as_str(), status.as_str()));
    }
    let external_id = cell(&row.external_id, |id| id.as_str().to_owned());
    if let Some(after) = external_id.filter(|after| *after != member.external_id) {
        fields.push(change(Field::ExternalId, member.external_id.clone(), after));
    }
    if row.is_default && !member.is_default {
        fields.push(set(Field::IsDefault, "false", "true"));
    }
    let is_owned = terms.owns(member.owned_by.as_deref());
    let differs = !fields.is_empty() || !groups.is_empty();
    if differs && !is_owned && !terms.take_over {
        return Err(other_source(member.owned_by.as_deref()));
    }
    let is_demoted =
        member.role == MemberRole::Admin && row.role.is_some_and(|role| role != MemberRole::Admin);
    let is_ended = member.status == MemberStatus::Active && status == MemberStatus::Retired;
    if (is_demoted || is_ended) && terms.protects(member) {
        return Err(protected());
    }
    let is_held = member.is_held != 0
        && (groups.iter().any(GroupChange::is_held)
            || fields.iter().any(|change| change.field.is_held()));
    if !is_owned && terms.take_over {
        let after = Some(terms.source.to_owned());
        fields.push(change(Field::OwnedBy, member.owned_by.clone(), after));
    }
    let action = if is_held {
        SyncAction::Held
    } else if is_ended {
        SyncAction::Retire
    } else if member.status != status {
        SyncAction::Reactivate
    } else if fields.is_empty() && groups.is_empty() {
        SyncAction::Unchanged
    } else {
        SyncAction::Update
    };
    Ok(MemberPlan {
        action: Some(action),
        fields,
        groups,
        note,
        is_retired: member.status == MemberStatus::Retired,
    })
}

/// Returns the rows in groups that change, in the order of the groups' names.
fn groups(
    terms: &Terms<'_>,
    known: &Known,
    row: &Row,
    org: OrgId,
    user: Option<UserId>,
) -> Result<Vec<GroupChange>, Fault> {
    let (names, replaces) = match &row.groups {
        Cell::Absent => return Ok(Vec::new()),
        Cell::Clear => (&[][..], true),
        Cell::Value(names) => (names.as_slice(), terms.mode == SyncMode::Replace),
    };
    let present = user.and_then(|user| known.group_rows.get(&(org, user)));
    let present = present.map_or(&[][..], Vec::as_slice);
    let mut changes = BTreeMap::new();
    for name in names {
        let key = name.key();
        if let Some(row) = present.iter().find(|row| row.name_key == key) {
            if terms.take_over && !terms.owns(row.owned_by.as_deref()) {
                changes.insert(key, of_row(row, GroupAction::Own, Some(terms.source)));
            }
            continue;
        }
        let group = known.groups.get(&(org, key.clone())).copied();
        if group.is_none() && !terms.create_groups {
            let message = format!(
                "The org has no group `{}`. Create it, or plan with `createGroups`.",
                name.as_str()
            );
            return Err(Fault::new(Code::GroupNotFound, message));
        }
        changes.entry(key).or_insert_with(|| GroupChange {
            name: name.as_str().to_owned(),
            group,
            action: GroupAction::Join,
            owned_before: None,
            owned_by: Some(terms.source.to_owned()),
        });
    }
    let stays = |key: &str| names.iter().any(|name| name.key() == key);
    for row in present {
        if replaces && terms.owns(row.owned_by.as_deref()) && !stays(&row.name_key) {
            let leave = of_row(row, GroupAction::Leave, None);
            changes.insert(row.name_key.clone(), leave);
        }
    }
    Ok(changes.into_values().collect())
}

fn of_row(row: &GroupRow, action: GroupAction, owner: Option<&str>) -> GroupChange {
    GroupChange {
        name: row.name.clone(),
        group: Some(row.group_id),
        action,
        owned_before: row.owned_by.clone(),
        owned_by: owner.map(str::to_owned),
    }
}

/// Returns the retirement of a member whom the file does not name.
pub(super) fn retirement(
    terms: &Terms<'_>,
    member: &MemberRow,
) -> Result<(SyncAction, FieldChange), Fault> {
    if terms.protects(member) {
        return Err(protected());
    }
    let (active, retired) = (MemberStatus::Active, MemberStatus::Retired);
    let change = set(Field::Status, active.as_str(), retired.as_str());
    match member.is_held != 0 {
        true => Ok((SyncAction::Held, change)),
        false => Ok((SyncAction::Retire, change)),
    }
}

fn other_source(owner: Option<&str>) -> Fault {
    let message = match owner {
        Some(owner) => format!(
            "The membership belongs to the source `{owner}`. Plan with `takeOver` to take it over."
        ),
        None => {
            "The membership belongs to no source. Plan with `takeOver` to take it over.".to_owned()
        }
    };
    Fault::new(Code::OtherSource, message)
}

/// Returns why owners and the user of the run keep what they have.
pub(super) fn protected() -> Fault {
    let message = "A run neither retires nor demotes owners and its own user, and does not change the e-mail address of owners. Change the member by hand.";
    Fault::new(Code::OwnerProtected, message)
}
