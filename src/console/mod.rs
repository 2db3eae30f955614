//! The console: the web pages of `/console`, where people see and change the directory. The console
//! is an ordinary client of `/graphql` with the token that the user enters. The module uses neither
//! the app nor the schema nor a token.
//!
//! The sources are in the folder `console/` of the repository, and the built files in
//! `console/dist/`. The build also writes `files.rs`, the list of the built files. To change the
//! console, see `docs/console.md`.
//!
//! * All URLs are relative, so the console works below any path. A deep link like
//!   `/console/users/ID` returns the page too, with relative URLs for its own depth.
//! * The content security policy is that of the playground, with one difference: the page's
//!   components add style elements. Each response has a new nonce that allows them.

mod files;

use axum::{
    Router,
    extract::{OriginalUri, Path},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use rand::RngExt;

use crate::asset::HTML;

use files::FILES;

/// The page, with placeholders for the nonce.
const PAGE: &str = include_str!("../../console/dist/index.html");
/// The placeholder of the nonce in the page.
const NONCE: &str = "__NONCE__";
/// The beginning of the URLs of the built files in the page.
const FILES_URL: &str = "./assets/";

/// The content security policy of the built files. They are scripts, style sheets and images, and
/// load nothing by themselves.
const FILE_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Embeds a built file into the binary. Its name contains a hash of its content.
macro_rules! built {
    ($name:literal, $media_type:expr) => {
        $crate::asset::Asset::new(
            $name,
            $media_type,
            $crate::console::FILE_POLICY,
            $crate::asset::CacheLifetime::ForGood,
            include_bytes!(concat!("../../console/dist/assets/", $name)),
        )
    };
}
use built;

/// Returns the routes `/`, which leads to the console, `/console` and below. The responses are
/// already compressed.
pub fn router() -> Router {
    // The redirects are relative, because only the client knows the path prefix of a proxy.
    Router::new()
        .route("/", get(to_console))
        .route("/console", get(async || page("console/")))
        .route("/console/", get(async || Redirect::permanent("../console")))
        .route("/console/assets/{name}", get(file))
        .route("/console/{*path}", get(deep_link))
}

/// Redirects to the console. In another axum app, the root may be a path like `/directory`, without a
/// slash at its end.
async fn to_console(OriginalUri(root): OriginalUri) -> Redirect {
    match root.path().rsplit('/').next() {
        None | Some("") => Redirect::temporary("console"),
        Some(last) => Redirect::temporary(&format!("{last}/console")),
    }
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match FILES.iter().find(|file| file.name() == name) {
        Some(file) => file.reply(headers).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Returns the page at the address of one of its screens.
async fn deep_link(Path(path): Path<String>) -> Response {
    page(&"../".repeat(path.matches('/').count()))
}

/// Returns the page. `folder` is the relative URL of the folder of the console.
fn page(folder: &str) -> Response {
    let nonce = STANDARD.encode(rand::rng().random::<[u8; 16]>());
    let body = PAGE
        .replace(NONCE, &nonce)
        .replace(FILES_URL, &format!("{folder}assets/"));
    let headers = [
        (header::CONTENT_TYPE, HTML),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, &policy(&nonce)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, body).into_response()
}

/// Returns the content security policy: the page may load its own files and send requests to its
/// own server.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}
