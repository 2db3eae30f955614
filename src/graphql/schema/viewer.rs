//! The GraphQL types and queries of the viewer, which is the token of the request.

use async_graphql::{Context, Object};

use crate::{
    domain::{token as tokens, viewer},
    error::{Code, Error, Result},
    graphql::resolver::{
        context,
        objects::{Token, User},
        scalar::Uuid,
    },
};

pub(super) struct Viewer;

/// The caller: the token of the request and its permissions.
#[Object]
impl Viewer {
    /// The token of this request.
    async fn token(&self, ctx: &Context<'_>) -> Result<Token> {
        let request = context::of(ctx);
        let Some(token) = request.actor.token() else {
            return Err(Error::new(
                Code::TokenNotFound,
                "This request came without a token.",
            ));
        };
        tokens::get(&request.reader, token).await.map(Token)
    }

    /// The user whose rights the token has. Null for a platform token or a token of an org.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match context::of(ctx).actor.user() {
            Some(user) => Ok(context::find(ctx, user).await?.map(User::from)),
            None => Ok(None),
        }
    }

    /// The permissions that the token holds in `org`. Without `org`, in the org to which the token
    /// is bound, or on the platform. tenantry's permissions come first, then names of your own that
    /// were granted to the token's user. `*` stands for every name of your own; owners and platform
    /// tokens hold it. A token with scopes holds no names of your own.
    ///
    /// Errors: `ORG_NOT_FOUND`.
    async fn permissions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Option<Uuid>,
    ) -> Result<Vec<String>> {
        let grant = viewer::grant(&context::of(ctx).reader, org.map(|org| org.0.into())).await?;
        Ok(grant.names())
    }
}

#[derive(Default)]
pub(super) struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Returns the caller: the token of the request and its permissions.
    async fn viewer(&self) -> Viewer {
        Viewer
    }
}
