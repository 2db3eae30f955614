//! Tests of the playground's files: how they are served, the list of vendored files, and the
//! examples.

mod browser;
mod tasks;

use std::{collections::BTreeSet, io::Read, path::Path};

use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode},
    response::Response,
};
use flate2::read::GzDecoder;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use crate::support::{ROOT, TestApp, With, on_both_engines};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/playground");
const SCRIPT: &str = "playground/graphiql-3.9.0.min.js";

/// Returns a request for a path, without a token.
fn request(path: &str) -> Request<Body> {
    Request::get(format!("/{path}"))
        .body(Body::empty())
        .expect("a request")
}

async fn reply(app: &TestApp, request: Request<Body>) -> (Response, Bytes) {
    let reply = app.router.clone().oneshot(request).await;
    let (parts, body) = reply.expect("never fails").into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    (
        Response::from_parts(parts, Body::empty()),
        body.expect("a whole body"),
    )
}

fn header<'a>(reply: &'a Response, name: &str) -> &'a str {
    let value = reply.headers().get(name);
    value.map_or("", |value| value.to_str().expect("text"))
}

/// Returns the texts of a page between each `before` and the next quote.
fn quoted<'a>(page: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(before)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
}

async fn page_can_only_contact_its_own_server(app: TestApp) {
    let page = app.send(request("playground")).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let policy: Vec<&str> = page.header("content-security-policy").split("; ").collect();
    for directive in [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(&directive), "{directive}\n{policy:?}");
    }
    let style = policy.iter().find(|it| it.starts_with("style-src "));
    let style = style.expect("a rule for styles");
    assert!(style.starts_with("style-src 'self' 'sha256-"), "{style}");
    for word in ["unsafe", "*", "http", "nonce"] {
        assert!(!policy.concat().contains(word), "{word}\n{policy:?}");
    }
}

async fn every_file_of_the_page_is_served(app: TestApp) {
    let page = app.send(request("playground")).await.body;
    let files: Vec<&str> = quoted(&page, "src=\"")
        .chain(quoted(&page, "href=\""))
        .chain([
            "playground/examples.graphql",
            "playground/examples.js",
            "playground/requests.js",
            "playground/ids.js",
        ])
        .collect();
    assert!(files.len() >= 11, "{files:?}");
    for file in files {
        assert!(file.starts_with("playground/"), "{file}");
        let (reply, body) = reply(&app, request(file)).await;
        assert_eq!(reply.status(), 200, "{file}");
        assert!(!body.is_empty(), "{file}");
        let media_type = match file.rsplit('.').next().expect("an ending") {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "svg" => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        };
        assert_eq!(header(&reply, "content-type"), media_type, "{file}");
        assert_eq!(header(&reply, "x-content-type-options"), "nosniff");
        assert_eq!(header(&reply, "referrer-policy"), "no-referrer");
        assert!(header(&reply, "content-security-policy").contains("default-src 'none'"));
    }
    let unknown = app.send(request("playground/LIST.txt")).await;
    assert_eq!(unknown.status, 404);
}

async fn files_are_compressed_for_clients_that_accept_gzip(app: TestApp) {
    let published = std::fs::read(format!("{FOLDER}/vendor/graphiql-3.9.0.min.js")).expect("it");
    for takes in ["gzip", "br;q=1.0, GZIP;q=0.5", "gzip, deflate, br, zstd"] {
        let ask = request(SCRIPT).with("accept-encoding", takes);
        let (reply, body) = reply(&app, ask).await;
        assert_eq!(header(&reply, "content-encoding"), "gzip", "{takes}");
        assert_eq!(header(&reply, "vary"), "Accept-Encoding");
        assert!(body.len() < 400_000, "{}", body.len());
        let mut unpacked = Vec::new();
        GzDecoder::new(&body[..])
            .read_to_end(&mut unpacked)
            .expect("gzip");
        assert!(unpacked == published, "{takes}");
    }
    for takes in ["identity", "gzip;q=0", "gzip; q=0.0, br", "br"] {
        let ask = request(SCRIPT).with("accept-encoding", takes);
        let (reply, body) = reply(&app, ask).await;
        assert_eq!(header(&reply, "content-encoding"), "", "{takes}");
        assert_eq!(header(&reply, "vary"), "Accept-Encoding");
        assert!(body == published, "{takes}");
    }
}

async fn cached_files_are_not_sent_again(app: TestApp) {
    for (file, kept) in [
        ("playground", "no-cache"),
        ("playground/playground.js", "no-cache"),
        (SCRIPT, "public, max-age=31536000, immutable"),
    ] {
        let (first, _) = reply(&app, request(file)).await;
        let tag = header(&first, "etag");
        assert_eq!(header(&first, "cache-control"), kept, "{file}");
        let others = format!("\"other\", {tag}");
        for known in [tag, &others, "*"] {
            let ask = request(file).with("if-none-match", known);
            let (again, body) = reply(&app, ask).await;
            assert_eq!((again.status().as_u16(), body.len()), (304, 0), "{known}");
            assert_eq!(header(&again, "etag"), tag);
            assert_eq!(header(&again, "cache-control"), kept, "{file}");
        }
        let ask = request(file).with("if-none-match", "\"other\"");
        let (other, body) = reply(&app, ask).await;
        assert!(other.status() == 200 && !body.is_empty(), "{file}");
    }
}

