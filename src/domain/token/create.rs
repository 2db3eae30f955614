//! Making a token.

use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;

use crate::{
    access::{
        Access, Grant, Lock, Permission, PermissionSet, Target,
        ip::AllowedIps,
        target,
        token::{hash, new_secret, prefix},
    },
    domain::{Change, Done, Operation, Tx, field::Name, membership},
    entity::{
        membership::MemberStatus,
        token::{Model, TokenKind},
        user,
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

    fn requires(&self) -> Access {
        let target = self.org.map_or(Target::Platform, Target::Org);
        Access::new(Permission::TokensWrite, target).locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<NewToken> {
        if self.expires_at.is_some_and(|at| at <= tx.now()) {
            return Err(Error::invalid(
                "expiresAt",
                "is in the past; give a time to come, or null",
            ));
        }
        let could_hold = self.could_hold(tx).await?;
        let scopes = self.scopes.unwrap_or(PermissionSet::ALL);
        self.is_within_own(tx, &could_hold.cut(scopes)).await?;
        let secret = new_secret();
        let token = Model {
            id: tx.id(),
            kind: TokenKind::Token,
            name: self.name.as_str().to_owned(),
            hash: hash(&secret).to_vec(),
            prefix: prefix(&secret),
            user_id: self.user,
            org_id: self.org,
            scopes: self.scopes.map(|scopes| match scopes {
                PermissionSet::ALL => serde_json::json!(["*"]),
                some => some.names().into(),
            }),
            allowed_ips: self.allowed_ips.as_ref().map(|list| list.entries().into()),
            source: self
                .source
                .as_ref()
                .map(|source| source.as_str().to_owned()),
            expires_at: self.expires_at,
            last_used_at: None,
            revoked_at: None,
            created_at: tx.now(),
            updated_at: tx.now(),
            version: 1,
        };
        tx.insert(&token).await?;
        Ok(NewToken {
            change: Change::new(Done::Created, token.id),
            id: token.id,
            secret: Some(Secret(secret)),
        })
    }
}

impl CreateToken {
    /// What the token could hold if nothing cut it down.
    async fn could_hold(&self, tx: &Tx) -> Result<Grant> {
        match (self.user, self.org) {
            (None, None) => Ok(Grant::of_platform()),
            (None, Some(_)) => Ok(Grant::of_owner()),
            // Only the platform gets here, which holds whatever a user may hold now or later.
            (Some(user), None) => match user::Entity::find_by_id(user).one(tx.conn()).await? {
                Some(_) => Ok(Grant::of_owner()),
                None => Err(target::not_found(Code::UserNotFound).at("userId")),
            },
            (Some(user), Some(org)) => match membership::find_in(tx, org, user).await? {
                Some(member) if member.status == MemberStatus::Active => {
                    let grant = membership::grant_of(tx, &member).await?;
                    // Scopes can be widened by nobody, but a token must not outgrow its maker as its user rises.
                    self.is_within_own(tx, &grant).await.map(|()| grant)
                }
                Some(_) => Err(Error::new(
                    Code::MemberRetired,
                    "The member is retired in this org; reactivate the membership first.",
                )
                .at("userId")),
                None => Err(membership::absent(tx, user).await?),
            },
        }
    }

    async fn is_within_own(&self, tx: &Tx, grant: &Grant) -> Result<()> {
        match self.org {
            Some(org) => tx.may_grant(org, grant).await,
            // Without an org it is for platform tokens, and what the platform holds does not depend on one.
            None => tx
                .held_everywhere()
                .is_some_and(|held| grant.without(&held).is_nothing())
                .then_some(())
                .ok_or_else(|| {
                    Error::new(
                        Code::Forbidden,
                        "This would grant more than this token holds.",
                    )
                    .at("scopes")
                }),
        }
    }
}
