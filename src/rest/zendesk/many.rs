//! Bulk requests. Each queues a job whose rows do what the routes for one object do.
//!
//! An invalid row fails; the other rows are still run.

use std::collections::{HashMap, HashSet};

use axum::Json;
use uuid::Uuid;

use crate::{
    domain::{
        batch::RowFailure,
        field::ExternalId,
        integer_id,
        job::{self, JobOperation, JobRow, QueueJob},
        membership::{MembershipFields, MembershipRow, RemoveById},
        org::{self, OrgRef, RetireOrg},
        user::{self, UpdateUser, Upsert, UserRef},
    },
    entity::{
        integer_id::IntegerIdKind,
        job::JobKind,
        user::{Model as User, UserStatus},
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
    rest::{
        caller::Caller,
        extract::{Body, Object, Row},
        rest_error::RestError,
    },
};

use super::{
    error::Failures,
    ids::{MOST, absent, id_among, listed, must_be_let_in, required},
    jobs, organizations,
    user_changes::{KnownOrgs, stated},
    values::{IntegerId, parse},
    wire,
};

/// Creates up to 100 memberships.
///
/// A row whose membership already exists fails.
#[utoipa::path(
    post,
    path = "/organization_memberships/create_many",
    operation_id = "CreateManyOrganizationMemberships",
    tag = "Organization memberships",
    request_body = wire::ManyMembershipsInput,
    responses((status = 200, description = "The queued job.", body = wire::OneJob), Failures)
)]
pub(super) async fn create_memberships(
    caller: Caller,
    Body(body): Body<wire::ManyMembershipsInput>,
) -> Result<Json<wire::OneJob>, RestError> {
    let inputs = bounded("organization_memberships", body.organization_memberships)?;
    let numbers = |of: fn(&wire::MembershipInput) -> Option<IntegerId>| -> Vec<i64> {
        let numbers = inputs.iter().filter_map(Row::read).filter_map(of);
        numbers.map(|IntegerId(number)| number).collect()
    };
    let users = numbers(|input| input.user_id);
    let users = integer_id::find_many(caller.reader(), IntegerIdKind::User, &users).await?;
    let ids: Vec<Uuid> = users.values().copied().collect();
    let seen = user::find_many(caller.reader(), &ids).await?;
    let seen: HashMap<UserId, User> = seen.into_iter().map(|user| (user.id, user)).collect();
    let orgs = numbers(|input| input.organization_id);
    let orgs = integer_id::find_many(caller.reader(), IntegerIdKind::Org, &orgs).await?;
    let one = |Row(input): Row<wire::MembershipInput>| {
        let input = input?;
        let user: UserId = id_among(&users, required(IntegerIdKind::User, input.user_id)?);
        let org = required(IntegerIdKind::Org, input.organization_id)?;
        seen.get(&user).map(must_be_let_in).transpose()?;
        Ok(JobOperation::CreateMembership(MembershipRow {
            reference: None,
            org: OrgRef::Id(id_among(&orgs, org)),
            user: UserRef::Id(user),
            membership: MembershipFields {
                is_default: input.default.filter(|is_default| *is_default),
                ..MembershipFields::default()
            },
        }))
    };
    let rows = inputs.into_iter().map(one).collect();
    queued(&caller, JobKind::CreateMembership, rows).await
}

/// Removes up to 100 memberships.
#[utoipa::path(
    delete,
    path = "/organization_memberships/destroy_many",
    operation_id = "DeleteManyOrganizationMemberships",
    tag = "Organization memberships",
    params(("ids" = Option<String>, Query, description = "Ids, separated by commas.")),
    responses((status = 200, description = "The queued job.", body = wire::OneJob), Failures)
)]
pub(super) async fn delete_memberships(caller: Caller) -> Result<Json<wire::OneJob>, RestError> {
    let ids = by_number(&caller, IntegerIdKind::Membership).await?;
    let one = |id: Result<Uuid>| Ok(JobOperation::DeleteMembership(RemoveById(id?.into())));
    let rows = ids.into_iter().map(one).collect();
    queued(&caller, JobKind::DeleteMembership, rows).await
}

