//! The command line, with one file for each command. The operator of the server needs no token.
//! Changes made here are recorded with the actor `cli`.

mod backup;
mod check;
mod demo;
mod export;
mod healthcheck;
mod logging;
mod migrate;
mod root_token;
mod schema;
mod serve;
mod sync;
mod token;
mod up_to_date;

use std::{io::Write, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, CommandFactory, Parser, Subcommand};
use serde::Serialize;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::{
    app::App,
    config::Config,
    db::{self, Db, Health, Options},
    error::{Code, Error, Result},
};

/// How long the last message may take. Writing to a pipe that is not read blocks forever.
const LAST_MESSAGE: Duration = Duration::from_secs(2);

/// A GraphQL administration server for users, orgs, memberships and groups.
///
/// Without a command, tenantry runs `serve`. Settings come from flags, then from environment
/// variables (TENANTRY_LISTEN, ...), then from the configuration file.
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
    /// Serve GraphQL and REST over HTTP (the default command).
    Serve(serve::Serve),
    /// Run, revert or list database migrations.
    Migrate(migrate::Migrate),
    /// Print the GraphQL schema.
    Schema,
    /// Create, list and revoke tokens.
    Token(token::Token),
    /// Copy an SQLite database into a file, even while a server uses it.
    ///
    /// The copy contains everything that was committed when the copy began. It is checked, and can
    /// be served as it is. Writers are not blocked. For PostgreSQL, use pg_dump.
    Backup(backup::Backup),
    /// Fill an empty database with generated data for trials and benchmarks.
    ///
    /// Equal numbers and seeds always generate equal data. A database that has users or orgs is
    /// rejected. All rows are written in one transaction: after an interruption the database is
    /// still empty, and the command can be run again.
    ///
    /// No events are written: demo data has no audit trail.
    Demo(demo::Demo),
    /// List rows that cannot be found by e-mail address or name. Exits with 1 if any row is listed.
    ///
    /// A new version may treat two spellings as equal that an older version distinguished. The
    /// older row keeps the address or name. The other row can be found only by id until it gets
    /// another address or name.
    Check(check::Check),
    /// Synchronize the members of orgs with a file of people.
    ///
    /// The command reads the file, plans what would change, and prints the plan. With --apply, or
    /// later with --apply-run, it applies exactly that plan. See docs/sync.md.
    ///
    /// Exit codes of a plan: 0 if there is nothing to change and no conflict, else 2. Exit codes of
    /// applying: 0 if every row was applied, 3 if some rows failed or are conflicts, 4 if the guard
    /// has refused the plan, 5 if applying ended early with some rows written. 1: the command
    /// failed, and nothing was written.
    Sync(Box<sync::Sync>),
    /// Write the members of orgs as a file that `sync` reads.
    Export(export::Export),
    /// Check whether a running server is ready. Exits with 0 if the server is ready.
    Healthcheck(healthcheck::Healthcheck),
}

