//! Aliases: the former ids and e-mail addresses of users who were merged into another user.
//!
//! Queries follow an alias with the functions of this file, and changes with `World::followed` and
//! `World::user_named`. All of them follow an alias only if the actor sees the user who was kept, so
//! an alias discloses nothing to other actors.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{access::Scope, db::Sql, domain::Tx, error::Result, id::UserId};

/// The maximum number of former ids of one user that are erased together with the user.
const MAX_ERASED: u32 = 10_000;

/// Appends an expression for the id of the user whom an argument names: the user who was kept, if
/// `user` is an alias that the actor may follow, and otherwise `user`. The database evaluates the
/// expression once, so a condition with it uses the index of its column.
pub(in crate::domain) fn id_of(sql: &mut Sql, scope: Scope, user: UserId) {
    id_by(sql, scope, |sql| {
        sql.bind(user);
    });
}

/// Appends the expression of [`id_of`] for the user in a column of the current row.
pub(in crate::domain) fn id_of_row(sql: &mut Sql, scope: Scope, column: &str) {
    id_by(sql, scope, |sql| {
        sql.push(column);
    });
}

fn id_by(sql: &mut Sql, scope: Scope, user: impl Fn(&mut Sql)) {
    sql.push("COALESCE((SELECT a.user_id FROM user_aliases a WHERE a.id = ");
    user(sql);
    sql.push(" AND ");
    scope.sees_user(sql, "a.user_id");
    sql.push("), ");
    user(sql);
    sql.push(")");
}

/// Appends a query for the ids of the users whom a list of arguments names, as `id`: the ids
/// themselves, and the users whom they are aliases of. The caller checks that the actor sees the
/// users.
pub(in crate::domain) fn ids_of(sql: &mut Sql, users: &[Uuid]) {
    sql.ids(users)
        .push(" UNION ALL SELECT a.user_id AS id FROM user_aliases a WHERE ")
        .is_one_of("a.id", users);
}

/// Appends a query for the user whose former address has this normalized form, as `id`.
pub(super) fn id_of_address(sql: &mut Sql, key: impl FnOnce(&mut Sql)) {
    sql.push("SELECT a.user_id AS id FROM user_aliases a WHERE a.email_key = ");
    key(sql);
}

/// Returns the users whose former addresses have these normalized forms, by the form. `None` for a
/// user whom the actor of the transaction does not see.
pub(in crate::domain) async fn ids_of_addresses(
    tx: &Tx,
    keys: &[&str],
) -> Result<HashMap<String, Option<UserId>>> {
    let mut sql = Sql::new(tx.conn(), "SELECT a.email_key, CASE WHEN ");
    tx.actor().scope().sees_user(&mut sql, "a.user_id");
    sql.push(" THEN a.user_id END AS id FROM user_aliases a WHERE ")
        .is_one_of_texts("a.email_key", keys);
    let rows = sql.rows(tx.conn()).await?;
    let found = rows.iter();
    found
        .map(|row| Ok((row.try_get("", "email_key")?, row.try_get("", "id")?)))
        .collect()
}

/// Returns the user whom the alias belongs to if the actor of the transaction sees them, and
/// otherwise the id itself.
pub(super) async fn followed(tx: &Tx, user: UserId) -> Result<UserId> {
    let mut sql = Sql::new(tx.conn(), "SELECT ");
    id_of(&mut sql, tx.actor().scope(), user);
    sql.push(" AS id");
    match sql.row(tx.conn()).await? {
        Some(row) => Ok(row.try_get("", "id")?),
        None => Ok(user),
    }
}

/// Returns the former ids of the user, at most [`MAX_ERASED`].
pub(super) async fn ids_of_user(tx: &Tx, user: UserId) -> Result<Vec<UserId>> {
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT a.id FROM user_aliases a WHERE a.user_id = ",
    );
    sql.bind(user).limit(MAX_ERASED);
    let rows = sql.rows(tx.conn()).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}
