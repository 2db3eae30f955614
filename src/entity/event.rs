//! Events: one for each directory row written, in the same transaction.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{EventId, GroupId, JobId, OrgId, RoleId, TokenId, UserId};

super::text_enum! {
    /// By which way a change came.
    ActorKind {
        /// By a token.
        Token = "token", "TOKEN";
        /// By the root token.
        Root = "root", "ROOT";
        /// By the command line, on the server itself.
        Cli = "cli", "CLI";
        /// By a job.
        Job = "job", "JOB";
    }
}

super::text_enum! {
    /// What happened to the row.
    Verb {
        /// It is new.
        Created = "created", "created";
        /// Fields changed.
        Updated = "updated", "updated";
        /// It went out of use, and stays.
        Retired = "retired", "retired";
        /// It is in use again.
        Reactivated = "reactivated", "reactivated";
        /// It is gone.
        Removed = "removed", "removed";
    }
}

/// What an event can be about.
pub const ENTITIES: &[&str] = &[
    "user",
    "org",
    "membership",
    "group",
    "group_membership",
    "role",
    "token",
];

/// A row of `events`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub at: DateTime<Utc>,
    pub request_id: Option<String>,
    pub actor_kind: ActorKind,
    pub token_id: Option<TokenId>,
    pub actor_user_id: Option<UserId>,
    /// The system for which the token acts.
    pub source: Option<String>,
    /// The org that the row belongs to, or is.
    pub org_id: Option<OrgId>,
    /// The user that the row belongs to, or is.
    pub user_id: Option<UserId>,
    /// One of [`ENTITIES`].
    pub entity: String,
    pub entity_id: Uuid,
    pub verb: Verb,
    /// The changed fields as they were.
    pub before: Option<Json>,
    /// The changed fields as they are.
    pub after: Option<Json>,
    /// The version of the row as the event leaves it; of a removed row, one more than its last. Null: an event from before
    /// rows had versions.
    pub version: Option<i64>,
    /// The change that the event is a part of: all events of one change have the same.
    pub change_id: Option<Uuid>,
    /// The sync run that made the change.
    pub sync_run: Option<Uuid>,
    /// The job that made the change.
    pub job_id: Option<JobId>,
    /// The group that the row is, or is a membership of.
    pub group_id: Option<GroupId>,
    /// The org's own role that the row is.
    pub role_id: Option<RoleId>,
    /// The name of the row at the time.
    pub label: Option<String>,
    /// The name of the actor at the time.
    pub actor_label: Option<String>,
}

/// None: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
