//! `upsertUsers`, `queueUsers` and `POST /jobs/users`: many users with their orgs and groups.

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value as Json, json};
use tenantry::runner::{Worker, WorkerStep};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

const UPSERT: &str = "mutation($rows: [UpsertUserInput!]!, $mode: BatchMode) { it: upsertUsers(rows: $rows, mode: $mode) { \
    result records failed dryRun code error rows { index result id code field error existingId user { email } org { name } } } }";

async fn answer(app: &TestApp, token: &str, variables: Json) -> Json {
    let reply = app.graphql(token, UPSERT, variables).await;
    assert!(reply.get("errors").is_none(), "{reply:#}");
    reply["data"]["it"].clone()
}

async fn upsert(app: &TestApp, token: &str, rows: Json) -> Json {
    answer(app, token, json!({ "rows": rows })).await
}

/// Returns the result of each row, or the code and the field of its error.
fn words(answer: &Json) -> Vec<String> {
    let word = |row: &Json| match (row["code"].as_str(), row["field"].as_str()) {
        (None, _) => row["result"].as_str().expect("a word").to_owned(),
        (Some(code), None) => code.to_owned(),
        (Some(code), Some(field)) => format!("{code} {field}"),
    };
    let rows = answer["rows"].as_array().expect("rows");
    rows.iter().map(word).collect()
}

/// Runs all queued jobs.
async fn run(app: &TestApp) {
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
}

fn acme(groups: Json) -> Json {
    json!([{ "name": "Acme", "groups": groups }])
}

async fn each_row_creates_or_updates_its_user(app: TestApp) {
    let org = app.org("Acme").await;
    app.group(org, "Ops").await;
    app.user(org, "bob").await;
    let rows = json!([
        { "email": "ann@example.com", "first": "Ann", "last": "Lee", "organizations": acme(json!(["Ops"])) },
        { "email": "BOB@example.com", "last": "Ray" },
        { "email": "ann@example.com", "organizations": acme(json!(["Ops"])) },
        { "email": "cas@example.com", "organizations": acme(json!(["Nothing"])) },
        { "email": "dan@example.com", "organizations": [{ "name": "Nowhere" }] },
        { "email": "no address" },
        { "first": "Nobody" },
    ]);
    let before = app.events_so_far().await;
    let done = upsert(&app, ROOT, rows).await;
    assert_eq!(
        words(&done),
        [
            "created",
            "updated",
            "unchanged",
            "GROUP_NOT_FOUND organizations",
            "ORG_NOT_FOUND organizations",
            "INVALID_VALUE email",
            "INVALID_VALUE email",
        ]
    );
    let totals = json!([
        done["result"],
        done["records"],
        done["failed"],
        done["dryRun"]
    ]);
    assert_eq!(totals, json!(["updated", 4, 4, false]), "{done:#}");
    assert_eq!(app.events_so_far().await, before + 4);
    let first = &done["rows"][0];
    assert_eq!(
        (&first["user"]["email"], &first["org"]),
        (&json!("ann@example.com"), &Json::Null)
    );
    assert_eq!(done["rows"][3]["user"], Json::Null);
}

async fn failed_atomic_batch_writes_nothing(app: TestApp) {
    let org = app.org("Acme").await;
    app.group(org, "Ops").await;
    let rows = json!([
        { "email": "ann@example.com", "organizations": acme(json!(["Ops"])) },
        { "email": "cas@example.com", "organizations": acme(json!(["Nothing"])) },
        { "email": "dan@example.com", "organizations": [{ "name": "Nowhere" }] },
    ]);
    let before = app.row_counts().await;
    let done = answer(&app, ROOT, json!({ "rows": rows, "mode": "ATOMIC" })).await;
    assert_eq!(
        json!([done["result"], done["code"], done["failed"]]),
        json!(["error", "GROUP_NOT_FOUND", 2])
    );
    assert_eq!(
        words(&done),
        [
            "GROUP_NOT_FOUND organizations",
            "ORG_NOT_FOUND organizations"
        ]
    );
    assert_eq!(app.row_counts().await, before);
}

async fn dry_run_shows_the_results_and_keeps_nothing(app: TestApp) {
    let org = app.org("Acme").await;
    app.group(org, "Ops").await;
    let rows = json!([{ "email": "ann@example.com", "organizations": acme(json!(["Ops"])) }]);
    let before = app.row_counts().await;
    let mut request = TestApp::request(ROOT, UPSERT, json!({ "rows": rows }));
    let on = "true".parse().expect("a header");
    request.headers_mut().insert("tenantry-dry-run", on);
    let reply = app.send(request).await.json();
    let done = &reply["data"]["it"];
    assert_eq!(
        json!([
            done["result"],
            done["records"],
            done["dryRun"],
            done["rows"][0]["user"]["email"]
        ]),
        json!(["created", 3, true, "ann@example.com"]),
        "{reply:#}"
    );
    assert_eq!(app.row_counts().await, before);
}

