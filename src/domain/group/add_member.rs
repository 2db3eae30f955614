//! Putting a member into a group.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    access::{Access, Lock, Permission, Target},
    domain::{Change, Done, Operation, Tx, membership},
    entity::{
        group_membership::{Column, Entity, Model},
        membership::MemberStatus,
    },
    error::{Code, Error, Result},
    id::{GroupId, OrgId, UserId},
};

use super::{get_of_org, new_member};

/// The member is in the group afterwards. He must be an active member of the group's org.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct AddGroupMember {
    /// The group's org.
    pub org: OrgId,
    /// Whom.
    pub user: UserId,
    /// Into which group.
    pub group: GroupId,
}

impl Operation for AddGroupMember {
    type Output = Change;

    const NAME: &'static str = "AddGroupMember";

    fn requires(&self) -> Access {
        Access::new(Permission::GroupsWrite, Target::Org(self.org)).locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        get_of_org(tx, self.group, self.org).await?;
        match membership::find_in(tx, self.org, self.user).await? {
            None => return Err(membership::absent(tx, self.user).await?),
            Some(member) if member.status == MemberStatus::Retired => {
                return Err(Error::new(
                    Code::MemberRetired,
                    "The member is retired in this org; reactivate the membership first.",
                )
                .at("userId"));
            }
            Some(_) => {}
        }
        let row = new_member(tx, self.group, self.org, self.user);
        if tx
            .insert_if_absent(&row, [Column::GroupId, Column::UserId])
            .await?
        {
            return Ok(change(Done::Created, &row));
        }
        match find_in(tx, self.group, self.user).await? {
            Some(row) => Ok(change(Done::Unchanged, &row)),
            // Gone again between two statements: start over.
            None => Err(Error::busy("the member left the group meanwhile").again()),
        }
    }
}

pub(super) async fn find_in(tx: &Tx, group: GroupId, user: UserId) -> Result<Option<Model>> {
    let find = Entity::find()
        .filter(Column::GroupId.eq(group))
        .filter(Column::UserId.eq(user));
    Ok(find.one(tx.conn()).await?)
}

pub(super) fn change(done: Done, row: &Model) -> Change {
    Change::new(done, row.id)
        .of_group(row.group_id)
        .of_user(row.user_id)
        .of_org(row.org_id)
}
