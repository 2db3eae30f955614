//! Batched user lookups: concurrent lookups share statements, and each caller gets its own result.

use std::num::NonZeroU32;

use futures_util::{
    FutureExt,
    future::{BoxFuture, join, join_all},
    poll,
};
use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use tenantry::{
    access::Actor,
    domain::{
        Reader,
        user::{Email, find_by_email},
    },
    entity::user::Model,
    error::Result,
};

use crate::support::{ROOT, Stranger, TestApp, on_both_engines};

/// Starts a lookup of `<name>@example.com`.
fn look_up(reader: &Reader, name: String) -> BoxFuture<'_, Result<Option<Model>>> {
    let email = Email::parse("email", &format!("{name}@example.com")).expect("an address");
    async move { find_by_email(reader, &email).await }.boxed()
}

/// Returns the email of the user that a lookup found.
fn email(found: Result<Option<Model>>) -> Option<String> {
    found.expect("an answer").map(|user| user.email)
}

/// Returns the app with a single read connection, and a future that holds this connection for a
/// while. Lookups that start in the meantime wait together.
async fn busy(app: &TestApp) -> (TestApp, BoxFuture<'static, ()>) {
    let app = app
        .reconfigured(|config| config.database_connections = NonZeroU32::MIN)
        .await;
    let conn = app.app.db().reader();
    let long = Statement::from_string(conn.get_database_backend(), app.long_statement());
    let mut busy = async move {
        conn.query_one_raw(long).await.expect("an answer");
    }
    .boxed();
    assert!(
        poll!(&mut busy).is_pending(),
        "the long statement ended at once"
    );
    (app, busy)
}

async fn waiting_lookups_run_in_one_statement(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    app.user(org, "bob").await;
    // The first two lookups run alone. The others wait and run in batches of up to 64.
    for (number, statements) in [(2, 2), (3, 3), (66, 3), (67, 4), (130, 4), (300, 7)] {
        let (app, busy) = busy(&app).await;
        let reader = app.app.read(&Actor::command_line());
        let before = app.app.db().meter().statements();
        let names = ["ann", "bob", "nobody"];
        let mut lookups: Vec<_> = (0..number)
            .map(|n| look_up(&reader, names[n % 3].to_owned()))
            .collect();
        for lookup in &mut lookups {
            assert!(poll!(lookup).is_pending());
        }
        let (found, ()) = join(join_all(lookups), busy).await;
        for (n, found) in found.into_iter().enumerate() {
            let expected = ["ann@example.com", "bob@example.com"].get(n % 3);
            assert_eq!(email(found).as_deref(), expected.copied());
        }
        assert_eq!(
            app.app.db().meter().statements() - before,
            statements,
            "{number}"
        );
    }
}

/// A caller that runs the lookups of others can be cancelled at any moment.
async fn cancelled_lookup_leaves_other_lookups_running(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..8 {
        app.user(org, &format!("user{n}")).await;
    }
    for cancelled in 1..8 {
        let (app, busy) = busy(&app).await;
        let reader = app.app.read(&Actor::command_line());
        let mut lookups: Vec<_> = (0..8)
            .map(|n| look_up(&reader, format!("user{n}")))
            .collect();
        for lookup in &mut lookups {
            assert!(poll!(lookup).is_pending());
        }
        let remaining = lookups.split_off(cancelled);
        for mut lookup in lookups {
            // A lookup dropped before has freed a permit, so this one now starts a batch for all.
            assert!(poll!(&mut lookup).is_pending());
        }
        let (found, ()) = join(join_all(remaining), busy).await;
        for (n, found) in found.into_iter().enumerate() {
            let expected = format!("user{}@example.com", cancelled + n);
            assert_eq!(email(found), Some(expected));
        }
    }
}

