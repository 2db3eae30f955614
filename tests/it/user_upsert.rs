//! `upsertUser`, which creates or changes a user and their orgs in one call, and deleting users.

use serde_json::{Value as Json, json};
use tenantry::{
    access::{Actor, Origin},
    domain::{
        Done,
        field::{ExternalId, Name},
        membership::{MembershipFields, SetMode, SetUserMemberships, UserMembership, UserOrgs},
        org::{OrgRef, UpsertOrg},
        user::{Email, Upsert, UpsertUser, UserRef},
    },
    entity::user::UserStatus,
    error::Code,
};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn upsert(input: &str) -> String {
    format!("upsertUser(input: {{ {input} }})")
}

async fn user(app: &TestApp, id: Uuid) -> Json {
    let fields = "email first last name mobile timezone externalId status";
    app.read(ROOT, &format!("user(id: \"{id}\") {{ {fields} }}"))
        .await
}

/// Returns the names of the user's orgs, the default first.
async fn orgs_of(app: &TestApp, user: Uuid) -> Vec<String> {
    let query = format!("user(id: \"{user}\") {{ memberships {{ nodes {{ org {{ name }} }} }} }}");
    let read = app.read(ROOT, &query).await;
    let nodes = read["memberships"]["nodes"].as_array().expect("a list");
    let name = |node: &Json| node["org"]["name"].as_str().expect("a name").to_owned();
    nodes.iter().map(name).collect()
}

async fn a_user_is_imported_with_several_orgs_in_one_request(app: TestApp) {
    app.org("Foo").await;
    app.org("Bar").await;
    // The input that a customer asked for.
    let wish = r#"{ "email": "roge@example.org", "organizations": [ { "name": "Foo" }, { "name": "Bar" } ] }"#;
    let input: Json = serde_json::from_str(wish).expect("JSON");
    let query = "mutation($input: UpsertUserInput!) { it: upsertUser(input: $input) {
        id result records error user { email name defaultMembership { defaultReason org { name } } } } }";
    let reply = app.graphql(ROOT, query, json!({ "input": input })).await;
    let it = &reply["data"]["it"];
    assert_eq!(
        (&it["result"], &it["records"]),
        (&json!("created"), &json!(3)),
        "{reply:#}"
    );
    assert_eq!(
        it["user"],
        json!({
            "email": "roge@example.org", "name": "roge",
            "defaultMembership": { "defaultReason": "ALPHABETICAL", "org": { "name": "Bar" } }
        })
    );
    let again = app.graphql(ROOT, query, json!({ "input": input })).await;
    let it = &again["data"]["it"];
    assert_eq!(
        (&it["result"], &it["records"]),
        (&json!("unchanged"), &json!(0)),
        "{again:#}"
    );
    // Another org can be added later, and the others stay.
    app.org("Baz").await;
    let one_more = upsert("email: \"Roge@Example.org\", organizations: [{ name: \"baz\" }]");
    let later = app.mutate(ROOT, &one_more).await;
    assert_eq!(
        (&later["result"], &later["records"]),
        (&json!("updated"), &json!(1))
    );
    let id = later["id"]
        .as_str()
        .expect("an id")
        .parse()
        .expect("a UUID");
    assert_eq!(orgs_of(&app, id).await, ["Bar", "Baz", "Foo"]);
    let all = upsert(
        "email: \"roge@example.org\", organizations: [{ name: \"Foo\" }, { name: \"Baz\" }], mode: REPLACE, default: { name: \"Foo\" }",
    );
    assert_eq!(app.mutate(ROOT, &all).await["records"], 2);
    assert_eq!(orgs_of(&app, id).await, ["Foo", "Baz"]);
}

async fn an_unknown_org_prevents_creating_the_user(app: TestApp) {
    app.org("Foo").await;
    let input = "email: \"a@example.com\", organizations: [{ name: \"Foo\" }, { name: \"Bar\" }, { name: \"Baz\" }]";
    let before = app.row_counts().await;
    let query = format!(
        "mutation {{ it: {} {{ result code field problems {{ index path code }} }} }}",
        upsert(input)
    );
    assert_eq!(
        app.data(ROOT, &query).await["it"],
        json!({
            "result": "error", "code": "ORG_NOT_FOUND", "field": "organizations",
            "problems": [
                { "index": 1, "path": "organizations.1.name", "code": "ORG_NOT_FOUND" },
                { "index": 2, "path": "organizations.2.name", "code": "ORG_NOT_FOUND" },
            ]
        })
    );
    assert_eq!(app.row_counts().await, before);
}

