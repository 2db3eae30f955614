//! Adding many users to orgs.
//!
//! Everything that rows depend on is read and locked first. Then they are gone through in their order, each as [`AddMember`]
//! would go through it, with nothing but what is in memory; what they come to is written at the end.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::{
        Access, Permission, Target,
        held::Held,
        target::{forbidden, not_found},
    },
    db::Sql,
    domain::{
        Done, Operation, Tx,
        batch::{self, BatchMode, BatchOutcome, RowDone},
        org::{self, OrgRef},
        user::{self, UserRef},
    },
    entity::{
        membership::{DefaultReason, MemberRole, MemberStatus, Model},
        org::OrgStatus,
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::{Grantor, MembershipFields, changes::Changes, default::with_default, new, of_pairs};

#[cfg(doc)]
use super::AddMember;

/// Each row's user is an active member of its org afterwards: what [`AddMember`] means for one, in a number of statements
/// that does not grow with the rows. A row sees what the rows before it did. Of a membership that is new or comes back more
/// can be stated than there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateMemberships {
    /// Whom to add, where and as what.
    pub rows: Vec<MembershipRow>,
    /// What a row that fails means for the others.
    pub mode: BatchMode,
}

/// A user to be added to an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipRow {
    /// What the caller calls the row.
    pub reference: Option<String>,
    /// To which org.
    pub org: OrgRef,
    /// Whom. An e-mail address finds anybody.
    pub user: UserRef,
    /// As what. An active member is never changed.
    pub membership: MembershipFields,
}

impl Operation for CreateMemberships {
    type Output = BatchOutcome;

    const NAME: &'static str = "CreateMemberships";

    fn requires(&self) -> Access {
        Access::new(Permission::MembersGrant, Target::Each)
    }

    async fn run(&self, tx: &Tx) -> Result<BatchOutcome> {
        batch::check_size("rows", self.rows.len())?;
        let named = self.resolve(tx).await?;
        let mut state = State::read(tx, self, &named).await?;
        let rows = self.rows.iter().zip(named);
        let results: Vec<_> = rows
            .map(|(row, named)| {
                let result = state.add(tx, row, named);
                (row.reference.clone(), result)
            })
            .collect();
        let outcome = batch::outcome(self.mode, results)?;
        state.changes.write(tx).await?;
        Ok(outcome)
    }
}

/// The org and the user of a row.
struct Named {
    org: OrgId,
    user: UserId,
    /// Whether the actor may see the user, or named him by his address.
    is_known: bool,
}

impl CreateMemberships {
    async fn resolve(&self, tx: &Tx) -> Result<Vec<Result<Named>>> {
        let reader = tx.reader();
        let orgs: Vec<&OrgRef> = self.rows.iter().map(|row| &row.org).collect();
        let orgs = org::reference::resolve(&reader, &orgs).await?;
        let users: Vec<&UserRef> = self.rows.iter().map(|row| &row.user).collect();
        let users = user::reference::resolve(&reader, &users).await?;
        let named = self.rows.iter().zip(orgs).zip(users);
        Ok(named
            .map(|((row, org), user)| {
                let org = org.map_err(|error| error.at("org"))?;
                let (user, is_known) = match (user, &row.user) {
                    (Ok(user), _) => (user, true),
                    // A member need not be seen to be added again.
                    (Err(_), UserRef::Id(user)) => (*user, false),
                    (Err(error), _) => return Err(error.at("user")),
                };
                Ok(Named {
                    org,
                    user,
                    is_known,
                })
            })
            .collect())
    }
}

/// What rows are decided on: how everything was, and what the rows so far have made of it.
struct State {
    orgs: HashMap<OrgId, OrgStatus>,
    users: HashSet<UserId>,
    held: Held,
    grantor: Grantor,
    /// The row of each user's default, where a row of the batch may move it; else only that there is one.
    defaults: HashMap<UserId, Default>,
    members: HashMap<(OrgId, UserId), Model>,
    changes: Changes,
}

