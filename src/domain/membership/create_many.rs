//! Adding many users to orgs.
//!
//! Everything that rows depend on is read and locked first. Then they are gone through in their order, each as [`AddMember`]
//! would go through it, with nothing but what is in memory; what they come to is written at the end.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::{Access, Permission, Target, held::Held, target::not_found},
    db::{Sql, columns},
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

use super::{
    Grantor, MembershipFields, changes::Changes, default::with_default, new, of_pairs,
    rules::already_member,
};

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

impl CreateMemberships {
    /// # Errors
    /// `INVALID_VALUE` for no rows at all, `LIMIT_EXCEEDED` for too many.
    pub fn check_size(rows: usize) -> Result<()> {
        batch::check_size("rows", rows)
    }
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
    /// Whether the user was found by what the actor knows of him, and not by his id alone.
    is_known: bool,
}

impl CreateMemberships {
    async fn resolve(&self, tx: &Tx) -> Result<Vec<Result<Named>>> {
        let reader = tx.reader();
        let orgs: Vec<&OrgRef> = self.rows.iter().map(|row| &row.org).collect();
        let orgs = org::reference::resolve(&reader, &orgs).await?;
        // Who is named by id is looked at when he is locked: a member need not be seen to be added again.
        let users = self.rows.iter().map(|row| &row.user);
        let users: Vec<&UserRef> = users
            .filter(|user| !matches!(user, UserRef::Id(_)))
            .collect();
        let mut users = user::reference::resolve(&reader, &users).await?.into_iter();
        let named = self.rows.iter().zip(orgs);
        Ok(named
            .map(|(row, org)| {
                let user = match row.user {
                    UserRef::Id(user) => Ok((user, false)),
                    _ => users
                        .next()
                        .expect("each reference resolves to a result of its own")
                        .map(|user| (user, true)),
                };
                let org = org.map_err(|error| error.at("org"))?;
                let (user, is_known) = user.map_err(|error| error.at("user"))?;
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
    /// Those who are there, and whether the actor may see them.
    users: HashMap<UserId, bool>,
    held: Held,
    grantor: Grantor,
    /// The row of each user's default, where a row of the batch may move it; else only that there is one.
    defaults: HashMap<UserId, Default>,
    members: HashMap<(OrgId, UserId), Arc<Model>>,
    changes: Changes,
}

/// A user's default.
enum Default {
    /// A membership that the batch does not name, or any whose row nobody needs.
    Other(Option<Arc<Model>>),
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
        let users = lock_users(tx, users).await?;
        let moves = batch
            .rows
            .iter()
            .any(|row| row.membership.is_default == Some(true));
        let mut members = HashMap::with_capacity(pairs.len());
        let found = of_pairs(tx, &pairs, false).await?.into_iter();
        members.extend(found.map(|member| ((member.org_id, member.user_id), Arc::new(member))));
        let defaults = defaults(tx, &users, moves).await?;
        let stated: Vec<_> = batch
            .rows
            .iter()
            .zip(named)
            .filter_map(|(row, named)| {
                let named = named.as_ref().ok()?;
                let member = members.get(&(named.org, named.user)).map(Arc::as_ref);
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
            users,
            grantor,
            defaults,
            members,
            changes: Changes::of(pairs.len()),
        })
    }

    fn add(&mut self, tx: &Tx, row: &MembershipRow, named: Result<Named>) -> Result<RowDone> {
        let Named {
            org,
            user,
            is_known,
        } = named?;
        let needs = |permission| tx.must_hold(&self.held, org, permission);
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
            None if self.users.get(&user).is_some_and(|seen| is_known || *seen) => {
                let new = new(tx, org, user, MemberRole::User);
                let after = self.grantor.begin(new, &row.membership)?;
                Ok(self.put(tx, &row.membership, None, after))
            }
            None => Err(not_found(Code::UserNotFound).at("user")),
            Some(before) if before.status == MemberStatus::Retired => {
                let before = before.clone();
                let fields = returning(&row.membership);
                let mut after = self.grantor.change(&before, &fields)?;
                after.updated_at = tx.now();
                Ok(self.put(tx, &row.membership, Some(before), after))
            }
            Some(member) => match row.membership.differs_from(member)? {
                None => Ok(done(Done::Unchanged, member)),
                Some(field) => Err(already_member(member, field)),
            },
        }
    }

    /// A membership that is new or comes back, and the default of its user.
    fn put(
        &mut self,
        tx: &Tx,
        fields: &MembershipFields,
        before: Option<Arc<Model>>,
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
                Some(Default::Other(Some(row))) => Some(row),
                Some(Default::Named(org)) => self.members.get(&(org, user)).cloned(),
                Some(Default::Other(None)) | None => None,
            };
            if let Some(current) = current {
                let without = Arc::new(with_default(tx, &current, None));
                if let Some(member) = self.members.get_mut(&(current.org_id, user)) {
                    *member = without.clone();
                }
                self.changes.update(current, without);
            }
        }
        let word = match before {
            None => Done::Created,
            Some(_) => Done::Reactivated,
        };
        let done = done(word, &after);
        let after = Arc::new(after);
        self.members.insert((org, user), after.clone());
        match before {
            None => self.changes.create(after),
            Some(before) => self.changes.update(before, after),
        }
        done
    }
}

/// What is stated of a member who is added or comes back.
fn returning(fields: &MembershipFields) -> MembershipFields {
    MembershipFields {
        status: Some(MemberStatus::Active),
        ..fields.clone()
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

/// Nobody else moves the users' defaults meanwhile. Those who are there, locked by id, and whether the actor may see them.
pub(super) async fn lock_users(tx: &Tx, users: BTreeSet<UserId>) -> Result<HashMap<UserId, bool>> {
    let ids: Vec<Uuid> = users.into_iter().map(Uuid::from).collect();
    let mut sql = Sql::new(tx.conn(), "SELECT u.id, ");
    tx.actor().scope().sees_user(&mut sql, "u.id");
    sql.push(" AS is_seen FROM users u WHERE ")
        .is_one_of("u.id", &ids)
        .push(" ORDER BY u.id")
        .locked("UPDATE", "u");
    let rows = sql.rows(tx.conn()).await?;
    let row =
        |row: &sea_orm::QueryResult| Ok((row.try_get("", "id")?, row.try_get("", "is_seen")?));
    rows.iter().map(row).collect()
}

/// The users' defaults: their rows where `moves`, else who has one.
async fn defaults(
    tx: &Tx,
    users: &HashMap<UserId, bool>,
    moves: bool,
) -> Result<HashMap<UserId, Default>> {
    let ids: Vec<Uuid> = users.keys().copied().map(Uuid::from).collect();
    let columns = match moves {
        true => columns::<Model>("m"),
        false => "m.user_id".to_owned(),
    };
    let mut sql = Sql::new(tx.conn(), "SELECT ");
    sql.push(&columns)
        .push(" FROM memberships m WHERE m.is_default AND ")
        .is_one_of("m.user_id", &ids);
    if moves {
        let rows = sql.all::<Model>(tx.conn()).await?.into_iter();
        return Ok(rows
            .map(|row| (row.user_id, Default::Other(Some(Arc::new(row)))))
            .collect());
    }
    let rows = sql.rows(tx.conn()).await?;
    let user = |row: &sea_orm::QueryResult| Ok((row.try_get("", "user_id")?, Default::Other(None)));
    rows.iter().map(user).collect()
}
