//! The permissions that a membership grants to tokens of its user: direct permissions, custom roles
//! and `*`. Callers cannot grant permissions that they do not have.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn state(org: Uuid, user: Uuid, input: &str) -> String {
    format!("upsertMembership(org: \"{org}\", userId: \"{user}\", input: {{ {input} }})")
}

/// Returns how many members of the org the token sees, through each of the three lists.
async fn members(app: &TestApp, token: &str, org: Uuid) -> Json {
    let data = app
        .data(
            token,
            &format!(
                "{{ org(id: \"{org}\") {{ members {{ totalCount nodes {{ id }} }} }} \
                   memberships(filter: {{ org: \"{org}\" }}) {{ totalCount nodes {{ id }} }} \
                   users {{ totalCount nodes {{ memberships {{ totalCount }} }} }} }}"
            ),
        )
        .await;
    let count = |list: &Json| {
        let nodes = list["nodes"].as_array().map(Vec::len);
        assert_eq!(list["totalCount"], json!(nodes), "{list}");
        list["totalCount"].clone()
    };
    json!([
        count(&data["org"]["members"]),
        count(&data["memberships"]),
        count(&data["users"])
    ])
}

/// Returns the permissions of the token in the org.
async fn permissions(app: &TestApp, token: &str, org: Uuid) -> Json {
    let field = format!("viewer {{ permissions(org: \"{org}\") }}");
    app.read(token, &field).await["permissions"].clone()
}

async fn a_permission_given_directly_is_enforced(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let token = app.token_of(ann).await;
    let rename = format!("updateUser(userId: \"{bob}\", first: \"Robert\")");
    assert_eq!(members(&app, &token, org).await, json!([1, 1, 1]));
    app.state(
        org,
        ann,
        "permissions: [\"members:read\", \"invoices:read\"]",
    )
    .await;
    assert_eq!(members(&app, &token, org).await, json!([2, 2, 2]));
    assert_eq!(app.refused(&token, &rename).await, "FORBIDDEN");
    app.state(
        org,
        ann,
        "permissions: [\"members:read\", \"members:write\"]",
    )
    .await;
    assert_eq!(app.result(&token, &rename).await, "updated");
    app.state(org, ann, "permissions: null").await;
    assert_eq!(members(&app, &token, org).await, json!([1, 1, 1]));
    assert_eq!(app.refused(&token, &rename).await, "USER_NOT_FOUND");
}

async fn a_custom_role_is_enforced_with_its_current_permissions(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let desk = app.role(org, "Desk", &["members:read"]).await;
    let shop = app
        .role(org, "Shop", &["groups:write", "groups:read"])
        .await;
    app.state(org, ann, &format!("roleIds: [\"{desk}\", \"{shop}\"]"))
        .await;
    let token = app.token_of(ann).await;
    let retire = format!("updateMember(org: \"{org}\", userId: \"{bob}\", status: \"retired\")");
    let group = format!("createGroup(org: \"{org}\", name: \"Ops\")");
    assert_eq!(members(&app, &token, org).await, json!([2, 2, 2]));
    assert_eq!(app.result(&token, &group).await, "created");
    assert_eq!(app.refused(&token, &retire).await, "FORBIDDEN");
    let widen = format!(
        "updateRole(roleId: \"{desk}\", permissions: [\"members:read\", \"members:write\"])"
    );
    app.done(ROOT, &widen).await;
    assert_eq!(app.result(&token, &retire).await, "updated");
    app.done(ROOT, &format!("deleteRole(roleId: \"{desk}\")"))
        .await;
    assert_eq!(members(&app, &token, org).await, json!([1, 1, 1]));
    assert_eq!(
        permissions(&app, &token, org).await,
        json!(["groups:read", "groups:write"])
    );
    app.retire(org, ann).await;
    let field = format!("viewer {{ permissions(org: \"{org}\") }}");
    assert_eq!(app.read_error(&token, &field).await.0, "ORG_NOT_FOUND");
}

async fn a_star_grants_the_permissions_of_an_owner_in_one_org(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (ann, owner) = (app.user(org, "ann").await, app.owner(org, "owner").await);
    app.add(other, ann).await;
    app.state(org, ann, "permissions: [\"*\"]").await;
    let token = app.token_of(ann).await;
    let held = permissions(&app, &app.token_of(owner).await, org).await;
    assert_eq!(permissions(&app, &token, org).await, held);
    let name = |org| format!("updateOrg(org: \"{org}\", externalId: \"x\")");
    assert_eq!(app.result(&token, &name(org)).await, "updated");
    assert_eq!(app.refused(&token, &name(other)).await, "FORBIDDEN");
    let retire = format!("retireOrg(org: \"{org}\")");
    assert_eq!(app.refused(&token, &retire).await, "FORBIDDEN");
    assert_eq!(
        app.result(&token, &state(org, ann, "isOwner: true")).await,
        "updated"
    );
}

