//! The paginated list of orgs. Orgs are few compared with users, so a name filter scans the list in
//! its sort order, row by row.

use crate::{
    db::{Sql, columns},
    domain::{Reader, field::part_of_name},
    entity::org::{Model, OrgStatus},
    error::Result,
    normalize,
    page::{Key, Kind, Order, Page, PageRequest},
};

/// Sorts by normalized name, then by id.
pub const BY_NAME: Order<Model> = Order {
    name: "orgs by name",
    columns: &[("o.name_key", Kind::Text), ("o.id", Kind::Id)],
    keys: |org| vec![Key::Text(org.name_key.clone()), org.id.into()],
};

/// Sorts by id, which is the order of creation.
pub const BY_ID: Order<Model> = Order {
    name: "orgs",
    columns: &[("o.id", Kind::Id)],
    keys: |org| vec![org.id.into()],
};

/// A filter for orgs. An org must match every condition that is set.
#[derive(Debug, Clone, Default)]
pub struct OrgFilter {
    part: Option<String>,
    status: Option<OrgStatus>,
}

impl OrgFilter {
    /// Parses the filter arguments.
    ///
    /// # Errors
    /// `NAME_TOO_SHORT` or `INVALID_VALUE` if `name` is not a valid part of a name.
    pub fn parse(name: Option<&str>, status: Option<OrgStatus>) -> Result<Self> {
        let part = name
            .map(|name| part_of_name(name, normalize::key))
            .transpose()?;
        Ok(Self { part, status })
    }

    /// Appends the `FROM` and `WHERE` clauses of the list.
    fn from(&self, sql: &mut Sql, reader: &Reader) {
        let scope = reader.scope();
        match scope.is_unlimited() {
            true => sql.push("orgs o WHERE TRUE"),
            // The actor's own orgs are few compared with all orgs.
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

/// Returns a page of the orgs that the actor may see, in one statement. Platform tokens see all
/// orgs; other actors see only orgs that they belong to.
///
/// # Errors
/// Fails if the query fails.
pub async fn list(
    reader: &Reader,
    filter: &OrgFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Result<Page<Model>> {
    let sql = list_sql(reader, filter, order, page);
    Ok(page.page(order, sql.all(&reader.conn).await?))
}

/// Returns the statement that [`list`] executes, for inspecting its query plan.
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

/// Returns the number of orgs in the list.
///
/// # Errors
/// Fails if the query fails.
pub async fn count(reader: &Reader, filter: &OrgFilter) -> Result<i64> {
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM ");
    filter.from(&mut sql, reader);
    sql.count(&reader.conn).await
}
