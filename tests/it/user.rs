//! Creating users. Reading is tested in `user_read`, changing in `user_update`, searching by name
//! in `search`.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn create(org: Uuid, email: &str, more: &str) -> String {
    let email = json!(email);
    format!("createUser(org: \"{org}\", email: {email}, first: \"Ann\", last: \"Lee\" {more})")
}

async fn a_user_is_created_with_membership_and_group_in_one_call(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let fields = "id result records error code field existingId dryRun problems { message } matches \
         user { id email status } org { id } membership { role status isDefault isOwner externalId } group { id }";
    let more = format!(", groupId: \"{group}\", externalId: \" X \"");
    let mutation = create(org, "ann@example.com", &more);
    let data = app
        .data(
            ROOT,
            &format!("mutation {{ it: {mutation} {{ {fields} }} }}"),
        )
        .await;
    let user = &data["it"]["id"];
    assert!(user.is_string());
    assert_eq!(
        data["it"],
        json!({
            "id": user, "result": "created", "records": 3, "error": null, "code": null, "field": null,
            "existingId": null, "dryRun": false, "problems": [], "matches": [],
            "user": { "id": user, "email": "ann@example.com", "status": "ACTIVE" },
            "org": { "id": org },
            "membership": {
                "role": "USER", "status": "ACTIVE", "isDefault": true, "isOwner": false, "externalId": " X "
            },
            "group": { "id": group },
        })
    );
    let listed = format!("groupUsers(org: \"{org}\", groupId: \"{group}\") {{ userId status }}");
    assert_eq!(
        app.read(ROOT, &listed).await,
        json!([{ "userId": user, "status": "active" }])
    );
}

async fn a_new_user_without_a_group_is_two_records(app: TestApp) {
    let org = app.org("Acme").await;
    let before = app.events_so_far().await;
    let result = app.mutate(ROOT, &create(org, "ann@example.com", "")).await;
    assert_eq!(
        (&result["result"], &result["records"]),
        (&json!("created"), &json!(2))
    );
    assert_eq!(app.events_so_far().await, before + 2);
}

async fn the_display_name_is_first_and_last_name_unless_it_is_given(app: TestApp) {
    let org = app.org("Acme").await;
    for (email, more, shown) in [
        ("a@example.com", "", "Ann Lee"),
        ("b@example.com", ", name: null", "Ann Lee"),
        ("c@example.com", ", name: \" Annie \"", "Annie"),
    ] {
        let user = app.done(ROOT, &create(org, email, more)).await;
        let name = app
            .read(ROOT, &format!("user(id: \"{user}\") {{ name }}"))
            .await;
        assert_eq!(name, json!({ "name": shown }), "{email}");
    }
}

async fn email_and_mobile_are_shown_as_typed(app: TestApp) {
    let org = app.org("Acme").await;
    let more = ", mobile: \"+49 (0)151 / 234-567 89\"";
    let mutation = create(org, " Ann@BÜCHER.example ", more);
    let user = app.done(ROOT, &mutation).await;
    let read = format!("user(id: \"{user}\") {{ email mobile }}");
    assert_eq!(
        app.read(ROOT, &read).await,
        json!({ "email": "Ann@BÜCHER.example", "mobile": "+49 (0)151 / 234-567 89" })
    );
}

async fn emails_are_unique_regardless_of_case_and_script(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let first = create(org, "Jürgen@Bücher.Example", "");
    let user = app.done(ROOT, &first).await;
    for same in [
        "jürgen@bücher.example",
        "JÜRGEN@BÜCHER.EXAMPLE",
        " Jürgen@xn--bcher-kva.example ",
        "Ju\u{308}rgen@Bu\u{308}cher.example",
    ] {
        let mutation = create(other, same, "");
        let answer = app.refuses(ROOT, &mutation, "EMAIL_TAKEN", "email").await;
        assert_eq!(answer["existingId"], json!(user), "{same}");
    }
    // Accents and dots distinguish addresses.
    for different in ["jurgen@bücher.example", "j.ürgen@bücher.example"] {
        app.done(ROOT, &create(other, different, "")).await;
    }
}