async fn a_batch_has_one_to_ten_thousand_rows(app: TestApp) {
    let none = upsert(&app, ROOT, json!([])).await;
    assert_eq!(none["code"], "INVALID_VALUE");
    let rows: Vec<Json> = (0..10_001)
        .map(|n| json!({ "email": format!("{n}@example.com") }))
        .collect();
    assert_eq!(
        upsert(&app, ROOT, json!(rows)).await["code"],
        "LIMIT_EXCEEDED"
    );
    let queue =
        "mutation($rows: [UpsertUserInput!]!) { it: queueUsers(rows: $rows) { code error } }";
    let reply = app.graphql(ROOT, queue, json!({ "rows": rows })).await;
    let it = &reply["data"]["it"];
    assert_eq!(it["code"], "LIMIT_EXCEEDED");
    assert!(
        it["error"].as_str().expect("text").contains("/jobs/users"),
        "{it}"
    );
}

async fn forbidden_row_fails_alone(app: TestApp) {
    let (own, other) = (app.org("Acme").await, app.org("Other").await);
    let owner = app.owner(own, "owner").await;
    let member = app.user(own, "member").await;
    let foreign = app.user(other, "foreign").await;
    let rows = json!([
        { "email": "new@example.com", "organizations": [{ "id": own }] },
        { "email": "new2@example.com", "organizations": [{ "id": other }] },
        { "email": "new3@example.com" },
        { "match": { "id": foreign }, "first": "Taken" },
        { "email": "foreign@example.com", "first": "Kept", "organizations": [{ "id": own }] },
    ]);
    let done = upsert(&app, &app.token_of(owner).await, rows.clone()).await;
    assert_eq!(
        words(&done),
        [
            "created",
            "ORG_NOT_FOUND organizations",
            "FORBIDDEN",
            "USER_NOT_FOUND match",
            "updated",
        ],
        "{done:#}"
    );
    let first = app
        .read(ROOT, &format!("user(id: \"{foreign}\") {{ first }}"))
        .await;
    assert_ne!(first["first"], "Kept");
    let plain = app.token_of(member).await;
    let before = app.row_counts().await;
    let refused = upsert(&app, &plain, rows).await;
    assert_eq!(refused["failed"], json!(5), "{refused:#}");
    assert_eq!(app.row_counts().await, before);
}

async fn job_runs_the_rows(app: TestApp) {
    let org = app.org("Acme").await;
    app.group(org, "Ops").await;
    let rows = json!([
        { "email": "ann@example.com", "organizations": acme(json!(["Ops"])) },
        { "email": "no address" },
    ]);
    let queue = "mutation($rows: [UpsertUserInput!]!) { it: queueUsers(rows: $rows) { id result job { kind queuedBy { name } } } }";
    let reply = app.graphql(ROOT, queue, json!({ "rows": rows })).await;
    let it = &reply["data"]["it"];
    assert_eq!(
        (&it["result"], &it["job"]["kind"]),
        (&json!("queued"), &json!("upsertUsers")),
        "{reply:#}"
    );
    assert_eq!(it["job"]["queuedBy"]["name"], "root");
    let id = it["id"].as_str().expect("an id").to_owned();
    run(&app).await;
    let query = format!(
        "job(id: \"{id}\") {{ status failed results {{ nodes {{ index result code user {{ email }} }} }} }}"
    );
    assert_eq!(
        app.read(ROOT, &query).await,
        json!({ "status": "COMPLETED", "failed": 1, "results": { "nodes": [
            { "index": 0, "result": "created", "code": null, "user": { "email": "ann@example.com" } },
            { "index": 1, "result": "error", "code": "INVALID_VALUE", "user": null },
        ] } })
    );
}

