//! Presets: the columns of files that other systems export, or have as templates.
//!
//! A file is recognized by the normalized names of its columns. To add a preset: add a [`Preset`]
//! to [`ALL`], and its header to the tests.

use std::collections::HashSet;

use crate::{
    entity::membership::{MemberRole, MemberStatus},
    error::{Error, Result},
};

use super::column::Column;

/// How a cell is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// As the native column.
    Native,
    /// A user principal name of Entra. That of a guest contains `#EXT#` and is not an address.
    PrincipalName,
    /// Words for a status.
    Status(&'static [(&'static str, MemberStatus)]),
    /// Words for a role, besides the native ones.
    Role(&'static [(&'static str, MemberRole)]),
}

/// A column of another system.
#[derive(Debug, Clone, Copy)]
pub(super) struct Foreign {
    /// The normalized name.
    pub(super) name: &'static str,
    pub(super) column: Column,
    /// Of several columns for one native column, that with the lowest rank and a value is read.
    pub(super) rank: u8,
    pub(super) meaning: Meaning,
}

/// The columns of one kind of file.
#[derive(Debug)]
pub(super) struct Preset {
    /// The name in options.
    pub(super) name: &'static str,
    /// The name for people.
    title: &'static str,
    /// Columns that a file must have to be recognized.
    all_of: &'static [&'static str],
    /// If not empty: columns of which a file must have one.
    one_of: &'static [&'static str],
    /// Columns that a file must not have.
    none_of: &'static [&'static str],
    pub(super) columns: &'static [Foreign],
}

/// The option that lets the header decide.
pub(in crate::domain::sync) const AUTO: &str = "auto";

const fn plain(name: &'static str, column: Column) -> Foreign {
    Foreign {
        name,
        column,
        rank: 0,
        meaning: Meaning::Native,
    }
}

const fn with(name: &'static str, column: Column, rank: u8, meaning: Meaning) -> Foreign {
    Foreign {
        name,
        column,
        rank,
        meaning,
    }
}

const ACTIVE: MemberStatus = MemberStatus::Active;
const RETIRED: MemberStatus = MemberStatus::Retired;

const ZENDESK_ROLES: Meaning = Meaning::Role(&[("end-user", MemberRole::User)]);
const GOOGLE_STATUS: Meaning = Meaning::Status(&[("active", ACTIVE), ("suspended", RETIRED)]);
const ENABLED: Meaning = Meaning::Status(&[("true", ACTIVE), ("false", RETIRED)]);
/// The column is `Block sign in (Yes/No) [accountEnabled]`, in spite of its identifier.
const BLOCKED: Meaning = Meaning::Status(&[("no", ACTIVE), ("yes", RETIRED)]);

/// All presets.
pub(super) const ALL: &[Preset] = &[
    Preset {
        name: "native",
        title: "native",
        all_of: &[],
        one_of: &[],
        none_of: &[],
        columns: &[],
    },
    Preset {
        name: "zendesk",
        title: "zendesk",
        all_of: &["name", "email"],
        one_of: &["restriction", "details", "organization"],
        none_of: &[],
        columns: &[
            plain("name", Column::Name),
            plain("email", Column::Email),
            plain("externalid", Column::ExternalId),
            plain("organization", Column::Org),
            with("role", Column::Role, 0, ZENDESK_ROLES),
        ],
    },
    Preset {
        name: "google",
        title: "google",
        all_of: &["firstname", "lastname", "emailaddress"],
        one_of: &[],
        none_of: &[],
        columns: &[
            plain("firstname", Column::First),
            plain("lastname", Column::Last),
            plain("emailaddress", Column::Email),
            plain("employeeid", Column::ExternalId),
            plain("mobilephone", Column::Mobile),
            with("newstatus", Column::Status, 0, GOOGLE_STATUS),
            with("status", Column::Status, 1, GOOGLE_STATUS),
        ],
    },
    // The column `passwordProfile` of the template is never stored, so it cannot be a key.
    Preset {
        name: "entra",
        title: "entra (bulk create)",
        all_of: &["displayname", "userprincipalname", "accountenabled"],
        one_of: &[],
        none_of: &["mail"],
        columns: &[
            plain("displayname", Column::Name),
            plain("userprincipalname", Column::Email),
            plain("givenname", Column::First),
            plain("surname", Column::Last),
            plain("mobile", Column::Mobile),
            with("accountenabled", Column::Status, 0, BLOCKED),
        ],
    },
    Preset {
        name: "entra",
        title: "entra (download)",
        all_of: &["userprincipalname", "displayname", "mail"],
        one_of: &[],
        none_of: &[],
        columns: &[
            plain("mail", Column::Email),
            with(
                "userprincipalname",
                Column::Email,
                1,
                Meaning::PrincipalName,
            ),
            plain("displayname", Column::Name),
            plain("givenname", Column::First),
            plain("surname", Column::Last),
            plain("objectid", Column::ExternalId),
            plain("id", Column::ExternalId),
            plain("mobile", Column::Mobile),
            plain("mobilephone", Column::Mobile),
            with("accountenabled", Column::Status, 0, ENABLED),
        ],
    },
    Preset {
        name: "m365",
        title: "m365",
        all_of: &["username", "displayname"],
        one_of: &[],
        none_of: &[],
        columns: &[
            plain("username", Column::Email),
            plain("firstname", Column::First),
            plain("lastname", Column::Last),
            plain("displayname", Column::Name),
            plain("mobilephone", Column::Mobile),
        ],
    },
    Preset {
        name: "okta",
        title: "okta",
        all_of: &["login", "firstname", "lastname", "email"],
        one_of: &[],
        none_of: &[],
        columns: &[
            plain("email", Column::Email),
            plain("firstname", Column::First),
            plain("lastname", Column::Last),
            plain("displayname", Column::Name),
            plain("mobilephone", Column::Mobile),
            plain("timezone", Column::Timezone),
            plain("employeenumber", Column::ExternalId),
            plain("organization", Column::Org),
        ],
    },
];

