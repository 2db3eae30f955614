//! Reads memberships as rows of a file, which a sync run reads again.
//!
//! Rows are read org by org, sorted by user, in pages that begin after the last user of the page
//! before. So memory does not grow with the number of rows, and a page costs the same wherever it
//! is. The rows of a user may be far from each other.

use std::collections::{HashMap, VecDeque};

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    access::{OrgAccess, Permission, target},
    db::{Sql, columns, prefixed_columns},
    domain::{
        Reader,
        membership::OfOrg,
        org::{self, OrgRef},
    },
    entity::{
        membership::{self, MemberStatus},
        org::OrgStatus,
        sync_upload::FileFormat,
        user,
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::file::{ExportRow, RowWriter};

/// The number of rows that are read at once.
const PAGE: u32 = 1_000;

/// A filter for exported memberships. A membership must match every condition that is set.
#[derive(Debug, Clone, Default)]
pub struct ExportFilter {
    /// The org, by id, name or external id. Without it, all active orgs where the actor may read
    /// members.
    pub org: Option<String>,
    /// The external system that owns the membership. Groups are then those whose rows it owns.
    pub source: Option<String>,
}

/// An export in progress.
#[derive(Debug)]
pub struct Exporter {
    /// The orgs that are not exported yet.
    orgs: VecDeque<ExportedOrg>,
    /// The last exported user of the first of these orgs.
    after: Option<UserId>,
    source: Option<String>,
    format: FileFormat,
    has_header: bool,
}

#[derive(Debug, FromQueryResult)]
struct ExportedOrg {
    id: OrgId,
    name: String,
    status: OrgStatus,
    /// Whether another active org has the name as its external id.
    is_name_taken: bool,
}

impl ExportedOrg {
    /// Returns the cell that identifies the org: the name, unless a sync run would not find the org
    /// by it.
    fn cell(&self) -> String {
        let is_id = self.name.trim().parse::<Uuid>().is_ok();
        match self.status != OrgStatus::Active || self.is_name_taken || is_id {
            true => self.id.to_string(),
            false => self.name.clone(),
        }
    }
}

impl Exporter {
    /// Begins an export.
    ///
    /// # Errors
    /// `ORG_NOT_FOUND` or `AMBIGUOUS_MATCH` if the filter names no org or several. `FORBIDDEN`
    /// without `members:read` in the org, or in any org.
    pub async fn open(reader: &Reader, filter: ExportFilter, format: FileFormat) -> Result<Self> {
        let org = match &filter.org {
            Some(text) => Some(find_org(reader, text).await?),
            None => None,
        };
        let orgs = orgs(reader, org, filter.source.as_deref()).await?;
        if orgs.is_empty() && org.is_none() && !may_read_somewhere(reader).await? {
            return Err(target::forbidden(Permission::MembersRead));
        }
        Ok(Self {
            orgs: orgs.into(),
            after: None,
            source: filter.source,
            format,
            has_header: false,
        })
    }

    /// Returns the next rows in the format of the file, first with its header, or `None` at the
    /// end. What the actor may not read any more is left out.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn next(&mut self, reader: &Reader) -> Result<Option<Vec<u8>>> {
        if self.orgs.is_empty() && self.has_header {
            return Ok(None);
        }
        let mut writer = match std::mem::replace(&mut self.has_header, true) {
            true => RowWriter::without_header(self.format),
            false => RowWriter::new(self.format)?,
        };
        let mut written = 0;
        while let Some(org) = self.orgs.front() {
            let page = members(reader, org.id, self.source.as_deref(), self.after).await?;
            let groups = groups(reader, org.id, self.source.as_deref(), &page).await?;
            for row in &page {
                write(&mut writer, row, org, groups.get(&row.user.id))?;
            }
            written += page.len();
            self.after = page.last().map(|row| row.user.id);
            if page.len() < PAGE as usize {
                self.orgs.pop_front();
                self.after = None;
            }
            if written >= PAGE as usize {
                break;
            }
        }
        writer.into_bytes().map(Some)
    }
}

fn write(
    writer: &mut RowWriter,
    row: &OfOrg,
    org: &ExportedOrg,
    groups: Option<&Vec<String>>,
) -> Result<()> {
    let OfOrg { membership, user } = row;
    let groups: Vec<&str> = groups.into_iter().flatten().map(String::as_str).collect();
    let present = |text: &'_ str| !text.is_empty();
    writer.write(&ExportRow {
        email: &user.email,
        external_id: membership.external_id.as_deref(),
        first: Some(user.first_name.as_str()).filter(|name| present(name)),
        last: Some(user.last_name.as_str()).filter(|name| present(name)),
        name: Some(user.display_name.as_str()).filter(|_| user.display_name_is_custom),
        mobile: user.mobile.as_deref(),
        timezone: user.timezone.as_deref(),
        org: &org.cell(),
        role: membership.role,
        status: membership.status,
        groups: &groups,
        is_default: membership.is_default,
        user_external_id: user.external_id.as_deref(),
    })
}

