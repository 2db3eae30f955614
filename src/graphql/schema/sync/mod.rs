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
    graphql::resolver::{connection::Connection, context, scalar::Uuid},
    page::PageRequest,
};

use run::SyncRun;

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
        #[graphql(desc = "The maximum number of rows in the page: 0 to 1,000. Default: 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. The page contains older runs.")]
        after: Option<String>,
    ) -> Result<Connection<SyncRun>> {
        let wanted = PageRequest::parse_reversed(&sync::BY_ID, first, after.as_deref())?;
        let page = sync::list(&context::of(ctx).reader, &wanted).await?;
        Ok(Connection::new(page.map(SyncRun), |request| {
            sync::count(&request.reader).boxed()
        }))
    }
}
