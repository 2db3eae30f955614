//! An axum application that embeds tenantry: the host serves `/`, tenantry serves all paths under
//! `/directory`.
//!
//! Run `cargo run --example embed`, then send `POST /directory/graphql`. The example reads the same
//! settings as `tenantry serve`. Like `tenantry serve`, it prints a root token at the first start
//! if none is configured.

use std::{error::Error, io::Write, path::Path};

use axum::{Router, routing::get};
use tenantry::{
    access::Actor, app::App, config::Config, db::Db, domain::token::SetRootToken, runner::Runner,
    server,
};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Settings of the host, which take precedence over the environment and the file. There are
    // none.
    let flags = serde_json::Map::new();
    let config = Config::load(Path::new("tenantry.toml"), &flags)?;

    let db = Db::open(&config.database()).await?;
    db.migrate().await?;
    server::count();
    let app = App::new(db, &config);
    let root = SetRootToken {
        configured: config.root_token(),
        overlap: config.root_token_overlap,
    };
    let made = app.execute(&Actor::command_line(), root).await?.output;

    let host = Router::new()
        .route("/", get(async || "The host's own page.\n"))
        .nest("/directory", server::router(app.clone(), &config)?);

    let listener = config.listen.bind().await?;
    let mut out = std::io::stdout();
    writeln!(out, "listening on http://{}/", listener.local_addr()?)?;
    if let Some(secret) = made.secret {
        writeln!(out, "root token {}", secret.0)?;
    }

    // A host can use another server, if that server provides the addresses of clients.
    let mut terminate = signal(SignalKind::terminate())?;
    let stop = async move {
        terminate.recv().await;
    };
    let runner = Runner::start(&app, config.max_running_jobs);
    server::serve(listener, host, runner.stopping_at(stop), &config).await;

    // All requests have been answered. The next server continues the jobs. Background work of
    // requests is finished, and the database is closed.
    runner.stop().await;
    app.close().await;
    Ok(())
}
