//! IntegerIds into what they stand for, as far as the caller may see it.

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

use super::{error::blank, values::IntegerId};

/// Things that one request may name at the most.
pub(super) const MOST: usize = 100;

/// The numbers in a path. What is no number is the number of nothing.
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

/// Digits alone: no sign, no space.
pub(super) fn parse(text: &str) -> Option<i64> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

/// What a number stands for: whether the caller may see it is the operation's business. One that nothing has stands for the
/// nil id, which nothing has either: so it is answered as what the caller may not see is.
pub(super) async fn id_of<T: From<Uuid>>(
    caller: &Caller,
    kind: IntegerIdKind,
    number: i64,
) -> Result<T> {
    let id = integer_id::find(caller.reader(), kind, number).await?;
    Ok(id.unwrap_or_default().into())
}

/// What a number stands for that was looked up with others; the nil id as for [`id_of`].
pub(super) fn id_among<T: From<Uuid>>(found: &HashMap<i64, Uuid>, number: i64) -> T {
    found.get(&number).copied().unwrap_or_default().into()
}

/// The number of a thing that a body has to name.
///
/// # Errors
/// `INVALID_VALUE` where the number is absent.
pub(super) fn required(kind: IntegerIdKind, number: Option<IntegerId>) -> Result<i64> {
    let number = number.map(|IntegerId(number)| number);
    number.ok_or_else(|| blank(absent(kind).code()))
}

/// Such a thing is not there, or not for this caller.
pub(super) fn absent(kind: IntegerIdKind) -> Error {
    not_found(match kind {
        IntegerIdKind::User => Code::UserNotFound,
        IntegerIdKind::Org => Code::OrgNotFound,
        IntegerIdKind::Membership => Code::MembershipNotFound,
        IntegerIdKind::Token => Code::TokenNotFound,
    })
}

/// The user with this number.
pub(super) async fn user(caller: &Caller, number: i64) -> Result<User> {
    let id: UserId = id_of(caller, IntegerIdKind::User, number).await?;
    let found = user::find(caller.reader(), id).await?;
    found.ok_or_else(|| not_found(Code::UserNotFound))
}

/// Passes when the user is not suspended: a membership would let a suspended user in nowhere, and its client would take it for
/// access.
///
/// # Errors
/// `USER_SUSPENDED`.
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

/// The org in use with this number.
pub(super) async fn org(caller: &Caller, number: i64) -> Result<Org> {
    let id: OrgId = id_of(caller, IntegerIdKind::Org, number).await?;
    let found = org::find(caller.reader(), &OrgRef::Id(id)).await?;
    found
        .filter(|org| org.status == OrgStatus::Active)
        .ok_or_else(|| not_found(Code::OrgNotFound))
}

/// The membership in force with this number.
pub(super) async fn membership(caller: &Caller, number: i64) -> Result<OfUser> {
    let id: MembershipId = id_of(caller, IntegerIdKind::Membership, number).await?;
    let found = membership::find_in_force(caller.reader(), MembershipRef::Id(id)).await?;
    found.ok_or_else(|| not_found(Code::MembershipNotFound))
}

/// The membership in force with this number, if it is this user's.
pub(super) async fn membership_of(caller: &Caller, user: i64, number: i64) -> Result<OfUser> {
    let user: UserId = id_of(caller, IntegerIdKind::User, user).await?;
    let found = membership(caller, number).await?;
    match found.membership.user_id == user {
        true => Ok(found),
        false => Err(not_found(Code::MembershipNotFound)),
    }
}

/// What a request asks for by `ids` or by `external_ids`, with commas or as several parameters.
pub(super) enum RequestedIds {
    /// Ids, in the order in which they were named.
    Ids(Vec<Uuid>),
    /// What another system calls them.
    ExternalIds(Vec<ExternalId>),
}

impl RequestedIds {
    /// IntegerIds and external ids that name nothing are left out.
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

/// The ids behind these numbers, each once, without those that name nothing.
pub(super) async fn each_once(
    caller: &Caller,
    kind: IntegerIdKind,
    numbers: &[i64],
) -> Result<Vec<Uuid>> {
    let mut found = integer_id::find_many(caller.reader(), kind, numbers).await?;
    let ids = numbers.iter().filter_map(|number| found.remove(number));
    Ok(ids.collect())
}

/// The entries of a parameter that is a list.
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
