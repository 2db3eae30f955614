//! E-mail addresses, as a browser's e-mail field accepts them, plus letters of any script.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    domain::field::{bounded, no_control_characters, visible},
    error::{Error, Result},
    normalize,
};

/// The maximum length of an address in bytes: 64 before the @, 255 after the @.
const MAX: usize = 320;

/// The HTML standard's pattern for e-mail fields, plus letters and digits of any script before the
/// @. The pattern is matched after the domain is converted to ASCII.
static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    Regex::new(&format!(
        r"^[\p{{L}}\p{{M}}\p{{N}}.!#$%&'*+/=?^_`{{|}}~-]+@{label}(?:\.{label})*$"
    ))
    .expect("the pattern is a constant that a test compiles")
});

/// An e-mail address. The typed text is displayed; the normalized key is unique.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(from = "Typed")]
pub struct Email {
    typed: String,
    key: String,
}

/// The stored part of a queued address. The key is recalculated, because an older version may have
/// written it.
#[derive(serde::Deserialize)]
struct Typed {
    typed: String,
}

impl From<Typed> for Email {
    fn from(Typed { typed }: Typed) -> Self {
        let key = normalize::email(&typed);
        Self { typed, key }
    }
}

impl Email {
    /// Parses and normalizes an address.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the text is not an e-mail address.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        let typed = text.trim();
        if typed.is_empty() {
            return Err(Error::invalid(
                field,
                "is empty; give an address like ann@example.com",
            ));
        }
        if typed.len() > MAX {
            return Err(Error::invalid(
                field,
                format!("is too long; at most {MAX} bytes are allowed"),
            ));
        }
        no_control_characters(field, typed)?;
        visible(field, normalize::ignorable(typed))?;
        let key = normalize::email(typed);
        if key.len() > MAX || !PATTERN.is_match(&key) {
            return Err(Error::invalid(
                field,
                "is not an e-mail address; give one like ann@example.com",
            ));
        }
        Ok(Self {
            typed: typed.to_owned(),
            key,
        })
    }

    /// Returns an address that a row has, which may predate the rules of [`Email::parse`].
    #[must_use]
    pub(in crate::domain) fn stored(text: &str) -> Self {
        let typed = text.to_owned();
        Self::from(Typed { typed })
    }

    /// Returns the address as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// Returns the normalized address, which comparisons use.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// Returns the normalized form of an address to search for. Text that is not an address matches no
/// user and is not an error.
///
/// # Errors
/// `INVALID_VALUE` if the text is too long, or contains control or invisible characters.
pub(super) fn searched(field: &'static str, text: &str) -> Result<String> {
    bounded(field, text)?;
    let text = text.trim();
    no_control_characters(field, text)?;
    visible(field, normalize::ignorable(text))?;
    Ok(normalize::email(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_accepts_is_accepted() {
        for good in [
            "a@b",
            "ann@example.com",
            "first.last+tag@sub.example.co.uk",
            "o'hara!#$%&*@example.com",
            "1@2.3",
            "..@example.com",
            "ann@BÜCHER.example",
            "jürgen@example.com",
            "李@例子.测试",
            " ann@example.com ",
            "\tann@example.com\r\n",
            "\u{3000}ann@example.com\u{a0}",
        ] {
            assert!(Email::parse("email", good).is_ok(), "{good}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "",
            " ",
            "ann",
            "ann@",
            "@example.com",
            "ann @example.com",
            "ann@exa mple.com",
            "ann@-example.com",
            "ann@example..com",
            "a@b@c",
            "ann@example.com,bob@example.com",
            "a\u{0}@b.c",
            "a\tb@c.d",
            "\u{feff}a@b.c",
            "a\u{200d}b@c.d",
            "a@b\u{ad}c.d",
            "a\u{202e}@b.c",
            "a\u{3164}@b.c",
            "a\u{fe0f}@b.c",
            "\"a b\"@c.d",
            &format!("{}@example.com", "x".repeat(400)),
        ] {
            let error = Email::parse("email", bad).expect_err(bad);
            assert_eq!(error.field(), Some("email"));
        }
    }

    #[test]
    fn case_and_script_do_not_make_another_address() {
        let one = Email::parse("email", "Ann@Bücher.Example").expect("valid");
        let other = Email::parse("email", "ann@xn--bcher-kva.example").expect("valid");
        assert_eq!(one.key(), other.key());
        assert_eq!(one.as_str(), "Ann@Bücher.Example");
    }

    #[test]
    fn the_place_of_a_letter_does_not_make_another_address() {
        for (one, other) in [
            ("ΝΙΚΟΣ.Π@example.gr", "νικος.π@example.gr"),
            ("ΝΙΚΟΣ@example.gr", "νικος@example.gr"),
            ("a@ΝΙΚΟΣ.gr", "a@νικος.gr"),
            ("STRASSE@example.de", "straße@example.de"),
            ("JOSE\u{301}@example.es", "josé@example.es"),
        ] {
            let [one, other] = [one, other].map(|text| Email::parse("email", text).expect(text));
            assert_eq!(one.key(), other.key());
        }
    }

    #[test]
    fn a_queued_address_gets_the_key_of_this_version() {
        let queued = r#"{"typed":"Νικος@example.gr","key":"of an older version"}"#;
        let email: Email = serde_json::from_str(queued).expect("an address");
        assert_eq!(
            email,
            Email::parse("email", "Νικος@example.gr").expect("valid")
        );
    }
}
