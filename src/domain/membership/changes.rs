//! What the rows of a batch have made of memberships so far: the events in the order of the rows, and each membership written
//! once, at the end.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use crate::{
    domain::{
        Tx,
        event::{self, Event, Recorded},
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
    events: Vec<Happened>,
    created: Vec<Arc<Model>>,
    /// Where among the created ones.
    places: HashMap<MembershipId, usize>,
    /// As it was, and as it is now.
    changed: HashMap<MembershipId, (Arc<Model>, Arc<Model>)>,
    removed: Vec<Model>,
}

/// What happened, in the order of the rows.
enum Happened {
    Created(Arc<Model>),
    Updated(Verb, Arc<Model>, Arc<Model>),
    Removed(Model),
    Other(Event),
}

impl Happened {
    fn event(self) -> Event {
        match self {
            Self::Created(row) => event::created(&*row),
            Self::Updated(verb, before, after) => event::updated(verb, &*before, &*after),
            Self::Removed(row) => event::removed(&row),
            Self::Other(event) => event,
        }
    }
}

impl Changes {
    /// For so many rows.
    pub(super) fn of(rows: usize) -> Self {
        Self {
            events: Vec::with_capacity(rows),
            ..Self::default()
        }
    }

    /// A membership is new.
    pub(super) fn create(&mut self, new: Arc<Model>) {
        self.events.push(Happened::Created(new.clone()));
        self.places.insert(new.id, self.created.len());
        self.created.push(new);
    }

    /// A membership is now otherwise.
    pub(super) fn update(&mut self, before: Arc<Model>, after: Arc<Model>) {
        let after = Arc::new(Arc::unwrap_or_clone(after).raised(&before));
        let verb = match (before.status, after.status) {
            (MemberStatus::Retired, MemberStatus::Active) => Verb::Reactivated,
            _ => Verb::Updated,
        };
        let happened = Happened::Updated(verb, before.clone(), after.clone());
        self.events.push(happened);
        if let Some(place) = self.places.get(&after.id) {
            self.created[*place] = after;
            return;
        }
        match self.changed.entry(after.id) {
            Entry::Occupied(mut row) => row.get_mut().1 = after,
            Entry::Vacant(row) => drop(row.insert((before, after))),
        }
    }

    /// A membership is gone, after what else happened on that occasion.
    pub(super) fn remove(&mut self, row: Model, occasion: impl IntoIterator<Item = Event>) {
        let occasion = occasion.into_iter().map(Happened::Other);
        self.events.extend(occasion);
        self.events.push(Happened::Removed(row.clone()));
        self.changed.remove(&row.id);
        self.removed.push(row);
    }

    /// Writes all of it. What goes, and what loses the default, goes first: a user has one default at any moment.
    pub(super) async fn write(self, tx: &Tx) -> Result<()> {
        tx.record_batch(self.events, Happened::event);
        let (losing, others): (Vec<_>, Vec<_>) = self
            .changed
            .into_values()
            .partition(|(before, after)| before.is_default && !after.is_default);
        let mut new = self.created;
        // As the index has them that would otherwise be read at a place of its own for each.
        new.sort_by_cached_key(|row| (row.org_id, row.user_id));
        tx.remove_rows(&self.removed).await?;
        for rows in [losing, others] {
            let rows: Vec<_> = rows
                .iter()
                .map(|(before, after)| (&**before, &**after))
                .collect();
            tx.update_rows(&rows).await?;
        }
        let new: Vec<&Model> = new.iter().map(Arc::as_ref).collect();
        tx.insert_rows(&new).await
    }
}
