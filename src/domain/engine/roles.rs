//! Writing the rows of `membership_roles`, which follow the column `roles` of memberships.

use serde_json::{Value as Json, json};

use crate::{
    db::{Kind, Sql, many::MAX_AT_ONCE},
    domain::{Tx, membership::role_ids},
    entity::membership::Model,
    error::Result,
    id::RoleId,
};

/// Writes the rows of `membership_roles` for memberships that are new or changed. If no roles
/// changed, no statement is executed. Otherwise, two statements write up to [`MAX_AT_ONCE`] rows
/// each.
pub(super) async fn write_roles(tx: &Tx, rows: &[(Option<&Model>, &Model)]) -> Result<()> {
    let (mut lost, mut gained) = (Vec::new(), Vec::new());
    for (before, after) in rows {
        if before.and_then(|before| before.roles.as_ref()) == after.roles.as_ref() {
            continue;
        }
        let before = before.map(role_ids).transpose()?.unwrap_or_default();
        let roles = role_ids(after)?;
        let row = |role: &RoleId| json!({"membership_id": after.id, "role_id": role, "org_id": after.org_id});
        lost.extend(before.difference(&roles).map(row));
        gained.extend(roles.difference(&before).map(row));
    }
    for rows in lost.chunks(MAX_AT_ONCE) {
        let sql = "DELETE FROM membership_roles WHERE (membership_id, role_id) IN (SELECT r.membership_id, r.role_id FROM ";
        let mut sql = Sql::new(tx.conn(), sql);
        table(&mut sql, rows).push(")");
        sql.execute(tx.conn()).await?;
    }
    for rows in gained.chunks(MAX_AT_ONCE) {
        let sql = "INSERT INTO membership_roles (membership_id, role_id, org_id) \
                   SELECT r.membership_id, r.role_id, r.org_id FROM ";
        let mut sql = Sql::new(tx.conn(), sql);
        table(&mut sql, rows);
        sql.execute(tx.conn()).await?;
    }
    Ok(())
}

fn table<'a>(sql: &'a mut Sql, rows: &[Json]) -> &'a mut Sql {
    let columns = [
        ("membership_id", Kind::Id),
        ("role_id", Kind::Id),
        ("org_id", Kind::Id),
    ];
    sql.rows_of("r", &columns, rows)
}
