//! Tests sync.py against a server whose workers run the jobs.

use serde_json::json;
use tenantry::runner::Runner;

use crate::support::{ROOT, Served, TestApp, on_both_engines};

use super::{Csv, output, texts};

const PEOPLE: &str = "email,external_id,first,last,role,groups\n\
    ann@example.com,hr-1,Ann,Lee,admin,Staff\n\
    bob@example.com,hr-2,Bob,Ray,user,Staff;Night\n";

/// A server with a worker.
struct Desk {
    served: Served,
    runner: Runner,
}

impl Desk {
    async fn new(app: &TestApp) -> Self {
        app.org("Acme").await;
        Self {
            served: Served::new(app).await,
            runner: Runner::start(&app.app, 1),
        }
    }

    async fn run(&self, arguments: &[&str]) -> (String, String, i32) {
        let mut command = self.served.command("python3", "sync.py");
        command.args(arguments);
        texts(output(command).await)
    }

    async fn sync(&self, text: &str, arguments: &[&str]) -> (String, String, i32) {
        let csv = Csv::new(text);
        let file = csv.path.to_str().expect("text");
        let fixed = [file, "--source", "hr", "--org", "Acme"];
        self.run(&[&fixed, arguments].concat()).await
    }
}

async fn plan_is_printed_and_then_applied(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (out, failed, code) = desk.sync(PEOPLE, &["--create-groups"]).await;
    assert_eq!((failed.as_str(), code), ("", 2));
    assert!(
        out.contains("CREATE  line 2  ann@example.com  Acme"),
        "{out}"
    );
    assert!(out.contains("created 2"), "{out}");
    let (_, run) = out.rsplit_once("run ").expect("a run");
    let (out, failed, code) = desk.run(&["--apply-run", run]).await;
    assert_eq!((failed.as_str(), code), ("", 0));
    assert_eq!(out, "applied: 0 failed, 0 conflicts");
    let find =
        "{ user(email: \"bob@example.com\") { name memberships { nodes { externalId role } } } }";
    let bob = app.data(ROOT, find).await;
    assert_eq!(bob["user"]["name"], "Bob Ray");
    let (out, failed, code) = desk.sync(PEOPLE, &["--mode", "replace"]).await;
    assert_eq!(
        (out.as_str(), failed.as_str(), code),
        ("unchanged 2", "", 0)
    );
    desk.runner.stop().await;
}

async fn invalid_file_is_reported_with_its_position(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (_, failed, code) = desk.sync("email,first\nann@example.com\n", &[]).await;
    assert_eq!(code, 1);
    assert!(failed.contains("line 2, column 1: "), "{failed}");
    let (_, failed, code) = desk.run(&["people.csv"]).await;
    assert_eq!(code, 1);
    assert!(failed.contains("--source"), "{failed}");
    desk.runner.stop().await;
}

async fn conflicts_and_the_guard_are_exit_codes(app: TestApp) {
    let desk = Desk::new(&app).await;
    let rows = |numbers: std::ops::Range<usize>| -> String {
        let row = |n| format!("p{n}@example.com,P,N{n},user\n");
        numbers.map(row).collect()
    };
    let header = "email,first,last,role\n";
    let file = format!("{header}{}eve@example.com,Eve,Evil,boss\n", rows(0..30));
    let (out, _, code) = desk.sync(&file, &["--apply"]).await;
    assert_eq!(code, 3, "{out}");
    assert!(out.contains("CONFLICT  line 32"), "{out}");
    let few = format!("{header}{}", rows(0..2));
    let replace = ["--mode", "replace", "--apply"];
    let (_, failed, code) = desk.sync(&few, &replace).await;
    assert_eq!(code, 4, "{failed}");
    let confirmed = [&replace[..], &["--expect-removals", "28"]].concat();
    let (_, failed, code) = desk.sync(&few, &confirmed).await;
    assert_eq!((failed.as_str(), code), ("", 0));
    let active = "{ memberships(filter: { status: ACTIVE }) { totalCount } }";
    let active = app.data(ROOT, active).await;
    assert_eq!(active["memberships"], json!({ "totalCount": 2 }));
    desk.runner.stop().await;
}

on_both_engines! {
    plan_is_printed_and_then_applied,
    invalid_file_is_reported_with_its_position,
    conflicts_and_the_guard_are_exit_codes,
}
