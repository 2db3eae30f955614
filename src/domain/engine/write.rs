//! Writing what the changes have made of the world: each row once, as it is in the end, and all events in their order.
//!
//! What gives up a unique value goes first, because both engines check unique indexes row by row: rows that go, then
//! memberships that lose the default, then everything else.

use std::sync::Arc;

use crate::{
    domain::{Tx, event::Recorded},
    entity::membership,
    error::Result,
};

use super::{World, row::Row, table::Differs};

/// The rows of one table that differ.
struct ToWrite<R> {
    gone: Vec<R>,
    /// As they were, as they are.
    changed: Vec<(Arc<R>, Arc<R>)>,
    new: Vec<Arc<R>>,
}

impl World {
    /// Writes the rows and hands the events over to the transaction.
    pub(super) async fn write(self, tx: &Tx) -> Result<()> {
        let users = to_write(self.users.to_write());
        let memberships = to_write(self.memberships.to_write());
        let group_memberships = to_write(self.group_memberships.to_write());
        tx.remove_rows(&group_memberships.gone).await?;
        tx.remove_rows(&memberships.gone).await?;
        let loses = |(was, is): &&(Arc<membership::Model>, Arc<membership::Model>)| {
            was.is_default && !is.is_default
        };
        let (losing, others): (Vec<_>, Vec<_>) = memberships.changed.iter().partition(loses);
        update(tx, &users.changed.iter().collect::<Vec<_>>()).await?;
        update(tx, &losing).await?;
        update(tx, &others).await?;
        insert(tx, &users.new).await?;
        insert(tx, &memberships.new).await?;
        insert(tx, &group_memberships.new).await?;
        for event in self.events {
            tx.record(event);
        }
        Ok(())
    }
}

fn to_write<R: Row>(rows: Vec<Differs<R>>) -> ToWrite<R> {
    let mut to_write = ToWrite {
        gone: Vec::new(),
        changed: Vec::new(),
        new: Vec::new(),
    };
    for differs in rows {
        match differs {
            (None, None) => {}
            (None, Some(is)) => to_write.new.push(is),
            (Some(was), None) => to_write.gone.push((*was).clone()),
            // Removed and made again: another row under the same key.
            (Some(was), Some(is)) if Recorded::id(&*was) != Recorded::id(&*is) => {
                to_write.gone.push((*was).clone());
                to_write.new.push(is);
            }
            (Some(was), Some(is)) => to_write.changed.push((was, is)),
        }
    }
    to_write
}

async fn update<R: Row>(tx: &Tx, rows: &[&(Arc<R>, Arc<R>)]) -> Result<()> {
    let rows: Vec<(&R, &R)> = rows.iter().map(|(was, is)| (&**was, &**is)).collect();
    match rows.is_empty() {
        true => Ok(()),
        false => tx.update_rows(&rows).await,
    }
}

async fn insert<R: Row>(tx: &Tx, rows: &[Arc<R>]) -> Result<()> {
    let rows: Vec<&R> = rows.iter().map(Arc::as_ref).collect();
    match rows.is_empty() {
        true => Ok(()),
        false => tx.insert_rows(&rows).await,
    }
}
