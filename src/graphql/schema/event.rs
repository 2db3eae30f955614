//! The GraphQL types and queries of the audit trail.

use async_graphql::{Context, InputObject, Object};
use futures_util::FutureExt;
use serde_json::Value as Json;

use crate::{
    access::Permission,
    domain::{event, field::ExternalId},
    entity::event::{ActorKind as Kind, Model},
    error::{Error, Result},
    graphql::resolver::{
        connection::{Connection, wanted},
        context,
        enums::{ActorKind, Direction, EventAction, EventSubject},
        list::Listed,
        loaders::OfPlatform,
        objects::{Event, Group, Job, Org, Role, Token, User},
        rows::Row,
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
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<Row<User>>> {
        user(ctx, self.0.actor_user_id).await
    }

    /// The name that the user or the token that made the change had at the time. If this token may
    /// not see them: "platform", "another org", "job" or "command line".
    async fn actor_name(&self, ctx: &Context<'_>) -> Result<String> {
        actor_name(ctx, &self.0).await
    }

    /// The token that made the change. Null for the command line, and if this token may not
    /// administer that token.
    async fn token(&self, ctx: &Context<'_>) -> Result<Option<Row<Token>>> {
        match self.0.token_id {
            Some(token) => Ok(context::find(ctx, token).await?.map(Token).map(Row)),
            None => Ok(None),
        }
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

    /// The job that made the change. Null if no job did, if the job is gone, and if this token may
    /// not see the job.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Row<Job>>> {
        match self.0.job_id {
            Some(job) => Ok(context::find(ctx, job).await?.map(Job).map(Row)),
            None => Ok(None),
        }
    }

    /// What happened to the row.
    async fn action(&self) -> EventAction {
        self.0.verb.into()
    }

    /// The kind of row.
    async fn subject(&self) -> Result<EventSubject> {
        let subject = EventSubject::named(&self.0.entity);
        subject.ok_or_else(|| Error::internal("an event of an unknown kind of row"))
    }

    /// The kind of change: "created", "updated", "retired", "reactivated" or "removed". `action`
    /// has the value as an enum.
    async fn verb(&self) -> &'static str {
        self.0.verb.as_str()
    }

    /// The kind of row: "user", "org", "membership", "group", "group_membership", "role" or
    /// "token". `subject` has the value as an enum.
    async fn entity(&self) -> &str {
        &self.0.entity
    }

    /// The row's id.
    async fn entity_id(&self) -> Uuid {
        self.0.entity_id.into()
    }

    /// The name that the row had at the time: the display name of a user, or the name of an org, a
    /// group, a role or a token. Null for rows without a name and for events from before names were
    /// stored.
    async fn label(&self) -> Option<&str> {
        self.0.label.as_deref()
    }

    /// The group that the row is or belongs to. Null if there is none, if it was deleted, and if
    /// this token may not see the group.
    async fn group(&self, ctx: &Context<'_>) -> Result<Option<Row<Group>>> {
        match self.0.group_id {
            Some(group) => Ok(context::find(ctx, group).await?.map(Group).map(Row)),
            None => Ok(None),
        }
    }

    /// The role that the row is. Null if there is none, if it was deleted, and if this token may
    /// not see the role.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Row<Role>>> {
        match self.0.role_id {
            Some(role) => Ok(context::find(ctx, role).await?.map(Role).map(Row)),
            None => Ok(None),
        }
    }

    /// The org of the row, or the org that is the row. Null if there is none or this token may not
    /// see the org.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Row<Org>>> {
        match self.0.org_id {
            Some(org) => Ok(context::find(ctx, org).await?.map(Org).map(Row)),
            None => Ok(None),
        }
    }

    /// The user of the row, or the user who is the row. Null if there is none, if this token may
    /// not see the user, and if the user was deleted.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<Row<User>>> {
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

async fn user(ctx: &Context<'_>, id: Option<crate::id::UserId>) -> Result<Option<Row<User>>> {
    match id {
        Some(id) => Ok(context::find(ctx, id).await?.map(User::from).map(Row)),
        None => Ok(None),
    }
}

