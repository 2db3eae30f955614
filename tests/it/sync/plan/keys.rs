//! Whom rows find, and rows that contradict each other.

use serde_json::json;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{ask, own, owned};

async fn new_address_of_a_known_external_id_is_an_update(app: TestApp) {
    let org = app.org("Acme").await;
    owned(&app, org, "ann").await;
    let rows = [json!({ "external_id": "ann", "email": "anna@example.com" })];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        ["1 update email:ann@example.com>anna@example.com"]
    );
    assert_eq!(plan.guard.removals, 1);
}

async fn users_own_external_id_finds_members_of_the_source_in_orgs_of_the_run(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let ann = owned(&app, acme, "ann").await;
    let bob = owned(&app, beta, "bob").await;
    for (user, id) in [(ann, "u1"), (bob, "u2")] {
        let user = app.id(user);
        app.sql(&format!(
            "UPDATE users SET external_id = '{id}' WHERE id = {user}"
        ))
        .await;
    }
    let rows = [
        json!({ "user_external_id": "u1", "email": "new@example.com", "org": "Acme" }),
        json!({ "user_external_id": "u2", "org": "Acme" }),
    ];
    for given in [Some(acme), None] {
        let plan = ask(given, rows.clone()).plan(&app).await;
        assert_eq!(
            plan.shown(),
            [
                "1 update email:ann@example.com>new@example.com",
                "2 conflict USER_NOT_FOUND"
            ]
        );
    }
    let mut more = rows.to_vec();
    more.push(json!({ "email": "eve@example.com", "org": "Beta" }));
    let plan = ask(None, more).plan(&app).await;
    assert_eq!(plan.shown()[1], "2 join role=user status=active");
}

async fn former_address_of_a_merged_user_finds_the_kept_user(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let bob = app.user(org, "bob").await;
    let merge = format!("mergeUsers(keep: \"{ann}\", drop: \"{bob}\")");
    app.done(ROOT, &merge).await;
    // The address only names the user. It does not replace the user's own address.
    let rows = [json!({ "email": "bob@example.com", "last": "Lee" })];
    let plan = ask(Some(org), rows.clone()).replacing().plan(&app).await;
    assert_eq!(plan.shown(), ["1 update last:Test>Lee"]);
    // An external id that the file states finds the user too.
    let mut both = rows.to_vec();
    both[0]["external_id"] = json!("ann");
    let plan = ask(Some(org), both).plan(&app).await;
    assert_eq!(plan.shown(), ["1 update last:Test>Lee"]);
    // An actor who does not see the user does not find them. The plan does not show that another
    // user had the address.
    let other = app.org("Other").await;
    let token = app.token_of_org(other).await;
    let plan = ask(Some(other), rows).by(&token).plan(&app).await;
    assert!(
        plan.shown()[0].starts_with("1 create email=bob@example.com"),
        "{plan:#?}"
    );
}

async fn number_used_again_is_a_conflict(app: TestApp) {
    let org = app.org("Acme").await;
    for name in ["ann", "bob"] {
        let user = owned(&app, org, name).await;
        app.retire(org, user).await;
    }
    let rows = [
        json!({ "external_id": "ann", "email": "zoe@example.com", "first": "Zoe", "last": "Stone" }),
        json!({ "external_id": "bob", "email": "robert@example.com", "first": "bob", "last": "Test" }),
    ];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 conflict AMBIGUOUS_MATCH",
            "2 reactivate email:bob@example.com>robert@example.com status:retired>active",
        ]
    );
}

async fn address_that_is_given_up_is_not_taken(app: TestApp) {
    let org = app.org("Acme").await;
    owned(&app, org, "ann").await;
    owned(&app, org, "bob").await;
    let rows = [
        json!({ "external_id": "new", "email": "ann@example.com" }),
        json!({ "external_id": "bob", "email": "ann@example.com" }),
        json!({ "external_id": "ann", "email": "anna@example.com" }),
    ];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 conflict EMAIL_TAKEN",
            "3 update email:ann@example.com>anna@example.com",
            "2 conflict EMAIL_TAKEN",
        ]
    );
    for line in [1, 2] {
        assert!(plan.reason(line).starts_with("Line 3 "), "{plan:#?}");
    }
}

