//! What must not have changed since the plan was made: the fields that an item writes, and whether
//! the membership and the rows in groups exist.

use crate::{
    domain::{
        engine::{Decision, World},
        field::Name,
        group,
        sync::{Field, FieldChange, GroupAction, GroupChange, run::RunContext},
    },
    entity::{
        group_membership::Model as GroupRow,
        membership::{MemberStatus, Model as Membership},
        sync_item::SyncAction,
        user::{Model as User, UserStatus},
    },
    error::{Code, Error},
    id::{OrgId, UserId},
    normalize,
};

use super::Item;

/// The fields of users and memberships that may have no value, all of which a removal depends on.
const REMOVED: [Field; 8] = [
    Field::First,
    Field::Last,
    Field::Name,
    Field::Mobile,
    Field::Timezone,
    Field::UserExternalId,
    Field::UserOwnedBy,
    Field::ExternalId,
];

/// Returns the error of an item whose data has changed since the plan was made.
pub(super) fn stale(message: impl Into<String>) -> Error {
    Error::new(Code::PlanStale, message)
}

/// Returns the value of a field of a user. An empty name is no value, and so is a display name that
/// follows first and last name.
pub(in crate::domain::sync) fn user_value(user: &User, field: Field) -> Option<String> {
    let filled = |text: &String| (!text.is_empty()).then(|| text.clone());
    match field {
        Field::Email => Some(user.email.clone()),
        Field::First => filled(&user.first_name),
        Field::Last => filled(&user.last_name),
        Field::Name => user
            .display_name_is_custom
            .then(|| user.display_name.clone()),
        Field::Mobile => user.mobile.clone(),
        Field::Timezone => user.timezone.clone(),
        Field::UserExternalId => user.external_id.clone(),
        Field::UserOwnedBy => user.owned_by.clone(),
        _ => None,
    }
}

/// Returns the value of a field of a membership.
pub(in crate::domain::sync) fn value(membership: &Membership, field: Field) -> Option<String> {
    match field {
        Field::Role => Some(membership.role.as_str().to_owned()),
        Field::Status => Some(membership.status.as_str().to_owned()),
        Field::ExternalId => membership.external_id.clone(),
        Field::IsDefault => Some(membership.is_default.to_string()),
        Field::DefaultReason => membership
            .default_reason
            .map(|reason| reason.as_str().to_owned()),
        Field::OwnedBy => membership.owned_by.clone(),
        _ => None,
    }
}

/// Returns why the item may not be applied: something that it depends on has changed since the plan
/// was made. This is asked before anything of the person is written.
///
/// # Errors
/// Fails with the keys of rows that are not loaded yet.
pub(super) fn find(world: &World, run: &RunContext, item: &Item) -> Decision<Option<Error>> {
    let Some(user) = item.row.user_id else {
        return Ok(None);
    };
    let Some(row) = world.user(user)? else {
        return Ok(Some(stale("The user was deleted since the plan was made.")));
    };
    if let Some(error) = of_user(item, &row) {
        return Ok(Some(error));
    }
    if let Some(default) = &item.changes.default {
        let memberships = world.memberships_of(user)?;
        let mut defaults = memberships.iter().filter(|row| row.is_default);
        let now = defaults.find_map(|row| Some((row.org_id, row.default_reason?)));
        if now != default.from {
            return Ok(Some(stale(
                "The user's default has changed since the plan was made.",
            )));
        }
    }
    let Some(org) = item
        .row
        .org_id
        .filter(|_| item.row.action != SyncAction::Held)
    else {
        return Ok(None);
    };
    let membership = world.membership(org, user)?;
    if let Some(error) = of_membership(item, membership.as_deref()) {
        return Ok(Some(error));
    }
    if let Some(membership) = &membership
        && let Some(error) = of_hold(world, item, membership)
    {
        return Ok(Some(error));
    }
    let is_removal = matches!(item.row.action, SyncAction::Remove | SyncAction::Delete);
    if is_removal {
        // A run sets none of these, so they were added since.
        let has_more = membership.as_ref().is_some_and(|row| {
            row.is_owner
                || row.permissions.is_some()
                || row.allowed_ips.is_some()
                || row.roles.is_some()
                || row.owned_by.as_ref() != Some(&run.source)
        });
        // Fields that the item does not list had no value.
        let is_listed = |field: &Field| {
            let mut fields = item.changes.fields.iter();
            fields.any(|change| change.field == *field)
        };
        let value_of = |field: Field| match (field.is_own(), &membership) {
            (true, _) if item.row.action == SyncAction::Delete => user_value(&row, field),
            (false, Some(membership)) => value(membership, field),
            _ => None,
        };
        let mut others = REMOVED.iter().filter(|field| !is_listed(field));
        let has_more = has_more || others.any(|field| value_of(*field).is_some());
        if has_more {
            let message = "The user or the membership has changed since the plan was made.";
            return Ok(Some(stale(message)));
        }
        return of_removal(world, item, (org, user));
    }
    for change in &item.changes.groups {
        if let Some(error) = of_group(world, run, change, (org, user))? {
            return Ok(Some(error));
        }
    }
    Ok(None)
}

