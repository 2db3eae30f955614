//! The entity of tokens, which authenticate callers.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{OrgId, TokenId, UserId};

super::text_enum! {
    /// The origin of a token.
    TokenKind {
        /// Created by an actor who may create tokens.
        Token = "token", "TOKEN";
        /// The root token: printed at the first start, or configured.
        Root = "root", "ROOT";
    }
}

/// A row of `tokens`. The secret itself is not stored.
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
    /// SHA-256 of the secret. It needs no salt, because the secret is long and random.
    pub hash: Vec<u8>,
    /// The first characters of the secret, which help people to tell tokens apart.
    pub prefix: String,
    pub user_id: Option<UserId>,
    pub org_id: Option<OrgId>,
    /// A list of permission names. Null if the token may hold every permission that its principal
    /// holds.
    pub scopes: Option<Json>,
    /// A list of networks. Null if there is no restriction.
    pub allowed_ips: Option<Json>,
    /// The external system that uses the token.
    pub source: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// The token that created this one. Null if the command line did.
    pub created_by: Option<TokenId>,
    pub updated_at: DateTime<Utc>,
    /// The number of times that the row was written.
    pub version: i64,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
