//! Applying a plan: the operation that begins it, and the leases that keep two runs of a source out
//! of one org.
//!
//! * `step`: one chunk of the job.

mod step;

use serde::{Deserialize, Serialize};

use crate::{
    db::Sql,
    domain::{
        Change, Done, Operation, Tx,
        job::{self, JobOperation},
    },
    entity::{
        job::JobStatus,
        sync_lease,
        sync_run::{Model, SyncStatus},
    },
    error::{Code, Error, Result},
    id::{JobId, SyncRunId},
};

use super::{
    Guard, RUN_KEPT,
    run::{self, may_plan_for},
};

pub use step::{ApplyStep, Applying};
pub(in crate::domain) use step::{ChunkScope, apply_early};

/// Applies a plan: queues the job that does so. The result has the id of the run, and the job. A
/// plan is applied once.
///
/// It requires `sync:write` in every org of the run. What each change requires is checked when it
/// is made, for the token that calls this operation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApplySync {
    /// The run.
    pub run: SyncRunId,
    /// The number of removals of the plan, as confirmation. Required if the guard has tripped.
    pub expect_removals: Option<i64>,
}

impl Operation for ApplySync {
    type Output = Change;

    const NAME: &'static str = "ApplySync";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let run = run::load(tx, self.run).await?;
        may_plan_for(tx.actor(), &run.source)?;
        must_be_planned(tx, &run).await?;
        must_be_fresh(tx, &run)?;
        self.guard(&run)?;
        let job: JobId = tx.id();
        take_leases(tx, &run).await?;
        let mut sql = Sql::new(tx.conn(), "UPDATE sync_runs SET job_id = ");
        sql.bind(job)
            .push(", updated_at = ")
            .bind(tx.now())
            .push(" WHERE id = ")
            .bind(run.id);
        sql.execute(tx.conn()).await?;
        let step = JobOperation::ApplySync(ApplyStep { run: run.id });
        job::write_counted(tx, job, step, run.items.max(1)).await?;
        Ok(Change::new(Done::Queued, run.id).of_job(job))
    }
}

impl ApplySync {
    /// Checks that the number of removals is confirmed or small enough to be intended.
    fn guard(&self, run: &Model) -> Result<()> {
        let guard: Guard = serde_json::from_value(run.guard.clone()).map_err(Error::internal)?;
        let is_expected = match self.expect_removals {
            Some(expected) => expected == guard.removals,
            None => !guard.tripped,
        };
        if is_expected {
            return Ok(());
        }
        let Guard {
            removals, limit, ..
        } = guard;
        let message = format!(
            "The plan has {removals} removals, and the limit is {limit}. To apply it, call again with `expectRemovals: {removals}`."
        );
        Err(Error::new(Code::GuardTripped, message).at("expectRemovals"))
    }
}

/// Checks that the plan is complete and was not applied.
async fn must_be_planned(tx: &Tx, run: &Model) -> Result<()> {
    match run.status {
        SyncStatus::Planned if !has_live_job(tx, run).await? => Ok(()),
        SyncStatus::Planned | SyncStatus::Applying => Err(running(run.id, run.updated_at)),
        SyncStatus::Planning => {
            let message = "The plan is not complete yet. Wait for its job.";
            Err(Error::new(Code::InvalidValue, message).at("id"))
        }
        SyncStatus::Applied | SyncStatus::Failed | SyncStatus::Cancelled => {
            let message = format!(
                "The run is {}. A plan is applied once; plan again.",
                run.status
            );
            Err(Error::new(Code::PlanStale, message).at("id"))
        }
    }
}

/// Checks that the plan is not too old.
fn must_be_fresh(tx: &Tx, run: &Model) -> Result<()> {
    if run.created_at + RUN_KEPT > tx.now() {
        return Ok(());
    }
    let days = RUN_KEPT.num_days();
    let message = format!("The plan is older than {days} days. Plan again.");
    Err(Error::new(Code::PlanStale, message).at("id"))
}

/// Returns whether a job applies the planned run, or waits to apply it.
async fn has_live_job(tx: &Tx, run: &Model) -> Result<bool> {
    let mut sql = Sql::new(tx.conn(), "SELECT 1 FROM jobs j WHERE j.id = ");
    sql.bind(run.job_id).push(" AND ");
    is_live(&mut sql);
    Ok(sql.row(tx.conn()).await?.is_some())
}

/// Adds the condition that the job in `jobs AS j` is not over.
fn is_live(sql: &mut Sql) {
    sql.push("j.status IN (")
        .word(JobStatus::Queued.as_str())
        .push(", ")
        .word(JobStatus::Working.as_str())
        .push(")");
}

/// Selects the orgs of the run.
fn orgs_of(sql: &mut Sql, run: SyncRunId) {
    sql.push("SELECT s.org_id FROM sync_scopes s WHERE s.is_touched AND s.run_id = ")
        .bind(run);
}

/// Takes a lease on each org of the run, for the source of the run. A lease lasts as long as the job
/// of its run, which another server continues if a server dies. So a lease ends with its run.
///
/// # Errors
/// `SYNC_RUNNING` if another run has a lease on one of the orgs.
async fn take_leases(tx: &Tx, run: &Model) -> Result<()> {
    let mut sql = Sql::new(tx.conn(), "DELETE FROM sync_leases WHERE source = ");
    sql.bind(run.source.as_str()).push(" AND org_id IN (");
    orgs_of(&mut sql, run.id);
    sql.push(
        ") AND run_id NOT IN (SELECT r.id FROM sync_runs r JOIN jobs j ON j.id = r.job_id WHERE r.id = run_id AND ",
    );
    is_live(&mut sql);
    sql.push(")");
    sql.execute(tx.conn()).await?;
    let mut sql = Sql::new(
        tx.conn(),
        "INSERT INTO sync_leases (org_id, source, run_id, since) SELECT o.org_id, ",
    );
    sql.bind(run.source.as_str())
        .push(", ")
        .bind(run.id)
        .push(", ")
        .bind(tx.now())
        .push(" FROM (");
    orgs_of(&mut sql, run.id);
    sql.push(" ORDER BY s.org_id) AS o WHERE true ON CONFLICT (org_id, source) DO NOTHING");
    sql.execute(tx.conn()).await?;
    match other_lease(tx, run).await? {
        Some(lease) => Err(running(lease.run_id, lease.since)),
        None => Ok(()),
    }
}

/// Returns a lease of another run on an org of this run.
async fn other_lease(tx: &Tx, run: &Model) -> Result<Option<sync_lease::Model>> {
    let mut sql = Sql::select::<sync_lease::Model>(tx.conn(), "l", " WHERE l.source = ");
    sql.bind(run.source.as_str())
        .push(" AND l.run_id <> ")
        .bind(run.id)
        .push(" AND l.org_id IN (");
    orgs_of(&mut sql, run.id);
    sql.push(") ORDER BY l.org_id").limit(1);
    sql.one(tx.conn()).await
}

fn running(run: SyncRunId, since: chrono::DateTime<chrono::Utc>) -> Error {
    let since = since.format("%Y-%m-%dT%H:%M:%SZ");
    let message = format!(
        "The sync run {run} is being applied since {since}. Wait for it, or cancel its job."
    );
    Error::new(Code::SyncRunning, message).existing(run)
}
