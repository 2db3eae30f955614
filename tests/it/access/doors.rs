//! Tests that every REST route allows the same actors as the equivalent operation of the schema.

use std::{collections::BTreeSet, fmt::Write, num::NonZeroU32};

use axum::{body::Body, http::Request};
use serde_json::{Value as Json, json};
use tenantry::{
    access::Actor,
    domain::integer_id::{AssignIntegerIds, IntegerIdOwner},
    entity::integer_id::IntegerIdKind,
    runner::{Worker, WorkerStep},
};
use uuid::Uuid;

use crate::support::{ROOT, Reply, TestApp, With, on_both_engines, rest};

use super::{
    actors::actors,
    matrix,
    routes::{Called, DOORS, Door, Judged, Row, Thing},
    targets::{People, Targets, people, targets},
};

/// The response of a route.
struct Answer {
    is_allowed: bool,
    /// The status and the reason of a failure, for the snapshot.
    words: String,
    /// The whole body of the response, or of the result of the row that was queued.
    body: Json,
}

impl Answer {
    fn new(is_allowed: bool, reply: &Reply, words: impl std::fmt::Display, body: Json) -> Self {
        let status = reply.status.as_u16();
        let words = format!("{status} {words}").trim_end().to_owned();
        Self {
            is_allowed,
            words,
            body,
        }
    }
}

/// Calls a route. If the route queues a job, runs the job.
async fn ask(app: &TestApp, token: &str, door: &Door, row: &Row, it: &Called) -> Answer {
    let bearer = format!("Bearer {token}");
    let send = async |method: &str, path: &str, body: Option<Json>| {
        let request: Request<Body> = rest(method, path, body);
        app.send(request.with("authorization", &bearer)).await
    };
    let uri = format!("{}{}", door.root, row.uri(it));
    let reply = send(row.method, &uri, row.body(it)).await;
    let body = match reply.header("content-type") {
        "application/json" | "application/problem+json" => reply.json(),
        _ => json!(reply.body),
    };
    if !reply.status.is_success() {
        return Answer::new(false, &reply, why(&body), without_request(body));
    }
    match row.judged {
        Judged::Answers | Judged::Does => Answer::new(true, &reply, "", body),
        Judged::Shows(thing) => {
            let Thing { id, name } = thing(it);
            let is_shown = reply.body.contains(name) || reply.body.contains(&id.to_string());
            let words = if is_shown { "" } else { "without it" };
            Answer::new(is_shown, &reply, words, body)
        }
        Judged::Queues => {
            let mut worker = Worker::new(&app.app);
            while worker.step().await.expect("a step") != WorkerStep::Idle {}
            let id = |job: &Json| job["id"].as_str().expect("an id").to_owned();
            let body = match body.get("job_status") {
                Some(job) => {
                    let path = format!("{}/job_statuses/{}", door.root, id(job));
                    send("GET", &path, None).await.json()["job_status"]["results"][0].take()
                }
                None => {
                    let path = format!("/jobs/{}/results", id(&body));
                    let lines = send("GET", &path, None).await.body;
                    serde_json::from_str(&lines).expect("one line")
                }
            };
            let failed = [&body["error"], &body["code"]];
            let failed = failed.into_iter().rev().find_map(Json::as_str);
            let words = format!("row: {}", failed.unwrap_or("done"));
            Answer::new(failed.is_none(), &reply, words, body)
        }
    }
}

/// Returns the reason of a failure: the code or the type of the error in the format of the REST
/// API.
fn why(body: &Json) -> String {
    let text = |name: &str| body[name].as_str();
    if let Some(kind) = text("type") {
        return kind.rsplit(':').next().unwrap_or(kind).to_owned();
    }
    if let Some(details) = body["details"].as_object() {
        let wrong = details.iter().flat_map(|(field, wrong)| {
            let words = wrong.as_array().into_iter().flatten();
            words.map(move |one| format!("{field} {}", one["error"].as_str().unwrap_or_default()))
        });
        return wrong.collect::<Vec<_>>().join(", ");
    }
    let word = text("code").or(text("error"));
    word.unwrap_or_else(|| panic!("no word in {body:#}"))
        .to_owned()
}

fn without_request(mut body: Json) -> Json {
    if let Some(body) = body.as_object_mut() {
        body.remove("requestId");
    }
    body
}

/// Returns whether the schema allows the equivalent operation.
async fn is_allowed_by_schema(app: &TestApp, token: &str, row: &Row, it: &Called) -> bool {
    let same = (row.same_as)(it);
    match row.judged {
        Judged::Shows(thing) => {
            let query = format!("{{ it: {same} }}");
            let reply = app.graphql(token, &query, json!({})).await;
            reply["data"]
                .to_string()
                .contains(&thing(it).id.to_string())
        }
        Judged::Answers => matrix::call(app, token, false, &same).await == "ok",
        Judged::Does | Judged::Queues => matrix::call(app, token, true, &same).await == "ok",
    }
}

