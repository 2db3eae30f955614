//! The former ids and addresses of merged users: who finds the kept user by them, and when they
//! end.

use serde_json::{Value as Json, json};
use tenantry::runner::{Worker, WorkerStep};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{groups, memberships, merge};

/// A kept user and the id of a merged one, whose address was `bob@example.com`, in two orgs.
struct Merged {
    acme: Uuid,
    beta: Uuid,
    ann: Uuid,
    bob: Uuid,
}

async fn merged(app: &TestApp) -> Merged {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let (ann, bob) = (app.user(acme, "ann").await, app.user(beta, "bob").await);
    app.done(ROOT, &merge(ann, bob)).await;
    Merged {
        acme,
        beta,
        ann,
        bob,
    }
}

/// Returns the id of an object in a reply.
fn id(value: &Json) -> &str {
    value["id"].as_str().unwrap_or_default()
}

async fn queries_follow_the_former_id_and_address(app: TestApp) {
    let Merged {
        acme,
        beta,
        ann,
        bob,
    } = merged(&app).await;
    let group = app.group(beta, "Staff").await;
    app.join(beta, group, ann).await;
    app.token(&format!("userId: \"{ann}\", org: \"{acme}\""))
        .await;
    for query in [
        format!("user(id: \"{bob}\") {{ id }}"),
        "user(email: \"BOB@example.com\") { id }".to_owned(),
        format!("node(id: \"{bob}\") {{ id }}"),
    ] {
        assert_eq!(
            id(&app.read(ROOT, &query).await),
            ann.to_string(),
            "{query}"
        );
    }
    let nodes = format!("nodes(ids: [\"{bob}\", \"{acme}\", \"{ann}\"]) {{ id }}");
    let nodes = app.read(ROOT, &nodes).await;
    assert_eq!(nodes, json!([{ "id": ann }, { "id": acme }, { "id": ann }]));
    for criteria in [
        "email: \"bob@example.com\"",
        "email: \"bob@example.com\", name: \"ann\"",
    ] {
        let found = app
            .read(ROOT, &format!("findUserBy({criteria}) {{ id }}"))
            .await;
        assert_eq!(found, json!([{ "id": ann }]), "{criteria}");
    }
    let other = "findUserBy(email: \"bob@example.com\", name: \"bob\") { id }";
    assert_eq!(app.read(ROOT, other).await, json!([]));
    for filter in [
        "email: \"bob@example.com\"".to_owned(),
        format!("ids: [\"{bob}\"]"),
        format!("ids: [\"{bob}\", \"{ann}\"]"),
        format!("email: \"bob@example.com\", ids: [\"{bob}\"]"),
    ] {
        let query = format!("users(filter: {{ {filter} }}) {{ totalCount nodes {{ id }} }}");
        let expected = json!({ "totalCount": 1, "nodes": [{ "id": ann }] });
        assert_eq!(app.read(ROOT, &query).await, expected, "{filter}");
    }
    for (query, total) in [
        (
            format!("memberships(filter: {{ user: \"{bob}\" }}) {{ totalCount }}"),
            2,
        ),
        (
            format!("tokens(filter: {{ user: \"{bob}\" }}) {{ totalCount }}"),
            1,
        ),
    ] {
        assert_eq!(app.read(ROOT, &query).await["totalCount"], total, "{query}");
    }
    let membership = format!("membership(org: \"{acme}\", user: \"{bob}\") {{ user {{ id }} }}");
    assert_eq!(
        id(&app.read(ROOT, &membership).await["user"]),
        ann.to_string()
    );
    assert_eq!(groups(&app, beta, bob).await, ["Staff"]);
    let access = format!(
        "checkAccess(user: \"{bob}\", org: \"{acme}\", permission: \"groups:read\") {{ reason }}"
    );
    assert_eq!(app.read(ROOT, &access).await["reason"], "not granted");
    let access = format!(
        "checkAccess(user: \"{bob}\", org: \"{acme}\", permission: \"groups:read\") {{ reason }}"
    );
    let own = app.token_of(ann).await;
    assert_eq!(app.read(&own, &access).await["reason"], "not granted");
}

