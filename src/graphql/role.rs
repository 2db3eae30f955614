//! Roles of the orgs' own, and what members may do.

use async_graphql::{Context, Object};

use crate::{
    domain::{
        field::Name,
        membership::{self, CheckAccess, Permissions},
        role::{CreateRole, DeleteRole, UpdateRole},
    },
    entity::role::Model,
    error::Result,
};

use super::{
    context,
    org::{self, Org},
    result::{MutationResult, mutate},
    scalar::{DateTime, Uuid},
    token::strings,
};

pub(super) struct Role(pub(super) Model);

/// A role that an org made for itself: a name for some permissions. Members have any number of them, beside the role that
/// everybody has.
#[Object]
impl Role {
    /// The role's id.
    async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// The org that the role belongs to.
    async fn org(&self, ctx: &Context<'_>) -> Result<Org> {
        org::get(ctx, self.0.org_id).await
    }

    /// Unique in the org, without regard to case.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it grants in the org: permissions like `members:read`, which tenantry enforces, and names of your own, which it
    /// keeps for `checkAccess`. `*` is all that an owner holds.
    async fn permissions(&self) -> Vec<String> {
        strings(Some(&self.0.permissions)).unwrap_or_default()
    }

    /// When the role was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the role itself last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// The number of times that the row was written. State it as `ifVersion` to change the role only as you have read it.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }
}

pub(super) struct AccessDecision(membership::AccessDecision);

/// Whether a user may do something in an org, and why.
#[Object]
impl AccessDecision {
    /// Whether he may.
    async fn allowed(&self) -> bool {
        self.0.reason == membership::Reason::Granted
    }

    /// "granted", or the first of these that applies: "org retired", "user suspended", "no membership", "membership
    /// retired", "address not allowed", "not granted".
    async fn reason(&self) -> &'static str {
        self.0.reason.as_str()
    }

    /// Each way by which it is granted: "owner", "role:admin", "permission:invoices:read" or "permission:*" for what the
    /// membership has directly, "role:Accounting" for one of the org's own roles. Empty where he may not.
    async fn via(&self) -> &[String] {
        &self.0.via
    }
}

#[derive(Default)]
pub(super) struct RoleQuery;

#[Object]
impl RoleQuery {
    /// Whether a user's membership lets him do something in an org, and why: for permissions of tenantry and for names of
    /// your own alike. Scopes of tokens are not looked at. Permission: `members:read` in the org, or none for oneself.
    ///
    /// Errors: `ORG_NOT_FOUND`, `USER_NOT_FOUND`, `FORBIDDEN`, `INVALID_VALUE`, `INVALID_IP`.
    async fn check_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who would do it.")] user: Uuid,
        #[graphql(desc = "In which org.")] org: Uuid,
        #[graphql(
            desc = "What he would do: a name like `members:read` or one of your own, 1 to 128 of A-Z, a-z, 0-9, `:`, `.`, `_`, `*`, `-`; `*` for everything."
        )]
        permission: String,
        #[graphql(
            desc = "From where: an IPv4 or IPv6 address. Without it, a membership that is limited to some addresses allows nothing."
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
    /// Makes a role, which nobody has yet. Permission: `roles:write` in the org, and whatever the role grants.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `NAME_TAKEN`, `LIMIT_EXCEEDED` for more than 1,000 roles, `INVALID_VALUE`,
    /// `FORBIDDEN`.
    async fn create_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] org: Uuid,
        #[graphql(
            desc = "1 to 255 characters, unique in the org without regard to case, neither \"user\" nor \"admin\"."
        )]
        name: String,
        #[graphql(
            desc = "What it grants, 256 names at most: permissions like `members:read`, names of your own, or `*` for all that an owner holds."
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

    /// Changes a role, of all members who have it, at once: what is absent stays. Permission: `roles:write` in the org, and
    /// whatever the role grants that it did not grant before.
    ///
    /// Errors: `ROLE_NOT_FOUND`, `ORG_RETIRED`, `NAME_TAKEN`, `INVALID_VALUE`, `VERSION_MISMATCH`,
    /// `FORBIDDEN`.
    async fn update_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] role_id: Uuid,
        #[graphql(
            desc = "1 to 255 characters, unique in the org without regard to case, neither \"user\" nor \"admin\"."
        )]
        name: Option<String>,
        #[graphql(
            desc = "All that it grants from now on, 256 names at most: permissions like `members:read`, names of your own, or `*`."
        )]
        permissions: Option<Vec<String>>,
        #[graphql(
            desc = "The version that the role must have: another one is `VERSION_MISMATCH`."
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

    /// Deletes a role and takes it from everybody; they stay members of the org, each with an event of its own. Permission:
    /// `roles:write` in the org.
    ///
    /// Errors: `ROLE_NOT_FOUND`, `ORG_RETIRED`, `FORBIDDEN`.
    async fn delete_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] role_id: Uuid,
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
