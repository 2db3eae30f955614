//! The items that revert what a run has done to a user: a plain function of events and rows.

use crate::{
    domain::{
        event::Audited,
        sync::{
            Changes, Field, FieldChange, GroupAction, GroupChange,
            change::{user_value, value},
        },
    },
    entity::{
        group_membership::Model as GroupRow,
        membership::{MemberStatus, Model as Membership},
        sync_item::SyncAction,
        user::Model as User,
    },
    error::Code,
    id::OrgId,
};
use chrono::{DateTime, Utc};

use super::{
    super::{person::Draft, staged::Fault},
    load::{Loaded, Pasts},
    past::{OF_MEMBERSHIP, OF_USER, Past, word},
};

/// The fields of a membership that a run never sets. Values in a row that the run has created were
/// set by others.
const OF_OTHERS: [&str; 4] = ["isOwner", "permissions", "allowedIps", "roles"];

/// Returns the items of all loaded users.
pub(super) fn drafts(loaded: &Loaded, source: &str, now: DateTime<Utc>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (user, pasts) in &loaded.pasts {
        let Some(row) = loaded.users.get(user) else {
            // The user was deleted since, with all their rows.
            continue;
        };
        let inverse = Inverse {
            loaded,
            source,
            now,
            user: row,
            pasts,
        };
        drafts.extend(inverse.drafts());
    }
    drafts
}

/// Makes the item of a user who cannot be deleted one that removes the user from the org.
pub(super) fn remove_only(draft: &mut Draft) {
    draft.action = SyncAction::Remove;
    draft.changes.fields.retain(|change| !change.field.is_own());
}

/// Leaves the user's own fields out, because the actor may not update the user.
pub(super) fn keep_own(draft: &mut Draft) {
    let fields = draft.changes.fields.iter_mut();
    for change in fields.filter(|change| change.field.is_own()) {
        change.kept = Some(Code::Forbidden);
    }
    draft.code = Some(Code::Forbidden);
    draft.reason = Some("The token may not update the user.".to_owned());
    draft.changes_address = false;
    let changes = &draft.changes;
    let writes = changes.written().next().is_some() || !changes.groups.is_empty();
    if !writes && changes.default.is_none() {
        draft.action = SyncAction::Conflict;
    }
}

/// Makes an item that the rules refuse a conflict.
pub(super) fn refuse(draft: &mut Draft, fault: Fault) {
    draft.action = SyncAction::Conflict;
    draft.code = Some(fault.code);
    draft.reason = Some(fault.reason);
}

/// What a run has done to a user, and the user's current rows.
pub(super) struct Inverse<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) source: &'a str,
    pub(super) now: DateTime<Utc>,
    pub(super) user: &'a User,
    pub(super) pasts: &'a Pasts,
}

