//! A statement that is put together from text and values, with the pieces in which the engines differ.
//!
//! * `columns`: the columns of a table by their names.
//! * `lists`: lists of values, and tables of rows, that come with it.
//! * `conditions`: conditions on rows.
//! * `page`: from where to where, in which order.
//! * `run`: running it.

mod columns;
mod conditions;
mod lists;
mod page;
mod run;

use sea_orm::{ConnectionTrait, DbBackend, Value};

use super::Conn;

pub use columns::{columns, prefixed_columns};

/// What [`Sql::first_per_parent`] gives of each parent.
#[derive(Debug, Clone, Copy)]
pub struct Children<'a> {
    /// The columns, by their names.
    pub columns: &'a str,
    /// The tables, joined.
    pub from: &'static str,
    /// The column that tells the rows apart.
    pub key: &'static str,
}

/// SQL text and the values bound to it. Text comes from the code alone; what comes from outside is bound.
#[derive(Debug, Clone)]
pub struct Sql {
    backend: DbBackend,
    text: String,
    values: Vec<Value>,
}

/// What a column of [`Sql::rows_of`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An id, or null.
    Id,
    /// Text, or null.
    Text,
    /// A JSON object, or null.
    Json,
}

impl Sql {
    /// A statement for the engine behind `conn`.
    #[must_use]
    pub fn new(conn: &Conn, text: &str) -> Self {
        let mut sql = Self {
            backend: conn.get_database_backend(),
            text: String::with_capacity(512),
            values: Vec::with_capacity(8),
        };
        sql.text.push_str(text);
        sql
    }

    pub(super) fn backend(&self) -> DbBackend {
        self.backend
    }

    /// Whether the statement has no text yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// More text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// A value, and its place in the text.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// A word of the code's own, written out: an index on rows with this very word is used only for a condition that has it.
    pub fn word(&mut self, word: &'static str) -> &mut Self {
        self.push("'").push(word).push("'")
    }

    /// `{table} AS {alias}`, of which only the rows whose ids `ids` selects (as `id`) are read: a `FROM` and a `WHERE` to be
    /// gone on with. However the engine judges it, it begins with the ids.
    pub fn from_ids(&mut self, table: &str, alias: &str, ids: impl FnOnce(&mut Self)) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => {
                self.push("(SELECT DISTINCT id FROM (");
                ids(self);
                self.push(&format!(
                    ")) AS some CROSS JOIN {table} {alias} WHERE {alias}.id = some.id"
                ))
            }
            _ => {
                self.push(&format!("{table} {alias} WHERE {alias}.id = ANY (ARRAY("));
                ids(self);
                self.push("))")
            }
        }
    }

    /// So many at the most of what `rows` selects, found as all of it would be. For the sake of few, PostgreSQL would rather
    /// look through the table than in an index: it hopes to meet them soon, and where there are none it has read everything.
    pub fn some_of(&mut self, most: u32, rows: impl FnOnce(&mut Self)) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => {
                rows(self);
                self
            }
            // What is named so is planned for itself, and yet ends when enough was taken of it.
            _ => {
                self.push("WITH found AS MATERIALIZED (");
                rows(self);
                self.push(") SELECT * FROM found")
            }
        }
        .limit(most)
    }

    /// For each `parent.id` that `parents` selects, the children for which `rows` holds: its conditions name `parent.id`, and
    /// go on with an order and a limit. The parent's id comes as `parent`.
    pub fn first_per_parent(
        &mut self,
        children: Children<'_>,
        parents: impl FnOnce(&mut Self),
        rows: impl FnOnce(&mut Self),
    ) -> &mut Self {
        let Children { columns, from, key } = children;
        match self.backend {
            DbBackend::Sqlite => {
                self.push(&format!("SELECT parent.id AS parent, {columns} FROM ("));
                parents(self);
                self.push(&format!(
                    ") AS parent CROSS JOIN {from} WHERE {key} IN (SELECT {key} FROM {from} WHERE "
                ));
                rows(self);
            }
            _ => {
                self.push("SELECT parent.id AS parent, child.* FROM (");
                parents(self);
                self.push(&format!(
                    ") AS parent CROSS JOIN LATERAL (SELECT {columns} FROM {from} WHERE "
                ));
                rows(self);
            }
        }
        self.push(match self.backend {
            DbBackend::Sqlite => ")",
            _ => ") AS child",
        })
    }

    /// The rows found stay as they are until the transaction ends, or others may read them only. `tables` are aliases, in
    /// the order in which they are to be locked. SQLite's writer is alone anyway.
    pub fn locked(&mut self, lock: &str, tables: &str) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self,
            _ => self.push(" FOR ").push(lock).push(" OF ").push(tables),
        }
    }

    /// The rows found stay as they are until the transaction ends; one that somebody else holds counts as not there.
    pub fn locked_or_skipped(&mut self, tables: &str) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self,
            _ => self.locked("UPDATE", tables).push(" SKIP LOCKED"),
        }
    }

    /// Deletes rows of the table for which `rows` holds, so many at the most, and none that somebody else is at.
    pub fn delete_some(
        &mut self,
        table: &str,
        most: u32,
        rows: impl FnOnce(&mut Self),
    ) -> &mut Self {
        let (row, is_among, end) = match self.backend {
            DbBackend::Sqlite => ("rowid", "IN (", ")"),
            // The form that goes straight to the rows.
            _ => ("ctid", "= ANY (ARRAY(", " FOR UPDATE SKIP LOCKED))"),
        };
        self.push(&format!(
            "DELETE FROM {table} WHERE {row} {is_among}SELECT {row} FROM {table} WHERE "
        ));
        rows(self);
        self.limit(most).push(end)
    }
}