async fn row_that_finds_two_users_is_a_conflict(app: TestApp) {
    let org = app.org("Acme").await;
    for name in ["ann", "bob", "cat"] {
        owned(&app, org, name).await;
    }
    let cat = owned(&app, org, "tom").await;
    app.state(org, cat, "externalId: \"cat\"").await;
    let rows = [
        json!({ "external_id": "ann", "email": "bob@example.com" }),
        json!({ "external_id": "9", "email": "bob@example.com" }),
        json!({ "external_id": "cat", "last": "Stone" }),
        json!({ "external_id": "unknown" }),
    ];
    let plan = ask(Some(org), rows).replacing().plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 conflict AMBIGUOUS_MATCH",
            "2 conflict AMBIGUOUS_MATCH",
            "3 conflict AMBIGUOUS_MATCH",
            "4 conflict USER_NOT_FOUND",
            "- conflict AMBIGUOUS_MATCH",
        ],
        "nobody whom a row in conflict names is retired"
    );
}

/// Each key of a row may find other users. None of them is retired, whichever of them stands for the
/// person of the row.
async fn users_whom_the_keys_of_one_row_find_are_not_retired(app: TestApp) {
    let org = app.org("Acme").await;
    let mut users = Vec::new();
    for name in ["ann", "bob", "cat", "dan", "eve"] {
        users.push(owned(&app, org, name).await);
    }
    for (user, id) in [(0, "1"), (2, "1"), (4, "2")] {
        let user = app.id(users[user]);
        let sql = format!("UPDATE users SET external_id = '{id}' WHERE id = {user}");
        app.sql(&sql).await;
    }
    let conflict = "1 conflict AMBIGUOUS_MATCH";
    let retired = "- retire status:active>retired";
    let shared = "- conflict AMBIGUOUS_MATCH";
    for (row, shown) in [
        // The external ids find different users: bob and eve, in both orders of their ids.
        (
            json!({ "external_id": "bob", "user_external_id": "2" }),
            vec![conflict, retired, retired, retired],
        ),
        (
            json!({ "external_id": "eve", "user_external_id": "1" }),
            vec![conflict, retired, shared, retired],
        ),
        // Two users share the external id, and the membership is of a third.
        (
            json!({ "external_id": "bob", "user_external_id": "1" }),
            vec![conflict, shared, retired, retired],
        ),
        // The address finds another user too.
        (
            json!({ "external_id": "bob", "user_external_id": "2", "email": "cat@example.com" }),
            vec![conflict, retired, retired],
        ),
    ] {
        let plan = ask(Some(org), [row]).replacing().plan(&app).await;
        assert_eq!(plan.shown(), shown, "{plan:#?}");
    }
    // A former address finds the user who was kept.
    let old = app.user(org, "old").await;
    let merge = format!("mergeUsers(keep: \"{}\", drop: \"{old}\")", users[3]);
    app.done(ROOT, &merge).await;
    let rows =
        [json!({ "external_id": "bob", "user_external_id": "2", "email": "old@example.com" })];
    let plan = ask(Some(org), rows).replacing().plan(&app).await;
    assert_eq!(plan.shown(), [conflict, retired, retired], "{plan:#?}");
    let rows = [json!({ "external_id": "bob", "email": "old@example.com" })];
    let plan = ask(Some(org), rows).replacing().plan(&app).await;
    assert_eq!(
        plan.shown(),
        [conflict, retired, retired, retired],
        "{plan:#?}"
    );
    let left = app.count("SELECT count(*) FROM sync_ambiguous").await;
    assert_eq!(left, 0, "a plan that is made needs them no more");
}

/// A row with the external id of two users does not say which one leaves.
async fn users_who_share_an_external_id_are_not_retired(app: TestApp) {
    let org = app.org("Acme").await;
    for name in ["ann", "bob", "cat", "dan"] {
        let user = owned(&app, org, name).await;
        let id = if name == "dan" { "2" } else { "1" };
        let user = app.id(user);
        let sql = format!("UPDATE users SET external_id = '{id}' WHERE id = {user}");
        app.sql(&sql).await;
    }
    let rows = [json!({ "user_external_id": "1", "last": "Stone" })];
    let plan = ask(Some(org), rows).replacing().plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 conflict AMBIGUOUS_MATCH",
            "- conflict AMBIGUOUS_MATCH",
            "- conflict AMBIGUOUS_MATCH",
            "- retire status:active>retired",
        ]
    );
    // A file without such ids names users by their addresses.
    let rows = [json!({ "email": "ann@example.com" })];
    let plan = ask(Some(org), rows).replacing().plan(&app).await;
    let retired = "- retire status:active>retired";
    assert_eq!(plan.shown(), ["1 unchanged", retired, retired, retired]);
}

async fn two_persons_want_one_address(app: TestApp) {
    let org = app.org("Acme").await;
    owned(&app, org, "ann").await;
    let rows = [
        json!({ "external_id": "ann", "email": "new@example.com" }),
        json!({ "email": "NEW@example.com", "first": "Newt" }),
        json!({ "email": "ok@example.com" }),
    ];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 conflict EMAIL_TAKEN",
            "2 conflict EMAIL_TAKEN",
            "3 create email=ok@example.com role=user status=active",
        ]
    );
}

