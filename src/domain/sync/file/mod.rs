//! Reads files: the types that other modules use.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        field::{ExternalId, Name},
        sync::Options,
        user::{Email, Mobile, TimeZone},
    },
    entity::{
        membership::{MemberRole, MemberStatus},
        sync_upload::FileFormat,
    },
    error::{Code, Error, Result},
};

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The number of records.
    pub rows: i32,
    /// The records, one in each line.
    pub records: String,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Cell<T> {
    /// Absent.
    #[default]
    Absent,
    /// Clear.
    Clear,
    /// Value.
    Value(T),
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "temporary")]
pub struct Row {
    pub line: i32,
    pub email: Option<Email>,
    pub external_id: Cell<ExternalId>,
    pub user_external_id: Cell<ExternalId>,
    pub first: Cell<Name>,
    pub last: Cell<Name>,
    pub name: Cell<Name>,
    pub mobile: Cell<Mobile>,
    pub timezone: Cell<TimeZone>,
    pub org: Option<String>,
    pub role: Option<MemberRole>,
    pub status: Option<MemberStatus>,
    pub is_default: bool,
    pub groups: Cell<Vec<Name>>,
}

/// A problem.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "temporary")]
pub struct RowProblem {
    pub line: i32,
    pub code: Code,
    pub reason: String,
}

/// Interprets records.
#[derive(Debug)]
pub struct Interpreter {}

impl Interpreter {
    /// Creates.
    ///
    /// # Errors
    /// None.
    pub fn new(_: FileFormat, _: Option<&[String]>, _: &Options, _: bool) -> Result<Self> {
        Ok(Self {})
    }

    /// Reads.
    ///
    /// # Errors
    /// None.
    pub fn read(&mut self, _: &str) -> Result<Vec<std::result::Result<Row, RowProblem>>> {
        Err(Error::internal("not here"))
    }

    /// Ignored.
    #[must_use]
    pub fn ignored_columns(&self) -> Vec<String> {
        Vec::new()
    }
}
