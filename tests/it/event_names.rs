//! Who made a change and what it changed, as events name them, and the filters by these values.

use serde_json::{Value as Json, json};
use tenantry::runner::{Worker, WorkerStep};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

const NAMES: &str =
    "actorName token { name } job { kind } label action subject group { name } role { name }";

/// Returns the newest event that matches the filter.
async fn newest(app: &TestApp, token: &str, filter: &str) -> Json {
    let query = format!("events(filter: {{ {filter} }}, first: 1) {{ nodes {{ {NAMES} }} }}");
    app.read(token, &query).await["nodes"][0].clone()
}

/// Returns the action and the subject of each event, newest first.
async fn words(app: &TestApp, token: &str, arguments: &str) -> Vec<String> {
    let query = format!("events({arguments}) {{ nodes {{ action subject }} }}");
    let read = app.read(token, &query).await;
    let nodes = read["nodes"].as_array().expect("a list").clone();
    let word = |event: &Json, name| event[name].as_str().expect("a word").to_owned();
    nodes
        .iter()
        .map(|event| word(event, "action") + " " + &word(event, "subject"))
        .collect()
}

async fn event_names_its_actor_and_its_row(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    let create = format!("createGroup(org: \"{org}\", name: \"Ops\")");
    let group = app.done(&token, &create).await;
    let of_group = format!("group: \"{group}\"");
    let shown = newest(&app, ROOT, &of_group).await;
    assert_eq!(
        (
            &shown["actorName"],
            &shown["label"],
            &shown["action"],
            &shown["subject"]
        ),
        (
            &json!("owner Test"),
            &json!("Ops"),
            &json!("CREATED"),
            &json!("GROUP")
        )
    );
    assert_eq!(shown["group"], json!({ "name": "Ops" }));
    assert!(shown["token"]["name"].is_string(), "{shown}");
    // The name in an event is the one at the time of the change.
    let rename = format!("updateGroup(groupId: \"{group}\", name: \"Operations\")");
    app.done(&token, &rename).await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{owner}\", name: \"Olga\")"),
    )
    .await;
    let labels = app
        .read(
            ROOT,
            &format!("events(filter: {{ {of_group} }}) {{ nodes {{ label actorName }} }}"),
        )
        .await;
    assert_eq!(
        labels["nodes"],
        json!([
            { "label": "Operations", "actorName": "owner Test" },
            { "label": "Ops", "actorName": "owner Test" },
        ])
    );
    let role = app.role(org, "Billing", &["groups:read"]).await;
    let shown = newest(&app, &token, &format!("role: \"{role}\"")).await;
    assert_eq!(shown["role"], json!({ "name": "Billing" }));
    app.done(ROOT, &format!("deleteGroup(groupId: \"{group}\")"))
        .await;
    let shown = newest(&app, ROOT, &of_group).await;
    assert_eq!(
        (&shown["group"], &shown["label"], &shown["action"]),
        (&Json::Null, &json!("Operations"), &json!("REMOVED"))
    );
}

async fn hidden_actors_are_named_by_their_kind(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let admin = app.token_of(app.admin(org, "admin").await).await;
    let group = app.group(org, "Ops").await;
    let filter = format!("org: \"{org}\", entity: \"group\"");
    // A platform token.
    let shown = newest(&app, &admin, &filter).await;
    assert_eq!(
        (&shown["actorName"], &shown["token"]),
        (&json!("platform"), &Json::Null)
    );
    // A user of another org, who is not a member of this one any more.
    let stranger = app.owner(org, "stranger").await;
    app.state(other, stranger, "isOwner: true").await;
    let rename = format!("updateGroup(groupId: \"{group}\", name: \"Dev\")");
    app.done(&app.token_of(stranger).await, &rename).await;
    let shown = newest(&app, &admin, &filter).await;
    assert_eq!(
        (&shown["actorName"], &shown["token"]),
        (&json!("stranger Test"), &Json::Null)
    );
    app.state(org, app.owner(org, "second").await, "isOwner: true")
        .await;
    app.done(
        ROOT,
        &format!("removeOrgMember(org: \"{org}\", userId: \"{stranger}\")"),
    )
    .await;
    assert_eq!(
        newest(&app, &admin, &filter).await["actorName"],
        "another org"
    );
    assert_eq!(
        newest(&app, ROOT, &filter).await["actorName"],
        "stranger Test"
    );
    // The command line, and events from before names were stored.
    app.sql("UPDATE events SET actor_kind = 'cli' WHERE entity = 'group'")
        .await;
    assert_eq!(
        newest(&app, &admin, &filter).await["actorName"],
        "command line"
    );
    app.sql("UPDATE events SET actor_kind = 'token', actor_label = NULL WHERE entity = 'group'")
        .await;
    assert_eq!(
        newest(&app, ROOT, &filter).await["actorName"],
        "stranger Test"
    );
}

