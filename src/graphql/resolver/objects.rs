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

use super::{connection::all_of, context, rows::Row};

pub(crate) struct User(pub(crate) user::View);

pub(crate) struct Org(pub(crate) org::Model);

pub(crate) struct Group(pub(crate) group::Model);

pub(crate) struct Role(pub(crate) role::Model);

pub(crate) struct Token(pub(crate) token::Model);

pub(crate) struct Event(pub(crate) event::Model);

#[derive(Clone)]
pub(crate) struct Job(pub(crate) job::Model);

pub(crate) struct SyncRun(pub(crate) sync_run::Model);

pub(crate) struct Membership {
    pub(crate) row: membership::View,
    /// The org, if it was loaded with the row.
    pub(crate) org: Option<org::Model>,
    /// The user, if they were loaded with the row.
    pub(crate) user: Option<Arc<User>>,
}

impl User {
    /// Returns whether the field is resolved from a summary.
    pub(crate) fn is_in_summary(field: &SelectionField<'_>) -> bool {
        const FIELDS: [&str; 10] = [
            "__typename",
            "id",
            "email",
            "name",
            "mobile",
            "timezone",
            "status",
            "defaultMembership",
            "memberships",
            "groups",
        ];
        FIELDS.contains(&field.name())
    }

    /// Returns the columns that are not in a summary.
    ///
    /// # Errors
    ///
    /// `INTERNAL` if only a summary was read, because `is_in_summary` names a field that it does not
    /// contain.
    pub(crate) fn rest(&self) -> Result<&user::Rest> {
        self.0.rest.as_deref().ok_or_else(|| unread("user"))
    }
}

impl From<user::Model> for User {
    fn from(row: user::Model) -> Self {
        Self(row.into())
    }
}

impl Membership {
    /// Returns whether the field is resolved from the summaries of a membership and its user.
    pub(crate) fn is_in_summary(field: &SelectionField<'_>) -> bool {
        match field.name() {
            "__typename" | "id" | "org" | "role" | "status" | "isDefault" | "isOwner" => true,
            "user" => all_of(field, User::is_in_summary),
            _ => false,
        }
    }

    /// Returns the row with all columns.
    ///
    /// # Errors
    ///
    /// `INTERNAL` as for [`User::rest`].
    pub(crate) fn whole(&self) -> Result<&membership::Model> {
        self.row
            .whole
            .as_deref()
            .ok_or_else(|| unread("membership"))
    }
}

fn unread(object: &str) -> Error {
    Error::internal(format!("only a summary of the {object} was read"))
}

impl<R: Into<membership::View>> From<R> for Membership {
    fn from(row: R) -> Self {
        Self {
            row: row.into(),
            org: None,
            user: None,
        }
    }
}

/// Loads the user for a non-null field of the schema.
pub(crate) async fn user(ctx: &Context<'_>, user: UserId) -> Result<Row<User>> {
    let user = context::get(ctx, user, Code::UserNotFound).await?;
    Ok(Row(user.into()))
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
