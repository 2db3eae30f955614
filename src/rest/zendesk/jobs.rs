//! Handlers of `job_statuses`, which are tenantry's jobs.

use std::collections::HashMap;

use axum::Json;
use uuid::Uuid;

use crate::{
    access::target::not_found,
    domain::{Done, batch::RowResult, integer_id::IntegerIdOwner, job},
    entity::{
        integer_id::IntegerIdKind,
        job::{JobKind, JobStatus, Model as Job},
    },
    error::{Code, Result},
    id::JobId,
    rest::{
        caller::{Caller, IntegerIds},
        extract::Segments,
        rest_error::RestError,
    },
};

use super::{
    error::{Failures, in_words},
    ids::{MOST, listed},
    paging::{Links, PageParameters, Paging, count, rows},
    show::ROOT,
    wire,
};

/// The maximum number of results that a job shows. Jobs that this API queues have no more rows.
const MAX_RESULTS: u32 = 100;
const _: () = assert!(MAX_RESULTS as usize == MOST);

/// The message of a job that is a dry run.
const DRY_RUN: &str = "Dry run: no change is kept.";

/// Lists the jobs that the token may see, oldest first.
#[utoipa::path(
    get,
    path = "/job_statuses",
    operation_id = "ListJobStatuses",
    tag = "Job statuses",
    params(PageParameters),
    responses((status = 200, description = "A page of jobs.", body = wire::Jobs), Failures)
)]
pub(super) async fn list(caller: Caller, paging: Paging) -> Result<Json<wire::Jobs>, RestError> {
    let page = paging.request(&job::BY_ID)?;
    let page = job::list(caller.reader(), job::JobFilter::default(), &page).await?;
    let count = job::count(caller.reader(), job::JobFilter::default());
    let links = paging.links(&caller, &page, count).await?;
    Ok(Json(wire::Jobs {
        job_statuses: show_all(&caller, rows(page)).await?,
        links,
    }))
}

/// Returns up to 100 jobs by id.
///
/// Unknown ids are left out.
#[utoipa::path(
    get,
    path = "/job_statuses/show_many",
    operation_id = "ShowManyJobStatuses",
    tag = "Job statuses",
    params(("ids" = String, Query, description = "Ids, separated by commas.")),
    responses((status = 200, description = "The matching jobs.", body = wire::Jobs), Failures)
)]
pub(super) async fn show_many(caller: Caller) -> Result<Json<wire::Jobs>, RestError> {
    let ids = listed(&caller, "ids")?;
    let ids: Vec<Uuid> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let found = job::find_many(caller.reader(), &ids).await?;
    let mut found: HashMap<Uuid, Job> = found.into_iter().map(|job| (job.id.into(), job)).collect();
    let jobs: Vec<Job> = ids.iter().filter_map(|id| found.remove(id)).collect();
    Ok(Json(wire::Jobs {
        links: Links::whole(count(jobs.len())?),
        job_statuses: show_all(&caller, jobs).await?,
    }))
}

/// Returns a job.
///
/// A finished job has the results of its rows.
#[utoipa::path(
    get,
    path = "/job_statuses/{job_status_id}",
    operation_id = "ShowJobStatus",
    tag = "Job statuses",
    params(("job_status_id" = String, Path)),
    responses((status = 200, description = "The job.", body = wire::OneJob), Failures)
)]
pub(super) async fn show(
    caller: Caller,
    Segments([id]): Segments<1>,
) -> Result<Json<wire::OneJob>, RestError> {
    let id: Uuid = id.parse().map_err(|_| not_found(Code::JobNotFound))?;
    let job = job::get(caller.reader(), id.into()).await?;
    let mut shown = show_all(&caller, vec![job]).await?;
    Ok(Json(wire::OneJob {
        job_status: shown.remove(0),
    }))
}

/// Renders jobs, with the first results of those that have finished. The number of statements does
/// not depend on the number of jobs.
pub(super) async fn show_all(caller: &Caller, jobs: Vec<Job>) -> Result<Vec<wire::JobStatus>> {
    let over: Vec<JobId> = jobs
        .iter()
        .filter(|job| is_over(job.status))
        .map(|job| job.id)
        .collect();
    let mut results = match over.is_empty() {
        true => HashMap::new(),
        false => job::first_results(caller.reader(), &over, MAX_RESULTS).await?,
    };
    let mut things = Vec::new();
    let mut tried = Vec::new();
    for job in &jobs {
        let rows = results.get(&job.id).into_iter().flatten();
        let done = rows.filter_map(|row| row.result.as_ref().ok());
        match job.dry_run {
            true => tried.extend(done.map(|done| done.id)),
            false => things.extend(done.map(|done| IntegerIdOwner::new(about(job.kind), done.id))),
        }
    }
    let mut numbers = match things.is_empty() {
        true => IntegerIds::default(),
        false => caller.numbers(things).await?,
    };
    if !tried.is_empty() {
        // A dry run may return ids of rows that do not exist, so it assigns no integer ids.
        numbers.extend(caller.known_numbers(&tried).await?);
    }
    let show = |job: Job| {
        let results = is_over(job.status).then(|| results.remove(&job.id).unwrap_or_default());
        job_with(caller, &numbers, job, results)
    };
    Ok(jobs.into_iter().map(show).collect())
}

