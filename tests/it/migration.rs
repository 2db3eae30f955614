//! Migrations in both directions, and the readiness of a server whose database has a different
//! schema version.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::json;
use tenantry::db::Health;

use crate::support::{Engine, TestApp, on_both_engines};

async fn readyz(app: &TestApp) -> (StatusCode, serde_json::Value) {
    let reply = app
        .send(
            Request::get("/readyz")
                .body(Body::empty())
                .expect("a request"),
        )
        .await;
    (reply.status, reply.json())
}

async fn migrations_go_down_and_up_again(app: TestApp) {
    let db = app.app.db();
    let steps = u32::try_from(db.migrations().await.expect("steps").len()).expect("a number");
    db.migrate_down(steps).await.expect("down");
    assert!(
        db.migrations()
            .await
            .expect("steps")
            .iter()
            .all(|(_, done)| !done)
    );
    let tables = match app.engine {
        Engine::Sqlite => {
            "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name <> 'seaql_migrations'"
        }
        Engine::Postgres => {
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'seaql_migrations'"
        }
    };
    assert_eq!(app.count(tables).await, 0, "no tables are left");
    db.migrate().await.expect("up");
    assert_eq!(db.health().await.expect("health"), Health::Ready);
    // A second run changes nothing.
    db.migrate().await.expect("up");
    app.another().await.org("Acme").await;
}

async fn a_server_is_not_ready_before_its_database_is_migrated(app: TestApp) {
    assert_eq!(
        readyz(&app).await,
        (StatusCode::OK, json!({ "ready": true }))
    );
    app.app.db().migrate_down(1).await.expect("down");
    let (status, body) = readyz(&app).await;
    assert_eq!(
        (status, &body["ready"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!(false))
    );
    assert!(
        body["reason"]
            .as_str()
            .expect("text")
            .starts_with("migrations to run: m2026"),
        "{body}"
    );
}

async fn a_server_is_not_ready_on_a_newer_database(app: TestApp) {
    app.sql(
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_future', 0)",
    )
    .await;
    let (status, body) = readyz(&app).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        body["reason"],
        json!("migrated by a newer program: m29991231_000001_future")
    );
}

async fn two_servers_may_migrate_at_once(app: TestApp) {
    let steps =
        u32::try_from(app.app.db().migrations().await.expect("steps").len()).expect("a number");
    app.app.db().migrate_down(steps).await.expect("down");
    let (one, other) = (app.app.db().clone(), app.app.db().clone());
    let (one, other) = tokio::join!(one.migrate(), other.migrate());
    one.expect("the one");
    other.expect("the other");
    assert_eq!(app.app.db().health().await.expect("health"), Health::Ready);
}

async fn two_servers_may_migrate_an_empty_database_at_once(app: TestApp) {
    let steps =
        u32::try_from(app.app.db().migrations().await.expect("steps").len()).expect("a number");
    for _ in 0..10 {
        app.app.db().migrate_down(steps).await.expect("down");
        app.sql("DROP TABLE seaql_migrations").await;
        let (one, other) = (app.app.db().clone(), app.app.db().clone());
        let one = tokio::spawn(async move { one.migrate().await });
        let other = tokio::spawn(async move { other.migrate().await });
        one.await.expect("no panic").expect("the one");
        other.await.expect("no panic").expect("the other");
        assert_eq!(app.app.db().health().await.expect("health"), Health::Ready);
    }
}

on_both_engines! {
    migrations_go_down_and_up_again,
    a_server_is_not_ready_before_its_database_is_migrated,
    a_server_is_not_ready_on_a_newer_database,
    two_servers_may_migrate_at_once,
    two_servers_may_migrate_an_empty_database_at_once,
}
