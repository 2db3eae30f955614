//! A read-only or full database, and connections that the database server has ended: clients may
//! retry, `/readyz` reports the reason, and the server recovers without a restart.

use std::{path::PathBuf, process::Command};

use serde_json::json;
use tempfile::TempDir;

use crate::{
    faults::{
        ASK, BUSY, CREATE, assert_failed, assert_recovered, disconnect, impatient, ready, send,
    },
    support::{
        Engine, Program, ROOT, Stranger, TestApp, database_of, on_both_engines, on_postgres_only,
        on_sqlite_only,
    },
};

const READ: &str = "{ org(name: \"Acme\") { id } }";

async fn assert_not_ready(app: &TestApp, reason: &str) {
    let reply = ready(app).await;
    let whole = json!({ "ready": false, "reason": reason });
    assert_eq!((reply.status.as_u16(), reply.json()), (503, whole));
    assert_eq!(reply.header("retry-after"), "1");
}

/// Asserts that writes fail with `BUSY`, that reads succeed, and that the server is not ready.
async fn assert_is_read_only(app: &TestApp) {
    for _ in 0..2 {
        assert_not_ready(app, "the database is read-only").await;
        assert_failed(&send(app, CREATE).await, "BUSY", BUSY);
        let reply = send(app, READ).await;
        assert_eq!(reply.json(), json!({ "data": { "org": null } }));
    }
}

/// Makes the database read-only for connections that are opened from now on.
enum ReadOnly {
    Sqlite { _file: Immutable },
    Postgres(Stranger, String),
}

impl ReadOnly {
    /// Returns `None` if the file system does not support immutable files.
    async fn begin(app: &TestApp) -> Option<Self> {
        app.app.finish_background_work().await;
        if app.engine == Engine::Sqlite {
            let file = Immutable::new(app)?;
            return Some(Self::Sqlite { _file: file });
        }
        let name = database_of(app).to_owned();
        let stranger = Stranger::beside(app).await;
        let set = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
        stranger.sql(&set).await;
        Some(Self::Postgres(stranger, name))
    }

    async fn end(self) {
        if let Self::Postgres(stranger, name) = self {
            let reset = format!("ALTER DATABASE {name} RESET default_transaction_read_only");
            stranger.sql(&reset).await;
        }
    }
}

async fn a_server_started_on_a_read_only_database_rewrites_keys_later(app: TestApp) {
    let org = app.org("Acme").await;
    app.sql("UPDATE orgs SET name_key = 'of an older program'")
        .await;
    app.sql("UPDATE key_version SET version = 0").await;
    assert_not_ready(&app, "keys of an older version are not rewritten yet").await;
    let Some(read_only) = ReadOnly::begin(&app).await else {
        return;
    };
    let program = Program::alone().on(&app.config.database_url);
    let server = program.serve();
    let client = reqwest::Client::new();
    let readyz = async || {
        let reply = client.get(server.url("/readyz")).send().await;
        reply.expect("a reply").text().await.expect("text")
    };
    let reply = readyz().await;
    assert!(reply.contains("the database is read-only"), "{reply}");
    assert_eq!(server.status(ROOT).await, 200);
    assert!(
        server
            .log()
            .contains("keys of an older version are rewritten once")
    );
    read_only.end().await;
    // The server retries every two seconds, and reports why it is not ready until then.
    let mut reply = readyz().await;
    while reply != "{\"ready\":true}" {
        let reasons = ["the database is read-only", "keys of an older version"];
        assert!(
            reasons.iter().any(|reason| reply.contains(reason)),
            "{reply}"
        );
        reply = readyz().await;
    }
    let found = app.read(ROOT, "org(name: \"acme\") { id }").await;
    assert_eq!(found, json!({ "id": org }));
}

fn file_of(app: &TestApp) -> PathBuf {
    app.config
        .database_url
        .trim_start_matches("sqlite://")
        .into()
}

fn run(program: &str, arguments: &[&str]) -> bool {
    let done = Command::new(program).args(arguments).output();
    done.is_ok_and(|output| output.status.success())
}

/// Makes the database file read-only for every user, including root, until the value is dropped.
struct Immutable(String);

impl Immutable {
    /// Returns `None` if the file system does not support immutable files.
    #[expect(clippy::print_stderr, reason = "a test that did not run must be seen")]
    fn new(app: &TestApp) -> Option<Self> {
        let file = file_of(app).display().to_string();
        if run("chattr", &["+i", &file]) {
            return Some(Self(file));
        }
        eprintln!("a test did NOT run: `chattr +i` does not work on {file}");
        None
    }
}

impl Drop for Immutable {
    fn drop(&mut self) {
        run("chattr", &["-i", &self.0]);
    }
}

async fn server_recovers_from_a_read_only_database_without_a_restart(app: TestApp) {
    app.app.finish_background_work().await;
    match app.engine {
        Engine::Sqlite => {
            let Some(read_only) = Immutable::new(&app) else {
                return;
            };
            // Open connections can still write, so the test uses a server that starts now.
            let server = impatient(&app).await;
            assert_is_read_only(&server).await;
            drop(read_only);
            assert_recovered(&server).await;
        }
        Engine::Postgres => {
            let server = impatient(&app).await;
            assert_eq!(send(&server, ASK).await.status, 200);
            server.app.finish_background_work().await;
            let (name, stranger) = (database_of(&app), Stranger::beside(&app).await);
            let set =
                |on| format!("ALTER DATABASE {name} SET default_transaction_read_only = {on}");
            stranger.sql(&set("on")).await;
            stranger.sql(&disconnect(name)).await;
            assert_is_read_only(&server).await;
            stranger.sql(&set("off")).await;
            assert_recovered(&server).await;
        }
    }
}

