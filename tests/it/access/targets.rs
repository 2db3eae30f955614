//! The targets of the calls in the permission tests.

use std::ops::Deref;

use tenantry::domain::sync::Counts;
use uuid::Uuid;

use crate::{
    support::{ROOT, TestApp},
    sync::runs::insert_run,
};

/// An org, a member of it, and a user outside of it.
pub(super) struct People {
    pub(super) org: Uuid,
    pub(super) member: Uuid,
    pub(super) membership: Uuid,
    pub(super) email: String,
    pub(super) outsider: Uuid,
    /// Makes the names of new rows unique.
    pub(super) number: usize,
}

/// The users, and the other targets of a call of the schema. Each call gets new ones.
pub(super) struct Targets {
    pub(super) people: People,
    pub(super) group: Uuid,
    pub(super) token: Uuid,
    pub(super) role: Uuid,
    pub(super) job: Uuid,
    /// A planned sync run of the org.
    pub(super) run: Uuid,
    /// The creation of the membership.
    pub(super) event: Uuid,
}

impl Deref for Targets {
    type Target = People;

    fn deref(&self) -> &People {
        &self.people
    }
}

/// Creates a member of the org, and a user who is only a member of `elsewhere`.
pub(super) async fn people(app: &TestApp, org: Uuid, elsewhere: Uuid, number: usize) -> People {
    let name = format!("member{number}");
    let member = app.user(org, &name).await;
    // A user who is not in the org, and whom admins of both orgs can see.
    let outsider = app.user(elsewhere, &format!("outsider{number}")).await;
    let membership = app
        .read(
            ROOT,
            &format!("membership(org: \"{org}\", user: \"{member}\") {{ id }}"),
        )
        .await;
    let membership = membership["id"].as_str().and_then(|id| id.parse().ok());
    People {
        org,
        member,
        membership: membership.expect("an id"),
        email: format!("{name}@example.com"),
        outsider,
        number,
    }
}

/// Creates the targets of a call in the org.
pub(super) async fn targets(app: &TestApp, org: Uuid, elsewhere: Uuid, number: usize) -> Targets {
    let people = people(app, org, elsewhere, number).await;
    let member = people.member;
    let group = app.group(org, &format!("group{number}")).await;
    app.join(org, group, member).await;
    let made = app
        .data(ROOT, &format!("mutation {{ it: createToken(input: {{ name: \"t\", org: \"{org}\" }}) {{ secret token {{ id }} }} }}"))
        .await;
    let token = made["it"]["token"]["id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    let role = app
        .role(org, &format!("role{number}"), &["invoices:read"])
        .await;
    // A completed job that a token of the org queued.
    let secret = made["it"]["secret"].as_str().expect("a secret");
    let row = format!("{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{member}\" }} }}");
    let job = app
        .done(secret, &format!("queueMemberships(rows: [{row}])"))
        .await;
    app.sql("UPDATE jobs SET status = 'completed' WHERE status = 'queued'")
        .await;
    let run = insert_run(app, number, &[(org, true)], &Counts::default()).await;
    let events = app
        .read(
            ROOT,
            &format!(
                "events(filter: {{ org: \"{org}\", user: \"{member}\", entity: \"membership\" }}) {{ nodes {{ id }} }}"
            ),
        )
        .await;
    let event = events["nodes"][0]["id"].as_str();
    let event = event.and_then(|id| id.parse().ok()).expect("an id");
    Targets {
        people,
        group,
        token,
        role,
        job,
        run,
        event,
    }
}
