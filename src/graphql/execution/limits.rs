//! Limits on the size of a request. They are checked before a document is validated, because
//! validation takes time and stack in proportion to the document.

use std::{collections::HashMap, time::Duration};

use apollo_compiler::ast::{Definition, Document, FragmentDefinition, Selection};

use crate::{
    config::Config,
    error::{Code, Error, Result},
};

/// The maximum nesting of brackets. The parser recurses once for each level.
const MAX_NESTING: usize = 200;
/// The maximum number of tokens in a document. The parser takes a kilobyte for each.
const MAX_TOKENS: usize = 100_000;
/// The maximum nesting of selections, with fragments expanded.
const MAX_LEVELS: usize = 100;
/// The maximum number of fields of an operation, with fragments expanded.
const MAX_FIELDS: usize = 10_000;
/// The maximum number of fields, spreads and inline fragments of a document, with fragments
/// expanded. Validation walks all operations, and a spread takes time even if it contains no field.
const MAX_SELECTIONS: usize = 50_000;

/// The introspection fields that lead from one type to a list of others.
const LISTS_OF_TYPES: [&str; 5] = [
    "fields",
    "inputFields",
    "interfaces",
    "possibleTypes",
    "args",
];
/// The maximum nesting of such lists. The whole schema with its arguments takes two levels; each
/// level multiplies the size of the response.
const MAX_LISTS: usize = 3;

/// The configured limits of the GraphQL API.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub(crate) body_bytes: usize,
    pub(super) depth: usize,
    pub(super) root_fields: usize,
    pub(crate) batch: usize,
    pub(super) cost: u64,
    pub(crate) timeout: Duration,
    pub(crate) idle: Duration,
}

impl From<&Config> for Limits {
    fn from(config: &Config) -> Self {
        Self {
            body_bytes: config.max_body_bytes,
            depth: config.max_depth,
            root_fields: config.max_root_fields,
            batch: config.max_batch,
            cost: config.max_cost,
            timeout: config.request_timeout,
            idle: config.idle_timeout,
        }
    }
}

/// Builds the error for an exceeded limit. The message names the setting that an operator can
/// raise.
pub(crate) fn exceeded(what: &str, most: usize, setting: &str) -> Error {
    Error::new(
        Code::LimitExceeded,
        format!("{what}; at most {most} are allowed (setting `{setting}`)."),
    )
}

/// Checks that the parser can handle the document: the nesting of brackets is limited by its stack,
/// the number of tokens by its memory. A string counts as one token; comments do not count.
///
/// # Errors
///
/// `LIMIT_EXCEEDED` for too many tokens or too deep a nesting.
pub(super) fn check_text(document: &str) -> Result<()> {
    let bytes = document.as_bytes();
    let (mut at, mut depth, mut tokens, mut in_word) = (0, 0_usize, 0_usize, false);
    while let Some(byte) = bytes.get(at) {
        let was_in_word = std::mem::replace(&mut in_word, is_of_word(*byte));
        match byte {
            b' ' | b',' | b'\t' | b'\n' | b'\r' => {}
            b'#' => {
                at += bytes[at..]
                    .iter()
                    .take_while(|byte| !matches!(byte, b'\n' | b'\r'))
                    .count()
            }
            _ => tokens += usize::from(!(in_word && was_in_word)),
        }
        match byte {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            b'"' => at = end_of_string(bytes, at),
            _ => {}
        }
        if tokens > MAX_TOKENS {
            return Err(Error::new(
                Code::LimitExceeded,
                format!(
                    "The document has more than {MAX_TOKENS} lexical tokens; put long lists into variables."
                ),
            ));
        }
        if depth > MAX_NESTING {
            return Err(Error::new(
                Code::LimitExceeded,
                format!("The document nests more than {MAX_NESTING} brackets."),
            ));
        }
        at += 1;
    }
    Ok(())
}

/// Returns whether the byte is part of a name, a number, or the dots of a spread.
fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'+')
}

