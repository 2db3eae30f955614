//! The job of a run: chunks, leases, interruption and cancellation.

use chrono::Duration;
use serde_json::json;
use tenantry::{
    entity::sync_run::SyncStatus,
    error::Code,
    runner::{Worker, WorkerStep},
};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::super::plan::{Ask, ask, owned, plan_of, work};
use super::{apply, code, queue_apply, queue_expecting, run};

fn people(number: usize) -> Vec<serde_json::Value> {
    let person =
        |n: usize| json!({ "email": format!("u{n}@example.com"), "external_id": n.to_string() });
    (0..number).map(person).collect()
}

async fn plan_is_applied_once(app: TestApp) {
    let org = app.org("Acme").await;
    let applied = run(&app, ask(Some(org), people(3))).await;
    assert_eq!(
        code(queue_apply(&app, ROOT, applied.run).await),
        Code::PlanStale
    );
    assert_eq!(app.count("SELECT count(*) FROM users").await, 3);
}

async fn run_waits_for_another_run_of_the_source(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let first = ask(Some(acme), people(2)).plan(&app).await;
    let second = ask(Some(acme), people(3)).plan(&app).await;
    let elsewhere = ask(Some(beta), people(1)).plan(&app).await;
    let other = Ask {
        source: "crm",
        ..ask(Some(acme), [])
    };
    let other = other.plan(&app).await;
    queue_apply(&app, ROOT, first.run).await.expect("queued");
    for run in [first.run, second.run] {
        let error = queue_apply(&app, ROOT, run).await.expect_err("refused");
        assert_eq!(error.code(), Code::SyncRunning);
        assert_eq!(error.existing_id(), Some(first.run));
        assert!(error.message().contains("2026-01-01"), "{error}");
    }
    for run in [elsewhere.run, other.run] {
        queue_apply(&app, ROOT, run).await.expect("queued");
    }
    work(&app).await;
    assert_eq!(app.count("SELECT count(*) FROM sync_leases").await, 0);
    queue_apply(&app, ROOT, second.run).await.expect("queued");
}

async fn cancelled_job_ends_the_run(app: TestApp) {
    let org = app.org("Acme").await;
    let plan = ask(Some(org), people(3)).plan(&app).await;
    queue_apply(&app, ROOT, plan.run).await.expect("queued");
    let job = app
        .sql("SELECT id FROM jobs WHERE kind = 'applySync'")
        .await;
    let job: uuid::Uuid = job[0].try_get("", "id").expect("an id");
    app.done(ROOT, &format!("cancelJob(jobId: \"{job}\")"))
        .await;
    work(&app).await;
    assert_eq!(plan_of(&app, plan.run).await.status, SyncStatus::Cancelled);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 0);
    assert_eq!(app.count("SELECT count(*) FROM sync_leases").await, 0);
}

/// A server dies after some chunks. Another server goes on where it was.
async fn killed_server_is_replaced(app: TestApp) {
    let org = app.org("Acme").await;
    let plan = ask(Some(org), people(300)).plan(&app).await;
    queue_apply(&app, ROOT, plan.run).await.expect("queued");
    let mut dead = Worker::new(&app.app);
    while !matches!(dead.step().await.expect("a step"), WorkerStep::Ran(rows) if rows > 0) {}
    let progress = "SELECT j.progress FROM jobs j WHERE j.kind = 'applySync'";
    let row = app.sql(progress).await;
    let progress: i32 = row[0].try_get("", "progress").expect("a number");
    let applied = "SELECT count(*) FROM users";
    assert_eq!(i64::from(progress), app.count(applied).await);
    assert!((1..300).contains(&progress), "{progress}");
    let total =
        "SELECT count(*) FROM jobs WHERE kind = 'applySync' AND total = 300 AND status = 'working'";
    assert_eq!(app.count(total).await, 1);
    assert_eq!(plan_of(&app, plan.run).await.status, SyncStatus::Applying);
    // The lease of the run is still held.
    let other = ask(Some(org), people(1)).plan(&app).await;
    assert_eq!(
        code(queue_apply(&app, ROOT, other.run).await),
        Code::SyncRunning
    );
    app.clock.advance(Duration::seconds(11));
    work(&app).await;
    assert_eq!(plan_of(&app, plan.run).await.status, SyncStatus::Applied);
    assert_eq!(app.count(applied).await, 300);
    let events = "SELECT count(*) FROM events WHERE sync_run IS NOT NULL";
    assert_eq!(app.count(events).await, 600);
    drop(dead);
}

