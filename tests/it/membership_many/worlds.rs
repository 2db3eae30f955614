//! A random test that compares batches with single calls. It makes two equal worlds in one
//! database: one gets batches, the other gets the rows of the batches one by one. The results, the
//! rows afterwards and the events must be equal for all rows and actors.

use std::collections::HashMap;

use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{create, delete, words};

const ORGS: usize = 5;
const USERS: usize = 8;
const ROUNDS: u64 = 30;

/// Orgs and users for batches or for single calls.
struct World {
    orgs: Vec<Uuid>,
    users: Vec<Uuid>,
    /// Tokens of several kinds of actors, in the same order in both worlds.
    tokens: Vec<String>,
}

impl World {
    async fn new(app: &TestApp, name: &str) -> Self {
        let (mut orgs, mut users) = (Vec::new(), Vec::new());
        for n in 0..ORGS {
            // The order of names differs from the order of ids.
            orgs.push(app.org(&format!("{name} {}", (n * 3) % ORGS)).await);
        }
        for n in 0..USERS {
            users.push(app.user(orgs[n % ORGS], &format!("{name}{n}")).await);
        }
        for org in &orgs[..3] {
            let group = app.group(*org, "Ops").await;
            for user in &users {
                app.add(*org, *user).await;
                app.join(*org, group, *user).await;
            }
        }
        for (org, user, fields) in [
            (0, 0, "isOwner: true"),
            (1, 0, "isOwner: true"),
            (1, 1, "isOwner: true"),
            (0, 2, "role: ADMIN"),
            (2, 2, "isOwner: true, role: ADMIN, externalId: \"x\""),
            (2, 3, "status: RETIRED"),
            (2, 4, "status: RETIRED, role: ADMIN"),
        ] {
            app.state(orgs[org], users[user], fields).await;
        }
        let suspend = format!("updateUser(userId: \"{}\", status: SUSPENDED)", users[1]);
        app.done(ROOT, &suspend).await;
        let mut tokens = vec![ROOT.to_owned(), app.token_of_org(orgs[0]).await];
        for user in [0, 2, 3] {
            tokens.push(app.token_of(users[user]).await);
        }
        let narrow = format!(
            "org: \"{}\", scopes: [\"members:read\", \"members:grant\", \"members:write\"]",
            orgs[2]
        );
        tokens.push(app.token(&narrow).await);
        app.retire_org(orgs[4]).await;
        Self {
            orgs,
            users,
            tokens,
        }
    }

    /// Returns the ids of the world, with names that are equal in both worlds.
    fn names(&self) -> HashMap<String, String> {
        let orgs = self.orgs.iter().enumerate();
        let orgs = orgs.map(|(n, id)| (id.to_string(), format!("org {n}")));
        let users = self.users.iter().enumerate();
        let users = users.map(|(n, id)| (id.to_string(), format!("user {n}")));
        orgs.chain(users).collect()
    }

    /// Returns the events of the world from the `skip`th on, without ids that differ between
    /// worlds. The events of groups are returned separately, because the group events of one
    /// membership have no defined order.
    async fn events(&self, app: &TestApp, skip: usize) -> (Vec<String>, Vec<String>) {
        let names = self.names();
        let (mut members, mut groups) = (Vec::new(), Vec::new());
        for event in app.events(skip).await {
            let Some(org) = event["org_id"].as_str().and_then(|id| names.get(id)) else {
                continue;
            };
            let mut text = format!("{org} {} {} ", event["entity"], event["verb"]);
            for part in ["user_id", "before", "after"] {
                let mut part = event[part].clone();
                if let Some(object) = part.as_object_mut() {
                    object.remove("group");
                }
                text += &(part.to_string() + " ");
            }
            for (id, name) in &names {
                text = text.replace(id, name);
            }
            match event["entity"].as_str() {
                Some("group_membership") => groups.push(text),
                _ => members.push(text),
            }
        }
        groups.sort();
        (members, groups)
    }

    /// Returns the memberships of the world and the number of groups of each, without ids that
    /// differ between worlds.
    async fn rows(&self, app: &TestApp) -> Vec<String> {
        let names = self.names();
        let rows = app
            .sql(
                "SELECT m.*, (SELECT count(*) FROM group_memberships g WHERE g.org_id = m.org_id AND g.user_id = m.user_id) \
                 AS in_groups FROM memberships m",
            )
            .await;
        let mut shown = Vec::new();
        for row in rows {
            let id = |column: &str| row.try_get::<Uuid>("", column).expect("an id").to_string();
            let Some(org) = names.get(&id("org_id")) else {
                continue;
            };
            let text = |column: &str| row.try_get::<Option<String>>("", column).expect("text");
            let is = |column: &str| row.try_get::<bool>("", column).expect("a boolean");
            let time = |column: &str| {
                let at: chrono::DateTime<chrono::Utc> = row.try_get("", column).expect("a time");
                at.timestamp()
            };
            let groups: i64 = row.try_get("", "in_groups").expect("a number");
            let texts = ["role", "status", "default_reason", "external_id", "source"].map(text);
            shown.push(format!(
                "{org} {} {texts:?} {} {} {groups} {} {}",
                names[&id("user_id")],
                is("is_owner"),
                is("is_default"),
                time("created_at"),
                time("updated_at"),
            ));
        }
        shown.sort();
        shown
    }
}

