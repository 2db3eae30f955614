//! WebSocket connections: close frames, memory, and proxies.

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{
        Message,
        client::IntoClientRequest,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

use crate::support::{
    Program, ROOT, Reply, Served, Server, TestApp, With, files_allowed, get, on_both_engines,
};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The maximum memory of a WebSocket before a token is sent, in bytes.
const MAX_HELD: u64 = 16 * 1024;
/// The number of sockets that are opened before the memory is measured.
const FIRST: usize = 100;

async fn open(address: &str) -> Socket {
    let mut request = format!("ws://{address}/graphql")
        .into_client_request()
        .expect("a request");
    let protocol = "graphql-transport-ws".parse().expect("a header");
    request
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let (socket, _) = connect_async(request).await.expect("a socket");
    socket
}

async fn send(socket: &mut Socket, message: serde_json::Value) {
    let message = Message::text(message.to_string());
    socket.send(message).await.expect("sent");
}

/// Closes the socket and returns the close frame with which the server answers. The connection must
/// end after the answer.
async fn close(mut socket: Socket, frame: Option<CloseFrame>) -> Option<CloseFrame> {
    socket.close(frame).await.expect("sent");
    let mut answer = None;
    while let Some(message) = socket.next().await {
        if let Message::Close(frame) = message.expect("an answer before the end") {
            answer = Some(frame);
        }
    }
    answer.expect("a close frame")
}

fn frame(code: u16, reason: &'static str) -> CloseFrame {
    CloseFrame {
        code: CloseCode::from(code),
        reason: reason.into(),
    }
}

async fn a_close_is_answered_with_a_close(app: TestApp) {
    let served = Served::new(&app).await;
    let address = served.address.to_string();
    for code in [1000, 1001, 4000] {
        let socket = open(&address).await;
        let answer = close(socket, Some(frame(code, "done"))).await;
        assert_eq!(answer.expect("a code").code, CloseCode::from(code));
    }
    assert_eq!(close(open(&address).await, None).await, None);
    let reserved = close(open(&address).await, Some(frame(1005, ""))).await;
    assert_eq!(reserved.expect("a code").code, CloseCode::Protocol);
}

async fn a_close_is_answered_while_operations_run(app: TestApp) {
    let served = Served::new(&app).await;
    let mut socket = open(&served.address.to_string()).await;
    let payload = json!({ "Authorization": format!("Bearer {ROOT}") });
    let init = json!({ "type": "connection_init", "payload": payload });
    send(&mut socket, init).await;
    for id in 0..20 {
        let payload = json!({ "query": "{ users { totalCount } }" });
        let subscribe = json!({ "type": "subscribe", "id": id.to_string(), "payload": payload });
        send(&mut socket, subscribe).await;
    }
    let answer = close(socket, Some(frame(1000, ""))).await;
    assert_eq!(answer.expect("a code").code, CloseCode::Normal);
}

async fn a_client_can_answer_the_close_of_the_server(app: TestApp) {
    let served = Served::new(&app).await;
    let mut socket = open(&served.address.to_string()).await;
    send(&mut socket, json!({ "type": "shout" })).await;
    // More than the server reads before it closes: unread bytes would reset the connection.
    for _ in 0..100 {
        send(&mut socket, json!({ "type": "ping" })).await;
    }
    let mut codes = Vec::new();
    while let Some(message) = socket.next().await {
        if let Message::Close(Some(frame)) = message.expect("no reset") {
            codes.push(u16::from(frame.code));
        }
    }
    assert_eq!(codes, [4400]);
}

/// Returns the resident memory of the server in bytes.
fn resident(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).expect("status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    1024 * kibibytes.expect("VmRSS").parse::<u64>().expect("a number")
}

async fn an_idle_socket_without_a_token_uses_little_memory(app: TestApp) {
    let count = (files_allowed().saturating_sub(1_000) / 4).min(500);
    let server = Program::alone()
        .on(&app.config.database_url)
        .env("TENANTRY_LOG", "warn")
        .serve();
    let mut sockets = Vec::new();
    let mut before = 0;
    // The first sockets are not measured: they also make the server allocate its own memory, such
    // as threads, pages of the program and the first blocks of the allocator.
    for number in 0..count + FIRST {
        if number == FIRST {
            before = resident(&server);
        }
        let mut socket = open(&server.address).await;
        // Makes the server read: a socket without a received byte has no buffer yet.
        send(&mut socket, json!({ "type": "ping" })).await;
        socket.next().await.expect("a pong").expect("a pong");
        sockets.push(socket);
    }
    let held = resident(&server).saturating_sub(before);
    assert!(
        held <= count as u64 * MAX_HELD,
        "{count} sockets hold {} KiB each",
        held / 1024 / count as u64
    );
}

/// Sends an upgrade request without the headers in `absent`, and returns the reply.
async fn upgrade_without(app: &TestApp, absent: &[&str]) -> Reply {
    let mut request = get(&[]);
    for (name, value) in [
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-websocket-version", "13"),
        ("sec-websocket-protocol", "graphql-transport-ws"),
    ] {
        if !absent.contains(&name) {
            request = request.with(name, value);
        }
    }
    app.send(request).await
}

async fn an_upgrade_that_a_proxy_dropped_is_426(app: TestApp) {
    for absent in [
        &["upgrade"][..],
        &["connection"],
        &["upgrade", "connection"],
        &["upgrade", "connection", "sec-websocket-protocol"],
    ] {
        let reply = upgrade_without(&app, absent).await;
        assert_eq!(reply.status, 426, "{absent:?} {reply:?}");
        assert_eq!(reply.header("upgrade"), "websocket");
        assert_eq!(reply.header("connection"), "Upgrade");
        let message = reply.json()["errors"][0]["message"].clone();
        let message = message.as_str().expect("a message");
        assert!(message.contains("proxy"), "{message}");
    }
    // A client with an unsupported WebSocket version learns the supported one.
    let request = get(&[])
        .with("connection", "Upgrade")
        .with("upgrade", "websocket")
        .with("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .with("sec-websocket-version", "8");
    let reply = app.send(request).await;
    assert_eq!(reply.status, 426, "{reply:?}");
    assert_eq!(reply.header("sec-websocket-version"), "13");
}

async fn a_byte_order_mark_before_a_message_is_skipped(app: TestApp) {
    let served = Served::new(&app).await;
    let mut socket = open(&served.address.to_string()).await;
    let ping = Message::text("\u{feff}{\"type\": \"ping\"}");
    socket.send(ping).await.expect("sent");
    let pong = socket.next().await.expect("a message").expect("a message");
    assert_eq!(
        pong.into_text().expect("text").as_str(),
        r#"{"type":"pong"}"#
    );
}

on_both_engines! {
    a_close_is_answered_with_a_close,
    a_close_is_answered_while_operations_run,
    a_client_can_answer_the_close_of_the_server,
    an_idle_socket_without_a_token_uses_little_memory,
    an_upgrade_that_a_proxy_dropped_is_426,
    a_byte_order_mark_before_a_message_is_skipped,
}
