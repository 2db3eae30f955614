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
const INIT_TIMEOUT: Duration = Duration::from_secs(10);
/// The interval of token checks.
const RECHECK_INTERVAL: Duration = Duration::from_secs(5);
/// The time limit for sending a message.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);
/// The time limit for the client's answer to the server's close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);
/// The maximum number of concurrent operations of a socket.
const MAX_OPERATIONS: usize = 20;
/// The maximum number of bytes of an operation's id.
const MAX_ID: usize = 255;
/// The maximum number of bytes of a close reason, as the close frame allows.
const MAX_REASON: usize = 123;
/// The capacity of the queue of responses to send.
const REPLY_QUEUE: usize = 16;

/// A message from the client.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ClientMessage {
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
enum ServerMessage<'a> {
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
type CloseReason = (u16, String);

fn close_reason(code: u16, reason: impl Into<String>) -> CloseReason {
    (code, reason.into())
}

/// A response of an operation, or `None` at its end. The number distinguishes operations that reuse
/// an id.
type OperationReply = (String, u64, Option<Reply>);

/// The state of one socket.
pub(super) struct SocketSession {
    state: GraphqlState,
    origin: Origin,
    /// The token of the upgrade or of `connection_init`.
    secret: Option<String>,
    /// The authenticated caller.
    actor: Option<Actor>,
    /// The running operations, by id.
    running: HashMap<String, (u64, AbortHandle)>,
    /// The tasks of the operations, which end with the socket.
    tasks: JoinSet<()>,
    /// The number of operations started so far.
    started: u64,
}

impl SocketSession {
    /// Creates the state of a new socket. `secret` is the token of the upgrade.
    pub(super) fn new(state: GraphqlState, origin: Origin, secret: Option<String>) -> Self {
        Self {
            state,
            origin,
            secret,
            actor: None,
            running: HashMap::new(),
            tasks: JoinSet::new(),
            started: 0,
        }
    }

    /// Serves the socket until it is closed.
    pub(super) async fn serve(mut self, mut socket: WebSocket, stopping: CancellationToken) {
        let (sender, mut replies) = mpsc::channel(REPLY_QUEUE);
        let reason = self
            .process(&mut socket, &sender, &mut replies, stopping)
            .await;
        self.tasks.abort_all();
        close(&mut socket, reason).await;
    }

