//! Tests the paginated lists of users, orgs, memberships, groups and group members.

mod actors;
mod batch;
mod expected;
mod filter;
mod input;
mod name;
mod paging;
mod scope;
mod search;

use serde_json::{Value as Json, json};

use crate::support::TestApp;

/// Returns the same app without a cost limit.
async fn unlimited(app: &TestApp) -> TestApp {
    app.reconfigured(|config| config.max_cost = u64::MAX).await
}

/// A list: a field with `ARGS` in place of its arguments, and the key of its rows.
#[derive(Debug, Clone)]
struct List {
    /// For example `org(id: "...") { members(ARGS) }`.
    field: String,
    /// The selection that identifies a row: its id, or `user { id }` for rows without an id.
    key: &'static str,
}

impl List {
    fn new(field: impl Into<String>) -> Self {
        let (field, key) = (field.into(), "id");
        Self { field, key }
    }

    /// Reads a page with these arguments, and all fields of its connection.
    async fn page(&self, app: &TestApp, token: &str, arguments: &str) -> Page {
        let key = self.key;
        let connection = format!(
            ") {{ edges {{ cursor node {{ {key} }} }} nodes {{ {key} }} totalCount
               pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}"
        );
        let field = self
            .field
            .replacen("ARGS)", &format!("{arguments}{connection}"), 1);
        let field = field.replace("( )", "");
        let mut it = app.read(token, &field).await;
        // Goes from `org` to its members if the list is nested.
        while let Some((_, inner)) = it
            .as_object()
            .filter(|object| object.len() == 1)
            .and_then(|object| object.iter().next())
        {
            it = inner.clone();
        }
        Page::of(&it, &field)
    }

    /// Reads all rows in pages of two, forwards or backwards. Returns them in the list's order.
    async fn walk(&self, app: &TestApp, token: &str, backwards: bool) -> Vec<String> {
        let (mut rows, mut pages) = (Vec::new(), 0);
        let mut cursor: Option<String> = None;
        loop {
            let (size, beyond) = if backwards {
                ("last", "before")
            } else {
                ("first", "after")
            };
            let from = cursor
                .as_ref()
                .map(|cursor| format!(", {beyond}: \"{cursor}\""))
                .unwrap_or_default();
            let page = self.page(app, token, &format!("{size}: 2{from}")).await;
            pages += 1;
            assert!(page.keys.len() <= 2 && pages < 200, "{self:?} {page:?}");
            let (ahead, behind) = if backwards {
                (page.has_previous, page.has_next)
            } else {
                (page.has_next, page.has_previous)
            };
            assert_eq!(behind, cursor.is_some(), "{self:?} {page:?}");
            let more = page.keys.into_iter();
            if backwards {
                rows.splice(0..0, more);
            } else {
                rows.extend(more);
            }
            if !ahead {
                assert_eq!(page.total, rows.len() as u64, "totalCount of {self:?}");
                return rows;
            }
            cursor = if backwards { page.start } else { page.end };
        }
    }
}

/// The values of a connection.
#[derive(Debug)]
struct Page {
    keys: Vec<String>,
    cursors: Vec<String>,
    has_next: bool,
    has_previous: bool,
    start: Option<String>,
    end: Option<String>,
    total: u64,
}

impl Page {
    fn of(it: &Json, field: &str) -> Self {
        let key = |node: &Json| {
            node.get("id")
                .unwrap_or(&node["user"]["id"])
                .as_str()
                .expect("an id")
                .to_owned()
        };
        let list = |name: &str| {
            it[name]
                .as_array()
                .unwrap_or_else(|| panic!("{field}\n{it:#}"))
                .clone()
        };
        let (edges, nodes) = (list("edges"), list("nodes"));
        let keys: Vec<String> = nodes.iter().map(key).collect();
        assert_eq!(
            edges
                .iter()
                .map(|edge| key(&edge["node"]))
                .collect::<Vec<_>>(),
            keys
        );
        let text = |value: &Json| value.as_str().map(str::to_owned);
        let cursors: Vec<_> = edges
            .iter()
            .filter_map(|edge| text(&edge["cursor"]))
            .collect();
        let info = &it["pageInfo"];
        let (start, end) = (text(&info["startCursor"]), text(&info["endCursor"]));
        assert_eq!(
            (start.as_ref(), end.as_ref()),
            (cursors.first(), cursors.last())
        );
        Self {
            keys,
            cursors,
            has_next: info["hasNextPage"] == json!(true),
            has_previous: info["hasPreviousPage"] == json!(true),
            start,
            end,
            total: it["totalCount"].as_u64().expect("a number"),
        }
    }
}
