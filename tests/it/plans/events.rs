//! The statements of lists of audit events: each filter, in all orgs and in one, with a first page
//! and a deep page.

use tenantry::{
    access::Actor,
    db::Sql,
    domain::{
        Reader,
        event::{self, EventFilter},
    },
    page::{PageRequest, Wanted},
};
use uuid::Uuid;

use crate::support::TestApp;

use super::million::{LARGE, LARGE_ADMIN, PLAIN, SMALL, SMALL_ADMIN};

fn newest(first: i32, after: Option<&str>) -> PageRequest {
    let wanted = Wanted {
        first: Some(first),
        after,
        is_descending: true,
        ..Wanted::default()
    };
    PageRequest::parse(&event::BY_ID, wanted).expect("a page")
}

/// Returns the statements of lists of events for this actor. Each has a name that ends with the
/// position of its page.
pub(super) async fn cases(app: &TestApp, reader: &Reader) -> Vec<(String, Sql)> {
    let root = app.app.read(&Actor::command_line());
    let start = newest(1_000, None);
    let far = EventFilter::new(Some(LARGE.into()), Some(Uuid::from_u128(300_000).into()));
    let far = event::list(&root, &far, &start).await.expect("a page");
    let far = far.items[0].0.cursor().expect("a cursor");
    let until = "2020-02-01T00:00:00Z".parse().ok();
    let mut cases = Vec::new();
    for (place, org) in [
        ("everywhere", None),
        ("large org", Some(LARGE)),
        ("small org", Some(SMALL)),
    ] {
        for (who, user, actor) in [
            ("anybody", None, None),
            ("of a user", Some(PLAIN), None),
            ("by a busy user", None, Some(LARGE_ADMIN)),
            ("by another user", None, Some(SMALL_ADMIN)),
            ("by nobody", None, Some(PLAIN)),
        ] {
            for (what, entity, verb) in [
                ("anything", None, None),
                ("removals", None, Some("removed")),
                ("memberships", Some("membership"), None),
                ("groups", Some("group"), None),
                ("leaving", Some("membership"), Some("removed")),
            ] {
                // No index covers the verb or the entity of an actor's events, so the events of an
                // actor with hundreds of thousands of changes are read one by one.
                if actor == Some(LARGE_ADMIN) && verb.is_some() | (entity == Some("group")) {
                    continue;
                }
                let filter = EventFilter::new(org.map(Into::into), user.map(Into::into))
                    .by(actor.map(Into::into))
                    .of_kind(entity, verb)
                    .expect("words");
                for (at, after) in [("first", None), ("deep", Some(far.as_str()))] {
                    let page = newest(50, after);
                    let list = format!("events: {place}, {who}, {what}");
                    let sql = event::list_sql(reader, &filter, &page);
                    cases.push((format!("{list}: {at}"), sql));
                    let filter = filter.clone().within(None, until);
                    let sql = event::list_sql(reader, &filter, &page);
                    cases.push((format!("{list}, until then: {at}"), sql));
                }
            }
        }
    }
    cases
}
