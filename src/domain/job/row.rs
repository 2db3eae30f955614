//! Rows of a job, as they come in and as they are written.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::{
    db::{Kind, Sql},
    domain::{Tx, field::no_control_characters},
    error::{Code, Error, Result},
    id::JobId,
};

use super::JobOperation;

/// Bytes of what a caller calls a row at the most.
const MAX_REFERENCE: usize = 255;

/// A row, as it comes in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct JobRow {
    /// What the caller calls it.
    pub reference: Option<Reference>,
    /// What it does. One that could not be read fails when its turn comes.
    pub operation: Result<JobOperation, Unreadable>,
}

/// What a caller calls a row, to know its result by: up to 255 bytes, given back as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference(String);

/// Why a row could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    code: Code,
    field: Option<String>,
    message: String,
}

impl Reference {
    /// # Errors
    /// `INVALID_VALUE`.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        if text.len() > MAX_REFERENCE {
            return Err(Error::invalid(
                field,
                format!("is too long; {MAX_REFERENCE} bytes at most"),
            ));
        }
        no_control_characters(field, text)?;
        Ok(Self(text.to_owned()))
    }
}

impl From<&Error> for Unreadable {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code(),
            field: error.field().map(str::to_owned),
            message: error.message().to_owned(),
        }
    }
}

/// A row as it is written. One that could not be read has failed already.
fn written(number: i32, row: &JobRow) -> Result<Json> {
    let reference = row.reference.as_ref().map(|reference| &reference.0);
    Ok(match &row.operation {
        Ok(operation) => json!({
            "number": number.to_string(),
            "operation": operation.to_text()?,
            "ref": reference,
        }),
        Err(failure) => json!({
            "number": number.to_string(),
            "ref": reference,
            "code": failure.code,
            "field": failure.field,
            "error": failure.message,
        }),
    })
}

/// Writes rows, numbered from `first` on: one statement.
pub(super) async fn write(tx: &Tx, job: JobId, first: i32, rows: &[JobRow]) -> Result<()> {
    let numbered = (first..).zip(rows);
    let rows: Vec<Json> = numbered
        .map(|(number, row)| written(number, row))
        .collect::<Result<_>>()?;
    let columns = [
        ("number", Kind::Text),
        ("operation", Kind::Text),
        ("ref", Kind::Text),
        ("code", Kind::Text),
        ("field", Kind::Text),
        ("error", Kind::Text),
    ];
    let mut sql = Sql::new(
        tx.conn(),
        "INSERT INTO job_rows (job_id, number, operation, ref, code, field, error) SELECT ",
    );
    sql.bind(job)
        .push(", CAST(r.number AS integer), r.operation, r.ref, r.code, r.field, r.error FROM ")
        .rows_of("r", &columns, &rows);
    sql.execute(tx.conn()).await.map(drop)
}
