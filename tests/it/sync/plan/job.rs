//! The job of a run: uploads, pieces, order, interruption and cancellation.

use chrono::Duration;
use serde_json::{Value as Json, json};
use tenantry::{
    access::Actor,
    domain::sync::{AbandonSyncUpload, MAX_WAITING, SweepSyncs},
    entity::sync_run::SyncStatus,
    error::Code,
    runner::{Worker, WorkerStep},
};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{Plan, actor, ask, own, owned, plan_of, upload, work};

/// Returns the rows of a file with every kind of action.
async fn mixed(app: &TestApp, org: Uuid) -> Vec<Json> {
    app.crowd(org, 1_500).await;
    let org = app.id(org);
    app.sql(&format!(
        "UPDATE memberships SET owned_by = 'hr' WHERE org_id = {org}"
    ))
    .await;
    let emails = app
        .sql("SELECT email FROM users WHERE email_key LIKE '%' ORDER BY email_key")
        .await;
    let mut rows = Vec::new();
    for (number, row) in emails.iter().enumerate() {
        let email: String = row.try_get("", "email").expect("an address");
        rows.push(match number % 100 {
            98 => json!({ "email": email, "role": "admin" }),
            99 => continue,
            _ => json!({ "email": email }),
        });
    }
    for number in 0..50 {
        rows.push(json!({ "email": format!("new{number}@example.com"), "first": "New" }));
    }
    rows.push(rows[0].clone());
    rows
}

/// Returns the plan without line numbers and without order.
fn unordered(plan: &Plan) -> Vec<String> {
    let rows = plan.rows.iter().zip(&plan.items);
    let mut items: Vec<String> = rows
        .filter(|(row, _)| row.lines == 1 && row.action.as_str() != "unchanged")
        .map(|(row, item)| {
            let user = row.user_id.map(|user| user.to_string());
            let (_, item) = item.split_once(' ').expect("a line");
            format!("{} {item}", user.unwrap_or_default())
        })
        .collect();
    items.sort();
    items
}

async fn order_and_pieces_do_not_matter(app: TestApp) {
    let org = app.org("Acme").await;
    let rows = mixed(&app, org).await;
    let plan = ask(Some(org), rows.clone()).replacing().plan(&app).await;
    assert_eq!(plan.counts.created, 50);
    assert_eq!(plan.counts.updated, 15);
    assert_eq!(plan.counts.retired, 15);
    assert_eq!(plan.counts.conflicts, 2);
    let mut small = ask(Some(org), rows.clone()).replacing();
    small.piece = 7;
    let small = small.plan(&app).await;
    assert_eq!(small.items, plan.items);
    assert_eq!(small.counts, plan.counts);
    let mut shuffled = rows;
    shuffled.reverse();
    shuffled.rotate_left(333);
    let shuffled = ask(Some(org), shuffled).replacing().plan(&app).await;
    assert_eq!(shuffled.counts, plan.counts);
    assert_eq!(unordered(&shuffled), unordered(&plan));
    assert_eq!(shuffled.guard, plan.guard);
}

async fn unchanged_file_takes_few_statements_and_writes_nothing(app: TestApp) {
    let org = app.org("Acme").await;
    mixed(&app, org).await;
    let emails = app.sql("SELECT email FROM users ORDER BY email_key").await;
    let rows: Vec<Json> = emails
        .iter()
        .map(|row| json!({ "email": row.try_get::<String>("", "email").expect("an address") }))
        .collect();
    let counted = app.row_counts().await;
    let run = ask(Some(org), rows)
        .replacing()
        .queue(&app)
        .await
        .expect("queued");
    app.app.finish_background_work().await;
    let before = app.app.db().statements();
    let mut worker = Worker::new(&app.app);
    let mut steps = 0;
    while worker.step().await.expect("a step") != WorkerStep::Idle {
        steps += 1;
    }
    let statements = app.app.db().statements() - before;
    assert!(statements <= 30 * steps, "{statements} in {steps} steps");
    let plan = plan_of(&app, run).await;
    assert_eq!(plan.shown(), ["1-1500 unchanged"]);
    assert_eq!(app.row_counts().await, counted);
}

