//! Tests lists with a search text, and lists in each order, for every kind of actor.

use serde_json::{Value as Json, json};
use tenantry::{
    access::Permission,
    entity::{membership, user},
    normalize,
};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{
    List,
    actors::{Directory, directory},
    expected::{Principal, Tables, is_called},
    scope::holds,
    unlimited,
};

/// Texts that find users by name, address, number or external id, and by the beginning of a name.
const TEXTS: [&str; 13] = [
    "ann",
    "ANNA",
    "o’neil",
    "example.com",
    "x-1",
    "x-2",
    "u-7",
    "+49 (151) 23",
    "0151-23",
    "an",
    "z",
    "nobody has this",
    "%_%",
];

/// Returns whether the text finds the user for this actor.
fn is_found(tables: &Tables, who: &Principal, user: &user::Model, text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    let is_number = !digits.is_empty() && !text.contains(char::is_alphabetic);
    let mobile = user.mobile_key.clone().unwrap_or_default();
    let by_value = match text.chars().count() < 3 {
        true => {
            let begins = |key: &String| key.starts_with(&normalize::key(text));
            begins(&user.display_name_key) || begins(&user.email_key)
        }
        false => {
            is_called(user, text)
                || user.email_key.contains(&text.to_lowercase())
                || (is_number && mobile.contains(digits))
        }
    };
    let has_external_id = user.external_id.as_deref() == Some(text)
        || tables.memberships.iter().any(|row| {
            row.user_id == user.id
                && row.external_id.as_deref() == Some(text)
                && tables.may(who, Permission::MembersRead, row.org_id.0)
        });
    by_value || has_external_id
}

/// Returns the ids of memberships in an order of their users.
fn in_order(tables: &Tables, order: &str, mut ids: Vec<String>) -> Vec<String> {
    let key = |id: &String| {
        let row = tables
            .memberships
            .iter()
            .find(|row| row.id.to_string() == *id);
        let user = user_of(tables, row.expect("a membership"));
        match order {
            "NAME" => (user.display_name_key.clone(), user.id),
            "EMAIL" => (user.email_key.clone(), user.id),
            _ => (id.clone(), user.id),
        }
    };
    ids.sort_by_key(key);
    ids
}

fn user_of<'a>(tables: &'a Tables, row: &membership::Model) -> &'a user::Model {
    let mut users = tables.users.iter();
    users.find(|user| user.id == row.user_id).expect("a user")
}

/// Returns the directory, where some users have mobile numbers and external ids of their own.
async fn searched(app: &TestApp) -> Directory {
    let directory = directory(app).await;
    let everywhere = directory.everywhere;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{everywhere}\", mobile: \"+49 151 2345678\")"),
    )
    .await;
    app.done(
        ROOT,
        &format!("upsertUser(input: {{ match: {{ id: \"{everywhere}\" }}, externalId: \"u-7\" }})"),
    )
    .await;
    directory
}

async fn search_text_finds_visible_users(app: TestApp) {
    let Directory { actors, .. } = searched(&app).await;
    let tables = Tables::of(&app).await;
    let mut hits = 0;
    for who in &actors {
        for text in TEXTS {
            let expected = tables.users(who, "NAME", |user| is_found(&tables, who, user, text));
            hits += expected.len();
            let list = List::new(format!("users(filter: {{ search: \"{text}\" }} ARGS)"));
            holds(&app, who, &list, &expected).await;
            let list = List::new(format!(
                "memberships(filter: {{ search: \"{text}\" }} ARGS)"
            ));
            let expected = tables.memberships(who, |row| {
                is_found(&tables, who, user_of(&tables, row), text)
            });
            holds(&app, who, &list, &expected).await;
        }
        let everybody = tables.users(who, "NAME", |_| true);
        let list = List::new("users(filter: { search: \"  \" } ARGS)");
        holds(&app, who, &list, &everybody).await;
    }
    assert!(hits > 100, "only {hits} hits");
}

async fn search_text_finds_members_in_each_order(app: TestApp) {
    let Directory { orgs, actors, .. } = searched(&app).await;
    let tables = Tables::of(&app).await;
    for who in &actors {
        for org in orgs.into_iter().filter(|org| tables.belongs(who, *org)) {
            for order in ["NAME", "EMAIL", "JOINED"] {
                let of_org = |row: &membership::Model| row.org_id.0 == org;
                let all = in_order(&tables, order, tables.memberships(who, of_org));
                let list = List::new(format!(
                    "org(id: \"{org}\") {{ members(orderBy: {order} ARGS) }}"
                ));
                holds(&app, who, &list, &all).await;
                for text in ["ann", "example.com", "x-1", "an", "wwwww"] {
                    let found = tables.memberships(who, |row| {
                        of_org(row) && is_found(&tables, who, user_of(&tables, row), text)
                    });
                    let list = List::new(format!(
                        "org(id: \"{org}\") {{ members(search: \"{text}\", orderBy: {order} ARGS) }}"
                    ));
                    holds(&app, who, &list, &in_order(&tables, order, found)).await;
                }
            }
        }
    }
}

