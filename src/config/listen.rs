//! The address to listen on: an address or a host name, and a port.

use std::{fmt, net::SocketAddr};

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use tokio::net::{TcpListener, lookup_host};

/// An address or a host name, and a port, like `127.0.0.1:8080` or `localhost:8080`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listen(String);

impl Listen {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_address = text.parse::<SocketAddr>().is_ok();
        let is_named = || {
            let (host, port) = text.rsplit_once(':')?;
            let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            // Numbers with dots that are not an address are not a host name either.
            let is_name =
                host.chars().all(sign) && host.contains(|c: char| c.is_ascii_alphabetic());
            (is_name && port.parse::<u16>().is_ok()).then_some(())
        };
        (is_address || is_named().is_some()).then(|| Self(text.to_owned()))
    }

    /// Listens on the address. For a host name, listens on the first of its addresses that can be
    /// used.
    ///
    /// # Errors
    /// Fails when the host name has no address, or no address can be used.
    pub async fn bind(&self) -> std::io::Result<TcpListener> {
        TcpListener::bind(&*self.0).await
    }

    /// Resolves the addresses to listen on.
    ///
    /// # Errors
    /// Fails when the host name cannot be resolved.
    pub async fn addresses(&self) -> std::io::Result<Vec<SocketAddr>> {
        Ok(lookup_host(&*self.0).await?.collect())
    }
}

impl From<SocketAddr> for Listen {
    fn from(address: SocketAddr) -> Self {
        Self(address.to_string())
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Listen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "`{text}` must be ADDRESS:PORT, like 127.0.0.1:8080, [::1]:8080 or localhost:8080"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_names_are_accepted_with_a_port() {
        for text in [
            "127.0.0.1:8080",
            "[::1]:8080",
            "0.0.0.0:0",
            "localhost:8080",
            "db-1.example.com:80",
        ] {
            assert_eq!(Listen::parse(text).expect(text).to_string(), text);
        }
        for text in [
            "here",
            "8080",
            ":8080",
            "localhost",
            "localhost:",
            "localhost:99999",
            "::1:8080",
            "1.2.3:80",
            "http://localhost:8080",
            "a b:80",
            "",
        ] {
            assert_eq!(Listen::parse(text), None, "{text}");
        }
    }
}
