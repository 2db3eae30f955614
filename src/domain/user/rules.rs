//! The rules of users, as functions of rows: who may change one, and what an e-mail address tells.

use std::sync::Arc;

use crate::{
    access::Permission,
    domain::{
        AfterCommit, Done,
        engine::{Decision, Unique, World},
    },
    entity::user::{Model, UserStatus},
    error::{Code, Error},
    id::UserId,
};

use super::{Email, UpdateUser};

/// Changes what is stated of a user, and leaves the rest.
///
/// # Errors
/// `EMAIL_TAKEN`, `INVALID_VALUE` for a user who would have no name left.
pub(super) fn change(
    world: &mut World,
    before: &Arc<Model>,
    stated: &UpdateUser,
) -> Decision<Done> {
    let mut after = stated.applied((**before).clone(), world.settings());
    world.give_way_again(&**before, &mut after)?;
    if after == **before {
        return Ok(Done::Unchanged);
    }
    if after.display_name.is_empty() {
        let error = Error::invalid(
            "last",
            "is the only name; state `first` or `name` to clear it",
        );
        return Err(error.into());
    }
    if after.email_key != before.email_key
        && let Some(holder) = holder(world, &after.email_key)?
    {
        return Err(email_taken(world, holder)?.into());
    }
    if after.status != before.status {
        world.after_commit(AfterCommit::ForgetTokensOf(before.id));
    }
    world.put(after)?;
    Ok(Done::Updated)
}

/// Passes when the actor may change these details of the user: in every org of the user, or oneself.
///
/// # Errors
/// `USER_NOT_FOUND`, `FORBIDDEN`.
pub(super) fn may_change(world: &mut World, stated: &UpdateUser) -> Decision<()> {
    // By the address and the external id other systems and people know the user.
    let oneself = stated.email.is_none() && stated.external_id.is_none();
    world.require_of_user(Permission::MembersWrite, stated.user, oneself)
}

/// The user who has the address.
pub(super) fn holder_of(world: &World, email: &Email) -> Decision<Option<UserId>> {
    holder(world, email.key())
}

fn holder(world: &World, key: &str) -> Decision<Option<UserId>> {
    let holder = world.holder(&Unique::Email(key.to_owned()))?;
    Ok(holder.map(UserId::from))
}

const TAKEN: &str = "Another user has this e-mail address.";
/// What is said of an address that a suspended user has.
pub const HELD_BY_SUSPENDED: &str = "A suspended user has this e-mail address. Set that user's status to active to bring the user back.";

/// Another user has the address. That is always reported; who it is, and that the user is suspended, only to those who may see
/// the user.
pub(super) fn email_taken(world: &World, holder: UserId) -> Decision<Error> {
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

/// A caller who may add people learns that an address is somebody's. Each time is logged.
pub(super) fn log_known_address(world: &World) {
    let actor = world.actor();
    tracing::info!(
        token = actor.token().map(tracing::field::display),
        user = actor.user().map(tracing::field::display),
        request_id = actor.request_id.as_deref(),
        "told a caller that an e-mail address is taken"
    );
}
