//! Queries on sync runs and their items. A run is visible to those who hold `sync:write` in every
//! org of the run.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    access::Permission,
    db::{Sql, columns},
    domain::Reader,
    entity::{
        org, sync_item,
        sync_item::SyncAction,
        sync_run::{Model, SyncStatus},
    },
    error::{Error, Result},
    id::{OrgId, SyncRunId, UserId},
    page::{Key, Kind, Order, Page, PageRequest},
};

use super::{
    Changes, Counts, Field, FieldChange, GroupAction, Guard, Options, file::AUTO, run::visible,
};

/// Sorts runs by id, oldest first.
pub const BY_ID: Order<Model> = Order {
    name: "sync runs",
    columns: &[("r.id", Kind::Id)],
    keys: |run| vec![run.id.into()],
};

/// Sorts the items of a run in the order in which they are applied.
pub const BY_POSITION: Order<SyncItem> = Order {
    name: "sync items",
    columns: &[("i.position", Kind::Number)],
    keys: |item| vec![Key::Number(item.position)],
};

/// The maximum number of orgs that [`untouched_orgs`] returns for a run.
pub const MAX_UNTOUCHED: u32 = 1_000;

/// An item of a plan as a caller sees it.
#[derive(Debug, Clone)]
pub struct SyncItem {
    /// The position in the plan.
    pub position: i32,
    /// The line in the file. `None` for an item without a line.
    pub line: Option<i32>,
    /// The action.
    pub action: SyncAction,
    /// The user. `None` for a user whom the run creates, and for a user whom the planning token
    /// could not see.
    pub user: Option<UserId>,
    /// The org.
    pub org: Option<OrgId>,
    /// Why the item is not applied, or was not.
    pub code: Option<String>,
    /// The reason, for people.
    pub reason: Option<String>,
    /// The fields, with the groups as the last one.
    pub fields: Vec<FieldChange>,
}

impl SyncItem {
    fn of(row: sync_item::Model) -> Result<Self> {
        let changes: Changes = serde_json::from_str(&row.changes).map_err(Error::internal)?;
        let mut fields = changes.fields.clone();
        fields.extend(changes.shown_groups());
        if row.is_hidden {
            for field in &mut fields {
                field.before = None;
                // New users have no owner, so the reason would tell that the user exists.
                field.kept = None;
            }
        }
        let reason = match (row.reason, row.line) {
            (None, Some(first)) if row.lines > 1 => {
                let last = first.saturating_add(row.lines - 1);
                Some(format!("lines {first}-{last}"))
            }
            (reason, _) => reason,
        };
        let reasons = [reason, changes.owners_of_groups()];
        let reasons: Vec<String> = reasons.into_iter().flatten().collect();
        Ok(Self {
            position: row.position,
            line: row.line,
            action: row.action,
            user: row.user_id.filter(|_| !row.is_hidden),
            org: row.org_id,
            code: row.code,
            reason: (!reasons.is_empty()).then(|| reasons.join(" ")),
            fields,
        })
    }
}

impl Changes {
    /// Returns the groups as one field: before, the names of those that the member leaves; after, the
    /// names of those that the member joins. `None` if there are none.
    fn shown_groups(&self) -> Option<FieldChange> {
        let (before, after) = (
            self.names(GroupAction::Leave),
            self.names(GroupAction::Join),
        );
        (before.is_some() || after.is_some()).then_some(FieldChange {
            field: Field::Groups,
            before,
            after,
            kept: None,
        })
    }
}

impl Changes {
    /// Returns the names of the groups with this action. `None` if there are none.
    fn names(&self, action: GroupAction) -> Option<String> {
        let groups = self.groups.iter().filter(|group| group.action == action);
        let names: Vec<String> = groups.map(|group| escaped(&group.name)).collect();
        (!names.is_empty()).then(|| names.join(";"))
    }

    /// Returns what people should know about rows in groups that only get another owner.
    fn owners_of_groups(&self) -> Option<String> {
        let names = self.names(GroupAction::Own)?;
        Some(format!(
            "The rows in these groups get another owner: {names}."
        ))
    }
}

/// Returns the name as a list of names contains it.
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace(';', "\\;")
}

impl Model {
    /// Returns the counts of the plan.
    ///
    /// # Errors
    /// `INTERNAL` if the stored counts are damaged.
    pub fn counts(&self) -> Result<Counts> {
        serde_json::from_value(self.counts.clone()).map_err(Error::internal)
    }

    /// Returns the preset by which the file is read. `None` until it is known, and for a revert.
    ///
    /// # Errors
    /// `INTERNAL` if the stored options are damaged.
    pub fn preset(&self) -> Result<Option<String>> {
        let options: Options =
            serde_json::from_value(self.options.clone()).map_err(Error::internal)?;
        let is_known = self.revert_of.is_none() && options.preset != AUTO;
        Ok(is_known.then_some(options.preset))
    }

