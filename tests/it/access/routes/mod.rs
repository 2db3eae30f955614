//! The routes of the REST APIs, each with the equivalent operation of the schema.
//!
//! A new route needs a row here, or a test in `doors` fails. A route that does several things has a
//! row for each.

mod body;
mod same;

use serde_json::Value as Json;
use uuid::Uuid;

/// A row of the database, by its id in the schema and its id in a REST API.
#[derive(Clone, PartialEq)]
pub(super) struct Thing {
    pub(super) id: Uuid,
    pub(super) name: String,
}

/// The targets of a route.
#[derive(Clone, PartialEq)]
pub(super) struct Called {
    pub(super) org: Thing,
    pub(super) org_name: &'static str,
    pub(super) member: Thing,
    pub(super) membership: Thing,
    pub(super) email: String,
    pub(super) outsider: Thing,
    pub(super) job: Thing,
    pub(super) number: usize,
}

/// How a test decides whether a call was allowed.
#[derive(Clone, Copy)]
pub(super) enum Judged {
    /// The response contains this row.
    Shows(fn(&Called) -> &Thing),
    /// The response is a success.
    Answers,
    /// The change was executed.
    Does,
    /// The change was queued, and the only row of the job succeeded.
    Queues,
}

/// A call of a route, and the equivalent operation of the schema.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) method: &'static str,
    /// The path below the root, as the API's document has it.
    pub(super) path: &'static str,
    pub(super) judged: Judged,
    pub(super) same_as: fn(&Called) -> String,
    query: fn(&Called) -> String,
    body: fn(&Called) -> Json,
    /// The user in the path.
    whom: fn(&Called) -> &Thing,
}

/// A REST API and its routes.
pub(super) struct Door {
    /// The path of its OpenAPI document, if it has one.
    pub(super) document: Option<&'static str>,
    /// The prefix of all its paths.
    pub(super) root: &'static str,
    pub(super) rows: &'static [Row],
}

type SameAs = fn(&Called) -> String;

const fn row(method: &'static str, path: &'static str, judged: Judged, same_as: SameAs) -> Row {
    Row {
        method,
        path,
        judged,
        same_as,
        query: |_| String::new(),
        body: |_| Json::Null,
        whom: member,
    }
}

const fn get(path: &'static str, shows: fn(&Called) -> &Thing, same_as: SameAs) -> Row {
    row("GET", path, Judged::Shows(shows), same_as)
}

impl Row {
    const fn with(self, body: fn(&Called) -> Json) -> Self {
        Self { body, ..self }
    }

    const fn by(self, query: fn(&Called) -> String) -> Self {
        Self { query, ..self }
    }

    const fn of(self, whom: fn(&Called) -> &Thing) -> Self {
        Self { whom, ..self }
    }

    /// Returns whether the route only reads.
    pub(super) fn only_reads(&self) -> bool {
        matches!(self.judged, Judged::Shows(_) | Judged::Answers)
    }

    /// Returns the path and the query of the route for these targets.
    pub(super) fn uri(&self, it: &Called) -> String {
        let user = &(self.whom)(it).name;
        let names = [
            ("/jobs/{id}", &format!("/jobs/{}", it.job.name)),
            ("{job_status_id}", &it.job.name),
            ("{id}", &it.org.name),
            ("{organization_id}", &it.org.name),
            ("{organizationId}", &it.org.name),
            ("{organization_membership_id}", &it.membership.name),
            ("{user_id}", user),
            ("{userId}", user),
        ];
        let mut path = self.path.to_owned();
        for (variable, name) in names {
            path = path.replace(variable, name);
        }
        assert!(!path.contains('{'), "no name for a variable of {path}");
        path + &(self.query)(it)
    }

    /// Returns the request body, if any.
    pub(super) fn body(&self, it: &Called) -> Option<Json> {
        let body = (self.body)(it);
        (!body.is_null()).then_some(body)
    }
}

fn org(it: &Called) -> &Thing {
    &it.org
}

fn member(it: &Called) -> &Thing {
    &it.member
}

fn membership(it: &Called) -> &Thing {
    &it.membership
}

fn outsider(it: &Called) -> &Thing {
    &it.outsider
}

fn job(it: &Called) -> &Thing {
    &it.job
}

