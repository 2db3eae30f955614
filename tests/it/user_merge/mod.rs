//! Merging users: what moves, what is united, and what is refused. `aliases` tests the former ids
//! and addresses.

mod aliases;
mod refusals;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, With, on_both_engines};

/// Returns the mutation field that merges the users.
fn merge(keep: Uuid, drop: Uuid) -> String {
    format!("mergeUsers(keep: \"{keep}\", drop: \"{drop}\")")
}

/// Returns the user's memberships, the default first, then by name of the org.
async fn memberships(app: &TestApp, user: Uuid) -> Vec<Json> {
    let fields = "id org { name } status role isOwner isDefault defaultReason externalId \
                  permissions allowedIps roles { name } hold { until }";
    let list = app
        .read(
            ROOT,
            &format!(
                "user(id: \"{user}\") {{ memberships(first: 50) {{ nodes {{ {fields} }} }} }}"
            ),
        )
        .await;
    list["memberships"]["nodes"]
        .as_array()
        .expect("nodes")
        .clone()
}

/// Returns the names of the user's orgs, each with the status, and with the reason of the default.
async fn orgs(app: &TestApp, user: Uuid) -> Vec<String> {
    let rows = memberships(app, user).await;
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    rows.iter()
        .map(|row| {
            let reason = text(&row["defaultReason"]);
            format!(
                "{} {} {reason}",
                text(&row["org"]["name"]),
                text(&row["status"])
            )
            .trim_end()
            .to_owned()
        })
        .collect()
}

/// Returns the groups of the member, by name.
async fn groups(app: &TestApp, org: Uuid, user: Uuid) -> Vec<String> {
    let list = app
        .read(
            ROOT,
            &format!("groupUsers(org: \"{org}\", userId: \"{user}\") {{ group {{ name }} }}"),
        )
        .await;
    let rows = list.as_array().expect("a list").iter();
    let mut names: Vec<String> = rows
        .map(|row| row["group"]["name"].as_str().expect("a name").to_owned())
        .collect();
    names.sort();
    names
}

/// Returns the events after the first `skip` ones, as entity and verb.
async fn verbs(app: &TestApp, skip: usize) -> Vec<String> {
    let events = app.events(skip).await;
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let verb = |event: &Json| format!("{}.{}", text(&event["entity"]), text(&event["verb"]));
    events.iter().map(verb).collect()
}

async fn memberships_and_groups_of_the_dropped_user_move_with_their_ids(app: TestApp) {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let ann = app.user(acme, "ann").await;
    let bob = app.user(beta, "bob").await;
    let (staff, both) = (
        app.group(beta, "Staff").await,
        app.group(acme, "Both").await,
    );
    app.join(beta, staff, bob).await;
    app.add(acme, bob).await;
    for user in [ann, bob] {
        app.join(acme, both, user).await;
    }
    let before = memberships(&app, bob).await;
    let of_beta = before.iter().find(|row| row["org"]["name"] == "Beta");
    let id = of_beta.expect("a membership")["id"].clone();
    let skip = app.events_so_far().await;

    let result = app.mutate(ROOT, &merge(ann, bob)).await;
    assert_eq!(result["result"], "updated", "{result:#}");
    assert_eq!(result["id"], json!(ann));

    let after = memberships(&app, ann).await;
    let of_beta = after.iter().find(|row| row["org"]["name"] == "Beta");
    assert_eq!(of_beta.expect("a membership")["id"], id);
    assert_eq!(orgs(&app, ann).await, ["Acme ACTIVE ONLY", "Beta ACTIVE"]);
    assert_eq!(groups(&app, beta, ann).await, ["Staff"]);
    assert_eq!(groups(&app, acme, ann).await, ["Both"]);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 1);

    let events = verbs(&app, skip).await;
    assert_eq!(result["records"], json!(events.len()));
    let of = |verb: &str| {
        let events = events.iter().filter(|event| *event == verb);
        events.count()
    };
    assert_eq!(of("user.removed"), 1);
    assert_eq!((of("membership.removed"), of("membership.created")), (2, 1));
    assert_eq!(
        (
            of("group_membership.removed"),
            of("group_membership.created")
        ),
        (2, 1)
    );
    assert_eq!(events.len(), 7, "{events:?}");
}