async fn creating_the_same_user_again_is_unchanged(app: TestApp) {
    let org = app.org("Acme").await;
    let mutation = create(org, "ann@example.com", ", externalId: \"x-1\"");
    let user = app.done(ROOT, &mutation).await;
    let counts = app.row_counts().await;
    let again = mutation.replace("ann@", "ANN@");
    let result = app.mutate(ROOT, &again).await;
    assert_eq!(
        result,
        json!({
            "id": user, "result": "unchanged", "records": 0, "error": null, "code": null, "field": null,
            "existingId": null
        })
    );
    assert_eq!(app.row_counts().await, counts);
    let last = app
        .read(ROOT, &format!("user(id: \"{user}\") {{ last email }}"))
        .await;
    assert_eq!(last, json!({ "last": "Lee", "email": "ann@example.com" }));
}

/// Creating a user with a known address is `unchanged` only if each given field has the stored
/// value.
async fn creating_a_user_again_with_other_fields_is_refused(app: TestApp) {
    let org = app.org("Acme").await;
    let [inside, outside] = [
        app.group(org, "Inside").await,
        app.group(org, "Outside").await,
    ];
    let all = format!(", name: \"Annie\", mobile: \"+49 151 23456789\", groupId: \"{inside}\"");
    let mutation = create(org, "ann@example.com", &all);
    let user = app.done(ROOT, &mutation).await;
    let holds = [
        mutation.clone(),
        create(org, "Ann@Example.com", ""),
        create(
            org,
            "ann@example.com",
            ", mobile: \"+49 (0)151-234 567 89\"",
        ),
    ];
    for mutation in &holds {
        assert_eq!(app.result(ROOT, mutation).await, "unchanged", "{mutation}");
    }
    let other = [
        mutation.replace("Lee", "Other"),
        mutation.replace("\"Ann\"", "\"Anne\""),
        mutation.replace("Annie", "Anna"),
        mutation.replace("23456789", "23456780"),
        mutation.replace(&inside.to_string(), &outside.to_string()),
    ];
    for other in &other {
        assert_ne!(*other, mutation);
        app.refuses(ROOT, other, "EMAIL_TAKEN", "email").await;
    }
    let suspend = format!("updateUser(userId: \"{user}\", status: SUSPENDED)");
    app.done(ROOT, &suspend).await;
    app.refuses(ROOT, &mutation, "EMAIL_TAKEN", "email").await;
}

async fn a_known_email_with_another_org_or_external_id_is_taken(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let mutation = create(org, "ann@example.com", ", externalId: \"x-1\"");
    let user = app.done(ROOT, &mutation).await;
    let taken = [
        create(org, "ann@example.com", ""),
        create(org, "ann@example.com", ", externalId: \"X-1\""),
        create(other, "ann@example.com", ", externalId: \"x-1\""),
    ];
    for mutation in &taken {
        let answer = app.refuses(ROOT, mutation, "EMAIL_TAKEN", "email").await;
        assert_eq!(answer["existingId"], json!(user));
    }
    app.retire(org, user).await;
    let answer = app.refuses(ROOT, &mutation, "EMAIL_TAKEN", "email").await;
    assert_eq!(answer["existingId"], json!(user));
}

async fn the_user_with_a_taken_email_is_shown_only_if_visible(app: TestApp) {
    let (own, other) = (app.org("Own").await, app.org("Other").await);
    let (seen, hidden) = (app.user(own, "seen").await, app.user(other, "hidden").await);
    let owner = app.owner(own, "owner").await;
    for token in [app.token_of(owner).await, app.token_of_org(own).await] {
        let mutation = create(own, "hidden@example.com", "");
        let answer = app.refuses(&token, &mutation, "EMAIL_TAKEN", "email").await;
        assert_eq!(answer["existingId"], Json::Null);
        assert!(!answer.to_string().contains(&hidden.to_string()));
        let mutation = create(own, "seen@example.com", ", externalId: \"x\"");
        let answer = app.refuses(&token, &mutation, "EMAIL_TAKEN", "email").await;
        assert_eq!(answer["existingId"], json!(seen));
    }
}

