//! Handlers that create and change `users` and their memberships.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    access::target::not_found,
    domain::{
        Change, Done,
        field::{ExternalId, Name},
        integer_id,
        membership::{MembershipFields, SetMode, UserMembership, UserOrgs},
        org::OrgRef,
        user::{self, Email, Mobile, TimeZone, UpdateUser, Upsert, UpsertUser, UserRef},
    },
    entity::{integer_id::IntegerIdKind, user::UserStatus},
    error::{Code, Error, Result},
    rest::{
        caller::Caller,
        extract::{Body, Object},
        item::{ChangedItem, IfMatch, Item},
        rest_error::RestError,
    },
};

use super::{
    error::{Failures, Mismatch},
    ids::{self, Ids},
    show,
    values::{IntegerId, Text},
    wire,
};

/// Creates a user and their memberships in the given organizations.
#[utoipa::path(
    post,
    path = "/users",
    operation_id = "CreateUser",
    tag = "Users",
    request_body = wire::OneUserInput,
    responses(
        (status = 201, description = "The new user.", body = wire::OneUser, headers(("location" = String), ("etag" = String))),
        Failures
    )
)]
pub(super) async fn create(
    caller: Caller,
    Body(body): Body<wire::OneUserInput>,
) -> Result<ChangedItem<wire::OneUser>, RestError> {
    let known = KnownOrgs::of(&caller, &[&body.user.0]).await?;
    let create = stated(&known, body.user.0, None, Upsert::Create)?;
    let done = caller.execute(create).await.map_err(RestError::InBody)?;
    Ok(written(&caller, &done.output).await?)
}

/// Creates or updates a user.
///
/// A user with the same e-mail address or external id is updated.
#[utoipa::path(
    post,
    path = "/users/create_or_update",
    operation_id = "CreateOrUpdateUser",
    tag = "Users",
    request_body = wire::OneUserInput,
    responses(
        (status = 200, description = "The changed user.", body = wire::OneUser, headers(("etag" = String))),
        (status = 201, description = "The new user.", body = wire::OneUser, headers(("location" = String), ("etag" = String))),
        Failures
    )
)]
pub(super) async fn create_or_update(
    caller: Caller,
    Body(body): Body<wire::OneUserInput>,
) -> Result<ChangedItem<wire::OneUser>, RestError> {
    let known = KnownOrgs::of(&caller, &[&body.user.0]).await?;
    let upsert = stated(&known, body.user.0, None, Upsert::Either)?;
    let done = caller.execute(upsert).await.map_err(RestError::InBody)?;
    Ok(written(&caller, &done.output).await?)
}

/// Updates a user.
///
/// Fields that the body omits stay unchanged.
#[utoipa::path(
    put,
    path = "/users/{user_id}",
    operation_id = "UpdateUser",
    tag = "Users",
    params(("user_id" = i64, Path), IfMatch),
    request_body = wire::OneUserInput,
    responses(
        (status = 200, description = "The changed user.", body = wire::OneUser, headers(("etag" = String))),
        Mismatch,
        Failures
    )
)]
pub(super) async fn update(
    caller: Caller,
    Ids([user]): Ids<1>,
    Body(body): Body<wire::OneUserInput>,
) -> Result<Item<wire::OneUser>, RestError> {
    let user = UserRef::Id(ids::user(&caller, user).await?.id);
    let known = KnownOrgs::of(&caller, &[&body.user.0]).await?;
    let update = stated(&known, body.user.0, Some(user), Upsert::Update)?;
    let done = caller.change(|if_version| UpsertUser {
        if_version,
        ..update
    });
    let done = done.await.map_err(RestError::InBody)?;
    Ok(read_again(&caller, &done.output).await?)
}

/// Suspends a user.
///
/// The user keeps their memberships, but has no access.
#[utoipa::path(
    delete,
    path = "/users/{user_id}",
    operation_id = "DeleteUser",
    tag = "Users",
    params(("user_id" = i64, Path), IfMatch),
    responses(
        (
            status = 200, description = "The suspended user.", body = wire::OneUser,
            headers(("etag" = String))
        ),
        Mismatch,
        Failures
    )
)]
pub(super) async fn delete(
    caller: Caller,
    Ids([user]): Ids<1>,
) -> Result<Item<wire::OneUser>, RestError> {
    let user = ids::user(&caller, user).await?.id;
    let suspend = |if_version| UpdateUser {
        status: Some(UserStatus::Suspended),
        if_version,
        ..UpdateUser::nothing(user)
    };
    let done = caller.change(suspend).await?;
    Ok(read_again(&caller, &done.output).await?)
}

/// The orgs that bodies name by integer id.
pub(super) struct KnownOrgs(HashMap<i64, Uuid>);

impl KnownOrgs {
    /// Looks up the orgs of all bodies in one statement.
    pub(super) async fn of(caller: &Caller, inputs: &[&wire::UserInput]) -> Result<Self> {
        let numbers = inputs.iter().flat_map(|input| {
            let several = input.organizations.iter().flatten();
            let named = input.organization.iter().chain(several);
            let ids = input.organization_ids.iter().flatten().copied();
            ids.chain(input.organization_id)
                .chain(named.filter_map(|Object(reference)| reference.id))
        });
        let numbers: Vec<i64> = numbers.map(|IntegerId(number)| number).collect();
        if numbers.is_empty() {
            return Ok(Self(HashMap::new()));
        }
        let found = integer_id::find_many(caller.reader(), IntegerIdKind::Org, &numbers).await?;
        Ok(Self(found))
    }

