//! Why the program does not start: what is wrong, then how to fix it, and never a password.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread::JoinHandle,
};

use crate::support::{Engine, Program, ROOT, Stranger, TestApp, database_of, on_both_engines};

use super::{folder, program};

const SERVE: [&str; 1] = ["serve"];

/// What the program complains of on this database.
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

/// A server of PostgreSQL's protocol that turns one client away, with this code.
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
        // Read to the end, so that nothing is lost because it was not read.
        let _ = client.read_to_end(&mut Vec::new());
    });
    (address, server)
}

#[test]
fn what_a_server_refuses_is_told_with_the_fix() {
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
fn a_server_that_is_not_there_is_named() {
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
fn a_server_that_says_nothing_is_not_waited_for() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("an address").to_string();
    assert_says(
        &format!("postgres://ann:sesame@{address}/directory"),
        &[&format!("{address} did not reply within 5s")],
    );
}

#[test]
fn a_url_that_cannot_be_read_is_told_without_the_password() {
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
fn a_file_that_is_no_database_is_named() {
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
fn a_database_in_memory_is_refused_in_words() {
    for url in ["sqlite::memory:", "sqlite://a.db?mode=memory"] {
        assert_says(url, &["in memory", "Name a file"]);
    }
}

async fn a_database_that_may_only_be_read_is_not_written(app: TestApp) {
    if app.engine == Engine::Postgres {
        return; // Its URL has no mode.
    }
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

/// A new database beside the test's own, made with these words.
async fn beside(app: &TestApp, name: &str, words: &str) -> (Stranger, String) {
    let server = Stranger::beside(app).await;
    server.sql(&format!("CREATE DATABASE {name} {words}")).await;
    let (base, _) = app.config.database_url.rsplit_once('/').expect("a name");
    (server, format!("{base}/{name}"))
}

async fn a_database_of_another_encoding_is_refused(app: TestApp) {
    if app.engine == Engine::Sqlite {
        return; // Its text is what tenantry writes.
    }
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

async fn a_search_extension_that_cannot_be_used_is_told_with_the_fix(app: TestApp) {
    if app.engine == Engine::Sqlite {
        return; // Its search is a part of it.
    }
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
    let told = complaint(&url);
    let (_, rest) = told.split_once("Move it: ").expect(&told);
    let (mend, _) = rest.split_once('.').expect(&told);
    inside.sql(mend).await;
    drop(inside);
    // What it says mends it.
    Program::alone().on(&url).says(&["migrate", "up"]);
    server
        .sql(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await;
    server.sql(&format!("DROP ROLE {role}")).await;
}

#[tokio::test]
async fn a_name_of_this_machine_can_be_listened_on() {
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
fn an_empty_variable_is_not_set() {
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
    a_database_that_may_only_be_read_is_not_written,
    a_database_of_another_encoding_is_refused,
    a_search_extension_that_cannot_be_used_is_told_with_the_fix,
}
