//! Tests batches of changes that name users and orgs by e-mail address, external id or name: each
//! change finds the rows of the changes before it.

use uuid::Uuid;

use crate::{
    gather::{Call, together, with_one_turn, words},
    support::{ROOT, TestApp, on_both_engines},
};

fn root(call: String) -> Call {
    (ROOT.to_owned(), call)
}

fn upsert(input: &str) -> String {
    format!("upsertUser(input: {{ {input} }})")
}

fn set(user: &str, orgs: &str, mode: &str) -> String {
    format!("setUserMemberships(user: {{ {user} }}, memberships: [{orgs}], mode: {mode})")
}

async fn upserts_and_sets_take_few_statements(app: TestApp) {
    let app = with_one_turn(&app).await;
    let org = app.org("Acme").await;
    let mut calls = Vec::new();
    for n in 0..32 {
        let owner = app.owner(org, &format!("owner{n}")).await;
        let token = app.token_of(owner).await;
        let new = format!("email: \"new{n}@example.com\", organizations: [{{ name: \"acme\" }}]");
        let call = match n % 2 {
            0 => upsert(&new),
            _ => {
                let row = format!(
                    "{{ user: {{ email: \"owner{n}@example.com\" }}, membership: {{ externalId: \"e{n}\" }} }}"
                );
                format!("setOrgMembers(org: \"{org}\", members: [{row}], mode: ADD)")
            }
        };
        calls.push((token, call));
    }
    let (replies, statements) = together(&app, calls).await;
    for (n, word) in words(&replies).iter().enumerate() {
        let expected = ["created", "updated"][n % 2];
        assert_eq!(word, expected, "{n}: {}", replies[n]);
    }
    // A batch that looks up users by address takes at most 12 statements. The first change is
    // counted too. On SQLite, rows and events take separate statements.
    assert!(statements <= 12 + 4, "{statements}");
}

async fn reference_finds_rows_of_earlier_changes_in_the_batch(app: TestApp) {
    let app = with_one_turn(&app).await;
    let [acme, _] = [app.org("Acme").await, app.org("Beta").await];
    let ann = app.user(acme, "ann").await;
    let calls = [
        upsert(
            "email: \"bob@example.com\", externalId: \"b-1\", organizations: [{ name: \"Acme\" }]",
        ),
        set("externalId: \"b-1\"", "{ name: \"Beta\" }", "ADD"),
        // Found by the external id, the user gets another address, and is found by that address.
        upsert(
            "externalId: \"b-1\", match: { externalId: \"b-1\" }, email: \"robert@example.com\"",
        ),
        set(
            "email: \"robert@example.com\"",
            "{ name: \"Beta\" }",
            "REMOVE",
        ),
        set("email: \"bob@example.com\"", "{ name: \"Beta\" }", "ADD"),
        // The external id moves to another user.
        upsert(&format!("match: {{ id: \"{ann}\" }}, externalId: \"b-1\"")),
        set("externalId: \"b-1\"", "{ name: \"Beta\" }", "ADD"),
        upsert("match: { email: \"robert@example.com\" }, externalId: null"),
        set("externalId: \"b-1\"", "{ name: \"Beta\" }", "ADD"),
        // Names of orgs move too.
        format!("updateOrg(org: \"{acme}\", name: \"Gamma\", externalId: \"g\")"),
        set("externalId: \"b-1\"", "{ name: \"Acme\" }", "ADD"),
        set(
            "externalId: \"b-1\"",
            "{ name: \"gamma\" }, { externalId: \"g\" }",
            "ADD",
        ),
        "createOrg(name: \"Acme\")".to_owned(),
        set("externalId: \"b-1\"", "{ name: \"Acme\" }", "ADD"),
    ];
    let calls = calls.into_iter().map(root).collect();
    let (replies, _) = together(&app, calls).await;
    let expected = [
        "created",
        "updated",
        "updated",
        "updated",
        "USER_NOT_FOUND",
        "updated",
        "AMBIGUOUS_MATCH",
        "updated",
        "updated",
        "updated",
        "ORG_NOT_FOUND",
        "unchanged",
        "created",
        "updated",
    ];
    assert_eq!(words(&replies), expected, "{replies:#?}");
}

