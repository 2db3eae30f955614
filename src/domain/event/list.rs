//! The query that lists audit events, newest first, sorted by id.
//!
//! An id starts with the time of its creation, so a time interval is an id range, and a page starts
//! at an index position. Each filter that may match few of very many rows (org, user, actor,
//! entity, verb) has an index. If several filters are set, the most selective one uses its index,
//! and the rows that the index finds are checked against the other filters one by one.

use std::ops::Range;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    access::{OrgAccess, Permission},
    db::{Children, Sql, columns},
    domain::Reader,
    entity::event::{ENTITIES, Model, Verb},
    error::{Error, Result},
    id::{OrgId, UserId, least_at},
    page::{Key, Kind, Order, Page, PageRequest},
};

/// Sorts by id, which is the order of time.
pub const BY_ID: Order<Model> = Order {
    name: "events",
    columns: &[("e.id", Kind::Id)],
    keys: |event| vec![event.id.into()],
};

/// A filter for events. An event must match every condition that is set.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    org: Option<OrgId>,
    user: Option<UserId>,
    actor: Option<UserId>,
    verb: Option<Verb>,
    entity: Option<&'static str>,
    /// The lowest id that matches.
    since: Option<Uuid>,
    /// The lowest id that is too late.
    until: Option<Uuid>,
}

impl EventFilter {
    /// Creates a filter for events about rows that belong to the org or are the org, and that
    /// belong to the user or are the user.
    #[must_use]
    pub fn new(org: Option<OrgId>, user: Option<UserId>) -> Self {
        Self {
            org,
            user,
            ..Self::default()
        }
    }

    /// Limits the filter to events that this user's tokens caused.
    #[must_use]
    pub fn by(mut self, actor: Option<UserId>) -> Self {
        self.actor = actor;
        self
    }

    /// Limits the filter to events of this entity and verb.
    ///
    /// # Errors
    /// `INVALID_VALUE` for an unknown entity or verb. The message lists all known ones.
    pub fn of_kind(mut self, entity: Option<&str>, verb: Option<&str>) -> Result<Self> {
        self.entity = known("entity", entity, ENTITIES, |entity| entity)?;
        self.verb = known("verb", verb, Verb::ALL, Verb::as_str)?;
        Ok(self)
    }

    /// Limits the filter to events from `since` on and before `until`, both truncated to
    /// milliseconds. If intervals are adjacent, each event is in exactly one of them.
    #[must_use]
    pub fn within(mut self, since: Option<DateTime<Utc>>, until: Option<DateTime<Utc>>) -> Self {
        self.since = since.map(least_at);
        self.until = until.map(least_at);
        self
    }

    /// Returns the id range of the filter's time interval.
    fn ids(&self) -> Range<Uuid> {
        self.since.unwrap_or_default()..self.until.unwrap_or(Uuid::max())
    }

    fn conditions(&self, sql: &mut Sql) {
        if let Some(user) = self.user {
            sql.push(" AND e.user_id = ").bind(user);
        }
        if let Some(actor) = self.actor {
            sql.push(" AND e.actor_user_id = ").bind(actor);
        }
        if let Some(since) = self.since {
            sql.push(" AND e.id >= ").bind(since);
        }
        if let Some(until) = self.until {
            sql.push(" AND e.id < ").bind(until);
        }
    }

    fn kind(&self, sql: &mut Sql) {
        if let Some(entity) = self.entity {
            sql.push(" AND e.entity = ").word(entity);
        }
        if let Some(verb) = self.verb {
            sql.push(" AND e.verb = ").word(verb.as_str());
        }
    }

    /// Returns whether entity and verb are the most selective conditions, because neither a user
    /// nor an actor is set.
    fn is_led_by_kind(&self) -> bool {
        self.user.is_none()
            && self.actor.is_none()
            && (self.entity.is_some() || self.verb.is_some())
    }

    /// Appends the matching pairs of entity and verb as a derived table, because the indexes
    /// contain both columns.
    fn kinds(&self, sql: &mut Sql) {
        sql.push("(SELECT column1 AS entity, column2 AS verb FROM (VALUES ");
        let mut separator = "";
        let entities = ENTITIES
            .iter()
            .filter(|one| self.entity.is_none_or(|it| it == **one));
        for entity in entities {
            let verbs = Verb::ALL
                .iter()
                .filter(|one| self.verb.is_none_or(|it| it == **one));
            for verb in verbs {
                sql.push(separator)
                    .push("(")
                    .word(entity)
                    .push(", ")
                    .word(verb.as_str());
                sql.push(")");
                separator = ", ";
            }
        }
        sql.push(") AS words) AS kind");
    }
}

fn known<T: Copy>(
    field: &'static str,
    word: Option<&str>,
    all: &'static [T],
    text: fn(T) -> &'static str,
) -> Result<Option<T>> {
    let Some(word) = word else {
        return Ok(None);
    };
    let found = all.iter().copied().find(|one| text(*one) == word);
    let unknown = || {
        let all: Vec<_> = all.iter().copied().map(text).collect();
        Error::invalid(field, format!("must be one of: {}", all.join(", ")))
    };
    found.map(Some).ok_or_else(unknown)
}

