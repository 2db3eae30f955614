//! `tenantry demo`.

use crate::support::{Program, TestApp, on_both_engines};

use super::{folder, program};

async fn it_says_what_it_made_and_is_not_run_twice(app: TestApp) {
    let demo = || Program::alone().on(&app.config.database_url);
    let sizes = ["demo", "--users", "50", "--orgs", "3", "--groups", "4"];
    let done = demo().run(&sizes);
    let said = String::from_utf8(done.stdout).expect("text");
    assert!(done.status.success(), "{said}");
    // No bar where nobody watches.
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    let counts = app.row_counts().await;
    for (number, table) in counts.iter().zip([
        "users",
        "orgs",
        "memberships",
        "groups",
        "group memberships",
    ]) {
        assert!(said.contains(&format!(" {number}  {table}\n")), "{said}");
    }
    assert!(said.contains("rows/s"), "{said}");
    let complaint = demo().complains(&sizes);
    assert!(complaint.contains("has users or orgs"), "{complaint}");
    assert_eq!(app.row_counts().await, counts);
}

#[test]
fn it_makes_and_migrates_the_database() {
    let folder = folder();
    let said = program(&folder).says(&["demo"]);
    assert!(said.contains(" 1000  users\n"), "{said}");
    assert!(
        program(&folder)
            .says(&["migrate", "status"])
            .contains("done")
    );
}

#[test]
fn its_help_says_that_no_events_are_written() {
    let help = Program::alone().says(&["demo", "--help"]);
    assert!(help.contains("No events are written"), "{help}");
}

#[test]
fn numbers_out_of_bounds_touch_nothing() {
    let folder = folder();
    let complaint = program(&folder).complains(&["demo", "--users", "10000001"]);
    assert!(
        complaint.contains("`users` must be at most 10000000"),
        "{complaint}"
    );
    assert!(!folder.path().join("tenantry.db").exists());
}

on_both_engines! {
    it_says_what_it_made_and_is_not_run_twice,
}
