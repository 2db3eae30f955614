//! A statement that is put together from text and values, with the pieces in which the engines differ.

use std::{collections::HashMap, ops::Range};

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, FromQueryResult, QueryResult, Statement,
    TryGetable, Value,
};
use uuid::Uuid;

use crate::{
    error::Result,
    page::{Key, Order, PageRequest},
};

use super::Conn;

/// What [`Sql::first_per_parent`] gives of each parent.
#[derive(Debug, Clone, Copy)]
pub struct Children {
    /// The columns.
    pub columns: &'static str,
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

    /// `column` is one of these ids.
    pub fn is_one_of(&mut self, column: &str, ids: &[Uuid]) -> &mut Self {
        self.push(column);
        match self.backend {
            DbBackend::Sqlite => self
                .push(" IN (SELECT unhex(value) FROM json_each(")
                .bind(hex(ids))
                .push("))"),
            _ => self.push(" = ANY (").bind(ids.to_vec()).push(")"),
        }
    }

    /// `column` is none of these ids.
    pub fn is_none_of(&mut self, column: &str, ids: &[Uuid]) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self.push("NOT ").is_one_of(column, ids),
            // Looked up for each row. Where the plan does not know the list, `<> ALL` reads all of it for each.
            _ => self
                .push(column)
                .push(" NOT IN (SELECT unnest(")
                .bind(ids.to_vec())
                .push("))"),
        }
    }

    /// `column` is one of these texts.
    pub fn is_one_of_texts(&mut self, column: &str, texts: &[&str]) -> &mut Self {
        self.push(column);
        match self.backend {
            DbBackend::Sqlite => self
                .push(" IN (SELECT value FROM json_each(")
                .bind(serde_json::Value::from(texts.to_vec()).to_string())
                .push("))"),
            _ => {
                let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
                self.push(" = ANY (").bind(texts).push(")")
            }
        }
    }

    /// `column` is one of these numbers.
    pub fn is_one_of_numbers(&mut self, column: &str, numbers: &[i64]) -> &mut Self {
        self.push(column);
        match self.backend {
            DbBackend::Sqlite => self
                .push(" IN (SELECT value FROM json_each(")
                .bind(serde_json::Value::from(numbers.to_vec()).to_string())
                .push("))"),
            _ => self.push(" = ANY (").bind(numbers.to_vec()).push(")"),
        }
    }

    /// A table of the given rows, named `alias`, from a JSON array of objects whose keys are the columns' names.
    pub fn rows_of(
        &mut self,
        alias: &str,
        columns: &[(&str, Kind)],
        rows: &[serde_json::Value],
    ) -> &mut Self {
        let json = serde_json::Value::from(rows.to_vec()).to_string();
        let list = |column: &dyn Fn(&str, Kind) -> String| {
            columns
                .iter()
                .map(|(name, kind)| column(name, *kind))
                .collect::<Vec<_>>()
                .join(", ")
        };
        match self.backend {
            DbBackend::Sqlite => {
                let columns = list(&|name, kind| match kind {
                    Kind::Id => format!("unhex(value ->> '{name}', '-') AS {name}"),
                    Kind::Text => format!("value ->> '{name}' AS {name}"),
                    // -> gives the text `null` for a null inside, ->> SQL's own.
                    Kind::Json => format!("nullif(value -> '{name}', 'null') AS {name}"),
                });
                self.push(&format!("(SELECT {columns} FROM json_each("))
                    .bind(json);
                self.push(&format!(")) AS {alias}"))
            }
            _ => {
                let columns = list(&|name, kind| match kind {
                    Kind::Id => format!("{name} uuid"),
                    Kind::Text => format!("{name} text"),
                    Kind::Json => format!("{name} jsonb"),
                });
                self.push("jsonb_to_recordset(").bind(json);
                self.push(&format!("::jsonb) AS {alias}({columns})"))
            }
        }
    }

    /// The user in `users AS {user}` has `part` (folded, three characters at least) somewhere in his names, found by index.
    pub fn name_contains(&mut self, user: &str, part: &str) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => {
                let phrase = format!("\"{}\"", part.replace('"', "\"\""));
                self.push(user)
                    .push(".seq IN (SELECT rowid FROM users_search WHERE users_search MATCH ")
                    .bind(phrase)
                    .push(")")
            }
            _ => {
                let pattern = part
                    .replace('\\', "\\\\")
                    .replace('%', "\\%")
                    .replace('_', "\\_");
                self.push(user)
                    .push(".search_text LIKE ")
                    .bind(format!("%{pattern}%"))
            }
        }
    }

    /// The user in `users AS {user}` has `part` (folded) somewhere in his names, looked at row by row: for a list that is
    /// read in its own order because the index would give too many.
    pub fn name_has(&mut self, user: &str, part: &str) -> &mut Self {
        self.has(&format!("{user}.search_text"), part)
    }

    /// The text in `column` has `part` somewhere, looked at row by row.
    pub fn has(&mut self, column: &str, part: &str) -> &mut Self {
        let position = match self.backend {
            DbBackend::Sqlite => "instr(",
            _ => "strpos(",
        };
        self.push(position)
            .push(column)
            .push(", ")
            .bind(part)
            .push(") > 0")
    }

    /// The list of ranges in `column` has one that `address` lies in, or there is no list. An address that is not known lies
    /// in none. Ranges are pairs of first and last, and all are texts of one length, compared byte by byte.
    pub fn is_open_to(&mut self, column: &str, address: Option<&str>) -> &mut Self {
        let Some(address) = address else {
            return self.push(column).push(" IS NULL");
        };
        self.push("(").push(column).push(" IS NULL OR EXISTS (");
        match self.backend {
            DbBackend::Sqlite => self
                .push("SELECT 1 FROM json_each(")
                .push(column)
                .push(") AS span WHERE ")
                .bind(address)
                .push(" BETWEEN span.value ->> 0 AND span.value ->> 1))"),
            _ => self
                .push("SELECT 1 FROM jsonb_array_elements(")
                .push(column)
                .push(") AS span WHERE ")
                .bind(address)
                .push(" COLLATE \"C\" BETWEEN span ->> 0 AND span ->> 1))"),
        }
    }

    /// What `value` is in each of the rows that `rows` goes on to name, from `FROM` on: a list of numbers, as text, or null.
    pub fn list_of(&mut self, value: &str, rows: &str) -> &mut Self {
        let (aggregate, end) = match self.backend {
            DbBackend::Sqlite => ("json_group_array(", ") "),
            _ => ("json_agg(", ")::text "),
        };
        self.push("(SELECT ").push(aggregate).push(value).push(end);
        self.push(rows).push(")")
    }

    /// There is a row of what `rows` selects, which names columns of the row at hand: a condition that is looked at row by
    /// row. PostgreSQL would rather read all that any row could ask for, 200,000 members of an org for a page of fifty.
    pub fn has_any(&mut self, rows: impl FnOnce(&mut Self)) -> &mut Self {
        self.push("EXISTS (");
        rows(self);
        self.push(match self.backend {
            DbBackend::Sqlite => ")",
            // With this it is never made into a join, nor into a table to look things up in.
            _ => " OFFSET 0)",
        })
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

    /// A table of ids, as `id`.
    pub fn ids(&mut self, ids: &[Uuid]) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self
                .push("SELECT unhex(value) AS id FROM json_each(")
                .bind(hex(ids))
                .push(")"),
            _ => self
                .push("SELECT unnest(")
                .bind(ids.to_vec())
                .push("::uuid[]) AS id"),
        }
    }

    /// A query for these texts, as `id`.
    pub fn texts(&mut self, texts: &[&str]) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self
                .push("SELECT value AS id FROM json_each(")
                .bind(serde_json::Value::from(texts.to_vec()).to_string())
                .push(")"),
            _ => {
                let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
                self.push("SELECT unnest(")
                    .bind(texts)
                    .push("::text[]) AS id")
            }
        }
    }

    /// A table of pairs of ids, named `alias`, with these columns.
    pub fn pairs(
        &mut self,
        alias: &str,
        columns: (&str, &str),
        pairs: &[(Uuid, Uuid)],
    ) -> &mut Self {
        let (first, second) = columns;
        match self.backend {
            DbBackend::Sqlite => {
                let simple = |id: &Uuid| id.simple().to_string();
                let list: Vec<_> = pairs.iter().map(|(a, b)| [simple(a), simple(b)]).collect();
                let each = format!(
                    "(SELECT unhex(value ->> 0) AS {first}, unhex(value ->> 1) AS {second} FROM json_each("
                );
                self.push(&each).bind(serde_json::json!(list).to_string());
                self.push(")) AS ").push(alias)
            }
            _ => {
                let (a, b): (Vec<Uuid>, Vec<Uuid>) = pairs.iter().copied().unzip();
                self.push("unnest(").bind(a).push("::uuid[], ").bind(b);
                self.push(&format!("::uuid[]) AS {alias}({first}, {second})"))
            }
        }
    }

    /// For each `parent.id` that `parents` selects, the children for which `rows` holds: its conditions name `parent.id`, and
    /// go on with an order and a limit. The parent's id comes as `parent`.
    pub fn first_per_parent(
        &mut self,
        children: Children,
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

    /// The rows of a page: conditions that follow others, an order and a limit.
    pub fn page<T>(&mut self, order: &Order<T>, page: &PageRequest) -> &mut Self {
        self.within(order, page).cut(order, page)
    }

    /// The rows between a page's cursors: conditions that follow others.
    pub fn within<T>(&mut self, order: &Order<T>, page: &PageRequest) -> &mut Self {
        for (beyond, keys) in [(" > ", page.after()), (" < ", page.before())] {
            let Some(keys) = keys else { continue };
            self.push(" AND (").columns(order, "");
            self.push(")").push(beyond).push("(");
            for (index, key) in keys.iter().enumerate() {
                self.push(if index == 0 { "" } else { ", " });
                match key {
                    Key::Number(number) => self.bind(*number),
                    Key::Text(text) => self.bind(text.as_str()),
                    Key::Time(time) => self.bind(*time),
                    Key::Id(id) => self.bind(*id),
                };
            }
            self.push(")");
        }
        self
    }

    /// The order of a list, from the end that a page wants, and as many rows as it wants.
    pub fn cut<T>(&mut self, order: &Order<T>, page: &PageRequest) -> &mut Self {
        let direction = if page.is_backwards() { " DESC" } else { "" };
        self.push(" ORDER BY ").columns(order, direction);
        self.limit(page.limit()).skip(page)
    }

    /// So many rows at the most. Written out, because a plan that is made for any number is made for many.
    pub fn limit(&mut self, rows: u32) -> &mut Self {
        self.push(" LIMIT ").push(&rows.to_string())
    }

    /// As many rows as the page has, from where it begins by counting.
    pub fn slice(&mut self, page: &PageRequest) -> &mut Self {
        self.limit(page.size()).skip(page)
    }

    fn skip(&mut self, page: &PageRequest) -> &mut Self {
        match page.skip() {
            0 => self,
            skip => self.push(" OFFSET ").push(&skip.to_string()),
        }
    }

    fn columns<T>(&mut self, order: &Order<T>, direction: &str) -> &mut Self {
        for (index, (column, _)) in order.columns.iter().enumerate() {
            self.push(if index == 0 { "" } else { ", " })
                .push(column)
                .push(direction);
        }
        self
    }

    /// Of the rows for which `columns` have these values, and whose `id` is one of these, the last, as many as that:
    /// conditions that follow others, an order and a limit. PostgreSQL is made to read the index on the columns and the id:
    /// else it may look for such rows among all, in the order of their ids, and there may be none among the last million.
    pub fn last_with(
        &mut self,
        columns: &[&str],
        value: impl Fn(&mut Self, usize),
        id: &str,
        ids: Range<Uuid>,
        rows: u32,
    ) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => {
                for (number, column) in columns.iter().enumerate() {
                    self.push(&format!(" AND {column} = "));
                    value(self, number);
                }
                self.push(&format!(" AND {id} >= ")).bind(ids.start);
                self.push(&format!(" AND {id} < ")).bind(ids.end);
                self.push(" ORDER BY ");
            }
            _ => {
                let names = columns.join(", ");
                for (beyond, bound) in [(">=", ids.start), ("<", ids.end)] {
                    self.push(&format!(" AND ({names}, {id}) {beyond} ("));
                    for number in 0..columns.len() {
                        value(self, number);
                        self.push(", ");
                    }
                    self.bind(bound).push(")");
                }
                self.push(" ORDER BY ");
                for column in columns {
                    self.push(column).push(" DESC, ");
                }
            }
        }
        self.push(id).push(" DESC").limit(rows)
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

    /// The statement as it will run.
    #[must_use]
    pub fn statement(self) -> Statement {
        Statement::from_sql_and_values(self.backend, self.text, self.values)
    }

    /// Runs it for its effect.
    ///
    /// # Errors
    /// What the database says.
    pub async fn execute(self, conn: &Conn) -> Result<ExecResult> {
        Ok(conn.execute_raw(self.statement()).await?)
    }

    /// All rows, as `T`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn all<T: FromQueryResult>(self, conn: &Conn) -> Result<Vec<T>> {
        let rows = conn.query_all_raw(self.statement()).await?;
        Ok(rows
            .iter()
            .map(|row| T::from_query_result(row, ""))
            .collect::<Result<_, DbErr>>()?)
    }

    /// The first row, as `T`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn one<T: FromQueryResult>(self, conn: &Conn) -> Result<Option<T>> {
        let row = self.row(conn).await?;
        Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
    }

    /// All rows of [`Sql::first_per_parent`], each with its parent.
    ///
    /// # Errors
    /// What the database says.
    pub async fn children<P, T>(self, conn: &Conn) -> Result<Vec<(P, T)>>
    where
        P: TryGetable,
        T: FromQueryResult,
    {
        let rows = conn.query_all_raw(self.statement()).await?;
        let child = |row| -> Result<_, DbErr> {
            let row: &QueryResult = row;
            Ok((row.try_get("", "parent")?, T::from_query_result(row, "")?))
        };
        Ok(rows.iter().map(child).collect::<Result<_, _>>()?)
    }

    /// A number for each `parent`, added up where several rows have the same: of what is counted as `total`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn totals(self, conn: &Conn) -> Result<HashMap<Uuid, i64>> {
        let mut totals = HashMap::new();
        for row in conn.query_all_raw(self.statement()).await? {
            let total: i64 = row.try_get("", "total")?;
            *totals.entry(row.try_get("", "parent")?).or_default() += total;
        }
        Ok(totals)
    }

    /// The number in the first column of the first row: of what is counted.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count(self, conn: &Conn) -> Result<i64> {
        let row = self.row(conn).await?;
        Ok(row
            .map(|row| row.try_get_by_index(0))
            .transpose()?
            .unwrap_or(0))
    }

    /// All rows, to be read by column.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rows(self, conn: &Conn) -> Result<Vec<QueryResult>> {
        Ok(conn.query_all_raw(self.statement()).await?)
    }

    /// The first row, to be read by column.
    ///
    /// # Errors
    /// What the database says.
    pub async fn row(self, conn: &Conn) -> Result<Option<QueryResult>> {
        Ok(conn.query_one_raw(self.statement()).await?)
    }
}

/// Ids as a JSON list, without hyphens.
fn hex(ids: &[Uuid]) -> String {
    let ids: Vec<_> = ids.iter().map(|id| id.simple().to_string()).collect();
    serde_json::Value::from(ids).to_string()
}
