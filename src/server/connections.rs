//! Connections: acceptance, limits, timeouts and shutdown.
//!
//! A connection is closed when it has no request under way and nothing can be written for
//! `idle_timeout`. The rule covers clients that send nothing, send half a head, keep a connection
//! open, or do not read the response. A request under way has the API's own time limit. A streamed
//! response must not pause longer than `idle_timeout`.
//!
//! The server stops in two steps, so that a proxy can move its requests to another server without
//! losing one. First the server drains: it answers all requests, also on new connections, but
//! `/readyz` fails, and every response over HTTP/1.1 has `Connection: close`. Then the server
//! stops: no connection is accepted, and the open ones end after the requests under way.

use std::{
    convert::Infallible,
    future::Future,
    io::ErrorKind,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::ConnectInfo,
    http::{HeaderValue, Version, header},
    response::Response,
};
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, SetOnce},
    time::{sleep, timeout},
};
use tokio_util::{
    io::InspectWriter,
    sync::CancellationToken,
    task::{TaskTracker, task_tracker::TaskTrackerToken},
};
use tower::ServiceExt;

use crate::config::Config;

use super::drain::read_on;

/// The pause after the system fails to accept a connection, for example without a free file
/// descriptor. Other connections may end meanwhile.
const PAUSE: Duration = Duration::from_secs(1);
/// Interval of the log message that the connection limit is reached.
const REMIND: Duration = Duration::from_secs(60);
/// How long a connection without a request may delay a stop.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(1);

/// Serves until `stop` becomes true, drains for `drain_delay`, then lets requests in flight finish
/// within `shutdown_timeout`.
///
/// At `max_connections` no connection is accepted until another one ends. The system queues some
/// connections and refuses the others.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
    config: &Config,
) {
    let server = Arc::new(ConnectionServer {
        router: router.with_state(()),
        http: auto::Builder::new(TokioExecutor::new()),
        idle: config.idle_timeout,
        draining: CancellationToken::new(),
        stopping: CancellationToken::new(),
    });
    let connections = TaskTracker::new();
    let mut acceptor = Acceptor::new(listener, config.max_connections.get());
    let let_in = |(permit, stream, peer): Arrival| {
        let server = server.clone();
        let slot = Slot::new(permit, connections.token());
        tokio::spawn(async move { server.attend(stream, peer, slot).await });
    };
    let drained = async {
        stop.await;
        server.draining.cancel();
        sleep(config.drain_delay()).await;
    };
    let mut drained = pin!(drained);
    loop {
        tokio::select! {
            arrival = acceptor.next() => let_in(arrival),
            () = &mut drained => break,
        }
    }
    acceptor.close().into_iter().for_each(let_in);
    server.stopping.cancel();
    connections.close();
    let patience = config.shutdown_timeout;
    if timeout(patience, connections.wait()).await.is_err() {
        tracing::warn!(?patience, "stopped with requests still in flight");
    }
}

/// An accepted connection.
type Arrival = (OwnedSemaphorePermit, TcpStream, SocketAddr);

/// The listener and the limit of connections.
struct Acceptor {
    listener: TcpListener,
    room: Arc<Semaphore>,
    said_full: Option<Instant>,
}

impl Acceptor {
    fn new(listener: TcpListener, most: u32) -> Self {
        Self {
            listener,
            room: Arc::new(Semaphore::new(most as usize)),
            said_full: None,
        }
    }

    async fn next(&mut self) -> Arrival {
        let permit = self.permit().await;
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    hurry(&stream);
                    return (permit, stream, peer);
                }
                Err(error) if has_left(error.kind()) => {}
                Err(error) => {
                    tracing::warn!(%error, "cannot accept connections; trying again in {PAUSE:?}");
                    sleep(PAUSE).await;
                }
            }
        }
    }

    /// Stops listening, and returns the connections that the system has accepted meanwhile.
    /// Otherwise the system would reset them, with requests that may already be on their way. The
    /// library only polls after a readiness event, so this method asks the system directly.
    fn close(self) -> Vec<Arrival> {
        let Ok(listener) = self.listener.into_std() else {
            return Vec::new();
        };
        let accept = || {
            let permit = self.room.clone().try_acquire_owned().ok()?;
            let (stream, peer) = listener.accept().ok()?;
            stream.set_nonblocking(true).ok()?;
            let stream = TcpStream::from_std(stream).ok()?;
            hurry(&stream);
            Some((permit, stream, peer))
        };
        std::iter::from_fn(accept).collect()
    }

    async fn permit(&mut self) -> OwnedSemaphorePermit {
        if let Ok(permit) = self.room.clone().try_acquire_owned() {
            return permit;
        }
        if self.said_full.is_none_or(|at| at.elapsed() > REMIND) {
            tracing::warn!(
                "the connection limit is reached; new connections wait until one closes (setting \
                 `max_connections`)"
            );
            self.said_full = Some(Instant::now());
        }
        match self.room.clone().acquire_owned().await {
            Ok(permit) => permit,
            Err(_) => unreachable!("the semaphore is never closed"),
        }
    }
}

