//! New audit events, for subscriptions. One task reads them, whatever the number of subscriptions.
//!
//! An event has the id and the time of the begin of its change, and becomes visible when the change
//! is committed. So the task reads the ids of a window of time again and again, and reports those
//! that it has not reported yet. The window is longer than a change may take. The task ends with
//! the last subscription.

use std::{
    collections::BTreeSet,
    sync::{Arc, Weak},
    time::Duration,
};

use chrono::TimeDelta;
use tokio::{
    sync::{Mutex, broadcast},
    time::sleep,
};
use uuid::Uuid;

use crate::{
    access::Actor,
    domain::event,
    entity::event::Model,
    error::{Error, Result},
    id::least_at,
};

use super::{App, Inner};

/// The interval at which new events are read.
const POLL: Duration = Duration::from_secs(1);
/// The time that the window is longer than the time limit of a request.
const MARGIN: Duration = Duration::from_secs(5);
/// The maximum number of events that are read and reported at once.
const MAX_BATCH: usize = 500;
/// The number of batches that a subscription may be behind.
const MAX_BEHIND: usize = 256;

/// Events that were committed since the last report, in the order of their ids.
pub type EventBatch = Arc<Vec<Model>>;

/// The task that reads new events, and its subscriptions.
pub(super) struct EventFeed {
    subscriptions: broadcast::Sender<EventBatch>,
    is_running: Mutex<bool>,
    window: TimeDelta,
}

impl EventFeed {
    /// Creates a feed for changes that take at most `request_timeout`.
    pub(super) fn new(request_timeout: Duration) -> Self {
        let window = request_timeout.saturating_add(MARGIN);
        Self {
            subscriptions: broadcast::Sender::new(MAX_BEHIND),
            is_running: Mutex::new(false),
            window: TimeDelta::from_std(window).unwrap_or(TimeDelta::MAX),
        }
    }
}

impl App {
    /// Returns a channel that reports each event once that is committed from now on, in all
    /// orgs. The order is not that of the changes.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn watch_events(&self) -> Result<broadcast::Receiver<EventBatch>> {
        let feed = &self.0.event_feed;
        let mut is_running = feed.is_running.lock().await;
        let events = feed.subscriptions.subscribe();
        if !*is_running {
            let mut reported = BTreeSet::new();
            // Events that are committed already are not new.
            let known = self.unreported(&mut reported).await?;
            reported.extend(known);
            *is_running = true;
            tokio::spawn(report(Arc::downgrade(&self.0), reported));
        }
        Ok(events)
    }

    /// Returns the ids of the events of the window that are not in `reported`, and forgets the ids
    /// before the window.
    async fn unreported(&self, reported: &mut BTreeSet<Uuid>) -> Result<Vec<Uuid>> {
        let begin = least_at(self.now() - self.0.event_feed.window);
        *reported = reported.split_off(&begin);
        let reader = self.read(&Actor::command_line());
        let mut ids = event::ids_from(&reader, begin).await?;
        ids.retain(|id| !reported.contains(id));
        Ok(ids)
    }

    async fn report_new(&self, reported: &mut BTreeSet<Uuid>) -> Result<()> {
        let ids = self.unreported(reported).await?;
        let reader = self.read(&Actor::command_line());
        for ids in ids.chunks(MAX_BATCH) {
            let mut events = event::find_many(&reader, ids).await?;
            events.sort_by_key(|event| event.id);
            reported.extend(ids);
            // Sending fails if there is no subscription any more.
            let _ = self.0.event_feed.subscriptions.send(Arc::new(events));
        }
        Ok(())
    }
}

/// Reports new events until there is no subscription.
async fn report(app: Weak<Inner>, mut reported: BTreeSet<Uuid>) {
    loop {
        sleep(POLL).await;
        let Some(app) = app.upgrade().map(App) else {
            return;
        };
        let feed = &app.0.event_feed;
        {
            let mut is_running = feed.is_running.lock().await;
            if feed.subscriptions.receiver_count() == 0 {
                *is_running = false;
                return;
            }
        }
        if let Err(error) = app.report_new(&mut reported).await {
            log(&error);
        }
    }
}

fn log(error: &Error) {
    tracing::warn!(?error, "could not read new events; they are read again");
}
