//! Lookup of integer ids, limited to what the caller may see.

use std::collections::HashMap;

use axum::{extract::FromRequestParts, http::request::Parts};
use uuid::Uuid;

use crate::{
    access::target::not_found,
    domain::{
        field::ExternalId,
        integer_id,
        membership::{self, MembershipRef, OfUser},
        org::{self, OrgRef},
        user,
    },
    entity::{
        integer_id::IntegerIdKind,
        org::{Model as Org, OrgStatus},
        user::{Model as User, UserStatus},
    },
    error::{Code, Error, Result},
    id::{MembershipId, OrgId, UserId},
    rest::{caller::Caller, extract::Segments, rest_error::RestError},
};

use super::{
    error::blank,
    values::{IntegerId, parse},
};

/// The maximum number of objects that one request may name.
pub(super) const MOST: usize = 100;

/// The integer ids in a path. A segment that is not a number matches nothing.
pub(super) struct Ids<const N: usize>(pub(super) [i64; N]);

impl<const N: usize, S: Send + Sync> FromRequestParts<S> for Ids<N> {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let Segments(segments) = Segments::<N>::from_request_parts(parts, state).await?;
        let mut numbers = [0; N];
        for (number, segment) in numbers.iter_mut().zip(&segments) {
            *number = parse(segment).ok_or_else(|| not_found(Code::MembershipNotFound))?;
        }
        Ok(Self(numbers))
    }
}

/// Returns the UUID of an integer id. The operation checks whether the caller may see the object.
/// An unknown integer id returns the nil UUID, which no row has, so the response is the same as for
/// an object that the caller may not see.
pub(super) async fn id_of<T: From<Uuid>>(
    caller: &Caller,
    kind: IntegerIdKind,
    number: i64,
) -> Result<T> {
    let id = integer_id::find(caller.reader(), kind, number).await?;
    Ok(id.unwrap_or_default().into())
}

/// Returns the UUID of an integer id from a lookup of several; the nil UUID if it is unknown.
pub(super) fn id_among<T: From<Uuid>>(found: &HashMap<i64, Uuid>, number: i64) -> T {
    found.get(&number).copied().unwrap_or_default().into()
}

/// Returns the integer id of an object that a body must name.
///
/// # Errors
/// `INVALID_VALUE` if the integer id is absent.
pub(super) fn required(kind: IntegerIdKind, number: Option<IntegerId>) -> Result<i64> {
    let number = number.map(|IntegerId(number)| number);
    number.ok_or_else(|| blank(absent(kind).code()))
}

/// Returns the error for an object of this kind that does not exist, or that the caller may not
/// see.
pub(super) fn absent(kind: IntegerIdKind) -> Error {
    not_found(match kind {
        IntegerIdKind::User => Code::UserNotFound,
        IntegerIdKind::Org => Code::OrgNotFound,
        IntegerIdKind::Membership => Code::MembershipNotFound,
        IntegerIdKind::Token => Code::TokenNotFound,
    })
}

/// Returns the user with this integer id.
pub(super) async fn user(caller: &Caller, number: i64) -> Result<User> {
    let id: UserId = id_of(caller, IntegerIdKind::User, number).await?;
    let found = user::find(caller.reader(), id).await?;
    found.ok_or_else(|| not_found(Code::UserNotFound))
}

/// Checks that the user is not suspended. A membership of a suspended user gives no access, and its
/// client would assume that it does.
///
/// # Errors
/// `USER_SUSPENDED` if the user is suspended.
pub(super) fn must_be_let_in(user: &User) -> Result<()> {
    match user.status {
        UserStatus::Active => Ok(()),
        UserStatus::Suspended => {
            let message = "The user is suspended, so a membership would give no access. Activate \
                           the user first: send `PUT /api/v2/users/{id}` with `{\"user\": \
                           {\"suspended\": false}}`.";
            Err(Error::new(Code::UserSuspended, message).at("user_id"))
        }
    }
}

