//! The JSON of a row of `POST /jobs/users`: the input `UpsertUserInput` of GraphQL, with a `ref`.

use serde::Deserialize;
use serde_with::rust::double_option;
use uuid::Uuid;

use crate::{
    domain::{
        field::{ExternalId, Name, Patch},
        group::MemberGroups,
        job::JobRow,
        membership::{MembershipFields, SetMode, UserMembership, UserOrgs},
        org,
        user::{Email, Mobile, TimeZone, Upsert, UpsertUser},
    },
    error::Result,
    rest::extract::Object,
};

use super::wire::{self, Membership, OrgRef, UserRef, patch};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct UserRow {
    #[serde(default, rename = "ref")]
    reference: Option<String>,
    #[serde(default, rename = "match")]
    by: Option<Object<UserRef>>,
    email: Option<String>,
    first: Option<String>,
    last: Option<String>,
    name: Option<String>,
    #[serde(default, with = "double_option")]
    mobile: Patch<String>,
    #[serde(default, with = "double_option")]
    timezone: Patch<String>,
    #[serde(default, with = "double_option")]
    external_id: Patch<String>,
    organizations: Option<Vec<Object<Organization>>>,
    mode: Option<Mode>,
    default: Option<Object<OrgRef>>,
}

/// One org of the user.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Organization {
    id: Option<Uuid>,
    name: Option<String>,
    external_id: Option<String>,
    membership: Option<Object<Membership>>,
    groups: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Mode {
    Add,
    Replace,
    Remove,
}

/// Parses a line. An invalid line becomes a row that fails.
pub(super) fn row(line: &str) -> JobRow {
    let parsed = wire::parsed::<UserRow>(line, "user");
    let reference = match &parsed {
        Ok(row) => row.reference.clone(),
        Err(_) => wire::reference(line),
    };
    JobRow::user(reference, parsed.and_then(UserRow::parse))
}

impl UserRow {
    fn parse(self) -> Result<UpsertUser> {
        let name =
            |field, name: Option<String>| name.map(|name| Name::parse(field, &name)).transpose();
        wire::check_reference(self.reference.as_deref())?;
        let by = self.by.map(|Object(user)| user.parse()).transpose();
        let email = self.email.map(|email| Email::parse("email", &email));
        let last = self.last.map(|last| Name::optional("last", &last));
        let rows = self.organizations.map(|rows| {
            let rows = rows.into_iter();
            rows.map(|Object(row)| row.parse()).collect::<Result<_>>()
        });
        let default = self.default.map(|Object(org)| org.parse()).transpose();
        let mode = self.mode.map(|mode| match mode {
            Mode::Add => SetMode::Add,
            Mode::Replace => SetMode::Replace,
            Mode::Remove => SetMode::Remove,
        });
        let default = default.map_err(|error| error.at("default"))?;
        Ok(UpsertUser {
            by: by.map_err(|error| error.at("match"))?,
            how: Upsert::Either,
            email: email.transpose()?,
            first: name("first", self.first)?,
            last: last.transpose()?,
            name: name("name", self.name)?,
            mobile: patch(self.mobile, |mobile| Mobile::parse("mobile", &mobile))?,
            timezone: patch(self.timezone, |zone| TimeZone::parse("timezone", &zone))?,
            external_id: patch(self.external_id, |id| ExternalId::parse("externalId", &id))?,
            status: None,
            orgs: UserOrgs::stated(rows.transpose()?, mode, default)?,
            if_version: None,
        })
    }
}

impl Organization {
    fn parse(self) -> Result<UserMembership> {
        let (name, external_id) = (self.name.as_deref(), self.external_id.as_deref());
        let membership = self.membership.map(|Object(membership)| membership);
        let groups = self.groups.map(|list| MemberGroups::parse(&list));
        let read = || {
            Ok(UserMembership {
                org: org::OrgRef::parse(self.id, name, external_id)?,
                fields: MembershipFields {
                    groups: groups.transpose()?,
                    ..membership.map_or(Ok(MembershipFields::default()), Membership::parse)?
                },
            })
        };
        read().map_err(|error: crate::error::Error| error.at("organizations"))
    }
}
