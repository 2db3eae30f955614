//! `findUserBy`: its criteria, how names match, the order of the results, and which users a caller
//! finds.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Creates a member `<mailbox>@example.com` with these names: first, last and display name.
async fn named(app: &TestApp, org: Uuid, mailbox: &str, names: [&str; 3]) -> Uuid {
    let [first, last, name] = names.map(|name| json!(name));
    let create = format!(
        "createUser(org: \"{org}\", email: \"{mailbox}@example.com\", first: {first}, last: {last}, name: {name})"
    );
    app.done(ROOT, &create).await
}

/// Returns the display names of the found users, in order.
async fn names_by(app: &TestApp, token: &str, criteria: &str) -> Vec<String> {
    let found = app
        .read(token, &format!("findUserBy({criteria}) {{ name }}"))
        .await;
    let found = found.as_array().expect("a list");
    let names = found.iter().map(|user| user["name"].as_str());
    names.map(|name| name.expect("a name").to_owned()).collect()
}

async fn names(app: &TestApp, text: &str) -> Vec<String> {
    names_by(app, ROOT, &format!("name: {}", json!(text))).await
}

async fn a_search_without_criteria_is_refused(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    for none in [
        "findUserBy { id }",
        "findUserBy(name: null, email: null) { id }",
        "findUserBy(name: \"\", email: \" \", mobile: \"\\t\", externalId: \"\\u00a0\") { id }",
    ] {
        assert_eq!(app.read_error(ROOT, none).await.0, "NO_CRITERIA", "{none}");
    }
}

async fn all_criteria_must_match_and_blank_ones_are_ignored(app: TestApp) {
    let org = app.org("Acme").await;
    let create = format!(
        "createUser(org: \"{org}\", email: \"ann@example.com\", first: \"Ann\", last: \"Lee\", mobile: \"+4915123456789\", externalId: \"x\")"
    );
    app.done(ROOT, &create).await;
    named(&app, org, "other", ["Ann", "Lee", "Ann Lee Other"]).await;
    let all = "email: \"ann@example.com\", externalId: \"x\", mobile: \"+4915123456789\", name: \"ann lee\"";
    assert_eq!(names_by(&app, ROOT, all).await, ["Ann Lee"]);
    for wrong in [
        all.replace("ann@", "bob@"),
        all.replace("\"x\"", "\"y\""),
        all.replace("6789", "6780"),
        all.replace("lee", "ray"),
    ] {
        assert!(names_by(&app, ROOT, &wrong).await.is_empty(), "{wrong}");
    }
    let blanks = "email: \" \", mobile: \"\", externalId: \"x\"";
    assert_eq!(names_by(&app, ROOT, blanks).await, ["Ann Lee"]);
}

async fn at_most_ten_users_are_found_exact_names_first(app: TestApp) {
    let org = app.org("Acme").await;
    // The index has all the other names before the exact ones.
    for number in 0..12 {
        let name = format!("A Maria Lee {number:02}");
        named(&app, org, &format!("m{number}"), ["X", "Y", &name]).await;
    }
    named(&app, org, "e1", ["X", "Y", "maria LEE"]).await;
    named(&app, org, "e2", ["X", "Y", "Maria Lee"]).await;
    let found = names(&app, " Maria lee ").await;
    assert_eq!(found.len(), 10);
    assert_eq!(found[..2], ["maria LEE", "Maria Lee"]);
    let others = &found[2..];
    assert!(others.iter().all(|name| name.starts_with("A Maria Lee ")));
    assert!(others.is_sorted(), "{others:?}");
}

async fn exact_matches_are_ordered_by_id(app: TestApp) {
    let org = app.org("Acme").await;
    let mut users = Vec::new();
    for number in 0..12 {
        users.push(named(&app, org, &format!("m{number}"), ["X", "Y", "Maria Lee"]).await);
    }
    let found = app
        .read(ROOT, "findUserBy(name: \"maria lee\") { id }")
        .await;
    let expected: Vec<Json> = users[..10].iter().map(|id| json!({ "id": id })).collect();
    assert_eq!(found, json!(expected));
}

