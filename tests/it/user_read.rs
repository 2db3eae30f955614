//! Reading users by id or address, and finding them by address, mobile number or external id.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn create(org: Uuid, email: &str, more: &str) -> String {
    let email = json!(email);
    format!("createUser(org: \"{org}\", email: {email}, first: \"Ann\", last: \"Lee\" {more})")
}

async fn found(app: &TestApp, token: &str, criteria: &str) -> Json {
    app.read(token, &format!("findUserBy({criteria}) {{ id }}"))
        .await
}

fn only(user: Uuid) -> Json {
    json!([{ "id": user }])
}

async fn a_user_is_read_by_id_or_by_email(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.done(ROOT, &create(org, "Ann@Example.com", "")).await;
    let expected = json!({ "id": user, "email": "Ann@Example.com" });
    let by_id = format!("user(id: \"{user}\") {{ id email }}");
    assert_eq!(app.read(ROOT, &by_id).await, expected);
    let by_email = "user(email: \" ann@EXAMPLE.com\") { id email }";
    assert_eq!(app.read(ROOT, by_email).await, expected);
    let unknown = format!("user(id: \"{org}\") {{ id email }}");
    assert_eq!(app.read(ROOT, &unknown).await, Json::Null);
    let unknown = "user(email: \"bob@example.com\") { id email }";
    assert_eq!(app.read(ROOT, unknown).await, Json::Null);
}

async fn a_user_is_named_by_exactly_one_of_id_and_email(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let both = format!("user(id: \"{user}\", email: \"ann@example.com\") {{ id }}");
    for query in ["user { id }", "user(id: null) { id }", &both] {
        let (code, _) = app.read_error(ROOT, query).await;
        assert_eq!(code, "INVALID_VALUE", "{query}");
    }
    let wrong = app.read_error(ROOT, "user(email: \"ann\") { id }").await;
    assert_eq!(wrong, ("INVALID_VALUE".to_owned(), json!("email")));
}

async fn users_are_read_by_themselves_and_by_readers_of_members(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (ann, admin) = (app.user(org, "ann").await, app.admin(org, "admin").await);
    let (mate, stranger) = (app.user(org, "mate").await, app.admin(other, "else").await);
    let query = format!("user(id: \"{ann}\") {{ id }}");
    for (actor, sees) in [(ann, true), (admin, true), (mate, false), (stranger, false)] {
        let token = app.token_of(actor).await;
        for query in [&query, "user(email: \"ann@example.com\") { id }"] {
            let read = app.read(&token, query).await;
            assert_eq!(read.is_object(), sees, "{actor} {query}");
        }
    }
    app.retire(org, ann).await;
    let token = app.token_of(admin).await;
    assert_eq!(app.read(&token, &query).await, json!({ "id": ann }));
}

async fn a_user_is_found_by_email_mobile_or_external_id(app: TestApp) {
    let org = app.org("Acme").await;
    let more = ", externalId: \"Key-1\", mobile: \"+49 151 23456789\"";
    let user = app.done(ROOT, &create(org, "Ann@Example.com", more)).await;
    app.user(org, "bob").await;
    for criteria in [
        "email: \" ann@example.COM \"",
        "externalId: \"Key-1\"",
        "mobile: \"+49 151 23456789\"",
    ] {
        assert_eq!(found(&app, ROOT, criteria).await, only(user), "{criteria}");
    }
    // An external id matches exactly, and an address as a whole.
    for criteria in [
        "externalId: \"key-1\"",
        "externalId: \"Key-\"",
        "email: \"ann@example\"",
        "mobile: \"+49 151 2345678\"",
    ] {
        assert_eq!(found(&app, ROOT, criteria).await, json!([]), "{criteria}");
    }
}

async fn an_external_id_finds_each_user_who_has_it_once(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let ann = app
        .done(ROOT, &create(org, "ann@example.com", ", externalId: \"x\""))
        .await;
    let bob = app
        .done(ROOT, &create(org, "bob@example.com", ", externalId: \"x\""))
        .await;
    let add = format!("addOrgMember(org: \"{other}\", userId: \"{ann}\", externalId: \"x\")");
    app.done(ROOT, &add).await;
    assert_eq!(
        found(&app, ROOT, "externalId: \"x\"").await,
        json!([{ "id": ann }, { "id": bob }])
    );
    app.retire(org, bob).await;
    assert_eq!(
        found(&app, ROOT, "externalId: \"x\"").await,
        json!([{ "id": ann }, { "id": bob }])
    );
}

async fn spaces_dashes_and_brackets_of_a_mobile_are_ignored(app: TestApp) {
    let org = app.org("Acme").await;
    let more = ", mobile: \"+49 (151) 234-567 89\"";
    let ann = app.done(ROOT, &create(org, "ann@example.com", more)).await;
    for same in [
        "+4915123456789",
        "+49 151 23456789",
        "+49-151-234-56789",
        " +49(151)23456789 ",
    ] {
        let criteria = format!("mobile: \"{same}\"");
        assert_eq!(found(&app, ROOT, &criteria).await, only(ann), "{same}");
    }
    for different in ["+4915123456788", "4915123456789", "0151 23456789"] {
        let criteria = format!("mobile: \"{different}\"");
        assert_eq!(found(&app, ROOT, &criteria).await, json!([]), "{different}");
    }
}

async fn national_numbers_match_where_a_default_region_is_configured(app: TestApp) {
    let app = app
        .reconfigured(|config| config.default_region = Some("DE".to_owned()))
        .await;
    let org = app.org("Acme").await;
    let national = create(org, "ann@example.com", ", mobile: \"0151 23456789\"");
    let ann = app.done(ROOT, &national).await;
    let whole = create(org, "bob@example.com", ", mobile: \"+49 151 98765432\"");
    let bob = app.done(ROOT, &whole).await;
    for (criteria, user) in [
        ("mobile: \"+4915123456789\"", ann),
        ("mobile: \"0151/234-56789\"", ann),
        ("mobile: \"(0151) 98765432\"", bob),
    ] {
        assert_eq!(found(&app, ROOT, criteria).await, only(user), "{criteria}");
    }
    let shown = app
        .read(ROOT, &format!("user(id: \"{ann}\") {{ mobile }}"))
        .await;
    assert_eq!(shown, json!({ "mobile": "0151 23456789" }));
}

on_both_engines! {
    a_user_is_read_by_id_or_by_email,
    a_user_is_named_by_exactly_one_of_id_and_email,
    users_are_read_by_themselves_and_by_readers_of_members,
    a_user_is_found_by_email_mobile_or_external_id,
    an_external_id_finds_each_user_who_has_it_once,
    spaces_dashes_and_brackets_of_a_mobile_are_ignored,
    national_numbers_match_where_a_default_region_is_configured,
}
