//! GraphQL over HTTP, to the letter of its specification.
//!
//! In this order: the media type of the reply, the token, the method, the body, the parameters, the document. So nothing is
//! read from a caller who has not shown a token, and whatever is refused is refused in a form that he understands.

use std::{net::IpAddr, sync::Arc, time::Duration};

use async_graphql::Variables;
use axum::{
    Router,
    body::Body,
    extract::{Query, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
    routing::any,
};
use mime::Mime;
use serde_json::{Map, Value as Json};
use tokio::time::timeout_at;

use crate::{
    access::{Actor, gate},
    app::App,
    error::{Code, Error, Result},
};

use super::{
    Limits, Schema,
    complete::Types,
    execute::{Params, Reply, prepare},
    limits::exceeded,
    schema, sdl,
};

/// The door: the schema, and what a request is executed with.
#[derive(Clone)]
pub struct Door(Arc<Inner>);

/// See [`Door`].
pub struct Inner {
    pub(super) app: App,
    pub(super) schema: Schema,
    pub(super) types: Types,
    pub(super) limits: Limits,
}

impl std::ops::Deref for Door {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Door {
    /// # Errors
    /// None, as long as the schema can be read.
    pub fn new(app: App, limits: Limits) -> Result<Self> {
        let inner = Inner {
            app,
            schema: schema(),
            types: Types::parse(&sdl())?,
            limits,
        };
        Ok(Self(Arc::new(inner)))
    }
}

/// Where a request came from, as far as it is known: put into a request by the server.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The client's address.
    pub address: Option<IpAddr>,
    /// The request's id.
    pub request_id: Option<Arc<str>>,
}

/// `/graphql`.
pub fn router(door: Door) -> Router {
    Router::new()
        .route("/graphql", any(handle))
        .with_state(door)
}

/// The media type of a reply, and how it uses status codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `application/graphql-response+json`: a request that was not executed is a 400.
    GraphQl,
    /// `application/json`: 200 for every request that could be read.
    Json,
}

/// A request that ends before any document is executed.
struct Refused {
    status: StatusCode,
    error: Error,
    headers: Vec<(header::HeaderName, &'static str)>,
}

impl Refused {
    fn new(status: StatusCode, error: Error) -> Self {
        Self {
            status,
            error,
            headers: Vec::new(),
        }
    }