async fn mutations_follow_the_former_id(app: TestApp) {
    let Merged {
        acme,
        beta,
        ann,
        bob,
    } = merged(&app).await;
    let cora = app.org("Cora").await;
    let group = app.group(acme, "Staff").await;
    for (field, result) in [
        (
            format!("addOrgMember(org: \"{cora}\", userId: \"{bob}\")"),
            "created",
        ),
        (
            format!("addOrgMember(org: \"{cora}\", userId: \"{bob}\")"),
            "unchanged",
        ),
        (
            format!("updateMember(org: \"{cora}\", userId: \"{bob}\", role: \"admin\")"),
            "updated",
        ),
        (
            format!(
                "upsertMembership(org: \"{cora}\", userId: \"{bob}\", input: {{ externalId: \"E\" }})"
            ),
            "updated",
        ),
        (
            format!("makeDefault(org: \"{cora}\", userId: \"{bob}\")"),
            "updated",
        ),
        (
            format!(
                "holdMembership(org: \"{cora}\", userId: \"{bob}\", until: \"2026-02-01T00:00:00Z\", reason: \"x\")"
            ),
            "updated",
        ),
        (
            format!("releaseMembership(org: \"{cora}\", userId: \"{bob}\")"),
            "updated",
        ),
        (
            format!("addGroupMembership(org: \"{acme}\", groupId: \"{group}\", userId: \"{bob}\")"),
            "created",
        ),
        (
            format!(
                "removeGroupMembership(org: \"{acme}\", groupId: \"{group}\", userId: \"{bob}\")"
            ),
            "removed",
        ),
        (
            format!(
                "removeGroupMembership(org: \"{acme}\", groupId: \"{group}\", userId: \"{bob}\")"
            ),
            "unchanged",
        ),
        (
            format!(
                "setGroupMembers(groupId: \"{group}\", members: [{{ id: \"{bob}\" }}], mode: REPLACE)"
            ),
            "updated",
        ),
        (
            format!(
                "setOrgMembers(org: \"{acme}\", members: [{{ user: {{ id: \"{bob}\" }}, membership: {{ role: ADMIN }} }}], mode: REPLACE)"
            ),
            "updated",
        ),
        (
            format!(
                "setUserMemberships(user: {{ id: \"{bob}\" }}, memberships: [{{ id: \"{beta}\" }}], mode: ADD)"
            ),
            "unchanged",
        ),
        (
            format!("upsertUser(input: {{ match: {{ id: \"{bob}\" }}, first: \"Anna\" }})"),
            "updated",
        ),
        (
            format!("updateUser(userId: \"{bob}\", last: \"Lee\")"),
            "updated",
        ),
        (
            format!("createOrg(name: \"Dora\", owner: \"{bob}\")"),
            "created",
        ),
        (
            format!("removeOrgMember(org: \"{cora}\", userId: \"{bob}\")"),
            "removed",
        ),
    ] {
        assert_eq!(app.result(ROOT, &field).await, result, "{field}");
    }
    let batch = format!(
        "mutation {{ it: createMemberships(rows: [{{ org: {{ id: \"{cora}\" }}, user: {{ id: \"{bob}\" }} }}]) {{ rows {{ result }} }} }}"
    );
    let rows = app.data(ROOT, &batch).await;
    assert_eq!(rows["it"]["rows"], json!([{ "result": "created" }]));
    let token = app.token(&format!("userId: \"{bob}\"")).await;
    let viewer = app.data(&token, "{ viewer { user { id name } } }").await;
    assert_eq!(
        viewer["viewer"]["user"],
        json!({ "id": ann, "name": "Anna Lee" })
    );
    let rows = memberships(&app, ann).await;
    let orgs: Vec<_> = rows.iter().map(|row| row["org"]["name"].as_str()).collect();
    assert_eq!(orgs.len(), 4, "{orgs:?}");
    assert_eq!(app.count("SELECT count(*) FROM users").await, 1);
}

