//! Queries on tokens.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    access::{OrgAccess, Permission, target},
    db::Sql,
    domain::{
        Reader,
        user::{self, alias},
    },
    entity::token::Model,
    error::{Code, Result},
    id::{OrgId, TokenId, UserId},
    page::{Kind, Order, Page, PageRequest},
};

use super::TokenStatus;

/// Sorts by id, oldest first.
pub const BY_ID: Order<Model> = Order {
    name: "tokens",
    columns: &[("t.id", Kind::Id)],
    keys: |token| vec![token.id.into()],
};

/// A filter for tokens. A token must match every condition that is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenFilter {
    /// The org to which the token is bound.
    pub org: Option<OrgId>,
    /// The user for whom the token acts.
    pub user: Option<UserId>,
    /// The status at a time.
    pub status: Option<(TokenStatus, DateTime<Utc>)>,
    /// A part of the name, without regard to the case of the letters A to Z. No index finds it: the
    /// tokens of the filter's org or user, or else all tokens, are checked in the order of their
    /// ids.
    pub search: Option<String>,
}

/// Returns a page of the tokens that the actor may administer.
///
/// # Errors
/// `ORG_NOT_FOUND` if the filter's org does not exist or the actor may not see it, `FORBIDDEN` if
/// the actor may not administer its tokens, `USER_NOT_FOUND` if the filter's user does not exist or
/// the actor may not see them.
pub async fn list(
    reader: &Reader,
    filter: &TokenFilter,
    page: &PageRequest,
) -> Result<Page<Model>> {
    permit(reader, filter).await?;
    let mut sql = Sql::select::<Model>(&reader.conn, "t", " WHERE ");
    condition(reader, &mut sql, filter);
    sql.page(&BY_ID, page);
    Ok(page.page(&BY_ID, sql.all(&reader.conn).await?))
}

/// Returns the number of tokens that [`list`] has.
///
/// # Errors
/// Those of [`list`].
pub async fn count(reader: &Reader, filter: &TokenFilter) -> Result<i64> {
    permit(reader, filter).await?;
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM tokens t WHERE ");
    condition(reader, &mut sql, filter);
    sql.count(&reader.conn).await
}

/// Returns the token, if it is the actor's own token or a token that the actor may administer.
///
/// # Errors
/// `TOKEN_NOT_FOUND` for all other tokens.
pub async fn get(reader: &Reader, token: TokenId) -> Result<Model> {
    let found = find(reader, token).await?;
    found.ok_or_else(|| target::not_found(Code::TokenNotFound))
}

/// Returns the token, if it is the actor's own token or a token that the actor may administer.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find(reader: &Reader, token: TokenId) -> Result<Option<Model>> {
    Ok(find_many(reader, &[token.into()]).await?.pop())
}

/// Returns those of the tokens that are the actor's own token or that the actor may administer.
/// Executes one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find_many(reader: &Reader, tokens: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "t", " WHERE ");
    sql.is_one_of("t.id", tokens).push(" AND (");
    if let Some(own) = reader.actor.token() {
        sql.push("t.id = ").bind(own).push(" OR ");
    }
    condition(reader, &mut sql, &TokenFilter::default());
    sql.push(")");
    sql.all(&reader.conn).await
}

/// Returns those of the tokens that are platform tokens: they act for no user and are bound to no
/// org. Whether a token is a platform token is not secret.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn of_platform(reader: &Reader, tokens: &[Uuid]) -> Result<Vec<TokenId>> {
    let mut sql = Sql::new(&reader.conn, "SELECT t.id FROM tokens t WHERE ");
    sql.is_one_of("t.id", tokens)
        .push(" AND t.org_id IS NULL AND t.user_id IS NULL");
    let rows = sql.rows(&reader.conn).await?;
    let ids = rows.iter().map(|row| Ok(row.try_get("", "id")?));
    ids.collect()
}

fn condition(reader: &Reader, sql: &mut Sql, filter: &TokenFilter) {
    if let Some(org) = filter.org {
        sql.push("t.org_id = ").bind(org).push(" AND ");
    }
    if let Some(user) = filter.user {
        alias::id_of(sql.push("t.user_id = "), reader.scope(), user);
        sql.push(" AND ");
    }
    match filter.status {
        None => {}
        Some((TokenStatus::Revoked, _)) => {
            sql.push("t.revoked_at IS NOT NULL AND ");
        }
        Some((TokenStatus::Expired, now)) => {
            sql.push("t.revoked_at IS NULL AND t.expires_at <= ")
                .bind(now)
                .push(" AND ");
        }
        Some((TokenStatus::Active, now)) => {
            sql.push("t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ")
                .bind(now)
                .push(") AND ");
        }
    }
    if let Some(search) = &filter.search {
        let column = sql.lower_ascii("t.name");
        sql.has(&column, &search.to_ascii_lowercase()).push(" AND ");
    }
    sql.push("(");
    reader
        .scope()
        .holds(sql, "t.org_id", Permission::TokensWrite);
    sql.push(")");
}

/// Checks that the actor may administer the tokens of the filter's org and may see its user.
/// Without the check, a forbidden list would look like an empty list.
async fn permit(reader: &Reader, filter: &TokenFilter) -> Result<()> {
    if let Some(org) = filter.org {
        OrgAccess::require(&reader.conn, &reader.actor, org, Permission::TokensWrite).await?;
    }
    match filter.user {
        Some(user) if user::find(reader, user).await?.is_none() => {
            Err(target::not_found(Code::UserNotFound).at("user"))
        }
        _ => Ok(()),
    }
}