/// Returns the path and the code of each problem with this input. Checks that nothing is written.
async fn wrong(app: &TestApp, input: &str) -> Vec<(String, String)> {
    let before = app.row_counts().await;
    let query = format!(
        "mutation {{ it: {} {{ problems {{ path code }} }} }}",
        upsert(input)
    );
    let data = app.data(ROOT, &query).await;
    assert_eq!(app.row_counts().await, before);
    let problems = data["it"]["problems"].as_array().expect("a list");
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let found = problems
        .iter()
        .map(|one| (text(&one["path"]), text(&one["code"])));
    found.collect()
}

async fn all_problems_are_reported_together(app: TestApp) {
    let [acme, home] = [app.org("Acme").await, app.org("Home").await];
    let role = app.role(home, "Elsewhere", &[]).await;
    let nobody = "match: { id: \"00000000-0000-0000-0000-000000000001\" }, first: \"A\"";
    let rows = format!(
        "organizations: [{{ name: \"Nowhere\" }}, {{ id: \"{acme}\", membership: {{ roleIds: [\"{role}\"] }} }}]"
    );
    let expected = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        let list = list.iter();
        list.map(|(path, code)| ((*path).to_owned(), (*code).to_owned()))
            .collect()
    };
    assert_eq!(
        wrong(&app, &format!("{nobody}, {rows}")).await,
        expected(&[
            ("match", "USER_NOT_FOUND"),
            ("organizations.0.name", "ORG_NOT_FOUND"),
            ("organizations.1.membership.roleIds", "ROLE_NOT_FOUND"),
        ])
    );
    let malformed = "match: { email: \"no\" }, email: \"no\", first: \"\", timezone: \"Mars/Base\", \
                     organizations: [{ name: \"Acme\", membership: { allowedIps: [], permissions: [\"\"] } }, {}], \
                     default: { name: \"a\\u0000\" }";
    assert_eq!(
        wrong(&app, malformed).await,
        expected(&[
            ("match", "INVALID_VALUE"),
            ("email", "INVALID_VALUE"),
            ("first", "INVALID_VALUE"),
            ("timezone", "INVALID_VALUE"),
            ("organizations.0.membership.permissions", "INVALID_VALUE"),
            ("organizations.0.membership.allowedIps", "EMPTY_ALLOWED_IPS"),
            ("organizations.1.id", "INVALID_VALUE"),
            ("default", "INVALID_VALUE"),
        ])
    );
}

async fn absent_fields_stay(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let all = "email: \"ann@example.com\", first: \"Ann\", last: \"Lee\", mobile: \"+49 30 1\", timezone: \"Europe/Berlin\", externalId: \"a1\"";
    let changed = app.mutate(ROOT, &upsert(all)).await;
    assert_eq!(
        (&changed["result"], &changed["records"], &changed["id"]),
        (&json!("updated"), &json!(1), &json!(ann))
    );
    let expected = json!({
        "email": "ann@example.com", "first": "Ann", "last": "Lee", "name": "Ann Lee", "mobile": "+49 30 1",
        "timezone": "Europe/Berlin", "externalId": "a1", "status": "ACTIVE"
    });
    assert_eq!(user(&app, ann).await, expected);
    for same in [
        all,
        "email: \"ANN@example.com\"",
        "externalId: \"a1\"",
        "match: { externalId: \"a1\" }, first: null",
    ] {
        assert_eq!(app.result(ROOT, &upsert(same)).await, "unchanged", "{same}");
    }
    assert_eq!(user(&app, ann).await, expected);
    assert_eq!(orgs_of(&app, ann).await, ["Acme"]);
    let clear = "email: \"ann@example.com\", mobile: null, timezone: null, externalId: null";
    assert_eq!(app.result(ROOT, &upsert(clear)).await, "updated");
    assert_eq!(user(&app, ann).await["externalId"], Json::Null);
    let query = format!(
        "mutation($mobile: String) {{ it: {} {{ result }} }}",
        upsert("email: \"ann@example.com\", first: \"Anna\", mobile: $mobile")
    );
    app.done(ROOT, &upsert("email: \"ann@example.com\", mobile: \"1\""))
        .await;
    assert_eq!(app.data(ROOT, &query).await["it"]["result"], "updated");
    assert_eq!(
        user(&app, ann).await["mobile"],
        "1",
        "an absent variable clears nothing"
    );
}

