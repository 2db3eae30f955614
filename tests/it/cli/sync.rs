//! Tests `tenantry sync` and `tenantry export`, on the database and over HTTP.

use std::{path::PathBuf, process::Output};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::support::{Program, ROOT, Server, TestApp, on_both_engines, on_postgres_only};

const PEOPLE: &str = "email,external_id,first,last,role,groups\n\
    ann@example.com,hr-1,Ann,Lee,admin,Staff\n\
    bob@example.com,hr-2,Bob,Ray,user,Staff;Night\n";

/// A folder with files, and the database or the server on which commands run.
struct Desk {
    folder: TempDir,
    database: Option<String>,
    server: Option<String>,
    token: &'static str,
}

/// The result of a command.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn on(app: &TestApp) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            database: Some(app.config.database_url.clone()),
            server: None,
            token: ROOT,
        }
    }

    fn at(server: &Server) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            database: None,
            server: Some(server.url("")),
            token: ROOT,
        }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, content).expect("written");
        path.to_str().expect("text").to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut program = Program::in_folder(self.folder.path()).env("TENANTRY_TOKEN", self.token);
        if let Some(database) = &self.database {
            program = program.on(database);
        }
        let mut arguments = arguments.to_vec();
        if let Some(server) = &self.server {
            arguments.extend(["--server", server]);
        }
        Ran::of(program.run(&arguments))
    }

    /// Runs `sync` with this file for the source `hr`.
    fn sync(&self, content: &str, arguments: &[&str]) -> Ran {
        let file = self.file("people.csv", content);
        let fixed = ["sync", &file, "--source", "hr"];
        self.run(&[&fixed, arguments].concat())
    }

    fn json(&self, arguments: &[&str]) -> Json {
        let ran = self.run(&[arguments, &["--json"]].concat());
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self {
            code: output.status.code().expect("a code"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    #[track_caller]
    fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    /// Returns the run that the last line names.
    fn run_id(&self) -> String {
        let last = self.out.lines().last().unwrap_or_default();
        let (_, id) = last.split_once("--apply-run ").expect("a run");
        id.split(' ').next().unwrap_or_default().to_owned()
    }
}

async fn plan_is_read_and_then_applied(app: TestApp) {
    app.org("Acme").await;
    let desk = Desk::on(&app);
    let planned = desk
        .sync(PEOPLE, &["--org", "acme", "--create-groups"])
        .ends_with(2);
    assert!(planned.out.contains("+ CREATE"), "{}", planned.out);
    assert!(planned.out.contains("2  created"), "{}", planned.out);
    let run = planned.run_id();
    let applied = desk.run(&["sync", "--apply-run", &run]).ends_with(0);
    assert!(
        applied.out.contains("Applied 2 rows: 0 failed"),
        "{}",
        applied.out
    );
    let again = desk.sync(PEOPLE, &["--org", "acme"]).ends_with(0);
    assert!(again.out.contains("Nothing to change."), "{}", again.out);
    let twice = desk.run(&["sync", "--apply-run", &run]).ends_with(1);
    assert!(twice.err.contains("applied once"), "{}", twice.err);
    desk.run(&["sync", "--list"]).ends_with(0);
}

/// A full disk is simulated by an error code of PostgreSQL.
async fn command_gives_up_when_nothing_can_be_written(app: TestApp) {
    app.org("Acme").await;
    app.sql(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$",
    )
    .await;
    app.sql("CREATE TRIGGER full_disk BEFORE INSERT ON sync_rows EXECUTE FUNCTION full_disk()")
        .await;
    let desk = Desk::on(&app);
    let ran = desk.sync(PEOPLE, &["--org", "Acme"]).ends_with(1);
    assert!(ran.err.contains("Nothing was written."), "{}", ran.err);
    assert!(ran.err.contains("disk is full. Make room."), "{}", ran.err);
}

async fn conflict_is_part_of_the_exit_code(app: TestApp) {
    app.org("Acme").await;
    let desk = Desk::on(&app);
    let file = "email,first,last,role\nann@example.com,Ann,Lee,\nbob@example.com,Bob,Ray,boss\n";
    desk.sync(file, &["--org", "Acme"]).ends_with(2);
    let applied = desk.sync(file, &["--org", "Acme", "--apply"]).ends_with(3);
    assert!(applied.out.contains("INVALID_ROLE"), "{}", applied.out);
    // Now the conflict is all that is left.
    desk.sync(file, &["--org", "Acme"]).ends_with(2);
}

async fn reason_names_the_column_and_the_fix(app: TestApp) {
    app.org("Acme").await;
    let desk = Desk::on(&app);
    let file = "email;first;external_id\nzed;Zed;hr-3\n";
    let planned = desk.sync(file, &["--org", "Acme"]).ends_with(2);
    assert!(
        planned.out.contains("`email` is not an e-mail address"),
        "{}",
        planned.out
    );
}

async fn guard_refuses_without_the_number_of_removals(app: TestApp) {
    app.org("Acme").await;
    let desk = Desk::on(&app);
    let many: String = (0..30)
        .map(|n| format!("p{n}@example.com,P,N{n}\n"))
        .collect();
    let all = format!("email,first,last\n{many}");
    desk.sync(&all, &["--org", "Acme", "--apply"]).ends_with(0);
    let few: String = all
        .lines()
        .take(3)
        .map(|line| format!("{line}\n"))
        .collect();
    let replace = ["--org", "Acme", "--mode", "replace", "--apply"];
    let refused = desk.sync(&few, &replace).ends_with(4);
    assert!(
        refused.err.contains("--expect-removals 28"),
        "{}",
        refused.err
    );
    let wrong = [&replace[..], &["--expect-removals", "27"]].concat();
    desk.sync(&few, &wrong).ends_with(4);
    let right = [&replace[..], &["--expect-removals", "28"]].concat();
    desk.sync(&few, &right).ends_with(0);
    let empty = desk.sync("email,first,last\n", &replace).ends_with(1);
    assert!(empty.err.contains("row"), "{}", empty.err);
}

async fn run_is_reverted(app: TestApp) {
    app.org("Acme").await;
    let desk = Desk::on(&app);
    let applied = ["--org", "Acme", "--create-groups", "--apply", "--json"];
    let applied = desk.sync(PEOPLE, &applied).ends_with(0);
    let applied: Json = serde_json::from_str(&applied.out).expect("JSON");
    assert_eq!(applied["syncRun"]["status"], "APPLIED");
    let run = applied["syncRun"]["id"].as_str().expect("an id").to_owned();
    let planned = desk.run(&["sync", "--revert", &run]).ends_with(2);
    assert!(planned.out.contains("2  deleted"), "{}", planned.out);
    let undo = planned.run_id();
    let refused = desk.run(&["sync", "--apply-run", &undo]);
    let undone = match refused.code {
        4 => {
            let removals = refused.err.rsplit(' ').next().unwrap_or_default().trim();
            desk.run(&["sync", "--apply-run", &undo, "--expect-removals", removals])
        }
        _ => refused,
    };
    undone.ends_with(0);
    let members = app.data(ROOT, "{ users { totalCount } }").await;
    assert_eq!(members["users"]["totalCount"], 0);
}

async fn exported_file_changes_nothing(app: TestApp) {
    app.org("Acme").await;
    let desk = Desk::on(&app);
    let file = "email,first,last,external_id,groups,name\n\
        ann@example.com,Ann,O'Neil,'=1,'=Staff;a\\;b,\\\\N\n\
        bob@example.com,\"Bob, Jr\",'t Hooft,'+2,,\n";
    let applied = ["--org", "Acme", "--create-groups", "--apply"];
    desk.sync(file, &applied).ends_with(0);
    for format in ["csv", "jsonl"] {
        let exported = desk
            .run(&["export", "--source", "hr", "--format", format])
            .ends_with(0);
        let again = desk
            .sync(&exported.out, &["--mode", "replace"])
            .ends_with(0);
        assert!(again.out.contains("Nothing to change."), "{}", again.out);
        let path = desk.folder.path().join("export");
        let path = path.to_str().expect("text");
        desk.run(&["export", path, "--format", format, "--source", "hr"])
            .ends_with(0);
        assert_eq!(std::fs::read_to_string(path).expect("a file"), exported.out);
    }
}

async fn invalid_file_is_refused_with_its_position(app: TestApp) {
    app.org("Acme").await;
    let desk = Desk::on(&app);
    let path = desk.file("latin1.csv", b"email,first\na@b.c,J\xFCrgen\n");
    let ran = desk
        .run(&["sync", &path, "--source", "hr", "--org", "Acme"])
        .ends_with(1);
    assert!(ran.err.contains("Line 2, column 8: "), "{}", ran.err);
    let ran = desk
        .sync("email,first\na@b.c\n", &["--org", "Acme"])
        .ends_with(1);
    assert!(ran.err.contains("Line 2, column 1: "), "{}", ran.err);
    // Refused files do not count as uploads that wait.
    for _ in 0..5 {
        let ran = desk
            .sync("email\na@b.c\n", &["--org", "Nowhere"])
            .ends_with(1);
        assert!(ran.err.contains("no org `Nowhere`"), "{}", ran.err);
        desk.sync("a,b\n1,2\n", &["--org", "Acme"]).ends_with(1);
    }
}

async fn documents_have_the_names_of_the_schema(app: TestApp) {
    app.org("Acme").await;
    let desk = Desk::on(&app);
    let file = desk.file(
        "people.jsonl",
        "{\"email\":\"ann@example.com\",\"first\":\"Ann\",\"last\":\"Lee\",\"color\":\"red\"}\n",
    );
    let plan = ["sync", &file, "--source", "hr", "--org", "Acme"];
    let document = desk.json(&plan);
    let run = &document["syncRun"];
    assert_eq!(run["counts"]["created"], 1);
    assert_eq!(run["ignoredColumns"], json!(["color"]));
    assert_eq!(run["preset"], "native");
    assert_eq!(run["guard"]["tripped"], false);
    let id = run["id"].as_str().expect("an id");
    let shown = desk.json(&["sync", "--show", id]);
    let items = &shown["syncRun"]["plan"]["items"]["nodes"];
    assert_eq!(items[0]["action"], "CREATE");
    assert_eq!(items[0]["line"], 1);
    let none = desk.json(&["sync", "--show", id, "--action", "Conflict"]);
    assert_eq!(none["syncRun"]["plan"]["items"]["nodes"], json!([]));
    let list = desk.json(&["sync", "--list"]);
    assert_eq!(list["syncRuns"]["nodes"][0]["id"], id);
}

on_both_engines!(
    plan_is_read_and_then_applied,
    conflict_is_part_of_the_exit_code,
    reason_names_the_column_and_the_fix,
    guard_refuses_without_the_number_of_removals,
    run_is_reverted,
    exported_file_changes_nothing,
    invalid_file_is_refused_with_its_position,
    documents_have_the_names_of_the_schema,
);

#[test]
fn usage_errors_end_with_1() {
    let folder = tempfile::tempdir().expect("a folder");
    let map = folder.path().join("map.toml");
    std::fs::write(&map, "[columns]\nPassword = \"name\"\n").expect("written");
    let map = map.to_str().expect("text");
    let file = folder.path().join("people.csv");
    std::fs::write(&file, "email\n").expect("written");
    let file = file.to_str().expect("text");
    Program::in_folder(folder.path()).says(&["migrate", "up", "--database-url", "sqlite://t.db"]);
    for arguments in [
        &["sync"][..],
        &["sync", file],
        &["sync", file, "--source", "hr", "--mode", "remove"],
        &["sync", file, "--source", "hr", "--preset", "excel"],
        &["sync", file, "--source", "hr", "--map", map],
        &["sync", "missing.csv", "--source", "hr"],
        &["sync", "--list", "--apply"],
        &["sync", "--show", "1"],
        &["sync", "--list", "--server", "http://127.0.0.1:1"],
        &["sync", "--list", "--token", "secret"],
        &["export", "--format", "xml"],
    ] {
        let program = Program::in_folder(folder.path()).on("sqlite://t.db");
        Ran::of(program.run(arguments)).ends_with(1);
    }
}

/// Creates an org on a server.
async fn create_org(server: &Server) {
    let query = "mutation { createOrg(name: \"Acme\") { error } }";
    let request = reqwest::Client::new().post(server.url("/graphql"));
    let reply = request.bearer_auth(ROOT).json(&json!({ "query": query }));
    let reply: Json = reply
        .send()
        .await
        .expect("a reply")
        .json()
        .await
        .expect("JSON");
    assert_eq!(reply["data"]["createOrg"]["error"], Json::Null, "{reply}");
}

#[tokio::test(flavor = "multi_thread")]
async fn server_plans_and_applies_over_http() {
    let server = Program::alone().serve();
    create_org(&server).await;
    let desk = Desk::at(&server);
    let planned = desk
        .sync(PEOPLE, &["--org", "Acme", "--create-groups"])
        .ends_with(2);
    desk.run(&["sync", "--apply-run", &planned.run_id()])
        .ends_with(0);
    let again = desk.sync(PEOPLE, &["--org", "Acme"]).ends_with(0);
    assert!(again.out.contains("Nothing to change."), "{}", again.out);
    let exported = desk.run(&["export", "--org", "Acme"]).ends_with(0);
    assert!(exported.out.contains("bob@example.com"), "{}", exported.out);
    let invalid = desk
        .sync("email,first\na@b.c\n", &["--org", "Acme"])
        .ends_with(1);
    assert!(invalid.err.contains("Line 2, column 1"), "{}", invalid.err);
    let list = desk.json(&["sync", "--list"]);
    assert_eq!(list["syncRuns"]["nodes"][0]["status"], "PLANNED");
    let stranger = Desk {
        token: "tnt_wrong",
        ..Desk::at(&server)
    };
    stranger.run(&["sync", "--list"]).ends_with(1);
    let mut file = Desk::at(&server);
    file.token = "";
    let token = file.file("token", ROOT);
    file.run(&["sync", "--list"]).ends_with(1);
    file.run(&["sync", "--list", "--token-file", &token])
        .ends_with(0);
}

on_postgres_only! {
    command_gives_up_when_nothing_can_be_written,
}
