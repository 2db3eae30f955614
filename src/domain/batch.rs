//! Many rows in one operation: what became of each, and of all together.
//!
//! A batch is PARTIAL, where each row stands for itself, or ATOMIC, where one that fails undoes the others. Which rows there
//! can be, and what a row means, is its operation's to say.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Code, Error, Problem, Result};

use super::{Change, Decide, Decision, Done, Keys, Stop, World};

/// Rows of a batch at the most.
pub const MAX_ROWS: usize = 10_000;

/// What a row that fails means for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum BatchMode {
    /// Nothing: they are carried out.
    #[default]
    Partial,
    /// They are not carried out either.
    Atomic,
}

/// What became of the rows of a batch, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BatchOutcome {
    /// One for each row.
    pub rows: Vec<RowResult>,
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowResult {
    /// The row's place in the batch, from 0.
    pub index: usize,
    /// What the caller calls the row.
    pub reference: Option<String>,
    /// What was done, or why nothing was.
    pub result: Result<RowDone, RowFailure>,
}

/// What was done for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowDone {
    /// What became of the thing.
    pub done: Done,
    /// The thing.
    pub id: Uuid,
}

/// Why nothing was done for a row: what can be told of an [`Error`], as plain data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFailure {
    /// For a program.
    pub code: Code,
    /// For a person.
    pub message: String,
    /// The row's argument that is at fault.
    pub field: Option<String>,
    /// What stands in the way.
    pub existing: Option<Uuid>,
    /// The candidates of an ambiguous match.
    pub matches: Vec<Uuid>,
}

impl RowDone {
    /// What an operation on one thing did for a row.
    #[must_use]
    pub fn of(change: &Change) -> Self {
        Self {
            done: change.done,
            id: change.id.unwrap_or_default(),
        }
    }
}

impl RowDone {
    /// Something with this id was changed.
    pub(super) fn updated(id: impl Into<Uuid>) -> Self {
        Self {
            done: Done::Updated,
            id: id.into(),
        }
    }
}

impl From<&Error> for RowFailure {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code(),
            message: error.message().to_owned(),
            field: error.field().map(str::to_owned),
            existing: error.existing_id(),
            matches: error.matches().to_vec(),
        }
    }
}

impl BatchOutcome {
    /// What became of each row, in the order of the rows.
    #[must_use]
    pub fn results(self) -> Vec<Result<RowDone, RowFailure>> {
        self.rows.into_iter().map(|row| row.result).collect()
    }

    /// Rows that failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.rows.iter().filter(|row| row.result.is_err()).count()
    }

    /// What became of all rows together: the word that all changed ones share, else that something was updated.
    #[must_use]
    pub fn done(&self) -> Done {
        let done = self.rows.iter().filter_map(|row| row.result.as_ref().ok());
        let mut changed = done
            .map(|row| row.done)
            .filter(|done| *done != Done::Unchanged);
        let first = changed.next().unwrap_or(Done::Unchanged);
        match changed.all(|done| done == first) {
            true => first,
            false => Done::Updated,
        }
    }
}

/// Rows as a door has read them: those that it could read, for the operation, and what became of those that it could not.
#[derive(Debug)]
pub struct Parsed<R> {
    rows: Vec<R>,
    /// Where each of them stood.
    places: Vec<usize>,
    refused: Vec<RowResult>,
}

impl<R> Parsed<R> {
    /// What came of reading each row, which comes with what the caller calls it.
    ///
    /// # Errors
    /// In an ATOMIC batch, if any could not be read: the first of them, and all of them as its problems.
    pub fn new(
        mode: BatchMode,
        rows: impl IntoIterator<Item = (Option<String>, Result<R>)>,
    ) -> Result<Self> {
        let mut parsed = Self {
            rows: Vec::new(),
            places: Vec::new(),
            refused: Vec::new(),
        };
        let mut problems = Vec::new();
        for (index, (reference, row)) in rows.into_iter().enumerate() {
            match row {
                Ok(row) => {
                    parsed.rows.push(row);
                    parsed.places.push(index);
                }
                Err(error) => {
                    parsed.refused.push(RowResult {
                        index,
                        reference,
                        result: Err(RowFailure::from(&error)),
                    });
                    problems.push(problem(index, error));
                }
            }
        }
        match mode {
            BatchMode::Partial => Ok(parsed),
            BatchMode::Atomic => together(problems).map(|()| parsed),
        }
    }

