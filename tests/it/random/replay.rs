//! The directory as the events describe it, which is compared with the tables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{Engine, TestApp};

use super::{
    events::{Event, events_after},
    requests::Sent,
    stored::{Fields, Key, Row, stored},
};

/// The rows that result from the events so far.
#[derive(Default)]
pub(super) struct Directory {
    rows: BTreeMap<Key, Row>,
    /// The versions of removed rows. A merge removes a membership of the dropped user, and creates it
    /// with the same id as a membership of the kept user. Its versions continue.
    removed: BTreeMap<Key, i64>,
    /// The membership of each user in each org, also after it was removed.
    memberships: BTreeMap<(Uuid, Uuid), Uuid>,
    /// The time of the reply to the last change of each row, and the transaction of the change.
    changed: BTreeMap<Key, (u64, Option<String>)>,
    last_event: Uuid,
}

impl Directory {
    /// Applies the events since the last call, checks each against the rows before it, and returns
    /// these events.
    pub(super) async fn follow(&mut self, app: &TestApp, sent: &[Sent]) -> Vec<Event> {
        let events = events_after(app, self.last_event).await;
        let requests: BTreeMap<&str, &Sent> =
            sent.iter().map(|sent| (sent.id.as_str(), sent)).collect();
        let mut changes = BTreeMap::<Option<Uuid>, Vec<&Event>>::new();
        for event in &events {
            changes.entry(event.change_id).or_default().push(event);
        }
        for event in &events {
            let request = event.request_id.as_deref().and_then(|id| requests.get(id));
            // The permissions for a change follow from the rows before its first event.
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
        self.changed
            .insert(key.clone(), (replied, event.transaction.clone()));
        let before = event.before.iter().flat_map(Json::as_object).flatten();
        let after = event.after.iter().flat_map(Json::as_object).flatten();
        if event.verb == "removed" {
            let row = self.rows.remove(&key);
            let row = row.unwrap_or_else(|| panic!("the removed row did not exist: {event:#?}"));
            assert_eq!(
                Some(&row.fields),
                event.before.as_ref().and_then(Json::as_object),
                "{event:#?}"
            );
            assert_eq!(
                event.version,
                Some(row.version + 1),
                "versions have no gaps: {event:#?}"
            );
            event.must_fit(Some(&row.fields), &row);
            self.removed.insert(key, row.version + 1);
            return;
        }
        let is_new = !self.rows.contains_key(&key);
        assert_eq!(event.verb == "created", is_new, "{event:#?}");
        let version = self.removed.remove(&key).unwrap_or_default();
        let row = self.rows.entry(key).or_insert_with(|| Row {
            fields: Fields::new(),
            version,
        });
        let was = row.fields.clone();
        row.version += 1;
        assert_eq!(
            event.version,
            Some(row.version),
            "versions have no gaps: {event:#?}"
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
        event.must_fit((!is_new).then_some(&was), row);
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

    /// Checks that the actor of a change had permission, as far as that follows from rows: an
    /// active member of an active org, who is allowed from the IP address of the tests, and who has
    /// more than the role `USER`.
    fn must_be_allowed(&self, app: &TestApp, change: &[&Event], request: &Sent) {
        let deletes_user = change
            .iter()
            .any(|event| event.entity == "user" && event.verb == "removed");
        if let Some(own) = request.sender.org {
            for event in change {
                let is_own = event.org_id.is_none_or(|org| org == own);
                assert!(
                    is_own || deletes_user || event.is_of_default(),
                    "an org changed a row of another: {event:#?}"
                );
            }
        }
        let Some(actor) = request.sender.user else {
            return;
        };
        // On PostgreSQL, a change and a concurrent change that revokes its actor's permissions have
        // no defined order.
        let since = match app.engine {
            Engine::Sqlite => u64::MAX,
            Engine::Postgres => request.sent,
        };
        for event in change {
            let is_allowed = match (event.entity.as_str(), event.org_id) {
                ("token", _) => true,
                ("user", _) if event.entity_id == actor => true,
                // A change of a membership in another org can move the default.
                ("membership", _) if event.is_of_default() => true,
                (_, Some(org)) if deletes_user && !self.is_active("org", org) => true,
                (_, Some(org)) => self.may_write(org, actor, since, event),
                (_, None) => self
                    .memberships
                    .keys()
                    .any(|(org, user)| *user == actor && self.may_write(*org, actor, since, event)),
            };
            assert!(
                is_allowed,
                "an actor without rights changed a row: {event:#?}"
            );
        }
    }

    /// Returns whether the user has permissions in the org, or may have had some at `since` or
    /// later.
    fn may_write(&self, org: Uuid, user: Uuid, since: u64, event: &Event) -> bool {
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
            // Changes of one transaction are ordered: each sees the changes before it.
            changed.is_some_and(|(replied, transaction)| {
                *replied > since && *transaction != event.transaction
            })
        });
        is_active && is_admitted && holds || changed
    }

    /// Checks that the tables have exactly the rows that result from the events.
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
