//! The guard: whether applying the plan requires its number of removals as confirmation.
//!
//! Removals are counted while items are written. The guard compares them with the rows that the
//! source owns: in the run, in each org and in each group. The guard also trips where nobody would
//! be left.

use crate::{
    db::Sql,
    domain::{Tx, sync::run::RunContext},
    entity::{membership::MemberStatus, org, sync_group, sync_scope},
    error::Result,
    id::{OrgId, UserId},
};

use super::progress::{Phase, Progress};

/// The number of removals that never needs confirmation, and the number of rows up to which an org
/// or a group has no limit of its own.
const FEW: i64 = 20;
/// The number of rows from which on an org or a group may not be left empty without confirmation.
const SOME: i32 = 3;
/// The maximum number of reasons that are kept.
const MAX_REASONS: usize = 20;

/// Returns the number of removals of `owned` rows up to which no confirmation is required.
fn limit(owned: i64) -> i64 {
    FEW.max(owned / 20)
}

fn trip(progress: &mut Progress, reason: String) {
    let guard = &mut progress.guard;
    guard.tripped = true;
    if guard.reasons.len() < MAX_REASONS {
        guard.reasons.push(reason);
    }
}

fn too_many(what: &str, removals: i64, owned: i64) -> String {
    let limit = limit(owned);
    format!("{what}: {removals} removals, of which at most {limit} pass without confirmation.")
}

async fn scope(tx: &Tx, context: &RunContext, org: OrgId) -> Result<Option<sync_scope::Model>> {
    let mut sql = Sql::select::<sync_scope::Model>(tx.conn(), "s", " WHERE s.run_id = ");
    sql.bind(context.id).push(" AND s.org_id = ").bind(org);
    sql.one(tx.conn()).await
}

async fn name_of(tx: &Tx, org: OrgId) -> Result<String> {
    let mut sql = Sql::select::<org::Model>(tx.conn(), "o", " WHERE o.id = ");
    sql.bind(org);
    let found: Option<org::Model> = sql.one(tx.conn()).await?;
    Ok(found.map_or_else(|| org.to_string(), |org| org.name))
}

/// Judges an org after its members were counted.
pub(super) async fn of_org(
    tx: &Tx,
    context: &RunContext,
    org: OrgId,
    progress: &mut Progress,
) -> Result<()> {
    let scope = scope(tx, context, org).await?;
    let removals = scope.map_or(0, |scope| i64::from(scope.removals));
    let owned = progress.counted;
    if owned > FEW && removals > limit(owned) {
        let what = format!("Org `{}`", name_of(tx, org).await?);
        trip(progress, too_many(&what, removals, owned));
    }
    Ok(())
}

/// Reads some active members of an org that many members leave, and finds out whether anyone stays.
pub(super) async fn orgs_step(
    tx: &Tx,
    context: &RunContext,
    progress: &mut Progress,
) -> Result<()> {
    let next = match (progress.org, progress.is_org_done) {
        (Some(org), false) => scope(tx, context, org).await?,
        _ => {
            let mut sql = Sql::select::<sync_scope::Model>(tx.conn(), "s", " WHERE s.run_id = ");
            sql.bind(context.id)
                .push(" AND s.leaving >= ")
                .bind(SOME)
                .push(" AND s.joining = 0");
            if let Some(after) = progress.org {
                sql.push(" AND s.org_id > ").bind(after);
            }
            sql.push(" ORDER BY s.org_id").limit(1);
            sql.one(tx.conn()).await?
        }
    };
    let Some(scope) = next else {
        progress.enter(Phase::Groups);
        return Ok(());
    };
    progress.org = Some(scope.org_id);
    progress.is_org_done = false;
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT m.id FROM memberships m WHERE m.org_id = ",
    );
    sql.bind(scope.org_id)
        .push(" AND m.status = ")
        .word(MemberStatus::Active.as_str());
    if let Some(after) = progress.cursor {
        sql.push(" AND m.id > ").bind(after);
    }
    sql.push(" ORDER BY m.id").limit(progress.size);
    let rows = sql.rows(tx.conn()).await?;
    progress.counted += i64::try_from(rows.len()).map_err(crate::error::Error::internal)?;
    let leaving = i64::from(scope.leaving);
    if let (Some(last), true) = (rows.last(), progress.counted <= leaving) {
        progress.cursor = Some(last.try_get("", "id")?);
        return Ok(());
    }
    if progress.counted <= leaving {
        let name = name_of(tx, scope.org_id).await?;
        trip(
            progress,
            format!("Org `{name}` would have no active member."),
        );
    }
    progress.is_org_done = true;
    progress.cursor = None;
    progress.counted = 0;
    Ok(())
}

