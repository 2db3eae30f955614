//! Safe to repeat, safe to try, all or nothing: what three headers do to the changes of a request.

mod atomic;
mod dry_run;
mod headers;
mod key;

use axum::{body::Body, http::Request};
use serde_json::{Value as Json, json};

use crate::support::{Reply, TestApp, With};

const DRY_RUN: &str = "tenantry-dry-run";
const ATOMIC: &str = "tenantry-atomic";
const KEY: &str = "idempotency-key";
const REPLAYED: &str = "idempotency-replayed";

/// A document of these mutation fields.
fn request(token: &str, fields: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let request = TestApp::request(token, &format!("mutation {{ {fields} }}"), json!({}));
    headers
        .iter()
        .fold(request, |request, (name, value)| request.with(name, value))
}

impl TestApp {
    /// The reply to a document of these mutation fields.
    async fn change(&self, token: &str, fields: &str, headers: &[(&str, &str)]) -> Reply {
        let reply = self.send(request(token, fields, headers)).await;
        assert_eq!(reply.status, 200, "{fields}\n{reply:?}");
        reply
    }

    /// The data of such a reply, which has no errors.
    async fn changed(&self, token: &str, fields: &str, headers: &[(&str, &str)]) -> Json {
        let reply = self.change(token, fields, headers).await.json();
        assert!(reply.get("errors").is_none(), "{fields}\n{reply:#}");
        reply["data"].clone()
    }

    async fn orgs(&self) -> i64 {
        self.count("SELECT count(*) FROM orgs").await
    }

    pub(crate) async fn keys(&self) -> i64 {
        self.count("SELECT count(*) FROM idempotency_keys").await
    }
}
