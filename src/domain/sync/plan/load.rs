//! Reads what the plan of some persons depends on. The number of statements does not depend on the
//! number of persons.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::{
    access::{Permission, Principal},
    db::{Conn, Kind, Sql},
    domain::{
        Tx, group,
        sync::{file::Cell, run::RunContext},
    },
    entity::sync_run::SyncMode,
    error::Result,
    id::{OrgId, SyncRunId, UserId},
};

use super::{
    known::{GroupRow, Known, MemberRow, Terms, UserRow},
    orgs::is_touched,
    own::Own,
    person::names_groups,
    staged::{Content, StagedRow, person_of, rows_of, user_of},
};

/// The maximum number of rows of one person, and of the persons of one step.
pub(super) const MAX_ROWS: u32 = 10_000;

/// Reads what the plan of the persons with these rows depends on. `given` is the org of all rows.
pub(super) async fn known(
    tx: &Tx,
    context: &RunContext,
    terms: &Terms<'_>,
    given: Option<OrgId>,
    rows: &[StagedRow],
) -> Result<Known> {
    let mut known = Known::default();
    users(tx, context, rows, &mut known).await?;
    members(tx, context, given, rows, &mut known).await?;
    given_up(tx, context, rows, &mut known).await?;
    groups(tx, rows, &mut known).await?;
    let wants = Wants::of(terms, rows, &known);
    claims(tx, context, &wants, &mut known).await?;
    rights(tx, &wants, &mut known).await?;
    Ok(known)
}

fn contents(rows: &[StagedRow]) -> impl Iterator<Item = (&StagedRow, &Content)> {
    rows.iter()
        .filter_map(|row| Some((row, row.content.as_ref()?)))
}

fn ids<T: Copy + Into<Uuid>>(ids: impl IntoIterator<Item = T>) -> Vec<Uuid> {
    ids.into_iter().map(Into::into).collect()
}

/// Reads the users whom the rows name, and which of them the actor may see: users within the
/// actor's scope, and members of orgs of the run.
async fn users(tx: &Tx, context: &RunContext, rows: &[StagedRow], known: &mut Known) -> Result<()> {
    let mut named: BTreeSet<UserId> = rows.iter().filter_map(|row| user_of(&row.person)).collect();
    for (_, content) in contents(rows) {
        named.extend(content.found_by_id());
        named.extend(content.holder);
    }
    if named.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT u.id, u.email, u.email_key, u.first_name, u.last_name, u.display_name, \
         u.display_name_is_custom, u.display_name_key, u.mobile, u.timezone, u.status, \
         u.external_id, u.owned_by, CASE WHEN ",
    );
    tx.actor().scope().sees_user(&mut sql, "u.id");
    sql.push(" THEN 1 ELSE 0 END AS is_seen FROM users u WHERE ")
        .is_one_of("u.id", &ids(named));
    let users: Vec<UserRow> = sql.all(tx.conn()).await?;
    let unseen = users.iter().filter(|user| user.is_seen == 0);
    let unseen: Vec<UserId> = unseen.map(|user| user.id).collect();
    known.users = users.into_iter().map(|user| (user.id, user)).collect();
    if unseen.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT DISTINCT m.user_id FROM memberships m WHERE ",
    );
    sql.is_one_of("m.user_id", &ids(unseen.iter().copied()))
        .push(" AND ");
    is_touched(&mut sql, context.id, "m.org_id");
    known.hidden = unseen.into_iter().collect();
    for row in sql.rows(tx.conn()).await? {
        let user: UserId = row.try_get("", "user_id")?;
        known.hidden.remove(&user);
    }
    Ok(())
}

/// Reads the memberships that the rows name, and in mode `replace` the other memberships of the
/// source in orgs of the run.
async fn members(
    tx: &Tx,
    context: &RunContext,
    given: Option<OrgId>,
    rows: &[StagedRow],
    known: &mut Known,
) -> Result<()> {
    let pairs = rows
        .iter()
        .filter_map(|row| Some((row.org?.into(), user_of(&row.person)?.into())));
    let pairs: BTreeSet<(Uuid, Uuid)> = pairs.collect();
    if pairs.is_empty() {
        return Ok(());
    }
    let mut members: Vec<MemberRow> = Vec::new();
    // With an org for all rows, the run has no other org.
    if context.mode == SyncMode::Replace && given.is_none() {
        let users: BTreeSet<Uuid> = pairs.iter().map(|(_, user)| *user).collect();
        let users: Vec<Uuid> = users.into_iter().collect();
        let sql = owned_members_sql(tx.conn(), tx.now(), context, &users);
        members = sql.all(tx.conn()).await?;
    }
    let found = members.iter();
    let found = found.map(|member| (member.org_id.into(), member.user_id.into()));
    let found: HashSet<(Uuid, Uuid)> = found.collect();
    let pairs: Vec<(Uuid, Uuid)> = pairs
        .into_iter()
        .filter(|pair| !found.contains(pair))
        .collect();
    if !pairs.is_empty() {
        let sql = named_members_sql(tx.conn(), tx.now(), &pairs);
        members.extend(sql.all::<MemberRow>(tx.conn()).await?);
    }
    let keyed = |member: MemberRow| ((member.org_id, member.user_id), member);
    known.members = members.into_iter().map(keyed).collect();
    Ok(())
}

