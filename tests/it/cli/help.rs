//! Tests the output of `--help`.

use crate::support::Program;

#[test]
fn options_of_the_command_come_before_the_common_ones() {
    for (command, own) in [
        (&["token", "create"][..], "--name"),
        (&["demo"], "--users"),
        (&["serve"], "--print-config"),
        (&["migrate", "down"], "--steps"),
        (&["healthcheck"], "--timeout"),
    ] {
        let help = Program::alone().says(&[command, &["--help"]].concat());
        let (first, common) = help
            .split_once("Common options:")
            .unwrap_or_else(|| panic!("{help}"));
        assert!(first.contains(own), "{help}");
        assert!(
            !first.contains("--listen") && common.contains("--listen"),
            "{help}"
        );
        assert!(!common.contains(&format!("{own} ")), "{help}");
    }
}

#[test]
fn every_setting_is_a_common_option() {
    for help in [&["--help"][..], &["token", "list", "--help"]] {
        let help = Program::alone().says(help);
        let (first, _) = help.split_once("Common options:").expect("a heading");
        let others = first.lines().filter(|line| line.trim().starts_with("--"));
        assert_eq!(others.count(), 0, "{help}");
    }
}