async fn an_admin_with_members_grant_makes_admins_but_no_owners(app: TestApp) {
    let org = app.org("Acme").await;
    let (admin, ann) = (app.admin(org, "admin").await, app.user(org, "ann").await);
    let token = app.token_of(admin).await;
    let new = |name: &str| {
        format!(
            "createUser(org: \"{org}\", email: \"{name}@example.com\", first: \"A\", last: \"B\")"
        )
    };
    assert_eq!(app.refused(&token, &new("one")).await, "FORBIDDEN");
    app.state(org, admin, "permissions: [\"members:grant\"]")
        .await;
    assert_eq!(app.result(&token, &new("one")).await, "created");
    for (input, code) in [
        ("isOwner: true", "FORBIDDEN"),
        ("permissions: [\"org:write\"]", "FORBIDDEN"),
        (
            "permissions: [\"members:read\", \"invoices:read\"]",
            "FORBIDDEN",
        ),
        ("permissions: [\"*\"]", "FORBIDDEN"),
    ] {
        let refusal = app.mutate(&token, &state(org, ann, input)).await;
        assert_eq!(refusal["code"], json!(code), "{input}");
    }
    for input in [
        "permissions: [\"members:grant\", \"members:write\"]",
        "role: ADMIN",
    ] {
        assert_eq!(
            app.result(&token, &state(org, ann, input)).await,
            "updated",
            "{input}"
        );
    }
}

async fn roles_are_granted_and_changed_only_by_holders_of_their_permissions(app: TestApp) {
    let org = app.org("Acme").await;
    let (clerk, ann) = (app.user(org, "clerk").await, app.user(org, "ann").await);
    let narrow = app
        .role(org, "Narrow", &["members:read", "invoices:read"])
        .await;
    let wide = app.role(org, "Wide", &["invoices:write"]).await;
    app.state(
        org,
        clerk,
        "permissions: [\"roles:write\", \"members:read\", \"members:write\", \"invoices:read\"]",
    )
    .await;
    let token = app.token_of(clerk).await;
    let give = |roles: &[Uuid]| state(org, ann, &format!("roleIds: {}", json!(roles)));
    assert_eq!(app.result(&token, &give(&[narrow])).await, "updated");
    assert_eq!(
        app.refused(&token, &give(&[narrow, wide])).await,
        "FORBIDDEN"
    );
    // Keeping a role that the member already has requires no permission.
    app.done(ROOT, &give(&[wide])).await;
    assert_eq!(app.result(&token, &give(&[wide, narrow])).await, "updated");
    let make = |permissions: &[&str]| {
        format!(
            "createRole(org: \"{org}\", name: \"New\", permissions: {})",
            json!(permissions)
        )
    };
    for beyond in [&["org:write"][..], &["invoices:write"], &["*"]] {
        assert_eq!(
            app.refused(&token, &make(beyond)).await,
            "FORBIDDEN",
            "{beyond:?}"
        );
    }
    assert_eq!(
        app.result(&token, &make(&["invoices:read"])).await,
        "created"
    );
    let fill = |permissions: &[&str]| {
        format!(
            "updateRole(roleId: \"{wide}\", permissions: {})",
            json!(permissions)
        )
    };
    assert_eq!(
        app.refused(&token, &fill(&["invoices:write", "x"])).await,
        "FORBIDDEN"
    );
    let kept = ["invoices:write", "invoices:read"];
    assert_eq!(app.result(&token, &fill(&kept)).await, "updated");
}

async fn reactivating_a_member_requires_all_of_their_permissions(app: TestApp) {
    let org = app.org("Acme").await;
    let (admin, ann) = (app.admin(org, "admin").await, app.user(org, "ann").await);
    app.state(org, admin, "permissions: [\"members:grant\"]")
        .await;
    let role = app.role(org, "Desk", &["invoices:read"]).await;
    app.state(org, ann, &format!("roleIds: [\"{role}\"]")).await;
    app.retire(org, ann).await;
    let token = app.token_of(admin).await;
    for back in [
        format!("updateMember(org: \"{org}\", userId: \"{ann}\", status: \"active\")"),
        format!("addOrgMember(org: \"{org}\", userId: \"{ann}\")"),
        state(org, ann, "status: ACTIVE"),
    ] {
        assert_eq!(app.refused(&token, &back).await, "FORBIDDEN", "{back}");
    }
    // Without the role, the member has no permission that the admin lacks.
    let back = state(org, ann, "status: ACTIVE, roleIds: []");
    assert_eq!(app.result(&token, &back).await, "reactivated");
}

