//! Where runs are planned and applied: the configured database, or a server.
//!
//! Both execute the same GraphQL documents (`super::queries`), so the command behaves alike. They
//! differ in who runs the jobs: on the database, this process does; otherwise the server does.

mod local;
mod remote;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Deserialize;
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

use crate::{
    config::Config,
    domain::sync::ExportFilter,
    entity::sync_upload::FileFormat,
    error::{Code, Error, Result},
    id::JobId,
};

use super::input::Input;

use local::Local;
use remote::Remote;

/// The environment variable that contains the token for a server.
const TOKEN: &str = "TENANTRY_TOKEN";

/// The server to use instead of the database.
#[derive(Args)]
pub(in crate::cli) struct ServerArgs {
    /// Work over HTTP on this server, like `https://tenantry.example.com`, instead of on the
    /// configured database. The token is read from TENANTRY_TOKEN or --token-file.
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// The file that contains the token for the server.
    #[arg(long, value_name = "FILE", requires = "server")]
    token_file: Option<PathBuf>,
}

/// A database or a server.
pub(in crate::cli) enum Client {
    Local(Box<Local>),
    Remote(Remote),
}

/// A file that was stored for a run.
#[derive(Debug, Deserialize)]
pub(in crate::cli) struct Uploaded {
    pub(in crate::cli) upload: uuid::Uuid,
    pub(in crate::cli) rows: u64,
}

impl Client {
    /// Opens the server or the configured database.
    pub(in crate::cli) async fn open(args: &ServerArgs, config: &Config) -> Result<Self> {
        match &args.server {
            None => Ok(Self::Local(Box::new(Local::open(config).await?))),
            Some(server) => {
                let token = token(args.token_file.as_deref())?;
                Remote::new(server, token).map(Self::Remote)
            }
        }
    }

    /// Executes a document and returns the `data` of the response.
    ///
    /// # Errors
    /// The first error of the response, with its code. `BUSY` if the server cannot be reached.
    pub(in crate::cli) async fn execute(&self, query: &str, variables: Json) -> Result<Json> {
        let response = match self {
            Self::Local(local) => local.execute(query, variables).await?,
            Self::Remote(remote) => remote.execute(query, variables).await?,
        };
        data(response)
    }

    /// Stores a file for a run. `report` is called with the number of bytes sent so far.
    ///
    /// # Errors
    /// The errors of the file with line and column, and those of the server or the database.
    pub(in crate::cli) async fn upload(
        &self,
        input: Input,
        report: impl Fn(u64) + Send + 'static,
        stop: &CancellationToken,
    ) -> Result<Uploaded> {
        match self {
            Self::Local(local) => local.upload(input, report, stop).await,
            Self::Remote(remote) => remote.upload(input, report, stop).await,
        }
    }

    /// Discards an upload that was not planned.
    pub(in crate::cli) async fn discard(&self, upload: uuid::Uuid) {
        match self {
            Self::Local(local) => local.discard(upload).await,
            Self::Remote(remote) => remote.discard(upload).await,
        }
    }

    /// Lets the job go on: runs its next chunk, or waits while a server does.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub(in crate::cli) async fn advance(&mut self, job: Option<JobId>) -> Result<()> {
        match self {
            Self::Local(local) => local.advance(job).await,
            Self::Remote(_) => {
                tokio::time::sleep(remote::POLL).await;
                Ok(())
            }
        }
    }

    /// Leaves the job to others.
    pub(in crate::cli) async fn release(&mut self) {
        if let Self::Local(local) = self {
            local.release().await;
        }
    }

    /// Writes memberships as rows of a file.
    pub(in crate::cli) async fn export(
        &self,
        filter: ExportFilter,
        format: FileFormat,
        output: &mut (dyn Write + Send),
    ) -> Result<()> {
        match self {
            Self::Local(local) => local.export(filter, format, output).await,
            Self::Remote(remote) => remote.export(filter, format, output).await,
        }
    }

    /// Closes the database.
    pub(in crate::cli) async fn close(self) {
        if let Self::Local(local) = self {
            local.close().await;
        }
    }

    /// Returns a command of the user that works on the same database or server.
    pub(in crate::cli) fn command(&self, arguments: impl std::fmt::Display) -> String {
        match self {
            Self::Local(_) => format!("tenantry sync {arguments}"),
            Self::Remote(remote) => format!("tenantry sync {arguments} --server {}", remote.base()),
        }
    }

    /// Returns whether a server runs the jobs.
    pub(in crate::cli) fn is_remote(&self) -> bool {
        matches!(self, Self::Remote(_))
    }
}

/// Reads the token for a server.
fn token(file: Option<&Path>) -> Result<String> {
    let token = match file {
        Some(file) => std::fs::read_to_string(file).map_err(|error| {
            let message = format!("`token-file` cannot be read: {}: {error}", file.display());
            Error::new(Code::InvalidValue, message)
        })?,
        None => std::env::var(TOKEN).unwrap_or_default(),
    };
    let token = token.trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = format!(
            "A server requires a token. Set {TOKEN}, or name a file that contains it with --token-file."
        );
        return Err(Error::new(Code::Unauthenticated, message));
    }
    Ok(token.to_owned())
}

/// Returns the data of a response.
fn data(mut response: Json) -> Result<Json> {
    if let Some(first) = response.pointer("/errors/0") {
        return Err(error(
            first.pointer("/extensions/code"),
            first.get("message"),
        ));
    }
    Ok(response.get_mut("data").map(Json::take).unwrap_or_default())
}

/// Creates an error from the code and the message of a response.
pub(in crate::cli) fn error(code: Option<&Json>, message: Option<&Json>) -> Error {
    let code = code.and_then(Json::as_str).and_then(Code::named);
    let message = message.and_then(Json::as_str);
    Error::new(
        code.unwrap_or(Code::Internal),
        message.unwrap_or("The server reported an error without a message."),
    )
}

fn unreadable(error: &io::Error) -> Error {
    Error::new(
        Code::InvalidValue,
        format!("The file cannot be read: {error}."),
    )
}

/// Creates the error of an upload that was interrupted.
fn interrupted() -> Error {
    Error::new(Code::Busy, "Interrupted; nothing was written.")
}
