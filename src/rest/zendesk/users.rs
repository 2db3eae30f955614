//! Handlers that read `users`.

use axum::Json;
use uuid::Uuid;

use crate::{
    access::target::not_found,
    domain::{
        field::ExternalId,
        membership, token,
        user::{self, UserFilter},
    },
    entity::{integer_id::IntegerIdKind, user::Model as User},
    error::{Code, Result},
    rest::{caller::Caller, item::Item, rest_error::RestError},
};

use super::{
    error::Failures,
    ids::{self, Ids, RequestedIds},
    memberships::in_force,
    paging::{Links, PageParameters, Paging, count, rows},
    query::UserQuery,
    show,
    sideloads::{self, Sideloads, WithUsers},
    wire,
};

/// Lists the users whom the token may see, oldest first.
#[utoipa::path(
    get,
    path = "/users",
    operation_id = "ListUsers",
    tag = "Users",
    params(PageParameters, WithUsers),
    responses((status = 200, description = "A page of users.", body = wire::Users), Failures)
)]
pub(super) async fn list(caller: Caller, paging: Paging) -> Result<Json<wire::Users>, RestError> {
    filtered(&caller, &paging, UserFilter::default())
        .await
        .map(Json)
}

async fn filtered(
    caller: &Caller,
    paging: &Paging,
    filter: UserFilter,
) -> Result<wire::Users, RestError> {
    let page = paging.request(&user::BY_ID)?;
    let page = user::list(caller.reader(), &filter, &user::BY_ID, &page).await?;
    let count = user::count(caller.reader(), &filter);
    let links = paging.links(caller, &page, count).await?;
    shown(caller, rows(page), links).await
}

/// Renders users with the requested sideloads.
async fn shown(caller: &Caller, rows: Vec<User>, links: Links) -> Result<wire::Users, RestError> {
    let sideloads = Sideloads::read(caller, sideloads::OF_USERS)?;
    let users = show::users(caller, rows).await?;
    Ok(wire::Users {
        sideloads: sideloads.of_users(caller, &users).await?,
        users,
        links,
    })
}

/// Lists the users of an organization, in the order of their memberships' creation.
#[utoipa::path(
    get,
    path = "/organizations/{organization_id}/users",
    operation_id = "ListUsersOfOrganization",
    tag = "Users",
    params(("organization_id" = i64, Path), PageParameters, WithUsers),
    responses((status = 200, description = "A page of users.", body = wire::Users), Failures)
)]
pub(super) async fn list_of_organization(
    caller: Caller,
    Ids([org]): Ids<1>,
    paging: Paging,
) -> Result<Json<wire::Users>, RestError> {
    let filter = in_force(Some(ids::org(&caller, org).await?.id));
    let page = paging.request(&membership::BY_ID)?;
    let page = membership::list(caller.reader(), &filter, &page).await?;
    let count = membership::count(caller.reader(), &filter);
    let links = paging.links(&caller, &page, count).await?;
    let members = rows(page);
    let members: Vec<Uuid> = members.iter().map(|row| row.user_id.into()).collect();
    let users = ids::users_in_order(&caller, &members).await?;
    shown(&caller, users, links).await.map(Json)
}

/// Returns the user of the token.
///
/// For a token without a user, returns the token as a user with the role `admin`.
#[utoipa::path(
    get,
    path = "/users/me",
    operation_id = "ShowCurrentUser",
    tag = "Users",
    params(WithUsers),
    responses((status = 200, description = "The token's user, or the token itself.", body = wire::OneUser, headers(("etag" = String))), Failures)
)]
pub(super) async fn me(caller: Caller) -> Result<Item<wire::OneUser>, RestError> {
    let actor = caller.actor();
    if let Some(user) = actor.user() {
        let user = user::find(caller.reader(), user).await?;
        let user = user.ok_or_else(|| not_found(Code::UserNotFound))?;
        return one(&caller, show::user(&caller, user).await?).await;
    }
    let token = actor
        .token()
        .ok_or_else(|| not_found(Code::TokenNotFound))?;
    let token = token::get(caller.reader(), token).await?;
    one(&caller, show::token(&caller, token).await?).await
}