/// Returns the org that the text identifies, as a cell of a file does.
async fn find_org(reader: &Reader, text: &str) -> Result<OrgId> {
    let org = match text.parse::<Uuid>() {
        Ok(id) => id.into(),
        Err(_) => {
            let at = |error: Error| error.at("org");
            let by_name = OrgRef::parse(None, Some(text), None).map_err(at)?;
            let by_external_id = OrgRef::parse(None, None, Some(text)).map_err(at)?;
            let by_name = org::find(reader, &by_name).await?.map(|org| org.id);
            let by_external_id = org::find(reader, &by_external_id).await.map_err(at)?;
            match (by_name, by_external_id.map(|org| org.id)) {
                (Some(name), Some(external)) if name != external => {
                    let message = "`org` is the name of one org and the external id of another. Name the org by its id.";
                    return Err(Error::new(Code::AmbiguousMatch, message)
                        .at("org")
                        .matching([name.into(), external.into()]));
                }
                (Some(org), _) | (None, Some(org)) => org,
                (None, None) => return Err(target::not_found(Code::OrgNotFound).at("org")),
            }
        }
    };
    let (conn, actor) = (&reader.conn, &reader.actor);
    OrgAccess::require(conn, actor, org, Permission::MembersRead).await?;
    Ok(org)
}

/// Returns whether the actor holds `members:read` in an org, or is the platform and holds it.
async fn may_read_somewhere(reader: &Reader) -> Result<bool> {
    let scope = reader.scope();
    if scope.is_unlimited() {
        return Ok(scope.scopes().contains(Permission::MembersRead));
    }
    let mut sql = Sql::new(&reader.conn, "SELECT 1 FROM (");
    scope.orgs_where(&mut sql, Permission::MembersRead);
    sql.push(") AS readable").limit(1);
    Ok(sql.row(&reader.conn).await?.is_some())
}

/// Returns the orgs to export, oldest first: the org that the caller named, or all active ones
/// where the actor may read members. With a source, only orgs where it owns members.
async fn orgs(
    reader: &Reader,
    org: Option<OrgId>,
    source: Option<&str>,
) -> Result<Vec<ExportedOrg>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT o.id, o.name, o.status, EXISTS (SELECT 1 FROM orgs x WHERE x.status = 'active' \
         AND x.external_id = o.name AND x.id <> o.id) AS is_name_taken FROM orgs o WHERE ",
    );
    match org {
        Some(org) => sql.push("o.id = ").bind(org),
        None => sql.push("o.status = 'active'"),
    };
    sql.push(" AND o.id IN (");
    reader.scope().orgs_where(&mut sql, Permission::MembersRead);
    sql.push(")");
    if let Some(source) = source {
        sql.push(" AND ").has_any(|sql| {
            sql.push("SELECT 1 FROM memberships m WHERE m.org_id = o.id AND m.owned_by = ")
                .bind(source);
        });
    }
    sql.push(" ORDER BY o.id");
    sql.all(&reader.conn).await
}

/// Returns the next members of an org, sorted by user.
async fn members(
    reader: &Reader,
    org: OrgId,
    source: Option<&str>,
    after: Option<UserId>,
) -> Result<Vec<OfOrg>> {
    let sql = members_sql(reader, org, source, after);
    sql.list(&reader.conn).await
}

/// Returns the statement that reads a page of the members of an org, for inspecting its query plan.
#[must_use]
pub fn members_sql(
    reader: &Reader,
    org: OrgId,
    source: Option<&str>,
    after: Option<UserId>,
) -> Sql {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<membership::Model>("m"))
        .push(", ")
        .push(&prefixed_columns::<user::Model>("u", "u_"))
        .push(" FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.org_id = ")
        .bind(org);
    if let Some(source) = source {
        sql.push(" AND m.owned_by = ").bind(source);
    }
    if let Some(after) = after {
        sql.push(" AND m.user_id > ").bind(after);
    }
    sql.push(" AND ");
    reader
        .scope()
        .holds(&mut sql, "m.org_id", Permission::MembersRead);
    sql.push(" ORDER BY m.user_id").limit(PAGE);
    sql
}

/// Returns the names of the groups of the active members among these, sorted by name, as far as the
/// actor may read groups.
async fn groups(
    reader: &Reader,
    org: OrgId,
    source: Option<&str>,
    members: &[OfOrg],
) -> Result<HashMap<UserId, Vec<String>>> {
    let active = members
        .iter()
        .filter(|row| row.membership.status == MemberStatus::Active);
    let users: Vec<Uuid> = active.map(|row| row.user.id.into()).collect();
    if users.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT gm.user_id, g.name FROM group_memberships gm JOIN groups g ON g.id = gm.group_id \
         WHERE gm.org_id = ",
    );
    sql.bind(org)
        .push(" AND ")
        .is_one_of("gm.user_id", &users)
        .push(" AND ");
    if let Some(source) = source {
        sql.push("gm.owned_by = ").bind(source).push(" AND ");
    }
    reader
        .scope()
        .holds(&mut sql, "gm.org_id", Permission::GroupsRead);
    sql.push(" ORDER BY gm.user_id, g.name_key");
    let mut names = HashMap::<_, Vec<_>>::new();
    for row in sql.rows(&reader.conn).await? {
        let user: UserId = row.try_get("", "user_id")?;
        names
            .entry(user)
            .or_default()
            .push(row.try_get("", "name")?);
    }
    Ok(names)
}
