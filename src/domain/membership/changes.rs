//! What the rows of a batch have made of memberships so far: the events in the order of the rows, and each membership written
//! once, at the end.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    domain::{
        Tx,
        event::{self, Event},
    },
    entity::{
        event::Verb,
        membership::{MemberStatus, Model},
    },
    error::Result,
    id::MembershipId,
};

/// See the module.
#[derive(Default)]
pub(super) struct Changes {
    events: Vec<Event>,
    created: HashMap<MembershipId, Model>,
    /// As it was, and as it is now.
    changed: HashMap<MembershipId, (Model, Model)>,
    removed: Vec<Model>,
}

impl Changes {
    /// A membership is new.
    pub(super) fn create(&mut self, new: Model) {
        self.events.push(event::created(&new));
        self.created.insert(new.id, new);
    }

    /// A membership is now otherwise.
    pub(super) fn update(&mut self, before: Model, after: Model) {
        let verb = match (before.status, after.status) {
            (MemberStatus::Retired, MemberStatus::Active) => Verb::Reactivated,
            _ => Verb::Updated,
        };
        self.events.push(event::updated(verb, &before, &after));
        match self.created.get_mut(&after.id) {
            Some(new) => *new = after,
            None => {
                let row = self.changed.entry(after.id);
                match row {
                    Entry::Occupied(mut row) => row.get_mut().1 = after,
                    Entry::Vacant(row) => drop(row.insert((before, after))),
                }
            }
        }
    }

    /// A membership is gone, after what else happened on that occasion.
    pub(super) fn remove(&mut self, row: Model, occasion: impl IntoIterator<Item = Event>) {
        self.events.extend(occasion);
        self.events.push(event::removed(&row));
        self.changed.remove(&row.id);
        self.removed.push(row);
    }

    /// Writes all of it. What goes, and what loses the default, goes first: a user has one default at any moment.
    pub(super) async fn write(self, tx: &Tx) -> Result<()> {
        let (losing, others): (Vec<_>, Vec<_>) = self
            .changed
            .into_values()
            .partition(|(before, after)| before.is_default && !after.is_default);
        let mut new: Vec<Model> = self.created.into_values().collect();
        // As the index has them that would otherwise be read at a place of its own for each.
        new.sort_unstable_by_key(|row| (row.org_id, row.user_id));
        tx.remove_rows(&self.removed).await?;
        for rows in [losing, others] {
            let rows: Vec<_> = rows.iter().map(|(before, after)| (before, after)).collect();
            tx.update_rows(&rows).await?;
        }
        tx.insert_rows(&new).await?;
        for event in self.events {
            tx.record(event);
        }
        Ok(())
    }
}
