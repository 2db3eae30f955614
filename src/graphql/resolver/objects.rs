//! The objects of the schema that several nouns refer to. Each wraps a row.
//!
//! The fields of an object are in `schema/`, in the file of its noun. The structs are here, so that
//! nouns refer to each other's objects and do not name each other's files.

use async_graphql::Context;

use crate::{
    entity::{event, group, job, membership, org, role, sync_run, token, user},
    error::{Code, Result},
    id::{OrgId, UserId},
};

use super::{context, rows::Row};

pub(crate) struct User(pub(crate) user::Model);

pub(crate) struct Org(pub(crate) org::Model);

pub(crate) struct Group(pub(crate) group::Model);

pub(crate) struct Role(pub(crate) role::Model);

pub(crate) struct Token(pub(crate) token::Model);

pub(crate) struct Event(pub(crate) event::Model);

#[derive(Clone)]
pub(crate) struct Job(pub(crate) job::Model);

pub(crate) struct SyncRun(pub(crate) sync_run::Model);

pub(crate) struct Membership {
    pub(crate) row: membership::Model,
    /// The org, if it was loaded with the row.
    pub(crate) org: Option<org::Model>,
    /// The user, if they were loaded with the row.
    pub(crate) user: Option<user::Model>,
}

impl From<membership::Model> for Membership {
    fn from(row: membership::Model) -> Self {
        Self {
            row,
            org: None,
            user: None,
        }
    }
}

/// Loads the user for a non-null field of the schema.
pub(crate) async fn user(ctx: &Context<'_>, user: UserId) -> Result<Row<User>> {
    let user = context::get(ctx, user, Code::UserNotFound).await?;
    Ok(Row(User(user)))
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
