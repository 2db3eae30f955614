//! `tenantry migrate`: runs, reverts or lists migrations.

use clap::{Args, Subcommand};
use indicatif::ProgressBar;

use crate::{
    app::App,
    config::Config,
    db::{Db, Options, database_file, known_migrations},
    domain::engine::Rekeyed,
    error::Result,
};

use super::say;

/// Runs, reverts or lists migrations.
#[derive(Args)]
pub(super) struct Migrate {
    #[command(subcommand)]
    step: MigrateCommand,
}

#[derive(Subcommand)]
enum MigrateCommand {
    /// Run all pending migrations, and rewrite keys of older versions. `serve` does both at its
    /// start.
    Up,
    /// Revert the latest migrations. The data that they added is lost.
    Down {
        /// Number of migrations.
        #[arg(long, default_value_t = 1)]
        steps: u32,
    },
    /// List all migrations, and whether each was run.
    Status,
}

impl Migrate {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let options = Options {
            create: matches!(self.step, MigrateCommand::Up),
            statement_timeout: None,
            ..config.database()
        };
        if let MigrateCommand::Status = self.step
            && database_file(&options.url).is_some_and(|file| !file.exists())
        {
            return show(known_migrations().into_iter().map(|name| (name, false)));
        }
        let db = Db::open(&options).await?;
        match self.step {
            MigrateCommand::Up => {
                db.migrate().await?;
                rekey(&App::new(db.clone(), config)).await?;
            }
            MigrateCommand::Down { steps } => db.migrate_down(steps).await?,
            MigrateCommand::Status => {}
        }
        let migrations = db.migrations().await?;
        db.close().await;
        show(migrations)
    }
}

/// Rewrites the keys and shows the progress.
async fn rekey(app: &App) -> Result<()> {
    let mut progress = Progress::new();
    let done = app.rekey(|piece| progress.add(piece)).await;
    progress.end();
    done
}

/// The number of rows with rewritten keys, shown on standard error if that is a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
    rows: usize,
}

impl Progress {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        Self { bar, rows: 0 }
    }

    pub(super) fn add(&mut self, piece: &Rekeyed) {
        self.rows += piece.rows;
        let (rows, table) = (self.rows, piece.table);
        self.bar
            .set_message(format!("writing keys: {rows} rows, now {table}"));
        self.bar.tick();
    }

    pub(super) fn end(self) {
        self.bar.finish_and_clear();
    }
}

fn show(migrations: impl IntoIterator<Item = (String, bool)>) -> Result<()> {
    for (name, done) in migrations {
        say(format_args!(
            "{}  {name}",
            if done { "done   " } else { "to run " }
        ))?;
    }
    Ok(())
}