    /// Returns the verdict of the guard.
    ///
    /// # Errors
    /// `INTERNAL` if the stored verdict is damaged.
    pub fn guard(&self) -> Result<Guard> {
        serde_json::from_value(self.guard.clone()).map_err(Error::internal)
    }

    /// Returns whether the plan is complete and can be read.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.planned_at.is_some() && self.status != SyncStatus::Planning
    }

    /// Returns the number of items with this action, or of all items. It is computed from the
    /// counts: an item stands for one line, except that one item stands for several unchanged
    /// lines.
    ///
    /// # Errors
    /// `INTERNAL` if the stored counts are damaged.
    pub fn count_of_items(&self, action: Option<SyncAction>) -> Result<i64> {
        let counts = self.counts()?;
        let others = counts.created
            + counts.joined
            + counts.updated
            + counts.reactivated
            + counts.retired
            + counts.removed
            + counts.deleted
            + counts.held
            + counts.conflicts;
        let all = i64::from(self.items);
        Ok(match action {
            None => all,
            Some(SyncAction::Create) => counts.created,
            Some(SyncAction::Join) => counts.joined,
            Some(SyncAction::Update) => counts.updated,
            Some(SyncAction::Reactivate) => counts.reactivated,
            Some(SyncAction::Retire) => counts.retired,
            Some(SyncAction::Remove) => counts.removed,
            Some(SyncAction::Delete) => counts.deleted,
            Some(SyncAction::Held) => counts.held,
            Some(SyncAction::Conflict) => counts.conflicts,
            Some(SyncAction::Unchanged) => all - others,
        })
    }
}

/// Returns the run, if the actor may see it.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find(reader: &Reader, run: SyncRunId) -> Result<Option<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "r", " WHERE r.id = ");
    sql.bind(run).push(" AND ");
    visible(&mut sql, &reader.actor, "r");
    sql.one(&reader.conn).await
}

/// Returns the runs that the actor may see, in one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find_many(reader: &Reader, runs: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "r", " WHERE ");
    sql.is_one_of("r.id", runs).push(" AND ");
    visible(&mut sql, &reader.actor, "r");
    sql.all(&reader.conn).await
}

/// Returns a page of the runs that the actor may see.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn list(reader: &Reader, page: &PageRequest) -> Result<Page<Model>> {
    let mut sql = list_sql(reader, &columns::<Model>("r"));
    sql.page(&BY_ID, page);
    Ok(page.page(&BY_ID, sql.all(&reader.conn).await?))
}

/// Returns the number of runs that the actor may see.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count(reader: &Reader) -> Result<i64> {
    list_sql(reader, "count(*)").count(&reader.conn).await
}

/// Returns the statement that selects `what` of the runs `r` that the actor may see. For actors
/// other than the platform, it starts from their orgs and their token, because the runs of all
/// other orgs may be many.
fn list_sql(reader: &Reader, what: &str) -> Sql {
    let scope = reader.scope();
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(what).push(" FROM ");
    if scope.is_unlimited() {
        sql.push("sync_runs r WHERE ");
    } else {
        sql.from_ids("sync_runs", "r", |sql| {
            sql.push("SELECT s.run_id AS id FROM sync_scopes s WHERE s.org_id IN (");
            scope.orgs_where(sql, Permission::SyncWrite);
            sql.push(")");
            if let Some(token) = reader.actor.token() {
                sql.push(" UNION ALL SELECT o.id FROM sync_runs o WHERE o.token_id = ")
                    .bind(token);
            }
        });
        sql.push(" AND ");
    }
    visible(&mut sql, &reader.actor, "r");
    sql
}

/// Returns a page of the items of a run, optionally only of those with this action. The page is
/// empty if the actor may not see the run.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn items(
    reader: &Reader,
    run: SyncRunId,
    action: Option<SyncAction>,
    page: &PageRequest,
) -> Result<Page<SyncItem>> {
    let sql = items_sql(reader, run, action, page);
    let rows: Vec<sync_item::Model> = sql.all(&reader.conn).await?;
    let items = rows.into_iter().map(SyncItem::of).collect::<Result<_>>()?;
    Ok(page.page(&BY_POSITION, items))
}

