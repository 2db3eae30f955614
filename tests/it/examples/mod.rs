//! Tests the examples as they are, against a server on a port. The tests need bash, curl and
//! python3.

mod sync;

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tokio::{task::spawn_blocking, time::Instant};
use uuid::Uuid;

use crate::support::{ROOT, Served, TestApp, on_both_engines};

/// Maximum time of each step.
const PATIENCE: Duration = Duration::from_secs(60);
const HEADER: &str = "email,first,last,mobile,external_id,role,status,groups\n";

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

    fn sync(&self, org: Uuid, token: &str, csv: &Path) -> Command {
        let mut command = self.command("python3", "sync.py");
        command
            .args(["--org", &org.to_string()])
            .arg(csv)
            .env("TENANTRY_TOKEN", token);
        command
    }

    /// Runs the synchronization. Returns its counts, the failed rows, and its exit code.
    async fn synced(&self, org: Uuid, token: &str, csv: &Csv) -> (String, String, i32) {
        let (out, failed, code) = texts(output(self.sync(org, token, &csv.path)).await);
        let counts = out.strip_prefix("columns are separated by commas\n");
        (counts.expect(&out).to_owned(), failed, code)
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

/// Returns a typical row: every 25th user is an admin, and each user is in up to two of three
/// groups.
fn row(n: usize) -> String {
    let role = if n.is_multiple_of(25) {
        "admin"
    } else {
        "user"
    };
    let groups = ["", "Red", "Red;Green", "Blue"][n % 4];
    format!("p{n}@example.com,First{n},Last {n},+49 170 {n:07},x-{n},{role},active,{groups}\n")
}

fn rows(numbers: std::ops::Range<usize>) -> String {
    numbers.map(row).collect()
}

/// Returns the users with these addresses in the form of their rows.
async fn as_rows(app: &TestApp, org: Uuid, emails: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for emails in emails.chunks(40) {
        let find = document(emails, |at, email| {
            format!(
                "u{at}: user(email: {}) {{ id email first last mobile }}",
                json!(email)
            )
        });
        let users = app.data(ROOT, &find).await;
        let user = |at: usize| &users[format!("u{at}")];
        let look = document(emails, |at, _| match user(at)["id"].as_str() {
            None => String::new(),
            Some(id) => format!(
                "m{at}: membership(org: \"{org}\", user: \"{id}\") {{ role status externalId }}
                 g{at}: groupUsers(org: \"{org}\", userId: \"{id}\") {{ group {{ name }} }}"
            ),
        });
        let members = app.data(ROOT, &look).await;
        for (at, email) in emails.iter().enumerate() {
            found.push(match user(at) {
                Json::Null => format!("{email} is not there"),
                user => as_row(user, &members[format!("m{at}")], &members[format!("g{at}")]),
            });
        }
    }
    found
}

fn document(emails: &[String], field: impl Fn(usize, &str) -> String) -> String {
    let fields: Vec<String> = emails
        .iter()
        .enumerate()
        .map(|(at, email)| field(at, email))
        .collect();
    format!("{{ __typename {} }}", fields.join(" "))
}

fn as_row(user: &Json, membership: &Json, groups: &Json) -> String {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let mut groups: Vec<String> = groups
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| text(&row["group"]["name"]))
        .collect();
    groups.sort_by(|a, b| b.cmp(a));
    let cells = [
        text(&user["email"]),
        text(&user["first"]),
        text(&user["last"]),
        text(&user["mobile"]),
        text(&membership["externalId"]),
        text(&membership["role"]).to_lowercase(),
        text(&membership["status"]).to_lowercase(),
        groups.join(";"),
    ];
    format!("{}\n", cells.join(","))
}

fn emails(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|n| format!("p{n}@example.com")).collect()
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

async fn sync_imports_a_file_and_changes_nothing_the_second_time(app: TestApp) {
    let org = app.org("Acme").await;
    let served = Served::new(&app).await;
    let csv = Csv::new(&format!("{HEADER}{}", rows(0..300)));
    let (counts, failed, code) = served.synced(org, ROOT, &csv).await;
    assert_eq!((failed.as_str(), code), ("", 0));
    assert_eq!(
        counts,
        "created 300 updated 0 reactivated 0 unchanged 0 removed 0 errors 0"
    );
    let some = [emails(0..8), emails(48..53), emails(297..300)].concat();
    let expected: Vec<String> = (0..8).chain(48..53).chain(297..300).map(row).collect();
    assert_eq!(as_rows(&app, org, &some).await, expected);

    let events = app.events_so_far().await;
    let (counts, _, code) = served.synced(org, ROOT, &csv).await;
    assert_eq!(code, 0);
    assert_eq!(
        counts,
        "created 0 updated 0 reactivated 0 unchanged 300 removed 0 errors 0"
    );
    assert_eq!(app.events_so_far().await, events);
}

async fn sync_applies_the_changes_in_the_file(app: TestApp) {
    let org = app.org("Acme").await;
    let served = Served::new(&app).await;
    let token = app.token_of_org(org).await;
    served
        .synced(org, &token, &Csv::new(&format!("{HEADER}{}", rows(0..7))))
        .await;
    let changed = [
        "p0@example.com,First0,Last 0,+49 170 0000000,x-0,user,active,\n",
        "p1@example.com,Änne,Last 1,,x-1,user,active,Red\n",
        "p2@example.com,First2,Last 2,+49 170 0000002,y-2,user,active,Red;Green\n",
        "p3@example.com,First3,Last 3,+49 170 0000003,x-3,user,active,Red\n",
        "p4@example.com,First4,Last 4,+49 170 0000004,x-4,user,retired,\n",
        "p5@example.com,First5,Last 5,+49 170 0000005,x-5,user,active,\n",
        "p6@example.com,First6,Last 6,+49 170 0000006,x-6,user,active,Red;Green\n",
        "p7@example.com,First7,Last 7,,x-7,admin,active,Violet\n",
    ];
    let unknown = "p8@example.com,First8,Last 8,,x-8,user,retired,\n";
    let csv = Csv::new(&format!("{HEADER}{}{unknown}", changed.concat()));
    let (counts, failed, code) = served.synced(org, &token, &csv).await;
    assert_eq!((failed.as_str(), code), ("", 0));
    assert_eq!(
        counts,
        "created 1 updated 5 reactivated 0 unchanged 2 removed 1 errors 0"
    );
    assert_eq!(as_rows(&app, org, &emails(0..8)).await, changed);
    let gone = as_rows(&app, org, &emails(8..9)).await;
    assert_eq!(gone, ["p8@example.com is not there"]);

    let back = Csv::new(&format!("{HEADER}{}", row(4)));
    let (counts, _, _) = served.synced(org, &token, &back).await;
    assert!(counts.contains("reactivated 1"), "{counts}");
    assert_eq!(as_rows(&app, org, &emails(4..5)).await, [row(4)]);
}

async fn sync_adds_users_of_other_orgs_and_reports_failed_rows(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    app.user(other, "ann").await;
    let served = Served::new(&app).await;
    let text = "ann@example.com,ann,Test,,x-1,admin,active,Red\n\
                nobody,No,Body,,,user,active,\n\
                eve@example.com,Eve,Evil,,,boss,active,\n\
                bob@example.com,Bob,Lee,,,user,active,Red\n";
    let csv = Csv::new(&format!("{HEADER}{text}"));

    // The org's token cannot see users of other orgs, so it cannot add them.
    let token = app.token_of_org(org).await;
    let (counts, failed, code) = served.synced(org, &token, &csv).await;
    assert_eq!(code, 1);
    assert_eq!(
        counts,
        "created 1 updated 0 reactivated 0 unchanged 0 removed 0 errors 3"
    );
    for line in [
        "line 2: ann@example.com: EMAIL_TAKEN",
        "line 3: nobody: INVALID_VALUE",
        "line 4: eve@example.com: INVALID_ROLE",
    ] {
        assert!(failed.contains(line), "{line}\n{failed}");
    }

    let (counts, _, code) = served.synced(org, ROOT, &csv).await;
    assert_eq!(code, 1);
    assert_eq!(
        counts,
        "created 1 updated 0 reactivated 0 unchanged 1 removed 0 errors 2"
    );
    let ann = as_rows(&app, org, &["ann@example.com".to_owned()]).await;
    assert_eq!(ann, ["ann@example.com,ann,Test,,x-1,admin,active,Red\n"]);
}

/// The script waits for more standard input, so it is certainly running when it is killed.
async fn killed_sync_completes_when_it_is_run_again(app: TestApp) {
    let org = app.org("Acme").await;
    let served = Served::new(&app).await;
    let mut killed = served
        .sync(org, ROOT, Path::new("-"))
        .stdin(Stdio::piped())
        .spawn()
        .expect("python3");
    let mut input = killed.stdin.take().expect("a pipe");
    input
        .write_all(format!("{HEADER}{}", rows(0..175)).as_bytes())
        .expect("written");
    let deadline = Instant::now() + PATIENCE;
    let reached = "{ user(email: \"p60@example.com\") { id } }";
    while app.data(ROOT, reached).await["user"].is_null() {
        assert!(Instant::now() < deadline, "no user was created");
        tokio::task::yield_now().await;
    }
    killed.kill().expect("killed");
    killed.wait().expect("gone");
    drop(input);
    app.app.finish_background_work().await;

    let csv = Csv::new(&format!("{HEADER}{}", rows(0..300)));
    let (_, failed, code) = served.synced(org, ROOT, &csv).await;
    assert_eq!((failed.as_str(), code), ("", 0));
    let expected: Vec<String> = (0..300).map(row).collect();
    assert_eq!(as_rows(&app, org, &emails(0..300)).await, expected);
    assert_eq!(app.count("SELECT count(*) FROM memberships").await, 300);
    assert_eq!(app.count("SELECT count(*) FROM groups").await, 3);
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
    sync_imports_a_file_and_changes_nothing_the_second_time,
    sync_applies_the_changes_in_the_file,
    sync_adds_users_of_other_orgs_and_reports_failed_rows,
    killed_sync_completes_when_it_is_run_again,
    embed_serves_beside_the_hosts_own_routes_and_stops_gracefully,
}
