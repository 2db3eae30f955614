//! Searches for users, in a subset of Zendesk's search language: one e-mail address, one external
//! id, or a part of a name. All other searches are rejected, because an empty list would claim that
//! no user matches.

use crate::{domain::user::Email, rest::rest_error::RestError};

/// The criterion of a search.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum UserQuery {
    Email(String),
    /// A part of the name.
    Name(String),
    ExternalId(String),
}

/// A word or quoted text of a search, with the property before it.
struct Term<'a> {
    property: Option<&'a str>,
    value: &'a str,
}

impl UserQuery {
    /// Parses a search. `type:user` is accepted and ignored, because only users are searched.
    ///
    /// # Errors
    /// `INVALID_REQUEST` if the search is not supported.
    pub(super) fn parse(query: &str) -> Result<Self, RestError> {
        let mut terms = terms(query)?;
        terms.retain(|term| (term.property, term.value) != (Some("type"), "user"));
        let mut terms = terms.into_iter();
        let Some(first) = terms.next() else {
            return Err(refused("The search has no value."));
        };
        // A name may have several words.
        let mut value = first.value.to_owned();
        let mut is_one_word = true;
        for term in terms {
            if term.property.is_some() || !matches!(first.property, None | Some("name")) {
                return Err(refused("The search has several criteria."));
            }
            is_one_word = false;
            value.extend([" ", term.value]);
        }
        match first.property {
            Some("external_id") => Ok(Self::ExternalId(value)),
            Some("name") => Ok(Self::Name(value)),
            Some("email") => email(value),
            None if is_one_word && value.contains('@') => email(value),
            None if !value.contains('@') => Ok(Self::Name(value)),
            None => Err(refused("The search has several criteria.")),
            Some(other) => Err(refused(format!(
                "This server does not search users by `{other}`."
            ))),
        }
    }
}

fn email(value: String) -> Result<UserQuery, RestError> {
    match Email::parse("query", &value) {
        Ok(_) => Ok(UserQuery::Email(value)),
        Err(_) => Err(refused(format!("`{value}` is not a whole e-mail address."))),
    }
}

fn terms(query: &str) -> Result<Vec<Term<'_>>, RestError> {
    let mut terms = Vec::new();
    let mut rest = query.trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '"');
        let property = rest[..end.unwrap_or(rest.len())].split_once(':');
        let property = property.map(|(property, _)| property);
        if let Some(property) = property {
            rest = rest[property.len() + 1..].trim_start();
        }
        let value;
        if let Some(quoted) = rest.strip_prefix('"') {
            let closed = quoted.split_once('"');
            (value, rest) = closed.ok_or_else(|| refused("A quotation mark is not closed."))?;
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            (value, rest) = rest.split_at(end);
            if is_operator(value) {
                return Err(refused(format!(
                    "`{value}` has a wildcard or an operator, which this server does not support."
                )));
            }
        }
        if value.trim().is_empty() {
            return Err(refused("The search has an empty value."));
        }
        terms.push(Term { property, value });
        rest = rest.trim_start();
    }
    Ok(terms)
}

/// Returns whether an unquoted word is or contains an operator of Zendesk's search language.
fn is_operator(word: &str) -> bool {
    ["AND", "OR", "NOT"].contains(&word)
        || word.starts_with(['-', '+'])
        || word.contains(['*', '?', '<', '>', '=', '|', '(', ')', '"', ':'])
}

fn refused(reason: impl std::fmt::Display) -> RestError {
    RestError::malformed(format!(
        "{reason} Search for one e-mail address (`email:ann@example.com`), one external id \
         (`external_id:7`) or a part of the name (`name:ann`). Text in double quotes is matched \
         literally."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_says_what_it_is_for_or_shows_it() {
        let email = || UserQuery::Email("ann@x.test".into());
        let name = |name: &str| UserQuery::Name(name.into());
        for (query, wanted) in [
            ("ann@x.test", email()),
            ("email:ann@x.test", email()),
            ("type:user email:\"ann@x.test\"", email()),
            ("email:ann@x.test type:user", email()),
            ("email: ann@x.test", email()),
            ("Ann Lee", name("Ann Lee")),
            ("\"Ann Lee\"", name("Ann Lee")),
            ("name:ann", name("ann")),
            ("name:Ann Lee", name("Ann Lee")),
            ("\"role: chief *\"", name("role: chief *")),
            ("Jean-Paul", name("Jean-Paul")),
            ("Ann and Bob", name("Ann and Bob")),
            ("\"Ann (IT)\"", name("Ann (IT)")),
            ("external_id:7", UserQuery::ExternalId("7".into())),
            ("external_id:\"a b*\"", UserQuery::ExternalId("a b*".into())),
        ] {
            let parsed = UserQuery::parse(query);
            assert_eq!(parsed.expect(query), wanted, "{query}");
        }
    }

    #[test]
    fn other_searches_are_refused() {
        for query in [
            "",
            "type:user",
            "type:organization acme",
            "email:x",
            "@x.test",
            "ann*",
            "email:*@x.test",
            "external_id:a*",
            "role:admin",
            "organization:Acme",
            "type:user role:admin",
            "created>2026-01-01",
            "created:>2026-01-01",
            "-ann",
            "+ann",
            "ann AND bob",
            "ann OR bob",
            "NOT ann",
            "ann|bob",
            "(ann bob)",
            "an?n",
            "name=ann",
            "email:ann@x.test name:ann",
            "email:ann@x.test bob@x.test",
            "ann@x.test bob",
            "ann bob@x.test",
            "name:",
            "name:\"\"",
            "\"Ann",
            "a:b:c",
        ] {
            assert!(UserQuery::parse(query).is_err(), "{query}");
        }
    }
}
