//! The orgs that rows name.

use std::collections::BTreeSet;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    access::{Permission, target},
    db::{Sql, many},
    domain::{Tx, sync::run::sync_forbidden},
    entity::{org::OrgStatus, sync_scope},
    error::{Code, Result},
    id::{OrgId, SyncRunId},
    normalize,
};

use super::staged::Fault;

/// The orgs that some rows name.
pub(super) struct Orgs {
    /// The org that the caller named for all rows.
    given: Option<OrgId>,
    found: Vec<Found>,
}

/// An org, and what the actor may do with it.
#[derive(Debug, FromQueryResult)]
struct Found {
    id: OrgId,
    name_key: String,
    external_id: Option<String>,
    status: OrgStatus,
    is_seen: i32,
    is_held: i32,
}

impl Orgs {
    /// Finds the orgs with these names, in one statement. With an org that the caller named, only
    /// that org is found.
    pub(super) async fn find(
        tx: &Tx,
        given: Option<OrgId>,
        names: &BTreeSet<&str>,
    ) -> Result<Self> {
        if names.is_empty() {
            let found = Vec::new();
            return Ok(Self { given, found });
        }
        let ids: Vec<Uuid> = match given {
            Some(org) => vec![org.into()],
            None => names.iter().filter_map(|name| id(name)).collect(),
        };
        let keys: Vec<String> = names.iter().map(|name| normalize::key(name)).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let external_ids: Vec<&str> = names.iter().copied().collect();
        let scope = tx.actor().scope();
        let mut sql = Sql::new(
            tx.conn(),
            "SELECT o.id, o.name_key, o.external_id, o.status, CASE WHEN ",
        );
        scope.belongs(&mut sql, "o.id");
        sql.push(" THEN 1 ELSE 0 END AS is_seen, CASE WHEN ");
        scope.holds(&mut sql, "o.id", Permission::SyncWrite);
        sql.push(" THEN 1 ELSE 0 END AS is_held FROM ");
        sql.from_ids("orgs", "o", |sql| {
            sql.ids(&ids);
            if given.is_none() {
                sql.push(" UNION ALL SELECT n.id FROM orgs n WHERE ")
                    .is_one_of_texts("n.name_key", &keys)
                    .push(" UNION ALL SELECT n.id FROM orgs n WHERE n.external_id IS NOT NULL AND ")
                    .is_one_of_texts("n.external_id", &external_ids);
            }
        });
        sql.push(" ORDER BY o.id");
        let found = sql.all(tx.conn()).await?;
        Ok(Self { given, found })
    }

    /// Returns the org of a row with this cell.
    pub(super) fn of_row(&self, cell: Option<&str>) -> Result<OrgId, Fault> {
        let Some(text) = cell else {
            let absent = "The row names no org. Add a column `org`, or name the org for all rows.";
            return self
                .given
                .ok_or_else(|| Fault::new(Code::OrgNotFound, absent));
        };
        let named = self.named(text);
        if let Some(given) = self.given {
            let message = "The row names another org than the run.";
            return match named.iter().any(|org| org.id == given) {
                true => Ok(given),
                false => Err(Fault::new(Code::OrgMismatch, message)),
            };
        }
        // Names and external ids of retired orgs are free for other orgs.
        let mut seen: Vec<&Found> = named.into_iter().filter(|org| org.is_seen != 0).collect();
        if seen.iter().any(|org| org.status == OrgStatus::Active) {
            seen.retain(|org| org.status == OrgStatus::Active);
        }
        match seen[..] {
            [] => Err((&target::not_found(Code::OrgNotFound)).into()),
            [org] if org.status == OrgStatus::Retired => Err((&target::org_retired()).into()),
            [org] if org.is_held == 0 => Err((&sync_forbidden()).into()),
            [org] => Ok(org.id),
            _ => {
                let message = "Several orgs have this name or external id. Name the org by its id.";
                Err(Fault::new(Code::AmbiguousMatch, message))
            }
        }
    }

