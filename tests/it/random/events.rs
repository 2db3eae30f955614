//! The rows of the `events` table.

use sea_orm_migration::sea_orm::QueryResult;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{Engine, TestApp};

use super::stored::{Fields, Row};

/// A row of the `events` table.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) id: Uuid,
    pub(super) request_id: Option<String>,
    pub(super) actor_kind: String,
    pub(super) token_id: Option<Uuid>,
    pub(super) actor_user_id: Option<Uuid>,
    pub(super) org_id: Option<Uuid>,
    user_id: Option<Uuid>,
    group_id: Option<Uuid>,
    role_id: Option<Uuid>,
    label: Option<String>,
    pub(super) entity: String,
    pub(super) entity_id: Uuid,
    pub(super) verb: String,
    pub(super) before: Option<Json>,
    pub(super) after: Option<Json>,
    pub(super) version: Option<i64>,
    pub(super) change_id: Option<Uuid>,
    /// The id of the transaction that wrote the event. `None` on SQLite, which executes write
    /// transactions one after another, so that events are in the order of transactions.
    pub(super) transaction: Option<String>,
}

/// Returns the events after the event with the id `last`, in their order.
pub(super) async fn events_after(app: &TestApp, last: Uuid) -> Vec<Event> {
    let transaction = match app.engine {
        Engine::Sqlite => "NULL",
        Engine::Postgres => "xmin::text",
    };
    let sql = format!(
        "SELECT *, {transaction} AS written_by FROM events WHERE id > {} ORDER BY id",
        app.id(last)
    );
    app.sql(&sql).await.iter().map(event).collect()
}

fn event(row: &QueryResult) -> Event {
    macro_rules! column {
        ($name:literal) => {
            row.try_get("", $name).expect($name)
        };
    }
    Event {
        id: column!("id"),
        request_id: column!("request_id"),
        actor_kind: column!("actor_kind"),
        token_id: column!("token_id"),
        actor_user_id: column!("actor_user_id"),
        org_id: column!("org_id"),
        user_id: column!("user_id"),
        group_id: column!("group_id"),
        role_id: column!("role_id"),
        label: column!("label"),
        entity: column!("entity"),
        entity_id: column!("entity_id"),
        verb: column!("verb"),
        before: column!("before"),
        after: column!("after"),
        version: column!("version"),
        change_id: column!("change_id"),
        transaction: column!("written_by"),
    }
}

impl Event {
    /// Returns all columns except the ids of the event and of its change, and the random prefix of
    /// a token.
    pub(super) fn content(&self) -> Json {
        let without_secret = |fields: &Option<Json>| {
            let mut fields = fields.clone();
            if let Some(fields) = fields.as_mut().and_then(Json::as_object_mut) {
                fields.remove("prefix");
            }
            fields
        };
        json!({
            "actor": [self.actor_kind, self.token_id, self.actor_user_id],
            "request": self.request_id,
            "verb": self.verb,
            "entity": [self.entity, self.entity_id],
            "about": [self.org_id, self.user_id, self.group_id, self.role_id],
            "label": self.label,
            "before": without_secret(&self.before),
            "after": without_secret(&self.after),
            "version": self.version,
        })
    }

    /// Checks the ids, the label and the verb of the event. They follow from the row after the
    /// change, or for a removed row from the row before it.
    pub(super) fn must_fit(&self, was: Option<&Fields>, row: &Row) {
        let own = |entity: &str| (self.entity == entity).then_some(self.entity_id);
        let named = |name: &str| row.fields.get(name)?.as_str()?.parse::<Uuid>().ok();
        let label = row.fields.get("name").and_then(Json::as_str);
        assert_eq!(
            (
                self.org_id,
                self.user_id,
                self.group_id,
                self.role_id,
                self.label.as_deref()
            ),
            (
                own("org").or(named("org")),
                own("user").or(named("user")),
                own("group").or(named("group")),
                own("role"),
                label
            ),
            "an event has the ids and the label of its row: {self:#?}"
        );
        let verb = match was {
            _ if self.after.is_none() => "removed",
            None => "created",
            Some(was) => match (was.get("status"), row.fields.get("status")) {
                _ if self.entity == "user" => "updated",
                (Some(was), Some(is)) if was == "ACTIVE" && is == "RETIRED" => "retired",
                (Some(was), Some(is)) if was == "RETIRED" && is == "ACTIVE" => "reactivated",
                _ => "updated",
            },
        };
        assert_eq!(
            self.verb, verb,
            "a verb follows from what changed: {self:#?}"
        );
    }

    /// Returns whether the event changes only which membership is the default.
    pub(super) fn is_of_default(&self) -> bool {
        let mut after = self.after.iter().flat_map(Json::as_object).flatten();
        self.verb == "updated"
            && after.all(|(name, _)| name == "isDefault" || name == "defaultReason")
    }
}
