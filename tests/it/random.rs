//! Random sequences of all operations, from several tasks at once: whatever they do, some things hold.
//!
//! How many rounds is a matter of time: `TENANTRY_RANDOM_SECONDS` (a few by default; `tests/random.sh` takes ten minutes).
//! A round that fails prints its seed; `TENANTRY_RANDOM_SEED` begins with it.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use proptest::{
    collection::vec,
    prelude::any,
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Tasks that work at the same time.
const TASKS: usize = 3;
/// Operations of one task in one round.
const STEPS: usize = 12;

/// An operation, and where in the world's lists its arguments stand.
type Step = (usize, [u8; 8]);

/// What operations are pointed at. Some of it is gone after a while, and comes back under other ids.
struct World {
    orgs: Vec<Uuid>,
    users: Vec<Uuid>,
    groups: Vec<(Uuid, Uuid)>,
    roles: Vec<Uuid>,
    memberships: Vec<Uuid>,
    tokens: Vec<String>,
}

/// The arguments of one operation, drawn from the world.
struct Dice<'a> {
    world: &'a World,
    rolled: [u8; 8],
}

impl Dice<'_> {
    fn of<'w, T>(&self, list: &'w [T], die: usize) -> &'w T {
        &list[usize::from(self.rolled[die]) % list.len()]
    }

    fn org(&self, die: usize) -> Uuid {
        *self.of(&self.world.orgs, die)
    }

    fn user(&self, die: usize) -> Uuid {
        *self.of(&self.world.users, die)
    }

    fn word(&self, words: &[&'static str], die: usize) -> &'static str {
        let word: &&'static str = self.of(words, die);
        word
    }

    fn email(&self, die: usize) -> String {
        format!("somebody{}@example.com", self.rolled[die] % 5)
    }

    fn user_ref(&self, die: usize) -> String {
        match self.rolled[die] % 3 {
            0 => format!("{{ email: \"{}\" }}", self.email(die)),
            _ => format!("{{ id: \"{}\" }}", self.user(die)),
        }
    }

    fn org_ref(&self, die: usize) -> String {
        match self.rolled[die] % 4 {
            0 => format!("{{ name: \"RANDOM {}\" }}", self.rolled[die] % 4),
            1 => format!("{{ externalId: \"r{}\" }}", self.rolled[die] % 4),
            _ => format!("{{ id: \"{}\" }}", self.org(die)),
        }
    }

    fn role(&self, die: usize) -> Uuid {
        *self.of(&self.world.roles, die)
    }

    /// What is stated of a membership.
    fn membership(&self, die: usize) -> &'static str {
        self.word(
            &[
                "{}",
                "{ role: ADMIN }",
                "{ role: USER, status: ACTIVE }",
                "{ status: RETIRED }",
                "{ isOwner: true }",
                "{ isOwner: false, status: ACTIVE }",
                "{ isDefault: true }",
                "{ externalId: \"m1\", permissions: [\"members:grant\", \"their:own\"] }",
                "{ externalId: null, permissions: null, allowedIps: [\"198.51.100.0/24\"] }",
                "{ allowedIps: null, isDefault: false }",
            ],
            die,
        )
    }

    fn organization(&self, die: usize) -> String {
        let stated = self.membership((die + 1) % 8);
        match self.rolled[die] % 3 {
            0 => format!("{{ name: \"random {}\" }}", self.rolled[die] % 4),
            _ => format!("{{ id: \"{}\", membership: {stated} }}", self.org(die)),
        }
    }

    fn row(&self, die: usize) -> String {
        format!(
            "{{ org: {}, user: {}, membership: {} }}",
            self.org_ref(die),
            self.user_ref((die + 1) % 8),
            self.membership((die + 2) % 8)
        )
    }
}