async fn a_user_is_matched_by_match_address_or_external_id(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    app.done(
        ROOT,
        &upsert("email: \"ann@example.com\", externalId: \"a1\""),
    )
    .await;
    // `match` has only the external id, so the address is a field to change.
    let moved = upsert("match: { externalId: \"a1\" }, email: \"anna@example.com\"");
    assert_eq!(app.mutate(ROOT, &moved).await["id"], json!(ann));
    let by_id = upsert(&format!(
        "match: {{ id: \"{ann}\" }}, email: \"ann@example.com\""
    ));
    assert_eq!(app.result(ROOT, &by_id).await, "updated");
    // An unused address becomes the new address of the user with the external id.
    let both = upsert("email: \"new@example.com\", externalId: \"a1\"");
    assert_eq!(app.mutate(ROOT, &both).await["id"], json!(ann));
    let two = format!(
        "mutation {{ it: {} {{ code field matches }} }}",
        upsert("email: \"bob@example.com\", externalId: \"a1\", first: \"X\"")
    );
    let before = app.row_counts().await;
    let it = app.data(ROOT, &two).await["it"].clone();
    assert_eq!(it["code"], "AMBIGUOUS_MATCH");
    let mut matches: Vec<_> = it["matches"].as_array().expect("a list").clone();
    matches.sort_by_key(ToString::to_string);
    let mut expected = vec![json!(ann), json!(bob)];
    expected.sort_by_key(ToString::to_string);
    assert_eq!(matches, expected);
    assert_eq!(app.row_counts().await, before);
    // Two users have the same external id.
    app.done(
        ROOT,
        &upsert("match: { email: \"bob@example.com\" }, externalId: \"a1\""),
    )
    .await;
    app.refuses(
        ROOT,
        &upsert("externalId: \"a1\", first: \"X\""),
        "AMBIGUOUS_MATCH",
        "externalId",
    )
    .await;
    app.refuses(
        ROOT,
        &upsert("match: { externalId: \"a1\" }"),
        "AMBIGUOUS_MATCH",
        "match",
    )
    .await;
    for (input, code, field) in [
        ("first: \"X\"", "INVALID_VALUE", "email"),
        ("externalId: \"unknown\"", "INVALID_VALUE", "email"),
        (
            "match: { id: \"00000000-0000-0000-0000-000000000001\" }, email: \"x@example.com\"",
            "USER_NOT_FOUND",
            "match",
        ),
        ("match: { email: \"no\" }", "INVALID_VALUE", "match"),
        (
            "match: { email: \"bob@example.com\" }, email: \"new@example.com\"",
            "EMAIL_TAKEN",
            "email",
        ),
        (
            "match: { externalId: \"x\" }, email: \"new@example.com\"",
            "EMAIL_TAKEN",
            "email",
        ),
        (
            "email: \"bob@example.com\", mode: REPLACE",
            "INVALID_VALUE",
            "mode",
        ),
    ] {
        app.refuses(ROOT, &upsert(input), code, field).await;
    }
}

async fn the_name_of_a_new_user_is_derived_from_the_input(app: TestApp) {
    for (input, first, last, name) in [
        ("email: \"a.b@example.com\"", "a.b", "", "a.b"),
        ("email: \"c@example.com\", first: \"Cid\"", "Cid", "", "Cid"),
        ("email: \"d@example.com\", last: \"Dee\"", "", "Dee", "Dee"),
        (
            "email: \"e@example.com\", name: \"Eve of E\"",
            "Eve of E",
            "",
            "Eve of E",
        ),
        (
            "email: \"f@example.com\", first: \"F\", last: \"G\", name: \"H\"",
            "F",
            "G",
            "H",
        ),
    ] {
        let id = app.done(ROOT, &upsert(input)).await;
        let read = user(&app, id).await;
        assert_eq!(
            (&read["first"], &read["last"], &read["name"]),
            (&json!(first), &json!(last), &json!(name)),
            "{input}"
        );
    }
}

