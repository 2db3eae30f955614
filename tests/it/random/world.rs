//! What operations are pointed at, and the operations.

use uuid::Uuid;

use crate::support::{ROOT, TestApp};

use super::requests::{Call, Repeat, Sender};

/// An operation, where in the world's lists its arguments stand, and how often it is sent.
pub(super) type Step = (usize, [u8; 8], u8);

/// What operations are pointed at. Some of it is gone after a while, and comes back under other ids.
pub(super) struct World {
    pub(super) orgs: Vec<Uuid>,
    users: Vec<Uuid>,
    /// The first group and the first role of each org.
    firsts: Vec<(Uuid, Uuid)>,
    memberships: Vec<Uuid>,
    /// What the names and external ids of operations end with. Worlds with equal words meet.
    words: String,
    /// The place in `homes` of the user that half of everything is about: many changes at once
    /// take and use the same rights.
    focus: usize,
    focus_email: String,
    theme: &'static Theme,
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

    /// The org and the user in the focus of the round.
    fn focus(&self, die: usize) -> Option<(Uuid, Uuid)> {
        let is_focused = u16::from(self.rolled[die]) >= self.world.theme.unfocused;
        is_focused.then(|| self.world.homes[self.world.focus])
    }

    fn org(&self, die: usize) -> Uuid {
        match self.focus(die) {
            Some((org, _)) => org,
            None => *self.of(&self.world.orgs, die),
        }
    }

    fn user(&self, die: usize) -> Uuid {
        match self.focus(die) {
            Some((_, user)) => user,
            None => *self.of(&self.world.users, die),
        }
    }

    /// A user and the org in which they began.
    fn home(&self, die: usize) -> (Uuid, Uuid) {
        let home = self.focus(die);
        home.unwrap_or_else(|| *self.of(&self.world.homes, die))
    }

    /// The group and the role with which an org began.
    fn first_of_org(&self, die: usize) -> (Uuid, Uuid) {
        let org = self.org(die);
        let mut firsts = self.world.orgs.iter().zip(&self.world.firsts);
        let first = firsts.find(|(of, _)| **of == org);
        *first.map_or(&self.world.firsts[0], |(_, first)| first)
    }

    fn group(&self, die: usize) -> Uuid {
        self.first_of_org(die).0
    }

    fn role(&self, die: usize) -> Uuid {
        self.first_of_org(die).1
    }

    /// One of the numbers below this, with the words of the world.
    fn number(&self, die: usize, below: u8) -> String {
        format!("{}{}", self.rolled[die] % below, self.world.words)
    }

    /// The external id of a user.
    fn user_number(&self, number: u8) -> String {
        format!("\"u{}{}\"", 1 + number, self.world.words)
    }

