//! Many rows of one kind at once, in a bounded number of statements, with the same events as one row after another.
//!
//! Whoever calls these has locked what he read: a row that is not there any more makes the operation start over. Where a
//! unique index stands between the rows, those that give way are written before those that come: an engine checks such an
//! index row by row.

use sea_orm::{EntityTrait, Iterable, PrimaryKeyToColumn};
use uuid::Uuid;

use crate::{
    db::many::{self, ColumnOf},
    domain::event::{self, Recorded},
    entity::event::Verb,
    error::{Error, Result},
};

use super::Tx;

impl Tx {
    /// Changed columns of rows, and the event of each: what happened to it, how it was, how it is.
    pub(crate) async fn update_many<M: Recorded>(&self, rows: &[(Verb, M, M)]) -> Result<()> {
        let changed = rows.iter().map(|(_, before, after)| (before, after));
        self.update_rows(&changed.collect::<Vec<_>>()).await?;
        for (verb, before, after) in rows {
            self.record(event::updated(*verb, before, after));
        }
        Ok(())
    }

    /// Rows that go, and the event of each.
    pub(crate) async fn remove_many<M: Recorded>(&self, rows: &[M]) -> Result<()> {
        self.remove_rows(rows).await?;
        for row in rows {
            self.record(event::removed(row));
        }
        Ok(())
    }

    /// Changed columns, for callers that record what happened to the rows in an order of their own: how each row was, how it is.
    pub(crate) async fn update_rows<M: Recorded>(&self, rows: &[(&M, &M)]) -> Result<()> {
        let raised = rows.iter();
        let raised: Vec<M> = raised
            .map(|(before, after)| (*after).clone().raised(before))
            .collect();
        let pairs = rows.iter().zip(&raised);
        let pairs = pairs.map(|((before, _), after)| (*before, after));
        let columns = many::differing::<M>(pairs);
        if !columns.is_empty() {
            let written = many::update(
                self.conn(),
                id_column::<M>(),
                &columns,
                &raised.iter().collect::<Vec<_>>(),
            )
            .await?;
            all_were_there(written, rows.len())?;
        }
        let changed: Vec<_> = rows
            .iter()
            .map(|(before, after)| (Some(*before), *after))
            .collect();
        M::write_parts(self, &changed).await
    }

    /// Rows that go, for callers that record what happened to them in an order of their own.
    pub(crate) async fn remove_rows<M: Recorded>(&self, rows: &[M]) -> Result<()> {
        let ids: Vec<Uuid> = rows.iter().map(Recorded::id).collect();
        let deleted = many::delete::<M>(self.conn(), id_column::<M>(), &ids).await?;
        all_were_there(deleted, rows.len())
    }
}

/// The column of a table's id: each has one.
pub(in crate::domain) fn id_column<M: Recorded>() -> ColumnOf<M> {
    let mut keys = <M::Entity as EntityTrait>::PrimaryKey::iter();
    keys.next()
        .expect("every table has a primary key")
        .into_column()
}

fn all_were_there(written: u64, rows: usize) -> Result<()> {
    if usize::try_from(written) == Ok(rows) {
        return Ok(());
    }
    Err(Error::busy("a row was removed meanwhile").again())
}
