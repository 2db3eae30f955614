//! The entity of sync runs: plans to bring the members of orgs into the state of a file.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{JobId, OrgId, SyncRunId, SyncUploadId, TokenId};

super::text_enum! {
    /// The status of a sync run.
    SyncStatus {
        /// The plan is being made.
        Planning = "planning", "PLANNING";
        /// The plan can be read and applied.
        Planned = "planned", "PLANNED";
        /// The plan is being applied.
        Applying = "applying", "APPLYING";
        /// The plan was applied.
        Applied = "applied", "APPLIED";
        /// Planning or applying ended early.
        Failed = "failed", "FAILED";
        /// The job of the run was cancelled.
        Cancelled = "cancelled", "CANCELLED";
    }
}

super::text_enum! {
    /// What happens to members of the source whom the file does not name.
    SyncMode {
        /// They stay.
        Add = "add", "ADD";
        /// They are retired.
        Replace = "replace", "REPLACE";
    }
}

/// A row of `sync_runs`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "sync_runs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SyncRunId,
    pub status: SyncStatus,
    /// The upload. Null for a run that reverts another one, and once the plan is made.
    pub upload_id: Option<SyncUploadId>,
    /// The org that the caller named for all rows.
    pub org_id: Option<OrgId>,
    /// The external system whose rows these are.
    pub source: String,
    pub mode: SyncMode,
    /// The options of the caller: `domain::sync::Options`.
    pub options: Json,
    /// The run that this run reverts.
    pub revert_of: Option<SyncRunId>,
    /// The token that planned the run. Null if the command line did.
    pub token_id: Option<TokenId>,
    /// The job that plans or applies the run, or did so last.
    pub job_id: Option<JobId>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// The names of the columns that were ignored.
    pub ignored_columns: Json,
    /// Where planning continues: `domain::sync::plan::Progress`.
    pub progress: Json,
    /// `domain::sync::Counts`.
    pub counts: Json,
    /// `domain::sync::Guard`.
    pub guard: Json,
    /// The number of items, which is the position after the last item.
    pub items: i32,
    /// The position after the last item that was applied.
    pub applied: i32,
    /// The number of applied items that failed or were stale.
    pub failed: i32,
    /// The number of applied items whose user's own fields were left out, because the token may not
    /// update the user.
    pub partial: i32,
    /// The code of the error that ended the run.
    pub error_code: Option<String>,
    /// The message of the error that ended the run.
    pub error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub planned_at: Option<DateTime<Utc>>,
    pub applied_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
