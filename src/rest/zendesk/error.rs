//! Errors of the Zendesk API.
//!
//! Clients read the status, `error`, and for invalid records `details`, which maps each field to a
//! list of its errors. node-zendesk treats some statuses (406, 412, 413, 415, 502, 504) as success.
//! Of these, only two are used here: 412 for a request with `If-Match`, and 415 for a body that is
//! compressed or not UTF-8. node-zendesk sends neither. `error` is never null.

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::{IntoResponses, ToSchema};

use crate::{
    access::authenticator,
    domain::{field::EMPTY, user::HELD_BY_SUSPENDED},
    error::{Code, Error},
    rest::{caller::IntegerIds, rest_error::RestError},
};

/// An error.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Failure {
    /// The name of the error, for programs.
    error: String,
    /// The error message, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    description: Option<String>,
    /// The errors of a record by field: a list of `description` and `error`, and `existing_id` for
    /// a conflict with another record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, nullable = false)]
    details: Option<Value>,
    /// The maximum length of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    max_count: Option<usize>,
}

/// The error responses of all routes.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes the responses in the OpenAPI document")]
pub(super) enum Failures {
    /// The request is malformed, or exceeds the maximum length of a page or list.
    #[response(status = 400)]
    Malformed(Failure),
    /// The request has no valid token.
    #[response(status = 401)]
    Unauthenticated(Failure),
    /// The token may read the object, but may not change it this way.
    #[response(status = 403)]
    Forbidden(Failure),
    /// The object does not exist, or the token may not see it.
    #[response(status = 404)]
    NotFound(Failure),
    /// The body is compressed or not UTF-8.
    #[response(status = 415)]
    Unsupported(Failure),
    /// The record is invalid, or conflicts with another record.
    #[response(status = 422)]
    Invalid(Failure),
    /// Too many invalid tokens were sent from this address.
    #[response(status = 429)]
    TooMany(Failure),
    /// An internal error of the server.
    #[response(status = 500)]
    Internal(Failure),
    /// The server is too busy. Try again.
    #[response(status = 503)]
    Busy(Failure),
}

/// The error response of a change with a condition.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes the response in the OpenAPI document")]
pub(super) enum Mismatch {
    /// The item does not match `If-Match`. Nothing was changed.
    #[response(status = 412)]
    Version(Failure),
}

/// The error of a missing reference.
const BLANK: &str = "cannot be blank";

/// Renders an error.
pub(super) fn say(
    refused: &RestError,
    request_id: Option<&str>,
    existing: &IntegerIds,
) -> Response {
    match refused {
        RestError::Failed(error) => failed(error, request_id, existing, false),
        RestError::InBody(error) => failed(error, request_id, existing, true),
        RestError::Unsupported(error) => reply(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            failure("UnsupportedMediaType", error.message()),
        ),
        RestError::TooMany { parameter, most } => reply(
            StatusCode::BAD_REQUEST,
            Failure {
                max_count: Some(*most),
                ..failure(
                    "TooManyValues",
                    format!("Parameter {parameter} cannot specify more than {most} values"),
                )
            },
        ),
        RestError::NoSuchPath => reply(
            StatusCode::NOT_FOUND,
            failure("InvalidEndpoint", "Not found"),
        ),
        RestError::NoSuchMethod => reply(
            StatusCode::METHOD_NOT_ALLOWED,
            failure(
                "MethodNotAllowed",
                "This path does not support this method.",
            ),
        ),
    }
}

