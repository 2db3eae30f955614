//! Rows with keys that are made of their texts, such as normalized names.
//!
//! To add a kind of row: implement [`Keyed`] for it, and add its table to those of `rekey` and `check_keys`.

use sea_orm::{FromQueryResult, ModelTrait};

use crate::{
    domain::{
        Settings,
        event::Audited,
        field::Name,
        role::is_built_in,
        user::{refused, rekey},
    },
    entity::{group, org, role, user},
    error::Error,
    normalize,
};

use super::{Decision, World, row::Row};

/// In the key of a row whose own key another row has. No input has control characters.
const CONFLICT: char = '\u{1}';

/// A row with keys that are made of its other columns.
pub(crate) trait Keyed: Row + ModelTrait + FromQueryResult + Clone {
    /// Makes its keys.
    fn rekey(&mut self, settings: &Settings);
    /// The key that one row at most has.
    fn key(&self) -> &str;
    fn key_mut(&mut self) -> &mut String;
    /// What the key is made of.
    fn text(&self) -> &str;
    /// Why one of its texts would be refused if a client sent it back.
    fn refused(&self) -> Option<Error>;

    /// Whether no row may have its key.
    fn is_reserved(&self) -> bool;

    /// Whether the row gave way: another row has its key, or no row may have it.
    fn gave_way(&self) -> bool {
        Keyed::key(self).contains(CONFLICT)
    }

    /// Whether the row gave way, and this is its own text.
    fn gave_way_with(&self, text: &str) -> bool {
        self.gave_way() && normalize::spaced(self.text()) == normalize::spaced(text)
    }

    /// Gives it a key that no other row has and nobody can type.
    fn give_way(&mut self) {
        if !self.gave_way() {
            let id = Audited::id(self);
            let key = self.key_mut();
            key.push(CONFLICT);
            key.push_str(&id.to_string());
        }
    }
}

/// A row with a name that is its key.
macro_rules! keyed_by_name {
    ($row:ty $(, $is_reserved:path)?) => {
        impl Keyed for $row {
            fn rekey(&mut self, _: &Settings) {
                self.name_key = normalize::key(&self.name);
            }

            fn key(&self) -> &str {
                &self.name_key
            }

            fn key_mut(&mut self) -> &mut String {
                &mut self.name_key
            }

            fn text(&self) -> &str {
                &self.name
            }

            fn refused(&self) -> Option<Error> {
                Name::parse("name", &self.name).err()
            }

            fn is_reserved(&self) -> bool {
                false $(|| $is_reserved(&self.name_key))?
            }
        }
    };
}

keyed_by_name!(org::Model);
keyed_by_name!(group::Model);
keyed_by_name!(role::Model, is_built_in);

impl Keyed for user::Model {
    fn rekey(&mut self, settings: &Settings) {
        rekey(self, settings);
    }

    fn key(&self) -> &str {
        &self.email_key
    }

    fn key_mut(&mut self) -> &mut String {
        &mut self.email_key
    }

    fn text(&self) -> &str {
        &self.email
    }

    fn refused(&self) -> Option<Error> {
        refused(self)
    }

    fn is_reserved(&self) -> bool {
        false
    }
}

impl World {
    /// Leaves the key of a row that gave way as it is where the row's own text is stated again, unless that is free by now. So
    /// a client can send back what it has read.
    pub(crate) fn give_way_again<R: Keyed>(&self, before: &R, after: &mut R) -> Decision<()> {
        if !before.gave_way_with(after.text()) {
            return Ok(());
        }
        let Some(value) = after.unique() else {
            return Ok(());
        };
        let holder = self.holder(&value)?;
        if holder.is_some_and(|holder| holder != Audited::id(before)) {
            Keyed::key(before).clone_into(after.key_mut());
        }
        Ok(())
    }
}
