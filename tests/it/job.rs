//! Jobs: how workers run rows in the background, and what happens when a worker stops or fails.

use chrono::Duration;
use serde_json::{Value as Json, json};
use tenantry::{
    access::{Actor, Origin},
    domain::{
        field::Name,
        job::{
            Chunk, ClaimJob, JobOperation, JobRow, KEPT, Limits, MAX_QUEUED, QueueJob, RunChunk,
            SweepJobs,
        },
        membership::{MembershipFields, RemoveById, SetMode, UserMembership, UserOrgs},
        org::{CreateOrg, OrgRef, RetireOrg, UpsertOrg},
        user::{CreateUser, Email, UpdateUser, UpsertUser},
    },
    entity::{job::JobKind, user::UserStatus},
    error::Code,
    runner::{Runner, Worker, WorkerStep},
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, With, on_both_engines};

/// Returns a row that creates the user `<name>@example.com` in the org.
pub(crate) fn user(org: Uuid, name: &str) -> JobRow {
    let operation = CreateUser {
        org: org.into(),
        email: Email::parse("email", &format!("{name}@example.com")).expect("an address"),
        first: Name::parse("first", name).expect("a name"),
        last: Name::parse("last", "Test").expect("a name"),
        name: None,
        mobile: None,
        group: None,
        external_id: None,
    };
    JobRow {
        reference: Some(format!("row of {name}")),
        operation: Ok(JobOperation::CreateUser(operation)),
    }
}

/// Returns `number` rows, each of which creates a user.
fn users(org: Uuid, number: usize) -> Vec<JobRow> {
    (0..number).map(|n| user(org, &format!("u{n}"))).collect()
}

/// Returns the actor of this token.
async fn actor(app: &TestApp, token: &str) -> Actor {
    let authenticated = app.app.authenticate(token, &Origin::default()).await;
    authenticated.expect("a valid token")
}

fn queued(kind: JobKind, rows: Vec<JobRow>) -> QueueJob {
    QueueJob {
        kind,
        rows,
        dry_run: false,
        id: None,
    }
}

/// Queues a job that creates users, with this token, and returns its id.
async fn queue(app: &TestApp, token: &str, rows: Vec<JobRow>) -> Uuid {
    execute(app, token, queued(JobKind::CreateUser, rows)).await
}

/// Queues a job with this token and returns its id.
async fn execute(app: &TestApp, token: &str, job: QueueJob) -> Uuid {
    let done = app.app.execute(&actor(app, token).await, job).await;
    let done = done.expect("queued");
    assert_eq!(done.records, 0, "a job is not counted as a record");
    done.output.id.expect("an id")
}

/// Runs a worker until no job is left, and returns the number of rows of each chunk.
async fn run(app: &TestApp) -> Vec<u32> {
    let (mut worker, mut chunks) = (Worker::new(&app.app), Vec::new());
    loop {
        match worker.step().await.expect("a step") {
            WorkerStep::Idle => return chunks,
            WorkerStep::Ran(rows) => chunks.push(rows),
            WorkerStep::Claimed | WorkerStep::Over => {}
        }
    }
}

/// Returns the job's fields as GraphQL shows them.
async fn job(app: &TestApp, id: Uuid) -> Json {
    let fields = "status total progress failed message dryRun kind";
    app.read(ROOT, &format!("job(id: \"{id}\") {{ {fields} }}"))
        .await
}

/// Returns the results of the job's rows.
async fn results(app: &TestApp, id: Uuid) -> Vec<Json> {
    let fields = "nodes { index ref result id code field error }";
    let list = format!("job(id: \"{id}\") {{ results(first: 1000) {{ {fields} }} }}");
    let shown = app.read(ROOT, &list).await;
    let nodes = shown["results"]["nodes"].as_array().cloned();
    nodes.expect("results")
}

async fn user_count(app: &TestApp) -> i64 {
    app.count("SELECT count(*) FROM users").await
}

