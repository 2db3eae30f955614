//! The operation that assigns integer ids.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use crate::{
    access::{Permission, Target},
    db::{Kind, Sql},
    domain::{Operation, Tx},
    error::{Error, Result},
};

use super::{IntegerIdOwner, find::given};

/// Assigns an integer id to each object that has none. It requires no permission and grants none.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AssignIntegerIds {
    /// The objects.
    pub things: Vec<IntegerIdOwner>,
}

impl Operation for AssignIntegerIds {
    type Output = HashMap<Uuid, i64>;

    const NAME: &'static str = "AssignIntegerIds";

    /// Executes one statement, or two if another transaction assigned some of the ids at the same
    /// time.
    async fn run(&self, tx: &Tx) -> Result<HashMap<Uuid, i64>> {
        tx.require(Permission::MembersRead, Target::Nothing).await?;
        // Sorted, so that two transactions with the same objects lock in the same order and cannot
        // deadlock.
        let mut things = self.things.clone();
        things.sort_unstable_by_key(|thing| thing.id);
        things.dedup_by_key(|thing| thing.id);
        let rows: Vec<_> = things
            .iter()
            .map(|thing| {
                json!({
                    "id": thing.id,
                    "kind": thing.kind.as_str(),
                    "number": tx.number().to_string(),
                })
            })
            .collect();
        let columns = [
            ("id", Kind::Id),
            ("kind", Kind::Text),
            ("number", Kind::Text),
        ];
        let mut sql = Sql::new(
            tx.conn(),
            "INSERT INTO numbers (number, kind, id) SELECT CAST(r.number AS bigint), r.kind, r.id FROM ",
        );
        sql.rows_of("r", &columns, &rows)
            .push(" WHERE TRUE ON CONFLICT DO NOTHING RETURNING id, number");
        let mut numbers = HashMap::with_capacity(things.len());
        for row in sql.rows(tx.conn()).await? {
            numbers.insert(row.try_get("", "id")?, row.try_get("", "number")?);
        }
        if numbers.len() < things.len() {
            let ids: Vec<Uuid> = things.iter().map(|thing| thing.id).collect();
            numbers = given(tx.conn(), &ids).await?;
        }
        if numbers.len() < things.len() {
            // One of the random integer ids belongs to another object.
            return Err(Error::busy("a number was taken").again());
        }
        Ok(numbers)
    }
}
