//! Tests the sources of settings, and how the settings are shown.

use crate::support::Program;

use super::{folder, program};

const PRINT: [&str; 2] = ["serve", "--print-config"];

/// Parses the printed settings. Returns a function from the name of a setting to its value.
fn shown(text: &str) -> impl Fn(&str) -> String + use<> {
    let table: toml::Table = text.parse().expect("TOML");
    move |name| {
        table
            .get(name)
            .map_or_else(String::new, ToString::to_string)
    }
}

#[test]
fn flags_beat_the_environment_which_beats_the_file() {
    let folder = folder();
    let file = "max_depth = 2\nmax_batch = 2\nmax_root_fields = 2\n";
    std::fs::write(folder.path().join("tenantry.toml"), file).expect("a file");
    let program = program(&folder)
        .env("TENANTRY_MAX_DEPTH", "3")
        .env("TENANTRY_MAX_BATCH", "3");
    let config = shown(&program.says(&["serve", "--print-config", "--max-batch", "4"]));
    assert_eq!(
        ["max_root_fields", "max_depth", "max_batch"].map(config),
        ["2", "3", "4"]
    );
}

#[test]
fn defaults_are_as_documented() {
    let config = shown(&Program::alone().says(&PRINT));
    for (name, value) in [
        ("listen", "\"127.0.0.1:8080\""),
        ("database_url", "\"sqlite://tenantry.db\""),
        ("max_body_bytes", "8388608"),
        ("max_depth", "15"),
        ("max_root_fields", "100"),
        ("max_batch", "10"),
        ("request_timeout", "\"30s\""),
        ("max_connections", "10000"),
        ("idle_timeout", "\"1m 15s\""),
        ("cors_origins", "[]"),
        ("slow_request", "\"1s\""),
        ("slow_statement", "\"250ms\""),
    ] {
        assert_eq!(config(name), value, "{name}");
    }
}

#[test]
fn printing_the_settings_creates_no_database() {
    let folder = folder();
    program(&folder).says(&PRINT);
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        0
    );
}

#[test]
fn secrets_are_not_shown() {
    let program = Program::alone()
        .env("TENANTRY_ROOT_TOKEN", "tnt_hush_hush")
        .on("postgres://ann:sesame@db.example.com/directory");
    let text = program.says(&PRINT);
    assert!(!text.contains("hush") && !text.contains("sesame"), "{text}");
    let config = shown(&text);
    assert_eq!(config("root_token"), "\"(hidden)\"");
    assert_eq!(
        config("database_url"),
        "\"postgres://ann:(hidden)@db.example.com/directory\""
    );
}

#[test]
fn config_file_can_be_named() {
    let folder = folder();
    std::fs::write(folder.path().join("other.toml"), "max_depth = 7").expect("a file");
    let by_flag = program(&folder).says(&["serve", "--print-config", "--config", "other.toml"]);
    let by_environment = program(&folder)
        .env("TENANTRY_CONFIG", "other.toml")
        .says(&PRINT);
    assert_eq!(
        [by_flag, by_environment].map(|text| shown(&text)("max_depth")),
        ["7", "7"]
    );
}

#[test]
fn invalid_setting_is_named() {
    for (name, value) in [
        ("max_depth", "many"),
        ("listen", "here"),
        ("request_timeout", "soon"),
        ("trusted_proxies", "everybody"),
        ("cors_origins", "*"),
        ("cors_origins", "admin.example.com"),
        ("max_connections", "0"),
        ("idle_timeout", "0s"),
        ("slow_request", "soon"),
        ("slow_statement", "soon"),
        ("default_region", "Germany"),
        ("root_token", "short"),
        ("console", "perhaps"),
        ("playground", "perhaps"),
        ("log_format", "prose"),
    ] {
        let variable = format!("TENANTRY_{}", name.to_uppercase());
        let complaint = Program::alone().env(&variable, value).complains(&PRINT);
        assert!(
            complaint.to_lowercase().contains(name),
            "{name}: {complaint}"
        );
    }
}

#[test]
fn unknown_setting_is_named() {
    let folder = folder();
    std::fs::write(folder.path().join("tenantry.toml"), "max_dept = 7").expect("a file");
    let complaint = program(&folder).complains(&PRINT);
    assert!(complaint.contains("max_dept"), "{complaint}");
}

#[test]
fn a_database_of_an_unknown_kind_is_refused() {
    let complaint = Program::alone()
        .on("mysql://db/directory")
        .complains(&["serve"]);
    assert!(
        complaint.contains("`database_url` must begin with sqlite:// or postgres://"),
        "{complaint}"
    );
}

#[test]
fn a_database_that_cannot_be_opened_ends_the_program_with_the_reason() {
    let complaint = Program::alone()
        .on("sqlite://no/such/folder/a.db")
        .complains(&["serve"]);
    assert!(
        complaint.contains("unable to open database file"),
        "{complaint}"
    );
}

#[test]
fn an_address_in_use_ends_the_program_and_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let complaint = Program::alone().complains(&["--listen", &address]);
    assert!(
        complaint.contains(&format!("`listen` cannot be used: {address}")),
        "{complaint}"
    );
}
