//! `setUserMemberships`: changing the orgs of a user in one call.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns the names of the user's orgs. The default comes first, with its reason. Retired
/// memberships are in brackets.
async fn orgs_of(app: &TestApp, user: Uuid) -> Vec<String> {
    let query = format!(
        "user(id: \"{user}\") {{ memberships(first: 100) {{ nodes {{ org {{ name }} status isDefault defaultReason }} }} }}"
    );
    let read = app.read(ROOT, &query).await;
    let nodes = read["memberships"]["nodes"].as_array().expect("a list");
    let name = |node: &Json| {
        let name = node["org"]["name"].as_str().expect("a name");
        match (node["isDefault"].as_bool(), node["status"].as_str()) {
            (Some(true), _) => format!(
                "{name}: {}",
                node["defaultReason"].as_str().expect("a reason")
            ),
            (_, Some("RETIRED")) => format!("({name})"),
            _ => name.to_owned(),
        }
    };
    nodes.iter().map(name).collect()
}

fn set(user: Uuid, memberships: &str, rest: &str) -> String {
    format!("setUserMemberships(user: {{ id: \"{user}\" }}, memberships: [{memberships}], {rest})")
}

/// Executes a mutation that must fail and write nothing. Returns the index, the path and the code
/// of each problem.
async fn problems(app: &TestApp, token: &str, field: &str) -> Vec<(Json, Json, String)> {
    let before = app.row_counts().await;
    let query =
        format!("mutation {{ it: {field} {{ result problems {{ index path code message }} }} }}");
    let data = app.data(token, &query).await;
    assert_eq!(data["it"]["result"], "error", "{data:#}");
    assert_eq!(app.row_counts().await, before, "{field} wrote something");
    let problems = data["it"]["problems"].as_array().expect("a list").clone();
    let problem = |problem: &Json| {
        let code = problem["code"].as_str().expect("a code").to_owned();
        (problem["index"].clone(), problem["path"].clone(), code)
    };
    problems.iter().map(problem).collect()
}

/// Creates orgs of these names.
async fn orgs(app: &TestApp, names: &[&str]) -> Vec<Uuid> {
    let mut orgs = Vec::new();
    for name in names {
        orgs.push(app.org(name).await);
    }
    orgs
}

async fn the_mode_decides_what_happens_to_unnamed_orgs(app: TestApp) {
    let all = orgs(&app, &["Home", "Alpha", "Beta", "Gamma"]).await;
    let user = app.user(all[0], "ann").await;
    let two = "{ name: \"beta\" }, { name: \"ALPHA \" }";
    let added = app.mutate(ROOT, &set(user, two, "mode: ADD")).await;
    assert_eq!(
        (&added["result"], &added["records"]),
        (&json!("updated"), &json!(2))
    );
    assert_eq!(added["id"], json!(user));
    assert_eq!(orgs_of(&app, user).await, ["Home: ONLY", "Alpha", "Beta"]);
    let again = app.mutate(ROOT, &set(user, two, "mode: ADD")).await;
    assert_eq!(
        (&again["result"], &again["records"]),
        (&json!("unchanged"), &json!(0))
    );
    let replaced = app
        .mutate(
            ROOT,
            &set(
                user,
                "{ name: \"Gamma\" }, { name: \"Beta\" }",
                "mode: REPLACE",
            ),
        )
        .await;
    assert_eq!(
        (&replaced["result"], &replaced["records"]),
        (&json!("updated"), &json!(4))
    );
    assert_eq!(orgs_of(&app, user).await, ["Beta: PROMOTED", "Gamma"]);
    let removed = app
        .mutate(
            ROOT,
            &set(
                user,
                "{ name: \"Gamma\" }, { name: \"Alpha\" }",
                "mode: REMOVE",
            ),
        )
        .await;
    assert_eq!(
        (&removed["result"], &removed["records"]),
        (&json!("updated"), &json!(1))
    );
    assert_eq!(orgs_of(&app, user).await, ["Beta: PROMOTED"]);
    assert_eq!(
        app.result(ROOT, &set(user, "", "mode: REPLACE")).await,
        "updated"
    );
    assert_eq!(orgs_of(&app, user).await, Vec::<String>::new());
}

