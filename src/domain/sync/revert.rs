//! The operation that plans the inverse of a run.

use serde::{Deserialize, Serialize};

use crate::{
    db::Sql,
    domain::{
        Change, Done, Operation, Tx,
        job::{self, JobOperation},
    },
    entity::sync_run::{Model, SyncMode, SyncStatus},
    error::{Code, Error, Result},
    id::{JobId, SyncRunId},
};

use super::{
    Options,
    plan::{PlanStep, Progress},
    run::{self, may_plan_for, to_json},
};

/// Begins a run that reverts another one: queues the job that plans it. The result has the id of the
/// new run, and the job.
///
/// It requires `sync:write` in every org of the run. Values that were changed since the run are
/// conflicts, and stay.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RevertSync {
    /// The run to revert.
    pub run: SyncRunId,
}

impl Operation for RevertSync {
    type Output = Change;

    const NAME: &'static str = "RevertSync";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let reverted = run::load(tx, self.run).await?;
        may_plan_for(tx.actor(), &reverted.source)?;
        must_be_over(&reverted)?;
        let (id, job): (SyncRunId, JobId) = (tx.id(), tx.id());
        let options: Options =
            serde_json::from_value(reverted.options.clone()).map_err(Error::internal)?;
        // Nobody whom the reverted run does not concern is retired.
        let mode = SyncMode::Add;
        let run = Model {
            org_id: reverted.org_id,
            revert_of: Some(reverted.id),
            progress: to_json(&Progress::of_revert())?,
            ..run::new(tx, id, job, &reverted.source, mode, &options)?
        };
        run::insert(tx, &run).await?;
        copy_scopes(tx, reverted.id, id).await?;
        let step = JobOperation::PlanSync(PlanStep { run: id });
        job::write(tx, job, step).await?;
        Ok(Change::new(Done::Queued, id).of_job(job))
    }
}

/// Checks that the run may be reverted: it is over, and may have changed something.
fn must_be_over(run: &Model) -> Result<()> {
    let message = match run.status {
        _ if run.revert_of.is_some() => {
            "The run reverts another one. Plan the file again to repeat what was reverted."
        }
        SyncStatus::Applied | SyncStatus::Failed | SyncStatus::Cancelled => return Ok(()),
        SyncStatus::Planning | SyncStatus::Planned => "The run was not applied.",
        SyncStatus::Applying => {
            let message = "The run is being applied. Wait for it, or cancel its job.";
            return Err(Error::new(Code::SyncRunning, message).at("id"));
        }
    };
    Err(Error::new(Code::InvalidValue, message).at("id"))
}

/// Gives the new run the orgs of the reverted one.
async fn copy_scopes(tx: &Tx, from: SyncRunId, to: SyncRunId) -> Result<()> {
    let mut sql = Sql::new(
        tx.conn(),
        "INSERT INTO sync_scopes (run_id, org_id, is_touched, removals, leaving, joining) SELECT ",
    );
    sql.bind(to)
        .push(", s.org_id, TRUE, 0, 0, 0 FROM sync_scopes s WHERE s.is_touched AND s.run_id = ")
        .bind(from);
    sql.execute(tx.conn()).await.map(drop)
}