impl Inverse<'_> {
    fn drafts(&self) -> Vec<Draft> {
        let is_created = self.pasts.user.as_ref().is_some_and(|past| past.is_created);
        let mut drafts = Vec::new();
        let mut orgs: Vec<OrgId> = self.pasts.memberships.keys().copied().collect();
        orgs.extend(self.pasts.groups.keys().map(|(org, ..)| *org));
        orgs.sort_unstable();
        orgs.dedup();
        let (made, others): (Vec<OrgId>, Vec<OrgId>) = orgs
            .into_iter()
            .partition(|org| self.past_in(*org).is_some_and(|past| past.is_created));
        for org in others {
            drafts.extend(self.restored(org));
        }
        if !is_created {
            self.add_own(&mut drafts);
        }
        for org in made {
            drafts.extend(self.removed(org));
        }
        if is_created {
            self.delete(&mut drafts);
        }
        self.add_default(&mut drafts);
        drafts
    }

    pub(super) fn past_in(&self, org: OrgId) -> Option<&Past> {
        self.pasts.memberships.get(&org)
    }

    pub(super) fn member(&self, org: OrgId) -> Option<&Membership> {
        self.loaded.memberships.get(&(org, self.user.id))
    }

    pub(super) fn draft(&self, org: OrgId, action: SyncAction) -> Draft {
        Draft {
            line: None,
            action,
            org: Some(org),
            user: Some(self.user.id),
            is_hidden: false,
            code: None,
            reason: None,
            changes: Changes::default(),
            is_masked: false,
            changes_address: false,
        }
    }

    pub(super) fn conflict(&self, org: OrgId, code: Code, reason: String) -> Draft {
        let mut draft = self.draft(org, SyncAction::Conflict);
        draft.code = Some(code);
        draft.reason = Some(reason);
        draft
    }

    /// Returns the item that restores a membership that existed before the run.
    fn restored(&self, org: OrgId) -> Option<Draft> {
        let Some(member) = self.member(org) else {
            let reason = "The membership was removed since the run.".to_owned();
            let is_of_fields = self.past_in(org).is_some_and(is_of_fields);
            return is_of_fields.then(|| self.conflict(org, Code::PlanStale, reason));
        };
        let mut draft = self.draft(org, SyncAction::Update);
        draft.changes.was_retired = member.status == MemberStatus::Retired;
        if let Some(past) = self.past_in(org) {
            let facts = Audited::facts(member);
            let names = OF_MEMBERSHIP.iter().map(|(name, _)| *name);
            if let Some(name) = past.changed_since(&facts, names) {
                return Some(self.conflict(org, Code::PlanStale, changed(name)));
            }
            for (name, field) in OF_MEMBERSHIP {
                let Some(before) = past.value_before(name) else {
                    continue;
                };
                let (before, now) = (word(*field, before), value(member, *field));
                if before != now {
                    draft.changes.fields.push(set(*field, now, before));
                }
            }
        }
        match self.groups(org) {
            Ok(groups) => draft.changes.groups = groups,
            Err((code, reason)) => return Some(self.conflict(org, code, reason)),
        }
        draft.action = match draft.changes.after(Field::Status) {
            Some(word) if word == MemberStatus::Active.as_str() => SyncAction::Reactivate,
            Some(_) => SyncAction::Retire,
            None => SyncAction::Update,
        };
        self.hold(&mut draft, member);
        let is_empty = draft.changes.fields.is_empty() && draft.changes.groups.is_empty();
        (!is_empty).then_some(draft)
    }

    /// Returns the item that removes a membership that the run has created.
    fn removed(&self, org: OrgId) -> Option<Draft> {
        let (member, past) = (self.member(org)?, self.past_in(org)?);
        let facts = Audited::facts(member);
        let names = OF_MEMBERSHIP.iter().map(|(name, _)| *name).chain(OF_OTHERS);
        if let Some(name) = past.changed_since(&facts, names) {
            return Some(self.conflict(org, Code::PlanStale, changed(name)));
        }
        if member.owned_by.as_deref() != Some(self.source) {
            let reason = "The membership belongs to another source since the run.".to_owned();
            return Some(self.conflict(org, Code::OtherSource, reason));
        }
        let mut draft = self.draft(org, SyncAction::Remove);
        for (_, field) in OF_MEMBERSHIP {
            let now = value(member, *field);
            if now.is_some() {
                draft.changes.fields.push(set(*field, now, None));
            }
        }
        // All rows in groups go with the membership, including those of other sources.
        let rows = self.loaded.group_rows.get(&(org, self.user.id));
        for row in rows.into_iter().flatten() {
            let group = self.loaded.groups.get(&row.group_id);
            draft.changes.groups.push(GroupChange {
                name: group.map(|group| group.name.clone()).unwrap_or_default(),
                group: Some(row.group_id),
                action: GroupAction::Leave,
                owned_before: row.owned_by.clone(),
                owned_by: None,
            });
        }
        self.hold(&mut draft, member);
        Some(draft)
    }

    /// Makes the last removal a deletion of the user, if nothing but the run refers to the user.
    fn delete(&self, drafts: &mut [Draft]) {
        let id = self.user.id;
        let Some(past) = &self.pasts.user else { return };
        let removed = drafts
            .iter()
            .filter(|draft| draft.action == SyncAction::Remove);
        let removed = i64::try_from(removed.count()).unwrap_or_default();
        let number = self.loaded.numbers.get(&id).copied().unwrap_or_default();
        // Rows in groups count only if the run has created them.
        let is_of_run = |row: &GroupRow| {
            let key = (row.org_id, row.group_id, row.id.into());
            let past = self.pasts.groups.get(&key);
            past.is_some_and(|past| past.is_created)
        };
        let mut rows = self.loaded.group_rows.iter();
        let is_any_other =
            rows.any(|((_, user), rows)| *user == id && rows.iter().any(|row| !is_of_run(row)));
        if removed != number || self.loaded.with_tokens.contains(&id) || is_any_other {
            return;
        }
        let Some(last) = drafts.last_mut() else {
            return;
        };
        let facts = Audited::facts(self.user);
        let names = OF_USER.iter().map(|(name, _)| *name);
        let names = names.chain(["name", "nameIsCustom", "status"]);
        if let Some(name) = past.changed_since(&facts, names) {
            let fault = Fault::new(Code::PlanStale, changed(name));
            refuse(last, fault);
            return;
        }
        last.action = SyncAction::Delete;
        let mut fields = Vec::new();
        let own = OF_USER.iter().map(|(_, field)| *field);
        for field in own.chain([Field::Name]) {
            let now = user_value(self.user, field);
            if now.is_some() {
                fields.push(set(field, now, None));
            }
        }
        fields.append(&mut last.changes.fields);
        last.changes.fields = fields;
    }

    /// Returns the rows in groups that come back, that go, and that get their owner back.
    ///
    /// # Errors
    /// The conflict of a row that was changed since the run.
    fn groups(&self, org: OrgId) -> Result<Vec<GroupChange>, (Code, String)> {
        let mut changes = Vec::new();
        let rows = self.loaded.group_rows.get(&(org, self.user.id));
        for ((_, group, id), past) in self.pasts.groups.iter().filter(|((of, ..), _)| *of == org) {
            let mut rows = rows.into_iter().flatten();
            let now = rows.find(|row| row.group_id == *group);
            let found = self.loaded.groups.get(group);
            let name = found.map(|group| group.name.clone());
            let change = |action, owned_by| GroupChange {
                name: name.clone().unwrap_or_default(),
                group: Some(*group),
                action,
                owned_before: now.and_then(|row| row.owned_by.clone()),
                owned_by,
            };
            match (past.is_created, past.is_removed, now) {
                // The row was deleted since, or replaced by another one.
                (true, false, Some(row)) if row.id == (*id).into() => {
                    self.must_own(row, name.as_deref())?;
                    changes.push(change(GroupAction::Leave, None));
                }
                (false, true, None) => {
                    if name.is_none() {
                        let reason = "A group of the member was deleted since the run.".to_owned();
                        return Err((Code::GroupNotFound, reason));
                    }
                    let owner = past.value_before("ownedBy").flatten();
                    changes.push(change(GroupAction::Join, owner));
                }
                // The run has taken the row over.
                (false, false, Some(row)) if row.id == (*id).into() => {
                    let owner = past.value_before("ownedBy").flatten();
                    if past.has_changed("ownedBy") && row.owned_by != owner {
                        self.must_own(row, name.as_deref())?;
                        changes.push(change(GroupAction::Own, owner));
                    }
                }
                _ => {}
            }
        }
        Ok(changes)
    }

    /// Checks that the row in a group still belongs to the source of the run.
    fn must_own(&self, row: &GroupRow, group: Option<&str>) -> Result<(), (Code, String)> {
        if row.owned_by.as_deref() == Some(self.source) {
            return Ok(());
        }
        let reason = format!(
            "The row in the group `{}` belongs to another source since the run.",
            group.unwrap_or_default()
        );
        Err((Code::OtherSource, reason))
    }

    /// Makes the item one that is held, if a hold keeps anything that it would write.
    fn hold(&self, draft: &mut Draft, member: &Membership) {
        if member.hold_until.is_none_or(|until| until <= self.now) {
            return;
        }
        let is_removal = draft.action == SyncAction::Remove;
        let mut fields = draft.changes.fields.iter();
        let covers = is_removal
            || draft.changes.groups.iter().any(GroupChange::is_held)
            || fields.any(|change| change.field.is_held());
        if covers {
            draft.action = SyncAction::Held;
            draft.reason = Some("The membership is held.".to_owned());
        }
    }
}

/// Returns whether the events concern fields that the revert restores, not only the default.
fn is_of_fields(past: &Past) -> bool {
    OF_MEMBERSHIP
        .iter()
        .any(|(name, _)| past.before.contains_key(*name))
}

pub(super) fn set(field: Field, before: Option<String>, after: Option<String>) -> FieldChange {
    FieldChange {
        field,
        before,
        after,
        kept: None,
    }
}

pub(super) fn changed(name: &str) -> String {
    format!("`{name}` was changed since the run.")
}