fn of_user(item: &Item, user: &User) -> Option<Error> {
    if item.row.is_hidden
        && let Some(address) = item.changes.after(Field::Email)
        && normalize::email(address) != user.email_key
    {
        return Some(stale(
            "The user has another e-mail address since the plan was made.",
        ));
    }
    if item.row.action == SyncAction::Delete && user.status != UserStatus::Active {
        return Some(stale("The user was suspended since the plan was made."));
    }
    let own = item
        .changes
        .written()
        .filter(|change| change.field.is_own());
    // Without a value before, the address only names the user.
    let mut own = own.filter(|change| change.field != Field::Email || change.before.is_some());
    own.find_map(|change| {
        let is_name = change.field == Field::Name;
        let is_shown = is_name && change.before.as_deref() == Some(&*user.display_name);
        match is_shown {
            true => None,
            false => differs(change, user_value(user, change.field)),
        }
    })
}

fn of_membership(item: &Item, membership: Option<&Membership>) -> Option<Error> {
    let status = membership.map(|membership| membership.status);
    let was_retired = item.changes.was_retired;
    let expected = match item.row.action {
        SyncAction::Create | SyncAction::Join => None,
        SyncAction::Reactivate => Some(MemberStatus::Retired),
        SyncAction::Retire => Some(MemberStatus::Active),
        SyncAction::Update if was_retired => Some(MemberStatus::Retired),
        SyncAction::Update => Some(MemberStatus::Active),
        // Both are applied whatever the status is, if the fields are the same.
        _ => Some(status.unwrap_or(MemberStatus::Active)),
    };
    if status != expected {
        let message = match (expected, status) {
            (None, _) => "The user became a member since the plan was made.",
            (Some(_), None) => "The membership was removed since the plan was made.",
            (Some(_), Some(MemberStatus::Active)) => {
                "The member came back since the plan was made."
            }
            (Some(_), Some(MemberStatus::Retired)) => {
                "The member was retired since the plan was made."
            }
        };
        return Some(stale(message));
    }
    let membership = membership?;
    let mut fields = item.changes.written();
    fields.find_map(|change| match change.field {
        field if field.is_own() || field == Field::Groups => None,
        field => differs(change, value(membership, field)),
    })
}

/// Returns the error of a hold that was set since the plan was made.
fn of_hold(world: &World, item: &Item, membership: &Membership) -> Option<Error> {
    let until = membership.hold_until.filter(|until| *until > world.now())?;
    let is_ended = matches!(
        item.row.action,
        SyncAction::Retire | SyncAction::Reactivate | SyncAction::Remove | SyncAction::Delete
    );
    let covers = is_ended
        || item.changes.groups.iter().any(GroupChange::is_held)
        || item.changes.written().any(|change| change.field.is_held());
    let date = until.date_naive();
    covers.then(|| stale(format!("The membership is held until {date}.")))
}

/// A removal takes exactly the rows in groups that the plan has counted.
fn of_removal(world: &World, item: &Item, (org, user): (OrgId, UserId)) -> Decision<Option<Error>> {
    let rows = world.groups_of(org, user)?;
    let planned = &item.changes.groups;
    let is_planned = |row: &GroupRow| {
        planned
            .iter()
            .any(|change| change.group == Some(row.group_id) && change.owned_before == row.owned_by)
    };
    let is_same = rows.len() == planned.len() && rows.iter().all(|row| is_planned(row));
    let error = || stale("The member's groups have changed since the plan was made.");
    Ok((!is_same).then(error))
}

fn of_group(
    world: &World,
    run: &RunContext,
    change: &GroupChange,
    (org, user): (OrgId, UserId),
) -> Decision<Option<Error>> {
    let group = match change.group {
        Some(group) => world.group(group)?.map(|group| group.id),
        None => group::rules::named(world, org, &Name::stored(&change.name))?,
    };
    let Some(group) = group else {
        // A group that does not exist yet is created. A group that existed was deleted.
        let is_deleted = change.group.is_some();
        let error = || {
            stale(format!(
                "The group `{}` was deleted since the plan was made.",
                change.name
            ))
        };
        return Ok(is_deleted.then(error));
    };
    let row = world.group_membership(group, user)?;
    let owner = row.as_deref().map(|row| row.owned_by.as_deref());
    let planned = change.owned_before.as_deref();
    let is_as_planned = match (change.action, owner) {
        (GroupAction::Join, None) => true,
        (GroupAction::Join, Some(_)) => run.options.take_over && !run.is_revert,
        (GroupAction::Leave | GroupAction::Own, None) => false,
        (GroupAction::Leave | GroupAction::Own, Some(owner)) => owner == planned,
    };
    let message = || {
        format!(
            "The row in the group `{}` has changed since the plan was made.",
            change.name
        )
    };
    Ok((!is_as_planned).then(|| stale(message())))
}

/// Returns the error of a field whose value is not the one at planning.
fn differs(change: &FieldChange, value: Option<String>) -> Option<Error> {
    let planned = change.before.as_deref().filter(|text| !text.is_empty());
    // `is_default` has a value in every row.
    let planned = match change.field {
        Field::IsDefault => Some(planned.unwrap_or("false")),
        _ => planned,
    };
    let message = || {
        format!(
            "`{}` has changed since the plan was made.",
            change.field.name()
        )
    };
    (planned != value.as_deref()).then(|| stale(message()))
}
