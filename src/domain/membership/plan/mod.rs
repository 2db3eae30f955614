//! What is to become of memberships, worked out together and written in a number of statements that does not grow with them.
//!
//! Whoever has a plan names its parts, each membership once, locks their orgs ([`lock_orgs`]) and then their users
//! ([`lock_users`]), has it worked out ([`work_out`]) and writes it ([`Work::write`]). Between these he may look at what it
//! would do. Everything that is wrong is told together, and nothing is written then.
//!
//! * `steps`: each part by itself, and whether the actor may do it.
//! * `default`: which membership is the default then.
//! * `work`: the whole, and writing it.

mod default;
mod steps;
mod work;

use std::collections::{BTreeSet, HashMap};

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    access::{Access, Permission, Target},
    db::Sql,
    domain::Tx,
    entity::{
        membership::{MemberStatus, Model},
        org::OrgStatus,
        user::UserStatus,
    },
    error::{Code, Error, Problem, Result},
    id::{OrgId, UserId},
};

use super::MembershipFields;

pub(in crate::domain) use work::work_out;
pub(super) use {
    steps::Step,
    work::{MAX_CHANGES, too_many},
};

/// What is to become of one membership.
#[derive(Debug)]
pub(in crate::domain) struct Part {
    /// In which org.
    pub(super) org: OrgId,
    /// Whose.
    pub(super) user: UserId,
    /// What.
    pub(super) what: What,
    /// Where the caller named it.
    pub(super) place: Place,
}

/// What is to become of a membership.
#[derive(Debug)]
pub(super) enum What {
    /// It is there, and as stated.
    Put(MembershipFields, Naming),
    /// It is the user's default, as it stands.
    Choose,
    /// It is not there.
    Remove,
}

/// What it means that a membership is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// That the user is a member: one who is retired comes back, unless it is said that he is to be retired.
    Membership,
    /// Nothing beyond what is stated.
    Nothing,
}

/// Where in the call something was named.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    argument: Option<&'static str>,
    index: Option<usize>,
}

impl Place {
    /// In the row of a list.
    pub(super) fn row(list: &'static str, index: usize) -> Self {
        Self {
            argument: Some(list),
            index: Some(index),
        }
    }

    /// In an argument.
    pub(super) fn argument(argument: &'static str) -> Self {
        Self {
            argument: Some(argument),
            index: None,
        }
    }

    /// Whether the call names one membership, by org and user.
    fn is_one(self) -> bool {
        self.argument.is_none()
    }

    /// What is wrong with the fields that are stated there: those of a list's row stand in an object of their own.
    pub(super) fn problem_of_fields(self, error: Error) -> Problem {
        let within = self.index.and(error.field()).map(|_| "membership");
        self.problem(within, error)
    }

    /// What is wrong there, in this part of it.
    pub(super) fn problem(self, part: Option<&str>, error: Error) -> Problem {
        let Some(argument) = self.argument else {
            return Problem {
                index: None,
                path: None,
                error,
            };
        };
        let mut path = argument.to_owned();
        let index = self.index.map(|index| index.to_string());
        for part in [index.as_deref(), part, error.field()]
            .into_iter()
            .flatten()
        {
            path.push('.');
            path.push_str(part);
        }
        Problem {
            index: self.index,
            path: Some(path),
            error: error.at(argument),
        }
    }
}

impl Part {
    /// What is wrong with it.
    fn problem(&self, error: Error) -> Problem {
        self.place.problem_of_fields(error)
    }

    /// Whether it may end somebody's being an owner, if he is one.
    fn may_end_owner(&self) -> bool {
        match &self.what {
            What::Put(fields, _) => {
                fields.is_owner == Some(false) || fields.status == Some(MemberStatus::Retired)
            }
            What::Choose => false,
            What::Remove => true,
        }
    }

    /// Whether it is said to be the default, or not to be.
    fn stated_default(&self) -> Option<bool> {
        match &self.what {
            What::Put(fields, _) => fields.is_default,
            What::Choose => Some(true),
            What::Remove => None,
        }
    }
}

