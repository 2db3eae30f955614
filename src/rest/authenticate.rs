//! Who asks, and how he wants his changes made: the same for every door here.

use axum::http::{Extensions, HeaderMap, HeaderName, header};
use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{
    access::{Actor, Origin, token},
    app::{App, Options},
    error::{Code, Error, Result},
};

/// The header in which Rebilly's clients send their token.
pub(crate) const API_KEY: HeaderName = HeaderName::from_static("reb-apikey");

/// Somebody who was let in.
pub(super) struct AuthenticatedRequest {
    /// Who.
    pub(super) actor: Actor,
    /// How he wants his changes made.
    pub(super) options: Options,
}

/// The request's id, for whoever is told of a failure.
pub(super) fn request_id(extensions: &Extensions) -> Option<&str> {
    extensions.get::<Origin>()?.request_id.as_deref()
}

/// Lets in whoever shows a valid token.
///
/// # Errors
/// `UNAUTHENTICATED`, `RATE_LIMITED`, `INVALID_REQUEST` for how he wants changes made; `BUSY`, `INTERNAL`.
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

/// Whose token the request shows.
///
/// # Errors
/// `UNAUTHENTICATED`, `RATE_LIMITED`, `BUSY`, `INTERNAL`.
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

/// How changes are to be made.
///
/// # Errors
/// `INVALID_REQUEST`.
pub(super) fn wanted(extensions: &Extensions) -> Result<Options> {
    let options = extensions.get::<Result<Options>>().cloned();
    options.unwrap_or_else(|| Ok(Options::default()))
}

/// The token, in any of the ways in which clients send one: as a bearer, as the password of a user `EMAIL/token` (whose
/// address says nothing that the token does not say), or as an API key.
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
