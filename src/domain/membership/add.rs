//! Adding a user to an org.

use crate::{
    access::{Access, Lock, Permission, Target, target},
    db::Sql,
    domain::{
        Change, Done, Operation, Tx,
        field::{ExternalId, Patch},
        user,
    },
    entity::{
        event::Verb,
        membership::{MemberRole, MemberStatus, Model},
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::{Grantor, MembershipFields, change, default, find_in};

/// The user is an active member of the org afterwards.
///
/// A retired member comes back as what he was, with what is given changed. An active one is left alone: `unchanged` if
/// nothing would change, else `ALREADY_MEMBER`, because to change a member is another operation.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct AddMember {
    /// To which org.
    pub org: OrgId,
    /// Whom. He must be a member already or be visible to the caller.
    pub user: UserId,
    /// As what; `user` for a new member.
    pub role: Option<MemberRole>,
    /// The membership's external id.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
}

impl Operation for AddMember {
    type Output = Change;

    const NAME: &'static str = "AddMember";

    fn requires(&self) -> Access {
        Access::new(
            Permission::MembersGrant,
            Target::Member(self.org, self.user),
        )
        .locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let mut sql = Sql::new(tx.conn(), "SELECT u.id FROM users u WHERE u.id = ");
        sql.bind(self.user).locked("UPDATE", "u");
        let exists = sql.row(tx.conn()).await?.is_some();
        match find_in(tx, self.org, self.user).await? {
            None if exists => self.add(tx).await,
            None => Err(target::not_found(Code::UserNotFound).at("userId")),
            Some(member) if member.status == MemberStatus::Retired => {
                self.reactivate(tx, member).await
            }
            Some(member) => self.meets_active(&member),
        }
    }
}

impl AddMember {
    async fn add(&self, tx: &Tx) -> Result<Change> {
        if user::find(&tx.reader(), self.user).await?.is_none() {
            return Err(target::not_found(Code::UserNotFound).at("userId"));
        }
        let new = super::new(tx, self.org, self.user, MemberRole::User);
        let fields = self.fields();
        let grantor = Grantor::read(tx, &[(self.org, None, &fields)]).await?;
        let mut member = grantor.begin(new, &fields)?;
        default::settle(tx, &mut member).await?;
        tx.insert(&member).await?;
        Ok(change(Done::Created, &member))
    }

    async fn reactivate(&self, tx: &Tx, before: Model) -> Result<Change> {
        let fields = MembershipFields {
            status: Some(MemberStatus::Active),
            ..self.fields()
        };
        let grantor = Grantor::read(tx, &[(self.org, Some(&before), &fields)]).await?;
        let mut after = grantor.change(&before, &fields)?;
        after.updated_at = tx.now();
        default::settle(tx, &mut after).await?;
        tx.update(Verb::Reactivated, &before, &after).await?;
        Ok(change(Done::Reactivated, &after))
    }

    fn fields(&self) -> MembershipFields {
        MembershipFields {
            role: self.role,
            external_id: self.external_id.clone(),
            ..MembershipFields::default()
        }
    }

    fn meets_active(&self, member: &Model) -> Result<Change> {
        let role_differs = self.role.is_some_and(|role| role != member.role);
        let external_id_differs = self.external_id.as_ref().is_some_and(|given| {
            given.as_ref().map(ExternalId::as_str) != member.external_id.as_deref()
        });
        if role_differs || external_id_differs {
            return Err(Error::new(
                Code::AlreadyMember,
                "The user is an active member with another role or external id; use updateMember to change that.",
            )
            .at(if role_differs { "role" } else { "externalId" })
            .existing(member.id));
        }
        Ok(change(Done::Unchanged, member))
    }
}
