//! Who asks.

use async_graphql::{Context, Object};

use crate::{
    domain::{token as tokens, viewer},
    error::{Code, Error, Result},
};

use super::{context, scalar::Uuid, token::Token, user::User};

pub(super) struct Viewer;

/// Who asks: the token and what it may do.
#[Object]
impl Viewer {
    /// The token that came with this request.
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

    /// The user whose rights the token has. Null for a token of the platform or of an org.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match context::of(ctx).actor.user() {
            Some(user) => Ok(context::find(ctx, user).await?.map(User)),
            None => Ok(None),
        }
    }

    /// The permissions that the token holds in the org; without one, in the org that it is bound to, or on the platform.
    /// First those of tenantry, then names of your own that its user was given; `*` stands for every one of these, which
    /// owners and platform tokens hold. A token with scopes holds none of them.
    ///
    /// Errors: `ORG_NOT_FOUND`.
    async fn permissions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which org.")] org: Option<Uuid>,
    ) -> Result<Vec<String>> {
        let grant = viewer::grant(&context::of(ctx).reader, org.map(|org| org.0.into())).await?;
        Ok(grant.names())
    }
}

#[derive(Default)]
pub(super) struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Who asks: the token and what it may do.
    async fn viewer(&self) -> Viewer {
        Viewer
    }
}
