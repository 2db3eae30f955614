//! The job that plans a run, in steps. Each step is one transaction.
//!
//! Planning reads the directory in sets: the number of statements of a step does not depend on the
//! number of rows. A step handles so many rows that it takes about half of the time of a chunk, so
//! memory and the wait of other writers are bounded. A step is repeated as a whole if its server
//! dies.
//!
//! All rows of a file are staged in `sync_rows` before the first one is planned. A person is
//! planned once, with all their rows, so the plan depends neither on the order of rows nor on the
//! pieces in which the file arrived.
//!
//! * `progress`: where planning continues.
//! * `stage`: interprets the pieces of the upload, and stages their rows.
//! * `orgs`: the orgs that rows name.
//! * `matches`: the users whom rows name.
//! * `link`: matches users by their own external ids, once the orgs of the run are known.
//! * `staged`: staged rows.
//! * `persons`: plans persons, in the order of their first lines.
//! * `load`: reads what the plan of some persons depends on (`known`).
//! * `person`: the plan of one person, a plain function of rows, with the user's own fields (`own`)
//!   and the memberships (`member`). `judge`: which rows cannot be applied.
//! * `ledger`: writes items, and counts what they do.
//! * `members`: retires members whom the file does not name.
//! * `guard`: whether applying the plan requires confirmation.
//! * `revert`: plans the inverse of a run, instead of the persons of a file.
//! * `statements`: statements, for inspecting their query plans.
//! * `end`: the orgs that the file does not name, and the end.

mod end;
mod guard;
mod judge;
mod known;
mod ledger;
mod link;
mod load;
mod matches;
mod member;
mod members;
mod orgs;
mod own;
mod person;
mod persons;
mod progress;
mod revert;
mod stage;
mod staged;
mod statements;

use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::{
    access::{Permission, Target},
    db::Sql,
    domain::{Tx, batch::RowFailure, job::Limits},
    entity::sync_run::{Model, SyncStatus},
    error::{Error, Result},
    id::SyncRunId,
};

use super::run::{self, RunContext, to_json};

use progress::Phase;
pub(super) use progress::Progress;
pub use statements::planning_sql;

/// A step of planning a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanStep {
    /// The run.
    pub run: SyncRunId,
}

impl PlanStep {
    /// Runs the step. Returns the next step, `None` after the last step, or the failure that has ended
    /// the run.
    ///
    /// # Errors
    /// If the step can be tried again.
    pub(in crate::domain) async fn plan(
        &self,
        tx: &Tx,
        limits: &Limits,
    ) -> Result<std::result::Result<Option<Self>, RowFailure>> {
        tx.require(Permission::SyncWrite, Target::AnyOrg).await?;
        let Some(run) = planning(tx, self.run).await? else {
            return Ok(Ok(None));
        };
        match tx.savepoint(step(tx, &run, limits)).await {
            Ok(is_last) => Ok(Ok((!is_last).then_some(*self))),
            // The server or the database failed: the step is tried again.
            Err(error) if error.is_worth_another_try() || error.internals().is_some() => Err(error),
            Err(error) => {
                let reason = Some((error.code(), error.message()));
                run::end(tx, &run, SyncStatus::Failed, reason).await?;
                Ok(Err(RowFailure::from(&error)))
            }
        }
    }
}

/// Locks the run and returns it, unless planning has ended.
async fn planning(tx: &Tx, run: SyncRunId) -> Result<Option<Model>> {
    let mut sql = Sql::select::<Model>(tx.conn(), "r", " WHERE r.id = ");
    sql.bind(run)
        .push(" AND r.status = ")
        .word(SyncStatus::Planning.as_str())
        .locked("UPDATE", "r");
    sql.one(tx.conn()).await
}

/// Runs a step. Returns whether the plan is complete.
async fn step(tx: &Tx, run: &Model, limits: &Limits) -> Result<bool> {
    let began = Instant::now();
    let context = RunContext::of(run)?;
    let mut progress: Progress =
        serde_json::from_value(run.progress.clone()).map_err(Error::internal)?;
    if let Some(org) = run.org_id {
        tx.require(Permission::SyncWrite, Target::Org(org)).await?;
    }
    let next = &mut progress;
    match next.phase {
        Phase::Stage => stage::step(tx, run, &context, next).await?,
        Phase::Link => link::step(tx, &context, next).await?,
        Phase::Persons if let Some(reverted) = run.revert_of => {
            revert::step(tx, &context, reverted, next).await?;
        }
        Phase::Persons => persons::step(tx, &context, run.org_id, next).await?,
        Phase::Members => members::step(tx, &context, next).await?,
        Phase::Orgs => guard::orgs_step(tx, &context, next).await?,
        Phase::Groups => guard::groups_step(tx, &context, next).await?,
        // A revert concerns no other orgs than the reverted run.
        Phase::Untouched if context.is_revert => next.enter(Phase::Clear),
        Phase::Untouched => end::untouched_step(tx, &context, run.org_id, next).await?,
        Phase::Clear => end::clear_step(tx, run.id, next).await?,
        Phase::Done => {}
    }
    // The rest of the time is for the commit, and for rows that take longer.
    progress.resize(began.elapsed(), limits.time / 2);
    save(tx, run, &progress).await?;
    Ok(progress.phase == Phase::Done)
}

/// Stores the progress.
async fn save(tx: &Tx, run: &Model, progress: &Progress) -> Result<()> {
    let mut sql = Sql::new(tx.conn(), "UPDATE sync_runs SET progress = ");
    sql.bind(to_json(progress)?)
        .push(", counts = ")
        .bind(to_json(&progress.counts)?)
        .push(", guard = ")
        .bind(to_json(&progress.guard)?)
        .push(", items = ")
        .bind(progress.position)
        .push(", updated_at = ")
        .bind(tx.now());
    if progress.phase == Phase::Done {
        sql.push(", status = ")
            .bind(SyncStatus::Planned)
            .push(", upload_id = NULL, planned_at = ")
            .bind(tx.now());
    }
    sql.push(" WHERE id = ").bind(run.id);
    sql.execute(tx.conn()).await.map(drop)
}
