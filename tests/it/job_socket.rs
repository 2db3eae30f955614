//! GraphQL over a WebSocket, following the graphql-transport-ws protocol.

use std::time::Duration;

use futures_util::SinkExt;
use serde_json::{Value as Json, json};
use tenantry::{
    access::Actor,
    domain::{
        job::{JobOperation, JobRow, QueueJob},
        membership::RemoveById,
    },
    entity::job::JobKind,
    runner::{Worker, WorkerStep},
    server,
};
use tokio::{net::TcpListener, sync::oneshot};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{self, Message, client::IntoClientRequest, handshake::client::Request},
};
use uuid::Uuid;

use crate::support::{ROOT, Served, Socket, TestApp, on_both_engines, upgrade as request};

/// Queues a job of rows that find no membership, and returns its id.
async fn queue(app: &TestApp, rows: usize) -> Uuid {
    let row = JobRow {
        reference: None,
        operation: Ok(JobOperation::DeleteMembership(RemoveById(
            Uuid::nil().into(),
        ))),
    };
    let job = QueueJob {
        kind: JobKind::DeleteMembership,
        rows: vec![row; rows],
        dry_run: false,
        id: None,
    };
    let done = app.app.execute(&Actor::command_line(), job).await;
    done.expect("queued").output.id.expect("an id")
}

/// Returns a subscription to the progress of a job.
fn progress(id: Uuid) -> String {
    format!(
        "subscription {{ jobProgress(id: \"{id}\") {{ status progress total results {{ totalCount }} }} }}"
    )
}

async fn progress_is_sent_until_the_job_ends(app: TestApp) {
    let served = Served::new(&app).await;
    let mut socket = Socket::admitted(&served, ROOT).await;
    let id = queue(&app, 120).await;
    socket.subscribe("a", &progress(id)).await;
    let first = socket.next().await;
    let progress =
        json!({ "status": "QUEUED", "progress": 0, "total": 120, "results": { "totalCount": 0 } });
    assert_eq!(
        first,
        json!({ "type": "next", "id": "a", "payload": { "data": { "jobProgress": progress } } })
    );
    let mut worker = Worker::new(&app.app);
    assert_eq!(worker.step().await.expect("a step"), WorkerStep::Claimed);
    let second = socket.next().await;
    assert_eq!(
        second["payload"]["data"]["jobProgress"]["status"],
        "WORKING"
    );
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
    let mut last = Json::Null;
    loop {
        let message = socket.next().await;
        if message["type"] == "complete" {
            assert_eq!(message, json!({ "type": "complete", "id": "a" }));
            break;
        }
        last = message["payload"]["data"]["jobProgress"].clone();
    }
    assert_eq!(
        last,
        json!({ "status": "COMPLETED", "progress": 120, "total": 120, "results": { "totalCount": 120 } })
    );
}

async fn duplicate_root_fields_of_a_subscription_are_merged(app: TestApp) {
    let served = Served::new(&app).await;
    let mut socket = Socket::admitted(&served, ROOT).await;
    let id = queue(&app, 1).await;
    let field = |fields: &str| format!("jobProgress(id: \"{id}\") {{ {fields} }}");
    let twice = format!(
        "subscription {{ {} ...f }} fragment f on Subscription {{ {} }}",
        field("status results { totalCount }"),
        field("total results { nodes { index @skip(if: true) } }"),
    );
    socket.subscribe("a", &twice).await;
    let results = json!({ "totalCount": 0, "nodes": [] });
    let job = json!({ "status": "QUEUED", "results": results, "total": 1 });
    assert_eq!(
        socket.next().await,
        json!({ "type": "next", "id": "a", "payload": { "data": { "jobProgress": job } } })
    );
    let refused = [
        format!("subscription {{ {} a: {} }}", field("id"), field("id")),
        format!(
            "subscription {{ {} ... {{ a: {} }} }}",
            field("id"),
            field("id")
        ),
        format!("subscription {{ jobProgress(id: \"{id}\") @skip(if: true) {{ id }} }}"),
        "subscription { __typename }".to_owned(),
    ];
    for (place, query) in refused.iter().enumerate() {
        let name = place.to_string();
        socket.subscribe(&name, query).await;
        let reply = socket.next().await;
        assert_eq!(reply["id"], name, "{reply:#}");
        assert_eq!(reply["type"], "error", "{query}\n{reply:#}");
        assert_eq!(reply["payload"][0]["extensions"]["code"], "INVALID_REQUEST");
    }
}

