//! One socket: its token, its messages, and the operations that it runs.

use std::{collections::HashMap, time::Duration};

use async_graphql::ServerError;
use axum::{
    body::Bytes,
    extract::ws::{CloseFrame, Message, WebSocket},
};
use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tokio::{
    sync::mpsc,
    task::{AbortHandle, JoinSet},
    time::{Instant, MissedTickBehavior, interval, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    access::{Actor, Origin, token},
    app::Options,
    error::{Code, Error, Result},
    graphql::{
        execution::{ExecutionOptions, GraphqlState, Reply, prepare, refuse},
        http::parameters::params,
    },
};

/// The time limit for `connection_init`.
const PATIENCE: Duration = Duration::from_secs(10);
/// The interval of token checks.
const RECHECK: Duration = Duration::from_secs(5);
/// The time limit for sending a message.
const SEND: Duration = Duration::from_secs(30);
/// The time limit for the client's answer to the server's close frame.
const LINGER: Duration = Duration::from_secs(1);
/// The maximum number of concurrent operations of a socket.
const MAX_OPERATIONS: usize = 20;
/// The maximum number of bytes of an operation's id.
const MAX_ID: usize = 255;
/// The maximum number of bytes of a close reason, as the close frame allows.
const MAX_REASON: usize = 123;
/// The capacity of the queue of responses to send.
const WAITING: usize = 16;

/// A message from the client.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Sent {
    ConnectionInit {
        #[serde(default)]
        payload: Option<Json>,
    },
    Ping {
        #[serde(default)]
        payload: Option<Json>,
    },
    Pong {},
    Subscribe {
        id: String,
        payload: Json,
    },
    Complete {
        id: String,
    },
}

/// A message to the client.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Told<'a> {
    ConnectionAck,
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Json>,
    },
    Next {
        id: &'a str,
        payload: &'a Reply,
    },
    Error {
        id: &'a str,
        payload: &'a [ServerError],
    },
    Complete {
        id: &'a str,
    },
}

/// The code and the reason of a close frame.
type Closed = (u16, String);

fn closed(code: u16, reason: impl Into<String>) -> Closed {
    (code, reason.into())
}

/// A response of an operation, or `None` at its end. The number distinguishes operations that reuse
/// an id.
type News = (String, u64, Option<Reply>);

/// The state of one socket.
pub(super) struct Line {
    door: GraphqlState,
    origin: Origin,
    secret: Option<String>,
    /// The authenticated caller.
    actor: Option<Actor>,
    /// The running operations, by id.
    running: HashMap<String, (u64, AbortHandle)>,
    /// The tasks of the operations, which end with the socket.
    tasks: JoinSet<()>,
    begun: u64,
}

impl Line {
    /// Creates the state of a new socket. `secret` is the token of the upgrade.
    pub(super) fn new(door: GraphqlState, origin: Origin, secret: Option<String>) -> Self {
        Self {
            door,
            origin,
            secret,
            actor: None,
            running: HashMap::new(),
            tasks: JoinSet::new(),
            begun: 0,
        }
    }

    /// Serves the socket until it is closed.
    pub(super) async fn serve(mut self, mut socket: WebSocket, stopping: CancellationToken) {
        let (news, mut told) = mpsc::channel(WAITING);
        let closed = self.talk(&mut socket, &news, &mut told, stopping).await;
        self.tasks.abort_all();
        close(&mut socket, closed).await;
    }

