//! The HTTP server: the doors, health and metrics.
//!
//! * `surround`: what every request has, whichever door it goes to.
//! * `options`: how a caller wants his changes made.
//! * `cors`: which other sites' pages may call.
//! * `connections`: how they are let in, how many there may be, and when one is given up.
//! * `unread`: what becomes of a body that nobody wants.

mod connections;
mod cors;
mod options;
mod surround;
mod unread;

use std::{sync::OnceLock, time::Duration};

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use serde_json::json;
use tower::util::option_layer;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer,
    sensitive_headers::SetSensitiveRequestHeadersLayer,
};

use crate::{
    app::App,
    config::Config,
    db::Health,
    error::Result,
    graphql::{self, Door},
    playground, rest,
};

pub use connections::serve;
use surround::{Surroundings, panicked, surround};

/// How long a probe waits for the database: less than probes themselves usually wait.
const PROBE: Duration = Duration::from_secs(8);

/// All doors of the app, with health and metrics, to be served alone or inside another axum app.
///
/// Serve it with [`serve`], or for client addresses with
/// [`into_make_service_with_connect_info::<SocketAddr>`](axum::Router::into_make_service_with_connect_info).
///
/// # Errors
/// When the schema cannot be built.
pub fn router(app: App, config: &Config) -> Result<Router> {
    // First, so that the schema takes up the memory that this needs only while it is built.
    let rest = rest::router(&app, config);
    let door = Door::new(app.clone(), config.into())?;
    let playground = if config.playground {
        playground::router()
    } else {
        Router::new()
    };
    let router = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(show_metrics))
        .with_state(app)
        .merge(graphql::router(door))
        .merge(rest)
        .layer(CompressionLayer::new())
        .merge(playground)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(option_layer(cors::layer(&config.cors_origins)))
        .layer(middleware::from_fn_with_state(
            Surroundings::new(config),
            surround,
        ))
        .layer(SetSensitiveRequestHeadersLayer::new([
            header::AUTHORIZATION,
            header::COOKIE,
            rest::API_KEY,
        ]));
    Ok(router)
}

async fn readyz(State(app): State<App>) -> Response {
    let not_ready = |reason: &str| {
        let headers = [(header::RETRY_AFTER, "1")];
        (
            StatusCode::SERVICE_UNAVAILABLE,
            headers,
            Json(json!({ "ready": false, "reason": reason })),
        )
            .into_response()
    };
    let Ok(health) = tokio::time::timeout(PROBE, app.health()).await else {
        return not_ready("the database does not answer");
    };
    match health {
        Ok(Health::Ready) => Json(json!({ "ready": true })).into_response(),
        Ok(Health::Behind(steps)) => not_ready(&format!("migrations to run: {}", steps.join(", "))),
        Ok(Health::Ahead(steps)) => not_ready(&format!(
            "migrated by a newer program: {}",
            steps.join(", ")
        )),
        Err(error) => {
            tracing::warn!(?error, "the database cannot be reached");
            not_ready("the database cannot be reached")
        }
    }
}

fn prometheus() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
            let recorder = PrometheusBuilder::new().set_buckets(&seconds).ok()?.install_recorder();
            recorder.inspect_err(|error| tracing::warn!(%error, "no metrics of our own: another recorder is installed")).ok()
        })
        .as_ref()
}

/// Begins to count. Called once before serving; a host that has installed its own recorder keeps it.
pub fn count() {
    prometheus();
}

async fn show_metrics(State(app): State<App>) -> Response {
    let Some(handle) = prometheus() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    handle.run_upkeep();
    let mut text = handle.render();
    let meter = app.db().meter();
    text.push_str(&format!(
        "# TYPE tenantry_db_statements_total counter\ntenantry_db_statements_total {}\n\
         # TYPE tenantry_db_seconds_total counter\ntenantry_db_seconds_total {}\n",
        meter.statements(),
        meter.time().as_secs_f64()
    ));
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    )
        .into_response()
}
