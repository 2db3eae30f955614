//! Rules for users, as functions of loaded rows: who may change a user, and what a known e-mail
//! address discloses.

use std::sync::Arc;

use crate::{
    access::{Permission, target::not_found},
    domain::{
        AfterCommit, Done,
        engine::{Decision, Keys, Unique, World},
        membership,
    },
    entity::user::{Model, UserStatus},
    error::{Code, Error},
    id::UserId,
};

use super::{Email, UpdateUser};

/// Updates the fields that are present; the other fields keep their values.
///
/// # Errors
/// `EMAIL_TAKEN` if another user has the address. `INVALID_VALUE` if the user would have no name
/// left.
pub(super) fn change(
    world: &mut World,
    before: &Arc<Model>,
    stated: &UpdateUser,
) -> Decision<Done> {
    let after = stated.applied((**before).clone(), world.settings());
    change_to(world, before, after)
}

/// Replaces the row of a user.
///
/// # Errors
/// `EMAIL_TAKEN` if another user has the address. `INVALID_VALUE` if the user would have no name
/// left.
pub(in crate::domain) fn change_to(
    world: &mut World,
    before: &Arc<Model>,
    mut after: Model,
) -> Decision<Done> {
    world.give_way_again(&**before, &mut after)?;
    if after == **before {
        return Ok(Done::Unchanged);
    }
    if after.display_name.is_empty() {
        let error = Error::invalid(
            "last",
            "is the only name; set `first` or `name` to clear it",
        );
        return Err(error.into());
    }
    if after.email_key != before.email_key
        && let Some(holder) = holder(world, &after.email_key)?
    {
        if holder != before.id {
            return Err(email_taken(world, holder)?.into());
        }
        // The address of a merged user is no alias any more. When the user gives the address up, it
        // is free.
        world.take_alias_address(&after.email_key);
    }
    if after.status != before.status {
        world.after_commit(AfterCommit::ForgetTokensOf(before.id));
    }
    world.put(after)?;
    Ok(Done::Updated)
}

/// Checks that the actor may change these fields of the user: in every org of the user, or as the
/// user.
///
/// # Errors
/// `USER_NOT_FOUND` if the actor cannot see the user. `FORBIDDEN` if a permission is missing.
pub(in crate::domain) fn may_change(
    world: &mut World,
    user: UserId,
    stated: &UpdateUser,
) -> Decision<()> {
    // Users may not change their own address and external id: other systems and people identify the
    // user by them.
    let oneself = stated.email.is_none() && stated.external_id.is_none();
    world.require_of_user(Permission::MembersWrite, user, oneself)
}

/// Deletes a user with their tokens and memberships.
///
/// # Errors
/// `USER_NOT_FOUND` or `FORBIDDEN` if the actor may not delete the user.
pub(in crate::domain) fn delete(world: &mut World, user: UserId) -> Decision<()> {
    world.require_of_user(Permission::UsersDelete, user, false)?;
    let Some(row) = world.user(user)? else {
        return Err(not_found(Code::UserNotFound).at("userId").into());
    };
    for token in world.tokens_of(user)? {
        world.remove(&*token)?;
    }
    let mut needed = Keys::default();
    for membership in world.every_membership_of(user)? {
        let removed = membership::rules::remove(world, &membership);
        needed.collect(removed)?;
    }
    needed.must_be_empty()?;
    world.remove(&*row)?;
    world.after_commit(AfterCommit::ForgetTokensOf(user));
    Ok(())
}

/// Returns the user who has the address.
pub(in crate::domain) fn holder_of(world: &World, email: &Email) -> Decision<Option<UserId>> {
    holder(world, email.key())
}

fn holder(world: &World, key: &str) -> Decision<Option<UserId>> {
    let holder = world.holder(&Unique::Email(key.to_owned()))?;
    Ok(holder.map(UserId::from))
}

const TAKEN: &str = "Another user has this e-mail address.";
/// The error message for an address that belongs to a suspended user.
pub const HELD_BY_SUSPENDED: &str = "A suspended user has this e-mail address. Set that user's status to active to bring the user back.";

/// Returns the error for an address that another user has. The error contains the user's id, and
/// that the user is suspended, only if the actor may see the user.
pub(in crate::domain) fn email_taken(world: &World, holder: UserId) -> Decision<Error> {
    let seen = match world.user_status(holder)? {
        Some(status) if world.sees(holder)? => Some(status),
        _ => None,
    };
    log_known_address(world);
    let error = |message| Error::new(Code::EmailTaken, message).at("email");
    Ok(match seen {
        Some(UserStatus::Suspended) => error(HELD_BY_SUSPENDED).existing(holder),
        Some(UserStatus::Active) => error(TAKEN).existing(holder),
        None => error(TAKEN),
    })
}

/// Logs that a caller who may add users learned that an address is known.
pub(super) fn log_known_address(world: &World) {
    let actor = world.actor();
    tracing::info!(
        token = actor.token().map(tracing::field::display),
        user = actor.user().map(tracing::field::display),
        request_id = actor.request_id.as_deref(),
        "revealed to a caller that an e-mail address is taken"
    );
}
