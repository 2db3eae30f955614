//! Creating, changing, retiring and restoring orgs.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn create(name: &str, more: &str) -> String {
    format!("createOrg(name: {} {more})", json!(name))
}

fn update(org: Uuid, what: &str) -> String {
    format!("updateOrg(org: \"{org}\" {what})")
}

fn restore(org: Uuid) -> String {
    format!("restoreOrg(org: \"{org}\")")
}

async fn read(app: &TestApp, token: &str, org: Uuid) -> Json {
    let field = format!("org(id: \"{org}\") {{ name externalId status }}");
    app.read(token, &field).await
}

async fn an_org_is_created_with_a_trimmed_name(app: TestApp) {
    let result = app
        .mutate(ROOT, &create("  Acme ", ", externalId: \" X\""))
        .await;
    assert_eq!(
        (&result["result"], &result["records"]),
        (&json!("created"), &json!(1))
    );
    let org = result["id"].as_str().expect("an id").parse().expect("one");
    assert_eq!(
        read(&app, ROOT, org).await,
        json!({ "name": "Acme", "externalId": " X", "status": "ACTIVE" })
    );
}

async fn a_first_owner_becomes_the_first_member(app: TestApp) {
    let home = app.org("Home").await;
    let ann = app.user(home, "ann").await;
    let owned = create("Acme", &format!(", owner: \"{ann}\""));
    let result = app.mutate(ROOT, &owned).await;
    assert_eq!(
        (&result["result"], &result["records"]),
        (&json!("created"), &json!(2))
    );
    let org = result["id"].as_str().expect("an id");
    let member = format!(
        "membership(org: \"{org}\", user: \"{ann}\") {{ isOwner role status isDefault externalId }}"
    );
    assert_eq!(
        app.read(ROOT, &member).await,
        json!({
            "isOwner": true, "role": "USER", "status": "ACTIVE", "isDefault": false, "externalId": null
        })
    );
    let token = app.token_of(ann).await;
    let rename = format!("updateOrg(org: \"{org}\", name: \"Acme 2\")");
    assert_eq!(app.result(&token, &rename).await, "updated");
}

async fn a_first_owner_without_a_default_gets_the_org_as_default(app: TestApp) {
    let home = app.org("Home").await;
    let ann = app.user(home, "ann").await;
    app.retire(home, ann).await;
    let owned = create("Acme", &format!(", owner: \"{ann}\""));
    let org = app.done(ROOT, &owned).await;
    let field = format!("user(id: \"{ann}\") {{ defaultMembership {{ org {{ id }} }} }}");
    assert_eq!(
        app.read(ROOT, &field).await,
        json!({ "defaultMembership": { "org": { "id": org } } })
    );
}

async fn an_unknown_owner_creates_no_org(app: TestApp) {
    let org = app.org("Home").await;
    let owned = create("Acme", &format!(", owner: \"{org}\""));
    app.refuses(ROOT, &owned, "USER_NOT_FOUND", "owner").await;
}

async fn names_of_active_orgs_are_unique_regardless_of_case(app: TestApp) {
    let (first, second) = (app.org("Straße").await, app.org("Other").await);
    for same in ["Straße", "STRASSE", " straße "] {
        let answer = app
            .refuses(ROOT, &create(same, ""), "NAME_TAKEN", "name")
            .await;
        assert_eq!(answer["existingId"], json!(first), "{same}");
        let mutation = update(second, &format!(", name: {}", json!(same)));
        let answer = app.refuses(ROOT, &mutation, "NAME_TAKEN", "name").await;
        assert_eq!(answer["existingId"], json!(first), "{same}");
    }
    app.org("Strase").await;
    let own = update(first, ", name: \"STRASSE\"");
    assert_eq!(app.result(ROOT, &own).await, "updated");
}

async fn the_org_with_a_taken_name_is_shown_only_if_visible(app: TestApp) {
    let (hidden, org) = (app.org("Hidden").await, app.org("Acme").await);
    let token = app.token_of_org(org).await;
    let mutation = update(org, ", name: \"HIDDEN\"");
    let answer = app.refuses(&token, &mutation, "NAME_TAKEN", "name").await;
    assert_eq!(answer["existingId"], Json::Null);
    assert!(!answer.to_string().contains(&hidden.to_string()));
}

