//! `tenantry export`: writes memberships as rows of a file that `tenantry sync` reads.

use std::{
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use tempfile::NamedTempFile;

use crate::{
    config::Config,
    domain::{field::Name, sync::ExportFilter},
    entity::sync_upload::FileFormat,
    error::{Code, Error, Result},
};

use super::sync::client::{Client, ServerArgs};

/// Writes memberships as rows of a file.
#[derive(Args)]
pub(super) struct Export {
    /// The file to write, which is replaced if it exists. Without it, rows go to standard output.
    file: Option<PathBuf>,
    /// Only members of this org, by id, name or external id.
    #[arg(long, value_name = "ORG")]
    org: Option<String>,
    /// Only memberships that this source owns, with the groups that it owns.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The format of the file.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Jsonl,
}

impl Export {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let source = self.source.as_deref();
        let source = source
            .map(|source| Name::parse("source", source))
            .transpose()?;
        let filter = ExportFilter {
            org: self.org,
            source: source.map(|source| source.as_str().to_owned()),
        };
        let format = match self.format {
            Format::Csv => FileFormat::Csv,
            Format::Jsonl => FileFormat::Jsonl,
        };
        let client = Client::open(&self.server, config).await?;
        let done = match &self.file {
            None => {
                let mut output = BufWriter::new(std::io::stdout());
                let done = client.export(filter, format, &mut output).await;
                done.and_then(|()| output.flush().map_err(Error::internal))
            }
            Some(file) => write(&client, filter, format, file).await,
        };
        client.close().await;
        done
    }
}

/// Writes a file that only its owner may read. It replaces an existing file when it is complete.
async fn write(
    client: &Client,
    filter: ExportFilter,
    format: FileFormat,
    file: &Path,
) -> Result<()> {
    let unusable = |error: &dyn std::fmt::Display| {
        let message = format!("The file cannot be written: {}: {error}.", file.display());
        Error::new(Code::InvalidValue, message)
    };
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut half = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
        .map_err(|error| unusable(&error))?;
    let mut output = BufWriter::new(half.as_file_mut());
    client.export(filter, format, &mut output).await?;
    output.flush().map_err(|error| unusable(&error))?;
    drop(output);
    half.as_file()
        .sync_all()
        .map_err(|error| unusable(&error))?;
    half.persist(file).map_err(|error| unusable(&error))?;
    Ok(())
}
