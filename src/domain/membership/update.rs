//! Changing a membership.

use crate::{
    access::{Access, Lock, Permission, Target},
    domain::{
        Change, Done, Operation, Tx,
        field::{ExternalId, Patch},
        version,
    },
    entity::{
        event::Verb,
        membership::{MemberRole, MemberStatus, Model},
    },
    error::Result,
    id::{OrgId, UserId},
};

use super::{Grantor, MembershipFields, absent, change, default, find_locked, owners};

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
    /// The version that the row must have; any where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<i64>,
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
        version::must_be(self.if_version, Some(&before))?;
        let fields = MembershipFields {
            status: self.status,
            role: self.role,
            external_id: self.external_id.clone(),
            ..MembershipFields::default()
        };
        let grantor = Grantor::read(tx, &[(self.org, Some(&before), &fields)]).await?;
        let mut after = grantor.change(&before, &fields)?;
        if after == before {
            return Ok(change(Done::Unchanged, &before));
        }
        after.updated_at = tx.now();
        match (before.status, after.status) {
            (MemberStatus::Active, MemberStatus::Retired) => self.retire(tx, &before, after).await,
            (MemberStatus::Retired, MemberStatus::Active) => {
                default::settle(tx, &mut after).await?;
                tx.update(Verb::Reactivated, &before, &after).await?;
                Ok(change(Done::Reactivated, &after))
            }
            _ => {
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
        after.is_default = false;
        after.default_reason = None;
        tx.update(Verb::Retired, before, &after).await?;
        if before.is_default {
            default::promote_next(tx, self.user).await?;
        }
        Ok(change(Done::Updated, &after))
    }
}