/// A list of orgs with more than `MAX_CHECKED` members starts from the users whom the text finds.
async fn search_text_finds_members_of_a_large_org(app: TestApp) {
    let Directory { orgs, actors, .. } = searched(&app).await;
    let [org, ..] = orgs;
    app.crowd(org, 1_100).await;
    let tables = Tables::of(&app).await;
    let of_org = |row: &membership::Model| row.org_id.0 == org;
    let mut hits = 0;
    for who in actors.iter().filter(|who| tables.belongs(who, org)) {
        for text in ["ann", "person 108", "p1099@example.com", "x-1", "wwwww"] {
            let found = tables.memberships(who, |row| {
                of_org(row) && is_found(&tables, who, user_of(&tables, row), text)
            });
            hits += found.len();
            for order in ["NAME", "EMAIL", "JOINED"] {
                let list = List::new(format!(
                    "org(id: \"{org}\") {{ members(search: \"{text}\", orderBy: {order} ARGS) }}"
                ));
                let found = in_order(&tables, order, found.clone());
                holds(&app, who, &list, &found).await;
            }
        }
    }
    assert!(hits > 20, "only {hits} hits");
}

async fn search_text_finds_members_of_groups(app: TestApp) {
    let Directory { actors, .. } = searched(&app).await;
    let tables = Tables::of(&app).await;
    for who in &actors {
        let groups = tables.groups.iter();
        for group in groups.filter(|group| tables.sees_group(who, group)) {
            let members = tables.members_of_group(who, group.id.0, None);
            let user = |id: &String| {
                let mut users = tables.users.iter();
                users
                    .find(|user| user.id.to_string() == *id)
                    .expect("a user")
            };
            for text in ["ann", "example.com", "x-1", "an"] {
                let mut found = members.clone();
                found.retain(|id| {
                    let user = user(id);
                    tables.sees_user(who, user.id.0) && is_found(&tables, who, user, text)
                });
                let list = List {
                    field: format!(
                        "group(id: \"{}\") {{ members(search: \"{text}\" ARGS) }}",
                        group.id
                    ),
                    key: "user { id }",
                };
                holds(&app, who, &list, &found).await;
            }
            if !who.scopes.contains("members:read") {
                let by_email = format!(
                    "group(id: \"{}\") {{ members(orderBy: EMAIL) {{ nodes {{ id }} }} }}",
                    group.id
                );
                let found = app.read(&who.secret, &by_email).await;
                let visible = members
                    .iter()
                    .filter(|id| tables.sees_user(who, user(id).id.0));
                let shown = found["members"]["nodes"].as_array().map(Vec::len);
                assert_eq!(shown, Some(visible.count()), "{}", who.name);
                continue;
            }
            for order in ["NAME", "EMAIL"] {
                let mut sorted = members.clone();
                sorted.sort_by_key(|id| match order {
                    "NAME" => (user(id).display_name_key.clone(), user(id).id),
                    _ => (user(id).email_key.clone(), user(id).id),
                });
                let list = List {
                    field: format!(
                        "group(id: \"{}\") {{ members(orderBy: {order} ARGS) }}",
                        group.id
                    ),
                    key: "user { id }",
                };
                holds(&app, who, &list, &sorted).await;
            }
        }
    }
}

/// A list of groups with more than `MAX_CHECKED` members starts from the users whom the text finds.
async fn search_text_finds_members_of_a_large_group(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Staff").await;
    app.crowd(org, 1_100).await;
    app.crowd_into(org, group).await;
    let named = |numbers: &[u32]| -> Vec<String> {
        let name = |number: &u32| format!("Person {number} of 1100");
        numbers.iter().map(name).collect()
    };
    for (text, order, numbers) in [
        ("person 108", "NAME", &[108, 1080, 1081, 1082][..]),
        ("p1099@example.com", "EMAIL", &[1099]),
        ("wwwww", "NAME", &[]),
    ] {
        let list = format!(
            "group(id: \"{group}\") {{ members(search: \"{text}\", orderBy: {order}, first: 4) \
             {{ totalCount nodes {{ user {{ name }} }} }} }}"
        );
        let found = app.read(ROOT, &list).await;
        let nodes = found["members"]["nodes"].as_array().expect("nodes");
        let names: Vec<&str> = nodes
            .iter()
            .filter_map(|node| node["user"]["name"].as_str())
            .collect();
        let total = if text == "person 108" {
            11
        } else {
            numbers.len()
        };
        assert_eq!(found["members"]["totalCount"], json!(total), "{text}");
        assert_eq!(names, named(numbers), "{text}");
    }
}

