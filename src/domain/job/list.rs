//! The paginated lists of jobs and of the results of a job.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    db::{Sql, columns},
    domain::{Reader, batch::RowResult},
    entity::{
        job::{JobKind, JobStatus, Model},
        job_row,
    },
    error::{Error, Result},
    id::JobId,
    page::{Key, Kind, Order, Page, PageRequest},
};

use super::row;

/// Sorts by id, oldest first.
pub const BY_ID: Order<Model> = Order {
    name: "jobs",
    columns: &[("j.id", Kind::Id)],
    keys: |job| vec![job.id.into()],
};

/// Sorts by row number, in which rows are received and run.
pub const BY_NUMBER: Order<job_row::Model> = Order {
    name: "results",
    columns: &[("r.number", Kind::Number)],
    keys: |row| vec![Key::Number(row.number)],
};

/// A filter for jobs. A job must match every condition that is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// The status.
    pub status: Option<JobStatus>,
    /// What the job's rows do.
    pub kind: Option<JobKind>,
}

impl JobFilter {
    /// Parses the filter arguments.
    ///
    /// # Errors
    /// `INVALID_VALUE` for an unknown kind. The message lists all known ones.
    pub fn parse(status: Option<JobStatus>, kind: Option<&str>) -> Result<Self> {
        let Some(word) = kind else {
            return Ok(Self { status, kind: None });
        };
        let kind = JobKind::ALL
            .iter()
            .copied()
            .find(|kind| kind.wire() == word);
        match kind {
            Some(_) => Ok(Self { status, kind }),
            None => {
                let all: Vec<_> = JobKind::ALL.iter().map(|kind| kind.wire()).collect();
                let message = format!("must be one of: {}", all.join(", "));
                Err(Error::invalid("kind", message))
            }
        }
    }

    fn conditions(self, sql: &mut Sql) {
        match self.status {
            None => {}
            // The partial index of unfinished jobs is used only for this list of words.
            Some(status @ (JobStatus::Queued | JobStatus::Working)) => {
                sql.push(" AND j.status IN ('queued', 'working') AND j.status = ")
                    .word(status.as_str());
            }
            Some(status) => {
                sql.push(" AND j.status = ").word(status.as_str());
            }
        }
        if let Some(kind) = self.kind {
            sql.push(" AND j.kind = ").word(kind.as_str());
        }
    }
}

/// Returns a page of the jobs that the actor may see.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn list(reader: &Reader, filter: JobFilter, page: &PageRequest) -> Result<Page<Model>> {
    let sql = list_sql(reader, filter, page);
    Ok(page.page(&BY_ID, sql.all(&reader.conn).await?))
}

/// Returns the statement of [`list`], so that its query plan can be inspected.
#[must_use]
pub fn list_sql(reader: &Reader, filter: JobFilter, page: &PageRequest) -> Sql {
    let mut sql = Sql::select::<Model>(&reader.conn, "j", " WHERE ");
    reader.actor.sees_job(&mut sql, "j");
    filter.conditions(&mut sql);
    sql.page(&BY_ID, page);
    sql
}

/// Returns the number of jobs that the actor may see.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count(reader: &Reader, filter: JobFilter) -> Result<i64> {
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM jobs j WHERE ");
    reader.actor.sees_job(&mut sql, "j");
    filter.conditions(&mut sql);
    sql.count(&reader.conn).await
}

/// Returns the number of jobs of each status that the actor may see.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count_by_status(reader: &Reader) -> Result<Vec<(JobStatus, i64)>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT j.status, count(*) AS number FROM jobs j WHERE ",
    );
    reader.actor.sees_job(&mut sql, "j");
    sql.push(" GROUP BY j.status");
    let rows = sql.rows(&reader.conn).await?;
    let counted = rows
        .iter()
        .map(|row| Ok((row.try_get("", "status")?, row.try_get("", "number")?)))
        .collect::<Result<Vec<(JobStatus, i64)>>>()?;
    let number = |status| {
        let found = counted.iter().find(|(one, _)| *one == status);
        found.map_or(0, |(_, number)| *number)
    };
    let all = JobStatus::ALL.iter();
    Ok(all.map(|status| (*status, number(*status))).collect())
}

/// Returns a page of the results of the rows of a job that have run, optionally only of the failed
/// rows. The page is empty if the actor may not see the job.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn results(
    reader: &Reader,
    job: JobId,
    only_failed: bool,
    page: &PageRequest,
) -> Result<Page<RowResult>> {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<job_row::Model>("r"))
        .push(" FROM jobs j JOIN job_rows r ON r.job_id = j.id WHERE j.id = ")
        .bind(job)
        .push(" AND ");
    reader.actor.sees_job(&mut sql, "j");
    // An invalid line has a code before the job reaches it, but no result.
    sql.push(" AND r.result IS NOT NULL");
    if only_failed {
        sql.push(" AND r.code IS NOT NULL");
    }
    sql.page(&BY_NUMBER, page);
    let rows = page.page(&BY_NUMBER, sql.all(&reader.conn).await?);
    Ok(rows.map(row::into_row_result))
}

/// Returns the results of the first `rows` rows of each job, in one statement. Rows that have not
/// run and jobs that the actor may not see are left out.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn first_results(
    reader: &Reader,
    jobs: &[JobId],
    rows: u32,
) -> Result<HashMap<JobId, Vec<RowResult>>> {
    let ids: Vec<Uuid> = jobs.iter().copied().map(Uuid::from).collect();
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<job_row::Model>("r"))
        .push(" FROM jobs j JOIN job_rows r ON r.job_id = j.id WHERE ")
        .is_one_of("j.id", &ids)
        .push(" AND r.result IS NOT NULL AND r.number < ")
        .bind(i64::from(rows))
        .push(" AND ");
    reader.actor.sees_job(&mut sql, "j");
    sql.push(" ORDER BY r.job_id, r.number");
    let mut results = HashMap::<_, Vec<_>>::new();
    for row in sql.all::<job_row::Model>(&reader.conn).await? {
        let of_job = results.entry(row.job_id).or_default();
        of_job.push(row::into_row_result(row));
    }
    Ok(results)
}