/// Returns the end of the string that begins at `at`: its last quotation mark, or the end of the
/// line or text.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let is_block = bytes[at..].starts_with(br#"""""#);
    let mut at = at + if is_block { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if !is_block => at += 1,
            b'\\' if bytes[at..].starts_with(br#"\""""#) => at += 3,
            b'"' if !is_block => return at,
            b'"' if bytes[at..].starts_with(br#"""""#) => return at + 2,
            b'\n' if !is_block => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

/// Checks the document's operations against the limits. Returns whether fields may have to wait for
/// one another, so that the keys of the response may be in another order than in the document.
///
/// # Errors
///
/// `LIMIT_EXCEEDED` for an exceeded limit, `INVALID_REQUEST` for a fragment that spreads itself.
pub(super) fn check(document: &Document, limits: &Limits) -> Result<bool> {
    let definitions = document.definitions.iter();
    let fragments = definitions.filter_map(|definition| match definition {
        Definition::FragmentDefinition(fragment) => Some(&**fragment),
        _ => None,
    });
    let mut measure = Measure {
        fragments: fragments
            .clone()
            .map(|fragment| (fragment.name.as_str(), Fragment::Known(fragment)))
            .collect(),
    };
    // Unused fragments count as well, because validation walks them all.
    let mut selections = 0_usize;
    for fragment in fragments {
        let size = measure.fragment(&fragment.name, 0)?;
        selections = selections.saturating_add(size.selections);
    }
    let mut may_wait = false;
    for definition in &document.definitions {
        let Definition::OperationDefinition(operation) = definition else {
            continue;
        };
        let size = measure.selections(&operation.selection_set, 0)?;
        may_wait |= size.root_fields > 1 || size.depth > 2;
        selections = selections.saturating_add(size.selections);
        if size.root_fields > limits.root_fields {
            return Err(exceeded(
                &format!("The operation has {} root fields", size.root_fields),
                limits.root_fields,
                "max_root_fields",
            ));
        }
        if size.aliases > limits.root_fields {
            return Err(exceeded(
                &format!("The operation has {} aliases", size.aliases),
                limits.root_fields,
                "max_root_fields",
            ));
        }
        if size.depth > limits.depth {
            return Err(exceeded(
                &format!("The operation is {} levels deep", size.depth),
                limits.depth,
                "max_depth",
            ));
        }
        if size.fields > MAX_FIELDS {
            return Err(Error::new(
                Code::LimitExceeded,
                format!(
                    "The operation has {} fields; at most {MAX_FIELDS} are allowed.",
                    size.fields
                ),
            ));
        }
    }
    if selections > MAX_SELECTIONS {
        return Err(Error::new(
            Code::LimitExceeded,
            format!(
                "The document has {selections} fields and spreads with fragments expanded; at most {MAX_SELECTIONS} are allowed."
            ),
        ));
    }
    Ok(may_wait)
}

/// The size of a selection, with fragments expanded.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    depth: usize,
    /// The nesting of lists of types.
    lists: usize,
    root_fields: usize,
    fields: usize,
    aliases: usize,
    /// The number of fields, spreads and inline fragments.
    selections: usize,
}

impl Size {
    fn beside(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            lists: self.lists.max(other.lists),
            root_fields: self.root_fields.saturating_add(other.root_fields),
            fields: self.fields.saturating_add(other.fields),
            aliases: self.aliases.saturating_add(other.aliases),
            selections: self.selections.saturating_add(other.selections),
        }
    }
}

struct Measure<'a> {
    fragments: HashMap<&'a str, Fragment<'a>>,
}

/// The measurement of a fragment, which is made once.
#[derive(Clone, Copy)]
enum Fragment<'a> {
    Known(&'a FragmentDefinition),
    /// The fragment is being measured.
    Begun,
    Measured(Size),
}

impl<'a> Measure<'a> {
    fn fragment(&mut self, name: &'a str, level: usize) -> Result<Size> {
        let fragment = match self.fragments.get(name) {
            Some(Fragment::Known(fragment)) => *fragment,
            Some(Fragment::Measured(size)) => return Ok(*size),
            Some(Fragment::Begun) => {
                return Err(Error::new(
                    Code::InvalidRequest,
                    format!("The fragment `{name}` spreads itself."),
                ));
            }
            // Validation reports unknown fragments.
            None => return Ok(Size::default()),
        };
        self.fragments.insert(name, Fragment::Begun);
        let size = self.selections(&fragment.selection_set, level + 1)?;
        self.fragments.insert(name, Fragment::Measured(size));
        Ok(size)
    }

