//! Tests of the batch endpoints of the Zendesk API, which queue jobs, and of job statuses.

use serde_json::{Value as Json, json};
use tenantry::runner::{Worker, WorkerStep};

use crate::support::{Tape, TestApp, With, number_of, on_both_engines, rest};

/// Runs all queued jobs to their end.
async fn run(app: &TestApp) {
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
}

/// Queues a job, runs it, and returns its final status. Both replies are recorded on the tape.
async fn done(
    tape: &mut Tape<'_>,
    app: &TestApp,
    method: &str,
    path: &str,
    body: Option<Json>,
) -> Json {
    let queued = tape.send(method, path, body).await;
    let status = &queued["job_status"];
    assert_eq!(
        (&status["status"], &status["results"]),
        (&json!("queued"), &Json::Null),
        "{queued:#}"
    );
    run(app).await;
    let id = status["id"].as_str().expect("an id");
    let path = format!("/api/v2/job_statuses/{id}.json");
    tape.send("GET", &path, None).await["job_status"].take()
}

/// Returns the integer ids in the results of a job.
fn ids(job: &Json) -> Vec<i64> {
    let results = job["results"].as_array().expect("results").iter();
    results.filter_map(|row| row["id"].as_i64()).collect()
}

async fn every_route_replies_as_recorded(app: TestApp) {
    app.org("Acme").await;
    let organizations = app.zendesk("organizations").await;
    let acme = number_of(&organizations["organizations"], "name", "Acme");
    let mut tape = Tape::of(&app, "zendesk").await;
    let root = "/api/v2";
    let user = |name: &str| json!({ "email": format!("{name}@x.test"), "name": name, "external_id": name });
    let users = json!({ "users": [user("ann"), user("bob"), { "email": "no address" }] });
    let path = format!("{root}/users/create_many.json");
    let made = done(&mut tape, &app, "POST", &path, Some(users)).await;
    let (ann, bob) = (ids(&made)[0], ids(&made)[1]);
    let carl = json!({ "email": "carl@x.test", "organization": { "name": "Acme" } });
    let users = json!({ "users": [{ "email": "ann@x.test", "name": "Ann" }, carl, { "email": "d@x.test", "organization_id": 7 }] });
    let path = format!("{root}/users/create_or_update_many.json");
    done(&mut tape, &app, "POST", &path, Some(users)).await;
    let users = json!({ "users": [{ "id": ann, "name": "Ann Lee" }, { "external_id": "bob", "name": "Bob Lee" }, { "id": 7 }] });
    let path = format!("{root}/users/update_many.json");
    done(&mut tape, &app, "PUT", &path, Some(users)).await;
    let path = format!("{root}/users/update_many.json?ids={ann},{bob}");
    let same = json!({ "user": { "phone": "+49 170 1" } });
    done(&mut tape, &app, "PUT", &path, Some(same)).await;

    let member = |user: i64| json!({ "user_id": user, "organization_id": acme });
    let members =
        json!({ "organization_memberships": [member(ann), member(ann), member(bob), member(7)] });
    let path = format!("{root}/organization_memberships/create_many.json");
    let made = done(&mut tape, &app, "POST", &path, Some(members)).await;
    let of_ann = ids(&made)[0];
    let path = format!("{root}/organization_memberships/destroy_many.json?ids={of_ann}%2C7");
    // One known client sends a body with this request.
    let body = json!({ "organization_membership": { "id": of_ann } });
    done(&mut tape, &app, "DELETE", &path, Some(body)).await;

    let organizations = json!({ "organizations": [{ "name": "Globex", "external_id": "g" }, { "name": "acme" }, {}] });
    let path = format!("{root}/organizations/create_many.json");
    let made = done(&mut tape, &app, "POST", &path, Some(organizations)).await;
    let globex = ids(&made)[0];
    let organizations = json!({ "organizations": [{ "id": globex, "name": "Globex Corporation" }, { "name": "x" }] });
    let path = format!("{root}/organizations/update_many.json");
    done(&mut tape, &app, "PUT", &path, Some(organizations)).await;
    let path = format!("{root}/organizations/destroy_many.json?external_ids=g,h");
    done(&mut tape, &app, "DELETE", &path, None).await;
    let path = format!("{root}/users/destroy_many.json?ids={ann}");
    done(&mut tape, &app, "DELETE", &path, None).await;
    let path = format!("{root}/users/destroy_many.json?external_ids=bob");
    let last = done(&mut tape, &app, "DELETE", &path, None).await;
    let last = last["id"].as_str().expect("an id").to_owned();
    tape.send(
        "GET",
        &format!("{root}/job_statuses/show_many.json?ids={last},x"),
        None,
    )
    .await;
    tape.send("GET", &format!("{root}/job_statuses.json?per_page=1"), None)
        .await;
    tape.send("GET", &format!("{root}/job_statuses/x"), None)
        .await;
    insta::assert_snapshot!("jobs", tape.text());
}

