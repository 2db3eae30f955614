//! Tests the messages when the program cannot start: what is wrong, how to fix it, and never a
//! password.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread::JoinHandle,
};

use crate::support::{
    Engine, Program, ROOT, Stranger, TestApp, database_of, on_both_engines, on_postgres_only,
    on_sqlite_only,
};

use super::{folder, program};

const SERVE: [&str; 1] = ["serve"];

/// Runs `serve` on this database, which must fail, and returns its error message.
fn complaint(url: &str) -> String {
    Program::alone()
        .on(url)
        .env("TENANTRY_DATABASE_TIMEOUT", "2s")
        .complains(&SERVE)
}

fn assert_says(url: &str, words: &[&str]) {
    let complaint = complaint(url);
    for word in words {
        assert!(complaint.contains(word), "{url}: {word}: {complaint}");
    }
    assert!(!complaint.contains("sesame"), "{complaint}");
}

/// Starts a server of the PostgreSQL protocol that rejects one client with this code and message.
/// Returns its address and its thread.
fn refusing(code: &'static str, message: &'static str) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let server = std::thread::spawn(move || {
        let (mut client, _) = listener.accept().expect("a client");
        let mut head = [0; 8];
        client.read_exact(&mut head).expect("a message");
        if head == [0, 0, 0, 8, 4, 210, 22, 47] {
            client.write_all(b"N").expect("no encryption");
            client.read_exact(&mut head).expect("a message");
        }
        let fields = format!("SFATAL\0VFATAL\0C{code}\0M{message}\0\0");
        let length = u32::try_from(fields.len() + 4).expect("a short message");
        client.write_all(b"E").expect("written");
        client.write_all(&length.to_be_bytes()).expect("written");
        client.write_all(fields.as_bytes()).expect("written");
        // Reads to the end: data that was not read could lose the message in a reset.
        let _ = client.read_to_end(&mut Vec::new());
    });
    (address, server)
}

#[test]
fn server_errors_are_reported_with_the_fix() {
    for (code, message, fix) in [
        (
            "28P01",
            "password authentication failed",
            "Correct it in `database_url`",
        ),
        ("28000", "no pg_hba.conf entry", "pg_hba.conf"),
        (
            "3D000",
            "database \"directory\" does not exist",
            "CREATE DATABASE \"directory\" OWNER \"ann\"",
        ),
        (
            "53300",
            "too many clients already",
            "Lower `database_connections`",
        ),
        ("57P03", "the database system is starting up", "Try again."),
        (
            "42501",
            "permission denied",
            "ALTER DATABASE \"directory\" OWNER TO \"ann\"",
        ),
    ] {
        let (address, server) = refusing(code, message);
        assert_says(
            &format!("postgres://ann:sesame@{address}/directory"),
            &[&address, fix],
        );
        server.join().expect("its end");
    }
}

#[test]
fn unreachable_server_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    drop(listener);
    assert_says(
        &format!("postgres://ann:sesame@{address}/directory"),
        &[&format!("Nothing listens at {address}")],
    );
    assert_says(
        "postgres://ann:sesame@db.invalid/directory",
        &["db.invalid:5432", "The host of `database_url` is unknown"],
    );
    assert_says(
        "postgres://ann:sesame@%2Fno%2Fsuch%2Ffolder/directory",
        &["Nothing listens at /no/such/folder/.s.PGSQL.5432"],
    );
}

#[test]
fn silent_server_times_out() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("an address").to_string();
    assert_says(
        &format!("postgres://ann:sesame@{address}/directory"),
        &[&format!("{address} did not reply within 5s")],
    );
}

#[test]
fn invalid_url_is_reported_without_the_password() {
    assert_says(
        "postgres://ann:sesame@db:port/directory",
        &["`database_url` cannot be read", "%40"],
    );
}

async fn a_database_that_does_not_exist_is_named(app: TestApp) {
    match app.engine {
        Engine::Sqlite => {
            let folder = folder();
            let file = folder.path().join("a.db");
            for mode in ["rw", "ro"] {
                let url = format!("sqlite://{}?mode={mode}", file.display());
                assert_says(
                    &url,
                    &["There is no database file", &file.display().to_string()],
                );
            }
            assert!(!file.exists());
        }
        Engine::Postgres => {
            let (server, _) = app.config.database_url.rsplit_once('/').expect("a name");
            assert_says(
                &format!("{server}/nowhere"),
                &[
                    "There is no database \"nowhere\"",
                    "CREATE DATABASE \"nowhere\"",
                ],
            );
        }
    }
}

#[test]
fn file_that_is_not_a_database_is_named() {
    let folder = folder();
    let text = folder.path().join("a.txt");
    std::fs::write(&text, "This is text. ".repeat(100)).expect("a file");
    assert_says(
        &format!("sqlite://{}", text.display()),
        &["is not an SQLite database", &text.display().to_string()],
    );
    assert_says(
        &format!("sqlite://{}", folder.path().display()),
        &["is a folder", "Name a file in it."],
    );
}

