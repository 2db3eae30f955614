//! Writing the changed rows of the world: each row once, in its final state, and all events in
//! their order.
//!
//! Both engines check unique indexes row by row, so rows that free a unique value are written in an
//! earlier statement than rows that take one. Everything else is one statement on PostgreSQL, and
//! one statement for each table on SQLite.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, Iterable, PrimaryKeyToColumn};

use crate::{
    db::{
        Conn, Sql,
        many::{self, ColumnOf, MAX_AT_ONCE},
    },
    domain::{Tx, event::Audited, job},
    entity::{group, group_membership, idempotency_key, membership, org, role, token, user},
    error::{Error, Result},
};

use super::{
    World,
    piece::{Piece, ToWrite},
    roles::write_roles,
    row::{Row, is_same},
    stored,
    table::Differs,
    without_org,
};

/// Maximum number of events that are written together with the rows. A larger number is built in a
/// separate thread, concurrently.
const MAX_WITH_ROWS: usize = 512;

/// The statements in two stages: the first frees unique values, the second may take them.
#[derive(Default)]
struct Stages {
    first: Vec<Piece>,
    second: Vec<Piece>,
    /// Whether the second stage takes values that the first one frees, so that they cannot be one
    /// statement.
    are_apart: bool,
}

impl World {
    /// Writes the rows and their events.
    pub(super) async fn write(mut self, tx: &Tx) -> Result<()> {
        self.write_aliases(tx).await?;
        for bulk in std::mem::take(&mut self.bulk) {
            bulk.write(tx).await?;
        }
        let events = std::mem::take(&mut self.events);
        let mut events = tx.numbered(self.actors(), events);
        if events.len() > MAX_WITH_ROWS {
            tx.record_batch(std::mem::take(&mut events));
        }
        for effect in std::mem::take(&mut self.effects) {
            tx.after_commit(effect);
        }
        let jobs = std::mem::take(&mut self.jobs_to_queue);
        let orgs = self.differing::<org::Model>();
        let users = self.differing::<user::Model>();
        let groups = self.differing::<group::Model>();
        let roles = self.differing::<role::Model>();
        let tokens = self.differing::<token::Model>();
        let memberships = self.differing::<membership::Model>();
        let group_memberships = self.differing::<group_membership::Model>();
        let mut stages = Stages::default();
        stages.store(self.stored.to_write(), self.now());
        stages.end(&tokens);
        stages.end(&group_memberships);
        stages.end(&memberships);
        stages.end(&roles);
        stages.end(&groups);
        stages.end(&users);
        stages.end(&orgs);
        stages.begin(&orgs);
        stages.begin(&users);
        stages.begin(&groups);
        stages.begin(&roles);
        stages.begin(&memberships);
        stages.begin(&group_memberships);
        stages.begin(&tokens);
        stages
            .second
            .extend(without_org::pieces(&users, &memberships));
        let events: Vec<_> = events.into_iter().map(|event| event()).collect();
        if !events.is_empty() {
            tx.wrote_events(events.len());
            stages.second.push(Piece {
                rows: events.len(),
                write: Box::new(move |sql| {
                    many::insert_into(sql, &events.iter().collect::<Vec<_>>());
                }),
                expects: None,
            });
        }
        if !stages.are_apart {
            stages.first.append(&mut stages.second);
        }
        execute(tx.conn(), stages.first).await?;
        execute(tx.conn(), stages.second).await?;
        let of = |(was, is): &(Arc<membership::Model>, Arc<membership::Model>)| {
            (Some(was.clone()), is.clone())
        };
        let with_roles: Vec<_> = memberships
            .losing
            .iter()
            .chain(&memberships.changed)
            .map(of)
            .chain(memberships.new.iter().map(|new| (None, new.clone())))
            .filter(|(was, is)| {
                was.as_ref().and_then(|was| was.roles.as_ref()) != is.roles.as_ref()
            })
            .collect();
        let with_roles: Vec<_> = with_roles
            .iter()
            .map(|(was, is)| (was.as_deref(), &**is))
            .collect();
        write_roles(tx, &with_roles).await?;
        for (id, row) in jobs {
            job::write(tx, id, row).await?;
        }
        Ok(())
    }

    fn differing<R: Row>(&mut self) -> ToWrite<R> {
        let mut to_write = ToWrite {
            gone: Vec::new(),
            losing: Vec::new(),
            changed: Vec::new(),
            new: Vec::new(),
        };
        for differs in R::table(self).to_write() {
            match differs {
                (None, None) => {}
                (None, Some(is)) => to_write.new.push(is),
                (Some(was), None) => to_write.gone.push(was),
                (Some(was), Some(is)) if !is_same(&was, &is) => {
                    to_write.gone.push(was);
                    to_write.new.push(is);
                }
                (Some(was), Some(is)) if R::gives_up(&was, &is) => to_write.losing.push((was, is)),
                (Some(was), Some(is)) => to_write.changed.push((was, is)),
            }
        }
        // Sorted as the index on the key is, so that the inserts do not each read a distant page of
        // the index.
        to_write.new.sort_by_cached_key(|row| row.key());
        to_write
    }
}

