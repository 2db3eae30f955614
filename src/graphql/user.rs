//! Users.

use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use futures_util::FutureExt;

use crate::{
    domain::{
        field::{ExternalId, Name},
        user::{self, CreateUser, DeleteUser, Email, FindUserBy, Mobile, TimeZone, UpdateUser},
    },
    entity::user::Model,
    error::{Code, Error, Result},
    page::PageRequest,
};

use super::{
    connection::{Connection, Listed, nested, wanted},
    context::{self, ArgumentLiteral},
    enums::{UserOrder, UserStatus},
    group::{Group, GroupsOfUser},
    loaders::DefaultOf,
    membership::{Membership, Memberships},
    result::{MutationResult, mutate},
    scalar::{DateTime, Uuid},
};

pub(super) struct User(pub(super) Model);

/// A person, with one e-mail address that is theirs alone, who may belong to any number of orgs.
#[Object]
impl User {
    /// The user's id.
    async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// As it was typed. Unique in the whole system, without regard to case.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// First name.
    async fn first(&self) -> &str {
        &self.0.first_name
    }

    /// Last name. Empty for a person with one name.
    async fn last(&self) -> &str {
        &self.0.last_name
    }

    /// What another system calls the user, in all orgs. Memberships have an external id of their own. Not necessarily unique.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// Display name: first and last name, unless it was set.
    async fn name(&self) -> &str {
        &self.0.display_name
    }

    /// Mobile number, as it was typed.
    async fn mobile(&self) -> Option<&str> {
        self.0.mobile.as_deref()
    }

    /// Time zone, an IANA name.
    async fn timezone(&self) -> Option<&str> {
        self.0.timezone.as_deref()
    }

    /// Whether the user may do anything at all.
    async fn status(&self) -> UserStatus {
        self.0.status.into()
    }

    /// When the user was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the user's own fields last changed. Memberships have times of their own.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// The number of times that the row was written. State it as `ifVersion` to change the user only as you have read it.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// The membership in the user's default org. Null without an active membership, and in an org that this token may not
    /// read.
    async fn default_membership(&self, ctx: &Context<'_>) -> Result<Option<Membership>> {
        Ok(context::find(ctx, DefaultOf(self.0.id))
            .await?
            .map(Membership::from))
    }

    /// The user's memberships, the default first, then by the org's name: all of them for oneself, else those in orgs where
    /// this token may read members (`members:read`).
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows at the most: 50 when absent, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Membership>> {
        nested(ctx, self.0.id, Memberships, first, after).await
    }

    /// The groups that the user is in, by name, of orgs where this token may read groups (`groups:read`).
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only groups of this org.")] org: Option<Uuid>,
        #[graphql(desc = "Rows at the most: 50 when absent, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Group>> {
        let org = org.map(|org| org.0.into());
        nested(ctx, self.0.id, GroupsOfUser(org), first, after).await
    }
}

impl Listed for User {
    const CONNECTION: &'static str = "UserConnection";
    const EDGE: &'static str = "UserEdge";
}

/// Which users. All that is given must hold; null is the same as absent.
#[derive(InputObject)]
pub(super) struct UserFilter {
    /// Part of the display, first or last name, or of the last and first name written together, without regard to case and
    /// accents; at least 3 characters, or 2 of Han, Kana or Hangul.
    name: Option<String>,
    /// The whole e-mail address, without regard to case.
    email: Option<String>,
    /// In this state.
    status: Option<UserStatus>,
    /// Whose own fields changed at this time or later.
    updated_since: Option<DateTime>,
}

pub(super) struct UserSearch(Model);

/// A user that was found.
#[Object]
impl UserSearch {
    /// The user's id.
    async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// As it was typed.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// Display name.
    async fn name(&self) -> &str {
        &self.0.display_name
    }

    /// Time zone, an IANA name.
    async fn timezone(&self) -> Option<&str> {
        self.0.timezone.as_deref()
    }

    /// Mobile number, as it was typed.
    async fn mobile(&self) -> Option<&str> {
        self.0.mobile.as_deref()
    }

    /// Whether the user may do anything at all.
    async fn status(&self) -> UserStatus {
        self.0.status.into()
    }

    /// The user, to go on from here.
    async fn user(&self) -> User {
        User(self.0.clone())
    }
}

#[derive(Default)]
pub(super) struct UserQuery;

