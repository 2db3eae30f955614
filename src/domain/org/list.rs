//! The paginated list of orgs. Orgs are few compared with users, so a name filter scans the list in
//! its sort order, row by row.

use uuid::Uuid;

use crate::{
    db::{Sql, columns},
    domain::{
        Reader,
        field::{ExternalId, NameSearch, part_of_name},
        membership::{self, MemberFilter},
        ranked::{self, Counted},
        user::only_platform,
    },
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

/// Sorts by the time of creation, oldest first.
pub const BY_CREATED_AT: Order<Model> = Order {
    name: "orgs by createdAt",
    columns: &[("o.created_at", Kind::Time), ("o.id", Kind::Id)],
    keys: |org| vec![Key::Time(org.created_at), org.id.into()],
};

/// Sorts by the number of members that the actor may see, then by name.
pub const BY_MEMBERS: Order<Counted<Model>> = Order {
    name: "orgs by members",
    columns: ranked::COLUMNS,
    keys: |org| ranked::keys(org.members, &org.row.name_key, org.row.id),
};

/// A filter for orgs. An org must match every condition that is set.
#[derive(Debug, Clone, Default)]
pub struct OrgFilter {
    part: Option<String>,
    status: Option<OrgStatus>,
    search: Option<NameSearch>,
    external_id: Option<ExternalId>,
    without_owner: Option<bool>,
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
        Ok(Self {
            part,
            status,
            ..Self::default()
        })
    }

    /// Limits the filter to orgs that match a search text, and to those with an external id.
    #[must_use]
    pub fn searching(
        mut self,
        search: Option<NameSearch>,
        external_id: Option<ExternalId>,
    ) -> Self {
        self.search = search;
        self.external_id = external_id;
        self
    }

    /// Limits the filter to orgs without an owner, or to those with one.
    #[must_use]
    pub fn without_owner(mut self, without_owner: Option<bool>) -> Self {
        self.without_owner = without_owner;
        self
    }

    /// Checks that the actor may use the conditions of the filter.
    fn permit(&self, reader: &Reader) -> Result<()> {
        match self.without_owner.is_some() && !reader.scope().is_unlimited() {
            true => Err(only_platform("withoutOwner")),
            false => Ok(()),
        }
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
        if let Some(external_id) = &self.external_id {
            sql.push(" AND o.external_id = ").bind(external_id.as_str());
        }
        if let Some(search) = &self.search {
            search.matches(sql.push(" AND "), "o");
        }
        if let Some(is_without) = self.without_owner {
            sql.push(if is_without { " AND NOT " } else { " AND " });
            sql.has_any(|sql| {
                sql.push("SELECT 1 FROM memberships om WHERE om.org_id = o.id AND om.is_owner");
            });
        }
    }
}

/// Returns a page of the orgs that the actor may see, in one statement. Platform tokens see all
/// orgs; other actors see only orgs that they belong to.
///
/// # Errors
/// `FORBIDDEN` if only platform tokens may use the filter. `BUSY` or `INTERNAL` when the database
/// fails.
pub async fn list(
    reader: &Reader,
    filter: &OrgFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Result<Page<Model>> {
    filter.permit(reader)?;
    let sql = list_sql(reader, filter, order, page);
    Ok(page.page(order, sql.list(&reader.conn).await?))
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

/// Returns a page of the orgs in the order of [`BY_MEMBERS`]. Executes two statements.
///
/// # Errors
/// `LIMIT_EXCEEDED` if the filter matches more than 1,000 orgs, and the errors of [`list`].
pub async fn list_by_members(
    reader: &Reader,
    filter: &OrgFilter,
    page: &PageRequest,
) -> Result<Page<Counted<Model>>> {
    filter.permit(reader)?;
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<Model>("o")).push(" FROM ");
    filter.from(&mut sql, reader);
    sql.limit(ranked::MOST + 1);
    let orgs: Vec<Model> = ranked::few(sql.list(&reader.conn).await?)?;
    let ids: Vec<Uuid> = orgs.iter().map(|org| org.id.into()).collect();
    let counts = membership::count_of_orgs(reader, &ids, &MemberFilter::default()).await?;
    let orgs = orgs.into_iter().map(|row| Counted {
        members: ranked::members(counts.get(&row.id.into())),
        row,
    });
    Ok(page.page_of_all(&BY_MEMBERS, orgs.collect()))
}

/// Returns the number of orgs in the list.
///
/// # Errors
/// Those of [`list`].
pub async fn count(reader: &Reader, filter: &OrgFilter) -> Result<i64> {
    filter.permit(reader)?;
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM ");
    filter.from(&mut sql, reader);
    sql.count(&reader.conn).await
}