/// Returns a user.
#[utoipa::path(
    get,
    path = "/users/{user_id}",
    operation_id = "ShowUser",
    tag = "Users",
    params(("user_id" = i64, Path), WithUsers),
    responses((status = 200, description = "The user.", body = wire::OneUser, headers(("etag" = String))), Failures)
)]
pub(super) async fn show(
    caller: Caller,
    Ids([user]): Ids<1>,
) -> Result<Item<wire::OneUser>, RestError> {
    let found = ids::user(&caller, user).await?;
    one(&caller, show::user(&caller, found).await?).await
}

/// Adds the requested sideloads to a user.
async fn one(
    caller: &Caller,
    mut one: Item<wire::OneUser>,
) -> Result<Item<wire::OneUser>, RestError> {
    let sideloads = Sideloads::read(caller, sideloads::OF_USERS)?;
    let user = std::slice::from_ref(&one.body.user);
    one.body.sideloads = sideloads.of_users(caller, user).await?;
    Ok(one)
}

/// Returns up to 100 users by id or external id.
///
/// Unknown ids are left out.
#[utoipa::path(
    get,
    path = "/users/show_many",
    operation_id = "ShowManyUsers",
    tag = "Users",
    params(
        ("ids" = Option<String>, Query, description = "Ids, separated by commas."),
        ("external_ids" = Option<String>, Query, description = "External ids, separated by commas."),
        WithUsers,
    ),
    responses((status = 200, description = "The matching users.", body = wire::Users), Failures)
)]
pub(super) async fn show_many(caller: Caller) -> Result<Json<wire::Users>, RestError> {
    let found = match RequestedIds::read(&caller, IntegerIdKind::User).await? {
        RequestedIds::Ids(ids) => ids::users_in_order(&caller, &ids).await?,
        RequestedIds::ExternalIds(ids) => user::find_by_external_ids(caller.reader(), &ids).await?,
    };
    whole(&caller, found).await.map(Json)
}

/// Renders a list that fits on one page.
async fn whole(caller: &Caller, found: Vec<User>) -> Result<wire::Users, RestError> {
    let links = Links::whole(count(found.len())?);
    shown(caller, found, links).await
}

/// Finds users by e-mail address, name or external id.
#[utoipa::path(
    get,
    path = "/users/search",
    operation_id = "SearchUsers",
    tag = "Users",
    params(
        ("query" = Option<String>, Query, description = "An e-mail address or a part of the name, optionally after `email:`, `name:` or \
            `external_id:`. Text in double quotes is matched literally. Other searches are rejected."),
        ("external_id" = Option<String>, Query, description = "The user's id in another system."),
        PageParameters,
        WithUsers,
    ),
    responses((status = 200, description = "A page of users.", body = wire::Users), Failures)
)]
pub(super) async fn search(caller: Caller, paging: Paging) -> Result<Json<wire::Users>, RestError> {
    let wanted = match (caller.parameter("external_id"), caller.parameter("query")) {
        (Some(id), _) => UserQuery::ExternalId(as_meant(id).to_owned()),
        (None, Some(query)) => UserQuery::parse(query)?,
        (None, None) => return Err(RestError::malformed("Give `query` or `external_id`.")),
    };
    let filter = match wanted {
        UserQuery::ExternalId(id) => {
            // An invalid external id matches no user.
            let ids: Vec<_> = ExternalId::parse("external_id", &id).into_iter().collect();
            let found = user::find_by_external_ids(caller.reader(), &ids).await?;
            return whole(&caller, found).await.map(Json);
        }
        UserQuery::Email(email) => UserFilter::parse(None, Some(&email), None, None)?,
        UserQuery::Name(name) => UserFilter::parse(Some(&name), None, None, None)?,
    };
    filtered(&caller, &paging, filter).await.map(Json)
}

/// Removes what one client appends to the last parameter: a second `?` and more parameters.
pub(super) fn as_meant(value: &str) -> &str {
    let marks = ["?include=", "?page["].into_iter();
    let end = marks.filter_map(|mark| value.find(mark)).min();
    &value[..end.unwrap_or(value.len())]
}
