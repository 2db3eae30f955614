//! The JSON of rows, jobs and results in the native API. The field names are those of GraphQL.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use serde_with::rust::double_option;
use uuid::Uuid;

use crate::{
    access::ip::AllowedIps,
    clock::rfc3339,
    domain::{
        batch,
        field::{ExternalId, Patch},
        group::MemberGroups,
        job::JobRow,
        membership::{self, MembershipFields, Permissions},
        org,
        user::{self, Email},
    },
    entity::{
        job::Model,
        membership::{MemberRole, MemberStatus},
    },
    error::{Code, Error, Result},
    id::RoleId,
    rest::extract::Object,
};

/// A row of an upload.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MembershipRow {
    #[serde(default, rename = "ref")]
    reference: Option<String>,
    org: Object<OrgRef>,
    user: Object<UserRef>,
    #[serde(default)]
    membership: Option<Object<Membership>>,
    #[serde(default)]
    groups: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct OrgRef {
    id: Option<Uuid>,
    name: Option<String>,
    external_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct UserRef {
    id: Option<Uuid>,
    email: Option<String>,
    external_id: Option<String>,
}

/// The fields of the membership. Null clears a field that can be empty, and counts as absent for
/// other fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Membership {
    role: Option<MemberRole>,
    status: Option<MemberStatus>,
    is_owner: Option<bool>,
    is_default: Option<bool>,
    #[serde(default, with = "double_option")]
    external_id: Patch<String>,
    #[serde(default, with = "double_option")]
    role_ids: Patch<Vec<Uuid>>,
    #[serde(default, with = "double_option")]
    permissions: Patch<Vec<String>>,
    #[serde(default, with = "double_option")]
    allowed_ips: Patch<Vec<String>>,
}

/// The fields that are read from an invalid row: its `ref`.
#[derive(Deserialize)]
struct Called {
    #[serde(rename = "ref")]
    reference: String,
}

/// Parses a line as a JSON object. `what` names the kind of row in the error.
///
/// # Errors
/// `INVALID_VALUE` if the line is not such an object.
pub(super) fn parsed<'a, R: Deserialize<'a>>(line: &'a str, what: &str) -> Result<R> {
    let parsed = serde_json::from_str(line).map_err(|error| {
        let message = match error.is_data() {
            true => format!("The line is not a valid {what} row: {error}."),
            false => format!(
                "The line is not valid JSON from column {} on; send one JSON object on each line.",
                error.column()
            ),
        };
        Error::new(Code::InvalidValue, message)
    });
    parsed.map(|Object(row): Object<R>| row)
}

/// Returns the `ref` of an invalid line.
pub(super) fn reference(line: &str) -> Option<String> {
    let called = serde_json::from_str(line).ok();
    called.map(|Object(it): Object<Called>| it.reference)
}

/// Parses a line of memberships. An invalid line becomes a row that fails.
pub(super) fn membership_row(line: &str) -> JobRow {
    let parsed = parsed::<MembershipRow>(line, "membership");
    let called = match &parsed {
        Ok(row) => row.reference.clone(),
        Err(_) => reference(line),
    };
    JobRow::membership(called, parsed.and_then(MembershipRow::parse))
}

/// Checks the caller's reference to a row.
///
/// # Errors
/// `INVALID_VALUE` if the reference is not a valid one.
pub(super) fn check_reference(reference: Option<&str>) -> Result<()> {
    let reference = reference.map(|text| ExternalId::parse("ref", text));
    reference.transpose().map(drop)
}

/// Returns a failing row for a line that could not be read.
pub(super) fn unread(error: &Error) -> JobRow {
    JobRow {
        reference: None,
        operation: Err(error.into()),
    }
}

