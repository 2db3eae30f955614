//! The entity of jobs: lists of operations that run in the background.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{JobId, OrgId, TokenId, UserId};

super::text_enum! {
    /// The status of a job.
    JobStatus {
        /// The job waits for a worker, or for the rest of its rows.
        Queued = "queued", "QUEUED";
        /// The job is running.
        Working = "working", "WORKING";
        /// Every row was executed.
        Completed = "completed", "COMPLETED";
        /// The job ended before its last row.
        Failed = "failed", "FAILED";
        /// A caller cancelled the job.
        Cancelled = "cancelled", "CANCELLED";
    }
}

super::text_enum! {
    /// The operation that the rows of a job execute.
    JobKind {
        /// Add members.
        CreateMembership = "createMemberships", "createMemberships";
        /// Remove members.
        DeleteMembership = "deleteMemberships", "deleteMemberships";
        /// Create users.
        CreateUser = "createUsers", "createUsers";
        /// Create or update users.
        UpsertUser = "upsertUsers", "upsertUsers";
        /// Update users.
        UpdateUser = "updateUsers", "updateUsers";
        /// Suspend users.
        SuspendUser = "suspendUsers", "suspendUsers";
        /// Erase the stored data of deleted users.
        EraseUser = "eraseUsers", "eraseUsers";
        /// Create orgs.
        CreateOrg = "createOrgs", "createOrgs";
        /// Create or update orgs.
        UpsertOrg = "upsertOrgs", "upsertOrgs";
        /// Update orgs.
        UpdateOrg = "updateOrgs", "updateOrgs";
        /// Retire orgs.
        RetireOrg = "retireOrgs", "retireOrgs";
        /// Recalculate the default orgs of the members of a retired or restored org.
        SettleDefaults = "settleDefaults", "settleDefaults";
        /// Plan a sync run.
        PlanSync = "planSync", "planSync";
        /// Apply the plan of a sync run.
        ApplySync = "applySync", "applySync";
    }
}

/// A row of `jobs`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    pub kind: JobKind,
    /// The format version of the stored rows.
    pub format: i32,
    pub status: JobStatus,
    /// Whether all changes are rolled back. The results of the rows are kept.
    pub dry_run: bool,
    /// The number of rows. Null until all rows are added.
    pub total: Option<i32>,
    /// The number of rows that were executed.
    pub progress: i32,
    /// The number of executed rows that failed.
    pub failed: i32,
    /// Why the job ended before its last row.
    pub message: Option<String>,
    /// The token that queued the job. Null if the command line did.
    pub token_id: Option<TokenId>,
    /// The user that the token acts for.
    pub user_id: Option<UserId>,
    /// The org that the token is bound to.
    pub org_id: Option<OrgId>,
    /// The network address of the client that queued the job.
    pub address: Option<String>,
    /// The request that queued the job.
    pub request_id: Option<String>,
    /// The job whose failed rows this job retries.
    pub retry_of: Option<JobId>,
    /// The row number in that job from which the search for failed rows continues.
    pub retried: i32,
    /// The id of the current worker's lease.
    pub lease: Option<Uuid>,
    /// The end of the lease. From this time on, another worker may run the job.
    pub lease_until: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
