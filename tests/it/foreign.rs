//! Tests ids of another org in every argument of every operation. The arguments come from the
//! schema, so that a new argument cannot be forgotten.
//!
//! For each place in the arguments that takes an id, an owner calls the operation three times: with
//! an id of another org, with an unknown id, and with an id of their own org. The first two
//! responses must be equal, and the third must differ from them, or the call would prove nothing.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tenantry::domain::sync::Counts;
use uuid::Uuid;

use crate::{
    support::{ROOT, TestApp, on_both_engines},
    sync::runs::insert_run,
};

const SCHEMA: &str = "{ __schema {
    queryType { fields { ...F } } mutationType { fields(includeDeprecated: true) { ...F } }
    types { name kind enumValues { name } inputFields { name type { ...T } } } } }
  fragment F on __Field { name args { name type { ...T } } type { ...T } }
  fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// Places whose response does not depend on the id: owners may not make the call, or the id is not
/// checked yet.
const SAY_NOTHING: &[&str] = &[
    "createOrg.owner",
    "mergeUsers.drop",
    // The user of the own org is a member already, whatever the row says.
    "createMemberships.rows.0.membership.roleIds.0",
    // Rows of a job are checked when the job runs.
    "queueMemberships.rows.0.org.id",
    "queueMemberships.rows.0.user.id",
    "queueMemberships.rows.0.membership.roleIds.0",
    "queueUsers.rows.0.match.id",
    "queueUsers.rows.0.organizations.0.id",
    "queueUsers.rows.0.organizations.0.membership.roleIds.0",
    "queueUsers.rows.0.default.id",
    // The token and the job have made no change.
    "events.filter.token",
    "events.filter.job",
    // An upload is known only to the token that sent it.
    "planSync.input.upload",
];

/// The ids of one org, by kind.
struct Things(BTreeMap<&'static str, Uuid>);

impl Things {
    async fn of(app: &TestApp, org: Uuid, number: usize) -> Self {
        let user = app.admin(org, &format!("user{number}")).await;
        let group = app.group(org, &format!("Group {number}")).await;
        let acts = format!("updateGroup(groupId: \"{group}\", externalId: \"{number}\")");
        app.done(&app.token_of(user).await, &acts).await;
        app.join(org, group, user).await;
        // Makes the user the actor of an event of the org.
        let choose = format!("makeDefault(org: \"{org}\", userId: \"{user}\")");
        app.done(&app.token_of(user).await, &choose).await;
        let role = format!(
            "createRole(org: \"{org}\", name: \"Role {number}\", permissions: [\"groups:read\"])"
        );
        let role = app.done(ROOT, &role).await;
        let made = app
            .data(ROOT, &format!("mutation {{ it: createToken(input: {{ name: \"t\", org: \"{org}\" }}) {{ secret token {{ id }} }} }}"))
            .await;
        let membership = app
            .read(
                ROOT,
                &format!("membership(org: \"{org}\", user: \"{user}\") {{ id }}"),
            )
            .await;
        let secret = made["it"]["secret"].as_str().expect("a secret");
        let job = format!(
            "queueMemberships(rows: [{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{user}\" }} }}])"
        );
        let job = app.done(secret, &job).await;
        let event = app
            .read(
                ROOT,
                &format!("events(filter: {{ org: \"{org}\" }}, first: 1) {{ nodes {{ id }} }}"),
            )
            .await;
        let run = insert_run(app, number, &[(org, true)], &Counts::default()).await;
        let id = |value: &Json| {
            value
                .as_str()
                .and_then(|id| id.parse().ok())
                .expect("an id")
        };
        Self(BTreeMap::from([
            ("org", org),
            ("user", user),
            ("group", group),
            ("role", role),
            ("token", id(&made["it"]["token"]["id"])),
            ("membership", id(&membership["id"])),
            ("job", job),
            ("event", id(&event["nodes"][0]["id"])),
            ("run", run),
        ]))
    }
}

/// Returns the kind of row that an argument names.
fn kind(path: &str) -> &'static str {
    let parts: Vec<&str> = path.split('.').filter(|part| *part != "0").collect();
    let (field, last) = (parts[0], parts[parts.len() - 1]);
    let holder = parts[parts.len() - 2];
    match (last, holder) {
        ("org" | "orgId" | "notInOrg", _) => "org",
        ("user" | "userId" | "actor" | "owner" | "keep" | "drop", _) => "user",
        ("groupId" | "notInGroup", _) => "group",
        ("roleId" | "roleIds", _) => "role",
        ("tokenId", _) => "token",
        ("jobId", _) => "job",
        ("group" | "entityId", "filter") => "group",
        ("role", "filter") => "role",
        ("token", "filter") => "token",
        ("job", "filter") => "job",
        ("ids", "deleteMemberships") => "membership",
        ("id", "user" | "match" | "members" | "node") | ("ids", "nodes" | "filter") => "user",
        ("id", "org" | "default" | "memberships" | "organizations") if parts.len() > 2 => "org",
        ("id", "org") => "org",
        ("id", "membership") => "membership",
        ("id", "group") => "group",
        ("id", "role") => "role",
        ("id", "token") => "token",
        ("id", "event") => "event",
        ("id", "job" | "jobProgress") => "job",
        ("id", "syncRun" | "applySync" | "revertSync") | ("upload", _) => "run",
        _ => panic!("say in `kind` what {path} of {field} names"),
    }
}

