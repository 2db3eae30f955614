//! Grants in one org: permissions, which this server enforces, and custom names, which it stores
//! for client applications.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::{
    entity::{
        membership::{self, MemberRole},
        role,
    },
    error::{Code, Error, Result},
};

use super::{Permission, PermissionSet};

/// The wildcard for all names.
pub const EVERY: &str = "*";

/// Maximum number of names that an error shows.
const MAX_SHOWN: usize = 5;

/// The permissions and custom names that are granted or held in one org.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grant {
    rights: PermissionSet,
    names: Names,
}

/// Custom names of client applications.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Names {
    Every,
    These(BTreeSet<String>),
}

impl Default for Names {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

impl Grant {
    /// Returns what the platform holds.
    #[must_use]
    pub fn of_platform() -> Self {
        Self {
            rights: PermissionSet::ALL,
            names: Names::Every,
        }
    }

    /// Returns everything that can be held in an org: the grant of owners, of tokens of the org,
    /// and of `*` in a list.
    #[must_use]
    pub fn of_owner() -> Self {
        Self {
            rights: PermissionSet::owners(),
            names: Names::Every,
        }
    }

    /// Returns what a built-in role grants.
    #[must_use]
    pub fn of_built_in(role: MemberRole) -> Self {
        Self {
            rights: PermissionSet::built_in(role, false),
            names: Names::default(),
        }
    }

    /// Returns what a list of names grants.
    #[must_use]
    pub fn of_list(list: &[String]) -> Self {
        if list.iter().any(|name| name == EVERY) {
            return Self::of_owner();
        }
        let own = |name: &&String| Permission::named(name).is_none();
        Self {
            rights: list
                .iter()
                .filter_map(|name| Permission::named(name))
                .collect(),
            names: Names::These(list.iter().filter(own).cloned().collect()),
        }
    }

    /// Returns what a stored list grants. A missing list grants nothing.
    ///
    /// # Errors
    /// `INTERNAL` when the value is not a list of names.
    pub fn of_kept(list: Option<&Json>) -> Result<Self> {
        let Some(list) = list else {
            return Ok(Self::default());
        };
        let list: Vec<String> = serde_json::from_value(list.clone()).map_err(Error::internal)?;
        Ok(Self::of_list(&list))
    }

    /// Returns what a custom role of an org grants.
    ///
    /// # Errors
    /// `INTERNAL` for a row that this server did not write.
    pub fn of_role(role: &role::Model) -> Result<Self> {
        Self::of_kept(Some(&role.permissions))
    }

    /// Returns what an active membership grants: by its role, by ownership, directly, and by its
    /// custom roles, which are `roles`.
    ///
    /// # Errors
    /// `INTERNAL` for a row that this server did not write.
    pub fn of_membership<'a>(
        membership: &membership::Model,
        roles: impl IntoIterator<Item = &'a Self>,
    ) -> Result<Self> {
        let mut all =
            Self::of_built_in(membership.role).or(Self::of_kept(membership.permissions.as_ref())?);
        if membership.is_owner {
            all = all.or(Self::of_owner());
        }
        Ok(roles.into_iter().cloned().fold(all, Self::or))
    }

    /// Limits the grant to a token's scopes. Custom names remain only with the scope `*`, which is
    /// not a list.
    #[must_use]
    pub fn cut(self, scopes: PermissionSet) -> Self {
        Self {
            rights: self.rights.and(scopes),
            names: match scopes {
                PermissionSet::ALL => self.names,
                _ => Names::default(),
            },
        }
    }

    /// Returns the union of two grants.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            rights: self.rights.or(other.rights),
            names: match (self.names, other.names) {
                (Names::These(mut some), Names::These(others)) => {
                    some.extend(others);
                    Names::These(some)
                }
                _ => Names::Every,
            },
        }
    }

    /// Returns the part of the grant that is not in `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self {
            rights: self.rights.without(other.rights),
            names: match (&self.names, &other.names) {
                (_, Names::Every) => Names::default(),
                (Names::Every, Names::These(_)) => Names::Every,
                (Names::These(some), Names::These(others)) => {
                    Names::These(some.difference(others).cloned().collect())
                }
            },
        }
    }

    /// Returns the permissions of this server.
    #[must_use]
    pub fn rights(&self) -> PermissionSet {
        self.rights
    }

    /// Returns whether the grant has this name. `*` requires everything that an org can grant.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        if name == EVERY {
            return Self::of_owner().without(self).is_nothing();
        }
        match Permission::named(name) {
            Some(permission) => self.rights.contains(permission),
            None => match &self.names {
                Names::Every => true,
                Names::These(names) => names.contains(name),
            },
        }
    }

    /// Returns whether the grant is empty.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the names: permissions in the order of the table, then custom names. `*` stands for
    /// all custom names.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut list: Vec<String> = self.rights.names().into_iter().map(str::to_owned).collect();
        match &self.names {
            Names::Every => list.push(EVERY.to_owned()),
            Names::These(names) => list.extend(names.iter().cloned()),
        }
        list
    }

    /// Checks that the grant is within `held`, since an actor may not grant more than they hold.
    ///
    /// # Errors
    /// `FORBIDDEN`, with some of the missing names, when the grant exceeds `held`.
    pub fn must_be_within(&self, held: &Self) -> Result<()> {
        let missing = self.without(held);
        if missing.is_nothing() {
            return Ok(());
        }
        let names = missing.names();
        let more = match names.len() > MAX_SHOWN {
            true => " and more",
            false => "",
        };
        let shown: Vec<String> = names
            .iter()
            .take(MAX_SHOWN)
            .map(|name| format!("`{name}`"))
            .collect();
        Err(Error::new(
            Code::Forbidden,
            format!(
                "This would grant more than this token holds in the org: it lacks {}{more}.",
                shown.join(", ")
            ),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[&str]) -> Grant {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        Grant::of_list(&names)
    }

    #[test]
    fn a_star_is_all_that_an_owner_holds_and_nothing_of_the_platform() {
        assert_eq!(list(&["*"]), Grant::of_owner());
        assert!(list(&["*"]).has("invoices:read") && list(&["*"]).has("owners:write"));
        assert!(list(&["*"]).has("*") && !list(&["*"]).has("orgs:create"));
        assert!(!list(&["members:read", "invoices:read"]).has("*"));
    }

    #[test]
    fn application_permissions_must_be_granted_by_name() {
        let given = list(&["members:read", "invoices:read"]);
        assert!(given.has("invoices:read") && !given.has("invoices:write"));
        let admin = Grant::of_built_in(MemberRole::Admin);
        let error = given.must_be_within(&admin).expect_err("more");
        assert!(error.message().contains("`invoices:read`"), "{error}");
        assert!(!error.message().contains("members:read"), "{error}");
        assert!(given.must_be_within(&Grant::of_owner()).is_ok());
        assert!(list(&["*"]).must_be_within(&given).is_err());
    }

    #[test]
    fn scopes_leave_names_of_the_callers_own_to_a_star_alone() {
        let given = list(&["members:read", "members:write", "invoices:read"]);
        assert_eq!(given.clone().cut(PermissionSet::ALL), given);
        let cut = given.cut(PermissionSet::from_iter([Permission::MembersRead]));
        assert_eq!(cut.names(), ["members:read"]);
    }

    #[test]
    fn what_stays_is_not_granted_anew() {
        let (before, after) = (list(&["a", "b", "members:read"]), list(&["b", "c"]));
        assert_eq!(after.without(&before), list(&["c"]));
        assert!(after.without(&Grant::of_owner()).is_nothing());
        assert!(!Grant::of_owner().without(&after).is_nothing());
    }
}