async fn at_most_ten_users_are_found_by_external_id(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 12).await;
    app.sql("UPDATE memberships SET external_id = 'same'").await;
    let found = names_by(&app, ROOT, "externalId: \"same\"").await;
    assert_eq!(found.len(), 10);
    assert!(found.is_sorted(), "{found:?}");
}

async fn a_name_needs_at_least_three_characters_after_trimming(app: TestApp) {
    let org = app.org("Acme").await;
    named(&app, org, "li", ["X", "Y", "李小龙"]).await;
    named(&app, org, "eea", ["X", "Y", "Éèà"]).await;
    for short in ["a", "ab", "  ab  ", "é", "李", "李a", "\u{a0}ab\u{a0}"] {
        let query = format!("findUserBy(name: {}) {{ id }}", json!(short));
        let error = app.read_error(ROOT, &query).await;
        assert_eq!(
            error,
            ("NAME_TOO_SHORT".to_owned(), json!("name")),
            "{short}"
        );
    }
    let both = "findUserBy(name: \"ab\", email: \"a@example.com\") { id }";
    assert_eq!(app.read_error(ROOT, both).await.0, "NAME_TOO_SHORT");
    assert_eq!(names(&app, " 李小龙 ").await, ["李小龙"]);
    assert_eq!(names(&app, "éèà").await, ["Éèà"]);
}

async fn any_part_of_display_first_or_last_name_matches(app: TestApp) {
    let org = app.org("Acme").await;
    named(&app, org, "ann", ["Annabel", "Bergmann", "Zed Quill"]).await;
    for part in [
        "ann",
        "nab",
        "bel",
        "Berg",
        "gma",
        "mann",
        "ed Q",
        "d q",
        "uill",
        "zed \u{a0}quill",
    ] {
        assert_eq!(names(&app, part).await, ["Zed Quill"], "{part}");
    }
    for none in ["annx", "Zedquill", "annabel bergmann", "belber", "quillann"] {
        assert!(names(&app, none).await.is_empty(), "{none}");
    }
}

async fn names_match_regardless_of_case_and_accents(app: TestApp) {
    let org = app.org("Acme").await;
    named(&app, org, "a", ["X", "Y", "José Ångström"]).await;
    named(&app, org, "b", ["X", "Y", "JOSE\u{301} Nguyễn"]).await;
    named(&app, org, "c", ["X", "Y", "Straße"]).await;
    named(&app, org, "d", ["X", "Y", "ΟΔΥΣΣΕΥΣ"]).await;
    for (text, expected) in [
        ("jose", 2),
        ("JOSÉ", 2),
        ("jose\u{301}", 2),
        ("ANGSTROM", 1),
        ("ångström", 1),
        ("nguyen", 1),
        ("NGUYỄN", 1),
        ("strasse", 1),
        ("STRASSE", 1),
        ("raße", 1),
        ("οδυσσευς", 1),
        ("Οδυσσεύς", 1),
    ] {
        assert_eq!(names(&app, text).await.len(), expected, "{text}");
    }
}

async fn letters_without_a_decomposition_match_their_base_letters(app: TestApp) {
    let org = app.org("Acme").await;
    for (number, (name, parts)) in [
        ("Łukasz Żółć", vec!["lukasz", "zolc", "ŁUKASZ"]),
        ("Søren Ærøskøbing", vec!["soren", "aeroskobing", "SØREN"]),
        ("Đặng Văn", vec!["dang van", "đặng"]),
        ("Cœur Lœw", vec!["coeur", "loew"]),
        ("Þórður Weiß", vec!["thordur", "weiss", "ÞÓRÐUR"]),
        ("Ħamrun Ŋala", vec!["hamrun", "nala"]),
        ("Işıl Iĝis", vec!["isil", "IŞIL", "igis"]),
        // Letters with hooks and strokes, as in Hausa.
        ("Ɓala Ƙofa Ƶana", vec!["bala", "kofa", "zana"]),
    ]
    .into_iter()
    .enumerate()
    {
        named(&app, org, &format!("n{number}"), ["X", "Y", name]).await;
        for part in parts {
            assert_eq!(names(&app, part).await, [name], "{part}");
        }
        // The name as typed, in composed and in decomposed form.
        assert_eq!(names(&app, name).await, [name]);
        let [composed, decomposed]: [String; 2] = [name.nfc().collect(), name.nfd().collect()];
        assert_eq!(names(&app, &composed).await, [name]);
        assert_eq!(names(&app, &decomposed).await, [name]);
    }
}

