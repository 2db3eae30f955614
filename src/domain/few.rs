//! Lists that start from few matches.
//!
//! A list with a condition can be read in two ways: sort the rows that match the condition, or scan
//! all rows in the order of the list and skip those that do not match. The wrong choice can be a
//! thousand times slower. Only counting the matches shows which choice is right. The statement that
//! counts the matches of each condition, up to [`FEW`], also returns their ids if the list starts
//! from them, so that the list does not search again.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{db::Sql, error::Result};

use super::Reader;

/// The number of matches up to which sorting is cheaper than scanning all rows in order. There may
/// be a million rows.
pub(super) const FEW: u32 = 10_000;

/// The number of rows up to which reading and checking all of them is cheaper than searching a text
/// among all users.
pub(super) const MAX_CHECKED: u32 = 1_000;

/// Returns whether all members of orgs or groups with these totals are checked, instead of searching
/// a text among all users. The totals are counted up to one more than [`MAX_CHECKED`].
pub(super) fn are_all_checked(totals: &HashMap<Uuid, i64>) -> bool {
    totals.values().sum::<i64>() <= MAX_CHECKED.into()
}

/// A condition that selects few rows.
#[derive(Debug)]
pub(super) struct Few<C> {
    /// The condition.
    pub(super) condition: C,
    /// The selected ids, with duplicates, if the statement returns them.
    pub(super) ids: Vec<Uuid>,
}

/// Returns the statement that counts the rows that each condition selects, and returns their ids if
/// `returns_ids` says so. `ids` appends the query of a condition, whose column is `id`.
pub(super) fn few_sql<C: Copy>(
    reader: &Reader,
    conditions: &[C],
    returns_ids: impl Fn(C) -> bool,
    ids: impl Fn(&mut Sql, C),
) -> Sql {
    let mut sql = Sql::new(&reader.conn, "SELECT * FROM ");
    for (place, condition) in conditions.iter().enumerate() {
        sql.push(if place == 0 { "" } else { " CROSS JOIN " })
            .ids_up_to(FEW, returns_ids(*condition), |sql| ids(sql, *condition))
            .push(&format!(" AS c{place}"));
    }
    sql
}

/// Returns the condition that selects fewest rows, if they are few. Executes the statement of
/// [`few_sql`], or none without conditions.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub(super) async fn fewest<C: Copy>(
    reader: &Reader,
    conditions: &[C],
    returns_ids: impl Fn(C) -> bool,
    ids: impl Fn(&mut Sql, C),
) -> Result<Option<Few<C>>> {
    if conditions.is_empty() {
        return Ok(None);
    }
    let have_ids: Vec<bool> = conditions.iter().map(|it| returns_ids(*it)).collect();
    let sql = few_sql(reader, conditions, returns_ids, ids);
    let selected = sql.lists_of_ids(&reader.conn, &have_ids).await?;
    let few = conditions.iter().zip(selected);
    let few = few.filter(|(_, (total, _))| *total <= i64::from(FEW));
    let fewest = few.min_by_key(|(_, (total, _))| *total);
    Ok(fewest.map(|(condition, (_, ids))| Few {
        condition: *condition,
        ids,
    }))
}
