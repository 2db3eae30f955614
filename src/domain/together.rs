//! Deciding a list of changes of one actor together. Each change is a change of its own: it succeeds
//! or fails alone, and sees the effects of the changes before it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use crate::{
    access::Actor,
    error::{Code, Error, Result},
};

use super::{
    Tx,
    engine::{self, Decide, Decision, Keys, Member, Stop, World},
};

/// A change that is decided together with other changes.
struct RowChange<'a, T> {
    actor: Actor,
    change: &'a dyn Decide<Output = T>,
    result: Result<T>,
    place: usize,
    /// The place of the first change that could not be decided after the changes before it. The
    /// changes behind it wait.
    held_up: Arc<AtomicUsize>,
}

impl<T: Send> Member for RowChange<'_, T> {
    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn reads(&self, world: &World, keys: &mut Keys) {
        self.change.reads(world, keys);
    }

    fn decide(&mut self, world: &mut World) -> Decision<()> {
        let held_up = self.held_up.load(Relaxed);
        if self.place > held_up {
            self.result = Err(undecided());
            return Ok(());
        }
        self.result = match engine::decide(world, self.change) {
            Err(Stop::Refused(error)) => Err(error),
            Err(needs) => return Err(needs),
            Ok(change) => Ok(change),
        };
        if is_undecided(&self.result) {
            self.held_up.store(self.place, Relaxed);
        } else if self.place == held_up {
            // With more rows read, this change could be decided.
            self.held_up.store(NOWHERE, Relaxed);
        }
        Ok(())
    }
}

/// The value of `held_up` when no change is held up.
const NOWHERE: usize = usize::MAX;

fn is_undecided<T>(result: &Result<T>) -> bool {
    result.as_ref().is_err_and(Error::is_worth_another_try)
}

fn undecided() -> Error {
    Error::busy("the row has no outcome yet").again()
}

type Rows<'a, T> = Vec<Box<RowChange<'a, T>>>;

fn rows<'a, T>(actor: &Actor, changes: &[&'a dyn Decide<Output = T>]) -> Rows<'a, T> {
    let held_up = Arc::new(AtomicUsize::new(NOWHERE));
    let of_change = |(place, change): (usize, &&'a dyn Decide<Output = T>)| {
        Box::new(RowChange {
            actor: actor.clone(),
            change: *change,
            result: Err(undecided()),
            place,
            held_up: held_up.clone(),
        })
    };
    changes.iter().enumerate().map(of_change).collect()
}

/// Returns the changes that are left after a round: those from the first one that could not be
/// decided after the changes before it. `None` if the round has decided all changes, or could not
/// even decide the first one.
fn undecided_rows<'r, 'a, T>(
    rows: &'r mut [Box<RowChange<'a, T>>],
) -> Option<&'r mut [Box<RowChange<'a, T>>]> {
    match rows.iter().position(|row| is_undecided(&row.result)) {
        Some(decided) if decided > 0 => Some(&mut rows[decided..]),
        _ => None,
    }
}

/// Decides changes one after another and writes the result. If a change cannot be decided after the
/// changes before it, those are written first, and the work continues with that change. If the
/// database rejects what the changes write, they are written one by one.
///
/// # Errors
/// A failure after which the whole transaction must be tried again.
pub(crate) async fn write_each<T: Send>(
    tx: &Tx,
    actor: &Actor,
    changes: &[&dyn Decide<Output = T>],
) -> Result<Vec<Result<T>>> {
    let mut rows = rows(actor, changes);
    let mut left = Some(&mut rows[..]).filter(|rows| !rows.is_empty());
    while let Some(round) = left {
        begin(round);
        match tx.savepoint(tx.decide_together(round)).await {
            Err(error) if is_of_transaction(&error) => return Err(error),
            Err(error) => {
                tracing::debug!(?error, "changes are written one by one");
                write_one_by_one(tx, round).await?;
                break;
            }
            // The remaining changes are decided in a new world, which reads what the changes before
            // them have written.
            Ok(()) => left = undecided_rows(round),
        }
    }
    rows.into_iter().map(|row| outcome(row.result)).collect()
}

fn begin<T>(rows: &[Box<RowChange<'_, T>>]) {
    if let Some(row) = rows.first() {
        row.held_up.store(NOWHERE, Relaxed);
    }
}

async fn write_one_by_one<T: Send>(tx: &Tx, rows: &mut [Box<RowChange<'_, T>>]) -> Result<()> {
    for row in rows {
        row.held_up.store(NOWHERE, Relaxed);
        let one = std::slice::from_mut(row);
        match tx.savepoint(tx.decide_together(one)).await {
            Err(error) if is_of_transaction(&error) => return Err(error),
            Err(error) => row.result = Err(error),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// Decides changes one after another, locks nothing and writes nothing. If a change cannot be decided
/// after the changes before it, it is decided without them.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub(crate) async fn preview_each<T: Send>(
    tx: &Tx,
    actor: &Actor,
    changes: &[&dyn Decide<Output = T>],
) -> Result<Vec<Result<T>>> {
    let mut rows = rows(actor, changes);
    let mut left = Some(&mut rows[..]).filter(|rows| !rows.is_empty());
    while let Some(round) = left {
        begin(round);
        engine::preview(tx, round).await?;
        left = undecided_rows(round);
    }
    rows.into_iter().map(|row| outcome(row.result)).collect()
}

/// Returns the outcome of a change.
///
/// # Errors
/// A failure after which the whole transaction must be tried again.
fn outcome<T>(result: Result<T>) -> Result<Result<T>> {
    match result {
        Err(error) if is_of_transaction(&error) => Err(error),
        Err(error) => {
            if let Some(internals) = error.internals() {
                tracing::error!(%internals, "a row of a job failed with an internal error");
            }
            Ok(Err(error))
        }
        done => Ok(done),
    }
}

fn is_of_transaction(error: &Error) -> bool {
    error.is_worth_another_try() || error.code() == Code::Busy
}
