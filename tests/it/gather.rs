//! Tests batches of changes: changes that arrive while others are written are written together,
//! each with its own actor, outcome and failure.

use std::{collections::BTreeMap, time::Duration};

use axum::http::HeaderValue;
use serde_json::{Value as Json, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::support::{Engine, ROOT, Stranger, TestApp, on_both_engines, on_postgres_only};

/// The token that sends a mutation, and the mutation.
pub(crate) type Call = (String, String);

/// Returns an app that writes changes in one transaction at a time, with a long database timeout.
pub(crate) async fn with_one_turn(app: &TestApp) -> TestApp {
    app.reconfigured(|config| {
        config.change_transactions = 1.try_into().expect("not zero");
        config.database_timeout = Duration::from_secs(500);
    })
    .await
}

/// Sends the calls at the same time. `it` is the alias of each mutation.
fn send(app: &TestApp, calls: Vec<Call>) -> JoinSet<(usize, Json)> {
    send_under(app, None, calls)
}

/// Sends the calls at the same time, all under the idempotency key if there is one.
fn send_under(
    app: &TestApp,
    key: Option<&'static str>,
    calls: Vec<Call>,
) -> JoinSet<(usize, Json)> {
    let mut tasks = JoinSet::new();
    for (place, (token, call)) in calls.into_iter().enumerate() {
        let fields = "id result records code existingId error";
        let query = format!("mutation {{ it: {call} {{ {fields} }} }}");
        let mut request = TestApp::request(&token, &query, json!({}));
        if let Some(key) = key {
            let key = HeaderValue::from_static(key);
            request.headers_mut().insert("idempotency-key", key);
        }
        let router = app.router.clone();
        tasks.spawn(async move {
            let response = tower::ServiceExt::oneshot(router, request)
                .await
                .expect("never fails");
            let body = axum::body::to_bytes(response.into_body(), usize::MAX)
                .await
                .expect("a body");
            let reply: Json = serde_json::from_slice(&body).expect("JSON");
            (place, reply["data"]["it"].clone())
        });
    }
    tasks
}

pub(crate) async fn replies(tasks: JoinSet<(usize, Json)>) -> Vec<Json> {
    let replies: BTreeMap<usize, Json> = tasks.join_all().await.into_iter().collect();
    replies.into_values().collect()
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Sends the calls while another change is being written. Returns their results and the number of
/// statements they took.
pub(crate) async fn together(app: &TestApp, calls: Vec<Call>) -> (Vec<Json>, u64) {
    together_under(app, None, calls).await
}

async fn together_under(
    app: &TestApp,
    key: Option<&'static str>,
    calls: Vec<Call>,
) -> (Vec<Json>, u64) {
    for (token, _) in &calls {
        // The lookup of the token is cached after this, and its last use is written.
        app.data(token, "{ viewer { __typename } }").await;
    }
    let elsewhere = app.org("Elsewhere").await;
    app.app.finish_background_work().await;
    let stranger = Stranger::on(app).await;
    stranger.lock("orgs").await;
    let (first, tasks) = queued(app, key, elsewhere, calls).await;
    let before = app.app.db().statements();
    stranger.let_go().await;
    let first = replies(first).await;
    assert_eq!(first[0]["result"], "updated", "{}", first[0]);
    let replies = replies(tasks).await;
    (replies, app.app.db().statements() - before)
}

/// Sends a change of the org `held`, which another connection blocks, and then the calls, which
/// wait in their order.
pub(crate) async fn queued(
    app: &TestApp,
    key: Option<&'static str>,
    held: Uuid,
    calls: Vec<Call>,
) -> (JoinSet<(usize, Json)>, JoinSet<(usize, Json)>) {
    let rename = format!("updateOrg(org: \"{held}\", externalId: \"e\")");
    let first = send(app, vec![(ROOT.to_owned(), rename)]);
    // The transaction of the change has begun once no change waits.
    until(|| {
        app.app
            .db()
            .pools()
            .iter()
            .any(|pool| pool.in_use > 0 || pool.waiting > 0)
    })
    .await;
    until(|| app.app.waiting_changes() == 0).await;
    // One at a time, so that they wait in their order.
    let mut tasks = JoinSet::new();
    for (place, call) in calls.into_iter().enumerate() {
        let mut sent = send_under(app, key, vec![call]);
        tasks.spawn(async move {
            let (_, reply) = sent.join_next().await.expect("a task").expect("a reply");
            (place, reply)
        });
        until(|| app.app.waiting_changes() == place + 1).await;
    }
    (first, tasks)
}

pub(crate) fn words(replies: &[Json]) -> Vec<String> {
    let word = |reply: &Json| {
        let word = reply["code"].as_str().or(reply["result"].as_str());
        word.unwrap_or("none").to_owned()
    };
    replies.iter().map(word).collect()
}

async fn changes_of_many_tokens_take_few_statements(app: TestApp) {
    let app = with_one_turn(&app).await;
    let org = app.org("Acme").await;
    let mut members = Vec::new();
    for n in 0..64 {
        let admin = app.admin(org, &format!("admin{n}")).await;
        members.push((admin, app.token_of(admin).await));
    }
    let calls: Vec<Call> = (0..64)
        .map(|n| {
            let (user, _) = members[n];
            let (_, token) = &members[(n + 1) % 64];
            let call =
                format!("updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"e{n}\")");
            (token.clone(), call)
        })
        .collect();
    let (replies, statements) = together(&app, calls).await;
    assert!(
        words(&replies).iter().all(|word| word == "updated"),
        "{replies:?}"
    );
    // The statements of the first change are counted too. On SQLite, rows and events take separate
    // statements.
    assert!(statements <= 8 + 4, "{statements}");
    // Each event has the actor of its own change, and each change has its own id.
    let count = |what: &str| {
        format!(
            "SELECT count(DISTINCT {what}) FROM events WHERE entity = 'membership' AND verb = 'updated' AND actor_kind = 'token' AND token_id IS NOT NULL AND actor_user_id IS NOT NULL"
        )
    };
    assert_eq!(app.count(&count("actor_user_id")).await, 64);
    assert_eq!(app.count(&count("change_id")).await, 64);
    let own = "SELECT count(*) FROM events WHERE actor_user_id = user_id";
    assert_eq!(app.count(own).await, 0);
}

async fn rejected_changes_do_not_affect_others_of_the_batch(app: TestApp) {
    let app = with_one_turn(&app).await;
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let stranger = app.user(other, "stranger").await;
    let (admin, owner) = (app.admin(org, "admin").await, app.owner(org, "owner").await);
    let (admin, owner_token) = (app.token_of(admin).await, app.token_of(owner).await);
    let create = |email: &str| {
        format!(
            "createUser(org: \"{org}\", email: \"{email}\", first: \"A\", last: \"B\", externalId: \"1\")"
        )
    };
    let role = |user: Uuid, role: &str| {
        format!("updateMember(org: \"{org}\", userId: \"{user}\", role: \"{role}\")")
    };
    let remove = |user: Uuid| format!("removeOrgMember(org: \"{org}\", userId: \"{user}\")");
    let add = |user: Uuid| format!("addOrgMember(org: \"{org}\", userId: \"{user}\")");
    let named = |name: &str| format!("createOrg(name: \"{name}\")");
    // The tokens take turns, so the changes are decided in this order, each on the result of those
    // before it.
    let calls: Vec<(&str, String, &str)> = vec![
        (&owner_token, create("new@example.com"), "created"),
        (&admin, create("other@example.com"), "FORBIDDEN"),
        (ROOT, create("new@example.com"), "unchanged"),
        (&owner_token, remove(owner), "LAST_OWNER"),
        (&admin, role(ann, "admin"), "updated"),
        (ROOT, role(stranger, "user"), "NOT_A_MEMBER"),
        (&owner_token, remove(bob), "removed"),
        // Only the database knows whom the admin sees now, so this change is decided after the
        // batch is written.
        (&admin, role(bob, "admin"), "updated"),
        (ROOT, add(bob), "created"),
        (&owner_token, add(bob), "unchanged"),
        (&admin, role(stranger, "user"), "USER_NOT_FOUND"),
        (ROOT, named("acme"), "NAME_TAKEN"),
        (&owner_token, named("Mine"), "FORBIDDEN"),
        (&admin, role(ann, "user"), "updated"),
        (ROOT, named("New"), "created"),
        (&owner_token, role(ann, "user"), "unchanged"),
        (&admin, role(ann, "user"), "unchanged"),
        (ROOT, named("NEW"), "NAME_TAKEN"),
    ];
    let expected: Vec<&str> = calls.iter().map(|(_, _, word)| *word).collect();
    let sent = calls
        .iter()
        .map(|(token, call, _)| ((*token).to_owned(), call.clone()));
    let (replies, _) = together(&app, sent.collect()).await;
    assert_eq!(words(&replies), expected);
    // The results match the recorded events, and a rejected change left nothing.
    for (reply, expected) in replies.iter().zip(&expected) {
        let records = match *expected {
            "created" if reply["id"] == replies[0]["id"] => 2,
            "created" | "updated" | "removed" => 1,
            _ => 0,
        };
        assert_eq!(reply["records"], records, "{reply}");
    }
    let users =
        "SELECT count(*) FROM users WHERE email_key IN ('new@example.com', 'other@example.com')";
    assert_eq!(app.count(users).await, 1);
    assert_eq!(
        app.count("SELECT count(*) FROM orgs WHERE name_key IN ('new', 'mine')")
            .await,
        1
    );
}

/// A trigger of the database rejects a value.
async fn change_that_the_database_rejects_fails_alone(app: TestApp) {
    let app = with_one_turn(&app).await;
    let org = app.org("Acme").await;
    match app.engine {
        Engine::Sqlite => {
            app.sql(
                "CREATE TRIGGER poison BEFORE INSERT ON users WHEN new.last_name = 'Poison' \
                     BEGIN SELECT RAISE(ABORT, 'poison'); END",
            )
            .await;
        }
        Engine::Postgres => {
            app.sql(
                "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                     RAISE EXCEPTION 'poison'; END $$",
            )
            .await;
            app.sql(
                "CREATE TRIGGER poison BEFORE INSERT ON users FOR EACH ROW \
                     WHEN (new.last_name = 'Poison') EXECUTE FUNCTION poison()",
            )
            .await;
        }
    }
    let calls: Vec<Call> = (0..20)
        .map(|n| {
            let last = if n % 7 == 3 { "Poison" } else { "Lee" };
            let call = format!(
                "createUser(org: \"{org}\", email: \"u{n}@example.com\", first: \"U\", last: \"{last}\")"
            );
            (ROOT.to_owned(), call)
        })
        .collect();
    let (replies, _) = together(&app, calls).await;
    let expected: Vec<&str> = (0..20)
        .map(|n| if n % 7 == 3 { "INTERNAL" } else { "created" })
        .collect();
    assert_eq!(words(&replies), expected);
    let users = "SELECT count(*) FROM users WHERE last_name IN ('Lee', 'Poison')";
    assert_eq!(app.count(users).await, 17);
    let events = "SELECT count(*) FROM events WHERE entity = 'user'";
    assert_eq!(app.count(events).await, 17);
}

/// Another connection locks a row. Only changes of the row wait for the lock.
/// SQLite has one writer, so a lock delays all changes.
async fn locked_row_delays_only_its_own_changes(app: TestApp) {
    let org = app.org("Acme").await;
    let held = app.user(org, "held").await;
    let mut others = Vec::new();
    for n in 0..20 {
        others.push(app.user(org, &format!("u{n}")).await);
    }
    let stranger = Stranger::on(&app).await;
    stranger.sql("BEGIN").await;
    let row = format!(
        "SELECT id FROM users WHERE id = {} FOR UPDATE",
        app.id(held)
    );
    stranger.sql(&row).await;
    let role = |user: &Uuid| {
        let call = format!("updateMember(org: \"{org}\", userId: \"{user}\", role: \"admin\")");
        (ROOT.to_owned(), call)
    };
    let mut waits = Vec::new();
    for _ in 0..4 {
        waits.push(send(&app, vec![role(&held)]));
    }
    let calls: Vec<Call> = others.iter().map(role).collect();
    let replies_of_others = replies(send(&app, calls)).await;
    assert!(
        words(&replies_of_others)
            .iter()
            .all(|word| word == "updated"),
        "{replies_of_others:?}"
    );
    stranger.let_go().await;
    for wait in waits {
        let word = &words(&replies(wait).await)[0];
        assert!(["updated", "unchanged"].contains(&word.as_str()), "{word}");
    }
}

async fn token_that_sends_too_many_changes_is_rejected_alone(app: TestApp) {
    let app = with_one_turn(&app).await;
    let org = app.org("Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let eager = app.token_of_org(org).await;
    for token in [&eager, ROOT] {
        app.data(token, "{ viewer { __typename } }").await;
    }
    app.app.finish_background_work().await;
    let stranger = Stranger::on(&app).await;
    stranger.lock("users").await;
    let rename = |user: Uuid, n: usize| {
        format!("updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"e{n}\")")
    };
    let calls: Vec<Call> = (0..1_100)
        .map(|n| (eager.clone(), rename(ann, n)))
        .collect();
    let tasks = send(&app, calls);
    // All changes wait, except those that are being written.
    until(|| app.app.waiting_changes() >= 900).await;
    let other = send(&app, vec![(ROOT.to_owned(), rename(bob, 1))]);
    stranger.let_go().await;
    assert_eq!(words(&replies(other).await), ["updated"]);
    let words = words(&replies(tasks).await);
    let count = |word: &str| words.iter().filter(|known| *known == word).count();
    assert_eq!(count("updated") + count("BUSY"), 1_100);
    assert!((1..=100).contains(&count("BUSY")), "{}", count("BUSY"));
}

/// A caller disconnects while the change waits. The change is still written.
async fn change_is_written_after_its_caller_disconnects(app: TestApp) {
    let app = with_one_turn(&app).await;
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    app.app.finish_background_work().await;
    let stranger = Stranger::on(&app).await;
    stranger.lock("users").await;
    let call = |n: usize| {
        let call =
            format!("updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"e{n}\")");
        (ROOT.to_owned(), call)
    };
    let first = send(&app, vec![call(1)]);
    until(|| {
        app.app
            .db()
            .pools()
            .iter()
            .any(|pool| pool.in_use > 0 || pool.waiting > 0)
    })
    .await;
    until(|| app.app.waiting_changes() == 0).await;
    let mut leaves = send(&app, vec![call(2)]);
    until(|| app.app.waiting_changes() == 1).await;
    leaves.abort_all();
    while leaves.join_next().await.is_some() {}
    stranger.let_go().await;
    assert_eq!(words(&replies(first).await), ["updated"]);
    app.app.finish_background_work().await;
    let kept = "SELECT count(*) FROM memberships WHERE external_id = 'e2'";
    assert_eq!(app.count(kept).await, 1);
}

/// Of equal keys in one batch, the first is executed, and the others return the result of the
/// first.
async fn equal_keys_that_wait_together_are_executed_once(app: TestApp) {
    let app = with_one_turn(&app).await;
    let other = app.token("").await;
    let create = |token: &str, name: &str| {
        (
            token.to_owned(),
            format!("createOrg(name: \"{name}\", externalId: \"{name}\")"),
        )
    };
    let calls = vec![
        create(ROOT, "Acme"),
        create(ROOT, "Acme"),
        create(ROOT, "Beta"),
        create(&other, "Gamma"),
        create(ROOT, "Acme"),
    ];
    let (replies, statements) = together_under(&app, Some("k"), calls).await;
    assert_eq!(
        words(&replies),
        [
            "created",
            "created",
            "IDEMPOTENCY_MISMATCH",
            "created",
            "created"
        ]
    );
    assert_eq!(replies[0]["id"], replies[1]["id"]);
    assert_eq!(replies[0]["id"], replies[4]["id"]);
    assert_eq!(app.keys().await, 2);
    assert!(statements <= 8 + 4, "{statements}");
    let made = "SELECT count(*) FROM events WHERE entity = 'org' AND verb = 'created'";
    // One is `Elsewhere` of `together_under`, and two are created by the calls.
    assert_eq!(app.count(made).await, 1 + 2);
}

/// A rejected change stores nothing under its key, and a retry is executed.
async fn rejected_change_in_a_batch_leaves_its_key_unused(app: TestApp) {
    let app = with_one_turn(&app).await;
    let (org, token) = (app.org("Acme").await, app.token("").await);
    let rename = format!("updateOrg(org: \"{org}\", name: \"Omega\")");
    let create = (
        ROOT.to_owned(),
        "createOrg(name: \"Acme\", externalId: \"a\")".to_owned(),
    );
    let calls = vec![create.clone(), (token, rename), create];
    let (replies, _) = together_under(&app, Some("k"), calls).await;
    assert_eq!(words(&replies), ["NAME_TAKEN", "updated", "created"]);
    assert_eq!(app.keys().await, 2);
}

/// Two servers get the same request at the same time: one executes it, and both return its result.
async fn equal_keys_on_two_servers_are_executed_once(app: TestApp) {
    let other = app.reconfigured(|_| ()).await;
    for round in 0..5 {
        let org = app.org(&format!("Acme {round}")).await;
        let user = app.user(org, &format!("ann{round}")).await;
        let delete = (ROOT.to_owned(), format!("deleteUser(userId: \"{user}\")"));
        let key = ["k0", "k1", "k2", "k3", "k4"][round];
        let (one, two) = (
            send_under(&app, Some(key), vec![delete.clone(); 4]),
            send_under(&other, Some(key), vec![delete; 4]),
        );
        let (one, two) = tokio::join!(replies(one), replies(two));
        for reply in one.iter().chain(&two) {
            assert_eq!(reply["result"], "removed", "{reply}");
            assert_eq!(reply["records"], one[0]["records"]);
        }
        let events = format!(
            "SELECT count(*) FROM events WHERE entity = 'user' AND verb = 'removed' AND user_id = {}",
            app.id(user)
        );
        assert_eq!(app.count(&events).await, 1);
    }
}

on_both_engines! {
    changes_of_many_tokens_take_few_statements,
    rejected_changes_do_not_affect_others_of_the_batch,
    change_that_the_database_rejects_fails_alone,
    token_that_sends_too_many_changes_is_rejected_alone,
    change_is_written_after_its_caller_disconnects,
    equal_keys_that_wait_together_are_executed_once,
    rejected_change_in_a_batch_leaves_its_key_unused,
    equal_keys_on_two_servers_are_executed_once,
}

on_postgres_only! {
    locked_row_delays_only_its_own_changes,
}