async fn chunk_takes_few_statements(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "boss").await;
    let token = app.token_of(owner).await;
    for n in 0..100 {
        owned(&app, org, &format!("old{n}")).await;
    }
    let old = (0..100).map(|n| json!({ "external_id": format!("old{n}"), "email": format!("moved{n}@example.com"), "first": "New", "groups": ["Ops"] }));
    let rows: Vec<_> = people(100).into_iter().chain(old).collect();
    let plan = ask(Some(org), rows)
        .creating_groups()
        .by(&token)
        .plan(&app)
        .await;
    queue_expecting(&app, &token, plan.run, Some(plan.guard.removals))
        .await
        .expect("queued");
    app.app.finish_background_work().await;
    let (mut worker, mut chunks) = (Worker::new(&app.app), 0);
    let before = app.app.db().statements();
    while worker.step().await.expect("a step") != WorkerStep::Idle {
        chunks += 1;
    }
    let statements = app.app.db().statements() - before;
    assert!(statements <= 60 * chunks, "{statements} in {chunks} chunks");
    let applied = plan_of(&app, plan.run).await;
    assert!(
        applied.rows.iter().all(|row| row.code.is_none()),
        "{applied:#?}"
    );
    assert_eq!(
        app.count("SELECT count(*) FROM group_memberships").await,
        100
    );
}

/// The rows of one person are never divided among chunks.
async fn person_is_applied_in_one_chunk(app: TestApp) {
    let mut rows = Vec::new();
    for n in 0..60 {
        let name = format!("Org {n:02}");
        app.org(&name).await;
        rows.push(json!({ "email": "ann@example.com", "org": name }));
    }
    rows.push(json!({ "email": "bob@example.com", "org": "Org 00" }));
    let plan = ask(None, rows).plan(&app).await;
    queue_apply(&app, ROOT, plan.run).await.expect("queued");
    let mut worker = Worker::new(&app.app);
    let mut sizes = Vec::new();
    loop {
        match worker.step().await.expect("a step") {
            WorkerStep::Idle => break,
            WorkerStep::Ran(rows) => sizes.push(rows),
            WorkerStep::Claimed | WorkerStep::Over => {}
        }
    }
    assert_eq!(sizes.first(), Some(&60), "{sizes:?}");
    assert_eq!(app.count("SELECT count(*) FROM memberships").await, 61);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 2);
}

async fn guard_requires_the_exact_number(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..25 {
        owned(&app, org, &format!("old{n}")).await;
    }
    let rows = [json!({ "email": "old0@example.com" })];
    let plan = ask(Some(org), rows).replacing().plan(&app).await;
    assert!(plan.guard.tripped);
    for wrong in [None, Some(0), Some(23), Some(25)] {
        let refused = queue_expecting(&app, ROOT, plan.run, wrong).await;
        assert_eq!(code(refused), Code::GuardTripped);
    }
    let applied = apply(&app, ROOT, &plan).await;
    assert_eq!(applied.status, SyncStatus::Applied);
    let active = "SELECT count(*) FROM memberships WHERE status = 'active'";
    assert_eq!(app.count(active).await, 1);
}

async fn old_plan_is_not_applied(app: TestApp) {
    let org = app.org("Acme").await;
    let queued = ask(Some(org), people(1)).plan(&app).await;
    let plan = ask(Some(app.org("Beta").await), people(1)).plan(&app).await;
    queue_apply(&app, ROOT, queued.run).await.expect("queued");
    app.clock.advance(Duration::days(30));
    assert_eq!(
        code(queue_apply(&app, ROOT, plan.run).await),
        Code::PlanStale
    );
    // A plan that waited too long for its job is not applied either.
    work(&app).await;
    let ended = plan_of(&app, queued.run).await;
    assert_eq!(
        (ended.status, ended.error.as_deref()),
        (SyncStatus::Failed, Some("PLAN_STALE"))
    );
    assert_eq!(app.count("SELECT count(*) FROM users").await, 0);
}

on_both_engines! {
    plan_is_applied_once,
    run_waits_for_another_run_of_the_source,
    cancelled_job_ends_the_run,
    killed_server_is_replaced,
    chunk_takes_few_statements,
    person_is_applied_in_one_chunk,
    guard_requires_the_exact_number,
    old_plan_is_not_applied,
}