async fn a_caller_who_may_only_add_a_user_does_not_change_their_fields(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let owner = app.owner(org, "owner").await;
    let (token, ann) = (app.token_of(owner).await, app.user(other, "ann").await);
    let join = upsert(
        "email: \"ann@example.com\", first: \"Changed\", organizations: [{ name: \"Acme\" }]",
    );
    let joined = app.mutate(&token, &join).await;
    assert_eq!(
        (&joined["result"], &joined["records"]),
        (&json!("updated"), &json!(1))
    );
    assert_eq!(user(&app, ann).await["first"], "ann");
    assert_eq!(app.result(&token, &join).await, "unchanged");
    // A change without an org to add the user to is refused.
    let change = upsert("email: \"ann@example.com\", first: \"Changed\"");
    assert_eq!(app.refused(&token, &change).await, "FORBIDDEN");
    app.done(
        ROOT,
        &format!("removeOrgMember(org: \"{other}\", userId: \"{ann}\")"),
    )
    .await;
    assert_eq!(app.result(&token, &change).await, "updated");
    // Users may change their own names, but neither their external id nor their role.
    let own = app.token_of(ann).await;
    let own_id = |rest: &str| upsert(&format!("match: {{ id: \"{ann}\" }}, {rest}"));
    assert_eq!(
        app.result(&own, &own_id("first: \"Anna\"")).await,
        "updated"
    );
    assert_eq!(
        app.refused(&own, &own_id("externalId: \"x\"")).await,
        "FORBIDDEN"
    );
    assert_eq!(
        app.refused(
            &own,
            &own_id("organizations: [{ name: \"Acme\", membership: { role: ADMIN } }]")
        )
        .await,
        "FORBIDDEN"
    );
}

async fn addresses_are_revealed_only_to_callers_who_may_add_users(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    app.user(other, "ann").await;
    let owner = app.owner(org, "owner").await;
    app.done(
        ROOT,
        &upsert("email: \"owner@example.com\", externalId: \"o1\""),
    )
    .await;
    let admin = app.admin(org, "admin").await;
    let member = app.user(org, "user").await;
    let (owner, admin, member) = (
        app.token_of(owner).await,
        app.token_of(admin).await,
        app.token_of(member).await,
    );
    for email in ["ann", "nobody"] {
        let alone = upsert(&format!("email: \"{email}@example.com\""));
        let acme = upsert(&format!(
            "email: \"{email}@example.com\", organizations: [{{ name: \"Acme\" }}]"
        ));
        let removed = upsert(&format!(
            "email: \"{email}@example.com\", organizations: [{{ name: \"Acme\" }}], mode: REMOVE"
        ));
        for token in [&owner, &admin, &member] {
            assert_eq!(app.refused(token, &alone).await, "FORBIDDEN", "{email}");
            assert_eq!(app.refused(token, &removed).await, "FORBIDDEN", "{email}");
        }
        for token in [&admin, &member] {
            assert_eq!(app.refused(token, &acme).await, "FORBIDDEN", "{email}");
        }
    }
    for token in [&admin, &member] {
        let other_key = "match: { externalId: \"none\" }, email: \"ann@example.com\", organizations: [{ name: \"Acme\" }]";
        assert_eq!(app.refused(token, &upsert(other_key)).await, "FORBIDDEN");
    }
    let both = upsert("email: \"ann@example.com\", externalId: \"o1\"");
    assert_eq!(app.refused(&admin, &both).await, "FORBIDDEN");
    let query = format!("mutation {{ it: {both} {{ code matches }} }}");
    let reply = app.data(&owner, &query).await;
    assert_eq!(reply["it"]["code"], "AMBIGUOUS_MATCH");
    assert_eq!(
        reply["it"]["matches"].as_array().map(Vec::len),
        Some(1),
        "only users whom the caller sees"
    );
    assert_eq!(
        app.result(
            &owner,
            &upsert("email: \"nobody@example.com\", organizations: [{ name: \"Acme\" }]")
        )
        .await,
        "created"
    );
}

