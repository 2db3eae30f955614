//! Look-ups of users that come at the same time go together, and everybody gets his own answer.

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

fn look_up(reader: &Reader, name: String) -> BoxFuture<'_, Result<Option<Model>>> {
    let email = Email::parse("email", &format!("{name}@example.com")).expect("an address");
    async move { find_by_email(reader, &email).await }.boxed()
}

fn email(found: Result<Option<Model>>) -> Option<String> {
    found.expect("an answer").map(|user| user.email)
}

/// The app with one connection for reading; somebody has it for a while, so that all who come meanwhile come together.
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
    assert!(poll!(&mut busy).is_pending(), "it took no time at all");
    (app, busy)
}

async fn those_who_wait_go_together(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    app.user(org, "bob").await;
    // Two have begun when the others come, of whom 64 go together.
    for (number, statements) in [(2, 2), (3, 3), (66, 3), (67, 4), (130, 4), (300, 7)] {
        let (app, busy) = busy(&app).await;
        let reader = app.app.read(&Actor::command_line());
        let before = app.app.db().meter().statements();
        let names = ["ann", "bob", "nobody"];
        let mut lookup_batcher: Vec<_> = (0..number)
            .map(|n| look_up(&reader, names[n % 3].to_owned()))
            .collect();
        for one in &mut lookup_batcher {
            assert!(poll!(one).is_pending());
        }
        let (found, ()) = join(join_all(lookup_batcher), busy).await;
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

/// Whoever looks up for others may leave at any moment.
async fn who_leaves_takes_no_answer_with_him(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..8 {
        app.user(org, &format!("user{n}")).await;
    }
    for leaving in 1..8 {
        let (app, busy) = busy(&app).await;
        let reader = app.app.read(&Actor::command_line());
        let mut lookup_batcher: Vec<_> = (0..8)
            .map(|n| look_up(&reader, format!("user{n}")))
            .collect();
        for one in &mut lookup_batcher {
            assert!(poll!(one).is_pending());
        }
        let staying = lookup_batcher.split_off(leaving);
        for mut one in lookup_batcher {
            // Those who were before him have left him a turn, in which he now begins to look up for all.
            assert!(poll!(&mut one).is_pending());
        }
        let (found, ()) = join(join_all(staying), busy).await;
        for (n, found) in found.into_iter().enumerate() {
            let expected = format!("user{}@example.com", leaving + n);
            assert_eq!(email(found), Some(expected));
        }
    }
}

async fn everybody_sees_what_he_may_see(app: TestApp) {
    let (acme, other) = (app.org("Acme").await, app.org("Other").await);
    let ann = app.user(acme, "ann").await;
    let bob = app.user(other, "bob").await;
    for (org, user) in [(acme, ann), (other, bob)] {
        let given =
            format!("updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"shared\")");
        app.done(ROOT, &given).await;
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

/// A name that very many have stops at ten for each who asks.
async fn each_gets_ten_at_the_most(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..12 {
        // Their names come in another order than they do.
        let user = app.user(org, &format!("user{:02}", 20 - n)).await;
        let given = format!("updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"x\")");
        app.done(ROOT, &given).await;
    }
    let query = "{ findUserBy(externalId: \"x\") { name } }";
    let alone = app.data(ROOT, query).await;
    assert_eq!(alone["findUserBy"].as_array().map(Vec::len), Some(10));
    for together in join_all((0..20).map(|_| app.data(ROOT, query))).await {
        assert_eq!(together, alone);
    }
}

/// Nobody waits for look-ups of another kind, which may take long.
async fn those_who_are_slow_keep_only_their_like_waiting(app: TestApp) {
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

/// What others look up at the same time is not looked up in his transaction, nor his in theirs.
async fn a_unit_sees_its_own_changes(app: TestApp) {
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
    those_who_wait_go_together,
    who_leaves_takes_no_answer_with_him,
    everybody_sees_what_he_may_see,
    each_gets_ten_at_the_most,
    those_who_are_slow_keep_only_their_like_waiting,
    a_unit_sees_its_own_changes,
}
