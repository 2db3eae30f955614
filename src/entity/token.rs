//! Tokens: what a caller shows to be let in.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{OrgId, TokenId, UserId};

super::text_enum! {
    /// Where a token comes from.
    TokenKind {
        /// Made by somebody who may make tokens.
        Token = "token", "TOKEN";
        /// The server's own: printed at the first start, or set by configuration.
        Root = "root", "ROOT";
    }
}

/// A row of `tokens`. The secret itself is kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TokenId,
    pub kind: TokenKind,
    pub name: String,
    /// SHA-256 of the secret, which is random and long, so that no salt is needed.
    pub hash: Vec<u8>,
    /// The first letters of the secret, to tell tokens apart.
    pub prefix: String,
    pub user_id: Option<UserId>,
    pub org_id: Option<OrgId>,
    /// A list of permission names, or null: all that the token could hold.
    pub scopes: Option<Json>,
    /// A list of networks, or null: everywhere.
    pub allowed_ips: Option<Json>,
    /// The system that uses it.
    pub source: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// The number of times that the row was written.
    pub version: i64,
}

/// None: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
