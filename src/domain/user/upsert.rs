//! The operation that creates or updates a user together with their orgs.

use serde::{Deserialize, Serialize};

use crate::{
    access::{Permission, target::not_found},
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keyed, Keys, Stop, Unique, Violation, World},
        field::{ExternalId, Name, Patch},
        membership::{NamedOrgs, UserOrgs},
        version::{self, Expected},
    },
    entity::user::{Model, UserStatus},
    error::{Code, Error, Result},
    id::UserId,
};

use super::{
    Email, Mobile, TimeZone, UpdateUser, UserRef,
    create::{names, new},
    mobile, rules,
};

/// Whether the user must exist already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Upsert {
    /// Creates the user if no user matches.
    #[default]
    Either,
    /// Creates the user. Fails if a user has the e-mail address.
    Create,
    /// Updates the user. Fails if no user matches.
    Update,
}

/// Creates or updates a user with the given fields and orgs, in one transaction. Fields that are
/// absent keep their values.
///
/// Creating a user requires `members:grant` in every org that the user joins, or on the platform if
/// there is no org. Updating the user's own fields requires the permissions of [`UpdateUser`]. If a
/// caller may add the user to orgs but may not update the user, the user's own fields stay
/// unchanged. A caller can therefore maintain a list of people without knowing who belongs to other
/// orgs too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpsertUser {
    /// A reference to the user. `None` matches by e-mail address and external id.
    pub by: Option<UserRef>,
    /// Whether the user must exist already.
    pub how: Upsert,
    /// Unique in the whole system. If `by` is absent and the address matches the user, a different
    /// spelling changes nothing.
    pub email: Option<Email>,
    /// First name. A new user without any name gets the part of the address before the @ as the
    /// name.
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
    /// The orgs that the user joins or leaves.
    pub orgs: Option<UserOrgs>,
    /// The version that the row must have. `None` accepts any version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for UpsertUser {
    type Output = Change;

    const NAME: &'static str = "UpsertUser";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

/// The argument that lists the orgs.
const LIST: &str = "organizations";

impl Decide for UpsertUser {
    type Output = Change;

    fn reads(&self, world: &World, keys: &mut Keys) {
        if let Some(email) = &self.email {
            keys.unique(Unique::Email(email.key().to_owned()));
        }
        let references = self.references();
        let references = references.unwrap_or_default().into_iter();
        let users: Vec<UserId> = references
            .filter_map(|reference| world.likely_user(&reference, keys))
            .collect();
        let user = users.first().copied();
        if let Some(orgs) = &self.orgs {
            orgs.reads(world, user, keys);
        }
        let Some(user) = user else { return };
        keys.locked_user(user).whole_user(user);
        if self.status == Some(UserStatus::Suspended) {
            keys.owned_by(user);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let (named, found) = self.named(world)?;
        let upserting = Upserting {
            stated: self,
            named,
        };
        upserting.decide(world, found)
    }

    fn weight(&self) -> usize {
        // The orgs that a suspended user owns are read from the database, which does not include
        // earlier changes of a batch.
        if self.status == Some(UserStatus::Suspended) {
            return usize::MAX;
        }
        let orgs = self.orgs.as_ref();
        orgs.map_or(1, |orgs| orgs.weight().saturating_add(1))
    }

    fn violated(&self, world: &World, violations: Vec<Violation>) -> Error {
        let orgs = self.orgs.clone().unwrap_or_default();
        orgs.violated(world, LIST, violations)
    }
}

/// An upsert whose orgs have been looked up.
struct Upserting<'a> {
    stated: &'a UpsertUser,
    named: Option<NamedOrgs>,
}

