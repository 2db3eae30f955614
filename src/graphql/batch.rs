//! What every mutation of many rows gives back.

use async_graphql::{Context, Enum, Object, SimpleObject};

use crate::{
    domain::{
        Operation, Outcome,
        batch::{self, BatchOutcome, Parsed, RowFailure},
    },
    error::Result,
};

use super::{
    context,
    error::ErrorCode,
    result::{Failure, execute},
    scalar::Uuid,
};

/// What a row that fails means for the others.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "batch::BatchMode")]
pub(super) enum BatchMode {
    /// Nothing: each row stands for itself.
    Partial,
    /// One that fails, and none is carried out.
    Atomic,
}

pub(super) struct BatchResult {
    outcome: Result<Outcome<BatchOutcome>, Failure>,
    /// What the caller calls the rows: needed where all of them fail together.
    references: Vec<Option<String>>,
}

/// What became of one row.
#[derive(SimpleObject)]
pub(super) struct RowResult {
    /// The row's place among those that were given, from 0.
    index: i32,
    /// What the caller calls the row.
    #[graphql(name = "ref")]
    reference: Option<String>,
    /// "created", "updated", "reactivated", "unchanged", "removed" or "error".
    result: &'static str,
    /// The thing. Null on error.
    id: Option<Uuid>,
    /// What went wrong, for a program. Null when all is well.
    code: Option<ErrorCode>,
    /// The row's argument that is at fault.
    field: Option<String>,
    /// What went wrong, for a person. Null when all is well.
    error: Option<String>,
    /// The id of what stands in the way, such as the member who is there already.
    existing_id: Option<Uuid>,
    /// The ids between which an `AMBIGUOUS_MATCH` could not choose.
    matches: Vec<Uuid>,
}

impl RowResult {
    fn failed(index: usize, reference: Option<String>, failure: RowFailure) -> Self {
        Self {
            index: place(index),
            reference,
            result: "error",
            id: None,
            code: Some(failure.code.into()),
            field: failure.field,
            error: Some(failure.message),
            existing_id: failure.existing.map(Uuid),
            matches: failure.matches.into_iter().map(Uuid).collect(),
        }
    }
}

impl From<batch::RowResult> for RowResult {
    fn from(row: batch::RowResult) -> Self {
        match row.result {
            Err(failure) => Self::failed(row.index, row.reference, failure),
            Ok(done) => Self {
                index: place(row.index),
                reference: row.reference,
                result: done.done.as_str(),
                id: Some(Uuid(done.id)),
                code: None,
                field: None,
                error: None,
                existing_id: None,
                matches: Vec::new(),
            },
        }
    }
}

fn place(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}

/// Executes a batch of rows that need no reading.
pub(super) async fn batch<O>(ctx: &Context<'_>, operation: O) -> BatchResult
where
    O: Operation<Output = BatchOutcome> + 'static,
{
    BatchResult {
        outcome: execute(ctx, Ok(operation)).await,
        references: Vec::new(),
    }
}

/// Executes a batch of the rows that could be read.
pub(super) async fn batch_of<R, O>(
    ctx: &Context<'_>,
    references: Vec<Option<String>>,
    parsed: Result<Parsed<R>>,
    operation: impl FnOnce(Vec<R>) -> O,
) -> BatchResult
where
    O: Operation<Output = BatchOutcome> + 'static,
{
    let outcome = async {
        let (parsed, rows) = match parsed {
            Ok(mut parsed) => {
                let rows = parsed.rows();
                (parsed, rows)
            }
            Err(error) => return execute(ctx, Err::<O, _>(error)).await,
        };
        let done = match rows {
            Some(rows) => execute(ctx, Ok(operation(rows))).await?,
            None => Outcome {
                output: BatchOutcome::default(),
                records: 0,
            },
        };
        Ok(Outcome {
            output: parsed.outcome(done.output),
            ..done
        })
    };
    BatchResult {
        outcome: outcome.await,
        references,
    }
}

/// What a mutation of many rows did. It never fails as a GraphQL error: look at `result`, and at `rows` for each row.
#[Object]
impl BatchResult {
    /// "error" when nothing was carried out: see `code`. Else "unchanged", or what became of the rows that changed
    /// something: "updated" when not all of them are alike. Rows may have failed nevertheless: see `failed`.
    async fn result(&self) -> &'static str {
        match &self.outcome {
            Ok(outcome) => outcome.output.done().as_str(),
            Err(_) => "error",
        }
    }

    /// Directory rows changed, which is the number of audit events written.
    async fn records(&self) -> i32 {
        self.outcome
            .as_ref()
            .map_or(0, |outcome| place(outcome.records))
    }

    /// Rows that failed.
    async fn failed(&self) -> i32 {
        place(match &self.outcome {
            Ok(outcome) => outcome.output.failed(),
            Err(failure) => failure.error.problems().len(),
        })
    }

    /// Whether this was a dry run, of which nothing was kept.
    async fn dry_run(&self, ctx: &Context<'_>) -> bool {
        context::of(ctx).session.is_dry_run()
    }

    /// Why nothing was carried out, for a program.
    async fn code(&self) -> Option<ErrorCode> {
        let failure = self.outcome.as_ref().err()?;
        Some(failure.error.code().into())
    }

    /// Why nothing was carried out, for a person.
    async fn error(&self) -> Option<&str> {
        let failure = self.outcome.as_ref().err()?;
        Some(&failure.message)
    }

    /// What became of each row, in their order. When nothing was carried out: the rows that failed.
    async fn rows(&self) -> Vec<RowResult> {
        match &self.outcome {
            Ok(outcome) => outcome
                .output
                .rows
                .iter()
                .cloned()
                .map(Into::into)
                .collect(),
            Err(failure) => {
                let problems = failure.error.problems().iter();
                problems
                    .filter_map(|problem| {
                        let index = problem.index?;
                        let reference = self.references.get(index).cloned().flatten();
                        let failure = RowFailure::from(&problem.error);
                        Some(RowResult::failed(index, reference, failure))
                    })
                    .collect()
            }
        }
    }
}
