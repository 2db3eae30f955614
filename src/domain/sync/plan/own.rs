//! A user's own fields, as all rows of a person state them.

use std::collections::BTreeSet;

use crate::{
    domain::{
        field::{ExternalId, Name},
        sync::{
            Field, FieldChange,
            file::{Cell, Row},
        },
        user::{Email, Mobile, TimeZone},
    },
    error::Code,
};

use super::known::UserRow;

/// The fields that the rows of a person state.
#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    /// The address, and whether a row that states it finds the user by an id. Otherwise the address
    /// only names the user, and the stored spelling is kept.
    pub(super) email: Option<(Email, bool)>,
    first: Cell<Name>,
    last: Cell<Name>,
    name: Cell<Name>,
    mobile: Cell<Mobile>,
    timezone: Cell<TimeZone>,
    external_id: Cell<ExternalId>,
}

/// Two rows that state different values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Disagreement(pub(super) &'static str);

impl Own {
    /// Returns the fields that these rows state, each with whether it finds the user by an id.
    ///
    /// # Errors
    /// The first column in which rows disagree.
    pub(super) fn of<'a>(
        rows: impl Iterator<Item = (&'a Row, bool)> + Clone,
    ) -> Result<Self, Disagreement> {
        let only = rows.clone().map(|(row, _)| row);
        let stated = rows.filter_map(|(row, by_id)| row.email.as_ref().map(|email| (email, by_id)));
        let keys: BTreeSet<&str> = stated.clone().map(|(email, _)| email.key()).collect();
        if keys.len() > 1 {
            return Err(Disagreement("email"));
        }
        // The choice of a spelling does not depend on the order of rows.
        let email = stated
            .min_by_key(|(email, by_id)| (!by_id, email.as_str()))
            .map(|(email, by_id)| (email.clone(), by_id));
        Ok(Self {
            email,
            first: one("first", only.clone().map(|row| &row.first))?,
            last: one("last", only.clone().map(|row| &row.last))?,
            name: one("name", only.clone().map(|row| &row.name))?,
            mobile: one("mobile", only.clone().map(|row| &row.mobile))?,
            timezone: one("timezone", only.clone().map(|row| &row.timezone))?,
            external_id: one("user_external_id", only.map(|row| &row.user_external_id))?,
        })
    }

    /// Returns what a new user gets.
    pub(super) fn of_new(&self) -> Vec<FieldChange> {
        let text = |cell: &Cell<Name>| value(cell, |name| name.as_str().to_owned());
        let (first, last) = (text(&self.first), text(&self.last));
        let made = made_of(
            first.as_deref().unwrap_or_default(),
            last.as_deref().unwrap_or_default(),
        );
        let name = text(&self.name).filter(|name| *name != made);
        let email = self.email.as_ref();
        let fields = [
            (
                Field::Email,
                email.map(|(email, _)| email.as_str().to_owned()),
            ),
            (Field::First, first),
            (Field::Last, last.filter(|last| !last.is_empty())),
            (Field::Name, name),
            (
                Field::Mobile,
                value(&self.mobile, |mobile| mobile.as_str().to_owned()),
            ),
            (
                Field::Timezone,
                value(&self.timezone, |zone| zone.as_str().to_owned()),
            ),
            (
                Field::UserExternalId,
                value(&self.external_id, |id| id.as_str().to_owned()),
            ),
        ];
        let set = fields.into_iter().filter(|(_, after)| after.is_some());
        set.map(|(field, after)| change(field, None, after))
            .collect()
    }

