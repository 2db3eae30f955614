//! The GraphQL types, queries and mutations of single memberships.

pub(super) mod input;
pub(super) mod lists;
pub(super) mod many;
pub(super) mod set;

use std::sync::Arc;

use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use futures_util::FutureExt;

use crate::{
    domain::{
        field::ExternalId,
        membership::{
            self, AddMember, MembershipRef, RemoveMember, UpdateMember, parse_role, parse_status,
        },
    },
    error::{Code, Error, Result},
    graphql::resolver::{
        connection::{Connection, wanted},
        context,
        enums::{DefaultReason, Direction, MemberRole, MemberStatus},
        input::patch,
        list::Listed,
        objects::{self, Membership, Org, Role, User, strings},
        result::{MutationResult, mutate},
        rows::{Row, Rows},
        scalar::{DateTime, Uuid},
    },
    page::PageRequest,
};

use super::sync::MembershipHold;

use lists::MemberArguments;

/// The membership of one user in one org.
#[Object]
impl Membership {
    /// The membership's id.
    pub(super) async fn id(&self) -> Uuid {
        self.row.summary.id.into()
    }

    /// The org.
    async fn org(&self, ctx: &Context<'_>) -> Result<Row<Org>> {
        match &self.org {
            Some(org) => Ok(Row(Org(org.clone()))),
            None => objects::org(ctx, self.row.summary.org_id).await,
        }
    }

    /// The member.
    async fn user(&self, ctx: &Context<'_>) -> Result<Row<Arc<User>>> {
        match &self.user {
            Some(user) => Ok(Row(user.clone())),
            None => {
                let Row(user) = objects::user(ctx, self.row.summary.user_id).await?;
                Ok(Row(Arc::new(user)))
            }
        }
    }

    /// The member's built-in role in the org.
    async fn role(&self) -> MemberRole {
        self.row.summary.role.into()
    }

    /// Whether the membership is active or retired.
    async fn status(&self) -> MemberStatus {
        self.row.summary.status.into()
    }

    /// The member's id in another system, for this org. Not necessarily unique.
    async fn external_id(&self) -> Result<Option<&str>> {
        Ok(self.whole()?.external_id.as_deref())
    }

    /// Whether this org is the user's default org. A user with active memberships has exactly one
    /// default.
    async fn is_default(&self) -> bool {
        self.row.summary.is_default
    }

    /// Whether the member owns the org.
    async fn is_owner(&self) -> bool {
        self.row.summary.is_owner
    }

    /// Why this org is the user's default. Null if the org is not the default.
    async fn default_reason(&self) -> Result<Option<DefaultReason>> {
        Ok(self.whole()?.default_reason.map(Into::into))
    }

    /// The org's own roles that the member has, by name.
    async fn roles(&self, ctx: &Context<'_>) -> Result<Rows<Role>> {
        let ids = membership::role_ids(self.whole()?)?;
        if ids.is_empty() {
            return Ok(Rows(Vec::new()));
        }
        let mut roles: Vec<_> = context::of(ctx)
            .loaders
            .load_many(ids)
            .await?
            .into_values()
            .collect();
        roles.sort_by(|one, other| (&one.name_key, one.id).cmp(&(&other.name_key, other.id)));
        Ok(Rows(roles.into_iter().map(Role).collect()))
    }

    /// The permissions that the membership grants directly, in addition to its roles: permissions
    /// like `members:read`, which tenantry enforces, and names of your own, which tenantry stores
    /// for `checkAccess`. `*` grants everything that an owner holds.
    async fn permissions(&self) -> Result<Vec<String>> {
        Ok(strings(self.whole()?.permissions.as_ref()).unwrap_or_default())
    }

    /// The addresses and networks from which the member may act in the org. From any other address,
    /// this membership grants the member nothing and shows them nothing. Null means no limit.
    async fn allowed_ips(&self) -> Result<Option<Vec<String>>> {
        Ok(strings(self.whole()?.allowed_ips.as_ref()))
    }

    /// The system that created the membership. Null if the token that created the membership has no
    /// source.
    async fn source(&self) -> Result<Option<&str>> {
        Ok(self.whole()?.source.as_deref())
    }

    /// The source that owns the membership: the one whose sync run created it or took it over. Null
    /// if no source owns it. In mode `REPLACE`, a sync run of the source retires the member if the
    /// file does not name them.
    async fn owned_by(&self) -> Result<Option<&str>> {
        Ok(self.whole()?.owned_by.as_deref())
    }

    /// The hold that keeps the membership as it is against sync runs. Null if there is none or it
    /// has ended.
    async fn hold(&self, ctx: &Context<'_>) -> Result<Option<MembershipHold>> {
        let now = context::of(ctx).session.app().now();
        let row = self.whole()?;
        Ok(row.is_held(now).then(|| MembershipHold::of(row)).flatten())
    }