async fn order_and_repetition_do_not_matter(app: TestApp) {
    orgs(&app, &["Foo", "Bar", "Straße"]).await;
    let names = [
        "{ name: \"Foo\" }",
        "{ name: \"BAR\" }",
        "{ name: \"STRASSE\" }",
        "{ name: \"bar\" }",
    ];
    for (number, reversed) in [false, true].into_iter().enumerate() {
        let mut names = names.to_vec();
        if reversed {
            names.reverse();
        }
        let user = app.newcomer(&format!("ann{number}")).await;
        let done = set(user, &names.join(", "), "mode: REPLACE");
        assert_eq!(app.result(ROOT, &done).await, "updated");
        assert_eq!(
            orgs_of(&app, user).await,
            ["Bar: PROMOTED", "Foo", "Straße"]
        );
    }
}

async fn rows_of_the_same_org_must_be_equal(app: TestApp) {
    let org = app.org("Foo").await;
    let user = app.newcomer("ann").await;
    let twice = format!(
        "{{ name: \"Foo\", membership: {{ role: ADMIN }} }}, {{ id: \"{org}\", membership: {{ role: USER }} }}"
    );
    assert_eq!(
        problems(&app, ROOT, &set(user, &twice, "mode: ADD")).await,
        [(json!(1), json!("memberships.1"), "INVALID_VALUE".to_owned())]
    );
    let same = format!(
        "{{ name: \"Foo\", membership: {{ role: ADMIN }} }}, {{ id: \"{org}\", membership: {{ role: ADMIN }} }}"
    );
    assert_eq!(
        app.result(ROOT, &set(user, &same, "mode: ADD")).await,
        "updated"
    );
    let fields = "{ name: \"Foo\", membership: { role: USER } }";
    assert_eq!(
        problems(&app, ROOT, &set(user, fields, "mode: REMOVE")).await,
        [(
            json!(0),
            json!("memberships.0.membership"),
            "INVALID_VALUE".to_owned()
        )]
    );
}

