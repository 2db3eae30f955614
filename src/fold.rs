//! The three ways in which text is made equal. Both engines compare what these functions give, byte by byte; neither folds
//! by itself, because each would do it differently.

use caseless::Caseless;
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

/// For names that must be unique or sorted: trimmed, composed, full case fold.
///
/// ```
/// assert_eq!(tenantry::fold::key("  STRASSE "), tenantry::fold::key("straße"));
/// assert_ne!(tenantry::fold::key("café"), tenantry::fold::key("cafe"));
/// ```
#[must_use]
pub fn key(text: &str) -> String {
    text.trim()
        .chars()
        .nfc()
        .default_case_fold()
        .nfc()
        .collect()
}

/// For e-mail addresses: trimmed, lower case, the domain in ASCII.
///
/// ```
/// assert_eq!(tenantry::fold::email(" Ann@BÜCHER.example "), "ann@xn--bcher-kva.example");
/// ```
#[must_use]
pub fn email(address: &str) -> String {
    let address = address.trim();
    match address.rsplit_once('@') {
        None => address.to_lowercase(),
        Some((mailbox, domain)) => {
            let mailbox: String = mailbox.nfc().collect::<String>().to_lowercase();
            let domain = idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase());
            format!("{mailbox}@{domain}")
        }
    }
}

/// For searching by a part of a name: compatibility forms and accents dropped, full case fold. Vowel signs, as Indic scripts
/// have them, are letters and stay.
///
/// ```
/// assert_eq!(tenantry::fold::search("Ångström"), "angstrom");
/// assert_eq!(tenantry::fold::search("रवि").chars().count(), 3);
/// ```
#[must_use]
pub fn search(text: &str) -> String {
    text.trim()
        .nfkd()
        .default_case_fold()
        .nfkd()
        .filter(|c| canonical_combining_class(*c) == 0)
        .collect()
}
