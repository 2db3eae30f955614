//! Tests the media type of a request, and its parameters `query`, `variables`, `operationName` and
//! `extensions`.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, With, get, on_both_engines, post, post_json};

use super::{ASK, answer, ask, assert_refused};

const TWO: &str = "query A { a: viewer { __typename } } query B { b: viewer { __typename } }";
const BY_NAME: &str = "query ($name: String!) { org(name: $name) { name } }";

async fn a_body_of_another_media_type_is_refused(app: TestApp) {
    for media_type in [
        "text/plain",
        "application/graphql",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin1",
        "nonsense",
    ] {
        let reply = app.send(ask().with("content-type", media_type)).await;
        assert_refused(&reply, 415, "Content-Type: application/json");
    }
}

async fn a_body_without_a_media_type_is_refused(app: TestApp) {
    let reply = app.send(ask().without("content-type")).await;
    assert_refused(&reply, 415, "Content-Type: application/json");
}

async fn body_is_read_as_utf_8_with_or_without_a_charset(app: TestApp) {
    for media_type in [
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/json; charset=\"utf-8\"",
        "Application/JSON",
    ] {
        let body = json!({ "query": "query ($n: String!) { org(name: $n) { id } }", "variables": { "n": "Žluťoučký 🐎" } });
        let reply = app
            .send(post_json(&body).with("content-type", media_type))
            .await;
        assert_eq!(
            reply.json(),
            json!({ "data": { "org": null } }),
            "{media_type}"
        );
    }
    let reply = app.send(post(&b"{\"query\": \"{ \xff }\"}"[..])).await;
    assert_refused(&reply, 400, "JSON");
}

async fn body_that_is_not_a_json_object_is_rejected(app: TestApp) {
    for (body, message) in [
        ("", "The body is not valid JSON"),
        ("{", "The body is not valid JSON"),
        ("{\"query\": \"{ a }\"} {}", "The body is not valid JSON"),
        ("query=%7Ba%7D", "The body is not valid JSON"),
        ("null", "JSON object"),
        ("7", "JSON object"),
        ("\"{ viewer }\"", "JSON object"),
        ("{}", "`query` is missing"),
    ] {
        assert_refused(&app.send(post(body)).await, 400, message);
    }
}

async fn parameters_of_a_wrong_type_are_refused_and_named(app: TestApp) {
    let (number, text, list, object) = (json!(7), json!("text"), json!(["list"]), json!({}));
    for (name, wrong) in [
        ("query", [&number, &list, &object]),
        ("operationName", [&number, &list, &object]),
        ("variables", [&number, &text, &list]),
        ("extensions", [&number, &text, &list]),
    ] {
        for value in wrong {
            let mut body = json!({ "query": ASK });
            body[name] = value.clone();
            let reply = app.send(post_json(&body)).await;
            assert_refused(&reply, 400, &format!("`{name}` must be"));
        }
    }
}

async fn null_query_counts_as_missing(app: TestApp) {
    let reply = app.send(post_json(&json!({ "query": null }))).await;
    assert_refused(&reply, 400, "`query`");
}

async fn null_optional_parameters_count_as_absent(app: TestApp) {
    let body =
        json!({ "query": ASK, "operationName": null, "variables": null, "extensions": null });
    assert_eq!(app.send(post_json(&body)).await.json(), answer());
}

async fn unknown_parameters_are_ignored(app: TestApp) {
    let body =
        json!({ "query": ASK, "id": 7, "extensions": { "persistedQuery": { "version": 1 } } });
    assert_eq!(app.send(post_json(&body)).await.json(), answer());
    let reply = app.send(get(&[("query", ASK), ("id", "7")])).await;
    assert_eq!(reply.json(), answer());
}

