//! The rows in groups that an item adds and removes.

use crate::{
    access::Permission,
    domain::{
        Done,
        engine::{Decision, Lock, World},
        field::Name,
        group,
        sync::GroupChange,
    },
    entity::{group_membership::Model as GroupRow, membership::Model as Membership},
    error::{Code, Error},
    id::{GroupId, OrgId},
};

use super::decide::ItemChange;

impl ItemChange<'_> {
    pub(super) fn change_groups(&self, world: &mut World, membership: &Membership) -> Decision<()> {
        if self.item.changes.groups.is_empty() {
            return Ok(());
        }
        let org = membership.org_id;
        world.require(Permission::GroupsWrite, org)?;
        world.lock_org(org, Lock::Share)?;
        for change in &self.item.changes.groups {
            let group = match change.group {
                Some(group) => group::rules::of_org(world, group, org)?.id,
                None => self.group_named(world, org, change)?,
            };
            match change.joins {
                true => self.join_group(world, group, change, membership)?,
                false => {
                    let row = world.group_membership(group, membership.user_id)?;
                    if let Some(row) = row {
                        world.remove(&*row)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns the group of this name. The first item that needs it creates it.
    fn group_named(
        &self,
        world: &mut World,
        org: OrgId,
        change: &GroupChange,
    ) -> Decision<GroupId> {
        let name = match self.run.is_revert {
            true => Name::stored(&change.name),
            false => Name::parse("groups", &change.name)?,
        };
        if let Some(group) = group::rules::named(world, org, &name)? {
            return Ok(group);
        }
        if !self.run.options.create_groups {
            let message = format!("The org has no group `{}`.", change.name);
            return Err(Error::new(Code::GroupNotFound, message).at("groups").into());
        }
        Ok(group::rules::create(world, org, &name, None)?.id)
    }

    fn join_group(
        &self,
        world: &mut World,
        group: GroupId,
        change: &GroupChange,
        membership: &Membership,
    ) -> Decision<()> {
        let owner = match self.run.is_revert {
            true => change.owned_by.clone(),
            false => self.source(),
        };
        let (done, row) = group::rules::join(world, group, membership)?;
        let takes = done == Done::Created || self.run.is_revert || self.run.options.take_over;
        if takes && row.owned_by != owner {
            world.put(GroupRow {
                owned_by: owner,
                ..(*row).clone()
            })?;
        }
        Ok(())
    }
}
