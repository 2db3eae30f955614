//! Tests every example of the admin guide, with ids filled in: once as printed, and once with
//! variables. The results are read back.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

const FIND_USER: &str = r#"query {
findUserBy(externalId: "someUniqueId") {
id
email
name
timezone
}}"#;

const CREATE_USER: &str = r#"mutation {
createUser(
email: "testuser@somedomain.com",
first: "Test",
last: "User",
externalId: "some-unique-id",
org: "..valid org id.."){
id
result
records
error
}}"#;

const ADD_USER_TO_ORG: &str = r#"mutation {
addUserToOrg(
userId: ".. valid user id..",
org: "..valid org id.."){
id
result
records
error
}}"#;

const UPDATE_MEMBER: &str = r#"mutation {
updateMember(
userId: ".. valid user id..",
org: "..valid org id.."){
id
result
records
error
}}"#;

const ADD_GROUP_MEMBERSHIP: &str = r#"mutation {
addGroupMembership(
userId: ".. valid user id..",
org: "..valid org id.."
groupId: ".. valid group id.."){
id
result
records
error
}}"#;

const REMOVE_GROUP_MEMBERSHIP: &str = r#"mutation {
removeGroupMembership(
userId: ".. valid user id..",
org: "..valid org id.."
groupId: ".. valid group id.."){
id
result
records
error
}}"#;

const GROUP_USERS: &str = r#"query {
groupUsers(
org:"..valid org id..",
groupId: "..valid group id..") {
userId
groupId
status
userName
}}"#;

const ORG: &str = "..valid org id..";
const USER: &str = ".. valid user id..";
const GROUP: &str = ".. valid group id..";
/// The last example spells the place like this.
const GROUP_LISTED: &str = "..valid group id..";

/// Returns an example as printed, with ids in the places that the guide leaves open.
fn printed(example: &str, ids: &[(&str, Uuid)]) -> String {
    let text = ids.iter().fold(example.to_owned(), |text, (place, id)| {
        assert!(text.contains(place), "{place} is not in the example");
        text.replace(place, &id.to_string())
    });
    assert!(!text.contains(".."), "a place was left open: {text}");
    text
}

/// Returns the example with variables instead of these literals.
fn with_variables(example: &str, variables: &[(&str, &str, &str)]) -> String {
    let declared: Vec<String> = variables
        .iter()
        .map(|(_, name, kind)| format!("${name}: {kind}"))
        .collect();
    let head = format!("({}) {{", declared.join(", "));
    let text = example.replacen(" {", &head, 1);
    let text = variables.iter().fold(text, |text, (literal, name, _)| {
        let literal = format!("\"{literal}\"");
        assert!(text.contains(&literal), "{literal} is not in the example");
        text.replace(&literal, &format!("${name}"))
    });
    assert!(!text.contains('"'), "a literal was left: {text}");
    text
}

/// Returns the value of the only field of an example.
async fn field(app: &TestApp, query: &str, variables: Json, name: &str) -> Json {
    field_as(app, ROOT, query, variables, name).await
}

async fn field_as(app: &TestApp, token: &str, query: &str, variables: Json, name: &str) -> Json {
    let reply = app.graphql(token, query, variables).await;
    assert_eq!(reply["errors"], Json::Null, "{query}\n{reply:#}");
    assert_eq!(
        reply["data"].as_object().map(serde_json::Map::len),
        Some(1),
        "{query}\n{reply:#}"
    );
    reply["data"][name].clone()
}

