//! What a Zendesk client is told of a failure.
//!
//! Clients look at the status, at `error`, and for what is wrong with a record at `details`: field, then a list of what is
//! wrong with it. Some statuses (406, 412, 413, 415, 502, 504) count as success in a client, so none of them is here, and `error`
//! is never null.

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::{IntoResponses, ToSchema};

use crate::{
    access::gate,
    error::{Code, Error},
    rest::{caller::Numbers, refused::Refused},
};

/// What went wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Failure {
    /// What went wrong, for a program.
    error: String,
    /// What went wrong, for a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    description: Option<String>,
    /// What is wrong with which field of a record: a list of `description`, `error`, and where something stands in the way
    /// `existing_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, nullable = false)]
    details: Option<Value>,
    /// How long the list may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    max_count: Option<usize>,
}

/// The failures that any route may answer with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "stands for them in the OpenAPI document")]
pub(super) enum Failures {
    /// The request is malformed, or asks for more than a page or a list may have.
    #[response(status = 400)]
    Malformed(Failure),
    /// No valid token came with the request.
    #[response(status = 401)]
    Unauthenticated(Failure),
    /// The token may see this, but not do this to it.
    #[response(status = 403)]
    Forbidden(Failure),
    /// There is no such thing, or not for this token.
    #[response(status = 404)]
    NotFound(Failure),
    /// The record cannot be as the request wants it.
    #[response(status = 422)]
    Invalid(Failure),
    /// Too many wrong tokens came from this address.
    #[response(status = 429)]
    TooMany(Failure),
    /// A fault of the server.
    #[response(status = 500)]
    Internal(Failure),
    /// The server is too busy; try again.
    #[response(status = 503)]
    Busy(Failure),
}

/// What the door says.
pub(super) fn say(refused: &Refused, request_id: Option<&str>, existing: &Numbers) -> Response {
    match refused {
        Refused::Failed(error) => failed(error, request_id, existing, false),
        Refused::InBody(error) => failed(error, request_id, existing, true),
        Refused::TooMany { parameter, most } => reply(
            StatusCode::BAD_REQUEST,
            Failure {
                max_count: Some(*most),
                ..failure(
                    "TooManyValues",
                    format!("Parameter {parameter} cannot specify more than {most} values"),
                )
            },
        ),
        Refused::NoSuchPath => reply(
            StatusCode::NOT_FOUND,
            failure("InvalidEndpoint", "Not found"),
        ),
        Refused::NoSuchMethod => reply(
            StatusCode::METHOD_NOT_ALLOWED,
            failure("MethodNotAllowed", "This path has other methods."),
        ),
    }
}

fn failed(
    error: &Error,
    request_id: Option<&str>,
    existing: &Numbers,
    is_in_body: bool,
) -> Response {
    let message = error.told(request_id);
    let record = |field: &str, word: &str, description: String| {
        let mut problem = json!({ "description": description, "error": word });
        if let Some(number) = error.existing_id().and_then(|id| existing.find(id)) {
            problem["existing_id"] = number.into();
        }
        let matches = error.matches().iter().filter_map(|id| existing.find(*id));
        let matches: Vec<i64> = matches.collect();
        if !matches.is_empty() {
            problem["matches"] = matches.into();
        }
        let mut details = serde_json::Map::new();
        details.insert(field.to_owned(), json!([problem]));
        let failure = Failure {
            details: Some(details.into()),
            ..failure("RecordInvalid", "Record validation errors")
        };
        reply(StatusCode::UNPROCESSABLE_ENTITY, failure)
    };
    let blank = |field: &str, noun: &str| {
        if is_in_body {
            record(field, "BlankValue", format!("{noun} cannot be blank"))
        } else {
            reply(
                StatusCode::NOT_FOUND,
                failure("RecordNotFound", "Not found"),
            )
        }
    };
    // The names of arguments are those of the operations; records have names of their own.
    let field = error.field().unwrap_or("base");
    match error.code() {
        Code::OrgNotFound => blank("organization", "Organization"),
        Code::UserNotFound => blank("user", "User"),
        Code::GroupNotFound
        | Code::MembershipNotFound
        | Code::TokenNotFound
        | Code::RoleNotFound
        | Code::JobNotFound
        | Code::SyncRunNotFound => blank(field, "Record"),
        Code::EmailTaken => record("email", "DuplicateValue", format!("Email: {message}")),
        Code::NameTaken => record("name", "DuplicateValue", format!("Name: {message}")),
        Code::AlreadyMember => record("user_id", "DuplicateValue", format!("User: {message}")),
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
        | Code::GroupNotInOrg => record(field, "InvalidValue", message),
        Code::AmbiguousMatch => record(field, "AmbiguousValue", message),
        Code::NotAMember
        | Code::MemberRetired
        | Code::OrgRetired
        | Code::LastOwner
        | Code::GuardTripped
        | Code::PlanStale
        | Code::SyncRunning => record(field, "InvalidState", message),
        Code::InvalidCursor => reply(
            StatusCode::BAD_REQUEST,
            failure("InvalidPaginationParameter", message),
        ),
        Code::NoCriteria | Code::NameTooShort | Code::LimitExceeded | Code::InvalidRequest => {
            reply(StatusCode::BAD_REQUEST, failure("BadRequest", message))
        }
        Code::IdempotencyMismatch => reply(
            StatusCode::BAD_REQUEST,
            failure("IdempotentRequestError", message),
        ),
        Code::Unauthenticated => with(
            StatusCode::UNAUTHORIZED,
            Failure {
                description: None,
                ..failure("Couldn't authenticate you", "")
            },
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer realm=\"tenantry\""),
        ),
        Code::Forbidden => reply(StatusCode::FORBIDDEN, failure("Forbidden", message)),
        Code::RateLimited => with(
            StatusCode::TOO_MANY_REQUESTS,
            failure("TooManyRequests", message),
            header::RETRY_AFTER,
            gate::SHUT.as_secs().into(),
        ),
        Code::Busy => with(
            StatusCode::SERVICE_UNAVAILABLE,
            failure("ServiceUnavailable", message),
            header::RETRY_AFTER,
            1.into(),
        ),
        Code::Internal => reply(
            StatusCode::INTERNAL_SERVER_ERROR,
            failure("InternalServerError", message),
        ),
    }
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

fn with(status: StatusCode, failure: Failure, name: HeaderName, value: HeaderValue) -> Response {
    let mut response = reply(status, failure);
    response.headers_mut().insert(name, value);
    response
}
