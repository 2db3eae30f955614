//! A statement that is put together from text and values, with the pieces in which the engines differ.

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, FromQueryResult, QueryResult, Statement, Value,
};
use uuid::Uuid;

use crate::error::Result;

use super::Conn;

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

    /// `column` is one of these ids.
    pub fn is_one_of(&mut self, column: &str, ids: &[Uuid]) -> &mut Self {
        self.push(column);
        match self.backend {
            DbBackend::Sqlite => {
                let list: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
                self.push(" IN (SELECT unhex(value) FROM json_each(")
                    .bind(serde_json::Value::from(list).to_string())
                    .push("))")
            }
            _ => self.push(" = ANY (").bind(ids.to_vec()).push(")"),
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

    /// The rows found stay as they are until the transaction ends, or others may read them only. `tables` are aliases, in
    /// the order in which they are to be locked. SQLite's writer is alone anyway.
    pub fn locked(&mut self, lock: &str, tables: &str) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self,
            _ => self.push(" FOR ").push(lock).push(" OF ").push(tables),
        }
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

    /// The first row, to be read by column.
    ///
    /// # Errors
    /// What the database says.
    pub async fn row(self, conn: &Conn) -> Result<Option<QueryResult>> {
        Ok(conn.query_one_raw(self.statement()).await?)
    }
}
