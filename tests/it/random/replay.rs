//! The directory as its events tell it, compared with its tables.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm_migration::sea_orm::QueryResult;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::support::{Engine, TestApp};

use super::requests::Sent;

/// The entity of a row, and its id.
type Key = (String, Uuid);

/// The fields of a row that are not null, by the names that events use.
type Fields = Map<String, Json>;

/// A row of `events`.
#[derive(Debug)]
pub(super) struct Event {
    id: Uuid,
    pub(super) request_id: Option<String>,
    pub(super) actor_kind: String,
    pub(super) token_id: Option<Uuid>,
    pub(super) actor_user_id: Option<Uuid>,
    org_id: Option<Uuid>,
    entity: String,
    entity_id: Uuid,
    verb: String,
    before: Option<Json>,
    after: Option<Json>,
    version: Option<i64>,
    pub(super) change_id: Option<Uuid>,
}

/// A row as the events so far leave it.
#[derive(Debug, PartialEq)]
struct Row {
    fields: Fields,
    version: i64,
}

/// The rows that the events so far have made.
#[derive(Default)]
pub(super) struct Directory {
    rows: BTreeMap<Key, Row>,
    /// The membership of each user in each org, also after it was removed.
    memberships: BTreeMap<(Uuid, Uuid), Uuid>,
    /// When the last change of each row had its reply.
    changed: BTreeMap<Key, u64>,
    last_event: Uuid,
}

impl Directory {
    /// Applies the events since the last call, and checks each against the rows before it. Returns these events.
    pub(super) async fn follow(&mut self, app: &TestApp, sent: &[Sent]) -> Vec<Event> {
        let sql = format!(
            "SELECT * FROM events WHERE id > {} ORDER BY id",
            app.id(self.last_event)
        );
        let events: Vec<Event> = app.sql(&sql).await.iter().map(event).collect();
        let requests: BTreeMap<&str, &Sent> =
            sent.iter().map(|sent| (sent.id.as_str(), sent)).collect();
        let mut changes = BTreeMap::<Option<Uuid>, Vec<&Event>>::new();
        for event in &events {
            changes.entry(event.change_id).or_default().push(event);
        }
        for event in &events {
            let request = event.request_id.as_deref().and_then(|id| requests.get(id));
            // A change is judged by the rows before its first event.
            if let (Some(change), Some(request)) = (changes.remove(&event.change_id), request) {
                self.must_be_allowed(app, &change, request);
            }
            self.apply(event, request.map_or(0, |request| request.replied));
            self.last_event = event.id;
        }
        events
    }

    fn apply(&mut self, event: &Event, replied: u64) {
        // Some fields of tokens have no events.
        if event.entity == "token" {
            return;
        }
        let key = (event.entity.clone(), event.entity_id);
        self.changed.insert(key.clone(), replied);
        let before = event.before.iter().flat_map(Json::as_object).flatten();
        let after = event.after.iter().flat_map(Json::as_object).flatten();
        if event.verb == "removed" {
            let row = self.rows.remove(&key);
            let row = row.unwrap_or_else(|| panic!("no row is there to be removed: {event:#?}"));
            assert_eq!(
                Some(&row.fields),
                event.before.as_ref().and_then(Json::as_object),
                "{event:#?}"
            );
            assert_eq!(
                event.version,
                Some(row.version + 1),
                "no version is left out: {event:#?}"
            );
            return;
        }
        let is_new = !self.rows.contains_key(&key);
        assert_eq!(event.verb == "created", is_new, "{event:#?}");
        let row = self.rows.entry(key).or_insert_with(|| Row {
            fields: Fields::new(),
            version: 0,
        });
        row.version += 1;
        assert_eq!(
            event.version,
            Some(row.version),
            "no version is left out: {event:#?}"
        );
        for (name, value) in before {
            let known = row.fields.get(name).cloned().unwrap_or_default();
            assert_eq!(&known, value, "before, {name}: {event:#?}");
        }
        for (name, value) in after {
            match value {
                Json::Null => row.fields.remove(name),
                value => row.fields.insert(name.clone(), value.clone()),
            };
        }
        if event.entity == "membership" && is_new {
            let id = |name: &str| row.fields[name].as_str()?.parse::<Uuid>().ok();
            let pair = id("org").zip(id("user")).expect("two ids");
            self.memberships.insert(pair, event.entity_id);
        }
    }

    fn field(&self, entity: &str, id: Uuid, name: &str) -> Option<&Json> {
        self.rows.get(&(entity.to_owned(), id))?.fields.get(name)
    }

    fn is_active(&self, entity: &str, id: Uuid) -> bool {
        self.field(entity, id, "status") == Some(&json!("ACTIVE"))
    }

    /// Checks that a user's change was made with rights, as far as they follow from rows: a member who is active in an org
    /// that is in use, admitted from the address of the tests, and has more than the role `USER`.
    fn must_be_allowed(&self, app: &TestApp, change: &[&Event], request: &Sent) {
        let Some(actor) = request.user else { return };
        // PostgreSQL does not order a change and one that takes its actor's rights while it is under way.
        let since = match app.engine {
            Engine::Sqlite => u64::MAX,
            Engine::Postgres => request.sent,
        };
        let deletes_user = change
            .iter()
            .any(|event| event.entity == "user" && event.verb == "removed");
        for event in change {
            let is_allowed = match (event.entity.as_str(), event.org_id) {
                ("token", _) => true,
                ("user", _) if event.entity_id == actor => true,
                // A default moves with a membership of another org.
                ("membership", _) if is_of_default(event) => true,
                (_, Some(org)) if deletes_user && !self.is_active("org", org) => true,
                (_, Some(org)) => self.may_write(org, actor, since),
                (_, None) => self
                    .memberships
                    .keys()
                    .any(|(org, user)| *user == actor && self.may_write(*org, actor, since)),
            };
            assert!(
                is_allowed,
                "an actor without rights changed a row: {event:#?}"
            );
        }
    }

