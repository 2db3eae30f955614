//! GraphQL over HTTP, as its specification defines it.
//!
//! A request is checked in this order: the media type of the response, the token, the options for
//! changes, the method, the body, the parameters, the document. No body is read before the token is
//! checked, and every refusal is sent in a format that the client accepts.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{Method, StatusCode, header, request::Parts},
    response::Response,
    routing::any,
};
use tokio::time::timeout_at;

use crate::{
    access::{Entry, Origin},
    app::Options,
    error::{Code, Error, Result},
    graphql::execution::{ExecutionOptions, GraphqlState, Params, REQUEST, Reply, prepare, refuse},
};

use super::{
    authenticate::authenticate,
    media::ResponseFormat,
    parameters::{RequestBody, from_body, from_query},
    rejection::Rejection,
    socket,
};

/// The header that requests the cost in the response.
const COST: &str = "tenantry-cost";

/// Builds the router for `/graphql`, with and without a trailing slash.
pub fn router(door: GraphqlState) -> Router {
    Router::new()
        .route("/graphql", any(handle))
        .route("/graphql/", any(handle))
        .with_state(door)
}

async fn handle(State(door): State<GraphqlState>, request: Request) -> Response {
    let origin = request
        .extensions()
        .get::<Origin>()
        .cloned()
        .unwrap_or_default();
    let rejection = |form: ResponseFormat, refused: &Rejection| {
        origin.entry.failed(REQUEST, refused.error.code());
        form.rejection(refused, origin.request_id.as_deref())
    };
    if socket::is_wanted(request.headers()) {
        let upgraded = socket::upgrade(&door, &origin, request).await;
        return upgraded.unwrap_or_else(|refused| rejection(ResponseFormat::Json, &refused));
    }
    let Some(form) = ResponseFormat::wanted(request.headers()) else {
        let refused = Rejection::invalid(
            StatusCode::NOT_ACCEPTABLE,
            "Replies are application/graphql-response+json or application/json; accept one of them.",
        );
        return rejection(ResponseFormat::Json, &refused);
    };
    match admit(&door, form, &origin, request).await {
        Ok(response) => response,
        Err(refused) => rejection(form, &refused),
    }
}

/// Authenticates, reads and answers a request within one time limit. The error of a timeout depends
/// on whether the client or the server was slow.
async fn admit(
    door: &GraphqlState,
    form: ResponseFormat,
    origin: &Origin,
    request: Request,
) -> Result<Response, Rejection> {
    let limit = door.limits.timeout;
    let end = tokio::time::Instant::now() + limit;
    let actor = authenticate(door, origin, request.headers());
    let actor = timeout_at(end, actor).await.map_err(|_| {
        late(StatusCode::SERVICE_UNAVAILABLE, "The request", limit, "")
            .with(header::RETRY_AFTER, "1")
    })??;
    let options = request.extensions().get::<Result<Options>>().cloned();
    let options = options
        .unwrap_or_else(|| Ok(Options::default()))
        .map_err(|error| Rejection::new(StatusCode::BAD_REQUEST, error))?;
    let (parts, body) = request.into_parts();
    let asked = read(door, &parts, body);
    let asked = timeout_at(end, asked).await.map_err(|_| {
        late(StatusCode::REQUEST_TIMEOUT, "The body", limit, "").with(header::CONNECTION, "close")
    })??;
    let terms = ExecutionOptions {
        actor,
        options,
        show_cost: parts.headers.get(COST).is_some_and(|value| value == "true"),
    };
    let answer = answer(door, form, &origin.entry, &terms, &parts.method, asked);
    timeout_at(end, answer).await.map_err(|_| {
        let hint = " A change in progress may have been committed; check before you try again.";
        late(StatusCode::SERVICE_UNAVAILABLE, "The request", limit, hint)
            .with(header::RETRY_AFTER, "1")
    })?
}

fn late(status: StatusCode, what: &str, limit: Duration, hint: &str) -> Rejection {
    let message = format!("{what} took longer than {limit:?} (setting `request_timeout`).{hint}");
    Rejection::new(status, Error::new(Code::LimitExceeded, message))
}

async fn read(door: &GraphqlState, parts: &Parts, body: Body) -> Result<RequestBody, Rejection> {
    match parts.method {
        Method::GET | Method::HEAD => from_query(&parts.uri).map(RequestBody::One),
        Method::POST => from_body(&door.limits, &parts.headers, body).await,
        _ => Err(Rejection::invalid(
            StatusCode::METHOD_NOT_ALLOWED,
            "Send GraphQL by POST, or a query by GET.",
        )
        .with(header::ALLOW, "GET, POST")),
    }
}

async fn answer(
    door: &GraphqlState,
    form: ResponseFormat,
    entry: &Entry,
    terms: &ExecutionOptions,
    method: &Method,
    asked: RequestBody,
) -> Result<Response, Rejection> {
    match asked {
        RequestBody::One(params) => {
            let prepared = match prepare(door, params) {
                Ok(prepared) => prepared,
                Err(error) => return Ok(form.reply(&refuse(&terms.actor, &error))),
            };
            if let Some((kind, name)) = prepared.label() {
                entry.kind.get_or_init(|| kind);
                if let Some(name) = name {
                    entry.operation.get_or_init(|| name.to_owned());
                }
            }
            if *method != Method::POST && !prepared.only_reads() {
                return Err(Rejection::invalid(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "GET only reads; send mutations by POST.",
                )
                .with(header::ALLOW, "POST"));
            }
            Ok(form.reply(&prepared.execute(door, terms, None).await))
        }
        RequestBody::Batch(_) if terms.options.is_one_transaction() => Err(Rejection::malformed(
            "`Tenantry-Dry-Run` and `Tenantry-Atomic` are for one request, not for a batch; send one document.",
        )),
        RequestBody::Batch(batch) => {
            entry.kind.get_or_init(|| "batch");
            Ok(form.batch(&run(door, terms, batch).await))
        }
    }
}

/// Executes the requests of a batch one after another, because a request may use what an earlier
/// one created.
async fn run(door: &GraphqlState, terms: &ExecutionOptions, batch: Vec<Params>) -> Vec<Reply> {
    let mut replies = Vec::with_capacity(batch.len());
    for (place, params) in batch.into_iter().enumerate() {
        replies.push(match prepare(door, params) {
            Ok(prepared) => prepared.execute(door, terms, Some(place)).await,
            Err(error) => refuse(&terms.actor, &error),
        });
    }
    replies
}
