//! Reads the events of a run and the current rows of some users. The number of statements does not
//! depend on the number of users.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use uuid::Uuid;

use crate::{
    db::Sql,
    domain::{Tx, event::Audited},
    entity::{event, group, group_membership, membership, user},
    error::Result,
    id::{GroupId, OrgId, SyncRunId, UserId},
};

use super::past::Past;

/// What the run has done to the rows of a user.
#[derive(Debug, Default)]
pub(super) struct Pasts {
    pub(super) user: Option<Past>,
    /// The memberships, by org.
    pub(super) memberships: BTreeMap<OrgId, Past>,
    /// The rows in groups: by org, group and id of the row.
    pub(super) groups: BTreeMap<(OrgId, GroupId, Uuid), Past>,
}

/// Some users whom a run has changed, and their current rows.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) pasts: BTreeMap<UserId, Pasts>,
    pub(super) users: HashMap<UserId, user::Model>,
    /// The memberships that the run has changed, and the defaults.
    pub(super) memberships: HashMap<(OrgId, UserId), membership::Model>,
    /// The number of memberships of users whom the run has created.
    pub(super) numbers: HashMap<UserId, i64>,
    /// Users with tokens, among those whom the run has created.
    pub(super) with_tokens: HashSet<UserId>,
    /// The rows in groups of the members whom the run has changed.
    pub(super) group_rows: HashMap<(OrgId, UserId), Vec<group_membership::Model>>,
    pub(super) groups: HashMap<GroupId, group::Model>,
    /// The org of the first item of each user.
    pub(super) first_orgs: HashMap<UserId, OrgId>,
}

impl Loaded {
    /// Returns the last user.
    pub(super) fn last(&self) -> Option<UserId> {
        self.pasts.keys().next_back().copied()
    }
}

/// Reads the next users whom the run has changed.
pub(super) async fn next(
    tx: &Tx,
    run: SyncRunId,
    after: Option<Uuid>,
    size: u32,
) -> Result<Loaded> {
    let mut loaded = Loaded::default();
    let users = users_of(tx, run, after, size).await?;
    let (Some(first), Some(last)) = (users.first(), users.last()) else {
        return Ok(loaded);
    };
    events(tx, run, (*first, *last), &mut loaded).await?;
    first_orgs(tx, run, &users, &mut loaded).await?;
    rows(tx, &users, &mut loaded).await?;
    of_created(tx, &mut loaded).await?;
    groups(tx, &mut loaded).await?;
    Ok(loaded)
}

/// Returns the next users in the order of their ids.
async fn users_of(tx: &Tx, run: SyncRunId, after: Option<Uuid>, size: u32) -> Result<Vec<UserId>> {
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT DISTINCT e.user_id FROM events e WHERE e.sync_run = ",
    );
    sql.bind(run).push(" AND e.user_id IS NOT NULL");
    if let Some(after) = after {
        sql.push(" AND e.user_id > ").bind(after);
    }
    sql.push(" ORDER BY e.user_id").limit(size.max(1));
    let rows = sql.rows(tx.conn()).await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "user_id")?))
        .collect()
}

async fn events(
    tx: &Tx,
    run: SyncRunId,
    (first, last): (UserId, UserId),
    loaded: &mut Loaded,
) -> Result<()> {
    let mut sql = Sql::select::<event::Model>(tx.conn(), "e", " WHERE e.sync_run = ");
    sql.bind(run)
        .push(" AND e.user_id >= ")
        .bind(first)
        .push(" AND e.user_id <= ")
        .bind(last)
        .push(" ORDER BY e.user_id, e.id");
    for event in sql.all::<event::Model>(tx.conn()).await? {
        let Some(user) = event.user_id else { continue };
        let pasts = loaded.pasts.entry(user).or_default();
        let past = match (event.entity.as_str(), event.org_id, event.group_id) {
            (user::Model::ENTITY, ..) => pasts.user.get_or_insert_default(),
            (membership::Model::ENTITY, Some(org), _) => pasts.memberships.entry(org).or_default(),
            (group_membership::Model::ENTITY, Some(org), Some(group)) => {
                let key = (org, group, event.entity_id);
                pasts.groups.entry(key).or_default()
            }
            _ => continue,
        };
        past.add(&event);
    }
    Ok(())
}

