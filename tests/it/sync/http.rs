//! `POST /sync`: uploads of files.

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, header},
};
use chrono::Duration;
use futures_util::stream;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use tenantry::domain::sync::MAX_WAITING;

use crate::support::{ROOT, Reply, Served, TestApp, With, on_both_engines};

const FILE: &str = "email,first,last\nann@example.com,Ann,Lee\nbob@example.com,Bob,Lee\n";

fn post(token: &str, media_type: &str, body: impl Into<Body>) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri("/sync")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, media_type)
        .body(body.into())
        .expect("a request")
}

async fn upload(app: &TestApp, token: &str, body: impl Into<Body>) -> Reply {
    app.send(post(token, "text/csv", body)).await
}

/// Returns the id and the number of rows of an upload.
fn accepted(reply: &Reply) -> (Uuid, i64) {
    let body = reply.json();
    let id = body["upload"].as_str().and_then(|id| id.parse().ok());
    let rows = body["rows"].as_i64();
    let shown = format!("{reply:?}");
    (id.expect(&shown), rows.expect(&shown))
}

/// Returns the status and the code of a refusal.
fn problem(reply: &Reply) -> (u16, String) {
    assert_eq!(
        reply.header("content-type"),
        "application/problem+json",
        "{reply:?}"
    );
    let code = reply.json()["code"].as_str().expect("a code").to_owned();
    (reply.status.as_u16(), code)
}

/// Returns the uploads by id, each with whether it is complete, and whether it is discarded.
async fn uploads(app: &TestApp) -> Vec<(bool, bool)> {
    let select = "SELECT is_complete, is_discarded FROM sync_uploads ORDER BY id";
    let rows = app.sql(select).await;
    rows.iter()
        .map(|row| {
            let flag = |name| row.try_get::<bool>("", name).expect("a flag");
            (flag("is_complete"), flag("is_discarded"))
        })
        .collect()
}

/// Waits until this number of uploads is discarded.
async fn discarded(app: &TestApp, number: usize) {
    while uploads(app).await.iter().filter(|upload| upload.1).count() < number {
        tokio::task::yield_now().await;
    }
}

async fn records(app: &TestApp, upload: Uuid) -> String {
    let select = format!(
        "SELECT records FROM sync_pieces WHERE upload_id = {} ORDER BY number",
        app.id(upload)
    );
    let rows = app.sql(&select).await;
    let text = |row: &sea_orm_migration::sea_orm::QueryResult| row.try_get_by_index(0);
    rows.iter()
        .map(|row| text(row).expect("text"))
        .collect::<Vec<String>>()
        .concat()
}

async fn file_is_stored_in_pieces(app: TestApp) {
    let reply = upload(&app, ROOT, FILE).await;
    assert_eq!(reply.status, 201);
    assert_eq!(reply.header("cache-control"), "no-store");
    let (id, rows) = accepted(&reply);
    assert_eq!(rows, 2);
    assert_eq!(
        records(&app, id).await,
        "[2,\"ann@example.com\",\"Ann\",\"Lee\"]\n[3,\"bob@example.com\",\"Bob\",\"Lee\"]\n"
    );
    let jsonl = "{\"email\":\"ann@example.com\",\"password\":\"secret\"}\n";
    let reply = app.send(post(ROOT, "application/x-ndjson", jsonl)).await;
    let (id, rows) = accepted(&reply);
    assert_eq!((reply.status.as_u16(), rows), (201, 1));
    assert!(!records(&app, id).await.contains("secret"));
    assert_eq!(uploads(&app).await, [(true, false), (true, false)]);
}

