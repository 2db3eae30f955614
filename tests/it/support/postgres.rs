//! PostgreSQL databases. One is migrated, and is the template of the database of each test.
//!
//! The server is the one in `TENANTRY_TEST_POSTGRES_URL`. Without that variable, the harness starts
//! a private server from the installed binaries, which ends with the tests.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use tenantry::{config::Config, db::Db};
use tokio::sync::OnceCell;

/// A server and its template database.
struct Server {
    /// The URL without a database name.
    base: String,
    template: String,
}

static SERVER: OnceCell<Option<Server>> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Creates a migrated database and returns its URL. Returns `None` if there is no server.
pub(super) async fn new_database() -> Option<String> {
    let server = SERVER.get_or_init(start).await.as_ref()?;
    let name = format!(
        "{}_{}",
        server.template,
        NUMBER.fetch_add(1, Ordering::Relaxed)
    );
    let sql = format!("CREATE DATABASE {name} TEMPLATE {}", server.template);
    administer(&server.base, &sql).await;
    Some(format!("{}/{name}", server.base))
}

pub(super) async fn drop_database(url: &str) {
    let (base, name) = url.rsplit_once('/').expect("a database name");
    administer(base, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

/// Drops the databases of earlier test runs. A run cannot drop its own template database, because a
/// test program has no hook at its end.
async fn drop_leftovers(base: &str) {
    let admin = connect(&format!("{base}/postgres"))
        .await
        .expect("a connection");
    let names = "SELECT datname FROM pg_database WHERE datname ~ '^tenantry_test_[0-9]+'";
    let rows = admin
        .query_all_raw(Statement::from_string(DbBackend::Postgres, names))
        .await
        .expect("names");
    for row in rows {
        let name: String = row.try_get("", "datname").expect("a name");
        let run = name.split('_').nth(2).unwrap_or_default();
        if !Path::new("/proc").join(run).exists() {
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            admin.execute_unprepared(&drop).await.expect("dropped");
        }
    }
    admin.close().await.expect("closed");
}

async fn administer(base: &str, sql: &str) {
    let admin = connect(&format!("{base}/postgres"))
        .await
        .expect("a connection");
    admin.execute_unprepared(sql).await.expect(sql);
    admin.close().await.expect("closed");
}

async fn connect(url: &str) -> Result<DatabaseConnection, sea_orm_migration::sea_orm::DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await
}

async fn start() -> Option<Server> {
    let base = match std::env::var("TENANTRY_TEST_POSTGRES_URL") {
        Ok(url) => url
            .trim_end_matches('/')
            .trim_end_matches("/postgres")
            .to_owned(),
        Err(_) => match start_private() {
            Some(base) => base,
            None => {
                assert!(
                    std::env::var_os("TENANTRY_TEST_REQUIRE_POSTGRES").is_none(),
                    "TENANTRY_TEST_REQUIRE_POSTGRES is set, but the PostgreSQL server program is missing"
                );
                say(
                    "PostgreSQL tests did NOT run: no server program found, and TENANTRY_TEST_POSTGRES_URL is not set",
                );
                return None;
            }
        },
    };
    drop_leftovers(&base).await;
    let template = format!("tenantry_test_{}", std::process::id());
    administer(&base, &format!("CREATE DATABASE {template}")).await;
    let config = Config {
        database_url: format!("{base}/{template}"),
        ..Config::default()
    };
    let db = Db::open(&config.database()).await.expect("a database");
    db.migrate().await.expect("migrations");
    db.close().await;
    say(&format!("PostgreSQL tests run on {base}"));
    Some(Server { base, template })
}

/// Writes a line to standard error directly, because the test runner captures the output of passing
/// tests.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("standard error");
}

/// Starts a server in a temporary folder, and a background process that stops the server when this
/// process ends.
fn start_private() -> Option<String> {
    let bin = server_programs()?;
    let folder = tempfile::Builder::new()
        .prefix("tenantry-pg-")
        .tempdir()
        .expect("a folder")
        .keep();
    let as_postgres = is_root();
    if as_postgres {
        let done = Command::new("chown")
            .arg("postgres")
            .arg(&folder)
            .status()
            .expect("chown");
        assert!(
            done.success(),
            "there is no user `postgres` to run the server as"
        );
    }
    let data = folder.join("data");
    let port = free_port();
    let initdb = [
        "--auth=trust",
        "--username=postgres",
        "--locale=C.UTF-8",
        "--encoding=UTF8",
        "--no-sync",
        "--pgdata",
    ];
    command(as_postgres, &bin.join("initdb"), &initdb, &data);
    // No `fsync`: the database of a test need not survive a power failure.
    let options = format!(
        "-p {port} -k {} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=400 -c shared_buffers=128MB",
        folder.display()
    );
    let log = folder.join("log").display().to_string();
    let start = ["start", "-w", "-s", "-o", &options, "-l", &log, "-D"];
    command(as_postgres, &bin.join("pg_ctl"), &start, &data);
    watch(as_postgres, &bin, &folder);
    Some(format!("postgres://postgres@127.0.0.1:{port}"))
}

/// Returns the folder of the installed server programs, the newest version first.
fn server_programs() -> Option<PathBuf> {
    let on_path =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| {
            versions
                .flatten()
                .map(|version| version.path().join("bin"))
                .collect()
        })
        .unwrap_or_default();
    debian.sort();
    let mut folders = debian.into_iter().rev().chain(on_path.unwrap_or_default());
    folders.find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id");
    id.stdout.trim_ascii() == b"0"
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Returns a command that runs `program`, as the user `postgres` if needed: PostgreSQL refuses to
/// run as root.
fn program(as_postgres: bool, program: &Path) -> Command {
    if !as_postgres {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

fn command(as_postgres: bool, path: &Path, arguments: &[&str], data: &Path) {
    let output = program(as_postgres, path)
        .args(arguments)
        .arg(data)
        .current_dir("/tmp")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .expect("the program runs");
    assert!(output.success(), "{} failed", path.display());
}

/// Starts a process that stops the server and deletes its folder when this process ends.
fn watch(as_postgres: bool, bin: &Path, folder: &Path) {
    let stop = program(as_postgres, &bin.join("pg_ctl"));
    let stop: Vec<String> = std::iter::once(stop.get_program())
        .chain(stop.get_args())
        .map(|word| word.to_string_lossy().into())
        .collect();
    // In the background of a shell that ends at once, so that this process has no child to wait
    // for.
    let script = format!(
        "(tail --pid={} -f /dev/null; {} stop -m immediate -s -D {folder}/data; rm -rf {folder}) &",
        std::process::id(),
        stop.join(" "),
        folder = folder.display()
    );
    let done = Command::new("sh")
        .args(["-c", &script])
        .current_dir("/tmp")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("a watchman");
    assert!(done.success());
}
