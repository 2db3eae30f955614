//! The operation that begins a run, and who may see one.
//!
//! A run is visible to actors who hold `sync:write` in every org of the run. Until the orgs are
//! known, the run is visible to the token that planned it and to the platform.

use sea_orm::{EntityTrait, IntoActiveModel};
use serde::{Deserialize, Serialize};

use crate::{
    access::{
        Actor, Permission, Target,
        target::{forbidden, not_found},
    },
    db::{Sql, many},
    domain::{
        Change, Done, Operation, Tx,
        field::Name,
        job::{self, JobOperation},
        org::{self, OrgRef},
    },
    entity::{
        sync_run::{ActiveModel, Entity, Model, SyncMode, SyncStatus},
        sync_scope,
    },
    error::{Code, Error, Result},
    id::{JobId, OrgId, SyncRunId, SyncUploadId},
};

use super::{
    Counts, Guard, Options, file,
    plan::{PlanStep, Progress},
    upload,
};

/// Begins a run: queues the job that plans it. The result has the id of the run, and the job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanSync {
    /// The upload with the file.
    pub upload: SyncUploadId,
    /// The org of all rows. `None` for a file whose rows name their orgs.
    pub org: Option<OrgRef>,
    /// The external system whose rows these are.
    pub source: String,
    /// What happens to members of the source whom the file does not name.
    pub mode: SyncMode,
    /// The options.
    pub options: Options,
}

impl Operation for PlanSync {
    type Output = Change;

    const NAME: &'static str = "PlanSync";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let org = match &self.org {
            None => {
                tx.require(Permission::SyncWrite, Target::AnyOrg).await?;
                None
            }
            Some(reference) => Some(named(tx, reference).await?),
        };
        let source = Name::parse("source", &self.source)?;
        may_plan_for(tx.actor(), source.as_str())?;
        file::check_options(&self.options)?;
        let upload = upload::plannable(tx, self.upload).await?;
        let (id, job): (SyncRunId, JobId) = (tx.id(), tx.id());
        let run = Model {
            upload_id: Some(upload.id),
            org_id: org,
            sha256: upload.sha256.clone(),
            ignored_columns: upload
                .dropped_columns
                .unwrap_or_else(|| serde_json::json!([])),
            progress: to_json(&Progress::new())?,
            ..new(tx, id, job, source.as_str(), self.mode, &self.options)?
        };
        insert(tx, &run).await?;
        if let Some(org) = org {
            let scope = sync_scope::Model {
                run_id: id,
                org_id: org,
                is_touched: true,
                removals: 0,
                leaving: 0,
                joining: 0,
            };
            many::insert(tx.conn(), &[&scope]).await?;
        }
        upload::reserve(tx, upload.id, id).await?;
        let step = JobOperation::PlanSync(PlanStep { run: id });
        job::write(tx, job, step).await?;
        Ok(Change::new(Done::Queued, id).of_job(job))
    }
}

/// Returns the org that the reference identifies, where the actor holds `sync:write`.
async fn named(tx: &Tx, reference: &OrgRef) -> Result<OrgId> {
    let found = match reference {
        OrgRef::Id(org) => Some(*org),
        _ => org::find(&tx.reader(), reference).await?.map(|org| org.id),
    };
    let Some(org) = found else {
        // Like the errors of an org that the actor may not see.
        return Err(not_found(Code::OrgNotFound).at("org"));
    };
    tx.require(Permission::SyncWrite, Target::Org(org)).await?;
    Ok(org)
}

/// Checks that the actor may plan for the source. A token of an external system plans for that
/// system only.
pub(super) fn may_plan_for(actor: &Actor, source: &str) -> Result<()> {
    match actor.source() {
        Some(own) if own != source => {
            let message = format!("This token may plan only for its own source, `{own}`.");
            Err(Error::new(Code::Forbidden, message).at("source"))
        }
        _ => Ok(()),
    }
}

/// Returns a new run of the actor, whose plan is still to be made.
pub(super) fn new(
    tx: &Tx,
    id: SyncRunId,
    job: JobId,
    source: &str,
    mode: SyncMode,
    options: &Options,
) -> Result<Model> {
    Ok(Model {
        id,
        status: SyncStatus::Planning,
        upload_id: None,
        org_id: None,
        source: source.to_owned(),
        mode,
        options: to_json(options)?,
        revert_of: None,
        token_id: tx.actor().token(),
        job_id: Some(job),
        sha256: None,
        ignored_columns: serde_json::json!([]),
        progress: serde_json::json!({}),
        counts: to_json(&Counts::default())?,
        guard: to_json(&Guard::default())?,
        items: 0,
        applied: 0,
        failed: 0,
        partial: 0,
        error_code: None,
        error: None,
        created_at: tx.now(),
        planned_at: None,
        applied_at: None,
        updated_at: tx.now(),
    })
}

