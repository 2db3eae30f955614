//! Queries that read audit events by id.

use uuid::Uuid;

use crate::{
    access::{Permission, Scope},
    db::Sql,
    domain::Reader,
    entity::event::Model,
    error::Result,
    id::EventId,
};

/// The maximum number of ids that one statement reads.
const MAX_IDS: u32 = 10_000;

/// Returns the event, if the actor may read it.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find(reader: &Reader, event: EventId) -> Result<Option<Model>> {
    Ok(find_many(reader, &[event.into()]).await?.pop())
}

/// Returns those of the events that the actor may read: events of orgs where the actor holds
/// `events:read`, and events of users' own rows where the actor holds it in every org of the user.
/// The platform reads all events. Executes one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find_many(reader: &Reader, events: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "e", " WHERE ");
    sql.is_one_of("e.id", events).push(" AND ");
    is_readable(&mut sql, &reader.scope());
    sql.all(&reader.conn).await
}

/// Returns the ids of the events from `begin` on that the actor may read, in pages of one statement
/// each.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn ids_from(reader: &Reader, begin: Uuid) -> Result<Vec<Uuid>> {
    let (mut ids, mut begin) = (Vec::<Uuid>::new(), begin);
    loop {
        let mut sql = Sql::new(&reader.conn, "SELECT e.id FROM events e WHERE ");
        is_readable(&mut sql, &reader.scope());
        sql.push(" AND e.id >= ")
            .bind(begin)
            .push(" ORDER BY e.id")
            .limit(MAX_IDS);
        let rows = sql.rows(&reader.conn).await?;
        let is_last = rows.len() < MAX_IDS as usize;
        for row in rows {
            ids.push(row.try_get("", "id")?);
        }
        match ids.last() {
            Some(last) if !is_last => begin = Uuid::from_u128(last.as_u128().saturating_add(1)),
            _ => return Ok(ids),
        }
    }
}

/// Adds the condition that the actor may read the row of `events AS e`, checked row by row.
pub(super) fn is_readable(sql: &mut Sql, scope: &Scope) {
    let permission = Permission::EventsRead;
    if scope.is_unlimited() {
        scope.holds(sql, "e.org_id", permission);
        return;
    }
    // With an OR, PostgreSQL would read all events of the actor's org.
    sql.push("CASE WHEN e.org_id IS NULL THEN e.entity = 'user' AND ");
    scope.holds_in_every_org(sql, "e.user_id", permission);
    sql.push(" ELSE ");
    scope.holds(sql, "e.org_id", permission);
    sql.push(" END");
}