fn id_of(result: &Json) -> Uuid {
    result["id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .unwrap_or_else(|| panic!("no id: {result:#}"))
}

fn changed(id: Uuid, result: &str, records: u32) -> Json {
    json!({ "id": id, "result": result, "records": records, "error": null })
}

async fn membership(app: &TestApp, org: Uuid, user: Uuid) -> Json {
    let field =
        format!("membership(org: \"{org}\", user: \"{user}\") {{ id role status externalId }}");
    app.read(ROOT, &field).await
}

async fn users_in(app: &TestApp, org: Uuid, group: Uuid) -> Json {
    let field = format!("groupUsers(org: \"{org}\", groupId: \"{group}\") {{ userId }}");
    app.read(ROOT, &field).await
}

async fn find_user_works_as_printed_and_with_a_variable(app: TestApp) {
    let org = app.org("Acme").await;
    let other = app.user(org, "bob").await;
    let create = format!(
        r#"createUser(org: "{org}", email: "Ann@Example.com", first: "Ann", last: "Lee", externalId: "someUniqueId")"#
    );
    let ann = app.done(ROOT, &create).await;
    let set = format!(r#"updateUser(userId: "{ann}", timezone: "Europe/Berlin")"#);
    app.done(ROOT, &set).await;

    let found = json!([{
        "id": ann, "email": "Ann@Example.com", "name": "Ann Lee", "timezone": "Europe/Berlin"
    }]);
    assert_eq!(field(&app, FIND_USER, json!({}), "findUserBy").await, found);

    let query = with_variables(FIND_USER, &[("someUniqueId", "externalId", "String!")]);
    let variables = json!({ "externalId": "someUniqueId" });
    assert_eq!(field(&app, &query, variables, "findUserBy").await, found);
    let nobody = json!({ "externalId": other });
    assert_eq!(field(&app, &query, nobody, "findUserBy").await, json!([]));
}

async fn find_user_by_each_of_the_guides_parameters(app: TestApp) {
    let org = app.org("Acme").await;
    let create = format!(
        r#"createUser(org: "{org}", email: "ann@example.com", first: "Ann", last: "Lee", mobile: "+49 151 23456789", externalId: "x-1")"#
    );
    let ann = app.done(ROOT, &create).await;
    app.user(org, "bob").await;
    for (name, value) in [
        ("email", "ann@example.com"),
        ("externalId", "x-1"),
        ("mobile", "+49 151 23456789"),
        ("name", "Ann"),
    ] {
        let query = format!("query($value: String!) {{ findUserBy({name}: $value) {{ id }} }}");
        let found = field(&app, &query, json!({ "value": value }), "findUserBy").await;
        assert_eq!(found, json!([{ "id": ann }]), "by {name}");
    }
}

async fn create_user_works_as_printed_and_with_variables(app: TestApp) {
    let org = app.org("Acme").await;
    let example = printed(CREATE_USER, &[(ORG, org)]);
    let result = field(&app, &example, json!({}), "createUser").await;
    let user = id_of(&result);
    assert_eq!(result, changed(user, "created", 2));
    let read = format!("user(id: \"{user}\") {{ email first last name mobile timezone status }}");
    assert_eq!(
        app.read(ROOT, &read).await,
        json!({
            "email": "testuser@somedomain.com", "first": "Test", "last": "User", "name": "Test User",
            "mobile": null, "timezone": null, "status": "ACTIVE"
        })
    );
    let member = membership(&app, org, user).await;
    assert_eq!(member["role"], json!("USER"));
    assert_eq!(member["status"], json!("ACTIVE"));
    assert_eq!(member["externalId"], json!("some-unique-id"));

    let query = with_variables(
        CREATE_USER,
        &[
            ("testuser@somedomain.com", "email", "String!"),
            ("Test", "first", "String!"),
            ("User", "last", "String!"),
            ("some-unique-id", "externalId", "String!"),
            (ORG, "org", "Uuid!"),
        ],
    );
    let mut variables = json!({
        "email": "testuser@somedomain.com", "first": "Test", "last": "User", "externalId": "some-unique-id", "org": org
    });
    let again = field(&app, &query, variables.clone(), "createUser").await;
    assert_eq!(again, changed(user, "unchanged", 0));
    variables["email"] = json!("second@somedomain.com");
    let second = field(&app, &query, variables, "createUser").await;
    assert_eq!(second, changed(id_of(&second), "created", 2));
    assert_ne!(id_of(&second), user);
}

async fn create_user_takes_all_of_the_guides_parameters_as_variables(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let query = "mutation($org: Uuid!, $email: String!, $first: String!, $last: String!, $mobile: String, \
         $name: String, $groupId: Uuid, $externalId: String) { createUser(org: $org, email: $email, first: $first, \
         last: $last, mobile: $mobile, name: $name, groupId: $groupId, externalId: $externalId) \
         { id result records error } }";
    let variables = json!({
        "org": org, "email": "ann@example.com", "first": "Ann", "last": "Lee", "mobile": "+49 151 23456789",
        "name": "Annie", "groupId": group, "externalId": "x-1"
    });
    let result = field(&app, query, variables, "createUser").await;
    let user = id_of(&result);
    assert_eq!(result, changed(user, "created", 3));
    let read = format!("user(id: \"{user}\") {{ name mobile }}");
    assert_eq!(
        app.read(ROOT, &read).await,
        json!({ "name": "Annie", "mobile": "+49 151 23456789" })
    );
    assert_eq!(
        users_in(&app, org, group).await,
        json!([{ "userId": user }])
    );
    // Optional variables may be declared and omitted.
    let few = json!({ "org": org, "email": "bob@example.com", "first": "Bob", "last": "Ray" });
    let result = field(&app, query, few, "createUser").await;
    assert_eq!(result, changed(id_of(&result), "created", 2));
}

async fn add_user_to_org_works_as_printed_and_with_variables(app: TestApp) {
    let (home, org) = (app.org("Home").await, app.org("Acme").await);
    let (ann, bob) = (app.user(home, "ann").await, app.user(home, "bob").await);
    let example = printed(ADD_USER_TO_ORG, &[(ORG, org), (USER, ann)]);
    let result = field(&app, &example, json!({}), "addUserToOrg").await;
    assert_eq!(result, changed(id_of(&result), "created", 1));
    assert_eq!(
        membership(&app, org, ann).await,
        json!({ "id": result["id"], "role": "USER", "status": "ACTIVE", "externalId": null })
    );

    let places = [(USER, "userId", "Uuid!"), (ORG, "org", "Uuid!")];
    let query = with_variables(ADD_USER_TO_ORG, &places);
    let variables = json!({ "userId": bob, "org": org });
    let result = field(&app, &query, variables, "addUserToOrg").await;
    assert_eq!(result, changed(id_of(&result), "created", 1));
    assert_eq!(membership(&app, org, bob).await["id"], result["id"]);

    let query = query.replace("addUserToOrg", "addOrgMember");
    let variables = json!({ "userId": bob, "org": org });
    let again = field(&app, &query, variables, "addOrgMember").await;
    assert_eq!(again, changed(id_of(&result), "unchanged", 0));
}

async fn add_org_member_takes_the_signatures_variables(app: TestApp) {
    let (home, org) = (app.org("Home").await, app.org("Acme").await);
    let ann = app.user(home, "ann").await;
    let query = "mutation($org: Uuid!, $orgId: Uuid!, $userId: Uuid!, $role: String!, $externalId: String!) { \
         addOrgMember(org: $org, orgId: $orgId, userId: $userId, role: $role, externalId: $externalId) \
         { id result records error } }";
    let variables = json!({
        "org": org, "orgId": org, "userId": ann, "role": "admin", "externalId": "x-1"
    });
    let result = field(&app, query, variables, "addOrgMember").await;
    assert_eq!(result, changed(id_of(&result), "created", 1));
    assert_eq!(
        membership(&app, org, ann).await,
        json!({ "id": result["id"], "role": "ADMIN", "status": "ACTIVE", "externalId": "x-1" })
    );
}

async fn update_member_works_as_printed_and_with_variables(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let before = membership(&app, org, ann).await;
    let id = id_of(&before);
    let example = printed(UPDATE_MEMBER, &[(ORG, org), (USER, ann)]);
    let result = field(&app, &example, json!({}), "updateMember").await;
    assert_eq!(result, changed(id, "unchanged", 0));
    assert_eq!(membership(&app, org, ann).await, before);

    let places = [(USER, "userId", "Uuid!"), (ORG, "org", "Uuid!")];
    let query = with_variables(UPDATE_MEMBER, &places);
    let variables = json!({ "userId": ann, "org": org });
    let result = field(&app, &query, variables, "updateMember").await;
    assert_eq!(result, changed(id, "unchanged", 0));
}

async fn update_member_takes_the_signatures_variables(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let query = "mutation($org: Uuid!, $userId: Uuid!, $status: String!, $role: String!, $externalId: String!) { \
         updateMember(org: $org, userId: $userId, status: $status, role: $role, externalId: $externalId) \
         { id result records error } }";
    let variables = json!({
        "org": org, "userId": ann, "status": "retired", "role": "admin", "externalId": "x-1"
    });
    let result = field(&app, query, variables, "updateMember").await;
    assert_eq!(result, changed(id_of(&result), "updated", 1));
    assert_eq!(
        membership(&app, org, ann).await,
        json!({ "id": result["id"], "role": "ADMIN", "status": "RETIRED", "externalId": "x-1" })
    );
}

async fn group_membership_examples_work_as_printed(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let ann = app.user(org, "ann").await;
    let ids = [(ORG, org), (USER, ann), (GROUP, group)];
    let add = printed(ADD_GROUP_MEMBERSHIP, &ids);
    let added = field(&app, &add, json!({}), "addGroupMembership").await;
    assert_eq!(added, changed(id_of(&added), "created", 1));

    let list = printed(GROUP_USERS, &[(ORG, org), (GROUP_LISTED, group)]);
    assert_eq!(
        field(&app, &list, json!({}), "groupUsers").await,
        json!([{ "userId": ann, "groupId": group, "status": "active", "userName": "ann Test" }])
    );

    let remove = printed(REMOVE_GROUP_MEMBERSHIP, &ids);
    let removed = field(&app, &remove, json!({}), "removeGroupMembership").await;
    assert_eq!(removed, changed(id_of(&added), "removed", 1));
    assert_eq!(field(&app, &list, json!({}), "groupUsers").await, json!([]));
}

async fn group_membership_examples_work_with_variables(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let ann = app.user(org, "ann").await;
    let places = [
        (USER, "userId", "Uuid!"),
        (ORG, "org", "Uuid!"),
        (GROUP, "groupId", "Uuid!"),
    ];
    let variables = json!({ "userId": ann, "org": org, "groupId": group });
    let add = with_variables(ADD_GROUP_MEMBERSHIP, &places);
    let added = field(&app, &add, variables.clone(), "addGroupMembership").await;
    assert_eq!(added, changed(id_of(&added), "created", 1));

    let places_listed = [(ORG, "org", "Uuid!"), (GROUP_LISTED, "groupId", "Uuid!")];
    let list = with_variables(GROUP_USERS, &places_listed);
    let listed = json!({ "org": org, "groupId": group });
    assert_eq!(
        field(&app, &list, listed.clone(), "groupUsers").await,
        json!([{ "userId": ann, "groupId": group, "status": "active", "userName": "ann Test" }])
    );

    let remove = with_variables(REMOVE_GROUP_MEMBERSHIP, &places);
    let removed = field(&app, &remove, variables, "removeGroupMembership").await;
    assert_eq!(removed, changed(id_of(&added), "removed", 1));
    assert_eq!(field(&app, &list, listed, "groupUsers").await, json!([]));
}

async fn org_token_can_run_the_examples(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let token = app.token_of_org(org).await;
    let create = printed(CREATE_USER, &[(ORG, org)]);
    let created = field_as(&app, &token, &create, json!({}), "createUser").await;
    let user = id_of(&created);
    let member = [(ORG, org), (USER, user)];
    let in_group = [(ORG, org), (USER, user), (GROUP, group)];
    let listed = [(ORG, org), (GROUP_LISTED, group)];
    for (example, name, expected) in [
        (
            printed(ADD_USER_TO_ORG, &member),
            "addUserToOrg",
            "unchanged",
        ),
        (printed(UPDATE_MEMBER, &member), "updateMember", "unchanged"),
        (
            printed(ADD_GROUP_MEMBERSHIP, &in_group),
            "addGroupMembership",
            "created",
        ),
        (
            printed(REMOVE_GROUP_MEMBERSHIP, &in_group),
            "removeGroupMembership",
            "removed",
        ),
    ] {
        let result = field_as(&app, &token, &example, json!({}), name).await;
        assert_eq!(result["result"], json!(expected), "{name}");
    }
    let example = printed(GROUP_USERS, &listed);
    let list = field_as(&app, &token, &example, json!({}), "groupUsers").await;
    assert_eq!(list, json!([]));
    let find = FIND_USER.replace("someUniqueId", "some-unique-id");
    let found = field_as(&app, &token, &find, json!({}), "findUserBy").await;
    assert_eq!(found[0]["id"], json!(user));
}

async fn ids_may_be_written_in_capitals_and_without_hyphens(app: TestApp) {
    let org = app.org("Acme").await;
    let example = printed(CREATE_USER, &[(ORG, org)]);
    let bare = org.simple().to_string().to_uppercase();
    let example = example.replace(&org.to_string(), &bare);
    let result = field(&app, &example, json!({}), "createUser").await;
    let user = id_of(&result);
    assert_eq!(result["id"], json!(user.hyphenated().to_string()));
    assert_eq!(membership(&app, org, user).await["status"], json!("ACTIVE"));
}

on_both_engines! {
    find_user_works_as_printed_and_with_a_variable,
    find_user_by_each_of_the_guides_parameters,
    create_user_works_as_printed_and_with_variables,
    create_user_takes_all_of_the_guides_parameters_as_variables,
    add_user_to_org_works_as_printed_and_with_variables,
    add_org_member_takes_the_signatures_variables,
    update_member_works_as_printed_and_with_variables,
    update_member_takes_the_signatures_variables,
    group_membership_examples_work_as_printed,
    group_membership_examples_work_with_variables,
    org_token_can_run_the_examples,
    ids_may_be_written_in_capitals_and_without_hyphens,
}
