//! Tests the examples as they are, against a server on a port. The tests need bash, curl and
//! python3.

mod sync;

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tokio::task::spawn_blocking;

use crate::support::{ROOT, Served, TestApp, on_both_engines};

/// Maximum time of each step.
const PATIENCE: Duration = Duration::from_secs(60);

impl Served {
    /// Returns a command with the URL of this server and the root token in its environment.
    fn command(&self, program: &str, example: &str) -> Command {
        let mut command = Command::new(program);
        command
            .arg(
                Path::new(env!("CARGO_MANIFEST_DIR"))
                    .join("examples")
                    .join(example),
            )
            .env("TENANTRY_URL", format!("http://{}", self.address))
            .env("TENANTRY_TOKEN", ROOT)
            .stdin(Stdio::null());
        command
    }

    async fn guide(&self) -> String {
        let output = output(self.command("bash", "guide.sh")).await;
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("text")
    }
}

/// Returns standard output, standard error, and the exit code.
fn texts(output: Output) -> (String, String, i32) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text").trim().to_owned();
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code().expect("a code"),
    )
}

async fn output(mut command: Command) -> Output {
    spawn_blocking(move || command.output())
        .await
        .expect("a thread")
        .expect("bash, curl and python3 are installed")
}

/// A CSV file.
struct Csv {
    path: PathBuf,
    _folder: TempDir,
}

impl Csv {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("people.csv");
        std::fs::write(&path, text).expect("written");
        Self {
            path,
            _folder: folder,
        }
    }
}

async fn guide_sh_can_be_run_twice(app: TestApp) {
    let served = Served::new(&app).await;
    let first = served.guide().await;
    let events = app.events_so_far().await;
    let second = served.guide().await;
    assert_eq!(first.matches(r#""result":"created""#).count(), 6, "{first}");
    assert_eq!(
        second.matches(r#""result":"created""#).count(),
        1,
        "{second}"
    );
    assert!(second.contains(r#""result":"reactivated""#), "{second}");
    // The user joined the partner org, joined the group, left the group, and left the partner org.
    assert_eq!(app.events_so_far().await - events, 4);
}

/// A program that is killed when the test ends.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // The program has ended already unless the test failed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn embed_serves_beside_the_hosts_own_routes_and_stops_gracefully(app: TestApp) {
    let org = app.org("Acme").await;
    let programs = Path::new(env!("CARGO_BIN_EXE_tenantry"))
        .parent()
        .expect("a folder");
    let mut host = Command::new(programs.join("examples/embed"))
        .env("TENANTRY_LISTEN", "127.0.0.1:0")
        .env("TENANTRY_DATABASE_URL", &app.config.database_url)
        .env("TENANTRY_ROOT_TOKEN", ROOT)
        .stdout(Stdio::piped())
        .spawn()
        .map(Program)
        .expect("run `cargo build --examples` first, or all tests");
    let out = host.0.stdout.take().expect("a pipe");
    let line = spawn_blocking(move || BufReader::new(out).lines().next())
        .await
        .expect("a thread");
    let line = line.expect("a line").expect("text");
    let base = line.trim_start_matches("listening on ").to_owned();

    let client = reqwest::Client::new();
    let own = client.get(&base).send().await.expect("a reply");
    assert_eq!(own.text().await.expect("text"), "The host's own page.\n");
    let reply: Json = client
        .post(format!("{base}directory/graphql"))
        .bearer_auth(ROOT)
        .json(&json!({ "query": format!("{{ org(id: \"{org}\") {{ name }} }}") }))
        .send()
        .await
        .expect("a reply")
        .json()
        .await
        .expect("JSON");
    assert_eq!(reply, json!({ "data": { "org": { "name": "Acme" } } }));
    drop(client);

    let stop = format!("kill -TERM {}", host.0.id());
    let stopped = spawn_blocking(move || {
        Command::new("sh").args(["-c", &stop]).status().expect("sh");
        host.0.wait().expect("ended")
    });
    let ended = tokio::time::timeout(PATIENCE, stopped).await;
    assert!(ended.expect("in time").expect("a thread").success());
}

on_both_engines! {
    guide_sh_can_be_run_twice,
    embed_serves_beside_the_hosts_own_routes_and_stops_gracefully,
}
