//! `tenantry migrate`.

use clap::{Args, Subcommand};
use indicatif::ProgressBar;

use crate::{
    app::App,
    config::Config,
    db::{Db, Options, database_file, known_migrations},
    error::Result,
};

use super::say;

/// Runs, takes back or shows migrations.
#[derive(Args)]
pub(super) struct Migrate {
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// Run all migrations that have not been run, and write keys anew that an older version has written. `serve` does this by
    /// itself.
    Up,
    /// Take back the last migrations. What they added is lost.
    Down {
        /// How many.
        #[arg(long, default_value_t = 1)]
        steps: u32,
    },
    /// Show each migration and whether it was run.
    Status,
}

impl Migrate {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let options = Options {
            create: matches!(self.step, Step::Up),
            statement_timeout: None,
            ..config.database()
        };
        if let Step::Status = self.step
            && database_file(&options.url).is_some_and(|file| !file.exists())
        {
            return show(known_migrations().into_iter().map(|name| (name, false)));
        }
        let db = Db::open(&options).await?;
        match self.step {
            Step::Up => {
                db.migrate().await?;
                rekey(&App::new(db.clone(), config)).await?;
            }
            Step::Down { steps } => db.migrate_down(steps).await?,
            Step::Status => {}
        }
        let migrations = db.migrations().await?;
        db.close().await;
        show(migrations)
    }
}

/// Writes the keys of this version, and shows on standard error how far that has come, where that is a terminal.
async fn rekey(app: &App) -> Result<()> {
    let bar = ProgressBar::new_spinner();
    let mut rows = 0;
    let done = app.rekey(|piece| {
        rows += piece.rows;
        bar.set_message(format!("writing keys: {rows} rows, now {}", piece.table));
        bar.tick();
    });
    let done = done.await;
    bar.finish_and_clear();
    done
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
