//! Tests that nested lists take a fixed number of statements, however many rows there are.

use serde_json::json;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::unlimited;

/// Creates users who are all in the same orgs and groups.
async fn crew(app: &TestApp, name: &str, orgs: usize, users: usize) -> Vec<Uuid> {
    let mut made: Vec<Uuid> = Vec::new();
    for n in 0..orgs {
        let org = app.org(&format!("{name} {n}")).await;
        let group = app.group(org, "Ops").await;
        for number in 0..users {
            match made.get(number) {
                Some(user) => {
                    app.add(org, *user).await;
                }
                None => made.push(app.user(org, &format!("{name}{number}")).await),
            }
            app.join(org, group, made[number]).await;
        }
    }
    made
}

/// Queries, each with the number of its statements when root sends it: lists of users for root need
/// no count of visible users first.
const QUERIES: [(&str, u64); 9] = [
    // Users; their memberships, each with its org; members, each with the user.
    (
        "{ users { nodes { memberships { nodes { org { members { nodes { user { email } } } } } } } } }",
        3,
    ),
    // One more level, and four counts.
    (
        "{ users { totalCount nodes { memberships { totalCount nodes { org { name members { totalCount nodes { user { email memberships { totalCount nodes { id } } } } } } } } } } }",
        8,
    ),
    // Aliases with equal arguments share a list.
    (
        "{ users { nodes { a: memberships { nodes { id } } b: memberships { nodes { id } } c: memberships(first: 1) { nodes { id } } } } }",
        3,
    ),
    (
        "{ orgs { nodes { all: members { totalCount nodes { id } } left: members(status: RETIRED) { totalCount nodes { id } } admins: members(role: ADMIN) { totalCount } } } }",
        7,
    ),
    // Pages of one list share a count.
    (
        "{ orgs { nodes { a: members(first: 1) { totalCount nodes { id } } b: members(first: 2) { totalCount nodes { id } } } } }",
        4,
    ),
    // So do pages of one list that need different columns.
    (
        "{ orgs { nodes { a: members { totalCount nodes { id } } b: members { totalCount nodes { createdAt } } } } }",
        4,
    ),
    // Orgs; groups; members of groups; users; their groups; orgs of groups.
    (
        "{ orgs { nodes { groups { nodes { members { nodes { user { groups { nodes { org { name } } } } } } } } } } }",
        6,
    ),
    // Memberships; orgs and users; defaults; orgs of defaults.
    (
        "{ memberships { edges { node { org { name } user { defaultMembership { org { name } } } } } } }",
        5,
    ),
    // Two root lists, each with its users.
    (
        "{ users { nodes { groups { totalCount nodes { id } } } } orgs { nodes { groups { totalCount nodes { id } } } } }",
        6,
    ),
];

async fn nested_lists_take_a_fixed_number_of_statements(app: TestApp) {
    let app = unlimited(&app).await;
    let expected = QUERIES.map(|(_, statements)| statements);
    for (name, orgs, users) in [("one", 1, 1), ("many", 3, 6), ("more", 1, 40)] {
        crew(&app, name, orgs, users).await;
        let mut counted = Vec::new();
        for (query, _) in QUERIES {
            counted.push(app.statements_of(ROOT, query).await);
        }
        assert_eq!(counted, expected, "{name}");
    }
}

async fn first_applies_to_each_parent(app: TestApp) {
    let users = crew(&app, "org", 3, 4).await;
    let found = app.read(ROOT, "orgs(orderBy: ID) { nodes { members(first: 3) { totalCount pageInfo { hasNextPage endCursor } nodes { user { id } } } } }").await;
    for org in found["nodes"].as_array().expect("orgs") {
        let members = &org["members"];
        assert_eq!(members["totalCount"], 4);
        assert_eq!(members["pageInfo"]["hasNextPage"], true);
        let shown = members["nodes"].as_array().expect("members").iter();
        let shown: Vec<_> = shown.map(|member| member["user"]["id"].clone()).collect();
        assert_eq!(
            shown,
            users[..3]
                .iter()
                .map(|user| json!(user.to_string()))
                .collect::<Vec<_>>()
        );
    }
    let found = app.read(ROOT, "users(orderBy: ID) { nodes { memberships(first: 2) { totalCount nodes { org { name } } } groups(first: 2) { totalCount nodes { org { name } } } } }").await;
    for user in found["nodes"].as_array().expect("users") {
        let orgs = json!([{ "org": { "name": "org 0" } }, { "org": { "name": "org 1" } }]);
        assert_eq!(
            user["memberships"],
            json!({ "totalCount": 3, "nodes": orgs })
        );
        assert_eq!(
            (
                &user["groups"]["totalCount"],
                user["groups"]["nodes"].as_array().map(Vec::len)
            ),
            (&json!(3), Some(2))
        );
    }
}

/// One cursor applies to all parents: each list continues after the same position.
async fn after_applies_to_each_parent(app: TestApp) {
    let users = crew(&app, "org", 2, 4).await;
    let first = app.read(ROOT, "orgs(orderBy: ID) { nodes { groups { nodes { members(first: 2) { pageInfo { endCursor } } } } } }").await;
    let end = &first["nodes"][0]["groups"]["nodes"][0]["members"]["pageInfo"]["endCursor"];
    let field = format!(
        "orgs {{ nodes {{ groups {{ nodes {{ members(first: 2, after: {end}) {{ pageInfo {{ hasNextPage hasPreviousPage }} nodes {{ user {{ id }} }} }} }} }} }} }}"
    );
    let found = app.read(ROOT, &field).await;
    for org in found["nodes"].as_array().expect("orgs") {
        let rest = users[2..]
            .iter()
            .map(|user| json!({ "user": { "id": user.to_string() } }));
        let page = &org["groups"]["nodes"][0]["members"];
        assert_eq!(page["nodes"], json!(rest.collect::<Vec<_>>()));
        assert_eq!(
            page["pageInfo"],
            json!({ "hasNextPage": false, "hasPreviousPage": true })
        );
    }
}

on_both_engines! {
    nested_lists_take_a_fixed_number_of_statements,
    first_applies_to_each_parent,
    after_applies_to_each_parent,
}