async fn only_the_platform_creates_users_without_an_org(app: TestApp) {
    let org = app.org("Acme").await;
    let token = app.token_of_org(org).await;
    let alone = upsert("email: \"a@example.com\"");
    assert_eq!(app.refused(&token, &alone).await, "FORBIDDEN");
    assert_eq!(app.mutate(ROOT, &alone).await["records"], 1);
    let empty = upsert("email: \"b@example.com\", organizations: []");
    assert_eq!(app.refused(&token, &empty).await, "FORBIDDEN");
    assert_eq!(app.result(ROOT, &empty).await, "created");
    let outside = upsert("email: \"c@example.com\", default: { name: \"Acme\" }");
    assert_eq!(app.refused(ROOT, &outside).await, "DEFAULT_NOT_IN_SET");
}

fn orgs(names: &[&str], mode: SetMode) -> UserOrgs {
    UserOrgs {
        memberships: names
            .iter()
            .map(|name| UserMembership {
                org: OrgRef::parse(None, Some(name), None).expect("a name"),
                fields: MembershipFields::default(),
            })
            .collect(),
        mode,
        ..UserOrgs::default()
    }
}

async fn only_the_default_org_is_replaced(app: TestApp) {
    let home = app.org("Home").await;
    for name in ["Other", "Target"] {
        app.org(name).await;
    }
    let user = app.user(home, "ann").await;
    let target = |name: &str| SetUserMemberships {
        user: UserRef::Id(user.into()),
        orgs: UserOrgs {
            default: Some(OrgRef::parse(None, Some(name), None).expect("a name")),
            leaves_default: true,
            ..orgs(&[name], SetMode::Add)
        },
    };
    let actor = Actor::command_line();
    let other = format!(
        "setUserMemberships(user: {{ id: \"{user}\" }}, memberships: [{{ name: \"Other\" }}], mode: ADD)"
    );
    app.done(ROOT, &other).await;
    for (name, records, left) in [
        ("Target", 2, ["Target", "Other"]),
        ("Target", 0, ["Target", "Other"]),
    ] {
        let done = app.app.execute(&actor, target(name)).await.expect("done");
        assert_eq!(done.records, records);
        assert_eq!(orgs_of(&app, user).await, left);
    }
    // The new default can be an existing membership.
    let done = app
        .app
        .execute(&actor, target("Other"))
        .await
        .expect("done");
    assert_eq!((done.output.done, done.records), (Done::Updated, 2));
    assert_eq!(orgs_of(&app, user).await, ["Other"]);
}

async fn upserts_can_be_limited_to_creating_or_updating(app: TestApp) {
    app.org("Foo").await;
    let state = |how, status| {
        let operation = UpsertUser {
            how,
            email: Some(Email::parse("email", "a@example.com").expect("an address")),
            first: Some(Name::parse("first", "A").expect("a name")),
            status,
            orgs: Some(orgs(&["Foo"], SetMode::Add)),
            ..UpsertUser::default()
        };
        let app = app.app.clone();
        async move {
            let done = app.execute(&Actor::command_line(), operation).await;
            done.map(|done| (done.output.done, done.records))
                .map_err(|error| error.code())
        }
    };
    assert_eq!(state(Upsert::Update, None).await, Err(Code::UserNotFound));
    assert_eq!(state(Upsert::Create, None).await, Ok((Done::Created, 2)));
    assert_eq!(state(Upsert::Create, None).await, Err(Code::EmailTaken));
    assert_eq!(state(Upsert::Update, None).await, Ok((Done::Unchanged, 0)));
    // Only callers who may create the user learn that the address is taken.
    let token = app.token_of_org(app.org("Acme").await).await;
    let actor = app.app.authenticate(&token, &Origin::default()).await;
    let create = UpsertUser {
        how: Upsert::Create,
        email: Some(Email::parse("email", "a@example.com").expect("an address")),
        ..UpsertUser::default()
    };
    let refused = app
        .app
        .execute(&actor.expect("a valid token"), create)
        .await;
    assert_eq!(
        refused.map_err(|error| error.code()).err(),
        Some(Code::Forbidden)
    );
    let suspended = Some(UserStatus::Suspended);
    assert_eq!(
        state(Upsert::Either, suspended).await,
        Ok((Done::Updated, 1))
    );
    assert_eq!(
        state(Upsert::Either, suspended).await,
        Ok((Done::Unchanged, 0))
    );
}

