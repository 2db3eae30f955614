//! Plans and applies runs on the configured database, in this process.

use std::{
    io::{Read, Write},
    time::Duration,
};

use serde_json::Value as Json;
use tokio::{sync::mpsc, time::sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    access::Actor,
    app::App,
    cli::open,
    config::Config,
    domain::sync::{
        AbandonSyncUpload, AddSyncPiece, BeginSyncUpload, EndSyncUpload, ExportFilter, Exporter,
        file::{Piece, Splitter, Summary},
    },
    entity::sync_upload::FileFormat,
    error::{Error, Result},
    graphql::GraphqlState,
    id::{JobId, SyncUploadId},
    runner::{Worker, WorkerStep},
};

use super::{Input, Uploaded, interrupted, unreadable};

/// The number of bytes that are read at once.
const CHUNK: usize = 64 * 1024;
/// The time between two checks of a job that another process runs.
const POLL: Duration = Duration::from_millis(50);

/// The configured database.
pub(in crate::cli) struct Local {
    app: App,
    graphql: GraphqlState,
    actor: Actor,
    /// The worker of the run's job.
    worker: Option<(JobId, Worker)>,
}

impl Local {
    pub(super) async fn open(config: &Config) -> Result<Self> {
        let app = open(config).await?;
        Ok(Self {
            graphql: GraphqlState::new(app.clone(), config.into())?,
            app,
            actor: Actor::command_line(),
            worker: None,
        })
    }

    pub(super) async fn execute(&self, query: &str, variables: Json) -> Result<Json> {
        self.graphql.execute(&self.actor, query, variables).await
    }

    pub(super) async fn upload(
        &self,
        input: Input,
        report: impl Fn(u64),
        stop: &CancellationToken,
    ) -> Result<Uploaded> {
        let begin = BeginSyncUpload {
            format: input.format,
        };
        let upload = self.app.execute(&self.actor, begin).await?.output;
        let received = self.receive(upload, input, report, stop).await;
        if received.is_err() {
            self.discard(upload.into()).await;
        }
        received
    }

    async fn receive(
        &self,
        upload: SyncUploadId,
        input: Input,
        report: impl Fn(u64),
        stop: &CancellationToken,
    ) -> Result<Uploaded> {
        let mut splitter = Splitter::new(input.format);
        let mut chunks = read(input.reader);
        let mut number = 0;
        let mut bytes = 0;
        loop {
            let chunk = tokio::select! {
                chunk = chunks.recv() => chunk,
                () = stop.cancelled() => return Err(interrupted()),
            };
            let Some(chunk) = chunk else { break };
            let chunk = chunk.map_err(|error| unreadable(&error))?;
            splitter.push(&chunk)?;
            while let Some(piece) = splitter.take_piece() {
                self.add(upload, &mut number, piece).await?;
            }
            bytes += chunk.len() as u64;
            report(bytes);
        }
        let Summary {
            columns,
            dropped_columns,
            rows,
            bytes,
            sha256,
            last,
        } = splitter.finish()?;
        if let Some(piece) = last {
            self.add(upload, &mut number, piece).await?;
        }
        let end = EndSyncUpload {
            upload,
            columns,
            dropped_columns,
            rows,
            bytes,
            sha256,
        };
        self.app.execute(&self.actor, end).await?;
        Ok(Uploaded {
            upload: upload.into(),
            rows: u64::try_from(rows).unwrap_or_default(),
        })
    }

    async fn add(&self, upload: SyncUploadId, number: &mut i32, piece: Piece) -> Result<()> {
        let add = AddSyncPiece {
            upload,
            number: *number,
            piece,
        };
        *number += 1;
        self.app.execute(&self.actor, add).await.map(drop)
    }

    pub(super) async fn discard(&self, upload: Uuid) {
        let abandon = AbandonSyncUpload {
            upload: upload.into(),
        };
        // A server deletes the upload later.
        let _ = self.app.execute(&self.actor, abandon).await;
    }

    pub(super) async fn advance(&mut self, job: Option<JobId>) -> Result<()> {
        let Some(job) = job else {
            sleep(POLL).await;
            return Ok(());
        };
        if self.worker.as_ref().is_none_or(|(other, _)| *other != job) {
            self.release().await;
            self.worker = Some((job, Worker::for_job(&self.app, job)));
        }
        let Some((_, worker)) = &mut self.worker else {
            return Ok(());
        };
        if worker.step().await? == WorkerStep::Idle {
            // A server runs the job, or it has ended.
            sleep(POLL).await;
        }
        Ok(())
    }

    pub(super) async fn release(&mut self) {
        if let Some((_, mut worker)) = self.worker.take() {
            // Otherwise servers wait until the lease of the job expires.
            let _ = worker.release().await;
        }
    }

    pub(super) async fn export(
        &self,
        filter: ExportFilter,
        format: FileFormat,
        output: &mut (dyn Write + Send),
    ) -> Result<()> {
        let reader = self.app.read(&self.actor);
        let mut exporter = Exporter::open(&reader, filter, format).await?;
        while let Some(rows) = exporter.next(&reader).await? {
            output.write_all(&rows).map_err(Error::internal)?;
        }
        Ok(())
    }

    pub(super) async fn close(mut self) {
        self.release().await;
        self.app.close().await;
    }
}

/// Reads the input in a thread of its own, because reading standard input may block forever.
fn read(mut reader: Box<dyn Read + Send>) -> mpsc::Receiver<std::io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel(2);
    std::thread::spawn(move || {
        loop {
            let mut chunk = vec![0; CHUNK];
            let read = match reader.read(&mut chunk) {
                Ok(0) => return,
                Ok(length) => {
                    chunk.truncate(length);
                    Ok(chunk)
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => Err(error),
            };
            let is_over = read.is_err();
            if sender.blocking_send(read).is_err() || is_over {
                return;
            }
        }
    });
    receiver
}
