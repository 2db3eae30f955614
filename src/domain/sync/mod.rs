//! Synchronization: brings the members of orgs into the state that a file describes, with a plan
//! that is read before it is applied.
//!
//! * `file`: reads files: encodings, CSV and JSON Lines, presets, maps, typed rows. Writes cells.
//! * `upload`: stores a file in pieces.
//! * `run`: the operations that begin a run, and who may see one.
//! * `plan`: the job that plans a run: stages rows, finds persons, compares, counts, guards.
//! * `change`: the change of one item, decided by the rules of the nouns. Planning decides it
//!   without writing, and applying decides and writes it.
//! * `apply`: the job that applies a plan, in chunks.
//! * `revert`: plans the inverse of an applied run from its events.
//! * `hold`: operations on holds.
//! * `list`: queries on runs and their items.
//! * `export`: reads memberships as rows of a file.
//! * `sweep`: deletes old uploads and runs.

mod apply;
mod change;
mod changes;
mod export;
pub mod file;
mod hold;
mod list;
mod plan;
mod revert;
mod run;
mod sweep;
mod upload;

pub use apply::{ApplyStep, ApplySync, Applying};
pub(super) use apply::{ChunkScope, apply_early};
pub use changes::{
    Changes, Counts, Field, FieldChange, GroupAction, GroupChange, Guard, Options, RestoredDefault,
};
pub use export::{ExportFilter, Exporter, members_sql};
pub use hold::{HoldMembership, HoldReason, ReleaseMembership};
pub use list::{
    BY_ID, BY_POSITION, MAX_UNTOUCHED, SyncItem, count, find, find_many, items, items_sql, list,
    untouched_orgs,
};
pub use plan::{PlanStep, planning_sql};
pub use revert::RevertSync;
pub use run::PlanSync;
pub(super) use run::end_with_job;
pub use sweep::{RUN_KEPT, SweepSyncs};
pub use upload::{
    AbandonSyncUpload, AddSyncPiece, BeginSyncUpload, EndSyncUpload, MAX_BYTES, MAX_WAITING,
    UPLOAD_KEPT,
};
