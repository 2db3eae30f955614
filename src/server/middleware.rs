//! The middleware of every request: the request id, the client's address, execution options, the
//! log line and the metrics.
//!
//! The log contains ids, routes and the names of operations. Paths, query strings and values may
//! contain private data and are not logged.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Extension,
    body::Body,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use ipnet::IpNet;
use serde_json::json;
use tracing::{Instrument, Span};
use uuid::Uuid;

use crate::{
    access::{Entry, Origin},
    clock::Clock,
    config::Config,
    db::Meter,
    error::{Code, Error},
    id::Ids,
};

use super::options;

/// The header of the request id, in requests and responses.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Maximum length of a caller's request id.
const MAX_REQUEST_ID: usize = 64;
/// Routes that monitoring systems poll.
const PROBES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];
/// Methods that have their own metrics label.
const KNOWN_METHODS: [Method; 7] = [
    Method::GET,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::HEAD,
    Method::OPTIONS,
];

/// The settings of the request middleware.
#[derive(Clone)]
pub(super) struct RequestMiddleware {
    trusted: Arc<[IpNet]>,
    ids: Arc<Ids>,
    clock: Clock,
    slow: Duration,
}

impl RequestMiddleware {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            trusted: config.trusted_proxies.clone().into(),
            ids: Arc::new(Ids::random()),
            clock: Clock::system(),
            slow: config.slow_request,
        }
    }
}

/// Wraps a request in the middleware.
pub(super) async fn handle(
    State(around): State<RequestMiddleware>,
    mut request: Request,
    next: Next,
) -> Response {
    let request_id = request_id(request.headers(), &around);
    let origin = Origin {
        address: client_address(&request, &around.trusted),
        request_id: Some(request_id.clone()),
        ..Origin::default()
    };
    let account = Account::open(&request, &request_id, &origin, around.slow);
    request.extensions_mut().insert(origin);
    let options = options::read(request.headers());
    request.extensions_mut().insert(options);
    let span = account.span.clone();
    let mut response = next.run(request).instrument(span).await;
    if response.extensions().get::<Panicked>().is_some() {
        tell_of_panic(&mut response, &request_id);
    }
    // The code of a response that failed as a whole.
    if let Some(code) = response.extensions().get::<Code>() {
        account.entry.failed(&account.route, *code);
    }
    account.close(response.status());
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The log and metrics data of a request.
struct Account {
    span: Span,
    method: Method,
    /// The route, not the path.
    route: String,
    meter: Meter,
    entry: Arc<Entry>,
    /// The client's address, logged when a token was refused.
    address: Option<IpAddr>,
    slow: Duration,
    began: Instant,
    is_closed: bool,
}

impl Account {
    fn open(request: &Request, request_id: &str, origin: &Origin, slow: Duration) -> Self {
        let route = request.extensions().get::<MatchedPath>();
        Self {
            // The highest level, so that every log line within the span names the request at any
            // log level.
            span: tracing::error_span!("request", id = request_id),
            method: request.method().clone(),
            route: route.map_or_else(|| "unknown".to_owned(), |path| path.as_str().to_owned()),
            meter: origin.meter.clone(),
            entry: origin.entry.clone(),
            address: origin.address,
            slow,
            began: Instant::now(),
            is_closed: false,
        }
    }

    fn close(mut self, status: StatusCode) {
        self.is_closed = true;
        let took = self.began.elapsed();
        self.log(Some(status), took);
        // Callers must not be able to create labels, so unknown methods share one.
        let method = if KNOWN_METHODS.contains(&self.method) {
            self.method.to_string()
        } else {
            "other".to_owned()
        };
        let route = std::mem::take(&mut self.route);
        metrics::histogram!("tenantry_http_request_seconds", "route" => route.clone())
            .record(took.as_secs_f64());
        let labels = [
            ("method", method),
            ("route", route),
            ("status", status.as_u16().to_string()),
        ];
        metrics::counter!("tenantry_http_requests_total", &labels).increment(1);
    }

    /// Writes the log line, with or without a status.
    fn log(&self, status: Option<StatusCode>, took: Duration) {
        let _in_span = self.span.enter();
        let actor = self.entry.actor.get();
        let user = actor.and_then(|actor| actor.user()).map(Uuid::from);
        let code = self.entry.code();
        let is_refused = matches!(
            status,
            Some(StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS)
        );
        let address = self.address.filter(|_| is_refused);
        // The library requires literals for level and message.
        macro_rules! event {
            ($level:ident, $message:literal) => {
                tracing::$level!(
                    method = display(&self.method),
                    route = self.route,
                    status = status.map(|status| status.as_u16()),
                    actor = actor.map(display),
                    user = user.map(display),
                    kind = self.entry.kind.get(),
                    operation = self.entry.operation.get(),
                    code = code.map(Code::as_str),
                    address = address.map(display),
                    us = micros(took),
                    statements = self.meter.statements(),
                    db_us = micros(self.meter.time()),
                    $message
                )
            };
        }
        let is_grave = matches!(code, Some(Code::Busy | Code::Internal));
        let is_probe = PROBES.contains(&&*self.route);
        match status {
            Some(_) if took >= self.slow => event!(warn, "answered slowly"),
            Some(_) if is_grave => event!(warn, "answered"),
            Some(_) if is_probe => event!(debug, "answered"),
            Some(_) => event!(info, "answered"),
            None if is_probe => event!(debug, "the client disconnected before the response"),
            None => event!(info, "the client disconnected before the response"),
        }
    }
}

impl Drop for Account {
    /// Records an aborted request: the future is dropped when the client disconnects.
    fn drop(&mut self) {
        if !self.is_closed {
            self.log(None, self.began.elapsed());
        }
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// Returns the caller's request id if it is short and plain, else a new one.
fn request_id(headers: &HeaderMap, around: &RequestMiddleware) -> Arc<str> {
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

/// Returns the peer's address, or the address of the nearest untrusted hop in `X-Forwarded-For`
/// when all hops behind it are trusted.
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
        // A malformed entry from a trusted proxy must not pass the proxy's own address as the
        // client's.
        client = address?.to_canonical();
    }
    Some(client)
}

/// Marks the response of a handler that panicked.
#[derive(Clone)]
struct Panicked;

/// Logs the panic within the request's span. The panic message itself is on standard error.
pub(super) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, Extension(Panicked)).into_response()
}

/// Replaces the empty response body of a panic. Headers that others have added stay.
fn tell_of_panic(response: &mut Response, request_id: &str) {
    let error = Error::internal("a handler panicked");
    let body = json!({ "errors": [{
        "message": format!("{error} (request {request_id})"),
        "extensions": { "code": error.code().as_str() },
    }] });
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    *response.body_mut() = Body::from(body.to_string());
    response.extensions_mut().insert(error.code());
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
        // The client wrote the first hop; the proxy added the address that it saw.
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