/// A kind of operation, written as a mutation's field.
struct Kind {
    name: &'static str,
    call: fn(&Dice<'_>) -> String,
}

macro_rules! kinds {
    ($($name:ident($dice:ident) $call:expr;)+) => {
        &[$(Kind { name: stringify!($name), call: |$dice| $call }),+]
    };
}

/// Every operation that changes the directory, but for those of tokens and jobs, whose rows hang on nothing here.
const KINDS: &[Kind] = kinds! {
    createUser(it) format!("(org: \"{}\", email: \"{}\", first: \"Some\", last: \"Body\")", it.org(0), it.email(1));
    addOrgMember(it) format!("(org: \"{}\", userId: \"{}\", role: \"{}\")", it.org(0), it.user(1), it.word(&["user", "admin"], 2));
    addUserToOrg(it) format!("(org: \"{}\", userId: \"{}\")", it.org(0), it.user(1));
    updateMember(it) format!("(org: \"{}\", userId: \"{}\", {})", it.org(0), it.user(1), it.word(&["status: \"retired\"", "status: \"active\"", "role: \"admin\"", "role: \"user\", externalId: \"m2\"", "externalId: null"], 2));
    removeOrgMember(it) format!("(org: \"{}\", userId: \"{}\")", it.org(0), it.user(1));
    addGroupMembership(it) { let (group, org) = it.of(&it.world.groups, 0); format!("(org: \"{org}\", groupId: \"{group}\", userId: \"{}\")", it.user(1)) };
    removeGroupMembership(it) { let (group, org) = it.of(&it.world.groups, 0); format!("(org: \"{org}\", groupId: \"{group}\", userId: \"{}\")", it.user(1)) };
    updateUser(it) format!("(userId: \"{}\", {})", it.user(0), it.word(&["status: SUSPENDED", "status: ACTIVE", "first: \"Other\"", "name: \"Custom\", mobile: \"+43 1 2345678\"", "mobile: null, timezone: \"Europe/Vienna\""], 1));
    createOrg(it) format!("(name: \"Random {}\")", it.rolled[0] % 6);
    updateOrg(it) format!("(org: \"{}\", externalId: \"r{}\")", it.org(0), it.rolled[1] % 4);
    retireOrg(it) format!("(org: \"{}\")", it.world.orgs[0]);
    restoreOrg(it) format!("(org: \"{}\")", it.world.orgs[0]);
    createGroup(it) format!("(org: \"{}\", name: \"Group {}\")", it.org(0), it.rolled[1] % 3);
    updateGroup(it) format!("(groupId: \"{}\", externalId: \"g{}\")", it.of(&it.world.groups, 0).0, it.rolled[1] % 3);
    deleteGroup(it) format!("(groupId: \"{}\")", it.of(&it.world.groups, 0).0);
    upsertUser(it) format!("(input: {{ email: \"{}\", first: \"Up\", last: \"Sert\", externalId: {}, organizations: [{}, {}], mode: {} }})", it.email(0), it.word(&["\"u1\"", "\"u2\"", "null"], 1), it.organization(2), it.organization(4), it.word(&["ADD", "REPLACE", "REMOVE"], 6));
    upsertMembership(it) format!("(org: \"{}\", userId: \"{}\", input: {})", it.org(0), it.user(1), it.membership(2));
    setUserMemberships(it) format!("(user: {}, memberships: [{}], mode: {}{})", it.user_ref(0), it.organization(1), it.word(&["ADD", "REPLACE", "REMOVE"], 3), match it.rolled[4] % 2 { 0 => String::new(), _ => format!(", default: {}", it.org_ref(5)) });
    setOrgMembers(it) format!("(org: \"{}\", members: [{{ user: {}, membership: {} }}, {{ user: {} }}], mode: {})", it.org(0), it.user_ref(1), it.membership(2), it.user_ref(3), it.word(&["ADD", "REPLACE", "REMOVE"], 4));
    makeDefault(it) format!("(org: \"{}\", userId: \"{}\")", it.org(0), it.user(1));
    deleteUser(it) format!("(userId: \"{}\")", it.user(0));
    createRole(it) format!("(org: \"{}\", name: \"Role {}\", permissions: [\"groups:write\"])", it.org(0), it.rolled[1] % 3);
    updateRole(it) format!("(roleId: \"{}\", permissions: [{}])", it.role(0), it.word(&["\"*\"", "\"groups:read\"", ""], 1));
    deleteRole(it) format!("(roleId: \"{}\")", it.role(0));
    createMemberships(it) format!("(rows: [{}, {}, {}], mode: {})", it.row(0), it.row(3), it.row(5), it.word(&["PARTIAL", "ATOMIC"], 7));
    deleteMemberships(it) format!("(ids: [\"{}\", \"{}\"])", it.of(&it.world.memberships, 0), it.of(&it.world.memberships, 1));
};

impl World {
    /// A world for one round: orgs of its own, users whom rounds share.
    async fn new(app: &TestApp, round: usize) -> Self {
        let mut world = Self {
            orgs: Vec::new(),
            users: Vec::new(),
            groups: Vec::new(),
            roles: Vec::new(),
            memberships: Vec::new(),
            tokens: vec![ROOT.to_owned()],
        };
        for number in 0..3 {
            let org = app.org(&format!("World {round} {number}")).await;
            let owner = app.user(org, &format!("owner{round}.{number}")).await;
            let own = format!(
                "upsertMembership(org: \"{org}\", userId: \"{owner}\", input: {{ isOwner: true }})"
            );
            app.done(ROOT, &own).await;
            world.groups.push((app.group(org, "First").await, org));
            let role = format!(
                "createRole(org: \"{org}\", name: \"First\", permissions: [\"members:write\"])"
            );
            world.roles.push(app.done(ROOT, &role).await);
            world.tokens.push(app.token_of(owner).await);
            world.orgs.push(org);
            world.users.push(owner);
        }
        for number in 0..4 {
            let home = world.orgs[number % 3];
            let user = app.user(home, &format!("user{round}.{number}")).await;
            world.users.push(user);
        }
        for org in &world.orgs {
            let members = app
                .read(
                    ROOT,
                    &format!("org(id: \"{org}\") {{ members {{ nodes {{ id }} }} }}"),
                )
                .await;
            let members = members["members"]["nodes"].as_array().expect("a list");
            let ids = members
                .iter()
                .filter_map(|member| member["id"].as_str()?.parse::<Uuid>().ok());
            world.memberships.extend(ids);
        }
        world
    }

