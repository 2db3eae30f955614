//! Writes rows for an export, so that a synchronization of the file changes nothing.

use std::borrow::Cow;

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    domain::sync::ExportRow,
    entity::sync_upload::FileFormat,
    error::{Error, Result},
};

use super::{cell, column::Column};

/// Writes rows in one of the formats.
#[derive(Debug)]
pub struct RowWriter(Output);

#[derive(Debug)]
enum Output {
    Csv(Box<csv::Writer<Vec<u8>>>),
    Jsonl(Vec<u8>),
}

impl RowWriter {
    /// Creates a writer for the start of a file: the header, if the format has one.
    ///
    /// # Errors
    /// `INTERNAL` if the header cannot be written.
    pub fn with_header(format: FileFormat) -> Result<Self> {
        let mut writer = Self::new(format);
        if let Output::Csv(csv) = &mut writer.0 {
            let header = Column::ALL.iter().map(|column| column.name());
            csv.write_record(header).map_err(Error::internal)?;
        }
        Ok(writer)
    }

    /// Creates a writer for rows that follow others.
    #[must_use]
    pub fn new(format: FileFormat) -> Self {
        Self(match format {
            FileFormat::Csv => Output::Csv(Box::new(csv::Writer::from_writer(Vec::new()))),
            FileFormat::Jsonl => Output::Jsonl(Vec::new()),
        })
    }

    /// Writes a row. A field without a value is left out, which leaves the field as it is when the
    /// file is read.
    ///
    /// # Errors
    /// `INTERNAL` if the row cannot be written.
    pub fn write(&mut self, row: &ExportRow) -> Result<()> {
        match &mut self.0 {
            Output::Csv(csv) => {
                for column in Column::ALL {
                    let value = value(row, *column);
                    let field = cell::escape(&value);
                    csv.write_field(field.as_bytes()).map_err(Error::internal)?;
                }
                csv.write_record(None::<&[u8]>).map_err(Error::internal)
            }
            Output::Jsonl(bytes) => {
                serde_json::to_writer(&mut *bytes, &RowObject(row)).map_err(Error::internal)?;
                bytes.push(b'\n');
                Ok(())
            }
        }
    }

    /// Returns the bytes of the rows.
    ///
    /// # Errors
    /// `INTERNAL` if the rows cannot be written.
    pub fn into_bytes(self) -> Result<Vec<u8>> {
        match self.0 {
            Output::Csv(csv) => csv
                .into_inner()
                .map_err(|error| Error::internal(error.into_error())),
            Output::Jsonl(bytes) => Ok(bytes),
        }
    }
}

/// Returns the value of a column, or an empty text if it has none.
fn value(row: &ExportRow, column: Column) -> Cow<'_, str> {
    match column {
        Column::Email => row.email.as_str().into(),
        Column::ExternalId => optional(&row.external_id).into(),
        Column::First => row.first.as_str().into(),
        Column::Last => row.last.as_str().into(),
        Column::Name => optional(&row.name).into(),
        Column::Mobile => optional(&row.mobile).into(),
        Column::Timezone => optional(&row.timezone).into(),
        Column::Org => row.org.as_str().into(),
        Column::Role => row.role.as_str().into(),
        Column::Status => row.status.as_str().into(),
        Column::Groups => cell::join(row.groups.iter().map(String::as_str)).into(),
        Column::IsDefault if row.is_default => "true".into(),
        Column::IsDefault => "".into(),
        Column::UserExternalId => optional(&row.user_external_id).into(),
    }
}

fn optional(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or_default()
}

/// A row as an object.
struct RowObject<'a>(&'a ExportRow);

impl Serialize for RowObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for column in Column::ALL {
            let name = column.name();
            match column {
                Column::Groups if !self.0.groups.is_empty() => {
                    object.serialize_entry(name, &self.0.groups)?;
                }
                Column::IsDefault if self.0.is_default => object.serialize_entry(name, &true)?,
                Column::Groups | Column::IsDefault => {}
                _ => {
                    let value = value(self.0, *column);
                    if !value.is_empty() {
                        object.serialize_entry(name, &value)?;
                    }
                }
            }
        }
        object.end()
    }
}
