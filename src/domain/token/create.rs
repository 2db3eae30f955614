//! Making a token.

use chrono::{DateTime, Utc};

use crate::{
    access::{
        Grant, Permission, PermissionSet,
        ip::AllowedIps,
        target,
        token::{hash, new_secret, prefix},
    },
    domain::{
        Change, Done, Operation, Tx,
        engine::{Decide, Decision, Keys, Lock, World},
        field::Name,
        membership,
    },
    entity::{
        membership::MemberStatus,
        token::{Model, TokenKind},
    },
    error::{Code, Error, Result},
    id::{OrgId, TokenId, UserId},
};

/// A new token.
///
/// Without user and org it stands for the platform, with an org for that org's owners, with a user for that user, in all
/// his orgs or in the one given. It can never do more than whoever makes it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CreateToken {
    /// What it is for, for people.
    pub name: Name,
    /// The user whose rights it has.
    pub user: Option<UserId>,
    /// The one org in which it may be used.
    pub org: Option<OrgId>,
    /// What it is cut down to; all that it could hold where there is nothing.
    pub scopes: Option<PermissionSet>,
    /// Where it may be used from.
    pub allowed_ips: Option<AllowedIps>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// The system that will use it.
    pub source: Option<Name>,
}

/// A token that was just made.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct NewToken {
    /// What was done.
    pub change: Change,
    /// The token.
    pub id: TokenId,
    /// What the caller has to show from now on. It is told this once, and kept nowhere.
    #[serde(skip)]
    pub secret: Option<Secret>,
}

/// A secret, which the log never shows.
#[derive(Clone)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Operation for CreateToken {
    type Output = NewToken;

    const NAME: &'static str = "CreateToken";

    async fn run(&self, tx: &Tx) -> Result<NewToken> {
        let secret = new_secret();
        let (change, id) = tx
            .decide(&Making {
                token: self,
                secret: &secret,
            })
            .await?;
        let secret = Some(Secret(secret));
        Ok(NewToken { change, id, secret })
    }
}

/// The token, with the secret that it gets.
struct Making<'a> {
    token: &'a CreateToken,
    secret: &'a str,
}

impl Decide for Making<'_> {
    type Output = (Change, TokenId);

    fn reads(&self, _: &World, keys: &mut Keys) {
        match (self.token.org, self.token.user) {
            (Some(org), Some(user)) => keys.org(org, Lock::Share).membership(org, user),
            (Some(org), None) => keys.org(org, Lock::Share),
            (None, Some(user)) => keys.user(user),
            (None, None) => keys,
        };
    }

    fn decide(&self, world: &mut World) -> Decision<(Change, TokenId)> {
        let stated = self.token;
        match stated.org {
            Some(org) => {
                world.require(Permission::TokensWrite, org)?;
                world.lock_org(org, Lock::Share)?;
            }
            None => world.require_platform(Permission::TokensWrite)?,
        }
        if stated.expires_at.is_some_and(|at| at <= world.now()) {
            let error = Error::invalid("expiresAt", "is in the past; give a time to come, or null");
            return Err(error.into());
        }
        let could_hold = stated.could_hold(world)?;
        let scopes = stated.scopes.unwrap_or(PermissionSet::ALL);
        stated.is_within_own(world, &could_hold.cut(scopes))?;
        let token = world.make(Model {
            id: world.id(),
            kind: TokenKind::Token,
            name: stated.name.as_str().to_owned(),
            hash: hash(self.secret).to_vec(),
            prefix: prefix(self.secret),
            user_id: stated.user,
            org_id: stated.org,
            scopes: stated.scopes.map(|scopes| match scopes {
                PermissionSet::ALL => serde_json::json!(["*"]),
                some => some.names().into(),
            }),
            allowed_ips: stated
                .allowed_ips
                .as_ref()
                .map(|list| list.entries().into()),
            source: stated
                .source
                .as_ref()
                .map(|source| source.as_str().to_owned()),
            expires_at: stated.expires_at,
            last_used_at: None,
            revoked_at: None,
            created_at: world.now(),
            updated_at: world.now(),
            version: 1,
        })?;
        Ok((Change::new(Done::Created, token.id), token.id))
    }
}

impl CreateToken {
    /// What the token could hold if nothing cut it down.
    fn could_hold(&self, world: &World) -> Decision<Grant> {
        match (self.user, self.org) {
            (None, None) => Ok(Grant::of_platform()),
            (None, Some(_)) => Ok(Grant::of_owner()),
            // Only the platform gets here, which holds all that a user may hold now or later.
            (Some(user), None) => match world.user_status(user)? {
                Some(_) => Ok(Grant::of_owner()),
                None => Err(target::not_found(Code::UserNotFound).at("userId").into()),
            },
            (Some(user), Some(org)) => match world.membership(org, user)? {
                Some(member) if member.status == MemberStatus::Active => {
                    let grant = world.grant_of(&member)?;
                    // Nobody can widen scopes, but a token must not outgrow its maker as its user rises.
                    self.is_within_own(world, &grant).map(|()| grant)
                }
                Some(_) => {
                    let message =
                        "The member is retired in this org; reactivate the membership first.";
                    Err(Error::new(Code::MemberRetired, message).at("userId").into())
                }
                None => Err(membership::rules::absent(world, user)?.into()),
            },
        }
    }

    fn is_within_own(&self, world: &World, grant: &Grant) -> Decision<()> {
        if let Some(org) = self.org {
            return world.may_hand_out(org, grant);
        }
        // Without an org it is for platform tokens, and what the platform holds does not depend on one.
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
