//! Stating a user's orgs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::{
        Access, Permission, Target,
        target::{forbidden, not_found},
    },
    db::Sql,
    domain::{
        Change, Done, Operation, Tx,
        org::{self, OrgRef},
        user::{self, UserRef},
    },
    entity::membership::MemberStatus,
    error::{Code, Error, Problem, Result},
    id::{OrgId, UserId},
};

use super::{
    MembershipFields, SetMode,
    plan::{self, MAX_CHANGES, Part, Place, What},
    roles,
    set::Named,
};

/// One org of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserMembership {
    /// Which org.
    pub org: OrgRef,
    /// What is stated of the membership.
    pub fields: MembershipFields,
}

/// What is stated of a user's orgs. A retired member who is named comes back; order does not matter, nor does it that the
/// same is said twice.
///
/// To replace is to remove active memberships that are not named: of those that the caller may see, in orgs in use. Retired
/// ones stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserOrgs {
    /// The orgs.
    pub memberships: Vec<UserMembership>,
    /// What it means that an org is named, or not.
    pub mode: SetMode,
    /// The default among them. Without it the default stays where it is, if it can, else the next by name takes its place.
    pub default: Option<OrgRef>,
    /// The org that was the default before, unless it is named, goes.
    pub leaves_default: bool,
}

/// The user's orgs are as stated afterwards, in one step. All references are looked up before anything is written; if some
/// are wrong, nothing is, and all of them are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUserMemberships {
    /// Whose.
    pub user: UserRef,
    /// Which.
    pub orgs: UserOrgs,
}

impl Operation for SetUserMemberships {
    type Output = Change;

    const NAME: &'static str = "SetUserMemberships";

    fn requires(&self) -> Access {
        Access::new(Permission::MembersWrite, Target::Each)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let named = self.orgs.look_up(tx, "memberships").await?;
        let found = user::reference::resolve(&tx.reader(), &[&self.user]).await?;
        let user = found.into_iter().next().unwrap_or_else(|| Err(unknown()));
        let is_seen = match &user {
            Ok(user) => user::find(&tx.reader(), *user).await?.is_some(),
            Err(_) => false,
        };
        // An address finds anybody. Only who may add people learns by it that somebody has it, and he can do no more with
        // that than add him.
        let either = [Permission::MembersGrant, Permission::MembersWrite];
        if !is_seen && let Err(denied) = named.require(tx, &either).await {
            named.checked(tx, None).await?;
            return Err(denied);
        }
        let user = match user {
            Ok(_) if !is_seen && !named.adds() => Err(unknown()),
            user => user,
        };
        let user = user.map_err(|error| error.at("user"));
        let named = named.checked(tx, user.as_ref().err().cloned()).await?;
        let user = user?;
        let plan = self.orgs.plan(tx, user, named).await?;
        let orgs = plan::lock_orgs(tx, &plan.parts).await?;
        let done = self.orgs.carry_out(tx, &plan, &orgs).await?;
        Ok(Change::new(done, user).of_user(user))
    }
}

fn unknown() -> Error {
    not_found(Code::UserNotFound)
}

/// The orgs that are named, looked up.
#[derive(Debug)]
pub(in crate::domain) struct NamedOrgs {
    list: &'static str,
    rows: Vec<(OrgId, What, Place)>,
    /// What is wrong with the others.
    problems: Vec<Problem>,
}

impl NamedOrgs {
    /// Whether there are orgs in which the user is to be.
    pub(in crate::domain) fn adds(&self) -> bool {
        let mut rows = self.rows.iter();
        rows.any(|(_, what, _)| matches!(what, What::Put(..)))
    }

    /// Itself, where nothing is wrong with it nor with the user whose orgs they are, which `user` says. Else all of that,
    /// and the roles besides that an org does not have.
    pub(in crate::domain) async fn checked(mut self, tx: &Tx, user: Option<Error>) -> Result<Self> {
        if user.is_none() && self.problems.is_empty() {
            return Ok(self);
        }
        let stated = self
            .rows
            .iter()
            .filter_map(|(org, what, place)| match what {
                What::Put(fields, _) => Some((*org, fields, *place)),
                What::Choose | What::Remove => None,
            });
        let roles = roles::unknown(tx, stated.collect()).await?;
        self.problems.extend(roles);
        self.problems.sort_by_key(|problem| problem.index);
        match user {
            Some(error) => Err(error.before(self.problems)),
            None => Error::several(std::mem::take(&mut self.problems)).map(|()| self),
        }
    }

    /// Passes where the actor holds one of these in each org. Who names none that he knows holds nothing.
    pub(in crate::domain) async fn require(&self, tx: &Tx, either: &[Permission]) -> Result<()> {
        let is_platform = tx.held_everywhere().is_some();
        if self.rows.is_empty() && !self.problems.is_empty() && !is_platform {
            return Err(forbidden(Permission::MembersGrant));
        }
        let orgs: Vec<OrgId> = self.rows.iter().map(|(org, ..)| *org).collect();
        let held = tx.held(&orgs).await?;
        let wrong = self.rows.iter().filter(|(org, ..)| {
            let mut either = either.iter();
            !either.any(|permission| tx.must_hold(&held, *org, *permission).is_ok())
        });
        let problems = wrong.map(|(_, _, place)| {
            let error = forbidden(Permission::MembersGrant);
            place.problem(None, error)
        });
        Error::several(problems.collect())
    }
}

