//! The objects of the schema that several nouns refer to. Each wraps a row.
//!
//! The fields of an object are in `schema/`, in the file of its noun. The structs are here, so that
//! nouns refer to each other's objects and do not name each other's files.

use std::sync::Arc;

use async_graphql::{Context, SelectionField};

use crate::{
    entity::{event, group, job, membership, org, role, sync_run, token, user},
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::{context, rows::Row};

/// A user, with all columns or with those that lists show most.
pub(crate) enum User {
    Whole(user::Model),
    Summary(user::Summary),
}

/// The summary of a user.
pub(crate) struct UserSummary<'a> {
    pub(crate) id: UserId,
    pub(crate) email: &'a str,
    pub(crate) name: &'a str,
    pub(crate) status: user::UserStatus,
}

pub(crate) struct Org(pub(crate) org::Model);

pub(crate) struct Group(pub(crate) group::Model);

pub(crate) struct Role(pub(crate) role::Model);

pub(crate) struct Token(pub(crate) token::Model);

pub(crate) struct Event(pub(crate) event::Model);

#[derive(Clone)]
pub(crate) struct Job(pub(crate) job::Model);

pub(crate) struct SyncRun(pub(crate) sync_run::Model);

pub(crate) struct Membership {
    pub(crate) summary: membership::Summary,
    /// All columns. `None` if the list that contains the membership read only the summary.
    pub(crate) row: Option<membership::Model>,
    /// The org, if it was loaded with the row.
    pub(crate) org: Option<org::Model>,
    /// The user, if they were loaded with the row.
    pub(crate) user: Option<Arc<User>>,
}

impl User {
    /// Returns whether the field is resolved from a summary.
    fn is_in_summary(field: &SelectionField<'_>) -> bool {
        const FIELDS: [&str; 8] = [
            "__typename",
            "id",
            "email",
            "name",
            "status",
            "defaultMembership",
            "memberships",
            "groups",
        ];
        FIELDS.contains(&field.name())
    }

    /// Returns the row with all columns.
    ///
    /// # Errors
    ///
    /// `INTERNAL` if only a summary was read, because `is_in_summary` names a field that it does not
    /// contain.
    pub(crate) fn row(&self) -> Result<&user::Model> {
        match self {
            Self::Whole(row) => Ok(row),
            Self::Summary(_) => Err(unread("user")),
        }
    }

    /// Returns what every user has, also one of whom only the summary was read.
    pub(crate) fn summary(&self) -> UserSummary<'_> {
        match self {
            Self::Whole(row) => UserSummary {
                id: row.id,
                email: &row.email,
                name: &row.display_name,
                status: row.status,
            },
            Self::Summary(row) => UserSummary {
                id: row.id,
                email: &row.email,
                name: &row.display_name,
                status: row.status,
            },
        }
    }
}

impl Membership {
    /// Returns whether the field is resolved from the summaries of a membership and its user.
    pub(crate) fn is_in_summary(field: &SelectionField<'_>) -> bool {
        match field.name() {
            "__typename" | "id" | "org" | "role" | "status" | "isDefault" | "isOwner" => true,
            "user" => field
                .selection_set()
                .all(|field| User::is_in_summary(&field)),
            _ => false,
        }
    }

    /// Returns the row with all columns.
    ///
    /// # Errors
    ///
    /// `INTERNAL` if only a summary was read, because `is_in_summary` names a field that it does not
    /// contain.
    pub(crate) fn row(&self) -> Result<&membership::Model> {
        self.row.as_ref().ok_or_else(|| unread("membership"))
    }
}

fn unread(object: &str) -> Error {
    Error::internal(format!("only a summary of the {object} was read"))
}

impl From<membership::Model> for Membership {
    fn from(row: membership::Model) -> Self {
        Self {
            summary: (&row).into(),
            row: Some(row),
            org: None,
            user: None,
        }
    }
}

impl From<membership::Summary> for Membership {
    fn from(summary: membership::Summary) -> Self {
        Self {
            summary,
            row: None,
            org: None,
            user: None,
        }
    }
}

/// Loads the user for a non-null field of the schema.
pub(crate) async fn user(ctx: &Context<'_>, user: UserId) -> Result<Row<User>> {
    let user = context::get(ctx, user, Code::UserNotFound).await?;
    Ok(Row(User::Whole(user)))
}

/// Loads the org for a non-null field of the schema.
pub(crate) async fn org(ctx: &Context<'_>, org: OrgId) -> Result<Row<Org>> {
    let org = context::get(ctx, org, Code::OrgNotFound).await?;
    Ok(Row(Org(org)))
}

/// Parses a list of strings from its JSON column.
pub(crate) fn strings(list: Option<&serde_json::Value>) -> Option<Vec<String>> {
    list.and_then(|list| serde_json::from_value(list.clone()).ok())
}
