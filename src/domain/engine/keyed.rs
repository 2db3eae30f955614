//! Rows with keys that are computed from their texts, such as normalized names.
//!
//! A row *gives way* when another row has its key or the key is reserved: it then gets a
//! placeholder key, which no input matches (see `rekey`). To add a kind of row, implement [`Keyed`]
//! for it, and add its table to `rekey` and `check_keys`.

use std::collections::HashSet;

use sea_orm::{FromQueryResult, ModelTrait};
use uuid::Uuid;

use crate::{
    db::Conn,
    domain::{
        Settings,
        event::Audited,
        field::Name,
        role::is_built_in,
        user::{refused, rekey},
    },
    entity::{group, org, role, user},
    error::{Error, Result},
    normalize,
};

use super::{Decision, World, row::Row, without_org};

/// Marks the placeholder key of a row that gave way. Input never contains control characters.
const CONFLICT: char = '\u{1}';

/// A row with keys that are computed from its other columns.
pub(crate) trait Keyed: Row + ModelTrait + FromQueryResult + Clone {
    /// Computes the keys of the row.
    fn rekey(&mut self, settings: &Settings);
    /// Returns the unique key.
    fn key(&self) -> &str;
    /// Returns the unique key for modification.
    fn key_mut(&mut self) -> &mut String;
    /// Returns the text that the unique key is computed from.
    fn text(&self) -> &str;
    /// Returns the validation error that the stored texts would cause if a client sent them back.
    fn refused(&self) -> Option<Error>;

    /// Returns whether the key is reserved, so that no row may have it.
    fn is_reserved(&self) -> bool;

    /// Writes the rows that other tables derive from these rows, and returns the number of rows that
    /// changed. Servers of older versions may not have written them.
    fn derive_rows(_: &Conn, _: &[Self]) -> impl Future<Output = Result<usize>> + Send {
        std::future::ready(Ok(0))
    }

    /// Returns the ids of those of these rows whose rows in other tables are not as
    /// [`Keyed::derive_rows`] writes them.
    fn misderived(_: &Conn, _: &[Self]) -> impl Future<Output = Result<HashSet<Uuid>>> + Send {
        std::future::ready(Ok(HashSet::new()))
    }

    /// Returns whether the row gave way, because another row has its key or the key is reserved.
    fn gave_way(&self) -> bool {
        Keyed::key(self).contains(CONFLICT)
    }

    /// Returns whether the row gave way and `text` is its own text.
    fn gave_way_with(&self, text: &str) -> bool {
        self.gave_way() && normalize::spaced(self.text()) == normalize::spaced(text)
    }

    /// Replaces the key with a placeholder that no other row has and no input matches.
    fn give_way(&mut self) {
        if !self.gave_way() {
            let id = Audited::id(self);
            let key = self.key_mut();
            key.push(CONFLICT);
            key.push_str(&id.to_string());
        }
    }
}

/// Implements [`Keyed`] for a row whose unique key is its normalized name.
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

    async fn derive_rows(conn: &Conn, users: &[Self]) -> Result<usize> {
        without_org::derive(conn, users).await
    }

    async fn misderived(conn: &Conn, users: &[Self]) -> Result<HashSet<Uuid>> {
        without_org::misderived(conn, users).await
    }

    fn is_reserved(&self) -> bool {
        false
    }
}

impl World {
    /// Keeps the placeholder key of a row that gave way if a client sends back the row's own text.
    /// So an unchanged row stays valid. If the key is free by now, the row gets the key.
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