/// The schema as introspection returns it.
struct Schema(Json);

impl Schema {
    fn input_fields(&self, name: &str) -> Option<&Vec<Json>> {
        let types = self.0["types"].as_array().expect("types");
        let found = types.iter().find(|kind| kind["name"] == name)?;
        found["inputFields"].as_array()
    }

    fn first_of_enum(&self, name: &str) -> Option<&str> {
        let types = self.0["types"].as_array().expect("types");
        let found = types.iter().find(|kind| kind["name"] == name)?;
        found["enumValues"][0]["name"].as_str()
    }

    /// Collects the places in an argument that take an id.
    fn places(&self, path: &str, kind: &Json, places: &mut Vec<String>) {
        match kind["kind"].as_str().expect("a kind") {
            "NON_NULL" => self.places(path, &kind["ofType"], places),
            "LIST" => self.places(&format!("{path}.0"), &kind["ofType"], places),
            "SCALAR" if kind["name"] == "Uuid" => places.push(path.to_owned()),
            "INPUT_OBJECT" => {
                let name = kind["name"].as_str().expect("a name");
                for field in self.input_fields(name).expect("fields") {
                    let below = format!("{path}.{}", field["name"].as_str().expect("a name"));
                    self.places(&below, &field["type"], places);
                }
            }
            _ => {}
        }
    }

    /// Returns a literal for an argument, if the argument is required or on the way to `place`. Its
    /// fields are chosen in the same way.
    fn literal(&self, path: &str, kind: &Json, call: &Call<'_>) -> Option<String> {
        let is_on_the_way = call.place == path || call.place.starts_with(&format!("{path}."));
        match kind["kind"].as_str().expect("a kind") {
            "NON_NULL" => {
                let inner = &kind["ofType"];
                Some(self.given(path, inner, call))
            }
            _ if is_on_the_way || is_needed(path, call.place) => Some(self.given(path, kind, call)),
            _ => None,
        }
    }

    fn given(&self, path: &str, kind: &Json, call: &Call<'_>) -> String {
        let name = kind["name"].as_str().unwrap_or_default();
        match kind["kind"].as_str().expect("a kind") {
            "NON_NULL" => self.given(path, &kind["ofType"], call),
            "LIST" => format!(
                "[{}]",
                self.given(&format!("{path}.0"), &kind["ofType"], call)
            ),
            "ENUM" => self.first_of_enum(name).expect("a value").to_owned(),
            "INPUT_OBJECT" => {
                let fields = self.input_fields(name).expect("fields");
                let mut given: Vec<String> = fields
                    .iter()
                    .filter_map(|field| {
                        let name = field["name"].as_str().expect("a name");
                        let literal =
                            self.literal(&format!("{path}.{name}"), &field["type"], call)?;
                        Some(format!("{name}: {literal}"))
                    })
                    .collect();
                // An input object that takes exactly one of several keys gets an id, unless it has
                // one already.
                let is_named = given.iter().any(|field| field.starts_with("id: "));
                let names_a_thing = name.ends_with("Ref") || name == "UserMembershipInput";
                if names_a_thing && !is_named {
                    let own = call.own.0[crate::foreign::kind(&format!("{path}.id"))];
                    given.push(format!("id: \"{own}\""));
                }
                format!("{{ {} }}", given.join(", "))
            }
            _ => match name {
                "Uuid" if path == call.place => format!("\"{}\"", call.id),
                "Uuid" => format!("\"{}\"", call.own.0[crate::foreign::kind(path)]),
                "String" if path.ends_with("email") => {
                    format!("\"new{}@example.com\"", call.number)
                }
                "String" if path.ends_with("permission") || path.contains("permissions") => {
                    "\"groups:read\"".to_owned()
                }
                "String" if path.ends_with("source") => "\"hr\"".to_owned(),
                "String" => format!("\"New {}\"", call.number),
                "DateTime" => "\"2026-02-01T00:00:00Z\"".to_owned(),
                "Int" => "1".to_owned(),
                "Boolean" => "true".to_owned(),
                other => panic!("say how a {other} is written, for {path}"),
            },
        }
    }
}

