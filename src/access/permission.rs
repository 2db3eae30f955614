//! The permissions, and which built-in roles hold them.

use crate::{
    entity::membership::MemberRole,
    error::{Error, Result},
};

macro_rules! table {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, owner: $owner:literal, admin: $admin:literal;)+) => {
        /// A permission. Platform tokens hold every permission in every org.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[repr(u8)]
        pub enum Permission {
            $($(#[doc = $doc])+ #[serde(rename = $text)] $name),+
        }

        impl Permission {
            /// All permissions.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Returns the name in requests, responses and stored data.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text),+
                }
            }

            /// Returns what the permission allows, for people.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc),+).trim_ascii_start()),+
                }
            }

            /// Returns whether an owner holds the permission in their org. A token of the org holds
            /// the same permissions.
            #[must_use]
            pub fn is_owners(self) -> bool {
                match self {
                    $(Self::$name => $owner),+
                }
            }

            /// Returns whether an admin holds the permission in their org.
            #[must_use]
            pub fn is_admins(self) -> bool {
                match self {
                    $(Self::$name => $admin),+
                }
            }
        }
    };
}

// The position of a permission is its bit in stored memberships and roles. Add a new permission at
// the end, with a migration that sets its bit where a list has `*` or its name.
table! {
    /// Read the members of the org and their users.
    MembersRead = "members:read", owner: true, admin: true;
    /// Change and remove memberships, and change the users of members.
    MembersWrite = "members:write", owner: true, admin: true;
    /// Read groups and their members.
    GroupsRead = "groups:read", owner: true, admin: true;
    /// Create, change and delete groups, and change their members.
    GroupsWrite = "groups:write", owner: true, admin: true;
    /// Read the audit events of the org.
    EventsRead = "events:read", owner: true, admin: true;
    /// Run and cancel jobs.
    JobsWrite = "jobs:write", owner: true, admin: true;
    /// Add members to the org and reactivate retired members.
    MembersGrant = "members:grant", owner: true, admin: false;
    /// Create, change and delete the org's own roles.
    RolesWrite = "roles:write", owner: true, admin: false;
    /// Change the name and the external id of the org.
    OrgWrite = "org:write", owner: true, admin: false;
    /// Create, list, change and revoke the org's tokens.
    TokensWrite = "tokens:write", owner: true, admin: false;
    /// Plan and apply syncs.
    SyncWrite = "sync:write", owner: true, admin: false;
    /// Make members owners, and change the memberships of owners.
    OwnersWrite = "owners:write", owner: true, admin: false;
    /// Create orgs.
    OrgsCreate = "orgs:create", owner: false, admin: false;
    /// Retire and restore orgs.
    OrgsRetire = "orgs:retire", owner: false, admin: false;
    /// Suspend users and reactivate them.
    UsersStatus = "users:status", owner: false, admin: false;
    /// Delete and merge users.
    UsersDelete = "users:delete", owner: false, admin: false;
}

impl Permission {
    /// Returns the permission with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|permission| permission.name() == name)
    }

    /// Returns the nearest permission for a misspelled name: the name begins like one of these, in
    /// upper or lower case, and is none.
    pub(crate) fn misspelled(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        let prefix = |name: &str| name.split_once(':').map(|(prefix, _)| prefix.to_owned());
        let own = prefix(&lower)?;
        let is_own = |one: &Self| prefix(one.name()).as_ref() == Some(&own);
        if Self::named(name).is_some() || !Self::ALL.iter().any(is_own) {
            return None;
        }
        let distance = |one: &Self| strsim::damerau_levenshtein(one.name(), &lower);
        Self::ALL.iter().copied().min_by_key(distance)
    }

    /// Returns the SQL condition that the membership `a` grants the permission: by its role, by
    /// ownership, directly, or by a custom role.
    pub(super) fn held_by_membership(self) -> String {
        let built_in = match (self.is_owners(), self.is_admins()) {
            (true, true) => "a.is_owner OR a.role = 'admin'",
            (true, false) => "a.is_owner",
            // A permission that owners do not hold cannot be granted in an org.
            (false, _) => return "FALSE".to_owned(),
        };
        let bit = PermissionSet::from_iter([self]).bits();
        format!(
            "({built_in} OR (a.rights & {bit}) <> 0 OR (a.roles IS NOT NULL AND EXISTS (\
             SELECT 1 FROM membership_roles mr JOIN roles r ON r.id = mr.role_id \
             WHERE mr.membership_id = a.id AND (r.rights & {bit}) <> 0)))"
        )
    }
}

/// A set of permissions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct PermissionSet(u32);

