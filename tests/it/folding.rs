//! Tests normalization: e-mail addresses, names and phone numbers that differ only in their
//! notation are equal.

use serde_json::json;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns the users that `findUserBy` finds.
async fn found(app: &TestApp, criteria: &str) -> serde_json::Value {
    app.read(ROOT, &format!("findUserBy({criteria}) {{ id }}"))
        .await
}

fn create(org: Uuid, email: &str) -> String {
    format!(
        "createUser(org: \"{org}\", email: {}, first: \"Ann\", last: \"Lee\")",
        json!(email)
    )
}

async fn email_of(app: &TestApp, user: Uuid) -> String {
    let read = app
        .read(ROOT, &format!("user(id: \"{user}\") {{ email }}"))
        .await;
    read["email"].as_str().expect("an address").to_owned()
}

async fn addresses_are_compared_ignoring_case(app: TestApp) {
    let org = app.org("Acme").await;
    for (typed, other) in [
        ("ΝΙΚΟΣ.Π@example.gr", "νικος.π@example.gr"),
        ("νίκος@example.gr", "ΝΊΚΟΣ@example.gr"),
        ("a@ΝΙΚΟΣ.example", "a@νικος.example"),
        ("STRASSE@example.de", "straße@example.de"),
    ] {
        let user = app.done(ROOT, &create(org, typed)).await;
        assert_eq!(
            found(&app, &format!("email: {}", json!(other))).await,
            json!([{ "id": user }]),
            "{other}"
        );
        let read = format!("user(email: {}) {{ id }}", json!(other));
        assert_eq!(app.read(ROOT, &read).await, json!({ "id": user }));
        let another = create(org, other).replace("Ann", "Bob");
        app.refuses(ROOT, &another, "EMAIL_TAKEN", "email").await;
    }
}

async fn addresses_with_invisible_characters_are_rejected(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    for bad in [
        "a\u{ad}nn@example.com",
        "\u{feff}ann@example.com",
        "ann@exam\u{ad}ple.com",
        "ann\u{200b}@example.com",
        "\u{202e}ann@example.com",
        "ann\u{2066}@example.com",
        "ann@example.com\u{200e}",
        "a\u{200d}nn@example.com",
        "ann\u{fe0f}@example.com",
        "ann\u{3164}@example.com",
        "ann\u{e0061}@example.com",
    ] {
        app.refuses(ROOT, &create(org, bad), "INVALID_VALUE", "email")
            .await;
        let update = format!("updateUser(userId: \"{user}\", email: {})", json!(bad));
        app.refuses(ROOT, &update, "INVALID_VALUE", "email").await;
        let upsert = format!("upsertUser(input: {{ email: {} }})", json!(bad));
        app.refuses(ROOT, &upsert, "INVALID_VALUE", "email").await;
        for read in [
            format!("findUserBy(email: {}) {{ id }}", json!(bad)),
            format!("user(email: {}) {{ id }}", json!(bad)),
            format!(
                "users(filter: {{ email: {} }}) {{ totalCount }}",
                json!(bad)
            ),
        ] {
            let error = app.read_error(ROOT, &read).await;
            assert_eq!(
                error,
                ("INVALID_VALUE".to_owned(), json!("email")),
                "{read}"
            );
        }
    }
    assert_eq!(email_of(&app, user).await, "ann@example.com");
}

async fn case_of_an_address_changes_unless_the_address_is_the_key(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let update = |email: &str| format!("updateUser(userId: \"{user}\", email: \"{email}\")");
    let upsert = |rest: &str| format!("upsertUser(input: {{ {rest} }})");
    let by_id = |email: &str| upsert(&format!("match: {{ id: \"{user}\" }}, email: \"{email}\""));
    for (mutation, result, email) in [
        (update("Ann@example.com"), "updated", "Ann@example.com"),
        (update("Ann@example.com"), "unchanged", "Ann@example.com"),
        (by_id("ANN@example.com"), "updated", "ANN@example.com"),
        (by_id("ANN@example.com"), "unchanged", "ANN@example.com"),
        (
            upsert("match: { email: \"ann@example.com\" }, email: \"Ann@Example.com\""),
            "updated",
            "Ann@Example.com",
        ),
        // The address is the key that finds the user.
        (
            upsert("email: \"ann@EXAMPLE.com\""),
            "unchanged",
            "Ann@Example.com",
        ),
        (
            upsert("email: \"ann@example.com\", first: \"Anna\""),
            "updated",
            "Ann@Example.com",
        ),
    ] {
        let done = app.mutate(ROOT, &mutation).await;
        assert_eq!(done["result"], json!(result), "{mutation}");
        assert_eq!(email_of(&app, user).await, email, "{mutation}");
    }
    let again = create(org, "ANN@example.com").replace("\"Ann\"", "\"Anna\"");
    let again = again.replace("Lee", "Test");
    assert_eq!(app.mutate(ROOT, &again).await["result"], json!("unchanged"));
    assert_eq!(email_of(&app, user).await, "Ann@Example.com");
}

