//! Erasing users: afterwards no copy has personal data, whenever the user was deleted and whatever
//! happened in between.

use std::collections::BTreeSet;

use chrono::Duration;
use serde_json::{Value as Json, json};
use tenantry::{
    access::Actor,
    domain::{
        job::ClaimJob,
        user::erase::{MARKER, NOT_PERSONAL, PERSONAL},
    },
    runner::{Worker, WorkerStep},
};
use uuid::Uuid;

use crate::support::{Engine, ROOT, TestApp, With, on_both_engines};

/// The name of the erased user. No other data contains it.
const NAME: &str = "zebulon";
/// The address of another user, which contains the name of the erased one.
const OTHER: &str = "jozebulon@example.net";

/// Returns the table and the name of each column on the two lists.
fn listed(app: &TestApp) -> Vec<(&'static str, &'static str)> {
    let personal = PERSONAL.iter().map(|place| (place.table, place.columns));
    let all = personal.chain(NOT_PERSONAL.iter().copied());
    all.filter(|(table, _)| !table.ends_with("_search") || app.engine == Engine::Sqlite)
        .flat_map(|(table, columns)| columns.iter().map(move |column| (table, *column)))
        .collect()
}

/// Returns all texts in the database, without the address of the other user.
async fn texts(app: &TestApp) -> String {
    let mut texts = String::new();
    for (table, column) in listed(app) {
        let select = format!("SELECT coalesce(CAST(\"{column}\" AS text), '') FROM {table}");
        for row in app.sql(&select).await {
            let text: String = row.try_get_by_index(0).expect("text");
            texts.push_str(&format!("{table}.{column}: {}\n", text.to_lowercase()));
        }
    }
    texts.replace(OTHER, "")
}

async fn assert_erased(app: &TestApp) {
    let texts = texts(app).await;
    for trace in [
        NAME,
        "1701234567",
        "external-of-user",
        "external-of-member",
        "203.0.113.7",
    ] {
        let lines: Vec<_> = texts.lines().filter(|line| line.contains(trace)).collect();
        assert!(lines.is_empty(), "{trace}: {lines:#?}");
    }
}

/// Runs all queued jobs.
async fn run(app: &TestApp) {
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
}

async fn erase(app: &TestApp, user: Uuid) -> Json {
    let mutation = format!(
        "mutation {{ it: deleteUser(userId: \"{user}\", erase: true) \
         {{ id result records code job {{ id kind status total }} }} }}"
    );
    app.data(ROOT, &mutation).await["it"].clone()
}

async fn job(app: &TestApp, id: &Json) -> Json {
    let job = format!("job(id: {id}) {{ status total progress failed message }}");
    app.read(ROOT, &job).await
}

/// Creates a member with every field set, and with one change.
async fn full_user(app: &TestApp, org: Uuid) -> Uuid {
    let create = format!(
        "createUser(org: \"{org}\", email: \"Zebulon@example.com\", first: \"Zebulon\", last: \"Lee\", \
         mobile: \"+491701234567\", externalId: \"external-of-member\")"
    );
    let user = app.done(ROOT, &create).await;
    let update = format!(
        "updateUser(userId: \"{user}\", email: \"zebulon@example.net\", name: \"Zebulon the Great\", timezone: \"Europe/Berlin\")"
    );
    app.done(ROOT, &update).await;
    let upsert =
        "upsertUser(input: { email: \"zebulon@example.net\", externalId: \"external-of-user\" })";
    app.done(ROOT, upsert).await;
    let limit = format!(
        "upsertMembership(org: \"{org}\", userId: \"{user}\", input: {{ allowedIps: [\"203.0.113.7\"] }})"
    );
    app.done(ROOT, &limit).await;
    app.token_of(user).await;
    user
}

/// Queues a job that adds users by their addresses.
async fn queue(app: &TestApp, org: Uuid, emails: &[&str]) -> Uuid {
    let rows: Vec<String> = emails
        .iter()
        .map(|email| {
            format!(
                "{{ ref: \"row of {email}\", org: {{ id: \"{org}\" }}, user: {{ email: \"{email}\" }} }}"
            )
        })
        .collect();
    app.done(
        ROOT,
        &format!("queueMemberships(rows: [{}])", rows.join(", ")),
    )
    .await
}

/// Executes a batch with an idempotency key. Its replies contain references that name the user.
async fn keyed(app: &TestApp, org: Uuid) -> Json {
    let query = format!(
        "mutation {{ it: createMemberships(rows: [\
         {{ ref: \"external-of-user\", org: {{ id: \"{org}\" }}, user: {{ email: \"ZEBULON@example.net\" }} }}, \
         {{ ref: \"<Zebulon@example.com>\", org: {{ id: \"{org}\" }}, user: {{ email: \"zebulon@example.net\" }} }}, \
         {{ ref: \"{OTHER}\", org: {{ id: \"{org}\" }}, user: {{ email: \"{OTHER}\" }} }}]) \
         {{ result rows {{ ref }} }} }}"
    );
    let request = TestApp::request(ROOT, &query, json!({})).with("idempotency-key", "k-1");
    let reply = app.send(request).await.json();
    assert!(reply.get("errors").is_none(), "{reply:#}");
    reply["data"]["it"].clone()
}

