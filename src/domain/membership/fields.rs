//! What a caller can state of a membership, and what a list of permissions may hold.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{
    access::{Grant, Permission, grant::EVERY, ip::AllowedIps},
    domain::{
        engine::Keys,
        field::{ExternalId, Patch},
    },
    entity::membership::{MemberRole, MemberStatus, Model},
    error::{Error, Result},
    id::{RoleId, UserId},
};

use super::roles;

/// Names that one list may have.
const MAX_NAMES: usize = 256;
/// Roles that one membership may have.
const MAX_ROLES: usize = 256;
/// Names that one error shows at the most.
const MAX_SHOWN: usize = 20;
/// Bytes of a name at the most.
const MAX_NAME: usize = 128;

/// What is stated of a membership. What is absent stays; of a new membership it is the default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipFields {
    /// As what.
    pub role: Option<MemberRole>,
    /// Whether it is in force.
    pub status: Option<MemberStatus>,
    /// Whether the member owns the org.
    pub is_owner: Option<bool>,
    /// Whether it is the user's default.
    pub is_default: Option<bool>,
    /// What another system calls the member.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
    /// All of the org's own roles that the member is to have.
    pub roles: Option<Vec<RoleId>>,
    /// What the membership grants beside its roles.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub permissions: Patch<Permissions>,
    /// From where the member may act in the org.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub allowed_ips: Patch<AllowedIps>,
    /// Owners may limit their own membership to other addresses than the one from which they ask.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub force: bool,
}

impl MembershipFields {
    /// Names the default of the user whose membership this is, for [`Decide::reads`](crate::domain::Decide::reads). Where the
    /// membership becomes the default, the former one changes too.
    pub(super) fn reads_default(&self, user: UserId, keys: &mut Keys) {
        match self.is_default {
            Some(true) => keys.locked_default_of(user),
            Some(false) | None => keys.default_of(user),
        };
    }

    /// The first of the fields that an active member would have otherwise. Not to be the default is no wish: somebody's
    /// default has to be somewhere.
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

    /// The membership with these fields. What is not stated stays, and so does the default: that follows from all
    /// memberships of the user.
    ///
    /// # Errors
    /// `INVALID_VALUE` for too many roles.
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
                    format!("has {} roles; {MAX_ROLES} at most", stated.len()),
                ));
            }
            roles::keep(&mut membership, &stated);
        }
        Ok(membership)
    }
}

/// Names of permissions that a membership or a role grants in its org: this server's own, which it enforces, and any other,
/// which it keeps for those who ask. Sorted, each once; `*` stands alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permissions(Vec<String>);

impl Permissions {
    /// `*` means all that an owner holds, and every name of the caller's own.
    ///
    /// # Errors
    /// `INVALID_VALUE` for names that are malformed or only the platform's to give, and for more than 256.
    pub fn parse(field: &'static str, names: &[String]) -> Result<Self> {
        if names.len() > MAX_NAMES {
            return Err(Error::invalid(
                field,
                format!("has {} names; {MAX_NAMES} at most", names.len()),
            ));
        }
        let malformed = names.iter().filter(|name| !is_well_formed(name));
        let mut wrong: Vec<String> = malformed.map(|name| ill_formed(name)).collect();
        let of_platform =
            |name: &&String| Permission::named(name).is_some_and(|one| !one.is_owners());
        let of_platform = names.iter().filter(of_platform);
        wrong.extend(of_platform.map(|name| format!("`{name}`, which only the platform holds")));
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

    /// The names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// What they grant.
    #[must_use]
    pub fn grant(&self) -> Grant {
        Grant::of_list(&self.0)
    }
}

/// Passes when no name that is newly given is a misspelled one of this server's own.
///
/// # Errors
/// `INVALID_VALUE`, which names the nearest.
pub(in crate::domain) fn no_misspelled(before: Option<&Json>, after: Option<&Json>) -> Result<()> {
    fn names(list: Option<&Json>) -> impl Iterator<Item = &str> {
        let list = list.and_then(Json::as_array).into_iter().flatten();
        list.filter_map(Json::as_str)
    }
    let had: BTreeSet<&str> = names(before).collect();
    for name in names(after).filter(|name| !had.contains(name)) {
        if let Some(nearest) = Permission::misspelled(name) {
            let message = format!(
                "has `{name}`, which begins like a permission of this server and is none. Did you mean `{}`?",
                nearest.name()
            );
            return Err(Error::invalid("permissions", message));
        }
    }
    Ok(())
}

/// Fails unless it can be the name of a permission, whosoever.
///
/// # Errors
/// `INVALID_VALUE`.
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
    format!("`{shown}`, and a name is 1 to {MAX_NAME} of A-Z, a-z, 0-9, `:`, `.`, `_`, `*`, `-`")
}
