//! The client's end of a WebSocket.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest, handshake::client::Request},
};

use super::Served;

/// The client's end of a WebSocket.
pub(crate) struct Socket(pub(crate) WebSocketStream<MaybeTlsStream<TcpStream>>);

/// Returns the request that opens a socket.
pub(crate) fn upgrade(served: &Served, protocol: &str, token: Option<&str>) -> Request {
    let url = format!("ws://{}/graphql", served.address);
    let mut request = url.into_client_request().expect("a request");
    let headers = request.headers_mut();
    headers.insert(
        "sec-websocket-protocol",
        protocol.parse().expect("a header"),
    );
    if let Some(token) = token {
        let shown = format!("Bearer {token}");
        headers.insert("authorization", shown.parse().expect("a header"));
    }
    request
}

impl Socket {
    /// Opens a socket without a token in the upgrade request.
    pub(crate) async fn open(served: &Served) -> Self {
        let (socket, reply) = connect_async(upgrade(served, "graphql-transport-ws", None))
            .await
            .expect("a socket");
        assert_eq!(
            reply.headers()["sec-websocket-protocol"],
            "graphql-transport-ws"
        );
        Self(socket)
    }

    /// Opens a socket with this token in `connection_init`, and waits for `connection_ack`.
    pub(crate) async fn admitted(served: &Served, token: &str) -> Self {
        let mut socket = Self::open(served).await;
        socket
            .init(json!({ "authorization": format!("Bearer {token}") }))
            .await;
        assert_eq!(socket.next().await, json!({ "type": "connection_ack" }));
        socket
    }

    pub(crate) async fn init(&mut self, payload: Json) {
        self.send(json!({ "type": "connection_init", "payload": payload }))
            .await;
    }

    pub(crate) async fn send(&mut self, message: Json) {
        self.text(&message.to_string()).await;
    }

    pub(crate) async fn text(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.expect("sent");
    }

    pub(crate) async fn subscribe(&mut self, id: &str, query: &str) {
        self.send(json!({ "type": "subscribe", "id": id, "payload": { "query": query } }))
            .await;
    }

    /// Returns the next message other than a ping.
    pub(crate) async fn message(&mut self) -> Message {
        loop {
            match self.0.next().await.expect("a message").expect("a message") {
                Message::Ping(_) => {}
                message => return message,
            }
        }
    }

    pub(crate) async fn next(&mut self) -> Json {
        match self.message().await {
            Message::Text(text) => serde_json::from_str(text.as_str()).expect("JSON"),
            other => panic!("not a text message: {other:?}"),
        }
    }

    /// Returns the code with which the server closes the socket.
    pub(crate) async fn closed(mut self) -> u16 {
        loop {
            if let Message::Close(frame) = self.message().await {
                return frame.expect("a frame").code.into();
            }
        }
    }
}
