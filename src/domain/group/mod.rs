//! Operations and queries on the groups of orgs and their members.

mod add_member;
mod create;
mod delete;
mod get;
mod list;
mod members;
pub(super) mod of_member;
mod remove_member;
pub(super) mod rules;
mod set_members;
mod update;
mod users;

pub use add_member::AddGroupMember;
pub use create::CreateGroup;
pub use delete::DeleteGroup;
pub(in crate::domain) use get::ids_by_name;
pub use get::{find, find_many};
pub use list::{
    BY_CREATED_AT, BY_MEMBERS, BY_NAME, GroupFilter, count, count_of_orgs, count_of_users, list,
    list_by_members, list_sql, of_orgs, of_orgs_sql, of_users, of_users_sql,
};
pub use members::{
    BY_ADDED, BY_USER, GroupMember, GroupMemberFilter, MEMBERS_BY_EMAIL, MEMBERS_BY_NAME,
    count_members, members, members_sql,
};
pub use of_member::MemberGroups;
pub use remove_member::RemoveGroupMember;
pub use set_members::SetGroupMembers;
pub use update::UpdateGroup;
pub use users::{GroupUser, UNFILTERED_LIMIT, group_users, group_users_sql};

use serde_json::json;
use uuid::Uuid;

use crate::{
    entity::{
        group::{ActiveModel, Model},
        group_membership,
    },
    error::{Error, Result},
    id::{GroupId, OrgId, UserId},
};

use super::{
    Change, Done, Reader,
    event::{AuditFields, Audited, facts},
};

impl Audited for Model {
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

    fn facts(&self) -> AuditFields {
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

impl Audited for group_membership::Model {
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

    fn facts(&self) -> AuditFields {
        facts(json!({
            "group": self.group_id,
            "org": self.org_id,
            "user": self.user_id,
            "ownedBy": self.owned_by,
        }))
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

/// Returns the error for a group that does not belong to the expected org. The error depends on
/// whether the actor may read the group.
async fn not_of_org(reader: &Reader, group: GroupId) -> Result<Error> {
    let is_seen = get::find(reader, group).await?.is_some();
    Ok(rules::not_of_org(is_seen))
}

fn change(done: Done, group: &Model) -> Change {
    Change::new(done, group.id)
        .of_group(group.id)
        .of_org(group.org_id)
}
