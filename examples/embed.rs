//! tenantry inside an axum app of one's own: `/` is the host's, everything below `/directory` is tenantry's.
//!
//! `cargo run --example embed`, then `POST /directory/graphql`. It reads the same settings as `tenantry serve`, and like it
//! prints a root token once where none is configured.

use std::{error::Error, io::Write, path::Path};

use axum::{Router, routing::get};
use tenantry::{
    access::Actor, app::App, config::Config, db::Db, domain::token::SetRootToken, runner::Runner,
    server,
};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // What a host gives here beats the environment and the file; nothing is given.
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

    // A host may serve by other means too, as long as they tell the addresses of clients.
    let mut terminate = signal(SignalKind::terminate())?;
    let stop = async move {
        terminate.recv().await;
    };
    let runner = Runner::start(&app, config.max_running_jobs);
    server::serve(listener, host, runner.stopping_at(stop), &config).await;

    // Requests in flight have been answered; jobs are left to whoever serves next, what requests left behind is finished, and
    // the database is closed.
    runner.stop().await;
    app.close().await;
    Ok(())
}
