//! Reading tokens.

use crate::{
    access::{OrgAccess, Permission, target},
    db::Sql,
    domain::Reader,
    entity::token::Model,
    error::{Code, Result},
    id::{OrgId, TokenId},
    page::{Kind, Order, Page, PageRequest},
};

/// By id, which is by age.
pub const BY_ID: Order<Model> = Order {
    name: "tokens",
    columns: &[("t.id", Kind::Id)],
    keys: |token| vec![token.id.into()],
};

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
pub async fn list(reader: &Reader, filter: TokenFilter, page: &PageRequest) -> Result<Page<Model>> {
    permit(reader, filter).await?;
    let mut sql = Sql::select::<Model>(&reader.conn, "t", " WHERE ");
    condition(reader, &mut sql, filter);
    sql.page(&BY_ID, page);
    Ok(page.page(&BY_ID, sql.all(&reader.conn).await?))
}

/// How many tokens the list has.
///
/// # Errors
/// `ORG_NOT_FOUND`, `FORBIDDEN`.
pub async fn count(reader: &Reader, filter: TokenFilter) -> Result<i64> {
    permit(reader, filter).await?;
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM tokens t WHERE ");
    condition(reader, &mut sql, filter);
    sql.count(&reader.conn).await
}

/// The token: one's own, or one that the actor may administer.
///
/// # Errors
/// `TOKEN_NOT_FOUND`.
pub async fn get(reader: &Reader, token: TokenId) -> Result<Model> {
    let mut sql = Sql::select::<Model>(&reader.conn, "t", " WHERE t.id = ");
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
    OrgAccess::require(&reader.conn, &reader.actor, org, Permission::TokensWrite)
        .await
        .map(drop)
}
