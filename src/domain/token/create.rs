//! The operation that creates a token.

use chrono::{DateTime, Utc};

use crate::{
    access::{
        PermissionSet,
        ip::AllowedIps,
        token::{hash, new_secret, prefix},
    },
    domain::{
        Change, Done, Operation, Tx,
        engine::{Decide, Decision, Keys, Lock, World},
        field::Name,
    },
    entity::token::{Model, TokenKind},
    error::Result,
    id::{OrgId, TokenId, UserId},
};

use super::rules::{self, Bearer};

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
        let user = stated.user.map(|user| world.followed(user)).transpose()?;
        let bearer = Bearer {
            user,
            org: stated.org,
        };
        bearer.require(world)?;
        rules::must_expire_later(world, stated.expires_at)?;
        bearer.must_be_within_own(world, stated.scopes.unwrap_or(PermissionSet::ALL))?;
        let token = world.make(Model {
            id: world.id(),
            kind: TokenKind::Token,
            name: stated.name.as_str().to_owned(),
            hash: hash(self.secret).to_vec(),
            prefix: prefix(self.secret),
            user_id: user,
            org_id: stated.org,
            scopes: stated.scopes.map(rules::stored_scopes),
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
            created_by: world.actor().token(),
            updated_at: world.now(),
            version: 1,
        })?;
        Ok((Change::new(Done::Created, token.id), token.id))
    }
}
