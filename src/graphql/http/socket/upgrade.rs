//! The upgrade of an HTTP request to a WebSocket.

use axum::{
    extract::{
        FromRequestParts, Request,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use tokio_util::sync::CancellationToken;

use crate::{
    access::{Origin, token},
    app::Options,
    error::Result,
    graphql::{
        execution::GraphqlState,
        http::{authenticate::authenticate, rejection::Rejection},
    },
};

use super::session::SocketSession;

/// The name of the WebSocket subprotocol.
const PROTOCOL: &str = "graphql-transport-ws";
/// The size of a socket's read buffer in bytes. Each socket keeps this buffer, even before a token
/// is sent; the library's default is 128 KiB. The buffer grows while a larger message is read.
const READ_BUFFER: usize = 4 * 1024;

/// Returns whether the request asks for a WebSocket. The key alone is sufficient, because a proxy
/// may have dropped `Upgrade`.
pub(in crate::graphql::http) fn is_wanted(headers: &HeaderMap) -> bool {
    let upgrade = headers.get(header::UPGRADE);
    let is_asked_for =
        upgrade.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"));
    is_asked_for || headers.contains_key(header::SEC_WEBSOCKET_KEY)
}

/// Upgrades the request to a WebSocket. A token in the request is checked first.
pub(in crate::graphql::http) async fn upgrade(
    state: &GraphqlState,
    origin: &Origin,
    request: Request,
) -> Result<Response, Rejection> {
    let (mut parts, _) = request.into_parts();
    if let Some(options) = parts.extensions.get::<Result<Options>>() {
        let options = options.clone();
        refuse_options(options.map_err(|error| Rejection::new(StatusCode::BAD_REQUEST, error))?)?;
    }
    let secret = match parts.headers.get(header::AUTHORIZATION) {
        None => None,
        Some(shown) => {
            authenticate(state, origin, &parts.headers).await?;
            let secret = shown.to_str().ok().and_then(token::bearer);
            secret.map(str::to_owned)
        }
    };
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
    let upgrade = upgrade
        .map_err(refuse)?
        .protocols([PROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_message_size(state.limits.body_bytes)
        .max_frame_size(state.limits.body_bytes);
    if upgrade.selected_protocol().is_none() {
        return Err(Rejection::malformed(format!(
            "Send `Sec-WebSocket-Protocol: {PROTOCOL}`; no other protocol is supported."
        )));
    }
    let stopping = parts.extensions.get::<CancellationToken>().cloned();
    let session = SocketSession::new(state.clone(), origin.clone(), secret);
    Ok(upgrade.on_upgrade(move |socket| session.serve(socket, stopping.unwrap_or_default())))
}

/// Converts a failed upgrade into a rejection.
fn refuse(rejection: WebSocketUpgradeRejection) -> Rejection {
    let required = |message: &str| {
        Rejection::invalid(StatusCode::UPGRADE_REQUIRED, message)
            .with(header::UPGRADE, "websocket")
            .with(header::CONNECTION, "Upgrade")
    };
    match rejection {
        WebSocketUpgradeRejection::InvalidConnectionHeader(_)
        | WebSocketUpgradeRejection::InvalidUpgradeHeader(_)
        | WebSocketUpgradeRejection::ConnectionNotUpgradable(_) => required(
            "The WebSocket request has no `Upgrade: websocket` and `Connection: Upgrade` headers. \
             Configure each proxy to forward both headers.",
        ),
        WebSocketUpgradeRejection::InvalidWebSocketVersionHeader(_) => {
            required("Send `Sec-WebSocket-Version: 13`; no other version is supported.")
                .with(header::SEC_WEBSOCKET_VERSION, "13")
        }
        other => {
            Rejection::invalid(other.status(), other.body_text()).with(header::CONNECTION, "close")
        }
    }
}

/// Refuses options for changes: they apply to one request, and a socket has many. An error is
/// better than an option without effect.
fn refuse_options(options: Options) -> Result<(), Rejection> {
    let stated = [
        ("Idempotency-Key", options.key.is_some()),
        ("Tenantry-Dry-Run", options.dry_run),
        ("Tenantry-Atomic", options.atomic),
    ];
    match stated.iter().find(|(_, is_said)| *is_said) {
        None => Ok(()),
        Some((header, _)) => Err(Rejection::malformed(format!(
            "`{header}` is for one request, not for a WebSocket; leave it out, or send the request by POST."
        ))),
    }
}
