//! Handlers of `organizations`.

use axum::{
    Json,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    access::target::not_found,
    domain::{
        Done,
        field::{ExternalId, Name},
        membership::{self, OfUser},
        org::{self, CreateOrg, OrgFilter, OrgRef, RetireOrg, UpdateOrg, UpsertOrg},
    },
    entity::{
        integer_id::IntegerIdKind,
        org::{Model as Org, OrgStatus},
    },
    error::{Code, Error, Result},
    id::OrgId,
    rest::{
        caller::Caller,
        extract::{Body, Object},
        item::{IfMatch, Item, KnownEntityTags},
        rest_error::RestError,
    },
};

use super::{
    error::{Failures, Mismatch},
    ids::{self, Ids, RequestedIds},
    paging::{Links, PageParameters, Paging, count, rows},
    show,
    users::as_meant,
    values::{IntegerId, Text},
    wire,
};

/// The response with a new organization and its URL.
type Created = (
    StatusCode,
    [(HeaderName, String); 1],
    Item<wire::OneOrganization>,
);

/// Lists the organizations that the token may see, oldest first.
#[utoipa::path(
    get,
    path = "/organizations",
    operation_id = "ListOrganizations",
    tag = "Organizations",
    params(PageParameters),
    responses((status = 200, description = "A page of organizations.", body = wire::Organizations), Failures)
)]
pub(super) async fn list(
    caller: Caller,
    paging: Paging,
) -> Result<Json<wire::Organizations>, RestError> {
    let filter = OrgFilter::parse(None, Some(OrgStatus::Active))?;
    let page = paging.request(&org::BY_ID)?;
    let page = org::list(caller.reader(), &filter, &org::BY_ID, &page).await?;
    let count = org::count(caller.reader(), &filter);
    let links = paging.links(&caller, &page, count).await?;
    Ok(Json(wire::Organizations {
        organizations: show::organizations(&caller, rows(page)).await?,
        links,
    }))
}

/// Lists the organizations of a user: the default first, then by name.
#[utoipa::path(
    get,
    path = "/users/{user_id}/organizations",
    operation_id = "ListOrganizationsOfUser",
    tag = "Organizations",
    params(("user_id" = i64, Path), PageParameters),
    responses((status = 200, description = "A page of organizations.", body = wire::Organizations), Failures)
)]
pub(super) async fn list_of_user(
    caller: Caller,
    Ids([user]): Ids<1>,
    paging: Paging,
) -> Result<Json<wire::Organizations>, RestError> {
    let user = ids::user(&caller, user).await?.id;
    let page = paging.request(&membership::OF_USER)?;
    let page = membership::of_user_in_force(caller.reader(), user, &page).await?;
    let count = membership::count_of_user_in_force(caller.reader(), user);
    let links = paging.links(&caller, &page, count).await?;
    let orgs = rows(page).into_iter().map(|OfUser { org, .. }| org);
    Ok(Json(wire::Organizations {
        organizations: show::organizations(&caller, orgs.collect()).await?,
        links,
    }))
}

/// Returns an organization.
#[utoipa::path(
    get,
    path = "/organizations/{organization_id}",
    operation_id = "ShowOrganization",
    tag = "Organizations",
    params(("organization_id" = i64, Path), KnownEntityTags),
    responses(
        (status = 200, description = "The organization.", body = wire::OneOrganization, headers(("etag" = String))),
        (status = 304, description = "The organization still has one of the `If-None-Match` tags.", headers(("etag" = String))),
        Failures
    )
)]
pub(super) async fn show(
    caller: Caller,
    Ids([org]): Ids<1>,
) -> Result<Item<wire::OneOrganization>, RestError> {
    let found = ids::org(&caller, org).await?;
    Ok(show::organization(&caller, found).await?)
}

