//! Each part by itself: what is stated of a membership, and whether the actor may.

use std::collections::HashMap;

use crate::{
    access::{Permission, held::Held},
    domain::{Done, Tx},
    entity::{
        membership::{DefaultReason, MemberRole, MemberStatus, Model},
        org::OrgStatus,
    },
    error::{Code, Error, Result},
    id::OrgId,
};

use super::{
    super::{Grantor, MembershipFields, new},
    Naming, Orgs, Part, What, read,
};

/// What becomes of a membership.
#[derive(Debug)]
pub(in crate::domain) struct Step {
    /// As it was, if it was there.
    pub(in crate::domain) before: Option<Model>,
    /// As it will be, if it will be there.
    pub(in crate::domain) after: Option<Model>,
}

impl Step {
    /// In a word.
    pub(in crate::domain) fn done(&self) -> Done {
        match (&self.before, &self.after) {
            (None, None) => Done::Unchanged,
            (None, Some(_)) => Done::Created,
            (Some(_), None) => Done::Removed,
            (Some(before), Some(after)) if before == after => Done::Unchanged,
            (Some(before), Some(after)) if comes_back(before, after) => Done::Reactivated,
            (Some(_), Some(_)) => Done::Updated,
        }
    }

    /// Whether the membership will be in force.
    pub(super) fn is_active(&self) -> bool {
        let after = self.after.as_ref();
        after.is_some_and(|after| after.status == MemberStatus::Active)
    }
}

fn comes_back(before: &Model, after: &Model) -> bool {
    before.status == MemberStatus::Retired && after.status == MemberStatus::Active
}

/// A step for each part, in their order: from rows that are locked then.
pub(super) async fn take(tx: &Tx, parts: &[Part], orgs: &Orgs) -> Result<Vec<Step>> {
    let all: Vec<&Part> = parts.iter().collect();
    let rows = read(tx, &all, true).await?.into_iter();
    let mut rows: HashMap<_, _> = rows.map(|row| ((row.org_id, row.user_id), row)).collect();
    let before: Vec<Option<Model>> = parts
        .iter()
        .map(|part| rows.remove(&(part.org, part.user)))
        .collect();
    let stated: Vec<Option<MembershipFields>> = parts
        .iter()
        .zip(&before)
        .map(|(part, before)| stated(part, before.as_ref()))
        .collect();
    let calls: Vec<_> = parts
        .iter()
        .zip(&before)
        .zip(&stated)
        .filter_map(|((part, before), fields)| Some((part.org, before.as_ref(), fields.as_ref()?)))
        .collect();
    let grantor = Grantor::read(tx, &calls).await?;
    let ids: Vec<OrgId> = orgs.rows.keys().copied().collect();
    let held = tx.held(&ids).await?;
    let (mut steps, mut problems) = (Vec::with_capacity(parts.len()), Vec::new());
    for ((part, before), fields) in parts.iter().zip(before).zip(&stated) {
        let step = || {
            let org = orgs.rows.get(&part.org);
            if org.is_none_or(|org| org.status == OrgStatus::Retired) {
                let message = "The org is retired; restore it first.";
                return Err(Error::new(Code::OrgRetired, message));
            }
            let after = match (fields, &before, &part.what) {
                (Some(fields), None, _) => {
                    let new = new(tx, part.org, part.user, MemberRole::User);
                    Some(grantor.begin(new, fields)?)
                }
                (Some(fields), Some(before), _) => Some(grantor.change(before, fields)?),
                (None, before, What::Choose) => before.clone(),
                (None, ..) => None,
            };
            let step = Step { before, after };
            may(tx, part, &step, &held)?;
            Ok(step)
        };
        match step() {
            Ok(step) => steps.push(step),
            Err(error) => problems.push(part.problem(error)),
        }
    }
    Error::several(problems)?;
    Ok(steps)
}

/// What is stated of a membership that is to be there.
fn stated(part: &Part, before: Option<&Model>) -> Option<MembershipFields> {
    let What::Put(fields, naming) = &part.what else {
        return None;
    };
    let mut fields = fields.clone();
    let is_retired = before.is_some_and(|before| before.status == MemberStatus::Retired);
    if is_retired && *naming == Naming::Membership {
        fields.status = fields.status.or(Some(MemberStatus::Active));
    }
    Some(fields)
}

/// To add somebody takes `members:grant`, to change or remove a membership `members:write`, and an owner's `owners:write`
/// besides. Which org is one's own default is one's own business.
fn may(tx: &Tx, part: &Part, step: &Step, held: &Held) -> Result<()> {
    let needs = |permission| tx.must_hold(held, part.org, permission);
    let Step { before, after } = step;
    let is_chosen = |row: &Model| row.default_reason == Some(DefaultReason::Explicit);
    let becomes_default =
        part.stated_default() == Some(true) && !before.as_ref().is_some_and(is_chosen);
    let changes = before != after || becomes_default;
    match &part.what {
        What::Put(_, naming) => {
            let adds = match (before, after) {
                (Some(before), Some(after)) => {
                    *naming == Naming::Membership && comes_back(before, after)
                }
                (before, _) => before.is_none(),
            };
            if adds {
                needs(Permission::MembersGrant)?;
            } else if changes || needs(Permission::MembersGrant).is_err() {
                needs(Permission::MembersWrite)?;
            }
        }
        What::Choose => {
            if before.is_none() {
                let message = "The default is not among the orgs that the user belongs to.";
                return Err(Error::new(Code::DefaultNotInSet, message));
            }
            let scope = tx.actor().scope();
            if scope.is_oneself(part.user, Permission::MembersWrite) {
                return if step.is_active() {
                    Ok(())
                } else {
                    Err(retired())
                };
            }
            needs(Permission::MembersWrite)?;
        }
        What::Remove => needs(Permission::MembersWrite)?,
    }
    let is_owner = |row: &Option<Model>| row.as_ref().is_some_and(|row| row.is_owner);
    if changes && (is_owner(before) || is_owner(after)) {
        needs(Permission::OwnersWrite)?;
    }
    match part.what {
        What::Choose if !step.is_active() => Err(retired()),
        What::Put(..) if becomes_default && !step.is_active() => Err(retired().at("isDefault")),
        _ => Ok(()),
    }
}

fn retired() -> Error {
    let message = "The member is retired in this org, and a default is a membership in force.";
    Error::new(Code::MemberRetired, message)
}
