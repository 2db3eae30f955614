//! The command line, a file for each command. The server's own operator needs no token: what is done here is recorded as
//! done by `cli`.

mod backup;
mod check;
mod demo;
mod healthcheck;
mod logging;
mod migrate;
mod root_token;
mod schema;
mod serve;
mod token;
mod up_to_date;

use std::{io::Write, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, Parser, Subcommand};
use serde::Serialize;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::{
    app::App,
    config::Config,
    db::{self, Db, Health, Options},
    error::{Code, Error, Result},
};

/// How long a last message may take: a pipe that nobody reads takes for ever.
const LAST_MESSAGE: Duration = Duration::from_secs(2);

/// A GraphQL administration server for users, orgs, memberships and groups: who belongs where.
///
/// Without a command it serves. Settings come from flags, then from the environment (TENANTRY_LISTEN, ...), then from the
/// configuration file.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = false)]
struct Cli {
    #[command(flatten, next_help_heading = "Common options")]
    settings: Settings,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve GraphQL over HTTP (the default command).
    Serve(serve::Serve),
    /// Run, take back or show migrations of the database.
    Migrate(migrate::Migrate),
    /// Print the GraphQL schema.
    Schema,
    /// Make, list and revoke tokens.
    Token(token::Token),
    /// Copy an SQLite database into a file, also while it is served.
    ///
    /// The copy holds all that was committed when it began, is checked, and can be served as it is. Writers are not kept
    /// waiting. For PostgreSQL there is pg_dump.
    Backup(backup::Backup),
    /// Fill an empty database with made-up people, to try things out and to measure.
    ///
    /// The same numbers and seed make the same directory, to the byte. A database that has users or orgs is refused. All is
    /// written in one transaction: after an interruption nothing is there, and the same command begins again.
    ///
    /// No events are written: the rows are given, nobody made them, and the audit trail begins behind them.
    Demo(demo::Demo),
    /// List rows that are not found by their e-mail address or name; exits with 1 when there are any.
    ///
    /// A new version may take two spellings for one that an older one has told apart. Then the older row has the address or
    /// name, and the other one is found by its id until it gets another.
    Check(check::Check),
    /// Ask a running server whether it is ready; exits with 0 when it is.
    Healthcheck(healthcheck::Healthcheck),
}

/// Flags of all commands: each beats the environment and the file.
#[derive(Args, Serialize)]
struct Settings {
    /// The configuration file [default: tenantry.toml, if there is one] [env: TENANTRY_CONFIG].
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// Address or host name, and port, to listen on [default: 127.0.0.1:8080].
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<String>,
    /// sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE [default: sqlite://tenantry.db].
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_url: Option<String>,
    /// Connections to the database at the most [default: 10].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_connections: Option<u32>,
    /// Transactions at a time in which changes that arrive together are written [default: 2; SQLite: 1].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    change_transactions: Option<u32>,
    /// How long a request waits for a connection, and a statement for a lock [default: 5s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_timeout: Option<String>,
    /// How long a former root token still works once another one is configured [default: 0s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    root_token_overlap: Option<String>,
    /// Networks of proxies whose X-Forwarded-For is believed, with commas between them [default: none].
    #[arg(long, global = true, value_name = "NETWORKS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    trusted_proxies: Option<String>,
    /// Sites like https://admin.example.com whose pages may call from a browser, with commas between them [default: none].
    #[arg(long, global = true, value_name = "ORIGINS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    cors_origins: Option<String>,
    /// The country (like DE) whose national phone numbers are understood [default: none].
    #[arg(long, global = true, value_name = "COUNTRY")]
    #[serde(skip_serializing_if = "Option::is_none")]
    default_region: Option<String>,
    /// Wrong tokens that an address may come with in a minute [default: 20].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    failed_tokens_per_minute: Option<u32>,
    /// Rows that groupUsers gives of one group or user at the most [default: 10000].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    group_users_limit: Option<u32>,
    /// Bytes of a request's body at the most [default: 8388608].
    #[arg(long, global = true, value_name = "BYTES")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_body_bytes: Option<usize>,
    /// Levels of a GraphQL document at the most [default: 15].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_depth: Option<usize>,
    /// Root fields and aliases of an operation at the most [default: 100].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_root_fields: Option<usize>,
    /// Operations of a batch at the most [default: 10].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_batch: Option<usize>,
    /// What an operation may cost: 1 a field, a list's fields as often as it may have rows [default: 200000].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_cost: Option<u64>,
    /// How long a request may take [default: 30s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    request_timeout: Option<String>,
    /// Connections at the most [default: 10000].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_connections: Option<u32>,
    /// How long nothing may happen on a connection before it is closed [default: 1m 15s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    idle_timeout: Option<String>,
    /// Jobs that this server runs at a time; 0: it leaves them to others [default: 2].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_running_jobs: Option<u32>,
    /// How long a server that was told to stop still lets connections in [default: 5s with trusted_proxies, else 0s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    drain_delay: Option<String>,
    /// How long a stop waits for requests in flight [default: 35s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    shutdown_timeout: Option<String>,
    /// Whether there is a page to type queries in, at /playground: true or false [default: true].
    #[arg(long, global = true, value_name = "BOOLEAN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    playground: Option<bool>,
    /// Whether clients of Zendesk's API are served, at /api/v2: true or false [default: true].
    #[arg(long, global = true, value_name = "BOOLEAN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    zendesk: Option<bool>,
    /// Whether clients of Rebilly's memberships are served, at /memberships: true or false [default: true].
    #[arg(long, global = true, value_name = "BOOLEAN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    rebilly: Option<bool>,
    /// From which time on a request is logged as slow [default: 1s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    slow_request: Option<String>,
    /// From which time on a statement is logged as slow, with its text [default: 250ms].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    slow_statement: Option<String>,
    /// pretty or json [default: pretty].
    #[arg(long, global = true, value_name = "FORMAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log_format: Option<String>,
    /// What is logged, like info or tenantry=debug [default: warn,tenantry=info].
    #[arg(long, global = true, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<String>,
}

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&Error::internal(error)),
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