async fn external_id_finds_a_user_added_by_an_earlier_change(app: TestApp) {
    let app = with_one_turn(&app).await;
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let ann = app.user(acme, "ann").await;
    let update = upsert(&format!("match: {{ id: \"{ann}\" }}, externalId: \"a-1\""));
    assert_eq!(app.mutate(ROOT, &update).await["result"], "updated");
    let of_beta = app.token_of_org(beta).await;
    let state = |word: &str| {
        let row = format!(
            "{{ user: {{ externalId: \"a-1\" }}, membership: {{ externalId: \"{word}\" }} }}"
        );
        format!("setOrgMembers(org: \"{beta}\", members: [{row}], mode: ADD)")
    };
    let add = format!("addOrgMember(org: \"{beta}\", userId: \"{ann}\")");
    let remove = format!("removeOrgMember(org: \"{beta}\", userId: \"{ann}\")");
    let nobody =
        |id: Uuid| format!("updateMember(org: \"{beta}\", userId: \"{id}\", externalId: \"n\")");
    // The tokens take turns.
    let calls = vec![
        root(nobody(Uuid::nil())),
        (of_beta.clone(), state("before")),
        root(add),
        (of_beta.clone(), state("while")),
        root(remove),
        (of_beta, state("after")),
    ];
    let (replies, _) = together(&app, calls).await;
    let expected = [
        "USER_NOT_FOUND",
        "USER_NOT_FOUND",
        "created",
        "updated",
        "removed",
        "USER_NOT_FOUND",
    ];
    assert_eq!(words(&replies), expected, "{replies:#?}");
}

async fn membership_removed_by_an_earlier_change_shows_no_users(app: TestApp) {
    let app = with_one_turn(&app).await;
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let [ann, bob] = [app.user(acme, "ann").await, app.user(acme, "bob").await];
    let admin = app.admin(acme, "mia").await;
    app.state(beta, admin, "isOwner: true").await;
    let token = app.token_of(admin).await;
    let add = |user: Uuid| {
        let call = format!("addOrgMember(org: \"{beta}\", userId: \"{user}\")");
        (token.clone(), call)
    };
    let remove = format!("removeOrgMember(org: \"{acme}\", userId: \"{admin}\")");
    // The tokens take turns.
    let first = format!("updateOrg(org: \"{beta}\", externalId: \"b\")");
    let calls = vec![root(first), add(ann), root(remove), add(bob)];
    let (replies, _) = together(&app, calls).await;
    let expected = ["updated", "created", "removed", "USER_NOT_FOUND"];
    assert_eq!(words(&replies), expected, "{replies:#?}");
}

async fn permission_removed_by_an_earlier_change_is_not_granted(app: TestApp) {
    let app = with_one_turn(&app).await;
    let org = app.org("Acme").await;
    let [ann, bob] = [app.user(org, "ann").await, app.user(org, "bob").await];
    let rights = ["members:read", "members:write"];
    let role = app.role(org, "Desk", &rights).await;
    app.state(org, bob, &format!("roleIds: [\"{role}\"]")).await;
    let token = app.token_of(bob).await;
    let rename = |name: &str| {
        let call = format!("updateUser(userId: \"{ann}\", first: \"{name}\")");
        (token.clone(), call)
    };
    // The tokens take turns.
    let first = format!("updateOrg(org: \"{org}\", externalId: \"a\")");
    let take = format!("updateRole(roleId: \"{role}\", permissions: [\"members:read\"])");
    let calls = vec![root(first), rename("Before"), root(take), rename("After")];
    let (replies, _) = together(&app, calls).await;
    let expected = ["updated", "updated", "updated", "FORBIDDEN"];
    assert_eq!(words(&replies), expected, "{replies:#?}");
}

on_both_engines! {
    permission_removed_by_an_earlier_change_is_not_granted,
    membership_removed_by_an_earlier_change_shows_no_users,
    upserts_and_sets_take_few_statements,
    reference_finds_rows_of_earlier_changes_in_the_batch,
    external_id_finds_a_user_added_by_an_earlier_change,
}