async fn a_hundred_and_one_rows_are_too_many(app: TestApp) {
    let many = |row: Json| vec![row; 101];
    for (path, list) in [
        (
            "organization_memberships/create_many",
            "organization_memberships",
        ),
        ("users/create_many", "users"),
        ("users/create_or_update_many", "users"),
        ("organizations/create_many", "organizations"),
    ] {
        let body = json!({ list: many(json!({})) });
        let refused = app
            .rest_json("POST", &format!("/api/v2/{path}"), Some(body), 400)
            .await;
        assert_eq!(
            refused,
            json!({
                "error": "TooManyValues",
                "description": format!("Parameter {list} cannot specify more than 100 values"),
                "max_count": 100,
            })
        );
    }
    let ids = vec!["1"; 101].join(",");
    let path = format!("/api/v2/organization_memberships/destroy_many?ids={ids}");
    let refused = app.rest_json("DELETE", &path, None, 400).await;
    assert_eq!(refused["error"], "TooManyValues");
    assert_eq!(app.zendesk("job_statuses").await["count"], 0);
}

async fn dry_run_job_is_kept_and_changes_nothing(app: TestApp) {
    let body = json!({ "users": [{ "email": "ann@x.test" }] });
    let request = rest("POST", "/api/v2/users/create_many", Some(body));
    let reply = app.send(request.with("tenantry-dry-run", "true")).await;
    assert_eq!(reply.status, 200, "{reply:#?}");
    run(&app).await;
    let queued = reply.json()["job_status"].take();
    let says_so = |job: &Json| job["message"].to_string().contains("Dry run");
    assert!(says_so(&queued), "{queued:#}");
    let id = queued["id"].as_str().expect("an id");
    let job = app.zendesk(&format!("job_statuses/{id}")).await["job_status"].take();
    assert_eq!(job["status"], "completed");
    assert!(says_so(&job), "{job:#}");
    assert_eq!(
        job["results"],
        json!([{ "index": 0, "action": "create", "status": "Created", "success": true }])
    );
    assert_eq!(app.zendesk("users").await["count"], 0);
    assert_eq!(app.count("SELECT count(*) FROM numbers").await, 0);
}

async fn dry_run_job_reports_integer_ids_of_existing_rows(app: TestApp) {
    let acme = app.org("Acme").await;
    app.user(acme, "ann").await;
    let ann = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let path = format!("/api/v2/users/destroy_many?ids={ann}");
    let request = rest("DELETE", &path, None).with("tenantry-dry-run", "true");
    let queued = app.send(request).await.json();
    run(&app).await;
    let id = queued["job_status"]["id"].as_str().expect("an id");
    let job = app.zendesk(&format!("job_statuses/{id}")).await;
    assert_eq!(job["job_status"]["results"][0]["id"], ann);
}

async fn invalid_row_fails_alone(app: TestApp) {
    let acme = app.org("Acme").await;
    app.org("Globex").await;
    app.user(acme, "ann").await;
    let ann = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let organizations = app.zendesk("organizations").await;
    let number = |name: &str| number_of(&organizations["organizations"], "name", name);
    let (acme, globex) = (number("Acme"), number("Globex"));
    let words = async |method: &str, path: &str, body: Json| {
        let path = format!("/api/v2/{path}");
        let queued = app.rest_json(method, &path, Some(body), 200).await;
        run(&app).await;
        let id = queued["job_status"]["id"].as_str().expect("an id");
        let mut job = app.zendesk(&format!("job_statuses/{id}")).await;
        let results = job["job_status"]["results"].take();
        let rows = results.as_array().expect("results").iter();
        let word = |row: &Json| {
            row["error"]
                .as_str()
                .or(row["status"].as_str())
                .map(str::to_owned)
        };
        rows.filter_map(word).collect::<Vec<_>>()
    };
    let rows = json!([{ "user_id": "abc", "organization_id": globex }, { "user_id": ann, "organization_id": globex }]);
    let body = json!({ "organization_memberships": rows });
    assert_eq!(
        words("POST", "organization_memberships/create_many", body).await,
        ["InvalidValue", "Created"]
    );
    let body = json!({ "users": [{ "name": [5] }, ["x"], 7, null, { "email": "bob@x.test" }] });
    assert_eq!(
        words("POST", "users/create_many", body).await,
        [
            "InvalidValue",
            "InvalidValue",
            "InvalidValue",
            "InvalidValue",
            "Created"
        ]
    );
    let body = json!({ "users": [{ "id": "x" }, { "id": ann, "name": "Ann" }] });
    assert_eq!(
        words("PUT", "users/update_many", body).await,
        ["InvalidValue", "Updated"]
    );
    let body = json!({ "organizations": [{ "id": acme, "name": [] }, { "id": acme, "name": "Acme Ltd" }] });
    assert_eq!(
        words("PUT", "organizations/update_many", body).await,
        ["InvalidValue", "Updated"]
    );
}