async fn run(cli: Cli) -> Result<ExitCode> {
    // A terminal that closes sends SIGHUP, which would end the program. Once registered, a signal no longer has its default
    // action; nothing waits for this one.
    drop(signal(SignalKind::hangup()).map_err(Error::internal)?);
    let command = cli.command.unwrap_or(Command::Serve(serve::Serve {
        print_config: false,
    }));
    if let Command::Schema = command {
        schema::run()?;
        return Ok(ExitCode::SUCCESS);
    }
    let config = load(&cli.settings)?;
    match command {
        Command::Serve(command) => command.run(&config).await?,
        Command::Migrate(command) => command.run(&config).await?,
        Command::Schema => {}
        Command::Token(command) => command.run(&config).await?,
        Command::Backup(command) => command.run(&config).await?,
        Command::Demo(command) => command.run(&config).await?,
        Command::Check(command) => return command.run(&config).await,
        Command::Healthcheck(command) => return command.run(&config).await,
    }
    Ok(ExitCode::SUCCESS)
}

fn load(settings: &Settings) -> Result<Config> {
    let of_environment = || {
        std::env::var_os("TENANTRY_CONFIG")
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
    };
    let file = match settings.config.clone().or_else(of_environment) {
        None => PathBuf::from("tenantry.toml"),
        Some(file) if file.is_file() => file,
        Some(file) => {
            return Err(Error::invalid(
                "config",
                format!("must name an existing file: {}", file.display()),
            ));
        }
    };
    Config::load(&file, settings)
}

/// The operator sees everything, also what the database said.
fn fail(error: &Error) -> ExitCode {
    let mut text = format!("tenantry: {error}");
    if let Some(internals) = error.internals() {
        text.push_str(&format!("\n  {internals}"));
    }
    if let Some(advice) = db::advice(error) {
        text.push_str(&format!("\n  {advice}"));
    }
    // Nobody is left to be told when this fails.
    logging::at_most(LAST_MESSAGE, move || {
        let _ = writeln!(std::io::stderr(), "{text}");
    });
    ExitCode::FAILURE
}

/// Prints what was asked for.
fn say(text: impl std::fmt::Display) -> Result<()> {
    writeln!(std::io::stdout(), "{text}").map_err(Error::internal)
}

/// An app on an existing database that is migrated. A command that is run in the wrong folder creates no database there.
async fn open(config: &Config) -> Result<App> {
    open_with(config.database(), config).await
}

async fn open_with(options: Options, config: &Config) -> Result<App> {
    let db = Db::open(&Options {
        create: false,
        ..options
    })
    .await?;
    match db.health().await? {
        Health::Ready | Health::OldKeys | Health::ReadOnly | Health::Full => {
            Ok(App::new(db, config))
        }
        Health::Behind(_) => Err(Error::new(
            Code::InvalidValue,
            "The database is not migrated. Run `tenantry migrate up`.",
        )),
        Health::Ahead(what) => Err(newer(&what)),
    }
}

/// The options for work that takes as long as it takes.
fn patient(options: &Options) -> Options {
    Options {
        statement_timeout: None,
        ..options.clone()
    }
}

fn newer(what: &[String]) -> Error {
    let what = what.join(", ");
    Error::new(
        Code::InvalidValue,
        format!("The database was migrated by a newer tenantry ({what}). Use the newer one."),
    )
}

/// Comes true on SIGTERM and on Ctrl-C.
fn told_to_stop() -> Result<impl Future<Output = ()> + Send + 'static> {
    let (first, _) = stop_signals()?;
    Ok(first.cancelled_owned())
}

/// Cancelled by the first and by the second SIGTERM or Ctrl-C.
fn stop_signals() -> Result<(CancellationToken, CancellationToken)> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Error::internal)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Error::internal)?;
    let tokens = (CancellationToken::new(), CancellationToken::new());
    let (first, second) = tokens.clone();
    tokio::spawn(async move {
        for token in [first, second] {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            token.cancel();
        }
    });
    Ok(tokens)
}
