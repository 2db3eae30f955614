//! `tenantry healthcheck`: checks from a container or supervisor whether the server is ready.

use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    process::ExitCode,
    time::Duration,
};

use clap::Args;
use ureq::{Agent, Body, http::Response};

use crate::{
    config::Config,
    error::{Error, Result},
};

use super::say;

/// Requests `/readyz` from the server at the configured address.
#[derive(Args)]
pub(super) struct Healthcheck {
    /// Timeout in seconds.
    #[arg(long, default_value_t = 5, value_name = "SECONDS")]
    timeout: u64,
}

impl Healthcheck {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode> {
        let addresses = addresses(config).await?;
        let limit = Duration::from_secs(self.timeout);
        let asked = tokio::task::spawn_blocking(move || ask(&addresses, limit));
        match asked.await.map_err(Error::internal)? {
            Ok(reply) if reply.status().is_success() => say("ready").map(|()| ExitCode::SUCCESS),
            Ok(reply) => {
                say(format_args!("not ready: {}", reply.status())).map(|()| ExitCode::FAILURE)
            }
            Err(error) => say(format_args!("no answer from {}: {error}", config.listen))
                .map(|()| ExitCode::FAILURE),
        }
    }
}

/// Requests `/readyz` from each address in turn until one responds. `serve` listens on the first
/// address that it can bind.
fn ask(addresses: &[SocketAddr], limit: Duration) -> Result<Response<Body>, ureq::Error> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(limit))
        .http_status_as_error(false)
        .build()
        .into();
    let mut answer = Err(ureq::Error::HostNotFound);
    for address in addresses {
        answer = agent.get(format!("http://{address}/readyz")).call();
        if answer.is_ok() {
            break;
        }
    }
    answer
}

/// Returns the addresses at which this machine reaches the server.
async fn addresses(config: &Config) -> Result<Vec<SocketAddr>> {
    let listen = &config.listen;
    let mut addresses = listen
        .addresses()
        .await
        .map_err(|error| Error::invalid("listen", format!("cannot be used: {listen}: {error}")))?;
    for address in &mut addresses {
        if address.ip().is_unspecified() {
            // The server listens on all interfaces, including loopback.
            address.set_ip(match address {
                SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
    }
    Ok(addresses)
}
