//! The audit trail.

use async_graphql::{Context, InputObject, Object};
use futures_util::FutureExt;
use serde_json::Value as Json;

use crate::{domain::event, entity::event::Model, error::Result, page::PageRequest};

use super::{
    connection::{Connection, Listed},
    context,
    enums::ActorKind,
    org::Org,
    scalar::{DateTime, Uuid},
    user::User,
};

pub(super) struct Event(Model);

/// What happened to one row of the directory, written in the same transaction as the change.
#[Object]
impl Event {
    /// The event's id. Ids grow with time.
    async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// When the change was made.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// By which way it came.
    async fn actor_kind(&self) -> ActorKind {
        self.0.actor_kind.into()
    }

    /// The user who made it. Null where no user did, and for one whom this token may not see.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        user(ctx, self.0.actor_user_id).await
    }

    /// The token with which it was made. Null for the command line.
    async fn token_id(&self) -> Option<Uuid> {
        self.0.token_id.map(Uuid::from)
    }

    /// The system for which the token acted.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// The id of the request that made it, as the log has it.
    async fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// "created", "updated", "retired", "reactivated" or "removed".
    async fn verb(&self) -> &'static str {
        self.0.verb.as_str()
    }

    /// What kind of row: "user", "org", "membership", "group", "group_membership", "role" or "token".
    async fn entity(&self) -> &str {
        &self.0.entity
    }

    /// The row's id.
    async fn entity_id(&self) -> Uuid {
        self.0.entity_id.into()
    }

    /// The org that the row belongs to, or is. Null where there is none, and for one that this token may not see.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Org>> {
        match self.0.org_id {
            Some(org) => Ok(context::find(ctx, org).await?.map(Org)),
            None => Ok(None),
        }
    }

    /// The user that the row belongs to, or is. Null where there is none, for one whom this token may not see, and for one
    /// who was deleted.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        user(ctx, self.0.user_id).await
    }

    /// The changed fields as they were: an object with the schema's names. Null for a new row.
    async fn before(&self) -> Option<&Json> {
        self.0.before.as_ref()
    }

    /// The changed fields as they are since: an object with the schema's names. Null for a removed row.
    async fn after(&self) -> Option<&Json> {
        self.0.after.as_ref()
    }
}

async fn user(ctx: &Context<'_>, id: Option<crate::id::UserId>) -> Result<Option<User>> {
    match id {
        Some(id) => Ok(context::find(ctx, id).await?.map(User)),
        None => Ok(None),
    }
}

impl Listed for Event {
    const CONNECTION: &'static str = "EventConnection";
    const EDGE: &'static str = "EventEdge";
}

/// Which events. All that is given must hold; null is the same as absent.
#[derive(InputObject)]
pub(super) struct EventFilter {
    /// Of rows that belong to this org, or are it.
    org: Option<Uuid>,
    /// Of rows that belong to this user, or are this user.
    user: Option<Uuid>,
    /// Written by this user.
    actor: Option<Uuid>,
    /// "created", "updated", "retired", "reactivated" or "removed".
    verb: Option<String>,
    /// "user", "org", "membership", "group", "group_membership", "role" or "token".
    entity: Option<String>,
    /// Of changes that began at this time or later, to the millisecond.
    since: Option<DateTime>,
    /// Of changes that began before this time, to the millisecond.
    until: Option<DateTime>,
}

impl EventFilter {
    fn parse(self) -> Result<event::EventFilter> {
        let org = self.org.map(|org| org.0.into());
        let user = self.user.map(|user| user.0.into());
        let filter = event::EventFilter::new(org, user)
            .by(self.actor.map(|actor| actor.0.into()))
            .within(self.since.map(|at| at.0), self.until.map(|at| at.0));
        filter.of_kind(self.entity.as_deref(), self.verb.as_deref())
    }
}

#[derive(Default)]
pub(super) struct EventQuery;

#[Object]
impl EventQuery {
    /// The audit trail, newest first: events of orgs in which this token may read them (`events:read`). Those without an
    /// org, such as what happened to a user's own row, are for platform tokens.
    ///
    /// An event has the time at which its change began, and is seen when the change is committed: events may appear behind
    /// those that were read already. Who comes back for more starts `since` earlier than the last time, by `request_timeout`
    /// and 5 seconds, and leaves out the ids that are known.
    ///
    /// Errors: `ORG_NOT_FOUND`, `FORBIDDEN`, `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these.")] filter: Option<EventFilter>,
        #[graphql(desc = "Rows at the most: 50 when absent, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins: what came later is before it.")]
        after: Option<String>,
    ) -> Result<Connection<Event>> {
        let filter = filter.map(EventFilter::parse).transpose()?;
        let filter = filter.unwrap_or_default();
        let wanted = PageRequest::parse_reversed(&event::BY_ID, first, after.as_deref())?;
        let page = event::list(&context::of(ctx).reader, &filter, &wanted).await?;
        Ok(Connection::new(page.map(Event), move |request| {
            let filter = filter.clone();
            async move { event::count(&request.reader, &filter).await }.boxed()
        }))
    }
}
