//! The log on standard error. A slow or closed reader costs log lines, but never blocks the server.

use std::{
    backtrace::{Backtrace, BacktraceStatus},
    io::{self, BufWriter, IsTerminal, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use tokio::time::sleep;
use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};

use crate::{
    config::{Config, LogFormat},
    error::{Error, Result},
};

/// The maximum number of lines that wait to be written. Further lines are lost. The memory for all
/// of them is allocated at the start.
const MAX_LINES_WAITING: usize = 8_192;
/// How long the exit of the program waits for unwritten lines.
const FLUSH: Duration = Duration::from_secs(2);
/// The interval at which lost lines are counted.
const COUNT: Duration = Duration::from_secs(1);

/// The running log. Dropping it ends the log after the waiting lines are written.
pub(super) struct Log {
    guard: Option<WorkerGuard>,
    lost: Lost,
}

/// Counters of lost lines.
struct Lost {
    /// Lines that were dropped because too many lines waited.
    waiting: ErrorCounter,
    /// Lines that could not be written.
    failed: Arc<AtomicU64>,
}

/// Starts the log.
///
/// A thread of its own writes the lines, and writes all waiting lines at once. Writing a line for
/// each request separately took a fifth of a short request's time.
///
/// Panics are logged as well. The default hook would write to standard error from the panicking
/// thread, and a pipe that is not read would block one thread after another.
///
/// # Errors
/// `INVALID_VALUE` if the filter is invalid.
pub(super) fn start(config: &Config) -> Result<Log> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)
        .map_err(|_| Error::invalid("log", "must be a filter like info or tenantry=debug"))?;
    let failed = Arc::new(AtomicU64::new(0));
    let stderr = Counting {
        inner: BufWriter::new(io::stderr()),
        failed: failed.clone(),
    };
    let (writer, guard) = NonBlockingBuilder::default()
        .lossy(true)
        .buffered_lines_limit(MAX_LINES_WAITING)
        .finish(stderr);
    let lost = Lost {
        waiting: writer.error_counter(),
        failed,
    };
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(writer);
    let started = match config.log_format {
        LogFormat::Pretty => lines.try_init(),
        LogFormat::Json => lines
            .json()
            .flatten_event(true)
            // The request is the only span, and its fields are on the line already.
            .with_span_list(false)
            .try_init(),
    };
    started.map_err(Error::internal)?;
    std::panic::set_hook(Box::new(|panic| {
        let backtrace = Backtrace::capture();
        let backtrace = (backtrace.status() == BacktraceStatus::Captured).then_some(backtrace);
        tracing::error!(
            backtrace = backtrace.map(tracing::field::display),
            "{panic}"
        );
    }));
    Ok(Log {
        guard: Some(guard),
        lost,
    })
}

impl Log {
    /// Counts lost lines in the metrics until the program exits, and logs a warning about them. The
    /// log may have room again by then.
    pub(super) fn count_lost_lines(&self) {
        let lost = Lost {
            waiting: self.lost.waiting.clone(),
            failed: self.lost.failed.clone(),
        };
        tokio::spawn(async move {
            let mut reported = 0;
            loop {
                let lines = lost.lines();
                metrics::counter!("tenantry_log_lines_lost_total").absolute(lines);
                if lines > reported {
                    tracing::warn!(
                        lines,
                        "log lines were lost: standard error was not read in time"
                    );
                    // If this warning is lost as well, no further warning is logged for it.
                    reported = lost.lines();
                }
                sleep(COUNT).await;
            }
        });
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        // The guard prints to standard output if it cannot end the log. That may block on the same
        // pipe, so the wait is limited.
        if let Some(guard) = self.guard.take() {
            at_most(FLUSH, move || drop(guard));
        }
    }
}

impl Lost {
    fn lines(&self) -> u64 {
        self.waiting.dropped_lines() as u64 + self.failed.load(Ordering::Relaxed)
    }
}

/// A writer that counts the lines that could not be written.
struct Counting<W> {
    inner: W,
    failed: Arc<AtomicU64>,
}

impl<W: Write> Write for Counting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn write_all(&mut self, line: &[u8]) -> io::Result<()> {
        let written = self.inner.write_all(line);
        if written.is_err() {
            self.failed.fetch_add(1, Ordering::Relaxed);
        }
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Runs `work` in a new thread and waits for its end, but no longer than `limit`. The thread may
/// run on until the program exits.
pub(super) fn at_most(limit: Duration, work: impl FnOnce() + Send + 'static) {
    let (ends, ended) = mpsc::channel::<()>();
    thread::spawn(move || {
        let _ends = ends;
        work();
    });
    // The end of the thread closes the channel.
    let _ = ended.recv_timeout(limit);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A writer that fails like a pipe without a reader.
    struct Broken;

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_that_cannot_be_written_are_counted() {
        let failed = Arc::new(AtomicU64::new(0));
        let mut writer = Counting {
            inner: Broken,
            failed: failed.clone(),
        };
        for _ in 0..3 {
            writer.write_all(b"line\n").expect_err("broken");
        }
        assert_eq!(failed.load(Ordering::Relaxed), 3);
    }

    #[test]
    fn work_that_never_ends_is_not_waited_for() {
        let (_kept, never) = mpsc::channel::<()>();
        at_most(Duration::from_millis(1), move || {
            let _ = never.recv();
        });
    }
}