/// Reads some rows of a group that many rows leave, and judges the group after its last row.
pub(super) async fn groups_step(
    tx: &Tx,
    context: &RunContext,
    progress: &mut Progress,
) -> Result<()> {
    let mut sql = Sql::select::<sync_group::Model>(tx.conn(), "g", " WHERE g.run_id = ");
    sql.bind(context.id);
    match (progress.group.clone(), progress.is_group_done) {
        (Some((org, key)), false) => {
            sql.push(" AND g.org_id = ").bind(org);
            sql.push(" AND g.name_key = ").bind(key);
        }
        (group, _) => {
            sql.push(" AND g.leaving >= ").bind(SOME);
            if let Some((org, key)) = group {
                sql.push(" AND (g.org_id, g.name_key) > (").bind(org);
                sql.push(", ").bind(key).push(")");
            }
            sql.push(" ORDER BY g.org_id, g.name_key").limit(1);
        }
    }
    let next: Option<sync_group::Model> = sql.one(tx.conn()).await?;
    let Some(group) = next else {
        progress.enter(Phase::Untouched);
        return Ok(());
    };
    progress.group = Some((group.org_id, group.name_key.clone()));
    progress.is_group_done = false;
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT gm.user_id, gm.owned_by FROM group_memberships gm WHERE gm.group_id = ",
    );
    sql.bind(group.group_id);
    if let Some(after) = progress.cursor {
        sql.push(" AND gm.user_id > ").bind(after);
    }
    sql.push(" ORDER BY gm.user_id").limit(progress.size);
    let rows = sql.rows(tx.conn()).await?;
    for row in &rows {
        let owner: Option<String> = row.try_get("", "owned_by")?;
        progress.counted += 1;
        progress.counted_owned += i64::from(owner.as_deref() == Some(&context.source));
    }
    let (leaving, joining) = (i64::from(group.leaving), i64::from(group.joining));
    let removals = i64::from(group.removals);
    let stays = progress.counted > leaving || joining > 0;
    let is_small = removals <= limit(progress.counted_owned);
    if let (Some(last), false) = (rows.last(), stays && is_small) {
        let user: UserId = last.try_get("", "user_id")?;
        progress.cursor = Some(user.into());
        return Ok(());
    }
    let what = format!(
        "Group `{}` of org `{}`",
        group.name,
        name_of(tx, group.org_id).await?
    );
    if !stays {
        trip(progress, format!("{what} would be empty."));
    }
    if progress.counted_owned > FEW && !is_small {
        trip(progress, too_many(&what, removals, progress.counted_owned));
    }
    progress.is_group_done = true;
    progress.cursor = None;
    progress.counted = 0;
    progress.counted_owned = 0;
    Ok(())
}

/// Judges the run.
pub(super) fn of_run(progress: &mut Progress) {
    let removals = progress.counts.removals.values().sum();
    let owned = progress.owned;
    progress.guard.removals = removals;
    progress.guard.limit = limit(owned);
    if removals > limit(owned) {
        trip(progress, too_many("The run", removals, owned));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limit_is_a_twentieth_of_the_rows_and_at_least_twenty() {
        for (owned, expected) in [
            (0, 20),
            (400, 20),
            (419, 20),
            (420, 21),
            (1_000_000, 50_000),
        ] {
            assert_eq!(limit(owned), expected, "{owned}");
        }
    }

    #[test]
    fn guard_of_the_run_counts_all_kinds_of_removals() {
        let mut progress = Progress::new();
        progress.counts.removals = [("emails".to_owned(), 12), ("retired".to_owned(), 8)].into();
        progress.owned = 100;
        of_run(&mut progress);
        assert_eq!((progress.guard.removals, progress.guard.limit), (20, 20));
        assert!(!progress.guard.tripped);
        progress.counts.removals.insert("cleared".to_owned(), 1);
        of_run(&mut progress);
        assert!(progress.guard.tripped && progress.guard.reasons.len() == 1);
    }
}
