//! The base URL under which the client reached this server. Links and `Location` headers begin with
//! it, because some clients follow only links to the host that they sent the request to.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{Extensions, header, uri::Authority},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;

/// The maximum length of a prefix in bytes.
const MAX_PREFIX: usize = 200;

/// The base URL of this server, such as `https://example.com/tenantry`.
#[derive(Debug, Clone)]
pub(super) struct BaseUrl {
    /// Scheme, host and port.
    origin: String,
    /// The path below which a proxy serves tenantry, without a trailing slash.
    prefix: String,
}

/// Adds the request's [`BaseUrl`] to its extensions.
pub(super) async fn insert(
    State(trusted): State<Arc<[IpNet]>>,
    mut request: Request,
    next: Next,
) -> Response {
    let base_url = BaseUrl::of(&request, &trusted);
    request.extensions_mut().insert(base_url);
    next.run(request).await
}

impl BaseUrl {
    /// Returns the [`BaseUrl`] that [`insert`] added.
    pub(super) fn in_extensions(extensions: &Extensions) -> Self {
        let base_url = extensions.get::<Self>().cloned();
        base_url.unwrap_or_else(|| Self {
            origin: "http://localhost".to_owned(),
            prefix: String::new(),
        })
    }

    /// Derives the base URL from the request. `X-Forwarded-Proto`, `X-Forwarded-Host` and
    /// `X-Forwarded-Prefix` count only if a trusted proxy sent the request.
    fn of<B>(request: &axum::http::Request<B>, trusted: &[IpNet]) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let is_trusted = peer.is_some_and(|ConnectInfo(peer)| {
            let address = peer.ip().to_canonical();
            trusted.iter().any(|network| network.contains(&address))
        });
        let text = |name: &str| request.headers().get(name)?.to_str().ok();
        // The first value was added by the first of several proxies, to which the client is
        // connected.
        let forwarded = |name| {
            let value = text(name).filter(|_| is_trusted)?;
            value.split(',').next().map(str::trim)
        };
        let scheme = match forwarded("x-forwarded-proto") {
            Some(scheme) if scheme.eq_ignore_ascii_case("https") => "https",
            _ => "http",
        };
        let is_host = |host: &&str| {
            let authority = host.parse::<Authority>();
            authority.is_ok_and(|authority| !authority.as_str().contains('@'))
        };
        let host = forwarded("x-forwarded-host")
            .filter(is_host)
            // HTTP/2 requests have an authority instead of `Host`.
            .or_else(|| request.uri().authority().map(Authority::as_str))
            .or_else(|| text(header::HOST.as_str()))
            .filter(is_host)
            .unwrap_or("localhost");
        let prefix = forwarded("x-forwarded-prefix").and_then(prefix);
        Self {
            origin: format!("{scheme}://{host}"),
            prefix: prefix.unwrap_or_default().to_owned(),
        }
    }

    /// Returns the URL of a path of this server. The path begins with a slash.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{}", self.origin, self.path(path))
    }

    /// Returns the path with the prefix of the proxy.
    pub(super) fn path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }
}

/// Returns the prefix without trailing slashes. A value that could lead to another host or out of
/// the prefix (`//evil`, `\`, `..`), or that would need escaping in a URL or in HTML, is ignored.
fn prefix(text: &str) -> Option<&str> {
    let is_unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let is_prefix = text.len() <= MAX_PREFIX
        && text.starts_with('/')
        && text.chars().all(|c| c == '/' || is_unreserved(c))
        && !text.contains("//")
        && !text.contains("..");
    is_prefix.then(|| text.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base_url(peer: &str, headers: &[(&str, &str)]) -> String {
        let mut request = Request::new(());
        let peer = SocketAddr::new(peer.parse().expect("an address"), 1);
        request.extensions_mut().insert(ConnectInfo(peer));
        for (name, value) in headers {
            let name = name.parse::<header::HeaderName>().expect("a name");
            request
                .headers_mut()
                .append(name, value.parse().expect("a value"));
        }
        let trusted = ["10.0.0.0/8".parse().expect("a network")];
        BaseUrl::of(&request, &trusted).url("")
    }

    #[test]
    fn forwarded_names_count_only_from_trusted_proxies() {
        let headers = [
            ("host", "inside:8080"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "outside.example, inside:8080"),
        ];
        assert_eq!(base_url("10.0.0.1", &headers), "https://outside.example");
        assert_eq!(base_url("203.0.113.1", &headers), "http://inside:8080");
    }

    #[test]
    fn a_prefix_counts_only_from_trusted_proxies() {
        let headers = [("host", "h"), ("x-forwarded-prefix", "/tenantry/v1/")];
        assert_eq!(base_url("10.0.0.1", &headers), "http://h/tenantry/v1");
        assert_eq!(base_url("203.0.113.1", &headers), "http://h");
        let several = [("host", "h"), ("x-forwarded-prefix", "/outer, /inner")];
        assert_eq!(base_url("10.0.0.1", &several), "http://h/outer");
    }

    #[test]
    fn a_prefix_that_could_lead_elsewhere_is_ignored() {
        let long = format!("/{}", "a".repeat(200));
        for prefix in [
            "//evil",
            "/a//evil",
            "/\\evil",
            "\\evil",
            "/a/../b",
            "/..",
            "..",
            "evil",
            "@evil",
            ".evil",
            "/a?b",
            "/a#b",
            "/a%2e%2e",
            "/a%2f%2fevil",
            "/<script>",
            "/a\"b",
            "/a b",
            "/a;b",
            "/a:b",
            "/",
            "",
            &long,
        ] {
            let headers = [("host", "h"), ("x-forwarded-prefix", prefix)];
            assert_eq!(base_url("10.0.0.1", &headers), "http://h", "{prefix}");
        }
        let longest = &long[..200];
        let headers = [("host", "h"), ("x-forwarded-prefix", longest)];
        assert_eq!(base_url("10.0.0.1", &headers), format!("http://h{longest}"));
    }

    #[test]
    fn what_is_no_host_is_left_out() {
        assert_eq!(base_url("10.0.0.1", &[("host", "a b")]), "http://localhost");
        assert_eq!(
            base_url("10.0.0.1", &[("host", "x@evil")]),
            "http://localhost"
        );
        assert_eq!(
            base_url("10.0.0.1", &[("host", "[::1]:80")]),
            "http://[::1]:80"
        );
    }
}
