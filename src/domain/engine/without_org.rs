//! Writing the rows of `users_without_org`: the users who have no membership, active or retired.
//!
//! A user who is created with a membership never gets a row, so few rows are written. All changes
//! of a user's memberships lock the user, so no other transaction changes them meanwhile.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use uuid::Uuid;

use crate::{
    db::{
        Conn, Sql,
        many::{self, MAX_AT_ONCE},
    },
    entity::{
        membership, user,
        user_without_org::{Column, Model},
    },
    error::Result,
};

use super::piece::{Piece, ToWrite};

/// Returns the statements to execute after the writes of these users and memberships, or as parts of
/// the same statement, where they do not see what the writes change.
pub(super) fn pieces(
    users: &ToWrite<user::Model>,
    memberships: &ToWrite<membership::Model>,
) -> Vec<Piece> {
    let of = |rows: &[Arc<membership::Model>]| -> BTreeSet<Uuid> {
        rows.iter().map(|row| row.user_id.into()).collect()
    };
    let ids = |rows: &[Arc<user::Model>]| -> BTreeSet<Uuid> {
        rows.iter().map(|row| row.id.into()).collect()
    };
    let (joining, mut leaving) = (of(&memberships.new), of(&memberships.gone));
    let (new, gone) = (ids(&users.new), ids(&users.gone));
    leaving.extend(&new);
    let joining_alone: Vec<Uuid> = joining.difference(&new).copied().collect();
    let stays = |user: &Uuid| !joining.contains(user) && !gone.contains(user);
    let leaving: Vec<Uuid> = leaving.into_iter().filter(stays).collect();
    let removed: Vec<Uuid> = memberships.gone.iter().map(|row| row.id.into()).collect();
    let removed: Arc<[Uuid]> = removed.into();
    let mut pieces = Vec::new();
    for users in joining_alone.chunks(MAX_AT_ONCE) {
        let users = users.to_vec();
        pieces.push(Piece {
            expects: None,
            rows: users.len(),
            write: Box::new(move |sql| many::delete_from::<Model>(sql, Column::UserId, &users)),
        });
    }
    for users in leaving.chunks(MAX_AT_ONCE) {
        let (users, removed) = (users.to_vec(), removed.clone());
        pieces.push(Piece {
            expects: None,
            rows: users.len(),
            write: Box::new(move |sql| insert_into(sql, &users, &removed)),
        });
    }
    pieces
}

/// Writes the text that inserts those of the users who have no membership other than `removed`.
fn insert_into(sql: &mut Sql, users: &[Uuid], removed: &[Uuid]) {
    sql.push("INSERT INTO users_without_org (user_id) SELECT l.id FROM (")
        .ids(users)
        .push(") AS l WHERE NOT ")
        .has_any(|sql| {
            sql.push("SELECT 1 FROM memberships m WHERE m.user_id = l.id");
            if !removed.is_empty() {
                sql.push(" AND ").is_none_of("m.id", removed);
            }
        })
        .push(" ON CONFLICT DO NOTHING");
}

/// Writes the rows of these users anew, and returns the number of rows that changed. Servers of older
/// versions did not write them.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub(super) async fn derive(conn: &Conn, users: &[user::Model]) -> Result<usize> {
    let users: Vec<Uuid> = users.iter().map(|user| user.id.into()).collect();
    let mut sql = Sql::new(conn, "");
    many::delete_from::<Model>(&mut sql, Column::UserId, &users);
    sql.push(" AND ").has_any(|sql| {
        sql.push("SELECT 1 FROM memberships m WHERE m.user_id = users_without_org.user_id");
    });
    let deleted = sql.execute(conn).await?.rows_affected();
    let mut sql = Sql::new(conn, "");
    insert_into(&mut sql, &users, &[]);
    let inserted = sql.execute(conn).await?.rows_affected();
    Ok(usize::try_from(deleted + inserted).unwrap_or(usize::MAX))
}

/// Returns the ids of those of the users whose rows [`derive()`] would change.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub(super) async fn misderived(conn: &Conn, users: &[user::Model]) -> Result<HashSet<Uuid>> {
    let users: Vec<Uuid> = users.iter().map(|user| user.id.into()).collect();
    let mut sql = Sql::new(conn, "SELECT u.id FROM users u WHERE ");
    sql.is_one_of("u.id", &users).push(" AND ");
    sql.has_any(|sql| {
        sql.push("SELECT 1 FROM users_without_org w WHERE w.user_id = u.id");
    });
    sql.push(" = ").has_any(|sql| {
        sql.push("SELECT 1 FROM memberships m WHERE m.user_id = u.id");
    });
    let rows = sql.rows(conn).await?;
    let ids = rows.iter().map(|row| row.try_get("", "id"));
    Ok(ids.collect::<std::result::Result<_, _>>()?)
}
