//! Tests `tenantry demo`.

use crate::support::{Program, TestApp, on_both_engines};

use super::{folder, program};

async fn demo_prints_its_counts_and_does_not_run_twice(app: TestApp) {
    let demo = || Program::alone().on(&app.config.database_url);
    let sizes = ["demo", "--users", "50", "--orgs", "3", "--groups", "4"];
    let done = demo().run(&sizes);
    let text = String::from_utf8(done.stdout).expect("text");
    assert!(done.status.success(), "{text}");
    // Without a terminal there is no progress bar.
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    let counts = app.row_counts().await;
    for (number, table) in counts.iter().zip([
        "users",
        "orgs",
        "memberships",
        "groups",
        "group memberships",
    ]) {
        assert!(text.contains(&format!(" {number}  {table}\n")), "{text}");
    }
    assert!(text.contains("rows/s"), "{text}");
    let complaint = demo().complains(&sizes);
    assert!(complaint.contains("has users or orgs"), "{complaint}");
    assert_eq!(app.row_counts().await, counts);
}

#[test]
fn demo_creates_and_migrates_the_database() {
    let folder = folder();
    let text = program(&folder).says(&["demo"]);
    assert!(text.contains(" 1000  users\n"), "{text}");
    assert!(
        program(&folder)
            .says(&["migrate", "status"])
            .contains("done")
    );
}

#[test]
fn help_states_that_no_events_are_written() {
    let help = Program::alone().says(&["demo", "--help"]);
    assert!(help.contains("No events are written"), "{help}");
}

#[test]
fn out_of_bounds_numbers_create_no_database() {
    let folder = folder();
    let complaint = program(&folder).complains(&["demo", "--users", "10000001"]);
    assert!(
        complaint.contains("`users` must be at most 10000000"),
        "{complaint}"
    );
    assert!(!folder.path().join("tenantry.db").exists());
}

on_both_engines! {
    demo_prints_its_counts_and_does_not_run_twice,
}