async fn row_fails_if_the_membership_exists_already(app: TestApp) {
    let acme = app.org("Acme").await;
    app.user(acme, "ann").await;
    let list = app.zendesk("organization_memberships").await;
    let there = &list["organization_memberships"][0];
    let row = json!({ "user_id": there["user_id"], "organization_id": there["organization_id"] });
    let body = json!({ "organization_memberships": [row] });
    let path = "/api/v2/organization_memberships/create_many";
    let queued = app.rest_json("POST", path, Some(body), 200).await;
    run(&app).await;
    let id = queued["job_status"]["id"].as_str().expect("an id");
    let job = app.zendesk(&format!("job_statuses/{id}")).await;
    assert_eq!(
        job["job_status"]["results"],
        json!([{
            "index": 0, "id": there["id"], "status": "Failed", "success": false,
            "error": "DuplicateValue", "details": "User: is already a member of this organization",
        }])
    );
}

async fn job_of_another_token_is_not_found(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let body = json!({ "users": [{ "email": "bob@x.test" }] });
    let queued = app
        .rest_json("POST", "/api/v2/users/create_many", Some(body), 200)
        .await;
    let id = queued["job_status"]["id"].as_str().expect("an id");
    let bearer = format!("Bearer {}", app.token_of(ann).await);
    let ask = rest("GET", &format!("/api/v2/job_statuses/{id}"), None);
    let reply = app.send(ask.with("authorization", &bearer)).await;
    assert_eq!(
        (reply.status.as_u16(), &reply.json()["error"]),
        (404, &json!("RecordNotFound"))
    );
}

/// The first row needs a lock that is found only during its execution, so the transaction starts
/// again. What the first attempt created must not be assigned to the second row.
async fn rows_of_one_job_create_separate_memberships(app: TestApp) {
    let acme = app.org("Acme").await;
    app.org("Corp").await;
    for name in ["ann", "bob"] {
        app.owner(acme, name).await;
    }
    app.user(acme, "eve").await;
    let organizations = app.zendesk("organizations").await;
    let corp = number_of(&organizations["organizations"], "name", "Corp");
    let users = app.zendesk("users").await;
    let moved = |name: &str| {
        let id = number_of(&users["users"], "email", format!("{name}@example.com"));
        json!({ "id": id, "organization_ids": [corp] })
    };
    let body = json!({ "users": [moved("ann"), moved("eve")] });
    let path = "/api/v2/users/update_many";
    let queued = app.rest_json("PUT", path, Some(body), 200).await;
    run(&app).await;
    let id = queued["job_status"]["id"].as_str().expect("an id");
    let job = app.zendesk(&format!("job_statuses/{id}")).await;
    let results = job["job_status"]["results"].as_array().expect("results");
    for row in results {
        assert_eq!(row["status"], "Updated", "{job:#}");
    }
    assert_eq!(results.len(), 2);
    let members = "SELECT count(*) FROM memberships m JOIN orgs o ON o.id = m.org_id \
                   WHERE o.name = 'Corp' AND m.status = 'active'";
    assert_eq!(app.count(members).await, 2);
}

on_both_engines! {
    rows_of_one_job_create_separate_memberships,
    every_route_replies_as_recorded,
    a_hundred_and_one_rows_are_too_many,
    dry_run_job_is_kept_and_changes_nothing,
    dry_run_job_reports_integer_ids_of_existing_rows,
    invalid_row_fails_alone,
    row_fails_if_the_membership_exists_already,
    job_of_another_token_is_not_found,
}
