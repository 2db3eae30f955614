//! Handlers of `organization_memberships`.

use axum::{Json, http::StatusCode};

use crate::{
    access::target::not_found,
    domain::{
        Done,
        batch::BatchMode,
        membership::{
            self, CreateMemberships, MakeDefault, MemberFilter, MembershipFields, MembershipFilter,
            MembershipRef, MembershipRow, OfUser, RemoveInForce,
        },
        org::OrgRef,
        user::{self, UserRef},
    },
    entity::{integer_id::IntegerIdKind, membership::MemberStatus},
    error::{Code, Error},
    id::{MembershipId, OrgId, UserId},
    page::PageRequest,
    rest::{
        caller::Caller,
        extract::Body,
        item::{ChangedItem, IfMatch, Item},
        rest_error::RestError,
    },
};

use super::{
    error::{Failures, Mismatch},
    ids::{self, Ids},
    paging::{Links, PageParameters, Paging, count, rows},
    show,
    sideloads::{self, Sideloads, WithMemberships},
    wire,
};

/// Lists the organization memberships that the token may see, in the order of creation.
#[utoipa::path(
    get,
    path = "/organization_memberships",
    operation_id = "ListOrganizationMemberships",
    tag = "Organization memberships",
    params(PageParameters, WithMemberships),
    responses((status = 200, description = "A page of memberships.", body = wire::Memberships), Failures)
)]
pub(super) async fn list(
    caller: Caller,
    paging: Paging,
) -> Result<Json<wire::Memberships>, RestError> {
    listed(&caller, &paging, None).await.map(Json)
}

/// Lists the memberships of an organization, in the order of creation.
#[utoipa::path(
    get,
    path = "/organizations/{organization_id}/organization_memberships",
    operation_id = "ListOrganizationMembershipsOfOrganization",
    tag = "Organization memberships",
    params(("organization_id" = i64, Path), PageParameters, WithMemberships),
    responses((status = 200, description = "A page of memberships.", body = wire::Memberships), Failures)
)]
pub(super) async fn list_of_organization(
    caller: Caller,
    Ids([org]): Ids<1>,
    paging: Paging,
) -> Result<Json<wire::Memberships>, RestError> {
    let org = ids::org(&caller, org).await?;
    listed(&caller, &paging, Some(org.id)).await.map(Json)
}

/// Returns a page of the memberships of an org, or of all memberships.
async fn listed(
    caller: &Caller,
    paging: &Paging,
    org: Option<OrgId>,
) -> Result<wire::Memberships, RestError> {
    let filter = in_force(org);
    let page = paging.request(&membership::BY_ID)?;
    let page = membership::list(caller.reader(), &filter, &page).await?;
    let count = membership::count(caller.reader(), &filter);
    let links = paging.links(caller, &page, count).await?;
    let memberships = show::memberships(caller, rows(page)).await?;
    with_sideloads(caller, memberships, links).await
}

/// Adds the requested sideloads to memberships.
async fn with_sideloads(
    caller: &Caller,
    organization_memberships: Vec<wire::OrganizationMembership>,
    links: Links,
) -> Result<wire::Memberships, RestError> {
    let sideloads = Sideloads::read(caller, sideloads::OF_MEMBERSHIPS)?;
    let sideloads = sideloads.of_memberships(caller, &organization_memberships);
    Ok(wire::Memberships {
        sideloads: sideloads.await?,
        organization_memberships,
        links,
    })
}

/// Returns the filter for the memberships that exist in this API.
pub(super) fn in_force(org: Option<OrgId>) -> MembershipFilter {
    MembershipFilter {
        org,
        member: MemberFilter {
            status: Some(MemberStatus::Active),
            ..MemberFilter::default()
        },
        held: None,
        in_use: true,
        ..MembershipFilter::default()
    }
}

/// Lists the memberships of a user: the default first, then by organization name.
#[utoipa::path(
    get,
    path = "/users/{user_id}/organization_memberships",
    operation_id = "ListOrganizationMembershipsOfUser",
    tag = "Organization memberships",
    params(("user_id" = i64, Path), PageParameters, WithMemberships),
    responses((status = 200, description = "A page of memberships.", body = wire::Memberships), Failures)
)]
pub(super) async fn list_of_user(
    caller: Caller,
    Ids([user]): Ids<1>,
    paging: Paging,
) -> Result<Json<wire::Memberships>, RestError> {
    let user = ids::user(&caller, user).await?.id;
    let page = paging.request(&membership::OF_USER)?;
    let page = membership::of_user_in_force(caller.reader(), user, &page).await?;
    let count = membership::count_of_user_in_force(caller.reader(), user);
    let links = paging.links(&caller, &page, count).await?;
    let memberships = show::of_users(&caller, rows(page)).await?;
    with_sideloads(&caller, memberships, links).await.map(Json)
}