async fn large_file_arrives_in_chunks(app: TestApp) {
    let app = app
        .reconfigured(|config| config.max_body_bytes = 1_000)
        .await;
    let mut file = "email;first\r\n".to_owned();
    for number in 0..5_000 {
        file.push_str(&format!("p{number}@example.com;\"Näme {number}\"\r\n"));
    }
    let chunks: Vec<_> = file
        .as_bytes()
        .chunks(7_001)
        .map(Bytes::copy_from_slice)
        .collect();
    let chunks = stream::iter(chunks.into_iter().map(Ok::<_, std::io::Error>));
    let (id, rows) = accepted(&upload(&app, ROOT, Body::from_stream(chunks)).await);
    assert_eq!(rows, 5_000);
    let records = records(&app, id).await;
    assert_eq!(records.lines().count(), 5_000);
    assert!(records.ends_with("[5001,\"p4999@example.com\",\"Näme 4999\"]\n"));
    let pieces = "SELECT count(*) FROM sync_pieces";
    assert_eq!(app.count(pieces).await, 5);
    // The file in UTF-16 has the same records.
    let units = std::iter::once(0xfeff).chain(file.encode_utf16());
    let encoded: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    let (second, _) = accepted(&upload(&app, ROOT, encoded).await);
    assert_eq!(self::records(&app, second).await, records);
}

async fn invalid_file_is_refused_with_its_position(app: TestApp) {
    for (file, line, column) in [
        (&b"email,first\nann@example.com,Ann,x\n"[..], 2, 1),
        (b"email,first\nann@example.com,\"Ann\n", 2, 17),
        (b"email,email\n", 1, 1),
        (b"email,first\nann@example.com,M\xfcller\n", 2, 18),
        (b"", 1, 1),
    ] {
        let reply = upload(&app, ROOT, file).await;
        let shown = String::from_utf8_lossy(file);
        assert_eq!(problem(&reply), (400, "INVALID_VALUE".into()), "{shown}");
        let body = reply.json();
        assert_eq!(
            (&body["line"], &body["column"]),
            (&json!(line), &json!(column)),
            "{shown} {body:#}"
        );
    }
    discarded(&app, 5).await;
    assert!(uploads(&app).await.iter().all(|upload| !upload.0));
}

async fn only_sync_write_may_upload(app: TestApp) {
    let org = app.org("Acme").await;
    let (owner, admin) = (app.owner(org, "owner").await, app.admin(org, "admin").await);
    app.owner(org, "second").await;
    let (owner_token, admin_token) = (app.token_of(owner).await, app.token_of(admin).await);
    let reply = app
        .send(post(ROOT, "text/csv", FILE).without("authorization"))
        .await;
    assert_eq!(problem(&reply), (401, "UNAUTHENTICATED".into()));
    let narrow = app
        .token("scopes: [\"members:read\", \"jobs:write\"]")
        .await;
    for token in [&admin_token, &narrow] {
        let reply = upload(&app, token, FILE).await;
        assert_eq!(problem(&reply), (403, "FORBIDDEN".into()));
    }
    assert_eq!(upload(&app, &owner_token, FILE).await.status, 201);
    app.retire(org, owner).await;
    let reply = upload(&app, &owner_token, FILE).await;
    assert_eq!(problem(&reply), (403, "FORBIDDEN".into()));
    let revoked = app.token_of_org(org).await;
    let token = app.read(&revoked, "viewer { token { id } }").await;
    let revoke = format!("revokeToken(tokenId: {})", token["token"]["id"]);
    app.done(ROOT, &revoke).await;
    let reply = upload(&app, &revoked, FILE).await;
    assert_eq!(problem(&reply), (401, "UNAUTHENTICATED".into()));
    assert_eq!(uploads(&app).await.len(), 1);
}

async fn upload_belongs_to_the_token_that_sent_it(app: TestApp) {
    let org = app.org("Acme").await;
    let (one, other) = (app.token_of_org(org).await, app.token_of_org(org).await);
    let (id, _) = accepted(&upload(&app, &one, FILE).await);
    let plan = format!(
        "planSync(input: {{ upload: \"{id}\", source: \"hr\", org: {{ id: \"{org}\" }} }})"
    );
    for token in [&other, ROOT] {
        app.refuses(token, &plan, "INVALID_VALUE", "upload").await;
    }
    assert_eq!(app.result(&one, &plan).await, "queued");
    app.refuses(&one, &plan, "INVALID_VALUE", "upload").await;
    let (id, _) = accepted(&upload(&app, &one, FILE).await);
    app.clock.advance(Duration::hours(24));
    let plan = format!("planSync(input: {{ upload: \"{id}\", source: \"hr\" }})");
    app.refuses(&one, &plan, "INVALID_VALUE", "upload").await;
}

