//! Jobs, and how they get on.

use std::time::Duration;

use async_graphql::{Context, Object};
use chrono::{DateTime as Time, Utc};
use futures_util::{FutureExt, Stream, StreamExt, stream};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use crate::{
    domain::{
        Reader,
        job::{self, BY_NUMBER, CancelJob, QueueJob, RetryFailed},
    },
    entity::job::{JobKind, JobStatus as Status, Model},
    error::Result,
    id::JobId,
    page::PageRequest,
};

use super::{
    batch::RowResult,
    connection::{Connection, Listed, wanted},
    context::{self, ArgumentLiteral},
    enums::JobStatus,
    membership_many::MembershipRow,
    result::{MutationResult, mutate, queue},
    scalar::{DateTime, Uuid},
};

/// How often a job is looked at that another server may be running.
const POLL: Duration = Duration::from_secs(1);
/// How long a report keeps the next one waiting: more of them nobody can read.
const PAUSE: Duration = Duration::from_millis(200);

#[derive(Clone)]
pub(super) struct Job(pub(super) Model);

/// Many operations that run behind the caller's back, each row by itself: a row that fails leaves the others alone. Each row
/// is run with the rights that the token which queued it has then. Kept for 30 days after its end.
#[Object]
impl Job {
    /// The job's id.
    async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// What its rows do, like "createMemberships".
    async fn kind(&self) -> &'static str {
        self.0.kind.wire()
    }

    /// Where it is.
    async fn status(&self) -> JobStatus {
        self.0.status.into()
    }

    /// How many rows it has. Null while they still come in.
    async fn total(&self) -> Option<i32> {
        self.0.total
    }

    /// Rows that were run, failed ones among them.
    async fn progress(&self) -> i32 {
        self.0.progress
    }

    /// Rows that were run and failed.
    async fn failed(&self) -> i32 {
        self.0.failed
    }

    /// Rows run in a second, from its start to its last report. Null before there is one.
    async fn rows_per_second(&self) -> Option<f64> {
        pace(&self.0)
    }

    /// How long the rest will take at that pace. Null where nobody can say, 0 when it is over.
    async fn seconds_left(&self) -> Option<i32> {
        if self.0.finished_at.is_some() {
            return Some(0);
        }
        let rows = self.0.total?.saturating_sub(self.0.progress);
        let seconds = (f64::from(rows) / pace(&self.0)?).ceil();
        // Beyond what the type can hold it becomes its largest.
        Some(seconds as i32)
    }

    /// Why it ended before its last row, for a person.
    async fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Whether nothing of what it does is kept, but its results.
    async fn dry_run(&self) -> bool {
        self.0.dry_run
    }

    /// When it was queued.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When its first row was run.
    async fn started_at(&self) -> Option<DateTime> {
        self.0.started_at.map(DateTime)
    }

    /// When it ended.
    async fn finished_at(&self) -> Option<DateTime> {
        self.0.finished_at.map(DateTime)
    }

    /// What became of its rows, as far as they were run, in their order. All of them as JSON lines: GET /jobs/{id}/results.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Those that failed alone.")] only_failed: Option<bool>,
        #[graphql(desc = "Rows at the most: 50 when absent, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<RowResult>> {
        let only_failed = only_failed.unwrap_or_default();
        let page = PageRequest::parse(&BY_NUMBER, wanted(first, &after, None, &None))?;
        let reader = &context::of(ctx).reader;
        let page = job::results(reader, self.0.id, only_failed, &page).await?;
        let count = match only_failed {
            true => self.0.failed,
            false => self.0.progress,
        };
        Ok(Connection::new(page.map(RowResult::from), move |_| {
            async move { Ok(count.into()) }.boxed()
        }))
    }
}

/// Rows in a second.
fn pace(job: &Model) -> Option<f64> {
    let until = job.finished_at.unwrap_or(job.updated_at);
    let took = until - job.started_at?;
    let seconds = took.to_std().ok()?.as_secs_f64();
    (job.progress > 0 && seconds > 0.0).then(|| f64::from(job.progress) / seconds)
}

impl Listed for Job {
    const CONNECTION: &'static str = "JobConnection";
    const EDGE: &'static str = "JobEdge";
}

impl Listed for RowResult {
    const CONNECTION: &'static str = "RowResultConnection";
    const EDGE: &'static str = "RowResultEdge";
}

#[derive(Default)]
pub(super) struct JobQuery;

#[Object]
impl JobQuery {
    /// One job. Null when there is none that this token may see: with `jobs:write`, those that it queued, those of its user
    /// unless it is bound to an org, and those that were queued by a token of an org where it may run jobs.
    async fn job(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The job's id.")] id: Uuid,
    ) -> Result<Option<Job>> {
        let found = job::find(&context::of(ctx).reader, id.0.into()).await?;
        Ok(found.map(Job))
    }

