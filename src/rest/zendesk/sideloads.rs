//! `include=`: adds the users and organizations that a response refers to.
//!
//! A route supports the kinds that it passes to [`Sideloads::read`]. All other values of `include`
//! are rejected, because a client would take a missing list for an empty one.

use axum::{extract::Request, middleware::Next, response::Response};
use utoipa::IntoParams;

use crate::{
    entity::integer_id::IntegerIdKind,
    error::Result,
    rest::{caller::Caller, rest_error::RestError},
};

use super::{ids, show, wire};

/// The sideloads of users.
pub(super) const OF_USERS: &[Sideload] = &[Sideload::Organizations];
/// The sideloads of memberships.
pub(super) const OF_MEMBERSHIPS: &[Sideload] = &[Sideload::Users, Sideload::Organizations];

/// The maximum number of characters of an unsupported name that an error shows.
const MAX_SHOWN: usize = 40;

/// A list that can be added to a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sideload {
    Users,
    Organizations,
}

/// The lists that a request asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Sideloads(Vec<Sideload>);

/// The parameter `include` of routes that return users.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameter in the OpenAPI document")]
pub(super) struct WithUsers {
    /// `organizations` adds the users' default organizations to the response.
    include: Option<String>,
}

/// The parameter `include` of routes that return memberships.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameter in the OpenAPI document")]
pub(super) struct WithMemberships {
    /// `users`, `organizations`, or both separated by a comma, adds the users or organizations of
    /// the memberships to the response.
    include: Option<String>,
}

impl Sideload {
    fn name(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Organizations => "organizations",
        }
    }
}

impl Sideloads {
    /// Parses the parameter. One client sends `None` instead of omitting it.
    ///
    /// # Errors
    /// `INVALID_REQUEST` if the route does not support a value.
    pub(super) fn read(caller: &Caller, served: &[Sideload]) -> Result<Self, RestError> {
        let named = caller
            .parameters("include")
            .flat_map(|list| list.split(','));
        let named = named.map(str::trim);
        let named = named.filter(|name| !matches!(*name, "" | "None"));
        let read = |name: &str| {
            let kind = served.iter().find(|kind| kind.name() == name);
            kind.copied().ok_or_else(|| unserved(name, served))
        };
        named.map(read).collect::<Result<_, _>>().map(Self)
    }

    /// Returns the sideloads of users.
    pub(super) async fn of_users(
        &self,
        caller: &Caller,
        users: &[wire::User],
    ) -> Result<wire::UserSideloads> {
        let numbers = users.iter().filter_map(|user| user.organization_id);
        Ok(wire::UserSideloads {
            organizations: self.organizations(caller, numbers).await?,
        })
    }

    /// Returns the sideloads of memberships.
    pub(super) async fn of_memberships(
        &self,
        caller: &Caller,
        memberships: &[wire::OrganizationMembership],
    ) -> Result<wire::MembershipSideloads> {
        let users = memberships.iter().map(|membership| membership.user_id);
        let orgs = memberships
            .iter()
            .map(|membership| membership.organization_id);
        Ok(wire::MembershipSideloads {
            users: self.users(caller, users).await?,
            organizations: self.organizations(caller, orgs).await?,
        })
    }

    /// Returns the users with these integer ids, if the request asks for users.
    async fn users(
        &self,
        caller: &Caller,
        numbers: impl Iterator<Item = i64>,
    ) -> Result<Option<Vec<wire::User>>> {
        if !self.0.contains(&Sideload::Users) {
            return Ok(None);
        }
        let numbers: Vec<i64> = numbers.collect();
        let ids = ids::each_once(caller, IntegerIdKind::User, &numbers).await?;
        let found = ids::users_in_order(caller, &ids).await?;
        show::users(caller, found).await.map(Some)
    }

    /// Returns the organizations with these integer ids, if the request asks for organizations.
    async fn organizations(
        &self,
        caller: &Caller,
        numbers: impl Iterator<Item = i64>,
    ) -> Result<Option<Vec<wire::Organization>>> {
        if !self.0.contains(&Sideload::Organizations) {
            return Ok(None);
        }
        let numbers: Vec<i64> = numbers.collect();
        let ids = ids::each_once(caller, IntegerIdKind::Org, &numbers).await?;
        let found = ids::orgs_in_order(caller, &ids).await?;
        show::organizations(caller, found).await.map(Some)
    }
}

/// Rejects `include` on routes without sideloads.
pub(super) async fn refuse(
    caller: Caller,
    request: Request,
    next: Next,
) -> Result<Response, RestError> {
    Sideloads::read(&caller, &[])?;
    Ok(next.run(request).await)
}

fn unserved(name: &str, served: &[Sideload]) -> RestError {
    let name: String = name.chars().take(MAX_SHOWN).collect();
    let served: Vec<_> = served
        .iter()
        .map(|kind| format!("`{}`", kind.name()))
        .collect();
    RestError::malformed(match served.is_empty() {
        true => format!(
            "`include` asks for `{name}`, but this route does not support `include`. Leave \
             `include` out."
        ),
        false => format!(
            "`include` asks for `{name}`, but this route supports only {}. Leave the other values \
             out.",
            served.join(" and ")
        ),
    })
}
