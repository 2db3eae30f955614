//! A builder for statements of text and bound values, with the fragments that differ between the
//! engines.
//!
//! * `columns`: the columns of a table by name.
//! * `lists`: lists of values, and tables of rows, that are bound to a statement.
//! * `conditions`: conditions on rows.
//! * `page`: the limits and the order of a page of a list.
//! * `people`: pages of the people of many parents.
//! * `run`: executing a statement.

mod columns;
mod conditions;
mod lists;
mod page;
mod people;
mod run;

use sea_orm::{ConnectionTrait, DbBackend, Value};

use super::Conn;

pub use columns::{columns, prefixed_columns};
pub use people::People;

/// The children that [`Sql::first_per_parent`] selects of each parent.
#[derive(Debug, Clone, Copy)]
pub struct Children<'a> {
    /// The columns, by name.
    pub columns: &'a str,
    /// The joined tables.
    pub from: &'a str,
    /// The unique column of the children.
    pub key: &'static str,
}

/// SQL text and its bound values. Text comes only from the code. External values are bound.
#[derive(Debug, Clone)]
pub struct Sql {
    backend: DbBackend,
    text: String,
    values: Vec<Value>,
    locks_rows: bool,
}

/// The type of a column of [`Sql::rows_of`].
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
    /// Creates a statement for the engine of `conn`.
    #[must_use]
    pub fn new(conn: &Conn, text: &str) -> Self {
        let mut sql = Self {
            backend: conn.get_database_backend(),
            text: String::with_capacity(512),
            values: Vec::with_capacity(8),
            locks_rows: conn.locks_rows(),
        };
        sql.text.push_str(text);
        sql
    }

    pub(super) fn backend(&self) -> DbBackend {
        self.backend
    }

    /// Returns whether the statement has no text yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Binds a value and appends its placeholder.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Appends a literal from the code. The planner uses a partial index only for a condition with
    /// the same literal, not with a bound value.
    pub fn word(&mut self, word: &'static str) -> &mut Self {
        self.push("'").push(word).push("'")
    }

    /// Appends `{table} AS {alias}`, limited to the rows whose ids `ids` selects (as `id`), as a
    /// `FROM` and a `WHERE` that the caller continues. Both engines start from the ids, whatever
    /// their estimates.
    pub fn from_ids(&mut self, table: &str, alias: &str, ids: impl FnOnce(&mut Self)) -> &mut Self {
        self.from_ids_of(table, alias, "id", "", ids)
    }

    /// Appends `{table} AS {alias}` with `joins`, limited to the rows whose `column` is one of the
    /// ids that `ids` selects, like [`Sql::from_ids`].
    pub fn from_ids_of(
        &mut self,
        table: &str,
        alias: &str,
        column: &str,
        joins: &str,
        ids: impl FnOnce(&mut Self),
    ) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => {
                self.push("(SELECT DISTINCT id FROM (");
                ids(self);
                self.push(&format!(
                    ")) AS some CROSS JOIN {table} {alias}{joins} WHERE {alias}.{column} = some.id"
                ))
            }
            _ => {
                self.push(&format!(
                    "{table} {alias}{joins} WHERE {alias}.{column} = ANY (ARRAY("
                ));
                ids(self);
                self.push("))")
            }
        }
    }

    /// Appends at most `most` rows of what `rows` selects, planned as if all rows were wanted. For
    /// a small limit PostgreSQL prefers to scan the table instead of an index: it expects to find
    /// rows soon, and reads everything where there are none.
    pub fn some_of(&mut self, most: u32, rows: impl FnOnce(&mut Self)) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => {
                rows(self);
                self
            }
            // A materialized CTE is planned separately, and still stops when enough rows were read.
            _ => {
                self.push("WITH found AS MATERIALIZED (");
                rows(self);
                self.push(") SELECT * FROM found")
            }
        }
        .limit(most)
    }

    /// Selects for each `parent.id` of `parents` the children that match `rows`: conditions on
    /// `parent.id`, an order and a limit. The parent's id is returned as `parent`.
    pub fn first_per_parent(
        &mut self,
        children: Children<'_>,
        parents: impl FnOnce(&mut Self),
        rows: impl FnOnce(&mut Self),
    ) -> &mut Self {
        self.first_per_parent_in(children, children.from, parents, rows)
    }

    /// Selects children like [`Sql::first_per_parent`], and finds them in the tables `found_in`,
    /// which `rows` may name. On SQLite, their columns are read from [`Children::from`].
    pub fn first_per_parent_in(
        &mut self,
        children: Children<'_>,
        found_in: &str,
        parents: impl FnOnce(&mut Self),
        rows: impl FnOnce(&mut Self),
    ) -> &mut Self {
        let Children { columns, from, key } = children;
        match self.backend {
            DbBackend::Sqlite => {
                self.push(&format!("SELECT parent.id AS parent, {columns} FROM ("));
                parents(self);
                self.push(&format!(
                    ") AS parent CROSS JOIN {from} WHERE {key} IN (SELECT {key} FROM {found_in} WHERE "
                ));
                rows(self);
            }
            _ => {
                self.push("SELECT parent.id AS parent, child.* FROM (");
                parents(self);
                self.push(&format!(
                    ") AS parent CROSS JOIN LATERAL (SELECT {columns} FROM {found_in} WHERE "
                ));
                rows(self);
            }
        }
        self.push(match self.backend {
            DbBackend::Sqlite => ")",
            _ => ") AS child",
        })
    }

    /// Appends a join of a table with an alias: for each row before the join, the first `most` rows
    /// that match the condition, in the order of `order`. The statement must sort by the rows before
    /// the join, then by `order`, and have a limit of at most `most`: on SQLite, which reads an index
    /// in that order, the join has no limit. PostgreSQL would read and sort all matching rows.
    pub fn join_first(
        &mut self,
        (table, alias): (&str, &str),
        columns: &str,
        condition: &str,
        order: &str,
        most: u32,
    ) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self.push(&format!(" JOIN {table} {alias} ON {condition}")),
            _ => self.push(&format!(
                " CROSS JOIN LATERAL (SELECT {columns} FROM {table} {alias} WHERE {condition} \
                 ORDER BY {order} LIMIT {most}) {alias}"
            )),
        }
    }

    /// Locks the selected rows until the transaction ends, unless the handle locks no rows. `tables`
    /// are aliases, in lock order. SQLite has a single writer anyway.
    pub fn locked(&mut self, lock: &str, tables: &str) -> &mut Self {
        match self.locks_rows {
            false => self,
            true => self.push(" FOR ").push(lock).push(" OF ").push(tables),
        }
    }

    /// Locks the selected rows until the transaction ends, and skips rows that another transaction
    /// has locked.
    pub fn locked_or_skipped(&mut self, tables: &str) -> &mut Self {
        match self.locks_rows {
            false => self,
            true => self.locked("UPDATE", tables).push(" SKIP LOCKED"),
        }
    }

    /// Deletes at most this many matching rows of the table, and skips rows that are locked.
    pub fn delete_some(
        &mut self,
        table: &str,
        most: u32,
        rows: impl FnOnce(&mut Self),
    ) -> &mut Self {
        let (row, is_among, end) = match self.backend {
            DbBackend::Sqlite => ("rowid", "IN (", ")"),
            // `ctid` goes directly to the rows, without an index.
            _ => ("ctid", "= ANY (ARRAY(", " FOR UPDATE SKIP LOCKED))"),
        };
        self.push(&format!(
            "DELETE FROM {table} WHERE {row} {is_among}SELECT {row} FROM {table} WHERE "
        ));
        rows(self);
        self.limit(most).push(end)
    }
}
