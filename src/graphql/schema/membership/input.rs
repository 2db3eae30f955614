//! The GraphQL inputs of memberships: references to users and orgs, membership fields, and rows of
//! lists.
//!
//! The inputs are parsed into the domain's types. For a list, all invalid values are reported, each
//! with its position.

use async_graphql::{Enum, InputObject, MaybeUndefined, OneofObject};

use crate::{
    access::ip::AllowedIps,
    domain::{
        field::ExternalId,
        group::MemberGroups,
        membership::{self, MembershipFields, Permissions},
        org,
        user::{self, Email},
    },
    error::{Error, Result},
    graphql::resolver::{
        enums::{MemberRole, MemberStatus},
        input::{ArgumentLiteral, patch_at},
        input_errors::{InputErrors, both, each, within},
        scalar::Uuid,
    },
    id::RoleId,
};

/// A reference to one user, by exactly one of the fields.
#[derive(OneofObject)]
pub(in crate::graphql::schema) enum UserRef {
    /// The user's id.
    Id(Uuid),
    /// The user's e-mail address, without regard to case.
    Email(String),
    /// The user's own external id, matched exactly. External ids of memberships are not matched.
    ExternalId(String),
}

impl UserRef {
    pub(in crate::graphql::schema) fn parse(self) -> Result<user::UserRef> {
        match self {
            Self::Id(id) => Ok(user::UserRef::Id(id.0.into())),
            Self::Email(email) => Email::parse("email", &email).map(user::UserRef::Email),
            Self::ExternalId(id) => {
                ExternalId::parse("externalId", &id).map(user::UserRef::ExternalId)
            }
        }
    }
}

/// A reference to one org, by exactly one of the fields.
#[derive(OneofObject)]
pub(in crate::graphql::schema) enum OrgRef {
    /// The org's id.
    Id(Uuid),
    /// The org's name, without regard to case.
    Name(String),
    /// The org's id in another system, matched exactly.
    ExternalId(String),
}

impl OrgRef {
    pub(in crate::graphql::schema) fn parse(self) -> Result<org::OrgRef> {
        let (id, name, external_id) = match self {
            Self::Id(id) => (Some(id.0), None, None),
            Self::Name(name) => (None, Some(name), None),
            Self::ExternalId(id) => (None, None, Some(id)),
        };
        org::OrgRef::parse(id, name.as_deref(), external_id.as_deref())
    }
}

/// Parses the argument or input field `default`.
pub(in crate::graphql::schema) fn default_org(org: Option<OrgRef>) -> Result<Option<org::OrgRef>> {
    let org = org.map(OrgRef::parse).transpose();
    org.map_err(|error| error.at("default"))
}

/// The fields of a membership. An absent field stays unchanged, or gets its default in a new
/// membership. Null clears a field that may be empty; for other fields null means absent.
#[derive(InputObject)]
pub(in crate::graphql::schema) struct MembershipInput {
    /// The built-in role. Default for a new member: `USER`.
    role: Option<MemberRole>,
    /// The status of the membership. Default for a new member: `ACTIVE`.
    status: Option<MemberStatus>,
    /// Whether the member owns the org. Requires `owners:write`.
    is_owner: Option<bool>,
    /// Whether this org is the user's default. True moves the default to this org; false is refused
    /// if it would leave the user without a default.
    is_default: Option<bool>,
    /// The member's id in another system, for this org, 1 to 255 bytes, stored unchanged. Need not
    /// be unique.
    external_id: MaybeUndefined<String>,
    /// The ids of the org's own roles that the member has. The list replaces the current roles.
    role_ids: MaybeUndefined<Vec<Uuid>>,
    /// The permissions that the membership grants in addition to its roles: names of permissions,
    /// or `*`. The list replaces the current permissions.
    permissions: MaybeUndefined<Vec<String>>,
    /// Addresses, networks (203.0.113.0/24) and patterns (76.*.*.*) from which the member may act
    /// in the org: at most 256, none of them private. Null removes the limit.
    allowed_ips: MaybeUndefined<Vec<String>>,
}