/// Returns a page of the events that the actor may read: events of orgs where the actor holds
/// `events:read`. Only the platform reads events without an org, such as changes of a user.
/// Executes one statement, and another one before it if the filter has an org.
///
/// # Errors
/// `ORG_NOT_FOUND` if the filter's org does not exist or is not visible. `FORBIDDEN` without
/// `events:read` in the filter's org. `BUSY` or `INTERNAL` when the database fails.
pub async fn list(
    reader: &Reader,
    filter: &EventFilter,
    page: &PageRequest,
) -> Result<Page<Model>> {
    permit(reader, filter).await?;
    let sql = list_sql(reader, filter, page);
    Ok(page.page(&BY_ID, sql.all(&reader.conn).await?))
}

/// Returns the statement of [`list`], so that its query plan can be inspected.
#[must_use]
pub fn list_sql(reader: &Reader, filter: &EventFilter, page: &PageRequest) -> Sql {
    let scope = reader.scope();
    let mut filter = filter.clone();
    // With two upper bounds for one column, SQLite may start at the higher bound and read all rows
    // down to the lower one.
    if let Some([Key::Id(before)]) = page.before() {
        filter.until = Some(filter.until.map_or(*before, |until| until.min(*before)));
    }
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    let columns = columns::<Model>("e");
    sql.push(&columns).push(" FROM ");
    let everywhere = scope.is_unlimited() && filter.org.is_none();
    if filter.user.is_some() || (everywhere && !filter.is_led_by_kind()) {
        sql.push("events e WHERE ");
        let Some(actor) = filter.actor.filter(|_| filter.user.is_none()) else {
            permitted(&mut sql, reader, &filter);
            sql.cut(&BY_ID, page);
            return sql;
        };
        let ids = filter.ids();
        // `last_with` appends the id range and the actor in the form that matches the index.
        let others = EventFilter {
            actor: None,
            since: None,
            until: None,
            ..filter
        };
        permitted(&mut sql, reader, &others);
        // The index is partial and contains no rows without an actor.
        sql.push(" AND e.actor_user_id IS NOT NULL").last_with(
            &["e.actor_user_id"],
            |sql, _| {
                sql.bind(actor);
            },
            "e.id",
            ids,
            page.limit(),
        );
        return sql;
    }
    // Reads the first rows of each org, and of each pair of entity and verb if those are the
    // leading conditions. These rows are adjacent in an index, but rows of several orgs or pairs
    // are not.
    let children = Children {
        columns: &columns,
        from: "events e",
        key: "e.id",
    };
    sql.push("(").first_per_parent(
        children,
        |sql| {
            sql.push("SELECT ").push(if everywhere {
                "NULL AS id"
            } else {
                "readable.id"
            });
            if filter.is_led_by_kind() {
                sql.push(", kind.entity, kind.verb");
            }
            sql.push(" FROM ");
            if !everywhere {
                sql.push("(");
                scope.orgs_where(sql, Permission::EventsRead);
                sql.push(") AS readable");
            }
            if filter.is_led_by_kind() {
                sql.push(if everywhere { "" } else { " CROSS JOIN " });
                filter.kinds(sql);
            }
            sql.push(" WHERE TRUE");
            if let Some(org) = filter.org {
                sql.push(" AND readable.id = ").bind(org);
            }
            if everywhere {
                sql.push(" AND ");
                scope.holds(sql, "NULL", Permission::EventsRead);
            }
        },
        |sql| {
            if everywhere {
                let others = EventFilter {
                    since: None,
                    until: None,
                    ..filter.clone()
                };
                sql.push("TRUE");
                others.conditions(sql);
                sql.last_with(
                    &["e.entity", "e.verb"],
                    |sql, number| {
                        sql.push(["parent.entity", "parent.verb"][number]);
                    },
                    "e.id",
                    filter.ids(),
                    page.limit(),
                );
                return;
            }
            sql.push("e.org_id = parent.id");
            if filter.is_led_by_kind() {
                sql.push(" AND e.entity = parent.entity AND e.verb = parent.verb");
            } else {
                filter.kind(sql);
            }
            filter.conditions(sql);
            sql.cut(&BY_ID, page);
        },
    );
    sql.push(") AS e").cut(&BY_ID, page);
    sql
}

/// Returns the number of events in the list.
///
/// # Errors
/// `ORG_NOT_FOUND` if the filter's org does not exist or is not visible. `FORBIDDEN` without
/// `events:read` in the filter's org. `BUSY` or `INTERNAL` when the database fails.
pub async fn count(reader: &Reader, filter: &EventFilter) -> Result<i64> {
    permit(reader, filter).await?;
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM events e WHERE ");
    permitted(&mut sql, reader, filter);
    sql.count(&reader.conn).await
}

/// Appends the conditions for a row of `events AS e`: the actor may read the row, and the row
/// matches the filter.
fn permitted(sql: &mut Sql, reader: &Reader, filter: &EventFilter) {
    let scope = reader.scope();
    if scope.is_unlimited() || filter.user.is_some() {
        scope.holds(sql, "e.org_id", Permission::EventsRead);
    } else {
        sql.push("e.org_id IN (");
        scope.orgs_where(sql, Permission::EventsRead);
        sql.push(")");
    }
    if let Some(org) = filter.org {
        sql.push(" AND e.org_id = ").bind(org);
    }
    filter.kind(sql);
    filter.conditions(sql);
}

/// Fails if the actor may not read events of the filter's org. Otherwise a forbidden list would
/// look like an empty one.
async fn permit(reader: &Reader, filter: &EventFilter) -> Result<()> {
    let Some(org) = filter.org else {
        return Ok(());
    };
    OrgAccess::require(&reader.conn, &reader.actor, org, Permission::EventsRead)
        .await
        .map(drop)
}
