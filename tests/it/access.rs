//! Who may do what: the whole table of rights, through the whole API.

use std::{fmt::Write, num::NonZeroU32};

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// What one call may be pointed at: made anew for each.
struct Targets {
    org: Uuid,
    member: Uuid,
    membership: Uuid,
    email: String,
    outsider: Uuid,
    group: Uuid,
    token: Uuid,
    role: Uuid,
    job: Uuid,
    number: usize,
}

/// An operation of the schema, and one call of it.
struct Row {
    name: &'static str,
    call: fn(&Targets) -> String,
}

const QUERIES: &[Row] = &[
    Row {
        name: "findUserBy",
        call: |it| format!("findUserBy(email: \"{}\") {{ id }}", it.email),
    },
    Row {
        name: "groupUsers",
        call: |it| {
            format!(
                "groupUsers(org: \"{}\", groupId: \"{}\") {{ userId }}",
                it.org, it.group
            )
        },
    },
    Row {
        name: "viewer",
        call: |it| format!("viewer {{ permissions(org: \"{}\") }}", it.org),
    },
    Row {
        name: "user",
        call: |it| format!("user(id: \"{}\") {{ id }}", it.member),
    },
    Row {
        name: "users",
        call: |it| {
            format!(
                "users(filter: {{ email: \"{}\" }}) {{ nodes {{ id memberships {{ nodes {{ id }} totalCount }} groups {{ totalCount }} }} totalCount }}",
                it.email
            )
        },
    },
    Row {
        name: "orgs",
        call: |_| {
            "orgs { nodes { id members { totalCount nodes { id } } groups { totalCount nodes { members { totalCount } } } } totalCount }".to_owned()
        },
    },
    Row {
        name: "memberships",
        call: |it| {
            format!(
                "memberships(filter: {{ org: \"{}\" }}) {{ nodes {{ id }} totalCount }}",
                it.org
            )
        },
    },
    Row {
        name: "org",
        call: |it| format!("org(id: \"{}\") {{ id }}", it.org),
    },
    Row {
        name: "membership",
        call: |it| {
            format!(
                "membership(org: \"{}\", user: \"{}\") {{ id }}",
                it.org, it.member
            )
        },
    },
    Row {
        name: "group",
        call: |it| format!("group(id: \"{}\") {{ id }}", it.group),
    },
    Row {
        name: "tokens",
        call: |it| format!("tokens(org: \"{}\") {{ nodes {{ id }} }}", it.org),
    },
    Row {
        name: "checkAccess",
        call: |it| {
            format!(
                "checkAccess(user: \"{}\", org: \"{}\", permission: \"members:read\") {{ allowed }}",
                it.member, it.org
            )
        },
    },
    Row {
        name: "events",
        call: |it| {
            format!(
                "events(filter: {{ org: \"{}\" }}) {{ nodes {{ id }} totalCount }}",
                it.org
            )
        },
    },
    Row {
        name: "job",
        call: |it| {
            format!(
                "job(id: \"{}\") {{ id results {{ nodes {{ id }} }} }}",
                it.job
            )
        },
    },
    Row {
        name: "jobs",
        call: |_| "jobs { nodes { id } totalCount }".to_owned(),
    },
];

