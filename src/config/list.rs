//! Settings that are lists: one string with commas, which is how flags and the environment write them, or a list.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, de::Error};
use url::Url;

/// Networks; an address is a network of its own.
pub(super) fn networks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    entries(deserializer, |entry| {
        entry
            .parse::<IpNet>()
            .or_else(|_| entry.parse::<IpAddr>().map(IpNet::from))
            .map_err(|_| format!("`{entry}` is no address or network"))
    })
}

/// Origins, as browsers write them.
pub(super) fn origins<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    entries(deserializer, origin)
}

fn origin(entry: &str) -> Result<String, String> {
    if entry.contains('*') {
        return Err(format!(
            "`{entry}` names sites that nobody has looked at; requests carry tokens, so name each site that may send them"
        ));
    }
    let refused = || {
        format!(
            "`{entry}` is no origin; write one like https://admin.example.com or http://localhost:3000"
        )
    };
    let url = Url::parse(entry).map_err(|_| refused())?;
    let origin = url.origin().ascii_serialization();
    // All else that a URL can have would be ignored: what is left must be the origin alone.
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
