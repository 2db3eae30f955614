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
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::First => "first",
            Self::Last => "last",
            Self::Name => "name",
            Self::Mobile => "mobile",
            Self::Timezone => "timezone",
            Self::UserExternalId => "user_external_id",
            Self::Role => "role",
            Self::Status => "status",
            Self::ExternalId => "external_id",
            Self::IsDefault => "is_default",
            Self::DefaultReason => "default_reason",
            Self::Groups => "groups",
            Self::OwnedBy => "owned_by",
            Self::UserOwnedBy => "user_owned_by",
        }
    }

    /// Returns whether the field belongs to the user, not to the membership.
    #[must_use]
    pub fn is_own(self) -> bool {
        match self {
            Self::Email
            | Self::First
            | Self::Last
            | Self::Name
            | Self::Mobile
            | Self::Timezone
            | Self::UserExternalId
            | Self::UserOwnedBy => true,
            Self::Role
            | Self::Status
            | Self::ExternalId
            | Self::IsDefault
            | Self::DefaultReason
            | Self::Groups
            | Self::OwnedBy => false,
        }
    }

    /// Returns whether a hold on the membership keeps the field.
    #[must_use]
    pub fn is_held(self) -> bool {
        matches!(
            self,
            Self::Role | Self::Status | Self::ExternalId | Self::Groups
        )
    }
}

/// A change of one field. `None` is an absent value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field.
    #[serde(rename = "n")]
    pub field: Field,
    /// The value at planning.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The value in the file.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Why the field is shown and not written.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Code>,
}

/// What becomes of a row in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupAction {
    /// The member joins the group.
    #[serde(rename = "j")]
    Join,
    /// The member leaves the group.
    #[serde(rename = "l")]
    Leave,
    /// The row stays and gets another owner.
    #[serde(rename = "o")]
    Own,
}

/// A row in a group that comes, goes or gets another owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupChange {
    /// The name of the group.
    #[serde(rename = "n")]
    pub name: String,
    /// The group, if it existed at planning.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// What becomes of the row.
    #[serde(rename = "a")]
    pub action: GroupAction,
    /// The owner of the row at planning.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub owned_before: Option<String>,
    /// The owner that the row gets.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<String>,
}

impl GroupChange {
    /// Returns whether a hold on the membership keeps the row as it is.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.action != GroupAction::Own
    }
}

/// The changes of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// The fields that differ.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
    /// The rows in groups that change.
    #[serde(rename = "g", default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupChange>,
    /// Whether the membership was retired at planning, for an update.
    #[serde(rename = "r", default, skip_serializing_if = "std::ops::Not::not")]
    pub was_retired: bool,
    /// The default that the user gets back when the item is applied.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub default: Option<RestoredDefault>,
}

/// The default of a user that a revert restores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoredDefault {
    /// The org that becomes the default again.
    pub org: OrgId,
    /// The reason for which it was the default.
    pub reason: DefaultReason,
    /// The default at planning.
    pub from: Option<(OrgId, DefaultReason)>,
}

impl Changes {
    /// Returns the fields that are written, not only shown.
    pub fn written(&self) -> impl Iterator<Item = &FieldChange> {
        self.fields.iter().filter(|change| change.kept.is_none())
    }

    /// Returns the value that the field gets.
    #[must_use]
    pub fn after(&self, field: Field) -> Option<&str> {
        let change = self.fields.iter().find(|change| change.field == field);
        change?.after.as_deref()
    }
}

/// The counts of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields of the schema, with their descriptions there"
)]
pub struct Counts {
    pub created: i64,
    pub joined: i64,
    pub updated: i64,
    pub reactivated: i64,
    pub retired: i64,
    pub removed: i64,
    pub deleted: i64,
    pub unchanged: i64,
    pub held: i64,
    pub conflicts: i64,
    pub cleared_fields: i64,
    pub groups_created: i64,
    pub groups_added: i64,
    pub groups_removed: i64,
    /// The reasons of removals, for the guard: what is removed, and how often.
    pub removals: BTreeMap<String, i64>,
}

/// The verdict of the guard.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Guard {
    /// The number of removals.
    pub removals: i64,
    /// The number of removals up to which the plan is applied without confirmation.
    pub limit: i64,
    /// Whether applying the plan requires the number of removals as confirmation.
    pub tripped: bool,
    /// Why the guard tripped, for people.
    pub reasons: Vec<String>,
}
