//! Rules for tokens, as functions of loaded rows.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use crate::{
    access::{Grant, Permission, PermissionSet, target, token::scopes},
    domain::{
        engine::{Decision, Lock, Stop, World},
        membership,
    },
    entity::{
        membership::MemberStatus,
        token::{Model, TokenKind},
    },
    error::{Code, Error, Result},
    id::{OrgId, TokenId, UserId},
};

/// The user and the org for which a token acts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bearer {
    pub(super) user: Option<UserId>,
    pub(super) org: Option<OrgId>,
}

impl Bearer {
    /// Checks that the actor may administer tokens of the org, or of the platform if there is no
    /// org. The org is locked.
    ///
    /// # Errors
    /// `ORG_NOT_FOUND`, `ORG_RETIRED`, `FORBIDDEN`.
    pub(super) fn require(self, world: &mut World) -> Decision<()> {
        match self.org {
            Some(org) => {
                world.require(Permission::TokensWrite, org)?;
                world.lock_org(org, Lock::Share)
            }
            None => world.require_platform(Permission::TokensWrite),
        }
    }

    /// Checks that the actor holds everything that a token with these scopes grants.
    ///
    /// # Errors
    /// `FORBIDDEN` if the actor does not. `USER_NOT_FOUND`, `NOT_A_MEMBER` or `MEMBER_RETIRED` if
    /// the token could not be used.
    pub(super) fn must_be_within_own(self, world: &World, scopes: PermissionSet) -> Decision<()> {
        let could_hold = self.could_hold(world)?;
        self.is_within_own(world, &could_hold.cut(scopes))
    }

    /// Returns what the token would grant without scopes.
    fn could_hold(self, world: &World) -> Decision<Grant> {
        match (self.user, self.org) {
            (None, None) => Ok(Grant::of_platform()),
            (None, Some(_)) => Ok(Grant::of_owner()),
            // Only the platform gets here, which holds everything that a user may hold now or
            // later.
            (Some(user), None) => match world.user_status(user)? {
                Some(_) => Ok(Grant::of_owner()),
                None => Err(target::not_found(Code::UserNotFound).at("userId").into()),
            },
            (Some(user), Some(org)) => match world.membership(org, user)? {
                Some(member) if member.status == MemberStatus::Active => {
                    let grant = world.grant_of(&member)?;
                    // The check is without scopes: a token must not grant more than its creator
                    // holds if the user gets more permissions later.
                    self.is_within_own(world, &grant).map(|()| grant)
                }
                Some(_) => {
                    let message =
                        "The member is retired in this org. Reactivate the membership first.";
                    Err(Error::new(Code::MemberRetired, message).at("userId").into())
                }
                None => Err(membership::rules::absent(world, user)?.into()),
            },
        }
    }

    fn is_within_own(self, world: &World, grant: &Grant) -> Decision<()> {
        if let Some(org) = self.org {
            return world.may_hand_out(org, grant);
        }
        // A token without an org requires the platform, whose permissions do not depend on an org.
        let held = world.actor().granted_everywhere();
        match held.is_some_and(|held| grant.without(&held).is_nothing()) {
            true => Ok(()),
            false => {
                let message = "This would grant more than this token holds.";
                Err(Error::new(Code::Forbidden, message).at("scopes").into())
            }
        }
    }
}

/// Returns the token, which the actor is about to change or replace. The actor must be allowed to
/// create the token as it is.
///
/// # Errors
/// `TOKEN_NOT_FOUND` or `FORBIDDEN` if the actor may not administer the token, `ORG_RETIRED` if its
/// org is retired, `FORBIDDEN` if the token grants more than the actor holds, `MEMBER_RETIRED`,
/// `NOT_A_MEMBER` or `USER_NOT_FOUND` if its user lost the membership. `INVALID_VALUE` for a root
/// token, and for a token that is revoked or expired.
pub(super) fn must_be_own(world: &mut World, token: TokenId) -> Decision<(Arc<Model>, Bearer)> {
    let before = world.require_of_token(Permission::TokensWrite, token)?;
    let bearer = Bearer {
        user: before.user_id,
        org: before.org_id,
    };
    let may = bearer.require(world);
    may.map_err(of_token)?;
    let refusal = match status(&before, world.now()) {
        _ if before.kind == TokenKind::Root => {
            Some("is a root token, which the configuration sets")
        }
        TokenStatus::Revoked => Some("is a revoked token; create a new one"),
        TokenStatus::Expired => Some("is an expired token; create a new one"),
        TokenStatus::Active => None,
    };
    if let Some(refusal) = refusal {
        return Err(Error::invalid("tokenId", refusal).into());
    }
    let own = bearer.must_be_within_own(world, scopes(&before)?);
    own.map_err(of_token)?;
    Ok((before, bearer))
}

/// Reports a refusal at the argument that names the token, because the caller stated neither its
/// user nor its org.
fn of_token(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(error) => Stop::Refused(error.at("tokenId")),
        needs @ Stop::Needs(_) => needs,
    }
}

/// Checks that a token does not expire in the past.
///
/// # Errors
/// `INVALID_VALUE` if the time is not in the future.
pub(super) fn must_expire_later(world: &World, at: Option<DateTime<Utc>>) -> Result<()> {
    match at.is_some_and(|at| at <= world.now()) {
        true => Err(Error::invalid(
            "expiresAt",
            "is in the past; give a future time, or null",
        )),
        false => Ok(()),
    }
}

/// Returns the scopes as stored.
pub(super) fn stored_scopes(scopes: PermissionSet) -> Json {
    match scopes {
        PermissionSet::ALL => serde_json::json!(["*"]),
        some => some.names().into(),
    }
}

/// Whether a token can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenStatus {
    /// The token can be used.
    Active,
    /// The token has expired.
    Expired,
    /// The token was revoked.
    Revoked,
}

/// Returns the status of the token at this time.
#[must_use]
pub fn status(token: &Model, now: DateTime<Utc>) -> TokenStatus {
    match (token.revoked_at, token.expires_at) {
        (Some(_), _) => TokenStatus::Revoked,
        (None, Some(at)) if at <= now => TokenStatus::Expired,
        (None, _) => TokenStatus::Active,
    }
}
