//! The query that lists audit events, sorted by id.
//!
//! An id starts with the time of its creation, so a time interval is an id range, and a page starts
//! at an index position. Each filter that may match few of very many rows has an index. If several
//! filters are set, the most selective one uses its index, and the rows that the index finds are
//! checked against the other filters one by one.

use uuid::Uuid;

use crate::{
    access::{OrgAccess, Permission},
    db::{Children, Sql, columns},
    domain::Reader,
    entity::event::Model,
    error::Result,
    page::{Key, Kind, Order, Page, PageRequest},
};

use super::{
    filter::{EventFilter, Field, Value},
    get::is_readable,
};

/// Sorts by id, which is the order of time.
pub const BY_ID: Order<Model> = Order {
    name: "events",
    columns: &[("e.id", Kind::Id)],
    keys: |event| vec![event.id.into()],
};

/// Returns a page of the events that the actor may read: events of orgs where the actor holds
/// `events:read`. Events of a user's own row have no org. The platform reads them, and a filter by
/// row, request or user finds them for actors who hold `events:read` in every org of the user.
/// Executes one statement, and another one before it if the filter has an org.
///
/// # Errors
/// `ORG_NOT_FOUND` if the filter's org does not exist or is not visible. `FORBIDDEN` without
/// `events:read` in the filter's org. `BUSY` or `INTERNAL` when the database fails.
pub async fn list(
    reader: &Reader,
    filter: &EventFilter,
    page: &PageRequest,
) -> Result<Page<Model>> {
    permit(reader, filter).await?;
    if filter.matches_nothing() {
        return Ok(page.page(&BY_ID, Vec::new()));
    }
    let sql = list_sql(reader, filter, page);
    Ok(page.page(&BY_ID, sql.all(&reader.conn).await?))
}

/// Returns the statement of [`list`], so that its query plan can be inspected.
#[must_use]
pub fn list_sql(reader: &Reader, filter: &EventFilter, page: &PageRequest) -> Sql {
    let filter = between_cursors(filter, page);
    let everywhere = reader.scope().is_unlimited() && filter.org.is_none();
    let columns = columns::<Model>("e");
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns).push(" FROM ");
    match filter.lead() {
        Some((field, value)) if everywhere || field.is_of_few_orgs() => {
            sql.push("events e WHERE ");
            permitted(&mut sql, reader, &filter.without(field).at_any_time(), true);
            if field.is_nullable() {
                // The index is partial and contains no rows without a value.
                sql.push(" AND ").push(field.column()).push(" IS NOT NULL");
            }
            sql.page_with(
                &[field.column()],
                |sql, _| value.append(sql),
                "e.id",
                filter.ids(),
                page,
            );
        }
        None if everywhere && !filter.is_led_by_kind() => {
            sql.push("events e WHERE ");
            permitted(&mut sql, reader, &filter, true);
            sql.cut(&BY_ID, page);
        }
        lead => of_each_parent(&mut sql, reader, (&filter, lead), page),
    }
    sql
}

/// Returns the filter with the ids between the cursors of the page. With two upper bounds for one
/// column, SQLite may start at the higher bound and read all rows down to the lower one.
fn between_cursors(filter: &EventFilter, page: &PageRequest) -> EventFilter {
    let mut filter = filter.clone();
    if let Some([Key::Id(before)]) = page.before() {
        filter.until = Some(filter.until.map_or(*before, |until| until.min(*before)));
    }
    if let Some([Key::Id(after)]) = page.after() {
        let next = Uuid::from_u128(after.as_u128().saturating_add(1));
        filter.since = Some(filter.since.map_or(next, |since| since.max(next)));
    }
    filter
}

