//! The rows that hold unique values, such as e-mail addresses and names.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::{
    db::{Conn, Sql},
    error::Result,
    id::OrgId,
};

use super::{Keys, World, row::Unique};

impl World {
    /// Reads which rows hold the unique values, with one statement for each kind of value.
    pub(super) async fn read_holders(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let values: BTreeSet<&Unique> = keys.unique.union(&keys.references.unique).collect();
        let missing = values.iter().copied();
        let missing: Vec<&Unique> = missing
            .filter(|value| !self.holders.is_known(value))
            .collect();
        let found = holders_and_aliases(conn, &missing).await?;
        for value in missing {
            self.holders.read(value.clone(), None, false);
        }
        for Holder {
            value,
            id,
            by_alias,
        } in found
        {
            // The address of a user comes before an equal address of an alias.
            if by_alias && self.holders.look(&value).flatten().is_some() {
                continue;
            }
            if let (Unique::Email(key), true) = (&value, by_alias) {
                self.aliases.know_address(key.clone());
            }
            self.holders.read(value, Some(id), false);
        }
        Ok(())
    }
}

/// A row that holds a unique value.
struct Holder {
    value: Unique,
    id: Uuid,
    /// Whether the value is not the row's own, but an alias: the former address of a merged user.
    by_alias: bool,
}

/// Returns the ids of the rows that hold these values, with one statement for each kind of value.
pub(super) async fn holders(conn: &Conn, values: &[&Unique]) -> Result<Vec<(Unique, Uuid)>> {
    let found = holders_and_aliases(conn, values).await?.into_iter();
    let own = found.filter(|holder| !holder.by_alias);
    Ok(own.map(|holder| (holder.value, holder.id)).collect())
}

/// Returns the rows that hold these values, or the aliases of whose users do, with one statement for
/// each kind of value. The aliases come last.
async fn holders_and_aliases(conn: &Conn, values: &[&Unique]) -> Result<Vec<Holder>> {
    let (mut emails, mut org_names) = (Vec::new(), Vec::new());
    let (mut group_names, mut role_names) = (Vec::new(), Vec::new());
    for value in values {
        match value {
            Unique::Email(key) => emails.push(key.as_str()),
            Unique::OrgName(key) => org_names.push(key.as_str()),
            Unique::GroupName(org, key) => group_names.push((*org, key.as_str())),
            Unique::RoleName(org, key) => role_names.push((*org, key.as_str())),
        }
    }
    let (mut found, mut aliases) = (Vec::<(Unique, Uuid)>::new(), Vec::new());
    if !emails.is_empty() {
        let text = "SELECT u.id, u.email_key, 0 AS by_alias FROM users u WHERE ";
        let mut sql = Sql::new(conn, text);
        sql.is_one_of_texts("u.email_key", &emails)
            .push(" UNION ALL SELECT a.user_id, a.email_key, 1 FROM user_aliases a WHERE ")
            .is_one_of_texts("a.email_key", &emails);
        for row in sql.rows(conn).await? {
            let key = Unique::Email(row.try_get("", "email_key")?);
            let by_alias: i32 = row.try_get("", "by_alias")?;
            match by_alias {
                0 => found.push((key, row.try_get("", "id")?)),
                _ => aliases.push((key, row.try_get("", "id")?)),
            }
        }
    }
    if !org_names.is_empty() {
        let mut sql = Sql::new(
            conn,
            "SELECT o.id, o.name_key FROM orgs o WHERE o.status = 'active' AND ",
        );
        sql.is_one_of_texts("o.name_key", &org_names);
        for row in sql.rows(conn).await? {
            let key = Unique::OrgName(row.try_get("", "name_key")?);
            found.push((key, row.try_get("", "id")?));
        }
    }
    found.extend(in_orgs(conn, "groups", &group_names, Unique::GroupName).await?);
    found.extend(in_orgs(conn, "roles", &role_names, Unique::RoleName).await?);
    let holder = |by_alias| {
        move |(value, id)| Holder {
            value,
            id,
            by_alias,
        }
    };
    let found = found.into_iter().map(holder(false));
    Ok(found.chain(aliases.into_iter().map(holder(true))).collect())
}

/// Returns the ids of the rows of `table` that have these names, each in its org.
async fn in_orgs(
    conn: &Conn,
    table: &str,
    named: &[(OrgId, &str)],
    value: fn(OrgId, String) -> Unique,
) -> Result<Vec<(Unique, Uuid)>> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let orgs: Vec<Uuid> = named.iter().map(|(org, _)| (*org).into()).collect();
    let names: Vec<&str> = named.iter().map(|(_, name)| *name).collect();
    let mut sql = Sql::new(conn, "SELECT x.id, x.org_id, x.name_key FROM ");
    sql.push(table)
        .push(" x WHERE ")
        .is_one_of("x.org_id", &orgs)
        .push(" AND ")
        .is_one_of_texts("x.name_key", &names);
    let rows = sql.rows(conn).await?;
    let found = rows.iter().map(|row| {
        let (org, name) = (row.try_get("", "org_id")?, row.try_get("", "name_key")?);
        Ok((value(org, name), row.try_get("", "id")?))
    });
    found.collect()
}