    /// When the user joined the org.
    async fn created_at(&self) -> Result<DateTime> {
        Ok(DateTime(self.whole()?.created_at))
    }

    /// When the membership last changed.
    async fn updated_at(&self) -> Result<DateTime> {
        Ok(DateTime(self.whole()?.updated_at))
    }

    /// The number of times that the row was written. Pass it as `ifVersion` to change the
    /// membership only if nobody else has changed it since you read it.
    async fn version(&self) -> Result<i32> {
        Ok(i32::try_from(self.whole()?.version).unwrap_or(i32::MAX))
    }
}

impl Listed for Membership {
    const CONNECTION: &'static str = "MembershipConnection";
    const EDGE: &'static str = "MembershipEdge";
}

/// Selects memberships. A membership must match all the given fields; null means absent.
#[derive(InputObject)]
pub(super) struct MembershipFilter {
    /// The id of the org.
    org: Option<Uuid>,
    /// The id of the user.
    user: Option<Uuid>,
    /// The membership's external id, matched exactly. Several memberships may have it.
    external_id: Option<String>,
    /// The membership's status.
    status: Option<MemberStatus>,
    /// Whether the membership is held against sync runs.
    held: Option<bool>,
    /// A text that finds the member: a part of a name, e-mail address or mobile number, or a whole
    /// external id. A text of fewer than 3 characters matches only the beginning of the display
    /// name, e-mail address or mobile number. Case and accents are ignored. A blank text is ignored.
    search: Option<String>,
    /// The member's built-in role.
    role: Option<MemberRole>,
    /// Whether the member owns the org.
    is_owner: Option<bool>,
    /// The id of a role of the org's own that the member has.
    role_id: Option<Uuid>,
    /// The id of a group that does not contain the member. Requires `groups:read` in its org.
    not_in_group: Option<Uuid>,
}

impl MembershipFilter {
    async fn parse(self, ctx: &Context<'_>) -> Result<membership::MembershipFilter> {
        let member = MemberArguments {
            status: self.status,
            role: self.role,
            is_owner: self.is_owner,
            role_id: self.role_id,
            not_in_group: self.not_in_group,
            search: self.search,
        };
        let now = context::of(ctx).session.app().now();
        Ok(membership::MembershipFilter {
            org: self.org.map(|org| org.0.into()),
            user: self.user.map(|user| user.0.into()),
            external_id: self
                .external_id
                .map(|id| ExternalId::parse("externalId", &id))
                .transpose()?,
            member: member.parse(ctx).await?,
            held: self.held.map(|is_held| (is_held, now)),
            in_use: false,
        })
    }
}

#[derive(Default)]
pub(super) struct MembershipQuery;

#[Object]
impl MembershipQuery {
    /// Returns one membership, by its id or by org and user. Null if there is no such membership or
    /// this token may not see it.
    ///
    /// Permission: `members:read` in the org; none for one's own membership.
    ///
    /// Errors: `INVALID_VALUE` unless either `id` alone or both `org` and `user` are given.
    async fn membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership's id.")] id: Option<Uuid>,
        #[graphql(desc = "The id of the org. Requires `user`.")] org: Option<Uuid>,
        #[graphql(desc = "The id of the user. Requires `org`.")] user: Option<Uuid>,
    ) -> Result<Option<Membership>> {
        let membership = MembershipRef::parse(
            id.map(|id| id.0),
            org.map(|org| org.0),
            user.map(|user| user.0),
        )?;
        Ok(membership::find(&context::of(ctx).reader, membership)
            .await?
            .map(Membership::from))
    }

    /// Returns memberships by id, which is the order of joining: one's own, and those in orgs where
    /// this token may read members.
    ///
    /// Permission: `members:read` in each org; none for one's own memberships.
    ///
    /// Errors: `ROLE_NOT_FOUND`, `GROUP_NOT_FOUND`, `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only memberships that match this filter.")] filter: Option<
            MembershipFilter,
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
    ) -> Result<Option<Connection<Membership>>> {
        let filter = match filter {
            Some(filter) => filter.parse(ctx).await?,
            None => membership::MembershipFilter::default(),
        };
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let wanted = PageRequest::parse(&membership::BY_ID, wanted)?;
        let page = membership::list(&context::of(ctx).reader, &filter, &wanted).await?;
        let list = Connection::new(page.map(Membership::from), move |request| {
            let filter = filter.clone();
            async move { membership::count(&request.reader, &filter).await }.boxed()
        });
        Ok(Some(list))
    }
}

#[derive(Default)]
pub(super) struct MembershipMutation;

