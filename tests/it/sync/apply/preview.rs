//! Planning decides changes without locks and without writing.

use serde_json::json;

use crate::support::{Engine, Stranger, TestApp, on_both_engines};

use super::super::plan::{ask, owned};

async fn planning_waits_for_no_row_and_writes_none(app: TestApp) {
    let org = app.org("Acme").await;
    for name in ["ann", "bob"] {
        owned(&app, org, name).await;
    }
    app.group(org, "Ops").await;
    let stranger = Stranger::on(&app).await;
    if app.engine == Engine::Postgres {
        // Another transaction changes every row that the plan depends on.
        stranger.sql("BEGIN").await;
        for table in ["orgs", "users", "memberships", "groups"] {
            let sql = format!("UPDATE {table} SET version = version");
            stranger.sql(&sql).await;
        }
    }
    let before = app.row_counts().await;
    let rows = [
        json!({ "external_id": "ann", "email": "anna@example.com", "role": "admin", "groups": ["Ops"] }),
        json!({ "email": "bob@example.com", "status": "retired" }),
        json!({ "email": "new@example.com", "is_default": true }),
    ];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 update email:ann@example.com>anna@example.com role:user>admin +Ops",
            "2 retire status:active>retired",
            "3 create email=new@example.com role=user status=active is_default=true",
        ]
    );
    assert_eq!(app.row_counts().await, before);
    if app.engine == Engine::Postgres {
        stranger.let_go().await;
    }
}

on_both_engines! { planning_waits_for_no_row_and_writes_none }