async fn upload_of_lines_is_a_job(app: TestApp) {
    let org = app.org("Acme").await;
    app.group(org, "Ops").await;
    let lines = [
        json!({ "ref": "1", "email": "ann@example.com", "mobile": null, "organizations": acme(json!(["Ops"])), "mode": "ADD" }),
        json!({ "ref": "2", "match": { "email": "ann@example.com" }, "last": "Lee", "default": { "name": "Acme" } }),
        json!({ "ref": "3", "email": "bob@example.com", "unknown": 1 }),
        json!({ "ref": "4", "email": "bob@example.com", "mode": "ADD" }),
    ];
    let body = lines.map(|line| line.to_string()).join("\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri("/jobs/users")
        .header(header::AUTHORIZATION, format!("Bearer {ROOT}"))
        .body(Body::from(body))
        .expect("a request");
    let reply = app.send(request).await;
    assert_eq!(reply.status, 202, "{reply:?}");
    let job = reply.json();
    assert_eq!(
        (&job["kind"], &job["total"]),
        (&json!("upsertUsers"), &json!(4))
    );
    let id = job["id"].as_str().expect("an id").to_owned();
    run(&app).await;
    let query = format!("job(id: \"{id}\") {{ results {{ nodes {{ ref result code field }} }} }}");
    assert_eq!(
        app.read(ROOT, &query).await["results"]["nodes"],
        json!([
            { "ref": "1", "result": "created", "code": null, "field": null },
            { "ref": "2", "result": "updated", "code": null, "field": null },
            { "ref": "3", "result": "error", "code": "INVALID_VALUE", "field": null },
            { "ref": "4", "result": "error", "code": "INVALID_VALUE", "field": "mode" },
        ])
    );
    let plain = app.user(org, "plain").await;
    let request = Request::builder()
        .method(Method::POST)
        .uri("/jobs/users")
        .header(
            header::AUTHORIZATION,
            format!("Bearer {}", app.token_of(plain).await),
        )
        .body(Body::from("{}"))
        .expect("a request");
    assert_eq!(app.send(request).await.status, 403);
}

async fn objects_of_results_are_those_that_the_token_may_see(app: TestApp) {
    let (own, other) = (app.org("Acme").await, app.org("Other").await);
    let owner = app.owner(own, "owner").await;
    let foreign = app.user(other, "foreign").await;
    let token = app.token_of(owner).await;
    let row = |email: &str, org: Uuid| json!({ "org": { "id": org }, "user": { "email": email } });
    let create = "mutation($rows: [MembershipRow!]!) { it: createMemberships(rows: $rows) { rows { result user { email } org { name } } } }";
    let rows = json!([
        row("foreign@example.com", own),
        row("foreign@example.com", other)
    ]);
    let reply = app.graphql(&token, create, json!({ "rows": rows })).await;
    assert_eq!(
        reply["data"]["it"]["rows"],
        json!([
            { "result": "created", "user": { "email": "foreign@example.com" }, "org": { "name": "Acme" } },
            { "result": "error", "user": null, "org": null },
        ]),
        "{reply:#}"
    );
    let membership = app
        .read(
            ROOT,
            &format!("membership(org: \"{own}\", user: \"{foreign}\") {{ id }}"),
        )
        .await;
    let delete = format!(
        "mutation {{ it: deleteMemberships(ids: [{}]) {{ rows {{ result user {{ email }} org {{ name }} }} }} }}",
        membership["id"]
    );
    // The user is not a member any more, so the owner does not see them.
    assert_eq!(
        app.data(&token, &delete).await["it"]["rows"],
        json!([{ "result": "removed", "user": null, "org": { "name": "Acme" } }])
    );
}

async fn statement_count_does_not_grow_with_the_rows(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let group = app.group(org, "Ops").await;
    app.group(org, "Dev").await;
    let owner = app.owner(org, "owner").await;
    app.state(other, owner, "isOwner: true").await;
    for (turn, token) in [ROOT.to_owned(), app.token_of(owner).await]
        .into_iter()
        .enumerate()
    {
        let mut numbers = Vec::new();
        for users in [0..200, 200..900] {
            let mut of_token = Vec::new();
            for (name, mode) in [("New", "ADD"), ("Changed", "ADD"), ("Changed", "REPLACE")] {
                let rows: Vec<Json> = users
                    .clone()
                    .map(|n| {
                        json!({
                            "email": format!("u{turn}-{n}@example.com"), "first": name, "mode": mode,
                            "organizations": [
                                { "id": org, "groups": ["Dev", group] },
                                { "id": other, "membership": { "externalId": format!("{mode}{n}") } },
                            ],
                        })
                    })
                    .collect();
                app.data(&token, "{ viewer { __typename } }").await;
                app.app.finish_background_work().await;
                let before = app.app.db().statements();
                let done = upsert(&app, &token, json!(rows)).await;
                assert_eq!(done["failed"], json!(0), "{}", done["rows"][0]);
                assert_eq!(done["code"], Json::Null, "{}", done["error"]);
                of_token.push(app.app.db().statements() - before);
            }
            numbers.push(of_token);
        }
        // Many rows of one table are written by more than one statement.
        let mut grown = numbers[1].iter().zip(&numbers[0]);
        assert!(grown.all(|(many, few)| *many <= few + 1), "{numbers:?}");
        assert!(numbers[0].iter().all(|number| *number <= 30), "{numbers:?}");
    }
}

on_both_engines! {
    each_row_creates_or_updates_its_user,
    failed_atomic_batch_writes_nothing,
    dry_run_shows_the_results_and_keeps_nothing,
    a_batch_has_one_to_ten_thousand_rows,
    forbidden_row_fails_alone,
    job_runs_the_rows,
    upload_of_lines_is_a_job,
    objects_of_results_are_those_that_the_token_may_see,
    statement_count_does_not_grow_with_the_rows,
}
