//! Two servers that begin with equal rows. The first gets requests at once, the second gets the
//! same requests one by one.
//!
//! The servers have different ids. What one reports equals what the other reports if both differ
//! in nothing but ids, and if each id always has the same counterpart.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::TestApp;

use super::{
    events::{Event, events_after},
    requests::Sent,
    stored::stored,
};

/// Both servers, and the known pairs of their ids.
pub(super) struct Twins {
    pub(super) together: TestApp,
    pub(super) alone: TestApp,
    ids: Ids,
    last_events: [Uuid; 2],
    /// Whether the second server has rows of orders that were given up.
    has_more_alone: bool,
}

impl Twins {
    pub(super) fn new(together: TestApp, alone: TestApp) -> Self {
        Self {
            together,
            alone,
            ids: Ids::default(),
            last_events: [Uuid::nil(); 2],
            has_more_alone: false,
        }
    }

    /// Returns the events of the first server since the last call.
    pub(super) async fn events_together(&mut self) -> Vec<Event> {
        events_since(&self.together, &mut self.last_events[0]).await
    }

    /// Returns the events of the second server since the last call.
    pub(super) async fn events_alone(&mut self) -> Vec<Event> {
        events_since(&self.alone, &mut self.last_events[1]).await
    }

    /// Checks that both servers have equal new events, after the same requests one by one.
    pub(super) async fn must_begin_alike(&mut self) {
        let together = self.events_together().await;
        self.must_begin_as(&together).await;
    }

    /// Checks that the second server's new events equal those of the first, after the same
    /// requests one by one.
    pub(super) async fn must_begin_as(&mut self, together: &[Event]) {
        let alone = self.events_alone().await;
        assert_eq!(together.len(), alone.len(), "the servers begin alike");
        for (one, other) in together.iter().zip(&alone) {
            // The server makes the request ids of these.
            let [one, other] = [one, other].map(|event| {
                let mut content = event.content();
                content["request"].take();
                content
            });
            let alike = self.must_be_alike(&one, &other);
            alike.unwrap_or_else(|differ| panic!("before all requests\n{differ}"));
        }
    }

    /// Whether both differ in nothing but ids.
    pub(super) fn are_alike(&self, one: &Json, other: &Json) -> bool {
        self.ids.pairs(one, other).is_some()
    }

    /// Checks that both differ in nothing but ids, and pairs these ids from now on.
    ///
    /// # Errors
    /// Both values, when they differ.
    pub(super) fn must_be_alike(&mut self, one: &Json, other: &Json) -> Result<(), String> {
        let differ = || format!("together: {one:#}\nalone: {other:#}");
        let pairs = self.ids.pairs(one, other).ok_or_else(differ)?;
        self.ids.pair(pairs);
        Ok(())
    }

    /// Returns the known pairs of ids.
    pub(super) fn ids(&self) -> Ids {
        self.ids.clone()
    }

    /// Forgets the pairs since `ids`. The second server keeps the rows that it made since.
    pub(super) fn go_back(&mut self, ids: Ids) {
        self.ids = ids;
        self.has_more_alone = true;
    }

    /// Checks that both servers have equal rows.
    pub(super) async fn must_have_equal_rows(&self) {
        let (rows, mut alone) = (stored(&self.together).await, stored(&self.alone).await);
        for ((entity, id), row) in rows {
            let counterpart = self.ids.there.get(&id).copied().unwrap_or(id);
            let other = alone.remove(&(entity, counterpart));
            let other = other.unwrap_or_else(|| panic!("no row alone: {id} {row:?}"));
            let [one, other] = [&row, &other].map(|row| json!([row.fields, row.version]));
            assert!(
                self.are_alike(&one, &other),
                "rows are equal in the end\ntogether: {one:#}\nalone: {other:#}"
            );
        }
        assert!(
            alone.is_empty() || self.has_more_alone,
            "the second server alone has rows: {alone:#?}"
        );
    }
}

async fn events_since(app: &TestApp, last: &mut Uuid) -> Vec<Event> {
    let events = events_after(app, *last).await;
    *last = events.last().map_or(*last, |event| event.id);
    events
}

/// Returns the events of each request.
pub(super) fn by_request(events: &[Event]) -> BTreeMap<&str, Vec<&Event>> {
    let mut requests = BTreeMap::<&str, Vec<&Event>>::new();
    for event in events {
        let request = event.request_id.as_deref().expect("a request");
        requests.entry(request).or_default().push(event);
    }
    requests
}

/// Returns the reply and the events of a request as one value.
pub(super) fn outcome(reply: &Json, events: Option<&Vec<&Event>>) -> Json {
    let events = events.into_iter().flatten().map(|event| event.content());
    json!({ "reply": reply, "events": events.collect::<Vec<_>>() })
}

/// Returns the outcome of each request.
pub(super) fn outcomes<'a>(sent: &'a [Sent], events: &[Event]) -> Vec<(&'a Sent, Json)> {
    let events = by_request(events);
    let of = |sent: &'a Sent| (sent, outcome(&sent.reply, events.get(&*sent.id)));
    sent.iter().map(of).collect()
}

/// Pairs of an id on the first server and its counterpart on the second.
#[derive(Clone, Default)]
pub(super) struct Ids {
    there: HashMap<Uuid, Uuid>,
    here: HashMap<Uuid, Uuid>,
}

impl Ids {
    /// Returns the pairs of two values that differ in nothing but ids. `None`: they differ, or an
    /// id has another counterpart already.
    fn pairs(&self, one: &Json, other: &Json) -> Option<Vec<(Uuid, Uuid)>> {
        let ((text, ids), (other, others)) = (split(one), split(other));
        let pairs: Vec<(Uuid, Uuid)> = ids.into_iter().zip(others).collect();
        let (mut there, mut here) = (HashMap::new(), HashMap::new());
        let fits = pairs.iter().all(|(id, other)| {
            let known = self.there.get(id).or(there.get(id));
            let back = self.here.get(other).or(here.get(other));
            let fits =
                known.is_none_or(|known| known == other) && back.is_none_or(|back| back == id);
            there.insert(*id, *other);
            here.insert(*other, *id);
            fits
        });
        (text == other && fits).then_some(pairs)
    }

    fn pair(&mut self, pairs: Vec<(Uuid, Uuid)>) {
        for (id, other) in pairs {
            self.there.insert(id, other);
            self.here.insert(other, id);
        }
    }
}

/// Stands in the place of an id.
const ID: char = '\u{1}';

/// Encloses the words of a world.
const WORDS: char = '~';

/// Returns words for a world. What two worlds report differs in these words and in ids alone.
pub(super) fn words(name: &str) -> String {
    format!("{WORDS}{name}{WORDS}")
}

/// Returns the text without ids and without the words of worlds, and the ids in their order.
fn split(json: &Json) -> (String, Vec<Uuid>) {
    const LENGTH: usize = 36;
    let json = json.to_string();
    let (mut text, mut ids, mut rest) = (String::new(), Vec::new(), &*json);
    while let Some(first) = rest.chars().next() {
        match rest.get(..LENGTH).and_then(|id| Uuid::try_parse(id).ok()) {
            Some(id) => {
                text.push(ID);
                ids.push(id);
                rest = &rest[LENGTH..];
            }
            None => {
                text.push(first);
                rest = &rest[first.len_utf8()..];
                if first == WORDS {
                    rest = rest.split_once(WORDS).map_or(rest, |(_, rest)| rest);
                }
            }
        }
    }
    (text, ids)
}