async fn creating_a_token_of_a_member_requires_their_permissions(app: TestApp) {
    let org = app.org("Acme").await;
    let (keeper, ann) = (app.user(org, "keeper").await, app.user(org, "ann").await);
    app.state(
        org,
        keeper,
        "permissions: [\"tokens:write\", \"members:read\"]",
    )
    .await;
    let role = app.role(org, "Desk", &["members:read"]).await;
    app.state(org, ann, &format!("roleIds: [\"{role}\"]")).await;
    let token = app.token_of(keeper).await;
    let make = format!(
        "mutation {{ it: createToken(input: {{ name: \"t\", org: \"{org}\", userId: \"{ann}\" }}) {{ result {{ code }} }} }}"
    );
    assert_eq!(
        app.data(&token, &make).await["it"]["result"]["code"],
        Json::Null
    );
    for more in [&["members:read", "members:write"][..], &["invoices:read"]] {
        let fill = format!(
            "updateRole(roleId: \"{role}\", permissions: {})",
            json!(more)
        );
        app.done(ROOT, &fill).await;
        let refused = app.data(&token, &make).await;
        assert_eq!(refused["it"]["result"]["code"], "FORBIDDEN", "{more:?}");
    }
}

async fn scopes_limit_the_permissions_of_a_membership(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    app.state(
        org,
        ann,
        "permissions: [\"members:read\", \"roles:write\", \"invoices:read\"]",
    )
    .await;
    let whole = app.token_of(ann).await;
    assert_eq!(
        permissions(&app, &whole, org).await,
        json!(["members:read", "roles:write", "invoices:read"])
    );
    let cut = app
        .token(&format!("userId: \"{ann}\", scopes: [\"roles:write\"]"))
        .await;
    assert_eq!(permissions(&app, &cut, org).await, json!(["roles:write"]));
    assert_eq!(members(&app, &cut, org).await, json!([1, 1, 1]));
    let make = |permission: &str| {
        format!(
            "createRole(org: \"{org}\", name: \"{permission}\", permissions: [\"{permission}\"])"
        )
    };
    for beyond in ["members:read", "invoices:read"] {
        assert_eq!(app.refused(&cut, &make(beyond)).await, "FORBIDDEN");
        assert_eq!(app.result(&whole, &make(beyond)).await, "created");
    }
}

async fn changing_a_user_of_two_orgs_requires_permission_in_both(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (clerk, ann) = (app.user(org, "clerk").await, app.user(org, "ann").await);
    app.add(other, clerk).await;
    app.add(other, ann).await;
    let role = app
        .role(org, "Desk", &["members:write", "members:read"])
        .await;
    app.state(org, clerk, &format!("roleIds: [\"{role}\"]"))
        .await;
    let token = app.token_of(clerk).await;
    let rename = format!("updateUser(userId: \"{ann}\", first: \"Anna\")");
    assert_eq!(app.refused(&token, &rename).await, "FORBIDDEN");
    app.state(other, clerk, "permissions: [\"members:write\"]")
        .await;
    assert_eq!(app.result(&token, &rename).await, "updated");
}

/// A token is authenticated before its change is authorized. Here its user is suspended in between.
async fn suspended_user_has_no_rights_even_while_the_token_is_cached(app: TestApp) {
    let org = app.org("Acme").await;
    let [admin, ann, bob] = [
        app.admin(org, "admin").await,
        app.user(org, "ann").await,
        app.user(org, "bob").await,
    ];
    let token = app.token_of(admin).await;
    let queue = format!(
        "queueMemberships(rows: [{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{ann}\" }} }}])"
    );
    let job = app.done(&token, &queue).await;
    let calls = [
        format!("updateUser(userId: \"{ann}\", timezone: \"Europe/Vienna\")"),
        format!("updateUser(userId: \"{admin}\", timezone: \"Europe/Vienna\")"),
        format!("updateUser(userId: \"{bob}\", status: SUSPENDED)"),
        format!("deleteUser(userId: \"{bob}\")"),
        state(org, bob, "externalId: \"7\""),
        format!("updateOrg(org: \"{org}\", name: \"Taken\")"),
        format!("cancelJob(jobId: \"{job}\")"),
        queue,
    ];
    let before = app.count("SELECT count(*) FROM events").await;
    // The server is not notified of this change, so the token stays cached.
    let suspend = "UPDATE users SET status = 'suspended' WHERE email_key = 'admin@example.com'";
    app.sql(suspend).await;
    for call in calls {
        let code = app.refused(&token, &call).await;
        assert!(
            [
                "FORBIDDEN",
                "USER_NOT_FOUND",
                "ORG_NOT_FOUND",
                "JOB_NOT_FOUND"
            ]
            .contains(&&*code),
            "{code}: {call}"
        );
    }
    assert_eq!(app.count("SELECT count(*) FROM events").await, before);
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 1);
}

