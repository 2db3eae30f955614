//! Orgs.

use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use futures_util::FutureExt;

use crate::{
    domain::{
        field::{ExternalId, Name},
        membership::MemberFilter,
        org::{self, CreateOrg, OrgRef, RestoreOrg, RetireOrg, UpdateOrg},
    },
    entity::org::Model,
    error::{Code, Result},
    id::OrgId,
    page::PageRequest,
};

use super::{
    connection::{Connection, Listed, nested, wanted},
    context,
    enums::{MemberRole, MemberStatus, OrgOrder, OrgStatus},
    group::{Group, GroupsOfOrg},
    loaders::RolesOf,
    membership::{Members, Membership},
    result::{MutationResult, mutate},
    role::Role,
    scalar::{DateTime, Uuid},
    user::patch,
};

pub(super) struct Org(pub(super) Model);

/// An organization. It controls its members only to its own extent.
#[Object]
impl Org {
    /// The org's id.
    async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// Unique among active orgs, without regard to case.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What another system calls the org.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// Whether the org is in use.
    async fn status(&self) -> OrgStatus {
        self.0.status.into()
    }

    /// When the org was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the org's own fields last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// The number of times that the row was written. State it as `ifVersion` to change the org only as you have read it.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// Those who belong to the org, retired members too, by membership id, which is by the time of joining: all of them
    /// where this token may read members (`members:read`), else one's own membership.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those in this state.")] status: Option<MemberStatus>,
        #[graphql(desc = "Only those in this role. Owners have one besides.")] role: Option<
            MemberRole,
        >,
        #[graphql(desc = "Rows at the most: 50 when absent, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Membership>> {
        let filter = MemberFilter {
            status: status.map(Into::into),
            role: role.map(Into::into),
        };
        nested(ctx, self.0.id, Members(filter), first, after).await
    }

    /// The org's groups by name, where this token may read groups (`groups:read`), else none.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows at the most: 50 when absent, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Group>> {
        nested(ctx, self.0.id, GroupsOfOrg, first, after).await
    }

    /// The org's own roles by name, beside "user" and "admin", which every org has: all of them where this token may read
    /// members (`members:read`) or change roles (`roles:write`), else those that its user has.
    async fn roles(&self, ctx: &Context<'_>) -> Result<Vec<Role>> {
        let roles = context::find(ctx, RolesOf(self.0.id)).await?;
        Ok(roles.unwrap_or_default().into_iter().map(Role).collect())
    }
}

impl Listed for Org {
    const CONNECTION: &'static str = "OrgConnection";
    const EDGE: &'static str = "OrgEdge";
}

/// Which orgs. All that is given must hold; null is the same as absent.
#[derive(InputObject)]
pub(super) struct OrgFilter {
    /// Part of the name, without regard to case; at least 3 characters, or 2 of Han, Kana or Hangul.
    name: Option<String>,
    /// In this state.
    status: Option<OrgStatus>,
}

/// The org behind an object of which the schema promises one.
pub(super) async fn get(ctx: &Context<'_>, org: OrgId) -> Result<Org> {
    context::get(ctx, org, Code::OrgNotFound).await.map(Org)
}

#[derive(Default)]
pub(super) struct OrgQuery;

#[Object]
impl OrgQuery {
    /// One org, by id, name or external id. Null when there is none that this token may see: platform tokens see all,
    /// others those that they belong to. Retired orgs are found by id, by platform tokens.
    ///
    /// Errors: `INVALID_VALUE` unless exactly one is given, `AMBIGUOUS_MATCH` when several orgs have the external id.
    async fn org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The org's id.")] id: Option<Uuid>,
        #[graphql(desc = "The org's name, without regard to case.")] name: Option<String>,
        #[graphql(desc = "What another system calls the org, exactly.")] external_id: Option<
            String,
        >,
    ) -> Result<Option<Org>> {
        let org = OrgRef::parse(id.map(|id| id.0), name.as_deref(), external_id.as_deref())?;
        Ok(org::find(&context::of(ctx).reader, &org).await?.map(Org))
    }

    /// Orgs: all for platform tokens, for others those that they belong to. Retired orgs are for platform tokens alone.
    ///
    /// Errors: `NAME_TOO_SHORT`, `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn orgs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these.")] filter: Option<OrgFilter>,
        #[graphql(desc = "By name when absent.")] order_by: Option<OrgOrder>,
        #[graphql(desc = "Rows from the start at the most: 50 when absent, 1,000 at most.")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "Rows from the end at the most, instead of `first`.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Connection<Org>> {
        let filter = match filter {
            Some(OrgFilter { name, status }) => {
                org::OrgFilter::parse(name.as_deref(), status.map(Into::into))?
            }
            None => org::OrgFilter::default(),
        };
        let order = match order_by.unwrap_or(OrgOrder::Name) {
            OrgOrder::Name => &org::BY_NAME,
            OrgOrder::Id => &org::BY_ID,
        };
        let wanted = PageRequest::parse(order, wanted(first, &after, last, &before))?;
        let page = org::list(&context::of(ctx).reader, &filter, order, &wanted).await?;
        Ok(Connection::new(page.map(Org), move |request| {
            let filter = filter.clone();
            async move { org::count(&request.reader, &filter).await }.boxed()
        }))
    }
}

#[derive(Default)]
pub(super) struct OrgMutation;

#[Object]
impl OrgMutation {
    /// Makes an org, with a first owner if wished. Permission: `orgs:create`, which platform tokens hold.
    ///
    /// Errors: `NAME_TAKEN`, `USER_NOT_FOUND`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn create_org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 255 characters, unique among active orgs without regard to case.")]
        name: String,
        #[graphql(desc = "What another system calls the org, 1 to 255 bytes.")] external_id: Option<
            String,
        >,
        #[graphql(
            desc = "A user who becomes the org's first member, and owns it. Without one, platform tokens administer the org."
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

    /// Changes an org: what is absent stays, null clears the external id. Permission: `org:write` in the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `NAME_TAKEN`, `INVALID_VALUE`, `VERSION_MISMATCH`,
    /// `FORBIDDEN`.
    async fn update_org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] org: Uuid,
        #[graphql(desc = "1 to 255 characters, unique among active orgs without regard to case.")]
        name: Option<String>,
        #[graphql(desc = "What another system calls the org, 1 to 255 bytes.")]
        external_id: MaybeUndefined<String>,
        #[graphql(desc = "The version that the org must have: another one is `VERSION_MISMATCH`.")]
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

    /// Takes an org out of use: it gives no rights, only platform tokens still see it, its name is free. Its members and
    /// groups stay. Where it is a member's default, the next active org by name becomes the default, if there is one, and
    /// counts in `records`; of more than 10,000 members the others' defaults are moved by a job, which is in `job`.
    /// Permission: `orgs:retire`, which platform tokens hold.
    ///
    /// Errors: `ORG_NOT_FOUND`, `FORBIDDEN`.
    async fn retire_org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] org: Uuid,
    ) -> MutationResult {
        let operation = RetireOrg {
            org: org.0.into(),
            if_version: None,
        };
        mutate(ctx, Ok(operation)).await
    }

    /// Brings a retired org back, as it was. Members who have no active org as their default get this one. Permission:
    /// `orgs:retire`, which platform tokens hold.
    ///
    /// Of more than 10,000 members the others' defaults are settled by a job, which is in `job`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `NAME_TAKEN` when another active org has the name, `INVALID_VALUE` also for another name of
    /// an org that is active, `FORBIDDEN`.
    async fn restore_org(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] org: Uuid,
        #[graphql(desc = "Its name from now on, 1 to 255 characters. Absent: as it was.")]
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
