//! The interpreter: turns records into typed rows.

use std::{borrow::Cow, collections::HashSet, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error as _, SeqAccess, Visitor};

use crate::{
    domain::{
        field::{ExternalId, Name},
        sync::changes::Options,
        user::{Email, Mobile, TimeZone},
    },
    entity::{
        membership::{MemberRole, MemberStatus},
        sync_upload::FileFormat,
    },
    error::{Code, Error, Result},
};

use super::{
    cell,
    column::Column,
    map::{Map, named},
    object::{Object, Scalar, Text},
    presets::{self, Meaning},
    row::{Cell, Row, RowProblem},
    sources::{Source, Sources},
};

/// The part of the user principal name of a guest that makes it differ from an address.
const GUEST: &str = "#EXT#";

/// Checks the preset and the map of a run, as far as this is possible without a file.
///
/// # Errors
/// `INVALID_VALUE` if there is no such preset, or the map is invalid.
pub fn check_options(options: &Options) -> Result<()> {
    presets::check(&options.preset)?;
    Map::parse(options.map.as_ref()).map(drop)
}

/// Turns the records of one file into typed rows, by the preset and the map of a run.
#[derive(Debug)]
pub struct Interpreter {
    format: FileFormat,
    sources: Sources,
    empty_clears: bool,
    has_org: bool,
}

impl Interpreter {
    /// Creates an interpreter for a file. `columns` are those of
    /// [`Summary::columns`](super::Summary::columns), and `has_org` says whether the caller names
    /// the org of all rows.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the preset does not exist, the map is invalid or names a column that the
    /// file does not have, or the header matches two presets or has no column that identifies a
    /// person; `ORG_NOT_FOUND` if neither the file nor the caller names orgs.
    pub fn new(
        format: FileFormat,
        columns: Option<&[String]>,
        options: &Options,
        has_org: bool,
    ) -> Result<Self> {
        let map = Map::parse(options.map.as_ref())?;
        Ok(Self {
            format,
            sources: Sources::new(format, columns, &options.preset, map, has_org)?,
            empty_clears: options.empty_clears,
            has_org,
        })
    }

    /// Reads the records of a [`Piece`](super::Piece). There is one result for each record, in the
    /// order of the records.
    ///
    /// # Errors
    /// `INTERNAL` if the records are not those of a splitter.
    pub fn read(&mut self, records: &str) -> Result<Vec<Result<Row, RowProblem>>> {
        let lines = records.lines();
        lines.map(|line| self.read_record(line)).collect()
    }

    /// Returns the name of the preset, which was named or recognized.
    #[must_use]
    pub fn preset(&self) -> &'static str {
        self.sources.preset()
    }

    /// Returns the names of the columns that are ignored, sorted. Those of a JSON Lines file are
    /// known after its last record was read. Columns that were not stored are not among them.
    #[must_use]
    pub fn ignored_columns(&self) -> Vec<String> {
        self.sources.ignored()
    }

    fn read_record(&mut self, line: &str) -> Result<Result<Row, RowProblem>> {
        let mut record = Record::default();
        let mut deserializer = serde_json::Deserializer::from_str(line);
        RecordSeed {
            format: self.format,
            sources: &mut self.sources,
            record: &mut record,
        }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end())
        .map_err(Error::internal)?;
        let reading = Reading {
            format: self.format,
            sources: &self.sources,
            empty_clears: self.empty_clears,
            record: &record,
        };
        let row = reading.row(self.has_org);
        Ok(row.map_err(|Problem { code, reason }| RowProblem {
            line: record.line,
            code,
            named: reading.named().map(Box::new),
            reason,
        }))
    }
}

