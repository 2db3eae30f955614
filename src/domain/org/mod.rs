//! Orgs.

mod create;
mod get;
mod list;
pub(super) mod reference;
mod retire;
mod update;
mod upsert;

pub use create::CreateOrg;
pub use get::{find, find_by_external_ids, find_many};
pub use list::{BY_ID, BY_NAME, OrgFilter, count, list, list_sql};
pub use reference::OrgRef;
pub use retire::{RestoreOrg, RetireOrg};
pub use update::UpdateOrg;
pub use upsert::UpsertOrg;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::{
    access::target,
    db::Sql,
    entity::org::{ActiveModel, Column, Entity, Model, OrgStatus},
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::{
    Change, Done, Tx,
    event::{Facts, Recorded, facts},
};

impl Recorded for Model {
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

    fn facts(&self) -> Facts {
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

/// Fails if another active org has this name.
async fn name_is_free(tx: &Tx, key: &str, own: Option<OrgId>) -> Result<()> {
    let find = Entity::find()
        .filter(Column::NameKey.eq(key))
        .filter(Column::Status.eq(OrgStatus::Active));
    match find.one(tx.conn()).await? {
        Some(other) if Some(other.id) != own => {
            let error = Error::new(Code::NameTaken, "Another active org has this name.").at("name");
            // Org names are read by whoever belongs to the org; others learn only that it is taken.
            let seen = get::find(&tx.reader(), &OrgRef::Id(other.id))
                .await?
                .is_some();
            Err(if seen {
                error.existing(other.id)
            } else {
                error
            })
        }
        _ => Ok(()),
    }
}

async fn locked(tx: &Tx, org: OrgId) -> Result<Model> {
    let mut sql = Sql::select::<Model>(tx.conn(), "o", " WHERE o.id = ");
    sql.bind(org).locked("UPDATE", "o");
    let found = sql.one(tx.conn()).await?;
    found.ok_or_else(|| target::not_found(Code::OrgNotFound))
}

fn change(done: Done, org: OrgId) -> Change {
    Change::new(done, org).of_org(org)
}
