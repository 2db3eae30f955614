//! Raw HTTP requests, for tests of what a well-behaved client does not send.

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, Method, Request, header},
};
use http_body_util::{BodyExt, Full};
use serde_json::Value as Json;

use super::ROOT;

/// Returns `POST /graphql` as root, with this body and the content type JSON.
pub(crate) fn post(body: impl Into<Body>) -> Request<Body> {
    request(Method::POST, "/graphql", body.into()).with("content-type", "application/json")
}

/// Returns `POST /graphql` as root, with this JSON.
pub(crate) fn post_json(body: &Json) -> Request<Body> {
    post(body.to_string())
}

/// Returns `GET /graphql` as root, with these parameters.
pub(crate) fn get(parameters: &[(&str, &str)]) -> Request<Body> {
    let url = reqwest::Url::parse_with_params("http://test/graphql", parameters).expect("a URL");
    let target = format!("/graphql?{}", url.query().unwrap_or_default());
    request(Method::GET, &target, Body::empty())
}

fn request(method: Method, target: &str, body: Body) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(target)
        .header(header::AUTHORIZATION, format!("Bearer {ROOT}"))
        .body(body)
        .expect("a request")
}

/// Methods that change the headers and the method of a request.
pub(crate) trait With: Sized {
    /// Replaces every header of this name with one header.
    fn with(self, name: &str, value: &str) -> Self;
    /// Adds a header.
    fn and(self, name: &str, value: &str) -> Self;
    /// Removes every header of this name.
    fn without(self, name: &str) -> Self;
    /// Sets the method.
    fn by(self, method: &str) -> Self;
}

impl With for Request<Body> {
    fn with(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a name");
        self.headers_mut()
            .insert(name, HeaderValue::from_str(value).expect("a value"));
        self
    }

    fn and(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a name");
        self.headers_mut()
            .append(name, HeaderValue::from_str(value).expect("a value"));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers_mut().remove(name);
        self
    }

    fn by(mut self, method: &str) -> Self {
        *self.method_mut() = method.parse().expect("a method");
        self
    }
}

/// Returns a body that panics when it is read.
pub(crate) fn unreadable() -> Body {
    Body::new(Full::new(Bytes::from_static(b"{}")).map_frame(|frame| {
        assert!(!frame.is_data(), "the body was read");
        frame
    }))
}
