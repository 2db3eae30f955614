//! Ending a token.

use crate::{
    access::{Access, Permission, Target, target},
    db::Sql,
    domain::{AfterCommit, Change, Done, Operation, Tx},
    entity::{event::Verb, token::Model},
    error::{Code, Result},
    id::TokenId,
};

/// The token lets nobody in afterwards: at once on this server, within five seconds on others.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RevokeToken {
    /// Which one.
    pub token: TokenId,
}

impl Operation for RevokeToken {
    type Output = Change;

    const NAME: &'static str = "RevokeToken";

    fn requires(&self) -> Access {
        Access::new(Permission::TokensWrite, Target::Token(self.token))
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let mut sql = Sql::select::<Model>(tx.conn(), "t", " WHERE t.id = ");
        sql.bind(self.token).locked("UPDATE", "t");
        let Some(before) = sql.one::<Model>(tx.conn()).await? else {
            return Err(target::not_found(Code::TokenNotFound));
        };
        if before.revoked_at.is_some() {
            return Ok(Change::new(Done::Unchanged, before.id));
        }
        revoke(tx, &before).await?;
        Ok(Change::new(Done::Updated, before.id))
    }
}

pub(super) async fn revoke(tx: &Tx, before: &Model) -> Result<()> {
    let after = Model {
        revoked_at: Some(tx.now()),
        updated_at: tx.now(),
        ..before.clone()
    };
    tx.update(Verb::Retired, before, &after).await?;
    tx.after_commit(AfterCommit::ForgetToken(before.id));
    Ok(())
}
