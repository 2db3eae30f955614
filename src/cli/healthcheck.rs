//! `tenantry healthcheck`: for containers and supervisors.

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

/// Asks `/readyz` of the server that this configuration names.
#[derive(Args)]
pub(super) struct Healthcheck {
    /// How long to wait, in seconds.
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

/// Asks each address in turn, until one answers: `serve` listens on the first that it can.
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

/// Where the server can be reached from here.
async fn addresses(config: &Config) -> Result<Vec<SocketAddr>> {
    let listen = &config.listen;
    let mut addresses = listen
        .addresses()
        .await
        .map_err(|error| Error::invalid("listen", format!("cannot be used: {listen}: {error}")))?;
    for address in &mut addresses {
        if address.ip().is_unspecified() {
            // It listens everywhere, so here too.
            address.set_ip(match address {
                SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
    }
    Ok(addresses)
}