/// The rows of a chunk are written in few statements, but each row has its own change id.
async fn chunk_of_rows_takes_few_statements(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    let mut rows = users(org, 100);
    // A row with the email of the first row and another external id.
    let mut again = user(org, "u0");
    if let Ok(JobOperation::CreateUser(again)) = &mut again.operation {
        again.external_id =
            Some(tenantry::domain::field::ExternalId::parse("externalId", "x").expect("an id"));
    }
    rows.push(again);
    let id = queue(&app, &token, rows).await;
    app.app.finish_background_work().await;
    let before = app.app.db().statements();
    let chunks = run(&app).await.len() as u64;
    let statements = app.app.db().statements() - before;
    assert!(
        statements <= 40 * (1 + chunks),
        "{statements} in {chunks} chunks"
    );
    let results = results(&app, id).await;
    let made = results.iter().filter(|row| row["result"] == "created");
    assert_eq!(made.count(), 100);
    assert_eq!(results[100]["code"], "EMAIL_TAKEN");
    let of_job = "SELECT count(DISTINCT change_id) FROM events WHERE actor_kind = 'job'";
    assert_eq!(app.count(of_job).await, 100);
    let of_job = "SELECT count(*) FROM events WHERE actor_kind = 'job'";
    assert_eq!(app.count(of_job).await, 200);
}

async fn a_job_runs_every_row_and_reports_its_result(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    app.user(org, "taken").await;
    let before = app.events_so_far().await;
    let rows = vec![user(org, "ann"), user(org, "taken2"), user(org, "taken")];
    let mut rows = rows;
    rows[1].operation = Err((&tenantry::error::Error::invalid("email", "is no address")).into());
    // This row has the email of an existing user and another external id, so it fails.
    if let Ok(JobOperation::CreateUser(taken)) = &mut rows[2].operation {
        taken.external_id =
            Some(tenantry::domain::field::ExternalId::parse("externalId", "x").expect("an id"));
    }
    let id = queue(&app, &token, rows).await;
    assert_eq!(
        job(&app, id).await,
        json!({ "status": "QUEUED", "total": 3, "progress": 0, "failed": 0, "message": null,
                "dryRun": false, "kind": "createUsers" })
    );
    run(&app).await;
    assert_eq!(
        job(&app, id).await,
        json!({ "status": "COMPLETED", "total": 3, "progress": 3, "failed": 2, "message": null,
                "dryRun": false, "kind": "createUsers" })
    );
    let results = results(&app, id).await;
    let words: Vec<_> = results
        .iter()
        .map(|row| {
            json!([
                row["index"],
                row["ref"],
                row["result"],
                row["code"],
                row["field"]
            ])
        })
        .collect();
    assert_eq!(
        words,
        [
            json!([0, "row of ann", "created", null, null]),
            json!([1, "row of taken2", "error", "INVALID_VALUE", "email"]),
            json!([2, "row of taken", "error", "EMAIL_TAKEN", "email"]),
        ]
    );
    assert!(results[0]["id"].is_string() && results[1]["error"].is_string());
    let events = app.events(before).await;
    assert_eq!(events.len(), 2, "the user and the membership: {events:#?}");
    for event in events {
        assert_eq!(event["actor_kind"], "job");
        assert_eq!(event["actor_user_id"], json!(owner));
        assert!(event["token_id"].is_string());
    }
}

async fn a_chunk_has_a_maximum_number_of_rows(app: TestApp) {
    let limits = Limits::of_server(&app.app.db().reader());
    let max = limits.rows;
    let rows = (0..=2 * max).map(|_| JobRow {
        reference: None,
        operation: Ok(JobOperation::DeleteMembership(RemoveById(
            Uuid::nil().into(),
        ))),
    });
    let id = execute(
        &app,
        ROOT,
        queued(JobKind::DeleteMembership, rows.collect()),
    )
    .await;
    let server = Actor::command_line();
    let claimed = app
        .app
        .execute(&server, ClaimJob::default())
        .await
        .expect("claimed");
    let claimed = claimed.output.expect("a job");
    let mut sizes = Vec::new();
    loop {
        let chunk = RunChunk {
            claimed,
            size: u32::MAX,
            limits,
            previous: None,
            next_position: watch::Sender::default(),
        };
        match app.app.execute(&server, chunk).await.expect("run").output {
            Chunk::Ran { rows, is_last, .. } => {
                sizes.push(rows);
                if is_last {
                    break;
                }
            }
            Chunk::Lost => panic!("lost"),
        }
    }
    assert_eq!(sizes, [max, max, 1]);
    let shown = job(&app, id).await;
    assert_eq!(
        (&shown["progress"], &shown["failed"]),
        (&json!(2 * max + 1), &json!(2 * max + 1))
    );
}

/// Returns a worker that has run at least one chunk of an unfinished job.
async fn started_worker(app: &TestApp) -> Worker {
    let mut worker = Worker::new(&app.app);
    assert_eq!(worker.step().await.expect("a step"), WorkerStep::Claimed);
    assert!(matches!(
        worker.step().await.expect("a step"),
        WorkerStep::Ran(1..)
    ));
    worker
}

