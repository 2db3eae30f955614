//! Changes that came with an idempotency key, and what they gave back.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::TokenId;

/// A row of `idempotency_keys`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(missing_docs, reason = "columns; the ones that need a word have it")]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_id: TokenId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Which of the request's changes it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub path: String,
    /// SHA-256 of the change and of how it was to be made.
    pub hash: Vec<u8>,
    /// JSON. Null only within the transaction that makes the change.
    pub outcome: Option<String>,
    pub expires_at: DateTime<Utc>,
}

/// None: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
