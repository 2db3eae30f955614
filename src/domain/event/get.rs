//! Queries that read audit events by id.

use uuid::Uuid;

use crate::{
    access::Permission, db::Sql, domain::Reader, entity::event::Model, error::Result, id::EventId,
};

/// Returns the event, if the actor may read it.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find(reader: &Reader, event: EventId) -> Result<Option<Model>> {
    Ok(find_many(reader, &[event.into()]).await?.pop())
}

/// Returns those of the events that the actor may read: events of orgs where the actor holds
/// `events:read`. Only the platform reads events without an org. Executes one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find_many(reader: &Reader, events: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "e", " WHERE ");
    sql.is_one_of("e.id", events).push(" AND ");
    reader
        .scope()
        .holds(&mut sql, "e.org_id", Permission::EventsRead);
    sql.all(&reader.conn).await
}
