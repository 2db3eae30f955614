//! Operations and queries on orgs.

mod create;
mod defaults;
mod get;
mod list;
pub(super) mod reference;
mod retire;
mod rules;
mod update;
mod upsert;

pub use create::CreateOrg;
pub use defaults::SettleDefaults;
pub use get::{find, find_by_external_ids, find_many};
pub use list::{
    BY_CREATED_AT, BY_ID, BY_MEMBERS, BY_NAME, OrgFilter, count, list, list_by_members, list_sql,
};
pub use reference::OrgRef;
pub use retire::{RestoreOrg, RetireOrg};
pub use update::UpdateOrg;
pub use upsert::UpsertOrg;

use serde_json::json;
use uuid::Uuid;

use crate::{
    entity::org::{ActiveModel, Model},
    id::{OrgId, UserId},
};

use super::{
    Change, Done,
    event::{AuditFields, Audited, facts},
    field::Name,
};

impl Audited for Model {
    type Row = ActiveModel;

    const ENTITY: &'static str = "org";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn org(&self) -> Option<OrgId> {
        Some(self.id)
    }

    fn user(&self) -> Option<UserId> {
        None
    }

    fn facts(&self) -> AuditFields {
        facts(json!({
            "name": self.name,
            "externalId": self.external_id,
            "status": self.status,
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
}

impl Model {
    /// Sets the name and the normalized name.
    fn rename(&mut self, name: &Name) {
        name.as_str().clone_into(&mut self.name);
        self.name_key = name.key();
    }
}

fn change(done: Done, org: OrgId) -> Change {
    Change::new(done, org).of_org(org)
}
