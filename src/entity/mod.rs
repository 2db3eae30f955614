//! Entities: the tables with their columns and types, without rules.
//!
//! To add a table, add a migration, a file here with the columns in the order of the migration, and
//! its id types in `id.rs`. If lists read it by position, add it to the test in this file. Add each
//! text and JSON column to a list in `domain/user/erase/places.rs`, which states whether the column
//! contains personal data.

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
pub mod user_without_org;

/// The columns of a table that a list reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Columns {
    /// All columns.
    All,
    /// Those of the table's `Summary`, which lists show most.
    Summary,
}

impl Columns {
    /// Returns `Summary` if it is enough, or else `All`.
    #[must_use]
    pub fn for_summary(is_enough: bool) -> Self {
        match is_enough {
            true => Self::Summary,
            false => Self::All,
        }
    }
}

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

/// Implements [`FromColumns`] for a struct. Its fields have the names of the columns that a statement
/// returns, in the same order.
macro_rules! from_columns {
    ($row:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::entity::FromColumns for $row {
            const NUMBER: usize = [$(stringify!($field)),+].len();

            fn names() -> Vec<&'static str> {
                vec![$(stringify!($field)),+]
            }

            fn from_columns(row: &sea_orm::QueryResult, first: usize) -> Result<Self, sea_orm::DbErr> {
                let mut next = first;
                let mut column = || {
                    next += 1;
                    next - 1
                };
                Ok(Self { $($field: row.try_get_by_index(column())?),+ })
            }
        }
    };
}
pub(crate) use from_columns;

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

#[cfg(test)]
mod tests {
    use sea_orm::{EntityTrait, IdenStatic, Iterable, ModelTrait};

    use super::*;

    fn has_columns_of_table<M: ModelTrait + FromColumns>() {
        let columns = <M::Entity as EntityTrait>::Column::iter();
        let columns: Vec<_> = columns.map(|column| column.as_str()).collect();
        assert_eq!(M::names(), columns);
    }

    #[test]
    fn rows_have_the_columns_of_their_tables() {
        has_columns_of_table::<group::Model>();
        has_columns_of_table::<membership::Model>();
        has_columns_of_table::<org::Model>();
        has_columns_of_table::<user::Model>();
    }
}