async fn a_read_only_connection_is_replaced_before_the_request_fails(app: TestApp) {
    let one = app
        .reconfigured(|config| config.database_connections = 1.try_into().expect("not zero"))
        .await;
    let make_read_only = match app.engine {
        Engine::Sqlite => "PRAGMA query_only = ON",
        Engine::Postgres => "SET default_transaction_read_only = on",
    };
    one.sql(make_read_only).await;
    one.done(ROOT, "createOrg(name: \"Acme\")").await;
    assert_eq!(ready(&one).await.status, 200);
}

/// A small file system that a test can fill.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// Returns `None` if the test may not mount a file system.
    #[expect(clippy::print_stderr, reason = "a test that did not run must be seen")]
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().display().to_string();
        if run("mount", &["-t", "tmpfs", "-o", "size=4m", "tmpfs", &path]) {
            return Some(Self(folder));
        }
        eprintln!("a test did NOT run: no tmpfs can be mounted on {path}");
        None
    }

    /// Fills the file system.
    fn fill(&self) {
        let mut filler = std::fs::File::create(self.filler()).expect("a file");
        let written = std::io::copy(&mut std::io::repeat(0), &mut filler);
        written.expect_err("the disk is full");
    }

    /// Frees the space again.
    fn make_room(&self) {
        std::fs::remove_file(self.filler()).expect("removed");
    }

    fn filler(&self) -> PathBuf {
        self.0.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        run("umount", &["--lazy", &self.0.path().display().to_string()]);
    }
}

/// The PostgreSQL server has its own disk, and the next test simulates that it is full.
async fn server_recovers_from_a_full_disk_without_a_restart(app: TestApp) {
    let Some(disk) = SmallDisk::new() else {
        return;
    };
    app.app.close().await;
    let file = disk.0.path().join("a.db");
    std::fs::copy(file_of(&app), &file).expect("a copy");
    let server = app
        .reconfigured(|config| config.database_url = format!("sqlite://{}", file.display()))
        .await;
    assert_eq!(send(&server, ASK).await.status, 200);
    server.app.finish_background_work().await;
    disk.fill();
    let large = "x".repeat(200);
    let create = CREATE.replace("Acme", &large);
    // The write-ahead log may have space for some changes.
    let mut reply = send(&server, &create).await;
    for number in 0..500 {
        if reply.json()["data"]["a"]["code"] == "BUSY" {
            break;
        }
        reply = send(&server, &create.replace("xxx", &format!("{number} "))).await;
    }
    assert_failed(&reply, "BUSY", BUSY);
    for _ in 0..2 {
        assert_not_ready(&server, "the database's disk is full").await;
        assert_eq!(
            send(&server, READ).await.json(),
            json!({ "data": { "org": null } })
        );
    }
    disk.make_room();
    assert_eq!(ready(&server).await.status, 200);
    server.done(ROOT, "createOrg(name: \"Acme\")").await;
    server.app.close().await;
}

async fn a_full_disk_is_busy_and_checked_again_by_readyz(app: TestApp) {
    app.sql(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$",
    )
    .await;
    app.sql("CREATE TRIGGER full_disk BEFORE INSERT ON orgs EXECUTE FUNCTION full_disk()")
        .await;
    assert_failed(&send(&app, CREATE).await, "BUSY", BUSY);
    // The readiness check writes a mebibyte, which succeeds.
    assert_eq!(ready(&app).await.status, 200);
    app.sql("DROP TRIGGER full_disk ON orgs").await;
    assert_recovered(&app).await;
}

/// SQLite has no server that ends connections.
async fn connections_ended_by_the_database_server_are_replaced_before_use(app: TestApp) {
    let (name, stranger) = (database_of(&app), Stranger::beside(&app).await);
    let others = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'");
    for round in 0..4 {
        // Several connections at once, each of which was used a moment ago.
        let reads = (0..8).map(|_| send(&app, READ));
        for reply in futures_util::future::join_all(reads).await {
            assert!(reply.json().get("errors").is_none(), "{reply:?}");
        }
        app.app.finish_background_work().await;
        stranger.sql(&disconnect(name)).await;
        while stranger.number(&others).await > 0 {
            tokio::task::yield_now().await;
        }
        if round % 2 == 0 {
            app.done(ROOT, &format!("createOrg(name: \"Org {round}\")"))
                .await;
        }
        let reads = (0..8).map(|_| send(&app, "{ orgs(first: 10) { nodes { id } } }"));
        for reply in futures_util::future::join_all(reads).await {
            assert!(reply.json().get("errors").is_none(), "{reply:?}");
        }
    }
}

on_both_engines! {
    a_server_started_on_a_read_only_database_rewrites_keys_later,
    server_recovers_from_a_read_only_database_without_a_restart,
    a_read_only_connection_is_replaced_before_the_request_fails,
}

on_postgres_only! {
    a_full_disk_is_busy_and_checked_again_by_readyz,
    connections_ended_by_the_database_server_are_replaced_before_use,
}

on_sqlite_only! {
    server_recovers_from_a_full_disk_without_a_restart,
}
