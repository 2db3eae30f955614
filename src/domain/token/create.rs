//! The operation that creates a token.

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

/// Creates a token.
///
/// A token without user and org acts for the platform. A token with an org acts as an owner of the
/// org. A token with a user acts for the user, in all orgs of the user or in one org. A token never
/// grants more than its creator holds.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CreateToken {
    /// The purpose of the token, for people.
    pub name: Name,
    /// The user for whom the token acts.
    pub user: Option<UserId>,
    /// The only org in which the token may be used.
    pub org: Option<OrgId>,
    /// The permissions to which the token is limited. `None` does not limit the token.
    pub scopes: Option<PermissionSet>,
    /// The addresses from which the token may be used.
    pub allowed_ips: Option<AllowedIps>,
    /// The time at which the token expires.
    pub expires_at: Option<DateTime<Utc>>,
    /// The system that will use the token.
    pub source: Option<Name>,
}

/// The output of [`CreateToken`].
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct NewToken {
    /// The change.
    pub change: Change,
    /// The id of the token.
    pub id: TokenId,
    /// The secret to authenticate with. It is returned once and stored nowhere.
    #[serde(skip)]
    pub secret: Option<Secret>,
}

/// A secret, which `Debug` does not print.
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

/// The token together with its secret.
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
            let error = Error::invalid("expiresAt", "is in the past; give a future time, or null");
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
    /// Returns what the token would grant without scopes.
    fn could_hold(&self, world: &World) -> Decision<Grant> {
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

    fn is_within_own(&self, world: &World, grant: &Grant) -> Decision<()> {
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