#[Object]
impl UserQuery {
    /// Users of whom all that is given is true: at most 10, those of exactly that name first, each part by name and id.
    ///
    /// Platform tokens find everybody. Others find themselves and whoever has a membership, active or retired, in an org
    /// where they may read members (`members:read`); an external id is matched in those orgs alone.
    ///
    /// Errors: `NO_CRITERIA` when nothing or only blanks are given, `NAME_TOO_SHORT`, `INVALID_VALUE`.
    async fn find_user_by(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "E-mail address, without regard to case. Unique in the whole system.")]
        email: Option<String>,
        #[graphql(
            desc = "External id of a membership, exactly. Not unique: several users may come back."
        )]
        external_id: Option<String>,
        #[graphql(
            desc = "Mobile number with its extension, if it has one; spaces, dashes and brackets don't matter."
        )]
        mobile: Option<String>,
        #[graphql(
            desc = "Part of the display, first or last name, or of the last and first name written together, without regard to case and accents; at least 3 characters, or 2 of Han, Kana or Hangul."
        )]
        name: Option<String>,
    ) -> Result<Vec<UserSearch>> {
        let by = FindUserBy::parse(
            email.as_deref(),
            external_id.as_deref(),
            mobile.as_deref(),
            name.as_deref(),
        )?;
        let found = user::find_by(&context::of(ctx).reader, &by).await?;
        Ok(found.into_iter().map(UserSearch).collect())
    }

    /// One user, by id or by e-mail address. Null when there is none that this token may see.
    ///
    /// Errors: `INVALID_VALUE` unless exactly one is given.
    async fn user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user's id.")] id: Option<Uuid>,
        #[graphql(desc = "The user's e-mail address, without regard to case.")] email: Option<
            String,
        >,
    ) -> Result<Option<User>> {
        let reader = &context::of(ctx).reader;
        let found = match (id, email) {
            (Some(id), None) => user::find(reader, id.0.into()).await?,
            (None, Some(email)) => {
                user::find_by_email(reader, &Email::parse("email", &email)?).await?
            }
            _ => {
                return Err(Error::invalid(
                    "id",
                    "or `email`: exactly one of them names a user",
                ));
            }
        };
        Ok(found.map(User))
    }

    /// Users whom this token may see: platform tokens all; others themselves and whoever has a membership, active or
    /// retired, in an org where they may read members (`members:read`).
    ///
    /// Errors: `NAME_TOO_SHORT`, `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these.")] filter: Option<UserFilter>,
        #[graphql(desc = "By name when absent.")] order_by: Option<UserOrder>,
        #[graphql(desc = "Rows from the start at the most: 50 when absent, 1,000 at most.")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "Rows from the end at the most, instead of `first`.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Connection<User>> {
        let filter = match filter {
            Some(filter) => user::UserFilter::parse(
                filter.name.as_deref(),
                filter.email.as_deref(),
                filter.status.map(Into::into),
                filter.updated_since.map(|since| since.0),
            )?,
            None => user::UserFilter::default(),
        };
        let order = match order_by.unwrap_or(UserOrder::Name) {
            UserOrder::Name => &user::BY_NAME,
            UserOrder::Email => &user::BY_EMAIL,
            UserOrder::UpdatedAt => &user::BY_UPDATED_AT,
            UserOrder::Id => &user::BY_ID,
        };
        let wanted = PageRequest::parse(order, wanted(first, &after, last, &before))?;
        let page = user::list(&context::of(ctx).reader, &filter, order, &wanted).await?;
        Ok(Connection::new(page.map(User), move |request| {
            let filter = filter.clone();
            async move { user::count(&request.reader, &filter).await }.boxed()
        }))
    }
}

#[derive(Default)]
pub(super) struct UserMutation;