/// Creates up to 100 users.
#[utoipa::path(
    post,
    path = "/users/create_many",
    operation_id = "CreateManyUsers",
    tag = "Users",
    request_body = wire::ManyUsersInput,
    responses((status = 200, description = "The queued job.", body = wire::OneJob), Failures)
)]
pub(super) async fn create_users(
    caller: Caller,
    Body(body): Body<wire::ManyUsersInput>,
) -> Result<Json<wire::OneJob>, RestError> {
    state_users(&caller, body, Upsert::Create).await
}

/// Creates or updates up to 100 users.
///
/// A user with the same e-mail address or external id is updated.
#[utoipa::path(
    post,
    path = "/users/create_or_update_many",
    operation_id = "CreateOrUpdateManyUsers",
    tag = "Users",
    request_body = wire::ManyUsersInput,
    responses((status = 200, description = "The queued job.", body = wire::OneJob), Failures)
)]
pub(super) async fn create_or_update_users(
    caller: Caller,
    Body(body): Body<wire::ManyUsersInput>,
) -> Result<Json<wire::OneJob>, RestError> {
    state_users(&caller, body, Upsert::Either).await
}

async fn state_users(
    caller: &Caller,
    body: wire::ManyUsersInput,
    how: Upsert,
) -> Result<Json<wire::OneJob>, RestError> {
    let inputs = bounded("users", body.users.unwrap_or_default())?;
    let known = KnownOrgs::of(caller, &readable(&inputs)).await?;
    let one = |Row(input): Row<wire::UserInput>| {
        Ok(JobOperation::UpsertUser(stated(&known, input?, None, how)?))
    };
    let rows = inputs.into_iter().map(one).collect();
    queued(caller, JobKind::UpsertUser, rows).await
}

/// Updates up to 100 users.
///
/// With `users`, each entry has its own fields and names a user by `id`, `external_id` or `email`.
/// With `user`, all users in `ids` or `external_ids` get the same fields.
#[utoipa::path(
    put,
    path = "/users/update_many",
    operation_id = "UpdateManyUsers",
    tag = "Users",
    params(
        ("ids" = Option<String>, Query, description = "Ids, separated by commas. Requires `user` in the body."),
        ("external_ids" = Option<String>, Query, description = "External ids, separated by commas. Requires `user` in the body."),
    ),
    request_body = wire::ManyUsersInput,
    responses((status = 200, description = "The queued job.", body = wire::OneJob), Failures)
)]
pub(super) async fn update_users(
    caller: Caller,
    Body(body): Body<wire::ManyUsersInput>,
) -> Result<Json<wire::OneJob>, RestError> {
    let rows = match (body.user, body.users) {
        (Some(Object(input)), None) => {
            let known = KnownOrgs::of(&caller, &[&input]).await?;
            let ids = named_users(&caller).await?;
            let one = |id: Result<Uuid>| {
                let by = Some(UserRef::Id(id?.into()));
                let update = stated(&known, input.clone(), by, Upsert::Update)?;
                Ok(JobOperation::UpsertUser(update))
            };
            ids.into_iter().map(one).collect()
        }
        (None, Some(inputs)) => {
            let inputs = bounded("users", inputs)?;
            let read = readable(&inputs);
            let known = KnownOrgs::of(&caller, &read).await?;
            let numbers: Vec<i64> = read.iter().filter_map(|input| Some(input.id?.0)).collect();
            let users =
                integer_id::find_many(caller.reader(), IntegerIdKind::User, &numbers).await?;
            let one = |Row(input): Row<wire::UserInput>| {
                let input = input?;
                let by = input.id;
                let by = by.map(|IntegerId(number)| UserRef::Id(id_among(&users, number)));
                let update = stated(&known, input, by, Upsert::Update)?;
                Ok(JobOperation::UpsertUser(update))
            };
            inputs.into_iter().map(one).collect()
        }
        _ => {
            return Err(RestError::malformed(
                "Give `users`, or `user` together with `ids`.",
            ));
        }
    };
    queued(&caller, JobKind::UpsertUser, rows).await
}

