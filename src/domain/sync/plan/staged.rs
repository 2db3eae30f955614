//! Staged rows: their stored form, and reading them.

use serde::{Deserialize, Serialize};

use crate::{
    db::{Conn, Sql},
    domain::{
        Tx,
        sync::file::{Cell, Row},
    },
    entity::sync_row::Model,
    error::{Code, Error, Result},
    id::{OrgId, SyncRunId, UserId},
};

/// Why a row cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) reason: String,
}

impl Fault {
    pub(super) fn new(code: Code, reason: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.into(),
        }
    }
}

impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        Self::new(error.code(), error.message())
    }
}

/// A typed row, and the users whom its keys find.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Content {
    #[serde(rename = "r")]
    pub(super) row: Row,
    /// The members with the external id.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub(super) members: Vec<UserId>,
    /// The users with the user's own external id.
    #[serde(rename = "u", default, skip_serializing_if = "Vec::is_empty")]
    pub(super) users: Vec<UserId>,
    /// The user with the address. The former address of a merged user names the user who was kept,
    /// and is then removed from the row, so that it does not become that user's address.
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    pub(super) holder: Option<UserId>,
    /// Whether the actor may see that user. Known only while the row is staged.
    #[serde(skip)]
    pub(super) is_holder_seen: bool,
    /// Whether the address was that of a user before a merge, and the actor may not see the user who
    /// was kept. The row cannot be applied, and the plan does not show that.
    #[serde(rename = "f", default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_address_of_unseen: bool,
}

impl Content {
    /// Returns the content of a row whose keys were not looked up.
    pub(super) fn of(row: Row) -> Self {
        Self {
            row,
            members: Vec::new(),
            users: Vec::new(),
            holder: None,
            is_holder_seen: false,
            is_address_of_unseen: false,
        }
    }

    /// Returns the users whom the external ids find, without duplicates, in the order of their ids.
    pub(super) fn found_by_id(&self) -> Vec<UserId> {
        let mut found = [self.members.as_slice(), self.users.as_slice()].concat();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the user whom the row names. Where the keys find several users, the row cannot be
    /// applied, and is planned with one of them.
    pub(super) fn user(&self) -> Option<UserId> {
        self.found_by_id().first().copied().or(self.holder)
    }

    /// Returns the users whom the keys find, if there are several. The row is a conflict, and may mean
    /// any of them.
    pub(super) fn ambiguous(&self) -> Vec<UserId> {
        let mut found = self.found_by_id();
        found.extend(self.holder);
        found.sort_unstable();
        found.dedup();
        match found.len() {
            0 | 1 => Vec::new(),
            _ => found,
        }
    }

    /// Returns the key that all rows of one person share: of the user, else of the address, else of
    /// the row.
    pub(super) fn person(&self) -> String {
        match (self.user(), &self.row.email) {
            (Some(user), _) => person_of(user),
            (None, Some(email)) => format!("e:{}", email.key()),
            (None, None) => person_of_line(self.row.line),
        }
    }

    /// Returns the key of the address.
    pub(super) fn email_key(&self) -> Option<&str> {
        self.row.email.as_ref().map(|email| email.key())
    }

    /// Returns the key under which other rows find the address. `None` for a user who keeps the
    /// address: other rows find the user by the address. Few rows of most files have a key, and
    /// keys are expensive, because they arrive in no order.
    pub(super) fn searched_email_key(&self) -> Option<&str> {
        let is_kept = self.holder.is_some() && self.user() == self.holder && self.is_holder_seen;
        self.email_key().filter(|_| !is_kept)
    }

    /// Returns the external id of the user that the row states.
    pub(super) fn user_external_id(&self) -> Option<&str> {
        match &self.row.user_external_id {
            Cell::Value(id) => Some(id.as_str()),
            Cell::Absent | Cell::Clear => None,
        }
    }

    /// Returns the external id of the membership that the row states.
    pub(super) fn external_id(&self) -> Option<&str> {
        match &self.row.external_id {
            Cell::Value(id) => Some(id.as_str()),
            Cell::Absent | Cell::Clear => None,
        }
    }

    /// Returns the stored form.
    pub(super) fn to_text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }
}

/// Returns the key of the rows of a user.
pub(super) fn person_of(user: UserId) -> String {
    format!("u:{}", user.0.simple())
}

/// Returns the key of a row that names nobody.
pub(super) fn person_of_line(line: i32) -> String {
    format!("l:{line}")
}

/// Returns the user of a person's key.
pub(super) fn user_of(person: &str) -> Option<UserId> {
    let id = person.strip_prefix("u:")?;
    uuid::Uuid::parse_str(id).ok().map(UserId)
}

/// A staged row.
#[derive(Debug, Clone)]
pub(super) struct StagedRow {
    pub(super) line: i32,
    pub(super) person: String,
    pub(super) org: Option<OrgId>,
    pub(super) content: Option<Content>,
    pub(super) fault: Option<Fault>,
}

impl StagedRow {
    /// Reads the stored form.
    pub(super) fn of(row: Model) -> Result<Self> {
        let content = row.content.as_deref().map(serde_json::from_str);
        let code = row.code.as_deref().and_then(Code::named);
        Ok(Self {
            line: row.line,
            person: row.person,
            org: row.org_id,
            content: content.transpose().map_err(Error::internal)?,
            fault: code.map(|code| Fault::new(code, row.reason.unwrap_or_default())),
        })
    }
}

/// Returns the rows of these persons behind a line, at most `most`, in the order of persons and
/// lines.
pub(super) async fn rows_of(
    tx: &Tx,
    run: SyncRunId,
    persons: &[&str],
    after: i32,
    most: u32,
) -> Result<Vec<StagedRow>> {
    let sql = rows_sql(tx.conn(), run, persons, after, most);
    let rows: Vec<Model> = sql.all(tx.conn()).await?;
    rows.into_iter().map(StagedRow::of).collect()
}

/// Selects the rows of these persons behind a line.
pub(super) fn rows_sql(
    conn: &Conn,
    run: SyncRunId,
    persons: &[&str],
    after: i32,
    most: u32,
) -> Sql {
    let mut sql = Sql::select::<Model>(conn, "r", " WHERE r.run_id = ");
    sql.bind(run)
        .push(" AND ")
        .is_one_of_texts("r.person", persons)
        .push(" AND r.line > ")
        .bind(after)
        .push(" ORDER BY r.person, r.line")
        .limit(most);
    sql
}