async fn an_org_is_upserted_by_external_id_or_by_name(app: TestApp) {
    let state = |external_id: Option<&str>, name: Option<&str>| {
        let operation = UpsertOrg {
            external_id: external_id.map(|id| ExternalId::parse("externalId", id).expect("an id")),
            name: name.map(|name| Name::parse("name", name).expect("a name")),
        };
        let app = app.app.clone();
        async move {
            let done = app.execute(&Actor::command_line(), operation).await;
            done.map(|done| (done.output.done, done.output.id))
                .map_err(|error| error.code())
        }
    };
    let made = state(Some("e1"), Some("Acme")).await.expect("made");
    assert_eq!(made.0, Done::Created);
    for (external_id, name, done) in [
        (Some("e1"), Some("Acme"), Done::Unchanged),
        (Some("e1"), None, Done::Unchanged),
        (None, Some("ACME"), Done::Updated),
        (Some("e1"), Some("Acme Ltd"), Done::Updated),
        (Some("e2"), Some("acme ltd"), Done::Updated),
        (Some("e2"), None, Done::Unchanged),
    ] {
        assert_eq!(
            state(external_id, name).await,
            Ok((done, made.1)),
            "{external_id:?} {name:?}"
        );
    }
    assert_eq!(state(Some("e9"), None).await, Err(Code::InvalidValue));
    state(Some("e3"), Some("Other")).await.expect("made");
    assert_eq!(
        state(Some("e3"), Some("acme ltd")).await,
        Err(Code::NameTaken)
    );
    app.done(ROOT, "createOrg(name: \"Twin\", externalId: \"e3\")")
        .await;
    assert_eq!(state(Some("e3"), None).await, Err(Code::AmbiguousMatch));
}

async fn deleting_a_user_leaves_only_events(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let ann = app.user(org, "ann").await;
    app.add(other, ann).await;
    app.retire(other, ann).await;
    let group = app.group(org, "Ops").await;
    app.join(org, group, ann).await;
    let token = app.token_of(ann).await;
    app.data(&token, "{ viewer { user { id } } }").await;
    let before = app.events_so_far().await;
    let removed = app
        .mutate(ROOT, &format!("deleteUser(userId: \"{ann}\")"))
        .await;
    assert_eq!(
        (&removed["result"], &removed["records"], &removed["id"]),
        (&json!("removed"), &json!(5), &json!(ann))
    );
    let events = app.events(before).await;
    let entities: Vec<_> = events
        .iter()
        .map(|event| {
            assert_eq!(
                (&event["verb"], &event["user_id"]),
                (&json!("removed"), &json!(ann))
            );
            event["entity"].as_str().expect("a noun").to_owned()
        })
        .collect();
    assert_eq!(
        entities,
        [
            "token",
            "group_membership",
            "membership",
            "membership",
            "user"
        ]
    );
    assert_eq!(events[4]["before"]["email"], "ann@example.com");
    assert_eq!(
        app.error_code(&token, "{ viewer { user { id } } }").await,
        "UNAUTHENTICATED"
    );
    app.refuses(
        ROOT,
        &format!("deleteUser(userId: \"{ann}\")"),
        "USER_NOT_FOUND",
        "userId",
    )
    .await;
    app.user(org, "ann").await;
}

async fn the_last_owner_cannot_be_deleted(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let delete = format!("deleteUser(userId: \"{owner}\")");
    app.refuses(ROOT, &delete, "LAST_OWNER", "userId").await;
    let token = app.token_of(owner).await;
    assert_eq!(app.refused(&token, &delete).await, "FORBIDDEN");
    app.owner(org, "second").await;
    assert_eq!(app.result(ROOT, &delete).await, "removed");
}

on_both_engines! {
    all_problems_are_reported_together,
    a_user_is_imported_with_several_orgs_in_one_request,
    an_unknown_org_prevents_creating_the_user,
    absent_fields_stay,
    a_user_is_matched_by_match_address_or_external_id,
    the_name_of_a_new_user_is_derived_from_the_input,
    a_caller_who_may_only_add_a_user_does_not_change_their_fields,
    addresses_are_revealed_only_to_callers_who_may_add_users,
    only_the_platform_creates_users_without_an_org,
    only_the_default_org_is_replaced,
    upserts_can_be_limited_to_creating_or_updating,
    an_org_is_upserted_by_external_id_or_by_name,
    deleting_a_user_leaves_only_events,
    the_last_owner_cannot_be_deleted,
}