async fn events_of_a_job_name_the_job(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.newcomer("ann").await;
    let queue = format!(
        "queueMemberships(rows: [{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{ann}\" }} }}])"
    );
    let job = app.done(ROOT, &queue).await;
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
    let filter = format!("job: \"{job}\"");
    let shown = newest(&app, ROOT, &filter).await;
    assert_eq!(shown["job"], json!({ "kind": "createMemberships" }));
    assert_eq!(
        words(&app, ROOT, &format!("filter: {{ {filter} }}")).await,
        ["CREATED MEMBERSHIP"]
    );
    assert_eq!(
        words(&app, ROOT, "filter: { actorKind: JOB }").await,
        ["CREATED MEMBERSHIP"]
    );
    // An admin reads the event and does not see the platform's job.
    let admin = app.token_of(app.admin(org, "admin").await).await;
    let shown = newest(&app, &admin, &filter).await;
    assert_eq!(
        (&shown["job"], &shown["actorName"]),
        (&Json::Null, &json!("job"))
    );
}

async fn each_filter_finds_the_same_events_for_all_readers(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let owner = app.owner(org, "owner").await;
    let busy = app.token(&format!("org: \"{org}\", source: \"hr\"")).await;
    let group = app.group(org, "Ops").await;
    let ann = app.user(org, "ann").await;
    let join =
        format!("addGroupMembership(org: \"{org}\", groupId: \"{group}\", userId: \"{ann}\")");
    let mut request =
        TestApp::request(&busy, &format!("mutation {{ {join} {{ id }} }}"), json!({}));
    let id = "call-7".parse().expect("a header");
    request.headers_mut().insert("x-request-id", id);
    app.send(request).await;
    app.group(other, "Foreign").await;
    let token = app.data(&busy, "{ viewer { token { id } } }").await;
    let token = token["viewer"]["token"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let joined = vec!["CREATED GROUP_MEMBERSHIP"];
    let cases = [
        (format!("token: \"{token}\""), joined.clone()),
        ("requestId: \"call-7\"".to_owned(), joined.clone()),
        ("source: \"hr\"".to_owned(), joined.clone()),
        (format!("source: \"hr\", org: \"{org}\""), joined.clone()),
        (
            format!("source: \"hr\", token: \"{token}\", actorKind: TOKEN"),
            joined.clone(),
        ),
        (
            format!("group: \"{group}\""),
            vec!["CREATED GROUP_MEMBERSHIP", "CREATED GROUP"],
        ),
        (format!("group: \"{group}\", verb: \"removed\""), vec![]),
        (format!("entityId: \"{group}\""), vec!["CREATED GROUP"]),
        (
            format!(
                "org: \"{org}\", verbs: [\"created\"], entities: [\"group\", \"group_membership\"]"
            ),
            vec!["CREATED GROUP_MEMBERSHIP", "CREATED GROUP"],
        ),
        (
            format!("org: \"{org}\", entity: \"group\", entities: [\"role\"]"),
            vec![],
        ),
        ("verbs: []".to_owned(), vec![]),
        ("source: \"nowhere\"".to_owned(), vec![]),
        (format!("group: \"{}\"", Uuid::nil()), vec![]),
    ];
    for reader in [ROOT.to_owned(), app.token_of(owner).await] {
        for (filter, expected) in &cases {
            let found = words(&app, &reader, &format!("filter: {{ {filter} }}")).await;
            assert_eq!(&found, expected, "{filter}");
            let counted = format!("events(filter: {{ {filter} }}) {{ totalCount }}");
            let count = app.read(&reader, &counted).await["totalCount"].clone();
            assert_eq!(count, json!(expected.len()), "{filter}");
        }
        for filter in ["actorKind: null, source: null", "token: null, verbs: null"] {
            let found = words(&app, &reader, &format!("filter: {{ {filter} }}")).await;
            assert_eq!(found, words(&app, &reader, "first: 50").await);
        }
    }
    let plain = app.token_of(ann).await;
    for (filter, _) in &cases[..3] {
        assert_eq!(
            words(&app, &plain, &format!("filter: {{ {filter} }}")).await,
            [""; 0]
        );
    }
    for (filter, field) in [
        ("verbs: [\"deleted\"]", "verbs"),
        ("entities: [\"member\"]", "entities"),
        ("requestId: \"\"", "requestId"),
        ("source: \"\"", "source"),
    ] {
        let list = format!("events(filter: {{ {filter} }}) {{ totalCount }}");
        let refused = app.read_error(ROOT, &list).await;
        assert_eq!(refused, ("INVALID_VALUE".to_owned(), json!(field)));
    }
}

async fn pages_go_in_both_directions(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..7 {
        app.group(org, &format!("group{n}")).await;
    }
    let owner = app.token_of(app.owner(org, "owner").await).await;
    for token in [ROOT, owner.as_str()] {
        for filter in [
            format!("org: \"{org}\", entity: \"group\""),
            format!("org: \"{org}\", actorKind: ROOT, entity: \"group\""),
            "actorKind: ROOT, entity: \"group\"".to_owned(),
        ] {
            let page = async |arguments: &str| {
                let query = format!(
                    "events(filter: {{ {filter} }}, {arguments}) {{ nodes {{ id }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}"
                );
                app.read(token, &query).await
            };
            let all = page("first: 50").await["nodes"]
                .as_array()
                .expect("a list")
                .clone();
            assert_eq!(all.len(), 7, "{filter}");
            let last = page("last: 3").await;
            assert_eq!(last["nodes"], json!(all[4..]));
            let info = &last["pageInfo"];
            assert_eq!(
                (&info["hasNextPage"], &info["hasPreviousPage"]),
                (&json!(false), &json!(true))
            );
            let middle = page(&format!("last: 3, before: {}", info["startCursor"])).await;
            assert_eq!(middle["nodes"], json!(all[1..4]));
            let first = page(&format!(
                "last: 3, before: {}",
                middle["pageInfo"]["startCursor"]
            ))
            .await;
            assert_eq!(first["nodes"], json!(all[..1]));
            assert_eq!(first["pageInfo"]["hasPreviousPage"], json!(false));
            let next = page(&format!(
                "first: 3, after: {}",
                middle["pageInfo"]["endCursor"]
            ))
            .await;
            assert_eq!(next["nodes"], json!(all[4..]));
        }
    }
    let (code, field) = app
        .read_error(ROOT, "events(first: 1, last: 1) { totalCount }")
        .await;
    assert_eq!((code.as_str(), field), ("INVALID_VALUE", json!("last")));
}

async fn events_of_a_user_are_seen_in_every_org_of_theirs(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let ann = app.user(org, "ann").await;
    let admin = app.admin(org, "admin").await;
    let token = app.token_of(admin).await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{ann}\", name: \"Ann\")"),
    )
    .await;
    let of_user = format!("filter: {{ user: \"{ann}\", entity: \"user\" }}");
    let seen = ["UPDATED USER", "CREATED USER"];
    assert_eq!(words(&app, &token, &of_user).await, seen);
    let by_id = format!("filter: {{ entityId: \"{ann}\" }}");
    assert_eq!(words(&app, &token, &by_id).await, seen);
    app.add(other, ann).await;
    assert_eq!(words(&app, &token, &of_user).await, [""; 0]);
    app.state(other, admin, "role: ADMIN").await;
    assert_eq!(words(&app, &token, &of_user).await, seen);
    let plain = app.token_of(ann).await;
    assert_eq!(words(&app, &plain, &of_user).await, [""; 0]);
}

