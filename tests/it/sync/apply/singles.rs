//! A property: a run leaves the directory as the single operations leave it, made one by one.
//!
//! Two pairs of orgs begin in the same state. A run changes the first pair, single operations change
//! the second one.

use proptest::{option, prelude::*, sample::select, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value as Json, json};
use tenantry::entity::sync_run::SyncStatus;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::super::plan::{ask, own};
use super::{apply, user_of};

/// The number of users, the last of whom does not exist at first.
const USERS: usize = 3;
const CASES: usize = 12;

/// A membership at the start: whether it is active, and whether its role is admin.
type Start = Option<(bool, bool)>;

/// A row of the file.
#[derive(Debug, Clone)]
struct Row {
    role: Option<&'static str>,
    status: Option<&'static str>,
    has_external_id: bool,
    is_default: bool,
}

#[derive(Debug, Clone)]
struct Case {
    start: Vec<Vec<Start>>,
    rows: Vec<Vec<Option<Row>>>,
    /// The first name that the rows of each user state.
    names: Vec<Option<&'static str>>,
}

fn cases() -> impl Strategy<Value = Case> {
    let start = option::weighted(0.7, (any::<bool>(), any::<bool>()));
    let row = (
        option::of(select(vec!["user", "admin"])),
        option::weighted(0.5, select(vec!["active", "retired"])),
        any::<bool>(),
        any::<bool>(),
    );
    let row = row.prop_map(|(role, status, has_external_id, is_default)| Row {
        role,
        status,
        has_external_id,
        is_default,
    });
    let row = option::weighted(0.8, row);
    let name = option::of(select(vec!["Anna", "Zoe"]));
    let of_users = |number| proptest::collection::vec(start.clone(), number);
    let start = proptest::collection::vec(of_users(2), USERS - 1);
    let rows = proptest::collection::vec(proptest::collection::vec(row, 2), USERS);
    let names = proptest::collection::vec(name, USERS);
    (start, rows, names).prop_map(|(start, mut rows, names)| {
        for rows in &mut rows {
            let mut is_default = false;
            for row in rows.iter_mut().flatten() {
                // A user has one default, and a retired membership is none.
                row.is_default &= !is_default && row.status != Some("retired");
                is_default |= row.is_default;
            }
        }
        Case { start, rows, names }
    })
}

/// One of the two pairs of orgs.
struct World<'a> {
    app: &'a TestApp,
    orgs: [Uuid; 2],
    /// The part of addresses that tells the users of a world from others.
    mark: String,
}