async fn former_address_finds_the_kept_user_and_is_taken(app: TestApp) {
    let Merged { acme, ann, .. } = merged(&app).await;
    let create = format!(
        "createUser(org: \"{acme}\", email: \"bob@example.com\", first: \"ann\", last: \"\")"
    );
    let refused = app.refuses(ROOT, &create, "EMAIL_TAKEN", "email").await;
    assert_eq!(refused["existingId"], json!(ann));
    let carl = app.user(acme, "carl").await;
    let take = |user: Uuid| format!("updateUser(userId: \"{user}\", email: \"Bob@example.com\")");
    app.refuses(ROOT, &take(carl), "EMAIL_TAKEN", "email").await;
    // The address finds the user, and does not replace the user's own address.
    let upsert = "upsertUser(input: { email: \"bob@example.com\", last: \"Lee\" })";
    assert_eq!(app.done(ROOT, upsert).await, ann);
    let members = format!(
        "setOrgMembers(org: \"{acme}\", members: [{{ user: {{ email: \"bob@example.com\" }} }}], mode: ADD)"
    );
    assert_eq!(app.result(ROOT, &members).await, "unchanged");
    let email = |user: Json| user["email"].as_str().unwrap_or_default().to_owned();
    let user = format!("user(id: \"{ann}\") {{ email }}");
    assert_eq!(email(app.read(ROOT, &user).await), "ann@example.com");
    // The user takes the address as their own, and can give it up like any other one.
    assert_eq!(app.result(ROOT, &take(ann)).await, "updated");
    assert_eq!(email(app.read(ROOT, &user).await), "Bob@example.com");
    app.refuses(ROOT, &take(carl), "EMAIL_TAKEN", "email").await;
    let back = format!("updateUser(userId: \"{ann}\", email: \"ann@example.com\")");
    app.done(ROOT, &back).await;
    assert_eq!(app.result(ROOT, &take(carl)).await, "updated");
}

async fn alias_is_followed_only_by_callers_who_see_the_kept_user(app: TestApp) {
    let Merged { beta, ann, bob, .. } = merged(&app).await;
    let cora = app.org("Cora").await;
    let owner = app.owner(cora, "owner").await;
    let token = app.token_of(owner).await;
    let user = format!("user(id: \"{bob}\") {{ id }}");
    assert_eq!(app.read(&token, &user).await, Json::Null);
    let user = "user(email: \"bob@example.com\") { id }";
    assert_eq!(app.read(&token, user).await, Json::Null);
    let found = "findUserBy(email: \"bob@example.com\") { id }";
    assert_eq!(app.read(&token, found).await, json!([]));
    let add = format!("addOrgMember(org: \"{cora}\", userId: \"{bob}\")");
    app.refuses(&token, &add, "USER_NOT_FOUND", "userId").await;
    let members = |key: &str| {
        format!("setOrgMembers(org: \"{cora}\", members: [{{ user: {{ {key} }} }}], mode: ADD)")
    };
    for key in [
        format!("id: \"{bob}\""),
        "email: \"bob@example.com\"".to_owned(),
    ] {
        assert_eq!(app.refused(&token, &members(&key)).await, "USER_NOT_FOUND");
    }
    let create = format!(
        "createUser(org: \"{cora}\", email: \"bob@example.com\", first: \"Bob\", last: \"\")"
    );
    let refused = app.refuses(&token, &create, "EMAIL_TAKEN", "email").await;
    assert_eq!(refused["existingId"], Json::Null);
    let upsert = format!(
        "upsertUser(input: {{ email: \"bob@example.com\", organizations: [{{ id: \"{cora}\" }}] }})"
    );
    app.refuses(&token, &upsert, "EMAIL_TAKEN", "email").await;
    // A platform token that may not read members sees nobody.
    let blind = app.token("scopes: [\"users:delete\"]").await;
    let delete = format!("deleteUser(userId: \"{bob}\")");
    app.refuses(&blind, &delete, "USER_NOT_FOUND", "userId")
        .await;
    let token = app.token_of_org(beta).await;
    let user = format!("user(id: \"{bob}\") {{ id }}");
    assert_eq!(id(&app.read(&token, &user).await), ann.to_string());
    let remove = format!("removeOrgMember(org: \"{beta}\", userId: \"{bob}\")");
    assert_eq!(app.result(&token, &remove).await, "removed");
}

