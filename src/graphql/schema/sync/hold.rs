//! The GraphQL type and mutations of holds.

use async_graphql::{Context, Object};
use chrono::Utc;

use crate::{
    domain::sync::{HoldMembership, HoldReason, ReleaseMembership},
    entity::membership::Model,
    error::Result,
    graphql::resolver::{
        context,
        objects::Token,
        result::{MutationResult, mutate},
        scalar::{DateTime, Uuid},
    },
    id::TokenId,
};

pub(in crate::graphql::schema) struct MembershipHold {
    until: chrono::DateTime<Utc>,
    reason: String,
    token: Option<TokenId>,
}

impl MembershipHold {
    /// Returns the hold of the membership. `None` if there is none.
    pub(in crate::graphql::schema) fn of(row: &Model) -> Option<Self> {
        Some(Self {
            until: row.hold_until?,
            reason: row.hold_reason.clone().unwrap_or_default(),
            token: row.hold_token_id,
        })
    }
}

/// A hold on a membership. Until it ends, sync runs change neither the role, the status and the
/// external id of the membership nor the member's groups. They still change the user's own fields.
#[Object]
impl MembershipHold {
    /// When the hold ends.
    async fn until(&self) -> DateTime {
        DateTime(self.until)
    }

    /// Why the membership is held, for people.
    async fn reason(&self) -> &str {
        &self.reason
    }

    /// The token that held the membership. Null if the command line did, and if this token may not
    /// list that token.
    async fn by(&self, ctx: &Context<'_>) -> Result<Option<Token>> {
        match self.token {
            Some(token) => Ok(context::find(ctx, token).await?.map(Token)),
            None => Ok(None),
        }
    }
}

#[derive(Default)]
pub(in crate::graphql::schema) struct HoldMutation;

#[Object]
impl HoldMutation {
    /// Holds a membership, active or retired: until the hold ends, sync runs change neither its
    /// role, status and external id nor the member's groups. Changes by hand are still possible. A
    /// hold ends with the membership. An earlier hold is replaced.
    ///
    /// Permission: `sync:write` in the org. An owner's membership also requires `owners:write`.
    /// Members cannot hold their own membership.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `INVALID_VALUE`,
    /// `FORBIDDEN`.
    async fn hold_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
        #[graphql(desc = "When the hold ends: in the future, and at most 180 days ahead.")]
        until: DateTime,
        #[graphql(desc = "Why the membership is held, for people: 1 to 255 characters.")]
        reason: String,
    ) -> MutationResult {
        let operation = HoldReason::parse(&reason).map(|reason| HoldMembership {
            org: org.0.into(),
            user: user_id.0.into(),
            until: until.0,
            reason,
        });
        mutate(ctx, operation).await
    }

    /// Ends the hold of a membership. The result is "unchanged" if the membership is not held.
    ///
    /// Permission: `sync:write` in the org. An owner's membership also requires `owners:write`.
    /// Members cannot release their own membership.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `FORBIDDEN`.
    async fn release_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
    ) -> MutationResult {
        let operation = ReleaseMembership {
            org: org.0.into(),
            user: user_id.0.into(),
        };
        mutate(ctx, Ok(operation)).await
    }
}
