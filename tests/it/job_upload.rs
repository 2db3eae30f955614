//! Job uploads and job results over plain HTTP.

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, header},
};
use chrono::Duration;
use futures_util::stream;
use serde_json::{Value as Json, json};
use tenantry::{
    access::Actor,
    domain::job::{BeginUpload, SweepJobs},
    entity::job::JobKind,
    runner::{Worker, WorkerStep},
};
use uuid::Uuid;

use crate::support::{ROOT, Reply, Served, TestApp, With, on_both_engines};

fn post(token: &str, body: impl Into<Body>) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri("/jobs/memberships")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(body.into())
        .expect("a request")
}

async fn upload(app: &TestApp, token: &str, lines: &[String]) -> Reply {
    app.send(post(token, lines.join("\n"))).await
}

/// Returns the job id of an accepted upload.
fn accepted(reply: &Reply) -> Uuid {
    assert_eq!(reply.status, 202, "{reply:?}");
    let id = reply.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(reply.header("location"), format!("/jobs/{id}"));
    id.parse().expect("a UUID")
}

/// Runs all queued jobs.
async fn run(app: &TestApp) {
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
}

async fn get(app: &TestApp, token: &str, path: &str) -> Reply {
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    app.send(request.body(Body::empty()).expect("a request"))
        .await
}