/// What is stated of one user's orgs, looked up.
#[derive(Debug)]
pub(in crate::domain) struct UserPlan {
    user: UserId,
    /// What is named, then what goes without being named.
    pub(in crate::domain) parts: Vec<Part>,
    named: usize,
}

impl UserOrgs {
    /// Looks up what it names. `list` is what the caller knows the list of orgs as. What is wrong with it is for
    /// [`NamedOrgs::checked`] to tell: `ORG_NOT_FOUND`, `AMBIGUOUS_MATCH`, `INVALID_VALUE`, `DEFAULT_NOT_IN_SET`.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED`.
    pub(in crate::domain) async fn look_up(
        &self,
        tx: &Tx,
        list: &'static str,
    ) -> Result<NamedOrgs> {
        let rows = &self.memberships;
        let mut named = Named::new(list, self.mode, rows.len())?;
        let references: Vec<&OrgRef> = rows
            .iter()
            .map(|row| &row.org)
            .chain(&self.default)
            .collect();
        let mut found = org::reference::resolve(&tx.reader(), &references).await?;
        let mut problems = Vec::new();
        let default = found.split_off(rows.len()).pop().and_then(|found| {
            let place = Place::argument("default");
            let wrong = |error| problems.push(place.problem(None, error));
            found.map_err(wrong).ok()
        });
        for (index, (org, row)) in found.into_iter().zip(rows).enumerate() {
            match org {
                Ok(org) => {
                    let same = |first: usize| rows[first].fields == row.fields;
                    problems.extend(named.add(index, org, &row.fields, same));
                }
                Err(error) => {
                    let error = error.at(row.org.field());
                    problems.push(Place::row(list, index).problem(None, error));
                }
            }
        }
        let mut rows = named.rows;
        if let Some(default) = default.filter(|_| problems.is_empty()) {
            problems.extend(self.choose(&mut rows, default));
        }
        Ok(NamedOrgs {
            list,
            rows,
            problems,
        })
    }

    /// Makes the org the default: as it is named, or as it stands.
    fn choose(&self, rows: &mut Vec<(OrgId, What, Place)>, default: OrgId) -> Option<Problem> {
        let place = Place::argument("default");
        let row = rows.iter_mut().find(|(org, ..)| *org == default);
        match row.map(|(_, what, _)| what) {
            Some(What::Put(fields, _)) if fields.is_default != Some(false) => {
                fields.is_default = Some(true);
            }
            None if self.mode != SetMode::Replace => rows.push((default, What::Choose, place)),
            _ => {
                let message = "The default is not among the orgs that the user is to belong to.";
                let error = Error::new(Code::DefaultNotInSet, message);
                return Some(place.problem(None, error));
            }
        }
        None
    }

    /// What that comes to for this user.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED`.
    pub(in crate::domain) async fn plan(
        &self,
        tx: &Tx,
        user: UserId,
        NamedOrgs { list, rows, .. }: NamedOrgs,
    ) -> Result<UserPlan> {
        let part = |(org, what, place)| Part {
            org,
            user,
            what,
            place,
        };
        let mut parts: Vec<Part> = rows.into_iter().map(part).collect();
        let named = parts.len();
        let gone = self.gone(tx, user, &parts).await?.into_iter();
        parts.extend(gone.map(|org| part((org, What::Remove, Place::argument(list)))));
        Ok(UserPlan { user, parts, named })
    }

    /// The orgs that the user leaves without their being named.
    async fn gone(&self, tx: &Tx, user: UserId, named: &[Part]) -> Result<Vec<OrgId>> {
        if self.mode != SetMode::Replace && !self.leaves_default {
            return Ok(Vec::new());
        }
        let named: Vec<Uuid> = named.iter().map(|part| part.org.into()).collect();
        let mut sql = Sql::new(
            tx.conn(),
            "SELECT m.org_id FROM memberships m \
             JOIN orgs o ON o.id = m.org_id AND o.status = 'active' WHERE m.user_id = ",
        );
        sql.bind(user)
            .push(" AND m.status = ")
            .bind(MemberStatus::Active)
            .push(" AND ")
            .is_none_of("m.org_id", &named)
            .push(" AND ");
        tx.reader().scope().sees_membership(&mut sql, "m");
        if self.mode != SetMode::Replace {
            sql.push(" AND m.is_default");
        }
        sql.push(" ORDER BY m.org_id");
        let rows = sql.rows(tx.conn()).await?;
        if rows.len() > MAX_CHANGES {
            return Err(plan::too_many());
        }
        let gone = rows.iter().map(|row| Ok(row.try_get("", "org_id")?));
        gone.collect()
    }

    /// Carries out the plan, whose orgs are locked.
    pub(in crate::domain) async fn carry_out(
        &self,
        tx: &Tx,
        plan: &UserPlan,
        orgs: &plan::Orgs,
    ) -> Result<Done> {
        let users = plan::lock_users(tx, &plan.parts).await?;
        let (named, unnamed) = plan.parts.split_at(plan.named);
        // Until now the user could come into an org, or get another default.
        let gone = self.gone(tx, plan.user, named).await?;
        if !unnamed.iter().map(|part| part.org).eq(gone) {
            return Err(Error::busy("the user's orgs changed meanwhile").again());
        }
        let work = plan::work_out(tx, &plan.parts, orgs, &users).await?;
        let done = work.done();
        work.write(tx).await?;
        Ok(done)
    }
}