async fn an_update_changes_only_the_given_fields(app: TestApp) {
    let org = app.done(ROOT, &create("Acme", ", externalId: \"x\"")).await;
    for (what, result, name, external_id) in [
        ("", "unchanged", "Acme", json!("x")),
        (", name: null", "unchanged", "Acme", json!("x")),
        (", name: \"ACME\"", "updated", "ACME", json!("x")),
        (", externalId: \"y\"", "updated", "ACME", json!("y")),
        (", externalId: null", "updated", "ACME", Json::Null),
        (", externalId: null", "unchanged", "ACME", Json::Null),
    ] {
        assert_eq!(app.result(ROOT, &update(org, what)).await, result, "{what}");
        assert_eq!(
            read(&app, ROOT, org).await,
            json!({ "name": name, "externalId": external_id, "status": "ACTIVE" })
        );
    }
}

async fn invalid_names_and_external_ids_are_refused(app: TestApp) {
    let org = app.org("Acme").await;
    let long = "x".repeat(10_000);
    for bad in ["", "  ", "a\u{1b}b", "a\u{0}b", "\u{7}", &long] {
        app.refuses(ROOT, &create(bad, ""), "INVALID_VALUE", "name")
            .await;
        let mutation = update(org, &format!(", name: {}", json!(bad)));
        app.refuses(ROOT, &mutation, "INVALID_VALUE", "name").await;
    }
    for bad in ["", "a\u{0}b", &long] {
        let what = format!(", externalId: {}", json!(bad));
        for mutation in [create("Other", &what), update(org, &what)] {
            app.refuses(ROOT, &mutation, "INVALID_VALUE", "externalId")
                .await;
        }
    }
}

async fn retiring_an_org_changes_one_row(app: TestApp) {
    let org = app.org("Acme").await;
    let (group, ann) = (app.group(org, "Ops").await, app.user(org, "ann").await);
    app.join(org, group, ann).await;
    let counts = app.row_counts().await;
    let result = app
        .mutate(ROOT, &format!("retireOrg(org: \"{org}\")"))
        .await;
    assert_eq!(
        (&result["id"], &result["error"], &result["records"]),
        (&json!(org), &Json::Null, &json!(1))
    );
    let mut expected = counts;
    *expected.last_mut().expect("events") += 1;
    assert_eq!(app.row_counts().await, expected);
    let member = format!("membership(org: \"{org}\", user: \"{ann}\") {{ status isDefault }}");
    assert_eq!(
        app.read(ROOT, &member).await,
        json!({ "status": "ACTIVE", "isDefault": true })
    );
    let again = format!("retireOrg(org: \"{org}\")");
    assert_eq!(app.result(ROOT, &again).await, "unchanged");
    assert_eq!(app.row_counts().await, expected);
}

async fn a_retired_org_is_visible_only_to_the_platform(app: TestApp) {
    let org = app.org("Acme").await;
    let (owner, ann) = (app.owner(org, "owner").await, app.user(org, "ann").await);
    let tokens = [
        app.token_of(owner).await,
        app.token_of(ann).await,
        app.token_of_org(org).await,
    ];
    app.retire_org(org).await;
    assert_eq!(
        read(&app, ROOT, org).await,
        json!({ "name": "Acme", "externalId": null, "status": "RETIRED" })
    );
    let rename = update(org, ", name: \"New\"");
    app.refuses(ROOT, &rename, "ORG_RETIRED", "org").await;
    for token in &tokens {
        assert_eq!(read(&app, token, org).await, Json::Null);
        let by_name = app.read(token, "org(name: \"Acme\") { id }").await;
        assert_eq!(by_name, Json::Null);
        for mutation in [&rename, &restore(org)] {
            app.refuses(token, mutation, "ORG_NOT_FOUND", "org").await;
        }
        let member = format!("membership(org: \"{org}\", user: \"{ann}\") {{ id }}");
        assert_eq!(app.read(token, &member).await, Json::Null);
    }
}

async fn a_restored_org_is_the_same_as_before(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    assert_eq!(app.result(ROOT, &restore(org)).await, "unchanged");
    app.retire_org(org).await;
    let result = app.mutate(ROOT, &restore(org)).await;
    assert_eq!(
        (&result["result"], &result["records"]),
        (&json!("reactivated"), &json!(1))
    );
    assert_eq!(
        read(&app, &token, org).await,
        json!({ "name": "Acme", "externalId": null, "status": "ACTIVE" })
    );
    let rename = update(org, ", name: \"New\"");
    assert_eq!(app.result(&token, &rename).await, "updated");
}

async fn the_name_of_a_retired_org_can_be_taken_by_another(app: TestApp) {
    let org = app.org("Acme").await;
    app.retire_org(org).await;
    let second = app.org("ACME").await;
    let answer = app.refuses(ROOT, &restore(org), "NAME_TAKEN", "name").await;
    assert_eq!(answer["existingId"], json!(second));
    assert_eq!(read(&app, ROOT, org).await["status"], json!("RETIRED"));
    app.done(ROOT, &update(second, ", name: \"Other\"")).await;
    assert_eq!(app.result(ROOT, &restore(org)).await, "reactivated");
}

