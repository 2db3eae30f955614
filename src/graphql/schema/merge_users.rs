//! The GraphQL mutation that merges users.

use async_graphql::{Context, Object};

use crate::{
    domain::user::MergeUsers,
    graphql::resolver::{
        result::{MutationResult, mutate},
        scalar::Uuid,
    },
};

#[derive(Default)]
pub(crate) struct MergeUsersMutation;

#[Object]
impl MergeUsersMutation {
    /// Merges the user `drop` into the user `keep`, in one transaction, and removes `drop`. To see
    /// what would change, send the request with `Tenantry-Dry-Run: true`.
    ///
    /// Memberships move with their ids and groups. In an org where both are active members, `keep`
    /// gets the stronger role, either's ownership, the roles and permissions of both, and an IP
    /// limit if either has one; a retired membership adds nothing. The default org of `keep` stays.
    /// Tokens of `drop` that are bound to an org act for `keep`, and all others are revoked. Names,
    /// e-mail address, mobile number and status of `keep` stay.
    ///
    /// The id and the e-mail address of `drop` become aliases: arguments, filters and files that name
    /// them find `keep`, if the caller may see `keep`. Nobody else can take the address. The aliases
    /// end when `keep` is deleted, and the address is no alias any more when `keep` takes it as its
    /// own. If `drop` is an alias of `keep` already, the result is "unchanged".
    ///
    /// Nothing is merged if the users have different external ids, of their own or in an org where
    /// both are active members; `problems` has one entry for each.
    ///
    /// Permission: `users:delete`, which platform tokens hold.
    ///
    /// Errors: `USER_NOT_FOUND`, `INVALID_VALUE` (`keep` and `drop` are one user, or have different
    /// external ids of their own), `ALREADY_MEMBER` (different external ids in an org),
    /// `USER_SUSPENDED` (`keep` is suspended and `drop` is not), `LIMIT_EXCEEDED` (`drop` has more
    /// than 10,000 memberships), `LAST_OWNER`, `FORBIDDEN`.
    async fn merge_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the user who stays.")] keep: Uuid,
        #[graphql(desc = "The id of the user who is merged into the other one.")] drop: Uuid,
    ) -> MutationResult {
        let operation = MergeUsers {
            keep: keep.0.into(),
            drop: drop.0.into(),
        };
        mutate(ctx, Ok(operation)).await
    }
}