async fn page_accepts_only_get_and_head(app: TestApp) {
    for path in ["playground", SCRIPT] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let refused = app.send(request(path).by(method)).await;
            assert_eq!(refused.status, 405, "{method} {path}");
            assert_eq!(refused.header("allow"), "GET,HEAD");
        }
        let (head, body) = reply(&app, request(path).by("HEAD")).await;
        assert_eq!((head.status().as_u16(), body.len()), (200, 0));
        assert_ne!(header(&head, "etag"), "");
    }
}

async fn trailing_slash_redirects_to_the_page(app: TestApp) {
    let reply = app.send(request("playground/")).await;
    assert_eq!(reply.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(reply.header("location"), "../playground");
}

async fn playground_can_be_switched_off(app: TestApp) {
    let without = app.reconfigured(|config| config.playground = false).await;
    for path in ["playground", "playground/", SCRIPT] {
        assert_eq!(without.send(request(path)).await.status, 404, "{path}");
    }
}

/// Parses the examples like `examples.js`: title, variables and operation.
fn examples(text: &str) -> Vec<(&str, Json, &str)> {
    text.trim()
        .split("\n\n")
        .filter(|block| !block.starts_with("##"))
        .map(|example| {
            let (title, mut rest) = example.split_once('\n').expect("a title");
            let title = title.strip_prefix("# ").expect(title);
            let mut objects = ["# {", "# headers {"].map(|start| {
                let Some(object) = rest.strip_prefix(start) else {
                    return json!({});
                };
                let (object, operation) = object.split_once('\n').expect(title);
                rest = operation;
                serde_json::from_str(&format!("{{{object}")).expect(title)
            });
            (title, objects[0].take(), rest)
        })
        .collect()
}

async fn every_example_is_valid(app: TestApp) {
    let text = app.send(request("playground/examples.graphql")).await.body;
    let examples = examples(&text);
    for (title, variables, operation) in &examples {
        let reply = app.graphql(ROOT, operation, variables.clone()).await;
        let errors = reply["errors"].as_array().into_iter().flatten();
        let is_subscription = operation.contains("subscription ");
        for error in errors {
            let code = error["extensions"]["code"].as_str().expect("a code");
            let message = error["message"].as_str().expect("a message");
            // The database is empty, so a row that an example names may not exist. A subscription
            // that is valid is refused only because the request is not a WebSocket.
            let is_expected = match is_subscription {
                true => message.contains("not supported on this transport"),
                false => code.ends_with("_NOT_FOUND"),
            };
            assert!(is_expected, "{title}\n{reply:#}");
        }
        for (variable, _) in variables.as_object().expect("an object") {
            assert!(operation.contains(&format!("${variable}:")), "{title}");
        }
    }
    let titles: BTreeSet<&str> = examples.iter().map(|(title, ..)| *title).collect();
    assert_eq!(titles.len(), examples.len(), "two titles are equal");
    for operation in [
        "viewer",
        "search",
        "findUserBy",
        "createUser",
        "updateUser",
        "addOrgMember",
        "updateMember",
        "addGroupMembership",
        "removeGroupMembership",
        "groupUsers",
        "createOrg",
        "createGroup",
        "events",
        "jobProgress",
        "createToken",
    ] {
        assert!(text.contains(&format!("  {operation}")), "{operation}");
    }
}

#[test]
fn vendored_files_match_their_list() {
    let folder = Path::new(FOLDER).join("vendor");
    let list = std::fs::read_to_string(folder.join("LIST.txt")).expect("the list");
    let listed: BTreeSet<(String, String)> = list
        .lines()
        .filter_map(|line| line.split_once("  "))
        .filter(|(hash, _)| hash.len() == 64)
        .map(|(hash, name)| (name.to_owned(), hash.to_owned()))
        .collect();
    let there: BTreeSet<(String, String)> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("a file").file_name())
        .map(|name| name.into_string().expect("text"))
        .filter(|name| name != "LIST.txt")
        .map(|name| {
            let bytes = std::fs::read(folder.join(&name)).expect("a file");
            let hash = Sha256::digest(bytes);
            let hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            (name, hash)
        })
        .collect();
    assert_eq!(listed, there);
    for (name, _) in listed {
        let described = list.lines().any(|line| line.starts_with(&name));
        assert!(described, "{name} is not described in the list");
    }
}

on_both_engines! {
    page_can_only_contact_its_own_server,
    every_file_of_the_page_is_served,
    files_are_compressed_for_clients_that_accept_gzip,
    cached_files_are_not_sent_again,
    page_accepts_only_get_and_head,
    trailing_slash_redirects_to_the_page,
    playground_can_be_switched_off,
    every_example_is_valid,
}
