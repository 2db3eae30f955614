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
    entity::{membership::MemberStatus, sync_item::SyncAction, sync_run::SyncMode, sync_scope},
    error::{Code, Result},
    id::{OrgId, SyncRunId, UserId},
};

use super::{
    guard,
    known::MemberRow,
    ledger::{Ledger, item_of},
    load::select_members,
    matches::{holders_of, members_sql},
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
    let conn = tx.conn();
    let piece = MembersOf {
        source: &context.source,
        org,
        after: progress.cursor,
        to: None,
    };
    let last = piece.last_sql(conn, progress.size).row(conn).await?;
    let last: Option<UserId> = last.map(|row| row.try_get("", "user_id")).transpose()?;
    let piece = MembersOf {
        to: last.map(Uuid::from),
        ..piece
    };
    progress.counted += piece.count_sql(conn).count(conn).await?;
    if context.mode == SyncMode::Replace {
        let absent = piece.absent_sql(conn, tx.now(), context.id);
        let absent: Vec<MemberRow> = absent.all(conn).await?;
        retire(tx, context, progress, &absent).await?;
    }
    progress.cursor = piece.to;
    if piece.to.is_none() {
        guard::of_org(tx, context, org, progress).await?;
        progress.owned += progress.counted;
        progress.counted = 0;
        progress.is_org_done = true;
    }
    Ok(())
}

/// Some members of an org whom the source owns, in the order of their ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct MembersOf<'a> {
    pub(super) source: &'a str,
    pub(super) org: OrgId,
    /// The last member of the piece before.
    pub(super) after: Option<Uuid>,
    /// The last member of this piece. `None`: the last one of the org.
    pub(super) to: Option<Uuid>,
}

impl MembersOf<'_> {
    fn are_these(&self, sql: &mut Sql) {
        sql.push(" FROM memberships m WHERE m.org_id = ")
            .bind(self.org)
            .push(" AND m.owned_by = ")
            .bind(self.source);
        if let Some(after) = self.after {
            sql.push(" AND m.user_id > ").bind(after);
        }
        if let Some(to) = self.to {
            sql.push(" AND m.user_id <= ").bind(to);
        }
    }

    /// Selects the last member of the next `most` members, if there are more.
    pub(super) fn last_sql(&self, conn: &Conn, most: u32) -> Sql {
        let mut sql = Sql::new(conn, "SELECT m.user_id");
        self.are_these(&mut sql);
        sql.push(" ORDER BY m.user_id LIMIT 1 OFFSET ")
            .push(&most.to_string());
        sql
    }

    /// Counts the active members.
    pub(super) fn count_sql(&self, conn: &Conn) -> Sql {
        let mut sql = Sql::new(conn, "SELECT count(*)");
        self.are_these(&mut sql);
        sql.push(" AND m.status = ")
            .word(MemberStatus::Active.as_str());
        sql
    }

    /// Selects the active members whom no row names, by the person of the row or by the address. A
    /// row that cannot be applied names its person too, in all orgs.
    pub(super) fn absent_sql(&self, conn: &Conn, now: DateTime<Utc>, run: SyncRunId) -> Sql {
        let mut sql = select_members(conn, now);
        self.are_these(&mut sql);
        sql.push(" AND m.status = ")
            .word(MemberStatus::Active.as_str())
            .push(" AND NOT ");
        sql.has_any(|sql| {
            sql.push("SELECT 1 FROM sync_rows r WHERE r.run_id = ")
                .bind(run)
                .push(" AND r.person = 'u:' || ")
                .digits_of_id("m.user_id");
        });
        sql.push(" AND NOT ").has_any(|sql| {
            sql.push(
                "SELECT 1 FROM users u JOIN sync_rows r ON r.email_key = u.email_key \
                 WHERE u.id = m.user_id AND r.run_id = ",
            )
            .bind(run);
        });
        sql.push(" ORDER BY m.user_id");
        sql
    }
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