const ZENDESK: &[Row] = {
    use Judged::{Answers, Does, Queues};
    &[
        get("/organization_memberships", membership, same::memberships),
        row("POST", "/organization_memberships", Does, same::add).with(body::one_membership),
        get(
            "/organization_memberships/{organization_membership_id}",
            membership,
            same::membership,
        ),
        row(
            "DELETE",
            "/organization_memberships/{organization_membership_id}",
            Does,
            same::remove,
        ),
        row(
            "POST",
            "/organization_memberships/create_many",
            Queues,
            same::add,
        )
        .with(body::many_memberships),
        row(
            "DELETE",
            "/organization_memberships/destroy_many",
            Queues,
            same::remove,
        )
        .by(|it| format!("?ids={}", it.membership.name)),
        get(
            "/users/{user_id}/organization_memberships",
            membership,
            same::memberships_of_user,
        ),
        row(
            "POST",
            "/users/{user_id}/organization_memberships",
            Does,
            same::add,
        )
        .of(outsider)
        .with(body::one_membership),
        get(
            "/users/{user_id}/organization_memberships/{organization_membership_id}",
            membership,
            same::membership,
        ),
        row(
            "DELETE",
            "/users/{user_id}/organization_memberships/{organization_membership_id}",
            Does,
            same::remove,
        ),
        row(
            "PUT",
            "/users/{user_id}/organization_memberships/{organization_membership_id}/make_default",
            Does,
            same::make_default,
        ),
        get(
            "/organizations/{organization_id}/organization_memberships",
            membership,
            same::members_of_org,
        ),
        get("/users", member, same::users),
        row("POST", "/users", Does, same::state_new_user).with(body::one_new_user),
        row(
            "POST",
            "/users/create_or_update",
            Does,
            same::state_new_user,
        )
        .with(body::one_new_user),
        row("POST", "/users/create_or_update", Does, same::state_user).with(body::one_known_user),
        row("POST", "/users/create_many", Queues, same::state_new_user).with(body::many_new_users),
        row(
            "POST",
            "/users/create_or_update_many",
            Queues,
            same::state_user,
        )
        .with(body::many_known_users),
        row("PUT", "/users/update_many", Queues, same::update_user).with(body::many_changed_users),
        row("DELETE", "/users/destroy_many", Queues, same::suspend_user)
            .by(|it| format!("?ids={}", it.member.name)),
        row("GET", "/users/me", Answers, same::viewer),
        get("/users/search", member, same::users).by(|it| format!("?query={}", it.email)),
        get("/users/show_many", member, same::user).by(|it| format!("?ids={}", it.member.name)),
        get("/users/{user_id}", member, same::user),
        row("PUT", "/users/{user_id}", Does, same::update_user).with(body::one_changed_user),
        row("PUT", "/users/{user_id}", Does, same::set_memberships)
            .of(outsider)
            .with(body::one_more_organization),
        row("DELETE", "/users/{user_id}", Does, same::suspend_user),
        get(
            "/organizations/{organization_id}/users",
            member,
            same::members_of_org,
        ),
        get("/organizations", org, same::orgs),
        row("POST", "/organizations", Does, same::create_org).with(body::one_new_organization),
        row(
            "POST",
            "/organizations/create_or_update",
            Does,
            same::create_org,
        )
        .with(body::one_new_organization),
        row(
            "POST",
            "/organizations/create_or_update",
            Does,
            same::update_org,
        )
        .with(body::one_known_organization),
        row(
            "POST",
            "/organizations/create_many",
            Queues,
            same::create_org,
        )
        .with(body::many_new_organizations),
        row(
            "PUT",
            "/organizations/update_many",
            Queues,
            same::update_org,
        )
        .with(body::many_changed_organizations),
        row(
            "DELETE",
            "/organizations/destroy_many",
            Queues,
            same::retire_org,
        )
        .by(|it| format!("?ids={}", it.org.name)),
        get("/organizations/search", org, same::org).by(|it| format!("?name={}", it.org_name)),
        get("/organizations/show_many", org, same::org).by(|it| format!("?ids={}", it.org.name)),
        get("/organizations/{organization_id}", org, same::org),
        row(
            "PUT",
            "/organizations/{organization_id}",
            Does,
            same::update_org,
        )
        .with(body::one_changed_organization),
        row(
            "DELETE",
            "/organizations/{organization_id}",
            Does,
            same::retire_org,
        ),
        get(
            "/users/{user_id}/organizations",
            org,
            same::memberships_of_user,
        ),
        get("/job_statuses", job, same::jobs),
        get("/job_statuses/show_many", job, same::job).by(|it| format!("?ids={}", it.job.name)),
        get("/job_statuses/{job_status_id}", job, same::job),
    ]
};

/// Memberships have no id in the Rebilly API, so their user shows that they are in the response.
const REBILLY: &[Row] = &[
    get("/memberships", member, same::memberships).by(|it| {
        format!(
            "?filter=user.id:{};organization.id:{}",
            it.member.name, it.org.name
        )
    }),
    get(
        "/memberships/{organizationId}/{userId}",
        member,
        same::membership,
    ),
    row(
        "PUT",
        "/memberships/{organizationId}/{userId}",
        Judged::Does,
        same::state_membership,
    )
    .with(body::allowed_ips),
    row(
        "PUT",
        "/memberships/{organizationId}/{userId}",
        Judged::Does,
        same::state_new_membership,
    )
    .of(outsider)
    .with(body::allowed_ips),
    row(
        "DELETE",
        "/memberships/{organizationId}/{userId}",
        Judged::Does,
        same::remove,
    ),
    get(
        "/organizations/{id}/memberships",
        member,
        same::members_of_org,
    ),
    get(
        "/organizations/{id}/memberships/{organizationId}/{userId}",
        member,
        same::membership,
    ),
    row(
        "PUT",
        "/organizations/{id}/memberships/{organizationId}/{userId}",
        Judged::Does,
        same::state_membership,
    )
    .with(body::allowed_ips),
    row(
        "PUT",
        "/organizations/{id}/memberships/{organizationId}/{userId}",
        Judged::Does,
        same::state_new_membership,
    )
    .of(outsider)
    .with(body::allowed_ips),
    row(
        "DELETE",
        "/organizations/{id}/memberships/{organizationId}/{userId}",
        Judged::Does,
        same::remove,
    ),
];

const NATIVE: &[Row] = &[
    row("POST", "/jobs/memberships", Judged::Queues, same::add).with(body::line),
    row("POST", "/jobs/users", Judged::Queues, same::state_user).with(body::user_line),
    get("/jobs/{id}", job, same::job),
    row("GET", "/jobs/{id}/results", Judged::Answers, same::job),
    row("GET", "/export", Judged::Answers, same::check_access)
        .by(|it| format!("?org={}", it.org.id)),
];

pub(super) static DOORS: [Door; 3] = [
    Door {
        document: Some("/openapi/zendesk.json"),
        root: "/api/v2",
        rows: ZENDESK,
    },
    Door {
        document: Some("/openapi/rebilly.json"),
        root: "",
        rows: REBILLY,
    },
    Door {
        document: None,
        root: "",
        rows: NATIVE,
    },
];
