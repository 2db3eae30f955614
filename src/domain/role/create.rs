//! Making a role.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::Value as Json;

use crate::{
    access::{Access, Lock, Permission, Target},
    domain::{Change, Done, Operation, Tx, field::Name, membership::Permissions},
    entity::role::{Column, Entity, Model},
    error::{Code, Error, Result},
    id::OrgId,
};

use super::{change, name_is_free, set_name, set_permissions};

/// Roles of one org at the most: they are read all at once.
const MAX_ROLES: u64 = 1_000;

/// A new role, which nobody has yet. Its permissions must be within the caller's own in the org.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CreateRole {
    /// Whose.
    pub org: OrgId,
    /// Unique in the org, without regard to case.
    pub name: Name,
    /// What it grants.
    pub permissions: Permissions,
}

impl Operation for CreateRole {
    type Output = Change;

    const NAME: &'static str = "CreateRole";

    fn requires(&self) -> Access {
        Access::new(Permission::RolesWrite, Target::Org(self.org)).locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let mut role = Model {
            id: tx.id(),
            org_id: self.org,
            name: String::new(),
            name_key: String::new(),
            permissions: Json::Null,
            rights: 0,
            created_at: tx.now(),
            updated_at: tx.now(),
            version: 1,
        };
        set_name(&mut role, &self.name)?;
        set_permissions(&mut role, &self.permissions);
        tx.may_grant(self.org, &self.permissions.grant()).await?;
        name_is_free(tx, &role).await?;
        let of_org = Entity::find().filter(Column::OrgId.eq(self.org));
        if of_org.count(tx.conn()).await? >= MAX_ROLES {
            return Err(Error::new(
                Code::LimitExceeded,
                format!("The org has {MAX_ROLES} roles already, which is the most."),
            ));
        }
        tx.insert(&role).await?;
        Ok(change(Done::Created, &role))
    }
}