    /// Processes messages until the socket is closed, and returns the reason.
    async fn talk(
        &mut self,
        socket: &mut WebSocket,
        news: &mpsc::Sender<News>,
        told: &mut mpsc::Receiver<News>,
        stopping: CancellationToken,
    ) -> Closed {
        let idle = self.door.limits.idle;
        let begin_by = Instant::now() + PATIENCE.min(idle);
        let mut heard = Instant::now();
        let mut recheck = interval(RECHECK);
        recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut alive = interval((idle / 3).max(Duration::from_millis(1)));
        alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let done = tokio::select! {
                received = socket.recv() => {
                    heard = Instant::now();
                    match received {
                        None | Some(Ok(Message::Close(_))) => Err(closed(1000, "")),
                        Some(Err(_)) => Err(closed(1009, "A message was too large or damaged.")),
                        Some(Ok(Message::Text(text))) => {
                            self.hear(text.as_str(), socket, news).await
                        }
                        Some(Ok(Message::Binary(_))) => {
                            Err(closed(4400, "Messages must be JSON in text frames."))
                        }
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                    }
                }
                Some((id, number, reply)) = told.recv() => {
                    self.tell(socket, &id, number, reply).await
                }
                () = sleep_until(begin_by), if self.actor.is_none() => {
                    Err(closed(4408, "Connection initialisation timeout"))
                }
                _ = recheck.tick(), if self.actor.is_some() => match self.admit().await {
                    Err(closed) if closed.0 == 4403 => Err(closed),
                    // A token that cannot be checked now is checked again at the next interval.
                    _ => Ok(()),
                },
                _ = alive.tick(), if self.actor.is_some() => match heard.elapsed() {
                    silent if silent >= idle => Err(closed(1001, "The connection was idle for too \
                                                                  long.")),
                    _ if self.running.is_empty() => Ok(()),
                    // A client that only listens answers this ping.
                    _ => send(socket, Message::Ping(Bytes::new())).await,
                },
                () = stopping.cancelled() => Err(closed(1012, "The server is stopping; connect \
                                                               again.")),
            };
            if let Err(closed) = done {
                return closed;
            }
        }
    }

    /// Handles a message from the client.
    async fn hear(
        &mut self,
        text: &str,
        socket: &mut WebSocket,
        news: &mpsc::Sender<News>,
    ) -> Result<(), Closed> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let sent: Sent = serde_json::from_str(text)
            .map_err(|error| closed(4400, format!("Invalid message received: {error}")))?;
        match sent {
            Sent::ConnectionInit { .. } if self.actor.is_some() => {
                Err(closed(4429, "Too many initialisation requests"))
            }
            Sent::ConnectionInit { payload } => {
                if let Some(secret) = payload.as_ref().and_then(shown) {
                    self.secret = Some(secret.to_owned());
                }
                self.actor = Some(self.admit().await?);
                say(socket, &Told::ConnectionAck).await
            }
            Sent::Ping { payload } => say(socket, &Told::Pong { payload }).await,
            Sent::Pong {} => Ok(()),
            Sent::Subscribe { .. } if self.actor.is_none() => Err(closed(4401, "Unauthorized")),
            Sent::Subscribe { id, payload } => self.start(id, payload, news).await,
            Sent::Complete { id } => {
                if let Some((_, task)) = self.running.remove(&id) {
                    task.abort();
                }
                Ok(())
            }
        }
    }

    /// Authenticates the caller by their token, as for every request.
    async fn admit(&self) -> Result<Actor, Closed> {
        let Some(secret) = &self.secret else {
            return Err(closed(
                4403,
                "Forbidden: put {\"Authorization\": \"Bearer tnt_...\"} into the payload of connection_init.",
            ));
        };
        let admitted = self.door.app.authenticate(secret, &self.origin).await;
        admitted.map_err(|error| match error.code() {
            Code::Unauthenticated | Code::RateLimited => {
                closed(4403, format!("Forbidden: {error}"))
            }
            _ => closed(1013, error.message()),
        })
    }

    /// Starts an operation.
    async fn start(
        &mut self,
        id: String,
        payload: Json,
        news: &mpsc::Sender<News>,
    ) -> Result<(), Closed> {
        if id.is_empty() || id.len() > MAX_ID {
            return Err(closed(4400, format!("An id must be 1 to {MAX_ID} bytes.")));
        }
        if self.running.contains_key(&id) {
            return Err(closed(4409, format!("Subscriber for {id} already exists")));
        }
        let asked = params(payload).map_err(|refused| closed(4400, refused.error.message()))?;
        let actor = self.admit().await?;
        self.begun += 1;
        let (door, number, news, name) = (self.door.clone(), self.begun, news.clone(), id.clone());
        let is_full = self.running.len() >= MAX_OPERATIONS;
        while self.tasks.try_join_next().is_some() {}
        let task = self.tasks.spawn(async move {
            let caller = actor.clone();
            let failed = |error: &Error| refuse(&caller, error);
            let mut replies = match prepare(&door, asked) {
                _ if is_full => stream::iter([failed(&too_many())]).boxed(),
                Err(error) => stream::iter([failed(&error)]).boxed(),
                Ok(prepared) if prepared.is_subscription() => prepared.subscribe(&door, &actor),
                Ok(prepared) => {
                    let terms = ExecutionOptions {
                        actor,
                        options: Options::default(),
                        show_cost: false,
                    };
                    let limit = door.limits.timeout;
                    let reply = timeout(limit, prepared.execute(&door, &terms, None)).await;
                    let reply = reply.unwrap_or_else(|_| failed(&late(limit)));
                    stream::iter([reply]).boxed()
                }
            };
            while let Some(reply) = replies.next().await {
                if news
                    .send((name.clone(), number, Some(reply)))
                    .await
                    .is_err()
                {
                    return;
                }
            }
            // If the receiver is gone, the socket is closed and the end need not be reported.
            let _ = news.send((name, number, None)).await;
        });
        self.running.insert(id, (number, task));
        Ok(())
    }

    /// Sends a response of an operation, unless the client has ended the operation.
    async fn tell(
        &mut self,
        socket: &mut WebSocket,
        id: &str,
        number: u64,
        reply: Option<Reply>,
    ) -> Result<(), Closed> {
        if self
            .running
            .get(id)
            .is_none_or(|(current, _)| *current != number)
        {
            return Ok(());
        }
        match reply {
            Some(reply) if reply.data.is_none() => {
                // An error message ends the operation.
                if let Some((_, task)) = self.running.remove(id) {
                    task.abort();
                }
                let payload = &reply.errors;
                say(socket, &Told::Error { id, payload }).await
            }
            Some(reply) => {
                say(
                    socket,
                    &Told::Next {
                        id,
                        payload: &reply,
                    },
                )
                .await
            }
            None => {
                self.running.remove(id);
                say(socket, &Told::Complete { id }).await
            }
        }
    }
}

