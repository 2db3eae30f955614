//! The GraphQL types, queries and mutations of jobs, and the subscription to their progress.

use std::time::Duration;

use async_graphql::{Context, InputObject, Object};
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
    graphql::resolver::{
        connection::{Connection, wanted},
        context,
        enums::{Direction, JobStatus},
        input::ArgumentLiteral,
        list::Listed,
        objects::{Job, Org, Token, User},
        result::{MutationResult, mutate, queue},
        scalar::{DateTime, Uuid},
    },
    id::JobId,
    page::PageRequest,
};

use super::{batch::RowResult, membership::many::MembershipRow};

/// The poll interval for a job that another server may be running.
const POLL: Duration = Duration::from_secs(1);
/// The minimum time between two reports to a client, who cannot read more of them.
const PAUSE: Duration = Duration::from_millis(200);

/// A list of operations that run in the background. Each row runs separately: a failed row does not
/// affect the others. A row runs with the rights that the token which queued the job has at that
/// time. A job is kept for 30 days after it ends.
#[Object]
impl Job {
    /// The job's id.
    pub(super) async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// What the job's rows do, like "createMemberships".
    async fn kind(&self) -> &'static str {
        self.0.kind.wire()
    }

    /// The job's status.
    async fn status(&self) -> JobStatus {
        self.0.status.into()
    }

    /// The number of rows. Null while rows are still being received.
    async fn total(&self) -> Option<i32> {
        self.0.total
    }

    /// The number of rows that have run, failed rows included.
    async fn progress(&self) -> i32 {
        self.0.progress
    }

    /// The number of rows that have run and failed.
    async fn failed(&self) -> i32 {
        self.0.failed
    }

    /// The average number of rows per second, from the job's start to its last report. Null before
    /// the first report.
    async fn rows_per_second(&self) -> Option<f64> {
        pace(&self.0)
    }

    /// The estimated number of seconds until the job ends, at the rate of `rowsPerSecond`. Null if
    /// it is unknown, 0 if the job has ended.
    async fn seconds_left(&self) -> Option<i32> {
        if self.0.finished_at.is_some() {
            return Some(0);
        }
        let rows = self.0.total?.saturating_sub(self.0.progress);
        let seconds = (f64::from(rows) / pace(&self.0)?).ceil();
        // The cast saturates at `i32::MAX`.
        Some(seconds as i32)
    }

    /// Why the job ended before its last row, for a person.
    async fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Whether the job is a dry run, which keeps its results and none of its changes.
    async fn dry_run(&self) -> bool {
        self.0.dry_run
    }

    /// The token that queued the job. Null for the command line, and if this token may not
    /// administer that token.
    async fn queued_by(&self, ctx: &Context<'_>) -> Result<Option<Token>> {
        match self.0.token_id {
            Some(token) => Ok(context::find(ctx, token).await?.map(Token)),
            None => Ok(None),
        }
    }

    /// The user for whom the job runs. Null if the token that queued the job acts for no user, and
    /// if this token may not see the user.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.0.user_id {
            Some(user) => Ok(context::find(ctx, user).await?.map(User::from)),
            None => Ok(None),
        }
    }

    /// The only org in which the job runs. Null if the token that queued the job is not bound to
    /// one org, and if this token may not see the org.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Org>> {
        match self.0.org_id {
            Some(org) => Ok(context::find(ctx, org).await?.map(Org)),
            None => Ok(None),
        }
    }

    /// When the job was queued.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the job's first row ran.
    async fn started_at(&self) -> Option<DateTime> {
        self.0.started_at.map(DateTime)
    }

    /// When the job ended.
    async fn finished_at(&self) -> Option<DateTime> {
        self.0.finished_at.map(DateTime)
    }

    /// The results of the rows that have run so far, in order. GET /jobs/{id}/results returns all
    /// of them as JSON lines.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whether to return only the results of failed rows.")] only_failed: Option<
            bool,
        >,
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
    ) -> Result<Connection<RowResult>> {
        let only_failed = only_failed.unwrap_or_default();
        let page = PageRequest::parse(
            &BY_NUMBER,
            Direction::apply(direction, wanted(first, &after, last, &before)),
        )?;
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

/// Returns the average number of rows per second.
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

/// Selects jobs. A job must match all the given fields; null means absent.
#[derive(InputObject)]
pub(super) struct JobFilter {
    /// The job's status.
    status: Option<JobStatus>,
    /// What the job's rows do, like "createMemberships".
    kind: Option<String>,
}

impl JobFilter {
    fn parse(self) -> Result<job::JobFilter> {
        job::JobFilter::parse(self.status.map(Into::into), self.kind.as_deref())
    }
}

#[derive(Default)]
pub(super) struct JobQuery;

#[Object]
impl JobQuery {
    /// Returns one job. Null if there is no such job or this token may not see it.
    ///
    /// Permission: with `jobs:write`, a token sees the jobs that it queued, the jobs of its user
    /// unless the token is bound to an org, and the jobs queued by a token of an org where it may
    /// run jobs.
    async fn job(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The job's id.")] id: Uuid,
    ) -> Result<Option<Job>> {
        let found = job::find(&context::of(ctx).reader, id.0.into()).await?;
        Ok(found.map(Job))
    }

    /// Returns the jobs that this token may see, newest first.
    ///
    /// Permission: as for `job`.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn jobs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only jobs that match this filter.")] filter: Option<JobFilter>,
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
    ) -> Result<Option<Connection<Job>>> {
        let direction = direction.or(Some(Direction::Desc));
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let wanted = PageRequest::parse(&job::BY_ID, wanted)?;
        let filter = filter.map(JobFilter::parse).transpose()?;
        let filter = filter.unwrap_or_default();
        let page = job::list(&context::of(ctx).reader, filter, &wanted).await?;
        let list = Connection::new(page.map(Job), move |request| {
            job::count(&request.reader, filter).boxed()
        });
        Ok(Some(list))
    }
}

