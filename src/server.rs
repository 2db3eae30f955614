//! The HTTP server: the doors, health, metrics, and what surrounds every request.
//!
//! * `connections`: how they are let in, how many there may be, and when one is given up.
//! * `unread`: what becomes of a body that nobody wants.

mod connections;
mod unread;

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use axum::{
    Extension, Json, Router,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use ipnet::IpNet;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use serde_json::json;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer,
    sensitive_headers::SetSensitiveRequestHeadersLayer,
};
use tracing::Instrument;
use uuid::Uuid;

use crate::{
    app::App,
    clock::Clock,
    config::Config,
    db::Health,
    error::{Error, Result},
    graphql::{self, Door, Origin},
    id::Ids,
};

pub use connections::serve;

/// The header that carries a request's id, both ways.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of a caller's request id at the most.
const MAX_REQUEST_ID: usize = 64;

/// How long a probe waits for the database: less than probes themselves usually wait.
const PROBE: Duration = Duration::from_secs(8);
/// Methods that the metrics tell apart.
const KNOWN_METHODS: [Method; 7] = [
    Method::GET,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::HEAD,
    Method::OPTIONS,
];

#[derive(Clone)]
struct Surroundings {
    trusted: Arc<[IpNet]>,
    ids: Arc<Ids>,
    clock: Clock,
}

/// All doors of the app, with health and metrics, to be served alone or inside another axum app.
///
/// For client addresses, serve it with
/// [`into_make_service_with_connect_info::<SocketAddr>`](axum::Router::into_make_service_with_connect_info).
///
/// # Errors
/// When the schema cannot be built.
pub fn router(app: App, config: &Config) -> Result<Router> {
    let surroundings = Surroundings {
        trusted: config.trusted_proxies.clone().into(),
        ids: Arc::new(Ids::random()),
        clock: Clock::system(),
    };
    let door = Door::new(app.clone(), config.into())?;
    let router = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(show_metrics))
        .with_state(app)
        .merge(graphql::router(door))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(surroundings, surround))
        .layer(SetSensitiveRequestHeadersLayer::new([
            header::AUTHORIZATION,
            header::COOKIE,
        ]));
    Ok(router)
}

/// What surrounds every request: its id, the client's address, a line in the log, a place in the metrics.
async fn surround(
    State(around): State<Surroundings>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let request_id = request_id(request.headers(), &around);
    let address = client_address(&request, &around.trusted);
    request.extensions_mut().insert(Origin {
        address,
        request_id: Some(request_id.clone()),
    });
    let method = request.method().clone();
    // The route, not the path: a path or a query string may hold what should not be kept.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unknown".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", id = %request_id);
    let mut response = next.run(request).instrument(span.clone()).await;
    if response.extensions().get::<Panicked>().is_some() {
        response = internal_error(&request_id);
    }
    let (status, took) = (response.status(), began.elapsed());
    if route != "/healthz" && route != "/metrics" {
        span.in_scope(|| tracing::info!(%method, route, status = status.as_u16(), us = took.as_micros() as u64, "answered"));
    }
    // A caller must not be able to make up labels: there are few methods, and few routes.
    let method = if KNOWN_METHODS.contains(&method) {
        method.to_string()
    } else {
        "other".to_owned()
    };
    let labels = [
        ("method", method),
        ("route", route),
        ("status", status.as_u16().to_string()),
    ];
    metrics::counter!("tenantry_http_requests_total", &labels).increment(1);
    metrics::histogram!("tenantry_http_request_seconds", "route" => labels[1].1.clone())
        .record(took.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The caller's own id where it is short and plain, else a new one.
fn request_id(headers: &HeaderMap, around: &Surroundings) -> Arc<str> {
    let given = headers
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok());
    let is_plain = |id: &&str| {
        (1..=MAX_REQUEST_ID).contains(&id.len())
            && id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    match given.filter(is_plain) {
        Some(id) => id.into(),
        None => around
            .ids
            .next::<Uuid>(around.clock.now())
            .to_string()
            .into(),
    }
}

/// The peer, or whom the nearest untrusted hop of `X-Forwarded-For` names, as long as all hops behind it are trusted.
fn client_address(request: &Request, trusted: &[IpNet]) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.ip().to_canonical();
    let hops: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in hops.iter().rev() {
        if !is_trusted(&client) {
            break;
        }
        let hop = hop.trim();
        let address = hop
            .parse::<IpAddr>()
            .ok()
            .or_else(|| hop.parse::<SocketAddr>().ok().map(|hop| hop.ip()));
        // What a trusted proxy wrote and we cannot read must not make anybody the proxy itself.
        client = address?.to_canonical();
    }
    Some(client)
}

async fn readyz(State(app): State<App>) -> Response {
    let not_ready = |reason: &str| {
        let headers = [(header::RETRY_AFTER, "1")];
        (
            StatusCode::SERVICE_UNAVAILABLE,
            headers,
            Json(json!({ "ready": false, "reason": reason })),
        )
            .into_response()
    };
    let Ok(health) = tokio::time::timeout(PROBE, app.health()).await else {
        return not_ready("the database does not answer");
    };
    match health {
        Ok(Health::Ready) => Json(json!({ "ready": true })).into_response(),
        Ok(Health::Behind(steps)) => not_ready(&format!("migrations to run: {}", steps.join(", "))),
        Ok(Health::Ahead(steps)) => not_ready(&format!(
            "migrated by a newer program: {}",
            steps.join(", ")
        )),
        Err(error) => {
            tracing::warn!(?error, "the database cannot be reached");
            not_ready("the database cannot be reached")
        }
    }
}

fn prometheus() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
            let recorder = PrometheusBuilder::new().set_buckets(&seconds).ok()?.install_recorder();
            recorder.inspect_err(|error| tracing::warn!(%error, "no metrics of our own: another recorder is installed")).ok()
        })
        .as_ref()
}

