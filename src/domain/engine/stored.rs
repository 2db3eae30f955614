//! The stored outcomes of changes with an idempotency key, as rows of the world. They have no
//! events and no versions.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    db::{Conn, Kind, Sql, columns, many},
    entity::idempotency_key::{KeyId, Model},
    error::Result,
};

use super::{Decision, Keys, World};

/// The number of expired rows that are deleted with each new row. It is greater than one, so that
/// the number of expired rows decreases.
const SWEPT: u32 = 4;

impl World {
    /// Returns the outcome that is stored under the key, unless it has expired.
    pub(crate) fn stored(&self, id: &KeyId) -> Decision<Option<Arc<Model>>> {
        let known = self.stored.get(id);
        let known = known.ok_or_else(|| Keys::default().idempotency_key(id).needed())?;
        Ok(known.filter(|row| row.expires_at > self.now()))
    }

    /// Stores an outcome under a key that was read.
    ///
    /// # Errors
    /// Fails with the key if it was not read.
    pub(crate) fn store(&mut self, row: Model) -> Decision<()> {
        let id = row.key_id();
        if !self.stored.is_known(&id) {
            return Err(Keys::default().idempotency_key(&id).needed());
        }
        self.stored.set(id, Some(Arc::new(row)));
        Ok(())
    }

    /// Reads the rows of the keys. On PostgreSQL, transactions with equal keys first wait for each
    /// other: a change that is repeated while the first request is in progress returns the outcome
    /// of the first request.
    pub(super) async fn read_stored(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let missing = keys.idempotency.iter();
        let missing: Vec<&KeyId> = missing.filter(|id| !self.stored.is_known(id)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        if conn.locks_rows() {
            let mut locks: Vec<i64> = missing.iter().map(|id| lock_of(id)).collect();
            locks.sort_unstable();
            let mut sql = Sql::new(conn, "SELECT pg_advisory_xact_lock(k) FROM unnest(");
            sql.bind(locks).push("::bigint[]) AS k");
            sql.execute(conn).await?;
        }
        let named = [
            ("token_id", Kind::Id),
            ("key", Kind::Text),
            ("path", Kind::Text),
        ];
        let rows: Vec<_> = missing
            .iter()
            .map(|id| json!({ "token_id": id.token, "key": id.key, "path": id.path }))
            .collect();
        let mut sql = Sql::new(conn, "SELECT ");
        sql.push(&columns::<Model>("s")).push(" FROM ");
        sql.rows_of("n", &named, &rows).push(
            " CROSS JOIN idempotency_keys s WHERE s.token_id = n.token_id AND s.key = n.key AND s.path = n.path",
        );
        let found: Vec<Model> = sql.all(conn).await?;
        for id in missing {
            self.stored.read(id.clone(), None, true);
        }
        for row in found {
            self.stored.read(row.key_id(), Some(row), true);
        }
        Ok(())
    }
}

/// Returns the number of the key's PostgreSQL advisory lock.
fn lock_of(id: &KeyId) -> i64 {
    let text = serde_json::to_vec(&(id.token, &id.key, &id.path)).unwrap_or_default();
    let hash = Sha256::digest(text);
    let (first, _) = hash.split_at(8);
    i64::from_be_bytes(first.try_into().unwrap_or_default())
}

/// Writes the SQL that deletes some expired rows, for `new` new rows.
pub(super) fn sweep(sql: &mut Sql, new: usize, now: DateTime<Utc>) {
    let most = u32::try_from(new).unwrap_or(u32::MAX).saturating_mul(SWEPT);
    sql.delete_some("idempotency_keys", most, |sql| {
        sql.push("expires_at <= ").bind(now);
    });
}

/// Writes the SQL that inserts the rows. An expired row with the same key is replaced.
pub(super) fn insert_into(sql: &mut Sql, rows: &[&Model]) {
    many::insert_into(sql, rows);
    // Without a condition, SQLite parses `ON` as a join condition.
    sql.push(
        " WHERE true ON CONFLICT (token_id, key, path) DO UPDATE SET hash = excluded.hash, \
         outcome = excluded.outcome, expires_at = excluded.expires_at",
    );
}
