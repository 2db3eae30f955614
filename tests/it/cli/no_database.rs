//! Tests commands in a folder without a database.

use crate::support::Program;

use super::{folder, program};

/// Commands that need an existing database.
const COMMANDS: [&[&str]; 4] = [
    &["token", "list"],
    &["token", "create", "--name", "ops"],
    &["token", "revoke", "00000000-0000-0000-0000-000000000000"],
    &["migrate", "down"],
];

#[test]
fn a_command_in_the_wrong_folder_creates_no_database() {
    for command in COMMANDS {
        let folder = folder();
        let complaint = program(&folder).complains(command);
        let file = folder
            .path()
            .canonicalize()
            .expect("a path")
            .join("tenantry.db");
        assert!(
            complaint.contains(&format!("There is no database file {}", file.display())),
            "{command:?}: {complaint}"
        );
        assert!(complaint.contains("--database-url"), "{complaint}");
        let left = std::fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(left, 0, "{command:?}");
    }
}

#[test]
fn missing_file_is_named_as_the_file_system_names_it() {
    let folder = folder();
    let url = format!("sqlite://{}/a%20b.db", folder.path().display());
    let complaint = Program::alone().on(&url).complains(&["token", "list"]);
    assert!(complaint.contains("/a b.db"), "{complaint}");
}

#[test]
fn migration_status_creates_no_database() {
    let folder = folder();
    program(&folder).says(&["migrate", "status"]);
    assert!(!folder.path().join("tenantry.db").exists());
    program(&folder).says(&["migrate", "up"]);
    assert!(folder.path().join("tenantry.db").exists());
    program(&folder).says(&["token", "list"]);
}