#[test]
fn in_memory_database_is_rejected() {
    for url in ["sqlite::memory:", "sqlite://a.db?mode=memory"] {
        assert_says(url, &["in memory", "Name a file"]);
    }
}

/// URLs of PostgreSQL have no mode.
async fn read_only_database_is_not_written(app: TestApp) {
    app.app.finish_background_work().await;
    let url = format!("{}?mode=ro", app.config.database_url);
    let list = Program::alone().on(&url).says(&["token", "list"]);
    assert!(list.contains("root"), "{list}");
    let create = Program::alone()
        .on(&url)
        .complains(&["token", "create", "--name", "x"]);
    assert!(
        create.contains("The database is read-only.") && create.contains("`mode=ro`"),
        "{create}"
    );
    let writable = format!("{}?mode=rw", app.config.database_url);
    Program::alone()
        .on(&writable)
        .says(&["token", "create", "--name", "x"]);
}

/// Creates a database on the server of the test's database, with these options. Returns a
/// connection to the server, and the URL of the database.
async fn beside(app: &TestApp, name: &str, words: &str) -> (Stranger, String) {
    let server = Stranger::beside(app).await;
    server.sql(&format!("CREATE DATABASE {name} {words}")).await;
    let (base, _) = app.config.database_url.rsplit_once('/').expect("a name");
    (server, format!("{base}/{name}"))
}

/// SQLite stores text as tenantry writes it.
async fn a_database_of_another_encoding_is_refused(app: TestApp) {
    let name = format!("{}_latin", database_of(&app));
    let (server, url) = beside(
        &app,
        &name,
        "ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'",
    )
    .await;
    assert_says(&url, &["has the encoding LATIN1", "ENCODING 'UTF8'"]);
    server
        .sql(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await;
}

/// SQLite has its search built in.
async fn unusable_search_extension_is_reported_with_the_fix(app: TestApp) {
    let name = format!("{}_search", database_of(&app));
    let (server, url) = beside(&app, &name, "").await;
    let inside = Stranger::at(app.engine, &url).await;
    let role = format!("{name}_role");
    for sql in [
        format!("CREATE ROLE {role} LOGIN"),
        format!("GRANT CREATE ON SCHEMA public TO {role}"),
    ] {
        inside.sql(&sql).await;
    }
    let as_role = url.replacen("postgres@", &format!("{role}@"), 1);
    assert_says(&as_role, &["may not create the extension `pg_trgm`", &role]);
    inside
        .sql(&format!("REVOKE CREATE ON SCHEMA public FROM {role}"))
        .await;
    assert_says(
        &as_role,
        &["may not create tables in the schema \"public\"", &role],
    );
    inside
        .sql("CREATE SCHEMA tools; CREATE EXTENSION pg_trgm SCHEMA tools")
        .await;
    let text = complaint(&url);
    let (_, rest) = text.split_once("Move it: ").expect(&text);
    let (fix, _) = rest.split_once('.').expect(&text);
    inside.sql(fix).await;
    drop(inside);
    // The reported fix works.
    Program::alone().on(&url).says(&["migrate", "up"]);
    server
        .sql(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await;
    server.sql(&format!("DROP ROLE {role}")).await;
}

#[tokio::test]
async fn server_can_listen_on_a_host_name() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let server = Program::alone()
        .env("TENANTRY_ROOT_TOKEN", ROOT)
        .start_at(&format!("localhost:{port}"), &SERVE);
    assert_eq!(server.status(ROOT).await, 200);
    let check = Program::alone().says(&["healthcheck", "--listen", &format!("localhost:{port}")]);
    assert_eq!(check, "ready\n");
}

#[test]
fn empty_variable_counts_as_unset() {
    let folder = folder();
    let empty = [
        "TENANTRY_LISTEN",
        "TENANTRY_DATABASE_URL",
        "TENANTRY_DATABASE_CONNECTIONS",
        "TENANTRY_REQUEST_TIMEOUT",
        "TENANTRY_PLAYGROUND",
        "TENANTRY_DEFAULT_REGION",
        "TENANTRY_ROOT_TOKEN",
        "TENANTRY_LOG_FORMAT",
        "TENANTRY_CONFIG",
    ]
    .into_iter()
    .fold(program(&folder), |program, name| program.env(name, ""));
    let print = ["serve", "--print-config"];
    assert_eq!(empty.says(&print), Program::alone().says(&print));
}

on_both_engines! {
    a_database_that_does_not_exist_is_named,
}

on_postgres_only! {
    a_database_of_another_encoding_is_refused,
    unusable_search_extension_is_reported_with_the_fix,
}

on_sqlite_only! {
    read_only_database_is_not_written,
}
