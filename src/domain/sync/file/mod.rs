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
    pub fn read(&mut self, records: &str) -> Result<Vec<std::result::Result<Row, RowProblem>>> {
        let mut rows = Vec::new();
        for record in records.split_terminator('\n') {
            let record: serde_json::Value =
                serde_json::from_str(record).map_err(Error::internal)?;
            let line = record[0].as_i64().and_then(|line| i32::try_from(line).ok());
            let line = line.ok_or_else(|| Error::internal("no line"))?;
            rows.push(row(line, &record[1]).map_err(|error| RowProblem {
                line,
                code: error.code(),
                reason: error.message().to_owned(),
            }));
        }
        Ok(rows)
    }

    /// Ignored.
    #[must_use]
    pub fn ignored_columns(&self) -> Vec<String> {
        Vec::new()
    }
}

fn row(line: i32, object: &serde_json::Value) -> Result<Row> {
    fn cell<T>(
        value: &serde_json::Value,
        name: &'static str,
        parse: impl Fn(&'static str, &str) -> Result<T>,
    ) -> Result<Cell<T>> {
        Ok(match value.get(name) {
            None => Cell::Absent,
            Some(serde_json::Value::Null) => Cell::Clear,
            Some(value) => match value.as_str().unwrap_or_default() {
                "" => Cell::Absent,
                text => Cell::Value(parse(name, text)?),
            },
        })
    }
    let text = |name: &str| object.get(name).and_then(|value| value.as_str());
    let groups = match object.get("groups") {
        None => Cell::Absent,
        Some(serde_json::Value::Null) => Cell::Clear,
        Some(list) => Cell::Value(
            list.as_array()
                .into_iter()
                .flatten()
                .map(|name| Name::parse("groups", name.as_str().unwrap_or_default()))
                .collect::<Result<_>>()?,
        ),
    };
    Ok(Row {
        line,
        email: text("email")
            .map(|text| Email::parse("email", text))
            .transpose()?,
        external_id: cell(object, "external_id", ExternalId::parse)?,
        user_external_id: cell(object, "user_external_id", ExternalId::parse)?,
        first: cell(object, "first", Name::parse)?,
        last: cell(object, "last", Name::parse)?,
        name: cell(object, "name", Name::parse)?,
        mobile: cell(object, "mobile", Mobile::parse)?,
        timezone: cell(object, "timezone", TimeZone::parse)?,
        org: text("org").map(str::to_owned),
        role: match text("role") {
            None => None,
            Some("user") => Some(MemberRole::User),
            Some("admin") => Some(MemberRole::Admin),
            Some(_) => return Err(Error::new(Code::InvalidRole, "`role` is unknown.")),
        },
        status: match text("status") {
            None => None,
            Some("active") => Some(MemberStatus::Active),
            Some("retired") => Some(MemberStatus::Retired),
            Some(_) => return Err(Error::new(Code::InvalidStatus, "`status` is unknown.")),
        },
        is_default: object.get("is_default").is_some_and(|value| *value == true),
        groups,
    })
}