async fn batched_lookups_respect_the_scope_of_each_caller(app: TestApp) {
    let (acme, other) = (app.org("Acme").await, app.org("Other").await);
    let ann = app.user(acme, "ann").await;
    let bob = app.user(other, "bob").await;
    for (org, user) in [(acme, ann), (other, bob)] {
        let update =
            format!("updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"shared\")");
        app.done(ROOT, &update).await;
    }
    let query = "{ ann: findUserBy(email: \"ann@example.com\") { id } \
        bob: user(email: \"bob@example.com\") { id } \
        shared: findUserBy(externalId: \"shared\") { id } \
        both: findUserBy(email: \"bob@example.com\", externalId: \"shared\") { id } \
        none: findUserBy(mobile: \"+44 1\") { id } }";
    let mut tokens = Vec::new();
    for (token, sees_ann, sees_bob) in [
        (ROOT.to_owned(), true, true),
        (app.token_of_org(acme).await, true, false),
        (app.token_of_org(other).await, false, true),
        (app.token_of(ann).await, true, false),
    ] {
        let alone = app.data(&token, query).await;
        assert_eq!(alone["ann"] != json!([]), sees_ann);
        assert_eq!(alone["bob"].is_object(), sees_bob);
        tokens.push((token, alone));
    }
    let requests = tokens.iter().cycle().take(120);
    join_all(requests.map(async |(token, alone)| {
        assert_eq!(&app.data(token, query).await, alone);
    }))
    .await;
}

/// If many users match, each lookup returns the first ten.
async fn each_lookup_returns_at_most_ten_users(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..12 {
        // The names sort in another order than the ids.
        let user = app.user(org, &format!("user{:02}", 20 - n)).await;
        let update = format!("updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"x\")");
        app.done(ROOT, &update).await;
    }
    let query = "{ findUserBy(externalId: \"x\") { name } }";
    let alone = app.data(ROOT, query).await;
    assert_eq!(alone["findUserBy"].as_array().map(Vec::len), Some(10));
    for batched in join_all((0..20).map(|_| app.data(ROOT, query))).await {
        assert_eq!(batched, alone);
    }
}

/// Slow lookups of one kind do not delay lookups of another kind.
async fn slow_lookups_delay_only_lookups_of_their_kind(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    let stranger = Stranger::on(&app).await;
    stranger.lock("memberships").await;
    let slow = join_all((0..5).map(|_| app.data(ROOT, "{ findUserBy(externalId: \"x\") { id } }")));
    let others = async {
        let query = "{ findUserBy(email: \"ann@example.com\") { name } }";
        for other in join_all((0..20).map(|_| app.data(ROOT, query))).await {
            assert_eq!(other["findUserBy"][0]["name"], "ann Test");
        }
        stranger.let_go().await;
    };
    let (slow, ()) = join(slow, others).await;
    for slow in slow {
        assert_eq!(slow["findUserBy"], json!([]));
    }
}

/// A lookup in a transaction is not batched with lookups of other requests.
async fn uncommitted_changes_are_hidden_from_other_lookups(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let renamed = async {
        let mut request = TestApp::request(
            ROOT,
            &format!(
                "mutation {{ updateUser(userId: \"{ann}\", email: \"eve@example.com\") {{ result }} }}"
            ),
            json!({}),
        );
        let dry = "true".parse().expect("a header");
        request.headers_mut().insert("tenantry-dry-run", dry);
        app.send(request).await.json()
    };
    let others = join_all((0..20).map(|_| {
        app.data(ROOT, "{ a: findUserBy(email: \"ann@example.com\") { name } e: findUserBy(email: \"eve@example.com\") { name } }")
    }));
    let (renamed, others) = futures_util::join!(renamed, others);
    assert!(
        renamed["data"]["updateUser"]["result"].is_string(),
        "{renamed}"
    );
    for other in others {
        assert_eq!(other["a"].as_array().map(Vec::len), Some(1));
        assert_eq!(other["e"], json!([]));
    }
}

on_both_engines! {
    waiting_lookups_run_in_one_statement,
    cancelled_lookup_leaves_other_lookups_running,
    batched_lookups_respect_the_scope_of_each_caller,
    each_lookup_returns_at_most_ten_users,
    slow_lookups_delay_only_lookups_of_their_kind,
    uncommitted_changes_are_hidden_from_other_lookups,
}
