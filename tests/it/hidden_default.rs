//! Tests hidden defaults, which are in a retired org: another active org becomes the default, at
//! once, in a job, or when the user joins one.

use serde_json::{Value as Json, json};
use tenantry::runner::{Worker, WorkerStep};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns the names of the user's orgs, the default with its reason.
async fn orgs_of(app: &TestApp, user: Uuid) -> Vec<String> {
    let sql = format!(
        "SELECT o.name || COALESCE(': ' || m.default_reason, '') AS text FROM memberships m \
         JOIN orgs o ON o.id = m.org_id WHERE m.user_id = {} ORDER BY o.name",
        app.id(user)
    );
    let rows = app.sql(&sql).await;
    rows.iter()
        .map(|row| row.try_get("", "text").expect("a text"))
        .collect()
}

/// Runs all jobs.
async fn run_jobs(app: &TestApp) {
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
}

/// Counts users whose default is hidden although they are active members of an active org.
async fn hidden(app: &TestApp) -> i64 {
    app.count(
        "SELECT count(*) FROM memberships d JOIN orgs o ON o.id = d.org_id \
         WHERE d.is_default AND o.status = 'retired' AND EXISTS (SELECT 1 FROM memberships m \
         JOIN orgs a ON a.id = m.org_id WHERE m.user_id = d.user_id AND m.status = 'active' AND a.status = 'active')",
    )
    .await
}

async fn next_active_org_becomes_the_default(app: TestApp) {
    let [acme, beta, gone, dull] = [
        app.org("Acme").await,
        app.org("Beta").await,
        app.org("Aaa").await,
        app.org("Abc").await,
    ];
    let (ann, bob) = (app.user(acme, "ann").await, app.user(acme, "bob").await);
    for org in [beta, gone, dull] {
        app.add(org, ann).await;
    }
    // Retired orgs and retired memberships do not become the default.
    app.retire_org(gone).await;
    app.retire(dull, ann).await;
    let retire = format!("retireOrg(org: \"{acme}\")");
    let query = format!("mutation {{ it: {retire} {{ result records job {{ id }} }} }}");
    let retired = app.data(ROOT, &query).await;
    let expected = json!({ "result": "updated", "records": 3, "job": null });
    assert_eq!(retired["it"], expected);
    assert_eq!(
        orgs_of(&app, ann).await,
        ["Aaa", "Abc", "Acme", "Beta: promoted"]
    );
    // A user without another active org keeps the hidden default.
    assert_eq!(orgs_of(&app, bob).await, ["Acme: only"]);
    let shown = app
        .read(
            ROOT,
            &format!(
                "user(id: \"{ann}\") {{ defaultMembership {{ org {{ name }} defaultReason }} }}"
            ),
        )
        .await;
    let beta_is = json!({ "org": { "name": "Beta" }, "defaultReason": "PROMOTED" });
    assert_eq!(shown["defaultMembership"], beta_is);
    app.add(dull, bob).await;
    assert_eq!(
        orgs_of(&app, bob).await,
        ["Abc: promoted", "Acme: only"].map(|text| text.replace("Acme: only", "Acme"))
    );
    // When the org is restored, defaults do not move back.
    assert_eq!(
        app.result(ROOT, &format!("restoreOrg(org: \"{acme}\")"))
            .await,
        "reactivated"
    );
    assert_eq!(orgs_of(&app, bob).await, ["Abc: promoted", "Acme"]);
    assert_eq!(hidden(&app).await, 0);
    // The moved defaults are recorded in the same change as the org.
    let change = "SELECT count(*) FROM events e JOIN events o ON o.change_id = e.change_id \
         WHERE o.entity = 'org' AND e.entity = 'membership' AND e.verb = 'updated'";
    assert_eq!(app.count(change).await, 2);
}

async fn restored_org_becomes_the_default_of_members_without_one(app: TestApp) {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let ann = app.user(acme, "ann").await;
    app.add(beta, ann).await;
    app.retire_org(beta).await;
    app.retire_org(acme).await;
    assert_eq!(orgs_of(&app, ann).await, ["Acme: only", "Beta"]);
    let restore = format!("restoreOrg(org: \"{beta}\")");
    let restored = app.mutate(ROOT, &restore).await;
    assert_eq!(
        (&restored["result"], &restored["records"]),
        (&json!("reactivated"), &json!(3))
    );
    assert_eq!(orgs_of(&app, ann).await, ["Acme", "Beta: promoted"]);
}

/// The only visible membership becomes the default even if the request says `isDefault: false`.
async fn only_visible_membership_is_the_default(app: TestApp) {
    let [acme, beta, other] = [
        app.org("Acme").await,
        app.org("Beta").await,
        app.org("Other").await,
    ];
    let ann = app.user(acme, "ann").await;
    app.retire_org(acme).await;
    app.state(beta, ann, "isDefault: false").await;
    assert_eq!(orgs_of(&app, ann).await, ["Acme", "Beta: promoted"]);
    app.state(beta, ann, "isDefault: false").await;
    assert_eq!(orgs_of(&app, ann).await, ["Acme", "Beta: promoted"]);
    app.add(other, ann).await;
    let decline = format!(
        "upsertMembership(org: \"{beta}\", userId: \"{ann}\", input: {{ isDefault: false }})"
    );
    app.refuses(ROOT, &decline, "DEFAULT_REQUIRED", "isDefault")
        .await;
}