/// A user's default.
enum Default {
    /// A membership that the batch does not name, or any whose row nobody needs.
    Other(Option<Box<Model>>),
    /// The membership in this org, which the batch names.
    Named(OrgId),
}

impl State {
    /// Locks orgs and users, each by id, and reads the rest.
    async fn read(tx: &Tx, batch: &CreateMemberships, named: &[Result<Named>]) -> Result<Self> {
        let pairs: Vec<(OrgId, UserId)> = named
            .iter()
            .flatten()
            .map(|named| (named.org, named.user))
            .collect();
        let orgs: BTreeSet<OrgId> = pairs.iter().map(|(org, _)| *org).collect();
        let users: BTreeSet<UserId> = pairs.iter().map(|(_, user)| *user).collect();
        let orgs: Vec<OrgId> = orgs.into_iter().collect();
        let statuses = lock_orgs(tx, &orgs).await?;
        let locked = lock_users(tx, users).await?;
        let moves = batch
            .rows
            .iter()
            .any(|row| row.membership.is_default == Some(true));
        let members = of_pairs(tx, &pairs, false).await?.into_iter();
        let members: HashMap<_, _> = members
            .map(|member| ((member.org_id, member.user_id), member))
            .collect();
        let defaults = defaults(tx, &locked, moves).await?;
        let returning = |fields: &MembershipFields| MembershipFields {
            status: Some(MemberStatus::Active),
            ..fields.clone()
        };
        let stated: Vec<_> = batch
            .rows
            .iter()
            .zip(named)
            .filter_map(|(row, named)| {
                let named = named.as_ref().ok()?;
                let member = members.get(&(named.org, named.user));
                Some((named.org, member, returning(&row.membership)))
            })
            .collect();
        let calls: Vec<_> = stated
            .iter()
            .map(|(org, member, fields)| (*org, *member, fields))
            .collect();
        let grantor = Grantor::read(tx, &calls).await?;
        Ok(Self {
            held: tx.held(&orgs).await?,
            orgs: statuses,
            users: locked.into_iter().collect(),
            grantor,
            defaults,
            members,
            changes: Changes::default(),
        })
    }

    fn add(&mut self, tx: &Tx, row: &MembershipRow, named: Result<Named>) -> Result<RowDone> {
        let Named {
            org,
            user,
            is_known,
        } = named?;
        let rights = self.held.in_org(org).rights();
        let needs = |permission| match rights.contains(permission) {
            true => Ok(()),
            false => Err(forbidden(permission)),
        };
        needs(Permission::MembersGrant)?;
        if self.orgs.get(&org) != Some(&OrgStatus::Active) {
            let message = "The org is retired; restore it first.";
            return Err(Error::new(Code::OrgRetired, message).at("org"));
        }
        if row.membership.status == Some(MemberStatus::Retired) {
            return Err(Error::invalid(
                "status",
                "is RETIRED; whoever is added is active",
            ));
        }
        let member = self.members.get(&(org, user));
        if member.is_some_and(|member| member.is_owner) {
            needs(Permission::OwnersWrite)?;
        }
        match member {
            None if is_known && self.users.contains(&user) => {
                let new = new(tx, org, user, MemberRole::User);
                let after = self.grantor.begin(new, &row.membership)?;
                Ok(self.put(tx, &row.membership, None, after))
            }
            None => Err(not_found(Code::UserNotFound).at("user")),
            Some(before) if before.status == MemberStatus::Retired => {
                let fields = MembershipFields {
                    status: Some(MemberStatus::Active),
                    ..row.membership.clone()
                };
                let before = before.clone();
                let mut after = self.grantor.change(&before, &fields)?;
                after.updated_at = tx.now();
                Ok(self.put(tx, &row.membership, Some(before), after))
            }
            Some(member) => match row.membership.differs_from(member)? {
                None => Ok(done(Done::Unchanged, member)),
                Some(field) => Err(Error::new(
                    Code::AlreadyMember,
                    "The user is an active member with other details; use updateMember or upsertMembership to change them.",
                )
                .at(field)
                .existing(member.id)),
            },
        }
    }