/// The rows name the dropped user, whose membership is then that of the kept user.
async fn user_who_is_merged_while_the_plan_is_made_is_not_retired(app: TestApp) {
    let other = app.org("Other").await;
    for steps in 0..8 {
        let org = app.org(&format!("Org {steps}")).await;
        let kept = app.user(other, &format!("kept{steps}")).await;
        let name = format!("old{steps}");
        let dropped = owned(&app, org, &name).await;
        let ask = ask(Some(org), [json!({ "external_id": name })]).replacing();
        let run = ask.queue(&app).await.expect("queued");
        let mut worker = Worker::new(&app.app);
        for _ in 0..steps {
            worker.step().await.expect("a step");
        }
        let merge = format!("mergeUsers(keep: \"{kept}\", drop: \"{dropped}\")");
        app.done(ROOT, &merge).await;
        while worker.step().await.expect("a step") != WorkerStep::Idle {}
        let plan = plan_of(&app, run).await;
        let retired = plan.shown().iter().any(|row| row.contains("retire"));
        assert!(!retired, "after {steps} steps: {plan:#?}");
    }
}

async fn plan_continues_with_another_worker(app: TestApp) {
    let org = app.org("Acme").await;
    let rows = mixed(&app, org).await;
    let whole = ask(Some(org), rows.clone()).replacing().plan(&app).await;
    let run = ask(Some(org), rows)
        .replacing()
        .queue(&app)
        .await
        .expect("queued");
    loop {
        let mut worker = Worker::new(&app.app);
        for _ in 0..3 {
            worker.step().await.expect("a step");
        }
        drop(worker);
        // The lease of the worker expires.
        app.clock.advance(Duration::minutes(1));
        if plan_of(&app, run).await.status == SyncStatus::Planned {
            break;
        }
    }
    let plan = plan_of(&app, run).await;
    assert_eq!(plan.items, whole.items);
    assert_eq!((plan.counts, plan.guard), (whole.counts, whole.guard));
}

async fn cancelled_plan_ends(app: TestApp) {
    let org = app.org("Acme").await;
    let rows = mixed(&app, org).await;
    let run = ask(Some(org), rows).queue(&app).await.expect("queued");
    let mut worker = Worker::new(&app.app);
    for _ in 0..3 {
        worker.step().await.expect("a step");
    }
    let job = app.sql("SELECT job_id FROM sync_runs").await;
    let job: Uuid = job[0].try_get("", "job_id").expect("a job");
    app.done(ROOT, &format!("cancelJob(jobId: \"{job}\")"))
        .await;
    work(&app).await;
    assert_eq!(plan_of(&app, run).await.status, SyncStatus::Cancelled);
    sweep(&app).await;
    for table in ["sync_rows", "sync_pieces", "sync_uploads"] {
        let count = app.count(&format!("SELECT count(*) FROM {table}")).await;
        assert_eq!(count, 0, "{table}");
    }
}

async fn sweep(app: &TestApp) {
    let server = Actor::command_line();
    while app
        .app
        .execute(&server, SweepSyncs {})
        .await
        .expect("swept")
        .output
    {}
}

async fn plan_of_a_revoked_token_fails(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "boss").await;
    let token = app.token_of(owner).await;
    let rows = [json!({ "email": "ann@example.com" })];
    let run = ask(Some(org), rows)
        .by(&token)
        .queue(&app)
        .await
        .expect("queued");
    app.sql("UPDATE tokens SET revoked_at = created_at WHERE user_id IS NOT NULL")
        .await;
    app.clock.advance(Duration::minutes(10));
    work(&app).await;
    let plan = plan_of(&app, run).await;
    assert_eq!(plan.status, SyncStatus::Failed);
    assert_eq!(plan.error.as_deref(), Some("UNAUTHENTICATED"));
    sweep(&app).await;
    assert_eq!(app.count("SELECT count(*) FROM sync_uploads").await, 0);
}

