//! Groups of an org, and who is in them.

mod add_member;
mod create;
mod delete;
mod get;
mod list;
mod members;
mod remove_member;
mod update;
mod users;

pub use add_member::AddGroupMember;
pub use create::CreateGroup;
pub use delete::DeleteGroup;
pub use get::{find, find_many};
pub use list::{
    BY_NAME, count_of_orgs, count_of_users, of_orgs, of_orgs_sql, of_users, of_users_sql,
};
pub use members::{BY_USER, GroupMember, count_members, members, members_sql};
pub use remove_member::RemoveGroupMember;
pub use update::UpdateGroup;
pub use users::{GroupUser, UNFILTERED_LIMIT, group_users};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::{
    access::target,
    db::{Sql, columns},
    entity::{
        group::{ActiveModel, Column, Entity, Model},
        group_membership, membership,
    },
    error::{Code, Error, Result},
    id::{GroupId, OrgId, UserId},
};

use super::{
    Change, Done, Reader, Tx,
    event::{self, Facts, Recorded, facts},
};

impl Recorded for Model {
    type Row = ActiveModel;

    const ENTITY: &'static str = "group";

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
            "externalId": self.external_id,
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

    fn group(&self) -> Option<GroupId> {
        Some(self.id)
    }
}

impl Recorded for group_membership::Model {
    type Row = group_membership::ActiveModel;

    const ENTITY: &'static str = "group_membership";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn org(&self) -> Option<OrgId> {
        Some(self.org_id)
    }

    fn user(&self) -> Option<UserId> {
        Some(self.user_id)
    }

    fn facts(&self) -> Facts {
        facts(json!({ "group": self.group_id, "org": self.org_id, "user": self.user_id }))
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn set_version(&mut self, version: i64) {
        self.version = version;
    }

    fn group(&self) -> Option<GroupId> {
        Some(self.group_id)
    }
}

/// A row that puts a member into a group.
pub(super) fn new_member(
    tx: &Tx,
    group: GroupId,
    org: OrgId,
    user: UserId,
) -> group_membership::Model {
    group_membership::Model {
        id: tx.id(),
        group_id: group,
        org_id: org,
        user_id: user,
        created_at: tx.now(),
        updated_at: tx.now(),
        version: 1,
        owned_by: None,
    }
}

/// The group, which must be one of that org's.
pub(super) async fn get_of_org(tx: &Tx, group: GroupId, org: OrgId) -> Result<Model> {
    match Entity::find_by_id(group).one(tx.conn()).await? {
        Some(found) if found.org_id == org => Ok(found),
        _ => Err(not_of_org(&tx.reader(), group).await?),
    }
}

/// Why the group cannot be used there: it is another org's, or there is none for this caller.
async fn not_of_org(reader: &Reader, group: GroupId) -> Result<Error> {
    Ok(match get::find(reader, group).await? {
        Some(_) => {
            Error::new(Code::GroupNotInOrg, "The group belongs to another org.").at("groupId")
        }
        None => target::not_found(Code::GroupNotFound).at("groupId"),
    })
}

/// Takes the users out of all groups of the orgs in which these were their memberships.
pub(super) async fn leave_all_of(tx: &Tx, gone: &[membership::Model]) -> Result<()> {
    for row in delete_all_of(tx, gone).await? {
        tx.record(event::removed(&row));
    }
    Ok(())
}

/// The same, for whoever records what went in an order of his own.
pub(super) async fn delete_all_of(
    tx: &Tx,
    gone: &[membership::Model],
) -> Result<Vec<group_membership::Model>> {
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let pairs: Vec<_> = gone
        .iter()
        .map(|gone| (gone.org_id.into(), gone.user_id.into()))
        .collect();
    let mut sql = Sql::new(
        tx.conn(),
        "DELETE FROM group_memberships WHERE (org_id, user_id) IN (SELECT p.org_id, p.user_id FROM ",
    );
    sql.pairs("p", ("org_id", "user_id"), &pairs)
        .push(") RETURNING ")
        .push(&returned());
    sql.all(tx.conn()).await
}

/// All columns of the group memberships that a statement deletes.
fn returned() -> String {
    columns::<group_membership::Model>("group_memberships")
}

/// Deletes group memberships and records each of them.
async fn removed(tx: &Tx, mut delete: Sql) -> Result<()> {
    delete.push(" RETURNING ").push(&returned());
    for row in delete.all::<group_membership::Model>(tx.conn()).await? {
        tx.record(event::removed(&row));
    }
    Ok(())
}

/// Fails if another group of the org has this name.
async fn name_is_free(tx: &Tx, org: OrgId, key: &str, own: Option<GroupId>) -> Result<()> {
    let find = Entity::find()
        .filter(Column::OrgId.eq(org))
        .filter(Column::NameKey.eq(key));
    match find.one(tx.conn()).await? {
        Some(other) if Some(other.id) != own => Err(Error::new(
            Code::NameTaken,
            "Another group of this org has this name.",
        )
        .at("name")
        .existing(other.id)),
        _ => Ok(()),
    }
}

async fn locked(tx: &Tx, group: GroupId) -> Result<Model> {
    let mut sql = Sql::select::<Model>(tx.conn(), "g", " WHERE g.id = ");
    sql.bind(group).locked("UPDATE", "g");
    let found = sql.one(tx.conn()).await?;
    found.ok_or_else(|| target::not_found(Code::GroupNotFound))
}

fn change(done: Done, group: &Model) -> Change {
    Change::new(done, group.id)
        .of_group(group.id)
        .of_org(group.org_id)
}
