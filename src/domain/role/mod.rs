//! Operations and queries on roles that orgs define: named sets of permissions. The roles of a
//! member are stored in the membership.

mod create;
mod delete;
mod get;
mod update;

pub use create::CreateRole;
pub use delete::DeleteRole;
pub use get::{find, find_many, of_orgs};
pub use update::UpdateRole;

use serde_json::json;
use uuid::Uuid;

use crate::{
    entity::{
        membership::MemberRole,
        role::{ActiveModel, Model},
    },
    error::{Code, Error, Result},
    id::{OrgId, RoleId, UserId},
};

use super::{
    Change, Done,
    engine::{Decision, Unique, World},
    event::{AuditFields, Audited, facts},
    field::Name,
    membership::Permissions,
};

impl Audited for Model {
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

    fn facts(&self) -> AuditFields {
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

/// Sets the name of the role.
///
/// # Errors
/// `INVALID_VALUE` for the name of a built-in role, because the two would be confused.
fn set_name(role: &mut Model, name: &Name) -> Result<()> {
    let key = name.key();
    if is_built_in(&key) {
        return Err(Error::invalid(
            "name",
            "is the name of a built-in role; choose another name",
        ));
    }
    role.name = name.as_str().to_owned();
    role.name_key = key;
    Ok(())
}

/// Returns whether this is the key of a built-in role's name.
pub(super) fn is_built_in(key: &str) -> bool {
    let mut names = MemberRole::ALL.iter().map(|role| role.as_str());
    names.any(|name| name == key)
}

fn set_permissions(role: &mut Model, permissions: &Permissions) {
    role.permissions = permissions.names().into();
    role.rights = permissions.grant().rights().bits();
}

/// Checks that no other role of the org has this name.
///
/// # Errors
/// `NAME_TAKEN` if another role of the org has the name, with the id of that role.
fn name_is_free(world: &World, role: &Model) -> Decision<()> {
    let name = Unique::RoleName(role.org_id, role.name_key.clone());
    match world.holder(&name)?.map(RoleId::from) {
        Some(other) if other != role.id => {
            let message = "Another role of this org has this name.";
            let error = Error::new(Code::NameTaken, message);
            Err(error.at("name").existing(other).into())
        }
        _ => Ok(()),
    }
}

fn change(done: Done, role: &Model) -> Change {
    Change::new(done, role.id)
        .of_role(role.id)
        .of_org(role.org_id)
}
