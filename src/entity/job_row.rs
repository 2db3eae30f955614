//! Rows of jobs: an operation as data, and what became of it.

use sea_orm::entity::prelude::*;

use crate::id::JobId;

/// A row of `job_rows`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "job_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub job_id: JobId,
    /// Its place in the job, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// Null: it could not be read.
    pub operation: Option<String>,
    /// What the caller calls it.
    #[sea_orm(column_name = "ref")]
    pub reference: Option<String>,
    /// Null: it was not run yet.
    pub result: Option<String>,
    /// What it was done to.
    pub id: Option<Uuid>,
    /// Null: it did not fail.
    pub code: Option<String>,
    pub field: Option<String>,
    pub error: Option<String>,
    pub existing_id: Option<Uuid>,
    /// A list of ids, or null.
    pub matches: Option<Json>,
}

/// None: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
