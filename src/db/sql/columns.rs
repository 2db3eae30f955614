//! The columns of a table by their names. No statement has a `*`, which means something else once
//! the table has got another column, while connections keep the statements that they prepared
//! before.

use sea_orm::{IdenStatic, Iterable, ModelTrait};

use crate::db::{
    Conn,
    many::{ColumnOf, table},
};

use super::Sql;

/// All columns of `M`'s table, which the statement names `alias`.
#[must_use]
pub fn columns<M: ModelTrait>(alias: &str) -> String {
    list::<M>(|column| format!("{alias}.{column}"))
}

/// All columns of `M`'s table, which the statement names `alias`, each under a name that begins
/// with `prefix`.
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
    /// `SELECT` of all columns `FROM` `M`'s table, named `alias`, and how it goes on.
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
