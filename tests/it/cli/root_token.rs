//! The root token: made at the first start, or configured.

use super::{folder, program};

/// The token that a server printed.
fn printed(said: &str) -> Option<&str> {
    let (_, rest) = said.split_once("root token  ")?;
    rest.split_whitespace().next()
}

#[tokio::test]
async fn the_first_start_prints_a_root_token_and_no_other_does() {
    let folder = folder();
    let first = program(&folder).start(&["serve"]).stopped();
    let token = printed(&first).expect("a token");
    let server = program(&folder).start(&["serve"]);
    assert_eq!(server.status(token).await, 200);
    assert_eq!(printed(&server.stopped()), None);
}

#[tokio::test]
async fn without_a_command_it_serves() {
    let folder = folder();
    let server = program(&folder).start(&[]);
    assert_eq!(server.status("tnt_nobody").await, 401);
    assert!(folder.path().join("tenantry.db").exists());
}

#[tokio::test]
async fn a_configured_root_token_is_in_force_and_never_printed() {
    let folder = folder();
    let with = |token| program(&folder).env("TENANTRY_ROOT_TOKEN", token);
    let server = with("tnt_configured_one").start(&["serve"]);
    assert_eq!(server.status("tnt_configured_one").await, 200);
    let said = server.stopped();
    assert!(!said.contains("tnt_"), "{said}");
    let again = with("tnt_configured_one").start(&["serve"]);
    assert_eq!(again.status("tnt_configured_one").await, 200);
}

#[tokio::test]
async fn a_changed_root_token_revokes_the_former_one() {
    let folder = folder();
    let with = |token| program(&folder).env("TENANTRY_ROOT_TOKEN", token);
    with("tnt_configured_one").start(&["serve"]).stopped();
    let server = with("tnt_configured_two").start(&["serve"]);
    assert_eq!(server.status("tnt_configured_one").await, 401);
    assert_eq!(server.status("tnt_configured_two").await, 200);
    let said = server.stopped();
    assert!(said.contains("a former one is revoked"), "{said}");
}

#[tokio::test]
async fn a_configured_root_token_revokes_the_printed_one() {
    let folder = folder();
    let first = program(&folder).start(&["serve"]).stopped();
    let server = program(&folder)
        .env("TENANTRY_ROOT_TOKEN", "tnt_configured")
        .start(&["serve"]);
    assert_eq!(server.status(printed(&first).expect("a token")).await, 401);
    assert_eq!(server.status("tnt_configured").await, 200);
}

#[test]
fn a_root_token_that_was_revoked_does_not_come_back() {
    let folder = folder();
    let with = |token| program(&folder).env("TENANTRY_ROOT_TOKEN", token);
    with("tnt_configured_one").start(&["serve"]).stopped();
    with("tnt_configured_two").start(&["serve"]).stopped();
    let complaint = with("tnt_configured_one").complains(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(complaint.contains("choose a new one"), "{complaint}");
    assert!(!complaint.contains("tnt_"), "{complaint}");
}
