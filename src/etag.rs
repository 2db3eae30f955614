//! Entity tags, and the request conditions that list them (RFC 9110, sections 8.8.3 and 13.1).

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::error::{Code, Error, Result};

/// The maximum number of entity tags in a condition.
pub(crate) const MAX_TAGS: usize = 16;

/// The value of `If-Match` or `If-None-Match`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// `*`: any representation.
    Any,
    /// A representation with one of these tags.
    OneOf(Vec<EntityTag>),
}

/// An entity tag.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct EntityTag {
    /// The text between the double quotes.
    pub(crate) opaque: Vec<u8>,
    /// Whether the tag is weak: `W/` precedes the double quotes.
    pub(crate) is_weak: bool,
}

impl Condition {
    /// Parses `If-Match`.
    ///
    /// # Errors
    /// `INVALID_REQUEST` for a value that is neither `*` nor a list of entity tags, and for more
    /// than 16 tags.
    pub(crate) fn if_match(headers: &HeaderMap) -> Result<Option<Self>> {
        Self::read(headers, &header::IF_MATCH, "If-Match")
    }

    /// Parses `If-None-Match`.
    ///
    /// # Errors
    /// `INVALID_REQUEST` for a value that is neither `*` nor a list of entity tags, and for more
    /// than 16 tags.
    pub(crate) fn if_none_match(headers: &HeaderMap) -> Result<Option<Self>> {
        Self::read(headers, &header::IF_NONE_MATCH, "If-None-Match")
    }

    fn read(headers: &HeaderMap, name: &HeaderName, shown: &str) -> Result<Option<Self>> {
        if !headers.contains_key(name) {
            return Ok(None);
        }
        // Several lines of a header are one list.
        let lines = headers.get_all(name).iter().map(HeaderValue::as_bytes);
        let value = lines.collect::<Vec<_>>().join(&b","[..]);
        let message = match Self::parse(value.trim_ascii()) {
            Some(Self::OneOf(tags)) if tags.len() > MAX_TAGS => {
                format!("`{shown}` may list at most {MAX_TAGS} entity tags.")
            }
            Some(condition) => return Ok(Some(condition)),
            None => format!(
                "`{shown}` must be `*`, or entity tags in double quotes: `\"7\"`, or `\"7\", \"8\"`. Send the `ETag` of an \
                 earlier reply unchanged."
            ),
        };
        Err(Error::new(Code::InvalidRequest, message))
    }

    fn parse(value: &[u8]) -> Option<Self> {
        if value == b"*" {
            return Some(Self::Any);
        }
        let mut tags = Vec::new();
        let mut rest = value;
        loop {
            // A list may have empty elements.
            while let [b',' | b' ' | b'\t', after @ ..] = rest {
                rest = after;
            }
            if rest.is_empty() {
                return (!tags.is_empty()).then_some(Self::OneOf(tags));
            }
            let (tag, after) = EntityTag::parse(rest)?;
            tags.push(tag);
            rest = after.trim_ascii_start();
            if !matches!(rest, [] | [b',', ..]) {
                return None;
            }
        }
    }

    /// Returns whether the condition names the representation with this tag, by the weak
    /// comparison: tags are equal whether weak or not.
    pub(crate) fn matches_weakly(&self, tag: &[u8]) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(tags) => EntityTag::parse(tag)
                .is_some_and(|(tag, _)| tags.iter().any(|one| one.opaque == tag.opaque)),
        }
    }
}

impl EntityTag {
    /// Parses the tag at the start of the text. Returns the tag and the text after it.
    fn parse(text: &[u8]) -> Option<(Self, &[u8])> {
        let (is_weak, text) = match text.strip_prefix(b"W/") {
            Some(text) => (true, text),
            None => (false, text),
        };
        let text = text.strip_prefix(b"\"")?;
        let end = text.iter().position(|byte| *byte == b'"')?;
        let (opaque, after) = (&text[..end], &text[end + 1..]);
        let is_plain = opaque.iter().all(|byte| *byte > b' ' && *byte != 0x7f);
        let tag = Self {
            opaque: opaque.to_vec(),
            is_weak,
        };
        is_plain.then_some((tag, after))
    }
}

/// Returns the representations that the client of a GET request already has. An invalid
/// `If-None-Match` is ignored, so that the client gets a full response.
pub(crate) fn known(headers: &HeaderMap) -> Option<Condition> {
    Condition::if_none_match(headers).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(lines: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::IF_MATCH, line.parse().expect("a value"));
        }
        match Condition::if_match(&headers).ok()?? {
            Condition::Any => Some("*".to_owned()),
            Condition::OneOf(tags) => {
                let tags = tags.iter().map(|tag| {
                    let weak = if tag.is_weak { "W/" } else { "" };
                    format!("{weak}{}", String::from_utf8_lossy(&tag.opaque))
                });
                Some(tags.collect::<Vec<_>>().join(" "))
            }
        }
    }

    #[test]
    fn entity_tags_are_read_as_the_rfc_writes_them() {
        for (lines, expected) in [
            (&["*"][..], "*"),
            (&["\"7\""], "7"),
            (&[" \"7\" , \"8\"\t"], "7 8"),
            (&["\"7\",,\"8\","], "7 8"),
            (&["W/\"7\", \"a,b\""], "W/7 a,b"),
            (&["\"7\"", "\"8\""], "7 8"),
            (&["\"\""], ""),
        ] {
            assert_eq!(parsed(lines).as_deref(), Some(expected), "{lines:?}");
        }
    }

    #[test]
    fn values_that_are_no_entity_tags_are_refused() {
        let long = vec!["\"7\""; MAX_TAGS + 1].join(", ");
        for lines in [
            &["7"][..],
            &[""],
            &[","],
            &["\"7"],
            &["\"7\" \"8\""],
            &["\"7\"8"],
            &["*, \"7\""],
            &["*", "*"],
            &["w/\"7\""],
            &["W/ \"7\""],
            &["\"a b\""],
            &["'7'"],
            &[&long],
        ] {
            assert_eq!(parsed(lines), None, "{lines:?}");
        }
    }

    #[test]
    fn a_representation_is_known_by_the_weak_comparison() {
        for (value, tag, expected) in [
            ("\"7\"", "\"7\"", true),
            ("W/\"7\"", "\"7\"", true),
            ("\"7\"", "W/\"7\"", true),
            ("\"6\", \"7\"", "\"7\"", true),
            ("*", "\"7\"", true),
            ("\"6\"", "\"7\"", false),
            ("7", "\"7\"", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, value.parse().expect("a value"));
            let known = known(&headers);
            let is_known = known.is_some_and(|known| known.matches_weakly(tag.as_bytes()));
            assert_eq!(is_known, expected, "{value}");
        }
    }
}
