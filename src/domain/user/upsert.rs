//! Stating a user, and the orgs that he belongs to.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::{Permission, Target, target::not_found},
    domain::{
        Change, Done, Operation, Tx,
        engine::{Decide, Decision, Keys, Stop, Unique, Violation, World},
        field::{ExternalId, Name, Patch},
        membership::{NamedOrgs, UserOrgs},
        version::{self, Expected},
    },
    entity::user::{Model, UserStatus},
    error::{Code, Error, Result},
    id::UserId,
};

use super::{
    Email, Mobile, TimeZone, UpdateUser, UserRef, create::new, get, log_known_address, mobile,
    reference, rules,
};

/// Whether the user has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Upsert {
    /// He is made when nobody matches.
    #[default]
    Either,
    /// He is made; one who has the e-mail address is in the way.
    Create,
    /// He is there.
    Update,
}

/// The user is there afterwards, with the fields and the orgs that are stated; what is not stated stays. All of it is done in
/// one step, or nothing is.
///
/// To make a user takes `members:grant` in every org that he is to belong to, and the platform's own if there is none. To
/// change his own fields takes what [`UpdateUser`] takes. A caller who adds him to orgs and may not change him leaves his
/// fields as they are: so a list of people can be kept without knowing who of them belongs to others too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpsertUser {
    /// Who. Where it is absent, the e-mail address and the external id say so.
    pub by: Option<UserRef>,
    /// Whether he has to be there.
    pub how: Upsert,
    /// Theirs alone in the whole system.
    pub email: Option<Email>,
    /// First name. A new user without any name is called by the part of his address before the @.
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
    /// The orgs that he is to belong to.
    pub orgs: Option<UserOrgs>,
    /// The version that the row must have; any where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for UpsertUser {
    type Output = Change;

    const NAME: &'static str = "UpsertUser";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let named = match &self.orgs {
            Some(orgs) => Some(orgs.look_up(tx, "organizations").await?),
            None => None,
        };
        let change = Upserting {
            stated: self,
            found: self.find(tx).await,
            named,
        };
        tx.decide(&change).await
    }
}

/// The upsert, whose user and orgs are looked up.
struct Upserting<'a> {
    stated: &'a UpsertUser,
    found: Result<Option<UserId>>,
    named: Option<NamedOrgs>,
}

