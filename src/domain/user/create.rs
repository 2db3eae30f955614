//! The operation that creates a user in an org and optionally in one of the org's groups.

use chrono::{DateTime, Utc};

use crate::{
    access::Permission,
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, Unique, World},
        field::{ExternalId, Name},
        group, membership,
    },
    entity::{
        membership::{self as member, MemberStatus},
        user::{Model, UserStatus},
    },
    id::{GroupId, OrgId, UserId},
    normalize,
};

use super::{Email, Mobile, mobile, name, rules};

/// Creates a user who is a member of the org, with role `user`.
///
/// A repeated call is `unchanged`: the user and the membership are active, and all values that are
/// present match. Any other call with a known e-mail address fails with `EMAIL_TAKEN`.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CreateUser {
    /// The user's first org.
    pub org: OrgId,
    /// Unique in the whole system.
    pub email: Email,
    /// First name.
    pub first: Name,
    /// Last name, empty for a person with one name.
    pub last: Name,
    /// Display name. Defaults to first and last name.
    pub name: Option<Name>,
    /// Mobile number.
    pub mobile: Option<Mobile>,
    /// A group of the org that the user joins.
    pub group: Option<GroupId>,
    /// The membership's external id.
    pub external_id: Option<ExternalId>,
}

impl Operation for CreateUser {
    type Output = Change;

    const NAME: &'static str = "CreateUser";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for CreateUser {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Share)
            .unique(Unique::Email(self.email.key().to_owned()));
        if let Some(group) = self.group {
            keys.group(group);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        world.require(Permission::MembersGrant, self.org)?;
        world.lock_org(self.org, Lock::Share)?;
        if let Some(group) = self.group {
            group::rules::of_org(world, group, self.org)?;
        }
        if let Some(known) = rules::holder_of(world, &self.email)? {
            return self.meets(world, known);
        }
        let mut user = new(
            world.id(),
            world.now(),
            &self.email,
            self.first.as_str(),
            self.last.as_str(),
            self.name.as_ref(),
        );
        let region = world.settings().default_region.as_deref();
        mobile::set(&mut user, self.mobile.as_ref(), region);
        let user = world.make(user)?;
        let mut membership = membership::rules::new(world, self.org, user.id);
        membership.external_id = self.external_id.clone().map(String::from);
        let membership = world.put(membership)?;
        let change = Change::new(Done::Created, user.id)
            .of_user(user.id)
            .of_org(self.org)
            .of_membership(membership.id);
        let Some(group) = self.group else {
            return Ok(change);
        };
        group::rules::join(world, group, &membership)?;
        Ok(change.of_group(group))
    }
}

impl CreateUser {
    /// Handles a known address: a repeated call is `unchanged`, any other call fails.
    fn meets(&self, world: &World, known: UserId) -> Decision<Change> {
        let membership = world.membership(self.org, known)?;
        if let Some(membership) = membership
            && self.holds(world, &membership)?
        {
            return Ok(Change::new(Done::Unchanged, known)
                .of_user(known)
                .of_org(self.org)
                .of_membership(membership.id));
        }
        Err(rules::email_taken(world, known)?.into())
    }

    /// Checks that the user and the membership match all values. An absent name, mobile number or
    /// group is not compared.
    fn holds(&self, world: &World, membership: &member::Model) -> Decision<bool> {
        let Some(user) = world.user(membership.user_id)? else {
            return Ok(false);
        };
        let region = world.settings().default_region.as_deref();
        // Names stored by older versions may contain runs of white space.
        let is_named = |name: &Name| name.as_str() == normalize::spaced(&user.display_name);
        let is_called = |mobile: &Mobile| Some(mobile.key(region)) == user.mobile_key;
        let external_id = self.external_id.as_ref().map(ExternalId::as_str);
        // The address may be an alias of a user who has another one.
        let holds = user.status == UserStatus::Active
            && user.email_key == self.email.key()
            && normalize::spaced(&user.first_name) == self.first.as_str()
            && normalize::spaced(&user.last_name) == self.last.as_str()
            && self.name.as_ref().is_none_or(is_named)
            && self.mobile.as_ref().is_none_or(is_called)
            && membership.status == MemberStatus::Active
            && membership.external_id.as_deref() == external_id;
        match self.group {
            Some(group) if holds => {
                Ok(world.group_membership(group, membership.user_id)?.is_some())
            }
            _ => Ok(holds),
        }
    }
}

/// Returns the first and last name of a new user. Without any name, the first name is the part of
/// the address before the @.
pub(in crate::domain) fn names(
    email: &Email,
    first: Option<&Name>,
    last: Option<&Name>,
    display: Option<&Name>,
) -> (String, String) {
    let text = |name: Option<&Name>| name.map(|name| name.as_str().to_owned());
    let last = text(last).filter(|last| !last.is_empty());
    let first = match (text(first), &last, text(display)) {
        (Some(first), ..) => first,
        (None, Some(_), _) => String::new(),
        (None, None, Some(name)) => name,
        (None, None, None) => {
            let typed = email.as_str();
            let local = typed.rsplit_once('@').map_or(typed, |(local, _)| local);
            local.to_owned()
        }
    };
    (first, last.unwrap_or_default())
}

/// Returns the row of a new active user. Without `display`, the display name is the first and last
/// name.
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