const MUTATIONS: &[Row] = &[
    Row {
        name: "createUser",
        call: |it| {
            let email = format!("new{}@example.com", it.number);
            format!(
                "createUser(org: \"{}\", email: \"{email}\", first: \"New\", last: \"User\")",
                it.org
            )
        },
    },
    Row {
        name: "addOrgMember",
        call: |it| {
            format!(
                "addOrgMember(org: \"{}\", userId: \"{}\")",
                it.org, it.outsider
            )
        },
    },
    Row {
        name: "addUserToOrg",
        call: |it| {
            format!(
                "addUserToOrg(org: \"{}\", userId: \"{}\")",
                it.org, it.outsider
            )
        },
    },
    Row {
        name: "updateMember",
        call: |it| {
            format!(
                "updateMember(org: \"{}\", userId: \"{}\", status: \"retired\")",
                it.org, it.member
            )
        },
    },
    Row {
        name: "addGroupMembership",
        call: |it| {
            format!(
                "addGroupMembership(org: \"{}\", userId: \"{}\", groupId: \"{}\")",
                it.org, it.member, it.group
            )
        },
    },
    Row {
        name: "removeGroupMembership",
        call: |it| {
            format!(
                "removeGroupMembership(org: \"{}\", userId: \"{}\", groupId: \"{}\")",
                it.org, it.member, it.group
            )
        },
    },
    Row {
        name: "updateUser",
        call: |it| format!("updateUser(userId: \"{}\", first: \"Changed\")", it.member),
    },
    Row {
        name: "removeOrgMember",
        call: |it| {
            format!(
                "removeOrgMember(org: \"{}\", userId: \"{}\")",
                it.org, it.member
            )
        },
    },
    Row {
        name: "queueMemberships",
        call: |it| {
            format!(
                "queueMemberships(rows: [{{ org: {{ id: \"{}\" }}, user: {{ id: \"{}\" }} }}])",
                it.org, it.outsider
            )
        },
    },
    Row {
        name: "createMemberships",
        call: |it| {
            format!(
                "createMemberships(rows: [{{ org: {{ id: \"{}\" }}, user: {{ id: \"{}\" }} }}])",
                it.org, it.outsider
            )
        },
    },
    Row {
        name: "cancelJob",
        call: |it| format!("cancelJob(jobId: \"{}\")", it.job),
    },
    Row {
        name: "retryFailed",
        call: |it| format!("retryFailed(jobId: \"{}\")", it.job),
    },
    Row {
        name: "deleteMemberships",
        call: |it| format!("deleteMemberships(ids: [\"{}\"])", it.membership),
    },
    Row {
        name: "upsertUser",
        call: |it| {
            format!(
                "upsertUser(input: {{ email: \"outsider{}@example.com\", organizations: [{{ id: \"{}\" }}] }})",
                it.number, it.org
            )
        },
    },
    Row {
        name: "upsertMembership",
        call: |it| {
            format!(
                "upsertMembership(org: \"{}\", userId: \"{}\", input: {{ externalId: \"x\" }})",
                it.org, it.member
            )
        },
    },
    Row {
        name: "setUserMemberships",
        call: |it| {
            format!(
                "setUserMemberships(user: {{ email: \"outsider{}@example.com\" }}, memberships: [{{ id: \"{}\" }}], mode: ADD)",
                it.number, it.org
            )
        },
    },
    Row {
        name: "setOrgMembers",
        call: |it| {
            format!(
                "setOrgMembers(org: \"{}\", members: [{{ user: {{ id: \"{}\" }} }}], mode: REMOVE)",
                it.org, it.member
            )
        },
    },
    Row {
        name: "makeDefault",
        call: |it| {
            format!(
                "makeDefault(org: \"{}\", userId: \"{}\")",
                it.org, it.member
            )
        },
    },
    Row {
        name: "deleteUser",
        call: |it| format!("deleteUser(userId: \"{}\")", it.member),
    },
    Row {
        name: "createOrg",
        call: |it| format!("createOrg(name: \"Org {}\")", it.number),
    },
    Row {
        name: "updateOrg",
        call: |it| {
            format!(
                "updateOrg(org: \"{}\", externalId: \"{}\")",
                it.org, it.number
            )
        },
    },
    Row {
        name: "retireOrg",
        call: |it| format!("retireOrg(org: \"{}\")", it.org),
    },
    Row {
        name: "restoreOrg",
        call: |it| format!("restoreOrg(org: \"{}\")", it.org),
    },
    Row {
        name: "createGroup",
        call: |it| {
            format!(
                "createGroup(org: \"{}\", name: \"Group {}\")",
                it.org, it.number
            )
        },
    },
    Row {
        name: "updateGroup",
        call: |it| format!("updateGroup(groupId: \"{}\", externalId: \"x\")", it.group),
    },
    Row {
        name: "deleteGroup",
        call: |it| format!("deleteGroup(groupId: \"{}\")", it.group),
    },
    Row {
        name: "createToken",
        call: |it| {
            format!(
                "createToken(input: {{ name: \"new\", org: \"{}\" }})",
                it.org
            )
        },
    },
    Row {
        name: "revokeToken",
        call: |it| format!("revokeToken(tokenId: \"{}\")", it.token),
    },
    Row {
        name: "createRole",
        call: |it| {
            format!(
                "createRole(org: \"{}\", name: \"New {}\", permissions: [\"invoices:read\"])",
                it.org, it.number
            )
        },
    },
    Row {
        name: "updateRole",
        call: |it| format!("updateRole(roleId: \"{}\", permissions: [])", it.role),
    },
    Row {
        name: "deleteRole",
        call: |it| format!("deleteRole(roleId: \"{}\")", it.role),
    },
];

