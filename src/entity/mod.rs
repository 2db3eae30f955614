//! Entities: the tables with their columns and types, without rules.
//!
//! To add a table, add a migration, a file here with the columns in the order of the migration, and
//! its id types in `id.rs`. Add each text and JSON column to a list in
//! `domain/user/erase/places.rs`, which states whether the column contains personal data.

use sea_orm::{DbErr, QueryResult};

pub mod event;
pub mod group;
pub mod group_membership;
pub mod idempotency_key;
pub mod integer_id;
pub mod job;
pub mod job_row;
pub mod membership;
pub mod membership_role;
pub mod org;
pub mod role;
pub mod sync_group;
pub mod sync_item;
pub mod sync_lease;
pub mod sync_piece;
pub mod sync_row;
pub mod sync_run;
pub mod sync_scope;
pub mod sync_upload;
pub mod token;
pub mod user;
pub mod user_alias;

/// A value that is read from consecutive columns of a row. A list has many rows of many columns, and
/// finding a column by its name costs as much as decoding it.
pub trait FromColumns: Sized {
    /// The number of columns.
    const NUMBER: usize;

    /// Returns the names of the columns, without the prefix that a statement gives them. Debug builds
    /// compare them with the names in the result.
    fn names() -> Vec<&'static str>;

    /// Reads the columns from the one with the index `first` on.
    ///
    /// # Errors
    /// When a column is missing or has another type.
    fn from_columns(row: &QueryResult, first: usize) -> Result<Self, DbErr>;
}

/// Two values, one after the other.
impl<A: FromColumns, B: FromColumns> FromColumns for (A, B) {
    const NUMBER: usize = A::NUMBER + B::NUMBER;

    fn names() -> Vec<&'static str> {
        [A::names(), B::names()].concat()
    }

    fn from_columns(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
        let second = first + A::NUMBER;
        Ok((A::from_columns(row, first)?, B::from_columns(row, second)?))
    }
}

/// Implements [`FromColumns`] for the `Model` of a module. The columns are in the order of `Column`.
macro_rules! from_columns {
    ($($field:ident: $column:ident),+ $(,)?) => {
        impl super::FromColumns for Model {
            const NUMBER: usize = [$(Column::$column),+].len();

            fn names() -> Vec<&'static str> {
                vec![$(stringify!($field)),+]
            }

            fn from_columns(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
                Ok(Self {
                    $($field: row.try_get_by_index(first + Column::$column as usize)?),+
                })
            }
        }

        #[cfg(test)]
        #[test]
        fn each_field_is_read_from_its_column() {
            use sea_orm::{IdenStatic, Iterable};
            let fields = [$((Column::$column.as_str(), stringify!($field))),+];
            assert!(fields.iter().all(|(column, field)| column == field), "{fields:?}");
            assert_eq!(fields.len(), Column::iter().len());
        }
    };
}
use from_columns;

/// Defines an enum that is stored as text, with one word for the database and one for the API.
macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $column:literal, $wire:literal);+ $(;)? }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, sea_orm::DeriveValueType,
        )]
        #[sea_orm(value_type = "String")]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $wire)] $variant),+
        }

        impl $name {
            /// All values.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the value as the database stores it, and as the scripts in the guide write
            /// it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $column),+
                }
            }

            /// Returns the value as the enum in the GraphQL schema writes it.
            #[must_use]
            pub fn wire(self) -> &'static str {
                match self {
                    $(Self::$variant => $wire),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = sea_orm::sea_query::ValueTypeErr;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($column => Ok(Self::$variant),)+
                    _ => Err(sea_orm::sea_query::ValueTypeErr),
                }
            }
        }
    };
}
use text_enum;
