//! `node` and `nodes`, which read objects of all types by id.

use serde_json::{Value as Json, json};
use tenantry::domain::sync::Counts;
use uuid::Uuid;

use crate::{
    support::{ROOT, TestApp, on_both_engines},
    sync::runs::insert_run,
};

/// The types of nodes, each with the query that reads one object of the type.
const TYPES: [(&str, &str); 9] = [
    ("User", "user"),
    ("Org", "org"),
    ("Membership", "membership"),
    ("Group", "group"),
    ("Role", "role"),
    ("Token", "token"),
    ("Job", "job"),
    ("Event", "event"),
    ("SyncRun", "syncRun"),
];

/// Creates an object of each type in the org, in the order of [`TYPES`].
async fn objects(app: &TestApp, org: Uuid, name: &str) -> Vec<Uuid> {
    let user = app.newcomer(name).await;
    let membership = app.add(org, user).await;
    let group = app.group(org, "Ops").await;
    let role = app.role(org, "Clerk", &["invoices:read"]).await;
    let create = format!(
        "createToken(input: {{ name: \"t\", org: \"{org}\" }}) {{ secret token {{ id }} }}"
    );
    let made = &app
        .data(ROOT, &format!("mutation {{ it: {create} }}"))
        .await["it"];
    let id = |json: &Json| json.as_str().and_then(|id| id.parse().ok()).expect("an id");
    let row = format!("{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{user}\" }} }}");
    let secret = made["secret"].as_str().expect("a secret");
    let job = app
        .done(secret, &format!("queueMemberships(rows: [{row}])"))
        .await;
    let events = format!("events(filter: {{ org: \"{org}\" }}, first: 1) {{ nodes {{ id }} }}");
    let events = app.read(ROOT, &events).await;
    let event = id(&events["nodes"][0]["id"]);
    let token = id(&made["token"]["id"]);
    let runs = app.count("SELECT count(*) FROM sync_runs").await;
    let number = usize::try_from(runs).expect("few") + 1;
    let run = insert_run(app, number, &[(org, true)], &Counts::default()).await;
    vec![user, org, membership, group, role, token, job, event, run]
}

fn nodes(ids: &[Uuid], fields: &str) -> String {
    format!("nodes(ids: {}) {{ {fields} }}", json!(ids))
}

async fn objects_of_all_types_are_read_by_id(app: TestApp) {
    let org = app.org("Acme").await;
    let mut ids = objects(&app, org, "ann").await;
    ids.insert(3, Uuid::nil());
    ids.push(ids[0]);
    let read = app.read(ROOT, &nodes(&ids, "__typename id")).await;
    let mut types: Vec<Json> = TYPES.iter().map(|(name, _)| json!(name)).collect();
    types.insert(3, Json::Null);
    types.push(json!("User"));
    let expected = ids.iter().zip(&types).map(|(id, name)| match name {
        Json::Null => Json::Null,
        name => json!({ "__typename": name, "id": id }),
    });
    assert_eq!(read, expected.collect::<Json>());
    for (id, name) in ids.iter().zip(&types) {
        let read = app
            .read(ROOT, &format!("node(id: \"{id}\") {{ __typename }}"))
            .await;
        assert_eq!(read["__typename"], *name);
    }
}

async fn fragments_select_fields_of_each_type(app: TestApp) {
    let org = app.org("Acme").await;
    let ids = objects(&app, org, "ann").await;
    let fields = "... on Node { id } ... on Membership { user { first } org { name } } \
                  ... on Group { name members { totalCount } } ...user @include(if: true) \
                  ... on Job @skip(if: true) { total }";
    let query = format!(
        "{{ it: {} }} fragment user on User {{ first groups {{ nodes {{ name }} }} }}",
        nodes(&[ids[0], ids[2], ids[3], ids[6]], fields)
    );
    let reply = app.send(TestApp::request(ROOT, &query, json!({}))).await;
    let [user, membership, group, job] = [ids[0], ids[2], ids[3], ids[6]];
    assert_eq!(
        reply.body,
        format!(
            r#"{{"data":{{"it":[{{"id":"{user}","first":"ann","groups":{{"nodes":[]}}}},{{"id":"{membership}","user":{{"first":"ann"}},"org":{{"name":"Acme"}}}},{{"id":"{group}","name":"Ops","members":{{"totalCount":0}}}},{{"id":"{job}"}}]}}}}"#
        )
    );
}

