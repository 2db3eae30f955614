//! Writes items, and counts what they do: for the run, for each org and for each group.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::json;

use crate::{
    db::{Kind, Sql, many},
    domain::{
        Tx,
        sync::{Changes, Counts, Field, GroupAction},
    },
    entity::{
        membership::{MemberRole, MemberStatus},
        sync_group,
        sync_item::{self, SyncAction},
        sync_scope,
    },
    error::{Error, Result},
    id::{OrgId, SyncRunId},
    normalize,
};

use super::{person::Draft, progress::Progress};

/// The items of a step, and what they do.
#[derive(Debug)]
pub(super) struct Ledger<'a> {
    run: SyncRunId,
    progress: &'a mut Progress,
    items: Vec<sync_item::Model>,
    orgs: BTreeMap<OrgId, Tally>,
    groups: BTreeMap<(OrgId, String), GroupTally>,
}

/// What items do in an org.
#[derive(Debug, Default)]
struct Tally {
    removals: i32,
    leaving: i32,
    joining: i32,
}

/// What items do in a group.
#[derive(Debug)]
struct GroupTally {
    name: String,
    group: Option<crate::id::GroupId>,
    leaving: i32,
    joining: i32,
}

impl<'a> Ledger<'a> {
    /// Creates a ledger without items.
    pub(super) fn new(run: SyncRunId, progress: &'a mut Progress) -> Self {
        Self {
            run,
            progress,
            items: Vec::new(),
            orgs: BTreeMap::new(),
            groups: BTreeMap::new(),
        }
    }

    /// Adds an unchanged line. Contiguous lines are one item.
    pub(super) fn unchanged(&mut self, line: i32) -> Result<()> {
        self.progress.counts.unchanged += 1;
        match &mut self.progress.unchanged {
            Some((_, last)) if last.checked_add(1) == Some(line) => *last = line,
            _ => {
                self.end_unchanged()?;
                self.progress.unchanged = Some((line, line));
            }
        }
        Ok(())
    }

    /// Ends the range of unchanged lines.
    pub(super) fn end_unchanged(&mut self) -> Result<()> {
        let Some((first, last)) = self.progress.unchanged.take() else {
            return Ok(());
        };
        let item = sync_item::Model {
            run_id: self.run,
            position: 0,
            line: Some(first),
            lines: last - first + 1,
            action: SyncAction::Unchanged,
            org_id: None,
            user_id: None,
            is_hidden: false,
            code: None,
            reason: None,
            changes: to_text(&Changes::default())?,
        };
        self.push(item)
    }

    /// Adds an item.
    pub(super) fn add(&mut self, draft: &Draft) -> Result<()> {
        self.count(draft);
        let item = item_of(self.run, draft)?;
        self.push(item)
    }

    fn push(&mut self, mut item: sync_item::Model) -> Result<()> {
        item.position = self.progress.position;
        let next = item.position.checked_add(1);
        self.progress.position = next.ok_or_else(|| Error::internal("too many items"))?;
        self.items.push(item);
        Ok(())
    }

    fn count(&mut self, draft: &Draft) {
        let counts = &mut self.progress.counts;
        match draft.action {
            SyncAction::Create => counts.created += 1,
            SyncAction::Join => counts.joined += 1,
            SyncAction::Update => counts.updated += 1,
            SyncAction::Reactivate => counts.reactivated += 1,
            SyncAction::Retire => counts.retired += 1,
            SyncAction::Remove => counts.removed += 1,
            SyncAction::Delete => counts.deleted += 1,
            SyncAction::Unchanged => counts.unchanged += 1,
            SyncAction::Held => counts.held += 1,
            SyncAction::Conflict => counts.conflicts += 1,
        }
        let Some(org) = draft.org else { return };
        if matches!(draft.action, SyncAction::Unchanged | SyncAction::Conflict) {
            return;
        }
        let tally = self.orgs.entry(org).or_default();
        let mut remove = |counts: &mut Counts, what: &str| {
            *counts.removals.entry(what.to_owned()).or_default() += 1;
            tally.removals = tally.removals.saturating_add(1);
        };
        let is_held = draft.action == SyncAction::Held;
        let is_whole = match draft.action {
            SyncAction::Remove => {
                remove(counts, "removed");
                true
            }
            SyncAction::Delete => {
                remove(counts, "deleted");
                true
            }
            _ => false,
        };
        let written = draft
            .changes
            .fields
            .iter()
            .filter(|change| change.kept.is_none() && (!is_held || change.field.is_own()))
            .filter(|_| !is_whole);
        for change in written {
            let (before, after) = (change.before.as_deref(), change.after.as_deref());
            match change.field {
                Field::Role
                    if before == Some(MemberRole::Admin.as_str())
                        && after != Some(MemberRole::Admin.as_str()) =>
                {
                    remove(counts, "admins");
                }
                Field::Status
                    if before == Some(MemberStatus::Active.as_str())
                        && after == Some(MemberStatus::Retired.as_str()) =>
                {
                    remove(counts, "retired");
                }
                Field::Email if draft.changes_address => remove(counts, "emails"),
                _ => {}
            }
            if before.is_some() && after.is_none() && is_data(change.field) {
                counts.cleared_fields += 1;
                remove(counts, "cleared");
            }
        }
        if is_held {
            return;
        }
        let groups = draft.changes.groups.iter();
        for group in groups.filter(|group| group.action != GroupAction::Own) {
            let key = (org, normalize::key(&group.name));
            let of_group = self.groups.entry(key).or_insert_with(|| GroupTally {
                name: group.name.clone(),
                group: group.group,
                leaving: 0,
                joining: 0,
            });
            if group.action == GroupAction::Join {
                counts.groups_added += 1;
                of_group.joining = of_group.joining.saturating_add(1);
            } else {
                counts.groups_removed += 1;
                of_group.leaving = of_group.leaving.saturating_add(1);
                remove(counts, "groups");
            }
        }
        let status = draft
            .changes
            .fields
            .iter()
            .find(|change| change.field == Field::Status);
        let status = status.map(|change| (change.before.as_deref(), change.after.as_deref()));
        let active = Some(MemberStatus::Active.as_str());
        match status {
            Some((before, after)) if before != active && after == active => {
                tally.joining = tally.joining.saturating_add(1);
            }
            Some((before, after)) if before == active && after != active => {
                tally.leaving = tally.leaving.saturating_add(1);
            }
            _ => {}
        }
    }

