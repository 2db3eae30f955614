//! Settings that are lists: a list in the file, or a string with commas in flags and in the
//! environment.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, de::Error};
use url::Url;

/// Reads networks. A single address is a network of one address.
pub(super) fn networks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    entries(deserializer, |entry| {
        entry
            .parse::<IpNet>()
            .or_else(|_| entry.parse::<IpAddr>().map(IpNet::from))
            .map_err(|_| format!("`{entry}` must be an IP address or a network, like 10.0.0.0/8"))
    })
}

/// Reads origins, normalized to the form in which browsers send them.
pub(super) fn origins<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    entries(deserializer, origin)
}

fn origin(entry: &str) -> Result<String, String> {
    if entry.contains('*') {
        return Err(format!(
            "`{entry}` must not contain `*`, because requests carry tokens; list each origin"
        ));
    }
    let refused = || {
        format!(
            "`{entry}` must be an origin, like https://admin.example.com or http://localhost:3000"
        )
    };
    let url = Url::parse(entry).map_err(|_| refused())?;
    let origin = url.origin().ascii_serialization();
    // A path, a query or a login would be ignored, so only a bare origin is accepted.
    let is_alone = url.as_str().strip_suffix('/') == Some(&*origin);
    if matches!(url.scheme(), "http" | "https") && is_alone {
        Ok(origin)
    } else {
        Err(refused())
    }
}

fn entries<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        List(Vec<String>),
        Text(String),
    }
    let entries = match Form::deserialize(deserializer)? {
        Form::List(entries) => entries,
        Form::Text(text) => text.split(',').map(str::to_owned).collect(),
    };
    entries
        .iter()
        .map(|entry| entry.trim())
        .filter(|entry| !entry.is_empty())
        .map(|entry| parse(entry).map_err(D::Error::custom))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn origins_are_written_as_browsers_write_them() {
        for (entry, origin) in [
            ("https://admin.example.com", "https://admin.example.com"),
            (
                "https://Admin.Example.com:443/",
                "https://admin.example.com",
            ),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("https://b\u{fc}ro.example", "https://xn--bro-hoa.example"),
        ] {
            assert_eq!(super::origin(entry).as_deref(), Ok(origin), "{entry}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for entry in [
            "*",
            "null",
            "admin.example.com",
            "https://*.example.com",
            "https://admin.example.com/app",
            "https://admin.example.com?a",
            "https://admin.example.com#a",
            "https://ann@admin.example.com",
            "ftp://admin.example.com",
            "file:///etc",
            "https://",
        ] {
            let refused = super::origin(entry).expect_err(entry);
            assert!(refused.contains(&format!("`{entry}`")), "{refused}");
        }
    }
}