async fn all_apostrophes_are_equal_and_all_dashes_are_equal(app: TestApp) {
    let org = app.org("Acme").await;
    let typed = [
        "Ann O'Brien-Lee",
        "Ann O’Brien‑Lee",
        "Ann OʼBrien–Lee",
        "Ann O´Brien—Lee",
        "Ann O`Brien−Lee",
        "Ann O＇Brien－Lee",
        "Ann O‘Brien‐Lee",
        // The apostrophes and dashes of Hawaiian and Hebrew.
        "Ann OʻBrien־Lee",
        "Ann O׳Brien-Lee",
    ];
    for (number, name) in typed.iter().enumerate() {
        named(&app, org, &format!("n{number}"), ["X", "Y", name]).await;
    }
    for part in typed.iter().map(|name| name.trim_start_matches("Ann ")) {
        assert_eq!(names(&app, part).await.len(), typed.len(), "{part}");
    }
    // Afrikaans has a character that is an apostrophe and a letter.
    let typed = ["ŉ Mens", "'n Mens", "ʼn Mens", "’n Mens"];
    for (number, name) in typed.iter().enumerate() {
        named(&app, org, &format!("m{number}"), ["X", "Y", name]).await;
    }
    for name in typed {
        assert_eq!(names(&app, name).await.len(), typed.len(), "{name}");
    }
}

async fn two_characters_of_han_kana_and_hangul_are_enough(app: TestApp) {
    let org = app.org("Acme").await;
    for (number, name) in ["王小明", "さくら", "ガブリエル", "김민수", "佐々木"]
        .into_iter()
        .enumerate()
    {
        let decomposed: String = name.nfd().collect();
        named(&app, org, &format!("n{number}"), ["X", "Y", name]).await;
        let chars: Vec<char> = name.chars().collect();
        for pair in chars.windows(2) {
            let pair: String = pair.iter().collect();
            assert_eq!(names(&app, &pair).await, [name], "{pair}");
            let pair: String = pair.nfd().collect();
            assert_eq!(names(&app, &pair).await, [name], "{pair}");
        }
        assert_eq!(names(&app, &decomposed).await, [name]);
        let other: String = chars.iter().rev().take(2).collect();
        assert!(names(&app, &other).await.is_empty(), "{other}");
    }
    let filter = "users(filter: { name: \"小明\" }) { totalCount nodes { name } }";
    let expected = json!({ "totalCount": 1, "nodes": [{ "name": "王小明" }] });
    assert_eq!(app.read(ROOT, filter).await, expected);
    let acme = app.org("株式会社アクメ").await;
    let filter = "orgs(filter: { name: \"会社\" }) { nodes { id } }";
    let expected = json!({ "nodes": [{ "id": acme }] });
    assert_eq!(app.read(ROOT, filter).await, expected);
    // Half-width kana match full-width kana.
    assert_eq!(names(&app, "ｶﾞﾌﾞ").await, ["ガブリエル"]);
}

async fn last_and_first_name_match_when_written_together(app: TestApp) {
    let org = app.org("Acme").await;
    for (mailbox, first, last) in [
        ("a", "小明", "王"),
        ("b", "민수", "김"),
        ("c", "Ann", "Lee"),
    ] {
        let create = format!(
            "createUser(org: \"{org}\", email: \"{mailbox}@example.com\", first: \"{first}\", last: \"{last}\")"
        );
        app.done(ROOT, &create).await;
    }
    named(&app, org, "d", ["X", "Y", "王小明"]).await;
    for together in ["王小明", "王 小明", "王\u{3000}小明"] {
        let found = names(&app, together).await;
        assert_eq!(
            BTreeSet::from_iter(&found),
            BTreeSet::from([&"小明 王".to_owned(), &"王小明".to_owned()]),
            "{together}"
        );
    }
    for together in ["김민수", "김 민수"] {
        assert_eq!(names(&app, together).await, ["민수 김"], "{together}");
    }
    assert_eq!(names(&app, "leeann").await, ["Ann Lee"]);
}