impl Upserting<'_> {
    fn decide(&self, world: &mut World, found: Result<Option<UserId>>) -> Decision<Change> {
        if let Some(named) = &self.named {
            named.check(world, found.as_ref().err().cloned())?;
        }
        let found = found?;
        if self.stated.is_by_email() && !self.is_known(world, found)? {
            // Only actors who may create users learn whether an address is known.
            self.may_make(world)?;
        }
        match (found, self.stated.how) {
            (Some(user), Upsert::Create) => {
                self.may_make(world)?;
                Err(rules::email_taken(world, user)?.into())
            }
            (Some(user), _) => self.update(world, user),
            (None, Upsert::Update) => {
                let error = not_found(Code::UserNotFound).at(self.stated.key());
                Err(error.into())
            }
            (None, _) => self.create(world),
        }
    }

    /// Returns whether the actor can identify the user by more than the address.
    fn is_known(&self, world: &World, found: Option<UserId>) -> Decision<bool> {
        let Some(user) = found else {
            return Ok(false);
        };
        if world.user_status(user)?.is_some() && world.sees(user)? {
            return Ok(true);
        }
        match &self.named {
            Some(named) => named.is_member(world, &Ok(user)),
            None => Ok(false),
        }
    }

    fn adds(&self) -> bool {
        self.named.as_ref().is_some_and(NamedOrgs::adds)
    }

    /// Checks that the actor may create the user: in all orgs that the user joins, or on the
    /// platform if there are none.
    fn may_make(&self, world: &mut World) -> Decision<()> {
        match self.named.as_ref().filter(|named| named.adds()) {
            Some(named) => named.require(world, &[Permission::MembersGrant]),
            None => world.require_platform(Permission::MembersGrant),
        }
    }

    fn update(&self, world: &mut World, user: UserId) -> Decision<Change> {
        let Some(before) = world.user(user)? else {
            return Err(Error::busy("the user was removed meanwhile").again().into());
        };
        let is_seen = world.sees(user)?;
        if !is_seen && !self.adds() {
            world.require_platform(Permission::MembersGrant)?;
        }
        if !is_seen && self.stated.if_version.is_some() {
            // The error of the version check contains the version, which the actor may not see.
            return Err(not_found(Code::UserNotFound).at(self.stated.key()).into());
        }
        version::must_be(self.stated.if_version.as_ref(), Some(&*before))?;
        let mut done = match self.changes(world, &before)? {
            Some(update) => {
                if update.status.is_some() {
                    world.require_of_user(Permission::UsersStatus, user, false)?;
                }
                rules::change(world, &before, &update)?
            }
            None => Done::Unchanged,
        };
        if let (Some(orgs), Some(named)) = (&self.stated.orgs, &self.named) {
            match orgs.apply(world, user, named)? {
                Done::Unchanged => {}
                changed => done = changed,
            }
        }
        match is_seen {
            true => world.allow_reading(),
            false => rules::log_known_address(world),
        }
        Ok(Change::new(done, user).of_user(user))
    }

    /// Returns the user's own fields that would change and that the actor may change.
    fn changes(&self, world: &mut World, before: &Model) -> Decision<Option<UpdateUser>> {
        let stated = self.stated;
        // An address that only identifies the user does not change the stored one, which may be
        // spelled differently, or belong to the user with whom the stated one was merged.
        let is_key = match &stated.email {
            Some(email) if stated.by.is_none() => {
                email.key() == before.email_key
                    || rules::holder_of(world, email)? == Some(before.id)
            }
            _ => false,
        };
        let is_stated = |_: &&Email| !is_key;
        let details = UpdateUser {
            user: before.id,
            email: stated.email.as_ref().filter(is_stated).cloned(),
            first: stated.first.clone(),
            last: stated.last.clone(),
            name: stated.name.clone(),
            mobile: stated.mobile.clone(),
            timezone: stated.timezone,
            external_id: stated.external_id.clone(),
            status: None,
            if_version: None,
        };
        let status = stated.status.filter(|status| *status != before.status);
        let nothing = UpdateUser {
            status,
            ..UpdateUser::nothing(before.id)
        };
        let mut applied = details.applied(before.clone(), world.settings());
        world.give_way_again(before, &mut applied)?;
        if applied == *before {
            return Ok(status.map(|_| nothing));
        }
        match rules::may_change(world, before.id, &details) {
            Ok(()) => Ok(Some(UpdateUser { status, ..details })),
            Err(Stop::Refused(error)) if self.adds() && is_denied(&error) => {
                Ok(status.map(|_| nothing))
            }
            Err(stop) => Err(stop),
        }
    }

    fn create(&self, world: &mut World) -> Decision<Change> {
        let Some(email) = &self.stated.email else {
            let error = Error::invalid(
                "email",
                "is required: no user matches, and a new user needs an e-mail address",
            );
            return Err(error.into());
        };
        self.may_make(world)?;
        version::must_be::<Model>(self.stated.if_version.as_ref(), None)?;
        match rules::holder_of(world, email)? {
            None => {}
            Some(holder) if self.stated.by.is_some() || world.is_alias_address(email.key()) => {
                return Err(rules::email_taken(world, holder)?.into());
            }
            Some(_) => {
                return Err(Error::busy("the address was taken meanwhile")
                    .again()
                    .into());
            }
        }
        let row = self.row(world, email)?;
        let user = world.make(row)?.id;
        if let (Some(orgs), Some(named)) = (&self.stated.orgs, &self.named) {
            orgs.apply(world, user, named)?;
        }
        Ok(Change::new(Done::Created, user).of_user(user))
    }

    fn row(&self, world: &mut World, email: &Email) -> Decision<Model> {
        let stated = self.stated;
        let display = stated.name.as_ref();
        let (first, last) = names(email, stated.first.as_ref(), stated.last.as_ref(), display);
        let mut user = new(world.id(), world.now(), email, &first, &last, display);
        let mobile = stated.mobile.as_ref().and_then(Option::as_ref);
        mobile::set(
            &mut user,
            mobile,
            world.settings().default_region.as_deref(),
        );
        let timezone = stated.timezone.flatten();
        user.timezone = timezone.map(|timezone| timezone.as_str().to_owned());
        user.external_id = stated.external_id.clone().flatten().map(String::from);
        if let Some(status) = stated.status.filter(|status| *status != user.status) {
            world.require_platform(Permission::UsersStatus)?;
            user.status = status;
        }
        Ok(user)
    }
}

