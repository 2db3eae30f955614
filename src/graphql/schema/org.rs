//! The GraphQL types, queries and mutations of orgs.

use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use futures_util::FutureExt;

use crate::{
    domain::{
        field::{ExternalId, Name},
        membership::Member,
        org::{self, CreateOrg, OrgRef, RestoreOrg, RetireOrg, UpdateOrg},
    },
    entity::Columns,
    error::Result,
    graphql::resolver::{
        connection::{Connection, all_of_rows, nested, wanted},
        context,
        enums::{Direction, MemberOrder, MemberRole, MemberStatus, OrgOrder, OrgStatus},
        input::{name_search, patch},
        list::{Listed, count},
        loaders::{GrantIn, MemberCountOf, OwnersOf, RolesOf},
        objects::{Group, Membership, Org, Role},
        result::{MutationResult, mutate},
        rows::Rows,
        scalar::{DateTime, Uuid},
    },
    page::PageRequest,
};

use super::{
    group_list::GroupsOfOrg,
    membership::lists::{MemberArguments, Members},
};

/// An organization. It controls its members only within the org.
#[Object]
impl Org {
    /// The org's id.
    pub(super) async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// The org's name. Unique among active orgs, without regard to case.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The org's id in another system.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// Whether the org is active or retired.
    async fn status(&self) -> OrgStatus {
        self.0.status.into()
    }

    /// When the org was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the org's own fields last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// The number of times that the row was written. Pass it as `ifVersion` to change the org only
    /// if nobody else has changed it since you read it.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// The org's members, retired members included, in the order of joining unless `orderBy` is
    /// given. A token that may not read members sees only its own user's membership.
    ///
    /// Permission: `members:read` in the org; none for one's own membership.
    ///
    /// Errors: `ROLE_NOT_FOUND`, `GROUP_NOT_FOUND`, `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only memberships with this status.")] status: Option<
            MemberStatus,
        >,
        #[graphql(desc = "Returns only memberships with this role. Owners have a role as well.")]
        role: Option<MemberRole>,
        #[graphql(
            desc = "Returns only members whom this text finds: a part of a name, e-mail address or mobile number, or a whole external id. A text of fewer than 3 characters matches only the beginning of the display name, e-mail address or mobile number. A blank text is ignored."
        )]
        search: Option<String>,
        #[graphql(desc = "Returns only owners, or only members who are not owners.")]
        is_owner: Option<bool>,
        #[graphql(desc = "Returns only members who have this role of the org's own.")]
        role_id: Option<Uuid>,
        #[graphql(
            desc = "Returns only members who are not in this group. Requires `groups:read` in its org."
        )]
        not_in_group: Option<Uuid>,
        #[graphql(desc = "The order of the members. Default: JOINED.")] order_by: Option<
            MemberOrder,
        >,
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
        let arguments = MemberArguments {
            status,
            role,
            is_owner,
            role_id,
            not_in_group,
            search,
        };
        let list = Members {
            filter: arguments.parse(ctx).await?,
            order: order_by.unwrap_or(MemberOrder::Joined),
            columns: Columns::for_summary(all_of_rows(ctx, Membership::is_in_summary)),
        };
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        nested(ctx, self.0.id, list, wanted).await
    }

    /// The org's groups by name. Empty if this token may not read groups.
    ///
    /// Permission: `groups:read` in the org.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Returns only groups that this text finds: a part of the name, or the whole external id. A text of fewer than 3 characters matches only the beginning of the name. A blank text is ignored."
        )]
        search: Option<String>,
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
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let list = GroupsOfOrg(name_search(search.as_deref())?);
        nested(ctx, self.0.id, list, wanted).await
    }

    /// The number of the org's members, retired members included unless `status` is given. Null if
    /// this token may not read members of the org.
    ///
    /// Permission: `members:read` in the org.
    async fn member_count(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Counts only memberships with this status.")] status: Option<MemberStatus>,
    ) -> Result<Option<i32>> {
        let key = MemberCountOf(self.0.id, status.map(Into::into));
        Ok(context::find(ctx, key).await?.map(count))
    }

    /// The memberships of the org's owners in the order of joining, at most 100. Null if this token
    /// may not read members of the org; `members(isOwner: true)` pages through all owners.
    ///
    /// Permission: `members:read` in the org.
    async fn owners(&self, ctx: &Context<'_>) -> Result<Option<Rows<Membership>>> {
        let owners = context::find(ctx, OwnersOf(self.0.id)).await?;
        let owner = |owner| Member::from(owner).into();
        Ok(owners.map(|owners| Rows(owners.into_iter().map(owner).collect())))
    }

    /// The org's own roles by name, without the built-in roles "user" and "admin". A token without
    /// the permission sees only the roles that its user has.
    ///
    /// Permission: `members:read` or `roles:write` in the org.
    async fn roles(&self, ctx: &Context<'_>) -> Result<Rows<Role>> {
        let roles = context::find(ctx, RolesOf(self.0.id)).await?;
        let roles = roles.unwrap_or_default().into_iter();
        Ok(Rows(roles.map(Role).collect()))
    }

    /// The permissions that this token holds in the org, as `viewer { permissions(org) }` returns
    /// them. A client can use them to show only what the token may do.
    async fn viewer_permissions(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        let grant = context::find(ctx, GrantIn(self.0.id)).await?;
        Ok(grant.unwrap_or_default().names())
    }
}