async fn token_names_the_token_that_created_it(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    let create = format!(
        "mutation {{ it: createToken(input: {{ name: \"Nightly Sync\", org: \"{org}\" }}) {{ token {{ id createdBy {{ id }} }} }} }}"
    );
    let made = app.data(&token, &create).await["it"]["token"].clone();
    let own = app.data(&token, "{ viewer { token { id } } }").await;
    assert_eq!(made["createdBy"], own["viewer"]["token"]);
    let read = format!("{{ token(id: {}) {{ createdBy {{ name }} }} }}", made["id"]);
    assert!(app.data(ROOT, &read).await["token"]["createdBy"]["name"].is_string());
    let other = app.token_of_org(org).await;
    // The token of the owner is not bound to the org, so other tokens of the org do not see it.
    assert_eq!(
        app.data(&other, &read).await["token"]["createdBy"],
        Json::Null
    );
}

async fn tokens_are_found_by_a_part_of_their_name(app: TestApp) {
    let org = app.org("Acme").await;
    for name in ["Nightly Sync", "100% export", "Prüfung"] {
        app.data(ROOT, &format!("mutation {{ it: createToken(input: {{ name: \"{name}\", org: \"{org}\" }}) {{ token {{ id }} }} }}")).await;
    }
    let reader = app.token_of_org(org).await;
    for token in [ROOT, reader.as_str()] {
        for (search, expected) in [
            ("SYNC", vec!["Nightly Sync"]),
            ("% ex", vec!["100% export"]),
            ("üf", vec!["Prüfung"]),
            ("nothing", vec![]),
        ] {
            let query = format!(
                "tokens(org: \"{org}\", filter: {{ search: \"{search}\" }}) {{ totalCount nodes {{ name }} }}"
            );
            let list = app.read(token, &query).await;
            let names: Vec<Json> = expected
                .iter()
                .map(|name| json!({ "name": name }))
                .collect();
            assert_eq!(
                list,
                json!({ "totalCount": expected.len(), "nodes": names })
            );
        }
    }
    let blank = "tokens(filter: { search: \" \" }) { totalCount }";
    assert_eq!(app.read_error(ROOT, blank).await.0, "INVALID_VALUE");
}

on_both_engines! {
    event_names_its_actor_and_its_row,
    hidden_actors_are_named_by_their_kind,
    events_of_a_job_name_the_job,
    each_filter_finds_the_same_events_for_all_readers,
    pages_go_in_both_directions,
    events_of_a_user_are_seen_in_every_org_of_theirs,
    token_names_the_token_that_created_it,
    tokens_are_found_by_a_part_of_their_name,
}
