//! The values that identify a user in copied data, and the search for them.

use std::collections::HashSet;

use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    db::Sql,
    domain::{Tx, event::Audited},
    entity::{event, membership, user},
    error::Result,
    id::UserId,
    normalize,
};

use super::MARKER;

/// The values from events that identify a user.
pub(super) struct Traces {
    /// The ids of the user and of the user's memberships.
    ids: HashSet<Uuid>,
    /// Normalized e-mail addresses. Each address belongs to this user alone.
    emails: HashSet<String>,
    /// External ids and mobile numbers as written. Other users may have equal values.
    others: HashSet<String>,
}

impl Traces {
    pub(super) async fn of(tx: &Tx, user: UserId) -> Result<Self> {
        let mut traces = Self {
            ids: HashSet::from([user.into()]),
            emails: HashSet::new(),
            others: HashSet::new(),
        };
        let mut sql = Sql::select::<event::Model>(tx.conn(), "e", " WHERE e.user_id = ");
        sql.bind(user).push(" AND e.entity IN (");
        sql.word(user::Model::ENTITY).push(", ");
        sql.word(membership::Model::ENTITY).push(")");
        for event in sql.all::<event::Model>(tx.conn()).await? {
            traces.ids.insert(event.entity_id);
            for facts in [&event.before, &event.after].into_iter().flatten() {
                let text = |field| match facts.get(field).and_then(Json::as_str) {
                    Some(MARKER) | None => None,
                    Some(text) => Some(text),
                };
                if let Some(email) = text("email") {
                    // A text may contain the domain as typed or in ASCII.
                    traces
                        .emails
                        .extend([normalize::email(email), normalize::case(email)]);
                }
                let others = ["externalId", "mobile"].into_iter().filter_map(text);
                traces.others.extend(others.map(str::to_owned));
            }
        }
        Ok(traces)
    }

    pub(super) fn has_id(&self, id: Option<Uuid>) -> bool {
        id.is_some_and(|id| self.ids.contains(&id))
    }

    /// Returns whether the text contains an e-mail address of the user.
    pub(super) fn has_email(&self, text: &str) -> bool {
        if !text.contains('@') {
            return false;
        }
        let normalized = normalize::email(text);
        let text = normalize::case(text);
        self.emails
            .iter()
            .any(|email| normalized == *email || contains(&text, email))
    }

    /// Returns whether the text is an external id or mobile number of the user. Other users may
    /// have equal values.
    pub(super) fn is_other(&self, text: &str) -> bool {
        self.others.contains(text)
    }

    /// Returns whether a string in the value contains an id or e-mail address of the user. With
    /// `others`, external ids and mobile numbers match too.
    pub(super) fn are_in(&self, value: &Json, others: bool) -> bool {
        match value {
            Json::String(text) => {
                self.has_email(text)
                    || self.has_id(text.parse().ok())
                    || (others && self.is_other(text))
            }
            Json::Array(values) => values.iter().any(|value| self.are_in(value, others)),
            Json::Object(fields) => fields.values().any(|value| self.are_in(value, others)),
            _ => false,
        }
    }

    /// Returns whether a record of a file is about the user: it contains an id or e-mail address of
    /// the user, or it contains no address and an external id or mobile number of the user.
    pub(super) fn are_in_record(&self, record: &Json) -> bool {
        self.are_in(record, !has_address(record))
    }

    /// Replaces strings that contain an e-mail address of the user, and `reference` fields that are
    /// an external id or mobile number of the user. Returns whether anything was replaced.
    pub(super) fn erase_in(&self, value: &mut Json) -> bool {
        match value {
            Json::String(text) if self.has_email(text) => {
                MARKER.clone_into(text);
                true
            }
            Json::Array(values) => {
                let mut erased = false;
                for value in values {
                    erased |= self.erase_in(value);
                }
                erased
            }
            Json::Object(fields) => {
                let mut erased = false;
                for (name, value) in fields {
                    match value {
                        Json::String(text) if name == "reference" && self.is_other(text) => {
                            MARKER.clone_into(text);
                            erased = true;
                        }
                        value => erased |= self.erase_in(value),
                    }
                }
                erased
            }
            _ => false,
        }
    }
}

#[cfg(test)]
impl Traces {
    /// Returns the traces of a user with this address.
    pub(super) fn by_hand(email: &str) -> Self {
        Self {
            ids: HashSet::new(),
            emails: HashSet::from([email.to_owned()]),
            others: HashSet::new(),
        }
    }
}

/// Returns whether a string in the value may contain an e-mail address.
fn has_address(value: &Json) -> bool {
    match value {
        Json::String(text) => text.contains('@'),
        Json::Array(values) => values.iter().any(has_address),
        Json::Object(fields) => fields.values().any(has_address),
        _ => false,
    }
}

/// Returns whether the text contains the address, but not as part of a longer address.
fn contains(text: &str, email: &str) -> bool {
    text.match_indices(email).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let mut after = text[start + email.len()..].chars();
        let goes_on = match after.next() {
            Some('.') => after.next().is_some_and(char::is_alphanumeric),
            Some(next) => next.is_alphanumeric() || next == '-',
            None => false,
        };
        // The characters that a mailbox name may contain besides letters and digits.
        let begins_earlier = before
            .is_some_and(|last| last.is_alphanumeric() || ".!#$%&*+/=?^_{|}~-".contains(last));
        !goes_on && !begins_earlier
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn external_id_identifies_a_record_without_an_address() {
        let mut traces = Traces::by_hand("ann@example.com");
        traces.others.insert("E-1".to_owned());
        for (record, is_found) in [
            (serde_json::json!([2, "Ann@example.com", "Ann"]), true),
            (serde_json::json!([2, "", "Ann", "E-1"]), true),
            (serde_json::json!([2, { "external_id": "E-1" }]), true),
            (
                serde_json::json!([2, "bob@example.com", "Bob", "E-1"]),
                false,
            ),
            (serde_json::json!([2, "", "Ann", "E-2"]), false),
        ] {
            assert_eq!(traces.are_in_record(&record), is_found, "{record}");
        }
    }

    #[test]
    fn an_address_is_found_in_a_text_but_not_in_a_longer_address() {
        for text in [
            "ann@example.com",
            "The user ann@example.com has no name.",
            "<ann@example.com>",
            "It is ann@example.com.",
            "`ann@example.com`, 'ann@example.com'",
        ] {
            assert!(contains(text, "ann@example.com"), "{text}");
        }
        for text in [
            "joann@example.com",
            "jo.ann@example.com",
            "ann@example.com.au",
            "ann@example.community",
            "ann@example.com-b.org",
        ] {
            assert!(!contains(text, "ann@example.com"), "{text}");
        }
    }
}