async fn groups_and_orgs_are_searched_by_name(app: TestApp) {
    let Directory { orgs, actors, .. } = directory(&app).await;
    let tables = Tables::of(&app).await;
    for who in &actors {
        let groups = |filter: &dyn Fn(&str, Uuid) -> bool| {
            let mut rows: Vec<_> = tables
                .groups
                .iter()
                .filter(|row| tables.sees_group(who, row) && filter(&row.name_key, row.org_id.0))
                .collect();
            rows.sort_by_key(|row| (row.name_key.clone(), row.id));
            rows.into_iter()
                .map(|row| row.id.to_string())
                .collect::<Vec<_>>()
        };
        holds(
            &app,
            who,
            &List::new("groups( ARGS)"),
            &groups(&|_, _| true),
        )
        .await;
        for (text, is_prefix) in [("PS", true), ("o", true), ("rzt", false), ("wwwww", false)] {
            let key = normalize::key(text);
            let is_found = |name: &str| match is_prefix {
                true => name.starts_with(&key),
                false => name.contains(&key),
            };
            let list = List::new(format!("groups(filter: {{ search: \"{text}\" }} ARGS)"));
            holds(&app, who, &list, &groups(&|name, _| is_found(name))).await;
            let list = List::new(format!("orgs(filter: {{ search: \"{text}\" }} ARGS)"));
            let expected = tables.orgs(who, "NAME", |org| is_found(&org.name_key));
            holds(&app, who, &list, &expected).await;
            for org in orgs {
                let expected = groups(&|name, of| of == org && is_found(name));
                let list = List::new(format!(
                    "groups(filter: {{ org: \"{org}\", search: \"{text}\" }} ARGS)"
                ));
                holds(&app, who, &list, &expected).await;
            }
        }
        let list = List::new(format!("groups(filter: {{ org: \"{}\" }} ARGS)", orgs[0]));
        holds(&app, who, &list, &groups(&|_, org| org == orgs[0])).await;
        let list = List::new("groups(orderBy: CREATED_AT ARGS)");
        let mut expected = groups(&|_, _| true);
        expected.sort();
        holds(&app, who, &list, &expected).await;
        let list = List::new("orgs(orderBy: CREATED_AT ARGS)");
        holds(&app, who, &list, &tables.orgs(who, "ID", |_| true)).await;
        let list = List::new("users(orderBy: CREATED_AT ARGS)");
        holds(&app, who, &list, &tables.users(who, "ID", |_| true)).await;
    }
}

async fn search_finds_users_orgs_and_groups(app: TestApp) {
    let app = unlimited(&app).await;
    let org = app.org("Annex").await;
    let ann = app.user(org, "ann").await;
    let group = app.group(org, "Anneal").await;
    app.crowd(org, 30).await;
    let other = app.org("Other").await;
    app.user(other, "hanna").await;
    let plain = app.token_of(ann).await;
    let admin = app.token_of(app.admin(org, "boss").await).await;
    let hits = "{ __typename ... on User { id } ... on Org { id } ... on Group { id } }";
    let search = |text: &str| format!("search(text: \"{text}\") {hits}");
    let hit = |kind: &str, id: Uuid| json!({ "__typename": kind, "id": id.to_string() });
    let (ann, annex, anneal) = (hit("User", ann), hit("Org", org), hit("Group", group));
    let found = app.read(&admin, &search("ann")).await;
    assert_eq!(found, json!([ann, annex, anneal]));
    let found = app.read(&plain, &search("ann")).await;
    assert_eq!(found, json!([ann, annex]));
    let found = app.read(ROOT, &search("ann")).await;
    assert_eq!(found.as_array().map(Vec::len), Some(4));
    assert_eq!(app.read(ROOT, &search(" ")).await, json!([]));
    // Each kind gets its share of the hits.
    let kinds = |hits: &Json| {
        let hits = hits.as_array().expect("hits").iter();
        hits.map(|hit| hit["__typename"].as_str().expect("a type").to_owned())
            .collect::<Vec<_>>()
    };
    let few = format!("search(text: \"a\", first: 3) {hits}");
    let found = app.read(&admin, &few).await;
    assert_eq!(kinds(&found), ["User", "Org", "Group"]);
    let most = format!("search(text: \"example.com\", first: 20) {hits}");
    assert_eq!(kinds(&app.read(ROOT, &most).await).len(), 20);
    for first in [-1, 21] {
        let wrong = format!("search(text: \"ann\", first: {first}) {hits}");
        let error = app.read_error(ROOT, &wrong).await;
        assert_eq!(error, ("INVALID_VALUE".to_owned(), json!("first")));
    }
    let nothing = format!("search(text: \"ann\", first: null) {hits}");
    assert_eq!(app.read(&plain, &nothing).await, json!([ann, annex]));
}

on_both_engines! {
    search_text_finds_visible_users,
    search_text_finds_members_in_each_order,
    search_text_finds_members_of_a_large_org,
    search_text_finds_members_of_groups,
    search_text_finds_members_of_a_large_group,
    groups_and_orgs_are_searched_by_name,
    search_finds_users_orgs_and_groups,
}
