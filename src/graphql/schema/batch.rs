//! `BatchResult`, the GraphQL result of every mutation of many rows.

use async_graphql::{ComplexObject, Context, Enum, Object, SimpleObject};

use crate::{
    domain::{
        Operation, Outcome,
        batch::{self, BatchOutcome, Parsed, RowFailure},
    },
    error::Result,
    graphql::resolver::{
        context, enums,
        error_code::ErrorCode,
        objects::{Org, User},
        result::{Failure, execute},
        rows::Rows,
        scalar::Uuid,
    },
    id::{OrgId, UserId},
};

/// What happens to the other rows when a row fails.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "batch::BatchMode")]
pub(super) enum BatchMode {
    /// Each row runs separately; the other rows still run.
    Partial,
    /// All rows succeed, or none changes anything.
    Atomic,
}

pub(super) struct BatchResult {
    outcome: Result<Outcome<BatchOutcome>, Failure>,
    /// The callers' references of the rows, for the results of rows that fail together.
    references: Vec<Option<String>>,
}

/// The result of one row.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct RowResult {
    /// The position of the row in the call's list, from 0.
    index: i32,
    /// The caller's reference for the row.
    #[graphql(name = "ref")]
    reference: Option<String>,
    /// "created", "updated", "reactivated", "unchanged", "removed" or "error".
    result: &'static str,
    /// What happened to the row.
    outcome: enums::Outcome,
    /// The id of the affected object. Null on error.
    id: Option<Uuid>,
    /// The id of the affected object, equal to `id`. Null on error.
    target_id: Option<Uuid>,
    /// The error code, for programs. Null on success.
    code: Option<ErrorCode>,
    /// The invalid argument of the row.
    field: Option<String>,
    /// The error message, for people. Null on success.
    error: Option<String>,
    /// The id of the conflicting object, such as the existing membership.
    existing_id: Option<Uuid>,
    /// The ids of the candidates of an `AMBIGUOUS_MATCH`.
    matches: Vec<Uuid>,
    #[graphql(skip)]
    user_id: Option<UserId>,
    #[graphql(skip)]
    org_id: Option<OrgId>,
}

#[ComplexObject]
impl RowResult {
    /// The user concerned, as they now stand. Null on error, if there is none, and if this token
    /// may not see the user.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.user_id {
            Some(user) => Ok(context::find(ctx, user).await?.map(User::from)),
            None => Ok(None),
        }
    }

    /// The org concerned, as it now stands. Null on error, if there is none, and if this token may
    /// not see the org.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Org>> {
        match self.org_id {
            Some(org) => Ok(context::find(ctx, org).await?.map(Org)),
            None => Ok(None),
        }
    }
}

impl RowResult {
    fn failed(index: usize, reference: Option<String>, failure: RowFailure) -> Self {
        Self {
            index: place(index),
            reference,
            result: "error",
            outcome: enums::Outcome::Error,
            id: None,
            target_id: None,
            code: Some(failure.code.into()),
            field: failure.field,
            error: Some(failure.message),
            existing_id: failure.existing.map(Uuid),
            matches: failure.matches.into_iter().map(Uuid).collect(),
            user_id: None,
            org_id: None,
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
                outcome: done.done.into(),
                id: Some(Uuid(done.id)),
                target_id: Some(Uuid(done.id)),
                code: None,
                field: None,
                error: None,
                existing_id: None,
                matches: Vec::new(),
                user_id: done.user,
                org_id: done.org,
            },
        }
    }
}

fn place(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}

/// Executes a batch whose rows need no parsing.
pub(super) async fn batch<O>(ctx: &Context<'_>, operation: O) -> BatchResult
where
    O: Operation<Output = BatchOutcome> + 'static,
{
    BatchResult {
        outcome: execute(ctx, Ok(operation)).await,
        references: Vec::new(),
    }
}

/// Executes a batch of the rows that were parsed without errors.
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

/// The result of a mutation of many rows. A mutation does not fail as a GraphQL error: check
/// `result`, and `rows` for each row.
#[Object]
impl BatchResult {
    /// "error" if nothing was executed; see `code`. Otherwise "unchanged", or the result of the
    /// rows that changed something: "updated" if their results differ. Rows may still have failed;
    /// see `failed`.
    async fn result(&self) -> &'static str {
        match &self.outcome {
            Ok(outcome) => outcome.output.done().as_str(),
            Err(_) => "error",
        }
    }

    /// `result` as an enum.
    async fn outcome(&self) -> enums::Outcome {
        let outcome = self.outcome.as_ref();
        outcome.map_or(enums::Outcome::Error, |outcome| {
            outcome.output.done().into()
        })
    }

    /// The number of changed directory rows, which is the number of audit events written.
    async fn records(&self) -> i32 {
        self.outcome
            .as_ref()
            .map_or(0, |outcome| place(outcome.records))
    }

    /// The number of rows that failed.
    async fn failed(&self) -> i32 {
        place(match &self.outcome {
            Ok(outcome) => outcome.output.failed(),
            Err(failure) => failure.error.problems().len(),
        })
    }

    /// Whether the request was a dry run, whose changes are rolled back.
    async fn dry_run(&self, ctx: &Context<'_>) -> bool {
        context::of(ctx).session.is_dry_run()
    }

    /// The error code if nothing was executed, for programs.
    async fn code(&self) -> Option<ErrorCode> {
        let failure = self.outcome.as_ref().err()?;
        Some(failure.error.code().into())
    }

    /// The error message if nothing was executed, for people.
    async fn error(&self) -> Option<&str> {
        let failure = self.outcome.as_ref().err()?;
        Some(&failure.message)
    }

    /// The result of each row, in order. If nothing was executed, only the rows that failed.
    async fn rows(&self) -> Rows<RowResult> {
        let rows = match &self.outcome {
            Ok(outcome) => {
                let rows = outcome.output.rows.iter().cloned();
                rows.map(Into::into).collect()
            }
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
        };
        Rows(rows)
    }
}
