//! Changing a membership.

use crate::{
    access::{Access, Lock, Permission, PermissionSet, Target},
    domain::{
        Change, Done, Operation, Tx,
        field::{ExternalId, Patch},
    },
    entity::{
        event::Verb,
        membership::{MemberRole, MemberStatus, Model},
    },
    error::Result,
    id::{OrgId, UserId},
};

use super::{absent, change, default, find_locked, owners};

/// Changes what is given and leaves the rest. To retire a member ends his access in this org and nothing else: the user,
/// his other orgs, his group rows and the external id stay.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateMember {
    /// In which org.
    pub org: OrgId,
    /// Whose membership.
    pub user: UserId,
    /// Whether it is in force.
    pub status: Option<MemberStatus>,
    /// As what.
    pub role: Option<MemberRole>,
    /// The membership's external id.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
}

impl Operation for UpdateMember {
    type Output = Change;

    const NAME: &'static str = "UpdateMember";

    fn requires(&self) -> Access {
        let lock = match self.status {
            Some(MemberStatus::Retired) => Lock::Update,
            Some(MemberStatus::Active) => Lock::Share,
            None => Lock::None,
        };
        Access::new(
            Permission::MembersWrite,
            Target::Member(self.org, self.user),
        )
        .locking(lock)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let Some(before) = find_locked(tx, self.org, self.user).await? else {
            return Err(absent(tx, self.user).await?);
        };
        let mut after = Model {
            status: self.status.unwrap_or(before.status),
            role: self.role.unwrap_or(before.role),
            ..before.clone()
        };
        if let Some(external_id) = &self.external_id {
            after.external_id = external_id.clone().map(String::from);
        }
        if after == before {
            return Ok(change(Done::Unchanged, &before));
        }
        after.updated_at = tx.now();
        match (before.status, after.status) {
            (MemberStatus::Active, MemberStatus::Retired) => self.retire(tx, &before, after).await,
            (MemberStatus::Retired, MemberStatus::Active) => {
                self.reactivate(tx, &before, after).await
            }
            _ => {
                if after.role != before.role {
                    self.may_promote(tx, &before, &after).await?;
                }
                tx.update(Verb::Updated, &before, &after).await?;
                Ok(change(Done::Updated, &after))
            }
        }
    }
}

impl UpdateMember {
    async fn retire(&self, tx: &Tx, before: &Model, mut after: Model) -> Result<Change> {
        if before.is_owner {
            owners::ensure_one_stays(tx, self.org, self.user).await?;
        }
        if after.role != before.role {
            self.may_promote(tx, before, &after).await?;
        }
        after.is_default = false;
        after.default_reason = None;
        tx.update(Verb::Retired, before, &after).await?;
        if before.is_default {
            default::promote_next(tx, self.user).await?;
        }
        Ok(change(Done::Updated, &after))
    }

    /// To reactivate is to grant everything that the membership holds.
    async fn reactivate(&self, tx: &Tx, before: &Model, mut after: Model) -> Result<Change> {
        tx.may_grant(self.org, PermissionSet::granted_by(&after))
            .await?;
        default::settle(tx, &mut after).await?;
        tx.update(Verb::Reactivated, before, &after).await?;
        Ok(change(Done::Reactivated, &after))
    }

    async fn may_promote(&self, tx: &Tx, before: &Model, after: &Model) -> Result<()> {
        let (old, new) = (
            PermissionSet::granted_by(before),
            PermissionSet::granted_by(after),
        );
        if new.is_within(old) {
            Ok(())
        } else {
            tx.may_grant(self.org, new).await
        }
    }
}
