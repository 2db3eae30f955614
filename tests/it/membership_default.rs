//! A user's default org: with at least one active membership there is exactly one, and it is active, after every step.

use sea_orm_migration::sea_orm::ConnectionTrait;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// The user's default org and why it is that, checked against the rule.
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

fn is(name: &str, reason: &str) -> Option<(String, String)> {
    Some((name.to_owned(), reason.to_owned()))
}

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

async fn the_only_org_is_the_default_and_stays_it_when_others_come(app: TestApp) {
    let (user, _) = member_of(&app, &["Middle"]).await;
    assert_eq!(default(&app, user).await, is("Middle", "only"));
    for name in ["Alpha", "Zulu"] {
        let org = app.org(name).await;
        app.add(org, user).await;
        assert_eq!(default(&app, user).await, is("Middle", "only"));
    }
}

async fn a_lost_default_passes_to_the_next_by_name(app: TestApp) {
    let names = ["First", "beta", "Alpha", "Ähre", "Zulu"];
    let (user, orgs) = member_of(&app, &names).await;
    let before = app.events_so_far().await;
    let gone = remove(&app, orgs[0], user).await;
    assert_eq!(
        (&gone["result"], &gone["records"]),
        (&json!("removed"), &json!(2))
    );
    assert_eq!(app.events_so_far().await, before + 2);
    assert_eq!(default(&app, user).await, is("Alpha", "promoted"));
    app.retire(orgs[2], user).await;
    // Case does not matter: beta before Zulu.
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

async fn who_is_not_the_default_goes_without_moving_it(app: TestApp) {
    let (user, orgs) = member_of(&app, &["Middle", "Alpha", "Zulu"]).await;
    assert_eq!(remove(&app, orgs[1], user).await["records"], json!(1));
    assert_eq!(default(&app, user).await, is("Middle", "only"));
    app.retire(orgs[2], user).await;
    assert_eq!(default(&app, user).await, is("Middle", "only"));
}

async fn a_member_who_comes_back_does_not_take_the_default_from_another(app: TestApp) {
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

async fn the_default_goes_to_an_org_in_use_before_a_retired_one(app: TestApp) {
    let (user, orgs) = member_of(&app, &["First", "Alpha", "Zulu"]).await;
    app.retire_org(orgs[1]).await;
    remove(&app, orgs[0], user).await;
    assert_eq!(default(&app, user).await, is("Zulu", "promoted"));
    remove(&app, orgs[2], user).await;
    assert_eq!(default(&app, user).await, is("Alpha", "promoted"));
}

async fn a_default_leaves_an_org_that_retires(app: TestApp) {
    let (user, orgs) = member_of(&app, &["First", "Second"]).await;
    app.retire_org(orgs[0]).await;
    assert_eq!(default(&app, user).await, is("Second", "promoted"));
    app.done(ROOT, &format!("restoreOrg(org: \"{}\")", orgs[0]))
        .await;
    assert_eq!(default(&app, user).await, is("Second", "promoted"));
}

async fn between_orgs_of_one_name_the_older_is_first(app: TestApp) {
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

async fn the_database_itself_refuses_a_second_default(app: TestApp) {
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
    the_only_org_is_the_default_and_stays_it_when_others_come,
    a_lost_default_passes_to_the_next_by_name,
    a_retired_default_moves_in_the_same_call,
    who_is_not_the_default_goes_without_moving_it,
    a_member_who_comes_back_does_not_take_the_default_from_another,
    the_default_goes_to_an_org_in_use_before_a_retired_one,
    a_default_leaves_an_org_that_retires,
    between_orgs_of_one_name_the_older_is_first,
    a_default_in_a_hidden_org_is_null,
    the_database_itself_refuses_a_second_default,
}