impl MembershipRow {
    fn parse(self) -> Result<membership::MembershipRow> {
        let Self {
            reference,
            org: Object(org),
            user: Object(user),
            membership,
            groups,
        } = self;
        let membership = membership.map(|Object(membership)| membership);
        check_reference(reference.as_deref())?;
        Ok(membership::MembershipRow {
            reference,
            org: org.parse().map_err(|error| error.at("org"))?,
            user: user.parse()?,
            membership: MembershipFields {
                groups: groups.map(|list| MemberGroups::parse(&list)).transpose()?,
                ..membership.map_or(Ok(MembershipFields::default()), Membership::parse)?
            },
        })
    }
}

impl OrgRef {
    pub(super) fn parse(self) -> Result<org::OrgRef> {
        let (name, external_id) = (self.name.as_deref(), self.external_id.as_deref());
        org::OrgRef::parse(self.id, name, external_id)
    }
}

impl UserRef {
    pub(super) fn parse(self) -> Result<user::UserRef> {
        match (self.id, self.email, self.external_id) {
            (Some(id), None, None) => Ok(user::UserRef::Id(id.into())),
            (None, Some(email), None) => Email::parse("email", &email).map(user::UserRef::Email),
            (None, None, Some(id)) => {
                ExternalId::parse("externalId", &id).map(user::UserRef::ExternalId)
            }
            _ => Err(Error::invalid(
                "user",
                "must have exactly one of `id`, `email` and `externalId`",
            )),
        }
    }
}

impl Membership {
    pub(super) fn parse(self) -> Result<MembershipFields> {
        let roles = |ids: Vec<Uuid>| ids.into_iter().map(RoleId).collect();
        Ok(MembershipFields {
            force: false,
            role: self.role,
            status: self.status,
            is_owner: self.is_owner,
            is_default: self.is_default,
            external_id: patch(self.external_id, |id| ExternalId::parse("externalId", &id))?,
            roles: self.role_ids.map(Option::unwrap_or_default).map(roles),
            permissions: patch(self.permissions, |names| {
                Permissions::parse("permissions", &names)
            })?,
            allowed_ips: patch(self.allowed_ips, |list| {
                AllowedIps::parse("allowedIps", &list)
            })?,
            groups: None,
        })
    }
}

/// Parses a value that may be null.
///
/// # Errors
/// The error of `parse`.
pub(super) fn patch<T, U>(given: Patch<T>, parse: impl FnOnce(T) -> Result<U>) -> Result<Patch<U>> {
    given.map(|given| given.map(parse).transpose()).transpose()
}

/// Returns the JSON of a job.
pub(super) fn job(job: &Model) -> Json {
    json!({
        "id": job.id,
        "kind": job.kind.wire(),
        "status": job.status.wire(),
        "total": job.total,
        "progress": job.progress,
        "failed": job.failed,
        "message": job.message,
        "dryRun": job.dry_run,
        "createdAt": rfc3339(job.created_at),
        "startedAt": job.started_at.map(rfc3339),
        "finishedAt": job.finished_at.map(rfc3339),
    })
}

/// The result of a row.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    index: usize,
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
    result: &'static str,
    id: Option<Uuid>,
    code: Option<Code>,
    field: Option<&'a str>,
    error: Option<&'a str>,
    existing_id: Option<Uuid>,
    matches: &'a [Uuid],
}

/// Returns the result of a row as a line of JSON.
pub(super) fn line(row: &batch::RowResult) -> Result<Vec<u8>> {
    let failure = row.result.as_ref().err();
    let done = row.result.as_ref().ok();
    let line = Line {
        index: row.index,
        reference: row.reference.as_deref(),
        result: done.map_or("error", |done| done.done.as_str()),
        id: done.map(|done| done.id),
        code: failure.map(|failure| failure.code),
        field: failure.and_then(|failure| failure.field.as_deref()),
        error: failure.map(|failure| failure.message.as_str()),
        existing_id: failure.and_then(|failure| failure.existing),
        matches: failure.map_or(&[], |failure| &failure.matches),
    };
    let mut text = serde_json::to_vec(&line).map_err(Error::internal)?;
    text.push(b'\n');
    Ok(text)
}
