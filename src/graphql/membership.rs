//! Memberships.

use std::collections::HashMap;

use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use futures_util::FutureExt;

use crate::{
    domain::{
        Reader,
        field::ExternalId,
        membership::{
            self, AddMember, MemberFilter, MembershipRef, OfOrg, OfUser, RemoveMember,
            UpdateMember, parse_role, parse_status,
        },
    },
    entity::{self, membership::Model},
    error::{Code, Error, Result},
    page::{Order, Page, PageRequest},
};

use super::{
    connection::{Connection, Listed, wanted},
    context,
    enums::{DefaultReason, MemberRole, MemberStatus},
    loaders::Nested,
    org::{self, Org},
    result::{MutationResult, mutate},
    role::Role,
    scalar::{DateTime, Uuid},
    token::strings,
    user::{self, User, patch},
};

pub(super) struct Membership {
    row: Model,
    /// Where it came with the row.
    org: Option<entity::org::Model>,
    /// Where he came with the row.
    user: Option<entity::user::Model>,
}

impl From<Model> for Membership {
    fn from(row: Model) -> Self {
        Self {
            row,
            org: None,
            user: None,
        }
    }
}

/// One user in one org.
#[Object]
impl Membership {
    /// The membership's id.
    async fn id(&self) -> Uuid {
        self.row.id.into()
    }

    /// The org.
    async fn org(&self, ctx: &Context<'_>) -> Result<Org> {
        match &self.org {
            Some(org) => Ok(Org(org.clone())),
            None => org::get(ctx, self.row.org_id).await,
        }
    }

    /// The member.
    async fn user(&self, ctx: &Context<'_>) -> Result<User> {
        match &self.user {
            Some(user) => Ok(User(user.clone())),
            None => user::get(ctx, self.row.user_id).await,
        }
    }

    /// What the member is in the org.
    async fn role(&self) -> MemberRole {
        self.row.role.into()
    }

    /// Whether the membership is in force.
    async fn status(&self) -> MemberStatus {
        self.row.status.into()
    }

    /// What another system calls the member, in this org. Not necessarily unique.
    async fn external_id(&self) -> Option<&str> {
        self.row.external_id.as_deref()
    }

    /// Whether this is the user's default org. A user with active memberships has exactly one default.
    async fn is_default(&self) -> bool {
        self.row.is_default
    }

    /// Whether the member owns the org.
    async fn is_owner(&self) -> bool {
        self.row.is_owner
    }

    /// Why this is the user's default. Null when it is not.
    async fn default_reason(&self) -> Option<DefaultReason> {
        self.row.default_reason.map(Into::into)
    }

    /// The org's own roles that the member has, by name.
    async fn roles(&self, ctx: &Context<'_>) -> Result<Vec<Role>> {
        let ids = membership::role_ids(&self.row)?;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut roles: Vec<_> = context::of(ctx)
            .loaders
            .load_many(ids)
            .await?
            .into_values()
            .collect();
        roles.sort_by(|one, other| (&one.name_key, one.id).cmp(&(&other.name_key, other.id)));
        Ok(roles.into_iter().map(Role).collect())
    }

    /// What the membership grants directly, beside its roles: permissions like `members:read`, which tenantry enforces, and
    /// names of your own, which it keeps for `checkAccess`. `*` is all that an owner holds.
    async fn permissions(&self) -> Vec<String> {
        strings(self.row.permissions.as_ref()).unwrap_or_default()
    }

    /// The addresses and networks from which the member may act in the org; from elsewhere this membership grants and shows
    /// him nothing. Null: from everywhere.
    async fn allowed_ips(&self) -> Option<Vec<String>> {
        strings(self.row.allowed_ips.as_ref())
    }

    /// The system that made the membership. Null when it was made by a token without a source.
    async fn source(&self) -> Option<&str> {
        self.row.source.as_deref()
    }