/// Suspends up to 100 users.
#[utoipa::path(
    delete,
    path = "/users/destroy_many",
    operation_id = "DestroyManyUsers",
    tag = "Users",
    params(
        ("ids" = Option<String>, Query, description = "Ids, separated by commas."),
        ("external_ids" = Option<String>, Query, description = "External ids, separated by commas."),
    ),
    responses((status = 200, description = "The queued job.", body = wire::OneJob), Failures)
)]
pub(super) async fn delete_users(caller: Caller) -> Result<Json<wire::OneJob>, RestError> {
    let ids = named_users(&caller).await?;
    let one = |id: Result<Uuid>| {
        Ok(JobOperation::SuspendUser(UpdateUser {
            status: Some(UserStatus::Suspended),
            ..UpdateUser::nothing(id?.into())
        }))
    };
    let rows = ids.into_iter().map(one).collect();
    queued(&caller, JobKind::SuspendUser, rows).await
}

/// Creates up to 100 organizations.
#[utoipa::path(
    post,
    path = "/organizations/create_many",
    operation_id = "CreateManyOrganizations",
    tag = "Organizations",
    request_body = wire::ManyOrganizationsInput,
    responses((status = 200, description = "The queued job.", body = wire::OneJob), Failures)
)]
pub(super) async fn create_organizations(
    caller: Caller,
    Body(body): Body<wire::ManyOrganizationsInput>,
) -> Result<Json<wire::OneJob>, RestError> {
    let inputs = bounded("organizations", body.organizations)?;
    let one = |Row(input): Row<wire::OrganizationInput>| {
        Ok(JobOperation::CreateOrg(organizations::new(&input?)?))
    };
    let rows = inputs.into_iter().map(one).collect();
    queued(&caller, JobKind::CreateOrg, rows).await
}

/// Updates up to 100 organizations, each named by its `id`.
#[utoipa::path(
    put,
    path = "/organizations/update_many",
    operation_id = "UpdateManyOrganizations",
    tag = "Organizations",
    request_body = wire::ManyOrganizationsInput,
    responses((status = 200, description = "The queued job.", body = wire::OneJob), Failures)
)]
pub(super) async fn update_organizations(
    caller: Caller,
    Body(body): Body<wire::ManyOrganizationsInput>,
) -> Result<Json<wire::OneJob>, RestError> {
    let inputs = bounded("organizations", body.organizations)?;
    let read = readable(&inputs);
    let numbers: Vec<i64> = read.iter().filter_map(|input| Some(input.id?.0)).collect();
    let orgs = integer_id::find_many(caller.reader(), IntegerIdKind::Org, &numbers).await?;
    let one = |Row(input): Row<wire::OrganizationInput>| {
        let input = input?;
        let org: OrgId = id_among(&orgs, required(IntegerIdKind::Org, input.id)?);
        Ok(JobOperation::UpdateOrg(organizations::change(org, &input)?))
    };
    let rows = inputs.into_iter().map(one).collect();
    queued(&caller, JobKind::UpdateOrg, rows).await
}

/// Retires up to 100 organizations.
#[utoipa::path(
    delete,
    path = "/organizations/destroy_many",
    operation_id = "DeleteManyOrganizations",
    tag = "Organizations",
    params(
        ("ids" = Option<String>, Query, description = "Ids, separated by commas."),
        ("external_ids" = Option<String>, Query, description = "External ids, separated by commas."),
    ),
    responses((status = 200, description = "The queued job.", body = wire::OneJob), Failures)
)]
pub(super) async fn delete_organizations(caller: Caller) -> Result<Json<wire::OneJob>, RestError> {
    let named = by_external_id(&caller).await?;
    let ids = match named.is_empty() {
        true => by_number(&caller, IntegerIdKind::Org).await?,
        false => {
            let found = org::find_by_external_ids(caller.reader(), &named).await?;
            let found = found
                .into_iter()
                .map(|org| (org.external_id, org.id.into()));
            matched(&named, found, IntegerIdKind::Org)
        }
    };
    let one = |id: Result<Uuid>| {
        Ok(JobOperation::RetireOrg(RetireOrg {
            org: id?.into(),
            if_version: None,
        }))
    };
    let rows = ids.into_iter().map(one).collect();
    queued(&caller, JobKind::RetireOrg, rows).await
}