impl PermissionSet {
    /// The empty set.
    pub const NONE: Self = Self(0);
    /// All permissions.
    pub const ALL: Self = Self((1 << Permission::ALL.len()) - 1);

    fn of(holds: impl Fn(Permission) -> bool) -> Self {
        Permission::ALL
            .iter()
            .copied()
            .filter(|one| holds(*one))
            .collect()
    }

    /// Returns the permissions of an owner and of a token of the org.
    #[must_use]
    pub fn owners() -> Self {
        Self::of(Permission::is_owners)
    }

    /// Returns the permissions of an active membership by its role and ownership. The whole grant
    /// is a [`Grant`](super::Grant).
    pub(crate) fn built_in(role: MemberRole, is_owner: bool) -> Self {
        let by_role = match role {
            MemberRole::Admin => Self::of(Permission::is_admins),
            MemberRole::User => Self::NONE,
        };
        if is_owner {
            by_role.or(Self::owners())
        } else {
            by_role
        }
    }

    /// Returns the set as stored in the database.
    #[must_use]
    pub fn bits(self) -> i64 {
        self.0.into()
    }

    /// Reads a set from the database. Unknown permissions are ignored.
    #[must_use]
    pub fn from_bits(bits: i64) -> Self {
        Self(u32::try_from(bits).unwrap_or_default()).and(Self::ALL)
    }

    /// Parses a list of names, or `*`.
    ///
    /// # Errors
    /// `INVALID_VALUE` for a name that does not exist.
    pub fn parse(field: &'static str, names: &[String]) -> Result<Self> {
        if names.iter().any(|name| name == "*") {
            return Ok(Self::ALL);
        }
        names
            .iter()
            .map(|name| {
                Permission::named(name).ok_or_else(|| {
                    let known: Vec<_> = Permission::ALL.iter().map(|one| one.name()).collect();
                    let shown: String = name.chars().take(64).collect();
                    Error::invalid(
                        field,
                        format!(
                            "contains the unknown permission `{shown}`; use `*` or any of: {}",
                            known.join(", ")
                        ),
                    )
                })
            })
            .collect()
    }

    /// Returns whether the set contains the permission.
    #[must_use]
    pub fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u32) != 0
    }

    /// Returns whether the set is a subset of `others`.
    #[must_use]
    pub fn is_within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    /// Returns the intersection.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// Returns the permissions that are not in `others`.
    #[must_use]
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Returns the union.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Returns the names, in the order of the table.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        Permission::ALL
            .iter()
            .filter(|permission| self.contains(**permission))
            .map(|permission| permission.name())
            .collect()
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(
            permissions
                .into_iter()
                .fold(0, |set, one| set | 1 << one as u32),
        )
    }
}

impl std::fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_condition_in_sql_says_what_the_table_says() {
        for permission in Permission::ALL {
            let sql = permission.held_by_membership();
            let owner = PermissionSet::built_in(MemberRole::User, true).contains(*permission);
            let admin = PermissionSet::built_in(MemberRole::Admin, false).contains(*permission);
            assert_eq!(sql.contains("is_owner"), owner, "{}", permission.name());
            assert_eq!(sql.contains("admin"), admin, "{}", permission.name());
            // An org can grant only what its owners hold, directly or in a role of its own.
            let bit = format!("(a.rights & {}) <> 0", 1 << *permission as u32);
            assert_eq!(sql.contains(&bit), owner, "{}", permission.name());
            let bit = format!("(r.rights & {}) <> 0", 1 << *permission as u32);
            assert_eq!(sql.contains(&bit), owner, "{}", permission.name());
        }
    }

    #[test]
    fn bits_that_were_kept_are_the_same_permissions() {
        for set in [
            PermissionSet::NONE,
            PermissionSet::ALL,
            PermissionSet::owners(),
        ] {
            assert_eq!(PermissionSet::from_bits(set.bits()), set);
        }
        assert_eq!(PermissionSet::from_bits(-1), PermissionSet::NONE);
        assert_eq!(PermissionSet::from_bits(1 << 31), PermissionSet::NONE);
    }

    #[test]
    fn an_unknown_name_is_refused_and_a_star_is_everything() {
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert!(PermissionSet::parse("scopes", &names(&["members:reed"])).is_err());
        assert_eq!(
            PermissionSet::parse("scopes", &names(&["org:write", "*"])).expect("valid"),
            PermissionSet::ALL
        );
        assert_eq!(
            PermissionSet::parse("scopes", &[]).expect("valid"),
            PermissionSet::NONE
        );
    }
}
