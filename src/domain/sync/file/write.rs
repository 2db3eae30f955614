//! Writes rows for an export, so that a synchronization of the file changes nothing.

use serde::{Serialize, Serializer};

use crate::{
    entity::{
        membership::{MemberRole, MemberStatus},
        sync_upload::FileFormat,
    },
    error::{Error, Result},
};

use super::{cell, column::Column};

/// A membership as a row of a file. A field without a value is left out, which leaves the field as
/// it is when the file is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of `Row`")]
pub struct ExportRow<'a> {
    pub email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<&'a str>,
    /// The display name. `None` if it consists of first and last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<&'a str>,
    pub org: &'a str,
    #[serde(serialize_with = "role")]
    pub role: MemberRole,
    #[serde(serialize_with = "status")]
    pub status: MemberStatus,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub groups: &'a [&'a str],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_default: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_external_id: Option<&'a str>,
}

fn role<S: Serializer>(role: &MemberRole, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(role.as_str())
}

fn status<S: Serializer>(status: &MemberStatus, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(status.as_str())
}

impl ExportRow<'_> {
    /// Returns the value of a column, before it is escaped.
    fn value(&self, column: Column) -> std::borrow::Cow<'_, str> {
        let value = match column {
            Column::Email => self.email,
            Column::ExternalId => self.external_id.unwrap_or_default(),
            Column::First => self.first.unwrap_or_default(),
            Column::Last => self.last.unwrap_or_default(),
            Column::Name => self.name.unwrap_or_default(),
            Column::Mobile => self.mobile.unwrap_or_default(),
            Column::Timezone => self.timezone.unwrap_or_default(),
            Column::Org => self.org,
            Column::Role => self.role.as_str(),
            Column::Status => self.status.as_str(),
            Column::Groups => return cell::join(self.groups.iter().copied()).into(),
            Column::IsDefault if self.is_default => "true",
            Column::IsDefault => "",
            Column::UserExternalId => self.user_external_id.unwrap_or_default(),
        };
        value.into()
    }
}

/// Writes rows in one of the formats, with a header if the format has one.
#[derive(Debug)]
pub enum RowWriter {
    /// Comma-separated values.
    Csv(Box<csv::Writer<Vec<u8>>>),
    /// JSON Lines.
    Jsonl(Vec<u8>),
}

impl RowWriter {
    /// Creates a writer, which has the header.
    ///
    /// # Errors
    /// `INTERNAL` if the header cannot be written.
    pub fn new(format: FileFormat) -> Result<Self> {
        let mut writer = Self::without_header(format);
        if let Self::Csv(csv) = &mut writer {
            let header = Column::ALL.iter().map(|column| column.name());
            csv.write_record(header).map_err(Error::internal)?;
        }
        Ok(writer)
    }

    /// Creates a writer for rows that follow others.
    #[must_use]
    pub fn without_header(format: FileFormat) -> Self {
        match format {
            FileFormat::Csv => Self::Csv(Box::new(csv::Writer::from_writer(Vec::new()))),
            FileFormat::Jsonl => Self::Jsonl(Vec::new()),
        }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// `INTERNAL` if the row cannot be written.
    pub fn write(&mut self, row: &ExportRow<'_>) -> Result<()> {
        match self {
            Self::Csv(csv) => {
                for column in Column::ALL {
                    let value = row.value(*column);
                    csv.write_field(&*cell::escape(&value))
                        .map_err(Error::internal)?;
                }
                csv.write_record(None::<&[u8]>).map_err(Error::internal)
            }
            Self::Jsonl(bytes) => {
                serde_json::to_writer(&mut *bytes, row).map_err(Error::internal)?;
                bytes.push(b'\n');
                Ok(())
            }
        }
    }

    /// Returns what was written.
    ///
    /// # Errors
    /// `INTERNAL` if the rows cannot be written.
    pub fn into_bytes(self) -> Result<Vec<u8>> {
        match self {
            Self::Csv(csv) => csv
                .into_inner()
                .map_err(|error| Error::internal(error.into_error())),
            Self::Jsonl(bytes) => Ok(bytes),
        }
    }
}