/// More rows than fit in the first chunk of a job.
const MANY: usize = 120;

async fn job_taken_over_runs_each_row_once(app: TestApp) {
    let org = app.org("Acme").await;
    let events = app.events_so_far().await;
    let id = queue(&app, ROOT, users(org, MANY)).await;
    drop(started_worker(&app).await);
    let done = user_count(&app).await;
    assert!((1..120).contains(&done), "{done}");
    let other = app.another().await;
    assert_eq!(
        run(&other).await,
        [0_u32; 0],
        "the first worker's lease is still valid"
    );
    app.clock.advance(Duration::seconds(11));
    run(&other).await;
    let shown = job(&app, id).await;
    assert_eq!(
        (&shown["status"], &shown["progress"], &shown["failed"]),
        (&json!("COMPLETED"), &json!(MANY), &json!(0))
    );
    assert_eq!(user_count(&app).await, 120);
    assert_eq!(app.events_so_far().await, events + 2 * MANY);
    assert_eq!(results(&app, id).await.len(), MANY);
}

async fn worker_with_expired_lease_runs_no_more_rows(app: TestApp) {
    let org = app.org("Acme").await;
    let id = queue(&app, ROOT, users(org, MANY)).await;
    let mut first = started_worker(&app).await;
    app.clock.advance(Duration::seconds(11));
    let other = app.another().await;
    let mut second = started_worker(&other).await;
    let done = user_count(&app).await;
    assert_eq!(first.step().await.expect("a step"), WorkerStep::Over);
    assert_eq!(user_count(&app).await, done);
    assert!(matches!(
        second.step().await.expect("a step"),
        WorkerStep::Ran(1..) | WorkerStep::Over
    ));
    second.release().await.expect("released");
    run(&app).await;
    assert_eq!(job(&app, id).await["status"], "COMPLETED");
    assert_eq!(user_count(&app).await, 120);
}

async fn stopped_worker_releases_its_job_at_once(app: TestApp) {
    let org = app.org("Acme").await;
    queue(&app, ROOT, users(org, MANY)).await;
    started_worker(&app)
        .await
        .release()
        .await
        .expect("released");
    run(&app.another().await).await;
    assert_eq!(user_count(&app).await, 120);
}

async fn two_servers_share_the_jobs_of_a_database(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..6 {
        let rows = (0..20).map(|m| user(org, &format!("u{n}x{m}")));
        queue(&app, ROOT, rows.collect()).await;
    }
    let other = app.another().await;
    tokio::join!(run(&app), run(&other));
    let unfinished = app
        .count("SELECT count(*) FROM jobs WHERE status <> 'completed'")
        .await;
    assert_eq!((unfinished, user_count(&app).await), (0, 120));
    assert_eq!(
        app.count("SELECT count(*) FROM job_rows WHERE result = 'created'")
            .await,
        120
    );
}

/// Starts a job with the token of an owner, calls `happens` with the org, the owner and the token,
/// and checks that the job then fails.
async fn fails_when(app: &TestApp, happens: impl AsyncFnOnce(Uuid, Uuid, Uuid)) {
    let org = app.org("Acme").await;
    app.owner(org, "other").await;
    let owner = app.owner(org, "owner").await;
    let create = format!(
        "mutation {{ it: createToken(input: {{ name: \"t\", userId: \"{owner}\", expiresAt: \"2026-01-01T01:00:00Z\" }}) {{ secret token {{ id }} }} }}"
    );
    let made = app.data(ROOT, &create).await["it"].clone();
    let (secret, token) = (
        made["secret"].as_str().expect("a secret"),
        &made["token"]["id"],
    );
    let token: Uuid = token
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    let id = queue(app, secret, users(org, MANY)).await;
    let mut worker = started_worker(app).await;
    happens(org, owner, token).await;
    let done = user_count(app).await;
    assert_eq!(worker.step().await.expect("a step"), WorkerStep::Over);
    let shown = job(app, id).await;
    assert_eq!(shown["status"], "FAILED", "{shown:#}");
    assert!(shown["message"].is_string());
    assert_eq!(
        user_count(app).await,
        done,
        "a failed job runs no more rows"
    );
    assert_eq!(shown["progress"], json!(results(app, id).await.len()));
    assert_eq!(run(app).await, [0_u32; 0], "a failed job is not run again");
}

