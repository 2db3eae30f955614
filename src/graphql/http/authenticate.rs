//! The authentication of a request by its token.

use axum::http::{HeaderMap, StatusCode, header};

use crate::{
    access::{Actor, Origin, authenticator, token},
    error::{Code, Error, Result},
    graphql::execution::GraphqlState,
};

use super::rejection::Rejection;

/// Authenticates a request by the token in its header `Authorization`.
///
/// # Errors
///
/// The rejection of a request without a valid token, or of one whose token cannot be checked now.
pub(super) async fn authenticate(
    state: &GraphqlState,
    origin: &Origin,
    headers: &HeaderMap,
) -> Result<Actor, Rejection> {
    let challenge = |error| {
        Rejection::new(StatusCode::UNAUTHORIZED, error)
            .with(header::WWW_AUTHENTICATE, "Bearer realm=\"tenantry\"")
    };
    let secret = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| token::bearer(value.to_str().ok()?));
    let Some(secret) = secret else {
        return Err(challenge(Error::new(
            Code::Unauthenticated,
            "Send a token as `Authorization: Bearer tnt_...`.",
        )));
    };
    let admitted = state.app.authenticate(secret, origin).await;
    admitted.map_err(|error| match error.code() {
        Code::Unauthenticated => challenge(error),
        Code::RateLimited => Rejection::new(StatusCode::TOO_MANY_REQUESTS, error)
            .with(header::RETRY_AFTER, SHUT_SECONDS),
        _ => Rejection::new(StatusCode::SERVICE_UNAVAILABLE, error).with(header::RETRY_AFTER, "1"),
    })
}

/// [`authenticator::SHUT`] as a header value.
const SHUT_SECONDS: &str = "10";
const _: () = assert!(authenticator::SHUT.as_secs() == 10);
