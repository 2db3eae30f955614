//! Making a user, in an org and if wished in one of its groups.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    access::{Access, Lock, Permission, Target},
    domain::{
        Change, Done, Operation, Tx,
        field::{ExternalId, Name},
        group, membership,
    },
    entity::{
        membership::{DefaultReason, MemberRole, MemberStatus},
        user::{Column, Entity, Model, UserStatus},
    },
    error::{Code, Error, Result},
    id::{GroupId, OrgId, UserId},
};

use super::{Email, Mobile, get, mobile, name};

/// A new user, who is a member of the org, with role `user`.
///
/// The same call again is `unchanged`: same e-mail, an active membership in that org with the same external id. Anything
/// else with a known e-mail is `EMAIL_TAKEN`.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CreateUser {
    /// The user's first org.
    pub org: OrgId,
    /// Theirs alone in the whole system.
    pub email: Email,
    /// First name.
    pub first: Name,
    /// Last name.
    pub last: Name,
    /// Display name; first and last name where there is none.
    pub name: Option<Name>,
    /// Mobile number.
    pub mobile: Option<Mobile>,
    /// A group of that org to put the user into.
    pub group: Option<GroupId>,
    /// The membership's external id.
    pub external_id: Option<ExternalId>,
}

impl Operation for CreateUser {
    type Output = Change;

    const NAME: &'static str = "CreateUser";

    fn requires(&self) -> Access {
        Access::new(Permission::MembersGrant, Target::Org(self.org)).locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        if let Some(group) = self.group {
            group::get_of_org(tx, group, self.org).await?;
        }
        let user = self.row(tx);
        if !tx.insert_if_absent(&user, [Column::EmailKey]).await? {
            return self.meets_known_address(tx).await;
        }
        let mut membership = membership::new(tx, self.org, user.id, MemberRole::User);
        membership.external_id = self.external_id.clone().map(String::from);
        membership.is_default = true;
        membership.default_reason = Some(DefaultReason::Only);
        tx.insert(&membership).await?;
        if let Some(group) = self.group {
            tx.insert(&group::new_member(tx, group, self.org, user.id))
                .await?;
        }
        let change = Change::new(Done::Created, user.id)
            .of_user(user.id)
            .of_org(self.org)
            .of_membership(membership.id);
        Ok(match self.group {
            Some(group) => change.of_group(group),
            None => change,
        })
    }
}

impl CreateUser {
    fn row(&self, tx: &Tx) -> Model {
        let mut user = new(
            tx.id(),
            tx.now(),
            &self.email,
            self.first.as_str(),
            self.last.as_str(),
            self.name.as_ref(),
        );
        let region = tx.settings().default_region.as_deref();
        mobile::set(&mut user, self.mobile.as_ref(), region);
        user
    }

    async fn meets_known_address(&self, tx: &Tx) -> Result<Change> {
        let known = Entity::find()
            .filter(Column::EmailKey.eq(self.email.key()))
            .one(tx.conn())
            .await?;
        // Gone again between two statements: start over.
        let Some(known) = known else {
            return Err(Error::busy("the address was freed meanwhile").again());
        };
        if let Some(membership) = membership::find_in(tx, self.org, known.id).await?
            && membership.status == MemberStatus::Active
            && membership.external_id.as_deref()
                == self.external_id.as_ref().map(ExternalId::as_str)
        {
            return Ok(Change::new(Done::Unchanged, known.id)
                .of_user(known.id)
                .of_org(self.org)
                .of_membership(membership.id));
        }
        Err(email_taken(tx, known.id).await?)
    }
}

/// The row of a new active user. Without a display name it is first and last name.
#[must_use]
pub fn new(
    id: UserId,
    now: DateTime<Utc>,
    email: &Email,
    first: &str,
    last: &str,
    display: Option<&Name>,
) -> Model {
    let mut user = Model {
        id,
        email: email.as_str().to_owned(),
        email_key: email.key().to_owned(),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        display_name: String::new(),
        display_name_is_custom: display.is_some(),
        display_name_key: String::new(),
        search_text: String::new(),
        mobile: None,
        mobile_key: None,
        timezone: None,
        status: UserStatus::Active,
        created_at: now,
        updated_at: now,
        external_id: None,
        version: 1,
        owned_by: None,
    };
    let display_name = match display {
        Some(name) => name.as_str().to_owned(),
        None => name::made_of(first, last),
    };
    name::show_as(&mut user, display_name);
    user
}

/// Whoever may add people learns that an address is somebody's. Each time is logged.
pub(super) fn log_known_address(tx: &Tx) {
    let actor = tx.actor();
    tracing::info!(
        token = actor.token().map(tracing::field::display),
        user = actor.user().map(tracing::field::display),
        request_id = actor.request_id.as_deref(),
        "told a caller that an e-mail address is taken"
    );
}

/// Somebody else has the address. That is always said; who it is, only to those who may see him.
pub(super) async fn email_taken(tx: &Tx, owner: UserId) -> Result<Error> {
    log_known_address(tx);
    let error = Error::new(Code::EmailTaken, "Another user has this e-mail address.").at("email");
    Ok(match get::find(&tx.reader(), owner).await? {
        Some(_) => error.existing(owner),
        None => error,
    })
}
