//! Tests `tenantry migrate`.

use crate::support::{Program, ROOT, TestApp, on_both_engines};

use super::{folder, program};

/// Returns the state and the name of each migration.
fn states(text: &str) -> Vec<(&str, &str)> {
    let lines = text
        .lines()
        .map(|line| line.rsplit_once("  ").expect("two columns"));
    lines.map(|(state, name)| (state.trim(), name)).collect()
}

async fn migrations_can_be_reverted_and_run_again(app: TestApp) {
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
fn down_reverts_one_migration_by_default() {
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
fn status_runs_no_migrations() {
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
fn command_without_tables_names_migrate_up() {
    let complaint = Program::alone().complains(&["token", "list"]);
    assert!(
        complaint.contains("run `tenantry migrate up`"),
        "{complaint}"
    );
}

async fn server_runs_missing_migrations_at_its_start(app: TestApp) {
    let on = || Program::alone().on(&app.config.database_url);
    on().says(&["migrate", "down", "--steps", "99"]);
    let server = on().serve();
    assert_eq!(server.status(ROOT).await, 200);
}

async fn database_of_a_newer_program_is_rejected(app: TestApp) {
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
    migrations_can_be_reverted_and_run_again,
    server_runs_missing_migrations_at_its_start,
    database_of_a_newer_program_is_rejected,
}