#[Object]
impl UserMutation {
    /// Makes a user who is a member of the org, with role "user", and if wished of one of its groups, in one transaction.
    /// Permission: `members:grant` in the org.
    ///
    /// The same call again is "unchanged": all that is stated holds already, of an active user with an active membership in
    /// that org. Anything else with a known e-mail is `EMAIL_TAKEN`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `EMAIL_TAKEN`, `GROUP_NOT_FOUND`, `GROUP_NOT_IN_ORG`, `INVALID_VALUE`,
    /// `FORBIDDEN`.
    async fn create_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user's first org.")] org: Uuid,
        #[graphql(desc = "Unique in the whole system, without regard to case.")] email: String,
        #[graphql(desc = "First name, 1 to 255 characters.")] first: String,
        #[graphql(desc = "Last name, 255 characters at most. Empty for a person with one name.")]
        last: String,
        #[graphql(desc = "Mobile number, kept as it is typed.")] mobile: Option<String>,
        #[graphql(desc = "Display name; first and last name when it is absent.")] name: Option<
            String,
        >,
        #[graphql(desc = "A group of that org to put the user into.")] group_id: Option<Uuid>,
        #[graphql(
            desc = "The membership's external id, 1 to 255 bytes, kept exactly. Need not be unique."
        )]
        external_id: Option<String>,
    ) -> MutationResult {
        let operation = || {
            Ok(CreateUser {
                org: org.0.into(),
                email: Email::parse("email", &email)?,
                first: Name::parse("first", &first)?,
                last: Name::optional("last", &last)?,
                name: name.map(|name| Name::parse("name", &name)).transpose()?,
                mobile: mobile
                    .map(|mobile| Mobile::parse("mobile", &mobile))
                    .transpose()?,
                group: group_id.map(|group| group.0.into()),
                external_id: external_id
                    .map(|id| ExternalId::parse("externalId", &id))
                    .transpose()?,
            })
        };
        mutate(ctx, operation()).await
    }

    /// Changes a user's own fields: what is absent stays, null clears what can be empty.
    ///
    /// Permission: `members:write` in every org that the user belongs to, `owners:write` in those that he owns; users
    /// change their own first, last and display name, mobile number and time zone, with a token that is not bound to one
    /// org; `status` takes `users:status`, which platform tokens hold.
    ///
    /// Errors: `USER_NOT_FOUND`, `EMAIL_TAKEN`, `LAST_OWNER` (suspending an org's last owner), `INVALID_VALUE`, `VERSION_MISMATCH`,
    /// `FORBIDDEN`.
    async fn update_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] user_id: Uuid,
        #[graphql(desc = "Unique in the whole system, without regard to case.")] email: Option<
            String,
        >,
        #[graphql(desc = "First name.")] first: Option<String>,
        #[graphql(desc = "Last name. An empty text clears it.")] last: Option<String>,
        #[graphql(
            desc = "Display name. Once it was set, it no longer follows first and last name."
        )]
        name: Option<String>,
        #[graphql(desc = "Mobile number.")] mobile: MaybeUndefined<String>,
        #[graphql(desc = "Time zone, an IANA name like Europe/Berlin.")] timezone: MaybeUndefined<
            String,
        >,
        #[graphql(desc = "A suspended user has no rights anywhere.")] status: Option<UserStatus>,
        #[graphql(
            desc = "The version that the user must have: another one is `VERSION_MISMATCH`."
        )]
        if_version: Option<i32>,
    ) -> MutationResult {
        let operation = || {
            Ok(UpdateUser {
                user: user_id.0.into(),
                email: email
                    .map(|email| Email::parse("email", &email))
                    .transpose()?,
                first: first
                    .map(|first| Name::parse("first", &first))
                    .transpose()?,
                last: last.map(|last| Name::optional("last", &last)).transpose()?,
                name: name.map(|name| Name::parse("name", &name)).transpose()?,
                mobile: patch(ctx, "mobile", mobile, Mobile::parse)?,
                timezone: patch(ctx, "timezone", timezone, TimeZone::parse)?,
                external_id: None,
                status: status.map(Into::into),
                if_version: if_version.map(Into::into),
            })
        };
        mutate(ctx, operation()).await
    }

    /// Deletes a user, with his tokens, his rows in groups and his memberships, in one transaction. The e-mail address is
    /// free again; the audit events keep what was. To end somebody's access and keep the rest, use
    /// `updateUser(status: SUSPENDED)`. Permission: `users:delete`, which platform tokens hold.
    ///
    /// With `erase` a job, which is in the result, replaces the user's personal data by "[erased]" in every copy that is kept:
    /// in audit events, rows and results of jobs, and outcomes under idempotency keys. Rows of other jobs that name the user
    /// and were not run yet fail. A user who was deleted before is erased by id: the result is "queued". Permissions:
    /// `users:delete` and `jobs:write` of a platform token.
    ///
    /// Errors: `USER_NOT_FOUND`, `LAST_OWNER`, `FORBIDDEN`.
    async fn delete_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] user_id: Uuid,
        #[graphql(
            desc = "Erase personal data from what is kept, too. Absent: the audit events keep it."
        )]
        erase: Option<bool>,
    ) -> MutationResult {
        let operation = DeleteUser {
            user: user_id.0.into(),
            erase: erase.unwrap_or_default(),
        };
        mutate(ctx, Ok(operation)).await
    }
}

/// Absent leaves, null clears, a value is parsed.
pub(super) fn patch<P>(
    ctx: &Context<'_>,
    argument: &'static str,
    given: MaybeUndefined<String>,
    parse: impl FnOnce(&'static str, &str) -> Result<P>,
) -> Result<Option<Option<P>>> {
    let written = ArgumentLiteral::argument(ctx, argument);
    patch_at(written, given, |text: String| parse(argument, &text))
}

/// The same, of a value that is written in some place.
pub(super) fn patch_at<T, P>(
    written: ArgumentLiteral<'_>,
    given: MaybeUndefined<T>,
    parse: impl FnOnce(T) -> Result<P>,
) -> Result<Option<Option<P>>> {
    match given {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null if written.is_absent() => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(value) => parse(value).map(|value| Some(Some(value))),
    }
}

/// The user behind an object of which the schema promises one.
pub(super) async fn get(ctx: &Context<'_>, user: crate::id::UserId) -> Result<User> {
    context::get(ctx, user, Code::UserNotFound).await.map(User)
}