/// Returns the results of a job. `parameters` can limit them to failed rows.
async fn results(app: &TestApp, id: Uuid, parameters: &str) -> Vec<Json> {
    let reply = get(app, ROOT, &format!("/jobs/{id}/results{parameters}")).await;
    assert_eq!(reply.status, 200);
    let lines = reply.body.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

async fn status(app: &TestApp, id: Uuid) -> Json {
    get(app, ROOT, &format!("/jobs/{id}")).await.json()
}

/// Returns the status and the code of a refusal in the format of problem details.
fn problem(reply: &Reply) -> (u16, String) {
    assert_eq!(reply.header("content-type"), "application/problem+json");
    let body = reply.json();
    assert_eq!(body["status"], reply.status.as_u16());
    assert!(body["detail"].is_string() && body["title"].is_string());
    let code = body["code"].as_str().expect("a code").to_owned();
    (reply.status.as_u16(), code)
}

async fn an_upload_of_lines_is_a_job_with_lines_as_results(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.newcomer("ann").await;
    app.newcomer("bob").await;
    let reply = upload(
        &app,
        ROOT,
        &[
            json!({ "ref": "1", "org": { "id": org }, "user": { "id": ann } }).to_string(),
            json!({ "org": { "name": "ACME" }, "user": { "email": "Bob@example.com" },
                    "membership": { "role": "ADMIN", "externalId": "b-1" } })
            .to_string(),
            json!({ "ref": "3", "org": { "name": "Nowhere" }, "user": { "id": ann } }).to_string(),
        ],
    )
    .await;
    let id = accepted(&reply);
    let shown = reply.json();
    assert_eq!(
        (&shown["status"], &shown["total"], &shown["kind"]),
        (&json!("QUEUED"), &json!(3), &json!("createMemberships"))
    );
    run(&app).await;
    let shown = status(&app, id).await;
    assert_eq!(
        (&shown["status"], &shown["progress"], &shown["failed"]),
        (&json!("COMPLETED"), &json!(3), &json!(1))
    );
    let lines = results(&app, id, "").await;
    let shown: Vec<_> = lines
        .iter()
        .map(|line| json!([line["index"], line["ref"], line["result"], line["code"]]))
        .collect();
    assert_eq!(
        shown,
        [
            json!([0, "1", "created", null]),
            json!([1, null, "created", null]),
            json!([2, "3", "error", "ORG_NOT_FOUND"]),
        ]
    );
    assert_eq!(results(&app, id, "?onlyFailed=true").await, lines[2..]);
    let bob = "membership(id: \"ID\") { role externalId }"
        .replace("ID", lines[1]["id"].as_str().expect("an id"));
    assert_eq!(
        app.read(ROOT, &bob).await,
        json!({ "role": "ADMIN", "externalId": "b-1" })
    );
}

async fn an_invalid_line_fails_and_the_others_run(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.newcomer("ann").await;
    let good = json!({ "ref": "good", "org": { "id": org }, "user": { "id": ann } }).to_string();
    let row = |org: Json, user: Json| json!({ "ref": "r", "org": org, "user": user }).to_string();
    let id = json!({ "id": org });
    let bad = [
        "not JSON".to_owned(),
        "[]".to_owned(),
        json!(["r", { "id": org }, { "id": ann }, null]).to_string(),
        row(json!([org, null, null]), json!({ "id": ann })),
        row(id.clone(), json!([ann, null, null])),
        json!({ "org": id, "user": { "id": ann }, "membership": ["ADMIN", null, null, null, null, null, null, null] })
            .to_string(),
        "{\"ref\": \"r\"}".to_owned(),
        row(id.clone(), json!({})),
        row(id.clone(), json!({ "id": ann, "email": "ann@example.com" })),
        row(id.clone(), json!({ "email": "nobody" })),
        row(json!({ "id": org, "name": "Acme" }), json!({ "id": ann })),
        row(id.clone(), json!({ "id": ann, "colour": "red" })),
        row(id.clone(), json!({ "externalId": "x\u{0}y" })),
        json!({ "ref": "x".repeat(256), "org": id, "user": { "id": ann } }).to_string(),
        json!({ "org": id, "user": { "id": ann }, "membership": { "allowedIps": ["10.0.0.1"] } })
            .to_string(),
        format!("\"{}\"", "x".repeat(65 * 1024)),
        "x".repeat(10 * 1024 * 1024),
    ];
    let mut body = Vec::new();
    for line in bad.iter().chain([&good]) {
        body.extend_from_slice(line.as_bytes());
        body.extend_from_slice(b"\r\n\n  \n");
    }
    body.extend_from_slice(b"\"\xff\xfe\"\n");
    body.extend_from_slice(good.as_bytes());
    // The chunks of the body do not end at line breaks.
    let pieces: Vec<_> = body.chunks(8_000).map(Bytes::copy_from_slice).collect();
    let pieces = stream::iter(pieces.into_iter().map(Ok::<_, std::io::Error>));
    let reply = app.send(post(ROOT, Body::from_stream(pieces))).await;
    let job = accepted(&reply);
    run(&app).await;
    let lines = results(&app, job, "").await;
    assert_eq!(lines.len(), bad.len() + 3);
    let failed = |line: &Json| {
        line["result"] == "error" && line["code"].is_string() && line["error"].is_string()
    };
    for (place, line) in lines.iter().enumerate() {
        assert_eq!(line["index"], json!(place));
        let is_good = line["ref"] == "good";
        assert_eq!(failed(line), !is_good, "{line:#}");
        let shown: String = line.to_string();
        assert!(
            shown.len() < 2_000,
            "the input is not repeated in the result"
        );
    }
    assert_eq!(lines[7]["ref"], "r", "an invalid row keeps its reference");
    assert_eq!(
        lines[0]["error"],
        "The line is not valid JSON from column 2 on; send one JSON object on each line."
    );
    assert_eq!(lines[16]["code"], "LIMIT_EXCEEDED");
    assert_eq!(
        (&lines[17]["result"], &lines[19]["result"]),
        (&json!("created"), &json!("unchanged"))
    );
    assert_eq!(status(&app, job).await["failed"], json!(bad.len() + 1));
}

async fn an_upload_is_not_limited_by_max_body_bytes(app: TestApp) {
    let app = app
        .reconfigured(|config| config.max_body_bytes = 1_000)
        .await;
    let org = app.org("Acme").await;
    let row = json!({ "org": { "id": org }, "user": { "id": Uuid::nil() } }).to_string();
    let id = accepted(&upload(&app, ROOT, &vec![row; 1_201]).await);
    run(&app).await;
    let lines = results(&app, id, "").await;
    assert_eq!(lines.len(), 1_201);
    assert!(
        lines
            .iter()
            .enumerate()
            .all(|(place, line)| line["index"] == json!(place))
    );
}

async fn an_upload_needs_a_token_that_may_run_jobs(app: TestApp) {
    let org = app.org("Acme").await;
    let member = app.user(org, "member").await;
    let row = [json!({ "org": { "id": org }, "user": { "id": member } }).to_string()];
    let reply = app
        .send(post(ROOT, row.join("")).without("authorization"))
        .await;
    assert_eq!(problem(&reply), (401, "UNAUTHENTICATED".into()));
    assert_eq!(
        reply.header("www-authenticate"),
        "Bearer realm=\"tenantry\""
    );
    let reply = upload(&app, "tnt_wrong", &row).await;
    assert_eq!(problem(&reply), (401, "UNAUTHENTICATED".into()));
    let reply = upload(&app, &app.token_of(member).await, &row).await;
    assert_eq!(problem(&reply), (403, "FORBIDDEN".into()));
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 0);
    let id = accepted(&upload(&app, &app.token_of_org(org).await, &row).await);
    let other = app.org("Other").await;
    let stranger = app.token_of_org(other).await;
    for path in [
        format!("/jobs/{id}"),
        format!("/jobs/{id}/results"),
        "/jobs/x".to_owned(),
    ] {
        let reply = get(&app, &stranger, &path).await;
        assert_eq!(problem(&reply), (404, "JOB_NOT_FOUND".into()));
    }
    let reply = get(&app, ROOT, &format!("/jobs/{id}/results?only=1")).await;
    assert_eq!(problem(&reply), (400, "INVALID_REQUEST".into()));
}

