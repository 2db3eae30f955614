//! Where planning continues.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    domain::sync::{Counts, Guard},
    id::OrgId,
};

/// The number of rows of the first step, when the time per row is still unknown.
const FIRST: u32 = 200;
/// The maximum number of rows of a step.
const MAX: u32 = 2_000;

/// A phase of planning, in the order of phases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Phase {
    /// Rows are staged.
    #[default]
    Stage,
    /// Rows are matched by the external ids of users.
    Link,
    /// Persons are planned, in the order of their first lines.
    Persons,
    /// The members of each org are counted, and retired if the file does not name them.
    Members,
    /// Orgs where nobody would be left are found.
    Orgs,
    /// The rows in groups are counted.
    Groups,
    /// Orgs that the file does not name are listed.
    Untouched,
    /// Staged rows are deleted.
    Clear,
    /// The plan is complete.
    Done,
}

/// Where planning continues, and what it has counted.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::domain::sync) struct Progress {
    pub(super) phase: Phase,
    /// The number of rows of the next step.
    pub(super) size: u32,
    /// The next piece.
    pub(super) piece: i32,
    /// The next record of that piece.
    pub(super) record: usize,
    /// The number of staged rows.
    pub(super) rows: i64,
    /// Whether a row states an external id of its user.
    pub(super) has_user_ids: bool,
    /// The last line that was read.
    pub(super) line: i32,
    /// The first and the last line of a range of unchanged lines that may continue.
    pub(super) unchanged: Option<(i32, i32)>,
    /// A person with too many rows, and the last of these rows that was marked.
    pub(super) crowd: Option<(String, i32)>,
    /// The position of the next item.
    pub(super) position: i32,
    /// The org that is counted, or the last one.
    pub(super) org: Option<OrgId>,
    /// Whether that org is done.
    pub(super) is_org_done: bool,
    /// The group that is counted, by the org and the normalized name, or the last one.
    pub(super) group: Option<(OrgId, String)>,
    /// Whether that group is done.
    pub(super) is_group_done: bool,
    /// The last row that was read of that org or group.
    pub(super) cursor: Option<Uuid>,
    /// The number of rows counted so far of that org or group.
    pub(super) counted: i64,
    /// The number of these rows that the source owns.
    pub(super) counted_owned: i64,
    /// The number of active members whom the source owns, in all orgs of the run.
    pub(super) owned: i64,
    /// The counts of the plan.
    pub(super) counts: Counts,
    /// The verdict of the guard.
    pub(super) guard: Guard,
}

impl Progress {
    /// Returns the start.
    #[must_use]
    pub(in crate::domain::sync) fn new() -> Self {
        Self {
            size: FIRST,
            ..Self::default()
        }
    }

    /// Returns the start of a run that reverts another one. It has no file.
    #[must_use]
    pub(in crate::domain::sync) fn of_revert() -> Self {
        Self {
            phase: Phase::Persons,
            ..Self::new()
        }
    }

    /// Enters a phase.
    pub(super) fn enter(&mut self, phase: Phase) {
        *self = Self {
            phase,
            line: 0,
            org: None,
            is_org_done: false,
            group: None,
            is_group_done: false,
            cursor: None,
            counted: 0,
            counted_owned: 0,
            ..std::mem::take(self)
        };
    }

    /// Adapts the number of rows of a step to the time that the last step took.
    pub(super) fn resize(&mut self, took: Duration, aim: Duration) {
        let fit = aim.as_secs_f64() / took.as_secs_f64().max(0.000_001);
        let next = f64::from(self.size.max(1)) * fit.clamp(0.1, 2.0);
        // Rounding down is precise enough.
        self.size = (next as u32).clamp(1, MAX);
    }
}
