//! The default org of a user. After every change, a user with active memberships has exactly one
//! default, and that membership is active.

use sea_orm_migration::sea_orm::ConnectionTrait;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns the name of the user's default org and its reason. Checks that there is exactly one
/// default if the user has active memberships.
async fn default(app: &TestApp, user: Uuid) -> Option<(String, String)> {
    let rows = app
        .sql(&format!(
            "SELECT o.name, m.default_reason, m.status FROM memberships m JOIN orgs o ON o.id = m.org_id \
             WHERE m.is_default AND m.user_id = {}",
            app.id(user)
        ))
        .await;
    let active = app
        .count(&format!(
            "SELECT count(*) FROM memberships WHERE status = 'active' AND user_id = {}",
            app.id(user)
        ))
        .await;
    assert_eq!(rows.len(), usize::from(active > 0), "defaults of {active}");
    let row = rows.first()?;
    let text = |column| row.try_get::<String>("", column).expect(column);
    assert_eq!(text("status"), "active");
    let shown =
        format!("user(id: \"{user}\") {{ defaultMembership {{ isDefault org {{ name }} }} }}");
    assert_eq!(
        app.read(ROOT, &shown).await,
        json!({ "defaultMembership": { "isDefault": true, "org": { "name": text("name") } } })
    );
    Some((text("name"), text("default_reason")))
}

/// Returns the value of [`default`] with this name and reason.
fn is(name: &str, reason: &str) -> Option<(String, String)> {
    Some((name.to_owned(), reason.to_owned()))
}

/// Creates a user and adds them to new orgs of these names, in this order.
async fn member_of(app: &TestApp, names: &[&str]) -> (Uuid, Vec<Uuid>) {
    let mut orgs = Vec::new();
    for name in names {
        orgs.push(app.org(name).await);
    }
    let user = app.user(orgs[0], "ann").await;
    for org in &orgs[1..] {
        app.add(*org, user).await;
    }
    (user, orgs)
}

async fn remove(app: &TestApp, org: Uuid, user: Uuid) -> Json {
    app.mutate(
        ROOT,
        &format!("removeOrgMember(org: \"{org}\", userId: \"{user}\")"),
    )
    .await
}

async fn the_first_org_stays_the_default_when_others_are_added(app: TestApp) {
    let (user, _) = member_of(&app, &["Middle"]).await;
    assert_eq!(default(&app, user).await, is("Middle", "only"));
    for name in ["Alpha", "Zulu"] {
        let org = app.org(name).await;
        app.add(org, user).await;
        assert_eq!(default(&app, user).await, is("Middle", "only"));
    }
}

async fn a_removed_default_passes_to_the_next_org_by_name(app: TestApp) {
    let names = ["First", "beta", "Alpha", "Ähre", "Zulu"];
    let (user, orgs) = member_of(&app, &names).await;
    let before = app.events_so_far().await;
    let removed = remove(&app, orgs[0], user).await;
    assert_eq!(
        (&removed["result"], &removed["records"]),
        (&json!("removed"), &json!(2))
    );
    assert_eq!(app.events_so_far().await, before + 2);
    assert_eq!(default(&app, user).await, is("Alpha", "promoted"));
    app.retire(orgs[2], user).await;
    // Names are compared without case: beta comes before Zulu.
    assert_eq!(default(&app, user).await, is("beta", "promoted"));
    app.retire(orgs[1], user).await;
    assert_eq!(default(&app, user).await, is("Zulu", "promoted"));
    remove(&app, orgs[4], user).await;
    assert_eq!(default(&app, user).await, is("Ähre", "promoted"));
    remove(&app, orgs[3], user).await;
    assert_eq!(default(&app, user).await, None);
}

async fn a_retired_default_moves_in_the_same_call(app: TestApp) {
    let (user, orgs) = member_of(&app, &["First", "Second"]).await;
    let retire = format!(
        "updateMember(org: \"{}\", userId: \"{user}\", status: \"retired\")",
        orgs[0]
    );
    let result = app.mutate(ROOT, &retire).await;
    assert_eq!(
        (&result["result"], &result["records"]),
        (&json!("updated"), &json!(2))
    );
    assert_eq!(default(&app, user).await, is("Second", "promoted"));
    app.retire(orgs[1], user).await;
    assert_eq!(default(&app, user).await, None);
}

