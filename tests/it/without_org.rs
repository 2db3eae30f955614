//! Users without an org: which changes list a user as one, and which take them off the list.

use serde_json::json;
use uuid::Uuid;

use crate::support::{Program, ROOT, TestApp, on_both_engines};

/// Returns the names of the users without an org, and checks that the other users are those with
/// one.
async fn without(app: &TestApp) -> Vec<String> {
    let mut lists = Vec::new();
    for is_without in [true, false] {
        let query = format!(
            "users(filter: {{ withoutOrg: {is_without} }}) {{ totalCount nodes {{ first }} }}"
        );
        let list = app.read(ROOT, &query).await;
        let nodes = list["nodes"].as_array().expect("nodes");
        assert_eq!(list["totalCount"], json!(nodes.len()));
        let names = nodes.iter().map(|user| user["first"].as_str());
        let names: Vec<String> = names.map(|name| name.expect("a name").to_owned()).collect();
        lists.push(names);
    }
    let all = app.sql("SELECT id FROM users").await.len();
    assert_eq!(all, lists[0].len() + lists[1].len());
    assert_eq!(stored(app).await.len(), lists[0].len());
    lists.swap_remove(0)
}

/// Returns the users of the table.
async fn stored(app: &TestApp) -> Vec<Uuid> {
    let rows = app.sql("SELECT user_id FROM users_without_org").await;
    let users = rows.iter().map(|row| row.try_get("", "user_id"));
    users.collect::<Result<_, _>>().expect("ids")
}

async fn remove(app: &TestApp, org: Uuid, user: Uuid) {
    let remove = format!("removeOrgMember(org: \"{org}\", userId: \"{user}\")");
    app.done(ROOT, &remove).await;
}

async fn user_is_listed_from_their_last_membership_to_the_next(app: TestApp) {
    let (own, other) = (app.org("Own").await, app.org("Other").await);
    let ann = app.user(own, "ann").await;
    app.user(own, "bob").await;
    app.add(other, ann).await;
    assert_eq!(without(&app).await, Vec::<String>::new());
    remove(&app, own, ann).await;
    assert_eq!(without(&app).await, Vec::<String>::new(), "one is left");
    // A retired membership is one, and so is a membership in a retired org.
    app.retire(other, ann).await;
    assert_eq!(without(&app).await, Vec::<String>::new());
    remove(&app, other, ann).await;
    assert_eq!(without(&app).await, ["ann"]);
    app.add(own, ann).await;
    assert_eq!(without(&app).await, Vec::<String>::new());
    app.retire_org(own).await;
    assert_eq!(without(&app).await, Vec::<String>::new());
}

async fn user_may_be_created_without_an_org(app: TestApp) {
    let org = app.org("Acme").await;
    let rows = format!(
        "upsertUsers(rows: [{{ email: \"eve@x.example\", first: \"eve\", last: \"x\" }}, \
         {{ email: \"fay@x.example\", first: \"fay\", last: \"x\", organizations: [{{ id: \"{org}\" }}] }}])"
    );
    let query = format!("mutation {{ {rows} {{ failed }} }}");
    let data = app.data(ROOT, &query).await;
    assert_eq!(data["upsertUsers"]["failed"], json!(0), "{data}");
    assert_eq!(without(&app).await, ["eve"]);
}

async fn changes_of_one_transaction_count_together(app: TestApp) {
    let [one, two, three] = [
        app.org("One").await,
        app.org("Two").await,
        app.org("Three").await,
    ];
    let (ann, bob) = (app.user(one, "ann").await, app.user(one, "bob").await);
    let second = app.add(two, ann).await;
    let set = |user: Uuid, orgs: &[Uuid]| {
        let orgs: Vec<String> = orgs
            .iter()
            .map(|org| format!("{{ id: \"{org}\" }}"))
            .collect();
        format!(
            "setUserMemberships(user: {{ id: \"{user}\" }}, mode: REPLACE, memberships: [{}])",
            orgs.join(", ")
        )
    };
    // The user leaves their only org and joins another one.
    app.done(ROOT, &set(bob, &[three])).await;
    assert_eq!(without(&app).await, Vec::<String>::new());
    // The only two memberships of a user end in one batch.
    let first: Uuid = app
        .sql(&format!(
            "SELECT id FROM memberships WHERE org_id = {} AND user_id = {}",
            app.id(one),
            app.id(ann)
        ))
        .await[0]
        .try_get("", "id")
        .expect("an id");
    let delete = format!(
        "mutation {{ deleteMemberships(ids: [\"{first}\", \"{second}\"], mode: ATOMIC) {{ failed }} }}"
    );
    let data = app.data(ROOT, &delete).await;
    assert_eq!(data["deleteMemberships"]["failed"], json!(0), "{data}");
    assert_eq!(without(&app).await, ["ann"]);
    app.done(ROOT, &set(ann, &[one, two])).await;
    assert_eq!(without(&app).await, Vec::<String>::new());
    app.done(ROOT, &set(ann, &[])).await;
    assert_eq!(without(&app).await, ["ann"]);
}

