//! Errors of the native API: `application/problem+json`, as in RFC 9457.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    access::authenticator,
    error::{Code, Error},
};

/// An error, and the id of the request that failed.
pub(super) struct Problem {
    error: Error,
    status: StatusCode,
    request_id: Option<String>,
    /// The line and the column of a fault in an uploaded file.
    position: Option<(u64, u64)>,
}

impl Problem {
    pub(super) fn new(error: Error, request_id: Option<&str>) -> Self {
        Self {
            status: status(error.code()),
            error,
            request_id: request_id.map(str::to_owned),
            position: None,
        }
    }

    /// Replaces the status with a more specific one.
    pub(super) fn with(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Adds the position of the fault in an uploaded file.
    pub(super) fn at(mut self, line: u64, column: u64) -> Self {
        self.position = Some((line, column));
        self
    }
}

/// Returns the HTTP status of a failure with this code.
pub(in crate::rest) fn status(code: Code) -> StatusCode {
    match code {
        Code::InvalidValue
        | Code::InvalidRole
        | Code::InvalidStatus
        | Code::InvalidCursor
        | Code::NoCriteria
        | Code::NameTooShort
        | Code::InvalidRequest
        | Code::PersistedQueryNotSupported => StatusCode::BAD_REQUEST,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
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
        | Code::LastOwner
        | Code::AmbiguousMatch
        | Code::OrgRetired
        | Code::UserSuspended
        | Code::MemberRetired
        | Code::GuardTripped
        | Code::PlanStale
        | Code::SyncRunning
        | Code::OtherSource
        | Code::OwnerProtected => StatusCode::CONFLICT,
        Code::OrgMismatch
        | Code::NotAMember
        | Code::GroupNotInOrg
        | Code::EmptyInput
        | Code::DefaultRequired
        | Code::DefaultNotInSet
        | Code::ConflictingOrgFields
        | Code::EmptyAllowedIps
        | Code::InvalidIp
        | Code::PathBodyMismatch
        | Code::IdempotencyMismatch => StatusCode::UNPROCESSABLE_ENTITY,
        Code::VersionMismatch => StatusCode::PRECONDITION_FAILED,
        Code::LimitExceeded => StatusCode::PAYLOAD_TOO_LARGE,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self {
            error,
            status,
            request_id,
            position,
        } = self;
        let detail = error.client_message(request_id.as_deref());
        let mut body = json!({
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "detail": detail,
            "code": error.code(),
            "field": error.field(),
            "existingId": error.existing_id(),
            "requestId": request_id,
        });
        if let (Some((line, column)), Some(body)) = (position, body.as_object_mut()) {
            body.insert("line".to_owned(), line.into());
            body.insert("column".to_owned(), column.into());
        }
        let content_type = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (status, content_type, body.to_string()).into_response();
        response.extensions_mut().insert(error.code());
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match error.code() {
            Code::Unauthenticated => {
                let challenge = HeaderValue::from_static("Bearer realm=\"tenantry\"");
                headers.insert(header::WWW_AUTHENTICATE, challenge);
            }
            Code::RateLimited => {
                headers.insert(header::RETRY_AFTER, authenticator::SHUT.as_secs().into());
            }
            Code::Busy => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}