/// Reads the current users and memberships.
async fn rows(tx: &Tx, users: &[UserId], loaded: &mut Loaded) -> Result<()> {
    let ids: Vec<Uuid> = users.iter().copied().map(Uuid::from).collect();
    let mut sql = Sql::select::<user::Model>(tx.conn(), "u", " WHERE ");
    sql.is_one_of("u.id", &ids);
    for user in sql.all::<user::Model>(tx.conn()).await? {
        loaded.users.insert(user.id, user);
    }
    let pairs = pairs(loaded);
    let mut sql = Sql::select::<membership::Model>(tx.conn(), "m", " WHERE m.is_default AND ");
    sql.is_one_of("m.user_id", &ids);
    let mut found: Vec<membership::Model> = sql.all(tx.conn()).await?;
    if !pairs.is_empty() {
        let mut sql =
            Sql::select::<membership::Model>(tx.conn(), "m", " WHERE m.id IN (SELECT x.id FROM ");
        sql.pairs("p", ("org_id", "user_id"), &pairs)
            .push(" CROSS JOIN memberships x WHERE x.org_id = p.org_id AND x.user_id = p.user_id)");
        found.extend(sql.all::<membership::Model>(tx.conn()).await?);
    }
    for row in found {
        loaded.memberships.insert((row.org_id, row.user_id), row);
    }
    Ok(())
}

/// Returns the memberships that the events concern, and that of the first item of each user: the
/// user's own fields come back with it.
fn pairs(loaded: &Loaded) -> Vec<(Uuid, Uuid)> {
    let first = loaded.first_orgs.iter();
    let first = first.map(|(user, org)| (Uuid::from(*org), Uuid::from(*user)));
    let mut pairs: BTreeSet<_> = first.collect();
    for (user, pasts) in &loaded.pasts {
        let of_groups = pasts.groups.keys().map(|(org, ..)| org);
        for org in pasts.memberships.keys().chain(of_groups) {
            pairs.insert((Uuid::from(*org), Uuid::from(*user)));
        }
    }
    pairs.into_iter().collect()
}

/// Reads what else refers to users whom the run has created.
async fn of_created(tx: &Tx, loaded: &mut Loaded) -> Result<()> {
    let created = loaded.pasts.iter();
    let created =
        created.filter(|(_, pasts)| pasts.user.as_ref().is_some_and(|past| past.is_created));
    let created: Vec<Uuid> = created.map(|(user, _)| (*user).into()).collect();
    if created.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT m.user_id, count(*) AS number FROM memberships m WHERE ",
    );
    sql.is_one_of("m.user_id", &created)
        .push(" GROUP BY m.user_id");
    for row in sql.rows(tx.conn()).await? {
        let number = row.try_get("", "number")?;
        loaded.numbers.insert(row.try_get("", "user_id")?, number);
    }
    let mut sql = Sql::new(tx.conn(), "SELECT DISTINCT t.user_id FROM tokens t WHERE ");
    sql.is_one_of("t.user_id", &created);
    for row in sql.rows(tx.conn()).await? {
        loaded.with_tokens.insert(row.try_get("", "user_id")?);
    }
    Ok(())
}

/// Reads the rows in groups of the members, and the groups.
async fn groups(tx: &Tx, loaded: &mut Loaded) -> Result<()> {
    let pairs = pairs(loaded);
    let mut groups: BTreeSet<GroupId> = BTreeSet::new();
    if !pairs.is_empty() {
        let mut sql = Sql::select::<group_membership::Model>(
            tx.conn(),
            "g",
            " WHERE g.id IN (SELECT x.id FROM ",
        );
        sql.pairs("p", ("org_id", "user_id"), &pairs)
            .push(" CROSS JOIN group_memberships x WHERE x.org_id = p.org_id AND x.user_id = p.user_id) ORDER BY g.id");
        for row in sql.all::<group_membership::Model>(tx.conn()).await? {
            groups.insert(row.group_id);
            let key = (row.org_id, row.user_id);
            loaded.group_rows.entry(key).or_default().push(row);
        }
    }
    for pasts in loaded.pasts.values() {
        groups.extend(pasts.groups.keys().map(|(_, group, _)| *group));
    }
    if groups.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = groups.into_iter().map(Uuid::from).collect();
    let mut sql = Sql::select::<group::Model>(tx.conn(), "g", " WHERE ");
    sql.is_one_of("g.id", &ids);
    for group in sql.all::<group::Model>(tx.conn()).await? {
        loaded.groups.insert(group.id, group);
    }
    Ok(())
}

/// Reads for each user the org of the first item of the reverted run.
async fn first_orgs(tx: &Tx, run: SyncRunId, users: &[UserId], loaded: &mut Loaded) -> Result<()> {
    let ids: Vec<Uuid> = users.iter().copied().map(Uuid::from).collect();
    let mut sql = Sql::new(tx.conn(), "SELECT i.user_id, i.org_id FROM (");
    sql.ids(&ids)
        .push(") AS k CROSS JOIN sync_items i WHERE i.user_id = k.id AND i.run_id = ")
        .bind(run)
        .push(" AND i.org_id IS NOT NULL ORDER BY i.position");
    for row in sql.rows(tx.conn()).await? {
        let user: UserId = row.try_get("", "user_id")?;
        let org: OrgId = row.try_get("", "org_id")?;
        loaded.first_orgs.entry(user).or_insert(org);
    }
    Ok(())
}
