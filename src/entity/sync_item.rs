//! The entity of the items of a plan: what a sync run does, in the order in which it does it.

use sea_orm::entity::prelude::*;

use crate::id::{OrgId, SyncRunId, UserId};

super::text_enum! {
    /// What a sync run does with a row.
    SyncAction {
        /// Create a user and a membership.
        Create = "create", "CREATE";
        /// Add a user to the org.
        Join = "join", "JOIN";
        /// Change fields.
        Update = "update", "UPDATE";
        /// Bring a retired member back.
        Reactivate = "reactivate", "REACTIVATE";
        /// Retire a membership.
        Retire = "retire", "RETIRE";
        /// Remove a membership that the reverted run has created.
        Remove = "remove", "REMOVE";
        /// Delete a user that the reverted run has created.
        Delete = "delete", "DELETE";
        /// Nothing.
        Unchanged = "unchanged", "UNCHANGED";
        /// Nothing, because the membership is held.
        Held = "held", "HELD";
        /// Nothing, because the row cannot be applied.
        Conflict = "conflict", "CONFLICT";
    }
}

/// A row of `sync_items`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "sync_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: SyncRunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The line in the file. Null for an item without a line.
    pub line: Option<i32>,
    /// The number of lines, more than one for unchanged lines.
    pub lines: i32,
    /// The action as shown.
    pub action: SyncAction,
    pub org_id: Option<OrgId>,
    /// The user. Null for a user whom the run creates.
    pub user_id: Option<UserId>,
    /// Whether the planning token could not see the user: the user and the values before are not
    /// shown.
    pub is_hidden: bool,
    /// Why the item is not applied, or was not.
    pub code: Option<String>,
    pub reason: Option<String>,
    /// `domain::sync::Changes` as JSON.
    pub changes: String,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
