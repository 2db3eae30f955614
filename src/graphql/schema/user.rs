//! The GraphQL types, queries and mutations of users.

use std::sync::Arc;

use async_graphql::{Context, InputObject, MaybeUndefined, Object, SelectionField};
use futures_util::FutureExt;

use crate::{
    domain::{
        field::{ExternalId, Name},
        membership::OfUserFilter,
        user::{
            self, CreateUser, DeleteUser, Email, FindUserBy, Mobile, SearchText, TimeZone,
            UpdateUser,
        },
    },
    entity::{Columns, user::Summary},
    error::{Error, Result},
    graphql::resolver::{
        connection::{Connection, all_of, nested, wanted},
        context,
        enums::{Direction, MemberRole, MemberStatus, UserOrder, UserStatus},
        input::patch,
        list::Listed,
        loaders::DefaultOf,
        objects::{Group, Membership, User},
        result::{MutationResult, mutate},
        rows::{Row, Rows},
        scalar::{DateTime, Uuid},
    },
    page::PageRequest,
};

use super::{group_list::GroupsOfUser, membership::lists::Memberships};

/// A person with one e-mail address, which no other user has. A user may belong to any number of
/// orgs.
#[Object]
impl User {
    /// The user's id.
    pub(super) async fn id(&self) -> Uuid {
        self.0.summary.id.into()
    }

    /// The e-mail address as it was typed. Unique in the whole system, without regard to case.
    async fn email(&self) -> &str {
        &self.0.summary.email
    }

    /// First name.
    async fn first(&self) -> Result<&str> {
        Ok(&self.rest()?.first_name)
    }

    /// Last name. Empty for a person with one name.
    async fn last(&self) -> Result<&str> {
        Ok(&self.rest()?.last_name)
    }

    /// The user's id in another system, for all orgs. A membership has an external id of its own.
    /// Not necessarily unique.
    async fn external_id(&self) -> Result<Option<&str>> {
        Ok(self.rest()?.external_id.as_deref())
    }

    /// Display name: the first and last name, unless it was set explicitly.
    async fn name(&self) -> &str {
        &self.0.summary.display_name
    }

    /// Mobile number, as it was typed.
    async fn mobile(&self) -> Option<&str> {
        self.0.summary.mobile.as_deref()
    }

    /// Time zone, an IANA name.
    async fn timezone(&self) -> Option<&str> {
        self.0.summary.timezone.as_deref()
    }

    /// Whether the user is active or suspended.
    async fn status(&self) -> UserStatus {
        self.0.summary.status.into()
    }

    /// When the user was created.
    async fn created_at(&self) -> Result<DateTime> {
        Ok(DateTime(self.rest()?.created_at))
    }

    /// When the user's own fields last changed. Memberships have times of their own.
    async fn updated_at(&self) -> Result<DateTime> {
        Ok(DateTime(self.rest()?.updated_at))
    }

    /// The number of times that the row was written. Pass it as `ifVersion` to change the user only
    /// if nobody else has changed it since you read it.
    async fn version(&self) -> Result<i32> {
        Ok(i32::try_from(self.rest()?.version).unwrap_or(i32::MAX))
    }

    /// The membership in the user's default org. Null if the user has no active membership or this
    /// token may not read members in that org.
    async fn default_membership(&self, ctx: &Context<'_>) -> Result<Option<Row<Membership>>> {
        let found = context::find(ctx, DefaultOf(self.0.summary.id)).await?;
        Ok(found.map(|row| Row(row.into())))
    }

    /// The user's memberships: the default first, then by org name. Users see all their own
    /// memberships; other callers see those in orgs where this token may read members.
    ///
    /// Permission: `members:read` in each org; none for one's own memberships.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only memberships with this status.")] status: Option<
            MemberStatus,
        >,
        #[graphql(desc = "Returns only the membership in this org.")] org: Option<Uuid>,
        #[graphql(desc = "Returns only memberships with this role.")] role: Option<MemberRole>,
        #[graphql(desc = "The direction of the list. Default: ASC.")] direction: Option<Direction>,
        #[graphql(
            desc = "The maximum number of rows from the start of the list: 0 to 1,000. Default: 50."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(
            desc = "The maximum number of rows from the end of the list, instead of `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Connection<Membership>> {
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let filter = OfUserFilter {
            status: status.map(Into::into),
            org: org.map(|org| org.0.into()),
            role: role.map(Into::into),
        };
        nested(ctx, self.0.summary.id, Memberships(filter), wanted).await
    }

