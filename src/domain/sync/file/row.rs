//! Typed rows: what a record says.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    domain::{
        field::{ExternalId, Name},
        user::{Email, Mobile, TimeZone},
    },
    entity::membership::{MemberRole, MemberStatus},
    error::Code,
};

/// What a cell says about its field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cell<T> {
    /// Nothing: the column is absent, or the cell is empty and empty cells do not clear.
    #[default]
    Absent,
    /// The field has no value. A display name is first and last name again.
    Clear,
    /// The value of the field.
    Value(T),
}

impl<T> Cell<T> {
    /// Returns whether the cell says nothing.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns the value.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Absent | Self::Clear => None,
            Self::Value(value) => Some(value),
        }
    }
}

/// Null stands for [`Cell::Clear`]. A field that is [`Cell::Absent`] is skipped.
impl<T: Serialize> Serialize for Cell<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Cell<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::deserialize(deserializer)?;
        Ok(value.map_or(Self::Clear, Self::Value))
    }
}

/// A row of a file: one membership.
///
/// A row has an e-mail address, an external id or the user's own external id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The line of the file, from 1. A record of several lines has its first one.
    pub line: i32,
    /// The user's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The external id of the membership.
    #[serde(default, skip_serializing_if = "Cell::is_absent")]
    pub external_id: Cell<ExternalId>,
    /// The user's own external id.
    #[serde(default, skip_serializing_if = "Cell::is_absent")]
    pub user_external_id: Cell<ExternalId>,
    /// The user's first name.
    #[serde(default, skip_serializing_if = "Cell::is_absent")]
    pub first: Cell<Name>,
    /// The user's last name.
    #[serde(default, skip_serializing_if = "Cell::is_absent")]
    pub last: Cell<Name>,
    /// The user's display name.
    #[serde(default, skip_serializing_if = "Cell::is_absent")]
    pub name: Cell<Name>,
    /// The user's mobile number.
    #[serde(default, skip_serializing_if = "Cell::is_absent")]
    pub mobile: Cell<Mobile>,
    /// The user's time zone.
    #[serde(default, skip_serializing_if = "Cell::is_absent")]
    pub timezone: Cell<TimeZone>,
    /// The org: an id, a name or an external id. `None` if the org of the run is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// The role of the member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<MemberRole>,
    /// The status of the membership.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<MemberStatus>,
    /// Whether the membership is the user's default.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_default: bool,
    /// The names of groups, each once.
    #[serde(default, skip_serializing_if = "Cell::is_absent")]
    pub groups: Cell<Vec<Name>>,
}

impl Row {
    /// Returns a row that states nothing.
    pub(super) fn empty(line: i32) -> Self {
        Self {
            line,
            email: None,
            external_id: Cell::Absent,
            user_external_id: Cell::Absent,
            first: Cell::Absent,
            last: Cell::Absent,
            name: Cell::Absent,
            mobile: Cell::Absent,
            timezone: Cell::Absent,
            org: None,
            role: None,
            status: None,
            is_default: false,
            groups: Cell::Absent,
        }
    }

    /// Returns whether the row names a person.
    pub(super) fn has_key(&self) -> bool {
        self.email.is_some()
            || self.external_id.value().is_some()
            || self.user_external_id.value().is_some()
    }
}

/// The reason why a record is not a valid row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// The line of the file, from 1.
    pub line: i32,
    /// The code, for programs.
    pub code: Code,
    /// The keys and the org of the row, as far as they can be read: whom the row names.
    pub named: Option<Box<Row>>,
    /// The column and the fix, for people. It does not quote the value, which may be personal data.
    pub reason: String,
}
