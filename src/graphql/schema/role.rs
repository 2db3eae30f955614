//! The GraphQL types, queries and mutations of roles, and the query `checkAccess`.

use async_graphql::{Context, Object};

use crate::{
    domain::{
        field::Name,
        membership::{self, CheckAccess, Permissions},
        role::{self, CreateRole, DeleteRole, UpdateRole},
    },
    error::Result,
    graphql::resolver::{
        connection::{Connection, nested, wanted},
        context,
        enums::Direction,
        list::count,
        loaders::RoleCountOf,
        objects::{self, Membership, Org, Role, strings},
        result::{MutationResult, mutate},
        rows::Row,
        scalar::{DateTime, Uuid},
    },
};

use super::membership::lists::MembersOfRole;

/// A role that an org defined: a name for a list of permissions. A member may have any number of
/// these roles in addition to the built-in role.
#[Object]
impl Role {
    /// The role's id.
    pub(super) async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// The org that the role belongs to.
    async fn org(&self, ctx: &Context<'_>) -> Result<Row<Org>> {
        objects::org(ctx, self.0.org_id).await
    }

    /// The role's name. Unique in the org, without regard to case.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The permissions that the role grants in the org: permissions like `members:read`, which
    /// tenantry enforces, and names of your own, which tenantry stores for `checkAccess`. `*`
    /// grants everything that an owner holds.
    async fn permissions(&self) -> Vec<String> {
        strings(Some(&self.0.permissions)).unwrap_or_default()
    }

    /// The number of members who have the role, retired members included. Null if this token may
    /// not read members of the org.
    ///
    /// Permission: `members:read` in the org.
    async fn member_count(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        Ok(context::find(ctx, RoleCountOf(self.0.id)).await?.map(count))
    }

    /// The members who have the role, retired members included, in the order of joining. Null if
    /// this token may not read members of the org.
    ///
    /// Permission: `members:read` in the org.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn members(
        &self,
        ctx: &Context<'_>,
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
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let members = nested(ctx, self.0.id, MembersOfRole, wanted).await?;
        let is_readable = context::find(ctx, RoleCountOf(self.0.id)).await?.is_some();
        Ok(is_readable.then_some(members))
    }

    /// When the role was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the role's own fields last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// The number of times that the row was written. Pass it as `ifVersion` to change the role only
    /// if nobody else has changed it since you read it.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }
}

pub(super) struct AccessDecision(membership::AccessDecision);

/// The result of an access check: whether a user has a permission in an org, and why.
#[Object]
impl AccessDecision {
    /// Whether the user has the permission.
    async fn allowed(&self) -> bool {
        self.0.reason == membership::Reason::Granted
    }

    /// "granted", or the first reason that applies: "org retired", "user suspended",
    /// "no membership", "membership retired", "address not allowed", "not granted".
    async fn reason(&self) -> &'static str {
        self.0.reason.as_str()
    }

    /// The sources of the permission: "owner"; "role:admin"; "permission:invoices:read" or
    /// "permission:*" for a direct permission of the membership; "role:Accounting" for one of the
    /// org's own roles. Empty if the user does not have the permission.
    async fn via(&self) -> &[String] {
        &self.0.via
    }
}

#[derive(Default)]
pub(super) struct RoleQuery;