async fn white_space_around_an_address_is_ignored(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.done(ROOT, &create(org, "\tann@example.com\r\n")).await;
    assert_eq!(email_of(&app, user).await, "ann@example.com");
    for spaced in [
        "ann@example.com\n",
        "\tann@example.com",
        " ann@example.com\r\n",
        "\u{85}ann@example.com\u{2028}",
        "\u{3000}ann@example.com\u{a0}",
    ] {
        let email = json!(spaced);
        assert_eq!(
            found(&app, &format!("email: {email}")).await,
            json!([{ "id": user }]),
            "{spaced:?}"
        );
        for query in [
            format!("user(email: {email}) {{ id }}"),
            format!("users(filter: {{ email: {email} }}) {{ nodes {{ id }} }}"),
        ] {
            let read = app.read(ROOT, &query).await;
            let read = read
                .get("nodes")
                .map_or(read.clone(), |nodes| nodes[0].clone());
            assert_eq!(read, json!({ "id": user }), "{query}");
        }
        let upsert = format!("upsertUser(input: {{ email: {email} }})");
        assert_eq!(
            app.mutate(ROOT, &upsert).await["result"],
            json!("unchanged")
        );
    }
    // White space around a phone number is ignored too.
    let update = format!("updateUser(userId: \"{user}\", mobile: \"+49 30 1234567\\n\")");
    app.done(ROOT, &update).await;
    assert_eq!(
        found(&app, "mobile: \"\\t+49 30 1234567\\r\\n\"").await,
        json!([{ "id": user }])
    );
}

async fn white_space_in_a_name_is_collapsed_to_one_space(app: TestApp) {
    let org = app.org("Acme \u{a0} Inc").await;
    for name in [
        "acme inc",
        "ACME\u{3000}INC",
        "  Acme\u{2003}\u{a0}Inc ",
        "Acme \t\r\n Inc",
    ] {
        let found = format!("org(name: {}) {{ id name }}", json!(name));
        let expected = json!({ "id": org, "name": "Acme Inc" });
        assert_eq!(app.read(ROOT, &found).await, expected, "{name:?}");
        let create = format!("createOrg(name: {})", json!(name));
        app.refuses(ROOT, &create, "NAME_TAKEN", "name").await;
    }
    for noun in ["createGroup", "createRole"] {
        let create = |name: &str| {
            let permissions = match noun {
                "createRole" => ", permissions: []",
                _ => "",
            };
            format!("{noun}(org: \"{org}\", name: {}{permissions})", json!(name))
        };
        app.done(ROOT, &create("Night  Shift")).await;
        let again = create("night\u{a0}shift");
        app.refuses(ROOT, &again, "NAME_TAKEN", "name").await;
    }
    let create = format!(
        "createUser(org: \"{org}\", email: \"a@example.com\", first: \"Ann\\u00a0 Mae\", last: \"van \\t der Lee\")"
    );
    let user = app.done(ROOT, &create).await;
    let read = app
        .read(ROOT, &format!("user(id: \"{user}\") {{ first last name }}"))
        .await;
    let expected =
        json!({ "first": "Ann Mae", "last": "van der Lee", "name": "Ann Mae van der Lee" });
    assert_eq!(read, expected);
    let by_part = "name: \"Mae\\tvan \\r\\n der\"";
    assert_eq!(found(&app, by_part).await, json!([{ "id": user }]));
}