impl Decide for Upserting<'_> {
    type Output = Change;

    fn reads(&self, keys: &mut Keys) {
        if let Some(email) = &self.stated.email {
            keys.unique(Unique::Email(email.key().to_owned()));
        }
        let Ok(Some(user)) = self.found else {
            return;
        };
        keys.locked_user(user);
        if let (Some(named), Some(orgs)) = (&self.named, &self.stated.orgs) {
            named.reads(user, orgs, keys);
        }
        if self.stated.status == Some(UserStatus::Suspended) {
            keys.owned_by(user);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        if let Some(named) = &self.named {
            named.check(world, self.found.as_ref().err().cloned())?;
        }
        match (self.found.clone()?, self.stated.how) {
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

    fn violated(&self, violations: Vec<Violation>) -> Error {
        match &self.named {
            Some(named) => named.violated(violations),
            None => {
                let first = violations.into_iter().next();
                first.map_or_else(|| Error::internal("no violation"), |first| first.error)
            }
        }
    }
}

impl Upserting<'_> {
    fn adds(&self) -> bool {
        self.named.as_ref().is_some_and(NamedOrgs::adds)
    }

    /// A user is made by those who may add the user to all orgs that are named, and one who belongs to none by the platform.
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
            // The failure of the check has the version, which the actor may not see.
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

    /// The user's own fields that differ from what is stated, as far as the actor may change them.
    fn changes(&self, world: &mut World, before: &Model) -> Decision<Option<UpdateUser>> {
        let stated = self.stated;
        let is_other = |email: &&Email| email.key() != before.email_key;
        let details = UpdateUser {
            user: before.id,
            email: stated.email.as_ref().filter(is_other).cloned(),
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
        if details.applied(before.clone(), world.settings()) == *before {
            return Ok(status.map(|_| nothing));
        }
        match rules::may_change(world, &details) {
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
                "is needed: nobody matches, and a new user has an address",
            );
            return Err(error.into());
        };
        self.may_make(world)?;
        version::must_be::<Model>(self.stated.if_version.as_ref(), None)?;
        match rules::holder_of(world, email)? {
            None => {}
            Some(holder) if self.stated.by.is_some() => {
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
        let text = |name: &Option<Name>| name.as_ref().map(|name| name.as_str().to_owned());
        let (first, last) = (text(&stated.first), text(&stated.last));
        let first = match (first, &last, text(&stated.name)) {
            (Some(first), ..) => first,
            (None, Some(_), _) => String::new(),
            (None, None, Some(name)) => name,
            (None, None, None) => {
                let typed = email.as_str();
                let local = typed.rsplit_once('@').map_or(typed, |(local, _)| local);
                local.to_owned()
            }
        };
        let last = last.unwrap_or_default();
        let display = stated.name.as_ref();
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
    /// Who matches: by `by` alone, else by e-mail address and external id, which must not lead to two.
    async fn find(&self, tx: &Tx) -> Result<Option<UserId>> {
        let email = self.email.clone().map(UserRef::Email);
        let external_id = self.external_id.clone().flatten();
        let external_id = external_id.map(UserRef::ExternalId);
        let keys: Vec<UserRef> = match (&self.by, self.how) {
            (_, Upsert::Create) => email.into_iter().collect(),
            (Some(by), _) => vec![by.clone()],
            (None, _) => email.into_iter().chain(external_id).collect(),
        };
        if keys.is_empty() && self.how == Upsert::Create {
            return Err(Error::invalid(
                "email",
                "is needed: a new user has an address",
            ));
        }
        if keys.is_empty() {
            return Err(Error::invalid(
                self.key(),
                "or an external id is needed to know who it is",
            ));
        }
        let references: Vec<&UserRef> = keys.iter().collect();
        let found = reference::resolve(&tx.reader(), &references).await?;
        let mut users = Vec::new();
        for (key, found) in keys.iter().zip(found) {
            match found {
                Ok(user) if users.contains(&user) => {}
                Ok(user) => users.push(user),
                // Whoever names an id means somebody who is there.
                Err(error) if error.code() == Code::UserNotFound => {
                    if let UserRef::Id(_) = key {
                        return Err(error.at("match"));
                    }
                }
                Err(error) => return Err(error.at(self.key())),
            }
        }
        match users.as_slice() {
            [] => Ok(None),
            [user] => Ok(Some(*user)),
            several => Err(ambiguous(tx, several).await?),
        }
    }

    /// The argument that says who it is.
    fn key(&self) -> &'static str {
        match (&self.by, &self.email, &self.external_id) {
            (Some(_), ..) => "match",
            (None, None, Some(Some(_))) => "externalId",
            (None, ..) => "email",
        }
    }
}

/// The e-mail address is one user's, the external id another's: those whom the caller may see.
async fn ambiguous(tx: &Tx, users: &[UserId]) -> Result<Error> {
    let ids: Vec<Uuid> = users.iter().copied().map(Uuid::from).collect();
    let seen = get::find_many(&tx.reader(), &ids).await?;
    if seen.len() < users.len() {
        // Whoever may not give an address to those whom he sees does not learn either that it is somebody else's.
        for user in &seen {
            tx.require(Permission::MembersWrite, Target::User(user.id))
                .await?;
        }
        log_known_address(tx.actor());
    }
    let message = "The e-mail address is one user's and the external id another's; name the one you mean with `match`.";
    Ok(Error::new(Code::AmbiguousMatch, message)
        .at("externalId")
        .matching(seen.into_iter().map(|user| user.id.into())))
}