fn add(
    ctx: &Context<'_>,
    org: Uuid,
    org_id: Option<Uuid>,
    user_id: Uuid,
    role: Option<&str>,
    external_id: MaybeUndefined<String>,
) -> Result<AddMember> {
    if org_id.is_some_and(|org_id| org_id != org) {
        return Err(Error::new(
            Code::OrgMismatch,
            "`org` and `orgId` name two orgs; leave `orgId` out.",
        )
        .at("orgId"));
    }
    Ok(AddMember {
        org: org.0.into(),
        user: user_id.0.into(),
        role: role.map(parse_role).transpose()?,
        external_id: patch(ctx, "externalId", external_id, ExternalId::parse)?,
    })
}

#[Object]
impl MembershipMutation {
    /// Adds a user to an org. A retired member is reactivated with the same membership id; the
    /// result is "reactivated". An active member is not changed: the result is "unchanged", or
    /// `ALREADY_MEMBER` if the role or external id would change. Use `updateMember` to change them.
    ///
    /// Permission: `members:grant` in the org, and the rights that the role grants. An owner's
    /// membership also requires `owners:write`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `ORG_MISMATCH`, `USER_NOT_FOUND` (also for a user
    /// whom this token may not see), `ALREADY_MEMBER`, `INVALID_ROLE`, `INVALID_VALUE`,
    /// `FORBIDDEN`.
    async fn add_org_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(desc = "An alias of `org`. If present, it must equal `org`.")] org_id: Option<
            Uuid,
        >,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
        #[graphql(
            desc = "\"user\" or \"admin\". Default: \"user\" for a new member, the previous role for a retired member."
        )]
        role: Option<String>,
        #[graphql(desc = "The membership's external id, 1 to 255 bytes, stored unchanged.")]
        external_id: MaybeUndefined<String>,
    ) -> MutationResult {
        mutate(
            ctx,
            add(ctx, org, org_id, user_id, role.as_deref(), external_id),
        )
        .await
    }

    /// Adds a user to an org. An alias of `addOrgMember`, with the permissions and errors of
    /// `addOrgMember`.
    #[graphql(deprecation = "Use addOrgMember.")]
    async fn add_user_to_org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(desc = "An alias of `org`. If present, it must equal `org`.")] org_id: Option<
            Uuid,
        >,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
        #[graphql(
            desc = "\"user\" or \"admin\". Default: \"user\" for a new member, the previous role for a retired member."
        )]
        role: Option<String>,
        #[graphql(desc = "The membership's external id, 1 to 255 bytes, stored unchanged.")]
        external_id: MaybeUndefined<String>,
    ) -> MutationResult {
        mutate(
            ctx,
            add(ctx, org, org_id, user_id, role.as_deref(), external_id),
        )
        .await
    }

    /// Changes a membership. An absent argument leaves its field unchanged; null clears the
    /// external id. Status "retired" ends the user's access in this org: the user, their other
    /// orgs, group memberships and the external id stay. If this org was the user's default, the
    /// next org by name becomes the default. Status "active" reactivates a retired member; the
    /// result is then "reactivated".
    ///
    /// Permission: `members:write` in the org; `members:grant` to reactivate a retired member; the
    /// rights that a new role or a reactivation grants. An owner's membership also requires
    /// `owners:write`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `LAST_OWNER`,
    /// `INVALID_STATUS`, `INVALID_ROLE`, `INVALID_VALUE`, `VERSION_MISMATCH`, `FORBIDDEN`.
    async fn update_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
        #[graphql(desc = "\"active\" or \"retired\".")] status: Option<String>,
        #[graphql(desc = "\"user\" or \"admin\".")] role: Option<String>,
        #[graphql(
            desc = "The membership's external id, 1 to 255 bytes, stored unchanged. Should be unique, but need not be."
        )]
        external_id: MaybeUndefined<String>,
        #[graphql(
            desc = "The version that the membership must have. If the version differs, the call fails with `VERSION_MISMATCH`."
        )]
        if_version: Option<i32>,
    ) -> MutationResult {
        let operation = || {
            Ok(UpdateMember {
                org: org.0.into(),
                user: user_id.0.into(),
                status: status.as_deref().map(parse_status).transpose()?,
                role: role.as_deref().map(parse_role).transpose()?,
                external_id: patch(ctx, "externalId", external_id, ExternalId::parse)?,
                if_version: if_version.map(Into::into),
            })
        };
        mutate(ctx, operation()).await
    }

    /// Removes a membership and the user's group memberships in that org. The user stays. To end
    /// the access and keep the membership, use `updateMember(status: "retired")`.
    ///
    /// Permission: `members:write` in the org. An owner's membership also requires `owners:write`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `LAST_OWNER`,
    /// `FORBIDDEN`.
    async fn remove_org_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
    ) -> MutationResult {
        mutate(
            ctx,
            Ok(RemoveMember {
                org: org.0.into(),
                user: user_id.0.into(),
                if_version: None,
            }),
        )
        .await
    }
}
