//! One chunk of the job that applies a plan: whole persons, decided together and written as a set,
//! in one transaction with their events, their outcomes and the progress of the run.
//!
//! A chunk usually locks the run first. An early chunk begins while the previous chunk is being
//! written: it writes its items, waits until that chunk is over, and then locks the run to store the
//! progress. It does not see what the previous chunk writes. So if an item is refused, or the
//! run has not come to the item at which the early chunk began, the chunk is rolled back and runs
//! again in its turn.

use std::collections::BTreeSet;

use sea_orm::IdenStatic;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{
    access::{Permission, target::forbidden},
    db::Sql,
    domain::{Tx, batch::RowFailure, field::Name, group, job::Limits},
    entity::{
        sync_item::{self, Column, SyncAction},
        sync_run::{Model, SyncStatus},
    },
    error::{Code, Error, Result},
    id::{JobId, SyncRunId},
};

use super::super::{
    Counts,
    change::{self, Applied, Item},
    run::{self, RunContext, visible},
};

/// The number of failed rows that is always accepted.
const MAX_FAILED: i64 = 50;
/// Of this many rows to change, one more may fail.
const MAX_FAILED_OF: i64 = 20;
/// The maximum number of items that write nothing between two items of a person.
const MAX_BETWEEN: usize = 1_000;

/// Applies the next items of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyStep {
    /// The run.
    pub run: SyncRunId,
}

/// What a chunk applies, and how the next chunk learns its position.
#[derive(Debug, Clone)]
pub(in crate::domain) struct ChunkScope {
    /// The number of items that the chunk is expected to manage.
    pub(in crate::domain) size: u32,
    /// The limits of the chunk.
    pub(in crate::domain) limits: Limits,
    /// The items, if an early chunk has written them already.
    pub(in crate::domain) early: Option<Early>,
    /// Receives the position at which the next chunk begins, as soon as it is known.
    pub(in crate::domain) next_position: watch::Sender<Option<i32>>,
}

/// Items that an early chunk has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) struct Early {
    from: i32,
    written: Written,
}

/// The numbers of items that a chunk has written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Written {
    items: i32,
    /// Those that failed.
    failed: i32,
    /// Those whose user's own fields were left out.
    partial: i32,
}

/// The progress of applying a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applying {
    /// The number of items that were applied.
    pub applied: i32,
    /// The number of those that failed.
    pub failed: i32,
    /// Whether the run has ended.
    pub is_last: bool,
    /// Why the run has ended before its last item.
    pub failure: Option<RowFailure>,
}

impl ApplyStep {
    /// Applies a chunk of items in its turn, or stores the progress of an early chunk.
    ///
    /// # Errors
    /// `BUSY` if an early chunk must run again in its turn.
    pub(in crate::domain) async fn apply(&self, tx: &Tx, chunk: &ChunkScope) -> Result<Applying> {
        let run = applicable(tx, self.run).await?;
        let Some(run) = run.filter(|run| chunk.early.is_none_or(|early| early.from == run.applied))
        else {
            return match chunk.early {
                Some(_) => Err(not_its_turn()),
                None => Ok(Applying {
                    applied: 0,
                    failed: 0,
                    is_last: true,
                    failure: None,
                }),
            };
        };
        if let Err(error) = may_continue(tx, &run).await? {
            return match chunk.early {
                Some(_) => Err(not_its_turn()),
                None => fail(tx, &run, run.applied, run.failed, &error).await,
            };
        }
        let written = match chunk.early {
            Some(early) => early.written,
            None => write(tx, &run, run.applied, chunk).await?,
        };
        let (applied, failed) = (run.applied + written.items, run.failed + written.failed);
        count_partial(tx, run.id, written.partial).await?;
        if let Err(error) = few_failed(&run, failed)? {
            return fail(tx, &run, applied, failed, &error).await;
        }
        let is_last = written.items == 0 || applied >= run.items;
        let status = match is_last {
            true => SyncStatus::Applied,
            false => SyncStatus::Applying,
        };
        advance(tx, &run, status, (applied, failed)).await?;
        Ok(Applying {
            applied,
            failed,
            is_last,
            failure: None,
        })
    }
}

