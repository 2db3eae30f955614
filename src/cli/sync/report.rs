//! What the command prints: progress on standard error; plans and lists on standard output.
//!
//! With `--json`, standard output has one JSON document, which is the `data` of a GraphQL response,
//! and all text is printed to standard error.

use std::{
    io::{IsTerminal, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::error::{Error, Result};

/// The time between two lines of progress where there is no terminal.
const INTERVAL: Duration = Duration::from_secs(5);

/// Where text is printed.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Output {
    pub(in crate::cli) is_json: bool,
}

impl Output {
    /// Prints a line for people.
    pub(in crate::cli) fn say(self, text: impl std::fmt::Display) -> Result<()> {
        let written = match self.is_json {
            true => writeln!(std::io::stderr(), "{text}"),
            false => writeln!(std::io::stdout(), "{text}"),
        };
        written.map_err(Error::internal)
    }

    /// Prints a part of the JSON document.
    pub(in crate::cli) fn json(self, text: impl std::fmt::Display) -> Result<()> {
        match self.is_json {
            true => write!(std::io::stdout(), "{text}").map_err(Error::internal),
            false => Ok(()),
        }
    }
}

/// Prints a line to standard error.
pub(in crate::cli) fn warn(text: impl std::fmt::Display) {
    // A failed write to standard error cannot be reported anywhere.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A phase of the command whose progress is shown: a bar on a terminal, else a line from time to
/// time.
#[derive(Clone)]
pub(in crate::cli) struct Phase {
    name: &'static str,
    unit: &'static str,
    bar: ProgressBar,
    /// The milliseconds after `began` at which the next line is due. `None` on a terminal.
    next_line: Option<Arc<AtomicU64>>,
    began: Instant,
}

impl Phase {
    /// Begins a phase. Without a length, the remaining time is unknown.
    pub(in crate::cli) fn begin(
        name: &'static str,
        unit: &'static str,
        length: Option<u64>,
    ) -> Self {
        let template = match (length, unit) {
            (Some(_), "bytes") => {
                "{msg:9} {wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"
            }
            (Some(_), _) => {
                "{msg:9} {wide_bar} {human_pos} of {human_len} rows, {speed} rows/s, {eta} left"
            }
            (None, "bytes") => "{spinner} {msg} {bytes}, {bytes_per_sec}, {elapsed} so far",
            (None, _) => "{spinner} {msg} {human_pos} rows, {speed} rows/s, {elapsed} so far",
        };
        let bar = match length {
            Some(length) => ProgressBar::new(length),
            None => ProgressBar::no_length(),
        };
        let bar = match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style.with_key("speed", speed)),
            Err(_) => bar,
        };
        let is_terminal = std::io::stderr().is_terminal();
        if is_terminal {
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        let first = u64::try_from(INTERVAL.as_millis()).unwrap_or(u64::MAX);
        Self {
            name,
            unit,
            bar: bar.with_message(name),
            next_line: (!is_terminal).then(|| Arc::new(AtomicU64::new(first))),
            began: Instant::now(),
        }
    }

    /// Shows how far the phase is.
    pub(in crate::cli) fn at(&self, position: u64) {
        // The members whom the file does not name come on top of its rows.
        if self.bar.length().is_some_and(|length| length < position) {
            self.bar.set_length(position);
        }
        self.bar.set_position(position);
        let Some(next) = &self.next_line else {
            return;
        };
        let now = self.began.elapsed();
        let millis = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        if millis < next.load(Ordering::Relaxed) {
            return;
        }
        let interval = u64::try_from(INTERVAL.as_millis()).unwrap_or(u64::MAX);
        next.store(millis.saturating_add(interval), Ordering::Relaxed);
        let of = match self.bar.length() {
            Some(length) => format!(" of {length}"),
            None => String::new(),
        };
        warn(format_args!(
            "{}: {position}{of} {}, {:.0} s so far",
            self.name,
            self.unit,
            now.as_secs_f64()
        ));
    }

    /// Ends the phase, and removes its bar.
    pub(in crate::cli) fn end(self) {
        self.bar.finish_and_clear();
    }
}

/// Writes the speed in whole rows per second.
fn speed(state: &ProgressState, out: &mut dyn std::fmt::Write) {
    // A failure to draw the bar must not stop the command.
    let _ = write!(out, "{:.0}", state.per_sec());
}