/// Returns up to 100 organizations by id or external id.
///
/// Unknown ids are left out.
#[utoipa::path(
    get,
    path = "/organizations/show_many",
    operation_id = "ShowManyOrganizations",
    tag = "Organizations",
    params(
        ("ids" = Option<String>, Query, description = "Ids, separated by commas."),
        ("external_ids" = Option<String>, Query, description = "External ids, separated by commas."),
    ),
    responses((status = 200, description = "The matching organizations.", body = wire::Organizations), Failures)
)]
pub(super) async fn show_many(caller: Caller) -> Result<Json<wire::Organizations>, RestError> {
    let found = match RequestedIds::read(&caller, IntegerIdKind::Org).await? {
        RequestedIds::Ids(ids) => ids::orgs_in_order(&caller, &ids).await?,
        RequestedIds::ExternalIds(ids) => org::find_by_external_ids(caller.reader(), &ids).await?,
    };
    whole(&caller, found).await.map(Json)
}

/// Renders a list that fits on one page.
async fn whole(caller: &Caller, found: Vec<Org>) -> Result<wire::Organizations, RestError> {
    Ok(wire::Organizations {
        links: Links::whole(count(found.len())?),
        organizations: show::organizations(caller, found).await?,
    })
}

/// Finds organizations by external id, or by exact name without regard to case.
#[utoipa::path(
    get,
    path = "/organizations/search",
    operation_id = "SearchOrganizations",
    tag = "Organizations",
    params(
        ("external_id" = Option<String>, Query, description = "The organization's id in another system."),
        ("name" = Option<String>, Query),
    ),
    responses((status = 200, description = "The matching organizations.", body = wire::Organizations), Failures)
)]
pub(super) async fn search(caller: Caller) -> Result<Json<wire::Organizations>, RestError> {
    let found = match (caller.parameter("external_id"), caller.parameter("name")) {
        (Some(id), _) => {
            // An invalid external id matches no organization.
            let ids: Vec<_> = ExternalId::parse("external_id", as_meant(id))
                .into_iter()
                .collect();
            org::find_by_external_ids(caller.reader(), &ids).await?
        }
        (None, Some(name)) => {
            let reference = OrgRef::parse(None, Some(as_meant(name)), None)?;
            let found = org::find(caller.reader(), &reference).await?;
            found.into_iter().collect()
        }
        (None, None) => return Err(RestError::malformed("Give `external_id` or `name`.")),
    };
    whole(&caller, found).await.map(Json)
}

/// Creates an organization.
#[utoipa::path(
    post,
    path = "/organizations",
    operation_id = "CreateOrganization",
    tag = "Organizations",
    request_body = wire::OneOrganizationInput,
    responses(
        (status = 201, description = "The new organization.", body = wire::OneOrganization, headers(("location" = String), ("etag" = String))),
        Failures
    )
)]
pub(super) async fn create(
    caller: Caller,
    Body(body): Body<wire::OneOrganizationInput>,
) -> Result<Created, RestError> {
    let created = caller.execute(new(&body.organization.0)?).await?;
    Ok(made(read_again(&caller, created.output.org).await?))
}

/// Returns the operation that creates an organization from a body.
pub(super) fn new(input: &wire::OrganizationInput) -> Result<CreateOrg> {
    Ok(CreateOrg {
        name: Name::parse("name", input.name.as_deref().unwrap_or_default())?,
        external_id: external_id(input.external_id.as_ref())?,
        owner: None,
    })
}

/// Returns the operation that updates an organization from a body.
pub(super) fn change(org: OrgId, input: &wire::OrganizationInput) -> Result<UpdateOrg> {
    let name = input.name.as_deref();
    let stated = input.external_id.as_ref();
    Ok(UpdateOrg {
        org,
        name: name.map(|name| Name::parse("name", name)).transpose()?,
        external_id: stated.map(|id| external_id(Some(id))).transpose()?,
        if_version: None,
    })
}

fn made(one: Item<wire::OneOrganization>) -> Created {
    let location = [(header::LOCATION, one.body.organization.url.clone())];
    (StatusCode::CREATED, location, one)
}

