//! Invisible characters: Unicode's default-ignorable code points, which include the controls of
//! text direction.
//!
//! An e-mail address may not contain invisible characters. A name may contain them only where they
//! change how the name looks: joiners between letters and between emoji, variation selectors after
//! Han characters and in emoji, and tags in emoji. Keys never contain them.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;
use unicode_normalization::char::canonical_combining_class;

static IGNORABLE: LazyLock<Regex> = LazyLock::new(|| class(r"\p{Default_Ignorable_Code_Point}"));
static HAN: LazyLock<Regex> = LazyLock::new(|| class(r"\p{Han}"));
/// Emoji. Digits, `#` and `*` are excluded, because they are emoji only with a keycap.
static EMOJI: LazyLock<Regex> = LazyLock::new(|| class(r"[\p{Emoji}--[0-9#*]]"));

/// The combining class of viramas. A joiner after a virama shapes the letter before it, even at the
/// end of a word.
const VIRAMA: u8 = 9;
const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';
const KEYCAP: char = '\u{20e3}';
const CANCEL_TAG: char = '\u{e007f}';
/// A symbol that is as wide as a letter but shows nothing.
const BLANK_BRAILLE: char = '\u{2800}';

/// Compiles a pattern for a class of characters.
pub(super) fn class(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that a test compiles")
}

/// Returns whether the character belongs to the class.
pub(super) fn is_of(class: &Regex, c: char) -> bool {
    class.is_match(c.encode_utf8(&mut [0; 4]))
}

/// Returns the text without invisible characters.
pub(super) fn without_ignorable(text: &str) -> Cow<'_, str> {
    match text.is_ascii() {
        true => text.into(),
        false => IGNORABLE.replace_all(text, ""),
    }
}

/// Returns the first invisible character.
#[must_use]
pub fn ignorable(text: &str) -> Option<char> {
    let found = IGNORABLE.find(text)?;
    found.as_str().chars().next()
}

/// Returns whether the text shows nothing.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let is_invisible = |c: char| c.is_whitespace() || c == BLANK_BRAILLE;
    without_ignorable(text).chars().all(is_invisible)
}

/// Returns the first invisible character at a position where a name may not contain it.
///
/// ```
/// use tenantry::normalize::misplaced;
///
/// assert_eq!(misplaced("می\u{200c}خواهم"), None);
/// assert_eq!(misplaced("Ann\u{200c}"), Some('\u{200c}'));
/// ```
#[must_use]
pub fn misplaced(text: &str) -> Option<char> {
    ignorable(text)?;
    let chars: Vec<char> = text.chars().collect();
    let is_misplaced = |place: &usize| {
        let place = *place;
        is_of(&IGNORABLE, chars[place]) && !has_effect(&chars, place)
    };
    let place = (0..chars.len()).find(is_misplaced)?;
    Some(chars[place])
}

/// Returns whether the invisible character at this position changes how its neighbors look.
fn has_effect(chars: &[char], place: usize) -> bool {
    let Some(before) = place.checked_sub(1).map(|before| chars[before]) else {
        return false;
    };
    let after = chars.get(place + 1).copied();
    match chars[place] {
        JOINER if is_in_emoji(&chars[..place]) => after.is_some_and(is_emoji),
        JOINER | NON_JOINER => {
            canonical_combining_class(before) == VIRAMA
                || (is_letter(before) && after.is_some_and(is_letter))
        }
        '\u{fe0f}' if after == Some(KEYCAP) => before.is_ascii_digit() || "#*".contains(before),
        '\u{fe0e}' | '\u{fe0f}' => is_emoji(before) || is_of(&HAN, before),
        '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}' => is_of(&HAN, before),
        tag if is_tag(tag) => is_in_tags(chars, place),
        _ => false,
    }
}

fn is_letter(c: char) -> bool {
    !is_of(&IGNORABLE, c) && (c.is_alphabetic() || canonical_combining_class(c) != 0)
}

fn is_emoji(c: char) -> bool {
    is_of(&EMOJI, c)
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..=CANCEL_TAG)
}

/// Returns whether the characters end with an emoji, optionally followed by a variation selector or
/// tags.
fn is_in_emoji(chars: &[char]) -> bool {
    let base = chars
        .iter()
        .rfind(|c| !is_tag(**c) && !matches!(c, '\u{fe0e}' | '\u{fe0f}'));
    base.is_some_and(|base| is_emoji(*base))
}

/// Returns whether the tag at this position belongs to a valid sequence: an emoji, tags, and the
/// tag that ends them.
fn is_in_tags(chars: &[char], place: usize) -> bool {
    let first = chars[..place].iter().rposition(|c| !is_tag(*c));
    let Some(base) = first else { return false };
    let tags = chars[base + 1..].iter().take_while(|c| is_tag(**c));
    let end = tags.clone().position(|c| *c == CANCEL_TAG);
    is_in_emoji(&chars[..=base]) && end.is_some_and(|end| end > 0 && end + 1 == tags.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_kept_where_they_have_an_effect() {
        for good in [
            "क्\u{200d}ष",
            "അവന്\u{200d}",
            "می\u{200c}خواهم",
            "葛\u{e0100}飾",
            "神\u{fe00}",
            "\u{2764}\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "\u{1f469}\u{200d}\u{1f4bb}",
            "\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}",
            "\u{1f469}\u{1f3fd}\u{200d}\u{1f680}",
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
        ] {
            assert_eq!(misplaced(good), None, "{good}");
        }
    }

    #[test]
    fn invisible_characters_without_an_effect_are_found() {
        for (bad, found) in [
            ("An\u{ad}n", '\u{ad}'),
            ("\u{feff}Ann", '\u{feff}'),
            ("Ann\u{202e}", '\u{202e}'),
            ("\u{2066}Ann\u{2069}", '\u{2066}'),
            ("Ann \u{200d}Lee", '\u{200d}'),
            ("Ann\u{200d}\u{200d}Lee", '\u{200d}'),
            ("Ann\u{fe0f}", '\u{fe0f}'),
            ("1\u{fe0f}", '\u{fe0f}'),
            ("\u{2764}\u{fe00}", '\u{fe00}'),
            ("Ann\u{e0067}\u{e007f}", '\u{e0067}'),
            ("\u{1f3f4}\u{e0067}\u{e0062}", '\u{e0067}'),
            ("\u{1f3f4}\u{e007f}", '\u{e007f}'),
            ("a\u{34f}b", '\u{34f}'),
            ("\u{3164}", '\u{3164}'),
            ("\u{115f}a", '\u{115f}'),
        ] {
            assert_eq!(misplaced(bad), Some(found), "{bad:?}");
        }
    }

    #[test]
    fn text_is_blank_when_it_shows_nothing() {
        for blank in [
            "",
            " \t",
            "\u{a0}\u{3000}",
            "\u{200b}",
            "\u{2800}",
            "\u{3164}",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank(" a"));
    }
}
