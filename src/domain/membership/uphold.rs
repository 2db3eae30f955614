//! The invariants that hold after every change. A user with an active membership has exactly one
//! default, which is active. An org that has owners keeps at least one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    domain::engine::{Decision, Differs, Keys, Lock, Mark, Violation, World},
    entity::{
        membership::{DefaultReason, MemberStatus, Model},
        user::{self, UserStatus},
    },
    error::{Code, Error},
    id::{OrgId, UserId},
};

use super::owners;

/// A membership before and after a change.
type Changed = Differs<Model>;

/// The membership that becomes the default, if any, and the reason.
type Chosen = (Option<Arc<Model>>, Option<DefaultReason>);

/// Recalculates the default of each user, and checks the owners of each org, whose memberships
/// changed since the mark. Returns the violations: `DEFAULT_REQUIRED` and `LAST_OWNER`.
///
/// # Errors
/// Fails with the keys of rows that are not loaded yet.
pub(in crate::domain) fn uphold(world: &mut World, mark: Mark) -> Decision<Vec<Violation>> {
    let changed = world.changed_memberships(mark);
    let mut users: BTreeSet<UserId> = world.users_to_recheck().collect();
    users.extend(changed.iter().filter_map(moves_default));
    let (mut violations, mut needed) = (Vec::new(), Keys::default());
    let changed_users = world.changed_users(mark);
    for (before, after) in &changed_users {
        if let (Some(before), None) = (before, after) {
            users.remove(&before.id);
        }
    }
    for user in users {
        let chosen = choose_default(world, user, &changed);
        violations.extend(needed.collect(chosen)?.flatten());
    }
    let kept = keep_owners(world, &changed, &changed_users);
    violations.extend(needed.collect(kept)?.into_iter().flatten());
    needed.must_be_empty().map(|()| violations)
}

/// Returns the user whose default may change because the membership changed.
fn moves_default(changed: &Changed) -> Option<UserId> {
    let (before, after) = (changed.0.as_deref(), changed.1.as_deref());
    let what_counts = |row: &Model| (row.status, row.is_default);
    let moves = before.map(what_counts) != after.map(what_counts);
    moves.then(|| Some(before.or(after)?.user_id)).flatten()
}

/// Recalculates which membership is the user's default: the explicitly chosen one, or else the
/// current one if it is still active, or else the first by name of the org. A default in a retired
/// org is hidden, so it stays only if no other org is active.
fn choose_default(
    world: &mut World,
    user: UserId,
    changed: &[Changed],
) -> Decision<Option<Violation>> {
    let known = world.memberships_of(user)?;
    let was_default = |pair: &Changed| {
        let before = pair.0.as_ref();
        before.is_some_and(|before| before.user_id == user && before.is_default)
    };
    let had_default = known.iter().any(|row| row.is_default) || changed.iter().any(was_default);
    let active = known
        .iter()
        .filter(|row| row.status == MemberStatus::Active);
    let stated = |row: &Arc<Model>| {
        let reason = world.stated_reason(row.org_id, user)?;
        Some((row.clone(), reason))
    };
    let chosen = active.clone().find_map(stated);
    let current = active.clone().find(|row| row.is_default).cloned();
    let (default, reason) = match (chosen, current) {
        (Some((chosen, reason)), _) => (Some(chosen), Some(reason)),
        (None, Some(current)) => {
            let next = match world.is_in_use(current.org_id)? {
                true => None,
                false => next_in_use(world, user, &known)?,
            };
            let reason = current.default_reason;
            next.unwrap_or((Some(current), reason))
        }
        (None, None) => next(world, user, &known, had_default)?,
    };
    if let Some(default) = &default
        && world.stated_default(default.org_id, user) == Some(false)
        && !is_only(world, default, &known, had_default)?
    {
        return Ok(Some(Violation {
            org: default.org_id,
            user,
            error: required(),
        }));
    }
    let is_other = |row: &&Arc<Model>| default.as_ref().is_none_or(|default| default.id != row.id);
    let others = known.iter().filter(|row| row.is_default);
    for row in others.filter(is_other) {
        world.put(as_default(row, None))?;
    }
    if let Some(default) = default.filter(|default| default.default_reason != reason) {
        if !default.is_default {
            // The org must not be retired concurrently.
            world.lock_org(default.org_id, Lock::Share)?;
        }
        world.put(as_default(&default, reason))?;
    }
    Ok(None)
}