/// Makes what a call may be pointed at, in the org.
async fn targets(app: &TestApp, org: Uuid, elsewhere: Uuid, number: usize) -> Targets {
    let name = format!("member{number}");
    let member = app.user(org, &name).await;
    // Somebody whom both sides' administrators can see, and who is not in the org.
    let outsider = app.user(elsewhere, &format!("outsider{number}")).await;
    let membership = app
        .read(
            ROOT,
            &format!("membership(org: \"{org}\", user: \"{member}\") {{ id }}"),
        )
        .await;
    let membership = membership["id"].as_str().and_then(|id| id.parse().ok());
    let group = app.group(org, &format!("group{number}")).await;
    app.join(org, group, member).await;
    let made = app
        .data(ROOT, &format!("mutation {{ it: createToken(input: {{ name: \"t\", org: \"{org}\" }}) {{ secret token {{ id }} }} }}"))
        .await;
    let token = made["it"]["token"]["id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    let role = app
        .role(org, &format!("role{number}"), &["invoices:read"])
        .await;
    // Queued by a token of the org, and over.
    let secret = made["it"]["secret"].as_str().expect("a secret");
    let row = format!("{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{member}\" }} }}");
    let job = app
        .done(secret, &format!("queueMemberships(rows: [{row}])"))
        .await;
    app.sql("UPDATE jobs SET status = 'completed' WHERE status = 'queued'")
        .await;
    Targets {
        org,
        member,
        membership: membership.expect("an id"),
        email: format!("{name}@example.com"),
        outsider,
        group,
        token,
        role,
        job,
        number,
    }
}

/// How a call went, in a word.
fn word(reply: &Json) -> String {
    let code = &reply["errors"][0]["extensions"]["code"];
    if let Some(code) = code.as_str() {
        return code.to_owned();
    }
    let it = &reply["data"]["it"];
    if let Some(code) = it["rows"][0]["code"].as_str() {
        return code.to_owned();
    }
    let result = if it["result"].is_object() {
        &it["result"]
    } else {
        it
    };
    match (result["code"].as_str(), it) {
        (Some(code), _) => code.to_owned(),
        (None, Json::Null) => "null".to_owned(),
        (None, Json::Array(rows)) if rows.is_empty() => "none".to_owned(),
        (None, Json::Object(list)) if list.get("nodes") == Some(&json!([])) => "none".to_owned(),
        _ => "ok".to_owned(),
    }
}

async fn call(app: &TestApp, token: &str, is_mutation: bool, call: &str) -> String {
    if call.starts_with("createMemberships") || call.starts_with("deleteMemberships") {
        let query = format!("mutation {{ it: {call} {{ code error rows {{ code }} }} }}");
        return word(&app.graphql(token, &query, json!({})).await);
    }
    let query = match (is_mutation, call.starts_with("createToken")) {
        (false, _) => format!("{{ it: {call} }}"),
        (true, false) => format!("mutation {{ it: {call} {{ code error }} }}"),
        (true, true) => format!("mutation {{ it: {call} {{ result {{ code error }} }} }}"),
    };
    word(&app.graphql(token, &query, json!({})).await)
}

/// The kinds of actor, each with a token.
async fn actors(app: &TestApp, org: Uuid, other: Uuid) -> Vec<(&'static str, String)> {
    let owner = app.owner(org, "owner").await;
    app.done(
        ROOT,
        &format!("addOrgMember(org: \"{other}\", userId: \"{owner}\")"),
    )
    .await;
    let sql = format!(
        "UPDATE memberships SET is_owner = TRUE WHERE user_id = {} AND org_id = {}",
        app.id(owner),
        app.id(other)
    );
    app.sql(&sql).await;
    let sole = app.owner(org, "sole").await;
    let admin = app.admin(org, "admin").await;
    let user = app.user(org, "user").await;
    let retired = app.admin(org, "retired").await;
    let retired_token = app.token_of(retired).await;
    app.done(
        ROOT,
        &format!("updateMember(org: \"{org}\", userId: \"{retired}\", status: \"retired\")"),
    )
    .await;
    let suspended = app.admin(org, "suspended").await;
    let suspended_token = app.token_of(suspended).await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{suspended}\", status: SUSPENDED)"),
    )
    .await;
    vec![
        ("root", ROOT.to_owned()),
        ("platform", app.token("scopes: null").await),
        (
            "platform, members:read",
            app.token("scopes: [\"members:read\"]").await,
        ),
        ("org token", app.token_of_org(org).await),
        (
            "org token, groups:*",
            app.token(&format!(
                "org: \"{org}\", scopes: [\"groups:read\", \"groups:write\"]"
            ))
            .await,
        ),
        ("owner", app.token_of(sole).await),
        ("owner of both", app.token_of(owner).await),
        (
            "owner of both, bound",
            app.token(&format!("userId: \"{owner}\", org: \"{org}\""))
                .await,
        ),
        ("admin", app.token_of(admin).await),
        ("user", app.token_of(user).await),
        ("retired admin", retired_token),
        ("suspended admin", suspended_token),
    ]
}