/// Retires members whom the file does not name.
async fn retire(
    tx: &Tx,
    context: &RunContext,
    progress: &mut Progress,
    absent: &[MemberRow],
) -> Result<()> {
    if absent.is_empty() {
        return Ok(());
    }
    let shared = shared(tx, context, progress, absent).await?;
    let found = found_otherwise(tx, context, absent).await?;
    let terms = terms(tx, context);
    let mut drafts: Vec<Draft> = Vec::new();
    for member in absent {
        if shared.contains(&member.user_id) {
            drafts.push(ambiguous(member));
        } else if !found.contains(&member.user_id) {
            drafts.push(retirement(&terms, member));
        }
    }
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

/// Returns those of the members' users whom the file may mean, though they are the person of no row:
/// a key of an ambiguous row finds them, or the person of a row was merged into them after the row
/// was staged.
async fn found_otherwise(
    tx: &Tx,
    context: &RunContext,
    members: &[MemberRow],
) -> Result<HashSet<UserId>> {
    let users: Vec<Uuid> = members.iter().map(|member| member.user_id.into()).collect();
    let sql = found_sql(tx.conn(), context.id, &users);
    let mut found = HashSet::new();
    for row in sql.rows(tx.conn()).await? {
        found.insert(row.try_get("", "user_id")?);
    }
    Ok(found)
}

/// Selects those of the users whom the file may mean, though they are the person of no row.
pub(super) fn found_sql(conn: &Conn, run: SyncRunId, users: &[Uuid]) -> Sql {
    let mut sql = Sql::new(
        conn,
        "SELECT s.user_id FROM sync_ambiguous s WHERE s.run_id = ",
    );
    sql.bind(run)
        .push(" AND ")
        .is_one_of("s.user_id", users)
        .push(" UNION ALL SELECT a.user_id FROM user_aliases a WHERE ")
        .is_one_of("a.user_id", users)
        .push(" AND ")
        .has_any(|sql| {
            sql.push("SELECT 1 FROM sync_rows r WHERE r.run_id = ")
                .bind(run)
                .push(" AND r.person = 'u:' || ")
                .digits_of_id("a.id");
        });
    sql
}

/// Returns those users who are persons of rows.
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
    Ok(named)
}

/// Returns the users of the source who share an external id with one of these members, if a row names
/// any of them. Such a row finds all of them, and does not say which one it means.
async fn shared(
    tx: &Tx,
    context: &RunContext,
    progress: &Progress,
    members: &[MemberRow],
) -> Result<HashSet<UserId>> {
    let mut holders = of_one_membership_id(tx, context, members).await?;
    if progress.has_user_ids {
        holders.extend(of_one_user_id(tx, context, members).await?);
    }
    holders.retain(|users| users.len() > 1);
    let named = named(tx, context, holders.iter().flatten().copied()).await?;
    holders.retain(|users| users.iter().any(|user| named.contains(user)));
    Ok(holders.into_iter().flatten().collect())
}

/// Returns the users of the source who have the external id of a member in the member's org, for
/// each such id.
async fn of_one_membership_id(
    tx: &Tx,
    context: &RunContext,
    members: &[MemberRow],
) -> Result<Vec<Vec<UserId>>> {
    let keys: BTreeSet<(OrgId, &str)> = members
        .iter()
        .filter_map(|member| Some((member.org_id, member.external_id.as_deref()?)))
        .collect();
    if keys.is_empty() {
        return Ok(Vec::new());
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
    Ok(holders.into_values().collect())
}

/// Returns the users of the source who have the own external id of a member's user, for each such
/// id.
async fn of_one_user_id(
    tx: &Tx,
    context: &RunContext,
    members: &[MemberRow],
) -> Result<Vec<Vec<UserId>>> {
    let users: Vec<Uuid> = members.iter().map(|member| member.user_id.into()).collect();
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT DISTINCT u.external_id FROM users u WHERE ",
    );
    sql.is_one_of("u.id", &users)
        .push(" AND u.external_id IS NOT NULL");
    let mut ids = Vec::new();
    for row in sql.rows(tx.conn()).await? {
        let id: String = row.try_get("", "external_id")?;
        ids.push(id);
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let holders = holders_of(tx, context, &ids).await?;
    Ok(holders.into_values().collect())
}

fn ambiguous(member: &MemberRow) -> Draft {
    let message = "Several members of the source have the external id of this member. The file cannot say who leaves. Give each member an external id of their own.";
    let fault = Fault::new(Code::AmbiguousMatch, message);
    let mut draft = Draft::conflict(None, Some(member.org_id), fault);
    draft.user = Some(member.user_id);
    draft
}