    /// Returns the orgs with this id, or with this name or external id.
    fn named(&self, text: &str) -> Vec<&Found> {
        let (id, key) = (id(text), normalize::key(text));
        let is_named = |org: &&Found| match id {
            Some(id) => org.id == OrgId(id),
            None => org.name_key == key || org.external_id.as_deref() == Some(text),
        };
        self.found.iter().filter(is_named).collect()
    }
}

/// Returns the id that a cell states.
fn id(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text.trim()).ok()
}

/// Adds orgs to the orgs that the run may change.
pub(super) async fn touch(tx: &Tx, run: SyncRunId, orgs: &BTreeSet<OrgId>) -> Result<()> {
    let scope = |org: &OrgId| sync_scope::Model {
        run_id: run,
        org_id: *org,
        is_touched: true,
        removals: 0,
        leaving: 0,
        joining: 0,
    };
    let scopes: Vec<_> = orgs.iter().map(scope).collect();
    if scopes.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(tx.conn(), "");
    many::insert_into(&mut sql, &scopes.iter().collect::<Vec<_>>());
    sql.push(" WHERE TRUE ON CONFLICT (run_id, org_id) DO NOTHING");
    sql.execute(tx.conn()).await.map(drop)
}

/// The orgs that a run may change, as a condition on the column `org`.
pub(super) fn is_touched(sql: &mut Sql, run: SyncRunId, org: &str) {
    sql.push("EXISTS (SELECT 1 FROM sync_scopes s WHERE s.run_id = ")
        .bind(run)
        .push(" AND s.org_id = ")
        .push(org)
        .push(" AND s.is_touched)");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn org(number: u128, name: &str, external_id: Option<&str>, status: OrgStatus) -> Found {
        Found {
            id: OrgId(Uuid::from_u128(number)),
            name_key: normalize::key(name),
            external_id: external_id.map(str::to_owned),
            status,
            is_seen: 1,
            is_held: 1,
        }
    }

    fn code(orgs: &Orgs, cell: &str) -> Option<Code> {
        orgs.of_row(Some(cell)).err().map(|fault| fault.code)
    }

    #[test]
    fn an_org_is_named_by_id_or_by_name_and_external_id() {
        let orgs = Orgs {
            given: None,
            found: vec![
                org(1, "Acme", Some("a"), OrgStatus::Active),
                org(2, "A", None, OrgStatus::Active),
                org(3, "Old", None, OrgStatus::Retired),
                org(4, "Old", None, OrgStatus::Retired),
                org(5, "Gone", None, OrgStatus::Retired),
                Found {
                    is_held: 0,
                    ..org(6, "Seen", None, OrgStatus::Active)
                },
                Found {
                    is_seen: 0,
                    ..org(7, "Hidden", None, OrgStatus::Active)
                },
            ],
        };
        let acme = OrgId(Uuid::from_u128(1));
        assert_eq!(orgs.of_row(Some(" ACME ")), Ok(acme));
        assert_eq!(orgs.of_row(Some(&acme.to_string())), Ok(acme));
        assert_eq!(code(&orgs, "a"), Some(Code::AmbiguousMatch));
        assert_eq!(code(&orgs, "Old"), Some(Code::AmbiguousMatch));
        assert_eq!(code(&orgs, "gone"), Some(Code::OrgRetired));
        assert_eq!(code(&orgs, "Seen"), Some(Code::Forbidden));
        assert_eq!(code(&orgs, "Hidden"), Some(Code::OrgNotFound));
        assert_eq!(code(&orgs, "Nowhere"), Some(Code::OrgNotFound));
    }

    #[test]
    fn a_row_names_no_other_org_than_its_run() {
        let given = OrgId(Uuid::from_u128(1));
        let orgs = Orgs {
            given: Some(given),
            found: vec![org(1, "Acme", Some("a"), OrgStatus::Active)],
        };
        for cell in [None, Some("acme"), Some("a"), Some(&*given.to_string())] {
            assert_eq!(orgs.of_row(cell), Ok(given));
        }
        assert_eq!(code(&orgs, "Initech"), Some(Code::OrgMismatch));
    }
}