    fn selections(&mut self, selections: &'a [Selection], level: usize) -> Result<Size> {
        if level > MAX_LEVELS {
            return Err(Error::new(
                Code::LimitExceeded,
                format!("Fragments are nested deeper than {MAX_LEVELS} levels."),
            ));
        }
        let mut whole = Size::default();
        for selection in selections {
            let part = match selection {
                Selection::Field(field) => {
                    let name = field.name.as_str();
                    let mut below = self.selections(&field.selection_set, level + 1)?;
                    if name == "__schema" || name == "__type" {
                        // Tools query the whole schema with deep documents, so introspection is
                        // limited by its nested lists of types instead of its depth.
                        below.depth = 0;
                        if below.lists > MAX_LISTS {
                            return Err(Error::new(
                                Code::LimitExceeded,
                                format!(
                                    "The introspection nests {} lists of types; at most {MAX_LISTS} are allowed.",
                                    below.lists
                                ),
                            ));
                        }
                        below.lists = 0;
                    }
                    Size {
                        depth: below.depth + 1,
                        lists: below.lists + usize::from(LISTS_OF_TYPES.contains(&name)),
                        root_fields: 1,
                        fields: below.fields.saturating_add(1),
                        aliases: below
                            .aliases
                            .saturating_add(usize::from(field.alias.is_some())),
                        selections: below.selections,
                    }
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.fragment_name, level + 1)?
                }
                Selection::InlineFragment(inline) => {
                    self.selections(&inline.selection_set, level + 1)?
                }
            };
            whole = whole.beside(part);
            whole.selections = whole.selections.saturating_add(1);
        }
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits::from(&Config::default())
    }

    fn code(document: &str) -> Option<Code> {
        let document = Document::parse(document, "document").expect("syntax");
        check(&document, &limits()).err().map(|error| error.code())
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let deep = "{".repeat(MAX_NESTING + 1);
        assert!(check_text(&deep).is_err());
        for harmless in [
            format!("{{ a(b: \"{deep}\") }}"),
            format!("{{ a(b: \"\"\"{deep} \\\"\"\" {deep}\"\"\") }}"),
            format!("# {deep}\n{{ a }}"),
            format!("{{ a(b: \"\\\"{deep}\") }}"),
            "{ a }".repeat(1_000),
        ] {
            assert!(check_text(&harmless).is_ok(), "{harmless}");
        }
        assert!(check_text(&format!("{{ a(b: \"x\") {deep}")).is_err());
    }

    #[test]
    fn tokens_in_strings_and_comments_do_not_count() {
        for wide in ["a ", "1,", "\"\" ", "$a", "{}", "!"] {
            assert!(check_text(&wide.repeat(MAX_TOKENS + 1)).is_err(), "{wide}");
            assert!(check_text(&wide.repeat(MAX_TOKENS / 2)).is_ok(), "{wide}");
        }
        let many = "a ".repeat(MAX_TOKENS + 1);
        for harmless in [
            format!("{{ a(b: \"{many}\") }}"),
            format!("# {many}\n{{ a }}"),
            format!("{{ a }}{}", " ,\n".repeat(MAX_TOKENS)),
            "abcdefghij".repeat(MAX_TOKENS),
        ] {
            assert!(check_text(&harmless).is_ok());
        }
    }

    #[test]
    fn fragments_that_spread_themselves_are_refused() {
        assert_eq!(
            code("{ ...a } fragment a on Query { ...a }"),
            Some(Code::InvalidRequest)
        );
        assert_eq!(
            code(
                "{ ...a } fragment a on Query { ...b ...b } fragment b on Query { x { ...a ...a } }"
            ),
            Some(Code::InvalidRequest)
        );
    }

    #[test]
    fn fragments_are_counted_expanded() {
        let mut document = String::from("{ ...f0 ...f0 }");
        for n in 0..40 {
            document += &format!(" fragment f{n} on Query {{ ...f{0} ...f{0} }}", n + 1);
        }
        document += " fragment f40 on Query { viewer { __typename } }";
        assert_eq!(code(&document), Some(Code::LimitExceeded));
    }

    #[test]
    fn spreads_are_counted_expanded_even_without_fields() {
        let mut document = String::from("{ ...f0 }");
        for n in 0..40 {
            document += &format!(" fragment f{n} on Query {{ ...f{0} ...f{0} }}", n + 1);
        }
        assert_eq!(code(&document), Some(Code::LimitExceeded));
        let unused = document.replace("{ ...f0 }", "{ a }");
        assert_eq!(code(&unused), Some(Code::LimitExceeded));
    }

    #[test]
    fn all_operations_of_a_document_are_counted_together() {
        let operations = |number: usize| {
            let large = format!("fragment f on A {{ {} }}", "a ".repeat(9_000));
            let each = (0..number).map(|n| format!(" query q{n} {{ x {{ ...f }} }}"));
            large + &each.collect::<String>()
        };
        assert_eq!(code(&operations(4)), None);
        assert_eq!(code(&operations(5)), Some(Code::LimitExceeded));
    }

    #[test]
    fn a_long_chain_of_unused_fragments_is_refused() {
        let mut document = String::from("{ a }");
        for n in 0..5_000 {
            document += &format!(" fragment f{n} on Query {{ ...f{} }}", n + 1);
        }
        assert_eq!(code(&document), Some(Code::LimitExceeded));
    }

    #[test]
    fn deep_introspection_from_type_to_type_is_refused() {
        let round = |times: usize| {
            format!(
                "{{ __schema {{ types {}name{} }} }}",
                "{ fields { type ".repeat(times) + "{ ",
                " }".repeat(2 * times + 1)
            )
        };
        assert_eq!(code(&round(3)), None);
        assert_eq!(code(&round(4)), Some(Code::LimitExceeded));
    }

    #[test]
    fn aliases_root_fields_and_levels_are_limited() {
        let aliases: String = (0..200).map(|n| format!("a{n}: a ")).collect();
        assert_eq!(code(&format!("{{ {aliases} }}")), Some(Code::LimitExceeded));
        assert_eq!(
            code(&format!("{{ x {{ {aliases} }} }}")),
            Some(Code::LimitExceeded)
        );
        assert_eq!(
            code(&format!("{}{}", "{ a ".repeat(16), "}".repeat(16))),
            Some(Code::LimitExceeded)
        );
        assert_eq!(
            code(&format!("{}{}", "{ a ".repeat(15), "}".repeat(15))),
            None
        );
    }
}
