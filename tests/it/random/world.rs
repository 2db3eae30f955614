//! The random operations, and the rows that they use.

use uuid::Uuid;

use crate::support::{ROOT, TestApp};

use super::requests::{Call, Repeat, Sender};

/// The random numbers of an operation: its kind, its arguments, and how often it is sent.
pub(super) type Step = (usize, [u8; 8], u8);

/// The rows that operations use. Operations remove some of them, and create them again with other
/// ids.
pub(super) struct World {
    pub(super) orgs: Vec<Uuid>,
    users: Vec<Uuid>,
    /// The first group and the first role of each org.
    firsts: Vec<(Uuid, Uuid)>,
    memberships: Vec<Uuid>,
    /// The label at the end of names and external ids. Worlds with equal labels share names.
    words: String,
    /// The index in `homes` of the user in the focus, whom half of all operations concern. So
    /// concurrent changes revoke and use the same permissions.
    focus: usize,
    focus_email: String,
    theme: &'static Theme,
    /// The users, and the org in which each was created.
    homes: Vec<(Uuid, Uuid)>,
    emails: Vec<String>,
    senders: Vec<Sender>,
}

/// The random arguments of one operation.
struct Dice<'a> {
    world: &'a World,
    rolled: [u8; 8],
}

impl Dice<'_> {
    /// Returns a random element of the list.
    fn of<'w, T>(&self, list: &'w [T], die: usize) -> &'w T {
        &list[usize::from(self.rolled[die]) % list.len()]
    }

    /// Returns the org and the user in the focus of the round, or `None` at random.
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

    /// Returns a user and the org in which they were created.
    fn home(&self, die: usize) -> (Uuid, Uuid) {
        let home = self.focus(die);
        home.unwrap_or_else(|| *self.of(&self.world.homes, die))
    }

    /// Returns the first group and the first role of an org.
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

    /// Returns a number less than `below`, with the label of the world.
    fn number(&self, die: usize, below: u8) -> String {
        format!("{}{}", self.rolled[die] % below, self.world.words)
    }

    /// Returns the external id of a user.
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

    /// Returns an e-mail address that no user has at first. There are only a few, so that changes
    /// collide.
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

    /// Returns the fields of a membership.
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

/// A kind of operation: the name of a mutation, and its arguments.
struct Kind {
    name: &'static str,
    call: fn(&Dice<'_>) -> String,
}

macro_rules! kinds {
    ($($name:ident($dice:ident) $call:expr;)+) => {
        &[$(Kind { name: stringify!($name), call: |$dice| $call }),+]
    };
}

/// All operations that change the directory, except those of tokens and jobs, whose rows are not
/// related to others here.
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
    setGroupMembers(it) format!("(groupId: \"{}\", members: [{}, {}], mode: {})", it.group(0), it.user_ref(1), it.user_ref(2), it.word(&["ADD", "REPLACE", "REMOVE"], 3));
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
    mergeUsers(it) format!("(keep: \"{}\", drop: \"{}\")", it.user(0), it.of(&it.world.users, 1));
    createRole(it) format!("(org: \"{}\", name: \"Role {}\", permissions: [\"groups:write\"])", it.org(0), it.rolled[1] % 3);
    updateRole(it) format!("(roleId: \"{}\", permissions: [{}])", it.role(0), it.word(&["\"*\"", "\"groups:read\"", ""], 1));
    updateRole(it) format!("(roleId: \"{}\", name: \"Role {}\")", it.role(0), it.rolled[1] % 3);
    deleteRole(it) format!("(roleId: \"{}\")", it.role(0));
    createMemberships(it) format!("(rows: [{}, {}, {}], mode: {})", it.row(0), it.row(3), it.row(5), it.word(&["PARTIAL", "ATOMIC"], 7));
    deleteMemberships(it) format!("(ids: [\"{}\", \"{}\"])", it.of(&it.world.memberships, 0), it.of(&it.world.memberships, 1));
};

/// The common subject of the operations of a round. Most faults need two related changes in one
/// transaction, which are rare among arbitrary operations.
struct Theme {
    /// The names of the operations. Empty for all operations.
    kinds: &'static [&'static str],
    /// The number of arguments, out of 256, that are not the org and the user in the focus.
    unfocused: u16,
}

const THEMES: &[Theme] = &[
    Theme {
        kinds: &[],
        unfocused: 128,
    },
    // Permissions are revoked and used.
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
    // Names and e-mail addresses are released and taken.
    Theme {
        kinds: &["updateOrg", "upsertUser", "createUser"],
        unfocused: 256,
    },
];

/// The user in the focus of the first rounds: the first who is not an owner, and who can lose all
/// permissions.
const FIRST_FOCUS: usize = 3;

/// Returns the fields to select. They all come from the change itself: none is read afterwards.
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
    /// Creates the rows of a world for one round. It has its own orgs and users, and shares names
    /// with the worlds of the same label. The theme of its operations and the user in the focus
    /// follow from `number`.
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
        // A user without permissions, and a token of an org.
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

    /// Creates a member of the org, who sends requests and whom requests concern.
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

    /// Adds a token to those that send requests.
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

    /// Returns the call of a step.
    pub(super) fn call(&self, (kind, rolled, repeat): Step) -> Call {
        let dice = Dice {
            world: self,
            rolled,
        };
        let theme = self.theme.kinds;
        let of_theme = |kind: &&Kind| theme.is_empty() || theme.contains(&kind.name);
        let kinds: Vec<&Kind> = KINDS.iter().filter(of_theme).collect();
        let kind = kinds[kind % kinds.len()];
        // The root token sends half of the changes, the user in the focus sends a quarter, and a
        // random sender sends the others.
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
