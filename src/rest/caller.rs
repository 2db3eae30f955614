//! Who asks, and how he wants his changes made: the same for every door here.

use axum::http::{Extensions, HeaderMap, header};

use crate::{
    access::{Actor, Origin, token},
    app::{App, Options},
    error::{Code, Error, Result},
};

/// Somebody who was let in.
pub(super) struct Caller {
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
) -> Result<Caller> {
    let origin = extensions.get::<Origin>().cloned().unwrap_or_default();
    let shown = headers.get(header::AUTHORIZATION);
    let secret = shown.and_then(|value| token::bearer(value.to_str().ok()?));
    let Some(secret) = secret else {
        return Err(Error::new(
            Code::Unauthenticated,
            "Send a token as `Authorization: Bearer tnt_...`.",
        ));
    };
    let actor = app.authenticate(secret, &origin).await?;
    let options = extensions.get::<Result<Options>>().cloned();
    let options = options.unwrap_or_else(|| Ok(Options::default()))?;
    Ok(Caller { actor, options })
}
