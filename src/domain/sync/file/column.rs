//! The native columns of a file.

use super::header;

macro_rules! columns {
    ($($name:ident = $text:literal),+ $(,)?) => {
        /// A native column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum Column {
            $($name),+
        }

        impl Column {
            /// All columns, in the order of an export.
            pub(super) const ALL: &[Self] = &[$(Self::$name),+];

            /// The number of columns.
            pub(super) const COUNT: usize = Self::ALL.len();

            /// Returns the name in a header.
            pub(super) fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text),+
                }
            }
        }
    };
}

columns! {
    Email = "email",
    ExternalId = "external_id",
    First = "first",
    Last = "last",
    Name = "name",
    Mobile = "mobile",
    Timezone = "timezone",
    Org = "org",
    Role = "role",
    Status = "status",
    Groups = "groups",
    IsDefault = "is_default",
    UserExternalId = "user_external_id",
}

impl Column {
    /// Returns the column with this normalized name.
    pub(super) fn normalized(name: &str) -> Option<Self> {
        let is_named = |column: &&Self| header::normalize(column.name()) == name;
        Self::ALL.iter().find(is_named).copied()
    }

    /// Returns the column with this name, in any spelling that normalizes to it.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::normalized(&header::normalize(name))
    }

    /// Returns whether the column identifies a person.
    pub(super) fn is_key(self) -> bool {
        matches!(self, Self::Email | Self::ExternalId | Self::UserExternalId)
    }
}
