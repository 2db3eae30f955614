//! Tests every operation of the schema with every kind of actor.

use std::{fmt::Write, num::NonZeroU32};

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{
    actors::actors,
    targets::{Targets, targets},
};

/// An operation of the schema, with one call of it.
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
        name: "permissions",
        call: |_| "permissions { name }".to_owned(),
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
        name: "syncRun",
        call: |it| {
            format!(
                "syncRun(id: \"{}\") {{ id untouchedOrgs {{ id }} plan {{ items {{ nodes {{ line }} }} }} }}",
                it.run
            )
        },
    },
    Row {
        name: "syncRuns",
        call: |_| "syncRuns { nodes { id } totalCount }".to_owned(),
    },
    Row {
        name: "role",
        call: |it| format!("role(id: \"{}\") {{ id }}", it.role),
    },
    Row {
        name: "token",
        call: |it| format!("token(id: \"{}\") {{ id }}", it.token),
    },
    Row {
        name: "event",
        call: |it| format!("event(id: \"{}\") {{ id }}", it.event),
    },
    Row {
        name: "node",
        call: |it| format!("node(id: \"{}\") {{ id }}", it.group),
    },
    // The test of `nodes` compares them with the query of each type.
    Row {
        name: "nodes",
        call: |it| format!("nodes(ids: [\"{}\"]) {{ id }}", it.membership),
    },
    Row {
        name: "groups",
        call: |it| {
            format!(
                "groups(filter: {{ org: \"{}\" }}) {{ nodes {{ id memberCount }} totalCount }}",
                it.org
            )
        },
    },
    Row {
        name: "search",
        call: |it| format!("search(text: \"{}\") {{ ... on User {{ id }} }}", it.email),
    },
    Row {
        name: "counts",
        call: |_| {
            "counts { users suspendedUsers usersWithoutOrg orgs retiredOrgs memberships groups tokens runningJobs }".to_owned()
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
        name: "setGroupMembers",
        call: |it| {
            format!(
                "setGroupMembers(groupId: \"{}\", members: [{{ id: \"{}\" }}], mode: ADD)",
                it.group, it.member
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
        name: "upsertUsers",
        call: |it| {
            format!(
                "upsertUsers(rows: [{{ email: \"outsider{}@example.com\", organizations: [{{ id: \"{}\" }}] }}])",
                it.number, it.org
            )
        },
    },
    Row {
        name: "queueUsers",
        call: |it| {
            format!(
                "queueUsers(rows: [{{ email: \"outsider{}@example.com\", organizations: [{{ id: \"{}\" }}] }}])",
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
        name: "mergeUsers",
        call: |it| {
            format!(
                "mergeUsers(keep: \"{}\", drop: \"{}\")",
                it.outsider, it.member
            )
        },
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
        name: "updateToken",
        call: |it| format!("updateToken(tokenId: \"{}\", name: \"new\")", it.token),
    },
    Row {
        name: "rotateToken",
        call: |it| format!("rotateToken(tokenId: \"{}\")", it.token),
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
        name: "planSync",
        call: |it| {
            format!(
                "planSync(input: {{ upload: \"{}\", org: {{ id: \"{}\" }}, source: \"hr\" }})",
                it.run, it.org
            )
        },
    },
    Row {
        name: "applySync",
        call: |it| format!("applySync(id: \"{}\")", it.run),
    },
    Row {
        name: "revertSync",
        call: |it| format!("revertSync(id: \"{}\")", it.run),
    },
    Row {
        name: "holdMembership",
        call: |it| {
            format!(
                "holdMembership(org: \"{}\", userId: \"{}\", until: \"2026-02-01T00:00:00Z\", reason: \"x\")",
                it.org, it.member
            )
        },
    },
    Row {
        name: "releaseMembership",
        call: |it| {
            format!(
                "releaseMembership(org: \"{}\", userId: \"{}\")",
                it.org, it.member
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

/// Returns the outcome of a call: a code, `ok`, `null` or `none`.
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
        (None, Json::Array(rows)) if rows.iter().all(Json::is_null) => "none".to_owned(),
        (None, Json::Object(list)) if list.get("nodes") == Some(&json!([])) => "none".to_owned(),
        _ => "ok".to_owned(),
    }
}

/// Calls an operation of the schema, and returns its outcome in one word.
pub(super) async fn call(app: &TestApp, token: &str, is_mutation: bool, call: &str) -> String {
    let batches = ["createMemberships", "deleteMemberships", "upsertUsers"];
    if batches.iter().any(|name| call.starts_with(name)) {
        let query = format!("mutation {{ it: {call} {{ code error rows {{ code }} }} }}");
        return word(&app.graphql(token, &query, json!({})).await);
    }
    let is_token = call.starts_with("createToken") || call.starts_with("rotateToken");
    let query = match (is_mutation, is_token) {
        (false, _) => format!("{{ it: {call} }}"),
        (true, false) => format!("mutation {{ it: {call} {{ code error }} }}"),
        (true, true) => format!("mutation {{ it: {call} {{ result {{ code error }} }} }}"),
    };
    word(&app.graphql(token, &query, json!({})).await)
}

async fn permission_matrix_matches_its_snapshot(app: TestApp) {
    // The address must not be blocked: the test often sends the token of a suspended user.
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

on_both_engines! {
    permission_matrix_matches_its_snapshot,
    every_operation_of_the_schema_has_a_row_in_the_matrix,
}
