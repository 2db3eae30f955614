//! The GraphQL query `search`, which finds users, orgs and groups together, and the query `counts`.

use async_graphql::{Context, Object, Union};

use crate::{
    domain::{counts, search},
    error::Result,
    graphql::resolver::{
        context,
        list::count,
        objects::{Group, Org, User},
    },
};

/// A user, org or group that a search text finds.
#[derive(Union)]
pub(super) enum SearchHit {
    User(User),
    Org(Org),
    Group(Group),
}

/// The numbers of rows that this token may see.
pub(super) struct Counts;

/// The numbers of rows that this token may see. A number is counted only when it is selected, and
/// is null if this token may not read such rows anywhere. Large directories take longer to count.
#[Object]
impl Counts {
    /// The number of users. Permission: `members:read` in any org.
    async fn users(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let number = counts::users(&context::of(ctx).reader).await?;
        Ok(number.map(count))
    }

    /// The number of suspended users. Permission: `members:read` in any org.
    async fn suspended_users(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let number = counts::suspended_users(&context::of(ctx).reader).await?;
        Ok(number.map(count))
    }

    /// The number of users without a membership, neither active nor retired. Permission:
    /// `members:read` on the platform.
    async fn users_without_org(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let number = counts::users_without_org(&context::of(ctx).reader).await?;
        Ok(number.map(count))
    }

    /// The number of active orgs that this token may see.
    async fn orgs(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let number = counts::orgs(&context::of(ctx).reader).await?;
        Ok(number.map(count))
    }

    /// The number of retired orgs. Null unless this is a platform token.
    async fn retired_orgs(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let number = counts::retired_orgs(&context::of(ctx).reader).await?;
        Ok(number.map(count))
    }

    /// The number of memberships, active and retired. Permission: `members:read` in any org.
    async fn memberships(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let number = counts::memberships(&context::of(ctx).reader).await?;
        Ok(number.map(count))
    }

    /// The number of groups. Permission: `groups:read` in any org.
    async fn groups(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let number = counts::groups(&context::of(ctx).reader).await?;
        Ok(number.map(count))
    }

    /// The number of tokens that this token may administer, expired and revoked tokens included.
    /// Permission: `tokens:write` in any org.
    async fn tokens(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let number = counts::tokens(&context::of(ctx).reader).await?;
        Ok(number.map(count))
    }

    /// The number of jobs that are running. Permission: `jobs:write` in any org.
    async fn running_jobs(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let number = counts::running_jobs(&context::of(ctx).reader).await?;
        Ok(number.map(count))
    }
}

#[derive(Default)]
pub(super) struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Returns the users, orgs and groups that a text finds: users by a part of a name, e-mail
    /// address or mobile number, orgs and groups by a part of the name, and all of them by the whole
    /// external id. A text of fewer than 3 characters matches only the beginning of a name, e-mail
    /// address or mobile number. Case and accents are ignored in names of users. The list has users
    /// first, then orgs, then groups, each by name; no kind takes the places of the others. A blank
    /// text finds nothing.
    ///
    /// Permission: as for `users`, `orgs` and `groups`.
    ///
    /// Errors: `INVALID_VALUE`.
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text to search by.")] text: String,
        #[graphql(desc = "The maximum number of hits: 0 to 20. Default: 10.")] first: Option<i32>,
    ) -> Result<Option<Vec<SearchHit>>> {
        let hits = search::search(&context::of(ctx).reader, &text, first).await?;
        let users = hits
            .users
            .into_iter()
            .map(|row| SearchHit::User(User::from(row)));
        let orgs = hits.orgs.into_iter().map(|row| SearchHit::Org(Org(row)));
        let groups = hits
            .groups
            .into_iter()
            .map(|row| SearchHit::Group(Group(row)));
        Ok(Some(users.chain(orgs).chain(groups).collect()))
    }

    /// Returns the numbers of users, orgs and other rows that this token may see.
    async fn counts(&self) -> Option<Counts> {
        Some(Counts)
    }
}
