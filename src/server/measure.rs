//! The metrics: their descriptions, and the Prometheus page.
//!
//! Code counts events where they happen, with the macros of `metrics`. Labels have few values:
//! names of the schema, of operations and of routes, never a value from the caller. State, such as
//! busy connections, is read for each page.
//!
//! To add a metric: its line in [`DESCRIPTIONS`] or in [`states`], and its row in
//! `docs/deployment.md`.

use std::{fmt::Write, sync::OnceLock, time::Duration};

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;

use crate::{
    access::Actor,
    app::App,
    domain::{Reader, job},
};

/// How long the page waits for the database. A busy database is a state that the page must show.
const PATIENCE: Duration = Duration::from_secs(1);
/// Upper bounds of the histograms, in seconds.
const SECONDS: [f64; 14] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

/// Upper bounds of the batch size histogram.
const SIZES: [f64; 7] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];

enum Kind {
    Counter,
    Gauge,
    Histogram,
    /// A histogram of sizes instead of seconds.
    Sizes,
}

/// The metrics that code counts where the events happen.
const DESCRIPTIONS: &[(Kind, &str, &str)] = &[
    (
        Kind::Gauge,
        "tenantry_http_connections",
        "Open connections of clients.",
    ),
    (
        Kind::Counter,
        "tenantry_http_requests_total",
        "Requests by method, route and status.",
    ),
    (
        Kind::Histogram,
        "tenantry_http_request_seconds",
        "Time from a request to its reply, by route.",
    ),
    (
        Kind::Histogram,
        "tenantry_graphql_request_seconds",
        "Execution time of GraphQL requests, by kind and root field.",
    ),
    (
        Kind::Counter,
        "tenantry_errors_total",
        "Failures that replies report, by code and by root field or route.",
    ),
    (
        Kind::Counter,
        "tenantry_operations_total",
        "Changes executed, by operation and result: ok or an error code.",
    ),
    (
        Kind::Histogram,
        "tenantry_operation_seconds",
        "Time to execute a change, retries included, by operation.",
    ),
    (
        Kind::Counter,
        "tenantry_operation_retries_total",
        "Changes that were retried because another transaction conflicted.",
    ),
    (
        Kind::Sizes,
        "tenantry_batch_changes",
        "Changes that were written together in one transaction.",
    ),
    (
        Kind::Counter,
        "tenantry_refused_tokens_total",
        "Tokens that were refused.",
    ),
    (
        Kind::Counter,
        "tenantry_log_lines_lost_total",
        "Lines of the log that were lost because their reader was too slow or gone.",
    ),
];

fn prometheus() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = PrometheusBuilder::new()
                .set_buckets(&SECONDS)
                .ok()?
                .set_buckets_for_metric(Matcher::Full("tenantry_batch_changes".to_owned()), &SIZES)
                .ok()?
                .install_recorder();
            let recorder = recorder.inspect_err(|error| {
                tracing::warn!(%error, "metrics are not recorded: another recorder is installed");
            });
            describe();
            recorder.ok()
        })
        .as_ref()
}

/// Describes the metrics, also for the recorder of a host program.
fn describe() {
    for (kind, name, text) in DESCRIPTIONS {
        match kind {
            Kind::Counter => describe_counter!(*name, *text),
            Kind::Gauge => describe_gauge!(*name, *text),
            Kind::Histogram => describe_histogram!(*name, Unit::Seconds, *text),
            Kind::Sizes => describe_histogram!(*name, Unit::Count, *text),
        }
    }
    process().describe();
}

fn process() -> &'static Collector {
    static COLLECTOR: OnceLock<Collector> = OnceLock::new();
    COLLECTOR.get_or_init(Collector::default)
}

/// Installs the recorder. Called once before serving. A recorder that the host has installed stays.
pub fn count() {
    prometheus();
}

/// Serves `/metrics`.
pub(super) async fn show(State(app): State<App>) -> Response {
    let Some(handle) = prometheus() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    process().collect();
    handle.run_upkeep();
    let mut text = handle.render();
    states(&app, &mut text).await;
    let content_type = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    (content_type, text).into_response()
}

/// Reads the state metrics of this app alone: a process may have several apps.
async fn states(app: &App, text: &mut String) {
    let db = app.db();
    let build = [
        ("version", env!("CARGO_PKG_VERSION")),
        ("engine", db.engine()),
    ];
    family(
        text,
        "gauge",
        "tenantry_build_info",
        "Always 1. The labels say which version runs on which engine.",
        [(&build[..], 1.0)],
    );
    family(
        text,
        "counter",
        "tenantry_db_statements_total",
        "Database statements, without the begin and the end of transactions.",
        [(&[][..], db.meter().statements() as f64)],
    );
    family(
        text,
        "counter",
        "tenantry_db_seconds_total",
        "Time spent waiting for statements and for the end of transactions.",
        [(&[][..], db.meter().time().as_secs_f64())],
    );
    let pools = db.pools();
    let of = |pool: &crate::db::PoolState| [("pool", pool.pool)];
    let states = pools.iter().flat_map(|pool| {
        [("in_use", pool.in_use), ("idle", pool.idle)]
            .map(|(state, number)| ([("pool", pool.pool), ("state", state)], number as f64))
    });
    family(
        text,
        "gauge",
        "tenantry_db_connections",
        "Open connections to the database, in use and idle, by pool.",
        states,
    );
    family(
        text,
        "gauge",
        "tenantry_db_max_connections",
        "Maximum number of connections to the database, by pool.",
        pools.iter().map(|pool| (of(pool), pool.max as f64)),
    );
    family(
        text,
        "gauge",
        "tenantry_db_waiting",
        "Callers that wait for a connection to the database, by pool.",
        pools.iter().map(|pool| (of(pool), pool.waiting as f64)),
    );
    family(
        text,
        "gauge",
        "tenantry_changes_waiting",
        "Changes that wait to be written.",
        [(&[][..], app.waiting_changes() as f64)],
    );
    jobs(app, text).await;
}

/// Writes the job metrics. Without a database this family is left out, and the page is still
/// served.
async fn jobs(app: &App, text: &mut String) {
    let reader = Reader {
        conn: app.db().observer(),
        ..app.read(&Actor::command_line())
    };
    let counted = tokio::time::timeout(PATIENCE, job::count_by_status(&reader)).await;
    match counted {
        Ok(Ok(counted)) => {
            let samples = counted
                .iter()
                .map(|(status, number)| ([("status", status.as_str())], *number as f64));
            family(
                text,
                "gauge",
                "tenantry_jobs",
                "Stored jobs, by status.",
                samples,
            );
        }
        Ok(Err(error)) => tracing::debug!(?error, "no metrics of jobs"),
        Err(_) => tracing::debug!("no metrics of jobs: the database does not answer"),
    }
}

/// Writes a metric in Prometheus' text format. No label value needs escaping.
fn family<'a, L: AsRef<[(&'a str, &'a str)]>>(
    text: &mut String,
    kind: &str,
    name: &str,
    help: &str,
    samples: impl IntoIterator<Item = (L, f64)>,
) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    for (labels, value) in samples {
        let labels: Vec<String> = labels
            .as_ref()
            .iter()
            .map(|(label, value)| format!("{label}=\"{value}\""))
            .collect();
        let _ = match labels.is_empty() {
            true => writeln!(text, "{name} {value}"),
            false => writeln!(text, "{name}{{{}}} {value}", labels.join(",")),
        };
    }
}