/// Appends the first rows of each org, and of each pair of entity and verb if those are the leading
/// conditions. These rows are adjacent in an index, but rows of several orgs or pairs are not.
fn of_each_parent(
    sql: &mut Sql,
    reader: &Reader,
    (filter, lead): (&EventFilter, Option<(Field, &Value)>),
    page: &PageRequest,
) {
    let scope = reader.scope();
    let everywhere = scope.is_unlimited() && filter.org.is_none();
    let columns = columns::<Model>("e");
    let children = Children {
        columns: &columns,
        from: "events e",
        key: "e.id",
    };
    let parents = |sql: &mut Sql| {
        sql.push("SELECT ").push(if everywhere {
            "NULL AS id"
        } else {
            "readable.id"
        });
        if filter.is_led_by_kind() {
            sql.push(", kind.entity, kind.verb");
        }
        sql.push(" FROM ");
        if !everywhere {
            sql.push("(");
            scope.orgs_where(sql, Permission::EventsRead);
            sql.push(") AS readable");
        }
        if filter.is_led_by_kind() {
            sql.push(if everywhere { "" } else { " CROSS JOIN " });
            filter.kinds(sql);
        }
        sql.push(" WHERE TRUE");
        if let Some(org) = filter.org {
            sql.push(" AND readable.id = ").bind(org);
        }
        if everywhere {
            sql.push(" AND ");
            scope.holds(sql, "NULL", Permission::EventsRead);
        }
    };
    let rows = |sql: &mut Sql| match lead {
        Some((field, value)) => {
            let others = filter.without(field).at_any_time();
            // The index is partial.
            sql.push("e.org_id IS NOT NULL");
            if field.is_nullable() {
                sql.push(" AND ").push(field.column()).push(" IS NOT NULL");
            }
            others.kind(sql);
            others.conditions(sql);
            sql.page_with(
                &["e.org_id", field.column()],
                |sql, number| match number {
                    0 => {
                        sql.push("parent.id");
                    }
                    _ => value.append(sql),
                },
                "e.id",
                filter.ids(),
                page,
            );
        }
        None if everywhere => {
            sql.push("TRUE");
            filter.at_any_time().conditions(sql);
            sql.page_with(
                &["e.entity", "e.verb"],
                |sql, number| {
                    sql.push(["parent.entity", "parent.verb"][number]);
                },
                "e.id",
                filter.ids(),
                page,
            );
        }
        None => {
            sql.push("e.org_id = parent.id");
            if filter.is_led_by_kind() {
                sql.push(" AND e.entity = parent.entity AND e.verb = parent.verb");
            }
            filter.conditions(sql);
            sql.cut(&BY_ID, page);
        }
    };
    sql.push("(").first_per_parent(children, parents, rows);
    sql.push(") AS e").cut(&BY_ID, page);
}

/// Returns the number of events in the list.
///
/// # Errors
/// `ORG_NOT_FOUND` if the filter's org does not exist or is not visible. `FORBIDDEN` without
/// `events:read` in the filter's org. `BUSY` or `INTERNAL` when the database fails.
pub async fn count(reader: &Reader, filter: &EventFilter) -> Result<i64> {
    permit(reader, filter).await?;
    if filter.matches_nothing() {
        return Ok(0);
    }
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM events e WHERE ");
    let lead = filter.lead();
    let by_row =
        reader.scope().is_unlimited() || lead.is_some_and(|(field, _)| field.is_of_few_orgs());
    permitted(&mut sql, reader, filter, by_row);
    sql.count(&reader.conn).await
}

/// Appends the conditions for a row of `events AS e`: the actor may read the row, and the row
/// matches the filter. `by_row`: the permission is checked row by row, instead of starting from the
/// actor's orgs.
fn permitted(sql: &mut Sql, reader: &Reader, filter: &EventFilter, by_row: bool) {
    let scope = reader.scope();
    match by_row {
        true => is_readable(sql, &scope),
        false => {
            sql.push("e.org_id IN (");
            scope.orgs_where(sql, Permission::EventsRead);
            sql.push(")");
        }
    }
    if let Some(org) = filter.org {
        sql.push(" AND e.org_id = ").bind(org);
    }
    filter.kind(sql);
    filter.conditions(sql);
}

/// Fails if the actor may not read events of the filter's org. Otherwise a forbidden list would
/// look like an empty one.
///
/// # Errors
/// `ORG_NOT_FOUND` if the filter's org does not exist or is not visible. `FORBIDDEN` without
/// `events:read` in the filter's org. `BUSY` or `INTERNAL` when the database fails.
pub async fn permit(reader: &Reader, filter: &EventFilter) -> Result<()> {
    let Some(org) = filter.org else {
        return Ok(());
    };
    OrgAccess::require(&reader.conn, &reader.actor, org, Permission::EventsRead)
        .await
        .map(drop)
}
