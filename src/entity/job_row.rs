//! The entity of job rows: an operation as data, and its result.

use sea_orm::entity::prelude::*;

use crate::id::{JobId, OrgId, UserId};

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
    /// The position in the job, counted from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The operation as JSON. Null if the input was invalid.
    pub operation: Option<String>,
    /// The caller's reference to the row.
    #[sea_orm(column_name = "ref")]
    pub reference: Option<String>,
    /// The result. Null until the row is executed.
    pub result: Option<String>,
    /// The id of the changed object.
    pub id: Option<Uuid>,
    /// The error code. Null if the row did not fail.
    pub code: Option<String>,
    pub field: Option<String>,
    pub error: Option<String>,
    pub existing_id: Option<Uuid>,
    /// A list of ids, or null.
    pub matches: Option<Json>,
    /// The user concerned.
    pub user_id: Option<UserId>,
    /// The org concerned.
    pub org_id: Option<OrgId>,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
