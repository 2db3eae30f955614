//! Which membership of each user of a plan is the default then. One that was named comes first, then the one that is there
//! and stays, then the next by name among all that the user then has.

use std::collections::{HashMap, HashSet};

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    db::{Children, Sql, columns},
    domain::{Tx, engine::NEXT_DEFAULT},
    entity::{
        membership::{DefaultReason, MemberStatus, Model},
        org::OrgStatus,
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::{super::default::with_default, Orgs, Part, Step};

/// A membership of a user of the plan that is no part of it: the first of them by name.
#[derive(Debug, FromQueryResult)]
struct Other {
    #[sea_orm(nested)]
    membership: Model,
    org_name_key: String,
    org_status: OrgStatus,
}

/// A user of the plan.
#[derive(Default)]
struct Of {
    /// The steps that are his, by their position.
    steps: Vec<usize>,
    /// The one that was named as the default.
    named: Option<usize>,
    /// His default so far.
    current: Option<Model>,
    /// The step that it is, if it is one.
    current_step: Option<usize>,
}

impl Of {
    /// Whether his default so far is in force afterwards.
    fn keeps_current(&self, steps: &[Step]) -> bool {
        self.current.is_some() && self.current_step.is_none_or(|step| steps[step].is_active())
    }
}

/// Which of two memberships comes first by name: of orgs in use before retired ones.
fn by_name(status: OrgStatus, name_key: &str, org: OrgId) -> (bool, &str, OrgId) {
    (status == OrgStatus::Retired, name_key, org)
}

/// Settles the defaults: in the steps, and, where one moves from or to a membership that is no part of the plan, in what it
/// gives back, as it was and as it is to be.
///
/// # Errors
/// `INVALID_VALUE` for two defaults of one user, `DEFAULT_REQUIRED`.
pub(super) async fn settle(
    tx: &Tx,
    parts: &[Part],
    steps: &mut [Step],
    orgs: &Orgs,
) -> Result<Vec<(Model, Model)>> {
    for after in steps.iter_mut().filter_map(|step| step.after.as_mut()) {
        if after.status == MemberStatus::Retired {
            after.is_default = false;
            after.default_reason = None;
        }
    }
    let users = users(tx, parts, steps).await?;
    let others = others(tx, parts, steps, &users).await?;
    let (mut moved, mut problems) = (Vec::new(), Vec::new());
    for (user, of) in users {
        let active = of.steps.iter().copied();
        let active: Vec<usize> = active.filter(|&step| steps[step].is_active()).collect();
        let other = others.get(&Uuid::from(user));
        let is_only = active.len() + usize::from(other.is_some()) == 1;
        if of.named.is_some() || !of.keeps_current(steps) {
            let reason = match (of.named, &of.current) {
                (Some(_), _) => DefaultReason::Explicit,
                (None, Some(_)) => DefaultReason::Promoted,
                (None, None) if is_only => DefaultReason::Only,
                (None, None) => DefaultReason::Alphabetical,
            };
            match (of.current, of.current_step) {
                (Some(_), Some(step)) => set(&mut steps[step], None),
                (Some(current), None) => {
                    let after = with_default(tx, &current, None);
                    moved.push((current, after));
                }
                (None, _) => {}
            }
            match of
                .named
                .map(Next::Step)
                .or_else(|| next(parts, &active, orgs, other))
            {
                Some(Next::Step(step)) => set(&mut steps[step], Some(reason)),
                Some(Next::Other(other)) => {
                    moved.push((other.clone(), with_default(tx, other, Some(reason))));
                }
                None => {}
            }
        }
        let is_left = active.iter().filter(|&&step| {
            let after = steps[step].after.as_ref();
            let is_default = after.is_some_and(|after| after.is_default);
            is_default && !is_only && parts[step].stated_default() == Some(false)
        });
        problems.extend(is_left.map(|&step| parts[step].problem(required())));
    }
    Error::several(problems)?;
    Ok(moved)
}

/// What becomes the default.
enum Next<'a> {
    Step(usize),
    Other(&'a Model),
}

/// The next by name. What was said not to be the default comes last.
fn next<'a>(
    parts: &[Part],
    active: &[usize],
    orgs: &Orgs,
    other: Option<&'a Other>,
) -> Option<Next<'a>> {
    let steps = active.iter().filter_map(|&step| {
        let part = &parts[step];
        let org = orgs.rows.get(&part.org)?;
        let is_declined = part.stated_default() == Some(false);
        let order = by_name(org.status, &org.name_key, org.id);
        Some(((is_declined, order), Next::Step(step)))
    });
    let others = other.into_iter().map(|other| {
        let org = other.membership.org_id;
        let order = by_name(other.org_status, &other.org_name_key, org);
        ((false, order), Next::Other(&other.membership))
    });
    let first = steps.chain(others).min_by_key(|(order, _)| *order);
    first.map(|(_, next)| next)
}

