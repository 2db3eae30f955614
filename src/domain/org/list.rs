//! The list of orgs. There are few beside users, so a list that is narrowed by name is read in its order, row by row.

use crate::{
    db::{Sql, columns},
    domain::{Reader, field::part_of_name},
    entity::org::{Model, OrgStatus},
    error::Result,
    fold,
    page::{Key, Kind, Order, Page, PageRequest},
};

/// By name, as it is compared.
pub const BY_NAME: Order<Model> = Order {
    name: "orgs by name",
    columns: &[("o.name_key", Kind::Text), ("o.id", Kind::Id)],
    keys: |org| vec![Key::Text(org.name_key.clone()), org.id.into()],
};

/// By id, which is by age.
pub const BY_ID: Order<Model> = Order {
    name: "orgs",
    columns: &[("o.id", Kind::Id)],
    keys: |org| vec![org.id.into()],
};

/// Which orgs; all that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct OrgFilter {
    part: Option<String>,
    status: Option<OrgStatus>,
}

impl OrgFilter {
    /// # Errors
    /// `NAME_TOO_SHORT`, `INVALID_VALUE`.
    pub fn parse(name: Option<&str>, status: Option<OrgStatus>) -> Result<Self> {
        let part = name.map(|name| part_of_name(name, fold::key)).transpose()?;
        Ok(Self { part, status })
    }

    /// `FROM` and `WHERE` of the list.
    fn from(&self, sql: &mut Sql, reader: &Reader) {
        let scope = reader.scope();
        match scope.is_unlimited() {
            true => sql.push("orgs o WHERE TRUE"),
            // One's own orgs are few beside all others.
            false => sql.from_ids("orgs", "o", |sql| scope.orgs(sql)),
        };
        if let Some(part) = &self.part {
            sql.push(" AND ").has("o.name_key", part);
        }
        if let Some(status) = self.status {
            sql.push(" AND o.status = ").word(status.as_str());
        }
    }
}

/// A page of the orgs that the actor may see: platform tokens see all, others those that they belong to. One statement.
///
/// # Errors
/// What the database says.
pub async fn list(
    reader: &Reader,
    filter: &OrgFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Result<Page<Model>> {
    let sql = list_sql(reader, filter, order, page);
    Ok(page.page(order, sql.all(&reader.conn).await?))
}

/// The statement of [`list`], for whoever wants to see how an engine runs it.
#[must_use]
pub fn list_sql(
    reader: &Reader,
    filter: &OrgFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Sql {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<Model>("o")).push(" FROM ");
    filter.from(&mut sql, reader);
    sql.page(order, page);
    sql
}

/// How many orgs the list has.
///
/// # Errors
/// What the database says.
pub async fn count(reader: &Reader, filter: &OrgFilter) -> Result<i64> {
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM ");
    filter.from(&mut sql, reader);
    sql.count(&reader.conn).await
}
