//! `tenantry serve`.

use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use clap::Args;
use tokio::{net::TcpListener, time::timeout};

use crate::{
    access::Actor,
    app::App,
    config::{Config, without_password},
    domain::{
        Done,
        token::{Secret, SetRootToken},
    },
    error::{Error, Result},
    server,
};

use super::{migrated, say, start_logging, told_to_stop};

/// Serves until it is told to stop.
#[derive(Args)]
pub(super) struct Serve {
    /// Print the settings in force, secrets hidden, and do nothing else.
    #[arg(long)]
    pub(super) print_config: bool,
}

impl Serve {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        if self.print_config {
            return say(config.to_toml()?.trim_end());
        }
        start_logging(config)?;
        server::count();
        let app = App::new(migrated(&config.database()).await?, config);
        // From here on a stop is an orderly one, also the one that comes as soon as the address is known.
        let told = told_to_stop()?;
        let listener = TcpListener::bind(config.listen).await.map_err(|error| {
            Error::invalid(
                "listen",
                format!("cannot be used: {}: {error}", config.listen),
            )
        })?;
        let root = SetRootToken {
            configured: config.root_token(),
        };
        let (done, secret) = app.execute(&Actor::command_line(), root).await?.output;
        announce(&listener, config, done, secret)?;
        let router = server::router(app.clone(), config)?;
        let patience = config.shutdown_timeout;
        let since = Arc::new(OnceLock::new());
        let stop = {
            let since = since.clone();
            async move {
                told.await;
                tracing::info!("stopping");
                since.get_or_init(Instant::now);
            }
        };
        server::serve(listener, router, stop, patience).await?;
        // What goes on behind the callers' backs has the rest of the time.
        let spent = since.get().map_or(Duration::ZERO, Instant::elapsed);
        if timeout(patience.saturating_sub(spent), app.close())
            .await
            .is_err()
        {
            tracing::warn!(?patience, "stopped with changes still under way");
        }
        Ok(())
    }
}

fn announce(
    listener: &TcpListener,
    config: &Config,
    done: Done,
    secret: Option<Secret>,
) -> Result<()> {
    let address = listener.local_addr().map_err(Error::internal)?;
    say(format_args!(
        "tenantry {} serves {}",
        env!("CARGO_PKG_VERSION"),
        without_password(&config.database_url)
    ))?;
    say(format_args!("  GraphQL     http://{address}/graphql"))?;
    if config.playground {
        say(format_args!("  playground  http://{address}/playground"))?;
    }
    say(format_args!(
        "  health      http://{address}/healthz  http://{address}/readyz  http://{address}/metrics"
    ))?;
    match (done, secret) {
        (_, Some(Secret(secret))) => say(format_args!(
            "\n  root token  {secret}\n  It is shown this once. Keep it: it may do everything."
        )),
        (Done::Updated, None) => {
            say("  The configured root token is in force; a former one is revoked.")
        }
        _ => Ok(()),
    }
}