    /// When the user joined the org.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// When the membership last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// The number of times that the row was written. State it as `ifVersion` to change the membership only as you have read it.
    async fn version(&self) -> i32 {
        i32::try_from(self.row.version).unwrap_or(i32::MAX)
    }
}

impl Listed for Membership {
    const CONNECTION: &'static str = "MembershipConnection";
    const EDGE: &'static str = "MembershipEdge";
}

/// The members of an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Members(pub(super) MemberFilter);

impl Nested for Members {
    type Row = OfOrg;
    type Node = Membership;
    const ORDER: Order<OfOrg> = membership::OF_ORG;

    fn node(row: OfOrg) -> Membership {
        Membership {
            user: Some(row.user),
            ..row.membership.into()
        }
    }

    async fn pages(
        &self,
        reader: &Reader,
        orgs: &[uuid::Uuid],
        page: &PageRequest,
    ) -> Result<HashMap<uuid::Uuid, Page<OfOrg>>> {
        membership::of_orgs(reader, orgs, self.0, page).await
    }

    async fn counts(
        &self,
        reader: &Reader,
        orgs: &[uuid::Uuid],
    ) -> Result<HashMap<uuid::Uuid, i64>> {
        membership::count_of_orgs(reader, orgs, self.0).await
    }
}

/// The memberships of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Memberships;

impl Nested for Memberships {
    type Row = OfUser;
    type Node = Membership;
    const ORDER: Order<OfUser> = membership::OF_USER;

    fn node(row: OfUser) -> Membership {
        Membership {
            org: Some(row.org),
            ..row.membership.into()
        }
    }

    async fn pages(
        &self,
        reader: &Reader,
        users: &[uuid::Uuid],
        page: &PageRequest,
    ) -> Result<HashMap<uuid::Uuid, Page<OfUser>>> {
        membership::of_users(reader, users, page).await
    }

    async fn counts(
        &self,
        reader: &Reader,
        users: &[uuid::Uuid],
    ) -> Result<HashMap<uuid::Uuid, i64>> {
        membership::count_of_users(reader, users).await
    }
}

/// Which memberships. All that is given must hold; null is the same as absent.
#[derive(InputObject)]
pub(super) struct MembershipFilter {
    /// In this org.
    org: Option<Uuid>,
    /// This user's.
    user: Option<Uuid>,
    /// With this external id, exactly. Not necessarily one.
    external_id: Option<String>,
    /// In this state.
    status: Option<MemberStatus>,
}

impl MembershipFilter {
    fn parse(self) -> Result<membership::MembershipFilter> {
        Ok(membership::MembershipFilter {
            org: self.org.map(|org| org.0.into()),
            user: self.user.map(|user| user.0.into()),
            external_id: self
                .external_id
                .map(|id| ExternalId::parse("externalId", &id))
                .transpose()?,
            status: self.status.map(Into::into),
            in_use: false,
        })
    }
}

#[derive(Default)]
pub(super) struct MembershipQuery;

#[Object]
impl MembershipQuery {
    /// One membership, by its id or by org and user. Null when there is none that this token may see: one's own, and those
    /// in orgs where it may read members (`members:read`).
    ///
    /// Errors: `INVALID_VALUE` unless `id` alone or `org` and `user` are given.
    async fn membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership's id.")] id: Option<Uuid>,
        #[graphql(desc = "The org, with `user`.")] org: Option<Uuid>,
        #[graphql(desc = "The user, with `org`.")] user: Option<Uuid>,
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