    /// The groups that contain the user, by name, in orgs where this token may read groups.
    ///
    /// Permission: `groups:read` in each org.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only groups of this org.")] org: Option<Uuid>,
        #[graphql(desc = "The direction of the list. Default: ASC.")] direction: Option<Direction>,
        #[graphql(
            desc = "The maximum number of rows from the start of the list: 0 to 1,000. Default: 50."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(
            desc = "The maximum number of rows from the end of the list, instead of `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Connection<Group>> {
        let org = org.map(|org| org.0.into());
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        nested(ctx, self.0.summary.id, GroupsOfUser(org), wanted).await
    }
}

impl Listed for User {
    const CONNECTION: &'static str = "UserConnection";
    const EDGE: &'static str = "UserEdge";
}

/// Selects users. A user must match all the given fields; null means absent.
#[derive(InputObject)]
pub(super) struct UserFilter {
    /// A part of the display name, the first name, the last name, or the last and first name
    /// written together. Case and accents are ignored. At least 3 characters, or 2 of Han, Kana or
    /// Hangul.
    name: Option<String>,
    /// The whole e-mail address, without regard to case.
    email: Option<String>,
    /// The user's status.
    status: Option<UserStatus>,
    /// Selects users whose own fields changed at this time or later.
    updated_since: Option<DateTime>,
    /// Selects users who were created at this time or later.
    created_since: Option<DateTime>,
    /// A text that finds the user: a part of a name, e-mail address or mobile number, or a whole
    /// external id. A text of fewer than 3 characters matches only the beginning of the display
    /// name, e-mail address or mobile number. Case and accents are ignored. A blank text is ignored.
    search: Option<String>,
    /// The id of an org that the user is a member of, active or retired. Requires `members:read`
    /// in the org.
    org: Option<Uuid>,
    /// The id of an org that the user is not a member of, neither active nor retired. Requires
    /// `members:read` in the org.
    not_in_org: Option<Uuid>,
    /// Whether the user has no membership, neither active nor retired. Only for platform tokens.
    without_org: Option<bool>,
    /// The ids of the users, at most 1,000.
    ids: Option<Vec<Uuid>>,
}

impl UserFilter {
    fn parse(self) -> Result<user::UserFilter> {
        let filter = user::UserFilter::parse(
            self.name.as_deref(),
            self.email.as_deref(),
            self.status.map(Into::into),
            self.updated_since.map(|since| since.0),
        )?;
        let search = match &self.search {
            Some(text) => SearchText::parse("search", text)?,
            None => None,
        };
        let id = |org: Option<Uuid>| org.map(|org| org.0.into());
        let ids = self
            .ids
            .map(|ids| ids.into_iter().map(|id| id.0.into()).collect());
        filter
            .searching(search)
            .of_orgs(id(self.org), id(self.not_in_org))
            .without_org(self.without_org)
            .created_since(self.created_since.map(|since| since.0))
            .with_ids(ids)
    }
}

pub(super) struct UserSearch(Arc<User>);

impl UserSearch {
    fn summary(&self) -> &Summary {
        &self.0.0.summary
    }

    /// Returns whether the field is resolved from the summary of a user.
    fn is_in_summary(field: &SelectionField<'_>) -> bool {
        field.name() != "user" || all_of(field, User::is_in_summary)
    }
}

/// A user found by `findUserBy`.
#[Object]
impl UserSearch {
    /// The user's id.
    async fn id(&self) -> Uuid {
        self.summary().id.into()
    }

    /// The e-mail address as it was typed.
    async fn email(&self) -> &str {
        &self.summary().email
    }

    /// Display name.
    async fn name(&self) -> &str {
        &self.summary().display_name
    }