impl Listed for Org {
    const CONNECTION: &'static str = "OrgConnection";
    const EDGE: &'static str = "OrgEdge";
}

/// Selects orgs. An org must match all the given fields; null means absent.
#[derive(InputObject)]
pub(super) struct OrgFilter {
    /// A part of the name, without regard to case. At least 3 characters, or 2 of Han, Kana or
    /// Hangul.
    name: Option<String>,
    /// The org's status.
    status: Option<OrgStatus>,
    /// A text that finds the org: a part of the name, or the whole external id. A text of fewer
    /// than 3 characters matches only the beginning of the name. A blank text is ignored.
    search: Option<String>,
    /// The org's id in another system, matched exactly. Several orgs may have it.
    external_id: Option<String>,
    /// Whether the org has no owner. Only for platform tokens.
    without_owner: Option<bool>,
}

impl OrgFilter {
    fn parse(self) -> Result<org::OrgFilter> {
        let external_id = self
            .external_id
            .map(|id| ExternalId::parse("externalId", &id))
            .transpose()?;
        let filter = org::OrgFilter::parse(self.name.as_deref(), self.status.map(Into::into))?;
        Ok(filter
            .searching(name_search(self.search.as_deref())?, external_id)
            .without_owner(self.without_owner))
    }
}

#[derive(Default)]
pub(super) struct OrgQuery;

#[Object]
impl OrgQuery {
    /// Returns one org by id, name or external id. Null if there is no such org or this token may
    /// not see the org. Retired orgs are found only by id.
    ///
    /// Permission: platform tokens see all orgs, other tokens the orgs that they belong to. Only
    /// platform tokens see retired orgs.
    ///
    /// Errors: `INVALID_VALUE` unless exactly one argument is given, `AMBIGUOUS_MATCH` (several
    /// orgs have the external id).
    async fn org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The org's id.")] id: Option<Uuid>,
        #[graphql(desc = "The org's name, without regard to case.")] name: Option<String>,
        #[graphql(desc = "The org's id in another system, matched exactly.")] external_id: Option<
            String,
        >,
    ) -> Result<Option<Org>> {
        let org = OrgRef::parse(id.map(|id| id.0), name.as_deref(), external_id.as_deref())?;
        Ok(org::find(&context::of(ctx).reader, &org).await?.map(Org))
    }

    /// Returns the orgs that this token may see.
    ///
    /// Permission: platform tokens see all orgs, other tokens the orgs that they belong to. Only
    /// platform tokens see retired orgs.
    ///
    /// Errors: `NAME_TOO_SHORT`, `INVALID_VALUE`, `INVALID_CURSOR`, `FORBIDDEN` (`withoutOwner`
    /// without a platform token), `LIMIT_EXCEEDED` (`orderBy: MEMBERS`, and the filter matches more
    /// than 1,000 orgs).
    async fn orgs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only orgs that match this filter.")] filter: Option<OrgFilter>,
        #[graphql(desc = "The order of the orgs. Default: by name.")] order_by: Option<OrgOrder>,
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
    ) -> Result<Option<Connection<Org>>> {
        let filter = filter.map(OrgFilter::parse).transpose()?;
        let filter = filter.unwrap_or_default();
        let reader = &context::of(ctx).reader;
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let order = match order_by.unwrap_or(OrgOrder::Name) {
            OrgOrder::Name => Some(&org::BY_NAME),
            OrgOrder::Id => Some(&org::BY_ID),
            OrgOrder::CreatedAt => Some(&org::BY_CREATED_AT),
            OrgOrder::Members => None,
        };
        let page = match order {
            Some(order) => {
                let wanted = PageRequest::parse(order, wanted)?;
                org::list(reader, &filter, order, &wanted).await?
            }
            None => {
                let wanted = PageRequest::parse(&org::BY_MEMBERS, wanted)?;
                let page = org::list_by_members(reader, &filter, &wanted).await?;
                page.map(|org| org.row)
            }
        };
        let list = Connection::new(page.map(Org), move |request| {
            let filter = filter.clone();
            async move { org::count(&request.reader, &filter).await }.boxed()
        });
        Ok(Some(list))
    }
}

