//! The Prometheus metrics at `/metrics`.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::support::{Engine, Program, ROOT, Server, Stranger, TestApp, on_both_engines};

fn server(app: &TestApp, settings: &[(&str, &str)]) -> Server {
    let program = Program::alone().on(&app.config.database_url);
    let with = |program: Program, (name, value): &(&str, &str)| program.env(name, value);
    settings.iter().fold(program, with).serve()
}

async fn ask(server: &Server, token: &str, query: &str) -> Json {
    let request = reqwest::Client::new().post(server.url("/graphql"));
    let request = request.bearer_auth(token).json(&json!({ "query": query }));
    let reply = request.send().await.expect("a reply");
    reply.json().await.expect("JSON")
}

async fn page(server: &Server) -> String {
    let reply = reqwest::get(server.url("/metrics")).await.expect("a reply");
    reply.text().await.expect("text")
}

/// Returns the value of the sample that has these labels, in any order.
fn sample(page: &str, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
    page.lines().find_map(|line| {
        let rest = line.strip_prefix(name)?;
        let (shown, value) = match rest.strip_prefix('{') {
            Some(rest) => rest.rsplit_once("} ")?,
            None => ("", rest.strip_prefix(' ')?),
        };
        let has = |(label, value): &(&str, &str)| {
            shown
                .split("\",")
                .any(|one| one.trim_end_matches('"') == format!("{label}=\"{value}"))
        };
        let is_it = labels.iter().all(has);
        is_it.then(|| value.parse().expect("a number"))
    })
}

async fn every_metric_has_help_text_and_documentation(app: TestApp) {
    let server = server(&app, &[]);
    ask(
        &server,
        ROOT,
        "mutation { createOrg(name: \"Acme\") { id } }",
    )
    .await;
    ask(&server, "tnt_wrong", "{ viewer { __typename } }").await;
    let page = page(&server).await;
    let families = |mark: &str| -> BTreeSet<String> {
        let lines = page.lines().filter_map(|line| line.strip_prefix(mark));
        lines
            .filter_map(|line| line.split(' ').next())
            .map(str::to_owned)
            .collect()
    };
    let (typed, helped) = (families("# TYPE "), families("# HELP "));
    assert_eq!(typed, helped);
    assert!(typed.len() > 15, "{page}");
    let samples = page
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    for line in samples {
        let name = line.split(['{', ' ']).next().expect("a name");
        let is_part = |end: &str| {
            name.strip_suffix(end)
                .is_some_and(|name| typed.contains(name))
        };
        assert!(
            typed.contains(name) || ["_bucket", "_sum", "_count"].into_iter().any(is_part),
            "{line}"
        );
    }
    for name in helped {
        assert!(
            include_str!("../../docs/deployment.md").contains(&format!("`{name}`")),
            "docs/deployment.md does not explain {name}"
        );
    }
}

async fn errors_are_counted_by_code_and_operation(app: TestApp) {
    let server = server(&app, &[]);
    app.org("Acme").await;
    ask(
        &server,
        ROOT,
        "query Mine { mine: findUserBy(name: \"te\") { id } }",
    )
    .await;
    ask(
        &server,
        ROOT,
        "{ ...F } fragment F on Query { ours: findUserBy(name: \"te\") { id } }",
    )
    .await;
    ask(
        &server,
        ROOT,
        "mutation { his: createOrg(name: \"Acme\") { id } }",
    )
    .await;
    ask(&server, ROOT, "{ madeUp }").await;
    ask(&server, ROOT, "{ madeUp").await;
    ask(&server, "tnt_wrong", "{ viewer { __typename } }").await;
    let users = reqwest::Client::new().get(server.url("/api/v2/users/999999999.json"));
    users.bearer_auth(ROOT).send().await.expect("a reply");
    let page = page(&server).await;
    let errors = |operation, code| {
        let labels = [("operation", operation), ("code", code)];
        sample(&page, "tenantry_errors_total", &labels)
    };
    assert_eq!(errors("findUserBy", "NAME_TOO_SHORT"), Some(2.0), "{page}");
    assert_eq!(errors("createOrg", "NAME_TAKEN"), Some(1.0), "{page}");
    assert_eq!(errors("request", "INVALID_REQUEST"), Some(2.0), "{page}");
    assert_eq!(errors("request", "UNAUTHENTICATED"), Some(1.0), "{page}");
    let of_route = page.lines().any(|line| {
        line.starts_with("tenantry_errors_total{")
            && line.contains("/api/v2/users/{")
            && line.contains("USER_NOT_FOUND")
    });
    assert!(of_route, "{page}");
    // Names that callers choose are not labels.
    for chosen in ["mine", "Mine", "ours", "his", "madeUp", "999999999"] {
        assert!(!page.contains(&format!("\"{chosen}\"")), "{chosen}: {page}");
    }
}

