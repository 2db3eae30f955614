//! The search text of lists: it finds users by a part of a name, an e-mail address or a mobile
//! number, or by a whole external id.
//!
//! Names are found by the index on `search_text`, which `findUserBy` uses too. Addresses and
//! numbers have an index of their own: with one index for all three, a search for the name "mail"
//! would read the entry of nearly every address. Indexes of trigrams find no text of fewer than
//! three characters. Such a text is compared with the beginnings of display names, addresses and
//! numbers, which are ranges of ordinary indexes.

use crate::{
    access::Permission,
    db::Sql,
    domain::{
        Reader,
        few::FEW,
        field::{bounded, no_control_characters},
    },
    error::Result,
    normalize,
};

/// The length of the texts in the search indexes.
const TRIGRAM: usize = 3;

/// A text to search users by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SearchText {
    names: Term,
    emails: Term,
    /// `None` if the text is not a part of a number.
    mobiles: Option<Term>,
    external_id: String,
}

/// A normalized text, and how it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Term {
    /// The column contains the text.
    Part(String),
    /// The column begins with the text.
    Prefix(String),
}

impl SearchText {
    /// Parses a search text. Returns `None` for a blank text, which searches for nothing.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the text is too long or has a control character.
    pub fn parse(field: &'static str, text: &str) -> Result<Option<Self>> {
        bounded(field, text)?;
        let text = normalize::spaced(text);
        no_control_characters(field, &text)?;
        if normalize::is_blank(&text) {
            return Ok(None);
        }
        let names = match normalize::searchable(&text) {
            Ok(()) => Term::Part(normalize::search(&text)),
            Err(_) => Term::Prefix(normalize::key(&text)),
        };
        Ok(Some(Self {
            names,
            emails: Term::of(normalize::email(&text)),
            mobiles: digits(&text).map(Term::of),
            external_id: text,
        }))
    }

    /// Appends a query for the ids of the matching users, as `id`, with duplicates. Each of its
    /// parts reads an index, up to one user more than [`FEW`].
    pub(in crate::domain) fn ids(&self, sql: &mut Sql, reader: &Reader) {
        let columns = [
            ("search_text", "display_name_key", Some(&self.names)),
            ("email_key", "email_key", Some(&self.emails)),
            ("mobile_key", "mobile_key", self.mobiles.as_ref()),
        ];
        for (text, key, term) in columns {
            let Some(term) = term else { continue };
            sql.push("SELECT few.id FROM (SELECT s.id FROM users s WHERE ");
            match term {
                Term::Part(part) => sql.some_contain("s", text, part, FEW + 1),
                Term::Prefix(prefix) => sql.begins_with(&format!("s.{key}"), prefix),
            };
            sql.limit(FEW + 1).push(") AS few UNION ALL ");
        }
        self.with_external_id(sql, reader);
    }

    /// Appends the condition that the user in `users AS {user}` matches, checked row by row.
    pub(in crate::domain) fn matches(&self, sql: &mut Sql, reader: &Reader, user: &str) {
        sql.push("(");
        match &self.names {
            Term::Part(part) => sql.name_has(user, part),
            Term::Prefix(prefix) => sql.has_prefix(&format!("{user}.display_name_key"), prefix),
        };
        for (column, term) in [
            ("email_key", Some(&self.emails)),
            ("mobile_key", self.mobiles.as_ref()),
        ] {
            let column = format!("{user}.{column}");
            match term {
                None => continue,
                Some(Term::Part(part)) => sql.push(" OR ").has(&column, part),
                Some(Term::Prefix(prefix)) => sql.push(" OR ").has_prefix(&column, prefix),
            };
        }
        sql.push(" OR ").push(user).push(".id IN (");
        self.with_external_id(sql, reader);
        sql.push("))");
    }

    /// Appends a query for the users with the external id: their own, or that of a membership which
    /// the actor may see.
    fn with_external_id(&self, sql: &mut Sql, reader: &Reader) {
        sql.push("SELECT s.id FROM users s WHERE s.external_id = ")
            .bind(self.external_id.as_str())
            .push(" UNION ALL SELECT s.user_id FROM memberships s WHERE s.external_id = ")
            .bind(self.external_id.as_str())
            .push(" AND ");
        let scope = reader.scope();
        scope.holds(sql, "s.org_id", Permission::MembersRead);
    }
}

impl Term {
    fn of(text: String) -> Self {
        match text.chars().count() >= TRIGRAM {
            true => Self::Part(text),
            false => Self::Prefix(text),
        }
    }
}

/// Returns the digits of a text that is a part of a mobile number. A leading zero is dropped,
/// because most numbers are stored with a country code in place of the zero.
fn digits(text: &str) -> Option<String> {
    let (number, extension) = normalize::phone(text);
    let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-./()".contains(c);
    if extension.is_some() || !number.chars().all(is_number) {
        return None;
    }
    let said: String = number
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    let digits = said.strip_prefix('0').unwrap_or(&said);
    digits
        .contains(|c: char| c.is_ascii_digit())
        .then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> SearchText {
        let parsed = SearchText::parse("search", text).expect("valid");
        parsed.expect("not blank")
    }

    #[test]
    fn blank_text_searches_for_nothing() {
        for blank in ["", "  ", "\u{a0}\u{200b}"] {
            let parsed = SearchText::parse("search", blank).expect("valid");
            assert_eq!(parsed, None, "{blank:?}");
        }
        assert!(SearchText::parse("search", "a\u{0}b").is_err());
        assert!(SearchText::parse("search", &"x".repeat(2_000)).is_err());
    }

    #[test]
    fn short_text_is_a_prefix() {
        assert_eq!(parse("Än").names, Term::Prefix("än".to_owned()));
        assert_eq!(parse("Änn").names, Term::Part("ann".to_owned()));
        assert_eq!(parse("李小").names, Term::Part("李李小小".to_owned()));
        assert_eq!(parse("李小").emails, Term::Prefix("李小".to_owned()));
        assert_eq!(parse(" Jo@X ").emails, Term::Part("jo@x".to_owned()));
    }

    #[test]
    fn only_numbers_are_searched_as_numbers() {
        let mobiles = |text| parse(text).mobiles;
        let part = |digits: &str| Some(Term::Part(digits.to_owned()));
        assert_eq!(mobiles("+49 (151) 234"), part("+49151234"));
        assert_eq!(mobiles("0151-234"), part("151234"));
        assert_eq!(mobiles("+4"), Some(Term::Prefix("+4".to_owned())));
        for none in ["ann", "a151", "-", "org 7"] {
            assert_eq!(mobiles(none), None, "{none}");
        }
    }
}
