//! Counts the members whom the source owns in each org of the run, and retires those whom the file
//! does not name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::{
    db::{Conn, Sql},
    domain::{
        Tx,
        sync::{
            change::{self, Item},
            run::RunContext,
        },
    },
    entity::{sync_item::SyncAction, sync_run::SyncMode, sync_scope},
    error::{Code, Result},
    id::{OrgId, SyncRunId, UserId},
};

use super::{
    guard,
    known::MemberRow,
    ledger::{Ledger, item_of},
    load::{is_active, select_members},
    matches::members_sql,
    person::{Draft, retirement},
    persons::terms,
    progress::{Phase, Progress},
    staged::{Fault, person_of},
};

/// Reads the next members of an org.
pub(super) async fn step(tx: &Tx, context: &RunContext, progress: &mut Progress) -> Result<()> {
    let Some(org) = org(tx, context, progress).await? else {
        progress.enter(Phase::Orgs);
        return Ok(());
    };
    let (source, after) = (&context.source, progress.cursor);
    let sql = page_sql(tx.conn(), tx.now(), source, org, after, progress.size);
    let members: Vec<MemberRow> = sql.all(tx.conn()).await?;
    let Some(last) = members.last().map(|member| member.user_id) else {
        guard::of_org(tx, context, org, progress).await?;
        progress.owned += progress.counted;
        progress.counted = 0;
        progress.cursor = None;
        progress.is_org_done = true;
        return Ok(());
    };
    progress.cursor = Some(last.into());
    let active: Vec<&MemberRow> = members.iter().filter(|member| is_active(member)).collect();
    progress.counted += i64::try_from(active.len()).map_err(crate::error::Error::internal)?;
    if context.mode == SyncMode::Replace {
        retire(tx, context, progress, &active).await?;
    }
    Ok(())
}

/// Selects members of the org whom the source owns, in the order of their ids.
pub(super) fn page_sql(
    conn: &Conn,
    now: DateTime<Utc>,
    source: &str,
    org: OrgId,
    after: Option<Uuid>,
    most: u32,
) -> Sql {
    let mut sql = select_members(conn, now, "memberships m WHERE m.org_id = ");
    sql.bind(org).push(" AND m.owned_by = ").bind(source);
    if let Some(after) = after {
        sql.push(" AND m.user_id > ").bind(after);
    }
    sql.push(" ORDER BY m.user_id").limit(most);
    sql
}

/// Selects those users whose addresses rows state.
pub(super) fn addresses_sql(conn: &Conn, run: SyncRunId, users: &[Uuid]) -> Sql {
    let mut sql = Sql::new(conn, "SELECT u.id FROM users u WHERE ");
    sql.is_one_of("u.id", users).push(" AND ").has_any(|sql| {
        sql.push("SELECT 1 FROM sync_rows r WHERE r.run_id = ")
            .bind(run)
            .push(" AND r.email_key = u.email_key");
    });
    sql
}

/// Returns the org to count: the current one, or the next one after it has been counted.
async fn org(tx: &Tx, context: &RunContext, progress: &mut Progress) -> Result<Option<OrgId>> {
    if let (Some(org), false) = (progress.org, progress.is_org_done) {
        return Ok(Some(org));
    }
    let mut sql = Sql::select::<sync_scope::Model>(tx.conn(), "s", " WHERE s.run_id = ");
    sql.bind(context.id).push(" AND s.is_touched");
    if let Some(after) = progress.org {
        sql.push(" AND s.org_id > ").bind(after);
    }
    sql.push(" ORDER BY s.org_id").limit(1);
    let next: Option<sync_scope::Model> = sql.one(tx.conn()).await?;
    progress.is_org_done = false;
    progress.org = next.map(|scope| scope.org_id);
    Ok(progress.org)
}