async fn a_job_fails_when_its_token_is_revoked(app: TestApp) {
    fails_when(&app, async |_, _, token| {
        app.done(ROOT, &format!("revokeToken(tokenId: \"{token}\")"))
            .await;
    })
    .await;
}

async fn a_job_fails_when_its_token_expires(app: TestApp) {
    fails_when(&app, async |_, _, _| app.clock.advance(Duration::hours(1))).await;
}

async fn a_job_fails_when_its_user_is_suspended(app: TestApp) {
    fails_when(&app, async |_, user, _| {
        app.done(
            ROOT,
            &format!("updateUser(userId: \"{user}\", status: SUSPENDED)"),
        )
        .await;
    })
    .await;
}

async fn a_job_fails_when_its_user_may_no_longer_run_jobs(app: TestApp) {
    fails_when(&app, async |org, user, _| app.retire(org, user).await).await;
}

async fn permissions_of_a_row_are_checked_when_it_runs(app: TestApp) {
    let org = app.org("Acme").await;
    app.owner(org, "other").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    let id = queue(&app, &token, users(org, 3)).await;
    // An admin may run jobs but may not add users.
    let sql = format!(
        "UPDATE memberships SET is_owner = FALSE, role = 'admin' WHERE user_id = {}",
        app.id(owner)
    );
    app.sql(&sql).await;
    run(&app).await;
    let shown = job(&app, id).await;
    assert_eq!(
        (&shown["status"], &shown["failed"]),
        (&json!("COMPLETED"), &json!(3))
    );
    assert_eq!(results(&app, id).await[0]["code"], "FORBIDDEN");
}

async fn queuing_a_job_requires_permission_to_run_jobs(app: TestApp) {
    let org = app.org("Acme").await;
    let member = app.user(org, "member").await;
    let narrow = format!("org: \"{org}\", scopes: [\"members:read\"]");
    for token in [app.token_of(member).await, app.token(&narrow).await] {
        let actor = actor(&app, &token).await;
        let job = queued(JobKind::CreateUser, users(org, 1));
        let refused = app.app.execute(&actor, job).await.expect_err("refused");
        assert_eq!(refused.code(), Code::Forbidden);
    }
}

async fn a_job_has_from_one_to_10_000_rows(app: TestApp) {
    let org = app.org("Acme").await;
    for (number, code) in [
        (0, Code::InvalidValue),
        (MAX_QUEUED + 1, Code::LimitExceeded),
    ] {
        let job = queued(JobKind::CreateUser, users(org, number));
        let refused = app.app.execute(&Actor::command_line(), job).await;
        let refused = refused.expect_err("refused");
        assert_eq!((refused.code(), refused.field()), (code, Some("rows")));
    }
    queue(&app, ROOT, users(org, MAX_QUEUED)).await;
    assert_eq!(app.count("SELECT count(*) FROM job_rows").await, 10_000);
}

async fn a_cancelled_job_runs_no_further_row(app: TestApp) {
    let org = app.org("Acme").await;
    let cancel = |id| format!("cancelJob(jobId: \"{id}\")");
    let waiting = queue(&app, ROOT, users(org, MANY)).await;
    assert_eq!(app.result(ROOT, &cancel(waiting)).await, "updated");
    assert_eq!(run(&app).await, [0_u32; 0]);
    let running = queue(&app, ROOT, users(org, MANY)).await;
    let mut worker = started_worker(&app).await;
    let done = user_count(&app).await;
    assert_eq!(app.result(ROOT, &cancel(running)).await, "updated");
    assert_eq!(worker.step().await.expect("a step"), WorkerStep::Over);
    assert_eq!(user_count(&app).await, done);
    assert_eq!(job(&app, running).await["status"], "CANCELLED");
    assert_eq!(app.result(ROOT, &cancel(running)).await, "unchanged");
    assert_eq!(
        app.refused(ROOT, &cancel(Uuid::nil())).await,
        "JOB_NOT_FOUND"
    );
}

async fn a_dry_run_stores_only_its_results(app: TestApp) {
    let org = app.org("Acme").await;
    let before = app.row_counts().await;
    let dry = QueueJob {
        dry_run: true,
        ..queued(JobKind::CreateUser, users(org, MANY))
    };
    let id = execute(&app, ROOT, dry).await;
    run(&app).await;
    let shown = job(&app, id).await;
    assert_eq!(
        (&shown["status"], &shown["dryRun"], &shown["progress"]),
        (&json!("COMPLETED"), &json!(true), &json!(MANY))
    );
    let results = results(&app, id).await;
    assert!(results.iter().all(|row| row["result"] == "created"));
    assert_eq!(app.row_counts().await, before);
}