async fn no_character_of_a_name_is_special(app: TestApp) {
    let org = app.org("Acme").await;
    let odd = "100%_\"q\" \\d 'x' a*b AND (c)";
    named(&app, org, "odd", ["X", "Y", odd]).await;
    named(
        &app,
        org,
        "plain",
        ["X", "Y", "100 percent axb and c d quoted"],
    )
    .await;
    for part in [
        "00%", "%_\"", "_\"q", "\"q\"", "\" \\d", "\\d 'x", "'x'", "a*b", "AND", "(c)", "b AND (c",
        odd,
    ] {
        assert!(names(&app, part).await.contains(&odd.to_owned()), "{part}");
    }
    for none in [
        "%%%", "___", "0_%", "a_b", "a%b", "\"\"\"", "\\\\\\", "xb*", "NOT x", "'';", "1%0",
    ] {
        assert!(names(&app, none).await.is_empty(), "{none}");
    }
}

async fn a_changed_name_is_found_and_the_old_one_is_not(app: TestApp) {
    let org = app.org("Acme").await;
    let user = named(&app, org, "ann", ["Annabel", "Bergmann", "Zed Quill"]).await;
    let update = format!("updateUser(userId: \"{user}\", first: \"Carla\", name: \"New Name\")");
    app.done(ROOT, &update).await;
    for (text, expected) in [
        ("carla", 1),
        ("new na", 1),
        ("bergm", 1),
        ("annab", 0),
        ("quill", 0),
    ] {
        assert_eq!(names(&app, text).await.len(), expected, "{text}");
    }
}

async fn a_retired_member_and_a_suspended_user_are_found_with_their_status(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    app.retire(org, user).await;
    let suspend = format!("updateUser(userId: \"{user}\", status: SUSPENDED)");
    app.done(ROOT, &suspend).await;
    let token = app.token_of_org(org).await;
    let query = "findUserBy(name: \"ann test\") { id status }";
    let expected = json!([{ "id": user, "status": "SUSPENDED" }]);
    assert_eq!(app.read(&token, query).await, expected);
}

async fn a_result_has_the_fields_of_the_user_and_the_user(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let update = format!(
        "updateUser(userId: \"{user}\", mobile: \"+49 151 23456789\", timezone: \"Europe/Berlin\")"
    );
    app.done(ROOT, &update).await;
    let query = "findUserBy(name: \"ann\") { id email name timezone mobile status \
         user { id first last defaultMembership { org { name } } } }";
    assert_eq!(
        app.read(ROOT, query).await,
        json!([{
            "id": user, "email": "ann@example.com", "name": "ann Test", "timezone": "Europe/Berlin",
            "mobile": "+49 151 23456789", "status": "ACTIVE",
            "user": {
                "id": user, "first": "ann", "last": "Test", "defaultMembership": { "org": { "name": "Acme" } }
            }
        }])
    );
}

async fn only_members_of_readable_orgs_are_found(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (gone, _far) = (app.user(org, "gone").await, app.user(other, "far").await);
    let (admin, plain) = (app.admin(org, "admin").await, app.user(org, "plain").await);
    app.retire(org, gone).await;
    let join = format!("addOrgMember(org: \"{other}\", userId: \"{admin}\")");
    app.done(ROOT, &join).await;
    let in_org = vec!["admin Test", "gone Test", "plain Test"];
    let all = vec!["admin Test", "far Test", "gone Test", "plain Test"];
    for (token, expected) in [
        (ROOT.to_owned(), all),
        (app.token_of(admin).await, in_org.clone()),
        (app.token_of_org(org).await, in_org),
        (app.token_of(plain).await, vec!["plain Test"]),
        (app.token("scopes: [\"groups:read\"]").await, vec![]),
    ] {
        assert_eq!(names_by(&app, &token, "name: \"test\"").await, expected);
    }
    let token = app.token_of(admin).await;
    let hidden = names_by(&app, &token, "email: \"far@example.com\"").await;
    assert!(hidden.is_empty(), "{hidden:?}");
}

