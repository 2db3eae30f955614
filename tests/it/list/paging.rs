//! Tests pages: their size, where they continue, and that no row is lost or repeated while others
//! write.

use std::collections::BTreeSet;

use serde_json::json;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::List;

const ORDERS: [&str; 4] = ["NAME", "EMAIL", "UPDATED_AT", "ID"];

async fn page_has_50_rows_by_default_and_at_most_1000(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 1_001).await;
    let group = app.group(org, "all").await;
    app.crowd_into(org, group).await;
    for (list, is_root) in [
        ("users( ARGS)".to_owned(), true),
        ("memberships( ARGS)".to_owned(), true),
        (format!("org(id: \"{org}\") {{ members( ARGS) }}"), false),
    ] {
        let list = List::new(list);
        for (arguments, rows) in [
            ("", 50),
            ("first: 1000", 1_000),
            ("first: 1", 1),
            ("first: 0", 0),
        ] {
            let page = list.page(&app, ROOT, arguments).await;
            assert_eq!(
                (page.keys.len(), page.total),
                (rows, 1_001),
                "{list:?} {arguments}"
            );
            assert_eq!(
                (page.has_next, page.has_previous),
                (true, false),
                "{list:?} {arguments}"
            );
        }
        if is_root {
            let page = list.page(&app, ROOT, "last: 1000").await;
            assert_eq!(
                (page.keys.len(), page.has_next, page.has_previous),
                (1_000, false, true)
            );
            // A page before a cursor is the one directly before the cursor, however long the list
            // is.
            let end = page.end.expect("a cursor");
            let before = list.page(&app, ROOT, &format!("before: \"{end}\"")).await;
            assert_eq!(
                before.keys,
                page.keys[page.keys.len() - 51..page.keys.len() - 1]
            );
        }
    }
    let members =
        format!("group(id: \"{group}\") {{ members {{ totalCount nodes {{ status }} }} }}");
    let it = app.read(ROOT, &members).await;
    assert_eq!(it["members"]["totalCount"], 1_001);
    assert_eq!(it["members"]["nodes"].as_array().map(Vec::len), Some(50));
}

async fn unselected_fields_cause_no_statements(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let user = app.user(org, "ann").await;
    app.join(org, group, user).await;
    let token = app.token_of_org(org).await;
    for (list, statements) in [
        ("users".to_owned(), 1),
        ("orgs".to_owned(), 1),
        ("memberships".to_owned(), 1),
        (format!("org(id: \"{org}\") {{ members"), 2),
        (format!("org(id: \"{org}\") {{ groups"), 2),
        (format!("user(id: \"{user}\") {{ memberships"), 2),
        (format!("user(id: \"{user}\") {{ groups"), 2),
        (format!("group(id: \"{group}\") {{ members"), 2),
    ] {
        let end = if list.contains('{') { "} }" } else { "}" };
        let rows = format!(
            "{{ {list} {{ edges {{ cursor }} pageInfo {{ endCursor hasNextPage }} {end} }}"
        );
        let counted = format!("{{ {list} {{ edges {{ cursor }} totalCount {end} }}");
        assert_eq!(app.statements_of(ROOT, &rows).await, statements, "{rows}");
        assert_eq!(
            app.statements_of(ROOT, &counted).await,
            statements + 1,
            "{counted}"
        );
        // For actors that do not see all users, the visible users are counted first.
        let counting = u64::from(list == "users");
        assert_eq!(
            app.statements_of(&token, &rows).await,
            statements + counting,
            "{rows}"
        );
        assert_eq!(
            app.statements_of(&token, &counted).await,
            statements + 1 + 2 * counting,
            "{counted}"
        );
    }
}

/// Rows that exist all the time are shown exactly once, whatever rows are created and deleted.
async fn pages_are_stable_while_rows_come_and_go(app: TestApp) {
    let org = app.org("Acme").await;
    let mut users = Vec::new();
    for letter in ["b", "d", "f", "h", "j", "l", "n", "p"] {
        app.clock.advance(chrono::Duration::seconds(1));
        users.push(app.user(org, letter).await);
    }
    let mut spare = 0;
    for order in ORDERS {
        for backwards in [false, true] {
            let list = List::new(format!("users(orderBy: {order} ARGS)"));
            let (size, beyond) = if backwards {
                ("last", "before")
            } else {
                ("first", "after")
            };
            let page = list.page(&app, ROOT, &format!("{size}: 3")).await;
            let mut shown: Vec<String> = page.keys.clone();
            let mut cursor = if backwards { page.start } else { page.end };
            let mut gone = BTreeSet::new();
            // The row of the cursor is deleted. Other rows are created on both of its sides.
            let stood_on = if backwards {
                &page.keys[0]
            } else {
                &page.keys[2]
            };
            for id in [stood_on.clone()] {
                app.sql(&format!(
                    "DELETE FROM memberships WHERE user_id = {}",
                    app.id(id.parse().expect("an id"))
                ))
                .await;
                app.sql(&format!(
                    "DELETE FROM users WHERE id = {}",
                    app.id(id.parse().expect("an id"))
                ))
                .await;
                gone.insert(id);
            }
            for letter in ["a", "g", "z"] {
                spare += 1;
                users.push(app.user(org, &format!("{letter}{spare}")).await);
            }
            while let Some(at) = cursor {
                let page = list
                    .page(&app, ROOT, &format!("{size}: 3, {beyond}: \"{at}\""))
                    .await;
                shown.extend(page.keys.iter().cloned());
                let ahead = if backwards {
                    page.has_previous
                } else {
                    page.has_next
                };
                let next = if backwards { page.start } else { page.end };
                cursor = next.filter(|_| ahead);
            }
            let once: BTreeSet<_> = shown.iter().cloned().collect();
            assert_eq!(once.len(), shown.len(), "{order}: a row was shown twice");
            let stayed = users[..users.len() - 3].iter().map(Uuid::to_string);
            let stayed: Vec<_> = stayed.filter(|id| !gone.contains(id)).collect();
            users.retain(|user| !gone.contains(&user.to_string()));
            for id in stayed {
                assert!(
                    once.contains(&id),
                    "{order}, backwards {backwards}: {id} was lost"
                );
            }
        }
    }
}

