//! Connections: how they are let in, how many there may be, and when one is given up.
//!
//! One rule says when: while no request is under way and nothing can be written, for `idle_timeout`. So it meets whoever
//! connects and says nothing, sends half a head, keeps a connection for later, or does not read its reply. A request that is
//! under way has the door's own time limit. A reply that is made while it is sent must not pause for so long.

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

use axum::{Router, extract::ConnectInfo};
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_util::{
    io::InspectWriter,
    sync::CancellationToken,
    task::{TaskTracker, task_tracker::TaskTrackerToken},
};
use tower::ServiceExt;

use crate::config::Config;

use super::unread::read_on;

/// The pause when the system gives no connection, as when it has no file descriptor left: some end meanwhile.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it is said that there are as many connections as may be.
const REMIND: Duration = Duration::from_secs(60);
/// How long a connection without a request may keep a stop waiting.
const LAST_WORD: Duration = Duration::from_secs(1);

/// Serves until `stop` comes true, then lets requests in flight finish, for as long as `shutdown_timeout` says.
///
/// Above `max_connections` nobody is let in until a connection ends; the system keeps some waiting, and turns others away.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
    config: &Config,
) {
    let host = Arc::new(Host {
        router: router.with_state(()),
        http: auto::Builder::new(TokioExecutor::new()),
        idle: config.idle_timeout,
        stopping: CancellationToken::new(),
    });
    let connections = TaskTracker::new();
    let mut entrance = Entrance::new(listener, config.max_connections.get());
    let mut stop = pin!(stop);
    loop {
        let (permit, stream, peer) = tokio::select! {
            next = entrance.next() => next,
            () = &mut stop => break,
        };
        let host = host.clone();
        let seat = Seat::new(permit, connections.token());
        tokio::spawn(async move { host.attend(stream, peer, seat).await });
    }
    drop(entrance);
    host.stopping.cancel();
    connections.close();
    let patience = config.shutdown_timeout;
    if timeout(patience, connections.wait()).await.is_err() {
        tracing::warn!(?patience, "stopped with requests still in flight");
    }
}

/// Where connections come in.
struct Entrance {
    listener: TcpListener,
    room: Arc<Semaphore>,
    said_full: Option<Instant>,
}

impl Entrance {
    fn new(listener: TcpListener, most: u32) -> Self {
        Self {
            listener,
            room: Arc::new(Semaphore::new(most as usize)),
            said_full: None,
        }
    }

    async fn next(&mut self) -> (OwnedSemaphorePermit, TcpStream, SocketAddr) {
        let permit = self.permit().await;
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    // Replies are written at once; to wait for more would only delay them.
                    let _ = stream.set_nodelay(true);
                    return (permit, stream, peer);
                }
                Err(error) if has_left(error.kind()) => {}
                Err(error) => {
                    tracing::warn!(%error, "cannot let anybody in; trying again in {PAUSE:?}");
                    sleep(PAUSE).await;
                }
            }
        }
    }

    async fn permit(&mut self) -> OwnedSemaphorePermit {
        if let Ok(permit) = self.room.clone().try_acquire_owned() {
            return permit;
        }
        if self.said_full.is_none_or(|at| at.elapsed() > REMIND) {
            tracing::warn!(
                "no more connections are let in until one ends (setting `max_connections`)"
            );
            self.said_full = Some(Instant::now());
        }
        match self.room.clone().acquire_owned().await {
            Ok(permit) => permit,
            Err(_) => unreachable!("nobody closes it"),
        }
    }
}

/// Whether the client went before it was its turn.
fn has_left(error: ErrorKind) -> bool {
    matches!(
        error,
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
    )
}

/// A connection's place, for as long as the connection lasts: also when it has become a WebSocket.
struct Seat {
    _permit: OwnedSemaphorePermit,
    _counted: TaskTrackerToken,
}

impl Seat {
    fn new(permit: OwnedSemaphorePermit, counted: TaskTrackerToken) -> Self {
        metrics::gauge!("tenantry_http_connections").increment(1);
        Self {
            _permit: permit,
            _counted: counted,
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        metrics::gauge!("tenantry_http_connections").decrement(1);
    }
}

/// What all connections share.
struct Host {
    router: Router,
    http: auto::Builder<TokioExecutor>,
    idle: Duration,
    stopping: CancellationToken,
}

impl Host {
    /// Serves a connection to its end, or until it has become something else than HTTP.
    async fn attend(&self, stream: TcpStream, peer: SocketAddr, seat: Seat) {
        let life = Arc::new(Life::default());
        let stream = {
            let life = life.clone();
            InspectWriter::new(stream, move |_| {
                // With the stream the seat goes wherever that goes.
                let _ = &seat;
                life.wrote.store(true, Ordering::Relaxed);
            })
        };
        let service = service_fn(|request: Request<Incoming>| {
            let under_way = UnderWay::begin(&life);
            let mut request = read_on(request);
            request.extensions_mut().insert(ConnectInfo(peer));
            request.extensions_mut().insert(self.stopping.clone());
            let reply = self.router.clone().oneshot(request);
            async move {
                let reply = reply.await;
                drop(under_way);
                reply as Result<_, Infallible>
            }
        });
        let connection = self
            .http
            .serve_connection_with_upgrades(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let (mut patience, mut is_told) = (self.idle, false);
        loop {
            tokio::select! {
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        tracing::trace!(error, "a connection broke");
                    }
                    return;
                }
                () = self.stopping.cancelled(), if !is_told => {
                    is_told = true;
                    patience = patience.min(LAST_WORD);
                    connection.as_mut().graceful_shutdown();
                }
                () = sleep(patience) => if !life.goes_on() {
                    return;
                }
            }
        }
    }
}

/// What happens on a connection.
#[derive(Default)]
struct Life {
    under_way: AtomicUsize,
    /// Whether something was written since it was last looked at.
    wrote: AtomicBool,
}

impl Life {
    /// Whether anything has happened since the last time.
    fn goes_on(&self) -> bool {
        let wrote = self.wrote.swap(false, Ordering::Relaxed);
        wrote || self.under_way.load(Ordering::Relaxed) > 0
    }
}

/// A request that is under way, until its reply begins or it is given up.
struct UnderWay(Arc<Life>);

impl UnderWay {
    fn begin(life: &Arc<Life>) -> Self {
        life.under_way.fetch_add(1, Ordering::Relaxed);
        Self(life.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}
