//! Request bodies for the REST APIs.

use serde_json::{Value as Json, json};

use super::Called;

fn membership(it: &Called) -> Json {
    json!({ "user_id": it.outsider.name, "organization_id": it.org.name })
}

pub(super) fn one_membership(it: &Called) -> Json {
    json!({ "organization_membership": membership(it) })
}

pub(super) fn many_memberships(it: &Called) -> Json {
    json!({ "organization_memberships": [membership(it)] })
}

fn new_user(it: &Called) -> Json {
    let email = format!("new{}@example.com", it.number);
    json!({ "email": email, "organization": { "id": it.org.name } })
}

fn known_user(it: &Called) -> Json {
    let email = format!("outsider{}@example.com", it.number);
    json!({ "email": email, "organization": { "id": it.org.name } })
}

pub(super) fn one_new_user(it: &Called) -> Json {
    json!({ "user": new_user(it) })
}

pub(super) fn many_new_users(it: &Called) -> Json {
    json!({ "users": [new_user(it)] })
}

pub(super) fn one_known_user(it: &Called) -> Json {
    json!({ "user": known_user(it) })
}

pub(super) fn many_known_users(it: &Called) -> Json {
    json!({ "users": [known_user(it)] })
}

pub(super) fn one_changed_user(_: &Called) -> Json {
    json!({ "user": { "name": "Changed" } })
}

pub(super) fn many_changed_users(it: &Called) -> Json {
    json!({ "users": [{ "id": it.member.name, "name": "Changed" }] })
}

pub(super) fn one_more_organization(it: &Called) -> Json {
    json!({ "user": { "organization": { "id": it.org.name } } })
}

fn new_organization(it: &Called) -> Json {
    json!({ "name": format!("Org {}", it.number) })
}

pub(super) fn one_new_organization(it: &Called) -> Json {
    json!({ "organization": new_organization(it) })
}

pub(super) fn many_new_organizations(it: &Called) -> Json {
    json!({ "organizations": [new_organization(it)] })
}

pub(super) fn one_known_organization(it: &Called) -> Json {
    json!({ "organization": { "name": it.org_name, "external_id": it.number.to_string() } })
}

pub(super) fn one_changed_organization(it: &Called) -> Json {
    json!({ "organization": { "external_id": it.number.to_string() } })
}

pub(super) fn many_changed_organizations(it: &Called) -> Json {
    json!({ "organizations": [{ "id": it.org.name, "external_id": it.number.to_string() }] })
}

pub(super) fn allowed_ips(_: &Called) -> Json {
    json!({ "allowedIps": ["76.1.2.3"] })
}

pub(super) fn user_line(it: &Called) -> Json {
    json!({ "email": format!("outsider{}@example.com", it.number), "organizations": [{ "id": it.org.id }] })
}

pub(super) fn line(it: &Called) -> Json {
    json!({ "org": { "id": it.org.id }, "user": { "id": it.outsider.id } })
}
