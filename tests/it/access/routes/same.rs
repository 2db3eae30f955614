//! Operations of the schema that are equivalent to REST routes.

use super::Called;

pub(super) fn viewer(_: &Called) -> String {
    "viewer { token { id } user { id } }".to_owned()
}

pub(super) fn user(it: &Called) -> String {
    format!("user(id: \"{}\") {{ id }}", it.member.id)
}

pub(super) fn users(it: &Called) -> String {
    format!(
        "users(filter: {{ email: \"{}\" }}) {{ nodes {{ id }} }}",
        it.email
    )
}

pub(super) fn memberships_of_user(it: &Called) -> String {
    format!(
        "user(id: \"{}\") {{ memberships {{ nodes {{ id org {{ id }} }} }} }}",
        it.member.id
    )
}

pub(super) fn org(it: &Called) -> String {
    format!("org(id: \"{}\") {{ id }}", it.org.id)
}

pub(super) fn orgs(_: &Called) -> String {
    "orgs { nodes { id } }".to_owned()
}

pub(super) fn members_of_org(it: &Called) -> String {
    format!(
        "org(id: \"{}\") {{ members {{ nodes {{ id user {{ id }} }} }} }}",
        it.org.id
    )
}

pub(super) fn membership(it: &Called) -> String {
    format!(
        "membership(org: \"{}\", user: \"{}\") {{ id user {{ id }} }}",
        it.org.id, it.member.id
    )
}

pub(super) fn memberships(it: &Called) -> String {
    format!(
        "memberships(filter: {{ org: \"{}\", user: \"{}\" }}) {{ nodes {{ id user {{ id }} }} }}",
        it.org.id, it.member.id
    )
}

pub(super) fn job(it: &Called) -> String {
    format!(
        "job(id: \"{}\") {{ id results {{ nodes {{ id }} }} }}",
        it.job.id
    )
}

pub(super) fn jobs(_: &Called) -> String {
    "jobs { nodes { id } }".to_owned()
}

pub(super) fn add(it: &Called) -> String {
    format!(
        "addOrgMember(org: \"{}\", userId: \"{}\")",
        it.org.id, it.outsider.id
    )
}

pub(super) fn remove(it: &Called) -> String {
    format!(
        "removeOrgMember(org: \"{}\", userId: \"{}\")",
        it.org.id, it.member.id
    )
}

pub(super) fn make_default(it: &Called) -> String {
    format!(
        "makeDefault(org: \"{}\", userId: \"{}\")",
        it.org.id, it.member.id
    )
}

pub(super) fn state_membership(it: &Called) -> String {
    format!(
        "upsertMembership(org: \"{}\", userId: \"{}\", input: {{ allowedIps: [\"76.1.2.3\"] }})",
        it.org.id, it.member.id
    )
}

pub(super) fn state_new_membership(it: &Called) -> String {
    format!(
        "upsertMembership(org: \"{}\", userId: \"{}\", input: {{ allowedIps: [\"76.1.2.3\"] }})",
        it.org.id, it.outsider.id
    )
}

pub(super) fn set_memberships(it: &Called) -> String {
    format!(
        "setUserMemberships(user: {{ id: \"{}\" }}, memberships: [{{ id: \"{}\" }}], mode: ADD)",
        it.outsider.id, it.org.id
    )
}

pub(super) fn state_new_user(it: &Called) -> String {
    format!(
        "upsertUser(input: {{ email: \"new{}@example.com\", organizations: [{{ id: \"{}\" }}] }})",
        it.number, it.org.id
    )
}

pub(super) fn state_user(it: &Called) -> String {
    format!(
        "upsertUser(input: {{ email: \"outsider{}@example.com\", organizations: [{{ id: \"{}\" }}] }})",
        it.number, it.org.id
    )
}

pub(super) fn update_user(it: &Called) -> String {
    format!(
        "updateUser(userId: \"{}\", name: \"Changed\")",
        it.member.id
    )
}

pub(super) fn suspend_user(it: &Called) -> String {
    format!(
        "updateUser(userId: \"{}\", status: SUSPENDED)",
        it.member.id
    )
}

pub(super) fn create_org(it: &Called) -> String {
    format!("createOrg(name: \"Org {}\")", it.number)
}

pub(super) fn update_org(it: &Called) -> String {
    format!(
        "updateOrg(org: \"{}\", externalId: \"{}\")",
        it.org.id, it.number
    )
}

pub(super) fn retire_org(it: &Called) -> String {
    format!("retireOrg(org: \"{}\")", it.org.id)
}

/// A query that requires `members:read` in the org.
pub(super) fn check_access(it: &Called) -> String {
    format!(
        "checkAccess(user: \"{}\", org: \"{}\", permission: \"members:read\") {{ allowed }}",
        it.member.id, it.org.id
    )
}
