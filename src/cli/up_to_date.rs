//! Brings a database up to date for a server: its migrations and its keys.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::{
    app::App,
    config::Config,
    db::{Db, Health, Options},
    error::{Code, Result},
};

use super::{newer, patient};

/// The interval at which the progress of the rewrite is logged.
const LOG_REKEYING: Duration = Duration::from_secs(5);
/// The pause before keys that could not be rewritten are tried again.
const RETRY_REKEYING: Duration = Duration::from_secs(2);

/// Opens the database with all migrations run, and with the keys of this version if the database is
/// writable.
///
/// Migrations and the rewrite of keys have no statement timeout.
///
/// # Errors
/// `INVALID_VALUE` if a newer version migrated the database. `BUSY` or `INTERNAL` when the database
/// fails.
pub(super) async fn migrated(options: &Options, config: &Config) -> Result<App> {
    let db = Db::open(options).await?;
    let is_writable = match db.health().await? {
        Health::Ready | Health::OldKeys => true,
        // A read-only database is served for reading. `/readyz` reports why the server is not
        // ready.
        Health::ReadOnly | Health::Full => false,
        Health::Ahead(what) => return Err(newer(&what)),
        Health::Behind(steps) => {
            tracing::info!(?steps, "migrating");
            let patient = Db::open(&patient(options)).await?;
            patient.migrate().await?;
            patient.close().await;
            true
        }
    };
    let app = App::new(db, config);
    if app.is_to_be_rekeyed().await? {
        let is_done = is_writable && rekey_unless_busy(options, config).await?;
        if !is_done {
            // The database is served for reading meanwhile.
            tracing::warn!(
                "keys of an older version are rewritten once the database is writable; the server is not ready until then"
            );
        }
    }
    Ok(app)
}

/// Rewrites the keys that could not be rewritten before the start, as soon as the database is
/// writable.
pub(super) async fn catch_up(app: &App, options: &Options, config: &Config) {
    loop {
        match app.is_to_be_rekeyed().await {
            // Changes are accepted again.
            Ok(false) if app.db().has_newer_keys().await.is_ok() => return,
            // Changes would not find rows that have old keys.
            _ => app.db().wait_for_keys(),
        }
        if let Ok(Health::OldKeys) = app.health().await
            && let Err(error) = rekey_patiently(options, config).await
        {
            tracing::warn!(%error, "could not write the keys of this version; trying again");
        }
        sleep(RETRY_REKEYING).await;
    }
}

/// Rewrites keys of older versions. Returns false if the database is not writable now.
async fn rekey_unless_busy(options: &Options, config: &Config) -> Result<bool> {
    match rekey_patiently(options, config).await {
        Err(error) if error.code() == Code::Busy => {
            tracing::warn!(%error, "could not write the keys of this version");
            Ok(false)
        }
        done => done.map(|()| true),
    }
}

async fn rekey_patiently(options: &Options, config: &Config) -> Result<()> {
    let patient = App::new(Db::open(&patient(options)).await?, config);
    let done = rekey(&patient).await;
    patient.close().await;
    done
}

/// Rewrites keys of older versions and logs the progress.
async fn rekey(app: &App) -> Result<()> {
    let (mut rows, mut changed, mut logged) = (0, 0, Instant::now());
    app.rekey(|piece| {
        rows += piece.rows;
        changed += piece.changed;
        if logged.elapsed() >= LOG_REKEYING {
            logged = Instant::now();
            tracing::info!(
                table = piece.table,
                rows,
                changed,
                "writing the keys of this version"
            );
        }
    })
    .await?;
    if changed > 0 {
        tracing::info!(rows, changed, "all keys are written by this version");
    }
    Ok(())
}
