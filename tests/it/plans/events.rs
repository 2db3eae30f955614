//! The statements of lists of audit events: each filter, in all orgs and in one, with a first page
//! and a deep page.

use tenantry::{
    access::Actor,
    db::Sql,
    domain::{
        Reader,
        event::{self, EventFilter},
    },
    entity::event::ActorKind,
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
    cases.extend(by_column(reader, &far));
    cases
}

/// Returns the statements of lists with a filter by each column.
fn by_column(reader: &Reader, far: &str) -> Vec<(String, Sql)> {
    let id = |number: u128| Some(Uuid::from_u128(number));
    let text = |text: &str| Some(text.to_owned());
    let all = EventFilter::default;
    let filters = [
        ("of a row", all().of_row(id(300_000))),
        ("of a request", all().of_request(text("r30000"))),
        ("of a group", all().of_group(id(3_003).map(Into::into))),
        ("of no role", all().of_role(id(7).map(Into::into))),
        ("of a busy job", all().of_job(id(3).map(Into::into))),
        ("of a busy token", all().by_token(id(485).map(Into::into))),
        ("of a token", all().by_token(id(97).map(Into::into))),
        ("of no token", all().by_token(id(2).map(Into::into))),
        ("for hr", all().of_source(text("hr"))),
        ("for crm", all().of_source(text("crm"))),
        ("for no system", all().of_source(text("none"))),
        ("by tokens", all().by_kind(Some(ActorKind::Token))),
        ("by jobs", all().by_kind(Some(ActorKind::Job))),
        ("by the command line", all().by_kind(Some(ActorKind::Cli))),
        ("by root", all().by_kind(Some(ActorKind::Root))),
    ];
    let mut cases = Vec::new();
    for (what, filter) in filters {
        for (place, org) in [
            ("everywhere", None),
            ("large org", Some(LARGE)),
            ("small org", Some(SMALL)),
        ] {
            let filter = filter.clone().in_org(org.map(Into::into));
            for (at, after) in [("first", None), ("deep", Some(far))] {
                let page = newest(50, after);
                let sql = event::list_sql(reader, &filter, &page);
                cases.push((format!("events: {place}, {what}: {at}"), sql));
            }
            let wanted = Wanted {
                last: Some(50),
                is_descending: true,
                ..Wanted::default()
            };
            let page = PageRequest::parse(&event::BY_ID, wanted).expect("a page");
            let sql = event::list_sql(reader, &filter, &page);
            cases.push((format!("events: {place}, {what}, oldest: first"), sql));
        }
    }
    cases
}