    fn with(mut self, name: header::HeaderName, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    fn invalid(status: StatusCode, message: impl Into<String>) -> Self {
        Self::new(status, Error::new(Code::InvalidRequest, message))
    }

    fn malformed(message: impl Into<String>) -> Self {
        Self::invalid(StatusCode::BAD_REQUEST, message)
    }
}

type Accepted<T> = Result<T, Refused>;

/// What was asked for, before it is read as GraphQL.
enum Asked {
    One(Params),
    Batch(Vec<Params>),
}

async fn handle(State(door): State<Door>, request: Request) -> Response {
    let origin = request
        .extensions()
        .get::<Origin>()
        .cloned()
        .unwrap_or_default();
    let request_id = origin.request_id.as_deref();
    let Some(form) = Form::wanted(request.headers()) else {
        let refused = Refused::invalid(
            StatusCode::NOT_ACCEPTABLE,
            "Replies are application/graphql-response+json or application/json; accept one of them.",
        );
        return Form::Json.refusal(&refused, request_id);
    };
    match admit(&door, form, &origin, request).await {
        Ok(response) => response,
        Err(refused) => form.refusal(&refused, request_id),
    }
}

/// One time limit for all that a request takes; what is told depends on who was slow.
async fn admit(door: &Door, form: Form, origin: &Origin, request: Request) -> Accepted<Response> {
    let limit = door.limits.timeout;
    let end = tokio::time::Instant::now() + limit;
    let actor = authenticate(door, origin, request.headers());
    let actor = timeout_at(end, actor).await.map_err(|_| {
        late(StatusCode::SERVICE_UNAVAILABLE, "The request", limit, "")
            .with(header::RETRY_AFTER, "1")
    })??;
    let (parts, body) = request.into_parts();
    let asked = read(door, &parts, body);
    let asked = timeout_at(end, asked).await.map_err(|_| {
        late(StatusCode::REQUEST_TIMEOUT, "The body", limit, "").with(header::CONNECTION, "close")
    })??;
    let answer = answer(door, form, &actor, &parts.method, asked);
    timeout_at(end, answer).await.map_err(|_| {
        let hint = " A change that was under way may have been kept; look before you try again.";
        late(StatusCode::SERVICE_UNAVAILABLE, "The request", limit, hint)
            .with(header::RETRY_AFTER, "1")
    })?
}

fn late(status: StatusCode, what: &str, limit: Duration, hint: &str) -> Refused {
    let message = format!("{what} took longer than {limit:?} (setting `request_timeout`).{hint}");
    Refused::new(status, Error::new(Code::LimitExceeded, message))
}

async fn read(door: &Door, parts: &Parts, body: Body) -> Accepted<Asked> {
    match parts.method {
        Method::GET => from_query(&parts.uri).map(Asked::One),
        Method::POST => from_body(door, &parts.headers, body).await,
        _ => Err(Refused::invalid(
            StatusCode::METHOD_NOT_ALLOWED,
            "Send GraphQL by POST, or a query by GET.",
        )
        .with(header::ALLOW, "GET, POST")),
    }
}

async fn answer(
    door: &Door,
    form: Form,
    actor: &Actor,
    method: &Method,
    asked: Asked,
) -> Accepted<Response> {
    let request_id = actor.request_id.as_deref();
    match asked {
        Asked::One(params) => {
            let prepared = match prepare(door, params) {
                Ok(prepared) => prepared,
                Err(error) => return Ok(form.reply(&Reply::failed(&error, request_id))),
            };
            if method == Method::GET && !prepared.only_reads() {
                return Err(Refused::invalid(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "GET only reads; send mutations by POST.",
                )
                .with(header::ALLOW, "POST"));
            }
            Ok(form.reply(&prepared.execute(door, actor).await))
        }
        Asked::Batch(batch) => Ok(form.batch(&run(door, actor, batch).await)),
    }
}

/// One after the other: a batch may create what its next operation uses.
async fn run(door: &Door, actor: &Actor, batch: Vec<Params>) -> Vec<Reply> {
    let mut replies = Vec::with_capacity(batch.len());
    for params in batch {
        replies.push(match prepare(door, params) {
            Ok(prepared) => prepared.execute(door, actor).await,
            Err(error) => Reply::failed(&error, actor.request_id.as_deref()),
        });
    }
    replies
}

async fn authenticate(door: &Door, origin: &Origin, headers: &HeaderMap) -> Accepted<Actor> {
    let challenge = |error| {
        Refused::new(StatusCode::UNAUTHORIZED, error)
            .with(header::WWW_AUTHENTICATE, "Bearer realm=\"tenantry\"")
    };
    let secret = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| bearer(value.to_str().ok()?));
    let Some(secret) = secret else {
        return Err(challenge(Error::new(
            Code::Unauthenticated,
            "Send a token as `Authorization: Bearer tnt_...`.",
        )));
    };
    let admitted = door
        .app
        .authenticate(secret, origin.address, origin.request_id.clone())
        .await;
    admitted.map_err(|error| match error.code() {
        Code::Unauthenticated => challenge(error),
        Code::RateLimited => Refused::new(StatusCode::TOO_MANY_REQUESTS, error)
            .with(header::RETRY_AFTER, SHUT_SECONDS),
        _ => Refused::new(StatusCode::SERVICE_UNAVAILABLE, error).with(header::RETRY_AFTER, "1"),
    })
}

/// [`gate::SHUT`], as a header says it.
const SHUT_SECONDS: &str = "10";
const _: () = assert!(gate::SHUT.as_secs() == 10);

fn bearer(value: &str) -> Option<&str> {
    let (scheme, secret) = value.trim().split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then_some(secret)
}

fn from_query(uri: &Uri) -> Accepted<Params> {
    let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(uri) else {
        return Err(Refused::malformed("The query string cannot be read."));
    };
    let mut fields = Map::new();
    for (name, text) in pairs {
        let value = match name.as_str() {
            "query" => Json::String(text),
            "operationName" if text.is_empty() => Json::Null,
            "operationName" => Json::String(text),
            "variables" | "extensions" if text.is_empty() => Json::Null,
            "variables" | "extensions" => serde_json::from_str(&text)
                .map_err(|_| Refused::malformed(format!("`{name}` must be a JSON object.")))?,
            _ => continue,
        };
        if fields.insert(name.clone(), value).is_some() {
            return Err(Refused::malformed(format!(
                "`{name}` stands twice in the query string."
            )));
        }
    }
    params(Json::Object(fields))
}

async fn from_body(door: &Door, headers: &HeaderMap, body: Body) -> Accepted<Asked> {
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok()?.parse::<Mime>().ok());
    let is_json = media_type.is_some_and(|media_type| {
        media_type.essence_str() == "application/json"
            && media_type
                .get_param("charset")
                .is_none_or(|charset| charset == "utf-8")
    });
    if !is_json {
        return Err(Refused::invalid(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send the body as `Content-Type: application/json`, in UTF-8.",
        ));
    }
    let most = door.limits.body_bytes;
    let too_large = || {
        let what = "The body has too many bytes".to_owned();
        Refused::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            exceeded(&what, most, "max_body_bytes"),
        )
        .with(header::CONNECTION, "close")
    };
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > most as u64) {
        return Err(too_large());
    }
    let bytes = axum::body::to_bytes(body, most).await.map_err(|error| {
        use std::error::Error as _;
        match error
            .source()
            .is_some_and(|source| source.is::<http_body_util::LengthLimitError>())
        {
            true => too_large(),
            false => Refused::malformed("The body ended before it was whole."),
        }
    })?;
    let json = serde_json::from_slice::<Json>(&bytes)
        .map_err(|error| Refused::malformed(format!("The body is no JSON: {error}.")))?;
    let Json::Array(batch) = json else {
        return params(json).map(Asked::One);
    };
    if batch.is_empty() {
        return Err(Refused::malformed("The batch is empty."));
    }
    if batch.len() > door.limits.batch {
        let what = format!("The batch has {} operations", batch.len());
        return Err(Refused::new(
            StatusCode::BAD_REQUEST,
            exceeded(&what, door.limits.batch, "max_batch"),
        ));
    }
    batch
        .into_iter()
        .map(params)
        .collect::<Accepted<_>>()
        .map(Asked::Batch)
}

