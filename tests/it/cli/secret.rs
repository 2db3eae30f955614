//! Tests secrets: where they are read from, and the permissions of files that contain them.

use std::{fs::Permissions, os::unix::fs::PermissionsExt, path::Path};

use crate::support::{Program, ROOT};

use super::{folder, program};

const PRINT: [&str; 2] = ["serve", "--print-config"];

fn mode(file: &Path) -> u32 {
    let about = std::fs::metadata(file).unwrap_or_else(|_| panic!("{}", file.display()));
    about.permissions().mode() & 0o777
}

#[tokio::test]
async fn secrets_come_from_files() {
    let folder = folder();
    for (file, text) in [
        ("token", "tnt_of_a_file\n"),
        ("url", " sqlite://other.db\r\n"),
    ] {
        std::fs::write(folder.path().join(file), text).expect("written");
    }
    let server = program(&folder)
        .env("TENANTRY_ROOT_TOKEN_FILE", "token")
        .env("TENANTRY_DATABASE_URL_FILE", "url")
        // An empty variable counts as unset.
        .env("TENANTRY_ROOT_TOKEN", "")
        .start(&["serve"]);
    assert_eq!(server.status("tnt_of_a_file").await, 200);
    assert!(folder.path().join("other.db").exists());
    assert!(!folder.path().join("tenantry.db").exists());
    let output = server.stopped();
    assert!(!output.contains("tnt_"), "{output}");
}

#[test]
fn a_flag_beats_a_file_that_the_environment_names() {
    let folder = folder();
    std::fs::write(folder.path().join("url"), "sqlite://of-the-file.db").expect("written");
    let with = || program(&folder).env("TENANTRY_DATABASE_URL_FILE", "url");
    assert!(with().says(&PRINT).contains("of-the-file.db"));
    let flag = ["--database-url", "sqlite://of-the-flag.db"];
    let shown = with().says(&[&PRINT[..], &flag].concat());
    assert!(shown.contains("of-the-flag.db"), "{shown}");
}

#[test]
fn a_secret_given_twice_is_refused() {
    for (variable, value) in [
        ("TENANTRY_ROOT_TOKEN", "tnt_hush_hush"),
        ("TENANTRY_DATABASE_URL", "postgres://ann:sesame@db/x"),
    ] {
        let folder = folder();
        std::fs::write(folder.path().join("secret"), value).expect("written");
        let complaint = program(&folder)
            .env(variable, value)
            .env(&format!("{variable}_FILE"), "secret")
            .complains(&PRINT);
        let words = format!("{variable} and {variable}_FILE are both set. Unset one of them.");
        assert!(complaint.contains(&words), "{complaint}");
        assert!(!complaint.contains("hush") && !complaint.contains("sesame"));
    }
}

#[test]
fn a_file_without_a_secret_is_named() {
    let folder = folder();
    std::fs::write(folder.path().join("empty"), "\n").expect("written");
    std::fs::write(folder.path().join("bytes"), [0xff, 0xfe]).expect("written");
    for variable in ["TENANTRY_ROOT_TOKEN_FILE", "TENANTRY_DATABASE_URL_FILE"] {
        for (file, words) in [
            ("absent", "cannot be read: absent"),
            ("bytes", "cannot be read: bytes"),
            (".", "cannot be read: ."),
            ("empty", "names an empty file: empty"),
        ] {
            let complaint = program(&folder).env(variable, file).complains(&PRINT);
            assert!(
                complaint.contains(variable) && complaint.contains(words),
                "{complaint}"
            );
        }
    }
}

#[test]
fn only_its_owner_may_read_a_new_database() {
    for command in [
        &["serve"][..],
        &["migrate", "up"],
        &["demo", "--users", "10"],
    ] {
        let folder = folder();
        let files = ["tenantry.db", "tenantry.db-wal", "tenantry.db-shm"];
        let paths = files.map(|file| folder.path().join(file));
        if command == ["serve"] {
            let server = program(&folder).serve();
            assert_eq!(paths.each_ref().map(|file| mode(file)), [0o600; 3]);
            drop(server);
        } else {
            program(&folder).says(command);
        }
        assert_eq!(mode(&paths[0]), 0o600, "{command:?}");
    }
}

#[tokio::test]
async fn a_database_that_others_may_read_is_reported_and_left_as_it_is() {
    let folder = folder();
    program(&folder).says(&["migrate", "up"]);
    let file = folder.path().join("tenantry.db");
    std::fs::set_permissions(&file, Permissions::from_mode(0o640)).expect("changed");
    let server = program(&folder).serve();
    assert_eq!(server.status(ROOT).await, 200);
    while !server.log().contains("chmod 600") {
        tokio::task::yield_now().await;
    }
    assert_eq!(mode(&file), 0o640);
}

#[test]
fn a_database_in_memory_has_no_file() {
    let folder = folder();
    Program::in_folder(folder.path())
        .on("sqlite::memory:")
        .run(&["migrate", "status"]);
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 0);
}
