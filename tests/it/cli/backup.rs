//! Tests `tenantry backup`.

use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::support::{Program, ROOT, Server};

use super::{folder, program};

async fn ask(server: &Server, query: &str) -> Json {
    let request = reqwest::Client::new().post(server.url("/graphql"));
    let reply = request
        .bearer_auth(ROOT)
        .json(&json!({ "query": query }))
        .send()
        .await
        .expect("a reply");
    let reply: Json = reply.json().await.expect("JSON");
    assert!(reply.get("errors").is_none(), "{reply}");
    reply["data"]["it"].clone()
}

async fn create(server: &Server, name: &str) {
    let made = ask(
        server,
        &format!("mutation {{ it: createOrg(name: \"{name}\") {{ result }} }}"),
    )
    .await;
    assert_eq!(made["result"], "created");
}

/// Returns the names of the files in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("text")
        })
        .collect();
    names.sort();
    names
}

/// Creates a folder with a database of demo data.
fn filled() -> TempDir {
    let folder = folder();
    program(&folder).says(&["demo", "--users", "20000"]);
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_of_a_busy_server_is_complete_and_can_be_served() {
    let folder = filled();
    let server = Arc::new(program(&folder).serve());
    create(&server, "Before").await;
    let (stop, written) = (Arc::new(AtomicBool::new(false)), server.clone());
    let writer = {
        let stop = stop.clone();
        tokio::spawn(async move {
            let mut number = 0;
            while !stop.load(Ordering::Relaxed) {
                create(&written, &format!("Meanwhile {number}")).await;
                number += 1;
            }
            number
        })
    };
    let backup = program(&folder);
    let text = tokio::task::spawn_blocking(move || backup.says(&["backup", "copy.db"]))
        .await
        .expect("a backup");
    stop.store(true, Ordering::Relaxed);
    assert!(writer.await.expect("no failure") > 0);
    assert!(
        text.starts_with("copy.db: ") && text.contains("checked"),
        "{text}"
    );
    let copy = Program::in_folder(folder.path())
        .on("sqlite://copy.db")
        .serve();
    let found = ask(&copy, "{ it: org(name: \"Before\") { name } }").await;
    assert_eq!(found["name"], "Before");
    // The search index was copied too, and is up to date.
    let people = ask(&copy, "{ it: findUserBy(name: \"anders\") { name } }").await;
    assert_eq!(people.as_array().map(Vec::len), Some(10));
    create(&copy, "After").await;
}

#[test]
fn backup_is_private_and_leaves_no_other_files() {
    let folder = folder();
    program(&folder).says(&["demo", "--users", "10"]);
    let there = names(folder.path());
    std::fs::create_dir(folder.path().join("copies")).expect("a folder");
    program(&folder).says(&["backup", "copies/today.db"]);
    let copies = folder.path().join("copies");
    assert_eq!(names(&copies), ["today.db"]);
    let about = std::fs::metadata(copies.join("today.db")).expect("a file");
    assert_eq!(about.permissions().mode() & 0o777, 0o600);
    std::fs::remove_dir_all(copies).expect("removed");
    assert_eq!(names(folder.path()), there);
}

#[test]
fn existing_file_is_not_overwritten() {
    let folder = folder();
    program(&folder).says(&["demo", "--users", "10"]);
    std::fs::write(folder.path().join("copy.db"), "mine").expect("written");
    let complaint = program(&folder).complains(&["backup", "copy.db"]);
    assert!(complaint.contains("already exists"), "{complaint}");
    let kept = std::fs::read_to_string(folder.path().join("copy.db")).expect("text");
    assert_eq!(kept, "mine");
}

#[test]
fn a_failed_backup_leaves_no_file() {
    let folder = folder();
    let complaint = program(&folder).complains(&["backup", "copy.db"]);
    assert!(
        complaint.contains("`database_url` cannot be read"),
        "{complaint}"
    );
    assert_eq!(names(folder.path()), Vec::<String>::new());
    std::fs::write(
        folder.path().join("tenantry.db"),
        "no database".repeat(1_000),
    )
    .expect("written");
    program(&folder).complains(&["backup", "copy.db"]);
    assert_eq!(names(folder.path()), ["tenantry.db"]);
    let complaint = program(&folder).complains(&["backup", "nowhere/copy.db"]);
    assert!(
        complaint.contains("`file` cannot be written"),
        "{complaint}"
    );
}

#[test]
fn backup_runs_no_migrations() {
    let folder = folder();
    program(&folder).says(&["migrate", "up"]);
    let down = program(&folder).says(&["migrate", "down", "--steps", "99"]);
    program(&folder).says(&["backup", "copy.db"]);
    for database in ["sqlite://tenantry.db", "sqlite://copy.db"] {
        let states = program(&folder).on(database).says(&["migrate", "status"]);
        assert_eq!(states, down);
    }
}

#[test]
fn backup_of_postgres_names_pg_dump() {
    let folder = folder();
    let complaint = program(&folder)
        .on("postgres://nobody@127.0.0.1:1/nothing")
        .complains(&["backup", "copy.db"]);
    assert!(complaint.contains("pg_dump"), "{complaint}");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}
