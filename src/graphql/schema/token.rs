//! The GraphQL types, queries and mutations of tokens.

use async_graphql::{ComplexObject, Context, InputObject, MaybeUndefined, Object, SimpleObject};
use futures_util::FutureExt;

use crate::{
    access::{PermissionSet, ip::AllowedIps},
    domain::{
        Outcome,
        field::Name,
        token::{self, CreateToken, NewToken, RevokeToken, RotateToken, UpdateToken},
    },
    error::Result,
    graphql::resolver::{
        connection::{Connection, wanted},
        context,
        enums::{Direction, TokenStatus},
        input::{ArgumentLiteral, patch_at},
        list::Listed,
        objects::{Org, Token, User, strings},
        result::{Failure, MutationResult, execute, mutate},
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
            Some(user) => Ok(context::find(ctx, user).await?.map(User::from)),
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

    /// The token that created this token. Null for the command line, if it is not known, and if
    /// this token may not administer that token.
    async fn created_by(&self, ctx: &Context<'_>) -> Result<Option<Token>> {
        match self.0.created_by {
            Some(token) => Ok(context::find(ctx, token).await?.map(Token)),
            None => Ok(None),
        }
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

    /// Whether the token can be used.
    async fn status(&self, ctx: &Context<'_>) -> TokenStatus {
        let now = context::of(ctx).session.app().now();
        token::status(&self.0, now).into()
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

/// Selects tokens. A token must match all the given fields; null means absent.
#[derive(InputObject, Default)]
pub(super) struct TokenFilter {
    /// Whether the token can be used.
    status: Option<TokenStatus>,
    /// The id of the user whose rights the token has.
    user: Option<Uuid>,
    /// A part of the name, 1 to 255 characters, without regard to the case of the letters A to Z.
    /// The tokens of `org` and `user` are checked one by one, or else all tokens.
    search: Option<String>,
}

impl TokenFilter {
    fn parse(
        self,
        org: Option<Uuid>,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<token::TokenFilter> {
        let search = self.search.map(|search| Name::parse("search", &search));
        Ok(token::TokenFilter {
            org: org.map(|org| org.0.into()),
            user: self.user.map(|user| user.0.into()),
            status: self.status.map(|status| (status.into(), now)),
            search: search.transpose()?.map(|search| search.as_str().to_owned()),
        })
    }
}

/// The result of `createToken` and `rotateToken`.
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

    /// Returns the tokens that this token may administer, of one org or of all, by id, which is the
    /// order of creation. Expired and revoked tokens are included.
    ///
    /// Permission: `tokens:write`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `USER_NOT_FOUND`, `FORBIDDEN`, `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only tokens of this org.")] org: Option<Uuid>,
        #[graphql(desc = "Returns only tokens that match this filter.")] filter: Option<
            TokenFilter,
        >,
        #[graphql(desc = "The direction of the list. Default: ASC, oldest first.")]
        direction: Option<Direction>,
        #[graphql(
            desc = "The maximum number of rows from the start of the list: 0 to 1,000. Default: 50."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(
            desc = "The maximum number of rows from the end of the list, instead of `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Option<Connection<Token>>> {
        let request = context::of(ctx);
        let now = request.session.app().now();
        let filter = filter.unwrap_or_default().parse(org, now)?;
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let wanted = PageRequest::parse(&token::BY_ID, wanted)?;
        let page = token::list(&request.reader, &filter, &wanted).await?;
        let list = Connection::new(page.map(Token), move |request| {
            let filter = filter.clone();
            async move { token::count(&request.reader, &filter).await }.boxed()
        });
        Ok(Some(list))
    }
}

#[derive(Default)]
pub(super) struct TokenMutation;

/// Returns the result of an operation that creates a token.
fn created(ctx: &Context<'_>, done: Result<Outcome<NewToken>, Failure>) -> CreateTokenResult {
    match done {
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
        created(ctx, execute(ctx, input.operation()).await)
    }

    /// Changes a token. An absent argument leaves its field unchanged. A token that is revoked or
    /// expired, and a root token, cannot be changed. The secret stays. Other servers apply the
    /// change within five seconds.
    ///
    /// Permission: `tokens:write` in the token's org, or on the platform if the token has no org,
    /// and everything that the token may do before and after the change.
    ///
    /// Errors: `TOKEN_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`,
    /// `MEMBER_RETIRED`, `INVALID_VALUE`, `INVALID_IP`, `EMPTY_ALLOWED_IPS`, `FORBIDDEN`.
    async fn update_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the token.")] token_id: Uuid,
        #[graphql(desc = "The name: what the token is used for, 1 to 255 characters.")]
        name: Option<String>,
        #[graphql(desc = "When the token expires. Null: never.")] expires_at: MaybeUndefined<
            DateTime,
        >,
        #[graphql(
            desc = "The permissions to which the token is limited. Null: everything that it could hold."
        )]
        scopes: MaybeUndefined<Vec<String>>,
        #[graphql(
            desc = "Addresses, networks and patterns from which the token may be used. Null: no limit."
        )]
        allowed_ips: MaybeUndefined<Vec<String>>,
    ) -> MutationResult {
        let literal = |argument| ArgumentLiteral::argument(ctx, argument);
        let operation = || {
            Ok(UpdateToken {
                token: token_id.0.into(),
                name: name.map(|name| Name::parse("name", &name)).transpose()?,
                expires_at: patch_at(literal("expiresAt"), expires_at, |at| Ok(at.0))?,
                scopes: patch_at(literal("scopes"), scopes, |names| {
                    PermissionSet::parse("scopes", &names)
                })?,
                allowed_ips: patch_at(literal("allowedIps"), allowed_ips, |list| {
                    AllowedIps::parse("allowedIps", &list)
                })?,
            })
        };
        mutate(ctx, operation()).await
    }

    /// Replaces a token: creates a token with a new secret, and the name, user, org, scopes,
    /// allowed addresses, source and expiry time of the existing token. The existing token ends
    /// after `overlapSeconds`, or when it expires if that is earlier. A token that is revoked or
    /// expired, and a root token, cannot be replaced.
    ///
    /// Permission: `tokens:write` in the token's org, or on the platform if the token has no org,
    /// and everything that the token may do.
    ///
    /// Errors: `TOKEN_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`,
    /// `MEMBER_RETIRED`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn rotate_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the existing token.")] token_id: Uuid,
        #[graphql(
            desc = "The number of seconds for which the existing token still works: 0 to 604,800, which is a week. Default: 0, which revokes it immediately."
        )]
        overlap_seconds: Option<i32>,
    ) -> CreateTokenResult {
        let operation = RotateToken {
            token: token_id.0.into(),
            overlap: overlap_seconds.unwrap_or_default(),
        };
        created(ctx, execute(ctx, Ok(operation)).await)
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
