//! A plan as a whole: what it comes to, and writing it.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::{
    domain::{Done, Tx, group},
    entity::{
        event::Verb,
        membership::{MemberStatus, Model},
        user::UserStatus,
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::{super::owners, Orgs, Part, Step, Users, default, is_owner, steps};

/// Memberships that one call may change.
pub(in crate::domain::membership) const MAX_CHANGES: usize = 10_000;

/// All that a plan would do.
#[derive(Debug)]
pub(in crate::domain) struct Work {
    /// A step for each part, in their order.
    pub(in crate::domain) steps: Vec<Step>,
    /// Memberships that are no parts of it, from or to which a default moves: as they are, and as they are to be.
    moved: Vec<(Model, Model)>,
}

/// Works out what the parts come to.
///
/// # Errors
/// All that is wrong, each where it was named: `ORG_RETIRED`, `FORBIDDEN`, `ROLE_NOT_FOUND`, `INVALID_VALUE`,
/// `DEFAULT_NOT_IN_SET`, `MEMBER_RETIRED`, `DEFAULT_REQUIRED`, `LAST_OWNER`. And `LIMIT_EXCEEDED`.
pub(in crate::domain) async fn work_out(
    tx: &Tx,
    parts: &[Part],
    orgs: &Orgs,
    users: &Users,
) -> Result<Work> {
    if parts.is_empty() {
        return Ok(Work {
            steps: Vec::new(),
            moved: Vec::new(),
        });
    }
    let mut steps = steps::take(tx, parts, orgs).await?;
    let moved = default::settle(tx, parts, &mut steps, orgs).await?;
    keep_owners(tx, parts, &steps, orgs, users).await?;
    for step in &mut steps {
        if let (Some(before), Some(after)) = (&step.before, &mut step.after)
            && before != after
        {
            after.updated_at = tx.now();
        }
    }
    let changes = steps.iter().filter(|step| step.done() != Done::Unchanged);
    if changes.count() > MAX_CHANGES {
        return Err(too_many());
    }
    Ok(Work { steps, moved })
}

/// More changes than one call may make.
pub(in crate::domain::membership) fn too_many() -> Error {
    let message = format!("One call changes at most {MAX_CHANGES} memberships; split it.");
    Error::new(Code::LimitExceeded, message)
}

/// An org that has owners keeps one.
async fn keep_owners(
    tx: &Tx,
    parts: &[Part],
    steps: &[Step],
    orgs: &Orgs,
    users: &Users,
) -> Result<()> {
    let counts = |user: UserId, row: Option<&Model>| {
        users.0.get(&user) == Some(&UserStatus::Active) && row.is_some_and(is_owner)
    };
    let mut gained = HashMap::<OrgId, i64>::new();
    let mut leaving = Vec::new();
    for (part, step) in parts.iter().zip(steps) {
        let before = counts(part.user, step.before.as_ref());
        let after = counts(part.user, step.after.as_ref());
        *gained.entry(part.org).or_default() += i64::from(after) - i64::from(before);
        if before && !after {
            leaving.push(part);
        }
    }
    if leaving.is_empty() {
        return Ok(());
    }
    if !orgs.are_alone {
        return Err(Error::busy("somebody was made an owner meanwhile").again());
    }
    let ids: BTreeSet<Uuid> = leaving.iter().map(|part| part.org.into()).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let owners = owners::count(tx, &ids).await?;
    let problems = leaving.into_iter().filter(|part| {
        let before = owners.get(&Uuid::from(part.org)).copied();
        before.unwrap_or_default() + gained[&part.org] <= 0
    });
    let problems = problems.map(|part| {
        let error = owners::last(part.org);
        part.place.problem(
            None,
            match part.place.is_one() {
                true => error.at("userId"),
                false => error,
            },
        )
    });
    Error::several(problems.collect())
}

impl Work {
    /// What it does, in a word.
    pub(in crate::domain) fn done(&self) -> Done {
        let stays = self.steps.iter().all(|step| step.done() == Done::Unchanged);
        match stays && self.moved.is_empty() {
            true => Done::Unchanged,
            false => Done::Updated,
        }
    }

    /// Memberships that go.
    pub(in crate::domain) fn removed(&self) -> usize {
        let steps = self.steps.iter();
        steps.filter(|step| step.done() == Done::Removed).count()
    }

    /// Writes it. What goes, and what loses the default, goes first: a user has one default at any moment.
    pub(in crate::domain) async fn write(self, tx: &Tx) -> Result<()> {
        let (mut gone, mut losing, mut changed, mut new) = (vec![], vec![], vec![], vec![]);
        let steps = self.steps.into_iter();
        let moved = self.moved.into_iter();
        let moved = moved.map(|(before, after)| (Some(before), Some(after)));
        for step in steps.map(|step| (step.before, step.after)).chain(moved) {
            match step {
                (None, None) => {}
                (None, Some(after)) => new.push(after),
                (Some(before), None) => gone.push(before),
                (Some(before), Some(after)) if before == after => {}
                (Some(before), Some(after)) => {
                    let verb = match (before.status, after.status) {
                        (MemberStatus::Active, MemberStatus::Retired) => Verb::Retired,
                        (MemberStatus::Retired, MemberStatus::Active) => Verb::Reactivated,
                        _ => Verb::Updated,
                    };
                    let rows = match before.is_default && !after.is_default {
                        true => &mut losing,
                        false => &mut changed,
                    };
                    rows.push((verb, before, after));
                }
            }
        }
        group::leave_all_of(tx, &gone).await?;
        tx.remove_many(&gone).await?;
        tx.update_many(&losing).await?;
        tx.update_many(&changed).await?;
        tx.insert_many(&new).await
    }
}
