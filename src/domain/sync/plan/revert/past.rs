//! What a run has done to a row, by the events of the run.

use serde_json::{Map, Value as Json};

use crate::{
    domain::{event::AuditFields, sync::Field},
    entity::event::{Model as Event, Verb},
};

/// The fields of memberships, under their names in events.
pub(super) const OF_MEMBERSHIP: &[(&str, Field)] = &[
    ("role", Field::Role),
    ("status", Field::Status),
    ("externalId", Field::ExternalId),
    ("ownedBy", Field::OwnedBy),
];

/// The fields of users, under their names in events. The display name is derived from others.
pub(super) const OF_USER: &[(&str, Field)] = &[
    ("email", Field::Email),
    ("first", Field::First),
    ("last", Field::Last),
    ("mobile", Field::Mobile),
    ("timezone", Field::Timezone),
    ("externalId", Field::UserExternalId),
    ("ownedBy", Field::UserOwnedBy),
];

/// What a run has done to a row.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// Whether the run has created the row.
    pub(super) is_created: bool,
    /// Whether the run has deleted the row.
    pub(super) is_removed: bool,
    /// The fields that have changed, before the first event.
    pub(super) before: Map<String, Json>,
    /// The fields that have changed, after the last event.
    pub(super) after: Map<String, Json>,
}

impl Past {
    /// Adds the next event of the row.
    pub(super) fn add(&mut self, event: &Event) {
        let fields = |facts: &Option<Json>| match facts {
            Some(Json::Object(fields)) => fields.clone(),
            _ => Map::new(),
        };
        self.is_created |= event.verb == Verb::Created;
        self.is_removed = event.verb == Verb::Removed;
        if !self.is_created {
            for (name, value) in fields(&event.before) {
                self.before.entry(name).or_insert(value);
            }
        }
        self.after.extend(fields(&event.after));
    }

    /// Returns the name of a field that has another value than the run has left, and than it had
    /// before the run.
    pub(super) fn changed_since<'a>(
        &self,
        now: &AuditFields,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let current = |name: &str| now.get(name).cloned().unwrap_or_default();
        names.into_iter().find(|name| {
            let after = self.after.get(*name);
            let before = self.before.get(*name);
            // A row that the run has created has no other fields than those of its events.
            let is_known = after.is_some() || self.is_created;
            let after = after.cloned().unwrap_or_default();
            let now = current(name);
            is_known && now != after && before != Some(&now)
        })
    }

    /// Returns whether the run has changed the field.
    pub(super) fn has_changed(&self, name: &str) -> bool {
        self.before.contains_key(name) || self.after.contains_key(name)
    }

    /// Returns the value that the field had before the run, if the run has changed it.
    pub(super) fn value_before(&self, name: &str) -> Option<Option<String>> {
        self.before.get(name).map(text)
    }
}

/// Returns the value of a field of an event as the text of a plan.
pub(super) fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Bool(is) => Some(is.to_string()),
        _ => None,
    }
}

/// Returns the word of a column. Events have the words of the schema, in upper case.
pub(super) fn word(field: Field, value: Option<String>) -> Option<String> {
    match field {
        Field::Role | Field::Status | Field::DefaultReason => value.map(|word| word.to_lowercase()),
        _ => value,
    }
}
