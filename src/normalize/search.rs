//! Normalization for substring search in names, and the minimum length of a search text.

use std::sync::LazyLock;

use caseless::Caseless;
use regex::Regex;
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

use super::{
    invisible::{class, is_of, without_ignorable},
    spaced,
};

static DASH: LazyLock<Regex> = LazyLock::new(|| class(r"\p{Dash}"));
/// Letters that stand for a syllable or a word. Words in these scripts are short, and often written
/// without spaces.
static SYLLABLE: LazyLock<Regex> =
    LazyLock::new(|| class(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー]"));
/// The letters of `SYLLABLE` that stay one character when they are decomposed. A Hangul syllable
/// becomes two or three characters.
static UNDIVIDED: LazyLock<Regex> = LazyLock::new(|| class(r"[\p{Han}\p{Hiragana}\p{Katakana}ー]"));

/// The length of the substrings that the search indexes of both engines contain.
const TRIGRAM: usize = 3;
/// The minimum length of a search text in characters.
const MIN_PART: usize = 3;
/// The minimum length if all characters stand for syllables or words.
const MIN_SYLLABLES: usize = 2;

/// Normalizes a name for substring search: replaces compatibility forms, drops accents and the
/// strokes and hooks of letters, applies full case folding, and unifies apostrophes and dashes.
/// Vowel signs, such as those of Indic scripts, are letters and are kept.
///
/// Han and Kana characters are doubled, so that a trigram index finds two of them, and spaces
/// between them are dropped.
///
/// ```
/// use tenantry::normalize::search;
///
/// assert_eq!(search("Ångström"), "angstrom");
/// assert_eq!(search("Łukasz O’Brien‑Søren"), "lukasz o'brien-soren");
/// assert_eq!(search("रवि").chars().count(), 3);
/// assert!(search("小龙 李").contains(&search("龙李")));
/// ```
#[must_use]
pub fn search(text: &str) -> String {
    doubled(&letters(text))
}

/// Returns the search text of a person: the display, first and last name, and the last and first
/// name without a space, one per line. A name that the text already contains is omitted. Names
/// contain no line breaks, so a search never matches across two lines.
#[must_use]
pub fn search_lines(display: &str, first: &str, last: &str) -> String {
    let mut lines = String::new();
    for name in [display, first, last, &format!("{last}{first}")] {
        let name = search(name);
        if !lines.contains(&name) {
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.push_str(&name);
        }
    }
    lines
}

/// The minimum length of a search text that is too short. Accents do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooShort {
    /// Three characters.
    NeedsThree,
    /// Two characters, because all characters are Han, Kana or Hangul.
    NeedsTwo,
}

/// Checks that the text is long enough for a search.
///
/// # Errors
/// The minimum length if the text is shorter.
pub fn searchable(text: &str) -> Result<(), TooShort> {
    let plain = letters(text);
    let typed = text.trim().nfc();
    let typed = typed.filter(|c| canonical_combining_class(*c) == 0);
    let length = typed.count().min(plain.chars().count());
    let are_syllables = length > 0 && plain.chars().all(|c| is_of(&SYLLABLE, c));
    if are_syllables && length < MIN_SYLLABLES {
        return Err(TooShort::NeedsTwo);
    }
    // A single Hangul consonant is one character.
    let is_indexed = doubled(&plain).chars().count() >= TRIGRAM;
    match is_indexed && (are_syllables || length >= MIN_PART) {
        true => Ok(()),
        false => Err(TooShort::NeedsThree),
    }
}

/// Returns whether the character is a dash.
pub(super) fn is_dash(c: char) -> bool {
    is_of(&DASH, c)
}

/// Returns the text in lower case without marks, as people spell it on keyboards without special
/// letters.
///
/// ```
/// assert_eq!(tenantry::normalize::letters("Łódź  Æther"), "lodz aether");
/// ```
#[must_use]
pub fn letters(text: &str) -> String {
    match text.is_ascii() {
        true => ascii_letters(text),
        false => any_letters(text),
    }
}

/// Returns [`any_letters`] of ASCII text, which most names are, in a tenth of the time.
fn ascii_letters(text: &str) -> String {
    spaced(&text.replace('`', "'").to_ascii_lowercase())
}