fn is_over(status: JobStatus) -> bool {
    !matches!(status, JobStatus::Queued | JobStatus::Working)
}

/// Returns the kind of object that the rows of a job change.
fn about(kind: JobKind) -> IntegerIdKind {
    match kind {
        JobKind::CreateMembership | JobKind::DeleteMembership => IntegerIdKind::Membership,
        JobKind::CreateUser
        | JobKind::UpsertUser
        | JobKind::UpdateUser
        | JobKind::SuspendUser
        | JobKind::EraseUser => IntegerIdKind::User,
        JobKind::CreateOrg
        | JobKind::UpsertOrg
        | JobKind::UpdateOrg
        | JobKind::RetireOrg
        | JobKind::SettleDefaults
        | JobKind::PlanSync
        | JobKind::ApplySync => IntegerIdKind::Org,
    }
}

/// Returns Zendesk's names for the job type, the action of a row, and the status of a successful
/// row.
fn words(kind: JobKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        JobKind::CreateMembership => ("Bulk Create Organization Membership", "create", "Created"),
        JobKind::DeleteMembership => ("Bulk Delete Organization Membership", "delete", "Deleted"),
        JobKind::CreateUser => ("Bulk Create User", "create", "Created"),
        JobKind::UpsertUser => ("Bulk Create Or Update User", "update", "Updated"),
        JobKind::UpdateUser => ("Bulk Update User", "update", "Updated"),
        JobKind::SuspendUser => ("Bulk Delete User", "delete", "Deleted"),
        JobKind::EraseUser => ("Permanently Delete User", "delete", "Deleted"),
        JobKind::CreateOrg => ("Bulk Create Organization", "create", "Created"),
        JobKind::UpsertOrg => ("Bulk Create Or Update Organization", "update", "Updated"),
        JobKind::UpdateOrg => ("Bulk Update Organization", "update", "Updated"),
        JobKind::RetireOrg => ("Bulk Delete Organization", "delete", "Deleted"),
        JobKind::SettleDefaults => ("Update Default Organizations", "update", "Updated"),
        JobKind::PlanSync => ("Plan Sync", "update", "Updated"),
        JobKind::ApplySync => ("Apply Sync", "update", "Updated"),
    }
}

fn job_with(
    caller: &Caller,
    numbers: &IntegerIds,
    job: Job,
    results: Option<Vec<RowResult>>,
) -> wire::JobStatus {
    let (job_type, ..) = words(job.kind);
    let at = job.finished_at.unwrap_or(job.updated_at);
    let at = at.format("%Y-%m-%d %H:%M:%S +0000");
    let (status, message) = match job.status {
        JobStatus::Queued => ("queued", None),
        JobStatus::Working => (
            "working",
            Some(format!(
                "{} of {}",
                job.progress,
                job.total.unwrap_or_default()
            )),
        ),
        JobStatus::Completed => ("completed", Some(format!("Completed at {at}"))),
        JobStatus::Failed => ("failed", job.message),
        JobStatus::Cancelled => ("killed", Some(format!("Killed at {at}"))),
    };
    let message = match (job.dry_run, message) {
        (true, None) => Some(DRY_RUN.to_owned()),
        (true, Some(message)) => Some(format!("{DRY_RUN} {message}")),
        (false, message) => message,
    };
    let show = |row| result_with(numbers, job.kind, row);
    wire::JobStatus {
        id: job.id.to_string(),
        job_type,
        url: caller.url(&format!("{ROOT}/job_statuses/{}.json", job.id)),
        total: job.total,
        progress: (job.status != JobStatus::Queued).then_some(job.progress),
        status,
        message,
        results: results.map(|rows| rows.into_iter().map(show).collect()),
    }
}

fn result_with(numbers: &IntegerIds, kind: JobKind, row: RowResult) -> wire::JobResult {
    let (_, action, done_word) = words(kind);
    let mut result = wire::JobResult {
        index: row.index,
        id: None,
        action: None,
        status: None,
        success: None,
        error: None,
        details: None,
    };
    match row.result {
        // As for the creation of a single membership that already exists.
        Ok(done) if kind == JobKind::CreateMembership && done.done == Done::Unchanged => {
            let (_, word, description) = in_words(Code::AlreadyMember, None, "");
            result.id = numbers.find(done.id);
            fail(&mut result, word, description);
        }
        Ok(done) => {
            let status = match done.done {
                Done::Created => "Created",
                _ => done_word,
            };
            let action = if status == "Created" {
                "create"
            } else {
                action
            };
            result.id = numbers.find(done.id);
            result.action = Some(action);
            result.status = Some(status);
            result.success = Some(true);
        }
        Err(failure) => {
            let (_, word, description) =
                in_words(failure.code, failure.field.as_deref(), &failure.message);
            fail(&mut result, word, description);
        }
    }
    result
}

fn fail(result: &mut wire::JobResult, word: &'static str, description: String) {
    result.success = Some(false);
    result.status = Some("Failed");
    result.error = Some(word);
    result.details = Some(description);
}