#[Object]
impl RoleQuery {
    /// Returns one role of an org. Null if there is no such role or this token may not see it.
    ///
    /// Permission: `members:read` or `roles:write` in the org; none for a role that the token's
    /// user has.
    async fn role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The role's id.")] id: Uuid,
    ) -> Result<Option<Role>> {
        let found = role::find(&context::of(ctx).reader, id.0.into()).await?;
        Ok(found.map(Role))
    }

    /// Checks whether a user's membership grants a permission in an org, and why. The permission
    /// may be one of tenantry's or a name of your own. Scopes of tokens are ignored.
    ///
    /// Permission: `members:read` in the org; none for oneself.
    ///
    /// Errors: `ORG_NOT_FOUND`, `USER_NOT_FOUND`, `FORBIDDEN`, `INVALID_VALUE`, `INVALID_IP`.
    async fn check_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the user.")] user: Uuid,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(
            desc = "The permission to check: a name like `members:read` or a name of your own, 1 to 128 characters of A-Z, a-z, 0-9, `:`, `.`, `_`, `*`, `-`. `*` checks for everything."
        )]
        permission: String,
        #[graphql(
            desc = "The IPv4 or IPv6 address from which the user acts. If absent, a membership with `allowedIps` grants nothing."
        )]
        ip: Option<String>,
    ) -> Result<AccessDecision> {
        let (user, org) = (user.0.into(), org.0.into());
        let asked = CheckAccess::parse(user, org, &permission, ip.as_deref())?;
        membership::check_access(&context::of(ctx).reader, &asked)
            .await
            .map(AccessDecision)
    }
}

#[derive(Default)]
pub(super) struct RoleMutation;

#[Object]
impl RoleMutation {
    /// Creates a role. No member has the role yet.
    ///
    /// Permission: `roles:write` in the org, and every permission that the role grants.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `NAME_TAKEN`, `LIMIT_EXCEEDED` (more than 1,000
    /// roles), `INVALID_VALUE`, `FORBIDDEN`.
    async fn create_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(
            desc = "The name, 1 to 255 characters, unique in the org without regard to case. \"user\" and \"admin\" are not allowed."
        )]
        name: String,
        #[graphql(
            desc = "The permissions that the role grants, at most 256 names: permissions like `members:read`, names of your own, or `*` for everything that an owner holds."
        )]
        permissions: Vec<String>,
    ) -> MutationResult {
        let operation = || {
            Ok(CreateRole {
                org: org.0.into(),
                name: Name::parse("name", &name)?,
                permissions: Permissions::parse("permissions", &permissions)?,
            })
        };
        mutate(ctx, operation()).await
    }

    /// Changes a role, immediately for all members who have the role. An absent argument leaves its
    /// field unchanged.
    ///
    /// Permission: `roles:write` in the org, and every permission that the change adds to the role.
    ///
    /// Errors: `ROLE_NOT_FOUND`, `ORG_RETIRED`, `NAME_TAKEN`, `INVALID_VALUE`, `VERSION_MISMATCH`,
    /// `FORBIDDEN`.
    async fn update_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the role.")] role_id: Uuid,
        #[graphql(
            desc = "The name, 1 to 255 characters, unique in the org without regard to case. \"user\" and \"admin\" are not allowed."
        )]
        name: Option<String>,
        #[graphql(
            desc = "The permissions that the role grants, at most 256 names: permissions like `members:read`, names of your own, or `*`. The list replaces the current permissions."
        )]
        permissions: Option<Vec<String>>,
        #[graphql(
            desc = "The version that the role must have. If the version differs, the call fails with `VERSION_MISMATCH`."
        )]
        if_version: Option<i32>,
    ) -> MutationResult {
        let operation = || {
            Ok(UpdateRole {
                role: role_id.0.into(),
                name: name.map(|name| Name::parse("name", &name)).transpose()?,
                permissions: permissions
                    .map(|names| Permissions::parse("permissions", &names))
                    .transpose()?,
                if_version: if_version.map(Into::into),
            })
        };
        mutate(ctx, operation()).await
    }

    /// Deletes a role and removes it from all members who have it, each with an audit event of its
    /// own. They stay members of the org.
    ///
    /// Permission: `roles:write` in the org.
    ///
    /// Errors: `ROLE_NOT_FOUND`, `ORG_RETIRED`, `FORBIDDEN`.
    async fn delete_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the role.")] role_id: Uuid,
    ) -> MutationResult {
        mutate(
            ctx,
            Ok(DeleteRole {
                role: role_id.0.into(),
            }),
        )
        .await
    }
}
