//! The playground: a page where admins write queries. It is an ordinary client of `graphql` with
//! the token that the user enters. The module uses neither the app, the schema nor a token.
//!
//! * `page/`: our own files. `examples.graphql` says in `playground.js` (`read`) how an example is
//!   written.
//! * `vendor/`: GraphiQL and React, as published. `LIST.txt` lists the versions; a test checks the
//!   folder against it.
//! * `asset`: a file in the binary, and its responses.
//!
//! All addresses in the page are relative, so the page works below any path. To add a file: a line
//! in `ASSETS`. To upgrade GraphiQL: use new file names, as vendored files are cached for good, and
//! run the browser tests, which detect what `POLICY` forbids.

mod asset;

use axum::{
    Router,
    http::HeaderMap,
    response::Redirect,
    routing::{MethodRouter, get},
};

use asset::{Asset, CacheLifetime, asset};

/// What the page may load and do: our own files and requests to our own server, nothing else.
///
/// Fonts are inside the style sheet. The one inline style is what GraphiQL puts into the page while
/// a dialog or a menu is open, to keep the page behind it from scrolling; it is known by its hash.
const POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='; \
    font-src data:; img-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

static INDEX: Asset = asset!("page/index.html", HTML, CacheLifetime::UntilItChanges);

/// What the page is made of, each by its file's name.
static ASSETS: [Asset; 9] = [
    asset!("page/playground.js", SCRIPT, CacheLifetime::UntilItChanges),
    asset!("page/playground.css", CSS, CacheLifetime::UntilItChanges),
    asset!("page/examples.graphql", TEXT, CacheLifetime::UntilItChanges),
    asset!(
        "page/icon.svg",
        "image/svg+xml",
        CacheLifetime::UntilItChanges
    ),
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

/// `/playground`, and what is below it. It compresses by itself.
pub fn router() -> Router {
    let router = Router::new()
        .route("/playground", sent(&INDEX))
        // Relative, as the rest: only the client knows where a proxy has put this.
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
