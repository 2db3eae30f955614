//! Errors of the Rebilly API, in the format that the Rebilly client library reads.

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::{
    access::authenticator,
    error::{Code, Error},
    rest::{caller::IntegerIds, rest_error::RestError},
};

/// An error.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Problem {
    status: u16,
    /// A URN that ends with tenantry's error code, for programs.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    /// The error message, for people.
    detail: String,
    /// The messages of all errors of the request.
    details: Vec<String>,
    invalid_fields: Vec<InvalidField>,
    /// The id of the conflicting object.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    existing_id: Option<String>,
}

/// An error in a field.
#[derive(Debug, Serialize, ToSchema)]
struct InvalidField {
    field: String,
    message: String,
}

/// The error responses of all routes.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes the responses in the OpenAPI document")]
pub(super) enum Failures {
    /// The request is malformed, or exceeds the maximum length of a page.
    #[response(status = 400)]
    Malformed(Problem),
    /// The request has no valid token.
    #[response(status = 401)]
    Unauthenticated(Problem),
    /// The token may read the object, but may not change it this way.
    #[response(status = 403)]
    Forbidden(Problem),
    /// The object does not exist, or the token may not see it.
    #[response(status = 404)]
    NotFound(Problem),
    /// The change conflicts with another object.
    #[response(status = 409)]
    Conflict(Problem),
    /// The body is compressed or not UTF-8.
    #[response(status = 415)]
    Unsupported(Problem),
    /// A field of the body is invalid.
    #[response(status = 422)]
    Invalid(Problem),
    /// Too many invalid tokens were sent from this address.
    #[response(status = 429)]
    TooMany(Problem),
    /// An internal error of the server.
    #[response(status = 500)]
    Internal(Problem),
    /// The server is too busy. Try again.
    #[response(status = 503)]
    Busy(Problem),
}

/// The error response of a change with a condition.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes the response in the OpenAPI document")]
pub(super) enum Mismatch {
    /// The membership does not meet the condition. Nothing was changed.
    #[response(status = 412)]
    Version(Problem),
}

/// Renders an error.
pub(super) fn say(refused: &RestError, request_id: Option<&str>, _: &IntegerIds) -> Response {
    match refused {
        RestError::Failed(error) => failed(error, status(error.code()), request_id),
        RestError::InBody(error) => {
            let status = match status(error.code()) {
                StatusCode::NOT_FOUND => StatusCode::UNPROCESSABLE_ENTITY,
                other => other,
            };
            failed(error, status, request_id)
        }
        RestError::Unsupported(error) => {
            failed(error, StatusCode::UNSUPPORTED_MEDIA_TYPE, request_id)
        }
        RestError::TooMany { parameter, most } => {
            let message = format!("`{parameter}` has more than {most} values.");
            let error = Error::new(Code::LimitExceeded, message);
            failed(&error, StatusCode::BAD_REQUEST, request_id)
        }
        RestError::NoSuchPath => plain(StatusCode::NOT_FOUND, "There is no such path."),
        RestError::NoSuchMethod => plain(
            StatusCode::METHOD_NOT_ALLOWED,
            "This path does not support this method.",
        ),
    }
}

/// Returns the HTTP status of a failure with this code.
pub(in crate::rest) fn status(code: Code) -> StatusCode {
    match code {
        Code::OrgNotFound
        | Code::UserNotFound
        | Code::GroupNotFound
        | Code::MembershipNotFound
        | Code::TokenNotFound
        | Code::RoleNotFound
        | Code::JobNotFound
        | Code::SyncRunNotFound => StatusCode::NOT_FOUND,
        Code::EmailTaken
        | Code::NameTaken
        | Code::AlreadyMember
        | Code::NotAMember
        | Code::MemberRetired
        | Code::OrgRetired
        | Code::UserSuspended
        | Code::LastOwner
        | Code::AmbiguousMatch
        | Code::GuardTripped
        | Code::PlanStale
        | Code::SyncRunning
        | Code::OtherSource
        | Code::OwnerProtected
        | Code::IdempotencyMismatch => StatusCode::CONFLICT,
        Code::InvalidValue
        | Code::InvalidRole
        | Code::InvalidStatus
        | Code::OrgMismatch
        | Code::GroupNotInOrg
        | Code::EmptyInput
        | Code::DefaultRequired
        | Code::DefaultNotInSet
        | Code::ConflictingOrgFields
        | Code::EmptyAllowedIps
        | Code::InvalidIp
        | Code::PathBodyMismatch => StatusCode::UNPROCESSABLE_ENTITY,
        Code::InvalidCursor
        | Code::NoCriteria
        | Code::NameTooShort
        | Code::LimitExceeded
        | Code::InvalidRequest
        | Code::PersistedQueryNotSupported => StatusCode::BAD_REQUEST,
        Code::VersionMismatch => StatusCode::PRECONDITION_FAILED,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn failed(error: &Error, status: StatusCode, request_id: Option<&str>) -> Response {
    let detail = error.client_message(request_id);
    let several = error.problems().iter();
    let mut details: Vec<String> = several
        .map(|problem| problem.error.message().to_owned())
        .collect();
    if details.is_empty() {
        details.push(detail.clone());
    }
    let field = error
        .field()
        .filter(|_| status == StatusCode::UNPROCESSABLE_ENTITY);
    let invalid_fields = field.map(|field| InvalidField {
        field: field.to_owned(),
        message: detail.clone(),
    });
    let mut response = reply(Problem {
        kind: format!("urn:tenantry:error:{}", error.code().as_str()),
        details,
        invalid_fields: invalid_fields.into_iter().collect(),
        existing_id: error.existing_id().map(|id| id.to_string()),
        ..problem(status, detail)
    });
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

fn plain(status: StatusCode, detail: &str) -> Response {
    let mut problem = problem(status, detail.to_owned());
    problem.details.push(detail.to_owned());
    reply(problem)
}

fn problem(status: StatusCode, detail: String) -> Problem {
    let title = match status {
        StatusCode::UNPROCESSABLE_ENTITY => "Validation failed",
        other => other.canonical_reason().unwrap_or("Failed"),
    };
    Problem {
        status: status.as_u16(),
        kind: "about:blank".to_owned(),
        title: title.to_owned(),
        detail,
        details: Vec::new(),
        invalid_fields: Vec::new(),
        existing_id: None,
    }
}

fn reply(problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status);
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(problem)).into_response()
}