/// Users with equal normalized names or equal times are ordered by id.
async fn rows_with_equal_sort_keys_are_ordered_by_id(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..5 {
        app.user(org, &format!("u{n}")).await;
    }
    app.sql("UPDATE users SET display_name = 'Same', display_name_key = 'same'")
        .await;
    for order in ORDERS {
        let list = List::new(format!("users(orderBy: {order} ARGS)"));
        let rows = list.page(&app, ROOT, "").await.keys;
        assert_eq!(rows.len(), 5);
        assert_eq!(list.walk(&app, ROOT, false).await, rows, "{order}");
        assert_eq!(list.walk(&app, ROOT, true).await, rows, "{order}");
    }
}

/// Both cursors at once select the rows between them, from the requested end.
async fn a_page_can_lie_between_two_cursors(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..6 {
        app.user(org, &format!("u{n}")).await;
    }
    for order in ORDERS {
        let list = List::new(format!("users(orderBy: {order} ARGS)"));
        let all = list.page(&app, ROOT, "").await;
        let between = format!(
            "after: \"{}\", before: \"{}\"",
            all.cursors[0], all.cursors[5]
        );
        for (size, rows) in [
            ("", 1..5),
            ("first: 2, ", 1..3),
            ("last: 2, ", 3..5),
            ("first: 4, ", 1..5),
            ("last: 4, ", 1..5),
        ] {
            let page = list.page(&app, ROOT, &format!("{size}{between}")).await;
            assert_eq!(page.keys, all.keys[rows], "{order} {size}");
            assert_eq!(
                (page.has_previous, page.has_next),
                (true, true),
                "{order} {size}"
            );
            assert_eq!(page.total, 6);
        }
        let nothing = format!(
            "after: \"{}\", before: \"{}\"",
            all.cursors[5], all.cursors[0]
        );
        assert!(list.page(&app, ROOT, &nothing).await.keys.is_empty());
    }
}

/// The normalized forms of the longest names still fit into a cursor.
async fn the_longest_names_have_cursors(app: TestApp) {
    let org = app.org("Acme").await;
    // One character that is normalized to three.
    let longest = "\u{390}".repeat(255);
    for n in 0..3 {
        let create = format!(
            "createUser(org: \"{org}\", email: \"u{n}@example.com\", first: \"{longest}\", last: \"{longest}\", name: \"{longest}\")"
        );
        app.done(ROOT, &create).await;
    }
    let old = app.org(&longest).await;
    app.retire_org(old).await;
    let again = app.org(&longest).await;
    app.group(org, &longest).await;
    app.group(org, &format!("{}x", "\u{390}".repeat(254))).await;
    let member = app.user(again, "member").await;
    app.add(org, member).await;
    for (list, rows) in [
        ("users(filter: { name: \"ΐΐΐ\" } ARGS)".to_owned(), 3),
        ("orgs( ARGS)".to_owned(), 3),
        (format!("org(id: \"{org}\") {{ groups( ARGS) }}"), 2),
        (
            format!("user(id: \"{member}\") {{ memberships( ARGS) }}"),
            2,
        ),
    ] {
        let list = List::new(list);
        for size in [1, 2] {
            let mut shown = Vec::new();
            let mut from = String::new();
            loop {
                let page = list.page(&app, ROOT, &format!("first: {size}{from}")).await;
                shown.extend(page.keys);
                if !page.has_next {
                    break;
                }
                from = format!(", after: \"{}\"", page.end.expect("a cursor"));
            }
            assert_eq!(shown.len(), rows, "{list:?}");
        }
    }
    let whole = app
        .read(ROOT, "users(filter: { name: \"ΐΐΐ\" }) { nodes { name } }")
        .await;
    assert_eq!(whole["nodes"][0]["name"], json!(longest));
}

on_both_engines! {
    page_has_50_rows_by_default_and_at_most_1000,
    unselected_fields_cause_no_statements,
    pages_are_stable_while_rows_come_and_go,
    rows_with_equal_sort_keys_are_ordered_by_id,
    a_page_can_lie_between_two_cursors,
    the_longest_names_have_cursors,
}
