//! The filter of lists and subscriptions of events.

use std::{collections::BTreeMap, ops::Range};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    db::Sql,
    entity::event::{ActorKind, ENTITIES, Model, Verb},
    error::{Error, Result},
    id::{GroupId, JobId, OrgId, RoleId, TokenId, UserId, least_at},
};

/// A column that a filter compares with one value. Each has an index on the column and the id. The
/// order is that of the number of events with one value, from few to many: of several columns, the
/// first one leads the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Row,
    Request,
    Role,
    Group,
    User,
    Actor,
    Job,
    Token,
    Source,
    ActorKind,
}

impl Field {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Row => "e.entity_id",
            Self::Request => "e.request_id",
            Self::Role => "e.role_id",
            Self::Group => "e.group_id",
            Self::User => "e.user_id",
            Self::Job => "e.job_id",
            Self::Actor => "e.actor_user_id",
            Self::Token => "e.token_id",
            Self::Source => "e.source",
            Self::ActorKind => "e.actor_kind",
        }
    }

    /// Returns whether the events of one value are so few, or in so few orgs, that they are read
    /// whatever their org. The events of other columns are read org by org.
    pub(super) fn is_of_few_orgs(self) -> bool {
        self <= Self::User
    }

    /// Returns whether the column may be null. Its index then has no rows without a value.
    pub(super) fn is_nullable(self) -> bool {
        !matches!(self, Self::Row | Self::ActorKind)
    }
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Id(Uuid),
    Text(String),
}

impl Value {
    pub(super) fn append(&self, sql: &mut Sql) {
        match self {
            Self::Id(id) => sql.bind(*id),
            Self::Text(text) => sql.bind(text.as_str()),
        };
    }
}

/// A filter for events. An event must match every condition that is set.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    pub(super) org: Option<OrgId>,
    pub(super) equal: BTreeMap<Field, Value>,
    pub(super) verbs: Option<Vec<Verb>>,
    pub(super) entities: Option<Vec<&'static str>>,
    /// The lowest id that matches.
    pub(super) since: Option<Uuid>,
    /// The lowest id that is too late.
    pub(super) until: Option<Uuid>,
}

impl EventFilter {
    /// Creates a filter for events about rows that belong to the org or are the org, and that
    /// belong to the user or are the user.
    #[must_use]
    pub fn new(org: Option<OrgId>, user: Option<UserId>) -> Self {
        Self::default().in_org(org).id(Field::User, user)
    }

    /// Limits the filter to events about rows that belong to the org or are the org.
    #[must_use]
    pub fn in_org(self, org: Option<OrgId>) -> Self {
        Self { org, ..self }
    }

    fn id(self, field: Field, id: Option<impl Into<Uuid>>) -> Self {
        self.value(field, id.map(|id| Value::Id(id.into())))
    }

    fn value(mut self, field: Field, value: Option<Value>) -> Self {
        if let Some(value) = value {
            self.equal.insert(field, value);
        }
        self
    }

    /// Limits the filter to events that this user's tokens caused.
    #[must_use]
    pub fn by(self, actor: Option<UserId>) -> Self {
        self.id(Field::Actor, actor)
    }

    /// Limits the filter to events that this token caused.
    #[must_use]
    pub fn by_token(self, token: Option<TokenId>) -> Self {
        self.id(Field::Token, token)
    }

    /// Limits the filter to events that this kind of actor caused.
    #[must_use]
    pub fn by_kind(self, kind: Option<ActorKind>) -> Self {
        let kind = kind.map(|kind| Value::Text(kind.as_str().to_owned()));
        self.value(Field::ActorKind, kind)
    }

    /// Limits the filter to events of this row.
    #[must_use]
    pub fn of_row(self, row: Option<Uuid>) -> Self {
        self.id(Field::Row, row)
    }

    /// Limits the filter to events of this group and of its members.
    #[must_use]
    pub fn of_group(self, group: Option<GroupId>) -> Self {
        self.id(Field::Group, group)
    }

    /// Limits the filter to events of this role.
    #[must_use]
    pub fn of_role(self, role: Option<RoleId>) -> Self {
        self.id(Field::Role, role)
    }

    /// Limits the filter to events that this job caused.
    #[must_use]
    pub fn of_job(self, job: Option<JobId>) -> Self {
        self.id(Field::Job, job)
    }

    /// Limits the filter to events that the request with this id caused.
    #[must_use]
    pub fn of_request(self, request: Option<String>) -> Self {
        self.value(Field::Request, request.map(Value::Text))
    }

    /// Limits the filter to events whose actor acted for this system.
    #[must_use]
    pub fn of_source(self, source: Option<String>) -> Self {
        self.value(Field::Source, source.map(Value::Text))
    }

    /// Limits the filter to events of this entity and verb.
    ///
    /// # Errors
    /// `INVALID_VALUE` for an unknown entity or verb. The message lists all known ones.
    pub fn of_kind(self, entity: Option<&str>, verb: Option<&str>) -> Result<Self> {
        let filter = self.with_entities("entity", entity.map(|entity| vec![entity]))?;
        filter.with_verbs("verb", verb.map(|verb| vec![verb]))
    }

    /// Limits the filter to events of any of these entities and any of these verbs.
    ///
    /// # Errors
    /// `INVALID_VALUE` for an unknown entity or verb. The message lists all known ones.
    pub fn of_kinds(self, entities: Option<Vec<&str>>, verbs: Option<Vec<&str>>) -> Result<Self> {
        let filter = self.with_entities("entities", entities)?;
        filter.with_verbs("verbs", verbs)
    }

    fn with_entities(mut self, field: &'static str, words: Option<Vec<&str>>) -> Result<Self> {
        let known = known(field, words, ENTITIES, |entity| entity)?;
        self.entities = common(self.entities, known);
        Ok(self)
    }

