//! Reading tokens.

use crate::{
    access::{
        Permission,
        target::{self, Lock},
    },
    db::Sql,
    domain::Reader,
    entity::token::Model,
    error::{Code, Result},
    id::{OrgId, TokenId},
    page::{Page, PageRequest},
};

/// The order of the list, for its cursors: by id, which is by age.
pub const ORDER: &str = "tokens";

/// Which tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFilter {
    /// All that the actor may administer.
    All,
    /// Those of one org.
    Of(OrgId),
}

/// A page of the tokens that the actor may administer, oldest first. Expired and revoked ones are among them.
///
/// # Errors
/// `ORG_NOT_FOUND`, `FORBIDDEN`.
pub async fn list(
    reader: &Reader,
    filter: TokenFilter,
    page: &PageRequest<TokenId>,
) -> Result<Page<Model>> {
    permit(reader, filter).await?;
    let mut sql = Sql::new(&reader.conn, "SELECT t.* FROM tokens t WHERE ");
    condition(reader, &mut sql, filter);
    if let Some(after) = page.after {
        sql.push(" AND t.id > ").bind(after);
    }
    sql.push(" ORDER BY t.id LIMIT ").bind(page.limit());
    Ok(page.page(sql.all(&reader.conn).await?))
}

/// How many tokens the list has.
///
/// # Errors
/// `ORG_NOT_FOUND`, `FORBIDDEN`.
pub async fn count(reader: &Reader, filter: TokenFilter) -> Result<i64> {
    permit(reader, filter).await?;
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT count(*) AS tokens FROM tokens t WHERE ",
    );
    condition(reader, &mut sql, filter);
    let row = sql.row(&reader.conn).await?;
    Ok(row
        .map(|row| row.try_get("", "tokens"))
        .transpose()?
        .unwrap_or(0))
}

/// The token: one's own, or one that the actor may administer.
///
/// # Errors
/// `TOKEN_NOT_FOUND`.
pub async fn get(reader: &Reader, token: TokenId) -> Result<Model> {
    let mut sql = Sql::new(&reader.conn, "SELECT t.* FROM tokens t WHERE t.id = ");
    sql.bind(token);
    if reader.actor.token() != Some(token) {
        sql.push(" AND ");
        condition(reader, &mut sql, TokenFilter::All);
    }
    let found = sql.one(&reader.conn).await?;
    found.ok_or_else(|| target::not_found(Code::TokenNotFound))
}

fn condition(reader: &Reader, sql: &mut Sql, filter: TokenFilter) {
    if let TokenFilter::Of(org) = filter {
        sql.push("t.org_id = ").bind(org).push(" AND ");
    }
    sql.push("(");
    reader
        .scope()
        .holds(sql, "t.org_id", Permission::TokensWrite);
    sql.push(")");
}

/// A list that is empty because it is forbidden must not look like one that is just empty.
async fn permit(reader: &Reader, filter: TokenFilter) -> Result<()> {
    let TokenFilter::Of(org) = filter else {
        return Ok(());
    };
    let standing = target::standing(&reader.conn, &reader.actor, org, None, Lock::None).await?;
    match standing.filter(|standing| standing.sees) {
        None => Err(target::not_found(Code::OrgNotFound).at("org")),
        Some(standing) if standing.rights.contains(Permission::TokensWrite) => Ok(()),
        Some(_) => Err(target::forbidden(Permission::TokensWrite)),
    }
}
