//! `tenantry demo`: asks for a directory of made-up people, and shows how it grows.

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

/// Fills an empty database with made-up people.
#[derive(Args)]
pub(super) struct Demo {
    /// Users, up to 10,000,000. They have two memberships each, on average.
    #[arg(long, default_value_t = 1_000, value_name = "NUMBER")]
    users: usize,
    /// Orgs, up to 100,000. The first is the largest, with more than a tenth of all users.
    #[arg(long, default_value_t = 20, value_name = "NUMBER")]
    orgs: usize,
    /// Groups, up to 1,000,000, of up to 150 members each.
    #[arg(long, default_value_t = 40, value_name = "NUMBER")]
    groups: usize,
    /// Another seed makes other people.
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    seed: u64,
}

impl Demo {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let wish = demo::Demo::new(self.users, self.orgs, self.groups, self.seed)?;
        // It takes as long as it takes, so it doesn't run under the requests' time limit.
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

/// On standard error, and only where that is a terminal.
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

/// Whole rows: the bar's own word for it has four decimals.
fn speed(state: &ProgressState, out: &mut dyn std::fmt::Write) {
    // A bar that cannot be drawn is no reason to stop.
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

/// Nobody knows how long this takes, so the line only shows that time goes by.
fn wait(bar: &ProgressBar, what: &'static str) {
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed} so far") {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(100));
}
