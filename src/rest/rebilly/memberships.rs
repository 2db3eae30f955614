//! Handlers of `/memberships`.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode},
};

use crate::{
    access::{ip::AllowedIps, target::not_found},
    domain::{
        Done,
        membership::{
            self, MembershipFields, MembershipRef, Permissions, RemoveInForce, UpsertMembership,
            Whole,
        },
        org::{self, OrgRef},
        role,
    },
    entity::{
        membership::{MemberRole, MemberStatus},
        org::OrgStatus,
    },
    error::{Code, Error, Result},
    id::{OrgId, RoleId, UserId},
    normalize,
    rest::{
        caller::Caller,
        extract::{Body, Object, Segments},
        item::{ChangedItem, IfMatch, IfNoneMatch, Item},
        rest_error::RestError,
    },
};

use super::{
    PAGINATION_LIMIT, PAGINATION_OFFSET, PAGINATION_TOTAL,
    error::{Failures, Mismatch},
    ids, query,
    query::{ListParameters, Part},
    show, wire,
};

/// A page of memberships, with the pagination headers.
type Listed = (HeaderMap, Json<Vec<wire::Membership>>);

/// Lists the memberships that the token may see.
///
/// The memberships are in the order of creation unless `sort` is given.
#[utoipa::path(
    get,
    path = "/",
    operation_id = "GetMembershipCollection",
    tag = "Memberships",
    params(ListParameters),
    responses(
        (
            status = 200, description = "A page of memberships.", body = Vec<wire::Membership>,
            headers(("pagination-limit" = i64), ("pagination-offset" = i64), ("pagination-total" = i64))
        ),
        Failures
    )
)]
pub(super) async fn list(caller: Caller) -> Result<Listed, RestError> {
    listed(&caller, None).await
}

/// Lists the memberships of an organization.
///
/// The memberships are in the order of creation unless `sort` is given.
#[utoipa::path(
    get,
    path = "/",
    operation_id = "GetMembershipCollectionOfOrganization",
    tag = "Memberships",
    params(("id" = String, Path), ListParameters),
    responses(
        (
            status = 200, description = "A page of memberships.", body = Vec<wire::Membership>,
            headers(("pagination-limit" = i64), ("pagination-offset" = i64), ("pagination-total" = i64))
        ),
        Failures
    )
)]
pub(super) async fn list_in(
    caller: Caller,
    Segments([org]): Segments<1>,
) -> Result<Listed, RestError> {
    let org = visible(&caller, &org).await?;
    listed(&caller, Some(org)).await
}

async fn listed(caller: &Caller, org: Option<OrgId>) -> Result<Listed, RestError> {
    let part = Part::of(caller);
    let mut narrowed = query::filter(caller).await?;
    narrowed.orgs.extend(org.map(|org| vec![org]));
    let (sort, page) = (query::sort(caller)?, part.page()?);
    let rows = membership::list_sorted(caller.reader(), &narrowed, &sort, &page).await?;
    let total = membership::count_narrowed(caller.reader(), &narrowed).await?;
    let headers = [
        (PAGINATION_LIMIT, HeaderValue::from(part.limit)),
        (PAGINATION_OFFSET, HeaderValue::from(part.offset)),
        (PAGINATION_TOTAL, HeaderValue::from(total)),
    ];
    let rows = show::memberships(caller, rows).await?;
    Ok((headers.into_iter().collect(), Json(rows)))
}

/// Returns a membership.
#[utoipa::path(
    get,
    path = "/{organizationId}/{userId}",
    operation_id = "GetMembership",
    tag = "Memberships",
    params(
        ("organizationId" = String, Path),
        ("userId" = String, Path),
        ("expand" = Option<String>, Query, description = "`roles` embeds the roles."),
    ),
    responses(
        (status = 200, description = "The membership.", body = wire::Membership, headers(("etag" = String))),
        Failures
    )
)]
pub(super) async fn show(
    caller: Caller,
    Segments([org, user]): Segments<2>,
) -> Result<Item<wire::Membership>, RestError> {
    let reference = reference(&caller, &org, &user).await?;
    Ok(read(&caller, reference).await?)
}

/// Returns a membership, for a client that is bound to one organization.
#[utoipa::path(
    get,
    path = "/{organizationId}/{userId}",
    operation_id = "GetMembershipOfOrganization",
    tag = "Memberships",
    params(
        ("id" = String, Path),
        ("organizationId" = String, Path),
        ("userId" = String, Path),
        ("expand" = Option<String>, Query, description = "`roles` embeds the roles."),
    ),
    responses(
        (status = 200, description = "The membership.", body = wire::Membership, headers(("etag" = String))),
        Failures
    )
)]
pub(super) async fn show_in(
    caller: Caller,
    Segments([bound, org, user]): Segments<3>,
) -> Result<Item<wire::Membership>, RestError> {
    same(&caller, &bound, &org).await?;
    let reference = reference(&caller, &org, &user).await?;
    Ok(read(&caller, reference).await?)
}