/// Selects the memberships of these orgs and users.
pub(super) fn named_members_sql(conn: &Conn, now: DateTime<Utc>, pairs: &[(Uuid, Uuid)]) -> Sql {
    let mut sql = select_members(conn, now);
    sql.push(" FROM ")
        .pairs("k", ("org_id", "user_id"), pairs)
        .push(" CROSS JOIN memberships m WHERE m.org_id = k.org_id AND m.user_id = k.user_id");
    sql
}

/// Selects the memberships of these users that the source owns in orgs of the run.
pub(super) fn owned_members_sql(
    conn: &Conn,
    now: DateTime<Utc>,
    context: &RunContext,
    users: &[Uuid],
) -> Sql {
    let mut sql = select_members(conn, now);
    sql.push(" FROM memberships m WHERE ")
        .is_one_of("m.user_id", users)
        .push(" AND m.owned_by = ")
        .bind(context.source.as_str())
        .push(" AND ");
    is_touched(&mut sql, context.id, "m.org_id");
    sql
}

/// Selects what [`MemberRow`] has of memberships `m`. The caller adds `FROM`.
pub(super) fn select_members(conn: &Conn, now: DateTime<Utc>) -> Sql {
    let mut sql = Sql::new(
        conn,
        "SELECT m.org_id, m.user_id, m.role, m.status, m.is_owner, m.is_default, m.external_id, \
         m.owned_by, CASE WHEN m.hold_until > ",
    );
    sql.bind(now).push(" THEN 1 ELSE 0 END AS is_held");
    sql
}

/// Finds the lines that give addresses up: lines that find a user by an id and state another
/// address.
async fn given_up(
    tx: &Tx,
    context: &RunContext,
    rows: &[StagedRow],
    known: &mut Known,
) -> Result<()> {
    let mut others = BTreeSet::new();
    for (row, content) in contents(rows) {
        let holder = content.holder.and_then(|holder| known.seen(holder));
        others.extend(
            holder
                .map(|holder| person_of(holder.id))
                .filter(|person| *person != row.person),
        );
    }
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let others = match others.is_empty() {
        true => Vec::new(),
        false => rows_of(tx, context.id, &others, 0, MAX_ROWS).await?,
    };
    let mut first = HashMap::<UserId, i32>::new();
    for (row, content) in contents(rows).chain(contents(&others)) {
        let [user] = content.found_by_id()[..] else {
            continue;
        };
        let Some(user) = known.users.get(&user) else {
            continue;
        };
        if content.email_key().is_some_and(|key| key != user.email_key) {
            let line = first.entry(user.id).or_insert(row.line);
            *line = row.line.min(*line);
        }
    }
    known.given_up = first;
    Ok(())
}

/// Reads the groups that the rows name, and the rows of the members in groups.
async fn groups(tx: &Tx, rows: &[StagedRow], known: &mut Known) -> Result<()> {
    let mut names = BTreeSet::new();
    let mut members = BTreeSet::new();
    for (row, content) in contents(rows).filter(|(row, _)| names_groups(row)) {
        let Some(org) = row.org else { continue };
        if let Cell::Value(groups) = &content.row.groups {
            names.extend(groups.iter().map(|name| (org, name.key())));
        }
        members.extend(user_of(&row.person).map(|user| (org.into(), user.into())));
    }
    known
        .groups
        .extend(group::ids_by_name(tx.conn(), names).await?);
    if !members.is_empty() {
        let members: Vec<(Uuid, Uuid)> = members.into_iter().collect();
        let mut sql = Sql::new(
            tx.conn(),
            "SELECT gm.org_id, gm.user_id, gm.group_id, g.name, g.name_key, gm.owned_by FROM ",
        );
        sql.pairs("k", ("org_id", "user_id"), &members).push(
            " CROSS JOIN group_memberships gm JOIN groups g ON g.id = gm.group_id \
             WHERE gm.org_id = k.org_id AND gm.user_id = k.user_id",
        );
        for row in sql.all::<GroupRow>(tx.conn()).await? {
            let key = (row.org_id, row.user_id);
            known.group_rows.entry(key).or_default().push(row);
        }
    }
    Ok(())
}

