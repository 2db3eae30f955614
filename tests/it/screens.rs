//! Tests the screens of docs/frontend.md on a demo directory: each query as a platform token, as an
//! administrator of an org and as a plain member, and the cost that the document states.

use std::{collections::BTreeMap, fs, path::Path};

use axum::{body::Body, http::Request};
use regex::Regex;
use serde_json::{Value as Json, json};
use tenantry::demo::{Demo, fill};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// The screens of the document: the query and the stated cost, by name.
fn screens() -> BTreeMap<String, (String, u64)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/frontend.md");
    let page = fs::read_to_string(path).expect("the page");
    let line = Regex::new(r"(?m)^\| [^|]+ \| `(\w+)` \| (\d+) \|$").expect("a pattern");
    let costs: BTreeMap<&str, u64> = line
        .captures_iter(&page)
        .map(|found| found.extract::<2>().1)
        .map(|[name, cost]| (name, cost.parse().expect("a number")))
        .collect();
    let block = Regex::new(r"(?ms)^```graphql\n(query (\w+).*?)^```").expect("a pattern");
    let screens: BTreeMap<String, (String, u64)> = block
        .captures_iter(&page)
        .map(|found| found.extract::<2>().1)
        .map(|[query, name]| (name.to_owned(), (query.to_owned(), costs[name])))
        .collect();
    assert_eq!((screens.len(), costs.len()), (12, 12));
    screens
}

/// A directory with demo data, and the ids that the screens show.
struct Directory {
    variables: Json,
    admin: String,
    member: String,
}

async fn directory(app: &TestApp) -> Directory {
    let demo = Demo::new(200, 6, 10, 3).expect("within bounds");
    fill(app.app.db(), demo, |_| {}).await.expect("a directory");
    let query = "{ orgs(orderBy: MEMBERS, direction: DESC, first: 1) { nodes { id
        groups(first: 1) { nodes { id } }
        admins: members(role: ADMIN, status: ACTIVE, first: 1) { nodes { user { id } } }
        users: members(role: USER, status: ACTIVE, isOwner: false, first: 1) { nodes { user { id name } } } } } }";
    let data = app.data(ROOT, query).await;
    let org = &data["orgs"]["nodes"][0];
    let id = |value: &Json| -> Uuid { value.as_str().expect("an id").parse().expect("an id") };
    let role = app.role(id(&org["id"]), "Helpers", &["wiki:write"]).await;
    let user = &org["users"]["nodes"][0]["user"];
    let grant = format!(
        "upsertMembership(org: {}, userId: {}, input: {{ roleIds: [\"{role}\"] }})",
        org["id"], user["id"]
    );
    app.done(ROOT, &grant).await;
    let name = user["name"].as_str().expect("a name");
    let text: String = name.chars().take(3).collect();
    Directory {
        variables: json!({
            "org": org["id"], "user": user["id"], "group": org["groups"]["nodes"][0]["id"],
            "id": role, "text": text, "search": text,
        }),
        admin: app
            .token_of(id(&org["admins"]["nodes"][0]["user"]["id"]))
            .await,
        member: app.token_of(id(&user["id"])).await,
    }
}

/// Asks for a screen, and returns the reply and its cost.
async fn show(app: &TestApp, token: &str, query: &str, variables: &Json) -> (Json, u64) {
    let mut request: Request<Body> = TestApp::request(token, query, variables.clone());
    let header = "true".parse().expect("a header");
    request.headers_mut().insert("tenantry-cost", header);
    let reply = app.send(request).await.json();
    let cost = reply["extensions"]["cost"]["requested"].as_u64();
    let cost = cost.unwrap_or_else(|| panic!("a cost: {reply}"));
    (reply, cost)
}

async fn screens_are_one_request_each(app: TestApp) {
    let directory = directory(&app).await;
    let mut costs = Vec::new();
    for (name, (query, stated)) in screens() {
        // Lists as they are when the page opens, and as they are after typing.
        let mut opened = directory.variables.clone();
        opened["search"] = Json::Null;
        if name == "AddMember" {
            opened["search"] = json!("a");
        }
        for variables in [&opened, &directory.variables] {
            let (reply, cost) = show(&app, ROOT, &query, variables).await;
            assert_eq!(reply.get("errors"), None, "{name}: {reply}");
            let roots = reply["data"].as_object().expect("data");
            assert!(
                roots.values().all(|root| !root.is_null()),
                "{name}: {reply}"
            );
            costs.push((name.clone(), stated, cost));
            for token in [&directory.admin, &directory.member] {
                let (reply, other) = show(&app, token, &query, variables).await;
                assert_eq!(other, cost, "{name}");
                // What the token may not read is null, left out, or refused.
                for error in reply["errors"].as_array().into_iter().flatten() {
                    let code = error["extensions"]["code"].as_str().unwrap_or_default();
                    let refused = [
                        "FORBIDDEN",
                        "ORG_NOT_FOUND",
                        "GROUP_NOT_FOUND",
                        "ROLE_NOT_FOUND",
                    ];
                    assert!(refused.contains(&code), "{name}: {reply}");
                }
                assert!(reply["data"].is_object(), "{name}: {reply}");
            }
        }
    }
    let other: Vec<_> = costs
        .iter()
        .filter(|(_, stated, cost)| stated != cost)
        .collect();
    assert!(
        other.is_empty(),
        "docs/frontend.md states other costs: {other:?}"
    );
}

async fn screens_show_what_the_token_may_read(app: TestApp) {
    let directory = directory(&app).await;
    let screens = screens();
    let data = |token: String, name: &'static str| {
        let (app, query, variables) = (&app, &screens[name].0, &directory.variables);
        async move { show(app, &token, query, variables).await.0["data"].clone() }
    };
    let user = &directory.variables["user"];
    let org = &directory.variables["org"];
    let tokens = [
        ROOT.to_owned(),
        directory.admin.clone(),
        directory.member.clone(),
    ];
    for (place, token) in tokens.into_iter().enumerate() {
        let is_member = place == 2;
        let found = data(token.clone(), "Search").await;
        let hits = found["search"].as_array().expect("hits").clone();
        assert!(hits.iter().any(|hit| hit["id"] == *user), "{found}");
        let shown = data(token.clone(), "Org").await;
        let members = shown["org"]["members"]["nodes"]
            .as_array()
            .expect("members");
        assert!(
            members.iter().any(|row| row["user"]["id"] == *user),
            "{shown}"
        );
        assert_eq!(shown["org"]["memberCount"].is_null(), is_member, "{shown}");
        let person = data(token.clone(), "User").await;
        assert_eq!(person["user"]["id"], *user);
        let picker = data(token.clone(), "AddMember").await;
        let picked = picker["users"]["nodes"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        assert!(picked.iter().all(|row| row["id"] != *user), "{picker}");
        let role = data(token.clone(), "Role").await;
        if !is_member {
            assert_eq!(role["role"]["memberCount"], 1, "{role}");
            assert_eq!(role["role"]["members"]["nodes"][0]["user"]["id"], *user);
        }
        let log = data(token, "AuditLog").await;
        if place == 0 {
            let events = log["events"]["nodes"].as_array().expect("events");
            assert!(
                events.iter().any(|event| event["org"]["id"] == *org),
                "{log}"
            );
            assert!(events.iter().all(|event| event["actorName"].is_string()));
        }
    }
}

on_both_engines! {
    screens_are_one_request_each,
    screens_show_what_the_token_may_read,
}
