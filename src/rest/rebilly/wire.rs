//! The objects of this door, as they stand on the wire.
//!
//! Fields that a client sends and tenantry does not take are not named here: they are dropped, so that what was read can be
//! sent back.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::extract::{Object, stated};

/// A user's place in an organization.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Membership {
    pub(super) organization: Organization,
    pub(super) user: User,
    /// Whether the user owns the organization.
    pub(super) is_owner: bool,
    /// Whether the organization is the user's default.
    pub(super) is_default: bool,
    /// `admin`, and the names of the organization's own roles that the user has.
    pub(super) role_ids: Vec<String>,
    /// What the membership grants beside its roles.
    pub(super) permissions: Vec<String>,
    /// From where the user may act in the organization; null: from everywhere.
    #[schema(required)]
    pub(super) allowed_ips: Option<Vec<String>>,
    /// What the user may do, by whichever way.
    pub(super) acl: Vec<Acl>,
    #[serde(rename = "_links")]
    pub(super) links: Vec<Link>,
    #[serde(rename = "_embedded")]
    pub(super) embedded: Embedded,
}

/// An organization.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organization {
    pub(super) id: String,
    pub(super) name: String,
    #[schema(format = DateTime)]
    pub(super) created_time: String,
    #[schema(format = DateTime)]
    pub(super) updated_time: String,
}

/// A user.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) email: String,
}

/// Permissions, and where they hold.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Acl {
    pub(super) scope: AclScope,
    pub(super) permissions: Vec<String>,
}

/// Where permissions hold.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AclScope {
    pub(super) organization_id: Vec<String>,
}

/// A related address.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Link {
    pub(super) rel: &'static str,
    pub(super) href: String,
}

/// What `expand` asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Embedded {
    /// The organization's own roles that the user has.
    pub(super) roles: Vec<Role>,
}

/// A role that the organization made for itself.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Role {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) permissions: Vec<String>,
}

/// What a membership is to be. What is absent stays, and of a new one is the default; null clears what can be empty.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MembershipInput {
    #[schema(value_type = Option<Reference>)]
    pub(super) organization: Option<Object<Reference>>,
    #[schema(value_type = Option<Reference>)]
    pub(super) user: Option<Object<Reference>>,
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<bool>)]
    pub(super) is_owner: Option<Option<bool>>,
    pub(super) is_default: Option<bool>,
    /// `admin`, and names or ids of the organization's own roles: all that the user is to have.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<Vec<String>>)]
    pub(super) role_ids: Option<Option<Vec<String>>>,
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<Vec<String>>)]
    pub(super) permissions: Option<Option<Vec<String>>>,
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<Vec<String>>)]
    pub(super) allowed_ips: Option<Option<Vec<String>>>,
}

/// The same thing as in the path, if it is named at all.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Reference {
    pub(super) id: Option<String>,
}