impl Preset {
    /// Returns the native preset, which has no columns besides the native ones.
    pub(super) fn native() -> &'static Self {
        const { &ALL[0] }
    }

    pub(super) fn is_native(&self) -> bool {
        self.name == Self::native().name
    }

    fn matches(&self, columns: &HashSet<&str>) -> bool {
        let has = |name: &&str| columns.contains(name);
        !self.is_native()
            && self.all_of.iter().all(has)
            && (self.one_of.is_empty() || self.one_of.iter().any(has))
            && !self.none_of.iter().any(has)
    }
}

/// Checks the name of a preset.
///
/// # Errors
/// `INVALID_VALUE` if there is no such preset.
pub(super) fn check(name: &str) -> Result<()> {
    if name == AUTO || ALL.iter().any(|preset| preset.name == name) {
        return Ok(());
    }
    let mut names: Vec<&str> = ALL.iter().map(|preset| preset.name).collect();
    names.dedup();
    let names = names.join("`, `");
    Err(Error::invalid(
        "preset",
        format!("must be one of `{AUTO}`, `{names}`"),
    ))
}

/// Returns the preset of a file with columns of these normalized names. `None` if the header
/// matches no preset.
///
/// # Errors
/// `INVALID_VALUE` if there is no such preset, or if the header matches two presets.
pub(super) fn choose(name: &str, columns: &HashSet<&str>) -> Result<Option<&'static Preset>> {
    check(name)?;
    if name == AUTO {
        return recognize(columns);
    }
    let mut named = ALL.iter().filter(|preset| preset.name == name);
    // Of several kinds of files of one system, that whose header matches, or else the last one.
    let matching = named.clone().find(|preset| preset.matches(columns));
    Ok(matching.or_else(|| named.next_back()))
}

fn recognize(columns: &HashSet<&str>) -> Result<Option<&'static Preset>> {
    let is_native = |name: &&str| Column::normalized(name).is_some();
    if columns.iter().all(is_native) {
        return Ok(Some(Preset::native()));
    }
    let mut matching = ALL.iter().filter(|preset| preset.matches(columns));
    match (matching.next(), matching.next()) {
        (found, None) => Ok(found),
        (Some(one), Some(other)) => Err(Error::invalid(
            "preset",
            format!(
                "is required: the header matches the presets {} and {}; name one of them",
                one.title, other.title
            ),
        )),
        (None, Some(_)) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognized(header: &str) -> Option<&'static str> {
        let names: Vec<String> = header
            .split(',')
            .map(super::super::header::normalize)
            .collect();
        let names = names.iter().map(String::as_str).collect();
        choose(AUTO, &names)
            .expect("one")
            .map(|preset| preset.title)
    }

    #[test]
    fn headers_of_other_systems_are_recognized() {
        for (header, title) in [
            ("email,org,External ID", Some("native")),
            ("name,email,external_id,role", Some("native")),
            (
                "name,email,external_id,details,notes,phone,role,restriction,organization,tags,brand,custom_fields.a",
                Some("zendesk"),
            ),
            (
                "name,email,external_id,details,notes,phone,role,restriction,organization,tags",
                Some("zendesk"),
            ),
            (
                "First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY],Last Sign In [READ ONLY],Email Usage [READ ONLY]",
                Some("google"),
            ),
            (
                "First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],New Status [UPLOAD ONLY]",
                Some("google"),
            ),
            (
                "Name [displayName] Required, User name [userPrincipalName] Required,Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],Last name [surname],Mobile phone [mobile]",
                Some("entra (bulk create)"),
            ),
            (
                "userPrincipalName,displayName,surname,mail,givenName,objectId,userType,accountEnabled,mobile",
                Some("entra (download)"),
            ),
            (
                "userPrincipalName,displayName,surname,mail,givenName,id,accountEnabled,mobilePhone",
                Some("entra (download)"),
            ),
            (
                "Username,First name,Last name,Display name,Job title,Mobile phone",
                Some("m365"),
            ),
            (
                "login,firstName,lastName,middleName,email,displayName,organization,custom",
                Some("okta"),
            ),
            ("Vorname,Nachname,E-Mail-Adresse", None),
        ] {
            assert_eq!(recognized(header), title, "{header}");
        }
    }

    #[test]
    fn header_of_two_presets_is_refused() {
        let names = "login,firstname,lastname,email,name,details"
            .split(',')
            .collect();
        let error = choose(AUTO, &names).expect_err("two");
        assert!(error.message().contains("zendesk") && error.message().contains("okta"));
        let okta = choose("okta", &names)
            .expect("named")
            .map(|preset| preset.name);
        assert_eq!(okta, Some("okta"));
        assert!(choose("excel", &names).is_err());
    }

    #[test]
    fn kind_of_a_named_preset_is_found_by_the_header() {
        for (header, title) in [
            (
                "displayname,userprincipalname,accountenabled",
                "entra (bulk create)",
            ),
            (
                "userprincipalname,displayname,mail,accountenabled",
                "entra (download)",
            ),
            ("userprincipalname,mail", "entra (download)"),
        ] {
            let names = header.split(',').collect();
            let preset = choose("entra", &names).expect("named").expect("found");
            assert_eq!(preset.title, title, "{header}");
        }
    }
}
