//! The operations that begin a run, and who may see one.

use crate::{
    entity::sync_run::{self, SyncMode},
    error::{Error, Result},
    id::SyncRunId,
};

use super::Options;

/// What the changes of a run depend on.
#[derive(Debug, Clone)]
pub(super) struct RunContext {
    pub(super) id: SyncRunId,
    pub(super) source: String,
    pub(super) mode: SyncMode,
    pub(super) options: Options,
    pub(super) is_revert: bool,
}

impl RunContext {
    pub(super) fn of(run: &sync_run::Model) -> Result<Self> {
        let options = serde_json::from_value(run.options.clone());
        Ok(Self {
            id: run.id,
            source: run.source.clone(),
            mode: run.mode,
            options: options.map_err(Error::internal)?,
            is_revert: run.revert_of.is_some(),
        })
    }
}
