//! The log: lines on standard error. A reader that is slow, stuck or gone costs lines and nothing else.

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

/// Most lines that wait to be written; further lines are lost. The memory for all is taken at the start.
const MAX_LINES_WAITING: usize = 8_192;
/// How long the end of the program waits for the lines that are still to be written.
const FLUSH: Duration = Duration::from_secs(2);
/// How often lost lines are counted.
const COUNT: Duration = Duration::from_secs(1);

/// The running log. Must be kept until the last line.
pub(super) struct Log {
    guard: Option<WorkerGuard>,
    lost: Lost,
}

/// The number of lines that were lost.
struct Lost {
    /// No room was left for them.
    waiting: ErrorCounter,
    /// They could not be written.
    failed: Arc<AtomicU64>,
}

/// Starts the log. A thread of its own writes the lines, all that have come meanwhile at once: a line for each request, written
/// by itself, took a fifth of a short request.
///
/// Panics are logged too: by themselves they would be written to standard error by the thread that panics, and a pipe that
/// nobody reads would stop one thread after the other.
///
/// # Errors
/// `INVALID_VALUE`, if the filter cannot be read.
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
            // There is but one span, the request, and it is shown by itself.
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
    /// Counts lost lines in the metrics for as long as the program runs, and tells of them in the log, which may have room again.
    pub(super) fn count_lost_lines(&self) {
        let lost = Lost {
            waiting: self.lost.waiting.clone(),
            failed: self.lost.failed.clone(),
        };
        tokio::spawn(async move {
            let mut told = 0;
            loop {
                let lines = lost.lines();
                metrics::counter!("tenantry_log_lines_lost_total").absolute(lines);
                if lines > told {
                    tracing::warn!(
                        lines,
                        "log lines were lost: standard error was not read in time"
                    );
                    // Where this line is lost as well, it is no reason for another.
                    told = lost.lines();
                }
                sleep(COUNT).await;
            }
        });
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        // It prints to standard output when it cannot end the log, and that may be the same pipe.
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

/// Counts what it cannot write.
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

/// Does this in a thread of its own, and waits for its end no longer than this. The thread goes on until the program ends.
pub(super) fn at_most(limit: Duration, work: impl FnOnce() + Send + 'static) {
    let (ends, ended) = mpsc::channel::<()>();
    thread::spawn(move || {
        let _ends = ends;
        work();
    });
    // The channel is closed at the thread's end, which is all that is waited for.
    let _ = ended.recv_timeout(limit);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe without a reader.
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
