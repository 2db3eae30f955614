//! The operation that merges two users.

use std::sync::Arc;

use crate::{
    access::Permission,
    db::Sql,
    domain::{
        AfterCommit, Change, Done, Operation, Tx,
        engine::{Decide, Decision, Keys, Lock, Stop, Violation, World},
        membership::{ArgumentPath, MAX_CHANGES, Merging, merge},
    },
    entity::{
        membership::{DefaultReason, MemberStatus, Model as Membership},
        user::{Model, UserStatus},
    },
    error::{Code, Error, Problem, Result},
    id::{OrgId, UserId},
};

use super::alias;

/// Maximum number of problems that one call reports.
const MAX_PROBLEMS: usize = 100;

/// Merges one user into another, in one transaction. The user `drop` is removed, and `keep` gets
/// what they have:
///
/// * Memberships move with their ids and rows in groups. In an org where both are active members,
///   the membership of `keep` gets the stronger role, either's ownership, the roles and permissions
///   of both, the external id of either, the later hold, and an IP limit if either has one. If both
///   have a limit, the addresses of both are allowed. A retired membership adds nothing to another
///   one: it is removed.
/// * The default of `keep` stays. A user without a visible default gets that of `drop`.
/// * A row that moves keeps the system that owns it, and so does a membership of `keep`. A sync run
///   of that system then neither loses a row nor gains one.
/// * Tokens of `drop` that are bound to an org act for `keep`. The others are revoked, because they
///   would gain the orgs of `keep`.
/// * The external id of `drop` moves if `keep` has none. All other fields of `keep` stay.
/// * The id and the address of `drop`, and all their aliases, become aliases of `keep`.
///
/// Nothing is merged if both have different external ids, of their own or in an org where both are
/// active members, because each of them identifies the user in another system. The actor needs
/// `users:delete`, and no permission in the orgs. A call that was executed before is `unchanged`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MergeUsers {
    /// The user who stays.
    pub keep: UserId,
    /// The user who is merged into the other one.
    pub drop: UserId,
}

impl Operation for MergeUsers {
    type Output = Change;

    const NAME: &'static str = "MergeUsers";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let merger = Merger {
            named: *self,
            is_too_large: has_too_many(tx, self.drop).await?,
        };
        tx.decide(&merger).await
    }
}

/// Returns whether the user has more memberships than one call may change.
async fn has_too_many(tx: &Tx, user: UserId) -> Result<bool> {
    let text = "SELECT count(*) FROM (SELECT 1 FROM memberships m WHERE m.user_id = ";
    let mut sql = Sql::new(tx.conn(), text);
    alias::id_of(&mut sql, tx.actor().scope(), user);
    sql.limit(MAX_CHANGES as u32 + 1).push(") few");
    Ok(sql.count(tx.conn()).await? > MAX_CHANGES as i64)
}

/// The merge, and whether it would change too many memberships.
struct Merger {
    named: MergeUsers,
    is_too_large: bool,
}

impl Decide for Merger {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        let MergeUsers { keep, drop } = self.named;
        for user in [keep, drop] {
            keys.locked_user(user).whole_user(user);
        }
        if !self.is_too_large {
            keys.every_membership_of(drop).tokens_of(drop);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let keep = user_at(world, "keep", self.named.keep)?;
        let drop = user_at(world, "drop", self.named.drop)?;
        let (Some(kept), Some(dropped)) = (world.user(keep)?, world.user(drop)?) else {
            return Err(Error::internal("a user whom the actor finds is gone").into());
        };
        if keep == drop {
            // The former id of a user who was merged before.
            let is_done = self.named.drop != drop && self.named.drop != self.named.keep;
            return match is_done {
                true => Ok(Change::new(Done::Unchanged, keep).of_user(keep)),
                false => Err(Error::invalid("drop", "must be another user than `keep`").into()),
            };
        }
        if kept.status == UserStatus::Suspended && dropped.status == UserStatus::Active {
            let message = "The user to keep is suspended, and the other one is active. Set the \
                           status of `keep` to active first, or exchange the two.";
            return Err(Error::new(Code::UserSuspended, message).at("keep").into());
        }
        if self.is_too_large {
            let message = format!(
                "The user has more than {MAX_CHANGES} memberships, which is the maximum for a merge."
            );
            return Err(Error::new(Code::LimitExceeded, message).at("drop").into());
        }
        self.merge(world, &kept, &dropped)?;
        Ok(Change::new(Done::Updated, keep).of_user(keep))
    }

    fn weight(&self) -> usize {
        usize::MAX
    }