async fn no_copy_has_data_of_an_erased_user(app: TestApp) {
    let org = app.org("Acme").await;
    let user = full_user(&app, org).await;
    queue(&app, org, &["zebulon@example.net", OTHER]).await;
    run(&app).await;
    keyed(&app, org).await;
    // The user is also the actor of a change to another row.
    let other = app.org("Beta").await;
    app.state(other, user, "role: ADMIN").await;
    let token = app.token_of(user).await;
    let group = format!("createGroup(org: \"{other}\", name: \"Ops\")");
    app.done(&token, &group).await;
    assert!(
        texts(&app)
            .await
            .contains(&format!("events.actor_label: {NAME}"))
    );
    // A job that a server claimed, and of which it had run no row when it died.
    let pending = queue(&app, org, &["zebulon@example.com", OTHER]).await;
    let server = Actor::command_line();
    let claimed = app.app.execute(&server, ClaimJob::default()).await;
    assert!(claimed.expect("claimed").output.is_some());

    let events = app.count("SELECT count(*) FROM events").await;
    let erased = erase(&app, user).await;
    assert_eq!(erased["result"], "removed", "{erased:#}");
    assert_eq!(erased["id"], json!(user));
    assert_eq!(erased["job"]["kind"], "eraseUsers");
    let removed = erased["records"].as_i64().expect("a number");
    run(&app).await;
    let done = job(&app, &erased["job"]["id"]).await;
    assert_eq!(
        (&done["status"], &done["failed"], &done["message"]),
        (&json!("COMPLETED"), &json!(0), &Json::Null),
        "{done:#}"
    );
    assert_eq!(done["progress"], done["total"]);
    assert_erased(&app).await;

    // Other data stays: that each event happened, and the data of other users.
    assert_eq!(
        app.count("SELECT count(*) FROM events").await,
        events + removed
    );
    let shown = app
        .read(ROOT, &format!("events(first: 50, filter: {{ user: \"{user}\" }}) {{ nodes {{ entity verb before after }} }}"))
        .await;
    let created = shown["nodes"]
        .as_array()
        .and_then(|nodes| nodes.last())
        .cloned();
    let created = created.expect("the first event");
    assert_eq!(
        (
            &created["entity"],
            &created["verb"],
            &created["after"]["email"]
        ),
        (&json!("user"), &json!("created"), &json!(MARKER)),
        "{created:#}"
    );
    assert_eq!(created["after"]["status"], "ACTIVE");

    // The waiting job does not find the erased user, and runs its other row.
    app.clock.advance(Duration::seconds(11));
    app.data(
        ROOT,
        &format!("mutation {{ createUser(org: \"{org}\", email: \"{OTHER}\", first: \"Jo\", last: \"Lee\") {{ id }} }}"),
    )
    .await;
    run(&app).await;
    let results =
        format!("job(id: \"{pending}\") {{ results(first: 9) {{ nodes {{ ref result code }} }} }}");
    let results = app.read(ROOT, &results).await["results"]["nodes"].clone();
    assert_eq!(
        results,
        json!([
            { "ref": MARKER, "result": "error", "code": "USER_NOT_FOUND" },
            { "ref": format!("row of {OTHER}"), "result": "unchanged", "code": null },
        ])
    );
    assert_erased(&app).await;
}

async fn an_outcome_can_be_replayed_after_an_erasure(app: TestApp) {
    let org = app.org("Acme").await;
    let user = full_user(&app, org).await;
    let first = keyed(&app, org).await;
    assert_eq!(first["rows"][0]["ref"], "external-of-user");
    erase(&app, user).await;
    run(&app).await;
    let again = keyed(&app, org).await;
    assert_eq!(again["result"], first["result"]);
    assert_eq!(
        again["rows"],
        json!([{ "ref": MARKER }, { "ref": MARKER }, { "ref": OTHER }])
    );
}

async fn a_deleted_user_can_be_erased_by_id(app: TestApp) {
    let org = app.org("Acme").await;
    let user = full_user(&app, org).await;
    app.done(ROOT, &format!("deleteUser(userId: \"{user}\")"))
        .await;
    run(&app).await;
    assert!(texts(&app).await.contains(NAME));
    for _ in 0..2 {
        let erased = erase(&app, user).await;
        assert_eq!(
            (&erased["result"], &erased["records"], &erased["id"]),
            (&json!("queued"), &json!(0), &json!(user)),
            "{erased:#}"
        );
        run(&app).await;
        assert_erased(&app).await;
    }
    let unknown = format!("deleteUser(userId: \"{}\", erase: true)", Uuid::nil());
    app.refuses(ROOT, &unknown, "USER_NOT_FOUND", "userId")
        .await;
}

