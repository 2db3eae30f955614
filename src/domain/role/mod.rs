//! Roles that orgs make for themselves: names for some permissions. Who has which is a part of the membership.

mod create;
mod delete;
mod get;
mod update;

pub use create::CreateRole;
pub use delete::DeleteRole;
pub use get::{find_many, of_orgs};
pub use update::UpdateRole;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::{
    access::target,
    db::Sql,
    entity::{
        membership::MemberRole,
        role::{ActiveModel, Column, Entity, Model},
    },
    error::{Code, Error, Result},
    id::{OrgId, RoleId, UserId},
};

use super::{
    Change, Done, Tx,
    event::{Facts, Recorded, facts},
    field::Name,
    membership::Permissions,
};

impl Recorded for Model {
    type Row = ActiveModel;

    const ENTITY: &'static str = "role";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn org(&self) -> Option<OrgId> {
        Some(self.org_id)
    }

    fn user(&self) -> Option<UserId> {
        None
    }

    fn facts(&self) -> Facts {
        facts(json!({
            "org": self.org_id,
            "name": self.name,
            "permissions": self.permissions,
        }))
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn set_version(&mut self, version: i64) {
        self.version = version;
    }

    fn label(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn role(&self) -> Option<RoleId> {
        Some(self.id)
    }
}

/// Names the role. Those of the built-in ones would be mistaken for them.
fn set_name(role: &mut Model, name: &Name) -> Result<()> {
    let key = name.key();
    if MemberRole::ALL
        .iter()
        .any(|built_in| built_in.as_str() == key)
    {
        return Err(Error::invalid(
            "name",
            "is that of a role which every org has; choose another one",
        ));
    }
    role.name = name.as_str().to_owned();
    role.name_key = key;
    Ok(())
}

fn set_permissions(role: &mut Model, permissions: &Permissions) {
    role.permissions = permissions.names().into();
    role.rights = permissions.grant().rights().bits();
}

/// Fails if another role of the org has this name.
async fn name_is_free(tx: &Tx, role: &Model) -> Result<()> {
    let find = Entity::find()
        .filter(Column::OrgId.eq(role.org_id))
        .filter(Column::NameKey.eq(&role.name_key));
    match find.one(tx.conn()).await? {
        Some(other) if other.id != role.id => Err(Error::new(
            Code::NameTaken,
            "Another role of this org has this name.",
        )
        .at("name")
        .existing(other.id)),
        _ => Ok(()),
    }
}

async fn locked(tx: &Tx, role: RoleId) -> Result<Model> {
    let mut sql = Sql::select::<Model>(tx.conn(), "r", " WHERE r.id = ");
    sql.bind(role).locked("UPDATE", "r");
    let found = sql.one(tx.conn()).await?;
    found.ok_or_else(|| target::not_found(Code::RoleNotFound).at("roleId"))
}

fn change(done: Done, role: &Model) -> Change {
    Change::new(done, role.id)
        .of_role(role.id)
        .of_org(role.org_id)
}