/// Returns a membership.
#[utoipa::path(
    get,
    path = "/organization_memberships/{organization_membership_id}",
    operation_id = "ShowOrganizationMembershipById",
    tag = "Organization memberships",
    params(("organization_membership_id" = i64, Path), WithMemberships),
    responses((status = 200, description = "The membership.", body = wire::OneMembership, headers(("etag" = String))), Failures)
)]
pub(super) async fn show(
    caller: Caller,
    Ids([membership]): Ids<1>,
) -> Result<Item<wire::OneMembership>, RestError> {
    let found = ids::membership(&caller, membership).await?;
    one(&caller, found).await
}

/// Renders a membership with the requested sideloads.
async fn one(caller: &Caller, row: OfUser) -> Result<Item<wire::OneMembership>, RestError> {
    let sideloads = Sideloads::read(caller, sideloads::OF_MEMBERSHIPS)?;
    let mut one = show::of_user(caller, row).await?;
    let membership = std::slice::from_ref(&one.body.organization_membership);
    one.body.sideloads = sideloads.of_memberships(caller, membership).await?;
    Ok(one)
}

/// Returns a membership of a user.
#[utoipa::path(
    get,
    path = "/users/{user_id}/organization_memberships/{organization_membership_id}",
    operation_id = "ShowOrganizationMembershipOfUser",
    tag = "Organization memberships",
    params(("user_id" = i64, Path), ("organization_membership_id" = i64, Path), WithMemberships),
    responses((status = 200, description = "The membership.", body = wire::OneMembership, headers(("etag" = String))), Failures)
)]
pub(super) async fn show_of_user(
    caller: Caller,
    Ids([user, membership]): Ids<2>,
) -> Result<Item<wire::OneMembership>, RestError> {
    let found = ids::membership_of(&caller, user, membership).await?;
    one(&caller, found).await
}

/// Creates a membership.
///
/// If the membership already exists, the request fails, and the error has its id.
#[utoipa::path(
    post,
    path = "/organization_memberships",
    operation_id = "CreateOrganizationMembership",
    tag = "Organization memberships",
    request_body = wire::OneMembershipInput,
    responses(
        (status = 201, description = "The new membership.", body = wire::OneMembership, headers(("location" = String), ("etag" = String))),
        Failures
    )
)]
pub(super) async fn create(
    caller: Caller,
    Body(body): Body<wire::OneMembershipInput>,
) -> Result<ChangedItem<wire::OneMembership>, RestError> {
    created(&caller, &body.organization_membership.0, None).await
}

/// Creates a membership of the user in the path.
///
/// If the membership already exists, the request fails, and the error has its id.
#[utoipa::path(
    post,
    path = "/users/{user_id}/organization_memberships",
    operation_id = "CreateOrganizationMembershipOfUser",
    tag = "Organization memberships",
    params(("user_id" = i64, Path)),
    request_body = wire::OneMembershipInput,
    responses(
        (status = 201, description = "The new membership.", body = wire::OneMembership, headers(("location" = String), ("etag" = String))),
        Failures
    )
)]
pub(super) async fn create_of_user(
    caller: Caller,
    Ids([user]): Ids<1>,
    Body(body): Body<wire::OneMembershipInput>,
) -> Result<ChangedItem<wire::OneMembership>, RestError> {
    ids::user(&caller, user).await?;
    created(&caller, &body.organization_membership.0, Some(user)).await
}

async fn created(
    caller: &Caller,
    input: &wire::MembershipInput,
    user: Option<i64>,
) -> Result<ChangedItem<wire::OneMembership>, RestError> {
    let org = ids::required(IntegerIdKind::Org, input.organization_id)?;
    let user = user.map_or_else(|| ids::required(IntegerIdKind::User, input.user_id), Ok)?;
    let user: UserId = ids::id_of(caller, IntegerIdKind::User, user).await?;
    if let Some(user) = user::find(caller.reader(), user).await? {
        ids::must_be_let_in(&user)?;
    }
    let org: OrgId = ids::id_of(caller, IntegerIdKind::Org, org).await?;
    let row = MembershipRow {
        reference: None,
        org: OrgRef::Id(org),
        user: UserRef::Id(user),
        membership: MembershipFields {
            is_default: input.default.filter(|is_default| *is_default),
            ..MembershipFields::default()
        },
    };
    let add = CreateMemberships {
        rows: vec![row],
        mode: BatchMode::Atomic,
    };
    let reference = MembershipRef::Of(org, user);
    let added = caller.execute(add).await;
    let added = added.map_err(|error| RestError::InBody(the_one(error)))?;
    let found = membership::find_in_force(caller.reader(), reference).await?;
    let found = found.ok_or_else(|| not_found(Code::MembershipNotFound));
    let found = caller.unless_hidden(found)?;
    if added.output.done() == Done::Unchanged {
        let error = Error::new(Code::AlreadyMember, "The user is already a member.");
        return Err(match found {
            Some(found) => error.existing(found.membership.id),
            None => error,
        }
        .into());
    }
    let Some(found) = found else {
        return Ok(ChangedItem::Hidden { is_new: true });
    };
    let one = show::of_user(caller, found).await?;
    let address = one.body.organization_membership.url.clone();
    Ok(ChangedItem::Created(one, address))
}