/// Returns the active org with this integer id.
pub(super) async fn org(caller: &Caller, number: i64) -> Result<Org> {
    let id: OrgId = id_of(caller, IntegerIdKind::Org, number).await?;
    let found = org::find(caller.reader(), &OrgRef::Id(id)).await?;
    found
        .filter(|org| org.status == OrgStatus::Active)
        .ok_or_else(|| not_found(Code::OrgNotFound))
}

/// Returns the membership in force with this integer id.
pub(super) async fn membership(caller: &Caller, number: i64) -> Result<OfUser> {
    let id: MembershipId = id_of(caller, IntegerIdKind::Membership, number).await?;
    let found = membership::find_in_force(caller.reader(), MembershipRef::Id(id)).await?;
    found.ok_or_else(|| not_found(Code::MembershipNotFound))
}

/// Returns the membership in force with this integer id, if the membership belongs to the user.
pub(super) async fn membership_of(caller: &Caller, user: i64, number: i64) -> Result<OfUser> {
    let user: UserId = id_of(caller, IntegerIdKind::User, user).await?;
    let found = membership(caller, number).await?;
    match found.membership.user_id == user {
        true => Ok(found),
        false => Err(not_found(Code::MembershipNotFound)),
    }
}

/// The objects that a request names by `ids` or `external_ids`, separated by commas or as repeated
/// parameters.
pub(super) enum RequestedIds {
    /// Ids in the order of the request.
    Ids(Vec<Uuid>),
    /// Ids in another system.
    ExternalIds(Vec<ExternalId>),
}

impl RequestedIds {
    /// Parses the parameters. Unknown integer ids and invalid external ids are left out.
    pub(super) async fn read(caller: &Caller, kind: IntegerIdKind) -> Result<Self, RestError> {
        let numbers = listed(caller, "ids")?;
        if !numbers.is_empty() {
            let numbers: Vec<i64> = numbers.iter().filter_map(|text| parse(text)).collect();
            return Ok(Self::Ids(each_once(caller, kind, &numbers).await?));
        }
        let external_ids = listed(caller, "external_ids")?;
        if external_ids.is_empty() {
            return Err(RestError::malformed("Give `ids` or `external_ids`."));
        }
        let external_ids = external_ids
            .iter()
            .filter_map(|id| ExternalId::parse("external_ids", id).ok());
        Ok(Self::ExternalIds(external_ids.collect()))
    }
}

/// Returns the UUIDs of integer ids, without duplicates and unknown ones.
pub(super) async fn each_once(
    caller: &Caller,
    kind: IntegerIdKind,
    numbers: &[i64],
) -> Result<Vec<Uuid>> {
    let mut found = integer_id::find_many(caller.reader(), kind, numbers).await?;
    let ids = numbers.iter().filter_map(|number| found.remove(number));
    Ok(ids.collect())
}

/// Returns the users whom the caller may see, in the order of the ids.
pub(super) async fn users_in_order(caller: &Caller, ids: &[Uuid]) -> Result<Vec<User>> {
    let found = user::find_many(caller.reader(), ids).await?;
    let mut found: HashMap<Uuid, User> = found
        .into_iter()
        .map(|user| (user.id.into(), user))
        .collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Returns the active orgs that the caller may see, in the order of the ids.
pub(super) async fn orgs_in_order(caller: &Caller, ids: &[Uuid]) -> Result<Vec<Org>> {
    let found = org::find_many(caller.reader(), ids).await?.into_iter();
    let mut found: HashMap<Uuid, Org> = found
        .filter(|org| org.status == OrgStatus::Active)
        .map(|org| (org.id.into(), org))
        .collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Returns the entries of a list parameter.
pub(super) fn listed<'a>(
    caller: &'a Caller,
    parameter: &'static str,
) -> Result<Vec<&'a str>, RestError> {
    let entries = caller
        .parameters(parameter)
        .flat_map(|list| list.split(','));
    let entries: Vec<&str> = entries
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .collect();
    match entries.len() > MOST {
        true => Err(RestError::TooMany {
            parameter,
            most: MOST,
        }),
        false => Ok(entries),
    }
}