async fn sync_needs_no_permission_to_run_jobs(app: TestApp) {
    let org = app.org("Acme").await;
    let scopes = "scopes: [\"sync:write\", \"members:grant\", \"members:read\"]";
    let token = app.token(&format!("org: \"{org}\", {scopes}")).await;
    let rows = [json!({ "email": "ann@example.com" })];
    let plan = ask(Some(org), rows.clone()).by(&token).plan(&app).await;
    assert_eq!(plan.counts.created, 1);
    let token = app
        .token(&format!("org: \"{org}\", scopes: [\"members:grant\"]"))
        .await;
    let refused = ask(Some(org), rows).by(&token).queue(&app).await;
    assert_eq!(refused.expect_err("refused").code(), Code::Forbidden);
}

async fn uploads_are_limited_and_belong_to_their_token(app: TestApp) {
    let org = app.org("Acme").await;
    let root = actor(&app, ROOT).await;
    let rows = [json!({ "email": "ann@example.com" })];
    let mut uploads = Vec::new();
    for _ in 0..MAX_WAITING {
        uploads.push(upload(&app, &root, &rows, 10).await.expect("an upload"));
    }
    let fifth = upload(&app, &root, &rows, 10).await.expect_err("refused");
    assert_eq!(fifth.code(), Code::LimitExceeded);
    let other = app.token_of_org(org).await;
    let other = actor(&app, &other).await;
    let plan = |upload| tenantry::domain::sync::PlanSync {
        upload,
        org: None,
        source: "hr".to_owned(),
        mode: tenantry::entity::sync_run::SyncMode::Add,
        options: ask(None, []).options,
    };
    let refused = app.app.execute(&other, plan(uploads[0])).await;
    assert_eq!(refused.expect_err("refused").code(), Code::InvalidValue);
    app.app
        .execute(&root, plan(uploads[0]))
        .await
        .expect("planned");
    let again = app.app.execute(&root, plan(uploads[0])).await;
    assert_eq!(again.expect_err("refused").code(), Code::InvalidValue);
    let abandon = AbandonSyncUpload { upload: uploads[1] };
    app.app.execute(&root, abandon).await.expect("abandoned");
    for _ in 0..2 {
        upload(&app, &root, &rows, 10).await.expect("an upload");
    }
    app.clock.advance(Duration::hours(25));
    let refused = app.app.execute(&root, plan(uploads[2])).await;
    assert_eq!(refused.expect_err("refused").code(), Code::InvalidValue);
    work(&app).await;
    sweep(&app).await;
    assert_eq!(app.count("SELECT count(*) FROM sync_uploads").await, 0);
}

async fn plans_are_kept_for_30_days(app: TestApp) {
    let org = app.org("Acme").await;
    owned(&app, org, "ann").await;
    let plan = ask(
        Some(org),
        [json!({ "email": "ann@example.com", "role": "admin" })],
    );
    plan.plan(&app).await;
    let applying = plan.plan(&app).await;
    let run = app.id(applying.run);
    app.sql(&format!(
        "UPDATE sync_runs SET status = 'applying' WHERE id = {run}"
    ))
    .await;
    app.clock.advance(Duration::days(31));
    sweep(&app).await;
    assert_eq!(app.count("SELECT count(*) FROM sync_runs").await, 1);
    assert_eq!(app.count("SELECT count(*) FROM sync_items").await, 1);
}

async fn person_in_very_many_rows_is_a_conflict(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    own(&app, "memberships", "user_id", ann).await;
    let mut rows = vec![json!({ "email": "ann@example.com" }); 10_001];
    rows.push(json!({ "email": "new@example.com" }));
    let plan = ask(Some(org), rows).replacing().plan(&app).await;
    assert_eq!((plan.counts.conflicts, plan.counts.created), (10_001, 1));
    assert_eq!(plan.code(1), Some("LIMIT_EXCEEDED"));
    assert_eq!(plan.counts.retired, 0);
}

on_both_engines! {
    order_and_pieces_do_not_matter,
    unchanged_file_takes_few_statements_and_writes_nothing,
    plan_continues_with_another_worker,
    user_who_is_merged_while_the_plan_is_made_is_not_retired,
    cancelled_plan_ends,
    plan_of_a_revoked_token_fails,
    sync_needs_no_permission_to_run_jobs,
    uploads_are_limited_and_belong_to_their_token,
    plans_are_kept_for_30_days,
    person_in_very_many_rows_is_a_conflict,
}