impl MembershipInput {
    pub(in crate::graphql::schema) fn parse(
        self,
        literal: ArgumentLiteral<'_>,
    ) -> Result<MembershipFields> {
        let roles = patch_at(literal.field("roleIds"), self.role_ids, |ids: Vec<Uuid>| {
            Ok(ids.into_iter().map(|id| RoleId(id.0)).collect())
        })?;
        let mut errors = InputErrors::default();
        let fields = MembershipFields {
            force: false,
            role: self.role.map(Into::into),
            status: self.status.map(Into::into),
            is_owner: self.is_owner,
            is_default: self.is_default,
            external_id: errors.take(patch_at(
                literal.field("externalId"),
                self.external_id,
                |id: String| ExternalId::parse("externalId", &id),
            )),
            roles: roles.map(Option::unwrap_or_default),
            permissions: errors.take(patch_at(
                literal.field("permissions"),
                self.permissions,
                |names: Vec<String>| Permissions::parse("permissions", &names),
            )),
            allowed_ips: errors.take(patch_at(
                literal.field("allowedIps"),
                self.allowed_ips,
                |list: Vec<String>| AllowedIps::parse("allowedIps", &list),
            )),
            groups: None,
        };
        errors.end().map(|()| fields)
    }
}

/// One org of a user, named by exactly one of `id`, `name` and `externalId`, with the fields of the
/// membership.
#[derive(InputObject)]
pub(in crate::graphql::schema) struct UserMembershipInput {
    /// The org's id.
    id: Option<Uuid>,
    /// The org's name, without regard to case.
    name: Option<String>,
    /// The org's id in another system, matched exactly. The membership has an external id of its
    /// own: `membership.externalId`.
    external_id: Option<String>,
    /// The fields of the membership. If absent, no field is stated.
    membership: Option<MembershipInput>,
    /// The names or ids of groups of the org: at most 256. With the mode `ADD` the member joins
    /// them; with `REPLACE` they are all groups of the member in the org. If absent, the groups
    /// stay unchanged. A group that the org does not have is `GROUP_NOT_FOUND`; groups are never
    /// created. Requires `groups:write`.
    groups: Option<Vec<String>>,
}

/// Parses the rows of a list of orgs, which is the argument or input field `list`.
pub(in crate::graphql::schema) fn user_memberships(
    list: &str,
    rows: Vec<UserMembershipInput>,
    literal: ArgumentLiteral<'_>,
) -> Result<Vec<membership::UserMembership>> {
    each(list, rows, |index, row| {
        let (name, external_id) = (row.name.as_deref(), row.external_id.as_deref());
        let membership = literal.item(index).field("membership");
        let org = org::OrgRef::parse(row.id.map(|id| id.0), name, external_id);
        let fields = both(fields(row.membership, membership), groups(row.groups));
        let (org, (fields, groups)) = both(org, fields)?;
        let fields = MembershipFields { groups, ..fields };
        Ok(membership::UserMembership { org, fields })
    })
}

/// One member of an org, with the fields of the membership.
#[derive(InputObject)]
pub(in crate::graphql::schema) struct OrgMemberInput {
    /// The user.
    user: UserRef,
    /// The fields of the membership. If absent, no field is stated.
    membership: Option<MembershipInput>,
}

/// Parses the rows of a list of members, which is the argument `list`.
pub(in crate::graphql::schema) fn org_members(
    list: &str,
    rows: Vec<OrgMemberInput>,
    literal: ArgumentLiteral<'_>,
) -> Result<Vec<membership::OrgMember>> {
    each(list, rows, |index, row| {
        let membership = literal.item(index).field("membership");
        let user = within("user", row.user.parse());
        let (user, fields) = both(user, fields(row.membership, membership))?;
        Ok(membership::OrgMember { user, fields })
    })
}

/// Parses the argument `expectRemoved`.
pub(in crate::graphql::schema) fn expected_removals(number: Option<i32>) -> Result<Option<usize>> {
    let number = number.map(usize::try_from).transpose();
    number.map_err(|_| Error::invalid("expectRemoved", "must not be negative"))
}

/// Parses the membership fields of a row. Absent fields stay unchanged.
fn fields(
    input: Option<MembershipInput>,
    literal: ArgumentLiteral<'_>,
) -> Result<MembershipFields> {
    input.map_or(Ok(MembershipFields::default()), |input| {
        within("membership", input.parse(literal))
    })
}

/// Parses the field `groups` of a row.
pub(in crate::graphql::schema) fn groups(
    groups: Option<Vec<String>>,
) -> Result<Option<MemberGroups>> {
    groups
        .map(|groups| MemberGroups::parse(&groups))
        .transpose()
}

/// How a list changes a set of memberships.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "membership::SetMode")]
pub(in crate::graphql::schema) enum SetMode {
    /// Adds the listed entries to the set; the others stay.
    Add,
    /// Replaces the set with the listed entries; the others are removed.
    Replace,
    /// Removes the listed entries from the set; the others stay.
    Remove,
}
