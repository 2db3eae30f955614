//! SQLite databases. One file is migrated, and copied for each test.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use tempfile::TempDir;
use tenantry::{config::Config, db::Db};
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<TempDir> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Creates a migrated database and returns its URL.
pub(super) async fn new_database() -> String {
    let folder = TEMPLATE
        .get_or_init(|| async {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let url = format!("sqlite://{}", folder.path().join("template.db").display());
            let config = Config {
                database_url: url,
                ..Config::default()
            };
            let db = Db::open(&config.database()).await.expect("a database");
            db.migrate().await.expect("migrations");
            db.close().await;
            folder
        })
        .await;
    let copy = folder
        .path()
        .join(format!("{}.db", NUMBER.fetch_add(1, Ordering::Relaxed)));
    std::fs::copy(folder.path().join("template.db"), &copy).expect("a copy");
    format!("sqlite://{}", copy.display())
}

pub(super) fn drop_database(url: &str) {
    let file = PathBuf::from(url.trim_start_matches("sqlite://"));
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.clone().into_os_string();
        name.push(suffix);
        // The WAL files exist only while a connection is open.
        let _ = std::fs::remove_file(name);
    }
}
