//! The job of a run: chunks, leases, interruption and cancellation.

use chrono::Duration;
use serde_json::json;
use tenantry::{
    access::Actor,
    domain::job::{self, Chunk, ClaimJob, Claimed, Limits, RunChunk},
    entity::sync_run::SyncStatus,
    error::{Code, Result},
    runner::{Worker, WorkerStep},
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines, on_postgres_only};

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
    let job = applying(&app).await;
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

/// Returns the job that applies a run.
async fn applying(app: &TestApp) -> Uuid {
    let jobs = "SELECT id FROM jobs WHERE kind = 'applySync'";
    app.sql(jobs).await[0].try_get("", "id").expect("an id")
}

/// Claims the only job. Returns the claim and the creator of the job.
async fn claim(app: &TestApp) -> (Claimed, Actor) {
    let server = Actor::command_line();
    let claim = ClaimJob::default();
    let claimed = app.app.execute(&server, claim).await.expect("claimed");
    let claimed = claimed.output.expect("a job");
    let reader = app.app.read(&server);
    let job = job::get(&reader, claimed.job).await.expect("the job");
    let creator = job::creator(&reader, &job).await.expect("the creator");
    (claimed, creator)
}

/// Runs a chunk of the only job, in its turn or early, and returns the next chunk's position.
async fn run_chunk(app: &TestApp, from: Option<i32>) -> (Result<Chunk>, Option<i32>) {
    let (claimed, creator) = claim(app).await;
    let (next, position) = watch::channel(None);
    let chunk = RunChunk {
        claimed,
        size: 100,
        limits: Limits::of_command_line(&app.app.db().reader()),
        previous: from.map(|from| watch::channel(Some(from)).1),
        next_position: next,
    };
    let done = app.app.execute(&creator, chunk).await;
    app.clock.advance(Duration::seconds(11));
    let position = *position.borrow();
    (done.map(|done| done.output), position)
}

/// Begins an early chunk after a chunk of 100 items, lets `meanwhile` happen while the early chunk
/// waits for the previous one, and returns its outcome.
async fn wait_early<F: Future<Output = ()>>(app: &TestApp, meanwhile: F) -> Result<Chunk> {
    let (done, next) = run_chunk(app, None).await;
    assert_eq!((done.is_ok(), next), (true, Some(100)));
    let (claimed, creator) = claim(app).await;
    let (previous, position) = watch::channel(Some(100));
    let (next, mut written) = watch::channel(None);
    let chunk = RunChunk {
        claimed,
        size: 100,
        limits: Limits::of_command_line(&app.app.db().reader()),
        previous: Some(position),
        next_position: next,
    };
    let app = app.app.clone();
    let early = tokio::spawn(async move { app.execute(&creator, chunk).await });
    written.wait_for(Option::is_some).await.expect("a position");
    meanwhile.await;
    drop(previous);
    let done = early.await.expect("no panic");
    done.map(|done| done.output)
}

/// Queues the application of a plan that creates 300 users, and returns the run.
async fn queue_300_users(app: &TestApp) -> Uuid {
    let org = app.org("Acme").await;
    let plan = ask(Some(org), people(300)).plan(app).await;
    queue_apply(app, ROOT, plan.run).await.expect("queued");
    plan.run
}

/// Only PostgreSQL has early chunks: on SQLite they would wait for each other.
async fn early_chunk_of_a_cancelled_job_writes_nothing(app: TestApp) {
    let run = queue_300_users(&app).await;
    let job = applying(&app).await;
    let cancel = format!("cancelJob(jobId: \"{job}\")");
    let cancelled = async {
        app.done(ROOT, &cancel).await;
    };
    assert_eq!(code(wait_early(&app, cancelled).await), Code::Busy);
    work(&app).await;
    assert_eq!(plan_of(&app, run).await.status, SyncStatus::Cancelled);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 100);
    let events = "SELECT count(*) FROM events WHERE sync_run IS NOT NULL";
    assert_eq!(app.count(events).await, 200);
}

