//! The fields of a membership that callers can set, and the validation of permission lists.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{
    access::{Grant, Permission, grant::EVERY, ip::AllowedIps},
    domain::{
        engine::Keys,
        field::{ExternalId, Patch},
        group::MemberGroups,
    },
    entity::membership::{MemberRole, MemberStatus, Model},
    error::{Error, Result},
    id::{OrgId, RoleId, UserId},
};

use super::roles;

/// The maximum number of names in one list.
const MAX_NAMES: usize = 256;
/// The maximum number of roles of one membership.
const MAX_ROLES: usize = 256;
/// The maximum number of names in one error message.
const MAX_SHOWN: usize = 20;
/// The maximum length of a name in bytes.
const MAX_NAME: usize = 128;

/// The fields of a membership that a caller sets. An absent field keeps its value; in a new
/// membership it gets the default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipFields {
    /// The built-in role.
    pub role: Option<MemberRole>,
    /// The status.
    pub status: Option<MemberStatus>,
    /// Whether the member owns the org.
    pub is_owner: Option<bool>,
    /// Whether the membership is the user's default.
    pub is_default: Option<bool>,
    /// The id of the member in another system.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
    /// The complete list of the member's roles that the org defines.
    pub roles: Option<Vec<RoleId>>,
    /// The permissions that the membership grants in addition to its roles.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub permissions: Patch<Permissions>,
    /// The IP addresses from which the member may act in the org.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub allowed_ips: Patch<AllowedIps>,
    /// The groups of the org that the member joins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<MemberGroups>,
    /// Allows owners to limit their own membership to IP addresses that exclude their current one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub force: bool,
}

impl MembershipFields {
    /// Adds the default of the membership's user to the keys, for
    /// [`Decide::reads`](crate::domain::Decide::reads). If the membership becomes the default, the
    /// former default changes too.
    pub(super) fn reads_default(&self, user: UserId, keys: &mut Keys) {
        match self.is_default {
            Some(true) => keys.locked_default_of(user),
            Some(false) | None => keys.default_of(user),
        };
    }

    /// Adds the rows that the groups depend on to the keys.
    pub(super) fn reads_groups(&self, org: OrgId, user: Option<UserId>, keys: &mut Keys) {
        if let Some(groups) = &self.groups {
            groups.reads(org, user, keys);
        }
    }

    /// Returns the maximum number of rows that a change with these fields writes: the membership
    /// and its rows in groups. The groups that a member leaves are not known in advance.
    pub(super) fn weight(&self) -> usize {
        self.groups.as_ref().map_or(1, |groups| groups.len() + 1)
    }

    /// Returns the name of the first field that differs from the active member. `isDefault: false`
    /// is not compared, because every user with active memberships has a default.
    pub(super) fn differs_from(&self, member: &Model) -> Result<Option<&'static str>> {
        let external_id = self.external_id.as_ref().map(Option::as_ref);
        let permissions = self.permissions.as_ref().map(|list| {
            let list = list.as_ref().filter(|list| !list.names().is_empty());
            list.map(|list| Json::from(list.names()))
        });
        let allowed_ips = self
            .allowed_ips
            .as_ref()
            .map(|list| list.as_ref().map(|list| Json::from(list.entries())));
        let roles = match &self.roles {
            Some(given) => {
                let given: BTreeSet<RoleId> = given.iter().copied().collect();
                given != roles::ids(member)?
            }
            None => false,
        };
        let differs = [
            ("role", self.role.is_some_and(|role| role != member.role)),
            (
                "externalId",
                external_id
                    .is_some_and(|id| id.map(ExternalId::as_str) != member.external_id.as_deref()),
            ),
            (
                "isOwner",
                self.is_owner.is_some_and(|is| is != member.is_owner),
            ),
            (
                "isDefault",
                self.is_default == Some(true) && !member.is_default,
            ),
            ("roleIds", roles),
            (
                "permissions",
                permissions.is_some_and(|list| list != member.permissions),
            ),
            (
                "allowedIps",
                allowed_ips.is_some_and(|list| list != member.allowed_ips),
            ),
        ];
        let mut differs = differs.into_iter();
        Ok(differs.find_map(|(field, differs)| differs.then_some(field)))
    }

    /// Returns the membership with these fields. Absent fields keep their values. The default stays
    /// too, because it depends on all memberships of the user.
    ///
    /// # Errors
    /// `INVALID_VALUE` if there are too many roles.
    pub(super) fn applied(&self, mut membership: Model) -> Result<Model> {
        if let Some(role) = self.role {
            membership.role = role;
        }
        if let Some(status) = self.status {
            membership.status = status;
        }
        if let Some(is_owner) = self.is_owner {
            membership.is_owner = is_owner;
        }
        if let Some(external_id) = &self.external_id {
            membership.external_id = external_id.clone().map(String::from);
        }
        if let Some(permissions) = &self.permissions {
            let list = permissions.as_ref().filter(|list| !list.names().is_empty());
            membership.permissions = list.map(|list| list.names().into());
            let rights = list.map(|list| list.grant().rights());
            membership.rights = rights.unwrap_or_default().bits();
        }
        if let Some(allowed_ips) = &self.allowed_ips {
            let list = allowed_ips.as_ref();
            membership.allowed_ips = list.map(|list| list.entries().into());
            membership.ip_ranges = list.map(|list| serde_json::json!(list.ranges()));
        }
        if let Some(stated) = &self.roles {
            let stated: BTreeSet<RoleId> = stated.iter().copied().collect();
            if stated.len() > MAX_ROLES {
                return Err(Error::invalid(
                    "roleIds",
                    format!(
                        "has {} roles; at most {MAX_ROLES} are allowed",
                        stated.len()
                    ),
                ));
            }
            roles::keep(&mut membership, &stated);
        }
        Ok(membership)
    }
}