async fn all_problems_are_reported_and_nothing_is_written(app: TestApp) {
    let org = app.org("Foo").await;
    let user = app.newcomer("ann").await;
    for name in ["One", "Two"] {
        let create = format!("createOrg(name: \"{name}\", externalId: \"same\")");
        app.done(ROOT, &create).await;
    }
    let rows = format!(
        "{{ name: \"Nowhere\" }}, {{ id: \"{org}\" }}, {{ id: \"{user}\" }}, {{ externalId: \"same\" }}"
    );
    assert_eq!(
        problems(
            &app,
            ROOT,
            &set(user, &rows, "mode: ADD, default: { name: \"Void\" }")
        )
        .await,
        [
            (Json::Null, json!("default"), "ORG_NOT_FOUND".to_owned()),
            (
                json!(0),
                json!("memberships.0.name"),
                "ORG_NOT_FOUND".to_owned()
            ),
            (
                json!(2),
                json!("memberships.2.id"),
                "ORG_NOT_FOUND".to_owned()
            ),
            (
                json!(3),
                json!("memberships.3.externalId"),
                "AMBIGUOUS_MATCH".to_owned()
            ),
        ]
    );
    let roles = format!(
        "membership: {{ roleIds: [\"{}\"] }}",
        app.role(org, "Elsewhere", &[]).await
    );
    let home = app.org("Home").await;
    let rows = format!(
        "{{ name: \"Nowhere\" }}, {{ id: \"{home}\", {roles} }}, {{ name: \"Void\", {roles} }}"
    );
    let not_found = |index: Option<u32>, path: &str, what: &str| {
        (json!(index), json!(path), format!("{what}_NOT_FOUND"))
    };
    let orgs = [
        not_found(Some(0), "memberships.0.name", "ORG"),
        not_found(Some(1), "memberships.1.membership.roleIds", "ROLE"),
        not_found(Some(2), "memberships.2.name", "ORG"),
    ];
    assert_eq!(
        problems(&app, ROOT, &set(user, &rows, "mode: ADD")).await,
        orgs
    );
    let nobody = "user: { email: \"nobody@example.com\" }";
    let of_nobody = format!("setUserMemberships({nobody}, memberships: [{rows}], mode: ADD)");
    let mut all = orgs.to_vec();
    all.insert(0, not_found(None, "user", "USER"));
    assert_eq!(problems(&app, ROOT, &of_nobody).await, all);
    let of_nobody = format!(
        "setUserMemberships({nobody}, memberships: [{{ id: \"{home}\", {roles} }}], mode: ADD)"
    );
    assert_eq!(
        problems(&app, ROOT, &of_nobody).await,
        [
            not_found(None, "user", "USER"),
            not_found(Some(0), "memberships.0.membership.roleIds", "ROLE"),
        ]
    );
    let malformed = "{ id: \"00000000-0000-0000-0000-000000000000\", name: \"Foo\" }, {}, \
                     { name: \"Foo\", membership: { externalId: \"\" } }, \
                     { name: \"Foo\", membership: { allowedIps: [] } }";
    let found = problems(&app, ROOT, &set(user, malformed, "mode: ADD")).await;
    let found: Vec<_> = found
        .into_iter()
        .map(|(index, path, code)| (index, path.as_str().unwrap_or_default().to_owned(), code))
        .collect();
    assert_eq!(
        found,
        [
            (
                json!(0),
                "memberships.0.id".to_owned(),
                "INVALID_VALUE".to_owned()
            ),
            (
                json!(1),
                "memberships.1.id".to_owned(),
                "INVALID_VALUE".to_owned()
            ),
            (
                json!(2),
                "memberships.2.membership.externalId".to_owned(),
                "INVALID_VALUE".to_owned()
            ),
            (
                json!(3),
                "memberships.3.membership.allowedIps".to_owned(),
                "EMPTY_ALLOWED_IPS".to_owned()
            ),
        ]
    );
}

async fn a_default_can_be_chosen_with_the_set(app: TestApp) {
    orgs(&app, &["Alpha", "Beta"]).await;
    let user = app.newcomer("ann").await;
    let both = "{ name: \"Alpha\" }, { name: \"Beta\" }";
    let choose = set(user, both, "mode: ADD, default: { name: \"beta\" }");
    assert_eq!(app.mutate(ROOT, &choose).await["records"], 3);
    assert_eq!(
        orgs_of(&app, user).await,
        ["Beta: EXPLICIT", "Alpha", "Home of ann"]
    );
    assert_eq!(app.result(ROOT, &choose).await, "unchanged");
    // An existing membership can become the default without being in the list.
    let home = set(user, "", "mode: ADD, default: { name: \"Home of ann\" }");
    assert_eq!(app.mutate(ROOT, &home).await["records"], 2);
    assert_eq!(orgs_of(&app, user).await[0], "Home of ann: EXPLICIT");
    // The field `isDefault` of a row chooses the default too.
    let field = set(
        user,
        "{ name: \"Alpha\", membership: { isDefault: true } }",
        "mode: ADD",
    );
    assert_eq!(app.mutate(ROOT, &field).await["records"], 2);
    assert_eq!(orgs_of(&app, user).await[0], "Alpha: EXPLICIT");
}