/// Writes the items of an early chunk, which begins at the position `from`.
///
/// # Errors
/// `BUSY` if the chunk must run again in its turn.
pub(in crate::domain) async fn apply_early(
    tx: &Tx,
    job: JobId,
    from: i32,
    chunk: &ChunkScope,
) -> Result<Early> {
    let mut sql = Sql::select::<Model>(tx.conn(), "r", " WHERE r.job_id = ");
    sql.bind(job);
    let run: Option<Model> = sql.one(tx.conn()).await?;
    let run = run.ok_or_else(not_its_turn)?;
    let written = write(tx, &run, from, chunk).await?;
    match written.items > 0 && written.failed == 0 {
        true => Ok(Early { from, written }),
        false => Err(not_its_turn()),
    }
}

fn not_its_turn() -> Error {
    Error::busy("an early chunk must run again in its turn")
}

/// Applies the items from a position on.
///
/// # Errors
/// `BUSY` if the chunk is early and would create a group: the previous chunk may be creating the same
/// group, and each would wait for the other.
async fn write(tx: &Tx, run: &Model, from: i32, chunk: &ChunkScope) -> Result<Written> {
    let context = RunContext::of(run)?;
    let mut items = next_items(tx, run.id, from, chunk).await?;
    if from > run.applied && creates_group(tx, &items).await? {
        return Err(not_its_turn());
    }
    let number = i32::try_from(items.len()).map_err(Error::internal)?;
    let next = from.saturating_add(number);
    if number > 0 && next < run.items {
        chunk.next_position.send_replace(Some(next));
    }
    let written = apply(tx, &context, &mut items).await?;
    Ok(Written {
        items: number,
        ..written
    })
}

/// Returns whether the items need a group that does not exist.
async fn creates_group(tx: &Tx, items: &[Item]) -> Result<bool> {
    let mut keys = BTreeSet::new();
    for item in items.iter().filter(|item| !item.is_only_shown()) {
        let Some(org) = item.row.org_id else { continue };
        let groups = item.changes.groups.iter();
        let new = groups.filter(|change| change.group.is_none());
        keys.extend(new.map(|change| (org, Name::stored(&change.name).key())));
    }
    let number = keys.len();
    Ok(group::ids_by_name(tx.conn(), keys).await?.len() < number)
}

/// Adds to the number of items whose user's own fields were left out.
async fn count_partial(tx: &Tx, run: SyncRunId, partial: i32) -> Result<()> {
    if partial == 0 {
        return Ok(());
    }
    let mut sql = Sql::new(tx.conn(), "UPDATE sync_runs SET partial = partial + ");
    sql.bind(partial).push(" WHERE id = ").bind(run);
    sql.execute(tx.conn()).await.map(drop)
}

/// Locks the run and returns it, unless it is over or belongs to another job.
async fn applicable(tx: &Tx, run: SyncRunId) -> Result<Option<Model>> {
    let mut sql = Sql::select::<Model>(tx.conn(), "r", " WHERE r.id = ");
    sql.bind(run)
        .push(" AND r.job_id = ")
        .bind(tx.actor().job)
        .push(" AND r.status IN (")
        .word(SyncStatus::Planned.as_str())
        .push(", ")
        .word(SyncStatus::Applying.as_str())
        .push(")")
        .locked("UPDATE", "r");
    sql.one(tx.conn()).await
}

/// Checks that the actor still holds `sync:write` in every org of the run, and that the plan was not
/// too old when it was begun.
async fn may_continue(tx: &Tx, run: &Model) -> Result<Result<()>> {
    let mut sql = Sql::new(tx.conn(), "SELECT 1 FROM sync_runs r WHERE r.id = ");
    sql.bind(run.id).push(" AND ");
    visible(&mut sql, tx.actor(), "r");
    if sql.row(tx.conn()).await?.is_none() {
        return Ok(Err(forbidden(Permission::SyncWrite)));
    }
    Ok(match run.status {
        SyncStatus::Planned => super::must_be_fresh(tx, run),
        _ => Ok(()),
    })
}