async fn a_failure_is_reported_in_every_result_field(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let mutation = create(org, "ann@example.com", ", externalId: \"x\"");
    let fields = "id result records error code field existingId dryRun matches \
         problems { index path code message existingId } user { id } org { id } membership { id } group { id }";
    let data = app
        .data(
            ROOT,
            &format!("mutation {{ it: {mutation} {{ {fields} }} }}"),
        )
        .await;
    let message = &data["it"]["error"];
    assert!(message.is_string());
    assert_eq!(
        data["it"],
        json!({
            "id": null, "result": "error", "records": 0, "error": message, "code": "EMAIL_TAKEN", "field": "email",
            "existingId": user, "dryRun": false, "matches": [],
            "problems": [{
                "index": null, "path": "email", "code": "EMAIL_TAKEN", "message": message, "existingId": user
            }],
            "user": null, "org": null, "membership": null, "group": null,
        })
    );
}

async fn a_failed_field_does_not_undo_or_stop_the_others(app: TestApp) {
    let org = app.org("Acme").await;
    let [a, b, c] = ["a@example.com", "none", "c@example.com"].map(|email| create(org, email, ""));
    let document =
        format!("mutation {{ a: {a} {{ result }} b: {b} {{ result code }} c: {c} {{ result }} }}");
    assert_eq!(
        app.data(ROOT, &document).await,
        json!({
            "a": { "result": "created" },
            "b": { "result": "error", "code": "INVALID_VALUE" },
            "c": { "result": "created" },
        })
    );
}

async fn nothing_is_created_if_the_group_is_wrong(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let foreign = app.group(other, "Ops").await;
    let token = app.token_of_org(org).await;
    let mutation = create(org, "ann@example.com", &format!(", groupId: \"{foreign}\""));
    app.refuses(ROOT, &mutation, "GROUP_NOT_IN_ORG", "groupId")
        .await;
    // The token does not learn that the group exists in another org.
    app.refuses(&token, &mutation, "GROUP_NOT_FOUND", "groupId")
        .await;
    let unknown = mutation.replace(&foreign.to_string(), &org.to_string());
    app.refuses(ROOT, &unknown, "GROUP_NOT_FOUND", "groupId")
        .await;
}

async fn invalid_names_create_no_user(app: TestApp) {
    let org = app.org("Acme").await;
    let long = "x".repeat(10_000);
    for field in ["first", "last", "name"] {
        for bad in [
            "",
            "   ",
            "a\u{9f}b",
            "a\u{0}b",
            "a\u{7f}b",
            "\u{1b}[31mred",
            &long,
        ] {
            // The last name may be empty.
            if field == "last" && bad.trim().is_empty() {
                continue;
            }
            let mut arguments = json!({ "first": "Ann", "last": "Lee", "name": "Annie" });
            arguments[field] = json!(bad);
            let mutation = format!(
                "createUser(org: \"{org}\", email: \"ann@example.com\", first: {}, last: {}, name: {})",
                arguments["first"], arguments["last"], arguments["name"]
            );
            app.refuses(ROOT, &mutation, "INVALID_VALUE", field).await;
        }
    }
}

async fn a_name_may_have_255_characters_of_any_script(app: TestApp) {
    let org = app.org("Acme").await;
    let name = "李".repeat(255);
    let more = format!(", name: \"{name}\"");
    let user = app.done(ROOT, &create(org, "ann@example.com", &more)).await;
    let read = format!("user(id: \"{user}\") {{ name }}");
    assert_eq!(app.read(ROOT, &read).await, json!({ "name": name }));
    let more = format!(", name: \"{name}李\"");
    let mutation = create(org, "bob@example.com", &more);
    app.refuses(ROOT, &mutation, "INVALID_VALUE", "name").await;
}

