//! The application under test, and builders for the data that tests need.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
    response::Response,
};
use chrono::{DateTime, Utc};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use serde_json::{Value as Json, json};
use tenantry::{
    access::Actor,
    app::App,
    clock::Clock,
    config::Config,
    db::{Conn, Db},
    domain::token::SetRootToken,
    id::Ids,
    server,
};
use tower::ServiceExt;
use uuid::Uuid;

use super::Engine;

/// The root token of every application under test.
pub(crate) const ROOT: &str = "tnt_root_token_of_the_tests";

/// An application on its own database.
pub(crate) struct TestApp {
    /// The application.
    pub(crate) app: App,
    /// The router, for requests to every HTTP API.
    pub(crate) router: Router,
    /// The clock, which stands still at 2026-01-01T00:00:00Z.
    pub(crate) clock: Clock,
    /// The configuration.
    pub(crate) config: Config,
    /// The database engine.
    pub(crate) engine: Engine,
}

/// A reply to an HTTP request.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The status code.
    pub(crate) status: StatusCode,
    /// The headers.
    pub(crate) headers: axum::http::HeaderMap,
    /// The body.
    pub(crate) body: String,
}

impl Reply {
    /// Returns the body as JSON.
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// Returns a header as text, or an empty text if the reply does not have the header.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("text"))
            .unwrap_or_default()
    }
}

impl TestApp {
    /// Opens the database at `url` with the default configuration.
    pub(super) async fn on(engine: Engine, url: &str) -> Self {
        Self::with(
            engine,
            Config {
                database_url: url.to_owned(),
                ..Config::default()
            },
        )
        .await
    }

    /// Creates an application with this configuration. Serves tests of a setting, and tests that
    /// need a second server on the same database.
    pub(crate) async fn with(engine: Engine, config: Config) -> Self {
        let start = "2026-01-01T00:00:00Z"
            .parse::<DateTime<Utc>>()
            .expect("a time");
        Self::with_clock(engine, config, Clock::fixed(start), 1).await
    }

    /// Creates another server on the same database and clock.
    pub(crate) async fn another(&self) -> Self {
        Self::with_clock(self.engine, self.config.clone(), self.clock.clone(), 2).await
    }

    /// Creates another server on the same database and clock, with a changed configuration.
    pub(crate) async fn reconfigured(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = self.config.clone();
        change(&mut config);
        Self::with_clock(self.engine, config, self.clock.clone(), 3).await
    }

    async fn with_clock(engine: Engine, config: Config, clock: Clock, seed: u64) -> Self {
        let db = Db::open(&config.database()).await.expect("a database");
        let app = App::with(db, &config, clock.clone(), Ids::seeded(seed));
        let root = SetRootToken {
            configured: Some(tenantry::domain::token::Secret(ROOT.to_owned())),
            overlap: config.root_token_overlap,
        };
        app.execute(&Actor::command_line(), root)
            .await
            .expect("a root token");
        let router = server::router(app.clone(), &config).expect("a router");
        Self {
            app,
            router,
            clock,
            config,
            engine,
        }
    }