/// The cells of a record, by native columns.
#[derive(Debug, Default)]
struct Record<'a> {
    line: i32,
    cells: [Option<(usize, Scalar<'a>)>; Column::COUNT],
}

impl<'a> Record<'a> {
    /// Adds a cell. Of several cells for one native column, that with the lowest rank remains, and
    /// one with a value before one without.
    fn add(&mut self, sources: &Sources, position: usize, value: Scalar<'a>) {
        let Some(source) = sources.get(position) else {
            return;
        };
        let value = match value {
            Scalar::Text(text)
                if source.meaning == Meaning::PrincipalName && text.contains(GUEST) =>
            {
                Scalar::Text(Cow::Borrowed(""))
            }
            value => value,
        };
        let Some(cell) = self.cells.get_mut(source.column as usize) else {
            return;
        };
        let order = |position: usize, value: &Scalar<'_>| {
            let rank = sources.get(position).map_or(u8::MAX, |one| one.rank);
            (is_blank(value), rank)
        };
        let is_better = cell
            .as_ref()
            .is_none_or(|(other, before)| order(position, &value) < order(*other, before));
        if is_better {
            *cell = Some((position, value));
        }
    }
}

fn is_blank(value: &Scalar<'_>) -> bool {
    matches!(value, Scalar::Text(text) if text.trim().is_empty())
}

/// Reads a record from its JSON.
struct RecordSeed<'s, 'r, 'a> {
    format: FileFormat,
    sources: &'s mut Sources,
    record: &'r mut Record<'a>,
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let missing = || A::Error::custom("a record is incomplete");
        self.record.line = items.next_element()?.ok_or_else(missing)?;
        match self.format {
            FileFormat::Csv => {
                for position in 0..self.sources.len() {
                    let Text(text) = items.next_element()?.ok_or_else(missing)?;
                    if let Some(source) = self.sources.at(position) {
                        self.record.add(self.sources, source, Scalar::Text(text));
                    }
                }
            }
            FileFormat::Jsonl => {
                let object: Object<'de> = items.next_element()?.ok_or_else(missing)?;
                for (name, value) in object.0 {
                    if let Some(source) = self.sources.named(&name) {
                        self.record.add(self.sources, source, value);
                    }
                }
            }
        }
        Ok(())
    }
}

/// A problem of a row, without its line.
struct Problem {
    code: Code,
    reason: String,
}

/// What a cell says, before its value is parsed.
enum Stated<'a> {
    Nothing,
    Empty,
    Clear,
    Text(Cow<'a, str>),
    List(&'a [Cow<'a, str>]),
}

/// Reads the row of a record.
struct Reading<'a> {
    format: FileFormat,
    sources: &'a Sources,
    empty_clears: bool,
    record: &'a Record<'a>,
}

impl<'a> Reading<'a> {
    fn row(&self, has_org: bool) -> Result<Row, Problem> {
        let row = Row {
            line: self.record.line,
            email: self.required(Column::Email, |text| Email::parse("email", text))?,
            external_id: self.cell(Column::ExternalId, |text| {
                ExternalId::parse("external_id", text)
            })?,
            user_external_id: self.cell(Column::UserExternalId, |text| {
                ExternalId::parse("user_external_id", text)
            })?,
            first: self.cell(Column::First, |text| Name::parse("first", text))?,
            last: self.cell(Column::Last, |text| Name::parse("last", text))?,
            name: self.cell(Column::Name, |text| Name::parse("name", text))?,
            mobile: self.cell(Column::Mobile, |text| Mobile::parse("mobile", text))?,
            timezone: self.cell(Column::Timezone, |text| TimeZone::parse("timezone", text))?,
            org: self.required(Column::Org, |text| Ok(self.org(text)))?,
            role: self.required(Column::Role, |text| self.role(text))?,
            status: self.required(Column::Status, |text| self.status(text))?,
            is_default: self.required(Column::IsDefault, is_default)? == Some(true),
            groups: self.groups()?,
        };
        if !row.has_key() {
            return Err(Problem {
                code: Code::UserNotFound,
                reason: "The row has no value in `email`, `external_id` or `user_external_id`. \
                         Add one."
                    .to_owned(),
            });
        }
        if row.org.is_none() && !has_org {
            return Err(Problem {
                code: Code::OrgNotFound,
                reason: "The row has no value in `org`. Add one, or name the org of all rows."
                    .to_owned(),
            });
        }
        Ok(row)
    }

