//! The locations of users' personal data: each text and JSON column of each table is in one of two
//! lists. A test compares the lists with the tables of both databases, so every new column requires
//! a decision.

use super::ErasureStage;

/// Columns of a table that hold personal data.
#[derive(Debug)]
pub struct PersonalData {
    /// The table.
    pub table: &'static str,
    /// The columns.
    pub columns: &'static [&'static str],
    /// The stage that erases the columns. `None` if deleting the user removes the rows.
    pub step: Option<ErasureStage>,
}

/// Columns that contain personal data of users, or may contain such data because callers write the
/// text.
pub const PERSONAL: &[PersonalData] = &[
    PersonalData {
        table: "users",
        columns: &[
            "email",
            "email_key",
            "first_name",
            "last_name",
            "display_name",
            "display_name_key",
            "search_text",
            "mobile",
            "mobile_key",
            "timezone",
            "external_id",
        ],
        step: None,
    },
    // Deleting the user who was kept deletes the aliases.
    PersonalData {
        table: "user_aliases",
        columns: &["email", "email_key"],
        step: None,
    },
    // SQLite's search indexes, which follow the `users` table. PostgreSQL's search indexes are not
    // tables.
    PersonalData {
        table: "users_search",
        columns: &["search_text"],
        step: None,
    },
    PersonalData {
        table: "contacts_search",
        columns: &["email_key", "mobile_key"],
        step: None,
    },
    PersonalData {
        table: "memberships",
        columns: &["external_id", "allowed_ips", "ip_ranges", "hold_reason"],
        step: None,
    },
    PersonalData {
        table: "tokens",
        columns: &["name", "prefix", "allowed_ips"],
        step: None,
    },
    PersonalData {
        table: "job_rows",
        columns: &["operation", "ref", "error"],
        step: Some(ErasureStage::JobRows),
    },
    PersonalData {
        table: "jobs",
        columns: &["address"],
        step: Some(ErasureStage::Jobs),
    },
    PersonalData {
        table: "idempotency_keys",
        columns: &["key", "path", "outcome"],
        step: Some(ErasureStage::Outcomes),
    },
    PersonalData {
        table: "sync_pieces",
        columns: &["records"],
        step: Some(ErasureStage::SyncPieces),
    },
    PersonalData {
        table: "sync_rows",
        columns: &["person", "email_key", "content", "reason"],
        step: Some(ErasureStage::SyncRows),
    },
    PersonalData {
        table: "sync_items",
        columns: &["changes", "reason"],
        step: Some(ErasureStage::SyncItems),
    },
    PersonalData {
        table: "events",
        columns: &["before", "after", "label", "actor_label"],
        step: Some(ErasureStage::Events),
    },
];

/// Columns of a table that contain no personal data of users: constants of the code, permissions,
/// and data about orgs.
pub const NOT_PERSONAL: &[(&str, &[&str])] = &[
    ("users", &["status", "owned_by"]),
    ("group_memberships", &["owned_by"]),
    (
        "memberships",
        &[
            "role",
            "status",
            "default_reason",
            "permissions",
            "source",
            "roles",
            "owned_by",
        ],
    ),
    ("orgs", &["name", "name_key", "external_id", "status"]),
    ("groups", &["name", "name_key", "external_id"]),
    ("roles", &["name", "name_key", "permissions"]),
    ("tokens", &["kind", "scopes", "source"]),
    (
        "events",
        &["request_id", "actor_kind", "source", "entity", "verb"],
    ),
    ("jobs", &["kind", "status", "message", "request_id"]),
    ("job_rows", &["result", "code", "field", "matches"]),
    (
        "sync_uploads",
        &["format", "columns", "dropped_columns", "sha256"],
    ),
    (
        "sync_runs",
        &[
            "status",
            "source",
            "mode",
            "options",
            "sha256",
            "ignored_columns",
            "progress",
            "counts",
            "guard",
            "error_code",
            "error",
        ],
    ),
    ("sync_groups", &["name_key", "name"]),
    ("sync_rows", &["code"]),
    ("sync_items", &["action", "code"]),
    ("sync_leases", &["source"]),
    ("numbers", &["kind"]),
    ("key_version", &["place"]),
    ("seaql_migrations", &["version"]),
];
