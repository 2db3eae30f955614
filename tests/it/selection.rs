//! Field selection: each selected field runs once, however often it is selected, and skipped fields
//! do not run.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

async fn mutation_selected_twice_runs_once(app: TestApp) {
    for (document, name) in [
        (
            "mutation { createOrg(name: \"Twice\") { id } createOrg(name: \"Twice\") { result error } }",
            "Twice",
        ),
        (
            "mutation { createOrg(name: \"Spread\") { id } ...f ...f } \
             fragment f on Mutation { createOrg(name: \"Spread\") { result ...g } } \
             fragment g on MutationResult { error }",
            "Spread",
        ),
        (
            "mutation { createOrg(name: \"Inline\") { id } ... { ... on Mutation { createOrg(name: \"Inline\") { result error } } } }",
            "Inline",
        ),
    ] {
        let created = app.data(ROOT, document).await["createOrg"].clone();
        let org = app
            .read(ROOT, &format!("org(name: \"{name}\") {{ id }}"))
            .await;
        assert_eq!(
            created,
            json!({ "id": org["id"], "result": "created", "error": null }),
            "{document}"
        );
    }
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 3);
}

async fn token_selected_twice_is_created_once(app: TestApp) {
    let before = app.count("SELECT count(*) FROM tokens").await;
    let document = "mutation { createToken(input: { name: \"t\" }) { token { id } } \
                    createToken(input: { name: \"t\" }) { secret token { name } } }";
    let created = app.data(ROOT, document).await["createToken"].clone();
    assert_eq!(created["token"]["name"], "t");
    assert_eq!(app.count("SELECT count(*) FROM tokens").await, before + 1);
    let secret = created["secret"].as_str().expect("a secret");
    let viewer = app.read(secret, "viewer { token { id } }").await;
    assert_eq!(viewer["token"]["id"], created["token"]["id"]);
}

async fn list_selected_twice_is_read_once(app: TestApp) {
    for name in ["Acme", "Bolt", "Coda"] {
        let org = app.org(name).await;
        app.user(org, &name.to_lowercase()).await;
    }
    let once = "{ orgs { nodes { id name members { nodes { user { id name } } } } } }";
    let twice = "{ ...ids orgs { nodes { name } } ...members } \
                 fragment ids on Query { orgs { nodes { id } } } \
                 fragment members on Query { orgs { nodes { members { nodes { ...a ...b } } } } } \
                 fragment a on Membership { user { id } } fragment b on Membership { user { name } }";
    assert_eq!(app.data(ROOT, twice).await, app.data(ROOT, once).await);
    assert_eq!(
        app.statements_of(ROOT, twice).await,
        app.statements_of(ROOT, once).await
    );
}

async fn keys_are_ordered_by_their_first_selection(app: TestApp) {
    app.org("Acme").await;
    let document = "{ o: org(name: \"Acme\") { name } viewer { __typename } ...f } \
                    fragment f on Query { __typename o: org(name: \"Acme\") { status name } }";
    let request = TestApp::request(ROOT, document, json!({}));
    assert_eq!(
        app.send(request).await.body,
        r#"{"data":{"o":{"name":"Acme","status":"ACTIVE"},"viewer":{"__typename":"Viewer"},"__typename":"Query"}}"#
    );
}

async fn conflicting_fields_are_refused_before_anything_runs(app: TestApp) {
    for document in [
        "mutation { createOrg(name: \"A\") { id } ...f } fragment f on Mutation { createOrg(name: \"B\") { id } }",
        "mutation { a: createOrg(name: \"A\") { x: id } ...f } fragment f on Mutation { a: createOrg(name: \"A\") { x: result } }",
        "mutation { a: createOrg(name: \"A\") { org { groups(first: 1) { totalCount } } } a: createOrg(name: \"A\") { org { groups(first: 2) { totalCount } } } }",
        "mutation { createOrg(name: \"A\", name: \"B\") { id } }",
        "mutation { createOrg(name: \"A\") { id } b: upsertUser(input: { email: \"a@b.cc\", email: \"b@b.cc\" }) { id } }",
    ] {
        let request = TestApp::request(ROOT, document, json!({}));
        let reply = app.send(request).await.json();
        assert_eq!(reply.get("data"), None, "{document}\n{reply:#}");
        let error = &reply["errors"][0];
        assert_eq!(error["extensions"]["code"], "INVALID_REQUEST", "{reply:#}");
        assert!(error["locations"][0]["line"].is_u64(), "{reply:#}");
    }
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
}