async fn a_default_outside_the_set_is_refused(app: TestApp) {
    let all = orgs(&app, &["Alpha", "Beta"]).await;
    let user = app.newcomer("ann").await;
    app.add(all[0], user).await;
    for (rows, rest) in [
        (
            "{ name: \"Alpha\" }",
            "mode: REPLACE, default: { name: \"Home of ann\" }",
        ),
        (
            "{ name: \"Alpha\" }",
            "mode: REMOVE, default: { name: \"Alpha\" }",
        ),
        (
            "{ name: \"Alpha\" }",
            "mode: ADD, default: { name: \"Beta\" }",
        ),
        ("", "mode: REPLACE, default: { name: \"Alpha\" }"),
        (
            "{ name: \"Beta\", membership: { isDefault: false } }",
            "mode: ADD, default: { name: \"Beta\" }",
        ),
    ] {
        assert_eq!(
            problems(&app, ROOT, &set(user, rows, rest)).await,
            [(
                Json::Null,
                json!("default"),
                "DEFAULT_NOT_IN_SET".to_owned()
            )],
            "{rows} {rest}"
        );
    }
    let two = "{ name: \"Alpha\", membership: { isDefault: true } }, { name: \"Beta\", membership: { isDefault: true } }";
    assert_eq!(
        problems(&app, ROOT, &set(user, two, "mode: ADD")).await,
        [(
            json!(1),
            json!("memberships.1.membership.isDefault"),
            "INVALID_VALUE".to_owned()
        )]
    );
}

async fn without_a_choice_the_default_stays_or_is_the_first_by_name(app: TestApp) {
    orgs(&app, &["Zulu", "beta", "Alpha", "Ähre"]).await;
    let user = app.newcomer("ann").await;
    app.done(ROOT, &set(user, "", "mode: REPLACE")).await;
    let names = |names: &[&str]| {
        let rows: Vec<_> = names
            .iter()
            .map(|name| format!("{{ name: \"{name}\" }}"))
            .collect();
        rows.join(", ")
    };
    let one = set(user, &names(&["Zulu"]), "mode: ADD");
    app.done(ROOT, &one).await;
    assert_eq!(orgs_of(&app, user).await, ["Zulu: ONLY"]);
    app.done(
        ROOT,
        &set(user, &names(&["Alpha", "Zulu", "beta"]), "mode: REPLACE"),
    )
    .await;
    assert_eq!(orgs_of(&app, user).await, ["Zulu: ONLY", "Alpha", "beta"]);
    app.done(ROOT, &set(user, &names(&["Ähre", "beta"]), "mode: REPLACE"))
        .await;
    assert_eq!(orgs_of(&app, user).await, ["beta: PROMOTED", "Ähre"]);
    app.done(ROOT, &set(user, "", "mode: REPLACE")).await;
    app.done(
        ROOT,
        &set(user, &names(&["Zulu", "Ähre", "beta"]), "mode: ADD"),
    )
    .await;
    assert_eq!(
        orgs_of(&app, user).await,
        ["beta: ALPHABETICAL", "Zulu", "Ähre"]
    );
}

async fn a_named_retired_membership_is_reactivated(app: TestApp) {
    let all = orgs(&app, &["Alpha", "Beta"]).await;
    let user = app.newcomer("ann").await;
    for org in &all {
        app.add(*org, user).await;
        app.retire(*org, user).await;
    }
    assert_eq!(
        orgs_of(&app, user).await,
        ["Home of ann: ONLY", "(Alpha)", "(Beta)"]
    );
    let retired = set(
        user,
        "{ name: \"Alpha\", membership: { isDefault: true, status: RETIRED } }",
        "mode: ADD",
    );
    assert_eq!(
        problems(&app, ROOT, &retired).await,
        [(
            json!(0),
            json!("memberships.0.membership.isDefault"),
            "MEMBER_RETIRED".to_owned()
        )]
    );
    let chosen = set(user, "", "mode: ADD, default: { name: \"Alpha\" }");
    assert_eq!(problems(&app, ROOT, &chosen).await[0].2, "MEMBER_RETIRED");
    app.done(ROOT, &set(user, "{ name: \"Alpha\" }", "mode: ADD"))
        .await;
    assert_eq!(
        orgs_of(&app, user).await,
        ["Home of ann: ONLY", "Alpha", "(Beta)"]
    );
    // `REPLACE` removes active memberships. Retired ones stay unless they are in the list.
    app.done(ROOT, &set(user, "{ name: \"Alpha\" }", "mode: REPLACE"))
        .await;
    assert_eq!(orgs_of(&app, user).await, ["Alpha: PROMOTED", "(Beta)"]);
    app.done(ROOT, &set(user, "{ name: \"Beta\" }", "mode: REMOVE"))
        .await;
    assert_eq!(orgs_of(&app, user).await, ["Alpha: PROMOTED"]);
}

