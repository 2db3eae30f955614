//! The JSON objects of the Rebilly API.
//!
//! Unknown fields of requests are ignored, so that clients can send back what they have read.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::extract::{Object, stated};

/// A membership of a user in an organization.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Membership {
    pub(super) organization: Organization,
    pub(super) user: User,
    /// Whether the user owns the organization.
    pub(super) is_owner: bool,
    /// Whether the organization is the user's default.
    pub(super) is_default: bool,
    /// `admin` for admins, and the names of the user's custom roles.
    pub(super) role_ids: Vec<String>,
    /// The permissions that the membership grants in addition to its roles.
    pub(super) permissions: Vec<String>,
    /// The addresses from which the user may act in the organization. Null allows all addresses.
    #[schema(required)]
    pub(super) allowed_ips: Option<Vec<String>>,
    /// All permissions of the user in the organization.
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

/// Permissions and their scope.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Acl {
    pub(super) scope: AclScope,
    pub(super) permissions: Vec<String>,
}

/// The scope of permissions.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AclScope {
    pub(super) organization_id: Vec<String>,
}

/// A link to a related object.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Link {
    pub(super) rel: &'static str,
    pub(super) href: String,
}

/// The objects that `expand` embeds.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Embedded {
    /// The user's custom roles, if `expand=roles` is given.
    pub(super) roles: Vec<Role>,
}

/// A custom role of the organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Role {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) permissions: Vec<String>,
}

/// The fields of a membership. An absent field keeps its value, or has the default for a new
/// membership. Null clears a field that can be empty.
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
    /// `admin`, and names or ids of custom roles. The list replaces the user's roles.
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

/// A reference to the object in the path.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Reference {
    pub(super) id: Option<String>,
}
