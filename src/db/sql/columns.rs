//! The columns of a table by name. No statement selects `*` of a table: its meaning changes when a
//! migration adds a column, while connections keep the statements that they prepared before.

use sea_orm::{IdenStatic, Iterable, ModelTrait};

use crate::{
    db::{
        Conn,
        many::{ColumnOf, table},
    },
    entity::FromColumns,
};

use super::Sql;

/// Returns all columns of `M`'s table, which has the alias `alias` in the statement.
#[must_use]
pub fn columns<M: ModelTrait>(alias: &str) -> String {
    let columns = ColumnOf::<M>::iter();
    list(columns.map(|column| format!("{alias}.{}", column.as_str())))
}

/// Returns the columns of `T` in a table that has the alias `alias` in the statement. Each column is
/// renamed to `prefix` and its name.
#[must_use]
pub fn prefixed_columns<T: FromColumns>(alias: &str, prefix: &str) -> String {
    let columns = T::names().into_iter();
    list(columns.map(|column| format!("{alias}.{column} AS {prefix}{column}")))
}

fn list(columns: impl Iterator<Item = String>) -> String {
    columns.collect::<Vec<_>>().join(", ")
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