async fn memberships_that_the_caller_cannot_see_stay(app: TestApp) {
    let all = orgs(&app, &["Acme", "Hidden", "Retired"]).await;
    let user = app.user(all[1], "ann").await;
    app.add(all[0], user).await;
    app.add(all[2], user).await;
    app.retire_org(all[2]).await;
    let token = app.token_of_org(all[0]).await;
    app.done(&token, &set(user, "", "mode: REPLACE")).await;
    assert_eq!(orgs_of(&app, user).await, ["Hidden: ONLY", "Retired"]);
    app.done(ROOT, &set(user, "{ name: \"Acme\" }", "mode: REPLACE"))
        .await;
    assert_eq!(orgs_of(&app, user).await, ["Acme: PROMOTED", "Retired"]);
    let named = set(user, &format!("{{ id: \"{}\" }}", all[2]), "mode: REMOVE");
    assert_eq!(
        problems(&app, ROOT, &named).await,
        [(json!(0), json!("memberships.0"), "ORG_RETIRED".to_owned())]
    );
}

async fn each_org_requires_its_own_permissions(app: TestApp) {
    let all = orgs(&app, &["Own", "Other"]).await;
    let owner = app.owner(all[0], "owner").await;
    app.owner(all[0], "second").await;
    let admin = app.admin(all[0], "admin").await;
    let user = app.user(all[0], "ann").await;
    let (owner_token, admin_token) = (app.token_of(owner).await, app.token_of(admin).await);
    // An org that the token cannot see is not found, whether or not it exists.
    assert_eq!(
        problems(
            &app,
            &owner_token,
            &set(user, "{ name: \"Own\" }, { name: \"Other\" }", "mode: ADD")
        )
        .await,
        [(
            json!(1),
            json!("memberships.1.name"),
            "ORG_NOT_FOUND".to_owned()
        )]
    );
    app.add(all[1], admin).await;
    assert_eq!(
        problems(
            &app,
            &admin_token,
            &set(user, "{ name: \"Other\" }, { name: \"Own\" }", "mode: ADD")
        )
        .await,
        [(json!(0), json!("memberships.0"), "FORBIDDEN".to_owned())]
    );
    // An admin may change members but may not add them.
    let role = set(
        user,
        "{ name: \"Own\", membership: { externalId: \"x\" } }",
        "mode: ADD",
    );
    assert_eq!(app.result(&admin_token, &role).await, "updated");
    app.retire(all[0], user).await;
    assert_eq!(
        app.refused(&admin_token, &set(user, "{ name: \"Own\" }", "mode: ADD"))
            .await,
        "FORBIDDEN"
    );
    assert_eq!(
        app.result(&owner_token, &set(user, "{ name: \"Own\" }", "mode: ADD"))
            .await,
        "updated"
    );
    assert_eq!(
        app.refused(
            &admin_token,
            &set(owner, "{ name: \"Own\" }", "mode: REMOVE")
        )
        .await,
        "FORBIDDEN"
    );
    assert_eq!(
        app.refused(
            &admin_token,
            &set(
                user,
                "{ name: \"Own\", membership: { isOwner: true } }",
                "mode: ADD"
            )
        )
        .await,
        "FORBIDDEN"
    );
}

