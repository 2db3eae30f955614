//! The rows in groups that an item adds, removes, or gives another owner.

use crate::{
    access::Permission,
    domain::{
        Done,
        engine::{Decision, Lock, World},
        field::Name,
        group,
        sync::{GroupAction, GroupChange},
    },
    entity::{group_membership::Model as GroupRow, membership::Model as Membership},
    error::{Code, Error},
    id::{GroupId, OrgId},
};

use super::{decide::ItemChange, stale::stale};

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
            if change.action == GroupAction::Join {
                let (done, row) = group::rules::join(world, group, membership)?;
                // A run that takes over adopts a row that was added since the plan was made.
                if done == Done::Created || self.run.options.take_over {
                    own(world, &row, change)?;
                }
                continue;
            }
            let row = world.group_membership(group, membership.user_id)?;
            let row =
                row.ok_or_else(|| stale("A row in a group was removed since the plan was made."))?;
            match change.action {
                GroupAction::Own => own(world, &row, change)?,
                _ => world.remove(&*row)?,
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
}

/// Gives the row the owner that the change states.
fn own(world: &mut World, row: &GroupRow, change: &GroupChange) -> Decision<()> {
    if row.owned_by == change.owned_by {
        return Ok(());
    }
    let owned_by = change.owned_by.clone();
    let row = row.clone();
    world.put(GroupRow { owned_by, ..row }).map(drop)
}
