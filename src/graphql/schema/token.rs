//! The GraphQL types, queries and mutations of tokens.

use async_graphql::{ComplexObject, Context, InputObject, Object, SimpleObject};
use futures_util::FutureExt;

use crate::{
    access::{PermissionSet, ip::AllowedIps},
    domain::{
        Outcome,
        field::Name,
        token::{self, CreateToken, RevokeToken, TokenFilter},
    },
    error::Result,
    graphql::resolver::{
        connection::{Connection, wanted},
        context,
        list::Listed,
        objects::{Org, Token, User, strings},
        result::{MutationResult, execute, mutate},
        scalar::{DateTime, Uuid},
    },
    id::TokenId,
    page::PageRequest,
};

/// An API token, the credentials of a caller. The secret is returned only once, when the token is
/// created.
#[Object]
impl Token {
    /// The token's id.
    pub(super) async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// The name: what the token is used for.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The first characters of the secret, to tell tokens apart.
    async fn prefix(&self) -> &str {
        &self.0.prefix
    }

    /// The user whose rights the token has. Null for a platform token, for a token of an org, and
    /// if the calling token may not see the user.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.0.user_id {
            Some(user) => Ok(context::find(ctx, user).await?.map(User)),
            None => Ok(None),
        }
    }

    /// The only org in which the token is valid. Null if the token is not bound to one org.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Org>> {
        match self.0.org_id {
            Some(org) => Ok(context::find(ctx, org).await?.map(Org)),
            None => Ok(None),
        }
    }

    /// The permissions to which the token is limited. `*` means everything that the token could
    /// hold.
    async fn scopes(&self) -> Vec<String> {
        strings(self.0.scopes.as_ref()).unwrap_or_else(|| vec!["*".to_owned()])
    }

    /// The addresses and networks from which the token may be used. Null means no limit.
    async fn allowed_ips(&self) -> Option<Vec<String>> {
        strings(self.0.allowed_ips.as_ref())
    }

    /// The system that uses the token.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// When the token was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// The number of times that the token was written. Uses of the token are not counted.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// When the token expires. Null if it never expires.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// When the token was last used, to the minute.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }

    /// When the token was revoked. Null if it was not revoked.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }
}

/// The fields of a new token.
#[derive(InputObject)]
pub(super) struct CreateTokenInput {
    /// The name: what the token is used for, 1 to 255 characters.
    name: String,
    /// The id of the user whose rights the token has, in all their orgs or only in `org`. With
    /// `org`, the user must be an active member of that org.
    user_id: Option<Uuid>,
    /// The id of the only org in which the token is valid. Without `userId`, the token holds
    /// everything that the org's owners hold.
    org: Option<Uuid>,
    /// The permissions to which the token is limited, like `members:read`. If absent or `*`, the
    /// token has everything that it could hold.
    scopes: Option<Vec<String>>,
    /// Addresses, networks (203.0.113.0/24) and patterns (76.*.*.*) from which the token may be
    /// used: at most 256, none of them private. If absent, there is no limit.
    allowed_ips: Option<Vec<String>>,
    /// When the token expires. If absent, it never expires.
    expires_at: Option<DateTime>,
    /// The name of the system that will use the token. The audit events of its changes contain this
    /// name.
    source: Option<String>,
}

impl CreateTokenInput {
    fn operation(self) -> Result<CreateToken> {
        Ok(CreateToken {
            name: Name::parse("name", &self.name)?,
            user: self.user_id.map(|id| id.0.into()),
            org: self.org.map(|id| id.0.into()),
            scopes: self
                .scopes
                .map(|names| PermissionSet::parse("scopes", &names))
                .transpose()?,
            allowed_ips: self
                .allowed_ips
                .map(|list| AllowedIps::parse("allowedIps", &list))
                .transpose()?,
            expires_at: self.expires_at.map(|at| at.0),
            source: self
                .source
                .map(|source| Name::parse("source", &source))
                .transpose()?,
        })
    }
}