async fn persisted_query_without_a_document_is_not_supported(app: TestApp) {
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": "5a1f" } });
    let probe = json!({ "operationName": "A", "variables": {}, "extensions": extensions });
    let check = |reply: &Json| {
        assert_eq!(reply.get("data"), None, "{reply:#}");
        let error = &reply["errors"][0];
        assert_eq!(error["message"], "PersistedQueryNotSupported", "{reply:#}");
        assert_eq!(
            error["extensions"]["code"], "PERSISTED_QUERY_NOT_SUPPORTED",
            "{reply:#}"
        );
    };
    let reply = app.send(post_json(&probe)).await;
    assert_eq!(reply.status, 200);
    check(&reply.json());
    let mut null = probe.clone();
    null["query"] = Json::Null;
    check(&app.send(post_json(&null)).await.json());
    let text = extensions.to_string();
    let by_get = [("operationName", "A"), ("extensions", text.as_str())];
    check(&app.send(get(&by_get)).await.json());
    // The other requests of a batch run, and so does the document when it is sent.
    let whole = json!({ "query": ASK, "extensions": extensions });
    let batch = app.send(post_json(&json!([probe, whole]))).await.json();
    check(&batch[0]);
    assert_eq!(batch[1], answer());
    assert_eq!(app.send(post_json(&whole)).await.json(), answer());
}

async fn operation_name_selects_the_operation(app: TestApp) {
    for (name, key) in [("A", "a"), ("B", "b")] {
        let body = json!({ "query": TWO, "operationName": name });
        let data = json!({ "data": { key: { "__typename": "Viewer" } } });
        assert_eq!(app.send(post_json(&body)).await.json(), data);
        let reply = app
            .send(get(&[("query", TWO), ("operationName", name)]))
            .await;
        assert_eq!(reply.json(), data);
    }
}

async fn get_takes_all_parameters_from_the_query_string(app: TestApp) {
    app.org("Acme & Söhne +1").await;
    let reply = app
        .send(get(&[
            ("query", BY_NAME),
            ("variables", r#"{"name": "Acme & Söhne +1"}"#),
            ("operationName", ""),
            ("extensions", "{}"),
        ]))
        .await;
    assert_eq!(
        (reply.status.as_u16(), reply.json()),
        (
            200,
            json!({ "data": { "org": { "name": "Acme & Söhne +1" } } })
        )
    );
}

async fn empty_optional_parameters_of_get_count_as_absent(app: TestApp) {
    let reply = app
        .send(get(&[
            ("query", ASK),
            ("variables", ""),
            ("operationName", ""),
            ("extensions", ""),
        ]))
        .await;
    assert_eq!(reply.json(), answer());
}

async fn unreadable_parameters_of_get_are_rejected_and_named(app: TestApp) {
    for (name, value) in [
        ("variables", "nonsense"),
        ("variables", "[]"),
        ("variables", "7"),
        ("extensions", "nonsense"),
        ("extensions", "\"text\""),
    ] {
        let reply = app.send(get(&[("query", ASK), (name, value)])).await;
        assert_refused(&reply, 400, &format!("`{name}` must be"));
    }
    assert_refused(&app.send(get(&[])).await, 400, "`query` is missing");
    let twice = app.send(get(&[("query", ASK), ("query", ASK)])).await;
    assert_refused(&twice, 400, "`query` appears twice");
}

async fn null_in_a_query_string_is_an_operation_name(app: TestApp) {
    let query = "query null { viewer { __typename } } query other { __typename }";
    let reply = app
        .send(get(&[("query", query), ("operationName", "null")]))
        .await;
    assert_eq!(reply.json(), answer());
}

/// Creates a user, a group and an org in which every clearable field has a value.
async fn furnished(app: &TestApp) -> Json {
    let org = app.org("Acme").await;
    let (user, group) = (app.user(org, "ann").await, app.group(org, "Ops").await);
    for change in [
        format!(
            "updateUser(userId: \"{user}\", mobile: \"+4930123456\", timezone: \"Europe/Berlin\")"
        ),
        format!("updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"m1\")"),
        format!("updateGroup(groupId: \"{group}\", externalId: \"g1\")"),
        format!("updateOrg(org: \"{org}\", externalId: \"o1\")"),
    ] {
        app.done(ROOT, &change).await;
    }
    json!({ "org": org, "user": user, "group": group })
}

/// Every mutation with an argument that null clears.
const PATCHES: &str = "mutation ($org: Uuid!, $user: Uuid!, $group: Uuid!, $x: String) {
    updateUser(userId: $user, mobile: $x, timezone: $x) { user { mobile timezone } }
    addOrgMember(org: $org, userId: $user, externalId: $x) { membership { externalId } code }
    addUserToOrg(org: $org, userId: $user, externalId: $x) { membership { externalId } code }
    updateMember(org: $org, userId: $user, externalId: $x) { membership { externalId } }
    updateGroup(groupId: $group, externalId: $x) { group { externalId } }
    updateOrg(org: $org, externalId: $x) { org { externalId } }
}";