fn set(step: &mut Step, reason: Option<DefaultReason>) {
    if let Some(after) = &mut step.after {
        after.is_default = reason.is_some();
        after.default_reason = reason;
    }
}

/// The users of the plan, each with his default as it is.
async fn users(tx: &Tx, parts: &[Part], steps: &[Step]) -> Result<HashMap<UserId, Of>> {
    let mut users = HashMap::<UserId, Of>::new();
    let mut problems = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let of = users.entry(part.user).or_default();
        of.steps.push(index);
        if part.stated_default() == Some(true) && of.named.replace(index).is_some() {
            let error = Error::invalid("isDefault", "is true of another org of this user already");
            problems.push(part.problem(error));
        }
    }
    Error::several(problems)?;
    let ids: Vec<Uuid> = users.keys().copied().map(Uuid::from).collect();
    let mut sql = Sql::select::<Model>(tx.conn(), "m", " WHERE m.is_default AND ");
    sql.is_one_of("m.user_id", &ids)
        .push(" ORDER BY m.id")
        .locked("UPDATE", "m");
    for current in sql.all::<Model>(tx.conn()).await? {
        let of = users.entry(current.user_id).or_default();
        of.current_step = of.steps.iter().copied().find(|&step| {
            let before = steps[step].before.as_ref();
            before.is_some_and(|before| before.id == current.id)
        });
        of.current = Some(current);
    }
    Ok(users)
}

/// Of each user who may need another default, the first by name of the memberships that are no part of the plan. Who has no
/// default has none of these.
async fn others(
    tx: &Tx,
    parts: &[Part],
    steps: &[Step],
    users: &HashMap<UserId, Of>,
) -> Result<HashMap<Uuid, Other>> {
    let declines = |of: &Of| {
        let mut steps = of.steps.iter();
        steps.any(|&step| parts[step].stated_default() == Some(false))
    };
    let needed = users.iter().filter(|(_, of)| {
        let loses = of.named.is_none() && !of.keeps_current(steps);
        of.current.is_some() && (loses || declines(of))
    });
    let needed: Vec<Uuid> = needed.map(|(user, _)| (*user).into()).collect();
    if needed.is_empty() {
        return Ok(HashMap::new());
    }
    let known: HashSet<Uuid> = steps
        .iter()
        .filter_map(|step| Some(step.before.as_ref()?.id.into()))
        .collect();
    let known: Vec<Uuid> = known.into_iter().collect();
    let columns = columns::<Model>("m") + ", o.name_key AS org_name_key, o.status AS org_status";
    let children = Children {
        columns: &columns,
        from: "memberships m JOIN orgs o ON o.id = m.org_id",
        key: "m.id",
    };
    let mut sql = Sql::new(tx.conn(), "");
    sql.first_per_parent(
        children,
        |sql| {
            sql.ids(&needed);
        },
        |sql| {
            sql.push("m.user_id = parent.id AND m.status = ")
                .word(MemberStatus::Active.as_str())
                .push(" AND ")
                .is_none_of("m.id", &known)
                .push(NEXT_DEFAULT);
        },
    );
    let found = sql.children::<_, Other>(tx.conn()).await?;
    Ok(found.into_iter().collect())
}

fn required() -> Error {
    let message = "This is the user's default org, and a user who belongs to several has one; make another one the default instead.";
    Error::new(Code::DefaultRequired, message).at("isDefault")
}