async fn early_chunk_of_a_lost_job_writes_nothing(app: TestApp) {
    let run = queue_300_users(&app).await;
    let replaced = async {
        app.clock.advance(Duration::seconds(11));
        claim(&app).await;
    };
    assert_eq!(code(wait_early(&app, replaced).await), Code::Busy);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 100);
    app.clock.advance(Duration::seconds(11));
    work(&app).await;
    assert_eq!(plan_of(&app, run).await.status, SyncStatus::Applied);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 300);
}

/// An early chunk writes nothing unless the run has come to its first item and every item succeeds.
async fn early_chunk_is_kept_only_in_order(app: TestApp) {
    let org = app.org("Acme").await;
    let plan = ask(Some(org), people(300)).plan(&app).await;
    queue_apply(&app, ROOT, plan.run).await.expect("queued");
    let (done, next) = run_chunk(&app, Some(100)).await;
    assert_eq!((code(done), next), (Code::Busy, Some(200)));
    assert_eq!(app.count("SELECT count(*) FROM users").await, 0);
    let (done, next) = run_chunk(&app, None).await;
    assert!(
        matches!(
            done,
            Ok(Chunk::Ran {
                rows: 100,
                is_last: false,
                ..
            })
        ),
        "{done:?}"
    );
    assert_eq!(next, Some(100));
    let (done, next) = run_chunk(&app, Some(100)).await;
    assert!(
        matches!(
            done,
            Ok(Chunk::Ran {
                rows: 100,
                is_last: false,
                ..
            })
        ),
        "{done:?}"
    );
    assert_eq!(next, Some(200));
    app.user(org, "u250").await;
    assert_eq!(code(run_chunk(&app, Some(200)).await.0), Code::Busy);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 201);
    let (done, next) = run_chunk(&app, None).await;
    assert!(
        matches!(
            done,
            Ok(Chunk::Ran {
                rows: 100,
                is_last: true,
                ..
            })
        ),
        "{done:?}"
    );
    assert_eq!(next, None);
    let applied = plan_of(&app, plan.run).await;
    assert_eq!(applied.status, SyncStatus::Applied);
    let refused = applied.rows.iter().filter(|row| row.code.is_some());
    assert_eq!(refused.count(), 1);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 300);
}

/// Large chunks may overlap. They create each group once, and a row that was refused is refused
/// once.
async fn overlapping_chunks_end_as_chunks_in_turn(app: TestApp) {
    let org = app.org("Acme").await;
    let mut rows = people(1_500);
    for (place, row) in rows.iter_mut().enumerate() {
        row["groups"] = json!([format!("Team {}", place / 150)]);
    }
    let plan = ask(Some(org), rows).creating_groups().plan(&app).await;
    for taken in [700, 1_100, 1_499] {
        app.user(org, &format!("u{taken}")).await;
    }
    queue_apply(&app, ROOT, plan.run).await.expect("queued");
    let job = applying(&app).await;
    let mut worker = Worker::for_job(&app.app, job.into());
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
    let applied = plan_of(&app, plan.run).await;
    assert_eq!(applied.status, SyncStatus::Applied);
    let refused = applied.rows.iter().filter(|row| row.code.is_some());
    assert_eq!(refused.count(), 3);
    for (number, of) in [
        (1_500, "users"),
        (1_500, "memberships"),
        (10, "groups"),
        (1_497, "group_memberships"),
        (1_497 * 3 + 10, "events WHERE sync_run IS NOT NULL"),
    ] {
        let counted = app.count(&format!("SELECT count(*) FROM {of}")).await;
        assert_eq!(counted, number, "{of}");
    }
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
    early_chunk_is_kept_only_in_order,
    overlapping_chunks_end_as_chunks_in_turn,
    chunk_takes_few_statements,
    person_is_applied_in_one_chunk,
    guard_requires_the_exact_number,
    old_plan_is_not_applied,
}

on_postgres_only! {
    early_chunk_of_a_cancelled_job_writes_nothing,
    early_chunk_of_a_lost_job_writes_nothing,
}