async fn aliases_stay_flat_and_a_merge_follows_them(app: TestApp) {
    let Merged { acme, ann, bob, .. } = merged(&app).await;
    let (carl, dora) = (app.user(acme, "carl").await, app.user(acme, "dora").await);
    // `bob` is an alias of `ann`, on either side of a merge.
    app.done(ROOT, &merge(carl, bob)).await;
    app.done(ROOT, &merge(bob, dora)).await;
    for former in [ann, bob, dora] {
        let user = format!("user(id: \"{former}\") {{ id }}");
        assert_eq!(id(&app.read(ROOT, &user).await), carl.to_string());
    }
    let flat = format!(
        "SELECT count(*) FROM user_aliases WHERE user_id = {}",
        app.id(carl)
    );
    assert_eq!(app.count(&flat).await, 3);
    for name in ["ann", "bob", "dora"] {
        let user = format!("user(email: \"{name}@example.com\") {{ id }}");
        assert_eq!(id(&app.read(ROOT, &user).await), carl.to_string());
    }
    assert_eq!(app.result(ROOT, &merge(carl, dora)).await, "unchanged");
    app.refuses(ROOT, &merge(dora, carl), "INVALID_VALUE", "drop")
        .await;
}

async fn deleting_the_kept_user_ends_the_aliases(app: TestApp) {
    let Merged { acme, bob, .. } = merged(&app).await;
    let delete = format!("deleteUser(userId: \"{bob}\")");
    assert_eq!(app.result(ROOT, &delete).await, "removed");
    assert_eq!(app.count("SELECT count(*) FROM user_aliases").await, 0);
    assert_eq!(app.refused(ROOT, &delete).await, "USER_NOT_FOUND");
    let user = format!("user(id: \"{bob}\") {{ id }}");
    assert_eq!(app.read(ROOT, &user).await, Json::Null);
    app.user(acme, "bob").await;
}

async fn erasing_the_kept_user_erases_the_merged_one(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let create = format!(
        "createUser(org: \"{acme}\", email: \"zebulon@example.com\", first: \"Zebulon\", last: \"Lee\")"
    );
    let bob = app.done(ROOT, &create).await;
    app.done(ROOT, &merge(ann, bob)).await;
    let erase = format!("deleteUser(userId: \"{ann}\", erase: true)");
    assert_eq!(app.result(ROOT, &erase).await, "removed");
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
    let events = json!(app.events(0).await).to_string().to_lowercase();
    assert!(!events.contains("zebulon"), "{events}");
    assert!(!events.contains("ann@example.com"), "{events}");
    assert_eq!(app.count("SELECT count(*) FROM user_aliases").await, 0);
}

async fn integer_id_of_a_merged_user_finds_the_kept_user(app: TestApp) {
    let acme = app.org("Acme").await;
    let (ann, bob) = (app.user(acme, "ann").await, app.user(acme, "bob").await);
    let users = app.zendesk("users").await;
    let of = |name: &str| {
        let users = users["users"].as_array().expect("users").iter();
        let mut users = users.filter(|user| user["email"] == format!("{name}@example.com"));
        users.next().expect("a user")["id"]
            .as_i64()
            .expect("a number")
    };
    let (number, former) = (of("ann"), of("bob"));
    app.done(ROOT, &merge(ann, bob)).await;
    let user = app.zendesk(&format!("users/{former}.json")).await;
    assert_eq!(user["user"]["id"], json!(number), "{user:#}");
    let many = app
        .zendesk(&format!("users/show_many.json?ids={former}"))
        .await;
    assert_eq!(many["users"][0]["id"], json!(number), "{many:#}");
    let list = app
        .zendesk(&format!("users/{former}/organization_memberships.json"))
        .await;
    let membership = &list["organization_memberships"][0];
    assert_eq!(membership["user_id"], json!(number), "{list:#}");
    let one = membership["id"].as_i64().expect("a number");
    let of_user = format!("users/{former}/organization_memberships/{one}.json");
    let found = app.zendesk(&of_user).await;
    assert_eq!(found["organization_membership"]["id"], json!(one));
}

on_both_engines! {
    queries_follow_the_former_id_and_address,
    mutations_follow_the_former_id,
    former_address_finds_the_kept_user_and_is_taken,
    alias_is_followed_only_by_callers_who_see_the_kept_user,
    aliases_stay_flat_and_a_merge_follows_them,
    deleting_the_kept_user_ends_the_aliases,
    erasing_the_kept_user_erases_the_merged_one,
    integer_id_of_a_merged_user_finds_the_kept_user,
}
