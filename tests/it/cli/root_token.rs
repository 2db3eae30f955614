//! Tests the root token, which is generated at the first start or configured.

use std::{os::unix::fs::PermissionsExt, path::PathBuf, process::Command, time::Duration};

use crate::support::{Program, ROOT, TestApp, on_both_engines};

use super::{folder, program};

/// Returns the file to which a server wrote its root token, according to its output.
fn written(text: &str) -> Option<PathBuf> {
    let (_, rest) = text.split_once("root token  in ")?;
    rest.lines().next().map(PathBuf::from)
}

/// Returns the root token that a first start generated.
fn token_of(text: &str) -> String {
    let file = written(text).unwrap_or_else(|| panic!("{text}"));
    let token = std::fs::read_to_string(file).expect("a token");
    token.trim().to_owned()
}

#[tokio::test]
async fn only_the_first_start_writes_a_private_root_token_file() {
    let folder = folder();
    let first = program(&folder).start(&["serve"]).stopped();
    assert!(!first.contains("tnt_"), "{first}");
    let file = written(&first).expect("a file");
    let place = folder.path().canonicalize().expect("a path");
    assert_eq!(file, place.join("tenantry.db.root-token"));
    let mode = std::fs::metadata(&file)
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let server = program(&folder).start(&["serve"]);
    assert_eq!(server.status(&token_of(&first)).await, 200);
    assert!(!server.stopped().contains("root token"));
}

#[tokio::test]
async fn new_database_replaces_the_root_token_file() {
    let folder = folder();
    let first = token_of(&program(&folder).start(&["serve"]).stopped());
    std::fs::remove_file(folder.path().join("tenantry.db")).expect("removed");
    let server = program(&folder).start(&["serve"]);
    let file = folder.path().join("tenantry.db.root-token");
    let second = std::fs::read_to_string(file).expect("a token");
    assert_eq!(server.status(second.trim()).await, 200);
    assert_eq!(server.status(&first).await, 401);
}

/// Runs the program on a terminal until it has shown its token, and prints its output.
const ON_A_TERMINAL: &str = r#"
import os, pty, signal, sys
process, terminal = pty.fork()
if process == 0:
    os.execv(sys.argv[1], sys.argv[1:])
shown = b""
while b"it has all permissions" not in shown:
    shown += os.read(terminal, 4096)
os.kill(process, signal.SIGTERM)
_, status = os.waitpid(process, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status))
"#;

#[tokio::test]
async fn a_terminal_shows_the_first_root_token() {
    let folder = folder();
    let python = Command::new("python3")
        .args(["-c", ON_A_TERMINAL, env!("CARGO_BIN_EXE_tenantry"), "serve"])
        .current_dir(folder.path())
        .env("TENANTRY_LISTEN", "127.0.0.1:0")
        .output()
        .expect("Python 3");
    let shown = String::from_utf8_lossy(&python.stdout).into_owned();
    assert!(python.status.success(), "{python:?}");
    let (_, rest) = shown.split_once("root token  ").expect("a token");
    let token = rest.split_whitespace().next().expect("a token");
    assert!(!folder.path().join("tenantry.db.root-token").exists());
    let server = program(&folder).start(&["serve"]);
    assert_eq!(server.status(token).await, 200);
}

async fn root_token_is_written_beside_the_database_or_to_the_folder(app: TestApp) {
    app.sql("DELETE FROM events").await;
    app.sql("DELETE FROM tokens").await;
    let folder = folder();
    let text = program(&folder)
        .on(&app.config.database_url)
        .start(&["serve"])
        .stopped();
    let file = written(&text).expect("a file");
    let suffix = ["tenantry.root-token", ".db.root-token"];
    assert!(
        suffix
            .iter()
            .any(|name| file.to_string_lossy().ends_with(name)),
        "{}",
        file.display()
    );
    app.data(&token_of(&text), "{ viewer { __typename } }")
        .await;
    std::fs::remove_file(file).expect("removed");
}

async fn root_token_that_cannot_be_written_is_not_created(app: TestApp) {
    app.sql("DELETE FROM tokens").await;
    let complaint = Program::in_folder("/proc".as_ref())
        .on("sqlite:///proc/tenantry.db")
        .complains(&["serve"]);
    assert!(!complaint.contains("tnt_"), "{complaint}");
    let on_postgres = app.config.database_url.starts_with("postgres");
    if on_postgres {
        let complaint = Program::in_folder("/proc".as_ref())
            .on(&app.config.database_url)
            .env("TENANTRY_LISTEN", "127.0.0.1:0")
            .complains(&["serve"]);
        assert!(
            complaint.contains("TENANTRY_ROOT_TOKEN_FILE"),
            "{complaint}"
        );
    }
    assert_eq!(app.count("SELECT count(*) FROM tokens").await, 0);
}

/// Starts and stops a server with this root token and an overlap of this many seconds. Returns its
/// output.
async fn configured(app: &TestApp, token: &str, overlap: u64) -> String {
    let server = Program::alone()
        .on(&app.config.database_url)
        .env("TENANTRY_ROOT_TOKEN", token)
        .env("TENANTRY_ROOT_TOKEN_OVERLAP", &format!("{overlap}s"))
        .start(&["serve"]);
    assert_eq!(server.status(token).await, 200);
    server.stopped()
}

