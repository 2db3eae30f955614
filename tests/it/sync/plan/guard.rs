//! Limits, retirements, and orgs that the file does not name.

use serde_json::{Value as Json, json};
use tenantry::entity::sync_run::SyncStatus;
use uuid::Uuid;

use crate::support::{TestApp, on_both_engines};

use super::{ask, own, owned};

/// Gives all memberships of an org to the source `hr`.
async fn own_all(app: &TestApp, org: Uuid) {
    let org = app.id(org);
    let sql = format!("UPDATE memberships SET owned_by = 'hr' WHERE org_id = {org}");
    app.sql(&sql).await;
}

/// Returns the rows of members whom [`TestApp::crowd`] has created.
async fn rows_of(app: &TestApp, org: Uuid) -> Vec<Json> {
    let id = app.id(org);
    let sql = format!(
        "SELECT u.email FROM users u JOIN memberships m ON m.user_id = u.id WHERE m.org_id = {id} ORDER BY u.email_key"
    );
    let rows = app.sql(&sql).await;
    let row = |email: String| json!({ "email": email, "org": org.to_string() });
    rows.iter()
        .map(|found| row(found.try_get("", "email").expect("an address")))
        .collect()
}

async fn members_without_a_row_are_retired(app: TestApp) {
    let (acme, beta, gamma) = (
        app.org("Acme").await,
        app.org("Beta").await,
        app.org("Gamma").await,
    );
    let ann = owned(&app, acme, "ann").await;
    app.add(beta, ann).await;
    app.add(gamma, ann).await;
    own(&app, "memberships", "user_id", ann).await;
    owned(&app, acme, "bob").await;
    owned(&app, beta, "cat").await;
    app.user(acme, "dan").await;
    let rows = [
        json!({ "email": "ann@example.com", "org": "Acme" }),
        json!({ "email": "new@example.com", "org": "Beta" }),
    ];
    let plan = ask(None, rows.clone()).replacing().plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 unchanged",
            "- retire status:active>retired",
            "2 create email=new@example.com role=user status=active",
            "- retire status:active>retired",
            "- retire status:active>retired",
        ]
    );
    assert_eq!(plan.rows[1].user_id, Some(ann.into()));
    assert_eq!(plan.rows[1].org_id, Some(beta.into()));
    assert_eq!(plan.counts.retired, 3);
    let untouched = format!(
        "SELECT count(*) FROM sync_scopes WHERE NOT is_touched AND org_id = {}",
        app.id(gamma)
    );
    assert_eq!(app.count(&untouched).await, 1);
    let plan = ask(None, rows).plan(&app).await;
    assert_eq!(plan.counts.retired, 0);
}

async fn person_whom_a_row_in_conflict_names_is_not_retired(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let ann = owned(&app, acme, "ann").await;
    app.add(beta, ann).await;
    own(&app, "memberships", "user_id", ann).await;
    let rows = [
        json!({ "email": "ann@example.com", "org": "Acme" }),
        json!({ "email": "ann@example.com", "org": "Betta" }),
        json!({ "email": "new@example.com", "org": "Beta" }),
    ];
    let plan = ask(None, rows).replacing().plan(&app).await;
    assert_eq!(plan.counts.retired, 0, "{plan:#?}");
    assert_eq!(plan.code(2), Some("ORG_NOT_FOUND"));
    let rows = [
        json!({ "email": "ann@example.com", "org": "Acme", "role": "boss" }),
        json!({ "email": "new@example.com", "org": "Beta" }),
    ];
    let plan = ask(None, rows).replacing().plan(&app).await;
    assert_eq!(plan.counts.retired, 0, "{plan:#?}");
    assert_eq!(plan.code(1), Some("INVALID_ROLE"));
}

async fn limit_is_at_least_twenty_and_a_twentieth_of_the_members(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    app.crowd(acme, 530).await;
    let (from, to) = (app.id(acme), app.id(beta));
    app.sql(&format!(
        "UPDATE memberships SET org_id = {to} WHERE org_id = {from} AND user_id IN \
         (SELECT id FROM users ORDER BY email_key LIMIT 30)"
    ))
    .await;
    own_all(&app, acme).await;
    own_all(&app, beta).await;
    let (of_acme, of_beta) = (rows_of(&app, acme).await, rows_of(&app, beta).await);
    let few = [&of_acme[26..], &of_beta[..]].concat();
    let plan = ask(None, few).replacing().plan(&app).await;
    assert_eq!((plan.guard.removals, plan.guard.limit), (26, 26));
    assert!(plan.guard.tripped, "the limit of the org is 25");
    assert_eq!(plan.guard.reasons.len(), 1);
    let fewer = [&of_acme[25..], &of_beta[1..]].concat();
    let plan = ask(None, fewer).replacing().plan(&app).await;
    assert!(!plan.guard.tripped, "{:?}", plan.guard);
    let many = [&of_acme[..], &of_beta[21..]].concat();
    let plan = ask(None, many).replacing().plan(&app).await;
    assert_eq!((plan.guard.removals, plan.guard.limit), (21, 26));
    assert!(plan.guard.tripped, "the limit of the other org is 20");
    let added = ask(None, &of_acme[..1]).plan(&app).await;
    assert_eq!((added.guard.removals, added.guard.limit), (0, 25));
}

async fn org_that_would_be_empty_trips_the_guard(app: TestApp) {
    let org = app.org("Acme").await;
    for name in ["ann", "bob", "cat"] {
        owned(&app, org, name).await;
    }
    let retired = |name: &str| json!({ "external_id": name, "status": "retired" });
    let all = ["ann", "bob", "cat"].map(retired);
    let plan = ask(Some(org), all.clone()).plan(&app).await;
    assert_eq!(
        plan.guard.reasons,
        ["Org `Acme` would have no active member."]
    );
    assert!(plan.guard.tripped);
    let mut more = all.to_vec();
    more.push(json!({ "email": "new@example.com" }));
    assert!(!ask(Some(org), more).plan(&app).await.guard.tripped);
    let plan = ask(Some(org), &all[..2]).plan(&app).await;
    assert!(!plan.guard.tripped);
}

async fn empty_file_replaces_nobody(app: TestApp) {
    let org = app.org("Acme").await;
    owned(&app, org, "ann").await;
    let plan = ask(Some(org), []).replacing().plan(&app).await;
    assert_eq!(plan.status, SyncStatus::Failed);
    assert_eq!(plan.error.as_deref(), Some("EMPTY_INPUT"));
    assert!(plan.items.is_empty());
    let discarded = "SELECT count(*) FROM sync_uploads WHERE is_discarded";
    assert_eq!(app.count(discarded).await, 1);
    let plan = ask(Some(org), []).plan(&app).await;
    assert_eq!(plan.shown(), [""; 0]);
}

on_both_engines! {
    members_without_a_row_are_retired,
    person_whom_a_row_in_conflict_names_is_not_retired,
    limit_is_at_least_twenty_and_a_twentieth_of_the_members,
    org_that_would_be_empty_trips_the_guard,
    empty_file_replaces_nobody,
}
