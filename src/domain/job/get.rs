//! Reading one job.

use uuid::Uuid;

use crate::{
    access::target,
    db::Sql,
    domain::Reader,
    entity::job::Model,
    error::{Code, Result},
    id::JobId,
};

/// The job, if the actor may see it: one that he queued, one of his user's, one of an org where he may run jobs.
///
/// # Errors
/// What the database says.
pub async fn find(reader: &Reader, job: JobId) -> Result<Option<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "j", " WHERE j.id = ");
    sql.bind(job).push(" AND ");
    reader.actor.sees_job(&mut sql, "j");
    sql.one(&reader.conn).await
}

/// The same, which has to be there.
///
/// # Errors
/// `JOB_NOT_FOUND`.
pub async fn get(reader: &Reader, job: JobId) -> Result<Model> {
    let found = find(reader, job).await?;
    found.ok_or_else(|| target::not_found(Code::JobNotFound))
}

/// Those of the jobs that the actor may see: one statement.
///
/// # Errors
/// What the database says.
pub async fn find_many(reader: &Reader, jobs: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "j", " WHERE ");
    sql.is_one_of("j.id", jobs).push(" AND ");
    reader.actor.sees_job(&mut sql, "j");
    sql.all(&reader.conn).await
}
