//! The media type of a response: content negotiation, and the status codes of each type.

use async_graphql_axum::GraphQLResponse;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use mime::Mime;

use crate::graphql::execution::{REPLAYED, Reply};

use super::rejection::Rejection;

/// The media type of a response, which decides its status codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseFormat {
    /// `application/graphql-response+json`: status 400 for a request that was not executed.
    GraphQl,
    /// `application/json`: status 200 for every well-formed request.
    Json,
}

impl ResponseFormat {
    const ALL: [Self; 2] = [Self::Json, Self::GraphQl];

    fn essence(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }

    /// Returns the format that the client prefers. Without a preference, it is `application/json`,
    /// which every client supports.
    pub(super) fn wanted(headers: &HeaderMap) -> Option<Self> {
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
        let rank = |format: Self| {
            let matching = ranges.iter().enumerate().filter_map(|(place, range)| {
                let exactness = match range.essence_str() {
                    essence if essence == format.essence() => 2,
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
            // Use the most specific range of the format; compare formats by quality, then by
            // position.
            let (exactness, quality, place) =
                matching.max_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal))?;
            (quality > 0.0).then_some((quality, exactness, place))
        };
        let ranked = Self::ALL
            .into_iter()
            .filter_map(|format| Some((rank(format)?, format)));
        ranked
            .reduce(|best, other| if other.0 > best.0 { other } else { best })
            .map(|(_, format)| format)
    }

    fn respond(self, status: StatusCode, body: &impl serde::Serialize) -> Response {
        match serde_json::to_vec(body) {
            Ok(body) => self.with_headers((status, body).into_response()),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }

    fn with_headers(self, mut response: Response) -> Response {
        let content_type = match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        };
        for (name, value) in [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, "no-store"),
            (header::VARY, "accept, authorization"),
        ] {
            let headers = response.headers_mut();
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }

    pub(super) fn reply(self, reply: Reply) -> Response {
        match reply {
            Reply::Executed(response) => {
                self.with_headers(GraphQLResponse::from(response).into_response())
            }
            Reply::Refused(refused) => {
                let status = match self {
                    Self::GraphQl => StatusCode::BAD_REQUEST,
                    Self::Json => StatusCode::OK,
                };
                self.respond(status, &refused)
            }
        }
    }

    pub(super) fn batch(self, replies: &[Reply]) -> Response {
        let mut response = self.respond(StatusCode::OK, &replies);
        if replies.iter().all(Reply::is_replay) {
            let headers = response.headers_mut();
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }

    pub(super) fn rejection(self, rejection: &Rejection, request_id: Option<&str>) -> Response {
        let mut response = self.respond(
            rejection.status,
            &Reply::failed(&rejection.error, request_id),
        );
        for (name, value) in &rejection.headers {
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

    fn wanted(accept: &[&'static str]) -> Option<ResponseFormat> {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, HeaderValue::from_static(value));
        }
        ResponseFormat::wanted(&headers)
    }

    #[test]
    fn response_has_the_media_type_that_the_client_prefers() {
        let (graphql, json) = (Some(ResponseFormat::GraphQl), Some(ResponseFormat::Json));
        for (accept, format) in [
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
            assert_eq!(wanted(accept), format, "{accept:?}");
        }
    }
}
