//! Batches: many rows in one operation, and the results of the rows.
//!
//! A batch is PARTIAL, where a row that fails does not affect the others, or ATOMIC, where a row
//! that fails undoes the others. The operation decides how many rows are allowed and what a row
//! means.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    error::{Code, Error, Problem, Result},
    id::{OrgId, UserId},
};

use super::{Change, Decide, Decision, Done, Keys, Stop, World};

/// The maximum number of rows of a batch.
pub const MAX_ROWS: usize = 10_000;

/// The effect of a failed row on the other rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum BatchMode {
    /// The other rows are executed.
    #[default]
    Partial,
    /// The other rows are rolled back.
    Atomic,
}

/// The results of the rows of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BatchOutcome {
    /// One result for each row, in the order of the rows.
    pub rows: Vec<RowResult>,
}

/// The result of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowResult {
    /// The index of the row in the batch, from 0.
    pub index: usize,
    /// The caller's reference to the row.
    pub reference: Option<String>,
    /// What was done, or why the row failed.
    pub result: Result<RowDone, RowFailure>,
}

/// What was done for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowDone {
    /// What happened to the object.
    pub done: Done,
    /// The id of the object.
    pub id: Uuid,
    /// The user concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// The org concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<OrgId>,
}

/// The failure of a row: the public values of an [`Error`] as plain data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFailure {
    /// The code, for programs.
    pub code: Code,
    /// The message, for people.
    pub message: String,
    /// The invalid argument of the row.
    pub field: Option<String>,
    /// The id of the conflicting object.
    pub existing: Option<Uuid>,
    /// The candidates of an ambiguous match.
    pub matches: Vec<Uuid>,
}

impl RowDone {
    /// Returns the result of an operation on one object.
    #[must_use]
    pub fn of(change: &Change) -> Self {
        Self {
            done: change.done,
            id: change.id.unwrap_or_default(),
            user: change.user,
            org: change.org,
        }
    }

    /// Returns the result for an object that was updated.
    pub(super) fn updated(id: impl Into<Uuid>) -> Self {
        Self {
            done: Done::Updated,
            id: id.into(),
            user: None,
            org: None,
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
    /// Returns the results in the order of the rows.
    #[must_use]
    pub fn results(self) -> Vec<Result<RowDone, RowFailure>> {
        self.rows.into_iter().map(|row| row.result).collect()
    }

    /// Returns the number of rows that failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.rows.iter().filter(|row| row.result.is_err()).count()
    }

    /// Returns one outcome for all rows: `Unchanged` if no row changed anything, the outcome of the
    /// changed rows if they have the same one, else `Updated`.
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

/// The rows of a batch after parsing: the valid rows for the operation, and the results of the
/// invalid rows.
#[derive(Debug)]
pub struct Parsed<R> {
    rows: Vec<R>,
    /// The indexes of the valid rows in the batch.
    places: Vec<usize>,
    refused: Vec<RowResult>,
}

impl<R> Parsed<R> {
    /// Collects the parsed rows, each with the caller's reference to it.
    ///
    /// # Errors
    /// In an ATOMIC batch, the error of the first invalid row, with the errors of all invalid rows
    /// as its problems.
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

    /// Takes the valid rows, which are to be executed. Returns `None` if there are none.
    pub fn rows(&mut self) -> Option<Vec<R>> {
        let rows = std::mem::take(&mut self.rows);
        (!rows.is_empty()).then_some(rows)
    }

    /// Combines the results of the executed rows with those of the invalid rows.
    #[must_use]
    pub fn outcome(self, mut executed: BatchOutcome) -> BatchOutcome {
        for row in &mut executed.rows {
            row.index = self.places.get(row.index).copied().unwrap_or(row.index);
        }
        executed.rows.extend(self.refused);
        executed.rows.sort_by_key(|row| row.index);
        executed
    }
}

/// Checks the number of rows before any other work.
///
/// # Errors
/// `INVALID_VALUE` for no rows, `LIMIT_EXCEEDED` for more than [`MAX_ROWS`].
pub fn check_size(field: &'static str, rows: usize) -> Result<()> {
    match rows {
        0 => Err(Error::invalid(field, "is empty; give at least one row")),
        1..=MAX_ROWS => Ok(()),
        _ => {
            let message = format!(
                "`{field}` has {rows} rows; at most {MAX_ROWS} are allowed. \
                                   Split the list."
            );
            Err(Error::new(Code::LimitExceeded, message).at(field))
        }
    }
}

/// Names the rows of the world that the first [`MAX_ROWS`] rows of a batch depend on. Larger
/// batches are refused when they are decided.
pub(super) fn reads<C: Decide>(rows: &[C], world: &World, keys: &mut Keys) {
    for row in rows.iter().take(MAX_ROWS) {
        row.reads(world, keys);
    }
}

/// Decides the rows of a batch one after another. Each row sees the changes of the rows before it.
/// `reference` returns the caller's reference to a row.
///
/// # Errors
/// In an ATOMIC batch, the error of the first failed row, with the errors of all failed rows as its
/// problems. In both modes, the internal error of a row, or the rows of the world that are missing.
pub(super) fn decide<C: Decide<Output = Change>>(
    world: &mut World,
    mode: BatchMode,
    rows: &[C],
    reference: impl Fn(&C) -> Option<String>,
) -> Decision<BatchOutcome> {
    // The batch itself requires no permission; each row checks its own.
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

/// Combines references and results, both in the order of the rows, into an outcome.
///
/// # Errors
/// In an ATOMIC batch, the error of the first failed row, with the errors of all failed rows as its
/// problems. In both modes, the internal error of a row.
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
                // Objects that the batch created are rolled back with the batch, so the error must
                // not have their ids.
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

/// Returns the combined error of an ATOMIC batch, if there are problems.
fn together(problems: Vec<Problem>) -> Result<()> {
    let message = format!(
        "{} of the rows failed, so no row was executed.",
        problems.len()
    );
    Error::several(problems).map_err(|error| error.saying(&message))
}
