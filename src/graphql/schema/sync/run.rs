//! The GraphQL types of sync runs.

use async_graphql::{Context, Object, SimpleObject};
use futures_util::FutureExt;

use crate::{
    domain::sync,
    entity::{
        sync_item::SyncAction as Action,
        sync_run::{Model, SyncMode},
    },
    error::Result,
    graphql::{
        resolver::{
            connection::{Connection, wanted},
            context,
            enums::{Direction, SyncAction, SyncStatus},
            error_code::ErrorCode,
            list::Listed,
            loaders::UntouchedBy,
            objects::{Job, Org, SyncRun, strings},
            scalar::{DateTime, Uuid},
        },
        schema::membership::input::SetMode,
    },
    page::PageRequest,
};

use super::item::{SyncItem, code};

/// A sync run: a file of people that was planned, and what becomes of the plan. A run is kept for
/// 30 days, and is applied at most once.
#[Object]
impl SyncRun {
    /// The run's id. The audit events of its changes contain this id.
    pub(in crate::graphql::schema) async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// The org that was named for all rows of the file. Null if the rows name their orgs, and if
    /// this token may not see the org.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Org>> {
        match self.0.org_id {
            Some(org) => Ok(context::find(ctx, org).await?.map(Org)),
            None => Ok(None),
        }
    }

    /// The system whose people the file contains. What the run creates belongs to it.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// `REPLACE` if members of the source whom the file does not name are retired, else `ADD`.
    async fn mode(&self) -> SetMode {
        match self.0.mode {
            SyncMode::Add => SetMode::Add,
            SyncMode::Replace => SetMode::Replace,
        }
    }

    /// The run's status.
    async fn status(&self) -> SyncStatus {
        self.0.status.into()
    }

    /// The numbers of planned actions. They are incomplete until the plan is made.
    async fn counts(&self) -> Result<SyncCounts> {
        self.0.counts().map(SyncCounts::from)
    }

    /// The verdict of the guard against accidental removals.
    async fn guard(&self) -> Result<SyncGuard> {
        let guard = self.0.guard()?;
        Ok(SyncGuard {
            removals: int(guard.removals),
            limit: int(guard.limit),
            tripped: guard.tripped,
            reasons: guard.reasons,
        })
    }

    /// The preset by which the columns of the file are read, as named or as recognized by the
    /// header. Null until it is known, and for a run that reverts another one.
    async fn preset(&self) -> Result<Option<String>> {
        self.0.preset()
    }

    /// The names of the file's columns that the run ignores.
    async fn ignored_columns(&self) -> Vec<String> {
        strings(Some(&self.0.ignored_columns)).unwrap_or_default()
    }

    /// The plan. Null until it is made.
    async fn plan(&self) -> Option<SyncPlan<'_>> {
        self.0.is_planned().then_some(SyncPlan(&self.0))
    }

    /// The job that plans or applies the run, or did so last. Null if this token may not see the
    /// job.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        match self.0.job_id {
            Some(job) => Ok(context::find(ctx, job).await?.map(Job)),
            None => Ok(None),
        }
    }

    /// The number of items of the plan. It grows until the plan is made.
    async fn total(&self) -> i32 {
        self.0.items
    }

    /// The number of items that have been applied, those that failed or were stale included.
    async fn applied(&self) -> i32 {
        self.0.applied
    }

    /// The number of applied items that failed or were stale.
    async fn failed(&self) -> i32 {
        self.0.failed
    }

    /// The number of applied items whose user's own fields were left out, because the token may not
    /// update the user.
    async fn partial(&self) -> i32 {
        self.0.partial
    }

    /// Why the run ended early, for people.
    async fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }

    /// Why the run ended early, for programs.
    async fn code(&self) -> Option<ErrorCode> {
        code(self.0.error_code.as_deref())
    }

    /// The SHA-256 of the file, in hexadecimal. Null for a run that reverts another one.
    async fn sha256(&self) -> Option<&str> {
        self.0.sha256.as_deref()
    }

    /// The orgs where the source owns members and that the file does not name, at most 1,000, as
    /// far as this token may see them. The run does not touch them.
    async fn untouched_orgs(&self, ctx: &Context<'_>) -> Result<Vec<Org>> {
        let orgs = context::find(ctx, UntouchedBy(self.0.id)).await?;
        Ok(orgs.unwrap_or_default().into_iter().map(Org).collect())
    }

    /// The run that this run reverts. Null if there is none or this token may not see it.
    async fn revert_of(&self, ctx: &Context<'_>) -> Result<Option<SyncRun>> {
        match self.0.revert_of {
            Some(run) => Ok(context::find(ctx, run).await?.map(SyncRun)),
            None => Ok(None),
        }
    }

    /// When planning began.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the plan was made.
    async fn planned_at(&self) -> Option<DateTime> {
        self.0.planned_at.map(DateTime)
    }

    /// When applying ended.
    async fn applied_at(&self) -> Option<DateTime> {
        self.0.applied_at.map(DateTime)
    }
}

