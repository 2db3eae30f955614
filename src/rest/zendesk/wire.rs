//! The objects of this door, as they stand on the wire.
//!
//! Fields that a client sends and tenantry has not are not named here: they are dropped.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::extract::{Object, Row, stated};

use super::{
    paging::Links,
    values::{IntegerId, Text, maybe_number},
};

/// A user's place in an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrganizationMembership {
    pub(super) id: i64,
    /// Its own address.
    pub(super) url: String,
    pub(super) user_id: i64,
    pub(super) organization_id: i64,
    /// Whether the organization is the user's default.
    pub(super) default: bool,
    pub(super) organization_name: String,
    pub(super) view_tickets: bool,
    #[schema(format = DateTime)]
    pub(super) created_at: String,
    #[schema(format = DateTime)]
    pub(super) updated_at: String,
}

/// One membership.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OneMembership {
    pub(super) organization_membership: OrganizationMembership,
    #[serde(flatten)]
    pub(super) sideloads: MembershipSideloads,
}

/// What memberships refer to, where `include` asks for it.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct MembershipSideloads {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) users: Option<Vec<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) organizations: Option<Vec<Organization>>,
}

/// Memberships.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Memberships {
    pub(super) organization_memberships: Vec<OrganizationMembership>,
    #[serde(flatten)]
    pub(super) sideloads: MembershipSideloads,
    #[serde(flatten)]
    pub(super) links: Links,
}

/// An organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Organization {
    pub(super) id: i64,
    /// Its own address.
    pub(super) url: String,
    pub(super) name: String,
    /// What another system calls it.
    #[schema(required)]
    pub(super) external_id: Option<String>,
    #[schema(format = DateTime)]
    pub(super) created_at: String,
    #[schema(format = DateTime)]
    pub(super) updated_at: String,
    pub(super) shared_tickets: bool,
    pub(super) shared_comments: bool,
    pub(super) domain_names: Vec<String>,
    pub(super) tags: Vec<String>,
    #[schema(required)]
    pub(super) details: Option<String>,
    #[schema(required)]
    pub(super) notes: Option<String>,
    #[schema(required)]
    pub(super) group_id: Option<i64>,
    pub(super) organization_fields: Nothing,
}

/// One organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OneOrganization {
    pub(super) organization: Organization,
}

/// Organizations.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Organizations {
    pub(super) organizations: Vec<Organization>,
    #[serde(flatten)]
    pub(super) links: Links,
}

/// A user.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct User {
    pub(super) id: i64,
    /// Its own address.
    pub(super) url: String,
    pub(super) name: String,
    /// Null of a caller who is no user.
    #[schema(required)]
    pub(super) email: Option<String>,
    #[schema(format = DateTime)]
    pub(super) created_at: String,
    #[schema(format = DateTime)]
    pub(super) updated_at: String,
    /// An IANA name.
    #[schema(required)]
    pub(super) time_zone: Option<String>,
    #[schema(required)]
    pub(super) iana_time_zone: Option<String>,
    #[schema(required)]
    pub(super) phone: Option<String>,
    #[schema(required)]
    pub(super) locale: Option<String>,
    /// The organization of the user's default membership.
    #[schema(required)]
    pub(super) organization_id: Option<i64>,
    /// `end-user`; of a caller who is no user `admin`.
    pub(super) role: &'static str,
    pub(super) verified: bool,
    /// What another system calls the user.
    #[schema(required)]
    pub(super) external_id: Option<String>,
    pub(super) tags: Vec<String>,
    #[schema(required)]
    pub(super) alias: Option<String>,
    /// Not suspended.
    pub(super) active: bool,
    pub(super) suspended: bool,
    #[schema(required)]
    pub(super) details: Option<String>,
    #[schema(required)]
    pub(super) notes: Option<String>,
    #[schema(required)]
    pub(super) default_group_id: Option<i64>,
    pub(super) user_fields: Nothing,
}

/// One user.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OneUser {
    pub(super) user: User,
    #[serde(flatten)]
    pub(super) sideloads: UserSideloads,
}

/// What users refer to, where `include` asks for it.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct UserSideloads {
    /// The default organizations of the users.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) organizations: Option<Vec<Organization>>,
}

