//! Stating an org's members.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::{Access, Permission, Target},
    db::Sql,
    domain::{
        Change, Operation, Tx,
        user::{self, UserRef},
    },
    entity::membership::MemberStatus,
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::{
    MembershipFields, SetMode,
    plan::{self, MAX_CHANGES, Part, Place, What},
    roles,
    set::Named,
};

/// Members that may go without anybody saying how many, however few there are.
const UNGUARDED: usize = 20;
/// Of so many members one may.
const UNGUARDED_OF: usize = 20;

/// One member of an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgMember {
    /// Who.
    pub user: UserRef,
    /// What is stated of the membership.
    pub fields: MembershipFields,
}

/// The org's members are as stated afterwards, in one step: the mirror of [`SetUserMemberships`](super::SetUserMemberships).
/// A retired member who is named comes back; order does not matter, nor does it that the same is said twice. To replace is to
/// remove active members who are not named; retired ones stay as they are.
///
/// A list that is cut short must not empty an org: where to replace removes more than 20 members and more than 5 % of them,
/// or the list is empty, it takes their exact number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetOrgMembers {
    /// Of which org.
    pub org: OrgId,
    /// Who.
    pub members: Vec<OrgMember>,
    /// What it means that somebody is named, or not.
    pub mode: SetMode,
    /// How many members go: exactly so many, or nothing is done.
    pub expect_removed: Option<usize>,
}

impl Operation for SetOrgMembers {
    type Output = Change;

    const NAME: &'static str = "SetOrgMembers";

    fn requires(&self) -> Access {
        Access::new(Permission::MembersWrite, Target::Each)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        plan::may_begin(tx, self.org).await?;
        let mut parts = self.named(tx).await?;
        let orgs = match self.mode {
            SetMode::Replace => plan::lock_org_alone(tx, self.org).await?,
            SetMode::Add | SetMode::Remove => plan::lock_orgs(tx, &parts).await?,
        };
        if self.mode == SetMode::Replace {
            let unnamed = self.unnamed(tx, &parts).await?.into_iter();
            parts.extend(
                unnamed.map(|user| self.part(user, What::Remove, Place::argument("members"))),
            );
        }
        let users = plan::lock_users(tx, &parts).await?;
        let work = plan::work_out(tx, &parts, &orgs, &users).await?;
        self.guard(tx, work.removed()).await?;
        let done = work.done();
        work.write(tx).await?;
        Ok(Change::new(done, self.org).of_org(self.org))
    }
}

impl SetOrgMembers {
    fn part(&self, user: UserId, what: What, place: Place) -> Part {
        Part {
            org: self.org,
            user,
            what,
            place,
        }
    }

    /// Those whom it names.
    async fn named(&self, tx: &Tx) -> Result<Vec<Part>> {
        let rows = &self.members;
        let mut named = Named::new("members", self.mode, rows.len())?;
        let references: Vec<&UserRef> = rows.iter().map(|row| &row.user).collect();
        let found = user::reference::resolve(&tx.reader(), &references).await?;
        let mut problems = Vec::new();
        for (index, (user, row)) in found.into_iter().zip(rows).enumerate() {
            match user {
                Ok(user) => {
                    let same = |first: usize| rows[first].fields == row.fields;
                    problems.extend(named.add(index, user, &row.fields, same));
                }
                Err(error) => {
                    let error = error.at(row.user.field());
                    problems.push(Place::row("members", index).problem(Some("user"), error));
                }
            }
        }
        if !problems.is_empty() {
            let stated = rows.iter().enumerate().map(|(index, row)| {
                let place = Place::row("members", index);
                (self.org, &row.fields, place)
            });
            problems.extend(roles::unknown(tx, stated.collect()).await?);
            problems.sort_by_key(|problem| problem.index);
        }
        Error::several(problems)?;
        let rows = named.rows.into_iter();
        Ok(rows
            .map(|(user, what, place)| self.part(user, what, place))
            .collect())
    }

    /// Active members whom it does not name.
    async fn unnamed(&self, tx: &Tx, named: &[Part]) -> Result<Vec<UserId>> {
        let named: Vec<Uuid> = named.iter().map(|part| part.user.into()).collect();
        let mut sql = Sql::new(
            tx.conn(),
            "SELECT m.user_id FROM memberships m WHERE m.org_id = ",
        );
        sql.bind(self.org)
            .push(" AND m.status = ")
            .bind(MemberStatus::Active)
            .push(" AND ")
            .is_none_of("m.user_id", &named)
            .limit(MAX_CHANGES as u32 + 1);
        let rows = sql.rows(tx.conn()).await?;
        if rows.len() > MAX_CHANGES {
            return Err(plan::too_many());
        }
        let users = rows.iter().map(|row| Ok(row.try_get("", "user_id")?));
        users.collect()
    }

    /// Fails where more members would go than the caller can have meant.
    async fn guard(&self, tx: &Tx, removed: usize) -> Result<()> {
        let is_expected = match self.expect_removed {
            Some(expected) => expected == removed,
            None if self.mode != SetMode::Replace || removed == 0 => true,
            None if self.members.is_empty() => false,
            None if removed <= UNGUARDED => true,
            None => {
                let mut sql = Sql::new(
                    tx.conn(),
                    "SELECT count(*) FROM memberships m WHERE m.org_id = ",
                );
                sql.bind(self.org)
                    .push(" AND m.status = ")
                    .bind(MemberStatus::Active);
                let members = usize::try_from(sql.count(tx.conn()).await?).unwrap_or_default();
                removed <= members / UNGUARDED_OF
            }
        };
        if is_expected {
            return Ok(());
        }
        let message = format!(
            "This would remove {removed} members. If they are to go, call again with `expectRemoved: {removed}`."
        );
        Err(Error::new(Code::GuardTripped, message).at("expectRemoved"))
    }
}