async fn removing_another_membership_keeps_the_default(app: TestApp) {
    let (user, orgs) = member_of(&app, &["Middle", "Alpha", "Zulu"]).await;
    assert_eq!(remove(&app, orgs[1], user).await["records"], json!(1));
    assert_eq!(default(&app, user).await, is("Middle", "only"));
    app.retire(orgs[2], user).await;
    assert_eq!(default(&app, user).await, is("Middle", "only"));
}

async fn a_reactivated_membership_does_not_become_the_default(app: TestApp) {
    let (user, orgs) = member_of(&app, &["First", "Second"]).await;
    app.retire(orgs[0], user).await;
    app.add(orgs[0], user).await;
    assert_eq!(default(&app, user).await, is("Second", "promoted"));
    app.retire(orgs[0], user).await;
    app.retire(orgs[1], user).await;
    assert_eq!(default(&app, user).await, None);
    let back = format!(
        "updateMember(org: \"{}\", userId: \"{user}\", status: \"active\")",
        orgs[0]
    );
    assert_eq!(app.result(ROOT, &back).await, "reactivated");
    assert_eq!(default(&app, user).await, is("First", "only"));
}

async fn active_orgs_become_the_default_before_retired_orgs(app: TestApp) {
    let (user, orgs) = member_of(&app, &["First", "Alpha", "Zulu"]).await;
    app.retire_org(orgs[1]).await;
    remove(&app, orgs[0], user).await;
    assert_eq!(default(&app, user).await, is("Zulu", "promoted"));
    remove(&app, orgs[2], user).await;
    assert_eq!(default(&app, user).await, is("Alpha", "promoted"));
}

async fn retiring_an_org_moves_the_defaults_of_its_members(app: TestApp) {
    let (user, orgs) = member_of(&app, &["First", "Second"]).await;
    app.retire_org(orgs[0]).await;
    assert_eq!(default(&app, user).await, is("Second", "promoted"));
    app.done(ROOT, &format!("restoreOrg(org: \"{}\")", orgs[0]))
        .await;
    assert_eq!(default(&app, user).await, is("Second", "promoted"));
}

async fn of_two_orgs_with_the_same_name_the_older_is_first(app: TestApp) {
    let (user, orgs) = member_of(&app, &["First", "Same"]).await;
    app.retire_org(orgs[1]).await;
    let younger = app.org("SAME").await;
    app.add(younger, user).await;
    app.retire_org(younger).await;
    remove(&app, orgs[0], user).await;
    assert_eq!(default(&app, user).await, is("Same", "promoted"));
}

async fn a_default_in_a_hidden_org_is_null(app: TestApp) {
    let (user, orgs) = member_of(&app, &["First", "Second"]).await;
    let query = format!("user(id: \"{user}\") {{ defaultMembership {{ org {{ name }} }} }}");
    let (first, second) = (
        app.token_of_org(orgs[0]).await,
        app.token_of_org(orgs[1]).await,
    );
    assert_eq!(
        app.read(&first, &query).await,
        json!({ "defaultMembership": { "org": { "name": "First" } } })
    );
    assert_eq!(
        app.read(&second, &query).await,
        json!({ "defaultMembership": null })
    );
}

async fn the_database_rejects_a_second_default(app: TestApp) {
    let (user, orgs) = member_of(&app, &["First", "Second"]).await;
    let sql = format!(
        "UPDATE memberships SET is_default = TRUE, default_reason = 'explicit' WHERE org_id = {}",
        app.id(orgs[1])
    );
    let second = app.app.db().writer().execute_unprepared(&sql).await;
    assert!(second.is_err());
    assert_eq!(default(&app, user).await, is("First", "only"));
}

on_both_engines! {
    the_first_org_stays_the_default_when_others_are_added,
    a_removed_default_passes_to_the_next_org_by_name,
    a_retired_default_moves_in_the_same_call,
    removing_another_membership_keeps_the_default,
    a_reactivated_membership_does_not_become_the_default,
    active_orgs_become_the_default_before_retired_orgs,
    retiring_an_org_moves_the_defaults_of_its_members,
    of_two_orgs_with_the_same_name_the_older_is_first,
    a_default_in_a_hidden_org_is_null,
    the_database_rejects_a_second_default,
}
