//! The stored forms of a plan: the options of a run, the changes of an item, counts and the guard.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    entity::membership::{DefaultReason, MemberRole},
    error::Code,
    id::{GroupId, OrgId},
};

/// The options of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The preset, or `auto`.
    pub preset: String,
    /// The names of columns, roles, statuses and orgs in the file, and ours.
    pub map: Option<serde_json::Value>,
    /// Whether an empty cell clears its field.
    pub empty_clears: bool,
    /// Whether groups that do not exist are created.
    pub create_groups: bool,
    /// Whether the run takes rows of other owners over.
    pub take_over: bool,
    /// The role of new members without a role in their row.
    pub default_role: MemberRole,
}

/// A field of a row, under the name of its native column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The user's e-mail address.
    Email,
    /// The user's first name.
    First,
    /// The user's last name.
    Last,
    /// The user's display name.
    Name,
    /// The user's mobile number.
    Mobile,
    /// The user's time zone.
    Timezone,
    /// The user's own external id.
    UserExternalId,
    /// The role of the membership.
    Role,
    /// The status of the membership.
    Status,
    /// The external id of the membership.
    ExternalId,
    /// Whether the membership is the user's default.
    IsDefault,
    /// The reason of the default, in the plan of a revert.
    DefaultReason,
    /// The groups of the member, in display only: [`Changes::groups`] is what is applied.
    Groups,
    /// The owner of the membership.
    OwnedBy,
    /// The owner of the user, in the plan of a revert and of a run that takes over.
    UserOwnedBy,
}

impl Field {
    /// Returns the name of the field's column.