async fn omitted_variable_is_an_absent_argument(app: TestApp) {
    let variables = furnished(&app).await;
    let reply = app.graphql(ROOT, PATCHES, variables).await;
    let member = json!({ "membership": { "externalId": "m1" }, "code": null });
    let data = json!({
        "updateUser": { "user": { "mobile": "+4930123456", "timezone": "Europe/Berlin" } },
        "addOrgMember": member,
        "addUserToOrg": member,
        "updateMember": { "membership": { "externalId": "m1" } },
        "updateGroup": { "group": { "externalId": "g1" } },
        "updateOrg": { "org": { "externalId": "o1" } },
    });
    assert_eq!(reply, json!({ "data": data }));
}

async fn null_variable_is_a_null_argument(app: TestApp) {
    let mut variables = furnished(&app).await;
    variables["x"] = Json::Null;
    let data = app.graphql(ROOT, PATCHES, variables).await["data"].clone();
    assert_eq!(
        data["updateUser"]["user"],
        json!({ "mobile": null, "timezone": null })
    );
    assert_eq!(data["addOrgMember"]["code"], "ALREADY_MEMBER");
    assert_eq!(data["updateMember"]["membership"]["externalId"], Json::Null);
    assert_eq!(data["updateGroup"]["group"]["externalId"], Json::Null);
    assert_eq!(data["updateOrg"]["org"]["externalId"], Json::Null);
}

async fn input_field_with_an_omitted_variable_is_absent(app: TestApp) {
    let create = "mutation ($org: Uuid, $ips: [String!]) { createToken(input: { name: \"t\", org: $org, allowedIps: $ips }) { result { error } token { name } } }";
    let reply = app.graphql(ROOT, create, json!({})).await;
    let made = json!({ "result": { "error": null }, "token": { "name": "t" } });
    assert_eq!(reply, json!({ "data": { "createToken": made } }));
}

async fn default_of_a_variable_applies_in_a_skip_directive(app: TestApp) {
    let query = "query ($no: Boolean! = true) { bad: org { id } out: org @skip(if: $no) { id } }";
    let reply = app.graphql(ROOT, query, json!({})).await;
    assert_eq!(reply["data"], json!({ "bad": null }), "{reply:#}");
}

async fn default_replaces_an_omitted_variable(app: TestApp) {
    app.org("Acme").await;
    let query = "query ($name: String! = \"acme\") { org(name: $name) { name } }";
    let reply = app.graphql(ROOT, query, json!({})).await;
    assert_eq!(reply, json!({ "data": { "org": { "name": "Acme" } } }));
}

on_both_engines! {
    a_body_of_another_media_type_is_refused,
    a_body_without_a_media_type_is_refused,
    body_is_read_as_utf_8_with_or_without_a_charset,
    body_that_is_not_a_json_object_is_rejected,
    parameters_of_a_wrong_type_are_refused_and_named,
    null_query_counts_as_missing,
    null_optional_parameters_count_as_absent,
    unknown_parameters_are_ignored,
    persisted_query_without_a_document_is_not_supported,
    operation_name_selects_the_operation,
    get_takes_all_parameters_from_the_query_string,
    empty_optional_parameters_of_get_count_as_absent,
    unreadable_parameters_of_get_are_rejected_and_named,
    null_in_a_query_string_is_an_operation_name,
    omitted_variable_is_an_absent_argument,
    null_variable_is_a_null_argument,
    input_field_with_an_omitted_variable_is_absent,
    default_of_a_variable_applies_in_a_skip_directive,
    default_replaces_an_omitted_variable,
}
