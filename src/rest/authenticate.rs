//! Authentication of REST requests, and their execution options.

use axum::http::{Extensions, HeaderMap, HeaderName, header};
use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{
    access::{Actor, Origin, token},
    app::{App, Options},
    error::{Code, Error, Result},
};

/// The header in which Rebilly clients send their token.
pub(crate) const API_KEY: HeaderName = HeaderName::from_static("reb-apikey");

/// An authenticated request.
pub(super) struct AuthenticatedRequest {
    /// The actor that the token identifies.
    pub(super) actor: Actor,
    /// The execution options of the request's changes.
    pub(super) options: Options,
}

/// Returns the id of the request, which errors show.
pub(super) fn request_id(extensions: &Extensions) -> Option<&str> {
    extensions.get::<Origin>()?.request_id.as_deref()
}

/// Authenticates a request and reads its execution options.
///
/// # Errors
/// `UNAUTHENTICATED` if the token is missing or not valid. `RATE_LIMITED` after too many invalid
/// tokens. `INVALID_REQUEST` if an option header is invalid. `BUSY` or `INTERNAL` when the database
/// fails.
pub(super) async fn admit(
    app: &App,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Result<AuthenticatedRequest> {
    let origin = extensions.get::<Origin>().cloned().unwrap_or_default();
    let actor = authenticate_request(app, headers, &origin).await?;
    let options = wanted(extensions)?;
    Ok(AuthenticatedRequest { actor, options })
}

/// Returns the actor that the request's token identifies.
///
/// # Errors
/// `UNAUTHENTICATED` if the token is missing or not valid. `RATE_LIMITED` after too many invalid
/// tokens. `BUSY` or `INTERNAL` when the database fails.
pub(super) async fn authenticate_request(
    app: &App,
    headers: &HeaderMap,
    origin: &Origin,
) -> Result<Actor> {
    let Some(secret) = secret(headers) else {
        return Err(Error::new(
            Code::Unauthenticated,
            "Send a token as `Authorization: Bearer tnt_...`.",
        ));
    };
    app.authenticate(&secret, origin).await
}

/// Returns the execution options of the request's changes.
///
/// # Errors
/// `INVALID_REQUEST` if an option header is invalid.
pub(super) fn wanted(extensions: &Extensions) -> Result<Options> {
    let options = extensions.get::<Result<Options>>().cloned();
    options.unwrap_or_else(|| Ok(Options::default()))
}

/// Returns the token of a request: a bearer token, the password of a user `EMAIL/token` with basic
/// authentication, or an API key. The e-mail address is ignored, because the token identifies the
/// caller.
fn secret(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(authorization) = text(header::AUTHORIZATION) else {
        return text(API_KEY).map(|key| key.trim().to_owned());
    };
    if let Some(secret) = token::bearer(authorization) {
        return Some(secret.to_owned());
    }
    let (scheme, credentials) = authorization.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = BASE64_STANDARD.decode(credentials.trim()).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (user, password) = decoded.split_once(':')?;
    user.ends_with("/token").then(|| password.to_owned())
}