/// Creates or updates the membership.
///
/// Fields that the body omits stay unchanged. With `mode=replace` they are cleared.
#[utoipa::path(
    put,
    path = "/{organizationId}/{userId}",
    operation_id = "PutMembership",
    tag = "Memberships",
    params(
        ("organizationId" = String, Path),
        ("userId" = String, Path),
        ("mode" = Option<String>, Query, description = "`replace` clears the fields that the body omits."),
        ("force" = Option<bool>, Query, description = "`true` allows an owner's own `allowedIps` to exclude the address of the request."),
        IfMatch,
        IfNoneMatch,
    ),
    request_body = wire::MembershipInput,
    responses(
        (status = 200, description = "The changed membership.", body = wire::Membership, headers(("etag" = String))),
        (
            status = 201, description = "The new membership.", body = wire::Membership,
            headers(("location" = String), ("etag" = String))
        ),
        Mismatch,
        Failures
    )
)]
pub(super) async fn put(
    caller: Caller,
    Segments([org, user]): Segments<2>,
    Body(body): Body<wire::MembershipInput>,
) -> Result<ChangedItem<wire::Membership>, RestError> {
    stated(&caller, &org, &user, body).await
}

/// Creates or updates the membership, for a client that is bound to one organization.
///
/// Fields that the body omits stay unchanged. With `mode=replace` they are cleared.
#[utoipa::path(
    put,
    path = "/{organizationId}/{userId}",
    operation_id = "PutMembershipOfOrganization",
    tag = "Memberships",
    params(
        ("id" = String, Path),
        ("organizationId" = String, Path),
        ("userId" = String, Path),
        ("mode" = Option<String>, Query, description = "`replace` clears the fields that the body omits."),
        ("force" = Option<bool>, Query, description = "`true` allows an owner's own `allowedIps` to exclude the address of the request."),
        IfMatch,
        IfNoneMatch,
    ),
    request_body = wire::MembershipInput,
    responses(
        (status = 200, description = "The changed membership.", body = wire::Membership, headers(("etag" = String))),
        (
            status = 201, description = "The new membership.", body = wire::Membership,
            headers(("location" = String), ("etag" = String))
        ),
        Mismatch,
        Failures
    )
)]
pub(super) async fn put_in(
    caller: Caller,
    Segments([bound, org, user]): Segments<3>,
    Body(body): Body<wire::MembershipInput>,
) -> Result<ChangedItem<wire::Membership>, RestError> {
    same(&caller, &bound, &org).await?;
    stated(&caller, &org, &user, body).await
}

async fn stated(
    caller: &Caller,
    org: &str,
    user: &str,
    body: wire::MembershipInput,
) -> Result<ChangedItem<wire::Membership>, RestError> {
    let (org, user) = (visible(caller, org).await?, ids::user(caller, user).await?);
    must_match(caller, org, user, &body).await?;
    let fields = fields(caller, org, body).await?;
    let done = caller.change(|if_version| UpsertMembership {
        org,
        user,
        fields,
        if_version,
    });
    let done = done.await?;
    let read = read(caller, MembershipRef::Of(org, user)).await;
    let is_new = matches!(done.output.done, Done::Created | Done::Reactivated);
    Ok(match caller.unless_hidden(read)? {
        Some(one) if is_new => {
            let address = one.body.links[0].href.clone();
            ChangedItem::Created(one, address)
        }
        Some(one) => ChangedItem::Changed(one),
        None => ChangedItem::Hidden { is_new },
    })
}

/// Returns the fields of the membership from a body. Memberships are always active in this API.
async fn fields(
    caller: &Caller,
    org: OrgId,
    body: wire::MembershipInput,
) -> Result<MembershipFields, RestError> {
    let replaces = caller.parameter("mode") == Some("replace");
    let permissions = or_cleared(body.permissions, replaces);
    let allowed_ips = or_cleared(body.allowed_ips, replaces);
    let roles = or_cleared(body.role_ids, replaces);
    let (role, roles) = match roles.map(Option::unwrap_or_default) {
        None => (None, None),
        Some(names) => {
            let (role, roles) = roles_of(caller, org, &names).await?;
            (Some(role), Some(roles))
        }
    };
    Ok(MembershipFields {
        groups: None,
        role,
        status: Some(MemberStatus::Active),
        is_owner: or_cleared(body.is_owner, replaces).map(Option::unwrap_or_default),
        is_default: body.is_default,
        external_id: None,
        force: caller.parameter("force") == Some("true"),
        roles,
        permissions: permissions
            .map(|list| {
                list.map(|list| Permissions::parse("permissions", &list))
                    .transpose()
            })
            .transpose()?,
        allowed_ips: allowed_ips
            .map(|list| {
                list.map(|list| AllowedIps::parse("allowedIps", &list))
                    .transpose()
            })
            .transpose()?,
    })
}

fn or_cleared<T>(field: Option<Option<T>>, replaces: bool) -> Option<Option<T>> {
    field.or_else(|| replaces.then_some(None))
}