    /// Returns what differs of a user.
    pub(super) fn differing(&self, user: &UserRow) -> Vec<FieldChange> {
        let mut fields = Vec::new();
        if let Some((email, by_id)) = &self.email {
            let differs = email.key() != user.email_key || (*by_id && email.as_str() != user.email);
            if differs {
                fields.push(set(Field::Email, &user.email, email.as_str()));
            }
        }
        let first = named(&self.first, &user.first_name);
        let last = named(&self.last, &user.last_name);
        for (field, before, after) in [
            (Field::First, &user.first_name, first),
            (Field::Last, &user.last_name, last),
        ] {
            if before.as_str() != after {
                fields.push(change(field, filled(before), filled(after)));
            }
        }
        fields.extend(self.display_name(user, &made_of(first, last)));
        let optional = [
            (
                Field::Mobile,
                &user.mobile,
                cell(&self.mobile, |mobile| mobile.as_str().to_owned()),
            ),
            (
                Field::Timezone,
                &user.timezone,
                cell(&self.timezone, |zone| zone.as_str().to_owned()),
            ),
            (
                Field::UserExternalId,
                &user.external_id,
                cell(&self.external_id, |id| id.as_str().to_owned()),
            ),
        ];
        for (field, before, after) in optional {
            if let Some(after) = after.filter(|after| after != before) {
                fields.push(change(field, before.clone(), after));
            }
        }
        fields
    }

    /// Returns the change of the display name. `made` is the name of first and last name, as they
    /// will be.
    fn display_name(&self, user: &UserRow, made: &str) -> Option<FieldChange> {
        let shown = match user.display_name_is_custom {
            true => user.display_name.as_str(),
            false => made,
        };
        match &self.name {
            Cell::Absent => None,
            Cell::Clear => user
                .display_name_is_custom
                .then(|| change(Field::Name, Some(user.display_name.clone()), None)),
            Cell::Value(name) => (name.as_str() != shown)
                .then(|| set(Field::Name, &user.display_name, name.as_str())),
        }
    }

    /// Returns whether the stated names show another person than the user. Names that no row states
    /// do not differ.
    pub(super) fn is_other_name(&self, user: &UserRow) -> bool {
        let made = made_of(
            named(&self.first, &user.first_name),
            named(&self.last, &user.last_name),
        );
        let is_stated = |cell: &Cell<Name>| matches!(cell, Cell::Value(_));
        let of_user = made_of(&user.first_name, &user.last_name);
        let is = |text: &str| {
            let key = crate::normalize::key(text);
            key == user.display_name_key || key == crate::normalize::key(&of_user)
        };
        match &self.name {
            Cell::Value(name) => !is(name.as_str()),
            _ => (is_stated(&self.first) || is_stated(&self.last)) && !is(&made),
        }
    }
}

/// Returns the one value that cells state.
fn one<'a, T: PartialEq + Clone + 'a>(
    column: &'static str,
    cells: impl Iterator<Item = &'a Cell<T>>,
) -> Result<Cell<T>, Disagreement> {
    let mut stated = cells.filter(|cell| !matches!(cell, Cell::Absent));
    let Some(first) = stated.next() else {
        return Ok(Cell::Absent);
    };
    match stated.all(|other| other == first) {
        true => Ok(first.clone()),
        false => Err(Disagreement(column)),
    }
}

/// Returns the value that a cell states for a new row.
fn value<T>(cell: &Cell<T>, text: impl Fn(&T) -> String) -> Option<String> {
    match cell {
        Cell::Value(value) => Some(text(value)),
        Cell::Absent | Cell::Clear => None,
    }
}

/// Returns the value that a cell states, `Some(None)` for none.
pub(super) fn cell<T>(cell: &Cell<T>, text: impl Fn(&T) -> String) -> Option<Option<String>> {
    match cell {
        Cell::Absent => None,
        Cell::Clear => Some(None),
        Cell::Value(value) => Some(Some(text(value))),
    }
}

/// Returns a part of a name after the change.
fn named<'a>(cell: &'a Cell<Name>, before: &'a str) -> &'a str {
    match cell {
        Cell::Absent => before,
        Cell::Clear => "",
        Cell::Value(name) => name.as_str(),
    }
}

fn made_of(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns a change of a field.
pub(super) fn change(field: Field, before: Option<String>, after: Option<String>) -> FieldChange {
    FieldChange {
        field,
        before,
        after,
        kept: None::<Code>,
    }
}

/// Returns a change of a field from one value to another.
pub(super) fn set(field: Field, before: &str, after: &str) -> FieldChange {
    change(field, Some(before.to_owned()), Some(after.to_owned()))
}