async fn the_permission_matrix_holds(app: TestApp) {
    // Nobody is to be shut out for showing a suspended user's token so often.
    let app = app
        .reconfigured(|config| config.failed_tokens_per_minute = NonZeroU32::MAX)
        .await;
    let (own, other) = (app.org("Own").await, app.org("Other").await);
    let mut matrix = String::new();
    let mut number = 0;
    for (actor, token) in actors(&app, own, other).await {
        writeln!(matrix, "\n## {actor}\n{:24}{:20}other org", "", "own org").expect("text");
        for (rows, is_mutation) in [(QUERIES, false), (MUTATIONS, true)] {
            for row in rows {
                let mut words = Vec::new();
                for (org, elsewhere) in [(own, other), (other, own)] {
                    number += 1;
                    let targets = targets(&app, org, elsewhere, number).await;
                    words.push(call(&app, &token, is_mutation, &(row.call)(&targets)).await);
                    app.mutate(ROOT, &format!("restoreOrg(org: \"{org}\")"))
                        .await;
                }
                writeln!(matrix, "{:24}{:20}{}", row.name, words[0], words[1]).expect("text");
            }
        }
    }
    insta::assert_snapshot!("permission_matrix", matrix);
}

async fn every_operation_of_the_schema_has_a_row_in_the_matrix(app: TestApp) {
    let schema = app
        .data(ROOT, "{ __schema { queryType { fields { name } } mutationType { fields(includeDeprecated: true) { name } } } }")
        .await;
    for (kind, rows) in [("queryType", QUERIES), ("mutationType", MUTATIONS)] {
        let fields = schema["__schema"][kind]["fields"]
            .as_array()
            .expect("fields");
        let mut fields: Vec<&str> = fields
            .iter()
            .filter_map(|field| field["name"].as_str())
            .collect();
        let mut rows: Vec<&str> = rows.iter().map(|row| row.name).collect();
        fields.sort_unstable();
        rows.sort_unstable();
        assert_eq!(
            rows, fields,
            "the matrix must have a row for each field of {kind}"
        );
    }
}

async fn an_admin_cannot_touch_an_owner(app: TestApp) {
    let org = app.org("Acme").await;
    let (owner, admin) = (app.owner(org, "owner").await, app.admin(org, "admin").await);
    app.owner(org, "second").await;
    let token = app.token_of(admin).await;
    for call in [
        format!("updateMember(org: \"{org}\", userId: \"{owner}\", externalId: \"x\")"),
        format!("updateMember(org: \"{org}\", userId: \"{owner}\", status: \"retired\")"),
        format!("removeOrgMember(org: \"{org}\", userId: \"{owner}\")"),
        format!("updateUser(userId: \"{owner}\", email: \"mine@example.com\")"),
    ] {
        assert_eq!(app.refused(&token, &call).await, "FORBIDDEN", "{call}");
    }
}

async fn an_admin_of_one_org_cannot_take_over_a_user_of_two(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (admin, user) = (app.admin(org, "admin").await, app.user(org, "user").await);
    app.done(
        ROOT,
        &format!("addOrgMember(org: \"{other}\", userId: \"{user}\")"),
    )
    .await;
    let token = app.token_of(admin).await;
    let change = format!("updateUser(userId: \"{user}\", email: \"taken.over@example.com\")");
    assert_eq!(app.refused(&token, &change).await, "FORBIDDEN");
    // A retired membership still counts: the user may come back there.
    app.done(
        ROOT,
        &format!("updateMember(org: \"{other}\", userId: \"{user}\", status: \"retired\")"),
    )
    .await;
    assert_eq!(app.refused(&token, &change).await, "FORBIDDEN");
    app.done(ROOT, &format!("retireOrg(org: \"{other}\")"))
        .await;
    assert_eq!(app.result(&token, &change).await, "updated");
}

