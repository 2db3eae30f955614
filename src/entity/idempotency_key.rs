//! The entity of changes that were sent with an idempotency key, and their outcomes.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::TokenId;

/// A row of `idempotency_keys`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_id: TokenId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The response name of the change, because a request may contain several changes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub path: String,
    /// SHA-256 of the operation and of how it is executed.
    pub hash: Vec<u8>,
    /// The outcome as JSON.
    pub outcome: Option<String>,
    pub expires_at: DateTime<Utc>,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The primary key of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the columns of the primary key")]
pub struct KeyId {
    pub token: TokenId,
    pub key: String,
    pub path: String,
}

impl Model {
    /// Returns the primary key of the row.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        KeyId {
            token: self.token_id,
            key: self.key.clone(),
            path: self.path.clone(),
        }
    }
}