async fn the_platform_and_owners_hold_every_permission(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let owner = app.token_of(owner).await;
    for token in [ROOT.to_owned(), owner, app.token_of_org(org).await] {
        let held = permissions(&app, &token, org).await;
        assert_eq!(
            held.as_array().and_then(|names| names.last()),
            Some(&json!("*"))
        );
    }
    let admin = app.admin(org, "admin").await;
    let held = permissions(&app, &app.token_of(admin).await, org).await;
    assert!(!held.as_array().expect("a list").contains(&json!("*")));
}

async fn the_catalogue_lists_every_permission(app: TestApp) {
    let org = app.org("Acme").await;
    let (owner, user) = (app.owner(org, "owner").await, app.user(org, "ann").await);
    let field = "permissions { name description grantableInOrg }";
    let all = app.read(&app.token_of(user).await, field).await;
    let all = all.as_array().expect("a list");
    let names = |grantable: bool| -> Vec<&str> {
        let some = all.iter().filter(|one| one["grantableInOrg"] == grantable);
        some.filter_map(|one| one["name"].as_str()).collect()
    };
    let held = permissions(&app, &app.token_of(owner).await, org).await;
    let held = held.as_array().expect("a list");
    let held: Vec<_> = held.iter().filter_map(Json::as_str).collect();
    assert_eq!([names(true), vec!["*"]].concat(), held);
    let of_platform = ["orgs:create", "orgs:retire", "users:status", "users:delete"];
    assert_eq!(names(false), of_platform);
    for one in all {
        let description = one["description"].as_str().expect("text");
        assert!(
            description.ends_with('.') && !description.starts_with(' '),
            "{description:?}"
        );
    }
}

async fn an_org_lists_what_the_token_holds_in_it(app: TestApp) {
    let (own, other) = (app.org("Acme").await, app.org("Other").await);
    let admin = app.admin(own, "admin").await;
    app.add(other, admin).await;
    app.state(other, admin, "permissions: [\"invoices:read\"]")
        .await;
    let token = app.token_of(admin).await;
    let of_org = app.token_of_org(own).await;
    let scoped = format!("userId: \"{admin}\", scopes: [\"members:read\", \"groups:read\"]");
    let scoped = app.token(&scoped).await;
    let field = "orgs { nodes { id viewerPermissions } }";
    for token in [&token, &of_org, &scoped, ROOT] {
        let read = app.read(token, field).await;
        for org in read["nodes"].as_array().expect("a list") {
            let id: Uuid = org["id"]
                .as_str()
                .and_then(|id| id.parse().ok())
                .expect("an id");
            assert_eq!(org["viewerPermissions"], permissions(&app, token, id).await);
        }
    }
    let read = app.read(&token, field).await;
    assert_eq!(
        read["nodes"][1]["viewerPermissions"],
        json!(["invoices:read"])
    );
    let query = format!("{{ {field} }}");
    let statements = app.statements_of(&token, &query).await;
    let third = app.org("Third").await;
    app.add(third, admin).await;
    assert_eq!(app.statements_of(&token, &query).await, statements);
}

on_both_engines! {
    the_catalogue_lists_every_permission,
    an_org_lists_what_the_token_holds_in_it,
    suspended_user_has_no_rights_even_while_the_token_is_cached,
    a_permission_given_directly_is_enforced,
    a_custom_role_is_enforced_with_its_current_permissions,
    a_star_grants_the_permissions_of_an_owner_in_one_org,
    an_admin_with_members_grant_makes_admins_but_no_owners,
    roles_are_granted_and_changed_only_by_holders_of_their_permissions,
    reactivating_a_member_requires_all_of_their_permissions,
    creating_a_token_of_a_member_requires_their_permissions,
    scopes_limit_the_permissions_of_a_membership,
    changing_a_user_of_two_orgs_requires_permission_in_both,
    the_platform_and_owners_hold_every_permission,
}
