//! The users whom rows name: by the external ids of memberships of the source, by the users' own
//! external ids, and by addresses. Each kind of key is looked up in one statement.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;

use crate::{
    db::{Conn, Kind, Sql},
    domain::{Tx, sync::run::RunContext, user::alias},
    error::Result,
    id::{OrgId, SyncRunId, UserId},
};

use super::{orgs::is_touched, staged::Content};

/// Finds the members of the source with the external ids of the rows, each in the org of the row.
pub(super) async fn find_members(
    tx: &Tx,
    context: &RunContext,
    rows: &mut [(Option<OrgId>, Content)],
) -> Result<()> {
    let keys = rows
        .iter()
        .filter_map(|(org, content)| Some(((*org)?, content.external_id()?)));
    let keys: BTreeSet<(OrgId, &str)> = keys.collect();
    if keys.is_empty() {
        return Ok(());
    }
    let keys: Vec<_> = keys
        .into_iter()
        .map(|(org, id)| json!({ "org_id": org.0.simple().to_string(), "external_id": id }))
        .collect();
    let sql = members_sql(tx.conn(), &context.source, &keys);
    let mut found = HashMap::<(OrgId, String), Vec<UserId>>::new();
    for row in sql.rows(tx.conn()).await? {
        let key = (row.try_get("", "org_id")?, row.try_get("", "external_id")?);
        found
            .entry(key)
            .or_default()
            .push(row.try_get("", "user_id")?);
    }
    for (org, content) in rows {
        if let (Some(org), Some(id)) = (*org, content.external_id())
            && let Some(members) = found.get(&(org, id.to_owned()))
        {
            content.members.clone_from(members);
        }
    }
    Ok(())
}

/// Finds the users with the addresses of the rows, and the users with whom users with these
/// addresses were merged.
pub(super) async fn find_holders(tx: &Tx, rows: &mut [(Option<OrgId>, Content)]) -> Result<()> {
    let keys = rows.iter().filter_map(|(_, content)| content.email_key());
    let keys: BTreeSet<&str> = keys.collect();
    if keys.is_empty() {
        return Ok(());
    }
    let keys: Vec<&str> = keys.into_iter().collect();
    let mut sql = Sql::new(tx.conn(), "SELECT u.id, u.email_key, CASE WHEN ");
    tx.actor().scope().sees_user(&mut sql, "u.id");
    sql.push(" THEN 1 ELSE 0 END AS is_seen FROM users u WHERE ")
        .is_one_of_texts("u.email_key", &keys);
    let mut found = HashMap::<String, (UserId, bool)>::new();
    for row in sql.rows(tx.conn()).await? {
        let is_seen: i32 = row.try_get("", "is_seen")?;
        let user = (row.try_get("", "id")?, is_seen != 0);
        found.insert(row.try_get("", "email_key")?, user);
    }
    let others = keys.iter().filter(|key| !found.contains_key(**key));
    let others: Vec<&str> = others.copied().collect();
    let formerly = match others.is_empty() {
        true => HashMap::new(),
        false => alias::ids_of_addresses(tx, &others).await?,
    };
    for (_, content) in rows {
        let Some(key) = content.email_key() else {
            continue;
        };
        if let Some((user, is_seen)) = found.get(key) {
            content.holder = Some(*user);
            content.is_holder_seen = *is_seen;
        } else if let Some(user) = formerly.get(key) {
            match user {
                Some(user) => {
                    content.holder = Some(*user);
                    content.row.email = None;
                }
                None => content.is_address_of_unseen = true,
            }
        }
    }
    Ok(())
}

/// Finds the users with the external ids of their own that the rows state, among those who have a
/// membership of the source in an org of the run.
pub(super) async fn find_users(
    tx: &Tx,
    context: &RunContext,
    rows: Vec<&mut Content>,
) -> Result<()> {
    let keys = rows.iter().filter_map(|content| content.user_external_id());
    let keys: BTreeSet<&str> = keys.collect();
    let keys: Vec<&str> = keys.into_iter().collect();
    let found = holders_of(tx, context, &keys).await?;
    for content in rows {
        let users = content.user_external_id().and_then(|id| found.get(id));
        content.users = users.cloned().unwrap_or_default();
    }
    Ok(())
}

/// Returns the users with these external ids of their own who have a membership of the source in an
/// org of the run, by external id.
pub(super) async fn holders_of(
    tx: &Tx,
    context: &RunContext,
    ids: &[&str],
) -> Result<HashMap<String, Vec<UserId>>> {
    let mut holders = HashMap::<String, Vec<UserId>>::new();
    if ids.is_empty() {
        return Ok(holders);
    }
    let sql = users_sql(tx.conn(), &context.source, context.id, ids);
    for row in sql.rows(tx.conn()).await? {
        let key = row.try_get("", "external_id")?;
        holders.entry(key).or_default().push(row.try_get("", "id")?);
    }
    Ok(holders)
}

/// Selects the members of the source with these orgs and external ids.
pub(super) fn members_sql(conn: &Conn, source: &str, keys: &[serde_json::Value]) -> Sql {
    let columns = [("org_id", Kind::Id), ("external_id", Kind::Text)];
    let mut sql = Sql::new(conn, "SELECT m.org_id, m.external_id, m.user_id FROM ");
    sql.rows_of("k", &columns, keys)
        .push(
            " CROSS JOIN memberships m WHERE m.org_id = k.org_id AND m.external_id = k.external_id AND m.owned_by = ",
        )
        .bind(source);
    sql
}

/// Selects the users with these external ids who have a membership of the source in an org of the
/// run.
pub(super) fn users_sql(conn: &Conn, source: &str, run: SyncRunId, keys: &[&str]) -> Sql {
    let mut sql = Sql::new(conn, "SELECT u.id, u.external_id FROM users u WHERE ");
    sql.is_one_of_texts("u.external_id", keys)
        .push(" AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.owned_by = ")
        .bind(source)
        .push(" AND ");
    is_touched(&mut sql, run, "m.org_id");
    sql.push(") ORDER BY u.id");
    sql
}