async fn memberships_in_one_org_are_united(app: TestApp) {
    let acme = app.org("Acme").await;
    app.owner(acme, "owner").await;
    let (ann, bob) = (app.user(acme, "ann").await, app.admin(acme, "bob").await);
    let [auditor, clerk] = [
        app.role(acme, "Auditor", &["events:read"]).await,
        app.role(acme, "Clerk", &["groups:read"]).await,
    ];
    let input = format!(
        "roleIds: [\"{auditor}\"], permissions: [\"groups:write\", \"own:one\"], allowedIps: [\"203.0.113.0/24\"]"
    );
    app.state(acme, ann, &input).await;
    let input = format!(
        "roleIds: [\"{clerk}\"], permissions: [\"own:two\"], allowedIps: [\"198.51.100.7\"], isOwner: true, externalId: \"E-2\""
    );
    app.state(acme, bob, &input).await;
    let hold = format!(
        "holdMembership(org: \"{acme}\", userId: \"{bob}\", until: \"2026-02-01T00:00:00Z\", reason: \"leave\")"
    );
    app.done(ROOT, &hold).await;
    let kept = memberships(&app, ann).await;

    app.done(ROOT, &merge(ann, bob)).await;
    let after = memberships(&app, ann).await;
    assert_eq!(after.len(), 1);
    let row = &after[0];
    assert_eq!(row["id"], kept[0]["id"]);
    assert_eq!(
        (&row["role"], &row["isOwner"]),
        (&json!("ADMIN"), &json!(true))
    );
    assert_eq!(
        row["permissions"],
        json!(["groups:write", "own:one", "own:two"])
    );
    assert_eq!(row["allowedIps"], json!(["198.51.100.7", "203.0.113.0/24"]));
    assert_eq!(
        row["roles"],
        json!([{ "name": "Auditor" }, { "name": "Clerk" }])
    );
    assert_eq!(row["externalId"], "E-2");
    assert_eq!(row["hold"]["until"], "2026-02-01T00:00:00.000000Z");
    let roles = "SELECT count(*) FROM membership_roles";
    assert_eq!(app.count(roles).await, 2);
    let token = app.token_of(ann).await;
    let held = format!("org(id: \"{acme}\") {{ viewerPermissions }}");
    let held = app.read(&token, &held).await;
    assert!(held.to_string().contains("owners:write"), "{held:#}");
}

async fn limit_of_either_membership_stays(app: TestApp) {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let (ann, bob) = (app.user(acme, "ann").await, app.user(beta, "bob").await);
    app.add(beta, ann).await;
    app.add(acme, bob).await;
    app.state(acme, ann, "allowedIps: [\"203.0.113.7\"]").await;
    app.state(
        beta,
        bob,
        "allowedIps: [\"198.51.100.7\"], permissions: [\"*\"]",
    )
    .await;
    app.state(beta, ann, "permissions: [\"own:one\"]").await;
    app.done(ROOT, &merge(ann, bob)).await;
    let after = memberships(&app, ann).await;
    assert_eq!(after[0]["allowedIps"], json!(["203.0.113.7"]));
    assert_eq!(after[1]["allowedIps"], json!(["198.51.100.7"]));
    assert_eq!(after[1]["permissions"], json!(["*"]));
}

async fn retired_membership_adds_nothing(app: TestApp) {
    let [acme, beta, gone] = [
        app.org("Acme").await,
        app.org("Beta").await,
        app.org("Gone").await,
    ];
    let (ann, bob) = (app.user(acme, "ann").await, app.user(acme, "bob").await);
    let (all, few) = (app.group(acme, "All").await, app.group(beta, "Few").await);
    app.join(acme, all, bob).await;
    app.state(
        acme,
        bob,
        "role: ADMIN, permissions: [\"own:one\"], externalId: \"E-1\"",
    )
    .await;
    app.state(acme, ann, "externalId: \"E-2\"").await;
    app.retire(acme, bob).await;
    // Retired for the user who stays, active for the other one.
    for user in [ann, bob] {
        app.add(beta, user).await;
    }
    app.state(beta, ann, "role: ADMIN").await;
    app.join(beta, few, ann).await;
    app.retire(beta, ann).await;
    // Only the dropped user is a member, and retired.
    app.add(gone, bob).await;
    app.retire(gone, bob).await;

    app.done(ROOT, &merge(ann, bob)).await;
    let after = memberships(&app, ann).await;
    let all = orgs(&app, ann).await;
    assert_eq!(all, ["Acme ACTIVE ONLY", "Beta ACTIVE", "Gone RETIRED"]);
    assert_eq!(after[0]["role"], "USER");
    assert_eq!(
        (&after[0]["permissions"], &after[0]["externalId"]),
        (&json!([]), &json!("E-2"))
    );
    assert_eq!(after[1]["role"], "USER");
    assert!(groups(&app, acme, ann).await.is_empty());
    assert!(groups(&app, beta, ann).await.is_empty());
}

