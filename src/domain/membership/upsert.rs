//! Stating a membership.

use serde::{Deserialize, Serialize};

use crate::{
    access::{Access, Permission, Target, target::not_found},
    domain::{Change, Operation, Tx, user, version},
    error::{Code, Result},
    id::{OrgId, UserId},
};

use super::{
    MembershipFields, change,
    plan::{self, Naming, Part, Place, What},
    roles,
};

/// The membership is there afterwards, and as stated: what is not stated stays, and of a new one is the default.
///
/// To add takes `members:grant`, to change `members:write`, and where an owner is concerned `owners:write` besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpsertMembership {
    /// In which org.
    pub org: OrgId,
    /// Whose.
    pub user: UserId,
    /// What is stated.
    pub fields: MembershipFields,
    /// The version that the membership must have, 0 where there must be none; any where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<i64>,
}

impl Operation for UpsertMembership {
    type Output = Change;

    const NAME: &'static str = "UpsertMembership";

    fn requires(&self) -> Access {
        Access::new(Permission::MembersWrite, Target::Each)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        plan::may_begin(tx, self.org).await?;
        // Of a member the caller may know more than of the user: to change one, he need not see him.
        let is_known = super::find_in(tx, self.org, self.user).await?.is_some()
            || user::find(&tx.reader(), self.user).await?.is_some();
        if !is_known {
            let stated = vec![(self.org, &self.fields, Place::default())];
            let error = not_found(Code::UserNotFound).at("userId");
            return Err(error.before(roles::unknown(tx, stated).await?));
        }
        let parts = [Part {
            org: self.org,
            user: self.user,
            what: What::Put(self.fields.clone(), Naming::Nothing),
            place: Place::default(),
        }];
        let orgs = plan::lock_orgs(tx, &parts).await?;
        let users = plan::lock_users(tx, &parts).await?;
        let work = plan::work_out(tx, &parts, &orgs, &users).await?;
        let before = work.steps.first().and_then(|step| step.before.as_ref());
        version::must_be(self.if_version, before)?;
        let stated = work
            .steps
            .first()
            .and_then(|step| Some((step.done(), step.after.clone()?)));
        work.write(tx).await?;
        let (done, after) = stated.ok_or_else(|| not_found(Code::MembershipNotFound))?;
        Ok(change(done, &after))
    }
}
