//! A reply that shows one item, and what a request expects of the item that its address names.
//!
//! The tag of an item is the version of its row. A change compares it inside its transaction, by
//! the rule of `ifVersion` ([`crate::domain::version`]).
//!
//! Most items show values of other rows too, such as the name of a membership's org. A change of
//! those rows does not raise the item's version, so only a reply that shows nothing but its row is
//! answered with 304.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::IntoParams;

use crate::{
    domain::version::Expected,
    error::{Code, Error, Result},
    etag::{Condition, EntityTag},
};

/// A reply that shows one item, with the version of its row as the `ETag`.
#[derive(Debug)]
pub(super) struct Item<T> {
    pub(super) body: T,
    version: i64,
    is_row_alone: bool,
}

/// Marks a reply that is the same as long as its tag is.
#[derive(Clone)]
struct IsRowAlone;

impl<T> Item<T> {
    /// An item that shows values of other rows as well.
    pub(super) fn new(version: i64, body: T) -> Self {
        Self {
            body,
            version,
            is_row_alone: false,
        }
    }

    /// An item that shows nothing but its row.
    pub(super) fn of_row_alone(version: i64, body: T) -> Self {
        Self {
            is_row_alone: true,
            ..Self::new(version, body)
        }
    }
}

impl<T: Serialize> IntoResponse for Item<T> {
    fn into_response(self) -> Response {
        let tag = [(header::ETAG, format!("\"{}\"", self.version))];
        let mut response = (tag, Json(self.body)).into_response();
        if self.is_row_alone {
            response.extensions_mut().insert(IsRowAlone);
        }
        response
    }
}

/// What a change has written, for its reply.
#[derive(Debug)]
pub(super) enum ChangedItem<T> {
    /// The item is new: it, and its address.
    Created(Item<T>, String),
    /// The item has changed.
    Changed(Item<T>),
    /// The token may not read what it has written. Whether that is new.
    Hidden { is_new: bool },
}

impl<T: Serialize> IntoResponse for ChangedItem<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Created(item, address) => {
                let location = [(header::LOCATION, address)];
                (StatusCode::CREATED, location, item).into_response()
            }
            Self::Changed(item) => item.into_response(),
            Self::Hidden { is_new: true } => StatusCode::CREATED.into_response(),
            Self::Hidden { is_new: false } => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

/// Answers a read with 304 and no body where the client has the reply already.
pub(super) fn unless_known(known: &Condition, response: Response) -> Response {
    let is_row_alone = response.extensions().get::<IsRowAlone>().is_some();
    let tag = response.headers().get(header::ETAG);
    if !is_row_alone || !tag.is_some_and(|tag| known.matches_weakly(tag.as_bytes())) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    // The compression layer adds it to replies with a body only.
    let vary = HeaderValue::from_static("accept-encoding");
    parts.headers.append(header::VARY, vary);
    (parts, ()).into_response()
}

/// Reads what the request expects of the item that it changes.
///
/// # Errors
/// `INVALID_REQUEST`.
pub(super) fn expected(headers: &HeaderMap) -> Result<Option<Expected>> {
    let invalid = |message| Err(Error::new(Code::InvalidRequest, message));
    match (
        Condition::if_match(headers)?,
        Condition::if_none_match(headers)?,
    ) {
        (None, None) => Ok(None),
        (Some(Condition::Any), None) => Ok(Some(Expected::Present)),
        (Some(Condition::OneOf(tags)), None) => {
            let versions = tags.iter().filter_map(version).collect();
            Ok(Some(Expected::OneOf(versions)))
        }
        (None, Some(Condition::Any)) => Ok(Some(Expected::Absent)),
        (None, Some(Condition::OneOf(_))) => invalid(
            "A change accepts only `If-None-Match: *`. Send `If-Match` to change the version that you have read.",
        ),
        (Some(_), Some(_)) => invalid(
            "A change accepts `If-Match` or `If-None-Match`, not both. Send one of them.",
        ),
    }
}

/// The version that a tag stands for: none for a weak one, which never matches, and for one that no
/// item has.
fn version(tag: &EntityTag) -> Option<i64> {
    let text = str::from_utf8(&tag.opaque).ok().filter(|_| !tag.is_weak)?;
    let version: i64 = text.parse().ok()?;
    (version > 0 && version.to_string() == text).then_some(version)
}

/// Refuses conditions on a request whose address does not name one item.
///
/// # Errors
/// `INVALID_REQUEST`.
pub(super) fn must_be_unconditional(expected: Option<&Expected>) -> Result<()> {
    match expected {
        None => Ok(()),
        Some(_) => {
            let message = "`If-Match` and `If-None-Match` are supported only for changes of the \
                           one item that the URL names. Leave them out here.";
            Err(Error::new(Code::InvalidRequest, message))
        }
    }
}

/// The condition of a change, as the OpenAPI documents describe it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header in the OpenAPI documents")]
pub(super) struct IfMatch {
    /// `*`, or at most 16 entity tags: the item has to exist, or to have one of them.
    #[param(rename = "If-Match")]
    if_match: Option<String>,
}

/// The condition of a read, as the OpenAPI documents describe it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header in the OpenAPI documents")]
pub(super) struct KnownEntityTags {
    /// Entity tags of earlier replies: 304 where the item still has one of them.
    #[param(rename = "If-None-Match")]
    if_none_match: Option<String>,
}

/// The condition of a change that may create the item.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header in the OpenAPI documents")]
pub(super) struct IfNoneMatch {
    /// `*`: the item must not exist.
    #[param(rename = "If-None-Match")]
    if_none_match: Option<String>,
}
