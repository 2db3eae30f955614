//! Taking a member out of a group.

use crate::{
    access::{Access, Lock, Permission, Target, target},
    domain::{Change, Done, Operation, Tx, membership, user},
    error::{Code, Result},
    id::{GroupId, OrgId, UserId},
};

use super::{
    add_member::{change, find_in},
    get_of_org,
};

/// The user is not in the group afterwards; `unchanged` if he was not before.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RemoveGroupMember {
    /// The group's org.
    pub org: OrgId,
    /// Whom.
    pub user: UserId,
    /// From which group.
    pub group: GroupId,
}

impl Operation for RemoveGroupMember {
    type Output = Change;

    const NAME: &'static str = "RemoveGroupMember";

    fn requires(&self) -> Access {
        Access::new(Permission::GroupsWrite, Target::Org(self.org)).locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        get_of_org(tx, self.group, self.org).await?;
        let Some(row) = find_in(tx, self.group, self.user).await? else {
            let is_known = membership::find_in(tx, self.org, self.user)
                .await?
                .is_some()
                || user::find(&tx.reader(), self.user).await?.is_some();
            if !is_known {
                return Err(target::not_found(Code::UserNotFound).at("userId"));
            }
            let nothing = Change::nothing(Done::Unchanged);
            return Ok(nothing
                .of_group(self.group)
                .of_user(self.user)
                .of_org(self.org));
        };
        tx.remove(&row).await?;
        Ok(change(Done::Removed, &row))
    }
}
