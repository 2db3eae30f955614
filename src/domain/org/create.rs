//! Making an org.

use crate::{
    access::{Access, Grant, Permission, Target, target},
    db::Sql,
    domain::{
        Change, Done, Operation, Tx,
        field::{ExternalId, Name},
        membership, user,
    },
    entity::{
        membership::MemberRole,
        org::{Model, OrgStatus},
    },
    error::{Code, Result},
    id::UserId,
};

use super::{change, name_is_free};

/// A new org, with a first owner if wished. One without an owner is administered by platform tokens.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CreateOrg {
    /// Unique among active orgs, without regard to case.
    pub name: Name,
    /// What another system calls it.
    pub external_id: Option<ExternalId>,
    /// A user who becomes its first member, and owns it.
    pub owner: Option<UserId>,
}

impl Operation for CreateOrg {
    type Output = Change;

    const NAME: &'static str = "CreateOrg";

    fn requires(&self) -> Access {
        Access::new(Permission::OrgsCreate, Target::Platform)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let key = self.name.key();
        name_is_free(tx, &key, None).await?;
        let org = Model {
            id: tx.id(),
            name: self.name.as_str().to_owned(),
            name_key: key,
            external_id: self.external_id.clone().map(String::from),
            status: OrgStatus::Active,
            created_at: tx.now(),
            updated_at: tx.now(),
            version: 1,
        };
        tx.insert(&org).await?;
        let mut change = change(Done::Created, org.id);
        if let Some(owner) = self.owner {
            if user::find(&tx.reader(), owner).await?.is_none() {
                return Err(target::not_found(Code::UserNotFound).at("owner"));
            }
            let mut sql = Sql::new(tx.conn(), "SELECT u.id FROM users u WHERE u.id = ");
            sql.bind(owner).locked("UPDATE", "u");
            sql.row(tx.conn()).await?;
            let mut member = membership::new(tx, org.id, owner, MemberRole::User);
            member.is_owner = true;
            tx.may_grant(org.id, &Grant::of_owner()).await?;
            membership::settle_default(tx, &mut member).await?;
            tx.insert(&member).await?;
            change = change.of_user(owner).of_membership(member.id);
        }
        Ok(change)
    }
}