async fn default_of_the_kept_user_stays(app: TestApp) {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let (ann, bob) = (app.user(beta, "ann").await, app.user(acme, "bob").await);
    app.done(
        ROOT,
        &format!("makeDefault(org: \"{acme}\", userId: \"{bob}\")"),
    )
    .await;
    app.done(ROOT, &merge(ann, bob)).await;
    assert_eq!(orgs(&app, ann).await, ["Beta ACTIVE ONLY", "Acme ACTIVE"]);
}

async fn user_without_a_visible_default_gets_that_of_the_dropped_user(app: TestApp) {
    let [acme, beta, gone] = [
        app.org("Acme").await,
        app.org("Beta").await,
        app.org("Gone").await,
    ];
    let bob = app.user(acme, "bob").await;
    app.add(beta, bob).await;
    app.done(
        ROOT,
        &format!("makeDefault(org: \"{beta}\", userId: \"{bob}\")"),
    )
    .await;
    let ann = app.user(gone, "ann").await;
    app.retire_org(gone).await;
    app.done(ROOT, &merge(ann, bob)).await;
    let all = orgs(&app, ann).await;
    assert_eq!(all[0], "Beta ACTIVE EXPLICIT", "{all:?}");
    let defaults = "SELECT count(*) FROM memberships WHERE is_default";
    assert_eq!(app.count(defaults).await, 1);

    let alone = app
        .done(ROOT, "upsertUser(input: { email: \"alone@example.com\" })")
        .await;
    app.done(ROOT, &merge(alone, ann)).await;
    let all = orgs(&app, alone).await;
    assert_eq!(all[0], "Beta ACTIVE EXPLICIT", "{all:?}");
}

