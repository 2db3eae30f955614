//! Versions of rows: a caller can ask that a row is changed only as the caller has read it.

use crate::error::{Code, Error, Result};

use super::event::Recorded;

/// Fails unless the row has the stated version. A row that does not exist has version 0. Without a stated version every row
/// passes.
///
/// The caller has the row locked, and the actor may see it: the error tells the version that the row has.
///
/// # Errors
/// `VERSION_MISMATCH`.
pub(super) fn must_be<R: Recorded>(stated: Option<i64>, row: Option<&R>) -> Result<()> {
    let version = row.map_or(0, Recorded::version);
    match stated {
        Some(stated) if stated != version => {
            let message = format!(
                "The {} has version {version}, not {stated}. Read it again, then repeat the change.",
                R::ENTITY
            );
            Err(Error::new(Code::VersionMismatch, message).at("ifVersion"))
        }
        _ => Ok(()),
    }
}