/// Returns the name of the actor, or what kind of actor it is if the caller may not see them.
async fn actor_name(ctx: &Context<'_>, event: &Model) -> Result<String> {
    let stored = |or: &dyn Fn() -> String| event.actor_label.clone().unwrap_or_else(or);
    if event.actor_kind == Kind::Cli {
        return Ok("command line".to_owned());
    }
    let (user, token) = (event.actor_user_id, event.token_id);
    let name = match (user, token) {
        (Some(user), _) => {
            let user = context::find(ctx, user).await?;
            user.map(|user| stored(&|| user.display_name.clone()))
        }
        (None, Some(token)) => {
            let token = context::find(ctx, token).await?;
            token.map(|token| stored(&|| token.name.clone()))
        }
        (None, None) => None,
    };
    if let Some(name) = name {
        return Ok(name);
    }
    let scope = context::of(ctx).reader.scope();
    let permission = match user {
        Some(_) => Permission::MembersRead,
        None => Permission::TokensWrite,
    };
    if scope.is_unlimited() && scope.scopes().contains(permission) {
        // The user was deleted.
        return Ok(stored(&|| event.actor_kind.as_str().to_owned()));
    }
    let is_of_platform = match (event.actor_kind, user, token) {
        (Kind::Job, ..) => return Ok("job".to_owned()),
        (Kind::Root, ..) => true,
        (_, None, Some(token)) => context::find(ctx, OfPlatform(token)).await?.is_some(),
        _ => false,
    };
    Ok(match is_of_platform {
        true => "platform".to_owned(),
        false => "another org".to_owned(),
    })
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
    /// Kinds of changes, as in `verb`.
    verbs: Option<Vec<String>>,
    /// Kinds of rows, as in `entity`.
    entities: Option<Vec<String>>,
    /// The id of a row. Selects the events of the row.
    entity_id: Option<Uuid>,
    /// The id of a group. Selects events of the group and of the memberships in it.
    group: Option<Uuid>,
    /// The id of a role that an org defines.
    role: Option<Uuid>,
    /// The id of the token that made the changes.
    token: Option<Uuid>,
    /// The id of the request that made the changes.
    request_id: Option<String>,
    /// The id of the job that made the changes.
    job: Option<Uuid>,
    /// The system for which the changes were made.
    source: Option<String>,
    /// The kind of actor that made the changes.
    actor_kind: Option<ActorKind>,
    /// Selects changes that began at this time or later, to the millisecond.
    since: Option<DateTime>,
    /// Selects changes that began before this time, to the millisecond.
    until: Option<DateTime>,
}

/// Checks a text that is compared with a column.
fn plain(field: &'static str, text: String) -> Result<String> {
    ExternalId::parse(field, &text).map(String::from)
}

impl EventFilter {
    pub(super) fn parse(self) -> Result<event::EventFilter> {
        let org = self.org.map(|org| org.0.into());
        let user = self.user.map(|user| user.0.into());
        let filter = event::EventFilter::new(org, user)
            .by(self.actor.map(|actor| actor.0.into()))
            .by_token(self.token.map(|token| token.0.into()))
            .by_kind(self.actor_kind.map(Into::into))
            .of_row(self.entity_id.map(|id| id.0))
            .of_group(self.group.map(|group| group.0.into()))
            .of_role(self.role.map(|role| role.0.into()))
            .of_job(self.job.map(|job| job.0.into()))
            .of_request(
                self.request_id
                    .map(|id| plain("requestId", id))
                    .transpose()?,
            )
            .of_source(
                self.source
                    .map(|source| plain("source", source))
                    .transpose()?,
            )
            .within(self.since.map(|at| at.0), self.until.map(|at| at.0));
        let filter = filter.of_kind(self.entity.as_deref(), self.verb.as_deref())?;
        fn words(words: &Option<Vec<String>>) -> Option<Vec<&str>> {
            let words = words.as_ref()?;
            Some(words.iter().map(String::as_str).collect())
        }
        filter.of_kinds(words(&self.entities), words(&self.verbs))
    }
}

#[derive(Default)]
pub(super) struct EventQuery;

#[Object]
impl EventQuery {
    /// Returns one audit event. Null if there is no such event or this token may not read it.
    ///
    /// Permission: `events:read` in the event's org. An event of a user's own fields has no org and
    /// requires `events:read` in every org of the user that is not retired. Only platform tokens
    /// see other events without an org.
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
    /// Permission: `events:read` in the org of each event. Events of a user's own fields have no
    /// org. A token with `events:read` in every org of the user that is not retired sees them when
    /// the filter has `user`, `entityId` or `requestId`. Only platform tokens see other
    /// events without an org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `FORBIDDEN`, `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only events that match this filter.")] filter: Option<
            EventFilter,
        >,
        #[graphql(desc = "The direction of the list. Default: DESC, newest first.")]
        direction: Option<Direction>,
        #[graphql(
            desc = "The maximum number of rows from the start of the list: 0 to 1,000. Default: 50."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(
            desc = "The maximum number of rows from the end of the list, instead of `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Option<Connection<Event>>> {
        let filter = filter.map(EventFilter::parse).transpose()?;
        let filter = filter.unwrap_or_default();
        let direction = direction.or(Some(Direction::Desc));
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let wanted = PageRequest::parse(&event::BY_ID, wanted)?;
        let page = event::list(&context::of(ctx).reader, &filter, &wanted).await?;
        let list = Connection::new(page.map(Event), move |request| {
            let filter = filter.clone();
            async move { event::count(&request.reader, &filter).await }.boxed()
        });
        Ok(Some(list))
    }
}