async fn only_the_platform_erases_users(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    let erase = format!("deleteUser(userId: \"{user}\", erase: true)");
    app.refuses(&token, &erase, "FORBIDDEN", Json::Null).await;
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 0);
}

async fn a_dry_run_erases_nothing(app: TestApp) {
    let org = app.org("Acme").await;
    let user = full_user(&app, org).await;
    let query = format!(
        "mutation {{ it: deleteUser(userId: \"{user}\", erase: true) {{ result dryRun }} }}"
    );
    let request = TestApp::request(ROOT, &query, json!({})).with("tenantry-dry-run", "true");
    let reply = app.send(request).await.json();
    assert_eq!(
        reply["data"]["it"],
        json!({ "result": "removed", "dryRun": true })
    );
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 0);
    run(&app).await;
    assert!(texts(&app).await.contains("zebulon@example.net"));
}

async fn the_last_owner_cannot_be_erased(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let erase = format!("deleteUser(userId: \"{owner}\", erase: true)");
    assert_eq!(app.refused(ROOT, &erase).await, "LAST_OWNER");
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 0);
}

async fn erasure_runs_in_chunks_and_continues_after_a_crash(app: TestApp) {
    let org = app.org("Acme").await;
    let user = full_user(&app, org).await;
    let (id, numbers) = match app.engine {
        Engine::Sqlite => (
            "randomblob(16)",
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1200) SELECT n FROM n",
        ),
        Engine::Postgres => ("gen_random_uuid()", "SELECT generate_series(1, 1200) AS n"),
    };
    let copy = format!(
        "INSERT INTO events (id, at, actor_kind, user_id, entity, entity_id, verb, before, after) \
         SELECT {id}, e.at, e.actor_kind, e.user_id, e.entity, e.entity_id, e.verb, e.before, e.after \
         FROM (SELECT * FROM events WHERE entity = 'user' AND verb = 'created' AND user_id = {}) e, ({numbers}) n",
        app.id(user)
    );
    app.sql(&copy).await;
    let erased = erase(&app, user).await;
    let id = &erased["job"]["id"];
    // Each worker runs one chunk and is dropped. The next worker continues after that chunk.
    for chunks in 0.. {
        let mut worker = Worker::new(&app.app);
        let mut ended = false;
        for _ in 0..2 {
            ended |= matches!(
                worker.step().await.expect("a step"),
                WorkerStep::Idle | WorkerStep::Over
            );
        }
        drop(worker);
        app.clock.advance(Duration::seconds(11));
        if ended {
            // One chunk each for job rows, jobs, outcomes, and files and plans of sync runs, and
            // three for events.
            assert!(chunks >= 8, "{chunks}");
            break;
        }
    }
    let done = job(&app, id).await;
    assert_eq!(done["status"], "COMPLETED", "{done:#}");
    assert_eq!(
        (&done["total"], &done["progress"]),
        (&json!(9), &json!(9)),
        "{done:#}"
    );
    assert_erased(&app).await;
}

async fn every_text_column_is_on_one_of_the_lists(app: TestApp) {
    let select = match app.engine {
        Engine::Sqlite => {
            "SELECT t.name AS \"table\", c.name AS \"column\" FROM sqlite_master t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND (lower(c.type) LIKE '%text%' OR lower(c.type) LIKE '%char%' OR lower(c.type) LIKE '%json%') AND t.name NOT LIKE '%_search%' \
             UNION ALL SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.sql LIKE 'CREATE VIRTUAL TABLE%'"
        }
        Engine::Postgres => {
            "SELECT table_name::text AS \"table\", column_name::text AS \"column\" FROM information_schema.columns \
             WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY')"
        }
    };
    let found: BTreeSet<(String, String)> = app
        .sql(select)
        .await
        .iter()
        .map(|row| {
            let column = |name| row.try_get::<String>("", name).expect("text");
            (column("table"), column("column"))
        })
        // SQLite stores times as texts.
        .filter(|(_, column)| {
            let times = ["at", "since"];
            !(times.contains(&column.as_str())
                || column.ends_with("_at")
                || column.ends_with("_until"))
        })
        .collect();
    let listed: Vec<(String, String)> = listed(&app)
        .into_iter()
        .map(|(table, column)| (table.to_owned(), column.to_owned()))
        .collect();
    let distinct: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(distinct.len(), listed.len(), "a column is on both lists");
    assert_eq!(
        found, distinct,
        "decide for each column whether it holds personal data"
    );
}

on_both_engines! {
    no_copy_has_data_of_an_erased_user,
    an_outcome_can_be_replayed_after_an_erasure,
    a_deleted_user_can_be_erased_by_id,
    only_the_platform_erases_users,
    a_dry_run_erases_nothing,
    the_last_owner_cannot_be_erased,
    erasure_runs_in_chunks_and_continues_after_a_crash,
    every_text_column_is_on_one_of_the_lists,
}
