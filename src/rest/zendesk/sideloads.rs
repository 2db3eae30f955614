//! `include=`: the users and organizations that a reply refers to by number, sent with the reply.
//!
//! A route serves the kinds that it names to [`Sideloads::read`]. All other values of `include` are refused, because a client
//! would take a missing list for an empty one.

use axum::{extract::Request, middleware::Next, response::Response};
use utoipa::IntoParams;

use crate::{
    entity::integer_id::IntegerIdKind,
    error::Result,
    rest::{caller::Caller, rest_error::RestError},
};

use super::{ids, organizations, show, users, wire};

/// What can be sent with users.
pub(super) const OF_USERS: &[Sideload] = &[Sideload::Organizations];
/// What can be sent with memberships.
pub(super) const OF_MEMBERSHIPS: &[Sideload] = &[Sideload::Users, Sideload::Organizations];

/// Characters of an unserved name that an error shows.
const MAX_SHOWN: usize = 40;

/// A list that can be sent with a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sideload {
    Users,
    Organizations,
}

/// The lists that a request asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Sideloads(Vec<Sideload>);

/// The parameter of routes that show users.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameter in the OpenAPI document")]
pub(super) struct WithUsers {
    /// `organizations`: the users' default organizations are sent with the reply.
    include: Option<String>,
}

/// The parameter of routes that show memberships.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameter in the OpenAPI document")]
pub(super) struct WithMemberships {
    /// `users`, `organizations`, or both with a comma between them: the memberships' users and organizations are sent with
    /// the reply.
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
    /// Reads the parameter. One client sends `None` where it means nothing.
    ///
    /// # Errors
    /// `INVALID_REQUEST` for what the route does not serve.
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

    /// What these users refer to.
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

    /// What these memberships refer to.
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

    /// The users with these numbers, if the request asks for users.
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
        let found = users::in_order(caller, &ids).await?;
        show::users(caller, found).await.map(Some)
    }

    /// The organizations with these numbers, if the request asks for organizations.
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
        let found = organizations::in_order(caller, &ids).await?;
        show::organizations(caller, found).await.map(Some)
    }
}

/// Refuses `include` on routes that send nothing along.
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