/// A row of a batch: org, user, role, external id.
type Row = (usize, usize, Option<&'static str>, Option<&'static str>);

async fn batch_has_the_same_effect_as_its_rows_one_by_one(app: TestApp) {
    let (batched, single) = (World::new(&app, "a").await, World::new(&app, "b").await);
    for round in 0..ROUNDS {
        let mut random = StdRng::seed_from_u64(round);
        app.clock.advance(chrono::Duration::seconds(1));
        let actor = match random.random_bool(0.4) {
            true => 0,
            false => random.random_range(0..batched.tokens.len()),
        };
        let (token, other) = (&batched.tokens[actor], &single.tokens[actor]);
        let before = app.events_so_far().await;
        let number = random.random_range(1..16);
        let pick =
            |random: &mut StdRng| (random.random_range(0..ORGS), random.random_range(0..USERS));
        let (done, one_by_one) = if random.random_bool(0.5) {
            let rows: Vec<Row> = (0..number)
                .map(|_| {
                    let (org, user) = pick(&mut random);
                    let role = [None, None, Some("user"), Some("admin")][random.random_range(0..4)];
                    let id = [None, None, None, Some("x")][random.random_range(0..4)];
                    (org, user, role, id)
                })
                .collect();
            (
                create_in(&app, &batched, token, &rows).await,
                add_in(&app, &single, other, &rows).await,
            )
        } else {
            let rows: Vec<_> = (0..number).map(|_| pick(&mut random)).collect();
            (
                delete_in(&app, &batched, token, &rows).await,
                remove_in(&app, &single, other, &rows).await,
            )
        };
        let context = format!("round {round}, actor {actor}");
        assert_eq!(done, one_by_one, "{context}");
        assert_eq!(
            batched.events(&app, before).await,
            single.events(&app, before).await,
            "{context}"
        );
        assert_eq!(
            batched.rows(&app).await,
            single.rows(&app).await,
            "{context}"
        );
    }
}

async fn create_in(app: &TestApp, world: &World, token: &str, rows: &[Row]) -> Vec<String> {
    let rows = rows.iter().map(|(org, user, role, id)| {
        let mut fields = json!({});
        if let Some(role) = role {
            fields["role"] = json!(role.to_uppercase());
        }
        if let Some(id) = id {
            fields["externalId"] = json!(id);
        }
        json!({ "org": { "id": world.orgs[*org] }, "user": { "id": world.users[*user] }, "membership": fields })
    });
    words(&create(app, token, rows.collect()).await)
}

async fn add_in(app: &TestApp, world: &World, token: &str, rows: &[Row]) -> Vec<String> {
    let mut results = Vec::new();
    for (org, user, role, id) in rows {
        let (role, id) = (role.map(Json::from), id.map(Json::from));
        let role = role.map_or(String::new(), |role| format!(", role: {role}"));
        let id = id.map_or(String::new(), |id| format!(", externalId: {id}"));
        let call = format!(
            "addOrgMember(org: \"{}\", userId: \"{}\"{role}{id})",
            world.orgs[*org], world.users[*user]
        );
        results.push(word(&app.mutate(token, &call).await));
    }
    results
}

async fn delete_in(
    app: &TestApp,
    world: &World,
    token: &str,
    rows: &[(usize, usize)],
) -> Vec<String> {
    let mut ids = Vec::new();
    for (org, user) in rows {
        let query = format!(
            "membership(org: \"{}\", user: \"{}\") {{ id }}",
            world.orgs[*org], world.users[*user]
        );
        let found = app.read(ROOT, &query).await;
        // If there is no membership: the id of something else.
        let id = found["id"]
            .as_str()
            .map_or(world.orgs[0].to_string(), str::to_owned);
        ids.push(json!(id));
    }
    let results = words(&delete(app, token, json!(ids)).await);
    results.into_iter().map(absent).collect()
}

async fn remove_in(
    app: &TestApp,
    world: &World,
    token: &str,
    rows: &[(usize, usize)],
) -> Vec<String> {
    let mut results = Vec::new();
    for (org, user) in rows {
        let call = format!(
            "removeOrgMember(org: \"{}\", userId: \"{}\")",
            world.orgs[*org], world.users[*user]
        );
        results.push(absent(word(&app.mutate(token, &call).await)));
    }
    results
}

fn word(result: &Json) -> String {
    let answer = json!({ "rows": [result] });
    words(&answer).remove(0).replace("userId", "user")
}

/// Replaces all codes of missing or hidden memberships by one word, because a deletion by id does
/// not report why the membership cannot be found.
fn absent(word: String) -> String {
    let code = word.split(' ').next().unwrap_or_default();
    match code {
        "FORBIDDEN"
        | "ORG_RETIRED"
        | "MEMBERSHIP_NOT_FOUND"
        | "NOT_A_MEMBER"
        | "USER_NOT_FOUND"
        | "ORG_NOT_FOUND" => "no".to_owned(),
        code => code.to_owned(),
    }
}

on_both_engines! {
    batch_has_the_same_effect_as_its_rows_one_by_one,
}