/// Returns the statement that [`items`] executes, for inspecting its query plan.
#[must_use]
pub fn items_sql(
    reader: &Reader,
    run: SyncRunId,
    action: Option<SyncAction>,
    page: &PageRequest,
) -> Sql {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<sync_item::Model>("i"))
        .push(" FROM sync_items i WHERE i.run_id = ")
        .bind(run);
    if let Some(action) = action {
        sql.push(" AND i.action = ").word(action.as_str());
    }
    sql.push(" AND EXISTS (SELECT 1 FROM sync_runs r WHERE r.id = ")
        .bind(run)
        .push(" AND ");
    visible(&mut sql, &reader.actor, "r");
    sql.push(")").page(&BY_POSITION, page);
    sql
}

/// An org of a run that the run does not touch.
#[derive(FromQueryResult)]
struct Untouched {
    run_id: SyncRunId,
    #[sea_orm(nested)]
    org: org::Model,
}

/// Returns the orgs in which the source of a run owns members and that the file does not name, of
/// each run, in one statement. Orgs and runs that the actor may not see are left out, and at most
/// [`MAX_UNTOUCHED`] orgs are returned for each run, oldest first.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn untouched_orgs(
    reader: &Reader,
    runs: &[Uuid],
) -> Result<HashMap<SyncRunId, Vec<org::Model>>> {
    let mut sql = Sql::new(&reader.conn, "SELECT s.run_id, ");
    sql.push(&columns::<org::Model>("o"))
        .push(
            " FROM (SELECT t.run_id, t.org_id, row_number() OVER \
             (PARTITION BY t.run_id ORDER BY t.org_id) AS place FROM sync_scopes t WHERE ",
        )
        .is_one_of("t.run_id", runs)
        .push(" AND NOT t.is_touched AND ");
    reader.scope().belongs(&mut sql, "t.org_id");
    sql.push(
        ") AS s JOIN sync_runs r ON r.id = s.run_id JOIN orgs o ON o.id = s.org_id WHERE s.place <= ",
    )
    .push(&MAX_UNTOUCHED.to_string())
    .push(" AND ");
    visible(&mut sql, &reader.actor, "r");
    sql.push(" ORDER BY s.run_id, o.id");
    let mut orgs = HashMap::<_, Vec<_>>::new();
    for row in sql.all::<Untouched>(&reader.conn).await? {
        orgs.entry(row.run_id).or_default().push(row.org);
    }
    Ok(orgs)
}

#[cfg(test)]
mod tests {
    use crate::domain::sync::GroupChange;

    use super::*;

    fn row(is_hidden: bool) -> sync_item::Model {
        let group = |name: &str, action| GroupChange {
            name: name.to_owned(),
            group: None,
            action,
            owned_before: None,
            owned_by: None,
        };
        let changes = Changes {
            fields: vec![FieldChange {
                field: Field::First,
                before: Some("Ann".to_owned()),
                after: Some("Anna".to_owned()),
                kept: Some(crate::error::Code::Forbidden),
            }],
            groups: vec![
                group("a;b", GroupAction::Join),
                group("c\\d", GroupAction::Join),
                group("e", GroupAction::Leave),
                group("f", GroupAction::Own),
            ],
            ..Changes::default()
        };
        sync_item::Model {
            run_id: Uuid::nil().into(),
            position: 0,
            line: Some(2),
            lines: 1,
            action: SyncAction::Create,
            org_id: None,
            user_id: Some(Uuid::nil().into()),
            is_hidden,
            code: None,
            reason: None,
            changes: serde_json::to_string(&changes).expect("JSON"),
        }
    }

    #[test]
    fn groups_are_one_field_with_escaped_names() {
        let item = SyncItem::of(row(false)).expect("an item");
        let groups = item.fields.last().expect("a field");
        assert_eq!(groups.field, Field::Groups);
        assert_eq!(groups.after.as_deref(), Some("a\\;b;c\\\\d"));
        assert_eq!(groups.before.as_deref(), Some("e"));
        let reason = "The rows in these groups get another owner: f.";
        assert_eq!(item.reason.as_deref(), Some(reason));
        assert!(item.user.is_some());
    }

    #[test]
    fn hidden_item_shows_nothing_of_the_user() {
        let item = SyncItem::of(row(true)).expect("an item");
        assert!(item.user.is_none());
        let is_hidden = |field: &FieldChange| field.before.is_none() && field.kept.is_none();
        assert!(item.fields.iter().all(is_hidden));
        assert_eq!(item.fields[0].after.as_deref(), Some("Anna"));
    }

    #[test]
    fn range_of_unchanged_lines_is_named_in_the_reason() {
        let range = sync_item::Model {
            lines: 1_000,
            action: SyncAction::Unchanged,
            changes: "{}".to_owned(),
            ..row(false)
        };
        let item = SyncItem::of(range).expect("an item");
        assert_eq!(item.line, Some(2));
        assert_eq!(item.reason.as_deref(), Some("lines 2-1001"));
        assert!(item.fields.is_empty());
    }
}
