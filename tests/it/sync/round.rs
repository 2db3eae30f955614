//! Files on their whole way: sent, planned, applied, undone, exported and sent again.

use axum::{
    body::Body,
    http::{Method, Request},
};
use serde_json::{Value as Json, json};
use tenantry::runner::{Worker, WorkerStep};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

const FILE: &str = "email,external_id,first,last,role,groups\n\
    ann@example.com,1,Ann,Lee,admin,Ops;=Dev\n\
    bob@example.com,2,Bob,Lee,user,\n\
    nobody,,No,Body,user,\n";

async fn send(app: &TestApp, token: &str, method: Method, uri: &str, body: String) -> String {
    let request = Request::builder()
        .method(method)
        .uri(uri)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "text/csv")
        .body(Body::from(body));
    let reply = app.send(request.expect("a request")).await;
    assert!(reply.status.is_success(), "{reply:?}");
    reply.body
}

/// Runs all queued jobs.
async fn work(app: &TestApp) {
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
}

/// Sends a file, plans it, and returns the id of the run.
async fn plan(app: &TestApp, token: &str, file: &str, input: &str) -> Uuid {
    let sent = send(app, token, Method::POST, "/sync", file.to_owned()).await;
    let sent: Json = serde_json::from_str(&sent).expect("JSON");
    let plan = format!("planSync(input: {{ upload: {}, {input} }})", sent["upload"]);
    let run = app.done(token, &plan).await;
    work(app).await;
    run
}

async fn show(app: &TestApp, token: &str, run: Uuid) -> Json {
    let counts = "created joined updated reactivated retired removed deleted unchanged conflicts groupsCreated groupsAdded";
    let query = format!(
        "syncRun(id: \"{run}\") {{ status error failed counts {{ {counts} }} job {{ id status }} \
         plan {{ items {{ nodes {{ line action code user {{ email }} }} }} }} }}"
    );
    app.read(token, &query).await
}

fn actions(run: &Json) -> Vec<String> {
    let items = run["plan"]["items"]["nodes"].as_array();
    let items = items.unwrap_or_else(|| panic!("{run:#}")).iter();
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    items
        .map(|item| {
            format!("{} {}", text(&item["action"]), text(&item["code"]))
                .trim()
                .to_owned()
        })
        .collect()
}

async fn file_is_planned_applied_and_undone(app: TestApp) {
    let org = app.org("Acme").await;
    let token = app.token_of_org(org).await;
    let input =
        format!("source: \"hr\", mode: REPLACE, createGroups: true, org: {{ id: \"{org}\" }}");
    let run = plan(&app, &token, FILE, &input).await;
    let shown = show(&app, &token, run).await;
    assert_eq!(shown["status"], "PLANNED", "{shown:#}");
    assert_eq!(
        actions(&shown),
        ["CREATE", "CREATE", "CONFLICT INVALID_VALUE"]
    );
    assert_eq!(shown["counts"]["groupsCreated"], 2);
    let before = app.count("SELECT count(*) FROM users").await;
    assert_eq!(before, 0, "a plan changes nothing");

    assert_eq!(
        app.result(&token, &format!("applySync(id: \"{run}\")"))
            .await,
        "queued"
    );
    work(&app).await;
    let shown = show(&app, &token, run).await;
    assert_eq!(
        (&shown["status"], &shown["failed"]),
        (&json!("APPLIED"), &json!(0)),
        "{shown:#}"
    );
    assert_eq!(
        app.refused(&token, &format!("applySync(id: \"{run}\")"))
            .await,
        "PLAN_STALE"
    );
    let members = "members { nodes { role ownedBy externalId user { email } } }";
    let members = app
        .read(&token, &format!("org(id: \"{org}\") {{ {members} }}"))
        .await;
    assert_eq!(
        members["members"]["nodes"],
        json!([
            { "role": "ADMIN", "ownedBy": "hr", "externalId": "1", "user": { "email": "ann@example.com" } },
            { "role": "USER", "ownedBy": "hr", "externalId": "2", "user": { "email": "bob@example.com" } },
        ])
    );
    let events = format!(
        "events(filter: {{ org: \"{org}\", entity: \"membership\" }}) {{ nodes {{ syncRun source }} }}"
    );
    let events = app.read(&token, &events).await;
    let events = events["nodes"].as_array().expect("events");
    assert!(
        events.len() == 2 && events.iter().all(|event| event["syncRun"] == json!(run)),
        "{events:#?}"
    );

    // What is exported changes nothing when it is sent again.
    let exported = send(
        &app,
        &token,
        Method::GET,
        "/export?source=hr",
        String::new(),
    )
    .await;
    assert!(exported.contains("'=Dev;Ops"), "{exported}");
    let again = plan(&app, &token, &exported, &input).await;
    let shown = show(&app, &token, again).await;
    assert_eq!(actions(&shown), ["UNCHANGED"], "{exported}\n{shown:#}");
    let jsonl = send(
        &app,
        &token,
        Method::GET,
        "/export?format=jsonl",
        String::new(),
    )
    .await;
    assert_eq!(jsonl.lines().count(), 2);

    let undo = app.done(ROOT, &format!("revertSync(id: \"{run}\")")).await;
    work(&app).await;
    let shown = show(&app, ROOT, undo).await;
    assert_eq!(shown["status"], "PLANNED", "{shown:#}");
    let removals = app
        .read(
            ROOT,
            &format!(
                "syncRun(id: \"{undo}\") {{ revertOf {{ id }} guard {{ removals tripped }} }}"
            ),
        )
        .await;
    assert_eq!(removals["revertOf"]["id"], json!(run));
    let number = &removals["guard"]["removals"];
    assert_eq!(number, 4, "two users and two rows in groups: {removals:#}");
    app.refuses(
        ROOT,
        &format!("applySync(id: \"{undo}\", expectRemovals: 3)"),
        "GUARD_TRIPPED",
        "expectRemovals",
    )
    .await;
    app.done(
        ROOT,
        &format!("applySync(id: \"{undo}\", expectRemovals: {number})"),
    )
    .await;
    work(&app).await;
    let shown = show(&app, ROOT, undo).await;
    assert_eq!(
        (&shown["status"], &shown["failed"]),
        (&json!("APPLIED"), &json!(0)),
        "{shown:#}"
    );
    assert_eq!(app.count("SELECT count(*) FROM users").await, 0);
}

