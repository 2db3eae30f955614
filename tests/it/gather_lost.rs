//! Tests a database connection that is lost while a batch of changes is written.

use std::time::Duration;

use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    gather::{Call, queued, replies, words},
    support::{Lost, ROOT, Relay, Stranger, TestApp, database_of, on_postgres_only},
};

/// Sends a first change and a batch of four changes through the relay, and calls `then` while the
/// first change is being written. Returns the results of the first change and of the batch.
async fn lose(
    app: &TestApp,
    relay: &Relay,
    then: impl AsyncFnOnce(&Stranger),
) -> (Vec<Json>, Vec<Json>) {
    let through = app
        .reconfigured(|config| {
            config.change_transactions = 1.try_into().expect("not zero");
            config.database_timeout = Duration::from_secs(500);
            relay.url().clone_into(&mut config.database_url);
        })
        .await;
    let org = app.org("Acme").await;
    let mut calls: Vec<Call> = Vec::new();
    for n in 0..4 {
        let user: Uuid = app.user(org, &format!("user{n}")).await;
        let call =
            format!("updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"e{n}\")");
        calls.push((ROOT.to_owned(), call));
    }
    let elsewhere = app.org("Elsewhere").await;
    through.data(ROOT, "{ viewer { __typename } }").await;
    through.app.finish_background_work().await;
    let stranger = Stranger::on(app).await;
    stranger.lock("orgs").await;
    let (first, batch) = queued(&through, None, elsewhere, calls).await;
    then(&stranger).await;
    let replies = (replies(first).await, replies(batch).await);
    // The next request gets a new connection.
    through
        .done(
            ROOT,
            &format!("updateOrg(org: \"{elsewhere}\", name: \"Back\")"),
        )
        .await;
    replies
}

async fn written(app: &TestApp) -> (i64, i64) {
    let rows = "SELECT count(*) FROM memberships WHERE external_id LIKE 'e%'";
    let events = "SELECT count(*) FROM events WHERE entity = 'membership' AND verb = 'updated'";
    (app.count(rows).await, app.count(events).await)
}

/// Loses the COMMIT of the batch. Its outcome is unknown, and the result of each change says so.
async fn lose_commit(app: &TestApp, lost: Lost) {
    let relay = Relay::to(&app.config.database_url).await;
    let (first, batch) = lose(app, &relay, async |stranger| {
        // The COMMIT of the first change passes.
        relay.lose_commit(1, lost);
        stranger.let_go().await;
    })
    .await;
    assert!(relay.has_lost());
    assert_eq!(words(&first), ["updated"]);
    assert_eq!(words(&batch), ["BUSY"; 4]);
    for reply in &batch {
        let error = reply["error"].as_str().expect("an error");
        assert!(
            error.contains("Check whether the change was committed"),
            "{error}"
        );
    }
}

/// On SQLite, there is no network between the app and its file.
async fn commit_that_is_lost_leaves_nothing_of_the_batch(app: TestApp) {
    lose_commit(&app, Lost::Request).await;
    assert_eq!(written(&app).await, (0, 0));
}

/// On SQLite, there is no network between the app and its file.
async fn batch_whose_commit_gets_no_reply_is_written_once(app: TestApp) {
    lose_commit(&app, Lost::Reply).await;
    assert_eq!(written(&app).await, (4, 4));
}

/// A connection that ends before the COMMIT leaves nothing of the batch.
/// On SQLite, only the app itself ends its connections.
async fn connection_that_ends_leaves_nothing_of_the_batch(app: TestApp) {
    let relay = Relay::to(&app.config.database_url).await;
    let (name, other) = (database_of(&app), Stranger::beside(&app).await);
    let waits =
        format!("FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'");
    let (first, batch) = lose(&app, &relay, async |stranger| {
        // First the change that was sent alone, then the batch.
        for _ in 0..2 {
            while other.number(&format!("SELECT count(*) {waits}")).await == 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            other
                .sql(&format!("SELECT pg_terminate_backend(pid, 5000) {waits}"))
                .await;
        }
        stranger.let_go().await;
    })
    .await;
    assert_eq!(words(&first), ["BUSY"]);
    assert_eq!(words(&batch), ["BUSY"; 4]);
    assert_eq!(written(&app).await, (0, 0));
}

on_postgres_only! {
    commit_that_is_lost_leaves_nothing_of_the_batch,
    batch_whose_commit_gets_no_reply_is_written_once,
    connection_that_ends_leaves_nothing_of_the_batch,
}
