//! Token secrets, and the lookup from a secret to an identity.

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

/// Prefix of every token, so that people and secret scanners recognize a token.
pub const MARK: &str = "tnt_";
/// Number of letters and digits after the mark: 238 random bits.
const LENGTH: usize = 40;
/// Length of the part of a token that is stored in plain text to identify the token.
const PREFIX: usize = 12;

/// The stored hash of a secret.
pub type Hash = [u8; 32];

/// Generates a secret. The secret is shown once and not stored.
#[must_use]
pub fn new_secret() -> String {
    let random: String = rand::rng()
        .sample_iter(Alphanumeric)
        .take(LENGTH)
        .map(char::from)
        .collect();
    format!("{MARK}{random}")
}

/// Returns the hash of a secret.
#[must_use]
pub fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

/// Returns the part of a secret that lists show: at most a third of the secret.
#[must_use]
pub fn prefix(secret: &str) -> String {
    let shown = PREFIX.min(secret.chars().count() / 3);
    secret.chars().take(shown).collect()
}

/// Returns the secret of a `Bearer ...` value.
#[must_use]
pub fn bearer(shown: &str) -> Option<&str> {
    let (scheme, secret) = shown.trim().split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then_some(secret)
}

/// A token with its identity, as the lookup returns it.
#[derive(Debug)]
pub struct TokenRecord {
    /// The row.
    pub token: Model,
    /// The identity that the token stands for.
    pub identity: Arc<Identity>,
    /// The addresses that the token may be used from.
    pub allowed_ips: Option<AllowedIps>,
    /// Whether the token's user is suspended.
    pub is_suspended: bool,
}

#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    token: Model,
    user_status: Option<UserStatus>,
    user_name: Option<String>,
}

/// Returns the token with this hash, in any state, with one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find(conn: &Conn, hash: Hash) -> Result<Option<TokenRecord>> {
    let mut sql = select(conn);
    sql.push("t.hash = ").bind(hash.to_vec());
    known(conn, sql).await
}

/// Returns the token with this id, in any state, with one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
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
    let scopes = scopes(&token)?;
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

/// Returns the permissions to which the token is limited. A token without scopes is not limited.
///
/// # Errors
/// `INTERNAL` for a row that this server did not write.
pub fn scopes(token: &Model) -> Result<PermissionSet> {
    let Some(names) = &token.scopes else {
        return Ok(PermissionSet::ALL);
    };
    let names: Vec<String> = serde_json::from_value(names.clone()).map_err(Error::internal)?;
    PermissionSet::parse("scopes", &names)
}

/// Writes the time of a token's last use.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
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
