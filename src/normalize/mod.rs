//! Normalization of text for comparison. Both database engines compare the results of these
//! functions byte by byte. Neither engine normalizes text itself, because their results would
//! differ.
//!
//! * `invisible`: invisible characters, and where a name may contain them.
//! * `phone`: digits, dashes and extensions of phone numbers.
//! * `search`: letters without marks, for substring search in names.
//!
//! After a change of a key, raise [`KEYS_VERSION`]. When a server starts, it rewrites the keys of
//! all rows (`domain/engine/rekey.rs`).

mod invisible;
mod phone;
mod search;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use invisible::without_ignorable;

pub use invisible::{ignorable, is_blank, misplaced};
pub use phone::phone;
pub use search::{TooShort, letters, search, search_lines, searchable};

/// The version of all keys. Raise the version whenever one of these functions, or a caller that
/// computes a column with one, returns a different result than before, and with a table of derived
/// rows that servers of older versions do not write.
pub const KEYS_VERSION: i32 = 3;

/// Normalizes a name that must be unique or is sorted: applies full case folding, replaces each run
/// of white space by one space, and drops invisible characters.
///
/// ```
/// assert_eq!(tenantry::normalize::key("  STRASSE "), tenantry::normalize::key("straße"));
/// assert_eq!(tenantry::normalize::key("Acme\u{a0} Inc"), tenantry::normalize::key("acme inc"));
/// assert_ne!(tenantry::normalize::key("café"), tenantry::normalize::key("cafe"));
/// ```
#[must_use]
pub fn key(text: &str) -> String {
    spaced(&case(&without_ignorable(text)))
}

/// Normalizes an e-mail address: trims white space, applies full case folding, and converts the
/// domain to ASCII.
///
/// ```
/// use tenantry::normalize::email;
///
/// assert_eq!(email(" Ann@BÜCHER.example\n"), "ann@xn--bcher-kva.example");
/// assert_eq!(email("ΝΙΚΟΣ.Π@example.com"), email("νικος.π@example.com"));
/// ```
#[must_use]
pub fn email(address: &str) -> String {
    let address = address.trim();
    match address.rsplit_once('@') {
        None => case(address),
        Some((mailbox, domain)) => format!("{}@{}", case(mailbox), in_ascii(domain)),
    }
}

/// Converts the domain to ASCII. A final sigma is replaced by a sigma, because both have one
/// upper-case letter.
fn in_ascii(domain: &str) -> String {
    let lower = domain.to_ascii_lowercase();
    match lower.is_ascii() && !lower.contains("xn--") {
        true => lower,
        false => encoded(domain),
    }
}

/// Converts any domain to ASCII.
fn encoded(domain: &str) -> String {
    let (letters, _) = idna::domain_to_unicode(domain);
    let letters = letters.replace('ς', "σ");
    idna::domain_to_ascii(&letters).unwrap_or_else(|_| case(domain))
}

/// Applies full case folding. Unlike a conversion to lower case, the result for a letter does not
/// depend on the letters beside it.
///
/// ```
/// assert_eq!(tenantry::normalize::case("ΝΙΚΟΣ"), tenantry::normalize::case("νικος"));
/// ```
#[must_use]
pub fn case(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => fold(text),
    }
}

/// Applies full case folding to any text.
fn fold(text: &str) -> String {
    text.nfd().default_case_fold().nfc().collect()
}

/// Trims the text and replaces each run of white space by one space.
///
/// ```
/// assert_eq!(tenantry::normalize::spaced(" a\u{a0}\tb "), "a b");
/// ```
#[must_use]
pub fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_text_is_folded_as_any_text_is() {
        let all: String = (0..128_u8).map(char::from).collect();
        assert_eq!(case(&all), fold(&all));
    }

    #[test]
    fn ascii_domain_is_converted_as_any_domain_is() {
        let all: String = (0..128_u8).map(char::from).collect();
        for domain in [&*all, "Example.COM", "a..b", "-a-.b--c", "a_b", "", "."] {
            assert_eq!(in_ascii(domain), encoded(domain), "{domain:?}");
        }
    }
}
