//! Writing what the changes have made of the world: each row once, as it is in the end, and all events in their order.
//!
//! Both engines check unique indexes row by row, so what gives up a unique value is written in an earlier statement than what
//! takes one. Everything else is one statement on PostgreSQL, and one for each table on SQLite.

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
    roles::write_roles,
    row::{Row, is_same},
    stored,
    table::Differs,
};

/// Events that are written together with the rows. More of them are made in a thread of their own meanwhile.
const MAX_WITH_ROWS: usize = 512;

/// A statement that writes rows of one table.
struct Piece {
    write: Box<dyn Fn(&mut Sql) + Send + Sync>,
    /// The number of rows that must be there.
    expects: Option<usize>,
    rows: usize,
}

/// What is written: first what gives up unique values, then what may take them.
#[derive(Default)]
struct Stages {
    first: Vec<Piece>,
    second: Vec<Piece>,
    /// Whether the second takes what the first gives up.
    are_apart: bool,
}

/// The rows of one table that differ.
struct ToWrite<R> {
    gone: Vec<Arc<R>>,
    losing: Vec<(Arc<R>, Arc<R>)>,
    /// As they were, as they are.
    changed: Vec<(Arc<R>, Arc<R>)>,
    new: Vec<Arc<R>>,
}

impl World {
    /// Writes the rows and their events.
    pub(super) async fn write(mut self, tx: &Tx) -> Result<()> {
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
        // As the index has them that would otherwise be read at a place of its own for each.
        to_write.new.sort_by_cached_key(|row| row.key());
        to_write
    }
}

impl Stages {
    /// Outcomes of changes that came with a key. Expired ones go first, which one of the new ones may replace.
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

    /// Rows that go, and those that give up a unique value.
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

    /// Rows that change otherwise, and rows that come.
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

/// The statements that write the columns that differ.
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

/// Writes the pieces: in one statement where the engine can do that and they are small.
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

/// Rows that are to be changed or removed are there, because they are locked. A program that takes no part in locking may have
/// removed one all the same.
fn must_be_written(expected: Option<usize>, written: u64) -> Result<()> {
    match expected {
        Some(expected) if usize::try_from(written) != Ok(expected) => {
            Err(Error::busy("a row was removed meanwhile").again())
        }
        _ => Ok(()),
    }
}

/// The column of a table's id: each has one.
pub(super) fn id_column<M: Audited>() -> ColumnOf<M> {
    let mut keys = <M::Entity as EntityTrait>::PrimaryKey::iter();
    keys.next()
        .expect("every table has a primary key")
        .into_column()
}
