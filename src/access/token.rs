//! Secrets, and the look-up that turns one into an identity.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rand::{RngExt, distr::Alphanumeric};
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};

use crate::{
    db::{Conn, Sql, columns},
    entity::{
        event::ActorKind,
        token::{Model, TokenKind},
        user::UserStatus,
    },
    error::{Error, Result},
    id::TokenId,
};

use super::{PermissionSet, Principal, actor::Identity, ip::AllowedIps};

/// What every token begins with, so that people and scanners know one when they see it.
pub const MARK: &str = "tnt_";
/// Letters and digits behind the mark: 238 bits that nobody can guess.
const LENGTH: usize = 40;
/// How much of a token is kept in the open, to tell it from others.
const PREFIX: usize = 12;

/// What is kept of a secret.
pub type Hash = [u8; 32];

/// A new secret. It is shown once and kept nowhere.
#[must_use]
pub fn new_secret() -> String {
    let random: String = rand::rng()
        .sample_iter(Alphanumeric)
        .take(LENGTH)
        .map(char::from)
        .collect();
    format!("{MARK}{random}")
}

/// What is kept of a secret.
#[must_use]
pub fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

/// The part of a secret that is shown in lists: never more than a third of it.
#[must_use]
pub fn prefix(secret: &str) -> String {
    let shown = PREFIX.min(secret.chars().count() / 3);
    secret.chars().take(shown).collect()
}

/// The secret in what a caller shows as `Bearer ...`.
#[must_use]
pub fn bearer(shown: &str) -> Option<&str> {
    let (scheme, secret) = shown.trim().split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then_some(secret)
}

/// A token as it was looked up.
#[derive(Debug)]
pub struct TokenRecord {
    /// The row.
    pub token: Model,
    /// The caller that it stands for.
    pub identity: Arc<Identity>,
    /// Where it may be used from.
    pub allowed_ips: Option<AllowedIps>,
    /// Its user, if it has one, is suspended.
    pub is_suspended: bool,
}

#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    token: Model,
    user_status: Option<UserStatus>,
    user_name: Option<String>,
}

/// The token with this hash, whatever its state: one statement.
///
/// # Errors
/// What the database says.
pub async fn find(conn: &Conn, hash: Hash) -> Result<Option<TokenRecord>> {
    let mut sql = select(conn);
    sql.push("t.hash = ").bind(hash.to_vec());
    known(conn, sql).await
}

/// The token with this id, whatever its state: one statement.
///
/// # Errors
/// What the database says.
pub async fn find_by_id(conn: &Conn, token: TokenId) -> Result<Option<TokenRecord>> {
    let mut sql = select(conn);
    sql.push("t.id = ").bind(token);
    known(conn, sql).await
}

fn select(conn: &Conn) -> Sql {
    let mut sql = Sql::new(conn, "SELECT ");
    sql.push(&columns::<Model>("t")).push(
        ", u.status AS user_status, u.display_name AS user_name \
         FROM tokens t LEFT JOIN users u ON u.id = t.user_id WHERE ",
    );
    sql
}

async fn known(conn: &Conn, sql: Sql) -> Result<Option<TokenRecord>> {
    let Some(Found {
        token,
        user_status,
        user_name,
    }) = sql.one(conn).await?
    else {
        return Ok(None);
    };
    let scopes = match &token.scopes {
        None => PermissionSet::ALL,
        Some(names) => {
            let names: Vec<String> =
                serde_json::from_value(names.clone()).map_err(Error::internal)?;
            PermissionSet::parse("scopes", &names)?
        }
    };
    let allowed_ips = match &token.allowed_ips {
        None => None,
        Some(list) => Some(serde_json::from_value(list.clone()).map_err(Error::internal)?),
    };
    let principal = match (token.user_id, token.org_id) {
        (None, None) => Principal::Platform,
        (None, Some(org)) => Principal::Org(org),
        (Some(user), org) => Principal::User { user, org },
    };
    let identity = Identity {
        kind: match token.kind {
            TokenKind::Token => ActorKind::Token,
            TokenKind::Root => ActorKind::Root,
        },
        token: Some(token.id),
        principal,
        scopes,
        source: token.source.clone(),
        label: user_name.unwrap_or_else(|| token.name.clone()),
    };
    Ok(Some(TokenRecord {
        identity: Arc::new(identity),
        allowed_ips,
        is_suspended: user_status == Some(UserStatus::Suspended),
        token,
    }))
}

/// Notes that a token was used.
///
/// # Errors
/// What the database says.
pub async fn touch(conn: &Conn, token: &Model, now: DateTime<Utc>) -> Result<()> {
    let mut sql = Sql::new(conn, "UPDATE tokens SET last_used_at = ");
    sql.bind(now).push(" WHERE id = ").bind(token.id);
    sql.execute(conn).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_marked_and_never_alike() {
        let (one, other) = (new_secret(), new_secret());
        assert!(one.starts_with(MARK) && one.len() == MARK.len() + LENGTH);
        assert_ne!(one, other);
        assert_eq!(prefix(&one).len(), PREFIX);
        assert_eq!(prefix("short-one"), "sho");
    }
}
