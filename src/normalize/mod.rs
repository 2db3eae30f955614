//! The ways in which text is made equal. Both engines compare what these functions return, byte by byte; neither folds text
//! itself, because each would do it differently.
//!
//! * `invisible`: characters that nobody sees, and where a name may have them.
//! * `phone`: digits, dashes and extensions of phone numbers.
//! * `search`: letters without marks, for searching by a part of a name.
//!
//! To change a key: raise [`KEYS_VERSION`]. A server that starts writes the keys of all rows anew (`domain/engine/rekey.rs`).

mod invisible;
mod phone;
mod search;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use invisible::without_ignorable;

pub use invisible::{ignorable, is_blank, misplaced};
pub use phone::phone;
pub use search::{TooShort, letters, search, search_lines, searchable};

/// The version of all keys together. Raise it whenever one of these functions, or what calls them for a column, returns
/// something else than before.
pub const KEYS_VERSION: i32 = 2;

/// For names that must be unique or sorted: full case fold, each run of white space is one blank, and without characters that
/// nobody sees.
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

/// For e-mail addresses: without white space around it, full case fold, the domain in ASCII.
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

/// The domain in ASCII. A final sigma is a sigma: its upper case does not show which of them it was.
fn in_ascii(domain: &str) -> String {
    let (letters, _) = idna::domain_to_unicode(domain);
    let letters = letters.replace('ς', "σ");
    idna::domain_to_ascii(&letters).unwrap_or_else(|_| case(domain))
}

/// Full case fold. A letter becomes the same whatever stands beside it, unlike in lower case.
///
/// ```
/// assert_eq!(tenantry::normalize::case("ΝΙΚΟΣ"), tenantry::normalize::case("νικος"));
/// ```
#[must_use]
pub fn case(text: &str) -> String {
    text.nfd().default_case_fold().nfc().collect()
}

/// The text without white space around it, in which each run of white space is one blank.
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
