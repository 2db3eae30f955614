//! What an operation or a route is pointed at.

use std::ops::Deref;

use uuid::Uuid;

use crate::support::{ROOT, TestApp};

/// An org, and people in it and outside of it.
pub(super) struct People {
    pub(super) org: Uuid,
    pub(super) member: Uuid,
    pub(super) membership: Uuid,
    pub(super) email: String,
    pub(super) outsider: Uuid,
    /// Whoever makes something new makes its name of this.
    pub(super) number: usize,
}

/// They, and whatever else one call of the schema may be pointed at: made anew for each.
pub(super) struct Targets {
    pub(super) people: People,
    pub(super) group: Uuid,
    pub(super) token: Uuid,
    pub(super) role: Uuid,
    pub(super) job: Uuid,
}

impl Deref for Targets {
    type Target = People;

    fn deref(&self) -> &People {
        &self.people
    }
}

/// Makes people who belong to the org, and to another one alone.
pub(super) async fn people(app: &TestApp, org: Uuid, elsewhere: Uuid, number: usize) -> People {
    let name = format!("member{number}");
    let member = app.user(org, &name).await;
    // Somebody whom both sides' administrators can see, and who is not in the org.
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

/// Makes what a call may be pointed at, in the org.
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
    // Queued by a token of the org, and over.
    let secret = made["it"]["secret"].as_str().expect("a secret");
    let row = format!("{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{member}\" }} }}");
    let job = app
        .done(secret, &format!("queueMemberships(rows: [{row}])"))
        .await;
    app.sql("UPDATE jobs SET status = 'completed' WHERE status = 'queued'")
        .await;
    Targets {
        people,
        group,
        token,
        role,
        job,
    }
}
