//! Middleware of the Zendesk and Rebilly APIs: the token, the time limit, and errors in the format
//! of the API.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, HttpBody},
    extract::{OriginalUri, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::any,
};
use tokio::time::timeout;

use crate::{
    access::Origin,
    app::{App, Options, Session},
    body,
    config::Config,
    error::{Code, Error, Result},
    etag,
};

use super::{
    authenticate::{authenticate_request, wanted},
    base_url::BaseUrl,
    caller::{Caller, IntegerIds},
    item,
    rest_error::RestError,
};

/// Marks a response whose changes were made by an earlier request with the same key.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Marks the response to a dry run.
const DRY_RUN: HeaderName = HeaderName::from_static("tenantry-dry-run");

/// The state that all requests of an API share.
#[derive(Clone)]
pub(super) struct RestApi(Arc<Inner>);

struct Inner {
    /// The name of the API in the log.
    name: &'static str,
    app: App,
    render_error: ErrorRenderer,
    max_body: usize,
    timeout: Duration,
}

/// Renders an error in the format of an API. `existing` maps the conflicting rows to their integer
/// ids.
pub(super) type ErrorRenderer =
    fn(refused: &RestError, request_id: Option<&str>, existing: &IntegerIds) -> Response;

impl RestApi {
    pub(super) fn new(
        name: &'static str,
        app: &App,
        config: &Config,
        render_error: ErrorRenderer,
    ) -> Self {
        Self(Arc::new(Inner {
            name,
            app: app.clone(),
            render_error,
            max_body: config.max_body_bytes,
            timeout: config.request_timeout,
        }))
    }

    /// Returns the routes below `root` with the middleware, and with the API's errors for unknown
    /// paths and methods.
    pub(super) fn at(&self, root: &str, routes: Router) -> Router {
        let nowhere = async || RestError::NoSuchPath;
        let admit = middleware::from_fn_with_state(self.clone(), admit);
        let routes = routes
            .fallback(nowhere)
            .method_not_allowed_fallback(async || RestError::NoSuchMethod)
            .layer(admit.clone());
        // Variants of the root that `nest` does not match.
        let beside = Router::new()
            .route(&format!("{root}/"), any(nowhere))
            .route(&format!("{root}.json"), any(nowhere))
            .layer(admit);
        Router::new().nest(root, routes).merge(beside)
    }
}

/// Authenticates the request before anything else is read, runs it and renders its error.
async fn admit(State(RestApi(door)): State<RestApi>, request: Request, next: Next) -> Response {
    let origin = request.extensions().get::<Origin>();
    let origin = origin.cloned().unwrap_or_default();
    origin.entry.kind.get_or_init(|| door.name);
    let known = match request.method().is_safe() {
        true => etag::known(request.headers()),
        false => None,
    };
    let answer = timeout(door.timeout, answer(&door, &origin, request, next)).await;
    let (mut response, numbers) = match answer.unwrap_or_else(|_| Err(late(door.timeout))) {
        Ok(answer) => answer,
        Err(refused) => (refused.into_response(), IntegerIds::default()),
    };
    let Some(refused) = response.extensions_mut().remove::<RestError>() else {
        return match known {
            Some(known) => item::unless_known(&known, response),
            None => response,
        };
    };
    let mut rendered = (door.render_error)(&refused, origin.request_id.as_deref(), &numbers);
    rendered.extensions_mut().insert(refused.code());
    // Headers that the router adds, such as `Allow`.
    rendered
        .headers_mut()
        .extend(std::mem::take(response.headers_mut()));
    rendered
}

/// Returns the response, and the integer ids of the rows that its error names.
async fn answer(
    door: &Inner,
    origin: &Origin,
    request: Request,
    next: Next,
) -> Result<(Response, IntegerIds), RestError> {
    let actor = authenticate_request(&door.app, request.headers(), origin).await?;
    let base_url = BaseUrl::in_extensions(request.extensions());
    let (mut parts, body) = request.into_parts();
    // Requests without changes ignore the headers for changes.
    let (options, expected) = match parts.method.is_safe() {
        true => (Options::default(), None),
        false => (wanted(&parts.extensions)?, item::expected(&parts.headers)?),
    };
    // The whole body is read first, so that no transaction waits for a slow client.
    let body = read(&parts.headers, body, door.max_body).await?;
    let work = async move |session: Session| {
        // The URI of the nested request lacks the root of the API.
        let uri = parts.extensions.get::<OriginalUri>();
        let uri = uri.map_or_else(|| parts.uri.clone(), |OriginalUri(uri)| uri.clone());
        let caller = Caller::new(session.clone(), base_url, &uri, expected);
        parts.extensions.insert(caller.clone());
        let request = Request::from_parts(parts, body);
        let mut response = next.run(request).await;
        let refused = response.extensions().get::<RestError>().cloned();
        if refused.is_some() {
            session.give_up();
        }
        let stated = [
            (REPLAYED, session.is_replay()),
            (DRY_RUN, session.is_dry_run()),
        ];
        for (name, _) in stated.into_iter().filter(|(_, is_so)| *is_so) {
            let so = HeaderValue::from_static("true");
            response.headers_mut().insert(name, so);
        }
        let numbers = in_the_way(&caller, refused).await;
        (response, numbers)
    };
    Ok(door.app.serve(&actor, &options, work).await?)
}

async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Body, RestError> {
    if !body.is_end_stream() {
        body::check_headers(headers).map_err(RestError::Unsupported)?;
    }
    let bytes = axum::body::to_bytes(body, most).await.map_err(|_| {
        let message = format!(
            "The body ended early, or has more than {most} bytes (setting `max_body_bytes`)."
        );
        Error::new(Code::LimitExceeded, message)
    })?;
    body::check_start(&bytes).map_err(RestError::Unsupported)?;
    Ok(Body::from(bytes))
}

/// Returns the integer ids of the rows that an error names. A row without an integer id was never
/// shown to a client of this API, and none is assigned.
async fn in_the_way(caller: &Caller, refused: Option<RestError>) -> IntegerIds {
    let Some(RestError::Failed(error) | RestError::InBody(error)) = refused else {
        return IntegerIds::default();
    };
    let ids = error.existing_id().into_iter();
    let ids: Vec<_> = ids.chain(error.matches().iter().copied()).collect();
    match ids.is_empty() {
        true => IntegerIds::default(),
        false => caller.known_numbers(&ids).await.unwrap_or_default(),
    }
}

fn late(limit: Duration) -> RestError {
    let message = format!(
        "The request took longer than {limit:?} (setting `request_timeout`). A change in progress \
         may have been committed; check before you try again."
    );
    Error::new(Code::Busy, message).into()
}
