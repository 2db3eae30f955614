//! Tests of the console's pages: how the pages and their files are served. The tests in a browser
//! are in `console/tests`.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use tower::ServiceExt;

use crate::support::{Reply, TestApp, on_both_engines};

fn request(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).expect("a request")
}

async fn get(app: &TestApp, path: &str) -> Reply {
    app.send(request(path)).await
}

/// Returns the values of an attribute in a page.
fn values<'a>(page: &'a str, attribute: &'a str) -> Vec<&'a str> {
    page.split(&format!(" {attribute}=\""))
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .collect()
}

/// Returns the path of a relative URL in the page of `path`, as browsers resolve it.
fn resolve(path: &str, url: &str) -> String {
    let mut segments: Vec<&str> = path.split('/').collect();
    segments.pop();
    for segment in url.split('/') {
        match segment {
            "." => {}
            ".." => assert!(segments.pop().is_some(), "{url}"),
            name => segments.push(name),
        }
    }
    segments.join("/")
}

/// Returns the relative URLs of the files of a page.
fn files(page: &str) -> Vec<&str> {
    let files: Vec<&str> = values(page, "src")
        .into_iter()
        .chain(values(page, "href"))
        .collect();
    assert!(files.len() >= 3, "{page}");
    files
}

async fn root_leads_to_the_console(app: TestApp) {
    let reply = get(&app, "/").await;
    assert_eq!(reply.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(reply.header("location"), "console");
    let host = Router::new().nest("/directory", app.router.clone());
    let reply = host.oneshot(request("/directory")).await;
    let location = reply.expect("never fails").headers()["location"].clone();
    assert_eq!(location, "directory/console");
    let reply = get(&app, "/console/").await;
    assert_eq!(reply.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(reply.header("location"), "../console");
}

async fn deep_links_return_the_page_with_urls_for_their_depth(app: TestApp) {
    for path in [
        "/console",
        "/console/users",
        "/console/users/01680b42-d3d8-77b8-ab15-f0b630964bc5",
        "/console/a/b/c/",
    ] {
        let page = get(&app, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        for url in files(&page.body) {
            let file = resolve(path, url);
            assert!(file.starts_with("/console/assets/"), "{path}: {file}");
            assert_eq!(get(&app, &file).await.status, StatusCode::OK, "{file}");
        }
    }
}

async fn files_are_cached_and_unknown_files_are_not_found(app: TestApp) {
    let page = get(&app, "/console").await;
    for url in files(&page.body) {
        let file = get(&app, &resolve("/console", url)).await;
        let media_type = match url.rsplit('.').next().expect("an ending") {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            _ => "image/svg+xml",
        };
        assert_eq!(file.header("content-type"), media_type, "{url}");
        assert_eq!(
            file.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(file.header("x-content-type-options"), "nosniff");
    }
    for path in ["/console/assets/none.js", "/console/assets/index.html"] {
        assert_eq!(get(&app, path).await.status, StatusCode::NOT_FOUND);
    }
}

async fn each_page_allows_styles_by_a_new_nonce(app: TestApp) {
    let pages = [get(&app, "/console").await, get(&app, "/console").await];
    let nonces = pages.each_ref().map(|page| {
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(!page.body.contains("__NONCE__"), "{}", page.body);
        let policy = page.header("content-security-policy");
        let nonces = values(&page.body, "nonce");
        let nonce = *nonces.first().expect("a nonce");
        assert!(nonces.iter().all(|it| *it == nonce), "{nonces:?}");
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; \
                 img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                 frame-ancestors 'none'"
            )
        );
        nonce
    });
    assert_ne!(nonces[0], nonces[1]);
    assert_eq!(nonces[0].len(), 24);
}

async fn setting_removes_the_console(app: TestApp) {
    let without = app.reconfigured(|config| config.console = false).await;
    for path in ["/", "/console", "/console/users"] {
        assert_eq!(
            get(&without, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(get(&without, "/playground").await.status, StatusCode::OK);
}

on_both_engines! {
    root_leads_to_the_console,
    deep_links_return_the_page_with_urls_for_their_depth,
    files_are_cached_and_unknown_files_are_not_found,
    each_page_allows_styles_by_a_new_nonce,
    setting_removes_the_console,
}