async fn failed_rows_are_run_again_as_a_new_job(app: TestApp) {
    let org = app.org("Acme").await;
    let taken = app.user(org, "u1").await;
    app.sql("UPDATE memberships SET external_id = 'other'")
        .await;
    let mut rows = users(org, 4);
    rows[3].operation = Err((&tenantry::error::Error::invalid("email", "is no address")).into());
    let id = queue(&app, ROOT, rows).await;
    let retry = format!("retryFailed(jobId: \"{id}\")");
    assert_eq!(app.refused(ROOT, &retry).await, "INVALID_VALUE");
    run(&app).await;
    assert_eq!(job(&app, id).await["failed"], 2);
    app.sql(&format!(
        "UPDATE users SET email = 'x@example.com', email_key = 'x@example.com' WHERE id = {}",
        app.id(taken)
    ))
    .await;
    let again = app.mutate(ROOT, &retry).await;
    assert_eq!(again["result"], "queued");
    let again: Uuid = again["id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    run(&app).await;
    let shown = job(&app, again).await;
    assert_eq!(
        (&shown["status"], &shown["total"], &shown["failed"]),
        (&json!("COMPLETED"), &json!(1), &json!(0))
    );
    let results = results(&app, again).await;
    assert_eq!(
        (
            &results[0]["index"],
            &results[0]["ref"],
            &results[0]["result"]
        ),
        (&json!(0), &json!("row of u1"), &json!("created"))
    );
    let none = format!("retryFailed(jobId: \"{again}\")");
    assert_eq!(app.result(ROOT, &none).await, "unchanged");
}

async fn retry_of_a_failed_job_includes_rows_that_did_not_run(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    let id = queue(&app, &token, users(org, MANY)).await;
    drop(started_worker(&app).await);
    app.sql("UPDATE tokens SET revoked_at = created_at WHERE user_id IS NOT NULL")
        .await;
    app.clock.advance(Duration::seconds(11));
    run(&app).await;
    let failed = job(&app, id).await;
    assert_eq!(failed["status"], "FAILED");
    let again = app
        .done(ROOT, &format!("retryFailed(jobId: \"{id}\")"))
        .await;
    run(&app).await;
    let shown = job(&app, again).await;
    let rest = MANY as u64 - failed["progress"].as_u64().expect("a number");
    assert_eq!(
        (&shown["status"], &shown["total"], &shown["failed"]),
        (&json!("COMPLETED"), &json!(rest), &json!(0))
    );
    assert_eq!(user_count(&app).await, 121);
}

async fn jobs_of_others_are_not_visible(app: TestApp) {
    let (own, other) = (app.org("Own").await, app.org("Other").await);
    let owner = app.owner(own, "owner").await;
    let bound = app
        .token(&format!("userId: \"{owner}\", org: \"{own}\""))
        .await;
    let mut jobs = Vec::new();
    for token in [
        &app.token_of_org(own).await,
        &app.token_of(owner).await,
        &bound,
    ] {
        jobs.push(queue(&app, token, users(own, 1)).await);
    }
    let sees = async |token: &str| -> Vec<usize> {
        let mut seen = Vec::new();
        let list = app.read(token, "jobs { nodes { id } totalCount }").await;
        for (place, id) in jobs.iter().enumerate() {
            let found = app
                .read(
                    token,
                    &format!("job(id: \"{id}\") {{ id results {{ totalCount }} }}"),
                )
                .await;
            let listed = list["nodes"]
                .as_array()
                .expect("nodes")
                .contains(&json!({ "id": id }));
            assert_eq!(found.is_object(), listed);
            if listed {
                seen.push(place);
            } else {
                for call in ["cancelJob", "retryFailed"] {
                    let call = format!("{call}(jobId: \"{id}\")");
                    assert_eq!(app.refused(token, &call).await, "JOB_NOT_FOUND");
                }
            }
        }
        assert_eq!(list["totalCount"], json!(seen.len()));
        seen
    };
    assert_eq!(sees(ROOT).await, [0, 1, 2]);
    assert_eq!(sees(&app.token_of_org(other).await).await, [0_usize; 0]);
    let stranger = app.owner(other, "stranger").await;
    assert_eq!(sees(&app.token_of(stranger).await).await, [0_usize; 0]);
    // Jobs of an org's tokens belong to the org. Jobs of a user's tokens belong to the user.
    let admin = app.admin(own, "admin").await;
    assert_eq!(sees(&app.token_of(admin).await).await, [0, 2]);
    assert_eq!(sees(&app.token_of_org(own).await).await, [0, 2]);
    assert_eq!(sees(&app.token_of(owner).await).await, [0, 1, 2]);
    assert_eq!(sees(&bound).await, [0, 2]);
    let narrow = format!("org: \"{own}\", scopes: [\"members:read\"]");
    assert_eq!(sees(&app.token(&narrow).await).await, [0_usize; 0]);
}

async fn jobs_and_results_are_read_page_by_page(app: TestApp) {
    let org = app.org("Acme").await;
    let mut rows = users(org, 5);
    for row in [1, 3] {
        rows[row].operation =
            Err((&tenantry::error::Error::invalid("email", "is no address")).into());
    }
    let first = queue(&app, ROOT, rows).await;
    let second = queue(&app, ROOT, vec![user(org, "last")]).await;
    run(&app).await;
    let list = app
        .read(
            ROOT,
            "jobs(first: 1) { nodes { id } pageInfo { hasNextPage endCursor } totalCount }",
        )
        .await;
    assert_eq!(
        (&list["nodes"][0]["id"], &list["totalCount"]),
        (&json!(second), &json!(2))
    );
    let after = list["pageInfo"]["endCursor"].as_str().expect("a cursor");
    let next = app
        .read(
            ROOT,
            &format!(
                "jobs(first: 1, after: \"{after}\") {{ nodes {{ id }} pageInfo {{ hasNextPage }} }}"
            ),
        )
        .await;
    assert_eq!(
        next,
        json!({ "nodes": [{ "id": first }], "pageInfo": { "hasNextPage": false } })
    );
    for (only_failed, expected) in [(false, vec![0, 1, 2, 3, 4]), (true, vec![1, 3])] {
        let (mut seen, mut after) = (Vec::new(), Json::Null);
        loop {
            let page = format!(
                "job(id: \"{first}\") {{ results(onlyFailed: {only_failed}, first: 2, after: {after}) {{ nodes {{ index }} pageInfo {{ hasNextPage endCursor }} totalCount }} }}"
            );
            let page = app.read(ROOT, &page).await["results"].clone();
            assert_eq!(page["totalCount"], json!(expected.len()));
            seen.extend(
                page["nodes"]
                    .as_array()
                    .expect("nodes")
                    .iter()
                    .filter_map(|row| row["index"].as_u64()),
            );
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(seen, expected);
    }
}

async fn every_kind_of_row_runs(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let gone = app.org("Gone").await;
    let change = |status, first: Option<&str>| UpdateUser {
        external_id: None,
        user: ann.into(),
        email: None,
        first: first.map(|name| Name::parse("first", name).expect("a name")),
        last: None,
        name: None,
        mobile: None,
        timezone: None,
        status,
        if_version: None,
    };
    let create = CreateOrg {
        name: Name::parse("name", "New").expect("a name"),
        external_id: None,
        owner: None,
    };
    for operation in [
        JobOperation::UpdateUser(change(None, Some("Anna"))),
        JobOperation::SuspendUser(change(Some(UserStatus::Suspended), None)),
        JobOperation::CreateOrg(create),
        JobOperation::UpsertOrg(UpsertOrg {
            external_id: None,
            name: Some(Name::parse("name", "Upserted").expect("a name")),
        }),
        JobOperation::UpsertUser(UpsertUser {
            email: Some(Email::parse("email", "upserted@example.com").expect("an address")),
            ..UpsertUser::default()
        }),
        JobOperation::RetireOrg(RetireOrg {
            org: gone.into(),
            if_version: None,
        }),
    ] {
        let kind = operation.kind();
        let row = JobRow {
            reference: None,
            operation: Ok(operation),
        };
        let id = execute(&app, ROOT, queued(kind, vec![row])).await;
        run(&app).await;
        let shown = job(&app, id).await;
        assert_eq!(
            (&shown["status"], &shown["failed"]),
            (&json!("COMPLETED"), &json!(0)),
            "{kind}"
        );
        assert_eq!(shown["kind"], kind.wire());
    }
    let ann = app
        .read(ROOT, &format!("user(id: \"{ann}\") {{ first status }}"))
        .await;
    assert_eq!(ann, json!({ "first": "Anna", "status": "SUSPENDED" }));
    assert_eq!(
        app.count("SELECT count(*) FROM orgs WHERE status = 'retired'")
            .await,
        1
    );
    assert_eq!(
        app.count("SELECT count(*) FROM orgs WHERE name IN ('New', 'Upserted')")
            .await,
        2
    );
}

async fn memberships_can_be_queued_by_graphql(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (app.newcomer("ann").await, app.newcomer("bob").await);
    let query = "mutation($rows: [MembershipRow!]!) { it: queueMemberships(rows: $rows) {
      id result records code job { id status total } } }";
    let rows = json!([
        { "ref": "a", "org": { "name": "acme" }, "user": { "id": ann }, "membership": { "role": "ADMIN" } },
        { "ref": "b", "org": { "id": org }, "user": { "email": "not an address" } },
        { "org": { "id": org }, "user": { "email": "bob@example.com" } },
    ]);
    let reply = app.graphql(ROOT, query, json!({ "rows": rows })).await;
    let it = &reply["data"]["it"];
    let id: Uuid = it["id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    let expected = json!({ "id": id, "result": "queued", "records": 0, "code": null,
                       "job": { "id": id, "status": "QUEUED", "total": 3 } });
    assert_eq!(*it, expected);
    run(&app).await;
    let results = results(&app, id).await;
    let words: Vec<_> = results
        .iter()
        .map(|row| json!([row["ref"], row["result"], row["code"]]))
        .collect();
    assert_eq!(
        words,
        [
            json!(["a", "created", null]),
            json!(["b", "error", "INVALID_VALUE"]),
            json!([null, "created", null])
        ]
    );
    for (user, role) in [(ann, "ADMIN"), (bob, "USER")] {
        let member = format!("membership(org: \"{org}\", user: \"{user}\") {{ role }}");
        assert_eq!(app.read(ROOT, &member).await, json!({ "role": role }));
    }
}