async fn an_address_can_add_a_stranger_but_reveals_nothing(app: TestApp) {
    let org = app.org("Acme").await;
    let stranger = app.newcomer("stranger").await;
    let (owner, user) = (app.owner(org, "owner").await, app.user(org, "ann").await);
    let (owner, user) = (app.token_of(owner).await, app.token_of(user).await);
    let of = |email: &str, rows: &str, mode: &str| {
        format!(
            "setUserMemberships(user: {{ email: \"{email}@example.com\" }}, memberships: [{rows}], mode: {mode})"
        )
    };
    let acme = "{ name: \"Acme\" }";
    for email in ["stranger", "nobody"] {
        assert_eq!(
            app.refused(&user, &of(email, acme, "ADD")).await,
            "FORBIDDEN"
        );
        assert_eq!(
            app.refused(&user, &of(email, "", "ADD")).await,
            "USER_NOT_FOUND"
        );
        assert_eq!(
            app.refused(&owner, &of(email, "", "REPLACE")).await,
            "USER_NOT_FOUND"
        );
        assert_eq!(
            app.refused(&owner, &of(email, acme, "REMOVE")).await,
            "USER_NOT_FOUND"
        );
    }
    let by_id = format!(
        "setUserMemberships(user: {{ id: \"{stranger}\" }}, memberships: [{acme}], mode: ADD)"
    );
    assert_eq!(app.refused(&owner, &by_id).await, "USER_NOT_FOUND");
    assert_eq!(
        app.refused(&owner, &of("nobody", acme, "ADD")).await,
        "USER_NOT_FOUND"
    );
    assert_eq!(
        app.result(&owner, &of("Stranger", acme, "ADD")).await,
        "updated"
    );
    assert_eq!(
        orgs_of(&app, stranger).await,
        ["Home of stranger: ONLY", "Acme"]
    );
}

/// An empty list changes nothing.
async fn empty_list_changes_nothing(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let owner = app.token_of(app.owner(acme, "owner").await).await;
    for token in [ROOT, &owner] {
        for mode in ["ADD", "REMOVE"] {
            let set = set(ann, "", &format!("mode: {mode}"));
            assert_eq!(app.result(token, &set).await, "unchanged", "{mode}");
        }
    }
}

async fn the_last_owner_cannot_be_removed(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    for (rows, mode) in [
        ("", "REPLACE"),
        ("{ name: \"Acme\" }", "REMOVE"),
        ("{ name: \"Acme\", membership: { isOwner: false } }", "ADD"),
        ("{ name: \"Acme\", membership: { status: RETIRED } }", "ADD"),
    ] {
        let refused = app
            .refused(ROOT, &set(owner, rows, &format!("mode: {mode}")))
            .await;
        assert_eq!(refused, "LAST_OWNER", "{rows} {mode}");
    }
    app.owner(org, "second").await;
    assert_eq!(
        app.result(ROOT, &set(owner, "", "mode: REPLACE")).await,
        "updated"
    );
}

async fn removal_from_an_org_removes_from_its_groups(app: TestApp) {
    let all = orgs(&app, &["Acme", "Beta"]).await;
    let user = app.user(all[0], "ann").await;
    app.add(all[1], user).await;
    let (gone, kept) = (
        app.group(all[0], "Gone").await,
        app.group(all[1], "Kept").await,
    );
    app.join(all[0], gone, user).await;
    app.join(all[1], kept, user).await;
    let before = app.events_so_far().await;
    let left = app
        .mutate(ROOT, &set(user, "{ name: \"Beta\" }", "mode: REPLACE"))
        .await;
    assert_eq!(left["records"], 3);
    let events = app.events(before).await;
    let changes: Vec<_> = events
        .iter()
        .map(|event| (event["entity"].clone(), event["verb"].clone()))
        .collect();
    assert_eq!(
        changes,
        [
            (json!("group_membership"), json!("removed")),
            (json!("membership"), json!("removed")),
            (json!("membership"), json!("updated")),
        ]
    );
    assert_eq!(app.count("SELECT count(*) FROM group_memberships").await, 1);
}

