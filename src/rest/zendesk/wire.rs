//! The JSON objects of the Zendesk API.
//!
//! Unknown fields of requests are ignored.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::extract::{Object, Row, stated};

use super::{
    paging::Links,
    values::{IntegerId, Text, maybe_number},
};

/// A membership of a user in an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrganizationMembership {
    pub(super) id: i64,
    /// The URL of the object.
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

/// A response with one membership.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OneMembership {
    pub(super) organization_membership: OrganizationMembership,
    #[serde(flatten)]
    pub(super) sideloads: MembershipSideloads,
}

/// The objects that memberships refer to, if `include` asks for them.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct MembershipSideloads {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) users: Option<Vec<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) organizations: Option<Vec<Organization>>,
}

/// A page of memberships.
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
    /// The URL of the object.
    pub(super) url: String,
    pub(super) name: String,
    /// The id in another system.
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

/// A response with one organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OneOrganization {
    pub(super) organization: Organization,
}

/// A page of organizations.
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
    /// The URL of the object.
    pub(super) url: String,
    pub(super) name: String,
    /// Null for a token without a user.
    #[schema(required)]
    pub(super) email: Option<String>,
    #[schema(format = DateTime)]
    pub(super) created_at: String,
    #[schema(format = DateTime)]
    pub(super) updated_at: String,
    /// The IANA name of the time zone.
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
    /// `end-user`, or `admin` for a token without a user.
    pub(super) role: &'static str,
    pub(super) verified: bool,
    /// The user's id in another system.
    #[schema(required)]
    pub(super) external_id: Option<String>,
    pub(super) tags: Vec<String>,
    #[schema(required)]
    pub(super) alias: Option<String>,
    /// Whether the user is not suspended.
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

/// A response with one user.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OneUser {
    pub(super) user: User,
    #[serde(flatten)]
    pub(super) sideloads: UserSideloads,
}

/// The objects that users refer to, if `include` asks for them.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct UserSideloads {
    /// The default organizations of the users.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) organizations: Option<Vec<Organization>>,
}

/// A page of users.
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
    /// The URL of the object.
    pub(super) url: String,
    /// The number of rows. Null while the rows are being uploaded.
    #[schema(required)]
    pub(super) total: Option<i32>,
    /// The number of rows that were run. Null while the job is queued.
    #[schema(required)]
    pub(super) progress: Option<i32>,
    /// `queued`, `working`, `completed`, `failed` or `killed`.
    pub(super) status: &'static str,
    #[schema(required)]
    pub(super) message: Option<String>,
    /// The results of the first 100 rows. Null until the job has finished.
    #[schema(required)]
    pub(super) results: Option<Vec<JobResult>>,
}

/// The result of a row.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobResult {
    /// The position of the row in the request, from 0.
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
    /// The name of the error, for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) error: Option<&'static str>,
    /// The error message, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) details: Option<String>,
}

/// A response with one job.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OneJob {
    pub(super) job_status: JobStatus,
}

/// A page of jobs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Jobs {
    pub(super) job_statuses: Vec<JobStatus>,
    #[serde(flatten)]
    pub(super) links: Links,
}

/// An object without fields.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct Nothing {}

/// The fields of a new membership.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct MembershipInput {
    /// Not required if the path names the user.
    #[schema(value_type = Option<i64>)]
    pub(super) user_id: Option<IntegerId>,
    #[schema(value_type = i64)]
    pub(super) organization_id: Option<IntegerId>,
    /// Whether the organization becomes the user's default.
    pub(super) default: Option<bool>,
}

/// A request body with one membership.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OneMembershipInput {
    #[schema(value_type = MembershipInput)]
    pub(super) organization_membership: Object<MembershipInput>,
}

/// The fields of a user. An absent field stays unchanged.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub(super) struct UserInput {
    /// The user to change, in requests that change several users.
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
    /// The user's id in another system. Null clears it.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    pub(super) external_id: Option<Option<Text>>,
    /// The IANA name of the time zone. Takes precedence over `time_zone`. Null clears it.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    pub(super) iana_time_zone: Option<Option<Text>>,
    /// Used if it is an IANA name; otherwise ignored.
    #[schema(value_type = Option<String>)]
    pub(super) time_zone: Option<Text>,
    pub(super) suspended: Option<bool>,
    /// The new default organization. Only the membership in the previous default organization is
    /// removed. Null counts as absent.
    #[schema(value_type = Option<i64>)]
    pub(super) organization_id: Option<IntegerId>,
    /// All organizations of the user. An empty list removes all memberships.
    #[schema(value_type = Option<Vec<i64>>)]
    pub(super) organization_ids: Option<Vec<IntegerId>>,
    /// An organization to add.
    #[schema(value_type = Option<OrganizationRef>)]
    pub(super) organization: Option<Object<OrganizationRef>>,
    /// Organizations to add.
    #[schema(value_type = Option<Vec<OrganizationRef>>)]
    pub(super) organizations: Option<Vec<Object<OrganizationRef>>>,
}

/// A request body with one user.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OneUserInput {
    #[schema(value_type = UserInput)]
    pub(super) user: Object<UserInput>,
}

/// A reference to an organization by id, or otherwise by name.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(super) struct OrganizationRef {
    #[schema(value_type = Option<i64>)]
    pub(super) id: Option<IntegerId>,
    #[schema(value_type = Option<String>)]
    pub(super) name: Option<Text>,
}

/// A request body with several users.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ManyUsersInput {
    /// At most 100 entries.
    #[schema(value_type = Option<Vec<UserInput>>)]
    pub(super) users: Option<Vec<Row<UserInput>>>,
    /// The fields for all users that the query names.
    #[schema(value_type = Option<UserInput>)]
    pub(super) user: Option<Object<UserInput>>,
}

/// A request body with several memberships.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ManyMembershipsInput {
    /// At most 100 entries.
    #[schema(value_type = Vec<MembershipInput>)]
    pub(super) organization_memberships: Vec<Row<MembershipInput>>,
}

/// A request body with several organizations.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ManyOrganizationsInput {
    /// At most 100 entries.
    #[schema(value_type = Vec<OrganizationInput>)]
    pub(super) organizations: Vec<Row<OrganizationInput>>,
}

/// The fields of an organization. An absent field stays unchanged.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OrganizationInput {
    /// The organization to change, if the path does not name it.
    #[serde(default, deserialize_with = "maybe_number")]
    #[schema(value_type = Option<i64>)]
    pub(super) id: Option<IntegerId>,
    #[schema(value_type = Option<String>)]
    pub(super) name: Option<Text>,
    /// The id in another system. Null clears it.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    pub(super) external_id: Option<Option<Text>>,
}

/// A request body with one organization.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OneOrganizationInput {
    #[schema(value_type = OrganizationInput)]
    pub(super) organization: Object<OrganizationInput>,
}