/// Creates or updates an organization.
///
/// An organization with the given id, external id or name is updated.
#[utoipa::path(
    post,
    path = "/organizations/create_or_update",
    operation_id = "CreateOrUpdateOrganization",
    tag = "Organizations",
    request_body = wire::OneOrganizationInput,
    responses(
        (status = 200, description = "The changed organization.", body = wire::OneOrganization, headers(("etag" = String))),
        (status = 201, description = "The new organization.", body = wire::OneOrganization, headers(("location" = String), ("etag" = String))),
        Failures
    )
)]
pub(super) async fn create_or_update(
    caller: Caller,
    Body(body): Body<wire::OneOrganizationInput>,
) -> Result<Response, RestError> {
    let Object(input) = body.organization;
    if let Some(IntegerId(number)) = input.id {
        let org = ids::org(&caller, number).await.map_err(RestError::InBody)?;
        let done = caller.execute(change(org.id, &input)?).await?.output;
        return Ok(read_again(&caller, done.org).await?.into_response());
    }
    let name = input.name.as_deref();
    let upsert = UpsertOrg {
        name: name.map(|name| Name::parse("name", name)).transpose()?,
        external_id: external_id(input.external_id.as_ref())?,
    };
    let done = caller.execute(upsert).await?.output;
    let one = read_again(&caller, done.org).await?;
    Ok(match done.done {
        Done::Created => made(one).into_response(),
        _ => one.into_response(),
    })
}

/// Updates an organization.
///
/// Fields that the body omits stay unchanged.
#[utoipa::path(
    put,
    path = "/organizations/{organization_id}",
    operation_id = "UpdateOrganization",
    tag = "Organizations",
    params(("organization_id" = i64, Path), IfMatch),
    request_body = wire::OneOrganizationInput,
    responses(
        (status = 200, description = "The changed organization.", body = wire::OneOrganization, headers(("etag" = String))),
        Mismatch,
        Failures
    )
)]
pub(super) async fn update(
    caller: Caller,
    Ids([org]): Ids<1>,
    Body(body): Body<wire::OneOrganizationInput>,
) -> Result<Item<wire::OneOrganization>, RestError> {
    let org = ids::org(&caller, org).await?.id;
    let update = change(org, &body.organization.0)?;
    let updated = caller.change(|if_version| UpdateOrg {
        if_version,
        ..update
    });
    Ok(read_again(&caller, updated.await?.output.org).await?)
}

/// Retires an organization.
///
/// The organization no longer exists in this API, and its members lose their access.
#[utoipa::path(
    delete,
    path = "/organizations/{organization_id}",
    operation_id = "DeleteOrganization",
    tag = "Organizations",
    params(("organization_id" = i64, Path), IfMatch),
    responses((status = 204, description = "The organization was retired."), Mismatch, Failures)
)]
pub(super) async fn delete(caller: Caller, Ids([org]): Ids<1>) -> Result<StatusCode, RestError> {
    let org = ids::id_of(&caller, IntegerIdKind::Org, org).await?;
    let retired = caller.change(|if_version| RetireOrg { org, if_version });
    match retired.await?.output.done {
        // A retired org does not exist in this API.
        Done::Unchanged => Err(not_found(Code::OrgNotFound).into()),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

/// Reads and renders the org after a change.
async fn read_again(caller: &Caller, org: Option<OrgId>) -> Result<Item<wire::OneOrganization>> {
    let org = org.ok_or_else(|| Error::internal("a changed org has no id"))?;
    let found = org::find(caller.reader(), &OrgRef::Id(org)).await?;
    show::organization(caller, found.ok_or_else(|| not_found(Code::OrgNotFound))?).await
}

/// Parses an external id. Null and an empty text mean that there is none.
fn external_id(stated: Option<&Option<Text>>) -> Result<Option<ExternalId>> {
    let text = stated.and_then(Option::as_deref);
    text.filter(|text| !text.is_empty())
        .map(|text| ExternalId::parse("external_id", text))
        .transpose()
}