    fn org(&self, IntegerId(number): IntegerId) -> OrgRef {
        OrgRef::Id(ids::id_among(&self.0, number))
    }
}

/// Returns the operation for a user from a body.
pub(super) fn stated(
    known: &KnownOrgs,
    input: wire::UserInput,
    by: Option<UserRef>,
    how: Upsert,
) -> Result<UpsertUser, RestError> {
    let orgs = orgs(known, &input)?;
    // Other values are Zendesk's own names of time zones, which are ignored.
    let named = input.time_zone.as_deref();
    let named = named.and_then(|zone| TimeZone::parse("time_zone", zone).ok());
    let zone = patch(input.iana_time_zone, |zone| {
        TimeZone::parse("iana_time_zone", zone)
    })?;
    Ok(UpsertUser {
        by,
        how,
        email: given(input.email, |email| Email::parse("email", email))?,
        name: given(input.name, |name| Name::parse("name", name))?,
        mobile: patch(input.phone, |phone| Mobile::parse("phone", phone))?,
        timezone: match zone {
            Some(Some(zone)) => Some(Some(zone)),
            stated => named.map(Some).or(stated),
        },
        external_id: patch(input.external_id, |id| ExternalId::parse("external_id", id))?,
        status: input.suspended.map(|is_suspended| match is_suspended {
            true => UserStatus::Suspended,
            false => UserStatus::Active,
        }),
        orgs,
        ..UpsertUser::default()
    })
}

fn given<T>(text: Option<Text>, parse: impl FnOnce(&str) -> Result<T>) -> Result<Option<T>> {
    text.as_deref().map(parse).transpose()
}

/// Parses a field that can be cleared. Null and an empty text clear it.
fn patch<T>(
    text: Option<Option<Text>>,
    parse: impl FnOnce(&str) -> Result<T>,
) -> Result<Option<Option<T>>> {
    let text = text.map(|text| text.filter(|text| !text.is_empty()));
    text.map(|text| given(text, parse)).transpose()
}

/// Returns the changes of a user's organizations from a body. A body may add one organization, add
/// several, set the default, or replace all organizations.
fn orgs(known: &KnownOrgs, input: &wire::UserInput) -> Result<Option<UserOrgs>, RestError> {
    let more = input.organization.is_some() || input.organizations.is_some();
    if more && (input.organization_id.is_some() || input.organization_ids.is_some()) {
        let message = "`organization` and `organizations` add organizations, `organization_id` and `organization_ids` \
                       replace them; send one or the other.";
        let error = Error::new(Code::ConflictingOrgFields, message).at("organization");
        return Err(error.into());
    }
    let default = input.organization_id.map(|number| known.org(number));
    if let Some(numbers) = &input.organization_ids {
        let orgs = numbers.iter().map(|number| plain(known.org(*number)));
        return Ok(Some(UserOrgs {
            memberships: orgs.collect(),
            mode: SetMode::Replace,
            default,
            leaves_default: false,
        }));
    }
    if let Some(default) = default {
        return Ok(Some(UserOrgs {
            memberships: vec![plain(default.clone())],
            mode: SetMode::Add,
            default: Some(default),
            leaves_default: true,
        }));
    }
    let mut memberships = Vec::new();
    let several = input.organizations.iter().flatten();
    for Object(reference) in input.organization.iter().chain(several) {
        memberships.push(plain(match reference.id {
            Some(number) => known.org(number),
            None => {
                let name = reference.name.as_deref();
                let name = name
                    .ok_or_else(|| Error::invalid("organization", "needs an `id` or a `name`"))?;
                OrgRef::parse(None, Some(name), None).map_err(|error| error.at("organization"))?
            }
        }));
    }
    Ok(more.then_some(UserOrgs {
        memberships,
        mode: SetMode::Add,
        default: None,
        leaves_default: false,
    }))
}

fn plain(org: OrgRef) -> UserMembership {
    UserMembership {
        org,
        fields: MembershipFields::default(),
    }
}

/// Renders the user after a change, if the token may read the user.
async fn written(caller: &Caller, change: &Change) -> Result<ChangedItem<wire::OneUser>> {
    let is_new = change.done == Done::Created;
    let read = read_again(caller, change).await;
    Ok(match caller.unless_hidden(read)? {
        Some(one) if is_new => {
            let address = one.body.user.url.clone();
            ChangedItem::Created(one, address)
        }
        Some(one) => ChangedItem::Changed(one),
        None => ChangedItem::Hidden { is_new },
    })
}

/// Reads and renders the user after a change.
async fn read_again(caller: &Caller, change: &Change) -> Result<Item<wire::OneUser>> {
    let user = change
        .user
        .ok_or_else(|| Error::internal("a changed user has no id"))?;
    let found = user::find(caller.reader(), user).await?;
    show::user(caller, found.ok_or_else(|| not_found(Code::UserNotFound))?).await
}