/// The names of permissions that a membership or role grants in its org. This server enforces its
/// own permissions and only stores all others, for access checks. The names are sorted and unique;
/// `*` is the only name in its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permissions(Vec<String>);

impl Permissions {
    /// Parses a list of names. `*` grants all permissions of an owner and every name that callers
    /// define.
    ///
    /// # Errors
    /// `INVALID_VALUE` if a name is malformed or can be granted only by the platform, or if there
    /// are more than 256 names.
    pub fn parse(field: &'static str, names: &[String]) -> Result<Self> {
        if names.len() > MAX_NAMES {
            return Err(Error::invalid(
                field,
                format!("has {} names; at most {MAX_NAMES} are allowed", names.len()),
            ));
        }
        let malformed = names.iter().filter(|name| !is_well_formed(name));
        let mut wrong: Vec<String> = malformed.map(|name| ill_formed(name)).collect();
        let of_platform =
            |name: &&String| Permission::named(name).is_some_and(|one| !one.is_owners());
        let of_platform = names.iter().filter(of_platform);
        wrong.extend(of_platform.map(|name| format!("`{name}`, which only the platform may hold")));
        if !wrong.is_empty() {
            let more = match wrong.len().saturating_sub(MAX_SHOWN) {
                0 => String::new(),
                more => format!("; and {more} more"),
            };
            wrong.truncate(MAX_SHOWN);
            let message = format!("has {}{more}", wrong.join("; "));
            return Err(Error::invalid(field, message));
        }
        if names.iter().any(|name| name == EVERY) {
            return Ok(Self(vec![EVERY.to_owned()]));
        }
        let mut names = names.to_vec();
        names.sort_unstable();
        names.dedup();
        Ok(Self(names))
    }

    /// Returns the names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Returns the permissions that the names grant.
    #[must_use]
    pub fn grant(&self) -> Grant {
        Grant::of_list(&self.0)
    }
}

/// Checks that no newly added name is a misspelled permission of this server.
///
/// # Errors
/// `INVALID_VALUE`. The message suggests the nearest permission.
pub(in crate::domain) fn no_misspelled(before: Option<&Json>, after: Option<&Json>) -> Result<()> {
    fn names(list: Option<&Json>) -> impl Iterator<Item = &str> {
        let list = list.and_then(Json::as_array).into_iter().flatten();
        list.filter_map(Json::as_str)
    }
    let had: BTreeSet<&str> = names(before).collect();
    for name in names(after).filter(|name| !had.contains(name)) {
        if let Some(nearest) = Permission::misspelled(name) {
            let message = format!(
                "has `{name}`, which looks like a permission of this server but is not. Did you mean `{}`?",
                nearest.name()
            );
            return Err(Error::invalid("permissions", message));
        }
    }
    Ok(())
}

/// Checks that the text can be the name of a permission, whether or not this server defines it.
///
/// # Errors
/// `INVALID_VALUE` if the text is malformed.
pub(super) fn well_formed(field: &'static str, name: &str) -> Result<()> {
    match is_well_formed(name) {
        true => Ok(()),
        false => Err(Error::invalid(field, format!("has {}", ill_formed(name)))),
    }
}

fn is_well_formed(name: &str) -> bool {
    let mut bytes = name.bytes();
    (1..=MAX_NAME).contains(&name.len())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b":._*-".contains(&byte))
}

fn ill_formed(name: &str) -> String {
    let shown: String = name.chars().take(MAX_NAME).collect();
    format!(
        "`{shown}`, but a name must be 1 to {MAX_NAME} characters of A-Z, a-z, 0-9, `:`, `.`, \
             `_`, `*`, `-`"
    )
}