/// Sends a query with this header set to `true`.
async fn with(app: &TestApp, header: &str, query: &str) -> Json {
    let request = TestApp::request(ROOT, query, json!({})).with(header, "true");
    app.send(request).await.json()
}

async fn a_job_queued_in_a_dry_run_is_a_dry_run(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.newcomer("ann").await;
    let before = app.row_counts().await;
    let query = format!(
        "mutation {{ a: createOrg(name: \"New\") {{ result }} \
         it: queueMemberships(rows: [{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{ann}\" }} }}]) {{ id result dryRun job {{ dryRun }} }} }}"
    );
    let reply = with(&app, "tenantry-dry-run", &query).await;
    let it = &reply["data"]["it"];
    let id: Uuid = it["id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    assert_eq!(
        (&it["result"], &it["dryRun"], &it["job"]),
        (&json!("queued"), &json!(true), &json!({ "dryRun": true }))
    );
    run(&app).await;
    let shown = job(&app, id).await;
    assert_eq!(
        (&shown["status"], &shown["dryRun"]),
        (&json!("COMPLETED"), &json!(true))
    );
    assert_eq!(results(&app, id).await[0]["result"], "created");
    assert_eq!(app.row_counts().await, before);
}

async fn atomic_request_queues_its_job_only_if_it_succeeds(app: TestApp) {
    let org = app.org("Acme").await;
    let queue = format!(
        "queueMemberships(rows: [{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{org}\" }} }}]) {{ id }}"
    );
    let failing = format!("mutation {{ a: {queue} b: createOrg(name: \"Acme\") {{ id }} }}");
    let reply = with(&app, "tenantry-atomic", &failing).await;
    assert_eq!(reply["errors"][0]["path"], json!(["b"]));
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 0);
    let whole = format!("mutation {{ a: {queue} b: createOrg(name: \"Other\") {{ id }} }}");
    with(&app, "tenantry-atomic", &whole).await;
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 1);
}

