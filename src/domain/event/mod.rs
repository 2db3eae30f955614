//! The audit trail: one event for each directory row written, in the same transaction.
//!
//! `before` and `after` hold the changed fields alone, under the schema's names; never a secret. To have a new kind of row
//! recorded, implement [`Audited`] for it beside its operations.

mod list;

pub use list::{BY_ID, EventFilter, count, list, list_sql};

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, IntoActiveModel, ModelTrait};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::{
    access::Actor,
    db::{Conn, Sql, many},
    entity::event::{ENTITIES, Model, Verb},
    id::{EventId, GroupId, OrgId, RoleId, UserId},
};

/// The fields of a row under the schema's names.
pub type AuditFields = Map<String, Json>;

/// A directory row: what is written to it is recorded.
pub trait Audited:
    ModelTrait<Entity: EntityTrait<ActiveModel = Self::Row>> + IntoActiveModel<Self::Row> + Clone + Sync
{
    /// The row as the ORM writes it.
    type Row: ActiveModelTrait<Entity = Self::Entity> + ActiveModelBehavior + Send;

    /// The noun.
    const ENTITY: &'static str;

    /// The row.
    fn id(&self) -> Uuid;
    /// The org that it belongs to, or is.
    fn org(&self) -> Option<OrgId>;
    /// The user that it belongs to, or is.
    fn user(&self) -> Option<UserId>;
    /// Its fields. What is null may be left out or be null.
    fn facts(&self) -> AuditFields;
    /// The number of times that it was written.
    fn version(&self) -> i64;
    /// Sets that number.
    fn set_version(&mut self, version: i64);

    /// Returns whether the row counts as existing where a caller expects that it does or does not.
    /// A retired membership does not.
    fn is_in_force(&self) -> bool {
        true
    }

    /// The group that it is, or is a membership of.
    fn group(&self) -> Option<GroupId> {
        None
    }

    /// The org's own role that it is.
    fn role(&self) -> Option<RoleId> {
        None
    }

    /// Its name, where it has one.
    fn label(&self) -> Option<&str> {
        None
    }

    /// The row with the version that a write over `before` gives it.
    fn raised(mut self, before: &Self) -> Self {
        self.set_version(self.version().max(before.version() + 1));
        self
    }
}

/// What happened to one row.
#[derive(Debug)]
pub struct Event {
    entity: &'static str,
    entity_id: Uuid,
    org: Option<OrgId>,
    user: Option<UserId>,
    group: Option<GroupId>,
    role: Option<RoleId>,
    label: Option<String>,
    version: i64,
    verb: Verb,
    before: Option<AuditFields>,
    after: Option<AuditFields>,
}

#[cfg(test)]
impl Event {
    /// What happened, and the version that it leads to.
    pub(super) fn verb(&self) -> (Verb, i64) {
        (self.verb, self.version)
    }
}

fn event<R: Audited>(
    verb: Verb,
    row: &R,
    before: Option<AuditFields>,
    after: Option<AuditFields>,
) -> Event {
    debug_assert!(
        ENTITIES.contains(&R::ENTITY),
        "a filter of events must know every entity"
    );
    Event {
        entity: R::ENTITY,
        entity_id: row.id(),
        org: row.org(),
        user: row.user(),
        group: row.group(),
        role: row.role(),
        label: row.label().map(str::to_owned),
        version: row.version(),
        verb,
        before,
        after,
    }
}

/// Facts from a JSON object, nulls left out.
pub(super) fn facts(object: Json) -> AuditFields {
    match object {
        Json::Object(mut fields) => {
            fields.retain(|_, value| !value.is_null());
            fields
        }
        _ => AuditFields::new(),
    }
}

/// A row that is new.
pub(super) fn created<R: Audited>(row: &R) -> Event {
    event(Verb::Created, row, None, Some(row.facts()))
}

/// A row that is gone.
pub(super) fn removed<R: Audited>(row: &R) -> Event {
    let event = event(Verb::Removed, row, Some(row.facts()), None);
    Event {
        version: event.version + 1,
        ..event
    }
}

/// A row that changed: only what differs is kept, with null for what is not there.
pub(super) fn updated<R: Audited>(verb: Verb, before: &R, after: &R) -> Event {
    let (old, new) = (before.facts(), after.facts());
    let names: Vec<String> = old
        .keys()
        .chain(new.keys().filter(|name| !old.contains_key(*name)))
        .filter(|name| old.get(*name) != new.get(*name))
        .cloned()
        .collect();
    let pick = |facts: &AuditFields| {
        names
            .iter()
            .map(|name| (name.clone(), facts.get(name).cloned().unwrap_or_default()))
            .collect()
    };
    let event = event(verb, after, Some(pick(&old)), Some(pick(&new)));
    Event {
        version: event.version.max(before.version() + 1),
        ..event
    }
}

/// The statements that would write them.
pub(super) fn written(conn: &Conn, rows: impl Iterator<Item = Model>) -> Vec<Sql> {
    many::inserts(conn, rows)
}

/// An event as it is written, as a part of the change that begins with the event `first`. Events are listed in the order of
/// their ids.
pub(super) fn row(
    actor: &Actor,
    now: DateTime<Utc>,
    first: EventId,
    id: EventId,
    event: Event,
) -> Model {
    Model {
        id,
        at: now,
        request_id: actor.request_id.as_deref().map(str::to_owned),
        actor_kind: actor.kind(),
        token_id: actor.token(),
        actor_user_id: actor.user(),
        source: actor.source().map(str::to_owned),
        org_id: event.org,
        user_id: event.user,
        entity: event.entity.to_owned(),
        entity_id: event.entity_id,
        verb: event.verb,
        before: event.before.map(Json::Object),
        after: event.after.map(Json::Object),
        version: Some(event.version),
        change_id: Some(first.into()),
        sync_run: None,
        job_id: actor.job,
        group_id: event.group,
        role_id: event.role,
        label: event.label,
        actor_label: Some(actor.label().to_owned()),
    }
}