async fn invalid_uploads_are_refused(app: TestApp) {
    let org = app.org("Acme").await;
    let row = json!({ "org": { "id": org }, "user": { "id": org } }).to_string();
    for (request, refused) in [
        (post(ROOT, ""), (400, "INVALID_VALUE")),
        (post(ROOT, "\n \n"), (400, "INVALID_VALUE")),
        (
            post(ROOT, row.clone()).with("content-encoding", "gzip"),
            (415, "INVALID_REQUEST"),
        ),
        (
            post(ROOT, row.clone()).with("tenantry-atomic", "true"),
            (400, "INVALID_REQUEST"),
        ),
        (
            post(ROOT, row.clone()).with("tenantry-dry-run", "yes"),
            (400, "INVALID_REQUEST"),
        ),
    ] {
        let reply = app.send(request).await;
        assert_eq!(problem(&reply), (refused.0, refused.1.to_owned()));
    }
    run(&app).await;
    assert_eq!(
        app.count("SELECT count(*) FROM jobs WHERE status = 'completed'")
            .await,
        0
    );
}

async fn an_upload_can_be_a_dry_run(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.newcomer("ann").await;
    let before = app.row_counts().await;
    let row = json!({ "org": { "id": org }, "user": { "id": ann } }).to_string();
    let reply = app
        .send(post(ROOT, row).with("tenantry-dry-run", "true"))
        .await;
    let id = accepted(&reply);
    assert_eq!(reply.json()["dryRun"], true);
    run(&app).await;
    assert_eq!(results(&app, id, "").await[0]["result"], "created");
    assert_eq!(app.row_counts().await, before);
}

async fn a_repeated_upload_returns_the_first_job(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.newcomer("ann").await;
    let row = json!({ "org": { "id": org }, "user": { "id": ann } }).to_string();
    let send = async |body: &str| {
        app.send(post(ROOT, body.to_owned()).with("idempotency-key", "k"))
            .await
    };
    let first = accepted(&send(&row).await);
    run(&app).await;
    let again = send(&row).await;
    assert_eq!(accepted(&again), first);
    assert_eq!(again.json()["status"], "COMPLETED");
    assert_eq!(again.header("idempotency-replayed"), "true");
    let other = send(&format!("{row}\n{row}")).await;
    assert_eq!(problem(&other), (422, "IDEMPOTENCY_MISMATCH".into()));
    while app
        .count("SELECT count(*) FROM jobs WHERE status = 'cancelled'")
        .await
        < 2
    {
        tokio::task::yield_now().await;
    }
    run(&app).await;
    assert_eq!(
        app.count("SELECT count(*) FROM jobs WHERE status = 'completed'")
            .await,
        1
    );
}

async fn an_interrupted_upload_runs_no_rows(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.newcomer("ann").await;
    let row = json!({ "org": { "id": org }, "user": { "id": ann } }).to_string();
    let served = Served::new(&app).await;
    for length in ["Content-Length: 1000000", "Transfer-Encoding: chunked"] {
        let cancelled = app
            .count("SELECT count(*) FROM jobs WHERE status = 'cancelled'")
            .await;
        let mut wire = served.connect().await;
        let head = format!(
            "POST /jobs/memberships HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ROOT}\r\n{length}\r\n\r\n"
        );
        wire.write(head).await;
        let line = format!("{row}\n");
        let sent = match length.starts_with("Content") {
            true => line,
            false => format!("{:x}\r\n{line}\r\n", line.len()),
        };
        wire.write(sent).await;
        while app
            .count("SELECT count(*) FROM jobs WHERE status = 'queued'")
            .await
            == 0
        {
            tokio::task::yield_now().await;
        }
        run(&app).await;
        drop(wire);
        while app
            .count("SELECT count(*) FROM jobs WHERE status = 'cancelled'")
            .await
            == cancelled
        {
            tokio::task::yield_now().await;
        }
    }
    run(&app).await;
    let member = format!("membership(org: \"{org}\", user: \"{ann}\") {{ id }}");
    assert_eq!(app.read(ROOT, &member).await, Json::Null);
    let message = app
        .read(ROOT, "jobs { nodes { message total progress } }")
        .await["nodes"][0]
        .clone();
    assert_eq!(
        message,
        json!({ "message": "The upload was interrupted; no row was run.", "total": null, "progress": 0 })
    );
}

async fn an_upload_of_a_dead_server_is_cancelled(app: TestApp) {
    let server = Actor::command_line();
    let begin = BeginUpload {
        kind: JobKind::CreateMembership,
        dry_run: false,
    };
    app.app.execute(&server, begin).await.expect("begun");
    app.app.execute(&server, SweepJobs {}).await.expect("swept");
    let cancelled = "SELECT count(*) FROM jobs WHERE status = 'cancelled'";
    assert_eq!(app.count(cancelled).await, 0);
    app.clock.advance(Duration::minutes(6));
    app.app.execute(&server, SweepJobs {}).await.expect("swept");
    assert_eq!(app.count(cancelled).await, 1);
}

on_both_engines! {
    an_upload_of_lines_is_a_job_with_lines_as_results,
    an_invalid_line_fails_and_the_others_run,
    an_upload_is_not_limited_by_max_body_bytes,
    an_upload_needs_a_token_that_may_run_jobs,
    invalid_uploads_are_refused,
    an_upload_can_be_a_dry_run,
    a_repeated_upload_returns_the_first_job,
    an_interrupted_upload_runs_no_rows,
    an_upload_of_a_dead_server_is_cancelled,
}
