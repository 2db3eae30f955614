//! Lists that start from few matches.
//!
//! A list with a condition can be read in two ways: sort the rows that match the condition, or scan
//! all rows in the order of the list and skip those that do not match. The wrong choice can be a
//! thousand times slower. Only counting the matches shows which choice is right. The statement that
//! counts the matches of each condition, up to [`FEW`], also returns their ids, so that the list
//! does not search again.

use uuid::Uuid;

use crate::{db::Sql, error::Result};

use super::Reader;

/// The number of matches up to which sorting is cheaper than scanning all rows in order. There may
/// be a million rows.
pub(super) const FEW: u32 = 10_000;

/// The ids that a condition selects, which are few.
#[derive(Debug)]
pub(super) struct Few<C> {
    /// The condition.
    pub(super) condition: C,
    /// The selected ids, with duplicates.
    pub(super) ids: Vec<Uuid>,
}

/// Returns the statement that counts what each condition selects. `ids` appends the query of a
/// condition, whose column is `id`.
pub(super) fn few_sql<C: Copy>(
    reader: &Reader,
    conditions: &[C],
    ids: impl Fn(&mut Sql, C),
) -> Sql {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    for (place, condition) in conditions.iter().enumerate() {
        sql.push(if place == 0 { "" } else { ", " });
        sql.ids_up_to(FEW, |sql| ids(sql, *condition));
    }
    sql
}

/// Returns the ids of the condition that selects fewest, if they are few. Executes one statement,
/// or none without conditions.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub(super) async fn fewest<C: Copy>(
    reader: &Reader,
    conditions: &[C],
    ids: impl Fn(&mut Sql, C),
) -> Result<Option<Few<C>>> {
    if conditions.is_empty() {
        return Ok(None);
    }
    let sql = few_sql(reader, conditions, ids);
    let selected = sql.lists_of_ids(&reader.conn, conditions.len()).await?;
    let few = conditions.iter().zip(selected);
    let few = few.filter_map(|(condition, ids)| {
        Some(Few {
            condition: *condition,
            ids: ids?,
        })
    });
    Ok(few.min_by_key(|few| few.ids.len()))
}
