//! The HTTP server: the APIs, health and metrics.
//!
//! * `middleware`: request ids, client addresses, logs and metrics of every request.
//! * `options`: the headers that control how changes are executed.
//! * `cors`: the origins that may call the server from a browser.
//! * `measure`: the metrics and their page.
//! * `connections`: the acceptance, the limit and the timeouts of connections.
//! * `drain`: the disposal of unread request bodies.

mod connections;
mod cors;
mod drain;
mod measure;
mod middleware;
mod options;

use std::time::Duration;

use axum::{
    Extension, Json, Router,
    extract::State,
    http::{StatusCode, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::json;
use tower::util::option_layer;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer,
    sensitive_headers::SetSensitiveRequestHeadersLayer,
};

use crate::{
    app::App,
    config::Config,
    console,
    db::Health,
    error::Result,
    graphql::{self, GraphqlState},
    playground, rest,
};

pub use connections::serve;
pub use measure::count;

use connections::Draining;
use middleware::{RequestMiddleware, handle, panicked};

/// How long a probe waits for the database: less than the usual timeout of probes.
const PROBE: Duration = Duration::from_secs(8);

/// Builds the router of all APIs with health and metrics, to be served alone or nested in another
/// axum app.
///
/// Serve it with [`serve`], or for client addresses with
/// [`into_make_service_with_connect_info::<SocketAddr>`](axum::Router::into_make_service_with_connect_info).
///
/// # Errors
/// When the schema cannot be built.
pub fn router(app: App, config: &Config) -> Result<Router> {
    // First, so that the schema takes up the memory that this needs only while it is built.
    let rest = rest::router(&app, config);
    let door = GraphqlState::new(app.clone(), config.into())?;
    let mut pages = Router::new();
    if config.console {
        pages = pages.merge(console::router());
    }
    if config.playground {
        pages = pages.merge(playground::router());
    }
    let router = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(measure::show))
        .with_state(app)
        .merge(graphql::router(door))
        .merge(rest)
        .layer(CompressionLayer::new())
        .merge(pages)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(option_layer(cors::layer(&config.cors_origins)))
        .layer(from_fn_with_state(RequestMiddleware::new(config), handle))
        .layer(SetSensitiveRequestHeadersLayer::new([
            header::AUTHORIZATION,
            header::COOKIE,
            rest::API_KEY,
        ]));
    Ok(router)
}

async fn readyz(State(app): State<App>, draining: Option<Extension<Draining>>) -> Response {
    let not_ready = |reason: &str| {
        let headers = [(header::RETRY_AFTER, "1")];
        (
            StatusCode::SERVICE_UNAVAILABLE,
            headers,
            Json(json!({ "ready": false, "reason": reason })),
        )
            .into_response()
    };
    if draining.is_some_and(|Extension(draining)| draining.has_begun()) {
        return not_ready("the server is stopping");
    }
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
        Ok(Health::OldKeys) => not_ready("keys of an older version are not rewritten yet"),
        Ok(Health::ReadOnly) => not_ready("the database is read-only"),
        Ok(Health::Full) => not_ready("the database's disk is full"),
        Err(error) => {
            tracing::warn!(?error, "the database cannot be reached");
            not_ready("the database cannot be reached")
        }
    }
}