/// Inserts the run.
pub(super) async fn insert(tx: &Tx, run: &Model) -> Result<()> {
    let row: ActiveModel = run.clone().into_active_model();
    Entity::insert(row)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Returns a value as stored JSON.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(Error::internal)
}

/// Locks a run and returns it.
///
/// # Errors
/// `SYNC_RUN_NOT_FOUND` unless the actor holds `sync:write` in every org of the run.
pub(super) async fn load(tx: &Tx, run: SyncRunId) -> Result<Model> {
    let found = find(tx, run).await?;
    let Some(run) = found else {
        return Err(not_found(Code::SyncRunNotFound).at("id"));
    };
    tx.require(Permission::SyncWrite, Target::AnyOrg).await?;
    Ok(run)
}

async fn find(tx: &Tx, run: SyncRunId) -> Result<Option<Model>> {
    let mut sql = Sql::select::<Model>(tx.conn(), "r", " WHERE r.id = ");
    sql.bind(run).push(" AND ");
    visible(&mut sql, tx.actor(), "r");
    sql.locked("UPDATE", "r");
    sql.one(tx.conn()).await
}

/// Adds the condition that the actor may see the run in `sync_runs AS {run}`.
pub(super) fn visible(sql: &mut Sql, actor: &Actor, run: &str) {
    actor.sees_sync_run(sql, run);
}

/// What planning and applying need to know of a run.
#[derive(Debug, Clone)]
pub(super) struct RunContext {
    pub(super) id: SyncRunId,
    pub(super) source: String,
    pub(super) mode: SyncMode,
    pub(super) options: Options,
    /// Whether the run reverts another one.
    pub(super) is_revert: bool,
}

impl RunContext {
    /// Returns the context of the run.
    ///
    /// # Errors
    /// `INTERNAL` if the options cannot be read.
    pub(super) fn of(run: &Model) -> Result<Self> {
        Ok(Self {
            id: run.id,
            source: run.source.clone(),
            mode: run.mode,
            options: serde_json::from_value(run.options.clone()).map_err(Error::internal)?,
            is_revert: run.revert_of.is_some(),
        })
    }
}

/// Ends the run of a job that failed or was cancelled, releases the run's orgs to other runs, and
/// discards the upload.
pub(in crate::domain) async fn end_with_job(
    tx: &Tx,
    job: JobId,
    status: SyncStatus,
    error: Option<(Code, &str)>,
) -> Result<()> {
    let mut sql = Sql::select::<Model>(tx.conn(), "r", " WHERE r.job_id = ");
    sql.bind(job)
        .push(" AND r.status IN (")
        .word(SyncStatus::Planning.as_str())
        .push(", ")
        // The job that applies the run may not have begun.
        .word(SyncStatus::Planned.as_str())
        .push(", ")
        .word(SyncStatus::Applying.as_str())
        .push(")")
        .locked("UPDATE", "r");
    match sql.one::<Model>(tx.conn()).await? {
        Some(run) => end(tx, &run, status, error).await,
        None => Ok(()),
    }
}

/// Ends a run before its end: see [`end_with_job`].
pub(super) async fn end(
    tx: &Tx,
    run: &Model,
    status: SyncStatus,
    error: Option<(Code, &str)>,
) -> Result<()> {
    let mut sql = Sql::new(
        tx.conn(),
        "UPDATE sync_runs SET upload_id = NULL, status = ",
    );
    sql.bind(status)
        .push(", error_code = ")
        .bind(error.map(|(code, _)| code.as_str()))
        .push(", error = ")
        .bind(error.map(|(_, message)| message))
        .push(", updated_at = ")
        .bind(tx.now())
        .push(" WHERE id = ")
        .bind(run.id);
    sql.execute(tx.conn()).await?;
    let mut sql = Sql::new(tx.conn(), "DELETE FROM sync_leases WHERE run_id = ");
    sql.bind(run.id);
    sql.execute(tx.conn()).await?;
    match run.upload_id {
        Some(upload) => upload::discard(tx, upload).await,
        None => Ok(()),
    }
}

/// Returns the error of an actor who lacks `sync:write` in an org that they see.
pub(super) fn sync_forbidden() -> Error {
    forbidden(Permission::SyncWrite)
}