/// Checks that a list has 1 to 100 entries.
fn bounded<T>(parameter: &'static str, list: Vec<T>) -> Result<Vec<T>, RestError> {
    match list.len() {
        0 => {
            // The list is not a field of a record.
            let message = format!("`{parameter}` is empty; give at least one");
            Err(Error::new(Code::InvalidValue, message).into())
        }
        1..=MOST => Ok(list),
        _ => Err(RestError::TooMany {
            parameter,
            most: MOST,
        }),
    }
}

/// Returns the valid entries.
fn readable<T>(list: &[Row<T>]) -> Vec<&T> {
    list.iter().filter_map(Row::read).collect()
}

/// Returns the users whom `ids` or `external_ids` name.
async fn named_users(caller: &Caller) -> Result<Vec<Result<Uuid>>, RestError> {
    let named = by_external_id(caller).await?;
    if named.is_empty() {
        return by_number(caller, IntegerIdKind::User).await;
    }
    let found = user::find_by_external_ids(caller.reader(), &named).await?;
    let found = found
        .into_iter()
        .map(|user| (user.external_id, user.id.into()));
    Ok(matched(&named, found, IntegerIdKind::User))
}

/// Returns the UUIDs of the integer ids in `ids`.
async fn by_number(caller: &Caller, kind: IntegerIdKind) -> Result<Vec<Result<Uuid>>, RestError> {
    let texts = bounded("ids", listed(caller, "ids")?)?;
    let numbers: Vec<i64> = texts.iter().filter_map(|text| parse(text)).collect();
    let found = integer_id::find_many(caller.reader(), kind, &numbers).await?;
    let ids = texts
        .iter()
        .map(|text| Ok(id_among(&found, parse(text).unwrap_or_default())));
    Ok(ids.collect())
}

async fn by_external_id(caller: &Caller) -> Result<Vec<ExternalId>, RestError> {
    let texts = listed(caller, "external_ids")?.into_iter();
    let ids = texts.map(|id| ExternalId::parse("external_ids", id));
    Ok(ids.collect::<Result<_>>()?)
}

/// Returns the ids of all found objects, and an error for each external id that matches nothing.
fn matched(
    named: &[ExternalId],
    found: impl Iterator<Item = (Option<String>, Uuid)>,
    kind: IntegerIdKind,
) -> Vec<Result<Uuid>> {
    let mut ids = Vec::new();
    let mut met = HashSet::new();
    for (external_id, id) in found {
        met.extend(external_id);
        ids.push(Ok(id));
    }
    let missing = named.iter().filter(|id| !met.contains(id.as_str()));
    ids.extend(missing.map(|_| Err(absent(kind))));
    ids
}

/// Queues the rows and renders the job.
async fn queued(
    caller: &Caller,
    kind: JobKind,
    rows: Vec<Result<JobOperation, RestError>>,
) -> Result<Json<wire::OneJob>, RestError> {
    let row = |operation: Result<JobOperation, RestError>| {
        let operation = match operation {
            Ok(operation) => Ok(operation),
            Err(RestError::Failed(error) | RestError::InBody(error)) => {
                Err(RowFailure::from(&error))
            }
            Err(other) => return Err(other),
        };
        Ok(JobRow {
            reference: None,
            operation,
        })
    };
    let rows = rows
        .into_iter()
        .map(row)
        .collect::<Result<_, RestError>>()?;
    let queue = QueueJob {
        kind,
        rows,
        dry_run: false,
        id: None,
    };
    let done = caller.queue(queue).await?;
    let job = done.output.job;
    let job = job.ok_or_else(|| Error::internal("a queued job has no id"))?;
    let job = job::get(caller.reader(), job).await?;
    let mut shown = jobs::show_all(caller, vec![job]).await?;
    Ok(Json(wire::OneJob {
        job_status: shown.remove(0),
    }))
}