/// Returns the items from a position on that the chunk can manage, and all of a person. At least one,
/// unless there is none left.
async fn next_items(tx: &Tx, run: SyncRunId, from: i32, chunk: &ChunkScope) -> Result<Vec<Item>> {
    let size = usize::try_from(chunk.size).unwrap_or(1).max(1);
    let max_weight = chunk.limits.weight;
    let mut window = size.saturating_add(1);
    loop {
        let mut sql = Sql::select::<sync_item::Model>(tx.conn(), "i", " WHERE i.run_id = ");
        sql.bind(run)
            .push(" AND i.position >= ")
            .bind(from)
            .push(" ORDER BY i.position")
            .limit(u32::try_from(window).unwrap_or(u32::MAX));
        let rows = sql.all::<sync_item::Model>(tx.conn()).await?;
        let is_end = rows.len() < window;
        let mut items: Vec<Item> = rows.into_iter().map(Item::of).collect::<Result<_>>()?;
        if let Some(number) = whole(&items, size, max_weight, is_end) {
            items.truncate(number);
            return Ok(items);
        }
        window = window.saturating_mul(4);
    }
}

/// Returns the number of items, from the first on, that a chunk applies: at most `size` that write at
/// most `max_weight` rows, but all items of the first person. `None`: the first person's items may
/// go on after these. Items that write nothing may be between those of a person.
fn whole(items: &[Item], size: usize, max_weight: usize, is_end: bool) -> Option<usize> {
    // The places at which a chunk may end, each with the weight of the items before.
    let mut ends = Vec::new();
    let (mut person, mut weight, mut written) = (None, 0, 0);
    for (place, item) in items.iter().enumerate() {
        if item.is_only_shown() {
            continue;
        }
        let own = Some(item.person());
        if person.is_some() && person != own {
            ends.push((place, weight));
        }
        (person, written) = (own, place + 1);
        weight += 2 + item.changes.groups.len();
    }
    if is_end || person.is_none() {
        ends.push((items.len(), weight));
    } else if items.len() - written > MAX_BETWEEN {
        ends.push((written, weight));
    }
    let fits = |(place, weight): &&(usize, usize)| *place <= size && *weight <= max_weight;
    let end = ends.iter().rev().find(fits).or(ends.first());
    end.map(|(place, _)| *place)
}

/// Applies the items and stores the outcomes.
async fn apply(tx: &Tx, context: &RunContext, items: &mut [Item]) -> Result<Written> {
    let results = change::write(tx, context, items).await?;
    let mut written = Written::default();
    let (mut created, mut explained) = (Vec::new(), Vec::new());
    for (item, result) in items.iter_mut().zip(results) {
        written.failed += i32::from(result.is_err());
        let noted = note(item, &result)?;
        written.partial += i32::from(result.is_ok() && is_partial(item));
        match noted {
            Noted::Nothing => {}
            Noted::User => created.push(&item.row),
            Noted::Reason => explained.push(&item.row),
        }
    }
    let key = [Column::RunId, Column::Position];
    let user = [Column::UserId];
    let reason = [
        Column::UserId,
        Column::Code,
        Column::Reason,
        Column::Changes,
    ];
    store(tx, &key, &user, &created).await?;
    store(tx, &key, &reason, &explained).await?;
    Ok(written)
}

/// Stores these columns of the items.
async fn store(
    tx: &Tx,
    key: &[Column],
    columns: &[Column],
    items: &[&sync_item::Model],
) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(tx.conn(), "UPDATE sync_items AS t SET ");
    for (place, column) in columns.iter().enumerate() {
        let name = column.as_str();
        let comma = if place == 0 { "" } else { ", " };
        sql.push(&format!("{comma}{name} = r.{name}"));
    }
    let all: Vec<Column> = key.iter().chain(columns).copied().collect();
    sql.push(" FROM ").rows_like("r", &all, items);
    sql.push(" WHERE t.run_id = r.run_id AND t.position = r.position");
    sql.execute(tx.conn()).await.map(drop)
}

