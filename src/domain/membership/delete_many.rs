//! Removing many members.
//!
//! Everything that rows depend on is read and locked first. Then they are gone through in their order, each as
//! [`RemoveMember`] would go through it, with nothing but what is in memory; what they come to is written at the end.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::{Access, Permission, Target, held::Held, target::not_found},
    db::{Children, Sql, columns},
    domain::{
        Done, Operation, Tx,
        batch::{self, BatchMode, BatchOutcome, RowDone},
        engine::NEXT_DEFAULT,
        event::{self, Event},
        group,
    },
    entity::{
        membership::{DefaultReason, MemberStatus, Model},
        org::OrgStatus,
        user::UserStatus,
    },
    error::{Code, Error, Result},
    id::{MembershipId, OrgId, UserId},
};

use super::{changes::Changes, create_many::lock_users, default::with_default, owners};

#[cfg(doc)]
use super::RemoveMember;

/// The memberships are gone afterwards: what [`RemoveMember`] means for one, in a number of statements that does not grow
/// with the rows. A row sees what the rows before it did, so the second of two equal ids finds nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteMemberships {
    /// Which.
    pub ids: Vec<MembershipId>,
    /// What one that fails means for the others.
    pub mode: BatchMode,
}

impl Operation for DeleteMemberships {
    type Output = BatchOutcome;

    const NAME: &'static str = "DeleteMemberships";

    fn requires(&self) -> Access {
        Access::new(Permission::MembersWrite, Target::Each)
    }

    async fn run(&self, tx: &Tx) -> Result<BatchOutcome> {
        batch::check_size("ids", self.ids.len())?;
        let mut state = State::read(tx, &self.ids).await?;
        let results: Vec<_> = self
            .ids
            .iter()
            .map(|id| (None, state.remove(tx, *id)))
            .collect();
        let outcome = batch::outcome(self.mode, results)?;
        state.write(tx).await?;
        Ok(outcome)
    }
}

/// A membership with what its org and its user are.
#[derive(Debug, Clone, FromQueryResult)]
struct Member {
    #[sea_orm(nested)]
    row: Model,
    org_name_key: String,
    org_status: OrgStatus,
    user_status: UserStatus,
}

const TABLES: &str =
    "memberships m JOIN orgs o ON o.id = m.org_id JOIN users u ON u.id = m.user_id";

impl Member {
    /// The columns of a [`Member`], of [`TABLES`].
    fn columns() -> String {
        columns::<Model>("m")
            + ", o.name_key AS org_name_key, o.status AS org_status, u.status AS user_status"
    }

    fn counts_as_owner(&self) -> bool {
        self.row.is_owner
            && self.row.status == MemberStatus::Active
            && self.user_status == UserStatus::Active
    }
}

/// What rows are decided on: how everything was, and what the rows so far have made of it.
struct State {
    members: HashMap<MembershipId, Member>,
    /// Those that the actor may see.
    seen: HashSet<MembershipId>,
    held: Held,
    owners: HashMap<Uuid, i64>,
    /// Of each user, those of his active memberships that the batch names and that are still there, as defaults follow one
    /// another.
    named: HashMap<UserId, BTreeSet<Place>>,
    /// Of each user who may need another default, the first of those that the batch does not name.
    others: HashMap<Uuid, Member>,
    /// Each membership that goes, and the one that becomes the default then: as it was and as it is.
    gone: Vec<(Model, Option<(Model, Model)>)>,
}

/// Where a membership stands among those of its user: by name, those of orgs in use before those of retired ones.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    is_of_retired: bool,
    org_name_key: String,
    org: OrgId,
    id: MembershipId,
}

impl Place {
    fn of(member: &Member) -> Self {
        Self {
            is_of_retired: member.org_status == OrgStatus::Retired,
            org_name_key: member.org_name_key.clone(),
            org: member.row.org_id,
            id: member.row.id,
        }
    }
}

impl State {
    /// Locks orgs, where owners may go, then users, then memberships, each by id, and reads the rest.
    async fn read(tx: &Tx, ids: &[MembershipId]) -> Result<Self> {
        let ids: Vec<Uuid> = ids.iter().copied().map(Uuid::from).collect();
        let found = members(tx, &ids, false).await?;
        let owners = found.iter().filter(|member| member.row.is_owner);
        let owned: BTreeSet<Uuid> = owners.map(|owner| owner.row.org_id.into()).collect();
        let owned_ids: Vec<Uuid> = owned.iter().copied().collect();
        owners::lock_orgs(tx, &owned_ids).await?;
        let users = found.iter().map(|member| member.row.user_id).collect();
        lock_users(tx, users).await?;
        let found = members(tx, &ids, true).await?;
        let is_new_owner =
            |member: &Member| member.row.is_owner && !owned.contains(&member.row.org_id.into());
        if found.iter().any(is_new_owner) {
            return Err(Error::busy("somebody was made an owner meanwhile").again());
        }
        let orgs: BTreeSet<OrgId> = found.iter().map(|member| member.row.org_id).collect();
        let orgs: Vec<OrgId> = orgs.into_iter().collect();
        let mut named = HashMap::<UserId, BTreeSet<Place>>::new();
        for member in &found {
            if member.row.status == MemberStatus::Active {
                let of = named.entry(member.row.user_id).or_default();
                of.insert(Place::of(member));
            }
        }
        Ok(Self {
            seen: seen(tx, &ids).await?,
            held: tx.held(&orgs).await?,
            owners: owners::count(tx, &owned_ids).await?,
            others: others(tx, &found, &ids).await?,
            members: found
                .into_iter()
                .map(|member| (member.row.id, member))
                .collect(),
            named,
            gone: Vec::new(),
        })
    }