/// Returns the error of the only row of a batch, without the message for batches.
fn the_one(error: Error) -> Error {
    match error.problems() {
        [problem] => problem.error.clone(),
        _ => error,
    }
}

/// Removes a membership.
///
/// The user is removed from the groups of the organization as well.
#[utoipa::path(
    delete,
    path = "/organization_memberships/{organization_membership_id}",
    operation_id = "DeleteOrganizationMembership",
    tag = "Organization memberships",
    params(("organization_membership_id" = i64, Path), IfMatch),
    responses((status = 204, description = "The membership was removed."), Mismatch, Failures)
)]
pub(super) async fn delete(
    caller: Caller,
    Ids([membership]): Ids<1>,
) -> Result<StatusCode, RestError> {
    removed(&caller, membership, None).await
}

/// Removes a membership of the user in the path.
///
/// The user is removed from the groups of the organization as well.
#[utoipa::path(
    delete,
    path = "/users/{user_id}/organization_memberships/{organization_membership_id}",
    operation_id = "DeleteOrganizationMembershipOfUser",
    tag = "Organization memberships",
    params(("user_id" = i64, Path), ("organization_membership_id" = i64, Path), IfMatch),
    responses((status = 204, description = "The membership was removed."), Mismatch, Failures)
)]
pub(super) async fn delete_of_user(
    caller: Caller,
    Ids([user, membership]): Ids<2>,
) -> Result<StatusCode, RestError> {
    let user = ids::id_of(&caller, IntegerIdKind::User, user).await?;
    removed(&caller, membership, Some(user)).await
}

/// Removes a membership. The operation checks that the membership exists, because a removal that is
/// repeated under its idempotency key must still succeed.
async fn removed(
    caller: &Caller,
    membership: i64,
    of: Option<UserId>,
) -> Result<StatusCode, RestError> {
    let id: MembershipId = ids::id_of(caller, IntegerIdKind::Membership, membership).await?;
    let membership = MembershipRef::Id(id);
    let remove = |if_version| RemoveInForce {
        membership,
        of,
        if_version,
    };
    caller.change(remove).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes the organization the user's default.
///
/// The response has all memberships of the user.
#[utoipa::path(
    put,
    path = "/users/{user_id}/organization_memberships/{organization_membership_id}/make_default",
    operation_id = "SetOrganizationMembershipAsDefault",
    tag = "Organization memberships",
    params(("user_id" = i64, Path), ("organization_membership_id" = i64, Path), IfMatch),
    responses(
        (
            status = 200, description = "The user's memberships.", body = wire::Memberships,
            headers(("etag" = String, description = "The version of the membership in the path."))
        ),
        Mismatch,
        Failures
    )
)]
pub(super) async fn make_default(
    caller: Caller,
    Ids([user, membership]): Ids<2>,
) -> Result<Item<wire::Memberships>, RestError> {
    let OfUser { membership, .. } = ids::membership_of(&caller, user, membership).await?;
    let (org, user) = (membership.org_id, membership.user_id);
    let make_default = |if_version| MakeDefault {
        org,
        user,
        if_version,
    };
    caller.change(make_default).await?;
    let mut all = Vec::new();
    let mut next = Some(PageRequest::all());
    while let Some(part) = next {
        let page = membership::of_user_in_force(caller.reader(), user, &part).await?;
        next = part.next(&page);
        all.extend(rows(page));
    }
    let default = all.iter().find(|row| row.membership.id == membership.id);
    // Under an idempotency key the membership may have become the default long ago, and may have
    // been removed since.
    let default = default.ok_or_else(|| not_found(Code::MembershipNotFound))?;
    let version = default.membership.version;
    let list = wire::Memberships {
        links: Links::whole(count(all.len())?),
        organization_memberships: show::of_users(&caller, all).await?,
        sideloads: wire::MembershipSideloads::default(),
    };
    Ok(Item::new(version, list))
}