    /// Returns the keys and the org of a row that is not valid. `None` if no key can be read.
    fn named(&self) -> Option<Row> {
        let id = |column: Column| {
            let parsed = self.cell(column, |text| ExternalId::parse(column.name(), text));
            parsed.unwrap_or_default()
        };
        let email = self.required(Column::Email, |text| Email::parse("email", text));
        let org = self.required(Column::Org, |text| Ok(self.org(text)));
        let row = Row {
            email: email.unwrap_or_default(),
            external_id: id(Column::ExternalId),
            user_external_id: id(Column::UserExternalId),
            org: org.unwrap_or_default(),
            ..Row::empty(self.record.line)
        };
        row.has_key().then_some(row)
    }

    fn source(&self, column: Column) -> Option<&'a Source> {
        let (position, _) = self.record.cells.get(column as usize)?.as_ref()?;
        self.sources.get(*position)
    }

    fn stated(&self, column: Column) -> Stated<'a> {
        let cell = self.record.cells.get(column as usize);
        let Some((_, value)) = cell.and_then(Option::as_ref) else {
            return Stated::Nothing;
        };
        match value {
            Scalar::Null => Stated::Clear,
            Scalar::Bool(value) => Stated::Text(Cow::Owned(value.to_string())),
            Scalar::Integer(value) => Stated::Text(Cow::Owned(value.to_string())),
            Scalar::List(texts) => Stated::List(texts),
            // An external id is taken exactly, so that one of blanks is a value.
            Scalar::Text(text) if text.is_empty() => Stated::Empty,
            Scalar::Text(_) if is_blank(value) && !is_exact(column) => Stated::Empty,
            Scalar::Text(text) => match self.format {
                FileFormat::Csv if text == cell::CLEAR => Stated::Clear,
                FileFormat::Csv => Stated::Text(Cow::Borrowed(cell::unescape(text))),
                FileFormat::Jsonl => Stated::Text(Cow::Borrowed(text)),
            },
        }
    }

    /// Reads a cell that may clear its field.
    fn cell<T>(
        &self,
        column: Column,
        parse: impl Fn(&str) -> Result<T>,
    ) -> Result<Cell<T>, Problem> {
        match self.stated(column) {
            Stated::Nothing => Ok(Cell::Absent),
            Stated::Empty if self.empty_clears => Ok(Cell::Clear),
            Stated::Empty => Ok(Cell::Absent),
            Stated::Clear => Ok(Cell::Clear),
            Stated::Text(text) => match parse(&text) {
                Ok(value) => Ok(Cell::Value(value)),
                Err(error) => Err(self.problem(column, &error)),
            },
            Stated::List(_) => Err(self.unexpected_list(column)),
        }
    }

    /// Reads a cell whose field cannot be cleared.
    fn required<T>(
        &self,
        column: Column,
        parse: impl Fn(&str) -> Result<T>,
    ) -> Result<Option<T>, Problem> {
        match self.stated(column) {
            Stated::Nothing | Stated::Empty => Ok(None),
            Stated::Clear => {
                let message = "cannot be cleared; leave the cell empty to keep the value";
                Err(self.problem(column, &Error::invalid(column.name(), message)))
            }
            Stated::Text(text) => match parse(&text) {
                Ok(value) => Ok(Some(value)),
                Err(error) => Err(self.problem(column, &error)),
            },
            Stated::List(_) => Err(self.unexpected_list(column)),
        }
    }

    fn groups(&self) -> Result<Cell<Vec<Name>>, Problem> {
        let names = match (self.stated(Column::Groups), self.format) {
            (Stated::Nothing | Stated::Empty, _) => return Ok(Cell::Absent),
            (Stated::Clear, _) => return Ok(Cell::Clear),
            (Stated::List(names), _) => unique_names(names.iter().map(AsRef::as_ref)),
            (Stated::Text(text), FileFormat::Csv) => {
                let names = cell::split(&text);
                if names.is_empty() {
                    return Ok(Cell::Absent);
                }
                unique_names(names.iter().map(String::as_str))
            }
            (Stated::Text(_), FileFormat::Jsonl) => {
                Err(Error::invalid("groups", "must be a list of names or null"))
            }
        };
        match names {
            Ok(names) => Ok(Cell::Value(names)),
            Err(error) => Err(self.problem(Column::Groups, &error)),
        }
    }

    fn org(&self, text: &str) -> String {
        self.sources.map().org(text).unwrap_or(text).to_owned()
    }

    fn role(&self, text: &str) -> Result<MemberRole> {
        let meaning = self.source(Column::Role).map(|source| source.meaning);
        let built_in = match meaning {
            Some(Meaning::Role(words)) => find_word(words, text),
            _ => None,
        };
        let mapped = self.sources.map().role(text).or(built_in);
        let native = || named(MemberRole::ALL, text, MemberRole::as_str);
        mapped.or_else(native).ok_or_else(|| {
            Error::new(
                Code::InvalidRole,
                "`role` must be `user` or `admin`; map other words in `roles` of `map`",
            )
        })
    }

    fn status(&self, text: &str) -> Result<MemberStatus> {
        let meaning = self.source(Column::Status).map(|source| source.meaning);
        let known = || match meaning {
            Some(Meaning::Status(words)) => find_word(words, text),
            _ => named(MemberStatus::ALL, text, MemberStatus::as_str),
        };
        let mapped = self.sources.map().status(text);
        mapped.or_else(known).ok_or_else(|| {
            let words: Vec<&str> = match meaning {
                Some(Meaning::Status(words)) => words.iter().map(|(word, _)| *word).collect(),
                _ => MemberStatus::ALL.iter().map(|one| one.as_str()).collect(),
            };
            let words = words.join("` or `");
            Error::new(
                Code::InvalidStatus,
                format!("`status` must be `{words}`; map other words in `status` of `map`"),
            )
        })
    }

    fn unexpected_list(&self, column: Column) -> Problem {
        self.problem(
            column,
            &Error::invalid(column.name(), "must not be a list; give one value"),
        )
    }

    fn problem(&self, column: Column, error: &Error) -> Problem {
        let source = self.source(column);
        let message = error.message();
        Problem {
            code: error.code(),
            reason: source.map_or_else(|| message.to_owned(), |source| source.reason(message)),
        }
    }
}

fn is_exact(column: Column) -> bool {
    matches!(column, Column::ExternalId | Column::UserExternalId)
}

fn is_default(text: &str) -> Result<bool> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("true") {
        Ok(true)
    } else if text.eq_ignore_ascii_case("false") {
        Ok(false)
    } else {
        Err(Error::invalid(
            "is_default",
            "must be `true`, `false` or empty",
        ))
    }
}

fn find_word<T: Copy>(words: &[(&str, T)], text: &str) -> Option<T> {
    let text = text.trim();
    let mut words = words.iter();
    words
        .find(|(word, _)| word.eq_ignore_ascii_case(text))
        .map(|(_, value)| *value)
}

/// Parses the names of groups, and drops names that occurred before.
fn unique_names<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> Result<Vec<Name>> {
    if names.len() == 1 {
        return names.map(|name| Name::parse("groups", name)).collect();
    }
    let mut keys = HashSet::new();
    let mut unique = Vec::with_capacity(names.len());
    for name in names {
        let name = Name::parse("groups", name)?;
        if keys.insert(name.key()) {
            unique.push(name);
        }
    }
    Ok(unique)
}