async fn object_whose_fields_are_all_skipped_is_empty(app: TestApp) {
    app.org("Acme").await;
    for (document, data) in [
        (
            "{ org(name: \"Acme\") { name @skip(if: true) } }",
            json!({ "org": {} }),
        ),
        (
            "{ org(name: \"None\") { name @skip(if: true) } }",
            json!({ "org": null }),
        ),
        (
            "{ orgs { nodes { ... @include(if: false) { name } } totalCount } }",
            json!({ "orgs": { "nodes": [{}], "totalCount": 1 } }),
        ),
        (
            "{ viewer { token { ...f @skip(if: true) } } } fragment f on Token { id }",
            json!({ "viewer": { "token": {} } }),
        ),
        (
            "{ __type(name: \"Org\") { name @skip(if: true) } }",
            json!({ "__type": {} }),
        ),
        ("{ viewer @skip(if: true) { __typename } }", json!({})),
        (
            "mutation { createOrg(name: \"Bolt\") { id @skip(if: true) } }",
            json!({ "createOrg": {} }),
        ),
    ] {
        let reply = app.graphql(ROOT, document, json!({})).await;
        assert_eq!(reply, json!({ "data": data }), "{document}");
    }
}

async fn variables_of_a_cached_document_control_its_selection(app: TestApp) {
    app.org("Acme").await;
    let document = "query($x: Boolean!, $y: Boolean = false) { org(name: \"Acme\") { name @skip(if: $x) ...f @include(if: $y) } } \
                    fragment f on Org { status }";
    for _ in 0..2 {
        for (variables, org) in [
            (json!({ "x": false }), json!({ "name": "Acme" })),
            (json!({ "x": true }), json!({})),
            (
                json!({ "x": true, "y": true }),
                json!({ "status": "ACTIVE" }),
            ),
            (
                json!({ "x": false, "y": true }),
                json!({ "name": "Acme", "status": "ACTIVE" }),
            ),
        ] {
            let reply = app.graphql(ROOT, document, variables.clone()).await;
            assert_eq!(reply, json!({ "data": { "org": org } }), "{variables}");
        }
    }
    let mutation = "mutation($x: Boolean!) { createOrg(name: \"Bolt\") @include(if: $x) { result } a: createOrg(name: \"Coda\") { result } }";
    let reply = app.graphql(ROOT, mutation, json!({ "x": false })).await;
    assert_eq!(reply, json!({ "data": { "a": { "result": "created" } } }));
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 2);
}

async fn arguments_of_skipped_fields_are_validated(app: TestApp) {
    for (document, variables) in [
        (
            "{ viewer { __typename } org(id: \"x\") @skip(if: true) { id } }",
            json!({}),
        ),
        (
            "query($x: Uuid) { viewer { __typename } org(id: $x) @skip(if: true) { id } }",
            json!({ "x": "x" }),
        ),
    ] {
        for _ in 0..2 {
            let reply = app.graphql(ROOT, document, variables.clone()).await;
            let message = reply["errors"][0]["message"].as_str().unwrap_or_default();
            assert!(message.contains("Uuid"), "{reply:#}");
        }
    }
}