async fn merged_and_deleted_users_leave_no_row(app: TestApp) {
    let org = app.org("Acme").await;
    let [ann, bob, cid] = [
        app.user(org, "ann").await,
        app.user(org, "bob").await,
        app.user(org, "cid").await,
    ];
    remove(&app, org, ann).await;
    remove(&app, org, cid).await;
    assert_eq!(without(&app).await, ["ann", "cid"]);
    // The user without an org gets the other user's membership.
    let merge = |keep: Uuid, drop: Uuid| format!("mergeUsers(keep: \"{keep}\", drop: \"{drop}\")");
    app.done(ROOT, &merge(ann, bob)).await;
    assert_eq!(without(&app).await, ["cid"]);
    app.done(ROOT, &merge(ann, cid)).await;
    assert_eq!(without(&app).await, Vec::<String>::new());
    remove(&app, org, ann).await;
    assert_eq!(without(&app).await, ["ann"]);
    app.done(ROOT, &format!("deleteUser(userId: \"{ann}\")"))
        .await;
    assert_eq!(without(&app).await, Vec::<String>::new());
}

/// Servers of older versions do not write the rows.
async fn rows_are_written_with_the_keys_of_a_new_version(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let eve = app.user(org, "eve").await;
    // More users than one batch.
    app.crowd(org, 1_500).await;
    remove(&app, org, bob).await;
    let spoil = [
        "DELETE FROM users_without_org".to_owned(),
        format!(
            "INSERT INTO users_without_org (user_id) VALUES ({})",
            app.id(ann)
        ),
    ];
    for sql in &spoil {
        app.sql(sql).await;
    }
    assert_eq!(stored(&app).await, [ann]);
    app.sql("UPDATE key_version SET version = 2").await;
    app.app.rekey(|_| ()).await.expect("keys");
    assert_eq!(stored(&app).await, [bob]);
    // `tenantry check` finds such rows, and `--repair` writes them anew.
    for sql in &spoil {
        app.sql(sql).await;
    }
    let check = |arguments: &[&str]| {
        let output = Program::alone().on(&app.config.database_url).run(arguments);
        (
            output.status.code(),
            String::from_utf8(output.stdout).expect("text"),
        )
    };
    let (code, found) = check(&["check"]);
    assert_eq!(code, Some(1), "{found}");
    for (user, is_listed) in [(ann, true), (bob, true), (eve, false)] {
        assert_eq!(found.contains(&user.to_string()), is_listed, "{found}");
    }
    let advice =
        "Users who are wrongly in the list of users without an org, or missing from it: 2.";
    assert!(found.contains(advice), "{found}");
    let (_, repaired) = check(&["check", "--repair"]);
    assert!(repaired.starts_with("Rewritten rows: 2."), "{repaired}");
    assert_eq!(stored(&app).await, [bob]);
    let (code, found) = check(&["check"]);
    assert_eq!(code, Some(0), "{found}");
}

async fn list_is_written_again_after_a_migration_down(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    app.user(org, "bob").await;
    remove(&app, org, ann).await;
    let db = app.app.db();
    db.migrate_down(1).await.expect("down");
    db.migrate().await.expect("up");
    let app = app.another().await;
    app.app.rekey(|_| ()).await.expect("keys");
    assert_eq!(without(&app).await, ["ann"]);
}

/// A list of many users without an org is read in its order.
async fn many_users_are_without_org(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "zoe").await;
    let crowd = 10_010;
    app.crowd(org, crowd).await;
    for sql in [
        "DELETE FROM memberships WHERE user_id IN (SELECT id FROM users WHERE last_name = 'of 10010')",
        "INSERT INTO users_without_org (user_id) SELECT id FROM users WHERE last_name = 'of 10010'",
    ] {
        app.sql(sql).await;
    }
    let list = "totalCount nodes { first }";
    let of = |is_without: bool, rest: &str| {
        format!("users(filter: {{ withoutOrg: {is_without}{rest} }}, first: 2) {{ {list} }}")
    };
    let nodes = json!([{ "first": "Person 1" }, { "first": "Person 10" }]);
    let found = app.read(ROOT, &of(true, "")).await;
    assert_eq!(found, json!({ "totalCount": crowd, "nodes": nodes }));
    let found = app
        .read(ROOT, &of(true, ", email: \"p10@example.com\""))
        .await;
    assert_eq!(found["nodes"], json!([{ "first": "Person 10" }]));
    let found = app.read(ROOT, &of(false, "")).await;
    assert_eq!(
        found,
        json!({ "totalCount": 1, "nodes": [{ "first": "zoe" }] })
    );
    let counts = app.read(ROOT, "counts { usersWithoutOrg }").await;
    assert_eq!(counts["usersWithoutOrg"], json!(crowd));
}

on_both_engines! {
    user_is_listed_from_their_last_membership_to_the_next,
    user_may_be_created_without_an_org,
    changes_of_one_transaction_count_together,
    merged_and_deleted_users_leave_no_row,
    rows_are_written_with_the_keys_of_a_new_version,
    list_is_written_again_after_a_migration_down,
    many_users_are_without_org,
}
