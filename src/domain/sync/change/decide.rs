//! The change of one item.

use std::sync::Arc;

use crate::{
    access::Permission,
    domain::{
        engine::{Decide, Decision, Keys, Lock, Stop, Unique, World},
        field::Name,
        membership::{self, rules::IfRetired},
        sync::{GroupAction, run::RunContext},
        user::{self, Email},
    },
    entity::{
        membership::{MemberRole, MemberStatus, Model as Membership},
        sync_item::SyncAction,
        user::Model as User,
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::{Applied, Item, Shared, lock, stale, stale::stale, wanted::Wanted};

/// The change of one item of a plan.
pub(super) struct ItemChange<'a> {
    pub(super) run: &'a RunContext,
    pub(super) item: &'a Item,
    pub(super) wanted: Result<Wanted>,
    pub(super) shared: Arc<Shared>,
    /// The place of the item among the items of the person.
    pub(super) index: usize,
    /// All items of the person, in the first of their changes. Empty in the others, and where
    /// nothing is checked.
    pub(super) of_person: Vec<&'a Item>,
    /// Whether the data must be as it was at planning.
    pub(super) is_checked: bool,
}

impl Decide for ItemChange<'_> {
    type Output = Applied;

    fn reads(&self, _: &World, keys: &mut Keys) {
        let Some(org) = self.item.row.org_id else {
            return;
        };
        if self.item.is_only_shown() {
            return;
        }
        let groups = &self.item.changes.groups;
        keys.org(org, Lock::Share);
        for change in groups {
            match change.group {
                Some(group) => keys.group(group),
                None => keys.unique(Unique::GroupName(org, Name::stored(&change.name).key())),
            };
        }
        if let Ok(wanted) = &self.wanted {
            let emails = [wanted.email(), wanted.address.as_ref()];
            for email in emails.into_iter().flatten() {
                keys.unique(Unique::Email(email.key().to_owned()));
            }
        }
        let Some(user) = self.item.row.user_id else {
            return;
        };
        keys.locked_user(user)
            .whole_user(user)
            .locked_membership(org, user)
            .locked_default_of(user);
        if groups
            .iter()
            .any(|change| change.action == GroupAction::Leave)
        {
            keys.groups_of(org, user);
        }
        for group in groups.iter().filter_map(|change| change.group) {
            keys.group_membership(group, user);
        }
        if let Some(default) = &self.item.changes.default {
            keys.org(default.org, Lock::Share)
                .locked_membership(default.org, user);
        }
        if self.item.row.action == SyncAction::Delete {
            keys.every_membership_of(user)
                .tokens_of(user)
                .owned_by(user);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Applied> {
        if self.item.is_only_shown() {
            world.allow_reading();
            return Ok(Applied::default());
        }
        self.check_person(world)?;
        let wanted = self.wanted.as_ref().map_err(Clone::clone)?;
        let org = self.org()?;
        world.require(Permission::SyncWrite, org)?;
        if self.is_checked
            && let Some(Some(error)) = lock(&self.shared.stale).get(self.index)
        {
            return Err(error.clone().into());
        }
        let applied = match self.user() {
            Some(user) => self.change(world, wanted, org, user)?,
            None if self.item.row.action == SyncAction::Create => {
                self.create(world, wanted, org)?
            }
            None => return Err(stale("The user was not created.").into()),
        };
        Ok(applied)
    }
}

impl ItemChange<'_> {
    /// Asks for all items of the person whether they are stale, before anything of the person is
    /// written.
    fn check_person(&self, world: &World) -> Decision<()> {
        if self.index == 0 {
            *lock(&self.shared.created) = None;
        }
        let (mut needed, mut found) = (Keys::default(), Vec::new());
        for item in &self.of_person {
            found.push(
                needed
                    .collect(stale::find(world, self.run, item))?
                    .flatten(),
            );
        }
        needed.must_be_empty()?;
        if !self.of_person.is_empty() {
            *lock(&self.shared.stale) = found;
        }
        Ok(())
    }

    fn org(&self) -> Result<OrgId> {
        let org = self.item.row.org_id;
        org.ok_or_else(|| Error::internal("an item without an org"))
    }

    /// Returns the user of the item. `None`: the run creates the user.
    fn user(&self) -> Option<UserId> {
        let created = *lock(&self.shared.created);
        self.item.row.user_id.or(created)
    }

    /// Returns the owner of the rows that the item creates.
    pub(super) fn source(&self) -> Option<String> {
        Some(self.run.source.clone())
    }

    fn create(&self, world: &mut World, wanted: &Wanted, org: OrgId) -> Decision<Applied> {
        world.require(Permission::MembersGrant, org)?;
        world.lock_org(org, Lock::Share)?;
        let address = wanted.address.as_ref();
        let email = address.ok_or_else(|| Error::invalid("email", "is required for a new user"))?;
        if let Some(holder) = user::rules::holder_of(world, email)? {
            return Err(self.taken(world, holder)?.into());
        }
        let row = self.new_user(world, wanted, email);
        let user = world.make(row)?.id;
        self.join(world, wanted, (org, user))?;
        *lock(&self.shared.created) = Some(user);
        Ok(Applied {
            user: Some(user),
            is_partial: false,
        })
    }

    /// Returns the error for an address that another user has. At planning, it was free.
    fn taken(&self, world: &World, holder: UserId) -> Decision<Error> {
        let error = user::rules::email_taken(world, holder)?;
        Ok(match self.is_checked {
            true => stale("A user with this e-mail address was created since the plan was made."),
            false => error,
        })
    }

    fn new_user(&self, world: &World, wanted: &Wanted, email: &Email) -> User {
        let (first, last, display) = wanted.names(email);
        let row = user::new(world.id(), world.now(), email, &first, &last, display);
        let stated = wanted.applied_to_new(row, world.settings());
        User {
            owned_by: self.source(),
            ..stated
        }
    }

    /// Changes a user who exists.
    fn change(
        &self,
        world: &mut World,
        wanted: &Wanted,
        org: OrgId,
        user: UserId,
    ) -> Decision<Applied> {
        let Some(row) = world.user(user)? else {
            return Err(stale("The user was deleted since the plan was made.").into());
        };
        let membership = world.membership(org, user)?;
        self.protect(world, wanted, &row, membership.as_deref())?;
        let mut applied = Applied {
            user: Some(user),
            is_partial: false,
        };
        match self.item.row.action {
            SyncAction::Delete => {
                self.delete(world, org, user)?;
                return Ok(applied);
            }
            SyncAction::Remove => {
                let membership = membership.ok_or_else(|| stale(GONE))?;
                world.require_for_member(Permission::MembersWrite, org, user)?;
                membership::rules::remove(world, &membership)?;
                self.restore_default(world, org, user)?;
                return Ok(applied);
            }
            _ => {}
        }
        if wanted.has_own() {
            applied.is_partial = !change_own(world, wanted, &row)?;
        }
        match (self.item.row.action, membership) {
            (SyncAction::Held, _) => {}
            (SyncAction::Create | SyncAction::Join, None) => {
                self.join(world, wanted, (org, user))?;
            }
            (SyncAction::Create | SyncAction::Join, Some(_)) => {
                return Err(stale("The user became a member since the plan was made.").into());
            }
            (_, None) => return Err(stale(GONE).into()),
            (_, Some(membership)) => self.update(world, wanted, &membership)?,
        }
        self.restore_default(world, org, user)?;
        Ok(applied)
    }

    /// Gives the user the default back that the reverted run has moved. In the org of the item this
    /// is a choice of the actor. The default in another org moves because the membership of the item
    /// changes, as it did when the run was applied.
    fn restore_default(&self, world: &mut World, org: OrgId, user: UserId) -> Decision<()> {
        let Some(default) = &self.item.changes.default else {
            return Ok(());
        };
        let Some(row) = world.membership(default.org, user)? else {
            return Ok(());
        };
        if row.status != MemberStatus::Active {
            return Ok(());
        }
        match default.org == org {
            true => membership::rules::choose(world, &row).map(drop)?,
            false => world.lock_org(default.org, Lock::Share)?,
        }
        world.restore_default(default.org, user, default.reason);
        Ok(())
    }

    /// Checks that an owner, and the user of the acting token, keep what a run may not take from
    /// them.
    ///
    /// # Errors
    /// `OWNER_PROTECTED`.
    fn protect(
        &self,
        world: &World,
        wanted: &Wanted,
        user: &User,
        membership: Option<&Membership>,
    ) -> Decision<()> {
        let is_removal = matches!(
            self.item.row.action,
            SyncAction::Remove | SyncAction::Delete
        );
        if let Some(membership) = membership {
            let is_protected = membership.is_owner || world.actor().user() == Some(user.id);
            let fields = &wanted.fields;
            let ends = fields.status == Some(MemberStatus::Retired)
                && membership.status == MemberStatus::Active;
            let is_demoted =
                fields.role == Some(MemberRole::User) && membership.role == MemberRole::Admin;
            if is_protected && (is_removal || ends || is_demoted) {
                return Err(protected(
                    "A sync run never retires or demotes an owner or the user of its token.",
                )
                .into());
            }
        }
        let changes_email = wanted
            .email()
            .is_some_and(|email| email.as_str() != user.email);
        let is_deleted = self.item.row.action == SyncAction::Delete;
        if (changes_email || is_deleted) && !world.owned_by(user.id)?.is_empty() {
            return Err(
                protected("A sync run never changes the e-mail address of an owner.").into(),
            );
        }
        Ok(())
    }

    /// Makes the user a member.
    fn join(&self, world: &mut World, wanted: &Wanted, key: (OrgId, UserId)) -> Decision<()> {
        let (org, user) = key;
        // The file names the user by e-mail address or external id.
        let (_, row) = membership::rules::add(world, org, user, true, &wanted.fields)?;
        let row = own(world, row, self.source())?;
        self.change_groups(world, &row)
    }

    /// Changes a membership that exists. Only an active member is added to groups.
    fn update(&self, world: &mut World, wanted: &Wanted, before: &Membership) -> Decision<()> {
        if before.status == MemberStatus::Active {
            self.change_groups(world, before)?;
        }
        let row = self.change_fields(world, wanted, before)?;
        if before.status != MemberStatus::Active {
            self.change_groups(world, &row)?;
        }
        Ok(())
    }

    fn change_fields(
        &self,
        world: &mut World,
        wanted: &Wanted,
        before: &Membership,
    ) -> Decision<Arc<Membership>> {
        let (org, user) = (before.org_id, before.user_id);
        let mut row = Arc::new(before.clone());
        if wanted.has_fields() {
            if before.is_owner {
                world.require(Permission::OwnersWrite, org)?;
            }
            let keep = IfRetired::Keep;
            (_, row) = membership::rules::state(world, org, user, &wanted.fields, keep)?;
        }
        match &wanted.owner {
            Some(owner) if *owner != row.owned_by => {
                world.require_for_member(Permission::MembersWrite, org, user)?;
                own(world, row, owner.clone())
            }
            _ => Ok(row),
        }
    }

    /// Deletes a user to whom nothing refers but the reverted run.
    fn delete(&self, world: &mut World, org: OrgId, user: UserId) -> Decision<()> {
        let memberships = world.every_membership_of(user)?;
        let is_alone = memberships.iter().all(|row| row.org_id == org);
        if !is_alone || !world.tokens_of(user)?.is_empty() {
            let message = "The user has other memberships or tokens since the plan was made.";
            return Err(stale(message).into());
        }
        user::rules::delete(world, user)
    }
}

const GONE: &str = "The membership was removed since the plan was made.";

fn protected(message: &str) -> Error {
    Error::new(Code::OwnerProtected, message)
}

/// Writes the user's own fields. Returns false, and writes nothing, if the actor may not update the
/// user.
fn change_own(world: &mut World, wanted: &Wanted, before: &Arc<User>) -> Decision<bool> {
    let after = wanted.applied((**before).clone(), world.settings());
    if after == **before {
        return Ok(true);
    }
    let stated = wanted.own(before.id);
    let may = match wanted.user_owner.is_some() {
        // Users may not change the owner of their own row.
        true => world.require_of_user(Permission::MembersWrite, before.id, false),
        false => user::rules::may_change(world, stated.user, &stated),
    };
    match may {
        Err(Stop::Refused(error))
            if matches!(error.code(), Code::Forbidden | Code::UserNotFound) =>
        {
            return Ok(false);
        }
        may => may?,
    }
    user::rules::change_to(world, before, after)?;
    Ok(true)
}

/// Sets the owner of a membership.
fn own(
    world: &mut World,
    row: Arc<Membership>,
    owner: Option<String>,
) -> Decision<Arc<Membership>> {
    if row.owned_by == owner {
        return Ok(row);
    }
    world.put(Membership {
        owned_by: owner,
        ..(*row).clone()
    })
}