async fn only_the_platform_creates_retires_and_restores_orgs(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let retire = format!("retireOrg(org: \"{org}\")");
    for token in [app.token_of(owner).await, app.token_of_org(org).await] {
        for mutation in [&create("New", ""), &retire, &restore(org)] {
            app.refuses(&token, mutation, "FORBIDDEN", Json::Null).await;
        }
    }
}

async fn only_owners_change_an_org(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (owner, admin) = (app.owner(org, "owner").await, app.admin(org, "admin").await);
    let ann = app.user(org, "ann").await;
    let rename = update(org, ", name: \"New\"");
    for user in [admin, ann] {
        let token = app.token_of(user).await;
        app.refuses(&token, &rename, "FORBIDDEN", Json::Null).await;
    }
    let stranger = app.token_of_org(other).await;
    app.refuses(&stranger, &rename, "ORG_NOT_FOUND", "org")
        .await;
    let token = app.token_of(owner).await;
    assert_eq!(app.result(&token, &rename).await, "updated");
}

async fn unknown_orgs_are_not_found(app: TestApp) {
    let nobody = Uuid::from_u128(7);
    let retire = format!("retireOrg(org: \"{nobody}\")");
    for mutation in [update(nobody, ", name: \"X\""), retire, restore(nobody)] {
        app.refuses(ROOT, &mutation, "ORG_NOT_FOUND", "org").await;
    }
    assert_eq!(read(&app, ROOT, nobody).await, Json::Null);
}

async fn an_org_is_read_by_exactly_one_of_id_name_and_external_id(app: TestApp) {
    let org = app
        .done(ROOT, &create("Straße", ", externalId: \"x\""))
        .await;
    let by_id = format!("org(id: \"{org}\") {{ id }}");
    for query in [
        &*by_id,
        "org(name: \" STRASSE\") { id }",
        "org(externalId: \"x\") { id }",
    ] {
        assert_eq!(app.read(ROOT, query).await, json!({ "id": org }), "{query}");
    }
    for query in [
        "org(name: \"Stra\") { id }",
        "org(externalId: \"X\") { id }",
    ] {
        assert_eq!(app.read(ROOT, query).await, Json::Null, "{query}");
    }
    for query in ["org { id }", "org(name: \"a\", externalId: \"x\") { id }"] {
        assert_eq!(app.read_error(ROOT, query).await.0, "INVALID_VALUE");
    }
}

async fn two_orgs_with_the_same_external_id_are_ambiguous(app: TestApp) {
    let first = app.done(ROOT, &create("A", ", externalId: \"x\"")).await;
    let second = app.done(ROOT, &create("B", ", externalId: \"x\"")).await;
    let query = "{ org(externalId: \"x\") { id } }";
    let reply = app.graphql(ROOT, query, json!({})).await;
    let about = &reply["errors"][0]["extensions"];
    assert_eq!(about["code"], json!("AMBIGUOUS_MATCH"));
    assert_eq!(about["matches"], json!([first, second]));
    let token = app.token_of_org(second).await;
    let query = "org(externalId: \"x\") { id }";
    assert_eq!(app.read(&token, query).await, json!({ "id": second }));
}

async fn a_reference_with_a_control_character_is_refused(app: TestApp) {
    for field in ["name", "externalId"] {
        let query = format!("{{ org({field}: \"a\\u0000b\") {{ id }} }}");
        let reply = app.graphql(ROOT, &query, json!({})).await;
        let about = &reply["errors"][0]["extensions"];
        assert_eq!(
            (&about["code"], &about["field"]),
            (&json!("INVALID_VALUE"), &json!(field))
        );
    }
}

on_both_engines! {
    a_reference_with_a_control_character_is_refused,
    an_org_is_created_with_a_trimmed_name,
    a_first_owner_becomes_the_first_member,
    a_first_owner_without_a_default_gets_the_org_as_default,
    an_unknown_owner_creates_no_org,
    names_of_active_orgs_are_unique_regardless_of_case,
    the_org_with_a_taken_name_is_shown_only_if_visible,
    an_update_changes_only_the_given_fields,
    invalid_names_and_external_ids_are_refused,
    retiring_an_org_changes_one_row,
    a_retired_org_is_visible_only_to_the_platform,
    a_restored_org_is_the_same_as_before,
    the_name_of_a_retired_org_can_be_taken_by_another,
    only_the_platform_creates_retires_and_restores_orgs,
    only_owners_change_an_org,
    unknown_orgs_are_not_found,
    an_org_is_read_by_exactly_one_of_id_name_and_external_id,
    two_orgs_with_the_same_external_id_are_ambiguous,
}
