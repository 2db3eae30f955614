//! Rows of a job: as callers send them, as they are stored, and their results.

use serde::{Deserialize, Serialize};

use crate::{
    db::{Sql, many},
    domain::{
        Done, Tx,
        batch::{RowDone, RowFailure, RowResult},
        field::ExternalId,
        membership::MembershipRow,
        user::UpsertUser,
    },
    entity::job_row::{Column, Model},
    error::{Code, Result},
    id::JobId,
};

use super::JobOperation;

/// The stored result of a row that failed.
const FAILED: &str = "error";

/// A row to add to a job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct JobRow {
    /// The caller's reference to the row.
    pub reference: Option<String>,
    /// The operation. An invalid row has its failure instead, and is reported when the job reaches
    /// it.
    pub operation: Result<JobOperation, RowFailure>,
}

impl JobRow {
    /// Creates a row for an operation of the server itself.
    pub(in crate::domain) fn of(operation: JobOperation) -> Self {
        Self {
            reference: None,
            operation: Ok(operation),
        }
    }

    /// Creates a row that adds a user to an org, or an invalid row. Either kind keeps the caller's
    /// reference if the reference is valid.
    #[must_use]
    pub fn membership(reference: Option<String>, row: Result<MembershipRow>) -> Self {
        let row = row.map(|row| MembershipRow {
            // The reference is stored in the row, not in the operation.
            reference: None,
            ..row
        });
        Self {
            reference: reference.filter(|reference| is_plain(reference)),
            operation: row
                .map(JobOperation::CreateMembership)
                .map_err(|error| RowFailure::from(&error)),
        }
    }

    /// Creates a row that creates or updates a user, or an invalid row. Either kind keeps the
    /// caller's reference if the reference is valid.
    #[must_use]
    pub fn user(reference: Option<String>, row: Result<UpsertUser>) -> Self {
        Self {
            reference: reference.filter(|reference| is_plain(reference)),
            operation: row
                .map(JobOperation::UpsertUser)
                .map_err(|error| RowFailure::from(&error)),
        }
    }
}

fn is_plain(reference: &str) -> bool {
    ExternalId::parse("ref", reference).is_ok()
}

/// Inserts rows, numbered from `first` on, in one statement.
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
                user_id: None,
                org_id: None,
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
    /// Sets the result.
    pub(super) fn set(&mut self, result: &Result<RowDone, RowFailure>) {
        match result {
            Ok(done) => {
                self.result = Some(done.done.as_str().to_owned());
                self.id = Some(done.id);
                self.user_id = done.user;
                self.org_id = done.org;
            }
            Err(failure) => {
                fail(self, failure);
                self.set_failed();
            }
        }
    }

    /// Marks the row as failed. Its failure is already set.
    pub(super) fn set_failed(&mut self) {
        self.result = Some(FAILED.to_owned());
    }
}

/// Returns the result of a row that has run.
pub(super) fn into_row_result(row: Model) -> RowResult {
    let done = row.result.as_deref().and_then(Done::named);
    let result = match (done, row.id) {
        (Some(done), Some(id)) => Ok(RowDone {
            done,
            id,
            user: row.user_id,
            org: row.org_id,
        }),
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

/// Writes the results of rows in one statement. Each row has its job id, because with a single
/// condition on the job SQLite would read all rows of the job for each chunk.
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
        Column::UserId,
        Column::OrgId,
    ];
    let mut sql = Sql::new(
        tx.conn(),
        "UPDATE job_rows AS t SET result = r.result, id = r.id, code = r.code, field = r.field, error = r.error, \
         existing_id = r.existing_id, matches = r.matches, user_id = r.user_id, org_id = r.org_id FROM ",
    );
    sql.rows_like("r", &columns, &rows.iter().collect::<Vec<_>>());
    sql.push(" WHERE t.job_id = r.job_id AND t.number = r.number");
    sql.execute(tx.conn()).await.map(drop)
}
