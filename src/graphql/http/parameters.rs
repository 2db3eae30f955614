//! The parameters of a request, parsed from a query string or a body of limited size.

use async_graphql::Variables;
use axum::{
    body::Body,
    extract::Query,
    http::{HeaderMap, StatusCode, Uri, header},
};
use mime::Mime;
use serde_json::{Map, Value as Json};

use crate::{
    body,
    error::Error,
    graphql::execution::{Limits, Params, exceeded},
};

use super::rejection::Rejection;

/// The parsed body of a request: one GraphQL request or a batch.
pub(super) enum RequestBody {
    One(Params),
    Batch(Vec<Params>),
}

/// Parses the parameters of a GET request.
pub(super) fn from_query(uri: &Uri) -> Result<Params, Rejection> {
    let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(uri) else {
        return Err(Rejection::malformed("The query string cannot be read."));
    };
    let mut fields = Map::new();
    for (name, text) in pairs {
        let value = match name.as_str() {
            "query" => Json::String(text),
            "operationName" if text.is_empty() => Json::Null,
            "operationName" => Json::String(text),
            "variables" | "extensions" if text.is_empty() => Json::Null,
            "variables" | "extensions" => serde_json::from_str(&text)
                .map_err(|_| Rejection::malformed(format!("`{name}` must be a JSON object.")))?,
            _ => continue,
        };
        if fields.insert(name.clone(), value).is_some() {
            return Err(Rejection::malformed(format!(
                "`{name}` appears twice in the query string. Send it once."
            )));
        }
    }
    params(Json::Object(fields))
}

/// Parses the parameters of a POST request, or of each request of a batch.
pub(super) async fn from_body(
    limits: &Limits,
    headers: &HeaderMap,
    body: Body,
) -> Result<RequestBody, Rejection> {
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
        return Err(Rejection::invalid(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send the body as `Content-Type: application/json`, in UTF-8.",
        ));
    }
    body::check_headers(headers).map_err(unsupported)?;
    let most = limits.body_bytes;
    let too_large = || {
        let what = "The body has too many bytes".to_owned();
        Rejection::new(
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
            false => Rejection::malformed("The body ended early."),
        }
    })?;
    body::check_start(&bytes).map_err(unsupported)?;
    let json = serde_json::from_slice::<Json>(body::without_mark(&bytes))
        .map_err(|error| Rejection::malformed(format!("The body is not valid JSON: {error}.")))?;
    let Json::Array(batch) = json else {
        return params(json).map(RequestBody::One);
    };
    if batch.is_empty() {
        return Err(Rejection::malformed("The batch is empty."));
    }
    if batch.len() > limits.batch {
        let what = format!("The batch has {} operations", batch.len());
        return Err(Rejection::new(
            StatusCode::BAD_REQUEST,
            exceeded(&what, limits.batch, "max_batch"),
        ));
    }
    batch
        .into_iter()
        .map(params)
        .collect::<Result<_, Rejection>>()
        .map(RequestBody::Batch)
}

fn unsupported(error: Error) -> Rejection {
    Rejection::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error)
}

/// Parses the four parameters of a GraphQL request. Other parameters are ignored; they are reserved
/// for later versions of the specification.
pub(super) fn params(json: Json) -> Result<Params, Rejection> {
    let Json::Object(mut fields) = json else {
        return Err(Rejection::malformed(
            "A request is a JSON object with `query`.",
        ));
    };
    let extensions = match fields.remove("extensions") {
        None | Some(Json::Null) => Map::new(),
        Some(Json::Object(extensions)) => extensions,
        Some(_) => return Err(Rejection::malformed("`extensions` must be an object.")),
    };
    let query = match fields.remove("query") {
        Some(Json::String(query)) => Some(query),
        None | Some(Json::Null) if extensions.contains_key("persistedQuery") => None,
        Some(_) => return Err(Rejection::malformed("`query` must be a string.")),
        None => return Err(Rejection::malformed("`query` is missing.")),
    };
    let operation_name = match fields.remove("operationName") {
        None | Some(Json::Null) => None,
        Some(Json::String(name)) if name.is_empty() => None,
        Some(Json::String(name)) => Some(name),
        Some(_) => return Err(Rejection::malformed("`operationName` must be a string.")),
    };
    let variables = match fields.remove("variables") {
        None | Some(Json::Null) => Variables::default(),
        Some(map @ Json::Object(_)) => Variables::from_json(map),
        Some(_) => return Err(Rejection::malformed("`variables` must be an object.")),
    };
    Ok(Params {
        query,
        operation_name,
        variables,
    })
}