    fn query(&self, (kind, rolled): Step) -> (String, String) {
        let dice = Dice {
            world: self,
            rolled,
        };
        let kind = &KINDS[kind % KINDS.len()];
        // Most of what happens is the platform's doing, and some of it the owners'.
        let token = match rolled[7] % 3 {
            0 => dice.of(&self.tokens, 6).clone(),
            _ => ROOT.to_owned(),
        };
        let call = (kind.call)(&dice);
        (
            token,
            format!(
                "mutation {{ it: {}{call} {{ result records code error }} }}",
                kind.name
            ),
        )
    }
}

/// What one task did: how many records its operations said, and words for the log of a failure.
async fn work(app: &TestApp, queries: Vec<(String, String)>) -> (i64, BTreeSet<String>) {
    let (mut records, mut words) = (0, BTreeSet::new());
    for (token, query) in queries {
        let reply = app.graphql(&token, &query, json!({})).await;
        if let Some(error) = reply["errors"][0]["message"].as_str() {
            // A token whose user was deleted or suspended meanwhile lets nobody in.
            let code = &reply["errors"][0]["extensions"]["code"];
            assert_eq!(code, "UNAUTHENTICATED", "{query}\n{error}");
            continue;
        }
        let it = &reply["data"]["it"];
        assert_ne!(it["code"], "INTERNAL", "{query}\n{it:#}");
        records += it["records"].as_i64().expect("a number");
        let word = it["code"].as_str().or(it["result"].as_str());
        words.insert(word.expect("a word").to_owned());
    }
    (records, words)
}

/// What must hold after any operation. Each statement finds what must not be.
const NEVER: &[(&str, &str)] = &[
    (
        "a user with active memberships has exactly one default",
        "SELECT user_id FROM memberships WHERE status = 'active' GROUP BY user_id \
         HAVING count(CASE WHEN is_default THEN 1 END) <> 1",
    ),
    (
        "a default is active",
        "SELECT user_id FROM memberships WHERE is_default AND status <> 'active'",
    ),
    (
        "groups hold only members",
        "SELECT g.user_id FROM group_memberships g LEFT JOIN memberships m \
         ON m.org_id = g.org_id AND m.user_id = g.user_id WHERE m.id IS NULL",
    ),
    (
        "roles are of the org of those who have them",
        "SELECT r.membership_id FROM membership_roles r LEFT JOIN memberships m \
         ON m.id = r.membership_id AND m.org_id = r.org_id WHERE m.id IS NULL",
    ),
];

async fn check(app: &TestApp, world: &World) {
    for (rule, sql) in NEVER {
        let broken = app.sql(sql).await.len();
        assert_eq!(broken, 0, "{rule}");
    }
    // The first org retires now and then, and what happens to its owners meanwhile is nobody's to refuse.
    for org in &world.orgs[1..] {
        let owners = app
            .count(&format!(
                "SELECT count(*) FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.org_id = {} \
                 AND m.is_owner AND m.status = 'active' AND u.status = 'active'",
                app.id(*org)
            ))
            .await;
        assert!(owners > 0, "an org that had owners keeps one");
    }
}

/// The directory as its events tell it: the fields of each row, by entity and id.
fn replayed(events: &[Json]) -> BTreeMap<(String, String), Map<String, Json>> {
    let mut rows = BTreeMap::<_, Map<String, Json>>::new();
    for event in events {
        let text = |name: &str| event[name].as_str().expect(name).to_owned();
        let key = (text("entity"), text("entity_id"));
        if event["verb"] == "removed" {
            let before = rows.remove(&key).expect("a row that was there");
            assert_eq!(Some(&before), event["before"].as_object(), "{event:#}");
            continue;
        }
        let row = rows.entry(key).or_default();
        for (name, value) in event["before"].as_object().into_iter().flatten() {
            let known = row.get(name).cloned().unwrap_or_default();
            assert_eq!(&known, value, "before, {name}: {event:#}");
        }
        for (name, value) in event["after"].as_object().into_iter().flatten() {
            match value {
                Json::Null => row.remove(name),
                value => row.insert(name.clone(), value.clone()),
            };
        }
    }
    rows
}

/// The tables, in the words of events.
async fn as_it_stands(app: &TestApp) -> BTreeMap<(String, String), Map<String, Json>> {
    let mut rows = BTreeMap::new();
    let mut keep = |entity: &str, id: Uuid, fields: Json| {
        let Json::Object(mut fields) = fields else {
            unreachable!("an object")
        };
        fields.retain(|_, value| !value.is_null());
        rows.insert((entity.to_owned(), id.to_string()), fields);
    };
    let mut roles = BTreeMap::<Uuid, Vec<Uuid>>::new();
    for row in app
        .sql("SELECT membership_id, role_id FROM membership_roles ORDER BY role_id")
        .await
    {
        let membership = row.try_get("", "membership_id").expect("an id");
        let role = row.try_get("", "role_id").expect("an id");
        roles.entry(membership).or_default().push(role);
    }
    macro_rules! columns {
        ($row:ident, $($name:literal: $column:literal $kind:ty),+ $(,)?) => {
            json!({ $($name: $row.try_get::<Option<$kind>>("", $column).expect($column)),+ })
        };
    }
    for row in app.sql("SELECT * FROM users").await {
        let mut fields = columns!(row, "email": "email" String, "first": "first_name" String, "last": "last_name" String,
            "name": "display_name" String, "nameIsCustom": "display_name_is_custom" bool, "mobile": "mobile" String,
            "timezone": "timezone" String, "status": "status" String, "externalId": "external_id" String);
        upper(&mut fields, &["status"]);
        keep("user", row.try_get("", "id").expect("an id"), fields);
    }
    for row in app.sql("SELECT * FROM orgs").await {
        let mut fields = columns!(row, "name": "name" String, "externalId": "external_id" String, "status": "status" String);
        upper(&mut fields, &["status"]);
        keep("org", row.try_get("", "id").expect("an id"), fields);
    }
    for row in app.sql("SELECT * FROM memberships").await {
        let id: Uuid = row.try_get("", "id").expect("an id");
        let mut fields = columns!(row, "org": "org_id" Uuid, "user": "user_id" Uuid, "role": "role" String,
            "status": "status" String, "isOwner": "is_owner" bool, "isDefault": "is_default" bool,
            "defaultReason": "default_reason" String, "externalId": "external_id" String,
            "permissions": "permissions" Json, "allowedIps": "allowed_ips" Json, "source": "source" String);
        upper(&mut fields, &["role", "status", "defaultReason"]);
        if let Some(roles) = roles.get(&id) {
            fields["roles"] = json!(roles);
        }
        keep("membership", id, fields);
    }
    for row in app.sql("SELECT * FROM groups").await {
        let fields = columns!(row, "org": "org_id" Uuid, "name": "name" String, "externalId": "external_id" String);
        keep("group", row.try_get("", "id").expect("an id"), fields);
    }
    for row in app.sql("SELECT * FROM group_memberships").await {
        let fields =
            columns!(row, "group": "group_id" Uuid, "org": "org_id" Uuid, "user": "user_id" Uuid);
        keep(
            "group_membership",
            row.try_get("", "id").expect("an id"),
            fields,
        );
    }
    for row in app.sql("SELECT * FROM roles").await {
        let fields = columns!(row, "org": "org_id" Uuid, "name": "name" String, "permissions": "permissions" Json);
        keep("role", row.try_get("", "id").expect("an id"), fields);
    }
    rows
}

/// Events write enums as the schema does.
fn upper(fields: &mut Json, names: &[&str]) {
    for name in names {
        if let Some(word) = fields[*name].as_str() {
            fields[*name] = json!(word.to_uppercase());
        }
    }
}

async fn round(app: &TestApp, number: usize, plan: Vec<Vec<Step>>) -> BTreeSet<String> {
    let world = World::new(app, number).await;
    let events = app.events_so_far().await;
    let mut tasks = Vec::new();
    for steps in plan {
        let queries = steps.into_iter().map(|step| world.query(step)).collect();
        tasks.push(work(app, queries));
    }
    let done = futures_util::future::join_all(tasks).await;
    let said: i64 = done.iter().map(|(records, _)| records).sum();
    let written = app.events_so_far().await - events;
    assert_eq!(Ok(said), i64::try_from(written), "records are events");
    check(app, &world).await;
    done.into_iter().flat_map(|(_, words)| words).collect()
}

#[expect(clippy::print_stderr, reason = "shown when a round fails")]
async fn whatever_is_done_the_directory_holds_together(app: TestApp) {
    // Nobody is to be shut out for showing the token of somebody who was suspended.
    let app = app
        .reconfigured(|config| config.failed_tokens_per_minute = std::num::NonZeroU32::MAX)
        .await;
    let number = |name: &str, otherwise: u64| {
        std::env::var(name).map_or(otherwise, |text| text.parse().expect(name))
    };
    let time = Duration::from_secs(number("TENANTRY_RANDOM_SECONDS", 5));
    let seed = number("TENANTRY_RANDOM_SEED", 1);
    let plan = vec(
        vec((any::<usize>(), any::<[u8; 8]>()), 1..=STEPS),
        TASKS..=TASKS,
    );
    let (began, mut rounds, mut words) = (Instant::now(), 0, BTreeSet::new());
    while rounds < 3 || began.elapsed() < time {
        let mut seeded = [0; 32];
        seeded[..8].copy_from_slice(&(seed + rounds).to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seeded);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let plan = plan.new_tree(&mut runner).expect("a plan").current();
        eprintln!("round {rounds}, TENANTRY_RANDOM_SEED={}", seed + rounds);
        words.extend(round(&app, usize::try_from(rounds).expect("few"), plan).await);
        rounds += 1;
    }
    // Tokens and their users' fields have events too; what is replayed here is the directory proper.
    let events = app.events(0).await;
    let directory: Vec<Json> = events
        .into_iter()
        .filter(|event| event["entity"] != "token")
        .collect();
    let (told, stands) = (replayed(&directory), as_it_stands(&app).await);
    for (key, row) in &stands {
        assert_eq!(told.get(key), Some(row), "{key:?}");
    }
    assert_eq!(
        told.len(),
        stands.len(),
        "rows that are told of and rows that are there"
    );
    // The run is worth nothing if everything was refused.
    for word in ["created", "updated", "removed", "unchanged", "LAST_OWNER"] {
        assert!(words.contains(word), "never {word} in {words:?}");
    }
}

on_both_engines! {
    whatever_is_done_the_directory_holds_together,
}
