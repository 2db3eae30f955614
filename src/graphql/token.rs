//! Tokens.

use async_graphql::{ComplexObject, Context, InputObject, Object, SimpleObject};
use futures_util::FutureExt;

use crate::{
    access::{PermissionSet, ip::AllowedIps},
    domain::{
        Outcome,
        field::Name,
        token::{self, CreateToken, RevokeToken, TokenFilter},
    },
    entity::token::Model,
    error::{Code, Result},
    id::TokenId,
    page::PageRequest,
};

use super::{
    connection::{Connection, Listed, wanted},
    context,
    org::Org,
    result::{MutationResult, execute, mutate},
    scalar::{DateTime, Uuid},
    user::User,
};

pub(super) struct Token(pub(super) Model);

/// What a caller shows to be let in. The secret itself is shown once, when the token is made.
#[Object]
impl Token {
    /// The token's id.
    async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// What it is for.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The first letters of the secret, to tell tokens apart.
    async fn prefix(&self) -> &str {
        &self.0.prefix
    }

    /// The user whose rights it has. Null for a token of the platform or of an org, and for a user whom this token may not
    /// see.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.0.user_id {
            Some(user) => Ok(context::find(ctx, user).await?.map(User)),
            None => Ok(None),
        }
    }

    /// The one org in which it may be used. Null when it is not bound to one.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Org>> {
        match self.0.org_id {
            Some(org) => Ok(context::find(ctx, org).await?.map(Org)),
            None => Ok(None),
        }
    }

    /// The permissions to which it is cut down; `*` is all that it could hold.
    async fn scopes(&self) -> Vec<String> {
        strings(self.0.scopes.as_ref()).unwrap_or_else(|| vec!["*".to_owned()])
    }

    /// The addresses and networks from which it may be used. Null: from everywhere.
    async fn allowed_ips(&self) -> Option<Vec<String>> {
        strings(self.0.allowed_ips.as_ref())
    }

    /// The system that uses it.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// The number of times that the token was written. Its uses are not counted.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// When it ends. Null: never.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }

    /// When it was revoked. Null: it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }
}

/// A list of texts as the database keeps it.
pub(super) fn strings(list: Option<&serde_json::Value>) -> Option<Vec<String>> {
    list.and_then(|list| serde_json::from_value(list.clone()).ok())
}

/// A token to be made.
#[derive(InputObject)]
pub(super) struct CreateTokenInput {
    /// What it is for, 1 to 255 characters.
    name: String,
    /// The user whose rights it has, in all his orgs or in `org` alone; there he must be an active member.
    user_id: Option<Uuid>,
    /// The one org in which it may be used. Without a user it holds what the org's owners hold.
    org: Option<Uuid>,
    /// The permissions to which it is cut down, like `members:read`. Absent or `*`: all that it could hold.
    scopes: Option<Vec<String>>,
    /// Addresses, networks (203.0.113.0/24) and patterns (76.*.*.*) from which it may be used; at most 256, none of them
    /// private. Absent: from everywhere.
    allowed_ips: Option<Vec<String>>,
    /// When it ends. Absent: never.
    expires_at: Option<DateTime>,
    /// The system that will use it; the audit events of its changes bear this name.
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

/// A token that was made.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct CreateTokenResult {
    /// What the mutation did.
    result: MutationResult,
    /// What the caller has to send as `Authorization: Bearer ...`. Shown this once and kept nowhere. Null on error, in a dry
    /// run, and when the request came before with the same `Idempotency-Key`.
    secret: Option<String>,
    #[graphql(skip)]
    id: Option<TokenId>,
}

#[ComplexObject]
impl CreateTokenResult {
    /// The token. Null on error.
    async fn token(&self, ctx: &Context<'_>) -> Result<Option<Token>> {
        let Some(id) = self.id else {
            return Ok(None);
        };
        match token::get(&context::of(ctx).reader, id).await {
            Ok(token) => Ok(Some(Token(token))),
            Err(error) if error.code() == Code::TokenNotFound => Ok(None),
            Err(error) => Err(error),
        }
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
    /// The tokens that this token may administer (`tokens:write`), oldest first, expired and revoked ones too: of one org,
    /// or of all.
    ///
    /// Errors: `ORG_NOT_FOUND`, `FORBIDDEN`, `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this org's.")] org: Option<Uuid>,
        #[graphql(desc = "Rows at the most: 50 when absent, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Token>> {
        let filter = org.map_or(TokenFilter::All, |org| TokenFilter::Of(org.0.into()));
        let wanted = PageRequest::parse(&token::BY_ID, wanted(first, &after, None, &None))?;
        let page = token::list(&context::of(ctx).reader, filter, &wanted).await?;
        Ok(Connection::new(page.map(Token), move |request| {
            token::count(&request.reader, filter).boxed()
        }))
    }
}

#[derive(Default)]
pub(super) struct TokenMutation;

#[Object]
impl TokenMutation {
    /// Makes a token. It can never do more than the token that makes it. Permission: `tokens:write` in the org, or on the
    /// platform when there is no `org`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `MEMBER_RETIRED`, `INVALID_VALUE`,
    /// `INVALID_IP`, `EMPTY_ALLOWED_IPS`, `FORBIDDEN`.
    async fn create_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token to be made.")] input: CreateTokenInput,
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
                    // One that will never be valid is no use.
                    secret: secret.filter(|_| !context::of(ctx).session.is_dry_run()),
                    id: Some(output.id),
                }
            }
        }
    }

    /// Ends a token: at once on this server, within five seconds on others. Permission: `tokens:write` in its org, or on the
    /// platform when it has none.
    ///
    /// Errors: `TOKEN_NOT_FOUND`, `FORBIDDEN`.
    async fn revoke_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] token_id: Uuid,
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