/// Assigns integer ids to the targets, and returns their ids in the schema and in the REST APIs.
async fn called(app: &TestApp, people: People, org_name: &'static str, job: Uuid) -> Called {
    let things = vec![
        IntegerIdOwner::new(IntegerIdKind::Org, people.org),
        IntegerIdOwner::new(IntegerIdKind::User, people.member),
        IntegerIdOwner::new(IntegerIdKind::User, people.outsider),
        IntegerIdOwner::new(IntegerIdKind::Membership, people.membership),
    ];
    let give = AssignIntegerIds { things };
    let given = app.app.execute(&Actor::command_line(), give).await;
    let numbers = given.expect("given").output;
    let thing = |id: Uuid| Thing {
        id,
        name: numbers[&id].to_string(),
    };
    Called {
        org: thing(people.org),
        org_name,
        member: thing(people.member),
        membership: thing(people.membership),
        email: people.email,
        outsider: thing(people.outsider),
        job: Thing {
            id: job,
            name: job.to_string(),
        },
        number: people.number,
    }
}

/// Returns the targets with unknown ids in place of those that the actor may not see.
async fn as_seen(app: &TestApp, token: &str, it: &Called) -> Called {
    let query = format!(
        "{{ org(id: \"{}\") {{ id }} member: user(id: \"{}\") {{ id }} outsider: user(id: \"{}\") {{ id }} \
         membership(id: \"{}\") {{ id }} job(id: \"{}\") {{ id }} }}",
        it.org.id, it.member.id, it.outsider.id, it.membership.id, it.job.id
    );
    let seen = app.graphql(token, &query, json!({})).await["data"].take();
    let nowhere = |thing: &Thing, field: &str, number: u128| match seen[field].is_null() {
        true => Thing {
            id: Uuid::from_u128(number),
            name: number.to_string(),
        },
        false => thing.clone(),
    };
    let mut masked = Called {
        org: nowhere(&it.org, "org", 1),
        member: nowhere(&it.member, "member", 2),
        outsider: nowhere(&it.outsider, "outsider", 3),
        membership: nowhere(&it.membership, "membership", 4),
        job: nowhere(&it.job, "job", 5),
        ..it.clone()
    };
    masked.job.name = masked.job.id.to_string();
    masked
}

/// The text of the matrix, and the responses that are wrong.
#[derive(Default)]
struct Matrix {
    text: String,
    wrong: Vec<String>,
}

impl Matrix {
    fn actor(&mut self, actor: &str) {
        writeln!(
            self.text,
            "\n## {actor}\n{:32}{:32}route",
            "own org", "other org"
        )
        .expect("text");
    }

    /// Checks one response: it must agree with the schema, and a failure must equal that of an
    /// unknown id if the actor may not see the target.
    async fn hold(
        &mut self,
        app: &TestApp,
        (actor, token): &(&str, String),
        (door, row): (&Door, &Row),
        it: &Called,
        (is_allowed, answer): (bool, &Answer),
    ) {
        let cell = format!(
            "{actor}: {} {} of {}: {}",
            row.method, row.path, it.org_name, answer.words
        );
        if answer.is_allowed != is_allowed {
            let allows = if is_allowed { "allows" } else { "refuses" };
            self.wrong
                .push(format!("{cell}, and the schema {allows} it"));
        }
        if answer.is_allowed {
            return;
        }
        let seen = as_seen(app, token, it).await;
        if seen == *it {
            return;
        }
        let masked = ask(app, token, door, row, &seen).await;
        if masked.body != answer.body {
            let text = format!("{cell}, and with unknown ids: {}", masked.words);
            self.wrong
                .push(format!("{text}\n{}\n{}", answer.body, masked.body));
        }
    }

    fn row(&mut self, row: &Row, words: &[String], it: &Called) {
        let same = (row.same_as)(it);
        let name = same.split(['(', ' ']).next().unwrap_or_default();
        let route = format!("{} {} ~ {name}", row.method, row.path);
        writeln!(self.text, "{:32}{:32}{route}", words[0], words[1]).expect("text");
    }

    /// Returns the text of the matrix. Panics if a response is wrong.
    fn text(self) -> String {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
        self.text
    }
}

/// Returns the rows of all REST APIs that only read, or those that change something.
fn rows(only_reads: bool) -> impl Iterator<Item = (&'static Door, &'static Row)> {
    let rows = DOORS
        .iter()
        .flat_map(|door| door.rows.iter().map(move |row| (door, row)));
    rows.filter(move |(_, row)| row.only_reads() == only_reads)
}

