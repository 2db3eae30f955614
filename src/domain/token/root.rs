//! The server's own token.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    access::{
        Access, Permission, Target,
        token::{hash, new_secret, prefix},
    },
    domain::{Done, Operation, Tx},
    entity::token::{Column, Entity, Model, TokenKind},
    error::{Code, Error, Result},
};

use super::{Secret, revoke::revoke};

/// Sees to it that there is a root token: the configured one, or, where none was ever there, a new one.
///
/// A configured value that differs from the one in force replaces it, and the former one lets nobody in any more.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct SetRootToken {
    /// The configured value.
    #[serde(skip)]
    pub configured: Option<Secret>,
}

/// What became of the root token.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RootToken {
    /// What was done.
    pub done: Done,
    /// The secret, if it is a new one that nobody has seen.
    #[serde(skip)]
    pub secret: Option<Secret>,
}

impl Operation for SetRootToken {
    type Output = RootToken;

    const NAME: &'static str = "SetRootToken";

    fn requires(&self) -> Access {
        Access::new(Permission::TokensWrite, Target::Platform)
    }

    async fn run(&self, tx: &Tx) -> Result<RootToken> {
        let of_root = || Entity::find().filter(Column::Kind.eq(TokenKind::Root));
        let Some(configured) = &self.configured else {
            if of_root().limit(1).one(tx.conn()).await?.is_some() {
                return Ok(without_secret(Done::Unchanged));
            }
            let secret = Secret(new_secret());
            insert(tx, &secret).await?;
            return Ok(RootToken {
                done: Done::Created,
                secret: Some(secret),
            });
        };
        let wanted = hash(&configured.0).to_vec();
        let in_force = of_root()
            .filter(Column::RevokedAt.is_null())
            .one(tx.conn())
            .await?;
        let done = match in_force {
            None => Done::Created,
            Some(in_force) if in_force.hash == wanted => {
                return Ok(without_secret(Done::Unchanged));
            }
            Some(in_force) => {
                revoke(tx, &in_force).await?;
                Done::Updated
            }
        };
        if Entity::find()
            .filter(Column::Hash.eq(wanted))
            .one(tx.conn())
            .await?
            .is_some()
        {
            return Err(Error::new(
                Code::InvalidValue,
                "The configured root token was used before and is revoked, or is another token; choose a new one.",
            ));
        }
        insert(tx, configured).await?;
        Ok(without_secret(done))
    }
}

fn without_secret(done: Done) -> RootToken {
    RootToken { done, secret: None }
}

async fn insert(tx: &Tx, secret: &Secret) -> Result<()> {
    tx.insert(&Model {
        id: tx.id(),
        kind: TokenKind::Root,
        name: "root".to_owned(),
        hash: hash(&secret.0).to_vec(),
        prefix: prefix(&secret.0),
        user_id: None,
        org_id: None,
        scopes: None,
        allowed_ips: None,
        source: None,
        expires_at: None,
        last_used_at: None,
        revoked_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    })
    .await
}