async fn same_person_twice_in_an_org_is_a_conflict(app: TestApp) {
    let org = app.org("Acme").await;
    owned(&app, org, "ann").await;
    let rows = [
        json!({ "email": "ann@example.com" }),
        json!({ "email": "new@example.com" }),
        json!({ "external_id": "ann" }),
        json!({ "email": "New@example.com" }),
    ];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 conflict AMBIGUOUS_MATCH",
            "3 conflict AMBIGUOUS_MATCH",
            "2 conflict AMBIGUOUS_MATCH",
            "4 conflict AMBIGUOUS_MATCH",
        ]
    );
    assert_eq!(
        plan.reason(3),
        "Lines 1, 3 name the same person in one org."
    );
}

async fn rows_of_a_person_must_agree(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let ann = owned(&app, acme, "ann").await;
    app.add(beta, ann).await;
    own(&app, "memberships", "user_id", ann).await;
    let rows = [
        json!({ "email": "ann@example.com", "org": "Acme", "first": "Anna" }),
        json!({ "email": "ann@example.com", "org": "Beta", "first": "Anne" }),
        json!({ "email": "new@example.com", "org": "Acme", "first": "New", "is_default": true }),
        json!({ "email": "new@example.com", "org": "Beta", "first": "New", "is_default": true }),
        json!({ "email": "two@example.com", "org": "Acme", "first": "Two" }),
        json!({ "email": "two@example.com", "org": "Beta", "mobile": "+1 2" }),
    ];
    let plan = ask(None, rows).replacing().plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 conflict INVALID_VALUE",
            "2 conflict INVALID_VALUE",
            "3 conflict INVALID_VALUE",
            "4 conflict INVALID_VALUE",
            "5 create email=two@example.com first=Two mobile=+1 2 role=user status=active",
            "6 join email=two@example.com role=user status=active",
        ]
    );
}

async fn orgs_are_named_by_id_name_and_external_id(app: TestApp) {
    let (acme, beta, gone) = (
        app.org("Acme").await,
        app.org("Beta").await,
        app.org("Gone").await,
    );
    let update = format!("updateOrg(org: \"{acme}\", externalId: \"beta\")");
    app.done(crate::support::ROOT, &update).await;
    app.retire_org(gone).await;
    let row = |n: usize, org: &str| json!({ "email": format!("u{n}@example.com"), "org": org });
    let rows = [
        row(1, &acme.to_string()),
        row(2, " ACME "),
        row(3, "beta"),
        row(4, "Gone"),
        row(5, "Nowhere"),
        json!({ "email": "u6@example.com" }),
    ];
    let plan = ask(None, rows.clone()).plan(&app).await;
    let codes: Vec<Option<&str>> = (1..=6).map(|line| plan.code(line)).collect();
    assert_eq!(
        codes,
        [
            None,
            None,
            Some("AMBIGUOUS_MATCH"),
            Some("ORG_RETIRED"),
            Some("ORG_NOT_FOUND"),
            Some("ORG_NOT_FOUND"),
        ]
    );
    let plan = ask(Some(beta), rows).plan(&app).await;
    let codes: Vec<Option<&str>> = (1..=6).map(|line| plan.code(line)).collect();
    let other = Some("ORG_MISMATCH");
    assert_eq!(codes, [other, other, None, other, other, None]);
}

async fn row_that_cannot_be_read_is_a_conflict(app: TestApp) {
    let org = app.org("Acme").await;
    let rows = [
        json!({ "email": "ann@example.com", "role": "boss" }),
        json!({ "email": "bob@example.com" }),
    ];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 conflict INVALID_ROLE",
            "2 create email=bob@example.com role=user status=active"
        ]
    );
}

on_both_engines! {
    former_address_of_a_merged_user_finds_the_kept_user,
    new_address_of_a_known_external_id_is_an_update,
    users_own_external_id_finds_members_of_the_source_in_orgs_of_the_run,
    number_used_again_is_a_conflict,
    address_that_is_given_up_is_not_taken,
    row_that_finds_two_users_is_a_conflict,
    users_who_share_an_external_id_are_not_retired,
    users_whom_the_keys_of_one_row_find_are_not_retired,
    two_persons_want_one_address,
    same_person_twice_in_an_org_is_a_conflict,
    rows_of_a_person_must_agree,
    orgs_are_named_by_id_name_and_external_id,
    row_that_cannot_be_read_is_a_conflict,
}
