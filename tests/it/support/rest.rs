//! The REST APIs under test: sends requests as the original clients send them, and checks replies
//! against the OpenAPI document.

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value as Json, json};

use super::{ROOT, Reply, TestApp, With};

/// The base URL of the REST APIs.
pub(crate) const HOST: &str = "http://tenantry.test";

impl TestApp {
    /// Sends a request to a REST API as root.
    pub(crate) async fn rest(&self, method: &str, path: &str, body: Option<Json>) -> Reply {
        self.send(rest(method, path, body)).await
    }

    /// Sends a request to a REST API as root, and returns the body of the reply, which must have
    /// this status.
    pub(crate) async fn rest_json(
        &self,
        method: &str,
        path: &str,
        body: Option<Json>,
        status: u16,
    ) -> Json {
        let reply = self.rest(method, path, body).await;
        assert_eq!(reply.status, status, "{method} {path}\n{reply:#?}");
        reply.json()
    }

    /// Returns the body of a GET request to the Zendesk API.
    pub(crate) async fn zendesk(&self, path: &str) -> Json {
        self.rest_json("GET", &format!("/api/v2/{path}"), None, 200)
            .await
    }
}

/// Returns a request to a REST API as root, with an optional JSON body.
pub(crate) fn rest(method: &str, path: &str, body: Option<Json>) -> Request<Body> {
    match body {
        Some(body) => rest_of(method, path, body.to_string()),
        None => rest_of(method, path, Body::empty()),
    }
}

/// Returns a request to a REST API as root, with any bytes as its body.
pub(crate) fn rest_of(method: &str, path: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::builder()
        .method(Method::from_bytes(method.as_bytes()).expect("a method"))
        .uri(path)
        .header(header::HOST, "tenantry.test")
        .body(body.into())
        .expect("a request");
    let bearer = format!("Bearer {ROOT}");
    request
        .with("authorization", &bearer)
        .with("content-type", "application/json")
}

/// A recorder of requests and replies of one REST API. It writes them as text for a snapshot, and
/// checks each reply against the API's OpenAPI document.
pub(crate) struct Tape<'a> {
    app: &'a TestApp,
    contract: Json,
    text: String,
}

impl<'a> Tape<'a> {
    /// Creates a recorder. `api` is the name of the API in `/openapi/{api}.json`.
    pub(crate) async fn of(app: &'a TestApp, api: &str) -> Self {
        let document = Request::get(format!("/openapi/{api}.json"));
        let document = document.body(Body::empty()).expect("a request");
        Self {
            app,
            contract: app.send(document).await.json(),
            text: String::new(),
        }
    }

    /// Sends a request as root, records it with its reply, and returns the body of the reply.
    pub(crate) async fn send(&mut self, method: &str, path: &str, body: Option<Json>) -> Json {
        let reply = self.app.rest(method, path, body.clone()).await;
        self.write(method, path, body, &reply)
    }

    /// Records a request and its reply, and returns the body of the reply.
    pub(crate) fn write(
        &mut self,
        method: &str,
        path: &str,
        body: Option<Json>,
        reply: &Reply,
    ) -> Json {
        self.text.push_str(&format!("{method} {path}\n"));
        if let Some(body) = body {
            self.text.push_str(&format!("{body}\n"));
        }
        self.text
            .push_str(&format!("-> {}\n", reply.status.as_u16()));
        let headers = [
            "etag",
            "location",
            "retry-after",
            "pagination-limit",
            "pagination-offset",
            "pagination-total",
        ];
        for name in headers {
            if reply.headers.contains_key(name) {
                self.text
                    .push_str(&format!("{name}: {}\n", reply.header(name)));
            }
        }
        let json = match reply.body.is_empty() {
            true => Json::Null,
            false => {
                assert_eq!(
                    reply.header("content-type"),
                    "application/json",
                    "{method} {path}"
                );
                let json = reply.json();
                self.text.push_str(&format!("{json:#}\n"));
                json
            }
        };
        self.text.push('\n');
        self.validate(method, path, reply.status.as_u16(), &json);
        json
    }

    /// Returns the recorded text.
    pub(crate) fn text(self) -> String {
        self.text
    }

    /// Fails if the OpenAPI document does not have this status for the operation, or if the body
    /// does not match the schema.
    fn validate(&self, method: &str, path: &str, status: u16, reply: &Json) {
        let path = path.split('?').next().unwrap_or_default();
        let path = path.strip_suffix(".json").unwrap_or(path);
        let paths = self.contract["paths"].as_object().expect("paths");
        let fits = |template: &str| {
            let (asked, known) = (path.split('/'), template.split('/'));
            asked.clone().count() == known.clone().count()
                && asked.zip(known).all(|(a, k)| a == k || k.starts_with('{'))
        };
        // A path without parameters takes precedence over a path with parameters.
        let template = paths.keys().filter(|template| fits(template));
        let template = template.min_by_key(|template| template.matches('{').count());
        let method = method.to_lowercase();
        let operation = template.map(|template| &paths[template][&method]);
        let Some(operation) = operation.filter(|operation| operation.is_object()) else {
            assert!(
                [404, 405].contains(&status),
                "{method} {path} is not documented"
            );
            return;
        };
        let response = &operation["responses"][status.to_string()];
        assert!(
            response.is_object(),
            "{method} {path}: {status} is not documented"
        );
        let schema = &response["content"]["application/json"]["schema"];
        if schema.is_null() {
            assert_eq!(reply, &Json::Null, "{method} {path}: {status} has a body");
            return;
        }
        let mut schema = schema.clone();
        schema["components"] = self.contract["components"].clone();
        let validator = jsonschema::draft202012::new(&schema).expect("a schema");
        let errors: Vec<String> = validator
            .iter_errors(reply)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{method} {path}: {errors:#?}\n{reply:#}");
    }
}

/// Returns the `id` of the first item of a Zendesk list whose `field` is `value`.
pub(crate) fn number_of(list: &Json, field: &str, value: impl Into<Json>) -> i64 {
    let value = value.into();
    let found = list.as_array().expect("a list").iter();
    let mut found = found.filter(|one| one[field] == value);
    let one = found
        .next()
        .unwrap_or_else(|| panic!("no {value} in {list:#}"));
    one["id"].as_i64().expect("a number")
}

/// Returns `{"organization_membership": {...}}`.
pub(crate) fn membership(user: i64, organization: i64) -> Json {
    json!({ "organization_membership": { "user_id": user, "organization_id": organization } })
}
