//! Removing many members.

use serde::{Deserialize, Serialize};

use crate::{
    access::{Access, Permission, Target, target::not_found},
    domain::{
        Operation, Tx,
        batch::{self, BatchMode, BatchOutcome, RowDone},
    },
    error::{Code, Result},
    id::MembershipId,
};

use super::{MembershipRef, RemoveMember, find};

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
        let mut results = Vec::with_capacity(self.ids.len());
        for id in &self.ids {
            let result = async {
                let found = find(&tx.reader(), MembershipRef::Id(*id)).await?;
                let found = found.ok_or_else(|| not_found(Code::MembershipNotFound).at("ids"))?;
                let remove = RemoveMember {
                    org: found.org_id,
                    user: found.user_id,
                };
                let change = tx.attempt(&remove).await?;
                Ok(RowDone::of(&change))
            };
            results.push((None, result.await));
        }
        batch::outcome(self.mode, results)
    }
}
