//! Choosing a user's default org.

use serde::{Deserialize, Serialize};

use crate::{
    access::{Access, Permission, Target, target::not_found},
    domain::{
        Change, Operation, Tx,
        org::{self, OrgRef},
    },
    error::{Code, Result},
    id::{OrgId, UserId},
};

use super::{
    absent, change, find_in,
    plan::{self, Part, Place, What},
};

/// The membership is the user's default afterwards, because somebody chose it, and the one before is not.
///
/// Users choose their own, with a token that is not bound to one org; anybody else needs `members:write` in the org that
/// becomes the default, and `owners:write` for its owners. What he holds in the org that was the default does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeDefault {
    /// Which org.
    pub org: OrgId,
    /// Whose default.
    pub user: UserId,
}

impl Operation for MakeDefault {
    type Output = Change;

    const NAME: &'static str = "MakeDefault";

    fn requires(&self) -> Access {
        Access::new(Permission::MembersWrite, Target::Each)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let scope = tx.actor().scope();
        if scope.is_oneself(self.user, Permission::MembersWrite) {
            if org::find(&tx.reader(), &OrgRef::Id(self.org))
                .await?
                .is_none()
            {
                return Err(not_found(Code::OrgNotFound).at("org"));
            }
        } else {
            let target = Target::Member(self.org, self.user);
            tx.require(Access::new(Permission::MembersWrite, target))
                .await?;
        }
        if find_in(tx, self.org, self.user).await?.is_none() {
            return Err(absent(tx, self.user).await?);
        }
        let parts = [Part {
            org: self.org,
            user: self.user,
            what: What::Choose,
            place: Place::default(),
        }];
        let orgs = plan::lock_orgs(tx, &parts).await?;
        let users = plan::lock_users(tx, &parts).await?;
        let work = plan::work_out(tx, &parts, &orgs, &users).await?;
        let chosen = work
            .steps
            .first()
            .and_then(|step| Some((step.done(), step.after.clone()?)));
        work.write(tx).await?;
        match chosen {
            Some((done, after)) => Ok(change(done, &after)),
            None => Err(absent(tx, self.user).await?),
        }
    }
}