fn any_letters(text: &str) -> String {
    let text = without_ignorable(text);
    // Marks are replaced before decomposition, which turns some apostrophes into a space and an
    // accent.
    let marks = text.chars().map(mark);
    let letters = marks.nfkd().default_case_fold().nfkd();
    // Marks are replaced again after decomposition, which turns `ŉ` into an apostrophe and a
    // letter.
    let letters = letters
        .filter(|c| canonical_combining_class(*c) == 0)
        .map(mark);
    let mut plain = String::with_capacity(text.len());
    for c in letters {
        match without_stroke(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    joined(&spaced(&plain))
}

/// Replaces apostrophes and dashes of all kinds by `'` and `-`.
fn mark(c: char) -> char {
    match c {
        '`' | '´' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | '՚' | '׳' | '‘' | '’' | '‛' | '′'
        | '‵' | 'ꞌ' | '＇' | '\u{374}' | '\u{384}' | '\u{1fbd}' | '\u{1fbf}' | '\u{1fef}'
        | '\u{1ffd}' => '\'',
        c if !c.is_ascii() && is_dash(c) => '-',
        c => c,
    }
}

/// Returns the replacement for a Latin letter that has no decomposition: its usual spelling on
/// keyboards without the letter.
fn without_stroke(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ƀ' | 'ɓ' => "b",
        'ƈ' | 'ȼ' => "c",
        'đ' | 'ð' | 'ɖ' | 'ɗ' | 'ƌ' => "d",
        'ɇ' => "e",
        'ƒ' => "f",
        'ǥ' | 'ɠ' => "g",
        'ħ' | 'ɦ' => "h",
        'ı' | 'ɨ' => "i",
        'ȷ' | 'ɉ' => "j",
        'ĸ' | 'ƙ' => "k",
        'ł' | 'ƚ' | 'ɫ' => "l",
        'ŋ' | 'ɲ' | 'ƞ' => "n",
        'ø' | 'ɵ' => "o",
        'ƥ' => "p",
        'ɍ' => "r",
        'ŧ' | 'ƭ' | 'ⱦ' => "t",
        'ʉ' => "u",
        'ʋ' => "v",
        'ƴ' | 'ɏ' => "y",
        'ƶ' | 'ȥ' => "z",
        _ => return None,
    })
}

/// Returns the text without spaces between letters that stand for syllables, because people write
/// such names with or without spaces.
fn joined(text: &str) -> String {
    if text.is_ascii() || !text.contains(' ') {
        return text.to_owned();
    }
    let mut joined = String::with_capacity(text.len());
    for word in text.split(' ') {
        let before = joined.chars().next_back();
        let after = word.chars().next();
        let is_syllable = |c: Option<char>| c.is_some_and(|c| is_of(&SYLLABLE, c));
        if before.is_some() && !(is_syllable(before) && is_syllable(after)) {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// Returns the text with each Han and Kana character doubled.
fn doubled(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut doubled = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        doubled.push(c);
        if is_of(&UNDIVIDED, c) {
            doubled.push(c);
        }
    }
    doubled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_letters_are_the_letters() {
        let all: String = (0..128_u8).map(char::from).collect();
        let reversed: String = all.chars().rev().collect();
        for text in [&*all, &*reversed, " `a''  B- ", ""] {
            assert_eq!(ascii_letters(text), any_letters(text), "{text:?}");
            assert_eq!(doubled(&ascii_letters(text)), ascii_letters(text));
        }
    }

    #[test]
    fn composed_and_decomposed_text_are_one() {
        for text in ["Éèà", "Nguyễn", "김민수", "ガギグ", "ǿstråße", "Ǆ"] {
            let [nfc, nfd]: [String; 2] = [text.nfc().collect(), text.nfd().collect()];
            assert_eq!(search(&nfc), search(&nfd), "{text}");
            assert_eq!(searchable(&nfc), searchable(&nfd), "{text}");
        }
    }

    #[test]
    fn an_apostrophe_that_is_a_part_of_a_letter_is_one() {
        for text in [
            "ŉ Mens",
            "'n Mens",
            "ʼn Mens",
            "’n mens",
            "ŉ mens",
            "ʼN Mens",
        ] {
            assert_eq!(search(text), "'n mens", "{text}");
        }
        // A double prime equals two primes, because compatibility decomposition splits it.
        assert_eq!(search("5″"), search("5′′"));
    }

    #[test]
    fn two_characters_are_enough_where_they_stand_for_syllables() {
        for enough in [
            "李小",
            "佐々",
            "ガギ",
            "ｶﾞｷﾞ",
            "하나",
            "김수",
            "abc",
            "李 小",
            "a李b",
        ] {
            assert_eq!(searchable(enough), Ok(()), "{enough}");
        }
        for short in ["李", "김", "한\u{301}", "가"] {
            assert_eq!(searchable(short), Err(TooShort::NeedsTwo), "{short}");
        }
        for short in ["", "ab", "李a", "e\u{301}a", "ㄱㄴ", " ab "] {
            assert_eq!(searchable(short), Err(TooShort::NeedsThree), "{short}");
        }
    }

    #[test]
    fn a_letter_that_stands_twice_is_found_only_where_it_is() {
        let text = search("ああい");
        for part in ["ああ", "あい", "ああい"] {
            assert!(text.contains(&search(part)), "{part}");
        }
        for none in ["いあ", "あああ", "いい"] {
            assert!(!text.contains(&search(none)), "{none}");
        }
    }

    #[test]
    fn a_line_that_others_have_is_left_out() {
        assert_eq!(search_lines("Ann Lee", "Ann", "Lee"), "ann lee\nleeann");
        assert_eq!(search_lines("Cher", "Cher", ""), "cher");
        assert_eq!(search_lines("Zed", "Ann", "Lee"), "zed\nann\nlee\nleeann");
    }
}