    /// Time zone, an IANA name.
    async fn timezone(&self) -> Option<&str> {
        self.summary().timezone.as_deref()
    }

    /// Mobile number, as it was typed.
    async fn mobile(&self) -> Option<&str> {
        self.summary().mobile.as_deref()
    }

    /// Whether the user is active or suspended.
    async fn status(&self) -> UserStatus {
        self.summary().status.into()
    }

    /// The full user object.
    async fn user(&self) -> Row<Arc<User>> {
        Row(self.0.clone())
    }
}

#[derive(Default)]
pub(super) struct UserQuery;

#[Object]
impl UserQuery {
    /// Returns the users that match all the given arguments, at most 10. Exact matches of the name
    /// come first, then the others; each part is ordered by name and id.
    ///
    /// Permission: platform tokens find all users. Other tokens find their own user and users who
    /// have a membership, active or retired, in an org where they may read members
    /// (`members:read`); an external id is matched only in those orgs.
    ///
    /// Errors: `NO_CRITERIA` (no argument is given, or all are blank), `NAME_TOO_SHORT`,
    /// `INVALID_VALUE`.
    async fn find_user_by(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "E-mail address, without regard to case. Unique in the whole system.")]
        email: Option<String>,
        #[graphql(
            desc = "External id of a membership, matched exactly. Not unique: several users may be returned."
        )]
        external_id: Option<String>,
        #[graphql(
            desc = "Mobile number, with its extension if it has one. Spaces, dashes and brackets are ignored."
        )]
        mobile: Option<String>,
        #[graphql(
            desc = "A part of the display name, the first name, the last name, or the last and first name written together. Case and accents are ignored. At least 3 characters, or 2 of Han, Kana or Hangul."
        )]
        name: Option<String>,
    ) -> Result<Option<Rows<UserSearch>>> {
        let by = FindUserBy::parse(
            email.as_deref(),
            external_id.as_deref(),
            mobile.as_deref(),
            name.as_deref(),
        )?;
        let columns = Columns::for_summary(all_of(&ctx.field(), UserSearch::is_in_summary));
        let found = user::find_by(&context::of(ctx).reader, &by, columns).await?;
        let found = found.into_iter().map(|row| UserSearch(Arc::new(User(row))));
        Ok(Some(Rows(found.collect())))
    }

    /// Returns one user by id or by e-mail address. Null if there is no such user or this token may
    /// not see the user.
    ///
    /// Errors: `INVALID_VALUE` unless exactly one of `id` and `email` is given.
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
                    "or `email` is required; give exactly one",
                ));
            }
        };
        Ok(found.map(User::from))
    }

    /// Returns the users that this token may see.
    ///
    /// Permission: platform tokens see all users. Other tokens see their own user and users who
    /// have a membership, active or retired, in an org where they may read members
    /// (`members:read`).
    ///
    /// Errors: `NAME_TOO_SHORT`, `ORG_NOT_FOUND`, `FORBIDDEN` (`withoutOrg` without a platform
    /// token), `LIMIT_EXCEEDED` (more than 1,000 ids), `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only users that match this filter.")] filter: Option<UserFilter>,
        #[graphql(desc = "The order of the users. Default: by name.")] order_by: Option<UserOrder>,
        #[graphql(desc = "The direction of the list. Default: ASC.")] direction: Option<Direction>,
        #[graphql(
            desc = "The maximum number of rows from the start of the list: 0 to 1,000. Default: 50."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(
            desc = "The maximum number of rows from the end of the list, instead of `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Option<Connection<User>>> {
        let filter = filter.map(UserFilter::parse).transpose()?;
        let filter = filter.unwrap_or_default();
        let order = match order_by.unwrap_or(UserOrder::Name) {
            UserOrder::Name => &user::BY_NAME,
            UserOrder::Email => &user::BY_EMAIL,
            UserOrder::UpdatedAt => &user::BY_UPDATED_AT,
            UserOrder::CreatedAt => &user::BY_CREATED_AT,
            UserOrder::Id => &user::BY_ID,
        };
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let wanted = PageRequest::parse(order, wanted)?;
        let page = user::list(&context::of(ctx).reader, &filter, order, &wanted).await?;
        let list = Connection::new(page.map(User::from), move |request| {
            let filter = filter.clone();
            async move { user::count(&request.reader, &filter).await }.boxed()
        });
        Ok(Some(list))
    }
}

