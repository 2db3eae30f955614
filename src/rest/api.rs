//! What surrounds every request of a door: the token, the time limit, and failures in the door's own form.

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

/// Said of a reply whose changes were made by an earlier request with the same key.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Said of a reply that shows what would be.
const DRY_RUN: HeaderName = HeaderName::from_static("tenantry-dry-run");

/// What all requests of a door share.
#[derive(Clone)]
pub(super) struct RestApi(Arc<Inner>);

struct Inner {
    /// What the log calls it.
    name: &'static str,
    app: App,
    render_error: ErrorRenderer,
    max_body: usize,
    timeout: Duration,
}

/// How a door tells of a failure. `existing` has the numbers of what stands in the way.
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

    /// The routes below `root`, each behind the door; with what it says to other paths and methods.
    pub(super) fn at(&self, root: &str, routes: Router) -> Router {
        let nowhere = async || RestError::NoSuchPath;
        let admit = middleware::from_fn_with_state(self.clone(), admit);
        let routes = routes
            .fallback(nowhere)
            .method_not_allowed_fallback(async || RestError::NoSuchMethod)
            .layer(admit.clone());
        // What a client makes of the root itself, which is no path below it.
        let beside = Router::new()
            .route(&format!("{root}/"), any(nowhere))
            .route(&format!("{root}.json"), any(nowhere))
            .layer(admit);
        Router::new().nest(root, routes).merge(beside)
    }
}

/// The token first: nothing else is read from a caller who has not shown one.
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
    let mut told = (door.render_error)(&refused, origin.request_id.as_deref(), &numbers);
    told.extensions_mut().insert(refused.code());
    // Such as `Allow`, of which only the router knows.
    told.headers_mut()
        .extend(std::mem::take(response.headers_mut()));
    told
}

/// The reply, and the numbers of what stands in its way.
async fn answer(
    door: &Inner,
    origin: &Origin,
    request: Request,
    next: Next,
) -> Result<(Response, IntegerIds), RestError> {
    let actor = authenticate_request(&door.app, request.headers(), origin).await?;
    let base_url = BaseUrl::in_extensions(request.extensions());
    let (mut parts, body) = request.into_parts();
    // How changes are made is nothing to a request that makes none.
    let (options, expected) = match parts.method.is_safe() {
        true => (Options::default(), None),
        false => (wanted(&parts.extensions)?, item::expected(&parts.headers)?),
    };
    // All of it first: a transaction does not wait for a slow client.
    let body = read(&parts.headers, body, door.max_body).await?;
    let work = async move |session: Session| {
        // The one inside is cut to what the door's own routes say.
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
        let said = [
            (REPLAYED, session.is_replay()),
            (DRY_RUN, session.is_dry_run()),
        ];
        for (name, _) in said.into_iter().filter(|(_, is_so)| *is_so) {
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

/// The numbers of what a failure names. One that has none yet was never shown to anybody here.
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