#[derive(Default)]
pub(super) struct JobMutation;

#[Object]
impl JobMutation {
    /// Queues a job that adds members in the background, each row as `addOrgMember` does. The
    /// result's `id` is the id of the job. A call takes up to 10,000 rows; upload more rows to POST
    /// /jobs/memberships. With `Tenantry-Dry-Run: true`, the job is a dry run: the job and its
    /// results are kept, the changes of its rows are not.
    ///
    /// Permission: `jobs:write` in any org. The permissions of a row are checked when the row runs;
    /// a row without permission fails, and the other rows still run.
    ///
    /// Errors: `INVALID_VALUE` for an empty list, `LIMIT_EXCEEDED`, `FORBIDDEN`.
    async fn queue_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The memberships to add: 1 to 10,000 rows.")] rows: Vec<MembershipRow>,
    ) -> MutationResult {
        let literal = ArgumentLiteral::argument(ctx, "rows");
        let rows = rows.into_iter().enumerate();
        let job = QueueJob {
            kind: JobKind::CreateMembership,
            rows: rows
                .map(|(index, row)| row.job_row(literal.item(index)))
                .collect(),
            dry_run: false,
            id: None,
        };
        queue(ctx, job).await
    }

    /// Cancels a job: no further rows run, and the changes of finished rows stay. The result is
    /// "unchanged" if the job has already ended.
    ///
    /// Permission: any token that may see the job.
    ///
    /// Errors: `JOB_NOT_FOUND`.
    async fn cancel_job(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the job.")] job_id: Uuid,
    ) -> MutationResult {
        let job = job_id.0.into();
        mutate(ctx, Ok(CancelJob { job })).await
    }

    /// Runs the failed rows of a job again, as a new job of this token. The result's `id` is the id
    /// of the new job. If the job itself failed, the rows that did not run are included. Lines of
    /// an upload that could not be parsed are not included. The job must have ended. The result is
    /// "unchanged" if there is no row to run.
    ///
    /// Permission: any token that may see the job, with `jobs:write` in any org.
    ///
    /// Errors: `JOB_NOT_FOUND`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn retry_failed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the job whose failed rows run again.")] job_id: Uuid,
    ) -> MutationResult {
        let job = job_id.0.into();
        mutate(ctx, Ok(RetryFailed { job })).await
    }
}

#[derive(Default)]
pub(crate) struct JobSubscription;

#[async_graphql::Subscription]
impl JobSubscription {
    /// Sends the job's current state, and sends it again after each change until the job ends.
    ///
    /// Permission: any token that may see the job.
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
            sent: None,
        };
        // Fail an unknown job before the first message.
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

/// One subscription to a job.
struct Watch {
    reader: Reader,
    changes: watch::Receiver<()>,
    job: JobId,
    /// The state that was last sent.
    sent: Option<(Status, i32, Option<i32>, Time<Utc>)>,
}

impl Watch {
    /// Waits until the job's state differs from the last one sent, and returns the job.
    async fn next(&mut self) -> Result<Model> {
        if self.sent.is_some() {
            sleep(PAUSE).await;
        }
        loop {
            self.changes.mark_unchanged();
            let job = job::get(&self.reader, self.job).await?;
            let now = (job.status, job.progress, job.total, job.updated_at);
            if self.sent.replace(now) != Some(now) {
                return Ok(job);
            }
            // Jobs of this server notify at once; jobs of other servers are found by polling.
            let _ = timeout(POLL, self.changes.changed()).await;
        }
    }
}
