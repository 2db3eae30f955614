//! What the rows of a file do, action by action.

use serde_json::json;
use tenantry::domain::sync::Counts;

use crate::support::{TestApp, on_both_engines};

use super::{ask, own, owned};

async fn unknown_address_is_a_new_user(app: TestApp) {
    let org = app.org("Acme").await;
    let rows = [
        json!({ "email": "Ann@Example.com", "first": "Ann", "last": "Lee", "external_id": "7", "role": "admin", "mobile": "+49 151", "timezone": "Europe/Berlin", "is_default": true, "user_external_id": "u7" }),
        json!({ "email": "bob@example.com", "name": "Bob", "status": "retired", "groups": ["Sales"] }),
    ];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 create email=Ann@Example.com first=Ann last=Lee mobile=+49 151 timezone=Europe/Berlin user_external_id=u7 role=admin status=active external_id=7 is_default=true",
            "2 create email=bob@example.com name=Bob role=user status=retired",
        ]
    );
    assert_eq!(
        plan.reason(2),
        "Groups are ignored, because the row is retired."
    );
    let expected = Counts {
        created: 2,
        ..Counts::default()
    };
    assert_eq!(plan.counts, expected);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 0);
    for table in ["sync_rows", "sync_pieces", "sync_uploads"] {
        let count = app.count(&format!("SELECT count(*) FROM {table}")).await;
        assert_eq!(count, 0, "{table}");
    }
}

async fn known_user_joins(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let ann = app.user(acme, "ann").await;
    let rows = [json!({ "email": "ANN@example.com", "first": "Anna", "external_id": "7" })];
    let plan = ask(Some(beta), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        ["1 join OTHER_SOURCE first:ann>Anna(OTHER_SOURCE) role=user status=active external_id=7"]
    );
    assert_eq!(plan.rows[0].user_id, Some(ann.into()));
    own(&app, "users", "id", ann).await;
    let rows = [json!({ "email": "ann@example.com", "first": "Anna" })];
    let plan = ask(Some(beta), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        ["1 join first:ann>Anna role=user status=active"]
    );
}

async fn members_are_updated_retired_and_brought_back(app: TestApp) {
    let org = app.org("Acme").await;
    for name in ["ann", "bob", "cat", "dan", "eve"] {
        owned(&app, org, name).await;
    }
    let dan = owned(&app, org, "dora").await;
    app.retire(org, dan).await;
    let rows = [
        json!({ "email": "ann@example.com", "first": "Anna", "last": "Test", "role": "admin" }),
        json!({ "email": "bob@example.com", "status": "retired" }),
        json!({ "email": "cat@example.com", "external_id": "cat", "first": "cat", "name": "cat Test" }),
        json!({ "email": "dan@example.com", "external_id": "dan" }),
        json!({ "email": "dora@example.com" }),
        json!({ "external_id": "eve", "last": "Stone" }),
    ];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 update first:ann>Anna role:user>admin",
            "2 retire status:active>retired",
            "3-4 unchanged",
            "5 reactivate status:retired>active",
            "6 update last:Test>Stone",
        ]
    );
    let expected = Counts {
        updated: 2,
        retired: 1,
        unchanged: 2,
        reactivated: 1,
        removals: [("retired".to_owned(), 1)].into(),
        ..Counts::default()
    };
    assert_eq!(plan.counts, expected);
}

async fn cleared_fields_are_counted(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let update = format!("updateUser(userId: \"{ann}\", name: \"Annie\", mobile: \"+1 2\")");
    app.done(crate::support::ROOT, &update).await;
    let rows = [
        json!({ "email": "ann@example.com", "name": null, "mobile": null, "timezone": null, "external_id": null }),
    ];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        ["1 update name:Annie>- mobile:+1 2>- external_id:ann>-"]
    );
    assert_eq!((plan.counts.cleared_fields, plan.guard.removals), (3, 3));
}

async fn spelling_of_an_address_is_updated_only_for_a_user_found_by_an_id(app: TestApp) {
    let org = app.org("Acme").await;
    owned(&app, org, "ann").await;
    let rows = [json!({ "email": "Ann@example.com" })];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(plan.shown(), ["1 unchanged"]);
    let rows = [json!({ "email": "Ann@example.com", "external_id": "ann" })];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        ["1 update email:ann@example.com>Ann@example.com"]
    );
    assert_eq!(plan.guard.removals, 0);
}

async fn unchanged_lines_are_ranges(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let ann = owned(&app, acme, "ann").await;
    app.add(beta, ann).await;
    own(&app, "memberships", "user_id", ann).await;
    for name in ["bob", "cat"] {
        owned(&app, acme, name).await;
    }
    let row = |email: &str, org: &str| json!({ "email": email, "org": org });
    let rows = [
        row("ann@example.com", "Acme"),
        row("bob@example.com", "Acme"),
        row("new@example.com", "Acme"),
        row("cat@example.com", "acme"),
        row("ann@example.com", "BETA"),
    ];
    let plan = ask(None, rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1-2 unchanged",
            "3 create email=new@example.com role=user status=active",
            "4-5 unchanged",
        ]
    );
    assert_eq!(plan.counts.unchanged, 4);
}

async fn suspended_user_is_planned_and_said(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let suspend = format!("updateUser(userId: \"{ann}\", status: SUSPENDED)");
    app.done(crate::support::ROOT, &suspend).await;
    let rows = [json!({ "email": "ann@example.com", "role": "admin" })];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(plan.shown(), ["1 update role:user>admin"]);
    assert_eq!(plan.reason(1), "The user is suspended.");
}

async fn default_role_is_that_of_new_members(app: TestApp) {
    let org = app.org("Acme").await;
    owned(&app, org, "ann").await;
    let rows = [
        json!({ "email": "ann@example.com" }),
        json!({ "email": "bob@example.com" }),
    ];
    let mut admins = ask(Some(org), rows);
    admins.options.default_role = tenantry::entity::membership::MemberRole::Admin;
    assert_eq!(
        admins.plan(&app).await.shown(),
        [
            "1 unchanged",
            "2 create email=bob@example.com role=admin status=active"
        ]
    );
}

async fn default_org_moves(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let ann = owned(&app, acme, "ann").await;
    app.add(beta, ann).await;
    own(&app, "memberships", "user_id", ann).await;
    let rows = [
        json!({ "email": "ann@example.com", "org": "Acme" }),
        json!({ "email": "ann@example.com", "org": "Beta", "is_default": true }),
    ];
    let plan = ask(None, rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        ["1 unchanged", "2 update is_default:false>true"]
    );
}

on_both_engines! {
    unknown_address_is_a_new_user,
    known_user_joins,
    members_are_updated_retired_and_brought_back,
    cleared_fields_are_counted,
    spelling_of_an_address_is_updated_only_for_a_user_found_by_an_id,
    unchanged_lines_are_ranges,
    suspended_user_is_planned_and_said,
    default_role_is_that_of_new_members,
    default_org_moves,
}
