//! Erasing users from files and plans of sync runs.

use serde_json::json;
use tenantry::{
    access::Actor,
    domain::{
        sync::{
            AddSyncPiece, BeginSyncUpload, Changes, Counts, Field, GroupAction, GroupChange,
            file::Piece,
        },
        user::erase::MARKER,
    },
    entity::{sync_item, sync_item::SyncAction, sync_row, sync_upload::FileFormat},
    runner::{Worker, WorkerStep},
};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::runs::{change, insert_item, insert_row, insert_run, item, run_id};

/// The name of the erased user. No other data contains it.
const NAME: &str = "zebulon";

async fn texts(app: &TestApp, select: &str) -> Vec<String> {
    let rows = app.sql(select).await;
    let text = |row: &sea_orm_migration::sea_orm::QueryResult| row.try_get_by_index(0);
    rows.iter().map(|row| text(row).expect("text")).collect()
}

async fn files_and_plans_lose_an_erased_user(app: TestApp) {
    let org = app.org("Acme").await;
    let create = format!(
        "createUser(org: \"{org}\", email: \"Zebulon@example.com\", first: \"Zebulon\", last: \"Lee\", \
         mobile: \"+491701234567\", externalId: \"E-1\")"
    );
    let user = app.done(ROOT, &create).await;
    let hold = format!(
        "holdMembership(org: \"{org}\", userId: \"{user}\", until: \"2026-02-01T00:00:00Z\", reason: \"Zebulon is on leave\")"
    );
    app.done(ROOT, &hold).await;
    app.user(org, "bob").await;

    // An upload that is not planned yet.
    let server = Actor::command_line();
    let begin = BeginSyncUpload {
        format: FileFormat::Csv,
    };
    let upload = app.app.execute(&server, begin).await.expect("begun").output;
    let piece = |number: i32, records: &str| AddSyncPiece {
        upload,
        number,
        piece: Piece {
            rows: i32::try_from(records.lines().count()).expect("few"),
            records: records.to_owned(),
        },
    };
    let bob = "[2,\"bob@example.com\",\"Bob\",\"E-1\"]\n";
    for (number, records) in (0..).zip([
        format!(
            "{bob}[3,\"ZEBULON@example.com\",\"Zebulon\",\"\"]\n[4,\"\",\"Zebulon\",\"E-1\"]\n"
        ),
        bob.to_owned(),
        bob.to_owned(),
        bob.to_owned(),
        "[5,\"zebulon@example.com\",\"Zebulon\",\"\"]\n".to_owned(),
    ]) {
        let added = app.app.execute(&server, piece(number, &records)).await;
        added.expect("added");
    }

    // A plan that is being made, and one that is complete.
    let counts = Counts {
        created: 1,
        updated: 2,
        ..Counts::default()
    };
    insert_run(&app, 1, &[(org, true)], &counts).await;
    let row = |line: i32, person: &str, email: Option<&str>, content: &str| sync_row::Model {
        run_id: run_id(1).into(),
        line,
        person: person.to_owned(),
        org_id: Some(org.into()),
        user_id: None,
        email_key: email.map(str::to_owned),
        content: Some(content.to_owned()),
        code: None,
        reason: None,
        is_unchanged: None,
    };
    let email = "zebulon@example.com";
    let content =
        format!("{{\"line\":2,\"email\":\"{email}\",\"first\":{{\"Value\":\"Zebulon\"}}}}");
    insert_row(&app, row(2, email, Some(email), &content)).await;
    let content = "{\"line\":3,\"email\":\"bob@example.com\"}";
    insert_row(
        &app,
        row(3, "bob@example.com", Some("bob@example.com"), content),
    )
    .await;
    let created = Changes {
        fields: vec![
            change(Field::Email, None, Some("zebulon@example.com")),
            change(Field::First, None, Some("Zebulon")),
            change(Field::Role, None, Some("user")),
        ],
        groups: vec![GroupChange {
            name: "Ops".to_owned(),
            group: None,
            action: GroupAction::Join,
            owned_before: None,
            owned_by: None,
        }],
        ..Changes::default()
    };
    insert_item(&app, item(0, SyncAction::Create, &created)).await;
    let updated = Changes {
        fields: vec![change(Field::Mobile, Some("+491701234567"), None)],
        ..Changes::default()
    };
    let of_user = sync_item::Model {
        user_id: Some(user.into()),
        reason: Some("Zebulon is suspended.".to_owned()),
        ..item(1, SyncAction::Update, &updated)
    };
    insert_item(&app, of_user).await;
    let other = Changes {
        fields: vec![change(Field::First, Some("Bob"), Some("Rob"))],
        ..Changes::default()
    };
    insert_item(&app, item(2, SyncAction::Update, &other)).await;

    let erase = format!(
        "mutation {{ it: deleteUser(userId: \"{user}\", erase: true) {{ result error }} }}"
    );
    let erased = app.data(ROOT, &erase).await;
    assert_eq!(erased["it"]["result"], "removed", "{erased:#}");
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}

    let jobs = app
        .read(ROOT, "jobs { nodes { status failed message } }")
        .await;
    assert_eq!(jobs["nodes"][0]["status"], "COMPLETED", "{jobs:#}");
    for (table, columns) in [
        ("sync_pieces", "records"),
        (
            "sync_rows",
            "person || coalesce(email_key, '') || coalesce(content, '') || coalesce(reason, '')",
        ),
        ("sync_items", "changes || coalesce(reason, '')"),
        (
            "events",
            "coalesce(CAST(before AS text), '') || coalesce(CAST(after AS text), '')",
        ),
    ] {
        for text in texts(&app, &format!("SELECT {columns} FROM {table}")).await {
            let is_named = text.to_lowercase().contains(NAME) || text.contains("1701234567");
            assert!(!is_named, "{table}: {text}");
        }
    }
    // Records keep their lines, and those of others stay.
    let pieces = texts(&app, "SELECT records FROM sync_pieces ORDER BY number").await;
    let erased = |line: i32| json!([line, MARKER, MARKER, MARKER]).to_string() + "\n";
    assert_eq!(pieces[0], format!("{bob}{}{}", erased(3), erased(4)));
    assert_eq!(pieces[1..4], [bob, bob, bob]);
    assert_eq!(pieces[4], erased(5));
    let codes = texts(
        &app,
        "SELECT coalesce(code, '') || coalesce(content, '') FROM sync_rows ORDER BY line",
    )
    .await;
    assert_eq!(codes, ["USER_NOT_FOUND", content]);
    let id = run_id(1);
    let items = "plan { items { nodes { reason fields { name before after } } } }";
    let run = app
        .read(ROOT, &format!("syncRun(id: \"{id}\") {{ {items} }}"))
        .await;
    assert_eq!(
        run["plan"]["items"]["nodes"],
        json!([
            { "reason": null, "fields": [
                { "name": "email", "before": null, "after": MARKER },
                { "name": "first", "before": null, "after": MARKER },
                { "name": "role", "before": null, "after": "user" },
                { "name": "groups", "before": null, "after": "Ops" }] },
            { "reason": MARKER, "fields": [{ "name": "mobile", "before": MARKER, "after": null }] },
            { "reason": null, "fields": [{ "name": "first", "before": "Bob", "after": "Rob" }] },
        ])
    );
}

on_both_engines! {
    files_and_plans_lose_an_erased_user,
}