/// Flags of all commands. Flags override environment variables and the configuration file.
#[derive(Args, Serialize)]
struct Settings {
    /// The configuration file [default: tenantry.toml, if it exists] [env: TENANTRY_CONFIG].
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// Address or host name, and port, to listen on [default: 127.0.0.1:8080].
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<String>,
    /// Database: sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE [default:
    /// sqlite://tenantry.db].
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_url: Option<String>,
    /// Maximum number of database connections [default: 10].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_connections: Option<u32>,
    /// Maximum number of concurrent transactions that write batched changes [default: 2; SQLite:
    /// 1].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    change_transactions: Option<u32>,
    /// How long a request waits for a database connection, and a statement for a lock [default:
    /// 5s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_timeout: Option<String>,
    /// How long the previous root token works after a new one is configured [default: 0s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    root_token_overlap: Option<String>,
    /// Comma-separated networks of proxies whose X-Forwarded-* headers are trusted [default: none].
    #[arg(long, global = true, value_name = "NETWORKS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    trusted_proxies: Option<String>,
    /// Comma-separated origins like `https://admin.example.com` whose pages may send requests from a
    /// browser [default: none].
    #[arg(long, global = true, value_name = "ORIGINS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    cors_origins: Option<String>,
    /// Country code, like DE, for phone numbers without an international prefix [default: none].
    #[arg(long, global = true, value_name = "COUNTRY")]
    #[serde(skip_serializing_if = "Option::is_none")]
    default_region: Option<String>,
    /// Maximum number of invalid tokens per minute from one address [default: 20].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    failed_tokens_per_minute: Option<u32>,
    /// Maximum number of rows that groupUsers returns for a group or user [default: 10000].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    group_users_limit: Option<u32>,
    /// Maximum size of a request body in bytes [default: 8388608].
    #[arg(long, global = true, value_name = "BYTES")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_body_bytes: Option<usize>,
    /// Maximum depth of a GraphQL document [default: 15].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_depth: Option<usize>,
    /// Maximum number of root fields, and of aliases, in an operation [default: 100].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_root_fields: Option<usize>,
    /// Maximum number of operations in a batch [default: 10].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_batch: Option<usize>,
    /// Maximum cost of an operation. A field costs 1; the fields of a list count once for each row
    /// that the list may have [default: 200000].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_cost: Option<u64>,
    /// Maximum duration of a request [default: 30s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    request_timeout: Option<String>,
    /// Maximum number of client connections [default: 10000].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_connections: Option<u32>,
    /// How long a connection may be idle before it is closed [default: 1m 15s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    idle_timeout: Option<String>,
    /// Maximum number of jobs that this server runs at a time. 0 leaves all jobs to other servers
    /// [default: 2].
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_running_jobs: Option<u32>,
    /// How long a stopping server still accepts connections [default: 5s with trusted_proxies, else
    /// 0s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    drain_delay: Option<String>,
    /// How long a stopping server waits for requests in progress [default: 35s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    shutdown_timeout: Option<String>,
    /// Whether to serve the console at /console and /: true or false [default: true].
    #[arg(long, global = true, value_name = "BOOLEAN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    console: Option<bool>,
    /// Whether to serve the query editor at /playground: true or false [default: true].
    #[arg(long, global = true, value_name = "BOOLEAN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    playground: Option<bool>,
    /// Whether to serve the Zendesk API at /api/v2: true or false [default: true].
    #[arg(long, global = true, value_name = "BOOLEAN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    zendesk: Option<bool>,
    /// Whether to serve the Rebilly API at /memberships: true or false [default: true].
    #[arg(long, global = true, value_name = "BOOLEAN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    rebilly: Option<bool>,
    /// Duration from which a request is logged as slow [default: 1s].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    slow_request: Option<String>,
    /// Duration from which a statement is logged as slow, with its text [default: 250ms].
    #[arg(long, global = true, value_name = "TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    slow_statement: Option<String>,
    /// Format of the log: pretty or json [default: pretty].
    #[arg(long, global = true, value_name = "FORMAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log_format: Option<String>,
    /// Filter of the log, like info or tenantry=debug [default: warn,tenantry=info].
    #[arg(long, global = true, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<String>,
}

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&Error::internal(error)),
    };
    let done = runtime.block_on(run(cli));
    // A thread may wait for standard input, or for a server, much longer.
    runtime.shutdown_timeout(LAST_MESSAGE);
    match done {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

/// Prints help, the version or a usage error. Usage errors end with 2, except for `sync`, where 2
/// always means a plan.
fn usage(error: &clap::Error) -> ExitCode {
    // A failed write cannot be reported anywhere.
    let _ = error.print();
    if !error.use_stderr() {
        return ExitCode::SUCCESS;
    }
    let commands = Cli::command();
    let mut arguments = std::env::args().skip(1);
    let command = arguments.find_map(|argument| {
        let found = commands.find_subcommand(&argument)?;
        Some(found.get_name().to_owned())
    });
    match command.as_deref() {
        Some("sync" | "export") => ExitCode::FAILURE,
        _ => ExitCode::from(2),
    }
}

async fn run(cli: Cli) -> Result<ExitCode> {
    // A terminal that closes sends SIGHUP, which would end the program. Registering a handler
    // removes the default action. The handler itself is not needed.
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
        Command::Sync(command) => return command.run(&config).await,
        Command::Export(command) => command.run(&config).await?,
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

/// Returns the error with its source and advice. Unlike clients, the operator sees the message of
/// the database.
fn explained(error: &Error) -> String {
    let mut text = error.to_string();
    if let Some(internals) = error.internals() {
        text.push_str(&format!("\n  {internals}"));
    }
    if let Some(advice) = db::advice(error) {
        text.push_str(&format!("\n  {advice}"));
    }
    text
}

/// Prints the error.
fn fail(error: &Error) -> ExitCode {
    let text = format!("tenantry: {}", explained(error));
    // A failed write to standard error cannot be reported anywhere.
    logging::at_most(LAST_MESSAGE, move || {
        let _ = writeln!(std::io::stderr(), "{text}");
    });
    ExitCode::FAILURE
}

/// Prints a line to standard output.
fn say(text: impl std::fmt::Display) -> Result<()> {
    writeln!(std::io::stdout(), "{text}").map_err(Error::internal)
}

/// Opens an existing, migrated database. A missing database is not created, because the command may
/// run in the wrong folder.
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

/// Returns the options without a statement timeout, for long-running work.
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

/// Returns a future that completes on the first SIGTERM or Ctrl-C.
fn stop_requested() -> Result<impl Future<Output = ()> + Send + 'static> {
    let (first, _) = stop_signals()?;
    Ok(first.cancelled_owned())
}

/// Returns a token that the first SIGTERM or Ctrl-C cancels, and one that the second cancels.
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