/// Returns whether the user has no other active membership in an active org.
fn is_only(
    world: &World,
    default: &Model,
    known: &[Arc<Model>],
    had_default: bool,
) -> Decision<bool> {
    // A user without a default has no active memberships other than those of this change.
    let unknown = match had_default {
        true => world.next_default_of(default.user_id)?,
        false => None,
    };
    let others = known.iter().chain(&unknown);
    for row in others.filter(|row| row.id != default.id) {
        if row.status == MemberStatus::Active && world.is_in_use(row.org_id)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn required() -> Error {
    let message =
        "A user with several orgs needs a default org. Make another org the default instead.";
    Error::new(Code::DefaultRequired, message).at("isDefault")
}

/// Returns the next default and the reason: the first active membership by name of the org.
/// Memberships that the caller declined as the default follow the others; memberships in retired
/// orgs come last.
fn next(world: &World, user: UserId, known: &[Arc<Model>], had_default: bool) -> Decision<Chosen> {
    // A user without a default has no active memberships other than those of this change.
    let unknown = match had_default {
        true => world.next_default_of(user)?,
        false => None,
    };
    let unknown = unknown.filter(|row| known.iter().all(|known| known.id != row.id));
    let all = known.iter().cloned().chain(unknown);
    let candidates: Vec<_> = all
        .filter(|row| row.status == MemberStatus::Active)
        .collect();
    let reason = match (had_default, candidates.len()) {
        (true, _) => DefaultReason::Promoted,
        (false, 1) => DefaultReason::Only,
        (false, _) => DefaultReason::Alphabetical,
    };
    let mut first = None;
    for row in candidates {
        let is_declined = world.stated_default(row.org_id, user) == Some(false);
        let (is_retired, name, org) = world.place_by_name(&row)?;
        let place = (is_retired, is_declined, name, org);
        if first.as_ref().is_none_or(|(known, _)| place < *known) {
            first = Some((place, row));
        }
    }
    Ok((first.map(|(_, row)| row), Some(reason)))
}

/// Returns the replacement for a default in a retired org: an active membership in an active org.
fn next_in_use(world: &World, user: UserId, known: &[Arc<Model>]) -> Decision<Option<Chosen>> {
    let (default, reason) = next(world, user, known, true)?;
    Ok(match default {
        Some(default) if world.is_in_use(default.org_id)? => Some((Some(default), reason)),
        _ => None,
    })
}

/// Returns the membership as the default for this reason, or as not the default.
fn as_default(membership: &Model, reason: Option<DefaultReason>) -> Model {
    Model {
        is_default: reason.is_some(),
        default_reason: reason,
        ..membership.clone()
    }
}

/// Returns a violation for each member who stops counting as an owner and leaves the org without
/// one.
fn keep_owners(
    world: &World,
    changed: &[Changed],
    users: &[Differs<user::Model>],
) -> Decision<Vec<Violation>> {
    let before: BTreeMap<UserId, Arc<user::Model>> = users
        .iter()
        .filter_map(|(before, _)| Some((before.as_ref()?.id, before.clone()?)))
        .collect();
    let counted = |membership: &Model| match before.get(&membership.user_id) {
        Some(user) => Ok(owners::counts(membership, user.status)),
        None => world.counts_as_owner(membership),
    };
    let mut lost = BTreeSet::<(OrgId, UserId)>::new();
    for (was, is) in changed {
        let Some(was) = was else { continue };
        let counts = match is {
            Some(is) => world.counts_as_owner(is)?,
            None => false,
        };
        if counted(was)? && !counts {
            lost.insert((was.org_id, was.user_id));
        }
    }
    for user in before.values() {
        let after = world.user(user.id)?;
        let is_active = |user: &user::Model| user.status == UserStatus::Active;
        if !is_active(user) || after.is_some_and(|after| is_active(&after)) {
            continue;
        }
        lost.extend(world.owned_by(user.id)?.iter().map(|org| (*org, user.id)));
    }
    let mut orgs = BTreeMap::<OrgId, Vec<UserId>>::new();
    for (org, user) in lost {
        orgs.entry(org).or_default().push(user);
    }
    let (mut violations, mut needed) = (Vec::new(), Keys::default());
    for (org, users) in orgs {
        if needed.collect(world.has_owner(org))? == Some(false) {
            violations.extend(users.into_iter().map(|user| Violation {
                org,
                user,
                error: owners::last(org).at("userId"),
            }));
        }
    }
    needed.must_be_empty().map(|()| violations)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use crate::{
        domain::{
            Done,
            membership::{MembershipFields, by_hand::Stage, new_row, rules},
        },
        entity::{event::Verb, membership::MemberRole},
    };

    use super::*;

    fn stage() -> Stage {
        Stage::with_users(&["ann"])
    }

    fn nothing() -> MembershipFields {
        MembershipFields::default()
    }

    #[test]
    fn the_first_membership_is_the_default_and_later_ones_are_not() {
        let mut stage = stage();
        assert_eq!(stage.add(1, &nothing()).expect("added"), Done::Created);
        assert_eq!(stage.add(0, &nothing()).expect("added"), Done::Created);
        let only = Some(DefaultReason::Only);
        assert_eq!(stage.memberships(), [(0, true, None), (1, true, only)]);
        assert_eq!(
            stage.world.verbs(),
            [(Verb::Created, 1), (Verb::Created, 1)]
        );
    }

    #[test]
    fn several_first_memberships_of_one_change_have_the_first_by_name_as_default() {
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let mut stage = stage();
            let (orgs, user) = (stage.orgs, stage.users[0]);
            let added = stage.change(|world| {
                for org in order {
                    rules::add(world, orgs[org], user, false, &nothing())?;
                }
                Ok(())
            });
            added.expect("added");
            let first = Some(DefaultReason::Alphabetical);
            let expected = [(0, true, first), (1, true, None), (2, true, None)];
            assert_eq!(stage.memberships(), expected, "{order:?}");
        }
    }

    #[test]
    fn a_stated_default_moves_in_the_order_loss_before_gain() {
        let mut stage = stage();
        stage.add(0, &nothing()).expect("added");
        let chosen = MembershipFields {
            is_default: Some(true),
            ..nothing()
        };
        stage.add(1, &chosen).expect("added");
        let explicit = Some(DefaultReason::Explicit);
        assert_eq!(stage.memberships(), [(0, true, None), (1, true, explicit)]);
        let verbs = [(Verb::Created, 1), (Verb::Updated, 2), (Verb::Created, 1)];
        assert_eq!(stage.world.verbs(), verbs);
    }

    #[test]
    fn restored_default_keeps_the_reason_that_it_had() {
        for reason in DefaultReason::ALL.iter().copied() {
            let mut stage = stage();
            for org in [0, 1] {
                stage.add(org, &nothing()).expect("added");
            }
            let (org, user) = (stage.orgs[1], stage.users[0]);
            let restored = stage.change(|world| {
                let membership = world.membership(org, user)?.expect("a member");
                rules::choose(world, &membership)?;
                world.restore_default(org, user, reason);
                Ok(())
            });
            restored.expect("restored");
            let expected = [(0, true, None), (1, true, Some(reason))];
            assert_eq!(stage.memberships(), expected);
        }
    }

    #[test]
    fn a_retired_default_hands_over_to_the_next_by_name() {
        let mut stage = stage();
        for org in [2, 1, 0] {
            stage.add(org, &nothing()).expect("added");
        }
        assert_eq!(stage.retire(2).expect("retired"), Done::Updated);
        let promoted = Some(DefaultReason::Promoted);
        let expected = [(0, true, promoted), (1, true, None), (2, false, None)];
        assert_eq!(stage.memberships(), expected);
        let verbs = stage.world.verbs();
        assert_eq!(verbs[3..], [(Verb::Retired, 2), (Verb::Updated, 2)]);
        // A change that changes nothing has no effect.
        assert_eq!(stage.retire(2).expect("retired"), Done::Unchanged);
        assert!(stage.world.verbs().is_empty());
    }

    #[test]
    fn a_member_without_another_org_comes_back_as_the_default() {
        let mut stage = stage();
        stage.add(0, &nothing()).expect("added");
        stage.retire(0).expect("retired");
        assert_eq!(stage.memberships(), [(0, false, None)]);
        assert_eq!(stage.add(0, &nothing()).expect("added"), Done::Reactivated);
        assert_eq!(stage.memberships(), [(0, true, Some(DefaultReason::Only))]);
    }

    #[test]
    fn an_active_member_is_not_changed_by_being_added() {
        let mut stage = stage();
        stage.add(0, &nothing()).expect("added");
        assert_eq!(stage.add(0, &nothing()).expect("added"), Done::Unchanged);
        let admin = MembershipFields {
            role: Some(MemberRole::Admin),
            ..nothing()
        };
        let error = stage.add(0, &admin).expect_err("refused");
        assert_eq!(
            (error.code(), error.field()),
            (Code::AlreadyMember, Some("role"))
        );
        assert_eq!(stage.world.verbs().len(), 1);
    }

    #[test]
    fn the_last_owner_stays_and_the_refused_change_leaves_no_trace() {
        let mut stage = stage();
        let owner = MembershipFields {
            is_owner: Some(true),
            ..nothing()
        };
        stage.add(0, &owner).expect("added");
        let before = stage.memberships();
        let error = stage.retire(0).expect_err("refused");
        assert_eq!(error.code(), Code::LastOwner);
        assert_eq!(stage.memberships(), before);
        assert_eq!(stage.world.verbs().len(), 1);
        // With a second owner, the first one can be retired.
        let other = stage.user("bob");
        let mut row = new_row(
            stage.ids.next(DateTime::UNIX_EPOCH),
            DateTime::UNIX_EPOCH,
            None,
            (stage.orgs[0], other, MemberRole::User),
        );
        row.is_owner = true;
        stage.world.hold_membership(stage.orgs[0], other, Some(row));
        assert_eq!(stage.retire(0).expect("retired"), Done::Updated);
    }

    #[test]
    fn a_change_that_requires_nothing_fails() {
        let mut stage = stage();
        let error = stage.change(|_| Ok(())).expect_err("refused");
        assert_eq!(error.code(), Code::Internal);
    }
}