#[derive(Default)]
pub(super) struct OrgMutation;

#[Object]
impl OrgMutation {
    /// Creates an org, optionally with its first owner.
    ///
    /// Permission: `orgs:create`, which platform tokens hold.
    ///
    /// Errors: `NAME_TAKEN`, `USER_NOT_FOUND`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn create_org(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The name, 1 to 255 characters, unique among active orgs without regard to case."
        )]
        name: String,
        #[graphql(desc = "The org's id in another system, 1 to 255 bytes.")] external_id: Option<
            String,
        >,
        #[graphql(
            desc = "The id of a user who becomes the org's first member and owner. Without an owner, platform tokens administer the org."
        )]
        owner: Option<Uuid>,
    ) -> MutationResult {
        let operation = || {
            Ok(CreateOrg {
                name: Name::parse("name", &name)?,
                external_id: external_id
                    .map(|id| ExternalId::parse("externalId", &id))
                    .transpose()?,
                owner: owner.map(|owner| owner.0.into()),
            })
        };
        mutate(ctx, operation()).await
    }

    /// Changes an org. An absent argument leaves its field unchanged; null clears the external id.
    ///
    /// Permission: `org:write` in the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `NAME_TAKEN`, `INVALID_VALUE`, `VERSION_MISMATCH`,
    /// `FORBIDDEN`.
    async fn update_org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(
            desc = "The name, 1 to 255 characters, unique among active orgs without regard to case."
        )]
        name: Option<String>,
        #[graphql(desc = "The org's id in another system, 1 to 255 bytes.")]
        external_id: MaybeUndefined<String>,
        #[graphql(
            desc = "The version that the org must have. If the version differs, the call fails with `VERSION_MISMATCH`."
        )]
        if_version: Option<i32>,
    ) -> MutationResult {
        let operation = || {
            Ok(UpdateOrg {
                org: org.0.into(),
                name: name.map(|name| Name::parse("name", &name)).transpose()?,
                external_id: patch(ctx, "externalId", external_id, ExternalId::parse)?,
                if_version: if_version.map(Into::into),
            })
        };
        mutate(ctx, operation()).await
    }

    /// Retires an org: the org gives no rights, only platform tokens still see it, and its name
    /// becomes free. Its members and groups stay. For members whose default is this org, the next
    /// active org by name becomes the default, if there is one; each of these changes counts in
    /// `records`. If the org has more than 10,000 members, a job changes the remaining defaults;
    /// the result contains the job.
    ///
    /// Permission: `orgs:retire`, which platform tokens hold.
    ///
    /// Errors: `ORG_NOT_FOUND`, `FORBIDDEN`.
    async fn retire_org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
    ) -> MutationResult {
        let operation = RetireOrg {
            org: org.0.into(),
            if_version: None,
        };
        mutate(ctx, Ok(operation)).await
    }

    /// Restores a retired org with its members and groups. The org becomes the default of members
    /// who have no active org as their default. If the org has more than 10,000 members, a job
    /// changes the remaining defaults; the result contains the job.
    ///
    /// Permission: `orgs:retire`, which platform tokens hold.
    ///
    /// Errors: `ORG_NOT_FOUND`, `NAME_TAKEN` (another active org has the name), `INVALID_VALUE`
    /// (also if the org is active and `name` differs from its name), `FORBIDDEN`.
    async fn restore_org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(
            desc = "The org's new name, 1 to 255 characters. If absent, the org keeps its name."
        )]
        name: Option<String>,
    ) -> MutationResult {
        let name = name.map(|name| Name::parse("name", &name)).transpose();
        let operation = name.map(|name| RestoreOrg {
            org: org.0.into(),
            name,
        });
        mutate(ctx, operation).await
    }
}