async fn invalid_emails_create_no_user(app: TestApp) {
    let org = app.org("Acme").await;
    let long = format!("{}@example.com", "x".repeat(10_000));
    for bad in [
        "",
        "  ",
        "ann",
        "ann.example.com",
        "@example.com",
        "ann@",
        "ann lee@example.com",
        "ann@exam ple.com",
        "ann@@example.com",
        "ann@example.com\u{0}",
        "ann@exa\nmple.com",
        "ann@-example.com",
        &long,
    ] {
        let mutation = create(org, bad, "");
        app.refuses(ROOT, &mutation, "INVALID_VALUE", "email").await;
    }
}

async fn emails_that_browsers_accept_are_valid(app: TestApp) {
    let org = app.org("Acme").await;
    for good in [
        "a@b",
        "first.last+tag@sub.example.co.uk",
        "o'hara!#$%&*/=?^_`{|}~-@example.com",
        "..@example.com",
        "1@2.3",
    ] {
        app.done(ROOT, &create(org, good, "")).await;
    }
}

async fn invalid_external_ids_and_mobiles_create_no_user(app: TestApp) {
    let org = app.org("Acme").await;
    let long = "x".repeat(10_000);
    let bytes = "é".repeat(128);
    for (field, bad) in [
        ("externalId", ""),
        ("externalId", "a\u{0}b"),
        ("externalId", &bytes),
        ("externalId", &long),
        ("mobile", ""),
        ("mobile", "  "),
        ("mobile", "+49\n151"),
        ("mobile", &long),
    ] {
        let mutation = create(
            org,
            "ann@example.com",
            &format!(", {field}: {}", json!(bad)),
        );
        app.refuses(ROOT, &mutation, "INVALID_VALUE", field).await;
    }
    let longest = format!(", externalId: \"{}\"", &bytes[..254]);
    app.done(ROOT, &create(org, "ann@example.com", &longest))
        .await;
}

async fn a_user_is_created_only_in_an_active_org(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    let mutation = create(org, "ann@example.com", "");
    let unknown = mutation.replace(&org.to_string(), &owner.to_string());
    app.refuses(ROOT, &unknown, "ORG_NOT_FOUND", "org").await;
    app.retire_org(org).await;
    app.refuses(ROOT, &mutation, "ORG_RETIRED", "org").await;
    app.refuses(&token, &mutation, "ORG_NOT_FOUND", "org").await;
}

async fn only_owners_and_the_platform_create_users(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (admin, member) = (app.admin(org, "admin").await, app.user(org, "member").await);
    let owner = app.owner(org, "owner").await;
    let mutation = create(org, "ann@example.com", "");
    for user in [admin, member] {
        let token = app.token_of(user).await;
        app.refuses(&token, &mutation, "FORBIDDEN", Json::Null)
            .await;
    }
    let stranger = app.token_of_org(other).await;
    app.refuses(&stranger, &mutation, "ORG_NOT_FOUND", "org")
        .await;
    let token = app.token_of(owner).await;
    assert_eq!(app.result(&token, &mutation).await, "created");
}

on_both_engines! {
    a_user_is_created_with_membership_and_group_in_one_call,
    a_new_user_without_a_group_is_two_records,
    the_display_name_is_first_and_last_name_unless_it_is_given,
    email_and_mobile_are_shown_as_typed,
    emails_are_unique_regardless_of_case_and_script,
    creating_the_same_user_again_is_unchanged,
    creating_a_user_again_with_other_fields_is_refused,
    a_known_email_with_another_org_or_external_id_is_taken,
    the_user_with_a_taken_email_is_shown_only_if_visible,
    a_failure_is_reported_in_every_result_field,
    a_failed_field_does_not_undo_or_stop_the_others,
    nothing_is_created_if_the_group_is_wrong,
    invalid_names_create_no_user,
    a_name_may_have_255_characters_of_any_script,
    invalid_emails_create_no_user,
    emails_that_browsers_accept_are_valid,
    invalid_external_ids_and_mobiles_create_no_user,
    a_user_is_created_only_in_an_active_org,
    only_owners_and_the_platform_create_users,
}