    /// A membership that is new or comes back, and the default of its user.
    fn put(
        &mut self,
        tx: &Tx,
        fields: &MembershipFields,
        before: Option<Model>,
        mut after: Model,
    ) -> RowDone {
        let (org, user) = (after.org_id, after.user_id);
        let reason = match (self.defaults.get(&user), fields.is_default) {
            (_, Some(true)) => Some(DefaultReason::Explicit),
            (None, _) => Some(DefaultReason::Only),
            (Some(_), _) => None,
        };
        if let Some(reason) = reason {
            after.is_default = true;
            after.default_reason = Some(reason);
            let current = match self.defaults.insert(user, Default::Named(org)) {
                Some(Default::Other(Some(row))) => Some(*row),
                Some(Default::Named(org)) => self.members.get(&(org, user)).cloned(),
                Some(Default::Other(None)) | None => None,
            };
            if let Some(current) = current {
                let without = with_default(tx, &current, None);
                if let Some(member) = self.members.get_mut(&(current.org_id, user)) {
                    member.clone_from(&without);
                }
                self.changes.update(current, without);
            }
        }
        let word = match before {
            None => Done::Created,
            Some(_) => Done::Reactivated,
        };
        let done = done(word, &after);
        self.members.insert((org, user), after.clone());
        match before {
            None => self.changes.create(after),
            Some(before) => self.changes.update(before, after),
        }
        done
    }
}

fn done(done: Done, member: &Model) -> RowDone {
    RowDone {
        done,
        id: member.id.into(),
    }
}

/// The orgs do not retire meanwhile.
async fn lock_orgs(tx: &Tx, orgs: &[OrgId]) -> Result<HashMap<OrgId, OrgStatus>> {
    let ids: Vec<Uuid> = orgs.iter().copied().map(Uuid::from).collect();
    let mut sql = Sql::new(tx.conn(), "SELECT o.id, o.status FROM orgs o WHERE ");
    sql.is_one_of("o.id", &ids)
        .push(" ORDER BY o.id")
        .locked("SHARE", "o");
    let rows = sql.rows(tx.conn()).await?;
    let row = |row: &sea_orm::QueryResult| Ok((row.try_get("", "id")?, row.try_get("", "status")?));
    rows.iter().map(row).collect()
}

/// Nobody else moves the users' defaults meanwhile. Those who are there, by id.
pub(super) async fn lock_users(tx: &Tx, users: BTreeSet<UserId>) -> Result<Vec<UserId>> {
    let ids: Vec<Uuid> = users.into_iter().map(Uuid::from).collect();
    let mut sql = Sql::new(tx.conn(), "SELECT u.id FROM users u WHERE ");
    sql.is_one_of("u.id", &ids)
        .push(" ORDER BY u.id")
        .locked("UPDATE", "u");
    let rows = sql.rows(tx.conn()).await?;
    let id = |row: &sea_orm::QueryResult| Ok(row.try_get("", "id")?);
    rows.iter().map(id).collect()
}

/// The users' defaults: their rows where `moves`, else who has one.
async fn defaults(tx: &Tx, users: &[UserId], moves: bool) -> Result<HashMap<UserId, Default>> {
    let ids: Vec<Uuid> = users.iter().copied().map(Uuid::from).collect();
    let columns = if moves {
        "SELECT m.*"
    } else {
        "SELECT m.user_id"
    };
    let mut sql = Sql::new(tx.conn(), columns);
    sql.push(" FROM memberships m WHERE m.is_default AND ")
        .is_one_of("m.user_id", &ids);
    if moves {
        let rows = sql.all::<Model>(tx.conn()).await?.into_iter();
        return Ok(rows
            .map(|row| (row.user_id, Default::Other(Some(Box::new(row)))))
            .collect());
    }
    let rows = sql.rows(tx.conn()).await?;
    let user = |row: &sea_orm::QueryResult| Ok((row.try_get("", "user_id")?, Default::Other(None)));
    rows.iter().map(user).collect()
}