    /// Whether the user holds something in the org, or may have held it at this time or later.
    fn may_write(&self, org: Uuid, user: Uuid, since: u64) -> bool {
        let Some(membership) = self.memberships.get(&(org, user)).copied() else {
            return false;
        };
        let rows = [("org", org), ("user", user), ("membership", membership)];
        let field = |name: &str| self.field("membership", membership, name);
        let is_active = rows.iter().all(|(entity, id)| self.is_active(entity, *id));
        let is_admitted = field("allowedIps").is_none();
        let holds = field("role") == Some(&json!("ADMIN"))
            || field("isOwner") == Some(&json!(true))
            || field("permissions").is_some()
            || field("roles").is_some();
        let changed = rows.iter().any(|(entity, id)| {
            let changed = self.changed.get(&((*entity).to_owned(), *id));
            changed.is_some_and(|changed| *changed > since)
        });
        is_active && is_admitted && holds || changed
    }

    /// Checks that the tables have exactly the rows that the events tell of.
    pub(super) async fn must_be_stored(&self, app: &TestApp) {
        let stored = stored(app).await;
        for (key, row) in &stored {
            assert_eq!(self.rows.get(key), Some(row), "{key:?}");
        }
        let gone: BTreeSet<&Key> = self
            .rows
            .keys()
            .filter(|key| !stored.contains_key(key))
            .collect();
        assert!(
            gone.is_empty(),
            "rows without an event that removes them: {gone:?}"
        );
    }
}

fn is_of_default(event: &Event) -> bool {
    let mut after = event.after.iter().flat_map(Json::as_object).flatten();
    event.verb == "updated" && after.all(|(name, _)| name == "isDefault" || name == "defaultReason")
}

macro_rules! column {
    ($row:ident, $name:literal) => {
        $row.try_get("", $name).expect($name)
    };
}

fn event(row: &QueryResult) -> Event {
    Event {
        id: column!(row, "id"),
        request_id: column!(row, "request_id"),
        actor_kind: column!(row, "actor_kind"),
        token_id: column!(row, "token_id"),
        actor_user_id: column!(row, "actor_user_id"),
        org_id: column!(row, "org_id"),
        entity: column!(row, "entity"),
        entity_id: column!(row, "entity_id"),
        verb: column!(row, "verb"),
        before: column!(row, "before"),
        after: column!(row, "after"),
        version: column!(row, "version"),
        change_id: column!(row, "change_id"),
    }
}

/// Returns the rows of all tables, with the names and the spelling of events.
async fn stored(app: &TestApp) -> BTreeMap<Key, Row> {
    let mut rows = BTreeMap::new();
    let mut keep = |entity: &str, row: &QueryResult, fields: Json| {
        let Json::Object(mut fields) = fields else {
            unreachable!("an object")
        };
        fields.retain(|_, value| !value.is_null());
        let version = column!(row, "version");
        let key = (entity.to_owned(), column!(row, "id"));
        rows.insert(key, Row { fields, version });
    };
    let mut roles = BTreeMap::<Uuid, Vec<Uuid>>::new();
    for row in app
        .sql("SELECT membership_id, role_id FROM membership_roles ORDER BY role_id")
        .await
    {
        let membership = column!(row, "membership_id");
        let role = column!(row, "role_id");
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
        keep("user", &row, fields);
    }
    for row in app.sql("SELECT * FROM orgs").await {
        let mut fields = columns!(row, "name": "name" String, "externalId": "external_id" String, "status": "status" String);
        upper(&mut fields, &["status"]);
        keep("org", &row, fields);
    }
    for row in app.sql("SELECT * FROM memberships").await {
        let id: Uuid = column!(row, "id");
        let mut fields = columns!(row, "org": "org_id" Uuid, "user": "user_id" Uuid, "role": "role" String,
            "status": "status" String, "isOwner": "is_owner" bool, "isDefault": "is_default" bool,
            "defaultReason": "default_reason" String, "externalId": "external_id" String,
            "permissions": "permissions" Json, "allowedIps": "allowed_ips" Json, "source": "source" String);
        upper(&mut fields, &["role", "status", "defaultReason"]);
        if let Some(roles) = roles.get(&id) {
            fields["roles"] = json!(roles);
        }
        keep("membership", &row, fields);
    }
    for row in app.sql("SELECT * FROM groups").await {
        let fields = columns!(row, "org": "org_id" Uuid, "name": "name" String, "externalId": "external_id" String);
        keep("group", &row, fields);
    }
    for row in app.sql("SELECT * FROM group_memberships").await {
        let fields =
            columns!(row, "group": "group_id" Uuid, "org": "org_id" Uuid, "user": "user_id" Uuid);
        keep("group_membership", &row, fields);
    }
    for row in app.sql("SELECT * FROM roles").await {
        let fields = columns!(row, "org": "org_id" Uuid, "name": "name" String, "permissions": "permissions" Json);
        keep("role", &row, fields);
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