    fn violated(&self, _: &World, violations: Vec<Violation>) -> Error {
        let first = violations.into_iter().next();
        let error = first.map_or_else(|| Error::internal("no violation"), |first| first.error);
        error.at("drop")
    }
}

impl Merger {
    fn merge(&self, world: &mut World, kept: &Arc<Model>, dropped: &Arc<Model>) -> Decision<()> {
        let (keep, drop) = (kept.id, dropped.id);
        let memberships = world.every_membership_of(drop)?;
        must_have(world, &memberships, keep)?;
        let tokens = world.tokens_of(drop)?;
        let default = default_of(world, keep, &memberships)?;
        let mut problems = Vec::new();
        let place = ArgumentPath::argument("drop");
        if let Some(error) = different_ids(kept, dropped) {
            problems.push(place.problem(None, error));
        }
        let merging = merging(world, memberships, keep, &mut problems)?;
        Error::several(problems)?;
        Merging::must_have_groups(world, &merging, keep)?;
        for one in &merging {
            one.apply(world, keep)?;
        }
        if let Some((org, reason)) = default {
            world.restore_default(org, keep, reason);
        }
        for token in tokens {
            let mut after = (*token).clone();
            after.user_id = Some(keep);
            if token.org_id.is_none() {
                after.revoked_at = token.revoked_at.or(Some(world.now()));
            }
            world.put(after)?;
        }
        if kept.external_id.is_none() && dropped.external_id.is_some() {
            world.put(Model {
                external_id: dropped.external_id.clone(),
                ..(**kept).clone()
            })?;
        }
        world.leave_alias(keep, dropped.clone());
        world.remove(&**dropped)?;
        world.after_commit(AfterCommit::ForgetTokensOf(drop));
        Ok(())
    }
}

/// Returns the user whom the argument names, if the actor may merge them.
///
/// # Errors
/// `USER_NOT_FOUND` or `FORBIDDEN`.
fn user_at(world: &mut World, argument: &'static str, user: UserId) -> Decision<UserId> {
    let user = world.followed(user)?;
    match world.require_of_user(Permission::UsersDelete, user, false) {
        Err(Stop::Refused(error)) if error.is_not_found() => Err(error.at(argument).into()),
        may => may.map(|()| user),
    }
}

/// Checks that the rows that the merge depends on are loaded. Orgs that may lose an owner are
/// locked.
fn must_have(world: &World, memberships: &[Arc<Membership>], keep: UserId) -> Decision<()> {
    let mut keys = Keys::default();
    merge::reads(memberships, keep, &mut keys);
    let counts = |row: &&Arc<Membership>| row.is_owner && row.status == MemberStatus::Active;
    for row in memberships.iter().filter(counts) {
        keys.org(row.org_id, Lock::Update);
    }
    world.must_have(keys)
}

/// Returns what becomes of each membership, without those that have a problem.
fn merging(
    world: &World,
    memberships: Vec<Arc<Membership>>,
    keep: UserId,
    problems: &mut Vec<Problem>,
) -> Decision<Vec<Merging>> {
    let place = ArgumentPath::argument("drop");
    let (mut merging, mut needed) = (Vec::new(), Keys::default());
    for row in memberships {
        match needed.collect(Merging::of(world, row, keep))? {
            Some(Ok(one)) => merging.push(one),
            Some(Err(error)) if problems.len() < MAX_PROBLEMS => {
                problems.push(place.problem(None, error));
            }
            Some(Err(_)) | None => {}
        }
    }
    needed.must_be_empty().map(|()| merging)
}

/// Returns the default of the user who is dropped, if the user who is kept has no visible default:
/// the org, and the reason.
fn default_of(
    world: &World,
    keep: UserId,
    memberships: &[Arc<Membership>],
) -> Decision<Option<(OrgId, DefaultReason)>> {
    let known = world.memberships_of(keep)?;
    if let Some(own) = known.iter().find(|row| row.is_default)
        && world.is_in_use(own.org_id)?
    {
        return Ok(None);
    }
    let default = memberships.iter().find(|row| row.is_default);
    Ok(match default {
        Some(default) if world.is_in_use(default.org_id)? => {
            let reason = default.default_reason;
            reason.map(|reason| (default.org_id, reason))
        }
        _ => None,
    })
}

/// Returns the error if both users have external ids of their own, and different ones.
fn different_ids(kept: &Model, dropped: &Model) -> Option<Error> {
    match (&kept.external_id, &dropped.external_id) {
        (Some(one), Some(other)) if one != other => {
            let message = "The two users have different external ids of their own. Clear or change one of them with `upsertUser`.";
            let error = Error::new(Code::InvalidValue, message);
            Some(error.at("externalId").existing(kept.id))
        }
        _ => None,
    }
}