async fn all_escapes_of_the_specification_are_supported(app: TestApp) {
    for (written, name) in [
        (r"a\ud83d\ude00", "a\u{1f600}"),
        (r"b\u{1F600}\u{e9}", "b\u{1f600}\u{e9}"),
        (r#"c\u00E9\u0020\"\\\/"#, "c\u{e9} \"\\/"),
        ("d\u{1f600}", "d\u{1f600}"),
        (r"e\\ud83d\\u{1}", r"e\ud83d\u{1}"),
        (r"f\uD83D\uDE00\uD83D\uDE00", "f\u{1f600}\u{1f600}"),
    ] {
        app.done(ROOT, &format!("createOrg(name: \"{written}\")"))
            .await;
        let found = app
            .read(ROOT, &format!("org(name: \"{written}\") {{ name }}"))
            .await;
        assert_eq!(found["name"], name);
    }
}

async fn lone_surrogates_are_syntax_errors(app: TestApp) {
    for written in [
        r"\ud83d",
        r"\ude00",
        r"\ud83d\ud83d",
        r"\ude00\ud83d",
        r"\ud83d \ude00",
        r"\u{d83d}",
        r"\ud83d\u{de00}",
        r"\u{110000}",
    ] {
        let reply = app
            .graphql(
                ROOT,
                &format!("{{\n  user(email: \"{written}\") {{ id }} }}"),
                json!({}),
            )
            .await;
        let error = &reply["errors"][0];
        assert_eq!(error["extensions"]["code"], "INVALID_REQUEST", "{reply:#}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains("(line 2, column "), "{written}: {message}");
        assert!(message.contains("unicode"), "{written}: {message}");
    }
}

async fn numbers_out_of_range_are_refused_in_every_place(app: TestApp) {
    for document in [
        "{ users(first: 1e999) { totalCount } }",
        "{ user(id: 1e999) { id } }",
        "{ user(email: 1e999) { id } }",
        "{ users(filter: { updatedSince: 1e999 }) { totalCount } }",
        "query($x: Int = 1e999) { users(first: $x) { totalCount } }",
    ] {
        let reply: Json = app.graphql(ROOT, document, json!({})).await;
        assert_eq!(
            reply["errors"][0]["extensions"]["code"], "INVALID_REQUEST",
            "{document}\n{reply:#}"
        );
    }
}

/// Returns a selection of each field of the type. Of an object, only the type is selected.
async fn fields_of(app: &TestApp, name: &str) -> Vec<String> {
    let kind = "{ kind ofType { kind ofType { kind ofType { kind } } } }";
    let query = format!("__type(name: \"{name}\") {{ fields {{ name type {kind} }} }}");
    let found = app.read(ROOT, &query).await;
    let fields = found["fields"].as_array().expect("fields").iter();
    let selection = |field: &Json| {
        let name = field["name"].as_str().expect("a name");
        let mut kind = &field["type"];
        while kind["ofType"].is_object() {
            kind = &kind["ofType"];
        }
        match kind["kind"].as_str() {
            Some("OBJECT") => format!("{name} {{ __typename }}"),
            _ => name.to_owned(),
        }
    };
    fields.map(selection).collect()
}

/// The selection decides which columns are read.
async fn each_field_of_a_member_has_the_same_value_alone(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    app.user(org, "bob").await;
    let change = format!(
        "updateUser(userId: \"{ann}\", mobile: \"+43 1 23456\", timezone: \"Europe/Vienna\", name: \"Ann\")"
    );
    app.done(ROOT, &change).await;
    let change = format!(
        "updateMember(org: \"{org}\", userId: \"{ann}\", role: \"admin\", externalId: \"x\")"
    );
    app.done(ROOT, &change).await;
    let members = async |selection: &str| {
        let query = format!("org(id: \"{org}\") {{ members {selection} }}");
        app.read(ROOT, &query).await["members"].clone()
    };
    let of_user = fields_of(&app, "User").await;
    let user = format!("user {{ {} }}", of_user.join(" "));
    let mut fields = fields_of(&app, "Membership").await;
    fields.retain(|field| !field.starts_with("user "));
    let whole = format!("{{ nodes {{ {} {user} }} }}", fields.join(" "));
    let whole = members(&whole).await["nodes"].clone();
    assert_eq!(whole[0]["externalId"], "x");
    assert_eq!(whole[0]["user"]["mobile"], "+43 1 23456");
    for field in &fields {
        let key = field.split(' ').next().expect("a key");
        let alone = members(&format!("{{ nodes {{ {field} }} }}")).await;
        let edges = members(&format!("{{ edges {{ cursor node {{ {field} }} }} }}")).await;
        for at in 0..2 {
            assert_eq!(alone["nodes"][at][key], whole[at][key], "{field}");
            assert_eq!(edges["edges"][at]["node"][key], whole[at][key], "{field}");
        }
    }
    for field in &of_user {
        let key = field.split(' ').next().expect("a key");
        for alone in [
            format!("{{ nodes {{ user {{ {field} }} }} }}"),
            format!("{{ nodes {{ role ... {{ user {{ id ... on User {{ {field} }} }} }} }} }}"),
        ] {
            let alone = members(&alone).await;
            for at in 0..2 {
                let user = &alone["nodes"][at]["user"];
                assert_eq!(user[key], whole[at]["user"][key], "{field}");
            }
        }
    }
}

async fn each_field_of_a_found_user_has_the_same_value_alone(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let change = format!("updateUser(userId: \"{ann}\", mobile: \"+43 1 23456\", name: \"Ann\")");
    app.done(ROOT, &change).await;
    let of_user = fields_of(&app, "User").await;
    let mut fields = fields_of(&app, "UserSearch").await;
    fields.retain(|field| !field.starts_with("user "));
    for criteria in ["name: \"ann\"", "name: \"ann\", email: \"ann@example.com\""] {
        let find = async |selection: &str| {
            let query = format!("findUserBy({criteria}) {{ {selection} }}");
            app.read(ROOT, &query).await[0].clone()
        };
        let user = format!("user {{ {} }}", of_user.join(" "));
        let whole = find(&format!("{} {user}", fields.join(" "))).await;
        assert_eq!(whole["user"]["first"], "ann");
        for field in &fields {
            let key = field.split(' ').next().expect("a key");
            assert_eq!(find(field).await[key], whole[key], "{field}");
        }
        for field in &of_user {
            let key = field.split(' ').next().expect("a key");
            let alone = find(&format!("email user {{ {field} }}")).await;
            assert_eq!(alone["user"][key], whole["user"][key], "{field}");
        }
    }
}

async fn columns_that_no_field_needs_are_not_read(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    for rename in [
        "ALTER TABLE memberships RENAME COLUMN hold_reason TO unread",
        "ALTER TABLE users RENAME COLUMN owned_by TO unread",
    ] {
        app.sql(rename).await;
    }
    let members = |selection: &str| format!("org(id: \"{org}\") {{ members {selection} }}");
    let names = "{ edges { cursor node { id role status isOwner org { name } user { id name email status } } } totalCount }";
    let found = app.read(ROOT, &members(names)).await;
    assert_eq!(
        found["members"]["edges"][0]["node"]["user"]["name"],
        "ann Test"
    );
    let found = "findUserBy(name: \"ann\") { name timezone mobile user { email } }";
    assert_eq!(app.read(ROOT, found).await[0]["name"], "ann Test");
    for whole in [
        members("{ nodes { createdAt } }"),
        members("{ nodes { user { first } } }"),
        "findUserBy(name: \"ann\") { user { first } }".to_owned(),
    ] {
        assert_eq!(app.read_error(ROOT, &whole).await.0, "INTERNAL", "{whole}");
    }
}

on_both_engines! {
    each_field_of_a_member_has_the_same_value_alone,
    each_field_of_a_found_user_has_the_same_value_alone,
    columns_that_no_field_needs_are_not_read,
    mutation_selected_twice_runs_once,
    token_selected_twice_is_created_once,
    list_selected_twice_is_read_once,
    keys_are_ordered_by_their_first_selection,
    conflicting_fields_are_refused_before_anything_runs,
    object_whose_fields_are_all_skipped_is_empty,
    variables_of_a_cached_document_control_its_selection,
    arguments_of_skipped_fields_are_validated,
    all_escapes_of_the_specification_are_supported,
    lone_surrogates_are_syntax_errors,
    numbers_out_of_range_are_refused_in_every_place,
}
