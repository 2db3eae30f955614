//! Removing many members.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::{
        Permission,
        target::{forbidden, not_found},
    },
    db::Sql,
    domain::{
        Done, Operation, Tx,
        batch::{self, BatchMode, BatchOutcome, RowDone},
        engine::{Decide, Decision, Keys, Lock, Stop, Violation, World},
    },
    error::{Code, Error, Result},
    id::{MembershipId, OrgId, UserId},
};

use super::rules;

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

    async fn run(&self, tx: &Tx) -> Result<BatchOutcome> {
        batch::check_size("ids", self.ids.len())?;
        let rows = self.resolve(tx).await?;
        let finish = |results: Vec<Result<RowDone>>| {
            let results = results.into_iter().map(|result| (None, result));
            batch::outcome(self.mode, results)
        };
        tx.decide_each(&rows, finish).await
    }
}

/// A membership to be removed, whose org and user are looked up.
struct Row {
    id: MembershipId,
    found: Option<Found>,
}

#[derive(Clone, Copy)]
struct Found {
    org: OrgId,
    user: UserId,
    is_seen: bool,
}

impl Decide for Row {
    type Output = RowDone;

    fn reads(&self, keys: &mut Keys) {
        if let Some(Found { org, user, .. }) = self.found {
            keys.org(org, Lock::None)
                .groups_of(org, user)
                .default_of(user);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<RowDone> {
        let absent = || not_found(Code::MembershipNotFound).at("ids");
        let Found { org, user, is_seen } = self.found.ok_or_else(absent)?;
        let membership = world.membership(org, user)?;
        let membership = membership
            .filter(|membership| membership.id == self.id)
            .ok_or_else(absent)?;
        match world.require_for_member(Permission::MembersWrite, org, user) {
            Err(Stop::Refused(error)) => {
                let is_denied = matches!(error.code(), Code::Forbidden | Code::OrgNotFound);
                return Err(match (is_denied, is_seen) {
                    (true, false) => absent().into(),
                    (true, true) if error.code() == Code::OrgNotFound => {
                        forbidden(Permission::MembersWrite).into()
                    }
                    (true, true) => error.into(),
                    (false, _) => error.at("ids").into(),
                });
            }
            may => may?,
        }
        rules::remove(world, &membership)?;
        Ok(RowDone {
            done: Done::Removed,
            id: self.id.into(),
        })
    }

    fn violated(&self, violations: Vec<Violation>) -> Error {
        let first = violations.into_iter().next();
        let error = first.map_or_else(|| Error::internal("no violation"), |first| first.error);
        error.at("ids")
    }
}

impl DeleteMemberships {
    async fn resolve(&self, tx: &Tx) -> Result<Vec<Row>> {
        let ids: Vec<Uuid> = self.ids.iter().copied().map(Uuid::from).collect();
        let mut sql = Sql::new(tx.conn(), "SELECT m.id, m.org_id, m.user_id, ");
        tx.actor().scope().sees_membership(&mut sql, "m");
        sql.push(" AS is_seen FROM memberships m WHERE ")
            .is_one_of("m.id", &ids);
        let mut found = HashMap::<MembershipId, Found>::new();
        for row in sql.rows(tx.conn()).await? {
            let of = Found {
                org: row.try_get("", "org_id")?,
                user: row.try_get("", "user_id")?,
                is_seen: row.try_get("", "is_seen")?,
            };
            found.insert(row.try_get("", "id")?, of);
        }
        let row = |id: &MembershipId| Row {
            id: *id,
            found: found.get(id).copied(),
        };
        Ok(self.ids.iter().map(row).collect())
    }
}
