//! Stating a user, and the orgs that he belongs to.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::{Access, Permission, Target, target::not_found},
    domain::{
        Change, Done, Operation, Tx,
        field::{ExternalId, Name, Patch},
        membership::{NamedOrgs, UserOrgs, plan},
    },
    entity::user::{Column, Entity, Model, UserStatus},
    error::{Code, Error, Result},
    id::UserId,
};

use super::{
    Email, Mobile, TimeZone, UpdateUser, UserRef,
    create::{email_taken, log_known_address, new},
    get, mobile, reference,
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
}

impl Operation for UpsertUser {
    type Output = Change;

    const NAME: &'static str = "UpsertUser";

    fn requires(&self) -> Access {
        Access::new(Permission::MembersGrant, Target::Each)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let named = match &self.orgs {
            Some(orgs) => Some(orgs.look_up(tx, "organizations").await?),
            None => None,
        };
        let found = self.find(tx).await;
        let named = match named {
            Some(named) => Some(named.checked(tx, found.as_ref().err().cloned()).await?),
            None => None,
        };
        match (found?, self.how) {
            (Some(user), Upsert::Create) => {
                may_make(tx, named.as_ref()).await?;
                Err(email_taken(tx, user).await?)
            }
            (Some(user), _) => self.update(tx, user, named).await,
            (None, Upsert::Update) => Err(not_found(Code::UserNotFound).at(self.key())),
            (None, _) => self.create(tx, named).await,
        }
    }
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

    async fn update(&self, tx: &Tx, user: UserId, named: Option<NamedOrgs>) -> Result<Change> {
        let adds = named.as_ref().is_some_and(NamedOrgs::adds);
        if get::find(&tx.reader(), user).await?.is_none() {
            if !adds {
                may_make(tx, None).await?;
            }
            log_known_address(tx);
        }
        let plan = match (&self.orgs, named) {
            (Some(orgs), Some(named)) => {
                let plan = orgs.plan(tx, user, named).await?;
                let locked = plan::lock_orgs(tx, &plan.parts).await?;
                Some((orgs, plan, locked))
            }
            _ => None,
        };
        let mut done = match self.changes(tx, user, adds).await? {
            Some(update) => tx.perform(&update).await?.done,
            None => Done::Unchanged,
        };
        if let Some((orgs, plan, locked)) = plan {
            match orgs.carry_out(tx, &plan, &locked).await? {
                Done::Unchanged => {}
                changed => done = changed,
            }
        }
        Ok(Change::new(done, user).of_user(user))
    }

    /// The user's own fields that differ from what is stated, as far as the caller may change them.
    async fn changes(&self, tx: &Tx, user: UserId, adds: bool) -> Result<Option<UpdateUser>> {
        let Some(before) = Entity::find_by_id(user).one(tx.conn()).await? else {
            return Err(Error::busy("the user was removed meanwhile").again());
        };
        let is_other = |email: &&Email| email.key() != before.email_key;
        let details = UpdateUser {
            user,
            email: self.email.as_ref().filter(is_other).cloned(),
            first: self.first.clone(),
            last: self.last.clone(),
            name: self.name.clone(),
            mobile: self.mobile.clone(),
            timezone: self.timezone,
            external_id: self.external_id.clone(),
            status: None,
            if_version: None,
        };
        let mut after = before.clone();
        details.apply(tx, &mut after);
        let status = self.status.filter(|status| *status != before.status);
        let nothing = UpdateUser {
            status,
            ..UpdateUser::nothing(user)
        };
        if after == before {
            return Ok(status.map(|_| nothing));
        }
        match tx.require(details.requires_for_details()).await {
            Ok(()) => Ok(Some(UpdateUser { status, ..details })),
            Err(error) if adds && is_denied(&error) => Ok(status.map(|_| nothing)),
            Err(error) => Err(error),
        }
    }

    async fn create(&self, tx: &Tx, named: Option<NamedOrgs>) -> Result<Change> {
        let Some(email) = &self.email else {
            return Err(Error::invalid(
                "email",
                "is needed: nobody matches, and a new user has an address",
            ));
        };
        may_make(tx, named.as_ref()).await?;
        let user = self.row(tx, email).await?;
        let id = user.id;
        let plan = match (&self.orgs, named) {
            (Some(orgs), Some(named)) => {
                let plan = orgs.plan(tx, id, named).await?;
                let locked = plan::lock_orgs(tx, &plan.parts).await?;
                Some((orgs, plan, locked))
            }
            _ => None,
        };
        if !tx.insert_if_absent(&user, [Column::EmailKey]).await? {
            return Err(self.taken(tx, email).await?);
        }
        if let Some((orgs, plan, locked)) = plan {
            orgs.carry_out(tx, &plan, &locked).await?;
        }
        Ok(Change::new(Done::Created, id).of_user(id))
    }

    /// Somebody has the address: one who does not match, or who does by now.
    async fn taken(&self, tx: &Tx, email: &Email) -> Result<Error> {
        let holder = Entity::find()
            .filter(Column::EmailKey.eq(email.key()))
            .one(tx.conn())
            .await?;
        match holder {
            Some(holder) if self.by.is_some() => email_taken(tx, holder.id).await,
            _ => Ok(Error::busy("the address was taken meanwhile").again()),
        }
    }

    async fn row(&self, tx: &Tx, email: &Email) -> Result<Model> {
        let text = |name: &Option<Name>| name.as_ref().map(|name| name.as_str().to_owned());
        let (first, last) = (text(&self.first), text(&self.last));
        let first = match (first, &last, text(&self.name)) {
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
        let mut user = new(tx.id(), tx.now(), email, &first, &last, self.name.as_ref());
        let region = tx.settings().default_region.as_deref();
        mobile::set(
            &mut user,
            self.mobile.as_ref().and_then(Option::as_ref),
            region,
        );
        let timezone = self.timezone.flatten();
        user.timezone = timezone.map(|timezone| timezone.as_str().to_owned());
        user.external_id = self.external_id.clone().flatten().map(String::from);
        if let Some(status) = self.status.filter(|status| *status != user.status) {
            tx.require(Access::new(Permission::UsersStatus, Target::Platform))
                .await?;
            user.status = status;
        }
        Ok(user)
    }
}

/// A user is made by whoever may add him to all his orgs; one who belongs to none, by the platform.
async fn may_make(tx: &Tx, named: Option<&NamedOrgs>) -> Result<()> {
    match named.filter(|named| named.adds()) {
        Some(named) => named.require(tx, &[Permission::MembersGrant]).await,
        None => {
            let access = Access::new(Permission::MembersGrant, Target::Platform);
            tx.require(access).await
        }
    }
}

fn is_denied(error: &Error) -> bool {
    matches!(error.code(), Code::Forbidden | Code::UserNotFound)
}

/// The e-mail address is one user's, the external id another's: those whom the caller may see.
async fn ambiguous(tx: &Tx, users: &[UserId]) -> Result<Error> {
    let ids: Vec<Uuid> = users.iter().copied().map(Uuid::from).collect();
    let seen = get::find_many(&tx.reader(), &ids).await?;
    if seen.len() < users.len() {
        // Whoever may not give an address to those whom he sees does not learn either that it is somebody else's.
        for user in &seen {
            let target = Target::User(user.id);
            tx.require(Access::new(Permission::MembersWrite, target))
                .await?;
        }
        log_known_address(tx);
    }
    let message = "The e-mail address is one user's and the external id another's; name the one you mean with `match`.";
    Ok(Error::new(Code::AmbiguousMatch, message)
        .at("externalId")
        .matching(seen.into_iter().map(|user| user.id.into())))
}
