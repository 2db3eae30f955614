//! `tenantry migrate`.

use crate::support::{Program, ROOT, TestApp, on_both_engines};

use super::{folder, program};

/// The state of each migration, and its name.
fn states(said: &str) -> Vec<(&str, &str)> {
    let lines = said
        .lines()
        .map(|line| line.rsplit_once("  ").expect("two columns"));
    lines.map(|(state, name)| (state.trim(), name)).collect()
}

async fn migrations_are_taken_back_and_run_again(app: TestApp) {
    let migrate = |step: &[&str]| {
        let arguments = [&["migrate"], step].concat();
        Program::alone()
            .on(&app.config.database_url)
            .says(&arguments)
    };
    let all = migrate(&["status"]);
    assert!(
        states(&all).iter().all(|(state, _)| *state == "done"),
        "{all}"
    );
    let number = states(&all).len().to_string();
    let none = migrate(&["down", "--steps", &number]);
    assert!(
        states(&none).iter().all(|(state, _)| *state == "to run"),
        "{none}"
    );
    assert_eq!(migrate(&["status"]), none);
    assert_eq!(migrate(&["up"]), all);
    assert_eq!(migrate(&["up"]), all);
}

#[test]
fn one_step_is_taken_back_unless_more_are_named() {
    let folder = folder();
    let up = program(&folder).says(&["migrate", "up"]);
    let down = program(&folder).says(&["migrate", "down"]);
    let changed = states(&up)
        .into_iter()
        .zip(states(&down))
        .filter(|(before, after)| before != after);
    assert_eq!(changed.count(), 1);
}

#[test]
fn looking_at_the_migrations_runs_none() {
    let folder = folder();
    let before = program(&folder).says(&["migrate", "status"]);
    assert!(!states(&before).is_empty());
    assert!(
        states(&before).iter().all(|(state, _)| *state == "to run"),
        "{before}"
    );
    assert_eq!(program(&folder).says(&["migrate", "status"]), before);
}

#[test]
fn a_command_that_needs_tables_says_how_to_make_them() {
    let complaint = Program::alone().complains(&["token", "list"]);
    assert!(
        complaint.contains("Run `tenantry migrate up`"),
        "{complaint}"
    );
}

async fn a_server_migrates_by_itself(app: TestApp) {
    let on = || Program::alone().on(&app.config.database_url);
    on().says(&["migrate", "down", "--steps", "99"]);
    let server = on().serve();
    assert_eq!(server.status(ROOT).await, 200);
}

async fn a_database_of_a_newer_program_is_left_alone(app: TestApp) {
    let add =
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m99999999_000000_later', 0)";
    app.sql(add).await;
    let complaint = Program::alone()
        .on(&app.config.database_url)
        .complains(&["serve"]);
    assert!(
        complaint.contains("was migrated by a newer tenantry"),
        "{complaint}"
    );
}

on_both_engines! {
    migrations_are_taken_back_and_run_again,
    a_server_migrates_by_itself,
    a_database_of_a_newer_program_is_left_alone,
}
