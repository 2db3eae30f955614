//! `tenantry serve`: runs the server.

use std::{
    os::unix::fs::PermissionsExt,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use clap::Args;
use tokio::{net::TcpListener, time::timeout};

use crate::{
    config::{Config, without_password},
    db::database_file,
    error::{Error, Result},
    runner::Runner,
    server,
};

use super::{
    LAST_MESSAGE, logging,
    root_token::{self, RootTokenState},
    say, stop_signals,
    up_to_date::{catch_up, migrated},
};

/// Serves until the program receives a stop signal.
#[derive(Args)]
pub(super) struct Serve {
    /// Print the effective settings without secrets, then exit.
    #[arg(long)]
    pub(super) print_config: bool,
}

impl Serve {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        if self.print_config {
            return say(config.to_toml()?.trim_end());
        }
        let log = logging::start(config)?;
        make_room(config);
        server::count();
        log.count_lost_lines();
        let app = migrated(&config.database(), config).await?;
        warn_of_readers(config);
        // From here on a signal stops the server gracefully, even right after the address is
        // printed.
        let (stop, stop_again) = stop_signals()?;
        let listener = config.listen.bind().await.map_err(|error| {
            Error::invalid(
                "listen",
                format!("cannot be used: {}: {error}", config.listen),
            )
        })?;
        let root_token = root_token::set(&app, config).await?;
        let announcement = announcement(&listener, config, root_token)?;
        logging::at_most(LAST_MESSAGE, move || {
            if let Err(error) = say(announcement) {
                tracing::warn!(?error, "could not print the addresses");
            }
        });
        let router = server::router(app.clone(), config)?;
        let patience = config.shutdown_timeout;
        let since = Arc::new(OnceLock::new());
        let stop = {
            let since = since.clone();
            let app = app.clone();
            async move {
                tokio::select! {
                    () = stop.cancelled() => tracing::info!("stopping"),
                    () = app.superseded() => {
                        tracing::error!("stopping: a newer tenantry has taken over the database; use the newer one")
                    }
                }
                since.get_or_init(Instant::now);
            }
        };
        let runner = Runner::start(&app, config.max_running_jobs);
        let served = async {
            server::serve(listener, router, runner.stopping_at(stop), config).await;
            // Jobs and background work have the rest of the time.
            let spent = since.get().map_or(Duration::ZERO, Instant::elapsed);
            let spent = spent.saturating_sub(config.drain_delay());
            let rest = async {
                runner.stop().await;
                app.close().await;
            };
            if timeout(patience.saturating_sub(spent), rest).await.is_err() {
                tracing::warn!(?patience, "stopped with changes still in progress");
            }
        };
        let options = config.database();
        let catching_up = async {
            catch_up(&app, &options, config).await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = served => {}
            () = catching_up => {}
            () = stop_again.cancelled() => {
                tracing::warn!("stopped by a second signal, without waiting for requests in flight");
                drop(log);
                // Exit the process instead of dropping the runtime, which would end tasks one by
                // one and send internal errors to clients.
                std::process::exit(0);
            }
        }
        Ok(())
    }
}

/// The number of open files other than connections: those of the database, the log and the runtime.
const OTHER_FILES: u64 = 100;

/// Raises the limit of open files. Each connection is an open file, and the default limit is often
/// lower than the allowed maximum.
fn make_room(config: &Config) {
    let connections =
        u64::from(config.max_connections.get()) + u64::from(config.database_connections.get());
    let needed = connections + OTHER_FILES;
    match rlimit::increase_nofile_limit(needed) {
        Ok(allowed) if allowed < needed => {
            tracing::warn!(
                allowed,
                needed,
                "the system allows too few open files (`ulimit -n`) for `max_connections`"
            )
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "could not read the limit of open files"),
    }
}

/// Warns if other users may open the database file. Earlier versions created it that way. The mode
/// is not changed, because another account may be meant to read the file.
fn warn_of_readers(config: &Config) {
    let Some(file) = database_file(&config.database_url) else {
        return;
    };
    if let Ok(about) = file.metadata()
        && about.permissions().mode() & 0o077 != 0
    {
        tracing::warn!(
            file = %file.display(),
            "other users of this machine may open the database file; run `chmod 600` on it"
        );
    }
}

fn announcement(
    listener: &TcpListener,
    config: &Config,
    root_token: RootTokenState,
) -> Result<String> {
    let address = listener.local_addr().map_err(Error::internal)?;
    let mut lines = vec![
        format!(
            "tenantry {} serves {}",
            env!("CARGO_PKG_VERSION"),
            without_password(&config.database_url)
        ),
        format!("  GraphQL     http://{address}/graphql"),
    ];
    if config.console {
        lines.push(format!("  console     http://{address}/console"));
    }
    if config.playground {
        lines.push(format!("  playground  http://{address}/playground"));
    }
    if config.zendesk {
        lines.push(format!("  Zendesk     http://{address}/api/v2"));
    }
    if config.rebilly {
        lines.push(format!("  Rebilly     http://{address}/memberships"));
    }
    lines.push(format!(
        "  health      http://{address}/healthz  http://{address}/readyz  http://{address}/metrics"
    ));
    lines.extend(root_token.announcement());
    Ok(lines.join("\n"))
}