/// Returns an app that does not block an address for wrong tokens: the tests often send the token
/// of a suspended user.
async fn with_patience(app: &TestApp) -> TestApp {
    app.reconfigured(|config| config.failed_tokens_per_minute = NonZeroU32::MAX)
        .await
}

async fn rest_routes_show_what_the_schema_shows(app: TestApp) {
    let app = with_patience(&app).await;
    let (own, other) = (app.org("Own").await, app.org("Other").await);
    let actors = actors(&app, own, other).await;
    let mut things = Vec::new();
    for (number, org, elsewhere, name) in [(1, own, other, "Own"), (2, other, own, "Other")] {
        let Targets { people, job, .. } = targets(&app, org, elsewhere, number).await;
        things.push(called(&app, people, name, job).await);
    }
    let mut matrix = Matrix::default();
    for actor in &actors {
        matrix.actor(actor.0);
        for (door, row) in rows(true) {
            let mut words = Vec::new();
            for it in &things {
                let is_allowed = is_allowed_by_schema(&app, &actor.1, row, it).await;
                let answer = ask(&app, &actor.1, door, row, it).await;
                let both = (is_allowed, &answer);
                matrix.hold(&app, actor, (door, row), it, both).await;
                words.push(answer.words);
            }
            matrix.row(row, &words, &things[0]);
        }
    }
    insta::assert_snapshot!("doors_show", matrix.text());
}

/// New users of one org to change. Users that a call did not change serve the next call.
struct Fresh<'a> {
    app: &'a TestApp,
    org: Uuid,
    elsewhere: Uuid,
    name: &'static str,
    untouched: Option<Called>,
    number: usize,
}

impl Fresh<'_> {
    async fn take(&mut self) -> Called {
        if let Some(it) = self.untouched.take() {
            return it;
        }
        self.number += 2;
        let people = people(self.app, self.org, self.elsewhere, self.number).await;
        called(self.app, people, self.name, Uuid::nil()).await
    }

    async fn give_back(&mut self, it: Called, is_touched: bool) {
        match is_touched {
            false => self.untouched = Some(it),
            true => {
                let restore = format!("restoreOrg(org: \"{}\")", self.org);
                self.app.mutate(ROOT, &restore).await;
            }
        }
    }
}

async fn rest_routes_change_what_the_schema_changes(app: TestApp) {
    let app = with_patience(&app).await;
    let (own, other) = (app.org("Own").await, app.org("Other").await);
    let actors = actors(&app, own, other).await;
    let orgs = [(1, own, other, "Own"), (2, other, own, "Other")];
    let mut orgs = orgs.map(|(number, org, elsewhere, name)| Fresh {
        app: &app,
        org,
        elsewhere,
        name,
        untouched: None,
        number,
    });
    let mut matrix = Matrix::default();
    for actor in &actors {
        matrix.actor(actor.0);
        for (door, row) in rows(false) {
            let mut words = Vec::new();
            for fresh in &mut orgs {
                let it = fresh.take().await;
                let is_allowed = is_allowed_by_schema(&app, &actor.1, row, &it).await;
                fresh.give_back(it, is_allowed).await;
                let it = fresh.take().await;
                let answer = ask(&app, &actor.1, door, row, &it).await;
                let both = (is_allowed, &answer);
                matrix.hold(&app, actor, (door, row), &it, both).await;
                fresh.give_back(it, answer.is_allowed).await;
                words.push(answer.words);
            }
            let it = orgs[0].take().await;
            matrix.row(row, &words, &it);
            orgs[0].give_back(it, false).await;
        }
    }
    insta::assert_snapshot!("doors_change", matrix.text());
}

async fn every_rest_route_has_a_row_in_the_matrix(app: TestApp) {
    for door in &DOORS {
        let Some(document) = door.document else {
            continue;
        };
        let document = app.rest_json("GET", document, None, 200).await;
        let paths = document["paths"].as_object().expect("paths").iter();
        let routes: BTreeSet<String> = paths
            .flat_map(|(path, item)| {
                let methods = item.as_object().expect("methods").keys();
                let methods =
                    methods.filter(|name| !["parameters", "summary"].contains(&name.as_str()));
                methods.map(move |method| format!("{} {path}", method.to_uppercase()))
            })
            .collect();
        let rows = door.rows.iter();
        let rows: BTreeSet<String> = rows
            .map(|row| format!("{} {}{}", row.method, door.root, row.path))
            .collect();
        assert_eq!(rows, routes, "the matrix must have a row for each route");
    }
}

on_both_engines! {
    rest_routes_show_what_the_schema_shows,
    rest_routes_change_what_the_schema_changes,
    every_rest_route_has_a_row_in_the_matrix,
}