async fn the_length_of_a_list_is_limited(app: TestApp) {
    let user = app.newcomer("ann").await;
    let rows = vec![json!({ "name": "Home of ann" }); 10_001];
    let query = "mutation($rows: [UserMembershipInput!]!, $user: Uuid!) { it: setUserMemberships(user: { id: $user }, memberships: $rows, mode: ADD) { code field error } }";
    let reply = app
        .graphql(ROOT, query, json!({ "rows": rows, "user": user }))
        .await;
    let it = &reply["data"]["it"];
    assert_eq!(
        (&it["code"], &it["field"]),
        (&json!("LIMIT_EXCEEDED"), &json!("memberships")),
        "{reply:#}"
    );
    let reply = app
        .graphql(ROOT, query, json!({ "rows": rows[1..], "user": user }))
        .await;
    assert_eq!(reply["data"]["it"]["code"], Json::Null, "{reply:#}");
}

async fn many_orgs_take_as_many_statements_as_few(app: TestApp) {
    for n in 0..300 {
        app.org(&format!("Org {n}")).await;
    }
    let mut statements = Vec::new();
    for (name, size) in [("ann", 70), ("bob", 300)] {
        let user = app.newcomer(name).await;
        let rows: Vec<_> = (0..size)
            .map(|n| format!("{{ name: \"Org {n}\" }}"))
            .collect();
        let query = |rest: &str| {
            format!(
                "mutation {{ {} {{ result }} }}",
                set(user, &rows.join(", "), rest)
            )
        };
        statements.push((
            app.statements_of(ROOT, &query("mode: REPLACE")).await,
            app.statements_of(ROOT, &query("mode: REMOVE")).await,
        ));
    }
    assert_eq!(statements[0], statements[1]);
}

async fn an_unknown_org_does_not_reveal_whether_an_address_exists(app: TestApp) {
    let [home, acme] = [app.org("Home").await, app.org("Acme").await];
    app.user(home, "hidden").await;
    let token = app.token_of(app.admin(acme, "ann").await).await;
    let plain = app.token_of(app.user(acme, "bob").await).await;
    let owner = app.token_of(app.owner(acme, "carl").await).await;
    let known = format!("{{ id: \"{acme}\" }}, {{ name: \"Nowhere\" }}");
    // Callers who may not add or change members in any named org get the same reply, whether or not
    // the address exists.
    for (token, rows) in [
        (&plain, known.as_str()),
        (&plain, "{ name: \"Nowhere\" }"),
        (&token, "{ name: \"Nowhere\" }"),
        (&owner, "{ name: \"Nowhere\" }"),
    ] {
        let mut replies = Vec::new();
        for name in ["hidden", "nobody"] {
            let user = format!("user: {{ email: \"{name}@example.com\" }}");
            let set = format!("setUserMemberships({user}, memberships: [{rows}], mode: ADD)");
            replies.push(problems(&app, token, &set).await);
        }
        assert_eq!(replies[0], replies[1], "{rows}");
        assert_eq!(replies[0].len(), 1, "{replies:?}");
    }
    let set = format!(
        "setUserMemberships(user: {{ email: \"nobody@example.com\" }}, memberships: [{known}], mode: ADD)"
    );
    let found = problems(&app, &owner, &set).await;
    let codes: Vec<&str> = found.iter().map(|(.., code)| code.as_str()).collect();
    assert_eq!(codes, ["USER_NOT_FOUND", "ORG_NOT_FOUND"]);
}

on_both_engines! {
    an_unknown_org_does_not_reveal_whether_an_address_exists,
    the_mode_decides_what_happens_to_unnamed_orgs,
    order_and_repetition_do_not_matter,
    rows_of_the_same_org_must_be_equal,
    all_problems_are_reported_and_nothing_is_written,
    a_default_can_be_chosen_with_the_set,
    a_default_outside_the_set_is_refused,
    without_a_choice_the_default_stays_or_is_the_first_by_name,
    a_named_retired_membership_is_reactivated,
    memberships_that_the_caller_cannot_see_stay,
    each_org_requires_its_own_permissions,
    an_address_can_add_a_stranger_but_reveals_nothing,
    empty_list_changes_nothing,
    the_last_owner_cannot_be_removed,
    removal_from_an_org_removes_from_its_groups,
    the_length_of_a_list_is_limited,
    many_orgs_take_as_many_statements_as_few,
}