    /// Writes the items and the counts of orgs and groups.
    pub(super) async fn write(self, tx: &Tx) -> Result<()> {
        let items: Vec<&sync_item::Model> = self.items.iter().collect();
        many::insert(tx.conn(), &items).await?;
        let run = self.run;
        let scopes: Vec<sync_scope::Model> = self
            .orgs
            .into_iter()
            .filter(|(_, tally)| tally.removals + tally.leaving + tally.joining > 0)
            .map(|(org, tally)| sync_scope::Model {
                run_id: run,
                org_id: org,
                is_touched: true,
                removals: tally.removals,
                leaving: tally.leaving,
                joining: tally.joining,
            })
            .collect();
        if !scopes.is_empty() {
            let mut sql = Sql::new(tx.conn(), "");
            many::insert_into(&mut sql, &scopes.iter().collect::<Vec<_>>());
            sql.push(
                " WHERE TRUE ON CONFLICT (run_id, org_id) DO UPDATE SET \
                 removals = sync_scopes.removals + excluded.removals, \
                 leaving = sync_scopes.leaving + excluded.leaving, \
                 joining = sync_scopes.joining + excluded.joining",
            );
            sql.execute(tx.conn()).await?;
        }
        let groups = self.groups.into_iter();
        let groups: Vec<sync_group::Model> = groups
            .map(|((org, key), tally)| sync_group::Model {
                run_id: run,
                org_id: org,
                name_key: key,
                name: tally.name,
                group_id: tally.group,
                removals: tally.leaving,
                leaving: tally.leaving,
                joining: tally.joining,
            })
            .collect();
        if groups.is_empty() {
            return Ok(());
        }
        let known = known_groups(tx, run, &groups).await?;
        let made = groups
            .iter()
            .filter(|group| group.group_id.is_none())
            .map(|group| (group.org_id, group.name_key.clone()));
        let made = made.filter(|key| !known.contains(key)).count();
        self.progress.counts.groups_created += i64::try_from(made).map_err(Error::internal)?;
        let mut sql = Sql::new(tx.conn(), "");
        many::insert_into(&mut sql, &groups.iter().collect::<Vec<_>>());
        sql.push(
            " WHERE TRUE ON CONFLICT (run_id, org_id, name_key) DO UPDATE SET \
             removals = sync_groups.removals + excluded.removals, \
             leaving = sync_groups.leaving + excluded.leaving, \
             joining = sync_groups.joining + excluded.joining",
        );
        sql.execute(tx.conn()).await.map(drop)
    }
}

/// Returns whether the field is data of the file, not bookkeeping that a revert gives back.
fn is_data(field: Field) -> bool {
    !matches!(
        field,
        Field::IsDefault | Field::DefaultReason | Field::OwnedBy | Field::UserOwnedBy
    )
}

/// Returns which of these groups earlier steps have counted.
async fn known_groups(
    tx: &Tx,
    run: SyncRunId,
    groups: &[sync_group::Model],
) -> Result<HashSet<(OrgId, String)>> {
    let keys: BTreeSet<(OrgId, &str)> = groups
        .iter()
        .filter(|group| group.group_id.is_none())
        .map(|group| (group.org_id, group.name_key.as_str()))
        .collect();
    if keys.is_empty() {
        return Ok(HashSet::new());
    }
    let keys: Vec<_> = keys
        .into_iter()
        .map(|(org, key)| json!({ "org_id": org.0.simple().to_string(), "name_key": key }))
        .collect();
    let columns = [("org_id", Kind::Id), ("name_key", Kind::Text)];
    let mut sql = Sql::new(tx.conn(), "SELECT g.org_id, g.name_key FROM ");
    sql.rows_of("k", &columns, &keys)
        .push(" CROSS JOIN sync_groups g WHERE g.run_id = ")
        .bind(run)
        .push(" AND g.org_id = k.org_id AND g.name_key = k.name_key");
    let mut known = HashSet::new();
    for row in sql.rows(tx.conn()).await? {
        known.insert((row.try_get("", "org_id")?, row.try_get("", "name_key")?));
    }
    Ok(known)
}

fn to_text(changes: &Changes) -> Result<String> {
    serde_json::to_string(changes).map_err(Error::internal)
}

/// Returns the stored form of an item, without its position.
pub(super) fn item_of(run: SyncRunId, draft: &Draft) -> Result<sync_item::Model> {
    Ok(sync_item::Model {
        run_id: run,
        position: 0,
        line: draft.line,
        lines: 1,
        action: draft.action,
        org_id: draft.org,
        user_id: draft.user,
        is_hidden: draft.is_hidden,
        code: draft.code.map(|code| code.as_str().to_owned()),
        reason: draft.reason.clone(),
        changes: to_text(&draft.changes)?,
    })
}