/// The four parameters of a GraphQL request; others are left for later versions of the specification.
fn params(json: Json) -> Accepted<Params> {
    let Json::Object(mut fields) = json else {
        return Err(Refused::malformed(
            "A request is a JSON object with `query`.",
        ));
    };
    let query = match fields.remove("query") {
        Some(Json::String(query)) => query,
        Some(_) => return Err(Refused::malformed("`query` must be a string.")),
        None => return Err(Refused::malformed("`query` is missing.")),
    };
    let operation_name = match fields.remove("operationName") {
        None | Some(Json::Null) => None,
        Some(Json::String(name)) if name.is_empty() => None,
        Some(Json::String(name)) => Some(name),
        Some(_) => return Err(Refused::malformed("`operationName` must be a string.")),
    };
    let variables = match fields.remove("variables") {
        None | Some(Json::Null) => Variables::default(),
        Some(map @ Json::Object(_)) => Variables::from_json(map),
        Some(_) => return Err(Refused::malformed("`variables` must be an object.")),
    };
    match fields.remove("extensions") {
        None | Some(Json::Null | Json::Object(_)) => {}
        Some(_) => return Err(Refused::malformed("`extensions` must be an object.")),
    }
    Ok(Params {
        query,
        operation_name,
        variables,
    })
}

