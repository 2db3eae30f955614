//! The GraphQL types, queries and mutations of sync runs and of holds.

mod hold;
mod item;
mod plan;
mod run;

use async_graphql::{Context, Object};
use futures_util::FutureExt;

use crate::{
    domain::sync,
    error::Result,
    graphql::resolver::{
        connection::{Connection, wanted},
        context,
        enums::Direction,
        objects::SyncRun,
        scalar::Uuid,
    },
    page::PageRequest,
};

pub(super) use {
    hold::{HoldMutation, MembershipHold},
    plan::SyncMutation,
};

#[derive(Default)]
pub(super) struct SyncQuery;

#[Object]
impl SyncQuery {
    /// Returns one sync run. Null if there is no such run or this token may not see it.
    ///
    /// Permission: `sync:write` in every org of the run.
    async fn sync_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The run's id.")] id: Uuid,
    ) -> Result<Option<SyncRun>> {
        let found = sync::find(&context::of(ctx).reader, id.0.into()).await?;
        Ok(found.map(SyncRun))
    }

    /// Returns the sync runs that this token may see, newest first.
    ///
    /// Permission: as for `syncRun`.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn sync_runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The direction of the list. Default: DESC, newest first.")]
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
    ) -> Result<Option<Connection<SyncRun>>> {
        let direction = direction.or(Some(Direction::Desc));
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let wanted = PageRequest::parse(&sync::BY_ID, wanted)?;
        let page = sync::list(&context::of(ctx).reader, &wanted).await?;
        let list = Connection::new(page.map(SyncRun), |request| {
            sync::count(&request.reader).boxed()
        });
        Ok(Some(list))
    }
}
