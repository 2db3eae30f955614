//! Tests of the headers `Idempotency-Key`, `Tenantry-Dry-Run` and `Tenantry-Atomic`.

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

/// Returns a request with a document of these mutation fields.
fn request(token: &str, fields: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let request = TestApp::request(token, &format!("mutation {{ {fields} }}"), json!({}));
    headers
        .iter()
        .fold(request, |request, (name, value)| request.with(name, value))
}

impl TestApp {
    /// Sends a document of these mutation fields, and returns the reply.
    async fn change(&self, token: &str, fields: &str, headers: &[(&str, &str)]) -> Reply {
        let reply = self.send(request(token, fields, headers)).await;
        assert_eq!(reply.status, 200, "{fields}\n{reply:?}");
        reply
    }

    /// Sends a document of these mutation fields, and returns the data of the reply, which must
    /// have no errors.
    async fn changed(&self, token: &str, fields: &str, headers: &[(&str, &str)]) -> Json {
        let reply = self.change(token, fields, headers).await.json();
        assert!(reply.get("errors").is_none(), "{fields}\n{reply:#}");
        reply["data"].clone()
    }

    /// Returns the number of orgs.
    async fn orgs(&self) -> i64 {
        self.count("SELECT count(*) FROM orgs").await
    }

    /// Returns the number of stored idempotency keys.
    pub(crate) async fn keys(&self) -> i64 {
        self.count("SELECT count(*) FROM idempotency_keys").await
    }
}