async fn jobs_are_kept_for_30_days(app: TestApp) {
    let org = app.org("Acme").await;
    queue(&app, ROOT, users(org, 1_500)).await;
    app.sql("UPDATE jobs SET status = 'completed', finished_at = created_at")
        .await;
    let waiting = queue(&app, ROOT, users(org, 1)).await;
    let sweep = async || {
        let swept = app.app.execute(&Actor::command_line(), SweepJobs {}).await;
        swept.expect("swept").output
    };
    app.clock.advance(KEPT);
    assert!(!sweep().await);
    app.clock.advance(Duration::seconds(1));
    assert!(sweep().await);
    assert_eq!(
        app.count("SELECT count(*) FROM job_rows").await,
        501,
        "each sweep deletes a limited number of rows"
    );
    assert!(sweep().await);
    assert!(!sweep().await);
    assert_eq!(app.count("SELECT count(*) FROM job_rows").await, 1);
    assert_eq!(job(&app, waiting).await["status"], "QUEUED");
}

/// A row that depends on an earlier row of its chunk runs after it, and the rows behind it wait.
async fn rows_of_a_chunk_run_in_their_order(app: TestApp) {
    let acme = app.org("Acme").await;
    let home = app.org("Home").await;
    let ann = app.user(home, "ann").await;
    app.retire_org(home).await;
    let token = app.token_of_org(acme).await;
    let row = |last: Option<&str>, orgs: Option<UserOrgs>| JobRow {
        reference: None,
        operation: Ok(JobOperation::UpsertUser(UpsertUser {
            email: Some(Email::parse("email", "ann@example.com").expect("an address")),
            last: last.map(|last| Name::parse("last", last).expect("a name")),
            orgs,
            ..UpsertUser::default()
        })),
    };
    let join = UserOrgs {
        memberships: vec![UserMembership {
            org: OrgRef::Id(acme.into()),
            fields: MembershipFields::default(),
        }],
        ..UserOrgs::default()
    };
    let leave = UserOrgs {
        mode: SetMode::Remove,
        ..join.clone()
    };
    // The second row may change the name only because the first row adds a membership.
    let rows = vec![
        row(None, Some(join)),
        row(Some("Other"), None),
        row(None, Some(leave)),
    ];
    let id = execute(&app, &token, queued(JobKind::UpsertUser, rows)).await;
    run(&app).await;
    let results = results(&app, id).await;
    let words: Vec<_> = results.iter().map(|row| &row["result"]).collect();
    assert_eq!(words, ["updated", "updated", "updated"], "{results:#?}");
    let last = app
        .read(ROOT, &format!("user(id: \"{ann}\") {{ last }}"))
        .await;
    assert_eq!(last, json!({ "last": "Other" }));
}

