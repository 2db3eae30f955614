//! Registers a handler as a route and in the OpenAPI document in one step, so that neither can be
//! forgotten.

use axum::{Router, body::Bytes, http::header::CONTENT_TYPE, routing::get};
use utoipa::{
    Modify,
    openapi::{
        OpenApi,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::authenticate::API_KEY;

/// Routes of a protocol whose clients append `.json` to every path. The documentation of the
/// protocol omits the suffix, so both paths are served.
pub(super) trait WithJson {
    /// Adds the routes of one path.
    fn with_json(self, routes: UtoipaMethodRouter) -> Self;
}

impl WithJson for OpenApiRouter {
    fn with_json(self, (schemas, paths, methods): UtoipaMethodRouter) -> Self {
        let path = paths.paths.keys().next().cloned().unwrap_or_default();
        let router = self.routes((schemas, paths, methods.clone()));
        match path.ends_with('}') {
            // A variable matches the whole segment.
            true => router,
            false => router.route(&format!("{path}.json"), methods),
        }
    }
}

/// Serves the document at this path without authentication, because the document contains no data.
/// Only its text is kept in memory.
pub(super) fn document(path: &str, document: &OpenApi) -> Router {
    let json = [(CONTENT_TYPE, mime::APPLICATION_JSON.as_ref())];
    let text = serde_json::to_vec(document).expect("its keys are texts");
    let text = Bytes::from(text);
    Router::new().route(path, get(async move || (json, text)))
}

/// Adds the alternative authentication schemes to a document.
pub(super) struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        let http = |scheme, description: &str| {
            let scheme = HttpBuilder::new().scheme(scheme);
            SecurityScheme::Http(scheme.description(Some(description)).build())
        };
        let key = ApiKeyValue::with_description(API_KEY.as_str(), "A token.");
        components.add_security_scheme("bearer", http(HttpAuthScheme::Bearer, "A token."));
        components.add_security_scheme(
            "basic",
            http(
                HttpAuthScheme::Basic,
                "The user name is an e-mail address followed by `/token`; the password is a token.",
            ),
        );
        components.add_security_scheme("key", SecurityScheme::ApiKey(ApiKey::Header(key)));
    }
}
