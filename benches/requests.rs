//! A benchmark of requests from the parser to the reply, in one process and without network.
//!
//! Run `cargo bench`. To measure PostgreSQL as well as SQLite, set `TENANTRY_BENCH_POSTGRES_URL` to
//! the URL of an empty database. Each database has 10,000 generated users. Only compare results of
//! the same run, because they depend on the machine and its load.

use std::{hint::black_box, path::Path};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value as Json, json};
use tenantry::{
    access::Actor,
    app::App,
    config::Config,
    db::Db,
    demo::{self, Demo},
    domain::token::{Secret, SetRootToken},
    server,
};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TOKEN: &str = "tnt_root_token_of_the_benchmarks";

/// Returns the router of a server whose database has generated users.
async fn served(url: String) -> Router {
    let config = Config {
        database_url: url,
        ..Config::default()
    };
    let db = Db::open(&config.database()).await.expect("a database");
    db.migrate().await.expect("migrated");
    let people = Demo::new(10_000, 100, 200, 1).expect("a size");
    demo::fill(&db, people, |_| {})
        .await
        .expect("an empty database");
    let app = App::new(db, &config);
    let configured = Some(Secret(TOKEN.to_owned()));
    app.execute(
        &Actor::command_line(),
        SetRootToken {
            configured,
            overlap: std::time::Duration::ZERO,
        },
    )
    .await
    .expect("a token");
    server::router(app, &config).expect("a router")
}

async fn ask(router: &Router, body: &str) -> Vec<u8> {
    let request = Request::post("/graphql")
        .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_owned()))
        .expect("a request");
    let reply = router.clone().oneshot(request).await.expect("a reply");
    let bytes = to_bytes(reply.into_body(), usize::MAX)
        .await
        .expect("whole");
    bytes.to_vec()
}

async fn data(router: &Router, body: &str) -> Json {
    let reply: Json = serde_json::from_slice(&ask(router, body).await).expect("JSON");
    assert!(reply.get("errors").is_none(), "{reply}");
    reply["data"].clone()
}

/// Returns the names and the bodies of the requests to measure.
async fn requests(router: &Router) -> Vec<(&'static str, String)> {
    let body = |query: &str, variables: Json| {
        json!({ "query": query, "variables": variables }).to_string()
    };
    let some = "{ users(first: 1) { nodes { email name } } orgs(first: 1) { nodes { id groups(first: 1) { nodes { id } } } } }";
    let some = data(router, &body(some, json!({}))).await;
    let (user, org) = (&some["users"]["nodes"][0], &some["orgs"]["nodes"][0]);
    let group = &org["groups"]["nodes"][0]["id"];
    let by = "query($x: String!) { findUserBy(email: $x) { id email name timezone } }";
    let name = "query($x: String!) { findUserBy(name: $x) { id email name timezone } }";
    let list = "query($org: Uuid!, $group: Uuid!) { groupUsers(org: $org, groupId: $group) { userId groupId status userName } }";
    let nested = "query($x: String!) { user(email: $x) { id email name memberships { nodes { role org { id name \
                  members(first: 20) { nodes { role user { id name } } } } } } } }";
    let page = "{ users(first: 50) { nodes { id name email } pageInfo { endCursor } } }";
    let part: String = user["name"]
        .as_str()
        .unwrap_or_default()
        .chars()
        .take(4)
        .collect();
    vec![
        ("no database", body("{ __typename }", json!({}))),
        ("findUserBy email", body(by, json!({ "x": user["email"] }))),
        ("findUserBy name", body(name, json!({ "x": part }))),
        (
            "groupUsers",
            body(list, json!({ "org": org["id"], "group": group })),
        ),
        (
            "user, orgs, 20 members each",
            body(nested, json!({ "x": user["email"] })),
        ),
        ("a page of users", body(page, json!({}))),
        (
            "createOrg, refused",
            body("mutation { createOrg(name: \" \") { result } }", json!({})),
        ),
    ]
}

fn requests_of_each_engine(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let file = |folder: &Path| format!("sqlite://{}", folder.join("bench.db").display());
    let mut engines = vec![("sqlite", file(folder.path()))];
    if let Ok(url) = std::env::var("TENANTRY_BENCH_POSTGRES_URL") {
        engines.push(("postgres", url));
    }
    for (engine, url) in engines {
        let router = runtime.block_on(served(url));
        let mut group = criterion.benchmark_group(engine);
        group.throughput(Throughput::Elements(1));
        for (name, body) in runtime.block_on(requests(&router)) {
            runtime.block_on(data(&router, &body));
            group.bench_with_input(BenchmarkId::from_parameter(name), &body, |bencher, body| {
                let mut bencher = bencher.to_async(&runtime);
                bencher.iter(async || black_box(ask(&router, body).await));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, requests_of_each_engine);
criterion_main!(benches);