async fn jobs_of_a_newer_format_are_left_to_newer_servers(app: TestApp) {
    let org = app.org("Acme").await;
    let id = queue(&app, ROOT, users(org, 1)).await;
    app.sql("UPDATE jobs SET format = 1000").await;
    assert_eq!(run(&app).await, [0_u32; 0]);
    assert_eq!(job(&app, id).await["status"], "QUEUED");
}

async fn a_server_runs_queued_jobs_until_it_stops(app: TestApp) {
    let org = app.org("Acme").await;
    let runner = Runner::start(&app.app, 2);
    let mut changes = app.app.watch_jobs();
    let id = queue(&app, ROOT, users(org, 5)).await;
    while job(&app, id).await["status"] != "COMPLETED" {
        changes.changed().await.expect("a change");
    }
    runner.stop().await;
    assert_eq!(user_count(&app).await, 5);
    queue(&app, ROOT, users(org, 1)).await;
    assert_eq!(
        app.count("SELECT count(*) FROM jobs WHERE status = 'queued'")
            .await,
        1
    );
}

on_both_engines! {
    chunk_of_rows_takes_few_statements,
    a_job_runs_every_row_and_reports_its_result,
    a_chunk_has_a_maximum_number_of_rows,
    job_taken_over_runs_each_row_once,
    worker_with_expired_lease_runs_no_more_rows,
    stopped_worker_releases_its_job_at_once,
    two_servers_share_the_jobs_of_a_database,
    a_job_fails_when_its_token_is_revoked,
    a_job_fails_when_its_token_expires,
    a_job_fails_when_its_user_is_suspended,
    a_job_fails_when_its_user_may_no_longer_run_jobs,
    permissions_of_a_row_are_checked_when_it_runs,
    queuing_a_job_requires_permission_to_run_jobs,
    a_job_has_from_one_to_10_000_rows,
    a_cancelled_job_runs_no_further_row,
    a_dry_run_stores_only_its_results,
    failed_rows_are_run_again_as_a_new_job,
    retry_of_a_failed_job_includes_rows_that_did_not_run,
    jobs_of_others_are_not_visible,
    jobs_and_results_are_read_page_by_page,
    every_kind_of_row_runs,
    memberships_can_be_queued_by_graphql,
    a_job_queued_in_a_dry_run_is_a_dry_run,
    atomic_request_queues_its_job_only_if_it_succeeds,
    jobs_are_kept_for_30_days,
    rows_of_a_chunk_run_in_their_order,
    jobs_of_a_newer_format_are_left_to_newer_servers,
    a_server_runs_queued_jobs_until_it_stops,
}