/// What rows would change in users.
#[derive(Debug, Default)]
struct Wants {
    /// New addresses, each with the person who gets it.
    addresses: BTreeSet<(String, String)>,
    /// Users who get a new address.
    moving: BTreeSet<UserId>,
    /// Users whose own fields would change.
    changing: BTreeSet<UserId>,
}

impl Wants {
    fn of(terms: &Terms<'_>, rows: &[StagedRow], known: &Known) -> Self {
        let mut wants = Self::default();
        for (row, content) in contents(rows) {
            let user = user_of(&row.person).and_then(|user| known.seen(user));
            if let Some(key) = content.email_key()
                && user.is_none_or(|user| user.email_key != key)
            {
                wants.addresses.insert((key.to_owned(), row.person.clone()));
                wants.moving.extend(user.map(|user| user.id));
            }
            let Some(user) = user else { continue };
            let is_owned = terms.owns(user.owned_by.as_deref());
            if !is_owned && !terms.take_over {
                continue;
            }
            let by_id = !content.found_by_id().is_empty();
            let own = Own::of([(&content.row, by_id)].into_iter());
            if !is_owned || own.is_ok_and(|own| !own.differing(user).is_empty()) {
                wants.changing.insert(user.id);
            }
        }
        wants
    }
}

/// Finds the lines that want an address for another person.
async fn claims(tx: &Tx, context: &RunContext, wants: &Wants, known: &mut Known) -> Result<()> {
    if wants.addresses.is_empty() {
        return Ok(());
    }
    let keys: Vec<_> = wants
        .addresses
        .iter()
        .map(|(key, person)| json!({ "email_key": key, "person": person }))
        .collect();
    let sql = claims_sql(tx.conn(), context.id, &keys);
    for row in sql.rows(tx.conn()).await? {
        let line: Option<i32> = row.try_get("", "line")?;
        if let Some(line) = line {
            let key = (row.try_get("", "email_key")?, row.try_get("", "person")?);
            known.claims.insert(key, line);
        }
    }
    Ok(())
}

/// Selects the first line that names each address for another person.
pub(super) fn claims_sql(conn: &Conn, run: SyncRunId, keys: &[serde_json::Value]) -> Sql {
    let columns = [("email_key", Kind::Text), ("person", Kind::Text)];
    let mut sql = Sql::new(
        conn,
        "SELECT k.email_key, k.person, (SELECT s.line FROM sync_rows s WHERE s.run_id = ",
    );
    sql.bind(run)
        .push(
            " AND s.email_key = k.email_key AND s.person <> k.person ORDER BY s.line LIMIT 1) AS line FROM ",
        )
        .rows_of("k", &columns, keys);
    sql
}

/// Finds out whom of the users who would change the actor may update, and who owns an org.
async fn rights(tx: &Tx, wants: &Wants, known: &mut Known) -> Result<()> {
    if !wants.moving.is_empty() {
        let mut sql = Sql::new(
            tx.conn(),
            "SELECT DISTINCT m.user_id FROM memberships m WHERE m.is_owner AND ",
        );
        sql.is_one_of("m.user_id", &ids(wants.moving.iter().copied()));
        for row in sql.rows(tx.conn()).await? {
            known.owners.insert(row.try_get("", "user_id")?);
        }
    }
    let scope = tx.actor().scope();
    if wants.changing.is_empty() || !scope.scopes().contains(Permission::MembersWrite) {
        return Ok(());
    }
    if tx.actor().principal() == Principal::Platform {
        known.updatable = wants.changing.iter().map(|user| (*user, false)).collect();
        return Ok(());
    }
    for user in &wants.changing {
        if scope.is_oneself(*user, Permission::MembersWrite) {
            known.updatable.insert(*user, true);
        }
    }
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT m.user_id, count(*) AS orgs, count(CASE WHEN ",
    );
    scope.holds(&mut sql, "m.org_id", Permission::MembersWrite);
    sql.push(" AND (NOT m.is_owner OR ");
    scope.holds(&mut sql, "m.org_id", Permission::OwnersWrite);
    sql.push(
        ") THEN 1 END) AS held FROM memberships m \
         JOIN orgs o ON o.id = m.org_id AND o.status = 'active' WHERE ",
    )
    .is_one_of("m.user_id", &ids(wants.changing.iter().copied()))
    .push(" GROUP BY m.user_id");
    for row in sql.rows(tx.conn()).await? {
        let (orgs, held): (i64, i64) = (row.try_get("", "orgs")?, row.try_get("", "held")?);
        if orgs == held {
            known.updatable.insert(row.try_get("", "user_id")?, false);
        }
    }
    Ok(())
}