/// Whoever may neither add nor change members of the org learns nothing of them, even where nothing would change.
pub(super) async fn may_begin(tx: &Tx, org: OrgId) -> Result<()> {
    let access = |permission| Access::new(permission, Target::Org(org));
    match tx.require(access(Permission::MembersWrite)).await {
        Err(error) if error.code() == Code::Forbidden => {
            let grants = tx.require(access(Permission::MembersGrant)).await;
            grants.map_err(|_| error)
        }
        may => may,
    }
}

/// The orgs of a plan, locked.
#[derive(Debug)]
pub(in crate::domain) struct Orgs {
    rows: HashMap<OrgId, Org>,
    /// Whether nobody else adds or ends anything in them.
    are_alone: bool,
}

#[derive(Debug, FromQueryResult)]
struct Org {
    id: OrgId,
    name_key: String,
    status: OrgStatus,
}

/// Locks the orgs of the parts, by id: so that they do not retire meanwhile, and alone where an owner may go.
pub(in crate::domain) async fn lock_orgs(tx: &Tx, parts: &[Part]) -> Result<Orgs> {
    let ends: Vec<&Part> = parts.iter().filter(|part| part.may_end_owner()).collect();
    let are_alone = !ends.is_empty() && read(tx, &ends, false).await?.iter().any(is_owner);
    let ids: BTreeSet<Uuid> = parts.iter().map(|part| part.org.into()).collect();
    lock(tx, &ids.into_iter().collect::<Vec<_>>(), are_alone).await
}

/// Locks one org alone, before anybody asks who its members are.
pub(super) async fn lock_org_alone(tx: &Tx, org: OrgId) -> Result<Orgs> {
    lock(tx, &[org.into()], true).await
}

async fn lock(tx: &Tx, ids: &[Uuid], are_alone: bool) -> Result<Orgs> {
    let mut rows = HashMap::with_capacity(ids.len());
    if !ids.is_empty() {
        let columns = "SELECT o.id, o.name_key, o.status FROM orgs o WHERE ";
        let mut sql = Sql::new(tx.conn(), columns);
        sql.is_one_of("o.id", ids).push(" ORDER BY o.id");
        sql.locked(if are_alone { "UPDATE" } else { "SHARE" }, "o");
        let found = sql.all::<Org>(tx.conn()).await?;
        rows.extend(found.into_iter().map(|org| (org.id, org)));
    }
    Ok(Orgs { rows, are_alone })
}

/// The users of a plan, locked.
#[derive(Debug)]
pub(in crate::domain) struct Users(HashMap<UserId, UserStatus>);

/// Locks the users of the parts, by id: nobody else moves their defaults. Where one went meanwhile, the operation starts
/// over.
pub(in crate::domain) async fn lock_users(tx: &Tx, parts: &[Part]) -> Result<Users> {
    let ids: BTreeSet<Uuid> = parts.iter().map(|part| part.user.into()).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let mut users = HashMap::with_capacity(ids.len());
    if !ids.is_empty() {
        let mut sql = Sql::new(tx.conn(), "SELECT u.id, u.status FROM users u WHERE ");
        sql.is_one_of("u.id", &ids)
            .push(" ORDER BY u.id")
            .locked("UPDATE", "u");
        for row in sql.rows(tx.conn()).await? {
            users.insert(row.try_get("", "id")?, row.try_get("", "status")?);
        }
    }
    if users.len() < ids.len() {
        return Err(Error::busy("a user was removed meanwhile").again());
    }
    Ok(Users(users))
}

/// The memberships of the parts, where there are any.
async fn read(tx: &Tx, parts: &[&Part], locked: bool) -> Result<Vec<Model>> {
    let pairs: Vec<_> = parts.iter().map(|part| (part.org, part.user)).collect();
    super::of_pairs(tx, &pairs, locked).await
}

fn is_owner(membership: &Model) -> bool {
    membership.is_owner && membership.status == MemberStatus::Active
}