async fn jobs_of_a_run_are_seen_with_the_run(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let (admin, owner) = (app.admin(org, "admin").await, app.owner(org, "owner").await);
    let token = app.token_of_org(org).await;
    let sent = send(&app, &token, Method::POST, "/sync", FILE.to_owned()).await;
    let sent: Json = serde_json::from_str(&sent).expect("JSON");
    let plan = format!(
        "planSync(input: {{ upload: {}, source: \"hr\", org: {{ id: \"{org}\" }} }})",
        sent["upload"]
    );
    let planned = app
        .data(
            &token,
            &format!("mutation {{ it: {plan} {{ job {{ id }} }} }}"),
        )
        .await;
    let job = planned["it"]["job"]["id"].clone();
    let narrow = app
        .token(&format!("org: \"{org}\", scopes: [\"sync:write\"]"))
        .await;
    let jobs_only = app.token("scopes: [\"jobs:write\"]").await;
    let (admin, owner) = (app.token_of(admin).await, app.token_of(owner).await);
    let elsewhere = app.token_of_org(other).await;
    let cancel = format!("cancelJob(jobId: {job})");
    for (name, token, is_seen) in [
        ("root", ROOT, true),
        ("org", &token, true),
        ("sync:write", &narrow, true),
        ("owner", &owner, true),
        ("jobs:write", &jobs_only, false),
        ("admin", &admin, false),
        ("other org", &elsewhere, false),
    ] {
        let found = app.read(token, &format!("job(id: {job}) {{ kind }}")).await;
        let expected = if is_seen {
            json!({ "kind": "planSync" })
        } else {
            Json::Null
        };
        assert_eq!(found, expected, "{name}");
        let listed = app.read(token, "jobs { nodes { id } }").await;
        assert_eq!(
            listed["nodes"].as_array().map(Vec::len),
            Some(usize::from(is_seen)),
            "{name}"
        );
        if !is_seen {
            assert_eq!(app.refused(token, &cancel).await, "JOB_NOT_FOUND", "{name}");
        }
    }
    assert_eq!(app.result(&narrow, &cancel).await, "updated");
    let runs = app.read(&token, "syncRuns { nodes { status } }").await;
    assert_eq!(runs["nodes"], json!([{ "status": "CANCELLED" }]));
}

async fn plan_hides_that_an_address_is_taken(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let hidden = app.user(other, "hidden").await;
    let update = format!("updateUser(userId: \"{hidden}\", mobile: \"+491701234567\")");
    app.done(ROOT, &update).await;
    let token = app.token_of_org(org).await;
    let input = format!("source: \"hr\", org: {{ id: \"{org}\" }}");
    let mut plans = Vec::new();
    for email in ["hidden@example.com", "free@example.com"] {
        let file = format!("email,first,last,mobile\n{email},Ann,Lee,+491709999999\n");
        let run = plan(&app, &token, &file, &input).await;
        let items = "items { nodes { line action code reason user { id } org { id } fields { name before after code } } }";
        let query = format!(
            "syncRun(id: \"{run}\") {{ counts {{ created joined conflicts }} guard {{ removals }} plan {{ {items} }} }}"
        );
        let shown = app.read(&token, &query).await.to_string();
        plans.push(shown.replace(email, "x@example.com"));
    }
    assert_eq!(plans[0], plans[1]);
}

on_both_engines! {
    file_is_planned_applied_and_undone,
    jobs_of_a_run_are_seen_with_the_run,
    plan_hides_that_an_address_is_taken,
}