async fn nobody_grants_more_than_he_holds(app: TestApp) {
    let org = app.org("Acme").await;
    let (admin, user) = (app.admin(org, "admin").await, app.user(org, "user").await);
    let promote = format!("updateMember(org: \"{org}\", userId: \"{user}\", role: \"admin\")");
    let narrow = app
        .token(&format!("userId: \"{admin}\", scopes: [\"members:write\"]"))
        .await;
    assert_eq!(app.refused(&narrow, &promote).await, "FORBIDDEN");
    let granting = app
        .token(&format!(
            "org: \"{org}\", scopes: [\"members:grant\", \"members:write\", \"members:read\"]"
        ))
        .await;
    let retired = app.admin(org, "retired").await;
    app.done(
        ROOT,
        &format!("updateMember(org: \"{org}\", userId: \"{retired}\", status: \"retired\")"),
    )
    .await;
    // To bring back an admin is to grant what an admin holds.
    assert_eq!(
        app.refused(
            &granting,
            &format!("addOrgMember(org: \"{org}\", userId: \"{retired}\")")
        )
        .await,
        "FORBIDDEN"
    );
    let reactivate =
        format!("updateMember(org: \"{org}\", userId: \"{retired}\", status: \"active\")");
    assert_eq!(app.refused(&granting, &reactivate).await, "FORBIDDEN");
    let full = app.token_of(admin).await;
    assert_eq!(app.result(&full, &promote).await, "updated");
}

async fn a_token_never_outgrows_its_maker(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let narrow = app
        .token(&format!(
            "org: \"{org}\", scopes: [\"tokens:write\", \"members:read\"]"
        ))
        .await;
    let make = |input: &str| {
        format!(
            "mutation {{ it: createToken(input: {{ name: \"x\", {input} }}) {{ secret result {{ code }} }} }}"
        )
    };
    for (input, code) in [
        (format!("org: \"{org}\""), json!("FORBIDDEN")),
        (
            format!("org: \"{org}\", scopes: [\"members:write\"]"),
            json!("FORBIDDEN"),
        ),
        (
            format!("org: \"{org}\", userId: \"{owner}\", scopes: [\"members:read\"]"),
            json!("FORBIDDEN"),
        ),
        (
            String::from("scopes: [\"members:read\"]"),
            json!("FORBIDDEN"),
        ),
        (
            format!("org: \"{org}\", scopes: [\"members:read\"]"),
            Json::Null,
        ),
    ] {
        let made = app.data(&narrow, &make(&input)).await;
        assert_eq!(made["it"]["result"]["code"], code, "{input}");
        assert_eq!(made["it"]["secret"].is_string(), code.is_null(), "{input}");
    }
}

async fn what_is_nested_is_cut_to_what_the_token_may_see(app: TestApp) {
    let (org, hidden) = (app.org("Acme").await, app.org("Hidden").await);
    let user = app.user(hidden, "user").await;
    app.done(
        ROOT,
        &format!("addOrgMember(org: \"{org}\", userId: \"{user}\")"),
    )
    .await;
    let token = app.token_of_org(org).await;
    let seen = app
        .data(
            &token,
            &format!("{{ user(id: \"{user}\") {{ name defaultMembership {{ id }} }} }}"),
        )
        .await;
    // The default is in the hidden org.
    assert_eq!(
        seen["user"],
        json!({ "name": "user Test", "defaultMembership": null })
    );
    let all = app
        .data(
            ROOT,
            &format!("{{ user(id: \"{user}\") {{ defaultMembership {{ org {{ name }} }} }} }}"),
        )
        .await;
    assert_eq!(
        all["user"]["defaultMembership"]["org"]["name"],
        json!("Hidden")
    );
}

on_both_engines! {
    the_permission_matrix_holds,
    every_operation_of_the_schema_has_a_row_in_the_matrix,
    an_admin_cannot_touch_an_owner,
    an_admin_of_one_org_cannot_take_over_a_user_of_two,
    nobody_grants_more_than_he_holds,
    a_token_never_outgrows_its_maker,
    what_is_nested_is_cut_to_what_the_token_may_see,
}