async fn token_discards_its_own_upload(app: TestApp) {
    let org = app.org("Acme").await;
    let (one, other) = (app.token_of_org(org).await, app.token_of_org(org).await);
    let delete = |token: &str, upload: &str| {
        let request = Request::delete(format!("/sync/{upload}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        app.send(request.body(Body::empty()).expect("a request"))
    };
    let (id, _) = accepted(&upload(&app, &one, FILE).await);
    let id = id.to_string();
    for (token, unknown) in [(&*other, &*id), (ROOT, &id), (&one, "1"), (&one, "%00")] {
        assert_eq!(delete(token, unknown).await.status, 204);
    }
    assert_eq!(uploads(&app).await, [(true, false)]);
    let unauthenticated = delete("nobody", &id).await;
    assert_eq!(
        problem(&unauthenticated),
        (401, "UNAUTHENTICATED".to_owned())
    );
    for _ in 0..2 {
        assert_eq!(delete(&one, &id).await.status, 204);
        assert_eq!(uploads(&app).await, [(true, true)]);
    }
    let plan = format!("planSync(input: {{ upload: \"{id}\", source: \"hr\" }})");
    app.refuses(&one, &plan, "INVALID_VALUE", "upload").await;
    // An upload that is planned stays.
    let (id, _) = accepted(&upload(&app, &one, FILE).await);
    let plan = format!(
        "planSync(input: {{ upload: \"{id}\", source: \"hr\", org: {{ id: \"{org}\" }} }})"
    );
    assert_eq!(app.result(&one, &plan).await, "queued");
    assert_eq!(delete(&one, &id.to_string()).await.status, 204);
    assert_eq!(uploads(&app).await, [(true, true), (true, false)]);
}

async fn discarded_uploads_do_not_count(app: TestApp) {
    for _ in 0..2 * MAX_WAITING {
        let (id, _) = accepted(&upload(&app, ROOT, FILE).await);
        let request = Request::delete(format!("/sync/{id}"))
            .header(header::AUTHORIZATION, format!("Bearer {ROOT}"));
        let reply = app.send(request.body(Body::empty()).expect("a request"));
        assert_eq!(reply.await.status, 204);
    }
}

async fn plan_sync_checks_the_options_of_the_file(app: TestApp) {
    let (id, _) = accepted(&upload(&app, ROOT, FILE).await);
    for input in [
        "preset: \"excel\"",
        "map: { colums: {} }",
        "map: { columns: { a: \"b\" } }",
    ] {
        let plan = format!("planSync(input: {{ upload: \"{id}\", source: \"hr\", {input} }})");
        assert_eq!(app.refused(ROOT, &plan).await, "INVALID_VALUE", "{input}");
    }
    let plan = format!(
        "planSync(input: {{ upload: \"{id}\", source: \"hr\", map: null, preset: \"native\" }})"
    );
    let planned = app
        .data(
            ROOT,
            &format!("mutation {{ it: {plan} {{ id result records job {{ id kind }} }} }}"),
        )
        .await;
    let planned = &planned["it"];
    assert_eq!(
        (
            &planned["result"],
            &planned["records"],
            &planned["job"]["kind"]
        ),
        (&json!("queued"), &json!(0), &json!("planSync")),
        "{planned:#}"
    );
    let run = format!(
        "syncRun(id: {}) {{ status mode plan {{ items {{ totalCount }} }} job {{ id }} }}",
        planned["id"]
    );
    assert_eq!(
        app.read(ROOT, &run).await,
        json!({ "status": "PLANNING", "mode": "ADD", "plan": null, "job": { "id": planned["job"]["id"] } })
    );
}

async fn invalid_requests_are_refused(app: TestApp) {
    for (request, status) in [
        (post(ROOT, "application/json", FILE), 415),
        (post(ROOT, "text/csv", FILE).without("content-type"), 415),
        (
            post(ROOT, "text/csv", FILE).with("content-encoding", "gzip"),
            415,
        ),
        (post(ROOT, "text/csv", &b"\x1f\x8b\x08"[..]), 415),
        (post(ROOT, "text/csv", &b"PK\x03\x04"[..]), 415),
        (
            post(ROOT, "text/csv", FILE).with("tenantry-atomic", "true"),
            400,
        ),
        (
            post(ROOT, "text/csv", FILE).with("tenantry-dry-run", "true"),
            400,
        ),
        (post(ROOT, "text/csv", FILE).with("if-match", "\"1\""), 400),
    ] {
        let shown = format!("{:?}", request.headers());
        let reply = app.send(request).await;
        assert_eq!(problem(&reply).0, status, "{shown}");
    }
    assert!(uploads(&app).await.iter().all(|upload| !upload.0));
}

async fn repeated_upload_returns_the_first_one(app: TestApp) {
    let send = async |file: &str, key: &str| {
        let request = post(ROOT, "text/csv", file.to_owned());
        app.send(request.with("idempotency-key", key)).await
    };
    let first = send(FILE, "k").await;
    assert_eq!(first.status, 201);
    let again = send(FILE, "k").await;
    assert_eq!(again.status, 200);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.json(), first.json());
    let other = send("email\nann@example.com\n", "k").await;
    assert_eq!(problem(&other), (422, "IDEMPOTENCY_MISMATCH".into()));
    discarded(&app, 2).await;
    // With four uploads that wait, no further one begins, and the first one is still returned.
    for key in ["l", "m", "n"] {
        assert_eq!(send(FILE, key).await.status, 201);
    }
    for key in ["o", "p"] {
        let refused = send(FILE, key).await;
        assert_eq!(problem(&refused), (413, "LIMIT_EXCEEDED".into()));
    }
    let refused = upload(&app, ROOT, FILE).await;
    assert_eq!(problem(&refused), (413, "LIMIT_EXCEEDED".into()));
    let again = send(FILE, "k").await;
    assert_eq!((again.status.as_u16(), again.json()), (200, first.json()));
    let other = send("email\nann@example.com\n", "k").await;
    assert_eq!(problem(&other), (422, "IDEMPOTENCY_MISMATCH".into()));
    let complete = uploads(&app)
        .await
        .into_iter()
        .filter(|upload| *upload == (true, false));
    assert_eq!(complete.count(), 4);
}

async fn interrupted_upload_is_discarded(app: TestApp) {
    let served = Served::new(&app).await;
    for (place, length) in ["Content-Length: 1000000", "Transfer-Encoding: chunked"]
        .into_iter()
        .enumerate()
    {
        let mut wire = served.connect().await;
        let head = format!(
            "POST /sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ROOT}\r\nContent-Type: text/csv\r\n{length}\r\n\r\n"
        );
        wire.write(head).await;
        let sent = match length.starts_with("Content") {
            true => FILE.to_owned(),
            false => format!("{:x}\r\n{FILE}\r\n", FILE.len()),
        };
        wire.write(sent).await;
        while uploads(&app).await.len() <= place {
            tokio::task::yield_now().await;
        }
        drop(wire);
        discarded(&app, place + 1).await;
    }
    assert_eq!(uploads(&app).await, [(false, true), (false, true)]);
    assert_eq!(
        app.read(ROOT, "syncRuns { totalCount }").await,
        json!({ "totalCount": 0 })
    );
    let _: Json = upload(&app, ROOT, FILE).await.json();
}

on_both_engines! {
    file_is_stored_in_pieces,
    large_file_arrives_in_chunks,
    invalid_file_is_refused_with_its_position,
    only_sync_write_may_upload,
    upload_belongs_to_the_token_that_sent_it,
    token_discards_its_own_upload,
    discarded_uploads_do_not_count,
    plan_sync_checks_the_options_of_the_file,
    invalid_requests_are_refused,
    repeated_upload_returns_the_first_one,
    interrupted_upload_is_discarded,
}