async fn names_keep_invisible_characters_only_where_they_have_an_effect(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let rename = |name: &str| format!("updateUser(userId: \"{user}\", name: {})", json!(name));
    for bad in [
        "Ann\u{202e}Lee",
        "\u{2067}Ann\u{2069}",
        "Ann\u{ad}Lee",
        "Ann\u{200b}Lee",
        "\u{feff}Ann",
        "Ann\u{200d}",
        "Ann \u{200c}Lee",
        "Ann\u{fe0f}",
        "Ann\u{e0067}\u{e007f}",
        "\u{1f3f4}\u{e0067}",
        "\u{115f}",
        "\u{200b}",
        "\u{a0}",
        "\u{2800}\u{2800}",
    ] {
        app.refuses(ROOT, &rename(bad), "INVALID_VALUE", "name")
            .await;
        let create = format!("createOrg(name: {})", json!(bad));
        app.refuses(ROOT, &create, "INVALID_VALUE", "name").await;
    }
    for (good, key) in [
        ("می\u{200c}خواهم", "میخواهم"),
        ("क्\u{200d}ष", "क्ष"),
        ("അവന്\u{200d}", "അവന്"),
        ("葛\u{e0100}飾", "葛飾"),
        ("I \u{2764}\u{fe0f} Acme", "i \u{2764} acme"),
        ("\u{1f469}\u{200d}\u{1f4bb}", "\u{1f469}\u{1f4bb}"),
        (
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} Clan",
            "\u{1f3f4} clan",
        ),
    ] {
        app.done(ROOT, &rename(good)).await;
        let read = format!("user(id: \"{user}\") {{ name }}");
        assert_eq!(app.read(ROOT, &read).await, json!({ "name": good }));
        let org = app.org(good).await;
        let read = format!("org(name: {}) {{ id name }}", json!(key));
        let expected = json!({ "id": org, "name": good });
        assert_eq!(app.read(ROOT, &read).await, expected, "{key}");
        let create = format!("createOrg(name: {})", json!(key));
        app.refuses(ROOT, &create, "NAME_TAKEN", "name").await;
    }
}

async fn phone_number_is_found_in_any_notation(app: TestApp) {
    let org = app.org("Acme").await;
    let create = |mailbox: &str, mobile: &str| {
        format!(
            "createUser(org: \"{org}\", email: \"{mailbox}@example.com\", first: \"Ann\", last: \"Lee\", mobile: {})",
            json!(mobile)
        )
    };
    let desk = app.done(ROOT, &create("desk", "+49 30 1234567")).await;
    let twelve = app
        .done(ROOT, &create("twelve", "+49 30 1234567 ext. 12"))
        .await;
    let local = app.done(ROOT, &create("local", "030–7654321 x5")).await;
    for (user, mobiles) in [
        (
            desk,
            vec![
                "+49‑30‑1234567",
                "+49–30—123−4567",
                "+49 (0)30 1234567",
                "＋４９ー３０ー１２３４５６７",
                "+٤٩ ٣٠ ١٢٣٤٥٦٧",
                "+۴۹۳۰۱۲۳۴۵۶۷",
                "+४९ ३० १२३४५६७",
                "\u{202a}+49 30 1234567\u{202c}",
            ],
        ),
        (
            twelve,
            vec![
                "+49301234567x12",
                "+49 30 1234567 EXT 12",
                "+49-30-1234567;ext=12",
                "tel:+49-30-1234567;ext=12",
                "+49 30 1234567 #１２",
            ],
        ),
        (
            local,
            vec!["030 7654321 ext 5", "０３０−７６５４３２１ ｘ５"],
        ),
    ] {
        for mobile in mobiles {
            assert_eq!(
                found(&app, &format!("mobile: {}", json!(mobile))).await,
                json!([{ "id": user }]),
                "{mobile}"
            );
        }
    }
    for none in ["+49 30 1234567 ext. 13", "030 7654321"] {
        let criteria = format!("mobile: {}", json!(none));
        assert_eq!(found(&app, &criteria).await, json!([]), "{none}");
    }
    // The number is shown as it was entered.
    let read = format!("user(id: \"{twelve}\") {{ mobile }}");
    let expected = json!({ "mobile": "+49 30 1234567 ext. 12" });
    assert_eq!(app.read(ROOT, &read).await, expected);
}

on_both_engines! {
    addresses_are_compared_ignoring_case,
    addresses_with_invisible_characters_are_rejected,
    case_of_an_address_changes_unless_the_address_is_the_key,
    white_space_around_an_address_is_ignored,
    white_space_in_a_name_is_collapsed_to_one_space,
    names_keep_invisible_characters_only_where_they_have_an_effect,
    phone_number_is_found_in_any_notation,
}