impl Form {
    const ALL: [Self; 2] = [Self::Json, Self::GraphQl];

    fn essence(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }

    /// The form that the caller likes best. Without a preference it is `application/json`, which every client reads.
    fn wanted(headers: &HeaderMap) -> Option<Self> {
        let values: Vec<&str> = headers
            .get_all(header::ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        let accepted = values.join(",");
        if accepted.trim().is_empty() {
            return Some(Self::Json);
        }
        let ranges: Vec<Mime> = accepted
            .split(',')
            .filter_map(|range| range.trim().parse().ok())
            .collect();
        let rank = |form: Self| {
            let matching = ranges.iter().enumerate().filter_map(|(place, range)| {
                let exactness = match range.essence_str() {
                    essence if essence == form.essence() => 2,
                    "application/*" => 1,
                    "*/*" => 0,
                    _ => return None,
                };
                if range
                    .get_param("charset")
                    .is_some_and(|charset| charset != "utf-8")
                {
                    return None;
                }
                let quality = range
                    .get_param("q")
                    .map_or(Some(1.0), |q| q.as_str().parse::<f32>().ok())?;
                Some((exactness, quality, std::cmp::Reverse(place)))
            });
            // The most exact range speaks for the form; then its quality counts, then its place.
            let (exactness, quality, place) =
                matching.max_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal))?;
            (quality > 0.0).then_some((quality, exactness, place))
        };
        let ranked = Self::ALL
            .into_iter()
            .filter_map(|form| Some((rank(form)?, form)));
        ranked
            .reduce(|best, other| if other.0 > best.0 { other } else { best })
            .map(|(_, form)| form)
    }

    fn respond(self, status: StatusCode, body: &impl serde::Serialize) -> Response {
        let Ok(body) = serde_json::to_vec(body) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let content_type = match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        };
        let headers = [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, "no-store"),
            (header::VARY, "accept, authorization"),
        ];
        (status, headers, body).into_response()
    }

    fn reply(self, reply: &Reply) -> Response {
        let status = match (self, &reply.data) {
            (Self::GraphQl, None) => StatusCode::BAD_REQUEST,
            _ => StatusCode::OK,
        };
        self.respond(status, reply)
    }

    fn batch(self, replies: &[Reply]) -> Response {
        self.respond(StatusCode::OK, &replies)
    }

    fn refusal(self, refused: &Refused, request_id: Option<&str>) -> Response {
        let mut response = self.respond(refused.status, &Reply::failed(&refused.error, request_id));
        for (name, value) in &refused.headers {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(accept: &[&'static str]) -> Option<Form> {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, HeaderValue::from_static(value));
        }
        Form::wanted(&headers)
    }

    #[test]
    fn the_reply_has_the_form_that_the_caller_likes_best() {
        let (graphql, json) = (Some(Form::GraphQl), Some(Form::Json));
        for (accept, form) in [
            (&[][..], json),
            (&[""], json),
            (&["*/*"], json),
            (&["application/*"], json),
            (&["application/json"], json),
            (&["application/graphql-response+json"], graphql),
            (
                &[
                    "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8",
                ],
                graphql,
            ),
            (
                &["application/json, application/graphql-response+json"],
                json,
            ),
            (
                &["application/json;q=0.5, application/graphql-response+json;q=0.9"],
                graphql,
            ),
            (
                &[
                    "application/json;q=0.5",
                    "application/graphql-response+json;q=0.9",
                ],
                graphql,
            ),
            (&["application/graphql-response+json, */*;q=0.1"], graphql),
            (&["*/*, application/json;q=0"], graphql),
            (&["text/html"], None),
            (&["application/json;q=0"], None),
            (&["application/json; charset=latin1"], None),
        ] {
            assert_eq!(wanted(accept), form, "{accept:?}");
        }
    }
}