    /// Processes messages until the socket is closed, and returns the reason.
    async fn process(
        &mut self,
        socket: &mut WebSocket,
        sender: &mpsc::Sender<OperationReply>,
        replies: &mut mpsc::Receiver<OperationReply>,
        stopping: CancellationToken,
    ) -> CloseReason {
        let idle = self.state.limits.idle;
        let begin_by = Instant::now() + INIT_TIMEOUT.min(idle);
        let mut last_received = Instant::now();
        let mut recheck = interval(RECHECK_INTERVAL);
        recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut keep_alive = interval((idle / 3).max(Duration::from_millis(1)));
        keep_alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let done = tokio::select! {
                received = socket.recv() => {
                    last_received = Instant::now();
                    match received {
                        None | Some(Ok(Message::Close(_))) => Err(close_reason(1000, "")),
                        Some(Err(_)) => Err(close_reason(1009, "A message was too large or damaged.")),
                        Some(Ok(Message::Text(text))) => {
                            self.handle_message(text.as_str(), socket, sender).await
                        }
                        Some(Ok(Message::Binary(_))) => {
                            Err(close_reason(4400, "Messages must be JSON in text frames."))
                        }
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                    }
                }
                Some((id, number, reply)) = replies.recv() => {
                    self.send_reply(socket, &id, number, reply).await
                }
                () = sleep_until(begin_by), if self.actor.is_none() => {
                    Err(close_reason(4408, "Connection initialisation timeout"))
                }
                _ = recheck.tick(), if self.actor.is_some() => match self.authenticate().await {
                    Err(reason) if reason.0 == 4403 => Err(reason),
                    // A token that cannot be checked now is checked again at the next interval.
                    _ => Ok(()),
                },
                _ = keep_alive.tick(), if self.actor.is_some() => match last_received.elapsed() {
                    silent if silent >= idle => Err(close_reason(1001, "The connection was idle for too \
                                                                  long.")),
                    _ if self.running.is_empty() => Ok(()),
                    // A client that only listens answers this ping.
                    _ => send(socket, Message::Ping(Bytes::new())).await,
                },
                () = stopping.cancelled() => Err(close_reason(1012, "The server is stopping; connect \
                                                               again.")),
            };
            if let Err(reason) = done {
                return reason;
            }
        }
    }

    /// Handles a message from the client.
    async fn handle_message(
        &mut self,
        text: &str,
        socket: &mut WebSocket,
        sender: &mpsc::Sender<OperationReply>,
    ) -> Result<(), CloseReason> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let message: ClientMessage = serde_json::from_str(text)
            .map_err(|error| close_reason(4400, format!("Invalid message received: {error}")))?;
        match message {
            ClientMessage::ConnectionInit { .. } if self.actor.is_some() => {
                Err(close_reason(4429, "Too many initialisation requests"))
            }
            ClientMessage::ConnectionInit { payload } => {
                if let Some(secret) = payload.as_ref().and_then(bearer_token) {
                    self.secret = Some(secret.to_owned());
                }
                self.actor = Some(self.authenticate().await?);
                send_message(socket, &ServerMessage::ConnectionAck).await
            }
            ClientMessage::Ping { payload } => {
                send_message(socket, &ServerMessage::Pong { payload }).await
            }
            ClientMessage::Pong {} => Ok(()),
            ClientMessage::Subscribe { .. } if self.actor.is_none() => {
                Err(close_reason(4401, "Unauthorized"))
            }
            ClientMessage::Subscribe { id, payload } => self.start(id, payload, sender).await,
            ClientMessage::Complete { id } => {
                if let Some((_, task)) = self.running.remove(&id) {
                    task.abort();
                }
                Ok(())
            }
        }
    }

    /// Authenticates the caller by their token, as for every request.
    async fn authenticate(&self) -> Result<Actor, CloseReason> {
        let Some(secret) = &self.secret else {
            return Err(close_reason(
                4403,
                "Forbidden: put {\"Authorization\": \"Bearer tnt_...\"} into the payload of connection_init.",
            ));
        };
        let actor = self.state.app.authenticate(secret, &self.origin).await;
        actor.map_err(|error| match error.code() {
            Code::Unauthenticated | Code::RateLimited => {
                close_reason(4403, format!("Forbidden: {error}"))
            }
            _ => close_reason(1013, error.message()),
        })
    }

    /// Starts an operation in a task of its own.
    async fn start(
        &mut self,
        id: String,
        payload: Json,
        sender: &mpsc::Sender<OperationReply>,
    ) -> Result<(), CloseReason> {
        if id.is_empty() || id.len() > MAX_ID {
            return Err(close_reason(
                4400,
                format!("An id must be 1 to {MAX_ID} bytes."),
            ));
        }
        if self.running.contains_key(&id) {
            return Err(close_reason(
                4409,
                format!("Subscriber for {id} already exists"),
            ));
        }
        let params =
            params(payload).map_err(|rejection| close_reason(4400, rejection.error.message()))?;
        let actor = self.authenticate().await?;
        self.started += 1;
        let (state, number, sender, name) =
            (self.state.clone(), self.started, sender.clone(), id.clone());
        let is_full = self.running.len() >= MAX_OPERATIONS;
        while self.tasks.try_join_next().is_some() {}
        let task = self.tasks.spawn(async move {
            let caller = actor.clone();
            let failed = |error: &Error| refuse(&caller, error);
            let mut replies = match prepare(&state, params) {
                _ if is_full => stream::iter([failed(&too_many())]).boxed(),
                Err(error) => stream::iter([failed(&error)]).boxed(),
                Ok(prepared) if prepared.is_subscription() => prepared.subscribe(&state, &actor),
                Ok(prepared) => {
                    let execution = ExecutionOptions {
                        actor,
                        options: Options::default(),
                        show_cost: false,
                    };
                    let limit = state.limits.timeout;
                    let reply = timeout(limit, prepared.execute(&state, &execution, None)).await;
                    let reply = reply.unwrap_or_else(|_| failed(&late(limit)));
                    stream::iter([reply]).boxed()
                }
            };
            while let Some(reply) = replies.next().await {
                if sender
                    .send((name.clone(), number, Some(reply)))
                    .await
                    .is_err()
                {
                    return;
                }
            }
            // If the receiver is gone, the socket is closed and the end need not be reported.
            let _ = sender.send((name, number, None)).await;
        });
        self.running.insert(id, (number, task));
        Ok(())
    }

    /// Sends a response of an operation, unless the client has ended the operation.
    async fn send_reply(
        &mut self,
        socket: &mut WebSocket,
        id: &str,
        number: u64,
        reply: Option<Reply>,
    ) -> Result<(), CloseReason> {
        if self
            .running
            .get(id)
            .is_none_or(|(current, _)| *current != number)
        {
            return Ok(());
        }
        match reply {
            Some(Reply::Refused(refused)) => {
                // An error message ends the operation.
                if let Some((_, task)) = self.running.remove(id) {
                    task.abort();
                }
                let payload = &refused.errors;
                send_message(socket, &ServerMessage::Error { id, payload }).await
            }
            Some(reply) => {
                send_message(
                    socket,
                    &ServerMessage::Next {
                        id,
                        payload: &reply,
                    },
                )
                .await
            }
            None => {
                self.running.remove(id);
                send_message(socket, &ServerMessage::Complete { id }).await
            }
        }
    }
}

/// Returns the token in the payload of `connection_init`.
fn bearer_token(payload: &Json) -> Option<&str> {
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
async fn close(socket: &mut WebSocket, (code, reason): CloseReason) {
    let frame = CloseFrame {
        code,
        reason: reason[..reason.floor_char_boundary(MAX_REASON)].into(),
    };
    // Sending fails if the client has closed the connection or is gone.
    let _ = timeout(SEND_TIMEOUT, socket.send(Message::Close(Some(frame)))).await;
    let rest = async { while let Some(Ok(_)) = socket.recv().await {} };
    // A client that does not answer loses only the connection.
    let _ = timeout(CLOSE_TIMEOUT, rest).await;
}

async fn send_message(
    socket: &mut WebSocket,
    message: &ServerMessage<'_>,
) -> Result<(), CloseReason> {
    let text = serde_json::to_string(message).map_err(|_| close_reason(1011, "Internal error"))?;
    send(socket, Message::Text(text.into())).await
}

async fn send(socket: &mut WebSocket, message: Message) -> Result<(), CloseReason> {
    match timeout(SEND_TIMEOUT, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(close_reason(1001, "The client does not read messages.")),
    }
}