async fn latencies_are_measured_for_each_operation_and_query(app: TestApp) {
    let server = server(&app, &[]);
    ask(
        &server,
        ROOT,
        "mutation M { createOrg(name: \"Acme\") { id } }",
    )
    .await;
    ask(
        &server,
        ROOT,
        "query Q { x: org(name: \"Acme\") { id } y: org(name: \"Acme\") { id } }",
    )
    .await;
    ask(
        &server,
        ROOT,
        "{ viewer { __typename } org(name: \"Acme\") { id } }",
    )
    .await;
    ask(&server, ROOT, "{ __schema { queryType { name } } }").await;
    let page = page(&server).await;
    let requests = |kind, field| {
        let labels = [("kind", kind), ("field", field)];
        sample(&page, "tenantry_graphql_request_seconds_count", &labels)
    };
    assert_eq!(requests("mutation", "createOrg"), Some(1.0), "{page}");
    assert_eq!(requests("query", "org"), Some(1.0), "{page}");
    assert_eq!(requests("query", "several"), Some(1.0), "{page}");
    assert_eq!(requests("query", "other"), Some(1.0), "{page}");
    let labels = [("operation", "CreateOrg")];
    assert_eq!(
        sample(&page, "tenantry_operation_seconds_count", &labels),
        Some(1.0),
        "{page}"
    );
}

async fn connections_in_use_and_waiting_callers_are_shown(app: TestApp) {
    let settings = [
        ("TENANTRY_DATABASE_CONNECTIONS", "1"),
        ("TENANTRY_DATABASE_TIMEOUT", "60s"),
    ];
    let server = server(&app, &settings);
    let pool = match app.engine {
        Engine::Sqlite => "write",
        Engine::Postgres => "all",
    };
    // Cache the token before the only connection is in use.
    ask(&server, ROOT, "{ viewer { __typename } }").await;
    let stranger = Stranger::on(&app).await;
    stranger.lock("orgs").await;
    let create = |name: &str| {
        let query = format!("mutation {{ createOrg(name: \"{name}\") {{ result }} }}");
        let request = reqwest::Client::new().post(server.url("/graphql"));
        let request = request.bearer_auth(ROOT).json(&json!({ "query": query }));
        tokio::spawn(async move {
            let reply = request.send().await.expect("a reply");
            reply.json::<Json>().await.expect("JSON")
        })
    };
    let in_use = |page: &str| {
        let labels = [("pool", pool), ("state", "in_use")];
        sample(page, "tenantry_db_connections", &labels) == Some(1.0)
    };
    // On SQLite, one transaction writes at a time and the others wait.
    let waits = |page: &str| match app.engine {
        Engine::Sqlite => sample(page, "tenantry_changes_waiting", &[]) >= Some(1.0),
        Engine::Postgres => sample(page, "tenantry_db_waiting", &[("pool", pool)]) >= Some(1.0),
    };
    let one = create("One");
    while !in_use(&page(&server).await) {
        assert!(!one.is_finished());
    }
    // Sent after the first change has started, or both could run in one transaction.
    let other = create("Other");
    loop {
        let page = page(&server).await;
        assert_eq!(
            sample(&page, "tenantry_db_max_connections", &[("pool", pool)]),
            Some(1.0)
        );
        if in_use(&page) && waits(&page) {
            break;
        }
        assert!(!one.is_finished() && !other.is_finished(), "{page}");
    }
    stranger.let_go().await;
    for reply in [one.await, other.await] {
        assert_eq!(
            reply.expect("a reply")["data"]["createOrg"]["result"],
            "created"
        );
    }
}

async fn jobs_are_counted_by_status(app: TestApp) {
    let server = server(&app, &[("TENANTRY_MAX_RUNNING_JOBS", "0")]);
    let org = app.org("Acme").await;
    let query = format!(
        "mutation {{ queueMemberships(rows: [{{ user: {{ email: \"a@example.com\" }}, org: {{ id: \"{org}\" }} }}]) \
         {{ result error }} }}"
    );
    let reply = ask(&server, ROOT, &query).await;
    assert_eq!(
        reply["data"]["queueMemberships"]["result"], "queued",
        "{reply:#}"
    );
    let page = page(&server).await;
    for (status, number) in [("queued", 1.0), ("working", 0.0), ("failed", 0.0)] {
        let labels = [("status", status)];
        assert_eq!(
            sample(&page, "tenantry_jobs", &labels),
            Some(number),
            "{page}"
        );
    }
}

async fn the_process_and_its_build_are_shown(app: TestApp) {
    let server = server(&app, &[]);
    let page = page(&server).await;
    for name in [
        "process_resident_memory_bytes",
        "process_open_fds",
        "process_start_time_seconds",
    ] {
        assert!(sample(&page, name, &[]) > Some(0.0), "{name}: {page}");
    }
    let engine = match app.engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let labels = [("version", env!("CARGO_PKG_VERSION")), ("engine", engine)];
    assert_eq!(
        sample(&page, "tenantry_build_info", &labels),
        Some(1.0),
        "{page}"
    );
}

on_both_engines! {
    every_metric_has_help_text_and_documentation,
    errors_are_counted_by_code_and_operation,
    latencies_are_measured_for_each_operation_and_query,
    connections_in_use_and_waiting_callers_are_shown,
    jobs_are_counted_by_status,
    the_process_and_its_build_are_shown,
}
