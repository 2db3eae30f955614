//! Adding many users to orgs.

use serde::{Deserialize, Serialize};

use crate::{
    access::{Access, Permission, Target},
    domain::{
        Operation, Tx,
        batch::{self, BatchMode, BatchOutcome, RowDone},
        org::{self, OrgRef},
        user::{self, UserRef},
    },
    error::Result,
};

use super::{AddMember, MembershipFields};

/// Each row's user is an active member of its org afterwards: what [`AddMember`] means for one, in a number of statements
/// that does not grow with the rows. A row sees what the rows before it did.
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
    /// Whom.
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
        let orgs: Vec<&OrgRef> = self.rows.iter().map(|row| &row.org).collect();
        let orgs = org::reference::resolve(&tx.reader(), &orgs).await?;
        let users: Vec<&UserRef> = self.rows.iter().map(|row| &row.user).collect();
        let users = user::reference::resolve(&tx.reader(), &users).await?;
        let mut results = Vec::with_capacity(self.rows.len());
        for ((row, org), user) in self.rows.iter().zip(orgs).zip(users) {
            let result = async {
                let add = AddMember {
                    org: org.map_err(|error| error.at("org"))?,
                    user: user.map_err(|error| error.at("user"))?,
                    role: row.membership.role,
                    external_id: row.membership.external_id.clone(),
                };
                let change = tx.attempt(&add).await?;
                Ok(RowDone::of(&change))
            };
            results.push((row.reference.clone(), result.await));
        }
        batch::outcome(self.mode, results)
    }
}
