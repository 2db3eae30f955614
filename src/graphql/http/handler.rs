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
pub fn router(state: GraphqlState) -> Router {
    Router::new()
        .route("/graphql", any(handle))
        .route("/graphql/", any(handle))
        .with_state(state)
}

async fn handle(State(state): State<GraphqlState>, request: Request) -> Response {
    let origin = request
        .extensions()
        .get::<Origin>()
        .cloned()
        .unwrap_or_default();
    let reject = |format: ResponseFormat, rejection: &Rejection| {
        origin.entry.failed(REQUEST, rejection.error.code());
        format.rejection(rejection, origin.request_id.as_deref())
    };
    if socket::is_wanted(request.headers()) {
        let upgraded = socket::upgrade(&state, &origin, request).await;
        return upgraded.unwrap_or_else(|rejection| reject(ResponseFormat::Json, &rejection));
    }
    let Some(format) = ResponseFormat::wanted(request.headers()) else {
        let rejection = Rejection::invalid(
            StatusCode::NOT_ACCEPTABLE,
            "Replies are application/graphql-response+json or application/json; accept one of them.",
        );
        return reject(ResponseFormat::Json, &rejection);
    };
    match admit(&state, format, &origin, request).await {
        Ok(response) => response,
        Err(rejection) => reject(format, &rejection),
    }
}

/// Authenticates, reads and answers a request within one time limit. The error of a timeout depends
/// on whether the client or the server was slow.
async fn admit(
    state: &GraphqlState,
    format: ResponseFormat,
    origin: &Origin,
    request: Request,
) -> Result<Response, Rejection> {
    let limit = state.limits.timeout;
    let end = tokio::time::Instant::now() + limit;
    let actor = authenticate(state, origin, request.headers());
    let actor = timeout_at(end, actor).await.map_err(|_| {
        late(StatusCode::SERVICE_UNAVAILABLE, "The request", limit, "")
            .with(header::RETRY_AFTER, "1")
    })??;
    let options = request.extensions().get::<Result<Options>>().cloned();
    let options = options
        .unwrap_or_else(|| Ok(Options::default()))
        .map_err(|error| Rejection::new(StatusCode::BAD_REQUEST, error))?;
    let (parts, body) = request.into_parts();
    let body = read(state, &parts, body);
    let body = timeout_at(end, body).await.map_err(|_| {
        late(StatusCode::REQUEST_TIMEOUT, "The body", limit, "").with(header::CONNECTION, "close")
    })??;
    let execution = ExecutionOptions {
        actor,
        options,
        show_cost: parts.headers.get(COST).is_some_and(|value| value == "true"),
    };
    let answer = answer(
        state,
        format,
        &origin.entry,
        &execution,
        &parts.method,
        body,
    );
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

async fn read(state: &GraphqlState, parts: &Parts, body: Body) -> Result<RequestBody, Rejection> {
    match parts.method {
        Method::GET | Method::HEAD => from_query(&parts.uri).map(RequestBody::One),
        Method::POST => from_body(&state.limits, &parts.headers, body).await,
        _ => Err(Rejection::invalid(
            StatusCode::METHOD_NOT_ALLOWED,
            "Send GraphQL by POST, or a query by GET.",
        )
        .with(header::ALLOW, "GET, POST")),
    }
}

async fn answer(
    state: &GraphqlState,
    format: ResponseFormat,
    entry: &Entry,
    execution: &ExecutionOptions,
    method: &Method,
    body: RequestBody,
) -> Result<Response, Rejection> {
    match body {
        RequestBody::One(params) => {
            let prepared = match prepare(state, params) {
                Ok(prepared) => prepared,
                Err(error) => return Ok(format.reply(refuse(&execution.actor, &error))),
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
            Ok(format.reply(prepared.execute(state, execution, None).await))
        }
        RequestBody::Batch(_) if execution.options.is_one_transaction() => {
            Err(Rejection::malformed(
                "`Tenantry-Dry-Run` and `Tenantry-Atomic` are for one request, not for a batch; send one document.",
            ))
        }
        RequestBody::Batch(batch) => {
            entry.kind.get_or_init(|| "batch");
            Ok(format.batch(&run(state, execution, batch).await))
        }
    }
}

/// Executes the requests of a batch one after another, because a request may use what an earlier
/// one created.
async fn run(state: &GraphqlState, execution: &ExecutionOptions, batch: Vec<Params>) -> Vec<Reply> {
    let mut replies = Vec::with_capacity(batch.len());
    for (place, params) in batch.into_iter().enumerate() {
        replies.push(match prepare(state, params) {
            Ok(prepared) => prepared.execute(state, execution, Some(place)).await,
            Err(error) => refuse(&execution.actor, &error),
        });
    }
    replies
}
