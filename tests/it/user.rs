//! Users: made, found, changed.

use serde_json::json;

use crate::support::{ROOT, TestApp, on_both_engines};

async fn a_user_is_made_with_membership_and_group_in_one_go(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let create = format!(
        "createUser(org: \"{org}\", email: \"ann@example.com\", first: \"Ann\", last: \"Lee\", groupId: \"{group}\")"
    );
    let result = app.mutate(ROOT, &create).await;
    assert_eq!(result["result"], json!("created"));
    assert_eq!(result["records"], json!(3));
}

on_both_engines! {
    a_user_is_made_with_membership_and_group_in_one_go,
}
