//! `tenantry demo`: fills an empty database with generated data and shows the progress.

use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::{
    config::Config,
    db::Options,
    demo::{self, Progress},
    error::Result,
};

use super::{say, up_to_date::migrated};

/// Fills an empty database with generated users, orgs and groups.
#[derive(Args)]
pub(super) struct Demo {
    /// Number of users, at most 10,000,000. Each has two memberships on average.
    #[arg(long, default_value_t = 1_000, value_name = "NUMBER")]
    users: usize,
    /// Number of orgs, at most 100,000. The first is the largest, with more than a tenth of all
    /// users.
    #[arg(long, default_value_t = 20, value_name = "NUMBER")]
    orgs: usize,
    /// Number of groups, at most 1,000,000, with at most 150 members each.
    #[arg(long, default_value_t = 40, value_name = "NUMBER")]
    groups: usize,
    /// Seed of the generator. Another seed generates other data.
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    seed: u64,
}

impl Demo {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let wish = demo::Demo::new(self.users, self.orgs, self.groups, self.seed)?;
        // Filling may take longer than the statement timeout of requests.
        let options = Options {
            statement_timeout: None,
            ..config.database()
        };
        let app = migrated(&options, config).await?;
        let begun = Instant::now();
        let bar = bar();
        let filled = demo::fill(app.db(), wish, |progress| show(&bar, progress)).await;
        bar.finish_and_clear();
        app.close().await;
        let rows = filled?;
        let time = begun.elapsed();
        for (number, table) in [
            (rows.users, "users"),
            (rows.orgs, "orgs"),
            (rows.memberships, "memberships"),
            (rows.groups, "groups"),
            (rows.group_memberships, "group memberships"),
        ] {
            say(format_args!("{number:>12}  {table}"))?;
        }
        say(format_args!(
            "{:>12}  rows in {:.1} s, {:.0} rows/s",
            rows.total(),
            time.as_secs_f64(),
            rows.total() as f64 / time.as_secs_f64()
        ))
    }
}

/// Returns the progress bar. It is drawn on standard error if that is a terminal.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template(
        "{msg:10} {wide_bar} {human_pos} of {human_len} rows, {speed} rows/s, {eta} left",
    );
    let bar = ProgressBar::new(0).with_message("writing");
    match style {
        Ok(style) => bar.with_style(style.with_key("speed", speed)),
        Err(_) => bar,
    }
}

/// Writes the speed in whole rows per second. The placeholder of the library prints four decimals.
fn speed(state: &ProgressState, out: &mut dyn std::fmt::Write) {
    // A failure to draw the bar must not stop the command.
    let _ = write!(out, "{:.0}", state.per_sec());
}

fn show(bar: &ProgressBar, progress: Progress) {
    match progress {
        Progress::Writing(rows, of) => {
            bar.set_length(of as u64);
            bar.set_position(rows as u64);
        }
        Progress::Keeping => wait(bar, "committing"),
        Progress::Analyzing => wait(bar, "analyzing"),
    }
}

/// Shows a spinner with the elapsed time, because the remaining time is unknown.
fn wait(bar: &ProgressBar, what: &'static str) {
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed} so far") {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(100));
}
