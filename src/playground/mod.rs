//! The playground: a web page with a query editor for admins. The page is an ordinary client of
//! `/graphql` with the token that the user enters. The module uses neither the app nor the schema
//! nor a token.
//!
//! * `page/`: our own files. The function `read` in `examples.js` documents the format of
//!   `examples.graphql`.
//! * `vendor/`: GraphiQL and React, as published. `LIST.txt` lists the versions; a test checks the
//!   folder against it.
//!
//! All URLs in the page are relative, so the page works below any path. To add a file, add a line
//! to `ASSETS`. To upgrade GraphiQL, use new file names, because browsers cache vendored files
//! forever, and run the browser tests, which detect what `POLICY` forbids.

use axum::{
    Router,
    http::HeaderMap,
    response::Redirect,
    routing::{MethodRouter, get},
};

use crate::asset::{Asset, CSS, CacheLifetime, HTML, SCRIPT, SVG, TEXT};

/// The content security policy: the page may load our own files and send requests to our own
/// server.
///
/// Fonts are embedded in the style sheet. GraphiQL adds one inline style while a dialog or a menu
/// is open, to stop the page from scrolling. The style is allowed by its hash.
const POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='; \
    font-src data:; img-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Embeds a file of this folder into the binary.
macro_rules! asset {
    ($path:literal, $media_type:expr, $kept:expr) => {
        Asset::new($path, $media_type, POLICY, $kept, include_bytes!($path))
    };
}

static INDEX: Asset = asset!("page/index.html", HTML, CacheLifetime::UntilItChanges);

/// The files of the page, each served under its file name.
static ASSETS: [Asset; 12] = [
    asset!("page/playground.js", SCRIPT, CacheLifetime::UntilItChanges),
    asset!("page/requests.js", SCRIPT, CacheLifetime::UntilItChanges),
    asset!("page/examples.js", SCRIPT, CacheLifetime::UntilItChanges),
    asset!("page/ids.js", SCRIPT, CacheLifetime::UntilItChanges),
    asset!("page/playground.css", CSS, CacheLifetime::UntilItChanges),
    asset!("page/examples.graphql", TEXT, CacheLifetime::UntilItChanges),
    asset!("page/icon.svg", SVG, CacheLifetime::UntilItChanges),
    asset!(
        "vendor/graphiql-3.9.0.min.js",
        SCRIPT,
        CacheLifetime::ForGood
    ),
    asset!("vendor/graphiql-3.9.0.min.css", CSS, CacheLifetime::ForGood),
    asset!("vendor/react-18.3.1.min.js", SCRIPT, CacheLifetime::ForGood),
    asset!(
        "vendor/react-dom-18.3.1.min.js",
        SCRIPT,
        CacheLifetime::ForGood
    ),
    asset!("vendor/LICENSES.txt", TEXT, CacheLifetime::UntilItChanges),
];

/// Returns the routes `/playground` and below. The responses are already compressed.
pub fn router() -> Router {
    let router = Router::new()
        .route("/playground", sent(&INDEX))
        // The redirect is relative, because only the client knows the path prefix of a proxy.
        .route(
            "/playground/",
            get(async || Redirect::permanent("../playground")),
        );
    ASSETS.iter().fold(router, |router, asset| {
        router.route(&format!("/playground/{}", asset.name()), sent(asset))
    })
}

fn sent(asset: &'static Asset) -> MethodRouter {
    get(move |headers: HeaderMap| asset.reply(headers))
}