/// Begins to count. Called once before serving; a host that has installed its own recorder keeps it.
pub fn count() {
    prometheus();
}

async fn show_metrics(State(app): State<App>) -> Response {
    let Some(handle) = prometheus() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    handle.run_upkeep();
    let mut text = handle.render();
    text.push_str("# TYPE tenantry_db_statements_total counter\n");
    text.push_str(&format!(
        "tenantry_db_statements_total {}\n",
        app.db().statements()
    ));
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    )
        .into_response()
}

/// Marks the reply of a handler that panicked.
#[derive(Clone)]
struct Panicked;

/// The panic itself is on standard error; this ties it to the request, whose span it runs in.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, Extension(Panicked)).into_response()
}

fn internal_error(request_id: &str) -> Response {
    let error = Error::internal("a handler panicked");
    let body = json!({ "errors": [{
        "message": format!("{error} (request {request_id})"),
        "extensions": { "code": error.code().as_str() },
    }] });
    (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &str) -> Option<String> {
        let mut request = Request::new(axum::body::Body::empty());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(
            peer.parse().expect("address"),
            1,
        )));
        for value in forwarded {
            request
                .headers_mut()
                .append("x-forwarded-for", value.parse().expect("header"));
        }
        let trusted: Vec<IpNet> = trusted
            .split(',')
            .filter_map(|net| net.parse().ok())
            .collect();
        client_address(&request, &trusted).map(|address| address.to_string())
    }

    #[test]
    fn forwarded_addresses_count_only_from_trusted_proxies() {
        let is = |address: &str| Some(address.to_owned());
        assert_eq!(
            seen("203.0.113.9", &["198.51.100.1"], ""),
            is("203.0.113.9")
        );
        assert_eq!(
            seen("10.0.0.1", &["198.51.100.1"], "10.0.0.0/8"),
            is("198.51.100.1")
        );
        assert_eq!(
            seen("::ffff:10.0.0.1", &["198.51.100.1"], "10.0.0.0/8"),
            is("198.51.100.1")
        );
        // The client wrote the first hop himself; the proxy added the one that it saw.
        assert_eq!(
            seen("10.0.0.1", &["1.1.1.1, 198.51.100.1"], "10.0.0.0/8"),
            is("198.51.100.1")
        );
        assert_eq!(
            seen("10.0.0.1", &["198.51.100.1", "10.0.0.2"], "10.0.0.0/8"),
            is("198.51.100.1")
        );
        assert_eq!(
            seen("10.0.0.1", &["[2001:db8::1]:443"], "10.0.0.0/8"),
            is("2001:db8::1")
        );
        assert_eq!(seen("10.0.0.1", &[], "10.0.0.0/8"), is("10.0.0.1"));
        assert_eq!(seen("10.0.0.1", &["unknown"], "10.0.0.0/8"), None);
    }
}