async fn a_retired_membership_or_org_hides_all_other_users(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (admin, second) = (
        app.admin(org, "admin").await,
        app.admin(other, "second").await,
    );
    app.user(org, "ann").await;
    app.user(other, "bob").await;
    let (token, second) = (app.token_of(admin).await, app.token_of(second).await);
    app.retire(org, admin).await;
    app.retire_org(other).await;
    assert_eq!(
        names_by(&app, &token, "name: \"test\"").await,
        ["admin Test"]
    );
    let found = names_by(&app, &second, "name: \"test\"").await;
    assert_eq!(found, ["second Test"]);
}

async fn external_ids_match_only_in_readable_orgs(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (ann, admin) = (app.user(org, "ann").await, app.admin(org, "admin").await);
    let add = format!("addOrgMember(org: \"{other}\", userId: \"{ann}\", externalId: \"far\")");
    app.done(ROOT, &add).await;
    let near = format!("updateMember(org: \"{org}\", userId: \"{ann}\", externalId: \"near\")");
    app.done(ROOT, &near).await;
    let token = app.token_of(admin).await;
    let found = names_by(&app, &token, "externalId: \"near\"").await;
    assert_eq!(found, ["ann Test"]);
    assert!(
        names_by(&app, &token, "externalId: \"far\"")
            .await
            .is_empty()
    );
    assert_eq!(
        names_by(&app, ROOT, "externalId: \"far\"").await,
        ["ann Test"]
    );
}

async fn hidden_users_do_not_count_towards_the_limit(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    app.crowd(other, 50).await;
    named(&app, org, "seen", ["X", "Y", "Zed Person"]).await;
    let token = app.token_of_org(org).await;
    let found = names_by(&app, &token, "name: \"person\"").await;
    assert_eq!(found, ["Zed Person"]);
}

async fn invalid_criteria_are_refused(app: TestApp) {
    let long = "x".repeat(10_000);
    for field in ["email", "externalId", "mobile", "name"] {
        for bad in ["abc\u{0}def", "abc\u{1b}def", "abc\ndef", &long] {
            // A line break is white space, which counts as one blank in a name.
            if (field, bad) == ("name", "abc\ndef") {
                continue;
            }
            let query = format!("findUserBy({field}: {}) {{ id }}", json!(bad));
            let error = app.read_error(ROOT, &query).await;
            assert_eq!(error, ("INVALID_VALUE".to_owned(), json!(field)));
        }
    }
}

on_both_engines! {
    a_search_without_criteria_is_refused,
    all_criteria_must_match_and_blank_ones_are_ignored,
    at_most_ten_users_are_found_exact_names_first,
    exact_matches_are_ordered_by_id,
    at_most_ten_users_are_found_by_external_id,
    a_name_needs_at_least_three_characters_after_trimming,
    any_part_of_display_first_or_last_name_matches,
    names_match_regardless_of_case_and_accents,
    letters_without_a_decomposition_match_their_base_letters,
    all_apostrophes_are_equal_and_all_dashes_are_equal,
    two_characters_of_han_kana_and_hangul_are_enough,
    last_and_first_name_match_when_written_together,
    no_character_of_a_name_is_special,
    a_changed_name_is_found_and_the_old_one_is_not,
    a_retired_member_and_a_suspended_user_are_found_with_their_status,
    a_result_has_the_fields_of_the_user_and_the_user,
    only_members_of_readable_orgs_are_found,
    a_retired_membership_or_org_hides_all_other_users,
    external_ids_match_only_in_readable_orgs,
    hidden_users_do_not_count_towards_the_limit,
    invalid_criteria_are_refused,
}
