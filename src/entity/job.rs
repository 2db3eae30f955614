//! Jobs: many operations that run behind the caller's back.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{JobId, OrgId, TokenId, UserId};

super::text_enum! {
    /// Where a job is.
    JobStatus {
        /// It waits for its turn, or for the rest of its rows.
        Queued = "queued", "QUEUED";
        /// It runs.
        Working = "working", "WORKING";
        /// Every row was run.
        Completed = "completed", "COMPLETED";
        /// It ended before its last row.
        Failed = "failed", "FAILED";
        /// Somebody ended it.
        Cancelled = "cancelled", "CANCELLED";
    }
}

super::text_enum! {
    /// What the rows of a job do.
    JobKind {
        /// Add members.
        CreateMembership = "createMemberships", "createMemberships";
        /// Remove members.
        DeleteMembership = "deleteMemberships", "deleteMemberships";
        /// Make users.
        CreateUser = "createUsers", "createUsers";
        /// Make or change users.
        UpsertUser = "upsertUsers", "upsertUsers";
        /// Change users.
        UpdateUser = "updateUsers", "updateUsers";
        /// Suspend users.
        SuspendUser = "suspendUsers", "suspendUsers";
        /// Erase deleted users.
        EraseUser = "eraseUsers", "eraseUsers";
        /// Make orgs.
        CreateOrg = "createOrgs", "createOrgs";
        /// Make or change orgs.
        UpsertOrg = "upsertOrgs", "upsertOrgs";
        /// Change orgs.
        UpdateOrg = "updateOrgs", "updateOrgs";
        /// Take orgs out of use.
        RetireOrg = "retireOrgs", "retireOrgs";
        /// Settle the defaults of members of an org that was retired or restored.
        SettleDefaults = "settleDefaults", "settleDefaults";
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
    /// The form in which its rows are kept.
    pub format: i32,
    pub status: JobStatus,
    /// Nothing that it does is kept, but its results.
    pub dry_run: bool,
    /// How many rows it has; null while they come in.
    pub total: Option<i32>,
    /// Rows that were run.
    pub progress: i32,
    /// Those of them that failed.
    pub failed: i32,
    /// Why it ended before its last row.
    pub message: Option<String>,
    /// By which token it was queued; null: at the command line.
    pub token_id: Option<TokenId>,
    /// The user of that token.
    pub user_id: Option<UserId>,
    /// The one org of that token.
    pub org_id: Option<OrgId>,
    /// From where it was queued.
    pub address: Option<String>,
    /// The request that queued it.
    pub request_id: Option<String>,
    /// The job whose failed rows it runs again.
    pub retry_of: Option<JobId>,
    /// The number of that job's row at which it goes on to look for them.
    pub retried: i32,
    /// Whoever runs it knows this.
    pub lease: Option<Uuid>,
    /// From then on somebody else may run it.
    pub lease_until: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

/// None: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
