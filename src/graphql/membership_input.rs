//! What a caller states of memberships: how users and orgs are named, fields, rows of sets.
//!
//! Parsed into the domain's types. Of a list everything that is wrong is told, each with its place.

use async_graphql::{Enum, InputObject, MaybeUndefined, OneofObject};

use crate::{
    access::ip::AllowedIps,
    domain::{
        field::ExternalId,
        membership::{self, MembershipFields, Permissions},
        org,
        user::{self, Email},
    },
    error::Result,
    id::RoleId,
};

use super::{
    context::ArgumentLiteral,
    enums::{MemberRole, MemberStatus},
    input_errors::{InputErrors, both, each, within},
    scalar::Uuid,
    user::patch_at,
};

/// One user, named in exactly one of these ways.
#[derive(OneofObject)]
pub(super) enum UserRef {
    /// The user's id.
    Id(Uuid),
    /// The user's e-mail address, without regard to case.
    Email(String),
    /// What another system calls the user: the user's own `externalId`, exactly, not a membership's.
    ExternalId(String),
}

impl UserRef {
    pub(super) fn parse(self) -> Result<user::UserRef> {
        match self {
            Self::Id(id) => Ok(user::UserRef::Id(id.0.into())),
            Self::Email(email) => Email::parse("email", &email).map(user::UserRef::Email),
            Self::ExternalId(id) => {
                ExternalId::parse("externalId", &id).map(user::UserRef::ExternalId)
            }
        }
    }
}

/// One org, named in exactly one of these ways.
#[derive(OneofObject)]
pub(super) enum OrgRef {
    /// The org's id.
    Id(Uuid),
    /// The org's name, without regard to case.
    Name(String),
    /// What another system calls the org, exactly.
    ExternalId(String),
}

impl OrgRef {
    pub(super) fn parse(self) -> Result<org::OrgRef> {
        let (id, name, external_id) = match self {
            Self::Id(id) => (Some(id.0), None, None),
            Self::Name(name) => (None, Some(name), None),
            Self::ExternalId(id) => (None, None, Some(id)),
        };
        org::OrgRef::parse(id, name.as_deref(), external_id.as_deref())
    }
}

/// The argument or input field `default`.
pub(super) fn default_org(org: Option<OrgRef>) -> Result<Option<org::OrgRef>> {
    let org = org.map(OrgRef::parse).transpose();
    org.map_err(|error| error.at("default"))
}

/// What is stated of a membership. What is absent stays; of a new membership it is the default. Null clears what can be
/// empty, and is the same as absent where nothing can be.
#[derive(InputObject)]
pub(super) struct MembershipInput {
    /// As what. `USER` for a new member.
    role: Option<MemberRole>,
    /// Whether it is in force. `ACTIVE` for a new member.
    status: Option<MemberStatus>,
    /// Whether the member owns the org. Takes `owners:write`.
    is_owner: Option<bool>,
    /// Whether it is the user's default org: true moves the default; false is refused where it would leave none.
    is_default: Option<bool>,
    /// What another system calls the member in this org, 1 to 255 bytes, kept exactly. Need not be unique.
    external_id: MaybeUndefined<String>,
    /// All of the org's own roles that the member is to have.
    role_ids: MaybeUndefined<Vec<Uuid>>,
    /// All that the membership is to grant beside its roles: names of permissions, or `*`.
    permissions: MaybeUndefined<Vec<String>>,
    /// Addresses, networks (203.0.113.0/24) and patterns (76.*.*.*) from which the member may act in the org; at most 256,
    /// none of them private. Null: from everywhere.
    allowed_ips: MaybeUndefined<Vec<String>>,
}

impl MembershipInput {
    pub(super) fn parse(self, written: ArgumentLiteral<'_>) -> Result<MembershipFields> {
        let roles = patch_at(written.field("roleIds"), self.role_ids, |ids: Vec<Uuid>| {
            Ok(ids.into_iter().map(|id| RoleId(id.0)).collect())
        })?;
        let mut wrong = InputErrors::default();
        let fields = MembershipFields {
            force: false,
            role: self.role.map(Into::into),
            status: self.status.map(Into::into),
            is_owner: self.is_owner,
            is_default: self.is_default,
            external_id: wrong.take(patch_at(
                written.field("externalId"),
                self.external_id,
                |id: String| ExternalId::parse("externalId", &id),
            )),
            roles: roles.map(Option::unwrap_or_default),
            permissions: wrong.take(patch_at(
                written.field("permissions"),
                self.permissions,
                |names: Vec<String>| Permissions::parse("permissions", &names),
            )),
            allowed_ips: wrong.take(patch_at(
                written.field("allowedIps"),
                self.allowed_ips,
                |list: Vec<String>| AllowedIps::parse("allowedIps", &list),
            )),
        };
        wrong.end().map(|()| fields)
    }
}

/// One org of a user, named by exactly one of `id`, `name` and `externalId`, and what is stated of the membership.
#[derive(InputObject)]
pub(super) struct UserMembershipInput {
    /// The org's id.
    id: Option<Uuid>,
    /// The org's name, without regard to case.
    name: Option<String>,
    /// What another system calls the org, exactly. The membership has an external id of its own: `membership.externalId`.
    external_id: Option<String>,
    /// What is stated of the membership. Absent: nothing.
    membership: Option<MembershipInput>,
}

/// The rows of a list of orgs, which is the argument or input field `list`.
pub(super) fn user_memberships(
    list: &str,
    rows: Vec<UserMembershipInput>,
    written: ArgumentLiteral<'_>,
) -> Result<Vec<membership::UserMembership>> {
    each(list, rows, |index, row| {
        let (name, external_id) = (row.name.as_deref(), row.external_id.as_deref());
        let membership = written.item(index).field("membership");
        let org = org::OrgRef::parse(row.id.map(|id| id.0), name, external_id);
        let (org, fields) = both(org, fields(row.membership, membership))?;
        Ok(membership::UserMembership { org, fields })
    })
}

/// One member of an org, and what is stated of the membership.
#[derive(InputObject)]
pub(super) struct OrgMemberInput {
    /// Who.
    user: UserRef,
    /// What is stated of the membership. Absent: nothing.
    membership: Option<MembershipInput>,
}

/// The rows of a list of members, which is the argument `list`.
pub(super) fn org_members(
    list: &str,
    rows: Vec<OrgMemberInput>,
    written: ArgumentLiteral<'_>,
) -> Result<Vec<membership::OrgMember>> {
    each(list, rows, |index, row| {
        let membership = written.item(index).field("membership");
        let user = within("user", row.user.parse());
        let (user, fields) = both(user, fields(row.membership, membership))?;
        Ok(membership::OrgMember { user, fields })
    })
}

/// What is stated, if anything is.
fn fields(
    input: Option<MembershipInput>,
    written: ArgumentLiteral<'_>,
) -> Result<MembershipFields> {
    input.map_or(Ok(MembershipFields::default()), |input| {
        within("membership", input.parse(written))
    })
}

/// What to do with those whom a list names, and with those whom it does not.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "membership::SetMode")]
pub(super) enum SetMode {
    /// Those named are in the set afterwards; the others stay.
    Add,
    /// Those named are the whole set afterwards; the others are removed.
    Replace,
    /// Those named are not in the set afterwards; the others stay.
    Remove,
}
