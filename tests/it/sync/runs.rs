//! Runs that tests insert, without a file.

use sea_orm_migration::sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use tenantry::{
    domain::sync::{Changes, Counts, Field, FieldChange},
    entity::{
        sync_item::{self, SyncAction},
        sync_row,
        sync_run::{self, SyncMode, SyncStatus},
        sync_scope,
    },
};
use uuid::Uuid;

use crate::support::TestApp;

/// Returns the id of the run with this number.
pub(crate) fn run_id(number: usize) -> Uuid {
    Uuid::from_u128(number as u128)
}

/// Inserts a planned run of these orgs, each with whether the run touches it. Runs after the first
/// revert the first one.
pub(crate) async fn insert_run(
    app: &TestApp,
    number: usize,
    orgs: &[(Uuid, bool)],
    counts: &Counts,
) -> Uuid {
    let conn = app.app.db().writer();
    let now = app.clock.now();
    let items = counts.created + counts.joined + counts.updated + counts.conflicts;
    let run = sync_run::Model {
        id: run_id(number).into(),
        status: SyncStatus::Planned,
        upload_id: None,
        org_id: None,
        source: "hr".to_owned(),
        mode: SyncMode::Replace,
        options: json!({
            "preset": "auto", "map": null, "empty_clears": false, "create_groups": false,
            "take_over": false, "default_role": "USER",
        }),
        revert_of: (number > 1).then(|| run_id(1).into()),
        token_id: None,
        job_id: None,
        sha256: Some("ab".repeat(32)),
        ignored_columns: json!(["Fax"]),
        progress: json!({}),
        counts: serde_json::to_value(counts).expect("JSON"),
        guard: json!({ "removals": 3, "limit": 20, "tripped": false, "reasons": [] }),
        items: i32::try_from(items).expect("few") + i32::from(counts.unchanged > 0),
        applied: 0,
        failed: 0,
        partial: 0,
        error_code: None,
        error: None,
        created_at: now,
        planned_at: Some(now),
        applied_at: None,
        updated_at: now,
    };
    sync_run::Entity::insert(run.into_active_model())
        .exec_without_returning(&conn)
        .await
        .expect("a run");
    for (org, is_touched) in orgs {
        let scope = sync_scope::Model {
            run_id: run_id(number).into(),
            org_id: (*org).into(),
            is_touched: *is_touched,
            removals: 0,
            leaving: 0,
            joining: 0,
        };
        sync_scope::Entity::insert(scope.into_active_model())
            .exec_without_returning(&conn)
            .await
            .expect("a scope");
    }
    run_id(number)
}

/// Inserts an item.
pub(super) async fn insert_item(app: &TestApp, item: sync_item::Model) {
    sync_item::Entity::insert(item.into_active_model())
        .exec_without_returning(&app.app.db().writer())
        .await
        .expect("an item");
}

/// Inserts a staged row.
pub(super) async fn insert_row(app: &TestApp, row: sync_row::Model) {
    sync_row::Entity::insert(row.into_active_model())
        .exec_without_returning(&app.app.db().writer())
        .await
        .expect("a row");
}

/// Returns an item of the first run, of one line.
pub(super) fn item(position: i32, action: SyncAction, changes: &Changes) -> sync_item::Model {
    sync_item::Model {
        run_id: run_id(1).into(),
        position,
        line: Some(position + 2),
        lines: 1,
        action,
        org_id: None,
        user_id: None,
        is_hidden: false,
        code: None,
        reason: None,
        changes: serde_json::to_string(changes).expect("JSON"),
    }
}

/// Returns a change of a field.
pub(super) fn change(field: Field, before: Option<&str>, after: Option<&str>) -> FieldChange {
    FieldChange {
        field,
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        kept: None,
    }
}