/// Retires those members whom the file does not name. A row that cannot be applied names its person
/// too, in all orgs: by the user whom its external ids find, and by its address.
async fn retire(
    tx: &Tx,
    context: &RunContext,
    progress: &mut Progress,
    members: &[&MemberRow],
) -> Result<()> {
    let named = named(tx, context, members.iter().map(|member| member.user_id)).await?;
    let absent: Vec<&MemberRow> = members
        .iter()
        .copied()
        .filter(|member| !named.contains(&member.user_id))
        .collect();
    if absent.is_empty() {
        return Ok(());
    }
    let shared = shared(tx, context, &absent).await?;
    let terms = terms(tx, context);
    let mut drafts: Vec<Draft> = absent
        .iter()
        .map(|member| match shared.contains(&member.user_id) {
            false => retirement(&terms, member),
            true => ambiguous(member),
        })
        .collect();
    let mut items: Vec<Item> = Vec::new();
    let mut places = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        if draft.action == SyncAction::Retire {
            items.push(Item {
                row: item_of(context.id, draft)?,
                changes: draft.changes.clone(),
            });
            places.push(place);
        }
    }
    if !items.is_empty() {
        let decided = change::preview(tx, context, &items).await?;
        for (place, result) in places.into_iter().zip(decided) {
            let Err(error) = result else { continue };
            if error.is_worth_another_try() || error.internals().is_some() {
                return Err(error);
            }
            let draft = &mut drafts[place];
            let (org, user) = (draft.org, draft.user);
            *draft = Draft::conflict(None, org, Fault::from(&error));
            draft.user = user;
        }
    }
    let mut ledger = Ledger::new(context.id, progress);
    for draft in &drafts {
        ledger.add(draft)?;
    }
    ledger.write(tx).await
}

/// Returns the users whom rows name, by the person of the row or by the address.
async fn named(
    tx: &Tx,
    context: &RunContext,
    users: impl Iterator<Item = UserId>,
) -> Result<HashSet<UserId>> {
    let persons: BTreeMap<String, UserId> = users.map(|user| (person_of(user), user)).collect();
    if persons.is_empty() {
        return Ok(HashSet::new());
    }
    let keys: Vec<&str> = persons.keys().map(String::as_str).collect();
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT DISTINCT r.person FROM sync_rows r WHERE r.run_id = ",
    );
    sql.bind(context.id)
        .push(" AND ")
        .is_one_of_texts("r.person", &keys);
    let mut named = HashSet::new();
    for row in sql.rows(tx.conn()).await? {
        let person: String = row.try_get("", "person")?;
        named.extend(persons.get(&person).copied());
    }
    let rest = persons.values().filter(|user| !named.contains(user));
    let rest: Vec<Uuid> = rest.map(|user| user.0).collect();
    if rest.is_empty() {
        return Ok(named);
    }
    let sql = addresses_sql(tx.conn(), context.id, &rest);
    for row in sql.rows(tx.conn()).await? {
        named.insert(row.try_get("", "id")?);
    }
    Ok(named)
}

/// Returns the members who share their external id with another member of the source in the org,
/// whom a row names. That row finds both of them, and does not say which one it means.
async fn shared(tx: &Tx, context: &RunContext, members: &[&MemberRow]) -> Result<HashSet<UserId>> {
    let keys: BTreeSet<(OrgId, &str)> = members
        .iter()
        .filter_map(|member| Some((member.org_id, member.external_id.as_deref()?)))
        .collect();
    if keys.is_empty() {
        return Ok(HashSet::new());
    }
    let keys: Vec<_> = keys
        .into_iter()
        .map(|(org, id)| json!({ "org_id": org.0.simple().to_string(), "external_id": id }))
        .collect();
    let sql = members_sql(tx.conn(), &context.source, &keys);
    let mut holders = HashMap::<(OrgId, String), Vec<UserId>>::new();
    for row in sql.rows(tx.conn()).await? {
        let key = (row.try_get("", "org_id")?, row.try_get("", "external_id")?);
        holders
            .entry(key)
            .or_default()
            .push(row.try_get("", "user_id")?);
    }
    holders.retain(|_, users| users.len() > 1);
    let named = named(tx, context, holders.values().flatten().copied()).await?;
    let is_shared = |member: &&&MemberRow| {
        let key = member.external_id.clone().map(|id| (member.org_id, id));
        let users = key.and_then(|key| holders.get(&key));
        users.is_some_and(|users| users.iter().any(|user| named.contains(user)))
    };
    let members = members.iter().filter(is_shared);
    Ok(members.map(|member| member.user_id).collect())
}

fn ambiguous(member: &MemberRow) -> Draft {
    let message = "Several members of the source have the external id of this member. The file cannot say who leaves. Give each member an external id of their own.";
    let fault = Fault::new(Code::AmbiguousMatch, message);
    let mut draft = Draft::conflict(None, Some(member.org_id), fault);
    draft.user = Some(member.user_id);
    draft
}
