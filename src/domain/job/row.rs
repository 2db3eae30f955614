//! Rows of a job: as they come in, as they are kept, and what became of them.

use serde::{Deserialize, Serialize};

use crate::{
    db::{Sql, many},
    domain::{
        Done, Tx,
        batch::{RowDone, RowFailure, RowResult},
        field::ExternalId,
        membership::MembershipRow,
    },
    entity::job_row::{Column, Model},
    error::{Code, Result},
    id::JobId,
};

use super::JobOperation;

/// The word for a row that failed.
const FAILED: &str = "error";

/// A row, as it comes in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct JobRow {
    /// What the caller calls it.
    pub reference: Option<String>,
    /// What it does. One that could not be read fails when its turn comes.
    pub operation: Result<JobOperation, RowFailure>,
}

impl JobRow {
    /// A row that the server itself makes.
    pub(in crate::domain) fn of(operation: JobOperation) -> Self {
        Self {
            reference: None,
            operation: Ok(operation),
        }
    }

    /// A user to be added to an org, or why the row could not be read; what the caller calls it is known in either case, as
    /// long as it is no longer than it may be.
    #[must_use]
    pub fn membership(reference: Option<String>, row: Result<MembershipRow>) -> Self {
        let is_plain = |text: &String| ExternalId::parse("ref", text).is_ok();
        let row = row.map(|row| MembershipRow {
            // It stands beside the operation.
            reference: None,
            ..row
        });
        Self {
            reference: reference.filter(is_plain),
            operation: row
                .map(JobOperation::CreateMembership)
                .map_err(|error| RowFailure::from(&error)),
        }
    }
}

/// Writes rows, numbered from `first` on: one statement.
pub(super) async fn write(tx: &Tx, job: JobId, first: i32, rows: &[JobRow]) -> Result<()> {
    let numbered = (first..).zip(rows);
    let rows: Vec<Model> = numbered
        .map(|(number, row)| {
            let mut written = Model {
                job_id: job,
                number,
                operation: None,
                reference: row.reference.clone(),
                result: None,
                id: None,
                code: None,
                field: None,
                error: None,
                existing_id: None,
                matches: None,
            };
            match &row.operation {
                Ok(operation) => written.operation = Some(operation.to_text()?),
                Err(failure) => fail(&mut written, failure),
            }
            Ok(written)
        })
        .collect::<Result<_>>()?;
    many::insert(tx.conn(), &rows.iter().collect::<Vec<_>>()).await
}

fn fail(row: &mut Model, failure: &RowFailure) {
    row.code = Some(failure.code.as_str().to_owned());
    row.field = failure.field.clone();
    row.error = Some(failure.message.clone());
    row.existing_id = failure.existing;
    let matches = || serde_json::to_value(&failure.matches).unwrap_or_default();
    row.matches = (!failure.matches.is_empty()).then(matches);
}

impl Model {
    /// Notes what became of it.
    pub(super) fn set(&mut self, result: &Result<RowDone, RowFailure>) {
        match result {
            Ok(done) => {
                self.result = Some(done.done.as_str().to_owned());
                self.id = Some(done.id);
            }
            Err(failure) => {
                fail(self, failure);
                self.set_failed();
            }
        }
    }

    /// The same, of one whose failure is known already.
    pub(super) fn set_failed(&mut self) {
        self.result = Some(FAILED.to_owned());
    }
}

/// What became of a row that was run.
pub(super) fn told(row: Model) -> RowResult {
    let done = row.result.as_deref().and_then(Done::named);
    let result = match (done, row.id) {
        (Some(done), Some(id)) => Ok(RowDone { done, id }),
        _ => Err(failure(&row)),
    };
    RowResult {
        index: usize::try_from(row.number).unwrap_or_default(),
        reference: row.reference,
        result,
    }
}

fn failure(row: &Model) -> RowFailure {
    let code = row.code.as_deref().and_then(Code::named);
    let matches = row.matches.clone();
    let matches = matches.and_then(|matches| serde_json::from_value(matches).ok());
    RowFailure {
        code: code.unwrap_or(Code::Internal),
        message: row.error.clone().unwrap_or_default(),
        field: row.field.clone(),
        existing: row.existing_id,
        matches: matches.unwrap_or_default(),
    }
}

/// Writes what became of rows: one statement. Each names its job as well: named once for all, SQLite would read the whole job
/// for every chunk.
pub(super) async fn update(tx: &Tx, rows: &[Model]) -> Result<()> {
    let columns = [
        Column::JobId,
        Column::Number,
        Column::Result,
        Column::Id,
        Column::Code,
        Column::Field,
        Column::Error,
        Column::ExistingId,
        Column::Matches,
    ];
    let mut sql = Sql::new(
        tx.conn(),
        "UPDATE job_rows AS t SET result = r.result, id = r.id, code = r.code, field = r.field, error = r.error, \
         existing_id = r.existing_id, matches = r.matches FROM ",
    );
    sql.rows_like("r", &columns, &rows.iter().collect::<Vec<_>>());
    sql.push(" WHERE t.job_id = r.job_id AND t.number = r.number");
    sql.execute(tx.conn()).await.map(drop)
}
