//! PgBouncer between a test's application and PostgreSQL.
//!
//! The candidates are the programs in `TENANTRY_TEST_PGBOUNCER`, separated by colons, and the
//! installed one. If none of them is new enough, the test prints one line and passes. If there is
//! no PgBouncer at all and `TENANTRY_TEST_REQUIRE_PGBOUNCER` is set, the test fails.

use std::{
    io::{BufRead, BufReader, Write},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::PathBuf,
    process::{Child, Command, Stdio},
    str::FromStr,
};

use sea_orm_migration::sea_orm::sqlx::{
    Connection,
    postgres::{PgConnectOptions, PgConnection},
    raw_sql,
};
use tempfile::TempDir;

use super::TestApp;

/// A version of PgBouncer: its first two numbers.
pub(crate) type Version = (u32, u32);

/// Any version.
pub(crate) const ANY: Version = (1, 0);
/// The first version that supports prepared statements with transaction pooling.
pub(crate) const KEEPS_STATEMENTS: Version = (1, 21);

/// A pooler in front of a test's database. Dropping it ends the process.
pub(crate) struct Pooler {
    child: Child,
    port: u16,
    /// The version of the running program.
    pub(crate) version: Version,
    _folder: TempDir,
}

impl Pooler {
    /// Starts a pooler of at least this version, with these settings, for `postgres` and these
    /// roles. Returns `None` if there is no such program.
    pub(crate) fn start(
        app: &TestApp,
        at_least: Version,
        settings: &str,
        roles: &[&str],
    ) -> Option<Self> {
        let Some((program, version)) = find(at_least) else {
            let (major, minor) = at_least;
            let line =
                format!("a test did NOT run: there is no PgBouncer {major}.{minor} or newer");
            writeln!(std::io::stderr(), "{line}").expect("standard error");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let permissions = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), permissions).expect("readable");
        let users = folder.path().join("users");
        let known: String = std::iter::once(&"postgres")
            .chain(roles)
            .map(|role| format!("\"{role}\" \"\"\n"))
            .collect();
        std::fs::write(&users, known).expect("a file");
        let (_, server) = app.config.database_url.split_once('@').expect("a user");
        let (host, server_port) = server
            .split_once('/')
            .and_then(|(place, _)| place.split_once(':'))
            .expect("a host and a port");
        let port = free_port();
        let file = folder.path().join("pgbouncer.ini");
        let text = format!(
            "[databases]\n* = host={host} port={server_port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = trust\nauth_file = {}\nadmin_users = postgres\n{settings}\n",
            users.display()
        );
        std::fs::write(&file, text).expect("a file");
        // A copy that the `postgres` user can execute, whatever the permissions of the original's
        // folder.
        let copy = folder.path().join("pgbouncer");
        std::fs::copy(program, &copy).expect("a copy");
        let mut command = Command::new(copy);
        // PgBouncer refuses to run as root.
        if number("-u", None) == Some(0) {
            let own = |kind| number(kind, Some("postgres")).expect("a user `postgres`");
            command.uid(own("-u")).gid(own("-g"));
        }
        let mut child = command
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the pooler runs");
        let mut log = BufReader::new(child.stderr.take().expect("its log"));
        let mut said = String::new();
        while !said.contains("process up") {
            let read = log.read_line(&mut said).expect("text");
            assert!(read > 0, "PgBouncer ended:\n{said}");
        }
        // Read the log to its end, so that PgBouncer never blocks on a full pipe.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Some(Self {
            child,
            port,
            version,
            _folder: folder,
        })
    }

    /// Returns the URL of the test's database through the pooler.
    pub(crate) fn url(&self, role: &str, app: &TestApp) -> String {
        let database = super::database_of(app);
        format!("postgres://{role}@127.0.0.1:{}/{database}", self.port)
    }

    /// Executes a command on the pooler's admin console.
    pub(crate) async fn command(&self, command: &'static str) {
        let url = format!("postgres://postgres@127.0.0.1:{}/pgbouncer", self.port);
        let options = PgConnectOptions::from_str(&url).expect("a URL");
        let options = options.extra_float_digits(None);
        let mut console = PgConnection::connect_with(&options).await.expect(&url);
        raw_sql(command).execute(&mut console).await.expect(command);
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the oldest program of at least this version.
fn find(at_least: Version) -> Option<(PathBuf, Version)> {
    let named = std::env::var_os("TENANTRY_TEST_PGBOUNCER").unwrap_or_default();
    let installed = ["/usr/sbin/pgbouncer", "/usr/local/bin/pgbouncer"].map(PathBuf::from);
    let all: Vec<(PathBuf, Version)> = std::env::split_paths(&named)
        .chain(installed)
        .filter_map(|program| version(&program).map(|version| (program, version)))
        .collect();
    assert!(
        !all.is_empty() || std::env::var_os("TENANTRY_TEST_REQUIRE_PGBOUNCER").is_none(),
        "TENANTRY_TEST_REQUIRE_PGBOUNCER is set, but PgBouncer is missing"
    );
    all.into_iter()
        .filter(|(_, version)| *version >= at_least)
        // The oldest version that qualifies, so that both old and new versions are tested.
        .min_by_key(|(_, version)| *version)
}

fn version(program: &PathBuf) -> Option<Version> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut numbers = text.lines().next()?.split(' ').nth(1)?.split('.');
    let mut next = || numbers.next()?.parse().ok();
    Some((next()?, next()?))
}

/// Returns a number that `id` prints for a user: `-u` is the user id, `-g` the group id.
fn number(kind: &str, user: Option<&str>) -> Option<u32> {
    let output = Command::new("id").arg(kind).args(user).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
