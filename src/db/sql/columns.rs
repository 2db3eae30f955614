//! The columns of a table by name. No statement selects `*` of a table: its meaning changes when a
//! migration adds a column, while connections keep the statements that they prepared before.

use sea_orm::{IdenStatic, Iterable, ModelTrait};

use crate::db::{
    Conn,
    many::{ColumnOf, table},
};

use super::Sql;

/// Returns all columns of `M`'s table, which has the alias `alias` in the statement.
#[must_use]
pub fn columns<M: ModelTrait>(alias: &str) -> String {
    list::<M>(|column| format!("{alias}.{column}"))
}

/// Returns all columns of `M`'s table, which has the alias `alias` in the statement. Each column is
/// renamed to `prefix` and its name.
#[must_use]
pub fn prefixed_columns<M: ModelTrait>(alias: &str, prefix: &str) -> String {
    list::<M>(|column| format!("{alias}.{column} AS {prefix}{column}"))
}

fn list<M: ModelTrait>(write: impl Fn(&str) -> String) -> String {
    let columns: Vec<String> = ColumnOf::<M>::iter()
        .map(|column| write(column.as_str()))
        .collect();
    columns.join(", ")
}

impl Sql {
    /// Creates a statement that selects all columns of `M`'s table, with the alias `alias`,
    /// followed by `rest`.
    #[must_use]
    pub fn select<M: ModelTrait>(conn: &Conn, alias: &str, rest: &str) -> Self {
        let mut sql = Self::new(conn, "SELECT ");
        sql.push(&columns::<M>(alias))
            .push(" FROM ")
            .push(table::<M>())
            .push(" ")
            .push(alias)
            .push(rest);
        sql
    }
}
