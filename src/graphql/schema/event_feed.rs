//! The GraphQL subscription to audit events.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use async_graphql::Context;
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use uuid::Uuid;

use crate::{
    app::{App, EventBatch},
    domain::{
        Reader,
        event::{self, EventFilter as Filter},
    },
    entity::event::Model,
    error::{Code, Error, Result},
    graphql::resolver::{context, objects::Event},
};

use super::event::EventFilter;

/// The time for which a check of the caller's permissions holds.
const CHECKED_FOR: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(crate) struct EventSubscription;

#[async_graphql::Subscription]
impl EventSubscription {
    /// Sends each audit event that matches the filter once, after its change is committed, within a
    /// few seconds. The order is not that of the changes. The token and its permissions are checked
    /// again before events are sent; the subscription ends if the token was revoked or changed.
    ///
    /// The subscription sends only events of changes that are committed while it runs. It may miss
    /// a change that takes longer than `request_timeout` and 5 seconds. It ends with
    /// `LIMIT_EXCEEDED` if the client reads too slowly. After a new connection, read `events` with
    /// `since` set to the time of the last event that you received minus `request_timeout` and 5
    /// seconds, and skip the ids that you already have.
    ///
    /// Permission: as for `events`. Events of a user's own fields are sent to tokens with
    /// `events:read` in every org of the user that is not retired.
    ///
    /// Errors: `ORG_NOT_FOUND`, `FORBIDDEN`, `INVALID_VALUE`, `LIMIT_EXCEEDED`, `UNAUTHENTICATED`.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Sends only events that match this filter.")] filter: Option<EventFilter>,
    ) -> Result<impl Stream<Item = Result<Event>> + use<>> {
        let request = context::of(ctx);
        let filter = filter.map(EventFilter::parse).transpose()?;
        let filter = filter.unwrap_or_default();
        event::permit(&request.reader, &filter).await?;
        let app = request.session.app().clone();
        let feed = Feed {
            events: app.watch_events().await?,
            app,
            reader: request.reader.clone(),
            filter,
            ready: VecDeque::new(),
            checked_at: Instant::now(),
        };
        Ok(stream::unfold(Some(feed), |feed| async {
            let mut feed = feed?;
            let next = feed.next().await?;
            let is_over = next.is_err();
            Some((next.map(Event), (!is_over).then_some(feed)))
        })
        .boxed())
    }
}

/// One subscription to events.
struct Feed {
    app: App,
    reader: Reader,
    filter: Filter,
    events: Receiver<EventBatch>,
    /// The events to send, which the caller may read.
    ready: VecDeque<Model>,
    /// When the permissions of the caller were checked.
    checked_at: Instant,
}

impl Feed {
    /// Waits for the next event. Returns `None` if the server stops.
    async fn next(&mut self) -> Option<Result<Model>> {
        loop {
            if !self.ready.is_empty()
                && self.checked_at.elapsed() >= CHECKED_FOR
                && let Err(error) = self.check().await
            {
                return Some(Err(error));
            }
            if let Some(event) = self.ready.pop_front() {
                return Some(Ok(event));
            }
            match self.events.recv().await {
                Err(RecvError::Closed) => return None,
                Err(RecvError::Lagged(_)) => return Some(Err(too_slow())),
                Ok(batch) => {
                    let matching = batch.iter().filter(|event| self.filter.matches(event));
                    self.ready = matching.cloned().collect();
                }
            }
            if !self.ready.is_empty()
                && let Err(error) = self.check().await
            {
                return Some(Err(error));
            }
        }
    }

    /// Checks the token again, and drops the events that the caller may not read.
    async fn check(&mut self) -> Result<()> {
        self.app.check_again(&self.reader.actor).await?;
        let ids: Vec<Uuid> = self.ready.iter().map(|event| event.id.into()).collect();
        let mut events = event::find_many(&self.reader, &ids).await?;
        events.sort_by_key(|event| event.id);
        self.ready = events.into();
        self.checked_at = Instant::now();
        Ok(())
    }
}

fn too_slow() -> Error {
    let message = "The client reads events too slowly. Subscribe again, and read the missing events from `events`.";
    Error::new(Code::LimitExceeded, message)
}
