//! `outcome` and `targetId` of results, beside `result` and `id`.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

/// Asserts that the outcome is the result as an enum, and that the ids are equal.
fn check(result: &Json, expected: &str) {
    assert_eq!(result["result"], expected, "{result:#}");
    assert_eq!(result["outcome"], expected.to_uppercase(), "{result:#}");
    assert_eq!(result["targetId"], result["id"], "{result:#}");
}

async fn results_have_their_outcome_as_an_enum(app: TestApp) {
    let org = app.org("Acme").await;
    let (group, user) = (app.group(org, "Ops").await, app.newcomer("ann").await);
    let member = format!("org: \"{org}\", userId: \"{user}\"");
    let row = format!("{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{user}\" }} }}");
    for (call, expected) in [
        (format!("addOrgMember({member})"), "created"),
        (format!("addOrgMember({member})"), "unchanged"),
        (
            format!("updateMember({member}, status: \"retired\")"),
            "updated",
        ),
        (format!("addOrgMember({member})"), "reactivated"),
        (format!("removeOrgMember({member})"), "removed"),
        (format!("removeOrgMember({member})"), "error"),
        (format!("queueMemberships(rows: [{row}])"), "queued"),
        (format!("deleteGroup(groupId: \"{group}\")"), "removed"),
    ] {
        let query = format!("mutation {{ it: {call} {{ id targetId result outcome }} }}");
        check(&app.data(ROOT, &query).await["it"], expected);
    }
}

async fn rows_of_a_batch_have_their_outcome_as_an_enum(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.newcomer("ann").await;
    let row = |id| format!("{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{id}\" }} }}");
    let query = format!(
        "mutation {{ it: createMemberships(rows: [{}, {}]) {{ result outcome rows {{ id targetId result outcome }} }} }}",
        row(user),
        row(org)
    );
    let it = &app.data(ROOT, &query).await["it"];
    assert_eq!(
        (&it["result"], &it["outcome"]),
        (&json!("created"), &json!("CREATED"))
    );
    check(&it["rows"][0], "created");
    check(&it["rows"][1], "error");
    let none = "mutation { it: createMemberships(rows: []) { result outcome } }";
    let it = &app.data(ROOT, none).await["it"];
    assert_eq!(
        (&it["result"], &it["outcome"]),
        (&json!("error"), &json!("ERROR"))
    );
}

on_both_engines! {
    results_have_their_outcome_as_an_enum,
    rows_of_a_batch_have_their_outcome_as_an_enum,
}
