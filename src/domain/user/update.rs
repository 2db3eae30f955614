//! Changing a user's own fields.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    access::{Access, Permission, Target},
    db::Sql,
    domain::{
        AfterCommit, Change, Done, Operation, Tx,
        field::{ExternalId, Name, Patch},
        membership::owners,
        version,
    },
    entity::{
        event::Verb,
        user::{Column, Entity, Model, UserStatus},
    },
    error::{Code, Result},
    id::UserId,
};

use super::{Email, Mobile, TimeZone, create::email_taken, mobile, name};

/// Changes what is given and leaves the rest.
///
/// A user may belong to other orgs too, so whoever is not the platform needs `members:write` in every one of them. Users
/// change their own names, mobile number and time zone. The status is the platform's.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateUser {
    /// Who.
    pub user: UserId,
    /// Theirs alone in the whole system.
    pub email: Option<Email>,
    /// First name.
    pub first: Option<Name>,
    /// Last name.
    pub last: Option<Name>,
    /// Display name. Once it was set, it no longer follows first and last name.
    pub name: Option<Name>,
    /// Mobile number.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub mobile: Patch<Mobile>,
    /// Time zone.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub timezone: Patch<TimeZone>,
    /// What another system calls the user.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
    /// Whether the user may do anything at all.
    pub status: Option<UserStatus>,
    /// The version that the row must have; any where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<i64>,
}

impl Operation for UpdateUser {
    type Output = Change;

    const NAME: &'static str = "UpdateUser";

    fn requires(&self) -> Access {
        if self.status.is_some() {
            return Access::new(Permission::UsersStatus, Target::User(self.user));
        }
        self.requires_for_details()
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        if self.status.is_some() && self.names_details() {
            tx.require(self.requires_for_details()).await?;
        }
        if self.status == Some(UserStatus::Suspended) {
            owners::lock_orgs_of(tx, self.user).await?;
        }
        let before = locked(tx, self.user).await?;
        version::must_be(self.if_version, Some(&before))?;
        let mut after = before.clone();
        self.apply(tx, &mut after);
        if after == before {
            return Ok(Change::new(Done::Unchanged, before.id).of_user(before.id));
        }
        if after.email_key != before.email_key {
            let taken = Entity::find()
                .filter(Column::EmailKey.eq(&*after.email_key))
                .one(tx.conn())
                .await?;
            if let Some(owner) = taken {
                return Err(email_taken(tx, owner.id).await?);
            }
        }
        if after.status != before.status {
            if after.status == UserStatus::Suspended {
                owners::ensure_one_stays_in_each(tx, self.user).await?;
            }
            tx.after_commit(AfterCommit::ForgetTokensOf(self.user));
        }
        after.updated_at = tx.now();
        tx.update(Verb::Updated, &before, &after).await?;
        Ok(Change::new(Done::Updated, after.id).of_user(after.id))
    }
}

impl UpdateUser {
    /// Changes nothing.
    #[must_use]
    pub fn nothing(user: UserId) -> Self {
        Self {
            user,
            email: None,
            first: None,
            last: None,
            name: None,
            mobile: None,
            timezone: None,
            external_id: None,
            status: None,
            if_version: None,
        }
    }

    fn names_details(&self) -> bool {
        self.email.is_some()
            || self.first.is_some()
            || self.last.is_some()
            || self.name.is_some()
            || self.mobile.is_some()
            || self.timezone.is_some()
            || self.external_id.is_some()
    }

    pub(super) fn requires_for_details(&self) -> Access {
        // By these other systems and people know him.
        let target = if self.email.is_some() || self.external_id.is_some() {
            Target::User(self.user)
        } else {
            Target::Oneself(self.user)
        };
        Access::new(Permission::MembersWrite, target)
    }

    pub(super) fn apply(&self, tx: &Tx, user: &mut Model) {
        if let Some(email) = &self.email {
            user.email = email.as_str().to_owned();
            user.email_key = email.key().to_owned();
        }
        if let Some(first) = &self.first {
            user.first_name = first.as_str().to_owned();
        }
        if let Some(last) = &self.last {
            user.last_name = last.as_str().to_owned();
        }
        let display_name = match &self.name {
            Some(name) => {
                user.display_name_is_custom = true;
                name.as_str().to_owned()
            }
            None if user.display_name_is_custom => user.display_name.clone(),
            None => name::made_of(&user.first_name, &user.last_name),
        };
        name::show_as(user, display_name);
        if let Some(mobile) = &self.mobile {
            let region = tx.settings().default_region.as_deref();
            mobile::set(user, mobile.as_ref(), region);
        }
        if let Some(timezone) = self.timezone {
            user.timezone = timezone.map(|timezone| timezone.as_str().to_owned());
        }
        if let Some(external_id) = &self.external_id {
            user.external_id = external_id.clone().map(String::from);
        }
        if let Some(status) = self.status {
            user.status = status;
        }
    }
}

pub(super) async fn locked(tx: &Tx, user: UserId) -> Result<Model> {
    let mut sql = Sql::select::<Model>(tx.conn(), "u", " WHERE u.id = ");
    sql.bind(user).locked("UPDATE", "u");
    let found = sql.one(tx.conn()).await?;
    found.ok_or_else(|| crate::access::target::not_found(Code::UserNotFound))
}