    /// The rows that could be read, which are carried out; none where there is none.
    pub fn rows(&mut self) -> Option<Vec<R>> {
        let rows = std::mem::take(&mut self.rows);
        (!rows.is_empty()).then_some(rows)
    }

    /// What became of all rows, where this became of those that were carried out.
    #[must_use]
    pub fn outcome(self, mut carried_out: BatchOutcome) -> BatchOutcome {
        for row in &mut carried_out.rows {
            row.index = self.places.get(row.index).copied().unwrap_or(row.index);
        }
        carried_out.rows.extend(self.refused);
        carried_out.rows.sort_by_key(|row| row.index);
        carried_out
    }
}

/// Checks how many rows there are, before anything else is done with them.
///
/// # Errors
/// `INVALID_VALUE` for no rows at all, `LIMIT_EXCEEDED` for more than [`MAX_ROWS`].
pub fn check_size(field: &'static str, rows: usize) -> Result<()> {
    match rows {
        0 => Err(Error::invalid(field, "is empty; give at least one row")),
        1..=MAX_ROWS => Ok(()),
        _ => {
            let message = format!("`{field}` has {rows} rows; {MAX_ROWS} at most; split it.");
            Err(Error::new(Code::LimitExceeded, message).at(field))
        }
    }
}

/// Names the rows of the world that the rows of a batch depend on, unless they are too many to be decided.
pub(super) fn reads<C: Decide>(rows: &[C], world: &World, keys: &mut Keys) {
    for row in rows.iter().take(MAX_ROWS) {
        row.reads(world, keys);
    }
}

/// Decides the rows of a batch one after another, each on what those before have done. `reference`: what the caller calls a
/// row.
///
/// # Errors
/// In an ATOMIC batch, if any row failed: the first of them, and all of them as its problems. In any, what is no fault of
/// a row's.
pub(super) fn decide<C: Decide<Output = Change>>(
    world: &mut World,
    mode: BatchMode,
    rows: &[C],
    reference: impl Fn(&C) -> Option<String>,
) -> Decision<BatchOutcome> {
    // The batch needs nothing but what its rows need.
    world.allow_reading();
    let (mut results, mut needed) = (Vec::with_capacity(rows.len()), Keys::default());
    for row in rows {
        let decided = match world.decide(row) {
            Err(Stop::Refused(error)) => Ok(Err(error)),
            decided => decided.map(|change| Ok(RowDone::of(&change))),
        };
        results.extend(needed.collect(decided)?);
    }
    needed.must_be_empty()?;
    Ok(outcome(mode, rows.iter().map(reference).zip(results))?)
}

/// The outcome of the rows, whose references and results come in their order.
///
/// # Errors
/// As [`decide`].
fn outcome(
    mode: BatchMode,
    rows: impl IntoIterator<Item = (Option<String>, Result<RowDone>)>,
) -> Result<BatchOutcome> {
    let mut problems = Vec::new();
    let mut told = Vec::new();
    let mut made = HashSet::new();
    for (index, (reference, result)) in rows.into_iter().enumerate() {
        if let Err(error) = &result
            && error.internals().is_some()
        {
            return Err(error.clone());
        }
        if let Ok(row) = &result
            && row.done == Done::Created
        {
            made.insert(row.id);
        }
        let result = result.map_err(|error| {
            let failure = RowFailure::from(&error);
            if mode == BatchMode::Atomic {
                // What the batch itself has made is gone with it.
                let is_gone = error.existing_id().is_some_and(|id| made.contains(&id));
                let error = if is_gone {
                    error.without_existing()
                } else {
                    error
                };
                problems.push(problem(index, error));
            }
            failure
        });
        told.push(RowResult {
            index,
            reference,
            result,
        });
    }
    together(problems)?;
    Ok(BatchOutcome { rows: told })
}

fn problem(index: usize, error: Error) -> Problem {
    Problem {
        index: Some(index),
        path: error.field().map(str::to_owned),
        error,
    }
}

/// Rows that fail together.
fn together(problems: Vec<Problem>) -> Result<()> {
    let message = format!(
        "{} of the rows cannot be carried out, so none was.",
        problems.len()
    );
    Error::several(problems).map_err(|error| error.saying(&message))
}
