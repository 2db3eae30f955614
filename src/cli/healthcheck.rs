//! `tenantry healthcheck`: for containers and supervisors.

use std::{net::SocketAddr, process::ExitCode, time::Duration};

use clap::Args;

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
        let mut address = config.listen;
        if address.ip().is_unspecified() {
            // Listens everywhere, so here too.
            let loopback: SocketAddr = match address {
                SocketAddr::V4(_) => ([127, 0, 0, 1], address.port()).into(),
                SocketAddr::V6(_) => (std::net::Ipv6Addr::LOCALHOST, address.port()).into(),
            };
            address = loopback;
        }
        let limit = Duration::from_secs(self.timeout);
        let asked = tokio::task::spawn_blocking(move || {
            ureq::get(format!("http://{address}/readyz"))
                .config()
                .timeout_global(Some(limit))
                .http_status_as_error(false)
                .build()
                .call()
        });
        match asked.await.map_err(Error::internal)? {
            Ok(reply) if reply.status().is_success() => say("ready").map(|()| ExitCode::SUCCESS),
            Ok(reply) => {
                say(format_args!("not ready: {}", reply.status())).map(|()| ExitCode::FAILURE)
            }
            Err(error) => {
                say(format_args!("no answer from {address}: {error}")).map(|()| ExitCode::FAILURE)
            }
        }
    }
}