/// Returns the built-in role and the custom roles of the org that these names or ids identify.
///
/// # Errors
/// `ROLE_NOT_FOUND` if the org has no such role.
async fn roles_of(
    caller: &Caller,
    org: OrgId,
    names: &[String],
) -> Result<(MemberRole, Vec<RoleId>), RestError> {
    let own = role::of_orgs(caller.reader(), &[org.into()]).await?;
    let mut role = MemberRole::User;
    let mut roles = Vec::new();
    for name in names {
        let key = normalize::key(name);
        if key == show::ADMIN {
            role = MemberRole::Admin;
            continue;
        }
        let mut own = own.iter();
        let found = own.find(|role| role.name_key == key || role.id.to_string() == key);
        let Some(found) = found else {
            let error = not_found(Code::RoleNotFound).at("roleIds");
            return Err(RestError::InBody(error));
        };
        roles.push(found.id);
    }
    Ok((role, roles))
}

/// Checks that the ids in the body, if any, are those in the path.
///
/// # Errors
/// `PATH_BODY_MISMATCH` if an id differs.
async fn must_match(
    caller: &Caller,
    org: OrgId,
    user: UserId,
    body: &wire::MembershipInput,
) -> Result<()> {
    let named = |reference: &Option<Object<wire::Reference>>| reference.as_ref()?.0.id.clone();
    if let Some(named) = named(&body.organization)
        && ids::org(caller, &named).await? != org
    {
        return Err(mismatch("organization.id"));
    }
    if let Some(named) = named(&body.user)
        && ids::user(caller, &named).await? != user
    {
        return Err(mismatch("user.id"));
    }
    Ok(())
}

fn mismatch(field: &'static str) -> Error {
    let message =
        format!("`{field}` in the body differs from the path. Leave it out, or make them equal.");
    Error::new(Code::PathBodyMismatch, message).at(field)
}

/// Removes the membership.
///
/// The user is removed from the groups of the organization as well.
#[utoipa::path(
    delete,
    path = "/{organizationId}/{userId}",
    operation_id = "DeleteMembership",
    tag = "Memberships",
    params(("organizationId" = String, Path), ("userId" = String, Path), IfMatch),
    responses((status = 204, description = "The membership was removed."), Mismatch, Failures)
)]
pub(super) async fn delete(
    caller: Caller,
    Segments([org, user]): Segments<2>,
) -> Result<StatusCode, RestError> {
    removed(&caller, &org, &user).await
}

/// Removes the membership, for a client that is bound to one organization.
///
/// The user is removed from the groups of the organization as well.
#[utoipa::path(
    delete,
    path = "/{organizationId}/{userId}",
    operation_id = "DeleteMembershipOfOrganization",
    tag = "Memberships",
    params(("id" = String, Path), ("organizationId" = String, Path), ("userId" = String, Path), IfMatch),
    responses((status = 204, description = "The membership was removed."), Mismatch, Failures)
)]
pub(super) async fn delete_in(
    caller: Caller,
    Segments([bound, org, user]): Segments<3>,
) -> Result<StatusCode, RestError> {
    same(&caller, &bound, &org).await?;
    removed(&caller, &org, &user).await
}

async fn removed(caller: &Caller, org: &str, user: &str) -> Result<StatusCode, RestError> {
    let membership = reference(caller, org, user).await?;
    let remove = |if_version| RemoveInForce {
        membership,
        of: None,
        if_version,
    };
    caller.change(remove).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn reference(caller: &Caller, org: &str, user: &str) -> Result<MembershipRef> {
    let (org, user) = (ids::org(caller, org).await?, ids::user(caller, user).await?);
    Ok(MembershipRef::Of(org, user))
}

/// Checks that the organization of the path's prefix is the one of the membership.
async fn same(caller: &Caller, bound: &str, org: &str) -> Result<()> {
    match ids::org(caller, bound).await? == ids::org(caller, org).await? {
        true => Ok(()),
        false => Err(not_found(Code::OrgNotFound)),
    }
}

/// Returns the id of an active org that the caller may see.
async fn visible(caller: &Caller, org: &str) -> Result<OrgId> {
    let id = ids::org(caller, org).await?;
    let found = org::find(caller.reader(), &OrgRef::Id(id)).await?;
    match found.is_some_and(|org| org.status == OrgStatus::Active) {
        true => Ok(id),
        false => Err(not_found(Code::OrgNotFound)),
    }
}

async fn find(caller: &Caller, reference: MembershipRef) -> Result<Whole> {
    let found = membership::find_whole(caller.reader(), reference).await?;
    found.ok_or_else(|| not_found(Code::MembershipNotFound))
}

async fn read(caller: &Caller, reference: MembershipRef) -> Result<Item<wire::Membership>> {
    let found = find(caller, reference).await?;
    let version = found.membership.version;
    let mut shown = show::memberships(caller, vec![found]).await?;
    Ok(Item::new(version, shown.remove(0)))
}
