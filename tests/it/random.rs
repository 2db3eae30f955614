//! Random sequences of all operations, from several tasks at once: whatever they do, some things hold.
//!
//! How many rounds is a matter of time: `TENANTRY_RANDOM_SECONDS` (a few by default; `tests/random.sh` takes ten minutes).
//! A round that fails prints its seed; `TENANTRY_RANDOM_SEED` begins with it.

mod replay;
mod requests;

use std::{
    collections::BTreeSet,
    sync::atomic::AtomicU64,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use proptest::{
    collection::vec,
    prelude::any,
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

use replay::Directory;
use requests::{Call, Repeat, Sender, Sent, events_must_match, keys_must_match, work};

/// Tasks that work at the same time.
const TASKS: usize = 8;
/// Operations of one task in one round.
const STEPS: usize = 12;

/// An operation, where in the world's lists its arguments stand, and how often it is sent.
type Step = (usize, [u8; 8], u8);

/// What operations are pointed at. Some of it is gone after a while, and comes back under other ids.
struct World {
    orgs: Vec<Uuid>,
    users: Vec<Uuid>,
    groups: Vec<(Uuid, Uuid)>,
    roles: Vec<Uuid>,
    memberships: Vec<Uuid>,
    /// The orgs in which the users began, as admins or owners.
    homes: Vec<(Uuid, Uuid)>,
    emails: Vec<String>,
    senders: Vec<Sender>,
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
        self.of(&self.world.emails, die).clone()
    }

    fn user_ref(&self, die: usize) -> String {
        match self.rolled[die] % 4 {
            0 => format!("{{ email: \"{}\" }}", self.email(die)),
            1 => format!("{{ externalId: \"u{}\" }}", 1 + self.rolled[die] / 4 % 2),
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
    updateMember(it) { let (org, user) = it.of(&it.world.homes, 0); format!("(org: \"{org}\", userId: \"{user}\", status: \"{}\")", it.word(&["retired", "active"], 1)) };
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
            homes: Vec::new(),
            emails: (0..5)
                .map(|number| format!("somebody{number}@example.com"))
                .collect(),
            senders: Vec::new(),
        };
        let root = app.sql("SELECT id FROM tokens WHERE kind = 'root'").await;
        world.senders.push(Sender {
            secret: ROOT.to_owned(),
            token: root[0].try_get("", "id").expect("an id"),
            user: None,
        });
        for number in 0..3 {
            let org = app.org(&format!("World {round} {number}")).await;
            let owner = world
                .user(app, org, &format!("owner{round}.{number}"))
                .await;
            let own = format!(
                "upsertMembership(org: \"{org}\", userId: \"{owner}\", input: {{ isOwner: true }})"
            );
            app.done(ROOT, &own).await;
            world.groups.push((app.group(org, "First").await, org));
            let role = format!(
                "createRole(org: \"{org}\", name: \"First\", permissions: [\"members:write\"])"
            );
            world.roles.push(app.done(ROOT, &role).await);
            world.orgs.push(org);
        }
        for number in 0..4 {
            let home = world.orgs[number % 3];
            let user = world
                .user(app, home, &format!("user{round}.{number}"))
                .await;
            let admin =
                format!("updateMember(org: \"{home}\", userId: \"{user}\", role: \"admin\")");
            app.done(ROOT, &admin).await;
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

    /// Makes a member of the org, who sends requests and whom requests are about.
    async fn user(&mut self, app: &TestApp, org: Uuid, name: &str) -> Uuid {
        let user = app.user(org, name).await;
        let secret = app.token_of(user).await;
        let sql = format!("SELECT id FROM tokens WHERE user_id = {}", app.id(user));
        let token = app.sql(&sql).await[0].try_get("", "id").expect("an id");
        self.senders.push(Sender {
            secret,
            token,
            user: Some(user),
        });
        self.emails.push(format!("{name}@example.com"));
        self.users.push(user);
        self.homes.push((org, user));
        user
    }

    fn call(&self, (kind, rolled, repeat): Step) -> Call {
        let dice = Dice {
            world: self,
            rolled,
        };
        let kind = &KINDS[kind % KINDS.len()];
        // Half of the changes are the platform's, and the others its users'.
        let sender = match rolled[7] % 2 {
            0 => dice.of(&self.senders, 6),
            _ => &self.senders[0],
        };
        let arguments = (kind.call)(&dice);
        Call {
            sender: sender.clone(),
            query: format!(
                "mutation {{ it: {}{arguments} {{ result records code error }} }}",
                kind.name
            ),
            repeat: match repeat % 6 {
                0 => Repeat::Afterwards,
                1 => Repeat::AtOnce,
                _ => Repeat::Never,
            },
        }
    }
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
        "an active member of an active org has a visible default",
        "SELECT d.user_id FROM memberships d JOIN orgs o ON o.id = d.org_id WHERE d.is_default AND o.status = 'retired' \
         AND EXISTS (SELECT 1 FROM memberships m JOIN orgs a ON a.id = m.org_id \
         WHERE m.user_id = d.user_id AND m.status = 'active' AND a.status = 'active')",
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
    for org in &world.orgs {
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

async fn round(
    app: &TestApp,
    directory: &mut Directory,
    number: usize,
    plan: Vec<Vec<Step>>,
) -> BTreeSet<String> {
    let world = World::new(app, number).await;
    directory.follow(app, &[]).await;
    let clock = AtomicU64::new(1);
    let mut tasks = Vec::new();
    for (task, steps) in plan.into_iter().enumerate() {
        let calls = steps.into_iter().map(|step| world.call(step)).collect();
        tasks.push(work(app, &clock, format!("{number}.{task}"), calls));
    }
    let sent: Vec<_> = futures_util::future::join_all(tasks)
        .await
        .into_iter()
        .flatten()
        .collect();
    let events = directory.follow(app, &sent).await;
    events_must_match(&sent, &events);
    keys_must_match(app, &sent).await;
    check(app, &world).await;
    if number.is_power_of_two() {
        directory.must_be_stored(app).await;
    }
    let words = sent.iter().filter_map(Sent::word);
    words.map(str::to_owned).collect()
}

#[expect(clippy::print_stderr, reason = "shown when a round fails")]
async fn whatever_is_done_the_directory_holds_together(app: TestApp) {
    // Nobody is to be shut out for showing the token of somebody who was suspended.
    let app = app
        .reconfigured(|config| config.failed_tokens_per_minute = std::num::NonZeroU32::MAX)
        .await;
    // Ids of this server come after those of the first one.
    app.clock.advance(TimeDelta::seconds(1));
    let number = |name: &str, otherwise: u64| {
        std::env::var(name).map_or(otherwise, |text| text.parse().expect(name))
    };
    let time = Duration::from_secs(number("TENANTRY_RANDOM_SECONDS", 5));
    let seed = number("TENANTRY_RANDOM_SEED", 1);
    let plan = vec(
        vec((any::<usize>(), any::<[u8; 8]>(), any::<u8>()), 1..=STEPS),
        TASKS..=TASKS,
    );
    let (began, mut rounds, mut words) = (Instant::now(), 0, BTreeSet::new());
    let mut directory = Directory::default();
    while rounds < 3 || began.elapsed() < time {
        let mut seeded = [0; 32];
        seeded[..8].copy_from_slice(&(seed + rounds).to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seeded);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let plan = plan.new_tree(&mut runner).expect("a plan").current();
        eprintln!("round {rounds}, TENANTRY_RANDOM_SEED={}", seed + rounds);
        let number = usize::try_from(rounds).expect("few");
        words.extend(round(&app, &mut directory, number, plan).await);
        rounds += 1;
    }
    directory.must_be_stored(&app).await;
    // The run is worth nothing if everything was refused.
    for word in ["created", "updated", "removed", "unchanged", "LAST_OWNER"] {
        assert!(words.contains(word), "never {word} in {words:?}");
    }
}

on_both_engines! {
    whatever_is_done_the_directory_holds_together,
}