async fn a_changed_root_token_overlaps_with_the_former_one(app: TestApp) {
    let text = configured(&app, "tnt_configured_two", 3_600).await;
    assert!(text.contains("The previous one works until 2"), "{text}");
    let server = Program::alone()
        .on(&app.config.database_url)
        .env("TENANTRY_ROOT_TOKEN", "tnt_configured_two")
        .env("TENANTRY_ROOT_TOKEN_OVERLAP", "1h")
        .start(&["serve"]);
    assert_eq!(server.status(ROOT).await, 200);
    assert_eq!(server.status("tnt_configured_two").await, 200);
    drop(server);
    // A server with the former configuration starts again, and then one with the new configuration.
    configured(&app, ROOT, 3_600).await;
    configured(&app, "tnt_configured_two", 3_600).await;
    // A third token ends with the second.
    configured(&app, "tnt_configured_three", 3_600).await;
    assert_eq!(
        app.count("SELECT count(*) FROM tokens WHERE kind = 'root' AND expires_at IS NULL")
            .await,
        1
    );
    // Without an overlap the former tokens end at once, even those that had an overlap.
    configured(&app, "tnt_configured_three", 0).await;
    let server = Program::alone()
        .on(&app.config.database_url)
        .env("TENANTRY_ROOT_TOKEN", "tnt_configured_three")
        .start(&["serve"]);
    assert_eq!(server.status(ROOT).await, 401);
    assert_eq!(server.status("tnt_configured_two").await, 401);
}

async fn overlap_ends_and_is_not_extended(app: TestApp) {
    let with = |token: &'static str, overlap: u64| {
        let app = &app;
        async move {
            let set = tenantry::domain::token::SetRootToken {
                configured: Some(tenantry::domain::token::Secret(token.to_owned())),
                overlap: Duration::from_secs(overlap),
            };
            let done = app
                .app
                .execute(&tenantry::access::Actor::command_line(), set)
                .await;
            done.map(|done| (done.output.former_until, done.records))
        }
    };
    let hour = app.app.now() + chrono::TimeDelta::hours(1);
    assert_eq!(
        with("tnt_other_root", 3_600).await.expect("set"),
        (Some(hour), 2)
    );
    app.clock.advance(chrono::TimeDelta::minutes(30));
    assert_eq!(
        with("tnt_other_root", 3_600).await.expect("set"),
        (Some(hour), 0)
    );
    app.data(ROOT, "{ viewer { __typename } }").await;
    app.clock.advance(chrono::TimeDelta::minutes(30));
    assert_eq!(
        app.error_code(ROOT, "{ viewer { __typename } }").await,
        "UNAUTHENTICATED"
    );
    // A token that has expired cannot be configured again.
    with(ROOT, 3_600).await.expect_err("ended");
    app.data("tnt_other_root", "{ viewer { __typename } }")
        .await;
}

#[test]
fn an_overlap_of_more_than_a_week_is_refused() {
    let complaint = Program::alone()
        .env("TENANTRY_ROOT_TOKEN_OVERLAP", "8days")
        .complains(&["serve", "--print-config"]);
    assert!(
        complaint.contains("`root_token_overlap` must be at most 7days"),
        "{complaint}"
    );
}

#[tokio::test]
async fn serve_is_the_default_command() {
    let folder = folder();
    let server = program(&folder).start(&[]);
    assert_eq!(server.status("tnt_nobody").await, 401);
    assert!(folder.path().join("tenantry.db").exists());
}

#[tokio::test]
async fn configured_root_token_works_and_is_never_printed() {
    let folder = folder();
    let with = |token| program(&folder).env("TENANTRY_ROOT_TOKEN", token);
    let server = with("tnt_configured_one").start(&["serve"]);
    assert_eq!(server.status("tnt_configured_one").await, 200);
    let text = server.stopped();
    assert!(!text.contains("tnt_"), "{text}");
    let again = with("tnt_configured_one").start(&["serve"]);
    assert_eq!(again.status("tnt_configured_one").await, 200);
}

#[tokio::test]
async fn a_changed_root_token_revokes_the_former_one() {
    let folder = folder();
    let with = |token| program(&folder).env("TENANTRY_ROOT_TOKEN", token);
    with("tnt_configured_one").start(&["serve"]).stopped();
    let server = with("tnt_configured_two").start(&["serve"]);
    assert_eq!(server.status("tnt_configured_one").await, 401);
    assert_eq!(server.status("tnt_configured_two").await, 200);
    let text = server.stopped();
    assert!(text.contains("The previous one is revoked"), "{text}");
}

#[tokio::test]
async fn configured_root_token_revokes_the_generated_one() {
    let folder = folder();
    let first = program(&folder).start(&["serve"]).stopped();
    let server = program(&folder)
        .env("TENANTRY_ROOT_TOKEN", "tnt_configured")
        .start(&["serve"]);
    assert_eq!(server.status(&token_of(&first)).await, 401);
    assert_eq!(server.status("tnt_configured").await, 200);
}

#[test]
fn revoked_root_token_cannot_be_configured_again() {
    let folder = folder();
    let with = |token| program(&folder).env("TENANTRY_ROOT_TOKEN", token);
    with("tnt_configured_one").start(&["serve"]).stopped();
    with("tnt_configured_two").start(&["serve"]).stopped();
    let complaint = with("tnt_configured_one").complains(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(complaint.contains("Choose a new one"), "{complaint}");
    assert!(!complaint.contains("tnt_"), "{complaint}");
}

on_both_engines! {
    root_token_is_written_beside_the_database_or_to_the_folder,
    root_token_that_cannot_be_written_is_not_created,
    a_changed_root_token_overlaps_with_the_former_one,
    overlap_ends_and_is_not_extended,
}