    fn remove(&mut self, tx: &Tx, id: MembershipId) -> Result<RowDone> {
        let absent = || not_found(Code::MembershipNotFound).at("ids");
        let member = self.members.get(&id).ok_or_else(absent)?;
        let needs = |permission| tx.must_hold(&self.held, member.row.org_id, permission);
        needs(Permission::MembersWrite).map_err(|error| match self.seen.contains(&id) {
            true => error,
            false => absent(),
        })?;
        if member.org_status == OrgStatus::Retired {
            let message = "The org is retired; restore it first.";
            return Err(Error::new(Code::OrgRetired, message).at("ids"));
        }
        if member.row.is_owner {
            needs(Permission::OwnersWrite)?;
        }
        if member.counts_as_owner() {
            let org = member.row.org_id;
            let owners = self.owners.entry(org.into()).or_default();
            if *owners <= 1 {
                return Err(owners::last(org).at("ids"));
            }
            *owners -= 1;
        }
        let Some(member) = self.members.remove(&id) else {
            return Err(absent());
        };
        let user = member.row.user_id;
        if let Some(named) = self.named.get_mut(&user) {
            named.remove(&Place::of(&member));
        }
        let promoted = match member.row.is_default {
            true => self.promote_next(tx, user),
            false => None,
        };
        self.gone.push((member.row, promoted));
        Ok(RowDone {
            done: Done::Removed,
            id: id.into(),
        })
    }

    /// The next default of a user who has lost his.
    fn promote_next(&mut self, tx: &Tx, user: UserId) -> Option<(Model, Model)> {
        let named = self.named.get(&user).and_then(BTreeSet::first);
        let other = self.others.get_mut(&user.into());
        let next = match (named, other) {
            (Some(named), Some(other)) if Place::of(other) < *named => Some(other),
            (Some(named), _) => self.members.get_mut(&named.id),
            (None, other) => other,
        }?;
        let before = next.row.clone();
        next.row = with_default(tx, &before, Some(DefaultReason::Promoted));
        Some((before, next.row.clone()))
    }

    async fn write(self, tx: &Tx) -> Result<()> {
        let rows: Vec<Model> = self.gone.iter().map(|(row, _)| row.clone()).collect();
        let mut left = HashMap::<(OrgId, UserId), Vec<Event>>::new();
        for row in group::delete_all_of(tx, &rows).await? {
            let of = left.entry((row.org_id, row.user_id)).or_default();
            of.push(event::removed(&row));
        }
        let mut changes = Changes::default();
        for (row, promoted) in self.gone {
            let left = left.remove(&(row.org_id, row.user_id));
            changes.remove(row, left.unwrap_or_default());
            if let Some((before, after)) = promoted {
                changes.update(before.into(), after.into());
            }
        }
        changes.write(tx).await
    }
}

/// The memberships with these ids, where there are any; `locked` until the transaction ends.
async fn members(tx: &Tx, ids: &[Uuid], locked: bool) -> Result<Vec<Member>> {
    let mut sql = Sql::new(tx.conn(), "SELECT ");
    sql.push(&Member::columns())
        .push(" FROM ")
        .push(TABLES)
        .push(" WHERE ");
    sql.is_one_of("m.id", ids);
    if locked {
        sql.push(" ORDER BY m.id").locked("UPDATE", "m");
    }
    sql.all(tx.conn()).await
}

/// Those of the memberships that the actor may see.
async fn seen(tx: &Tx, ids: &[Uuid]) -> Result<HashSet<MembershipId>> {
    let mut sql = Sql::new(tx.conn(), "SELECT m.id FROM memberships m WHERE ");
    sql.is_one_of("m.id", ids).push(" AND ");
    tx.actor().scope().sees_membership(&mut sql, "m");
    let rows = sql.rows(tx.conn()).await?;
    let id = |row: &sea_orm::QueryResult| Ok(row.try_get("", "id")?);
    rows.iter().map(id).collect()
}

/// Of each user whose default is among those found, the next default among those that the batch does not name.
async fn others(tx: &Tx, found: &[Member], ids: &[Uuid]) -> Result<HashMap<Uuid, Member>> {
    let losing = found.iter().filter(|member| member.row.is_default);
    let users: Vec<Uuid> = losing.map(|member| member.row.user_id.into()).collect();
    let children = Children {
        columns: &Member::columns(),
        from: TABLES,
        key: "m.id",
    };
    let mut sql = Sql::new(tx.conn(), "");
    sql.first_per_parent(
        children,
        |sql| {
            sql.ids(&users);
        },
        |sql| {
            sql.push("m.user_id = parent.id AND m.status = ")
                .word(MemberStatus::Active.as_str())
                .push(" AND ")
                .is_none_of("m.id", ids)
                .push(NEXT_DEFAULT);
        },
    );
    let found = sql.children::<_, Member>(tx.conn()).await?;
    Ok(found.into_iter().collect())
}
