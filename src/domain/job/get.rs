//! Queries that find single jobs and batches of jobs.

use uuid::Uuid;

use crate::{
    access::target,
    db::Sql,
    domain::Reader,
    entity::job::Model,
    error::{Code, Result},
    id::JobId,
};

/// Returns the job, if the actor may see it: a job that the actor or the actor's user queued, or a
/// job of an org where the actor may run jobs.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find(reader: &Reader, job: JobId) -> Result<Option<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "j", " WHERE j.id = ");
    sql.bind(job).push(" AND ");
    reader.actor.sees_job(&mut sql, "j");
    sql.one(&reader.conn).await
}

/// Returns the job, or an error if there is no such job.
///
/// # Errors
/// `JOB_NOT_FOUND` if the job does not exist or the actor may not see it.
pub async fn get(reader: &Reader, job: JobId) -> Result<Model> {
    let found = find(reader, job).await?;
    found.ok_or_else(|| target::not_found(Code::JobNotFound))
}

/// Returns the jobs that the actor may see, in one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find_many(reader: &Reader, jobs: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "j", " WHERE ");
    sql.is_one_of("j.id", jobs).push(" AND ");
    reader.actor.sees_job(&mut sql, "j");
    sql.all(&reader.conn).await
}
