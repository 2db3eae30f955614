//! The entity of events: one for each write of a directory row, in the transaction of the write.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{EventId, GroupId, JobId, OrgId, RoleId, SyncRunId, TokenId, UserId};

super::text_enum! {
    /// How the actor of a change authenticated.
    ActorKind {
        /// By a token.
        Token = "token", "TOKEN";
        /// By the root token.
        Root = "root", "ROOT";
        /// By the command line on the server.
        Cli = "cli", "CLI";
        /// By a job.
        Job = "job", "JOB";
    }
}

super::text_enum! {
    /// What happened to the row.
    Verb {
        /// The row was created.
        Created = "created", "created";
        /// Fields of the row changed.
        Updated = "updated", "updated";
        /// The row was retired: it is kept but not in use.
        Retired = "retired", "retired";
        /// The row is in use again.
        Reactivated = "reactivated", "reactivated";
        /// The row was deleted.
        Removed = "removed", "removed";
    }
}

/// The kinds of rows that events record.
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
    /// The external system that the token acts for.
    pub source: Option<String>,
    /// The org that the row belongs to or is.
    pub org_id: Option<OrgId>,
    /// The user that the row belongs to or is.
    pub user_id: Option<UserId>,
    /// One of [`ENTITIES`].
    pub entity: String,
    pub entity_id: Uuid,
    pub verb: Verb,
    /// The changed fields before the change.
    pub before: Option<Json>,
    /// The changed fields after the change.
    pub after: Option<Json>,
    /// The version of the row after the change. For a deleted row, its last version plus one. Null
    /// for events from before rows had versions.
    pub version: Option<i64>,
    /// The change that the event belongs to. All events of a change have one id.
    pub change_id: Option<Uuid>,
    /// The sync run that made the change.
    pub sync_run: Option<SyncRunId>,
    /// The job that made the change.
    pub job_id: Option<JobId>,
    /// The group that the row is, or is a membership of.
    pub group_id: Option<GroupId>,
    /// The role, if the row is a role that an org defines.
    pub role_id: Option<RoleId>,
    /// The name of the row at the time of the event.
    pub label: Option<String>,
    /// The name of the actor at the time of the event.
    pub actor_label: Option<String>,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
