//! Users with a single name: the last name may be empty and can be cleared, but every user has some
//! name.

use serde_json::json;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

async fn names(app: &TestApp, user: Uuid) -> [String; 3] {
    let read = format!("user(id: \"{user}\") {{ first last name }}");
    let read = app.read(ROOT, &read).await;
    ["first", "last", "name"].map(|name| read[name].as_str().expect("text").to_owned())
}

async fn a_user_may_have_one_name(app: TestApp) {
    let org = app.org("Acme").await;
    for (mailbox, last) in [("empty", ""), ("blank", " \\u00a0")] {
        let create = format!(
            "createUser(org: \"{org}\", email: \"{mailbox}@example.com\", first: \"Sukarno\", last: \"{last}\")"
        );
        let user = app.done(ROOT, &create).await;
        assert_eq!(names(&app, user).await, ["Sukarno", "", "Sukarno"]);
        let again = app.mutate(ROOT, &create).await;
        assert_eq!(again["result"], json!("unchanged"));
    }
    let found = app
        .read(ROOT, "findUserBy(name: \"sukarno\") { name }")
        .await;
    assert_eq!(found.as_array().map(Vec::len), Some(2));
    let upsert = "upsertUser(input: { email: \"u@example.com\", first: \"Cher\", last: \"\" })";
    let user = app.done(ROOT, upsert).await;
    assert_eq!(names(&app, user).await, ["Cher", "", "Cher"]);
    // With an empty last name and no first name, the user is named after the address.
    let upsert = "upsertUser(input: { email: \"prince@example.com\", last: \"\" })";
    let user = app.done(ROOT, upsert).await;
    assert_eq!(names(&app, user).await, ["prince", "", "prince"]);
}

async fn a_last_name_can_be_cleared(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let update = |what: &str| format!("updateUser(userId: \"{user}\", {what})");
    for clear in [
        update("last: \"\""),
        "upsertUser(input: { email: \"ann@example.com\", last: \" \" })".to_owned(),
    ] {
        app.done(ROOT, &update("last: \"Lee\"")).await;
        assert_eq!(names(&app, user).await, ["ann", "Lee", "ann Lee"]);
        app.done(ROOT, &clear).await;
        assert_eq!(names(&app, user).await, ["ann", "", "ann"]);
        let again = app.mutate(ROOT, &clear).await;
        assert_eq!(again["result"], json!("unchanged"));
        let found = app.read(ROOT, "findUserBy(name: \"lee\") { id }").await;
        assert_eq!(found, json!([]));
    }
}

async fn the_last_name_cannot_be_cleared_if_it_is_the_only_name(app: TestApp) {
    let upsert = "upsertUser(input: { email: \"d@example.com\", last: \"Dee\" })";
    let user = app.done(ROOT, upsert).await;
    let update = |what: &str| format!("updateUser(userId: \"{user}\", {what})");
    let clears = [
        update("last: \"\""),
        "upsertUser(input: { email: \"d@example.com\", last: \"\" })".to_owned(),
    ];
    for clear in &clears {
        app.refuses(ROOT, clear, "INVALID_VALUE", "last").await;
    }
    assert_eq!(names(&app, user).await, ["", "Dee", "Dee"]);
    app.done(ROOT, &update("last: \"\", name: \"D\"")).await;
    assert_eq!(names(&app, user).await, ["", "", "D"]);
}

on_both_engines! {
    a_user_may_have_one_name,
    a_last_name_can_be_cleared,
    the_last_name_cannot_be_cleared_if_it_is_the_only_name,
}