#[derive(Default)]
pub(super) struct UserMutation;

#[Object]
impl UserMutation {
    /// Creates a user, adds them to the org with the role "user" and, if `groupId` is given, to one
    /// of the org's groups, in one transaction.
    ///
    /// A repeated call returns "unchanged" if everything that it states already holds and both the
    /// user and the membership in that org are active. Any other call with an e-mail address in use
    /// fails with `EMAIL_TAKEN`.
    ///
    /// Permission: `members:grant` in the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `EMAIL_TAKEN`, `GROUP_NOT_FOUND`,
    /// `GROUP_NOT_IN_ORG`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn create_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the user's first org.")] org: Uuid,
        #[graphql(
            desc = "The e-mail address. Unique in the whole system, without regard to case."
        )]
        email: String,
        #[graphql(desc = "First name, 1 to 255 characters.")] first: String,
        #[graphql(desc = "Last name, at most 255 characters. Empty for a person with one name.")]
        last: String,
        #[graphql(desc = "Mobile number, stored as typed.")] mobile: Option<String>,
        #[graphql(desc = "Display name. Default: the first and last name.")] name: Option<String>,
        #[graphql(desc = "The id of a group of that org. The user is added to this group.")]
        group_id: Option<Uuid>,
        #[graphql(
            desc = "The membership's external id, 1 to 255 bytes, stored unchanged. Need not be unique."
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

    /// Changes a user's own fields. An absent argument leaves its field unchanged; null clears a
    /// field that may be empty.
    ///
    /// Permission: `members:write` in every org that the user belongs to, and `owners:write` in the
    /// orgs that the user owns. Users may change their own first, last and display name, mobile
    /// number and time zone with a token that is not bound to one org. Changing `status` requires
    /// `users:status`, which platform tokens hold.
    ///
    /// Errors: `USER_NOT_FOUND`, `EMAIL_TAKEN`, `LAST_OWNER` (the call would suspend an org's last
    /// owner), `INVALID_VALUE`, `VERSION_MISMATCH`, `FORBIDDEN`.
    async fn update_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
        #[graphql(
            desc = "The e-mail address. Unique in the whole system, without regard to case."
        )]
        email: Option<String>,
        #[graphql(desc = "First name.")] first: Option<String>,
        #[graphql(desc = "Last name. An empty string clears it.")] last: Option<String>,
        #[graphql(desc = "Display name. Once set, it no longer follows the first and last name.")]
        name: Option<String>,
        #[graphql(desc = "Mobile number.")] mobile: MaybeUndefined<String>,
        #[graphql(desc = "Time zone, an IANA name like Europe/Berlin.")] timezone: MaybeUndefined<
            String,
        >,
        #[graphql(desc = "The user's status. A suspended user has no rights in any org.")]
        status: Option<UserStatus>,
        #[graphql(
            desc = "The version that the user must have. If the version differs, the call fails with `VERSION_MISMATCH`."
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

    /// Deletes a user with their tokens, group memberships and memberships, in one transaction. The
    /// e-mail address becomes free; the audit events keep the user's data. To end a user's access
    /// and keep everything else, use `updateUser(status: SUSPENDED)`.
    ///
    /// With `erase`, a job replaces the user's personal data with `[erased]` in every stored copy:
    /// audit events, rows and results of jobs, and results stored under idempotency keys. The
    /// mutation's result contains the job. Rows of other jobs that name the user and have not run
    /// yet fail. A user who was deleted earlier is erased by id; the result is then "queued".
    ///
    /// Permission: `users:delete`, which platform tokens hold. `erase` requires `users:delete` and
    /// `jobs:write` of a platform token.
    ///
    /// Errors: `USER_NOT_FOUND`, `LAST_OWNER`, `FORBIDDEN`.
    async fn delete_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
        #[graphql(
            desc = "Whether to erase the personal data from stored copies as well. If absent, the audit events keep the data."
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