    /// The jobs that this token may see, newest first.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn jobs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows at the most: 50 when absent, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins: older jobs.")] after: Option<
            String,
        >,
    ) -> Result<Connection<Job>> {
        let wanted = PageRequest::parse_reversed(&job::BY_ID, first, after.as_deref())?;
        let page = job::list(&context::of(ctx).reader, &wanted).await?;
        Ok(Connection::new(page.map(Job), |request| {
            job::count(&request.reader).boxed()
        }))
    }
}

#[derive(Default)]
pub(super) struct JobMutation;

#[Object]
impl JobMutation {
    /// Adds members behind the caller's back, each row as `addOrgMember` would: the result's `id` is the job. Up to 10,000
    /// rows; upload more to POST /jobs/memberships. With `Tenantry-Dry-Run: true` the job is a dry run: it is kept, with its
    /// results, and nothing of what its rows do. Permission: `jobs:write` in some org; what a row needs is asked when it
    /// runs, and one that is denied fails alone.
    ///
    /// Errors: `INVALID_VALUE` for an empty list, `LIMIT_EXCEEDED`, `FORBIDDEN`.
    async fn queue_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to add, where and as what: 1 to 10,000 rows.")] rows: Vec<
            MembershipRow,
        >,
    ) -> MutationResult {
        let written = ArgumentLiteral::argument(ctx, "rows");
        let rows = rows.into_iter().enumerate();
        let job = QueueJob {
            kind: JobKind::CreateMembership,
            rows: rows
                .map(|(index, row)| row.job_row(written.item(index)))
                .collect(),
            dry_run: false,
            id: None,
        };
        queue(ctx, job).await
    }

    /// Ends a job: no further row is run, and what was done stays. `unchanged` when it is over already. Permission: to see
    /// the job.
    ///
    /// Errors: `JOB_NOT_FOUND`.
    async fn cancel_job(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] job_id: Uuid,
    ) -> MutationResult {
        let job = job_id.0.into();
        mutate(ctx, Ok(CancelJob { job })).await
    }

    /// Runs the failed rows of a job again, as a new job of this token's, whose id is `id`. Of a job that itself failed, the
    /// rows that it never got to are among them; lines of an upload that could not be read are not. The job must be over.
    /// `unchanged` when there is no such row. Permission: to see the job, and `jobs:write` in some org.
    ///
    /// Errors: `JOB_NOT_FOUND`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn retry_failed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose rows.")] job_id: Uuid,
    ) -> MutationResult {
        let job = job_id.0.into();
        mutate(ctx, Ok(RetryFailed { job })).await
    }
}

pub(crate) struct Subscription;

/// What is told as it happens, over a WebSocket that speaks graphql-transport-ws, at the same address.
#[async_graphql::Subscription]
impl Subscription {
    /// A job as it stands now, and again whenever it has got on, until it is over.
    ///
    /// Errors: `JOB_NOT_FOUND`.
    async fn job_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The job's id.")] id: Uuid,
    ) -> Result<impl Stream<Item = Result<Job>> + use<>> {
        let request = context::of(ctx);
        let watch = Watch {
            reader: request.reader.clone(),
            changes: request.session.app().watch_jobs(),
            job: id.0.into(),
            told: None,
        };
        // A job that is not there fails before anything is told.
        job::get(&watch.reader, watch.job).await?;
        Ok(stream::unfold(Some(watch), |watch| async {
            let mut watch = watch?;
            let next = watch.next().await;
            let is_over = !matches!(&next, Ok(job) if job.finished_at.is_none());
            Some((next.map(Job), (!is_over).then_some(watch)))
        })
        .boxed())
    }
}

/// Somebody who watches a job.
struct Watch {
    reader: Reader,
    changes: watch::Receiver<()>,
    job: JobId,
    /// What he was told last.
    told: Option<(Status, i32, Option<i32>, Time<Utc>)>,
}

impl Watch {
    /// The job, once it is not as it was told.
    async fn next(&mut self) -> Result<Model> {
        if self.told.is_some() {
            sleep(PAUSE).await;
        }
        loop {
            self.changes.mark_unchanged();
            let job = job::get(&self.reader, self.job).await?;
            let now = (job.status, job.progress, job.total, job.updated_at);
            if self.told.replace(now) != Some(now) {
                return Ok(job);
            }
            // A hint of this server's comes at once; of another's there is none.
            let _ = timeout(POLL, self.changes.changed()).await;
        }
    }
}
