//! Normalization of phone numbers: the characters in which spellings of a number differ.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::{
    invisible::{class, is_of, without_ignorable},
    search::is_dash,
};

static DIGIT: LazyLock<Regex> = LazyLock::new(|| class(r"\p{Nd}"));

/// A number followed by an extension. The separators are those that libphonenumber knows.
static EXTENSION: LazyLock<Regex> = LazyLock::new(|| {
    class(
        r"(?ix)^ (.*[0-9].*?) [\s,;]*
        (?: ext(?:ension|n)? | extensión | x | \# | int | anexo | доб ) [\s.:=-]* ([0-9]{1,9}) \#? $",
    )
});

/// Returns the number with ASCII digits, dashes, brackets and plus signs, and the extension.
///
/// ```
/// use tenantry::normalize::phone;
///
/// assert_eq!(phone("＋４９‑３０−１２３"), ("+49-30-123".to_owned(), None));
/// assert_eq!(phone("+49 30 123 ext. 45"), ("+49 30 123".to_owned(), Some("45".to_owned())));
/// ```
#[must_use]
pub fn phone(text: &str) -> (String, Option<String>) {
    let plain: String = without_ignorable(text).nfkc().map(plain).collect();
    match EXTENSION.captures(&plain) {
        Some(parts) => (parts[1].to_owned(), Some(parts[2].to_owned())),
        None => (plain, None),
    }
}

fn plain(c: char) -> char {
    match c {
        // Between digits, the long vowel mark of Japanese keyboards is a dash.
        'ー' => '-',
        c if c.is_ascii() => c,
        c if is_dash(c) => '-',
        c => decimal(c).map_or(c, |digit| char::from(b'0' + digit)),
    }
}

/// Returns the value of a decimal digit. In Unicode, the ten digits of a script are consecutive,
/// from zero to nine.
fn decimal(c: char) -> Option<u8> {
    if !is_of(&DIGIT, c) {
        return None;
    }
    let is_digit = |back: &u32| {
        let before = char::from_u32(c as u32 - back);
        before.is_some_and(|before| is_of(&DIGIT, before))
    };
    let before = (1..).take_while(is_digit).count();
    u8::try_from(before % 10).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_digits_of_every_script_have_their_value() {
        for (zero, name) in [
            ('٠', "Arabic"),
            ('۰', "Persian"),
            ('०', "Devanagari"),
            ('০', "Bengali"),
            ('๐', "Thai"),
            ('０', "wide"),
            ('\u{1d7ce}', "bold"),
            ('\u{1d7f6}', "monospaced"),
            ('\u{1e950}', "Adlam"),
        ] {
            for value in 0..10 {
                let digit = char::from_u32(zero as u32 + value).expect("a digit");
                assert_eq!(decimal(digit).map(u32::from), Some(value), "{name}");
            }
        }
        assert_eq!(decimal('½'), None);
    }

    #[test]
    fn an_extension_is_found_however_it_is_marked() {
        for text in [
            "+49 30 123 ext. 45",
            "+49 30 123 EXT45",
            "+49 30 123x45",
            "+49 30 123 #45",
            "+49 30 123;ext=45",
            "+49 30 123, extension 45",
            "+49 30 123 доб. 45",
            "+49 30 123 extn ４５",
        ] {
            let expected = ("+49 30 123".to_owned(), Some("45".to_owned()));
            assert_eq!(phone(text), expected, "{text}");
        }
        for none in ["+49 30 12345", "Front Desk (2)", "x45", "next 5"] {
            assert_eq!(phone(none).1, None, "{none}");
        }
    }
}