async fn a_token_can_come_with_the_upgrade(app: TestApp) {
    let served = Served::new(&app).await;
    let upgrade = request(&served, "graphql-transport-ws", Some(ROOT));
    let (socket, _) = connect_async(upgrade).await.expect("a socket");
    let mut socket = Socket(socket);
    socket.send(json!({ "type": "connection_init" })).await;
    assert_eq!(socket.next().await["type"], "connection_ack");
    socket.subscribe("q", "{ viewer { token { name } } }").await;
    let reply = socket.next().await;
    assert_eq!(reply["payload"]["data"]["viewer"]["token"]["name"], "root");
    assert_eq!(
        socket.next().await,
        json!({ "type": "complete", "id": "q" })
    );
}

/// Returns the status code with which the upgrade is refused.
async fn refused(request: Request) -> u16 {
    match connect_async(request).await {
        Err(tungstenite::Error::Http(reply)) => reply.status().as_u16(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn a_wrong_token_or_protocol_is_refused_before_the_upgrade(app: TestApp) {
    let served = Served::new(&app).await;
    let wrong = request(&served, "graphql-transport-ws", Some("tnt_wrong"));
    assert_eq!(refused(wrong).await, 401);
    assert_eq!(
        refused(request(&served, "graphql-ws", Some(ROOT))).await,
        400
    );
}

async fn headers_for_changes_are_refused_before_the_upgrade(app: TestApp) {
    let served = Served::new(&app).await;
    for (header, value, status) in [
        ("Idempotency-Key", "k-1", Some(400)),
        ("Tenantry-Dry-Run", "true", Some(400)),
        ("Tenantry-Atomic", "true", Some(400)),
        ("Tenantry-Atomic", "yes", Some(400)),
        ("Tenantry-Dry-Run", "false", None),
    ] {
        let mut upgrade = request(&served, "graphql-transport-ws", Some(ROOT));
        let name = tungstenite::http::HeaderName::try_from(header).expect("a name");
        upgrade
            .headers_mut()
            .insert(name, value.parse().expect("a value"));
        match (connect_async(upgrade).await, status) {
            (Ok(_), None) => {}
            (Err(tungstenite::Error::Http(reply)), Some(status)) => {
                let body = reply.body().clone().unwrap_or_default();
                let text = String::from_utf8(body).expect("text");
                assert_eq!(reply.status().as_u16(), status, "{text}");
                assert!(text.contains(header), "{text}");
            }
            other => panic!("{header}: {value}: {other:?}"),
        }
    }
}

async fn protocol_errors_close_the_socket_with_their_codes(app: TestApp) {
    let served = Served::new(&app).await;
    for text in [
        "",
        "[]",
        "{\"type\": \"shout\"}",
        "{\"type\": \"subscribe\", \"id\": \"a\"}",
    ] {
        let mut socket = Socket::open(&served).await;
        socket.text(text).await;
        assert_eq!(socket.closed().await, 4400, "{text}");
    }
    let mut socket = Socket::open(&served).await;
    socket
        .0
        .send(Message::binary(b"{}".to_vec()))
        .await
        .expect("sent");
    assert_eq!(socket.closed().await, 4400);
    let mut socket = Socket::open(&served).await;
    socket.subscribe("a", "{ viewer { __typename } }").await;
    assert_eq!(socket.closed().await, 4401);
    for payload in [
        Json::Null,
        json!({}),
        json!({ "Authorization": "Bearer tnt_wrong" }),
    ] {
        let mut socket = Socket::open(&served).await;
        socket.init(payload).await;
        assert_eq!(socket.closed().await, 4403);
    }
    let mut socket = Socket::admitted(&served, ROOT).await;
    socket.init(Json::Null).await;
    assert_eq!(socket.closed().await, 4429);
    let mut socket = Socket::admitted(&served, ROOT).await;
    let id = queue(&app, 1).await;
    socket.subscribe("a", &progress(id)).await;
    assert_eq!(socket.next().await["type"], "next");
    socket.subscribe("a", &progress(id)).await;
    assert_eq!(socket.closed().await, 4409);
    let mut socket = Socket::admitted(&served, ROOT).await;
    socket
        .send(json!({ "type": "subscribe", "id": "a", "payload": { "query": 1 } }))
        .await;
    assert_eq!(socket.closed().await, 4400);
}

async fn idle_sockets_are_closed(app: TestApp) {
    let app = app
        .reconfigured(|config| config.idle_timeout = Duration::from_millis(200))
        .await;
    let served = Served::new(&app).await;
    assert_eq!(Socket::open(&served).await.closed().await, 4408);
    assert_eq!(Socket::admitted(&served, ROOT).await.closed().await, 1001);
}

async fn a_revoked_token_starts_no_operations(app: TestApp) {
    let org = app.org("Acme").await;
    let token = app.token_of_org(org).await;
    let served = Served::new(&app).await;
    let mut socket = Socket::admitted(&served, &token).await;
    app.sql("UPDATE tokens SET revoked_at = created_at WHERE org_id IS NOT NULL")
        .await;
    app.clock.advance(chrono::Duration::seconds(6));
    socket.subscribe("a", "{ viewer { __typename } }").await;
    assert_eq!(socket.closed().await, 4403);
}

async fn errors_are_the_same_as_over_http(app: TestApp) {
    let served = Served::new(&app).await;
    let mut socket = Socket::admitted(&served, ROOT).await;
    socket
        .subscribe(
            "a",
            "subscription { jobProgress(id: \"00000000-0000-0000-0000-000000000000\") { id } }",
        )
        .await;
    let reply = socket.next().await;
    assert_eq!(reply["type"], "next");
    assert_eq!(reply["payload"]["data"], Json::Null);
    assert_eq!(
        reply["payload"]["errors"][0]["extensions"]["code"],
        "JOB_NOT_FOUND"
    );
    assert_eq!(socket.next().await["type"], "complete");
    let deep = format!("{}{}", "{ a ".repeat(16), "}".repeat(16));
    for (document, code) in [
        ("subscription { nothing }", "INVALID_REQUEST"),
        ("subscription {", "INVALID_REQUEST"),
        (&deep, "LIMIT_EXCEEDED"),
        ("query { viewer { nothing } }", "INVALID_REQUEST"),
    ] {
        socket.subscribe("b", document).await;
        let reply = socket.next().await;
        assert_eq!(reply["type"], "error", "{reply:#}");
        assert_eq!(reply["payload"][0]["extensions"]["code"], code);
    }
    let list = format!(
        "subscription {{ jobProgress(id: \"{}\") {{ {} }} }}",
        Uuid::nil(),
        "a: results(first: 1000) { nodes { id } } "
    );
    let limited = app.reconfigured(|config| config.max_cost = 100).await;
    let served = Served::new(&limited).await;
    let mut socket = Socket::admitted(&served, ROOT).await;
    socket.subscribe("c", &list).await;
    assert_eq!(
        socket.next().await["payload"][0]["extensions"]["code"],
        "LIMIT_EXCEEDED"
    );
}

async fn mutations_run_over_a_socket(app: TestApp) {
    let served = Served::new(&app).await;
    let mut socket = Socket::admitted(&served, ROOT).await;
    socket
        .subscribe("m", "mutation { createOrg(name: \"Acme\") { result } }")
        .await;
    let reply = socket.next().await;
    assert_eq!(
        reply["payload"],
        json!({ "data": { "createOrg": { "result": "created" } } })
    );
    assert_eq!(socket.next().await["type"], "complete");
}

async fn pings_are_answered_with_pongs(app: TestApp) {
    let served = Served::new(&app).await;
    let mut socket = Socket::open(&served).await;
    socket
        .send(json!({ "type": "ping", "payload": { "n": 1 } }))
        .await;
    assert_eq!(
        socket.next().await,
        json!({ "type": "pong", "payload": { "n": 1 } })
    );
    socket.send(json!({ "type": "pong" })).await;
    socket.send(json!({ "type": "ping" })).await;
    assert_eq!(socket.next().await, json!({ "type": "pong" }));
}

async fn a_completed_operation_sends_nothing_more_and_frees_its_id(app: TestApp) {
    let served = Served::new(&app).await;
    let mut socket = Socket::admitted(&served, ROOT).await;
    let id = queue(&app, 1).await;
    socket.subscribe("a", &progress(id)).await;
    assert_eq!(socket.next().await["type"], "next");
    socket.send(json!({ "type": "complete", "id": "a" })).await;
    socket.subscribe("a", "{ viewer { __typename } }").await;
    let reply = socket.next().await;
    assert_eq!(reply["payload"]["data"]["viewer"]["__typename"], "Viewer");
    assert_eq!(socket.next().await["type"], "complete");
}

async fn a_socket_runs_twenty_operations_at_a_time(app: TestApp) {
    let served = Served::new(&app).await;
    let mut socket = Socket::admitted(&served, ROOT).await;
    let id = queue(&app, 1).await;
    for n in 0..20 {
        socket.subscribe(&n.to_string(), &progress(id)).await;
        assert_eq!(socket.next().await["type"], "next");
    }
    socket.subscribe("more", &progress(id)).await;
    let reply = socket.next().await;
    assert_eq!(
        (&reply["type"], &reply["id"]),
        (&json!("error"), &json!("more"))
    );
    assert_eq!(reply["payload"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
}

async fn a_message_over_the_limit_closes_the_socket(app: TestApp) {
    let app = app
        .reconfigured(|config| config.max_body_bytes = 1_000)
        .await;
    let served = Served::new(&app).await;
    let mut socket = Socket::admitted(&served, ROOT).await;
    socket.subscribe("a", &"x".repeat(2_000)).await;
    assert_eq!(socket.closed().await, 1009);
}

async fn stopping_the_server_closes_its_sockets(app: TestApp) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let (router, config) = (app.router.clone(), app.config.clone());
    let serving = tokio::spawn(async move {
        let stopped = async { drop(stopped.await) };
        server::serve(listener, router, stopped, &config).await;
    });
    let mut upgrade = format!("ws://{address}/graphql")
        .into_client_request()
        .expect("a request");
    let protocol = "graphql-transport-ws".parse().expect("a header");
    upgrade
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let (socket, _) = connect_async(upgrade).await.expect("a socket");
    let mut socket = Socket(socket);
    socket.send(json!({ "type": "ping" })).await;
    assert_eq!(socket.next().await["type"], "pong");
    stop.send(()).expect("the server waits");
    assert_eq!(socket.closed().await, 1012);
    serving.await.expect("the server ends");
}

async fn subscriptions_over_plain_http_are_refused(app: TestApp) {
    let code = app.error_code(ROOT, &progress(Uuid::nil())).await;
    assert_eq!(code, "INVALID_REQUEST");
}

on_both_engines! {
    progress_is_sent_until_the_job_ends,
    duplicate_root_fields_of_a_subscription_are_merged,
    a_token_can_come_with_the_upgrade,
    a_wrong_token_or_protocol_is_refused_before_the_upgrade,
    headers_for_changes_are_refused_before_the_upgrade,
    protocol_errors_close_the_socket_with_their_codes,
    idle_sockets_are_closed,
    a_revoked_token_starts_no_operations,
    errors_are_the_same_as_over_http,
    mutations_run_over_a_socket,
    pings_are_answered_with_pongs,
    a_completed_operation_sends_nothing_more_and_frees_its_id,
    a_socket_runs_twenty_operations_at_a_time,
    a_message_over_the_limit_closes_the_socket,
    stopping_the_server_closes_its_sockets,
    subscriptions_over_plain_http_are_refused,
}