async fn retired_org_can_be_restored_under_another_name(app: TestApp) {
    let acme = app.org("Acme").await;
    app.retire_org(acme).await;
    let other = app.org("ACME").await;
    let restore = |name: &str| format!("restoreOrg(org: \"{acme}\"{name})");
    let taken = app.refuses(ROOT, &restore(""), "NAME_TAKEN", "name").await;
    assert_eq!(taken["existingId"], json!(other));
    let taken = restore(", name: \" acme \"");
    app.refuses(ROOT, &taken, "NAME_TAKEN", "name").await;
    let empty = restore(", name: \"\"");
    app.refuses(ROOT, &empty, "INVALID_VALUE", "name").await;
    let new = restore(", name: \"Acme 2\"");
    assert_eq!(app.result(ROOT, &new).await, "reactivated");
    let shown = app
        .read(ROOT, &format!("org(id: \"{acme}\") {{ name status }}"))
        .await;
    assert_eq!(shown, json!({ "name": "Acme 2", "status": "ACTIVE" }));
    // A retry is unchanged. Restoring an active org does not rename it.
    assert_eq!(app.result(ROOT, &new).await, "unchanged");
    assert_eq!(app.result(ROOT, &restore("")).await, "unchanged");
    let other_name = restore(", name: \"Acme 3\"");
    app.refuses(ROOT, &other_name, "INVALID_VALUE", "name")
        .await;
}

/// The change rechecks the defaults of 10,000 members, and a job rechecks the rest. No member is
/// left out between them.
async fn defaults_of_a_large_org_move_in_several_transactions(app: TestApp) {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    app.crowd(acme, 12_345).await;
    let members = "SELECT user_id FROM memberships";
    let add = format!(
        "INSERT INTO memberships (id, org_id, user_id, role, status, is_owner, is_default, created_at, updated_at) \
         SELECT {}, o.id, m.user_id, 'user', 'active', FALSE, FALSE, o.created_at, o.created_at \
         FROM (SELECT user_id, row_number() OVER (ORDER BY user_id) AS n FROM ({members}) AS x) AS m, orgs o WHERE o.id = {}",
        app.id_of_number("m.n + 5000000"),
        app.id(beta)
    );
    app.sql(&add).await;
    let query = format!(
        "mutation {{ it: retireOrg(org: \"{acme}\") {{ result records job {{ id kind status }} }} }}"
    );
    // The token that retires the org is revoked before the job runs. The job completes a change
    // that was allowed.
    let token = app.token("").await;
    let retired = app.data(&token, &query).await;
    let revoke = "UPDATE tokens SET revoked_at = created_at WHERE name = 'test'";
    app.sql(revoke).await;
    let it = &retired["it"];
    assert_eq!(
        (&it["result"], &it["job"]["kind"]),
        (&json!("updated"), &json!("settleDefaults")),
        "{it}"
    );
    // The row of the org, and two memberships of each of 10,000 members.
    assert_eq!(it["records"], 20_001);
    assert_eq!(hidden(&app).await, 2_345);
    run_jobs(&app).await;
    assert_eq!(hidden(&app).await, 0);
    let promoted =
        "SELECT count(*) FROM memberships WHERE is_default AND default_reason = 'promoted'";
    assert_eq!(app.count(promoted).await, 12_345);
    let job: Json = it["job"]["id"].clone();
    let id = job.as_str().expect("an id");
    let job = app
        .read(
            ROOT,
            &format!("job(id: \"{id}\") {{ status failed total }}"),
        )
        .await;
    assert_eq!(
        job,
        json!({ "status": "COMPLETED", "failed": 0, "total": 3 })
    );
    let events = "SELECT count(*) FROM events WHERE entity = 'membership' AND verb = 'updated'";
    assert_eq!(app.count(events).await, 24_690);
}

/// Defaults that were hidden before the rule existed are rechecked once, by a job that a migration
/// queues.
async fn earlier_hidden_defaults_are_rechecked_once(app: TestApp) {
    let [acme, beta, gone] = [
        app.org("Acme").await,
        app.org("Beta").await,
        app.org("Gone").await,
    ];
    let (ann, bob) = (app.user(acme, "ann").await, app.user(acme, "bob").await);
    app.add(beta, ann).await;
    app.user(gone, "carl").await;
    let retire = "UPDATE orgs SET status = 'retired' WHERE name IN ('Acme', 'Gone')";
    app.sql(retire).await;
    let db = app.app.db();
    // The migration that queues the job, and those after it.
    db.migrate_down(9).await.expect("down");
    db.migrate().await.expect("up");
    let app = app.another().await;
    assert_eq!(hidden(&app).await, 1);
    run_jobs(&app).await;
    assert_eq!(hidden(&app).await, 0);
    assert_eq!(orgs_of(&app, ann).await, ["Acme", "Beta: promoted"]);
    assert_eq!(orgs_of(&app, bob).await, ["Acme: only"]);
    let jobs = app
        .read(
            ROOT,
            "jobs(first: 9) { nodes { kind status total failed } }",
        )
        .await;
    let expected =
        json!([{ "kind": "settleDefaults", "status": "COMPLETED", "total": 2, "failed": 0 }]);
    assert_eq!(jobs["nodes"], expected);
}

on_both_engines! {
    earlier_hidden_defaults_are_rechecked_once,
    next_active_org_becomes_the_default,
    restored_org_becomes_the_default_of_members_without_one,
    only_visible_membership_is_the_default,
    retired_org_can_be_restored_under_another_name,
    defaults_of_a_large_org_move_in_several_transactions,
}
