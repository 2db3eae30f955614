//! The GraphQL types and queries of the audit trail.

use async_graphql::{Context, InputObject, Object};
use futures_util::FutureExt;
use serde_json::Value as Json;

use crate::{
    domain::event,
    error::Result,
    graphql::resolver::{
        connection::{Connection, wanted},
        context,
        enums::{ActorKind, Direction},
        list::Listed,
        objects::{Event, Org, User},
        scalar::{DateTime, Uuid},
    },
    page::PageRequest,
};

/// An audit event: one change of one directory row, written in the transaction of the change.
#[Object]
impl Event {
    /// The event's id. Ids increase with time.
    pub(super) async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// When the change was made.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// The kind of actor that made the change.
    async fn actor_kind(&self) -> ActorKind {
        self.0.actor_kind.into()
    }

    /// The user who made the change. Null if no user made it or this token may not see the user.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        user(ctx, self.0.actor_user_id).await
    }

    /// The id of the token that made the change. Null for the command line.
    async fn token_id(&self) -> Option<Uuid> {
        self.0.token_id.map(Uuid::from)
    }

    /// The system for which the token acted.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// The id of the request that made the change, as in the server's log.
    async fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The id of the sync run that made the change. Null if no run did.
    async fn sync_run(&self) -> Option<Uuid> {
        self.0.sync_run.map(Uuid::from)
    }

    /// The kind of change: "created", "updated", "retired", "reactivated" or "removed".
    async fn verb(&self) -> &'static str {
        self.0.verb.as_str()
    }

    /// The kind of row: "user", "org", "membership", "group", "group_membership", "role" or
    /// "token".
    async fn entity(&self) -> &str {
        &self.0.entity
    }

    /// The row's id.
    async fn entity_id(&self) -> Uuid {
        self.0.entity_id.into()
    }

    /// The org of the row, or the org that is the row. Null if there is none or this token may not
    /// see the org.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Org>> {
        match self.0.org_id {
            Some(org) => Ok(context::find(ctx, org).await?.map(Org)),
            None => Ok(None),
        }
    }

    /// The user of the row, or the user who is the row. Null if there is none, if this token may
    /// not see the user, and if the user was deleted.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        user(ctx, self.0.user_id).await
    }

    /// The changed fields before the change: an object with the schema's field names. Null for a
    /// new row.
    async fn before(&self) -> Option<&Json> {
        self.0.before.as_ref()
    }

    /// The changed fields after the change: an object with the schema's field names. Null for a
    /// removed row.
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

/// Selects audit events. An event must match all the given fields; null means absent.
#[derive(InputObject)]
pub(super) struct EventFilter {
    /// The id of an org. Selects events of the org and of rows that belong to it.
    org: Option<Uuid>,
    /// The id of a user. Selects events of the user and of rows that belong to them.
    user: Option<Uuid>,
    /// The id of the user who made the changes.
    actor: Option<Uuid>,
    /// The kind of change: "created", "updated", "retired", "reactivated" or "removed".
    verb: Option<String>,
    /// The kind of row: "user", "org", "membership", "group", "group_membership", "role" or
    /// "token".
    entity: Option<String>,
    /// Selects changes that began at this time or later, to the millisecond.
    since: Option<DateTime>,
    /// Selects changes that began before this time, to the millisecond.
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
    /// Returns one audit event. Null if there is no such event or this token may not read it.
    ///
    /// Permission: `events:read` in the event's org. Only platform tokens see events without an
    /// org.
    async fn event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event's id.")] id: Uuid,
    ) -> Result<Option<Event>> {
        let found = event::find(&context::of(ctx).reader, id.0.into()).await?;
        Ok(found.map(Event))
    }

    /// Returns the audit trail, newest first.
    ///
    /// An event has the time at which its change began, and becomes visible when the change is
    /// committed. Events may therefore appear behind events that you have already read. To poll for
    /// new events, set `since` to the time of the last poll minus `request_timeout` and 5 seconds,
    /// and skip the ids that you already have.
    ///
    /// Permission: `events:read` in the org of each event. Only platform tokens see events without
    /// an org, such as changes of a user's own fields.
    ///
    /// Errors: `ORG_NOT_FOUND`, `FORBIDDEN`, `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only events that match this filter.")] filter: Option<
            EventFilter,
        >,
        #[graphql(desc = "The maximum number of rows in the page: 0 to 1,000. Default: 50.")] first: Option<i32>,
        #[graphql(
            desc = "The cursor after which the page begins. Later events come before this cursor."
        )]
        after: Option<String>,
    ) -> Result<Option<Connection<Event>>> {
        let filter = filter.map(EventFilter::parse).transpose()?;
        let filter = filter.unwrap_or_default();
        let newest_first = Some(Direction::Desc);
        let wanted = Direction::apply(newest_first, wanted(first, &after, None, &None));
        let wanted = PageRequest::parse(&event::BY_ID, wanted)?;
        let page = event::list(&context::of(ctx).reader, &filter, &wanted).await?;
        let list = Connection::new(page.map(Event), move |request| {
            let filter = filter.clone();
            async move { event::count(&request.reader, &filter).await }.boxed()
        });
        Ok(Some(list))
    }
}