/// Disables Nagle's algorithm, which would only delay responses.
fn hurry(stream: &TcpStream) {
    let _ = stream.set_nodelay(true);
}

/// Returns whether the client disconnected before the connection was accepted.
fn has_left(error: ErrorKind) -> bool {
    matches!(
        error,
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
    )
}

/// A connection's slot, held until the connection ends, also after an upgrade to a WebSocket.
struct Slot {
    _permit: OwnedSemaphorePermit,
    _counted: TaskTrackerToken,
}

impl Slot {
    fn new(permit: OwnedSemaphorePermit, counted: TaskTrackerToken) -> Self {
        metrics::gauge!("tenantry_http_connections").increment(1);
        Self {
            _permit: permit,
            _counted: counted,
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        metrics::gauge!("tenantry_http_connections").decrement(1);
    }
}

/// The state that all connections share.
struct ConnectionServer {
    router: Router,
    http: auto::Builder<TokioExecutor>,
    idle: Duration,
    draining: CancellationToken,
    stopping: CancellationToken,
}

impl ConnectionServer {
    /// Serves a connection until it ends or is upgraded to another protocol.
    async fn attend(&self, stream: TcpStream, peer: SocketAddr, slot: Slot) {
        let activity = Arc::new(Activity::default());
        let stream = {
            let activity = activity.clone();
            InspectWriter::new(stream, move |_| {
                // The stream owns the slot, so that an upgraded connection keeps its slot.
                let _ = &slot;
                activity.wrote.store(true, Ordering::Relaxed);
            })
        };
        let service = service_fn(|request: Request<Incoming>| {
            let under_way = UnderWay::begin(&activity);
            let mut request = read_on(request);
            request.extensions_mut().insert(ConnectInfo(peer));
            let draining = self.draining.clone();
            request.extensions_mut().insert(Draining(draining.clone()));
            request.extensions_mut().insert(self.stopping.clone());
            let version = request.version();
            let reply = self.router.clone().oneshot(request);
            async move {
                let Ok(mut reply) = reply.await;
                if draining.is_cancelled() {
                    close_after(&mut reply, version);
                }
                drop(under_way);
                Ok::<_, Infallible>(reply)
            }
        });
        let connection = self
            .http
            .serve_connection_with_upgrades(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let (mut patience, mut is_told, mut is_ending) = (self.idle, false, false);
        loop {
            tokio::select! {
                // The connection comes first: a request that has arrived is read before the
                // connection may end.
                biased;
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        tracing::trace!(error, "a connection failed");
                    }
                    return;
                }
                () = self.stopping.cancelled(), if !is_told => {
                    is_told = true;
                    patience = patience.min(DRAIN_TIMEOUT);
                }
                // A connection without a request is not ended here: its first request may be on its
                // way.
                () = activity.request_after(&self.stopping), if !is_ending => {
                    is_ending = true;
                    connection.as_mut().graceful_shutdown();
                }
                () = sleep(patience) => if !activity.goes_on() {
                    return;
                }
            }
        }
    }
}

/// A request extension: whether the server drains.
#[derive(Clone)]
pub(super) struct Draining(CancellationToken);

impl Draining {
    pub(super) fn has_begun(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// Marks this response as the connection's last one. HTTP/2 has a frame for that.
fn close_after(reply: &mut Response, version: Version) {
    let headers = reply.headers_mut();
    // A WebSocket response already has the header.
    if version <= Version::HTTP_11 && !headers.contains_key(header::CONNECTION) {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
}

/// The activity of a connection.
#[derive(Default)]
struct Activity {
    /// Set by the first request.
    began: SetOnce<()>,
    under_way: AtomicUsize,
    /// Whether something was written since the last check.
    wrote: AtomicBool,
}

impl Activity {
    /// Waits until the event has happened and a request has arrived.
    async fn request_after(&self, event: &CancellationToken) {
        event.cancelled().await;
        self.began.wait().await;
    }

    /// Returns whether the connection was active since the last check.
    fn goes_on(&self) -> bool {
        let wrote = self.wrote.swap(false, Ordering::Relaxed);
        wrote || self.under_way.load(Ordering::Relaxed) > 0
    }
}

/// A request under way, until its response begins or the request is abandoned.
struct UnderWay(Arc<Activity>);

impl UnderWay {
    fn begin(activity: &Arc<Activity>) -> Self {
        // Only the first request can set it.
        let _ = activity.began.set(());
        activity.under_way.fetch_add(1, Ordering::Relaxed);
        Self(activity.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}
