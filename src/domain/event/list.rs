//! Reading the audit trail: newest first, by id.
//!
//! An id holds the time of its minting, so an interval of time is one of ids, and a page begins where an index says. Filters
//! that can leave few of very many rows (an org, a user, an actor, an entity, a verb) have an index each; of those that are
//! given together the narrowest leads, and what it finds is held against the others row by row.

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

/// By id, which is by time.
pub const BY_ID: Order<Model> = Order {
    name: "events",
    columns: &[("e.id", Kind::Id)],
    keys: |event| vec![event.id.into()],
};

/// Which events; all that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    org: Option<OrgId>,
    user: Option<UserId>,
    actor: Option<UserId>,
    verb: Option<Verb>,
    entity: Option<&'static str>,
    /// The least id.
    since: Option<Uuid>,
    /// The least id that is too late.
    until: Option<Uuid>,
}

impl EventFilter {
    /// Of rows that belong to this org, or are it; to this user, or are he.
    #[must_use]
    pub fn new(org: Option<OrgId>, user: Option<UserId>) -> Self {
        Self {
            org,
            user,
            ..Self::default()
        }
    }

    /// Written by this user's tokens.
    #[must_use]
    pub fn by(mut self, actor: Option<UserId>) -> Self {
        self.actor = actor;
        self
    }

    /// Of this kind.
    ///
    /// # Errors
    /// `INVALID_VALUE` for a word that no event has; it lists those there are.
    pub fn of_kind(mut self, entity: Option<&str>, verb: Option<&str>) -> Result<Self> {
        self.entity = known("entity", entity, ENTITIES, |entity| entity)?;
        self.verb = known("verb", verb, Verb::ALL, Verb::as_str)?;
        Ok(self)
    }

    /// From this time on, and before that one: to the millisecond, so that of intervals that follow one another each event
    /// is in one.
    #[must_use]
    pub fn within(mut self, since: Option<DateTime<Utc>>, until: Option<DateTime<Utc>>) -> Self {
        self.since = since.map(least_at);
        self.until = until.map(least_at);
        self
    }

    /// The ids of the time that is asked for.
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

    /// Whether the kind leads: nothing narrower is given.
    fn is_led_by_kind(&self) -> bool {
        self.user.is_none()
            && self.actor.is_none()
            && (self.entity.is_some() || self.verb.is_some())
    }

    /// The kinds that are wanted, as a table of `entity` and `verb`: an index begins with both.
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

/// A page of the events that the actor may read: those of orgs where he holds `events:read`. Those without an org, such as
/// what happened to a user himself, are the platform's to read. One statement, and one before it when an org is named.
///
/// # Errors
/// `ORG_NOT_FOUND`, `FORBIDDEN`; what the database says.
pub async fn list(
    reader: &Reader,
    filter: &EventFilter,
    page: &PageRequest,
) -> Result<Page<Model>> {
    permit(reader, filter).await?;
    let sql = list_sql(reader, filter, page);
    Ok(page.page(&BY_ID, sql.all(&reader.conn).await?))
}

/// The statement of [`list`], for whoever wants to see how an engine runs it.
#[must_use]
pub fn list_sql(reader: &Reader, filter: &EventFilter, page: &PageRequest) -> Sql {
    let scope = reader.scope();
    let mut filter = filter.clone();
    // Of two upper bounds for one column SQLite may begin at the higher one, and read all that lies between them.
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
        // What bounds the ids and names the actor is said once, in the words for which there is an index.
        let others = EventFilter {
            actor: None,
            since: None,
            until: None,
            ..filter
        };
        permitted(&mut sql, reader, &others);
        // The index leaves out those without.
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
    // From each org, and of each kind, its first rows: they stand together in an index, those of several don't.
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

/// How many events the list has.
///
/// # Errors
/// `ORG_NOT_FOUND`, `FORBIDDEN`; what the database says.
pub async fn count(reader: &Reader, filter: &EventFilter) -> Result<i64> {
    permit(reader, filter).await?;
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM events e WHERE ");
    permitted(&mut sql, reader, filter);
    sql.count(&reader.conn).await
}

/// All that must hold for a row of `events AS e`, each looked at alone.
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

/// A list that is empty because it is forbidden must not look like one that is just empty.
async fn permit(reader: &Reader, filter: &EventFilter) -> Result<()> {
    let Some(org) = filter.org else {
        return Ok(());
    };
    OrgAccess::require(&reader.conn, &reader.actor, org, Permission::EventsRead)
        .await
        .map(drop)
}