/// Users.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Users {
    pub(super) users: Vec<User>,
    #[serde(flatten)]
    pub(super) sideloads: UserSideloads,
    #[serde(flatten)]
    pub(super) links: Links,
}

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobStatus {
    pub(super) id: String,
    pub(super) job_type: &'static str,
    /// Its own address.
    pub(super) url: String,
    /// Rows; null as long as they come in.
    #[schema(required)]
    pub(super) total: Option<i32>,
    /// Rows that were run; null as long as it waits.
    #[schema(required)]
    pub(super) progress: Option<i32>,
    /// `queued`, `working`, `completed`, `failed` or `killed`.
    pub(super) status: &'static str,
    #[schema(required)]
    pub(super) message: Option<String>,
    /// What became of its rows, of the first 100; null as long as it is not over.
    #[schema(required)]
    pub(super) results: Option<Vec<JobResult>>,
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobResult {
    /// Its place in the request, from 0.
    pub(super) index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) action: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) success: Option<bool>,
    /// What went wrong, for a program.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) error: Option<&'static str>,
    /// What went wrong, for a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) details: Option<String>,
}

/// One job.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OneJob {
    pub(super) job_status: JobStatus,
}

/// Jobs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Jobs {
    pub(super) job_statuses: Vec<JobStatus>,
    #[serde(flatten)]
    pub(super) links: Links,
}

/// An object without fields.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct Nothing {}

/// What a new membership is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct MembershipInput {
    /// Not needed where the path names the user.
    #[schema(value_type = Option<i64>)]
    pub(super) user_id: Option<IntegerId>,
    #[schema(value_type = i64)]
    pub(super) organization_id: Option<IntegerId>,
    /// Whether the organization becomes the user's default.
    pub(super) default: Option<bool>,
}

/// A membership in a body.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OneMembershipInput {
    #[schema(value_type = MembershipInput)]
    pub(super) organization_membership: Object<MembershipInput>,
}

/// What a user is to be. What is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub(super) struct UserInput {
    /// Which one, where many are changed.
    #[serde(default, deserialize_with = "maybe_number")]
    #[schema(value_type = Option<i64>)]
    pub(super) id: Option<IntegerId>,
    #[schema(value_type = Option<String>)]
    pub(super) name: Option<Text>,
    #[schema(value_type = Option<String>)]
    pub(super) email: Option<Text>,
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    pub(super) phone: Option<Option<Text>>,
    /// What another system calls the user; null for nothing.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    pub(super) external_id: Option<Option<Text>>,
    /// An IANA name, which goes before `time_zone`; null for none.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    pub(super) iana_time_zone: Option<Option<Text>>,
    /// Taken where it is an IANA name.
    #[schema(value_type = Option<String>)]
    pub(super) time_zone: Option<Text>,
    pub(super) suspended: Option<bool>,
    /// Takes the place of the default organization, and no other's. Null is as good as absent.
    #[schema(value_type = Option<i64>)]
    pub(super) organization_id: Option<IntegerId>,
    /// All organizations that the user is to have; an empty list is none.
    #[schema(value_type = Option<Vec<i64>>)]
    pub(super) organization_ids: Option<Vec<IntegerId>>,
    /// One more organization.
    #[schema(value_type = Option<OrganizationRef>)]
    pub(super) organization: Option<Object<OrganizationRef>>,
    /// More organizations.
    #[schema(value_type = Option<Vec<OrganizationRef>>)]
    pub(super) organizations: Option<Vec<Object<OrganizationRef>>>,
}

/// A user in a body.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OneUserInput {
    #[schema(value_type = UserInput)]
    pub(super) user: Object<UserInput>,
}

/// An organization that is there, by its id or else by its name.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(super) struct OrganizationRef {
    #[schema(value_type = Option<i64>)]
    pub(super) id: Option<IntegerId>,
    #[schema(value_type = Option<String>)]
    pub(super) name: Option<Text>,
}

/// Users in a body.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ManyUsersInput {
    /// Up to 100.
    #[schema(value_type = Option<Vec<UserInput>>)]
    pub(super) users: Option<Vec<Row<UserInput>>>,
    /// What all users that the query names are to be.
    #[schema(value_type = Option<UserInput>)]
    pub(super) user: Option<Object<UserInput>>,
}

/// Memberships in a body.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ManyMembershipsInput {
    /// Up to 100.
    #[schema(value_type = Vec<MembershipInput>)]
    pub(super) organization_memberships: Vec<Row<MembershipInput>>,
}

/// Organizations in a body.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ManyOrganizationsInput {
    /// Up to 100.
    #[schema(value_type = Vec<OrganizationInput>)]
    pub(super) organizations: Vec<Row<OrganizationInput>>,
}

/// What an organization is to be. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OrganizationInput {
    /// Which one, where it is not said otherwise.
    #[serde(default, deserialize_with = "maybe_number")]
    #[schema(value_type = Option<i64>)]
    pub(super) id: Option<IntegerId>,
    #[schema(value_type = Option<String>)]
    pub(super) name: Option<Text>,
    /// What another system calls it; null for nothing.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    pub(super) external_id: Option<Option<Text>>,
}

/// An organization in a body.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OneOrganizationInput {
    #[schema(value_type = OrganizationInput)]
    pub(super) organization: Object<OrganizationInput>,
}