    /// Sends a request from the address 203.0.113.1.
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        self.send_from("203.0.113.1".parse().expect("an address"), request)
            .await
    }

    /// Sends a request from this address.
    pub(crate) async fn send_from(&self, address: IpAddr, mut request: Request<Body>) -> Reply {
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(address, 40_000)));
        let response: Response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("never fails");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("a whole body");
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).expect("text"),
        }
    }

    /// Returns a GraphQL request by POST.
    pub(crate) fn request(token: &str, query: &str, variables: Json) -> Request<Body> {
        Self::request_of(token, &json!({ "query": query, "variables": variables }))
    }

    /// Returns a GraphQL request by POST with this body.
    pub(crate) fn request_of(token: &str, body: &Json) -> Request<Body> {
        Request::builder()
            .method(Method::POST)
            .uri("/graphql")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .expect("a request")
    }

    /// Sends a GraphQL request and returns the whole reply.
    pub(crate) async fn graphql(&self, token: &str, query: &str, variables: Json) -> Json {
        self.send(Self::request(token, query, variables))
            .await
            .json()
    }

    /// Sends a query and returns its data. The reply must have no errors.
    pub(crate) async fn data(&self, token: &str, query: &str) -> Json {
        let reply = self.graphql(token, query, json!({})).await;
        assert!(reply.get("errors").is_none(), "{query}\n{reply:#}");
        reply["data"].clone()
    }

    /// Sends a query and returns the code of the first error.
    pub(crate) async fn error_code(&self, token: &str, query: &str) -> String {
        let reply = self.graphql(token, query, json!({})).await;
        let code = reply["errors"][0]["extensions"]["code"].as_str();
        code.unwrap_or_else(|| panic!("{query}\n{reply:#}"))
            .to_owned()
    }

    /// Executes one mutation field and returns its scalar fields. `field` has no `mutation`
    /// keyword.
    pub(crate) async fn mutate(&self, token: &str, field: &str) -> Json {
        let fields = "id result records error code field existingId";
        let data = self
            .data(token, &format!("mutation {{ it: {field} {{ {fields} }} }}"))
            .await;
        data["it"].clone()
    }

    /// Executes a mutation that must succeed, and returns the id from the result.
    pub(crate) async fn done(&self, token: &str, field: &str) -> Uuid {
        let result = self.mutate(token, field).await;
        assert_eq!(result["error"], Json::Null, "{field}\n{result:#}");
        result["id"]
            .as_str()
            .expect("an id")
            .parse()
            .expect("a UUID")
    }

    /// Executes a mutation that must fail, and returns the error code.
    pub(crate) async fn refused(&self, token: &str, field: &str) -> String {
        let result = self.mutate(token, field).await;
        assert_eq!(
            (&result["result"], &result["records"]),
            (&json!("error"), &json!(0)),
            "{field}\n{result:#}"
        );
        result["code"].as_str().expect("a code").to_owned()
    }

    /// Executes a mutation that must succeed, and returns `result`, such as "created".
    pub(crate) async fn result(&self, token: &str, field: &str) -> String {
        let result = self.mutate(token, field).await;
        assert_eq!(result["error"], Json::Null, "{field}\n{result:#}");
        result["result"].as_str().expect("a word").to_owned()
    }

    /// Returns the value of one query field. `field` has no `query` keyword.
    pub(crate) async fn read(&self, token: &str, field: &str) -> Json {
        self.data(token, &format!("{{ it: {field} }}")).await["it"].clone()
    }

    /// Executes one query field that must fail with exactly one error, and returns the code and the
    /// field of that error.
    pub(crate) async fn read_error(&self, token: &str, field: &str) -> (String, Json) {
        let query = format!("{{ it: {field} }}");
        let reply = self.graphql(token, &query, json!({})).await;
        assert_eq!(
            reply["errors"].as_array().map(Vec::len),
            Some(1),
            "{field}\n{reply:#}"
        );
        let about = &reply["errors"][0]["extensions"];
        let code = about["code"].as_str().expect("a code").to_owned();
        (code, about["field"].clone())
    }

    /// Executes a mutation that must fail with this code and field and write nothing, and returns
    /// the result.
    pub(crate) async fn refuses(
        &self,
        token: &str,
        mutation: &str,
        code: &str,
        field: impl Into<Json>,
    ) -> Json {
        let before = self.row_counts().await;
        let answer = self.mutate(token, mutation).await;
        let fields = [
            &answer["result"],
            &answer["records"],
            &answer["code"],
            &answer["field"],
        ];
        let expected = [json!("error"), json!(0), json!(code), field.into()];
        let shown: String = mutation.chars().take(300).collect();
        assert_eq!(fields.map(Clone::clone), expected, "{shown}\n{answer:#}");
        let message = answer["error"].as_str().unwrap_or_default();
        assert!(!message.is_empty(), "no error message: {answer:#}");
        assert_eq!(self.row_counts().await, before, "{shown} wrote something");
        answer
    }

    /// Returns the number of rows of each table. The last one counts `events`, so a change to any
    /// row changes the counts.
    pub(crate) async fn row_counts(&self) -> Vec<i64> {
        let tables = [
            "users",
            "orgs",
            "memberships",
            "groups",
            "group_memberships",
            "roles",
            "membership_roles",
            "tokens",
            "events",
        ];
        let counts = tables.map(|table| format!("(SELECT count(*) FROM {table})"));
        let rows = self.sql(&format!("SELECT {}", counts.join(", "))).await;
        (0..tables.len())
            .map(|index| rows[0].try_get_by_index(index).expect("a number"))
            .collect()
    }

    /// Retires a member in the org.
    pub(crate) async fn retire(&self, org: Uuid, user: Uuid) {
        let retire =
            format!("updateMember(org: \"{org}\", userId: \"{user}\", status: \"retired\")");
        self.done(ROOT, &retire).await;
    }

    /// Adds a user to another org.
    pub(crate) async fn add(&self, org: Uuid, user: Uuid) -> Uuid {
        let add = format!("addOrgMember(org: \"{org}\", userId: \"{user}\")");
        self.done(ROOT, &add).await
    }

    /// Creates a user in a new org of their own.
    pub(crate) async fn newcomer(&self, name: &str) -> Uuid {
        let home = self.org(&format!("Home of {name}")).await;
        self.user(home, name).await
    }

    /// Retires an org.
    pub(crate) async fn retire_org(&self, org: Uuid) {
        self.done(ROOT, &format!("retireOrg(org: \"{org}\")")).await;
    }

    /// Inserts `size` members into the org with SQL, which is faster than the API. `p1@example.com`
    /// is called "Person 1 of 1000" if `size` is 1000.
    pub(crate) async fn crowd(&self, org: Uuid, size: u32) {
        let (user, member) = (self.id_of_number("n"), self.id_of_number("n + 1000000"));
        let users = format!(
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {size}) \
             INSERT INTO users (id, email, email_key, first_name, last_name, display_name, display_name_is_custom, \
             display_name_key, search_text, status, created_at, updated_at) \
             SELECT {user}, 'p' || n || '@example.com', 'p' || n || '@example.com', 'Person ' || n, 'of {size}', \
             'Person ' || n || ' of {size}', FALSE, 'person ' || n || ' of {size}', \
             'person ' || n || ' of {size}', 'active', o.created_at, o.created_at FROM s, orgs o WHERE o.id = {org}",
            org = self.id(org)
        );
        let members = format!(
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {size}) \
             INSERT INTO memberships (id, org_id, user_id, role, status, is_owner, is_default, default_reason, \
             created_at, updated_at) SELECT {member}, o.id, {user}, 'user', 'active', FALSE, TRUE, 'only', \
             o.created_at, o.created_at FROM s, orgs o WHERE o.id = {org}",
            org = self.id(org)
        );
        self.sql(&users).await;
        self.sql(&members).await;
    }

    /// Inserts every member of the org into the group with SQL.
    pub(crate) async fn crowd_into(&self, org: Uuid, group: Uuid) {
        let id = match self.engine {
            Engine::Sqlite => "randomblob(16)",
            Engine::Postgres => "gen_random_uuid()",
        };
        let sql = format!(
            "INSERT INTO group_memberships (id, group_id, org_id, user_id, created_at, updated_at) \
             SELECT {id}, {}, org_id, user_id, created_at, updated_at FROM memberships WHERE org_id = {}",
            self.id(group),
            self.id(org)
        );
        self.sql(&sql).await;
    }

    /// Returns the SQL of an id made from `number`, which is an SQL expression.
    pub(crate) fn id_of_number(&self, number: &str) -> String {
        match self.engine {
            Engine::Sqlite => format!("unhex(printf('%032x', {number}))"),
            Engine::Postgres => format!("lpad(to_hex({number}), 32, '0')::uuid"),
        }
    }

    /// Creates an org.
    pub(crate) async fn org(&self, name: &str) -> Uuid {
        self.done(ROOT, &format!("createOrg(name: {})", json!(name)))
            .await
    }

    /// Creates a user `<name>@example.com`, called "<name> Test", as a member of the org.
    pub(crate) async fn user(&self, org: Uuid, name: &str) -> Uuid {
        let create = format!(
            "createUser(org: \"{org}\", email: \"{name}@example.com\", first: \"{name}\", last: \"Test\")"
        );
        self.done(ROOT, &create).await
    }

    /// Creates a user who is an admin of the org.
    pub(crate) async fn admin(&self, org: Uuid, name: &str) -> Uuid {
        let user = self.user(org, name).await;
        self.done(
            ROOT,
            &format!("updateMember(org: \"{org}\", userId: \"{user}\", role: \"admin\")"),
        )
        .await;
        user
    }

    /// Creates a user who owns the org.
    pub(crate) async fn owner(&self, org: Uuid, name: &str) -> Uuid {
        let user = self.user(org, name).await;
        let sql = format!(
            "UPDATE memberships SET is_owner = TRUE WHERE org_id = {} AND user_id = {}",
            self.id(org),
            self.id(user)
        );
        self.sql(&sql).await;
        user
    }

    /// Creates a group in the org.
    pub(crate) async fn group(&self, org: Uuid, name: &str) -> Uuid {
        self.done(
            ROOT,
            &format!("createGroup(org: \"{org}\", name: {})", json!(name)),
        )
        .await
    }

    /// Creates a custom role in the org.
    pub(crate) async fn role(&self, org: Uuid, name: &str, permissions: &[&str]) -> Uuid {
        let permissions = json!(permissions);
        self.done(
            ROOT,
            &format!("createRole(org: \"{org}\", name: \"{name}\", permissions: {permissions})"),
        )
        .await
    }

    /// Sets fields of a membership. `input` has the fields of `MembershipInput`.
    pub(crate) async fn state(&self, org: Uuid, user: Uuid, input: &str) {
        self.done(
            ROOT,
            &format!("upsertMembership(org: \"{org}\", userId: \"{user}\", input: {{ {input} }})"),
        )
        .await;
    }

    /// Adds a member to a group.
    pub(crate) async fn join(&self, org: Uuid, group: Uuid, user: Uuid) {
        let add =
            format!("addGroupMembership(org: \"{org}\", groupId: \"{group}\", userId: \"{user}\")");
        self.done(ROOT, &add).await;
    }

    /// Creates a token and returns its secret. `input` has the fields of `CreateTokenInput` without
    /// the name, such as `org: "..."`.
    pub(crate) async fn token(&self, input: &str) -> String {
        let create = format!(
            "mutation {{ it: createToken(input: {{ name: \"test\", {input} }}) {{ secret result {{ error }} }} }}"
        );
        let data = self.data(ROOT, &create).await;
        data["it"]["secret"]
            .as_str()
            .unwrap_or_else(|| panic!("{data:#}"))
            .to_owned()
    }

    /// Creates a token of this user and returns its secret.
    pub(crate) async fn token_of(&self, user: Uuid) -> String {
        self.token(&format!("userId: \"{user}\"")).await
    }

    /// Creates a token of this org and returns its secret.
    pub(crate) async fn token_of_org(&self, org: Uuid) -> String {
        self.token(&format!("org: \"{org}\"")).await
    }

    /// Returns an id as an SQL literal of this engine.
    pub(crate) fn id(&self, id: Uuid) -> String {
        match self.engine {
            Engine::Sqlite => format!("x'{}'", id.simple()),
            Engine::Postgres => format!("'{id}'"),
        }
    }

    /// Runs an SQL statement without any of the application's checks. Serves rows that the API
    /// cannot create, and checks of what is stored.
    pub(crate) async fn sql(&self, sql: &str) -> Vec<QueryResult> {
        let conn: Conn = self.app.db().writer();
        let backend: DbBackend = conn.get_database_backend();
        conn.query_all_raw(Statement::from_string(backend, sql))
            .await
            .expect(sql)
    }

    /// Returns the number that a statement selects.
    pub(crate) async fn count(&self, sql: &str) -> i64 {
        self.sql(sql).await[0]
            .try_get_by_index(0)
            .expect("a number")
    }

    /// Returns the events as JSON without their ids, in order, after the first `skip` ones.
    pub(crate) async fn events(&self, skip: usize) -> Vec<Json> {
        let rows = self.sql("SELECT * FROM events ORDER BY id").await;
        rows.iter().skip(skip).map(event).collect()
    }

    /// Returns the number of events.
    pub(crate) async fn events_so_far(&self) -> usize {
        usize::try_from(self.count("SELECT count(*) FROM events").await).expect("a number")
    }

    /// Returns a statement that takes about a third of a second or more and selects 1.
    pub(crate) fn long_statement(&self) -> &'static str {
        match self.engine {
            Engine::Postgres => "SELECT 1 FROM pg_sleep(0.3)",
            Engine::Sqlite => {
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 3000000) SELECT 1 FROM s WHERE n = 3000000"
            }
        }
    }

    /// Returns the number of statements that a request runs.
    pub(crate) async fn statements_of(&self, token: &str, query: &str) -> u64 {
        // Before the count: cache the token, and write the time of its last use.
        self.data(token, "{ viewer { __typename } }").await;
        self.app.finish_background_work().await;
        let before = self.app.db().statements();
        self.data(token, query).await;
        self.app.db().statements() - before
    }
}

fn event(row: &QueryResult) -> Json {
    let text = |column: &str| row.try_get::<Option<String>>("", column).expect(column);
    let id = |column: &str| row.try_get::<Option<Uuid>>("", column).expect(column);
    let json = |column: &str| row.try_get::<Option<Json>>("", column).expect(column);
    json!({
        "at": row.try_get::<DateTime<Utc>>("", "at").expect("at"),
        "request_id": text("request_id"),
        "actor_kind": text("actor_kind"),
        "token_id": id("token_id"),
        "actor_user_id": id("actor_user_id"),
        "source": text("source"),
        "org_id": id("org_id"),
        "user_id": id("user_id"),
        "entity": text("entity"),
        "entity_id": id("entity_id"),
        "verb": text("verb"),
        "before": json("before"),
        "after": json("after"),
    })
}
