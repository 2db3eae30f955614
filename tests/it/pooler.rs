//! The server behind PgBouncer: supported settings work, and settings that would mix up sessions
//! are refused.

use serde_json::json;

use crate::support::{
    ANY, KEEPS_STATEMENTS, Pooler, Program, ROOT, Stranger, TestApp, database_of, on_postgres_only,
};

/// Starts a pooler that pools transactions and does not support prepared statements.
fn transaction_pooler(pooler: impl Fn(&str) -> Option<Pooler>, more: &str) -> Option<Pooler> {
    let old = pooler(&format!("pool_mode = transaction\n{more}"))?;
    if old.version < KEEPS_STATEMENTS {
        return Some(old);
    }
    drop(old);
    pooler(&format!(
        "pool_mode = transaction\nmax_prepared_statements = 0\n{more}"
    ))
}

async fn transaction_pooling_without_prepared_statements_is_refused(app: TestApp) {
    for more in ["", "server_round_robin = 1\nmin_pool_size = 4"] {
        let start = |settings: &str| Pooler::start(&app, ANY, settings, &[]);
        let Some(pooler) = transaction_pooler(start, more) else {
            return;
        };
        // The second server meets the prepared statements of the first one.
        for _ in 0..2 {
            let complaint = Program::alone()
                .on(&pooler.url("postgres", &app))
                .complains(&["serve"]);
            assert!(
                complaint.contains("pools transactions without support for prepared statements"),
                "{more}: {complaint}"
            );
            assert!(
                complaint.contains("PgBouncer 1.21 or newer with `max_prepared_statements`"),
                "{complaint}"
            );
        }
    }
}

async fn statement_pooling_is_refused(app: TestApp) {
    let Some(pooler) = Pooler::start(&app, ANY, "pool_mode = statement", &[]) else {
        return;
    };
    let complaint = Program::alone()
        .on(&pooler.url("postgres", &app))
        .complains(&["serve"]);
    assert!(complaint.contains("pool_mode = session"), "{complaint}");
}

/// Returns the settings of a database session that the server sets.
async fn settings(app: &TestApp) -> Vec<(&'static str, String)> {
    let mut values = Vec::new();
    let planner = tenantry::db::PLANNER.iter().map(|(name, _)| *name);
    for name in planner.chain(["statement_timeout", "lock_timeout"]) {
        let rows = app.sql(&format!("SELECT current_setting('{name}')")).await;
        values.push((name, rows[0].try_get_by_index(0).expect("text")));
    }
    values
}

/// Returns the settings that a session must have.
fn expected_settings() -> Vec<(&'static str, String)> {
    let planner = tenantry::db::PLANNER.iter().copied();
    let limits = [("statement_timeout", "31s"), ("lock_timeout", "5s")];
    let all = planner.chain(limits);
    all.map(|(name, value)| (name, value.to_owned())).collect()
}

/// Runs two servers on one pooler at the same time, and checks that each finds what was written.
async fn assert_serves(app: &TestApp, url: &str) {
    let one = app
        .reconfigured(|config| config.database_url = url.to_owned())
        .await;
    let other = one.another().await;
    let servers = [one, other];
    for server in &servers {
        assert_eq!(settings(server).await, expected_settings());
    }
    let work = (0..40).map(|number| {
        let servers = &servers;
        async move {
            let create = format!("createOrg(name: \"Org {number}\")");
            let id = servers[number % 2].done(ROOT, &create).await;
            for server in servers {
                let query = format!(
                    "{{ org(id: \"{id}\") {{ name }} orgs(first: 3) {{ nodes {{ id }} }} }}"
                );
                let data = server.data(ROOT, &query).await;
                assert_eq!(data["org"], json!({ "name": format!("Org {number}") }));
            }
        }
    });
    futures_util::future::join_all(work).await;
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 40);
    for server in servers {
        server.app.close().await;
    }
}

async fn session_pooling_works(app: TestApp) {
    let Some(pooler) = Pooler::start(
        &app,
        ANY,
        "pool_mode = session\ndefault_pool_size = 40",
        &[],
    ) else {
        return;
    };
    assert_serves(&app, &pooler.url("postgres", &app)).await;
}

async fn transaction_pooling_works_once_the_role_has_the_settings(app: TestApp) {
    let role = format!("{}_role", database_of(&app));
    let mode = "pool_mode = transaction\nmax_prepared_statements = 100\ndefault_pool_size = 3";
    let Some(pooler) = Pooler::start(&app, KEEPS_STATEMENTS, mode, &[&role]) else {
        return;
    };
    let server = Stranger::on(&app).await;
    server
        .sql(&format!("CREATE ROLE {role} LOGIN SUPERUSER"))
        .await;
    let url = pooler.url(&role, &app);
    let complaint = Program::alone().on(&url).complains(&["serve"]);
    assert!(
        complaint.contains("`plan_cache_mode` is auto instead of force_generic_plan"),
        "{complaint}"
    );
    // The statements in the message fix the settings.
    let statements: Vec<&str> = complaint
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("ALTER ROLE"))
        .collect();
    assert_eq!(statements.len(), expected_settings().len(), "{complaint}");
    for statement in statements {
        server.sql(statement).await;
    }
    pooler.command("RECONNECT").await;
    assert_serves(&app, &url).await;
    let migrated = Program::alone().on(&url).complains(&["migrate", "up"]);
    assert!(
        migrated.contains("Run it with the URL of the PostgreSQL server itself"),
        "{migrated}"
    );
    drop(pooler);
    server.sql(&format!("DROP ROLE {role}")).await;
}

on_postgres_only! {
    transaction_pooling_without_prepared_statements_is_refused,
    statement_pooling_is_refused,
    session_pooling_works,
    transaction_pooling_works_once_the_role_has_the_settings,
}
