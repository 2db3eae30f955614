//! The change of one item of a plan, composed of the rules of users, memberships and groups, so that
//! it ends as the single operations would.
//!
//! Planning decides the changes without writing ([`preview`]). Applying also checks that the data is
//! as it was at planning, and writes ([`write()`]).
//!
//! * `wanted`: the changes of an item as typed values.
//! * `decide`: the change of an item, with its rows in groups (`groups`).
//! * `stale`: what must not have changed since the plan was made.

mod decide;
mod groups;
mod stale;
mod wanted;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

use crate::{
    access::actor::ActingRun,
    domain::{
        Tx,
        engine::Decide,
        together::{preview_each, write_each},
    },
    entity::sync_item::{self, SyncAction},
    error::{Error, Result},
    id::UserId,
};

use super::{Changes, Field, run::RunContext};

pub(super) use stale::{user_value, value};

use decide::ItemChange;
use wanted::Wanted;

/// An item of a plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) row: sync_item::Model,
    pub(super) changes: Changes,
}

/// What an applied item has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Applied {
    /// The user.
    pub(super) user: Option<UserId>,
    /// Whether the user's own fields were left out, because the actor may not update the user.
    pub(super) is_partial: bool,
}

impl Item {
    /// Reads the stored form.
    pub(super) fn of(row: sync_item::Model) -> Result<Self> {
        let changes = serde_json::from_str(&row.changes).map_err(Error::internal)?;
        Ok(Self { row, changes })
    }

    /// Returns whether applying the item writes nothing.
    pub(super) fn is_only_shown(&self) -> bool {
        let own = |field: Field| field.is_own();
        match self.row.action {
            SyncAction::Unchanged | SyncAction::Conflict => true,
            SyncAction::Held => !self.changes.written().any(|change| own(change.field)),
            _ => false,
        }
    }

    /// Returns the person of the item, for items that write something: the user, or the address of
    /// a user whom the run creates.
    pub(super) fn person(&self) -> Option<Person> {
        if let Some(user) = self.row.user_id {
            return Some(Person::User(user));
        }
        let email = self.changes.after(Field::Email)?;
        Some(Person::Address(crate::normalize::email(email)))
    }
}

/// A person of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Person {
    /// A user.
    User(UserId),
    /// The normalized address of a user whom the run creates.
    Address(String),
}

/// What the items of one person share while they are decided. The first item fills it in again
/// whenever it is decided, and nothing of the person is written before.
#[derive(Debug, Default)]
struct Shared {
    /// Why each item is stale, in the order of the items.
    stale: Mutex<Vec<Option<Error>>>,
    /// The user whom the first item has created.
    created: Mutex<Option<UserId>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|broken| broken.into_inner())
}

/// Decides items one after another, without locks and without writing. Each item sees the effects of
/// the items before it.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails. The outcomes hold the refusals.
pub(super) async fn preview(
    tx: &Tx,
    run: &RunContext,
    items: &[Item],
) -> Result<Vec<Result<Applied, Error>>> {
    let changes = changes(run, items, false);
    let changes: Vec<&dyn Decide<Output = Applied>> = refs(&changes);
    let actor = tx.actor().clone().in_sync(acting(run));
    preview_each(tx, &actor, &changes).await
}

/// Decides items one after another, checks that the data is as it was at planning, and writes the
/// result. All items of a person must be in `items`.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails. The outcomes hold the refusals.
pub(super) async fn write(
    tx: &Tx,
    run: &RunContext,
    items: &[Item],
) -> Result<Vec<Result<Applied, Error>>> {
    let changes = changes(run, items, true);
    let changes: Vec<&dyn Decide<Output = Applied>> = refs(&changes);
    let actor = tx.actor().clone().in_sync(acting(run));
    write_each(tx, &actor, &changes).await
}

fn acting(run: &RunContext) -> ActingRun {
    ActingRun {
        id: run.id,
        source: run.source.as_str().into(),
    }
}

fn refs<'a>(changes: &'a [ItemChange<'_>]) -> Vec<&'a dyn Decide<Output = Applied>> {
    let changes = changes.iter();
    changes
        .map(|change| change as &dyn Decide<Output = Applied>)
        .collect()
}

/// Returns the changes of the items. With `are_checked`, an item is refused if the data has changed
/// since the plan was made.
fn changes<'a>(run: &'a RunContext, items: &'a [Item], are_checked: bool) -> Vec<ItemChange<'a>> {
    // Normalizing an address takes longer than the rest.
    let of_items: Vec<Option<Person>> = items
        .iter()
        .map(|item| match item.is_only_shown() {
            true => None,
            false => item.person(),
        })
        .collect();
    let mut persons = HashMap::<&Person, (Arc<Shared>, Vec<usize>)>::new();
    for (place, person) in of_items.iter().enumerate() {
        if let Some(person) = person {
            persons.entry(person).or_default().1.push(place);
        }
    }
    let change = |(place, item): (usize, &'a Item)| {
        let person = of_items[place].as_ref();
        let (shared, places) = match person.and_then(|person| persons.get(person)) {
            Some((shared, places)) => (shared.clone(), places.as_slice()),
            None => (Arc::default(), &[][..]),
        };
        let index = places.iter().position(|other| *other == place);
        let is_first = index == Some(0);
        let of_person = places.iter().map(|place| &items[*place]);
        ItemChange {
            run,
            item,
            wanted: Wanted::of(item, run),
            shared,
            index: index.unwrap_or_default(),
            of_person: of_person.filter(|_| is_first && are_checked).collect(),
            is_checked: are_checked,
        }
    };
    items.iter().enumerate().map(change).collect()
}