    /// Memberships by id, which is by the time of joining: one's own, and those in orgs where this token may read members
    /// (`members:read`).
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these.")] filter: Option<MembershipFilter>,
        #[graphql(desc = "Rows from the start at the most: 50 when absent, 1,000 at most.")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "Rows from the end at the most, instead of `first`.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Connection<Membership>> {
        let filter = filter.map(MembershipFilter::parse).transpose()?;
        let filter = filter.unwrap_or_default();
        let wanted = PageRequest::parse(&membership::BY_ID, wanted(first, &after, last, &before))?;
        let page = membership::list(&context::of(ctx).reader, &filter, &wanted).await?;
        Ok(Connection::new(
            page.map(Membership::from),
            move |request| {
                let filter = filter.clone();
                async move { membership::count(&request.reader, &filter).await }.boxed()
            },
        ))
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
    /// Adds a user to an org. A retired member comes back: "reactivated", with the same membership id. An active member is
    /// left alone: "unchanged", or `ALREADY_MEMBER` when role or external id would change; `updateMember` changes those.
    /// Permission: `members:grant` in the org, and the rights that the role grants; of an owner's membership also
    /// `owners:write`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `ORG_MISMATCH`, `USER_NOT_FOUND` (also for a user whom this token may not
    /// see), `ALREADY_MEMBER`, `INVALID_ROLE`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn add_org_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To which org.")] org: Uuid,
        #[graphql(desc = "The same as `org`; may be left out.")] org_id: Option<Uuid>,
        #[graphql(desc = "Whom.")] user_id: Uuid,
        #[graphql(
            desc = "\"user\" or \"admin\". Absent: \"user\" for a new member, as before for a retired one."
        )]
        role: Option<String>,
        #[graphql(desc = "The membership's external id, 1 to 255 bytes, kept exactly.")]
        external_id: MaybeUndefined<String>,
    ) -> MutationResult {
        mutate(
            ctx,
            add(ctx, org, org_id, user_id, role.as_deref(), external_id),
        )
        .await
    }

    /// The same as `addOrgMember`.
    #[graphql(deprecation = "Use addOrgMember.")]
    async fn add_user_to_org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To which org.")] org: Uuid,
        #[graphql(desc = "The same as `org`; may be left out.")] org_id: Option<Uuid>,
        #[graphql(desc = "Whom.")] user_id: Uuid,
        #[graphql(
            desc = "\"user\" or \"admin\". Absent: \"user\" for a new member, as before for a retired one."
        )]
        role: Option<String>,
        #[graphql(desc = "The membership's external id, 1 to 255 bytes, kept exactly.")]
        external_id: MaybeUndefined<String>,
    ) -> MutationResult {
        mutate(
            ctx,
            add(ctx, org, org_id, user_id, role.as_deref(), external_id),
        )
        .await
    }

    /// Changes a membership: what is absent stays, null clears the external id. Status "retired" ends the user's access in
    /// this org; the user, other orgs, group rows and the external id stay, and if it was the user's default org, the next
    /// by name becomes that. Status "active" brings a retired member back: "reactivated".
    /// Permission: `members:write` in the org, and to bring a retired member back `members:grant`; the rights that a new
    /// role or a return grants; of an owner's membership also `owners:write`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `LAST_OWNER`, `INVALID_STATUS`,
    /// `INVALID_ROLE`, `INVALID_VALUE`, `VERSION_MISMATCH`,
    /// `FORBIDDEN`.
    async fn update_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which org.")] org: Uuid,
        #[graphql(desc = "Whose membership.")] user_id: Uuid,
        #[graphql(desc = "\"active\" or \"retired\".")] status: Option<String>,
        #[graphql(desc = "\"user\" or \"admin\".")] role: Option<String>,
        #[graphql(
            desc = "The membership's external id, 1 to 255 bytes, kept exactly. Should be unique, need not be."
        )]
        external_id: MaybeUndefined<String>,
        #[graphql(
            desc = "The version that the membership must have: another one is `VERSION_MISMATCH`."
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

    /// Removes a membership, and the user's rows in groups of that org. The user stays. To keep the membership and end the
    /// access, use `updateMember(status: "retired")`. Permission: `members:write` in the org; of an owner's membership also
    /// `owners:write`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `LAST_OWNER`, `FORBIDDEN`.
    async fn remove_org_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From which org.")] org: Uuid,
        #[graphql(desc = "Whom.")] user_id: Uuid,
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