impl Stages {
    /// Adds the outcomes of changes with an idempotency key. Expired rows are deleted first,
    /// because a new row may replace one.
    fn store(&mut self, rows: Vec<Differs<idempotency_key::Model>>, now: DateTime<Utc>) {
        if rows.is_empty() {
            return;
        }
        self.are_apart |= rows.iter().any(|(was, _)| was.is_some());
        let rows: Vec<_> = rows.into_iter().filter_map(|(_, is)| is).collect();
        let number = rows.len();
        self.first.push(Piece {
            expects: None,
            rows: number,
            write: Box::new(move |sql| stored::sweep(sql, number, now)),
        });
        self.second.push(Piece {
            expects: None,
            rows: number,
            write: Box::new(move |sql| {
                stored::insert_into(sql, &rows.iter().map(Arc::as_ref).collect::<Vec<_>>());
            }),
        });
    }

    /// Adds the deletes, and the updates that free a unique value.
    fn end<R: Row>(&mut self, rows: &ToWrite<R>) {
        for gone in rows.gone.chunks(MAX_AT_ONCE) {
            let ids: Vec<_> = gone.iter().map(|row| Audited::id(&**row)).collect();
            self.first.push(Piece {
                expects: Some(ids.len()),
                rows: ids.len(),
                write: Box::new(move |sql| many::delete_from::<R>(sql, id_column::<R>(), &ids)),
            });
        }
        self.first.extend(updates(&rows.losing));
    }

    /// Adds the other updates, and the inserts.
    fn begin<R: Row>(&mut self, rows: &ToWrite<R>) {
        let takes = |(was, is): &(Arc<R>, Arc<R>)| R::gives_up(is, was);
        let gives = !rows.gone.is_empty() || !rows.losing.is_empty();
        self.are_apart |= gives && (!rows.new.is_empty() || rows.changed.iter().any(takes));
        self.second.extend(updates(&rows.changed));
        for new in rows.new.chunks(MAX_AT_ONCE) {
            let new = new.to_vec();
            self.second.push(Piece {
                expects: None,
                rows: new.len(),
                write: Box::new(move |sql| {
                    many::insert_into(sql, &new.iter().map(Arc::as_ref).collect::<Vec<_>>());
                }),
            });
        }
    }
}

/// Returns the statements that write the changed columns.
fn updates<R: Row>(changed: &[(Arc<R>, Arc<R>)]) -> Vec<Piece> {
    let chunks = changed.chunks(MAX_AT_ONCE);
    chunks
        .map(|rows| {
            let columns = many::differing::<R>(rows.iter().map(|(was, is)| (&**was, &**is)));
            let rows: Vec<Arc<R>> = rows.iter().map(|(_, is)| is.clone()).collect();
            Piece {
                expects: Some(rows.len()),
                rows: rows.len(),
                write: Box::new(move |sql| {
                    let rows: Vec<&R> = rows.iter().map(Arc::as_ref).collect();
                    many::update_in(sql, id_column::<R>(), &columns, &rows);
                }),
            }
        })
        .collect()
}

/// Executes the statements: as one statement if the engine supports that and they have few rows.
async fn execute(conn: &Conn, pieces: Vec<Piece>) -> Result<()> {
    let rows: usize = pieces.iter().map(|piece| piece.rows).sum();
    let together = pieces.len() > 1 && conn.writes_together() && rows <= MAX_AT_ONCE;
    if !together {
        for piece in pieces {
            let mut sql = Sql::new(conn, "");
            (piece.write)(&mut sql);
            let written = sql.execute(conn).await?.rows_affected();
            must_be_written(piece.expects, written)?;
        }
        return Ok(());
    }
    let mut sql = Sql::new(conn, "");
    for (place, piece) in pieces.iter().enumerate() {
        let with = if place == 0 { "WITH" } else { ")," };
        sql.push(&format!("{with} written_{place} AS ("));
        (piece.write)(&mut sql);
        if piece.expects.is_some() {
            sql.push(" RETURNING 1");
        }
    }
    sql.push(") SELECT 1");
    let checked = pieces.iter().enumerate();
    let checked: Vec<_> = checked
        .filter_map(|(place, piece)| Some((place, piece.expects?)))
        .collect();
    for (place, _) in &checked {
        let count = format!(", (SELECT count(*) FROM written_{place}) AS rows_{place}");
        sql.push(&count);
    }
    let Some(row) = sql.row(conn).await? else {
        return Err(Error::internal("a statement that writes returns one row"));
    };
    for (place, expected) in checked {
        let written: i64 = row.try_get("", &format!("rows_{place}"))?;
        must_be_written(Some(expected), u64::try_from(written).unwrap_or_default())?;
    }
    Ok(())
}

/// Checks that all updated or deleted rows existed. They are locked, but a program that does not
/// take these locks may have removed one.
///
/// # Errors
/// `BUSY` if a row is missing.
fn must_be_written(expected: Option<usize>, written: u64) -> Result<()> {
    match expected {
        Some(expected) if usize::try_from(written) != Ok(expected) => {
            Err(Error::busy("a row was removed meanwhile").again())
        }
        _ => Ok(()),
    }
}

/// Returns the column of the table's id. Every table has one.
pub(super) fn id_column<M: Audited>() -> ColumnOf<M> {
    let mut keys = <M::Entity as EntityTrait>::PrimaryKey::iter();
    keys.next()
        .expect("every table has a primary key")
        .into_column()
}