    fn with_verbs(mut self, field: &'static str, words: Option<Vec<&str>>) -> Result<Self> {
        let known = known(field, words, Verb::ALL, Verb::as_str)?;
        self.verbs = common(self.verbs, known);
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

    /// Returns whether no event can match, because no entity or no verb is left.
    pub(super) fn matches_nothing(&self) -> bool {
        let is_empty = self.verbs.as_ref().is_some_and(Vec::is_empty);
        is_empty || self.entities.as_ref().is_some_and(Vec::is_empty)
    }

    /// Returns whether the event matches.
    #[must_use]
    pub fn matches(&self, event: &Model) -> bool {
        let id: Uuid = event.id.into();
        self.org.is_none_or(|org| event.org_id == Some(org))
            && self
                .equal
                .iter()
                .all(|(field, value)| value_of(event, *field).as_ref() == Some(value))
            && self
                .verbs
                .as_ref()
                .is_none_or(|verbs| verbs.contains(&event.verb))
            && self
                .entities
                .as_ref()
                .is_none_or(|entities| entities.contains(&event.entity.as_str()))
            && self.ids().contains(&id)
    }

    /// Returns the column that leads the query, if there is one.
    pub(super) fn lead(&self) -> Option<(Field, &Value)> {
        let (field, value) = self.equal.first_key_value()?;
        Some((*field, value))
    }

    /// Returns the filter without the column.
    pub(super) fn without(&self, field: Field) -> Self {
        let mut others = self.clone();
        others.equal.remove(&field);
        others
    }

    /// Returns the filter without the time interval.
    pub(super) fn at_any_time(&self) -> Self {
        Self {
            since: None,
            until: None,
            ..self.clone()
        }
    }

    /// Returns the id range of the filter's time interval.
    pub(super) fn ids(&self) -> Range<Uuid> {
        self.since.unwrap_or_default()..self.until.unwrap_or(Uuid::max())
    }

    pub(super) fn conditions(&self, sql: &mut Sql) {
        for (field, value) in &self.equal {
            sql.push(" AND ").push(field.column()).push(" = ");
            value.append(sql);
        }
        if let Some(since) = self.since {
            sql.push(" AND e.id >= ").bind(since);
        }
        if let Some(until) = self.until {
            sql.push(" AND e.id < ").bind(until);
        }
    }

    pub(super) fn kind(&self, sql: &mut Sql) {
        let entities = self.entities.iter().flatten().copied().collect();
        words(sql, "e.entity", self.entities.is_some(), entities);
        let verbs = self.verbs.iter().flatten().map(|verb| verb.as_str());
        words(sql, "e.verb", self.verbs.is_some(), verbs.collect());
    }

    /// Returns whether entity and verb are the most selective conditions, because no other column
    /// is compared.
    pub(super) fn is_led_by_kind(&self) -> bool {
        self.equal.is_empty() && (self.entities.is_some() || self.verbs.is_some())
    }

    /// Appends the matching pairs of entity and verb as a derived table, because the indexes
    /// contain both columns.
    pub(super) fn kinds(&self, sql: &mut Sql) {
        sql.push("(SELECT column1 AS entity, column2 AS verb FROM (VALUES ");
        let mut separator = "";
        let entities = ENTITIES
            .iter()
            .filter(|one| self.entities.as_ref().is_none_or(|it| it.contains(*one)));
        for entity in entities {
            let verbs = Verb::ALL
                .iter()
                .filter(|one| self.verbs.as_ref().is_none_or(|it| it.contains(*one)));
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

fn value_of(event: &Model, field: Field) -> Option<Value> {
    let text = |text: Option<&str>| text.map(|text| Value::Text(text.to_owned()));
    let id: Option<Uuid> = match field {
        Field::Request => return text(event.request_id.as_deref()),
        Field::Source => return text(event.source.as_deref()),
        Field::ActorKind => return text(Some(event.actor_kind.as_str())),
        Field::Row => Some(event.entity_id),
        Field::Role => event.role_id.map(Into::into),
        Field::Group => event.group_id.map(Into::into),
        Field::User => event.user_id.map(Into::into),
        Field::Job => event.job_id.map(Into::into),
        Field::Actor => event.actor_user_id.map(Into::into),
        Field::Token => event.token_id.map(Into::into),
    };
    id.map(Value::Id)
}

fn words(sql: &mut Sql, column: &str, is_stated: bool, words: Vec<&'static str>) {
    if !is_stated {
        return;
    }
    sql.push(" AND ").push(column).push(" IN (");
    for (place, word) in words.iter().enumerate() {
        sql.push(if place == 0 { "" } else { ", " }).word(word);
    }
    sql.push(")");
}

/// Returns the values that are in both lists. A list that is absent has all values.
fn common<T: PartialEq>(a: Option<Vec<T>>, b: Option<Vec<T>>) -> Option<Vec<T>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.into_iter().filter(|one| b.contains(one)).collect()),
        (a, b) => a.or(b),
    }
}

/// Returns the values of the words, each once.
fn known<T: Copy + PartialEq>(
    field: &'static str,
    words: Option<Vec<&str>>,
    all: &'static [T],
    text: fn(T) -> &'static str,
) -> Result<Option<Vec<T>>> {
    let Some(words) = words else {
        return Ok(None);
    };
    let unknown = words
        .iter()
        .any(|word| all.iter().all(|one| text(*one) != *word));
    if unknown {
        let all: Vec<_> = all.iter().copied().map(text).collect();
        let message = format!("must be one of: {}", all.join(", "));
        return Err(Error::invalid(field, message));
    }
    let values = all.iter().copied();
    Ok(Some(
        values.filter(|one| words.contains(&text(*one))).collect(),
    ))
}
