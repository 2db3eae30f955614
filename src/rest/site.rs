//! The address under which the caller reached this server: links in replies begin with it, because clients follow only those
//! that lead back to where they came from.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Request},
    http::{header, uri::Authority},
};
use ipnet::IpNet;

/// Scheme, host and port, such as `https://tenantry.example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Site(String);

impl Site {
    /// What the request says, or what a trusted proxy says in `X-Forwarded-Proto` and `X-Forwarded-Host`.
    pub(super) fn of<B>(request: &Request<B>, trusted: &[IpNet]) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let is_trusted = peer.is_some_and(|ConnectInfo(peer)| {
            let address = peer.ip().to_canonical();
            trusted.iter().any(|network| network.contains(&address))
        });
        let text = |name: &str| request.headers().get(name)?.to_str().ok();
        // Of several proxies the first one, whom the caller talks to, writes the first value.
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
            // HTTP/2 has no `Host`.
            .or_else(|| request.uri().authority().map(Authority::as_str))
            .or_else(|| text(header::HOST.as_str()))
            .filter(is_host)
            .unwrap_or("localhost");
        Self(format!("{scheme}://{host}"))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(peer: &str, headers: &[(&str, &str)]) -> String {
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
        Site::of(&request, &trusted).as_str().to_owned()
    }

    #[test]
    fn forwarded_names_count_only_from_trusted_proxies() {
        let headers = [
            ("host", "inside:8080"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "outside.example, inside:8080"),
        ];
        assert_eq!(site("10.0.0.1", &headers), "https://outside.example");
        assert_eq!(site("203.0.113.1", &headers), "http://inside:8080");
    }

    #[test]
    fn what_is_no_host_is_left_out() {
        assert_eq!(site("10.0.0.1", &[("host", "a b")]), "http://localhost");
        assert_eq!(site("10.0.0.1", &[("host", "x@evil")]), "http://localhost");
        assert_eq!(site("10.0.0.1", &[("host", "[::1]:80")]), "http://[::1]:80");
    }
}