    fn word(&self, words: &[&'static str], die: usize) -> &'static str {
        let word: &&'static str = self.of(words, die);
        word
    }

    fn email(&self, die: usize) -> String {
        match self.focus(die) {
            Some(_) => self.world.focus_email.clone(),
            None if self.rolled[die].is_multiple_of(2) => self.new_email(die),
            None => self.of(&self.world.emails, die).clone(),
        }
    }

    /// An address that no user has at first. There are few, so that changes meet.
    fn new_email(&self, die: usize) -> String {
        self.of(&self.world.emails[..3], die).clone()
    }

    fn user_ref(&self, die: usize) -> String {
        match self.rolled[die] % 4 {
            0 => format!("{{ email: \"{}\" }}", self.email(die)),
            1 => format!(
                "{{ externalId: {} }}",
                self.user_number(self.rolled[die] / 4 % 2)
            ),
            _ => format!("{{ id: \"{}\" }}", self.user(die)),
        }
    }

    fn org_ref(&self, die: usize) -> String {
        match self.rolled[die] % 4 {
            0 => format!("{{ name: \"RANDOM {}\" }}", self.number(die, 4)),
            1 => format!("{{ externalId: \"r{}\" }}", self.number(die, 4)),
            _ => format!("{{ id: \"{}\" }}", self.org(die)),
        }
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
            0 => format!("{{ name: \"random {}\" }}", self.number(die, 4)),
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
    updateMember(it) { let (org, user) = it.home(0); format!("(org: \"{org}\", userId: \"{user}\", {})", it.word(&["status: \"retired\"", "status: \"active\""], 1)) };
    updateMember(it) { let (org, user) = it.home(0); format!("(org: \"{org}\", userId: \"{user}\", {})", it.word(&["role: \"user\"", "role: \"admin\""], 1)) };
    updateUser(it) format!("(userId: \"{}\", {})", it.home(0).1, it.word(&["status: SUSPENDED", "status: ACTIVE"], 1));
    removeOrgMember(it) format!("(org: \"{}\", userId: \"{}\")", it.org(0), it.user(1));
    addGroupMembership(it) format!("(org: \"{}\", groupId: \"{}\", userId: \"{}\")", it.org(0), it.group(0), it.user(1));
    removeGroupMembership(it) format!("(org: \"{}\", groupId: \"{}\", userId: \"{}\")", it.org(0), it.group(0), it.user(1));
    updateUser(it) format!("(userId: \"{}\", {})", it.user(0), it.word(&["status: SUSPENDED", "status: ACTIVE", "first: \"Other\"", "name: \"Custom\", mobile: \"+43 1 2345678\"", "mobile: null, timezone: \"Europe/Vienna\""], 1));
    createOrg(it) format!("(name: \"Random {}\")", it.number(0, 6));
    updateOrg(it) format!("(org: \"{}\", externalId: \"r{}\")", it.org(0), it.number(1, 4));
    updateOrg(it) format!("(org: \"{}\", name: \"Random {}\")", it.org(0), it.number(1, 4));
    retireOrg(it) format!("(org: \"{}\")", it.world.orgs[0]);
    restoreOrg(it) format!("(org: \"{}\")", it.world.orgs[0]);
    createGroup(it) format!("(org: \"{}\", name: \"Group {}\")", it.org(0), it.rolled[1] % 4);
    updateGroup(it) format!("(groupId: \"{}\", externalId: \"g{}\")", it.group(0), it.rolled[1] % 3);
    updateGroup(it) format!("(groupId: \"{}\", name: \"Group {}\")", it.group(0), it.rolled[1] % 4);
    deleteGroup(it) format!("(groupId: \"{}\")", it.group(0));
    upsertUser(it) format!("(input: {{ email: \"{}\", first: \"Up\", last: \"Sert\", externalId: {}, organizations: [{}, {}], mode: {} }})", it.email(0), match it.rolled[1] % 3 { 2 => "null".to_owned(), number => it.user_number(number) }, it.organization(2), it.organization(4), it.word(&["ADD", "REPLACE", "REMOVE"], 6));
    upsertUser(it) { let (org, user) = it.home(0); format!("(input: {{ match: {{ id: \"{user}\" }}, email: \"{}\", last: \"Moved\", organizations: [{{ id: \"{org}\", membership: {} }}], mode: ADD }})", it.new_email(1), it.word(&["{ isOwner: false }", "{ status: RETIRED }", "{ role: USER }"], 3)) };
    upsertMembership(it) format!("(org: \"{}\", userId: \"{}\", input: {})", it.org(0), it.user(1), it.membership(2));
    setUserMemberships(it) format!("(user: {}, memberships: [{}], mode: {}{})", it.user_ref(0), it.organization(1), it.word(&["ADD", "REPLACE", "REMOVE"], 3), match it.rolled[4] % 2 { 0 => String::new(), _ => format!(", default: {}", it.org_ref(5)) });
    setOrgMembers(it) format!("(org: \"{}\", members: [{{ user: {}, membership: {} }}, {{ user: {} }}], mode: {})", it.org(0), it.user_ref(1), it.membership(2), it.user_ref(3), it.word(&["ADD", "REPLACE", "REMOVE"], 4));
    makeDefault(it) format!("(org: \"{}\", userId: \"{}\")", it.org(0), it.user(1));
    deleteUser(it) format!("(userId: \"{}\")", it.user(0));
    createRole(it) format!("(org: \"{}\", name: \"Role {}\", permissions: [\"groups:write\"])", it.org(0), it.rolled[1] % 3);
    updateRole(it) format!("(roleId: \"{}\", permissions: [{}])", it.role(0), it.word(&["\"*\"", "\"groups:read\"", ""], 1));
    updateRole(it) format!("(roleId: \"{}\", name: \"Role {}\")", it.role(0), it.rolled[1] % 3);
    deleteRole(it) format!("(roleId: \"{}\")", it.role(0));
    createMemberships(it) format!("(rows: [{}, {}, {}], mode: {})", it.row(0), it.row(3), it.row(5), it.word(&["PARTIAL", "ATOMIC"], 7));
    deleteMemberships(it) format!("(ids: [\"{}\", \"{}\"])", it.of(&it.world.memberships, 0), it.of(&it.world.memberships, 1));
};

/// What the operations of a round have in common. Most faults need two changes in one transaction
/// that have to do with each other, which arbitrary operations seldom have.
struct Theme {
    /// The operations. Empty: all of them.
    kinds: &'static [&'static str],
    /// Of 256 arguments, those that are not the org and the user in the focus.
    unfocused: u16,
}

const THEMES: &[Theme] = &[
    Theme {
        kinds: &[],
        unfocused: 128,
    },
    // Rights are taken and used.
    Theme {
        kinds: &[
            "updateMember",
            "updateUser",
            "createGroup",
            "updateGroup",
            "updateOrg",
            "createRole",
        ],
        unfocused: 24,
    },
    // Names and addresses are given up and taken.
    Theme {
        kinds: &["updateOrg", "upsertUser", "createUser"],
        unfocused: 256,
    },
];

/// The user in the focus of the first rounds: the first who is no owner, and can lose all rights.
const FIRST_FOCUS: usize = 3;

/// The fields of an outcome. None of them is read after the change.
fn fields_of(kind: &str) -> &'static str {
    match kind {
        "createMemberships" | "deleteMemberships" => {
            "result records failed code error rows { index result id code field error }"
        }
        _ => {
            "id result records code error field existingId matches problems { index path code message existingId }"
        }
    }
}

impl World {
    /// A world for one round: orgs and users of its own, and names that it shares with the worlds of the same words.
    /// The theme of its operations, and the user whom many of them are about, follow from `number`.
    pub(super) async fn new(app: &TestApp, round: &str, words: &str, number: usize) -> Self {
        let mut world = Self {
            orgs: Vec::new(),
            users: Vec::new(),
            firsts: Vec::new(),
            memberships: Vec::new(),
            words: words.to_owned(),
            focus: 0,
            focus_email: String::new(),
            theme: &THEMES[number % THEMES.len()],
            homes: Vec::new(),
            emails: (0..5)
                .map(|number| format!("somebody{number}{words}@example.com"))
                .collect(),
            senders: Vec::new(),
        };
        let root = app.sql("SELECT id FROM tokens WHERE kind = 'root'").await;
        world.senders.push(Sender {
            secret: ROOT.to_owned(),
            token: root[0].try_get("", "id").expect("an id"),
            kind: "root",
            user: None,
            org: None,
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
            let group = app.group(org, "First").await;
            let role = format!(
                "createRole(org: \"{org}\", name: \"First\", permissions: [\"members:write\"])"
            );
            world.firsts.push((group, app.done(ROOT, &role).await));
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
        // Somebody without rights, and an org.
        world
            .user(app, world.orgs[0], &format!("guest{round}"))
            .await;
        let secret = app.token_of_org(world.orgs[1]).await;
        let of_org = format!("user_id IS NULL AND org_id = {}", app.id(world.orgs[1]));
        let org = Some(world.orgs[1]);
        world.sender(app, secret, &of_org, (None, org)).await;
        world.focus = (FIRST_FOCUS + number / THEMES.len()) % world.homes.len();
        world.focus_email =
            world.emails[world.emails.len() - world.homes.len() + world.focus].clone();
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
        let of_user = format!("user_id = {}", app.id(user));
        self.sender(app, secret, &of_user, (Some(user), None)).await;
        self.emails.push(format!("{name}@example.com"));
        self.users.push(user);
        self.homes.push((org, user));
        user
    }

    /// Has requests sent with this token.
    async fn sender(
        &mut self,
        app: &TestApp,
        secret: String,
        which: &str,
        (user, org): (Option<Uuid>, Option<Uuid>),
    ) {
        let sql = format!("SELECT id FROM tokens WHERE {which}");
        let token = app.sql(&sql).await[0].try_get("", "id").expect("an id");
        self.senders.push(Sender {
            secret,
            token,
            kind: "token",
            user,
            org,
        });
    }

    pub(super) fn call(&self, (kind, rolled, repeat): Step) -> Call {
        let dice = Dice {
            world: self,
            rolled,
        };
        let theme = self.theme.kinds;
        let of_theme = |kind: &&Kind| theme.is_empty() || theme.contains(&kind.name);
        let kinds: Vec<&Kind> = KINDS.iter().filter(of_theme).collect();
        let kind = kinds[kind % kinds.len()];
        // Half of the changes are the platform's, and the others its users'.
        let focus = self.homes[self.focus].1;
        let of_focus = |sender: &&Sender| sender.user == Some(focus);
        let sender = match rolled[7] % 4 {
            0 => dice.of(&self.senders, 6),
            1 => self.senders.iter().find(of_focus).expect("a token"),
            _ => &self.senders[0],
        };
        let arguments = (kind.call)(&dice);
        Call {
            sender: sender.clone(),
            query: format!(
                "mutation {{ it: {}{arguments} {{ {} }} }}",
                kind.name,
                fields_of(kind.name)
            ),
            repeat: match repeat % 6 {
                0 => Repeat::Afterwards,
                1 => Repeat::AtOnce,
                _ => Repeat::Never,
            },
        }
    }
}