/// The result of `createToken`.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct CreateTokenResult {
    /// The result of the mutation.
    result: MutationResult,
    /// The secret to send as `Authorization: Bearer ...`. It is returned only once and is not
    /// stored. Null on error, in a dry run, and when a request is repeated with its
    /// `Idempotency-Key`.
    secret: Option<String>,
    #[graphql(skip)]
    id: Option<TokenId>,
}

#[ComplexObject]
impl CreateTokenResult {
    /// The new token. Null on error.
    async fn token(&self, ctx: &Context<'_>) -> Result<Option<Token>> {
        let Some(id) = self.id else {
            return Ok(None);
        };
        let found = token::find(&context::of(ctx).reader, id).await?;
        Ok(found.map(Token))
    }
}

impl Listed for Token {
    const CONNECTION: &'static str = "TokenConnection";
    const EDGE: &'static str = "TokenEdge";
}

#[derive(Default)]
pub(super) struct TokenQuery;

#[Object]
impl TokenQuery {
    /// Returns one token. Null if there is no such token or this token may not administer it. Every
    /// token sees itself.
    ///
    /// Permission: `tokens:write` in the token's org, or on the platform if the token has no org.
    async fn token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token's id.")] id: Uuid,
    ) -> Result<Option<Token>> {
        let found = token::find(&context::of(ctx).reader, id.0.into()).await?;
        Ok(found.map(Token))
    }

    /// Returns the tokens that this token may administer, of one org or of all, oldest first.
    /// Expired and revoked tokens are included.
    ///
    /// Permission: `tokens:write`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `FORBIDDEN`, `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only tokens of this org.")] org: Option<Uuid>,
        #[graphql(desc = "The maximum number of rows in the page: 0 to 1,000. Default: 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Token>>> {
        let filter = org.map_or(TokenFilter::All, |org| TokenFilter::Of(org.0.into()));
        let wanted = PageRequest::parse(&token::BY_ID, wanted(first, &after, None, &None))?;
        let page = token::list(&context::of(ctx).reader, filter, &wanted).await?;
        let list = Connection::new(page.map(Token), move |request| {
            token::count(&request.reader, filter).boxed()
        });
        Ok(Some(list))
    }
}

#[derive(Default)]
pub(super) struct TokenMutation;

#[Object]
impl TokenMutation {
    /// Creates a token. The new token never has more rights than the token that creates it.
    ///
    /// Permission: `tokens:write` in the org, or on the platform if there is no `org`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `MEMBER_RETIRED`,
    /// `INVALID_VALUE`, `INVALID_IP`, `EMPTY_ALLOWED_IPS`, `FORBIDDEN`.
    async fn create_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The fields of the new token.")] input: CreateTokenInput,
    ) -> CreateTokenResult {
        match execute(ctx, input.operation()).await {
            Err(failure) => CreateTokenResult {
                result: MutationResult(Err(failure)),
                secret: None,
                id: None,
            },
            Ok(Outcome { output, records }) => {
                let secret = output.secret.map(|secret| secret.0);
                CreateTokenResult {
                    result: MutationResult(Ok(Outcome {
                        output: output.change,
                        records,
                    })),
                    // A dry run returns no secret, because its token is rolled back.
                    secret: secret.filter(|_| !context::of(ctx).session.is_dry_run()),
                    id: Some(output.id),
                }
            }
        }
    }

    /// Revokes a token: immediately on this server, within five seconds on other servers.
    ///
    /// Permission: `tokens:write` in the token's org, or on the platform if the token has no org.
    ///
    /// Errors: `TOKEN_NOT_FOUND`, `FORBIDDEN`.
    async fn revoke_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the token.")] token_id: Uuid,
    ) -> MutationResult {
        mutate(
            ctx,
            Ok(RevokeToken {
                token: token_id.0.into(),
            }),
        )
        .await
    }
}