/// Returns the token in the payload of `connection_init`.
fn shown(payload: &Json) -> Option<&str> {
    let mut fields = payload.as_object()?.iter();
    let (_, value) = fields.find(|(name, _)| name.eq_ignore_ascii_case("authorization"))?;
    token::bearer(value.as_str()?)
}

fn too_many() -> Error {
    let message = format!(
        "A socket runs at most {MAX_OPERATIONS} operations at a time; complete \
                           one first."
    );
    Error::new(Code::LimitExceeded, message)
}

fn late(limit: Duration) -> Error {
    let message = format!(
        "The operation took longer than {limit:?} (setting `request_timeout`). A change in \
         progress may have been committed; check before you try again."
    );
    Error::new(Code::LimitExceeded, message)
}

/// Sends a close frame, unless the client has sent one, and reads until the connection ends.
/// Reading sends the answer to the client's close frame; unread bytes would reset the connection,
/// and the client would lose the server's close frame.
async fn close(socket: &mut WebSocket, (code, reason): Closed) {
    let frame = CloseFrame {
        code,
        reason: reason[..reason.floor_char_boundary(MAX_REASON)].into(),
    };
    // Sending fails if the client has closed the connection or is gone.
    let _ = timeout(SEND, socket.send(Message::Close(Some(frame)))).await;
    let rest = async { while let Some(Ok(_)) = socket.recv().await {} };
    // A client that does not answer loses only the connection.
    let _ = timeout(LINGER, rest).await;
}

async fn say(socket: &mut WebSocket, told: &Told<'_>) -> Result<(), Closed> {
    let text = serde_json::to_string(told).map_err(|_| closed(1011, "Internal error"))?;
    send(socket, Message::Text(text.into())).await
}

async fn send(socket: &mut WebSocket, message: Message) -> Result<(), Closed> {
    match timeout(SEND, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(closed(1001, "The client does not read messages.")),
    }
}