fn is_denied(error: &Error) -> bool {
    matches!(error.code(), Code::Forbidden | Code::UserNotFound)
}

impl UpsertUser {
    /// Looks up the orgs and the matching user in one batch.
    fn named(&self, world: &mut World) -> Decision<(Option<NamedOrgs>, Result<Option<UserId>>)> {
        let mut needed = Keys::default();
        let orgs = self.orgs.as_ref();
        let named = orgs.map(|orgs| needed.collect(orgs.named(world, LIST)));
        let named = named.transpose()?.flatten();
        let found = self.find(world);
        let found = needed.collect(match found {
            Err(Stop::Refused(error)) => Ok(Err(error)),
            found => found.map(Ok),
        })?;
        needed.must_be_empty()?;
        let unknown = || Error::internal("what needs no more rows is known");
        Ok((named, found.ok_or_else(unknown)?))
    }

    /// Returns the references that identify the user: `by` alone, or else e-mail address and
    /// external id, which must not match different users.
    fn references(&self) -> Result<Vec<UserRef>> {
        let email = self.email.clone().map(UserRef::Email);
        let external_id = self.external_id.clone().flatten();
        let external_id = external_id.map(UserRef::ExternalId);
        let references: Vec<UserRef> = match (&self.by, self.how) {
            (_, Upsert::Create) => email.into_iter().collect(),
            (Some(by), _) => vec![by.clone()],
            (None, _) => email.into_iter().chain(external_id).collect(),
        };
        if references.is_empty() {
            return Err(match self.how {
                Upsert::Create => Error::invalid(
                    "email",
                    "is required: a new user needs an \
                                                           e-mail address",
                ),
                _ => Error::invalid(
                    self.key(),
                    "or an external id is required to identify the user",
                ),
            });
        }
        Ok(references)
    }

    /// Returns the user who matches.
    fn find(&self, world: &mut World) -> Decision<Option<UserId>> {
        let (mut users, mut needed) = (Vec::new(), Keys::default());
        for reference in self.references()? {
            match needed.collect(world.user_named(&reference))? {
                None => {}
                Some(Ok(user)) if users.contains(&user) => {}
                Some(Ok(user)) => users.push(user),
                // A reference by id requires an existing user.
                Some(Err(error)) if error.code() == Code::UserNotFound => {
                    if let UserRef::Id(_) = reference {
                        return Err(error.at("match").into());
                    }
                }
                Some(Err(error)) => return Err(error.at(self.key()).into()),
            }
        }
        needed.must_be_empty()?;
        match users.as_slice() {
            [] => Ok(None),
            [user] => Ok(Some(*user)),
            several => match self.gave_way(world, several)? {
                Some(user) => Ok(Some(user)),
                None => ambiguous(world, several).map(Some),
            },
        }
    }

    /// Returns the matching user whose stored address equals this one, although another user holds
    /// the normalized address.
    fn gave_way(&self, world: &World, users: &[UserId]) -> Decision<Option<UserId>> {
        let Some(email) = &self.email else {
            return Ok(None);
        };
        for user in users {
            let row = world.user(*user)?;
            if row.is_some_and(|row| row.gave_way_with(email.as_str())) {
                return Ok(Some(*user));
            }
        }
        Ok(None)
    }

    /// Returns whether an e-mail address is among the references.
    fn is_by_email(&self) -> bool {
        let references = self.references().unwrap_or_default();
        let mut references = references.iter();
        references.any(|reference| matches!(reference, UserRef::Email(_)))
    }

    /// Returns the name of the argument that identifies the user.
    fn key(&self) -> &'static str {
        match (&self.by, &self.email, &self.external_id) {
            (Some(_), ..) => "match",
            (None, None, Some(Some(_))) => "externalId",
            (None, ..) => "email",
        }
    }
}

/// Resolves an e-mail address and an external id that match different users. If the actor sees one
/// user and may not change that user's address, returns the user whom the actor sees: the actor
/// does not learn that another user has the address.
///
/// # Errors
/// `AMBIGUOUS_MATCH` in all other cases, with the users whom the actor sees.
fn ambiguous(world: &mut World, users: &[UserId]) -> Decision<UserId> {
    let mut seen = Vec::new();
    for user in users {
        if world.sees(*user)? {
            seen.push(*user);
        }
    }
    if seen.len() < users.len() {
        for user in &seen {
            match world.require_of_user(Permission::MembersWrite, *user, false) {
                Err(Stop::Refused(error)) if is_denied(&error) => return Ok(*user),
                may => may?,
            }
        }
        rules::log_known_address(world);
    }
    let message = "The e-mail address and the external id belong to different users. Name one of them with `match`.";
    Err(Error::new(Code::AmbiguousMatch, message)
        .at("externalId")
        .matching(seen.into_iter().map(Into::into))
        .into())
}