/// How the Zendesk API reports a code.
enum Meaning {
    /// A record is invalid: the error name, and the field if it is always the same.
    Wrong(&'static str, Option<&'static str>),
    /// An object that the record names does not exist: the field, and the kind of object.
    Absent(&'static str, &'static str),
    /// The request is rejected: the status and the error name.
    Refused(StatusCode, &'static str),
}

fn meaning(code: Code) -> Meaning {
    use Meaning::{Absent, Refused, Wrong};
    match code {
        Code::OrgNotFound => Absent("organization", "organization"),
        Code::UserNotFound => Absent("user", "user"),
        Code::GroupNotFound
        | Code::MembershipNotFound
        | Code::TokenNotFound
        | Code::RoleNotFound
        | Code::JobNotFound
        | Code::SyncRunNotFound => Absent("base", "record"),
        Code::EmailTaken => Wrong("DuplicateValue", Some("email")),
        Code::NameTaken => Wrong("DuplicateValue", Some("name")),
        Code::AlreadyMember => Wrong("DuplicateValue", Some("user_id")),
        Code::InvalidValue
        | Code::InvalidRole
        | Code::InvalidStatus
        | Code::OrgMismatch
        | Code::ConflictingOrgFields
        | Code::DefaultNotInSet
        | Code::DefaultRequired
        | Code::EmptyAllowedIps
        | Code::InvalidIp
        | Code::PathBodyMismatch
        | Code::GroupNotInOrg
        | Code::EmptyInput => Wrong("InvalidValue", None),
        Code::AmbiguousMatch => Wrong("AmbiguousValue", None),
        Code::NotAMember
        | Code::MemberRetired
        | Code::OrgRetired
        | Code::UserSuspended
        | Code::LastOwner
        | Code::GuardTripped
        | Code::PlanStale
        | Code::SyncRunning
        | Code::OtherSource
        | Code::OwnerProtected => Wrong("InvalidState", None),
        Code::InvalidCursor => Refused(StatusCode::BAD_REQUEST, "InvalidPaginationParameter"),
        Code::NoCriteria
        | Code::NameTooShort
        | Code::LimitExceeded
        | Code::InvalidRequest
        | Code::PersistedQueryNotSupported => Refused(StatusCode::BAD_REQUEST, "BadRequest"),
        Code::VersionMismatch => Refused(StatusCode::PRECONDITION_FAILED, "UpdateConflict"),
        Code::IdempotencyMismatch => Refused(StatusCode::BAD_REQUEST, "IdempotentRequestError"),
        Code::Unauthenticated => Refused(StatusCode::UNAUTHORIZED, "Couldn't authenticate you"),
        Code::Forbidden => Refused(StatusCode::FORBIDDEN, "Forbidden"),
        Code::RateLimited => Refused(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests"),
        Code::Busy => Refused(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable"),
        Code::Internal => Refused(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError"),
    }
}

/// Returns the HTTP status of a failure with this code. A missing object that the body names is 422
/// instead of 404.
pub(in crate::rest) fn status(code: Code) -> StatusCode {
    match meaning(code) {
        Meaning::Absent(..) => StatusCode::NOT_FOUND,
        Meaning::Wrong(..) => StatusCode::UNPROCESSABLE_ENTITY,
        Meaning::Refused(status, _) => status,
    }
}

fn failed(
    error: &Error,
    request_id: Option<&str>,
    existing: &IntegerIds,
    is_in_body: bool,
) -> Response {
    let (status, word) = match meaning(error.code()) {
        Meaning::Absent(..) if !is_in_body => {
            let failure = failure("RecordNotFound", "Not found");
            return reply(StatusCode::NOT_FOUND, failure);
        }
        Meaning::Absent(..) | Meaning::Wrong(..) => {
            let failure = Failure {
                details: Some(details(error, existing)),
                ..failure("RecordInvalid", "Record validation errors")
            };
            return reply(StatusCode::UNPROCESSABLE_ENTITY, failure);
        }
        Meaning::Refused(status, word) => (status, word),
    };
    let mut failure = failure(word, error.client_message(request_id));
    if error.code() == Code::Unauthenticated {
        // The response does not reveal why the token was rejected.
        failure.description = None;
    }
    let mut response = reply(status, failure);
    if let Some((name, value)) = header_of(error.code()) {
        response.headers_mut().insert(name, value);
    }
    response
}

fn header_of(code: Code) -> Option<(HeaderName, HeaderValue)> {
    match code {
        Code::Unauthenticated => {
            let challenge = HeaderValue::from_static("Bearer realm=\"tenantry\"");
            Some((header::WWW_AUTHENTICATE, challenge))
        }
        Code::RateLimited => Some((header::RETRY_AFTER, authenticator::SHUT.as_secs().into())),
        Code::Busy => Some((header::RETRY_AFTER, 1.into())),
        _ => None,
    }
}

/// Returns the errors by field.
fn details(error: &Error, existing: &IntegerIds) -> Value {
    let several: Vec<&Error> = match error.problems() {
        [] => vec![error],
        several => several.iter().map(|problem| &problem.error).collect(),
    };
    let mut details = serde_json::Map::new();
    for error in several {
        let (field, word, description) = in_words(error.code(), error.field(), error.message());
        let mut problem = json!({ "description": description, "error": word });
        if let Some(number) = error.existing_id().and_then(|id| existing.find(id)) {
            problem["existing_id"] = number.into();
        }
        let matches = error.matches().iter().filter_map(|id| existing.find(*id));
        let matches: Vec<i64> = matches.collect();
        if !matches.is_empty() {
            problem["matches"] = matches.into();
        }
        let of_field = details.entry(field).or_insert_with(|| json!([]));
        // Several arguments of the operation may come from one field of the request.
        if let Some(list) = of_field.as_array_mut()
            && !list.contains(&problem)
        {
            list.push(problem);
        }
    }
    details.into()
}

/// Returns the field, the error name and the description of an error in a record.
pub(super) fn in_words(
    code: Code,
    field: Option<&str>,
    message: &str,
) -> (&'static str, &'static str, String) {
    let own = match field {
        Some("email") => "email",
        Some("name") => "name",
        Some("phone" | "mobile") => "phone",
        Some("externalId" | "external_id") => "external_id",
        Some("timezone" | "time_zone" | "iana_time_zone") => "time_zone",
        Some("organization" | "organizations" | "org" | "default") => "organization",
        Some("user" | "userId") => "user",
        _ => "base",
    };
    // Some messages of the app name GraphQL arguments, which do not exist here.
    let message = match code {
        Code::AlreadyMember => "is already a member of this organization",
        Code::LastOwner => {
            "The organization would have no owner. Make another member an owner \
                            first."
        }
        Code::EmailTaken if message == HELD_BY_SUSPENDED => {
            "A suspended user has this address. Bring the user back: send `PUT /api/v2/users/{id}` with \
             `{\"user\": {\"suspended\": false}}`."
        }
        Code::AmbiguousMatch => "More than one record matches. Name the record by its id.",
        _ => message,
    };
    match meaning(code) {
        Meaning::Wrong(word, field) => {
            let field = field.unwrap_or(own);
            let word = match message.ends_with(EMPTY) || message.ends_with(BLANK) {
                true => "BlankValue",
                false => word,
            };
            let description = match (word, field) {
                ("DuplicateValue", "email") => format!("Email: {message}"),
                ("DuplicateValue", "name") => format!("Name: {message}"),
                ("DuplicateValue", _) => format!("User: {message}"),
                _ => message.to_owned(),
            };
            (field, word, description)
        }
        // Zendesk also reports an unknown reference as `BlankValue`.
        Meaning::Absent(field, noun) => (
            field,
            "BlankValue",
            format!("The {noun} is unknown. Name one that this token can read."),
        ),
        Meaning::Refused(_, word) => (own, word, message.to_owned()),
    }
}

/// Returns the error for a missing reference in a record. `code` is the not-found code of the
/// referenced object.
pub(super) fn blank(code: Code) -> Error {
    let (field, noun) = match code {
        Code::OrgNotFound => ("organization", "Organization"),
        Code::UserNotFound => ("user", "User"),
        _ => ("id", "Record"),
    };
    Error::new(Code::InvalidValue, format!("{noun} {BLANK}")).at(field)
}

fn failure(error: &str, description: impl Into<String>) -> Failure {
    Failure {
        error: error.to_owned(),
        description: Some(description.into()),
        details: None,
        max_count: None,
    }
}

fn reply(status: StatusCode, failure: Failure) -> Response {
    (status, Json(failure)).into_response()
}