impl Listed for SyncRun {
    const CONNECTION: &'static str = "SyncRunConnection";
    const EDGE: &'static str = "SyncRunEdge";
}

pub(super) struct SyncPlan<'a>(&'a Model);

/// The plan of a sync run: exactly what applying the run does.
#[Object]
impl SyncPlan<'_> {
    /// Returns the items in the order in which they are applied: the rows of each person together,
    /// in the order of the file, and the members whom the file does not name last.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only items with this action.")] action: Option<SyncAction>,
        #[graphql(desc = "The direction of the list. Default: ASC.")] direction: Option<Direction>,
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
    ) -> Result<Connection<SyncItem>> {
        let action = action.map(Action::from);
        let page = PageRequest::parse(
            &sync::BY_POSITION,
            Direction::apply(direction, wanted(first, &after, last, &before)),
        )?;
        let reader = &context::of(ctx).reader;
        let page = sync::items(reader, self.0.id, action, &page).await?;
        let count = self.0.count_of_items(action)?;
        Ok(Connection::new(page.map(SyncItem), move |_| {
            async move { Ok(count) }.boxed()
        }))
    }
}

/// The numbers of a plan.
#[derive(SimpleObject)]
pub(super) struct SyncCounts {
    /// The number of users and memberships to create.
    created: i32,
    /// The number of existing users who join an org.
    joined: i32,
    /// The number of rows whose fields or groups change.
    updated: i32,
    /// The number of retired members who come back.
    reactivated: i32,
    /// The number of members to retire.
    retired: i32,
    /// The number of memberships to remove, in the plan of a revert.
    removed: i32,
    /// The number of users to delete, in the plan of a revert.
    deleted: i32,
    /// The number of lines without a difference.
    unchanged: i32,
    /// The number of rows whose membership is held.
    held: i32,
    /// The number of rows that cannot be applied.
    conflicts: i32,
    /// The number of fields that lose their value.
    cleared_fields: i32,
    /// The number of groups to create.
    groups_created: i32,
    /// The number of rows in groups to add.
    groups_added: i32,
    /// The number of rows in groups to remove.
    groups_removed: i32,
}

impl From<sync::Counts> for SyncCounts {
    fn from(counts: sync::Counts) -> Self {
        Self {
            created: int(counts.created),
            joined: int(counts.joined),
            updated: int(counts.updated),
            reactivated: int(counts.reactivated),
            retired: int(counts.retired),
            removed: int(counts.removed),
            deleted: int(counts.deleted),
            unchanged: int(counts.unchanged),
            held: int(counts.held),
            conflicts: int(counts.conflicts),
            cleared_fields: int(counts.cleared_fields),
            groups_created: int(counts.groups_created),
            groups_added: int(counts.groups_added),
            groups_removed: int(counts.groups_removed),
        }
    }
}

/// The guard against accidental removals. Removals are retired, removed and deleted rows, lost
/// admin roles, rows in groups that go, changed e-mail addresses and cleared fields.
#[derive(SimpleObject)]
pub(super) struct SyncGuard {
    /// The number of planned removals.
    removals: i32,
    /// The number of removals up to which the plan is applied without confirmation.
    limit: i32,
    /// Whether `applySync` requires `expectRemovals`.
    tripped: bool,
    /// Why the guard tripped, for people.
    reasons: Vec<String>,
}

fn int(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