/// Returns whether a call needs the argument although the schema makes it optional.
fn is_needed(path: &str, place: &str) -> bool {
    let field = place.split('.').next().unwrap_or_default();
    match field {
        // Takes an id alone, or both of these.
        "membership" if place != "membership.id" => {
            ["membership.org", "membership.user"].contains(&path)
        }
        "upsertUser" => [
            "upsertUser.input.email",
            "upsertUser.input.first",
            "upsertUser.input.last",
        ]
        .contains(&path),
        "upsertUsers" => [
            "upsertUsers.rows.0.email",
            "upsertUsers.rows.0.first",
            "upsertUsers.rows.0.last",
        ]
        .contains(&path),
        "updateUser" => path == "updateUser.first",
        "updateOrg" => path == "updateOrg.externalId",
        "updateGroup" => path == "updateGroup.externalId",
        "updateRole" => path == "updateRole.name",
        "createToken" => path == "createToken.input.org",
        _ => false,
    }
}

/// One call of an operation, with `id` in `place` and other ids from `own`.
struct Call<'a> {
    place: &'a str,
    id: Uuid,
    own: &'a Things,
    number: usize,
}

/// Returns the selection for a response of this type.
fn selection(kind: &Json) -> &'static str {
    let mut kind = kind;
    while kind["ofType"].is_object() {
        kind = &kind["ofType"];
    }
    match kind["name"].as_str().expect("a name") {
        "MutationResult" => "{ result code field records problems { index path code } matches }",
        "BatchResult" => "{ result code records rows { index result code field existingId } }",
        "CreateTokenResult" => "{ result { result code field records } }",
        "AccessDecision" => "{ allowed reason }",
        "Viewer" => "{ permissions }",
        name if name.ends_with("Connection") => "{ totalCount nodes { __typename } }",
        _ if kind["kind"] == "SCALAR" => "",
        _ => "{ __typename }",
    }
}

async fn answer(app: &TestApp, token: &str, query: &str) -> Json {
    let mut reply = app.graphql(token, query, json!({})).await;
    if let Some(errors) = reply["errors"].as_array() {
        let code = &errors[0]["extensions"]["code"];
        assert_ne!(code, "INVALID_REQUEST", "{query}\n{reply:#}");
        let field = &errors[0]["extensions"]["field"];
        reply = json!({ "code": code, "field": field });
    }
    reply
}

async fn ids_of_another_org_are_not_found(app: TestApp) {
    let schema = app.data(ROOT, SCHEMA).await;
    let schema = Schema(schema["__schema"].clone());
    let (own, other) = (app.org("Own").await, app.org("Other").await);
    let owner = app.owner(own, "owner").await;
    let token = app.token_of(owner).await;
    let foreign = Things::of(&app, other, 0).await;
    let mut number = 0;
    for (root, word) in [("queryType", "query"), ("mutationType", "mutation")] {
        for field in schema.0[root]["fields"].as_array().expect("fields") {
            let name = field["name"].as_str().expect("a name");
            let arguments = field["args"].as_array().expect("arguments");
            let mut places = Vec::new();
            for argument in arguments {
                let path = format!("{name}.{}", argument["name"].as_str().expect("a name"));
                schema.places(&path, &argument["type"], &mut places);
            }
            for place in places {
                number += 1;
                let mine = Things::of(&app, own, number).await;
                let kind = kind(&place);
                let query = |id: Uuid| {
                    let (own, place) = (&mine, place.as_str());
                    let call = Call {
                        place,
                        id,
                        own,
                        number,
                    };
                    let given: Vec<String> = arguments
                        .iter()
                        .filter_map(|argument| {
                            let name_of = argument["name"].as_str().expect("a name");
                            let path = format!("{name}.{name_of}");
                            let literal = schema.literal(&path, &argument["type"], &call)?;
                            Some(format!("{name_of}: {literal}"))
                        })
                        .collect();
                    let given = given.join(", ");
                    let selection = selection(&field["type"]);
                    format!("{word} {{ it: {name}({given}) {selection} }}")
                };
                let unknown =
                    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number as u128);
                let rows = app.row_counts().await;
                let theirs = query(foreign.0[kind]);
                let refused = answer(&app, &token, &theirs).await;
                let absent = answer(&app, &token, &query(unknown)).await;
                assert_eq!(refused, absent, "{place}\n{theirs}");
                assert_eq!(app.row_counts().await, rows, "{place} wrote\n{theirs}");
                let ours = query(mine.0[kind]);
                let taken = answer(&app, &token, &ours).await;
                if SAY_NOTHING.contains(&place.as_str()) {
                    assert_eq!(refused, taken, "{place} need not be an exception");
                } else {
                    assert_ne!(refused, taken, "{place}\n{ours}");
                }
            }
        }
    }
    assert!(number > 40, "only {number} places");
}

on_both_engines! {
    ids_of_another_org_are_not_found,
}
