//! `tenantry backup`: copies the database while servers may be writing to it.

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::Instant,
};

use clap::Args;
use indicatif::HumanBytes;
use tempfile::NamedTempFile;

use crate::{
    config::Config,
    db::back_up,
    error::{Code, Error, Result},
};

use super::{say, stop_requested};

/// Copies the SQLite database into a file. Servers may keep using the database.
#[derive(Args)]
pub(super) struct Backup {
    /// The file to create. Only its owner may read the file, because it contains all data.
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let begun = Instant::now();
        if self.file.symlink_metadata().is_ok() {
            return Err(exists(&self.file));
        }
        let half = beside(&self.file)?;
        let stop = stop_requested()?;
        // On a stop signal, dropping the temporary file removes the incomplete copy.
        let source = config.database();
        tokio::select! {
            done = back_up(&source, half.path()) => done?,
            () = stop => return Err(Error::new(Code::Busy, "Interrupted; no backup was made.")),
        }
        let size = keep(half, &self.file)?;
        say(format_args!(
            "{}: {} in {:.1} s, checked",
            self.file.display(),
            HumanBytes(size),
            begun.elapsed().as_secs_f64()
        ))
    }
}

/// Creates an empty temporary file in the same folder, readable only by its owner. Dropping the
/// file removes it.
fn beside(file: &Path) -> Result<NamedTempFile> {
    let folder = match file.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => return Err(Error::invalid("file", "must name a file")),
    };
    // An absolute path, so that SQLite does not read the name as a URI.
    let folder = folder
        .canonicalize()
        .map_err(|error| unusable(file, &error))?;
    let Some(name) = file.file_name() else {
        return Err(Error::invalid("file", "must name a file"));
    };
    let mut prefix = name.to_owned();
    prefix.push(".");
    tempfile::Builder::new()
        .prefix(&prefix)
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(|error| unusable(file, &error))
}

/// Renames the temporary file once its content is on disk. Returns the file's size in bytes.
///
/// # Errors
/// `INVALID_VALUE` if the name exists by now, or the file system fails.
fn keep(half: NamedTempFile, file: &Path) -> Result<u64> {
    // SQLite does not sync the copy to disk.
    half.as_file()
        .sync_all()
        .map_err(|error| unusable(file, &error))?;
    let kept = half
        .persist_noclobber(file)
        .map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => exists(file),
            _ => unusable(file, &error.error),
        })?;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))
        .and_then(|folder| folder.sync_all())
        .and_then(|()| kept.metadata())
        .map(|about| about.len())
        .map_err(|error| unusable(file, &error))
}

fn exists(file: &Path) -> Error {
    Error::invalid(
        "file",
        format!("already exists: {}; name another file", file.display()),
    )
}

fn unusable(file: &Path, error: &std::io::Error) -> Error {
    Error::invalid(
        "file",
        format!("cannot be written: {}: {error}", file.display()),
    )
}
