//! The root token at the start of a server: set from the configuration, or created and handed to
//! the operator.
//!
//! A new token is printed to a terminal. Other standard outputs, such as the journal or a log file,
//! keep what is written to them. There the token goes into a file that only its owner may read.

use std::{
    ffi::OsString,
    io::{IsTerminal, Write, stdout},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use tempfile::NamedTempFile;

use crate::{
    access::Actor,
    app::App,
    clock::rfc3339,
    config::Config,
    db::{Health, database_file},
    domain::{
        Done,
        token::{RootToken, Secret, SetRootToken, has_root},
    },
    error::{Code, Error, Result},
};

/// The suffix of the file that contains a new root token. It follows the name of the SQLite file or
/// of the program.
const SUFFIX: &str = ".root-token";

/// What the server reports about the root token at its start.
pub(super) enum RootTokenState {
    /// The root token did not change.
    Unchanged,
    /// A new token to print.
    New(Secret),
    /// A new token was written to this file.
    Written(PathBuf),
    /// The configured token replaced the previous one, which expires at this time or has expired.
    Replaced(Option<DateTime<Utc>>),
}

/// Sets the configured root token, or creates one if there is none.
///
/// # Errors
/// `INVALID_VALUE` if a new token cannot be written to its file, or the configured one cannot be
/// used. `BUSY` or `INTERNAL` when the database fails.
pub(super) async fn set(app: &App, config: &Config) -> Result<RootTokenState> {
    let actor = Actor::command_line();
    let set = SetRootToken {
        configured: config.root_token(),
        overlap: config.root_token_overlap,
    };
    // The file is created first, so that no token is created that cannot be handed over.
    let is_new = set.configured.is_none() && !has_root(&app.read(&actor)).await?;
    let file = if is_new && !stdout().is_terminal() {
        Some(TokenFile::new(config)?)
    } else {
        None
    };
    let RootToken {
        done,
        secret,
        former_until,
    } = match app.execute(&actor, set).await {
        Ok(outcome) => outcome.output,
        Err(error) if error.code() == Code::Busy && is_read_only(app).await => {
            tracing::warn!("the database is read-only; the existing root token stays active");
            return Ok(RootTokenState::Unchanged);
        }
        Err(error) => return Err(error),
    };
    match (secret, file) {
        (Some(secret), Some(file)) => file.keep(&secret).map(RootTokenState::Written),
        (Some(secret), None) => Ok(RootTokenState::New(secret)),
        (None, _) if done == Done::Updated => Ok(RootTokenState::Replaced(former_until)),
        (None, _) => Ok(RootTokenState::Unchanged),
    }
}

async fn is_read_only(app: &App) -> bool {
    matches!(app.health().await, Ok(Health::ReadOnly | Health::Full))
}

impl RootTokenState {
    /// Returns the text for the operator, or `None` if the token did not change.
    pub(super) fn announcement(self) -> Option<String> {
        match self {
            Self::Unchanged => None,
            Self::New(Secret(secret)) => Some(format!(
                "\n  root token  {secret}\n  The token is shown only once. Keep it secret: it has \
                 all permissions."
            )),
            Self::Written(file) => Some(format!(
                "\n  root token  in {}\n  Only its owner may read the file. Keep the token secret: it has all permissions. Store it elsewhere, then delete the file.",
                file.display()
            )),
            Self::Replaced(None) => Some(
                "  The configured root token is active. The previous one is revoked.".to_owned(),
            ),
            Self::Replaced(Some(end)) => Some(format!(
                "  The configured root token is active. The previous one works until {}.",
                rfc3339(end)
            )),
        }
    }
}

/// A file that only its owner may read. It gets its name after the token is written.
struct TokenFile {
    unnamed: NamedTempFile,
    name: PathBuf,
}

impl TokenFile {
    /// Creates the file next to the SQLite file, whose folder the server may write to, or in the
    /// working directory.
    fn new(config: &Config) -> Result<Self> {
        let beside = database_file(&config.database_url).unwrap_or_else(|| "tenantry".into());
        let mut name = OsString::from(beside);
        name.push(SUFFIX);
        let name = std::path::absolute(PathBuf::from(name)).map_err(Error::internal)?;
        let folder = name.parent().unwrap_or(Path::new("/"));
        let unnamed = NamedTempFile::new_in(folder).map_err(|error| unwritable(&name, &error))?;
        Ok(Self { unnamed, name })
    }

    /// Writes the token and renames the file. A file of that name contains the token of an earlier
    /// database, and is replaced.
    fn keep(mut self, secret: &Secret) -> Result<PathBuf> {
        writeln!(self.unnamed, "{}", secret.0)
            .and_then(|()| self.unnamed.as_file().sync_all())
            .map_err(|error| lost(&self.name, &error))?;
        match self.unnamed.persist(&self.name) {
            Ok(_) => Ok(self.name),
            Err(error) => Err(lost(&self.name, &error.error)),
        }
    }
}

fn unwritable(file: &Path, error: &std::io::Error) -> Error {
    Error::new(
        Code::InvalidValue,
        format!(
            "The root token cannot be written to {}: {error}. Run the server in a folder that it may write to, or set \
             TENANTRY_ROOT_TOKEN or TENANTRY_ROOT_TOKEN_FILE.",
            file.display()
        ),
    )
}

fn lost(file: &Path, error: &std::io::Error) -> Error {
    Error::new(
        Code::InvalidValue,
        format!(
            "The root token was created but cannot be written to {}: {error}. Create another \
             token with `tenantry token create --name root-2`.",
            file.display()
        ),
    )
}
