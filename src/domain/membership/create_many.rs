//! Adding many users to orgs.

use serde::{Deserialize, Serialize};

use crate::{
    access::Permission,
    domain::{
        Operation, Tx,
        batch::{self, BatchMode, BatchOutcome, RowDone},
        engine::{Decide, Decision, Keys, Lock, Stop, World},
        org::{self, OrgRef},
        user::{self, UserRef},
    },
    entity::membership::MemberStatus,
    error::{Error, Result},
    id::{OrgId, UserId},
};

use super::{MembershipFields, rules};

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

    async fn run(&self, tx: &Tx) -> Result<BatchOutcome> {
        batch::check_size("rows", self.rows.len())?;
        let rows = self.resolve(tx).await?;
        let finish = |results: Vec<Result<RowDone>>| {
            let references = self.rows.iter().map(|row| row.reference.clone());
            batch::outcome(self.mode, references.zip(results))
        };
        tx.decide_each(&rows, finish).await
    }
}

/// A row whose org and user are looked up.
struct Row<'a> {
    named: Result<Named>,
    fields: &'a MembershipFields,
}

/// The org and the user of a row.
struct Named {
    org: OrgId,
    user: UserId,
    /// Whether the user was found by what the actor knows of them, and not by an id alone.
    is_known: bool,
}

impl Decide for Row<'_> {
    type Output = RowDone;

    fn reads(&self, keys: &mut Keys) {
        if let Ok(Named { org, user, .. }) = self.named {
            keys.org(org, Lock::Share)
                .locked_membership(org, user)
                .default_of(user);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<RowDone> {
        let Named {
            org,
            user,
            is_known,
        } = match &self.named {
            Ok(named) => named,
            Err(error) => return Err(error.clone().into()),
        };
        if self.fields.status == Some(MemberStatus::Retired) {
            world.require(Permission::MembersGrant, *org)?;
            let error = Error::invalid("status", "is RETIRED. A member who is added is active.");
            return Err(error.into());
        }
        let (done, membership) =
            rules::add(world, *org, *user, *is_known, self.fields).map_err(in_row)?;
        Ok(RowDone {
            done,
            id: membership.id.into(),
        })
    }
}

/// A row names its user otherwise than by an id alone.
fn in_row(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(error) if error.field() == Some("userId") => error.at("user").into(),
        stop => stop,
    }
}

impl CreateMemberships {
    async fn resolve(&self, tx: &Tx) -> Result<Vec<Row<'_>>> {
        let reader = tx.reader();
        let orgs: Vec<&OrgRef> = self.rows.iter().map(|row| &row.org).collect();
        let orgs = org::reference::resolve(&reader, &orgs).await?;
        // Users who are named by id are looked up by the rules: a member need not be seen to be added again.
        let users = self.rows.iter().map(|row| &row.user);
        let users: Vec<&UserRef> = users
            .filter(|user| !matches!(user, UserRef::Id(_)))
            .collect();
        let mut users = user::reference::resolve(&reader, &users).await?.into_iter();
        let mut resolved = Vec::with_capacity(self.rows.len());
        for (row, org) in self.rows.iter().zip(orgs) {
            let user = match row.user {
                UserRef::Id(user) => Ok((user, false)),
                _ => users
                    .next()
                    .expect("each reference resolves to a result of its own")
                    .map(|user| (user, true)),
            };
            let org = org.map_err(|error| error.at("org"));
            let user = user.map_err(|error| error.at("user"));
            let named = org.and_then(|org| {
                let (user, is_known) = user?;
                Ok(Named {
                    org,
                    user,
                    is_known,
                })
            });
            let fields = &row.membership;
            resolved.push(Row { named, fields });
        }
        Ok(resolved)
    }
}
