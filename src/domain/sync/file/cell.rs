//! How values are written in a cell of a CSV file, and read again.
//!
//! | cell | value |
//! |---|---|
//! | `\N` | none: the field is cleared |
//! | backslashes and `N` | one backslash less |
//! | an apostrophe before `=`, `+`, `-`, `@`, TAB or CR, or before apostrophes and one of these | without the first apostrophe |
//! | any other text | the text |
//!
//! The apostrophe keeps spreadsheets from running a value as a formula. In a list of groups, names
//! are separated by `;`, and a `;` or `\` in a name is preceded by `\`.

use std::borrow::Cow;

/// The cell that clears its field.
pub(super) const CLEAR: &str = r"\N";

/// Returns the cell with this value.
pub(super) fn escape(value: &str) -> Cow<'_, str> {
    if is_backslashes_and_n(value) {
        Cow::Owned(format!(r"\{value}"))
    } else if is_formula(value) {
        Cow::Owned(format!("'{value}"))
    } else {
        Cow::Borrowed(value)
    }
}

/// Returns the value of a cell, which is not [`CLEAR`].
pub(super) fn unescape(cell: &str) -> &str {
    if is_backslashes_and_n(cell) {
        return cell.strip_prefix('\\').unwrap_or(cell);
    }
    match cell.strip_prefix('\'') {
        Some(value) if is_formula(value) => value,
        _ => cell,
    }
}

fn is_backslashes_and_n(text: &str) -> bool {
    let backslashes = text.strip_suffix('N').unwrap_or_default();
    !backslashes.is_empty() && backslashes.bytes().all(|byte| byte == b'\\')
}

/// Returns whether a spreadsheet may take the text, without apostrophes at its start, as a formula.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Returns the text of a list of groups, which is then escaped like other values.
pub(super) fn join<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for name in names {
        if !text.is_empty() {
            text.push(';');
        }
        for char in name.chars() {
            if matches!(char, ';' | '\\') {
                text.push('\\');
            }
            text.push(char);
        }
    }
    text
}

/// Returns the names of a list of groups, without blank ones. A `\` before any other character
/// stands for itself.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let char = match char {
            ';' => {
                names.push(String::new());
                continue;
            }
            '\\' => chars
                .next_if(|next| matches!(next, ';' | '\\'))
                .unwrap_or('\\'),
            other => other,
        };
        if let Some(name) = names.last_mut() {
            name.push(char);
        }
    }
    names.retain(|name| !name.trim().is_empty());
    names
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_apostrophe_keeps_a_value_from_being_a_formula() {
        for (value, cell) in [
            ("Ann", "Ann"),
            ("=1+1", "'=1+1"),
            ("+49 151", "'+49 151"),
            ("-", "'-"),
            ("@ann", "'@ann"),
            ("\ta", "'\ta"),
            ("\ra", "'\ra"),
            ("'=1", "''=1"),
            ("''@", "'''@"),
            ("'t Hooft", "'t Hooft"),
            ("'", "'"),
            ("", ""),
            ("N", "N"),
            (r"\N", r"\\N"),
            (r"\\N", r"\\\N"),
            (r"\n", r"\n"),
            (r"'\N", r"'\N"),
        ] {
            assert_eq!(escape(value), cell, "{value:?}");
            assert_eq!(unescape(cell), value, "{cell:?}");
        }
    }

    #[test]
    fn separators_in_names_of_groups_are_escaped() {
        for (names, text) in [
            (&["A", "B"][..], "A;B"),
            (&["A;B"], r"A\;B"),
            (&[r"A\", "B"], r"A\\;B"),
            (&[r"\N"], r"\\N"),
            (&[], ""),
        ] {
            assert_eq!(join(names.iter().copied()), text);
            assert_eq!(split(text), names, "{text}");
        }
        assert_eq!(split(r"DOMAIN\Staff; ;;a\"), [r"DOMAIN\Staff", r"a\"]);
    }

    proptest! {
        #[test]
        fn every_value_is_read_as_it_was_written(value in r"['=+@\\N\t\r;a -]{0,6}") {
            let cell = escape(&value);
            prop_assert_ne!(&cell, CLEAR);
            prop_assert_eq!(unescape(&cell), &value);
        }

        #[test]
        fn every_list_is_read_as_it_was_written(
            names in prop::collection::vec(r"[=+'@\\N;]{1,4}", 0..4)
        ) {
            let list = join(names.iter().map(String::as_str));
            let cell = escape(&list);
            prop_assert_ne!(&cell, CLEAR);
            prop_assert_eq!(split(unescape(&cell)), names);
        }
    }
}
