//! The audit trail: one event for each write of a directory row, in the transaction of the write.
//!
//! `before` and `after` contain only the changed fields, under their names in the GraphQL schema,
//! and never a secret. To record events for another kind of row, implement [`Audited`] for its
//! model beside its operations.

mod filter;
mod get;
mod list;

pub use filter::EventFilter;
pub use get::{find, find_many, ids_from};
pub use list::{BY_ID, count, list, list_sql, permit};

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

/// The fields of a row, under their names in the GraphQL schema.
pub type AuditFields = Map<String, Json>;

/// A directory row whose writes are recorded as events.
pub trait Audited:
    ModelTrait<Entity: EntityTrait<ActiveModel = Self::Row>> + IntoActiveModel<Self::Row> + Clone + Sync
{
    /// The row as the ORM writes it.
    type Row: ActiveModelTrait<Entity = Self::Entity> + ActiveModelBehavior + Send;

    /// The name of the kind of row, one of [`ENTITIES`].
    const ENTITY: &'static str;

    /// Returns the id of the row.
    fn id(&self) -> Uuid;
    /// Returns the org that the row belongs to or is.
    fn org(&self) -> Option<OrgId>;
    /// Returns the user that the row belongs to or is.
    fn user(&self) -> Option<UserId>;
    /// Returns the fields that events record. A null field may be absent.
    fn facts(&self) -> AuditFields;
    /// Returns the version of the row: the number of times that it was written.
    fn version(&self) -> i64;
    /// Sets the version of the row.
    fn set_version(&mut self, version: i64);

    /// Returns whether the row counts as existing where a caller expects that it does or does not
    /// exist. A retired membership does not count.
    fn is_in_force(&self) -> bool {
        true
    }

    /// Returns the group that the row is, or is a membership of.
    fn group(&self) -> Option<GroupId> {
        None
    }

    /// Returns the id of the row if the row is a role that an org defines.
    fn role(&self) -> Option<RoleId> {
        None
    }

    /// Returns the name of the row, if it has one.
    fn label(&self) -> Option<&str> {
        None
    }

    /// Returns the row with the version that a write over `before` gives it.
    fn raised(mut self, before: &Self) -> Self {
        self.set_version(self.version().max(before.version() + 1));
        self
    }
}

/// A change of one row.
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
    /// Returns the verb, and the version of the row after the change.
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

/// Returns the fields of a JSON object without nulls.
pub(super) fn facts(object: Json) -> AuditFields {
    match object {
        Json::Object(mut fields) => {
            fields.retain(|_, value| !value.is_null());
            fields
        }
        _ => AuditFields::new(),
    }
}

/// Returns the event for a new row.
pub(super) fn created<R: Audited>(row: &R) -> Event {
    event(Verb::Created, row, None, Some(row.facts()))
}

/// Returns the event for a row that no longer exists.
pub(super) fn removed<R: Audited>(row: &R) -> Event {
    let event = event(Verb::Removed, row, Some(row.facts()), None);
    Event {
        version: event.version + 1,
        ..event
    }
}

/// Returns the event for a row that changed. The event contains only the fields that differ, with
/// null for an absent field.
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

/// Returns the statements that insert the events.
pub(super) fn written(conn: &Conn, rows: impl Iterator<Item = Model>) -> Vec<Sql> {
    many::inserts(conn, rows)
}

/// Returns the row of an event in the change that begins with the event `first`. Events are listed
/// in the order of their ids.
pub(super) fn row(
    actor: &Actor,
    now: DateTime<Utc>,
    first: EventId,
    id: EventId,
    event: Event,
) -> Model {
    let run = actor.sync_run.as_ref();
    Model {
        id,
        at: now,
        request_id: actor.request_id.as_deref().map(str::to_owned),
        actor_kind: actor.kind(),
        token_id: actor.token(),
        actor_user_id: actor.user(),
        source: run
            .map(|run| &*run.source)
            .or(actor.source())
            .map(str::to_owned),
        org_id: event.org,
        user_id: event.user,
        entity: event.entity.to_owned(),
        entity_id: event.entity_id,
        verb: event.verb,
        before: event.before.map(Json::Object),
        after: event.after.map(Json::Object),
        version: Some(event.version),
        change_id: Some(first.into()),
        sync_run: run.map(|run| run.id),
        job_id: actor.job,
        group_id: event.group,
        role_id: event.role,
        label: event.label,
        actor_label: Some(actor.label().to_owned()),
    }
}
