//! Responses with one item, and the conditions of requests on an item.
//!
//! The `ETag` of an item is the version of its row. A change compares the version inside its
//! transaction, as for `ifVersion` ([`crate::domain::version`]).
//!
//! Most items also show values of other rows, such as the name of a membership's org. A change of
//! those rows does not raise the item's version, so 304 is sent only for items that show nothing
//! but their row.

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

/// A response with one item, and the version of its row as the `ETag`.
#[derive(Debug)]
pub(super) struct Item<T> {
    pub(super) body: T,
    version: i64,
    is_row_alone: bool,
}

/// Marks a response that does not change unless its `ETag` changes.
#[derive(Clone)]
struct IsRowAlone;

impl<T> Item<T> {
    /// Creates an item that also shows values of other rows.
    pub(super) fn new(version: i64, body: T) -> Self {
        Self {
            body,
            version,
            is_row_alone: false,
        }
    }

    /// Creates an item that shows nothing but its row.
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

/// The response to a change of an item.
#[derive(Debug)]
pub(super) enum ChangedItem<T> {
    /// A new item and its URL.
    Created(Item<T>, String),
    /// A changed item.
    Changed(Item<T>),
    /// The token may not read the item that it has written.
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

/// Replaces the response to a read with 304 if the client has the current version.
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
    // The compression layer adds this header only to responses with a body.
    let vary = HeaderValue::from_static("accept-encoding");
    parts.headers.append(header::VARY, vary);
    (parts, ()).into_response()
}

/// Returns the condition of a request on the item that it changes.
///
/// # Errors
/// `INVALID_REQUEST` if a condition is malformed or not supported.
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
        (Some(_), Some(_)) => {
            invalid("A change accepts `If-Match` or `If-None-Match`, not both. Send one of them.")
        }
    }
}

/// Returns the version that a tag represents. A weak tag, which never matches, and a tag that no
/// item can have represent none.
fn version(tag: &EntityTag) -> Option<i64> {
    let text = str::from_utf8(&tag.opaque).ok().filter(|_| !tag.is_weak)?;
    let version: i64 = text.parse().ok()?;
    (version > 0 && version.to_string() == text).then_some(version)
}

/// Rejects a condition on a request whose URL does not name one item.
///
/// # Errors
/// `INVALID_REQUEST` if a condition is malformed or not supported.
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

/// The condition of a change, for the OpenAPI documents.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header in the OpenAPI documents")]
pub(super) struct IfMatch {
    /// `*` or at most 16 entity tags. With `*` the item must exist; otherwise its `ETag` must be
    /// one of these.
    #[param(rename = "If-Match")]
    if_match: Option<String>,
}

/// The condition of a read, for the OpenAPI documents.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header in the OpenAPI documents")]
pub(super) struct KnownEntityTags {
    /// Entity tags of earlier responses. If the item still has one of them, the response is 304.
    #[param(rename = "If-None-Match")]
    if_none_match: Option<String>,
}

/// The condition of a change that may create the item, for the OpenAPI documents.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header in the OpenAPI documents")]
pub(super) struct IfNoneMatch {
    /// `*`: the item must not exist.
    #[param(rename = "If-None-Match")]
    if_none_match: Option<String>,
}