async fn a_failed_field_of_a_node_makes_that_node_null(app: TestApp) {
    let org = app.org("Acme").await;
    let ids = objects(&app, org, "ann").await;
    app.sql("ALTER TABLE group_memberships RENAME TO elsewhere")
        .await;
    let fields = "id ... on Group { members { totalCount } } ... on Org { externalId }";
    let query = format!("{{ it: {} }}", nodes(&[ids[3], ids[1]], fields));
    let reply = app.graphql(ROOT, &query, json!({})).await;
    let it = json!([null, { "id": org, "externalId": null }]);
    assert_eq!(reply["data"], json!({ "it": it }), "{reply:#}");
    assert_eq!(reply["errors"][0]["path"], json!(["it", 0, "members"]));
}

async fn each_type_is_read_with_one_statement(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (some, more) = (
        objects(&app, org, "ann").await,
        objects(&app, other, "bob").await,
    );
    let few = format!("{{ {} }}", nodes(&some[..1], "id"));
    let statements = app.statements_of(ROOT, &few).await;
    let types = u64::try_from(TYPES.len()).expect("few");
    assert!(statements <= types + 2, "{statements}");
    let all = [some, more].concat();
    let node = format!("node(id: \"{}\") {{ id }}", all[9]);
    let many = format!(
        "{{ {} {node} again: {} }}",
        nodes(&all, "id"),
        nodes(&all, "__typename")
    );
    assert_eq!(app.statements_of(ROOT, &many).await, statements);
}

async fn a_token_reads_only_nodes_that_it_may_see(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let ids = [
        objects(&app, org, "ann").await,
        objects(&app, other, "bob").await,
    ]
    .concat();
    let mut tokens = vec![ROOT.to_owned(), app.token_of_org(org).await];
    for user in [
        app.owner(org, "owner").await,
        app.admin(org, "admin").await,
        app.user(org, "user").await,
    ] {
        tokens.push(app.token_of(user).await);
    }
    tokens.push(app.token("scopes: [\"groups:read\"]").await);
    for token in tokens {
        let all = app.read(&token, &nodes(&ids, "id")).await;
        for (index, id) in ids.iter().enumerate() {
            let (_, query) = TYPES[index % TYPES.len()];
            let one = app
                .read(&token, &format!("{query}(id: \"{id}\") {{ id }}"))
                .await;
            assert_eq!(all[index], one, "{query}");
        }
    }
    // The org's own token sees nothing of the other org.
    let of_org = app.token_of_org(org).await;
    let read = app.read(&of_org, &nodes(&ids[TYPES.len()..], "id")).await;
    assert_eq!(read, Json::from(vec![Json::Null; TYPES.len()]));
}

async fn at_most_200_nodes_are_read_at_once(app: TestApp) {
    let ids = vec![Uuid::nil(); 201];
    let read = app.read(ROOT, &nodes(&ids[..200], "id")).await;
    assert_eq!(read.as_array().map(Vec::len), Some(200));
    let reply = app
        .graphql(ROOT, &format!("{{ it: {} }}", nodes(&ids, "id")), json!({}))
        .await;
    assert_eq!(reply["data"], json!({ "it": null }));
    let error = &reply["errors"][0]["extensions"];
    assert_eq!(error["code"], "LIMIT_EXCEEDED");
    assert_eq!(error["field"], "ids");
    assert_eq!(app.read(ROOT, &nodes(&[], "id")).await, json!([]));
}

async fn the_cost_of_nodes_grows_with_the_number_of_ids(app: TestApp) {
    let query = "query($ids: [Uuid!]!) { nodes(ids: $ids) { ... on Group { name } } }";
    let cost = async |ids: Json| {
        let mut request = TestApp::request(ROOT, query, json!({ "ids": ids }));
        let header = "true".parse().expect("a header");
        request.headers_mut().insert("tenantry-cost", header);
        let reply = app.send(request).await.json();
        reply["extensions"]["cost"]["requested"].as_u64()
    };
    assert_eq!(cost(json!([])).await, Some(1));
    assert_eq!(cost(json!(vec![Uuid::nil(); 50])).await, Some(51));
    assert_eq!(cost(json!(Uuid::nil())).await, Some(2));
}

on_both_engines! {
    objects_of_all_types_are_read_by_id,
    fragments_select_fields_of_each_type,
    a_failed_field_of_a_node_makes_that_node_null,
    each_type_is_read_with_one_statement,
    a_token_reads_only_nodes_that_it_may_see,
    at_most_200_nodes_are_read_at_once,
    the_cost_of_nodes_grows_with_the_number_of_ids,
}
