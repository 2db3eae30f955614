//! The operation that updates a user's own fields.

use crate::{
    access::{Permission, target::not_found},
    domain::{
        Change, Operation, Settings,
        engine::{Decide, Decision, Keys, Unique, World},
        field::{ExternalId, Name, Patch},
        version::{self, Expected},
    },
    entity::user::{Model, UserStatus},
    error::Code,
    id::UserId,
};

use super::{Email, Mobile, TimeZone, mobile, name, rules};

/// Updates the fields that are present; the other fields keep their values.
///
/// A user may belong to several orgs, so every actor except the platform needs `members:write` in
/// all of them. Users may change their own names, mobile number and time zone. Only the platform
/// changes the status.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateUser {
    /// The user to update.
    pub user: UserId,
    /// Unique in the whole system.
    pub email: Option<Email>,
    /// First name.
    pub first: Option<Name>,
    /// Last name; an empty one clears it.
    pub last: Option<Name>,
    /// Display name. Once set, it no longer follows first and last name.
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
    /// The id of the user in another system.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
    /// The status. A suspended user has no access.
    pub status: Option<UserStatus>,
    /// The version that the row must have. `None` accepts any version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for UpdateUser {
    type Output = Change;

    const NAME: &'static str = "UpdateUser";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for UpdateUser {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.locked_user(self.user).whole_user(self.user);
        if let Some(email) = &self.email {
            keys.unique(Unique::Email(email.key().to_owned()));
        }
        if self.status == Some(UserStatus::Suspended) {
            keys.owned_by(self.user);
        }
    }

    fn weight(&self) -> usize {
        match self.status {
            // Suspending a user affects all orgs that the user owns, which can be any number.
            Some(UserStatus::Suspended) => usize::MAX,
            _ => 1,
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let user = world.followed(self.user)?;
        if self.status.is_some() {
            world.require_of_user(Permission::UsersStatus, user, false)?;
        }
        if self.status.is_none() || self.names_details() {
            rules::may_change(world, user, self)?;
        }
        let Some(before) = world.user(user)? else {
            return Err(not_found(Code::UserNotFound).at("userId").into());
        };
        version::must_be(self.if_version.as_ref(), Some(&*before))?;
        let done = rules::change(world, &before, self)?;
        Ok(Change::new(done, user).of_user(user))
    }
}

impl UpdateUser {
    /// Returns an update that changes nothing.
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

    /// Returns whether the update states any field besides the status.
    pub(in crate::domain) fn names_details(&self) -> bool {
        self.email.is_some()
            || self.first.is_some()
            || self.last.is_some()
            || self.name.is_some()
            || self.mobile.is_some()
            || self.timezone.is_some()
            || self.external_id.is_some()
    }

    /// Returns the user with the fields of this update.
    pub(in crate::domain) fn applied(&self, mut user: Model, settings: &Settings) -> Model {
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
        name::show_as(&mut user, display_name);
        if let Some(mobile) = &self.mobile {
            let region = settings.default_region.as_deref();
            mobile::set(&mut user, mobile.as_ref(), region);
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
        user
    }
}
