//! Tests that the program continues when its terminal closes (SIGHUP).

use std::process::Command;

use crate::support::{Program, ROOT};

use super::{folder, program};

fn hang_up(process: u32) {
    let kill = Command::new("kill")
        .args(["-HUP", &process.to_string()])
        .status();
    assert!(kill.expect("kill").success());
}

#[tokio::test]
async fn server_continues_when_its_terminal_closes() {
    let server = Program::alone().serve();
    hang_up(server.process());
    // The signal is delivered before the server responds to a request that was sent after it.
    assert_eq!(server.status(ROOT).await, 200);
    assert!(server.stopped().contains("tenantry"));
}

#[test]
fn long_command_continues_when_its_terminal_closes() {
    let folder = folder();
    let mut demo = program(&folder).spawn(&["demo", "--users", "20000"]);
    while !folder.path().join("tenantry.db").exists() {
        std::thread::yield_now();
    }
    assert!(demo.try_wait().expect("its state").is_none(), "demo ended");
    hang_up(demo.id());
    assert!(demo.wait().expect("its end").success());
    let copied = program(&folder).says(&["backup", "copy.db"]);
    assert!(copied.contains("checked"), "{copied}");
}