/// What the outcome of an item changes in its row.
enum Noted {
    Nothing,
    /// The user whom the item has created.
    User,
    /// Why the item, or a part of it, was refused.
    Reason,
}

/// Returns whether the user's own fields of an item are left out, because the token may not update
/// the user.
fn is_partial(item: &Item) -> bool {
    let is_change = !matches!(
        item.row.action,
        SyncAction::Unchanged | SyncAction::Conflict
    );
    let mut fields = item.changes.fields.iter();
    is_change && fields.any(|change| change.kept == Some(Code::Forbidden))
}

/// Notes the outcome of an item.
fn note(item: &mut Item, result: &Result<Applied>) -> Result<Noted> {
    match result {
        Err(error) => {
            explain(item, error.code(), error.message());
            return Ok(Noted::Reason);
        }
        Ok(applied) => {
            let is_new = item.row.user_id.is_none() && applied.user.is_some();
            item.row.user_id = item.row.user_id.or(applied.user);
            if !applied.is_partial {
                return Ok(match is_new {
                    true => Noted::User,
                    false => Noted::Nothing,
                });
            }
        }
    }
    for change in &mut item.changes.fields {
        if change.field.is_own() && change.kept.is_none() {
            change.kept = Some(Code::Forbidden);
        }
    }
    item.row.changes = serde_json::to_string(&item.changes).map_err(Error::internal)?;
    let message = "The user's own fields were left out, because the token may not update the user.";
    explain(item, Code::Forbidden, message);
    Ok(Noted::Reason)
}

fn explain(item: &mut Item, code: Code, message: &str) {
    item.row.code = Some(code.as_str().to_owned());
    item.row.reason = Some(match item.row.reason.take() {
        Some(reason) => format!("{reason} {message}"),
        None => message.to_owned(),
    });
}

/// Checks that not too many rows have failed.
fn few_failed(run: &Model, failed: i32) -> Result<Result<()>> {
    let counts: Counts = serde_json::from_value(run.counts.clone()).map_err(Error::internal)?;
    let total = counts.created
        + counts.joined
        + counts.updated
        + counts.reactivated
        + counts.retired
        + counts.removed
        + counts.deleted;
    if i64::from(failed) <= MAX_FAILED.max(total / MAX_FAILED_OF) {
        return Ok(Ok(()));
    }
    let message = format!(
        "{failed} of {total} rows failed, or have changed since the plan was made. Plan again."
    );
    Ok(Err(Error::new(Code::PlanStale, message)))
}

/// Ends the run before its last item. What was applied stays.
async fn fail(tx: &Tx, run: &Model, applied: i32, failed: i32, error: &Error) -> Result<Applying> {
    advance(tx, run, SyncStatus::Applying, (applied, failed)).await?;
    let reason = Some((error.code(), error.message()));
    run::end(tx, run, SyncStatus::Failed, reason).await?;
    Ok(Applying {
        applied,
        failed,
        is_last: true,
        failure: Some(RowFailure::from(error)),
    })
}

/// Stores the progress. At the end of the run its leases end.
async fn advance(
    tx: &Tx,
    run: &Model,
    status: SyncStatus,
    (applied, failed): (i32, i32),
) -> Result<()> {
    let mut sql = Sql::new(tx.conn(), "UPDATE sync_runs SET status = ");
    sql.bind(status)
        .push(", applied = ")
        .bind(applied)
        .push(", failed = ")
        .bind(failed)
        .push(", updated_at = ")
        .bind(tx.now());
    if status == SyncStatus::Applied {
        sql.push(", applied_at = ").bind(tx.now());
    }
    sql.push(" WHERE id = ").bind(run.id);
    sql.execute(tx.conn()).await?;
    if status == SyncStatus::Applied {
        let mut sql = Sql::new(tx.conn(), "DELETE FROM sync_leases WHERE run_id = ");
        sql.bind(run.id);
        sql.execute(tx.conn()).await?;
    }
    Ok(())
}