impl<'a> World<'a> {
    async fn new(app: &'a TestApp, mark: String, case: &Case) -> World<'a> {
        let orgs = [
            app.org(&format!("A {mark}")).await,
            app.org(&format!("B {mark}")).await,
        ];
        let world = World { app, orgs, mark };
        for (user, start) in case.start.iter().enumerate() {
            world.begin(user, start).await;
        }
        world
    }

    async fn begin(&self, user: usize, start: &[Start]) {
        let home = self.app.org(&format!("Home {user} {}", self.mark)).await;
        let id = self.app.user(home, &self.name(user)).await;
        self.app
            .done(
                ROOT,
                &format!("updateUser(userId: \"{id}\", first: \"Ann\")"),
            )
            .await;
        for (org, start) in self.orgs.iter().zip(start) {
            let Some((is_active, is_admin)) = start else {
                continue;
            };
            let role = if *is_admin { "ADMIN" } else { "USER" };
            let status = if *is_active { "ACTIVE" } else { "RETIRED" };
            let input = format!("role: {role}, status: {status}");
            self.app.state(*org, id, &input).await;
        }
        let leave = format!("removeOrgMember(org: \"{home}\", userId: \"{id}\")");
        self.app.done(ROOT, &leave).await;
        own(self.app, "users", "id", id).await;
        own(self.app, "memberships", "user_id", id).await;
    }

    fn name(&self, user: usize) -> String {
        format!("u{user}.{}", self.mark)
    }

    fn email(&self, user: usize) -> String {
        format!("{}@example.com", self.name(user))
    }

    /// Returns the rows of the case as a file has them.
    fn file(&self, case: &Case) -> Vec<Json> {
        let mut file = Vec::new();
        for (user, rows) in case.rows.iter().enumerate() {
            for (org, row) in self.orgs.iter().zip(rows) {
                let Some(row) = row else { continue };
                let mut cells = json!({ "email": self.email(user), "org": org });
                let fields = cells.as_object_mut().expect("an object");
                let mut set = |name: &str, value: Json| fields.insert(name.to_owned(), value);
                row.role.map(|role| set("role", json!(role)));
                row.status.map(|status| set("status", json!(status)));
                case.names[user].map(|name| set("first", json!(name)));
                if row.has_external_id {
                    set("external_id", json!(format!("e{user}")));
                }
                if row.is_default {
                    set("is_default", json!(true));
                }
                file.push(cells);
            }
        }
        file
    }

    /// Makes the changes of the case with single operations.
    async fn change(&self, case: &Case) {
        let defaults = self.defaults().await;
        for (user, rows) in case.rows.iter().enumerate() {
            for (org, row) in self.orgs.iter().zip(rows) {
                let Some(row) = row else { continue };
                let mut row = row.clone();
                // A row that states the default that the user has already changes nothing.
                row.is_default &= !defaults.contains(&(*org, self.email(user)));
                self.change_one(*org, user, &row, case.names[user]).await;
            }
        }
    }

    /// Returns the defaults, by org and address.
    async fn defaults(&self) -> Vec<(Uuid, String)> {
        let sql = "SELECT m.org_id, u.email FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.is_default";
        let rows = self.app.sql(sql).await;
        rows.iter()
            .map(|row| {
                let org = row.try_get("", "org_id").expect("an id");
                (org, row.try_get("", "email").expect("text"))
            })
            .collect()
    }

    async fn change_one(&self, org: Uuid, user: usize, row: &Row, name: Option<&str>) {
        let email = self.email(user);
        let mut input = Vec::new();
        input.extend(
            row.role
                .map(|role| format!("role: {}", role.to_uppercase())),
        );
        let status = row.status.unwrap_or("active").to_uppercase();
        input.push(format!("status: {status}"));
        if row.has_external_id {
            input.push(format!("externalId: \"e{user}\""));
        }
        if row.is_default {
            input.push("isDefault: true".to_owned());
        }
        let input = input.join(", ");
        match user_of(self.app, &email).await {
            Some(id) => {
                if let Some(name) = name {
                    let update = format!("updateUser(userId: \"{id}\", first: \"{name}\")");
                    self.app.done(ROOT, &update).await;
                }
                self.app.state(org, id, &input).await;
            }
            None => {
                let first = name.map_or_else(|| self.name(user), str::to_owned);
                let create = format!(
                    "createUser(org: \"{org}\", email: \"{email}\", first: \"{first}\", last: \"\")"
                );
                let id = self.app.done(ROOT, &create).await;
                self.app.state(org, id, &input).await;
            }
        }
    }

    /// Returns the state without ids, times and owners.
    async fn state(&self) -> Vec<String> {
        let mut state = Vec::new();
        for user in 0..USERS {
            let Some(id) = user_of(self.app, &self.email(user)).await else {
                continue;
            };
            let sql = format!(
                "SELECT o.name || ' ' || m.role || ' ' || m.status || ' ' || coalesce(m.external_id, '-') || ' ' || \
                 coalesce(m.default_reason, '-') || ' ' || u.first_name || ' ' || u.last_name || ' ' || u.display_name AS text \
                 FROM memberships m JOIN orgs o ON o.id = m.org_id JOIN users u ON u.id = m.user_id \
                 WHERE m.user_id = {} ORDER BY o.name",
                self.app.id(id)
            );
            for row in self.app.sql(&sql).await {
                let text: String = row.try_get("", "text").expect("text");
                state.push(format!("{user} {}", text.replace(&self.mark, "world")));
            }
        }
        state
    }
}

async fn run_equals_single_operations(app: TestApp) {
    let mut runner = TestRunner::deterministic();
    for number in 0..CASES {
        let case = cases().new_tree(&mut runner).expect("a case").current();
        let one = World::new(&app, format!("run{number}"), &case).await;
        let other = World::new(&app, format!("one{number}"), &case).await;
        assert_eq!(one.state().await, other.state().await, "{case:?}");
        let file = one.file(&case);
        if file.is_empty() {
            continue;
        }
        let plan = ask(None, file).plan(&app).await;
        let applied = apply(&app, ROOT, &plan).await;
        assert_eq!(applied.status, SyncStatus::Applied);
        let codes = applied.rows.iter().all(|row| row.code.is_none());
        assert!(codes, "{case:?} {:#?}", applied.items);
        other.change(&case).await;
        assert_eq!(
            one.state().await,
            other.state().await,
            "{case:?} {:#?}",
            applied.items
        );
    }
}

on_both_engines! { run_equals_single_operations }