async fn tokens_of_an_org_follow_and_others_are_revoked(app: TestApp) {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let (ann, bob) = (app.user(acme, "ann").await, app.admin(beta, "bob").await);
    let bound = app
        .token(&format!("userId: \"{bob}\", org: \"{beta}\""))
        .await;
    let unbound = app.token_of(bob).await;
    for token in [&bound, &unbound] {
        app.data(token, "{ viewer { user { id } } }").await;
    }
    app.done(ROOT, &merge(ann, bob)).await;
    let viewer = app.data(&bound, "{ viewer { user { id } } }").await;
    assert_eq!(viewer["viewer"]["user"]["id"], json!(ann));
    let members = format!("org(id: \"{beta}\") {{ members {{ totalCount }} }}");
    assert_eq!(app.read(&bound, &members).await["members"]["totalCount"], 1);
    let reply = app
        .graphql(&unbound, "{ viewer { user { id } } }", json!({}))
        .await;
    assert_eq!(reply["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    let list = format!("tokens(filter: {{ user: \"{ann}\" }}) {{ nodes {{ status }} }}");
    let tokens = app.read(ROOT, &list).await;
    assert_eq!(
        tokens["nodes"],
        json!([{ "status": "ACTIVE" }, { "status": "REVOKED" }])
    );
}

async fn own_external_id_moves_if_the_kept_user_has_none(app: TestApp) {
    let acme = app.org("Acme").await;
    let (ann, bob) = (app.user(acme, "ann").await, app.user(acme, "bob").await);
    let give = |id: &str, name: &str| {
        format!("upsertUser(input: {{ email: \"{name}@example.com\", externalId: {id} }})")
    };
    app.done(ROOT, &give("\"U-2\"", "bob")).await;
    app.done(ROOT, &merge(ann, bob)).await;
    let user = app
        .read(
            ROOT,
            &format!("user(id: \"{ann}\") {{ externalId email name }}"),
        )
        .await;
    assert_eq!(user["externalId"], "U-2");
    assert_eq!(user["email"], "ann@example.com");
}

async fn suspended_user_is_merged_into_an_active_one(app: TestApp) {
    let acme = app.org("Acme").await;
    let (ann, bob) = (app.user(acme, "ann").await, app.owner(acme, "bob").await);
    app.owner(acme, "carl").await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{bob}\", status: SUSPENDED)"),
    )
    .await;
    app.done(ROOT, &merge(ann, bob)).await;
    let user = app
        .read(ROOT, &format!("user(id: \"{ann}\") {{ status }}"))
        .await;
    assert_eq!(user["status"], "ACTIVE");
    assert_eq!(memberships(&app, ann).await[0]["isOwner"], json!(true));
}

async fn only_owner_can_be_merged_and_the_org_keeps_an_owner(app: TestApp) {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let (ann, bob) = (app.user(acme, "ann").await, app.owner(beta, "bob").await);
    app.retire_org(beta).await;
    app.done(ROOT, &merge(ann, bob)).await;
    let owners = "SELECT count(*) FROM memberships WHERE is_owner AND status = 'active'";
    assert_eq!(app.count(owners).await, 1);
    let delete = format!("deleteUser(userId: \"{ann}\")");
    assert_eq!(app.refused(ROOT, &delete).await, "LAST_OWNER");
}

async fn dry_run_shows_the_merge_and_keeps_nothing(app: TestApp) {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let (ann, bob) = (app.user(acme, "ann").await, app.user(beta, "bob").await);
    let before = app.row_counts().await;
    let query = format!(
        "mutation {{ it: {} {{ result records dryRun user {{ id memberships {{ totalCount }} }} }} }}",
        merge(ann, bob)
    );
    let request = TestApp::request(ROOT, &query, json!({})).with("tenantry-dry-run", "true");
    let reply = app.send(request).await.json();
    let expected = json!({
        "result": "updated", "records": 3, "dryRun": true,
        "user": { "id": ann, "memberships": { "totalCount": 2 } },
    });
    assert_eq!(reply["data"]["it"], expected, "{reply:#}");
    assert_eq!(app.row_counts().await, before);
    assert_eq!(app.count("SELECT count(*) FROM user_aliases").await, 0);
}

async fn repeated_merge_is_replayed_or_unchanged(app: TestApp) {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let (ann, bob) = (app.user(acme, "ann").await, app.user(beta, "bob").await);
    let query = format!(
        "mutation {{ it: {} {{ result records }} }}",
        merge(ann, bob)
    );
    let keyed = || TestApp::request(ROOT, &query, json!({})).with("idempotency-key", "one");
    let first = app.send(keyed()).await.json();
    assert_eq!(
        first["data"]["it"],
        json!({ "result": "updated", "records": 3 })
    );
    let events = app.events_so_far().await;
    assert_eq!(app.send(keyed()).await.json(), first);
    let again = app.mutate(ROOT, &merge(ann, bob)).await;
    assert_eq!(
        (&again["result"], &again["records"]),
        (&json!("unchanged"), &json!(0))
    );
    assert_eq!(app.events_so_far().await, events);
}

async fn concurrent_merges_of_one_user_leave_one_user_with_all_memberships(app: TestApp) {
    for round in 0..4 {
        let mut users = Vec::new();
        for n in 0..3 {
            users.push(app.newcomer(&format!("u{round}-{n}")).await);
        }
        let merges = [(0, 1), (1, 2), (2, 0)].map(|(keep, drop)| {
            let field = merge(users[keep], users[drop]);
            let app = &app;
            async move { app.mutate(ROOT, &field).await }
        });
        let results = futures_util::future::join_all(merges).await;
        let done = results.iter().filter(|one| one["result"] == "updated");
        assert_eq!(done.count(), 2, "{results:#?}");
        for user in &users {
            assert_eq!(memberships(&app, *user).await.len(), 3, "{results:#?}");
        }
    }
    assert_eq!(app.count("SELECT count(*) FROM users").await, 4);
    assert_eq!(app.count("SELECT count(*) FROM user_aliases").await, 8);
}

on_both_engines! {
    memberships_and_groups_of_the_dropped_user_move_with_their_ids,
    memberships_in_one_org_are_united,
    limit_of_either_membership_stays,
    retired_membership_adds_nothing,
    default_of_the_kept_user_stays,
    user_without_a_visible_default_gets_that_of_the_dropped_user,
    tokens_of_an_org_follow_and_others_are_revoked,
    own_external_id_moves_if_the_kept_user_has_none,
    suspended_user_is_merged_into_an_active_one,
    only_owner_can_be_merged_and_the_org_keeps_an_owner,
    dry_run_shows_the_merge_and_keeps_nothing,
    repeated_merge_is_replayed_or_unchanged,
    concurrent_merges_of_one_user_leave_one_user_with_all_memberships,
}
