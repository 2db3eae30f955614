//! Tests with a million users: the cost of a page of a list does not grow with the size of the
//! directory, on either engine.

mod cases;
mod events;
mod million;
mod searches;
mod statistics;
mod work;

use std::collections::HashMap;

use tenantry::{access::Origin, domain::Reader};

use crate::support::{ROOT, TestApp, on_both_engines, on_sqlite_only};

use million::{LARGE, LARGE_ADMIN, PLAIN, READER, SMALL, SMALL_ADMIN};
use statistics::Statistics;
use work::Meter;

/// The maximum cost of a page: that of sorting ten thousand users that match a condition.
const MOST: u64 = 60_000;
/// The maximum cost of counting before a list of users: that of more than ten thousand index
/// entries for each condition.
const MOST_TO_COUNT: u64 = 100_000;
/// The maximum cost of counting the users that a text finds which is a part of all addresses:
/// PostgreSQL reads the entries of all users in the index of addresses, as a bitmap.
const MOST_TO_COUNT_ADDRESSES: u64 = 125_000;
/// The maximum cost of three out of four pages.
const USUAL: u64 = 1_000;

/// The only list that costs more: it reads the 200,000 members of a group one by one to find the
/// few who are retired.
const COSTLY: &str = "members of a large group: Some(Retired)";
/// The maximum cost of that list: each row of the group and its membership.
const MOST_OF_COSTLY: u64 = 500_000;

/// Returns actors with different rights, and their names.
async fn actors(app: &TestApp) -> Vec<(&'static str, Reader)> {
    let mut secrets = vec![("platform", ROOT.to_owned())];
    secrets.push(("admin of a large org", app.token_of(LARGE_ADMIN).await));
    secrets.push(("admin of a small org", app.token_of(SMALL_ADMIN).await));
    secrets.push(("large org", app.token_of_org(LARGE).await));
    secrets.push(("small org", app.token_of_org(SMALL).await));
    secrets.push(("reader of a large org", app.token_of(READER).await));
    secrets.push(("user", app.token_of(PLAIN).await));
    let origin = Origin {
        address: "203.0.113.1".parse().ok(),
        ..Origin::default()
    };
    let mut actors = Vec::new();
    for (name, secret) in secrets {
        let actor = app
            .app
            .authenticate(&secret, &origin)
            .await
            .expect("an actor");
        actors.push((name, app.app.read(&actor)));
    }
    actors
}

async fn cost_of_a_page_does_not_grow_with_the_directory(app: TestApp) {
    Statistics::of_five_users(&app).await;
    million::fill(&app).await;
    // The connection is opened before the statistics change.
    let meter = Meter::on(&app).await;
    for statistics in Statistics::ALL {
        statistics.set(&app).await;
    }
    let (mut pages, mut usual) = (0, 0);
    let mut failed = String::new();
    for (actor, reader) in actors(&app).await {
        searches::columns_change_no_list(&reader).await;
        let mut first = HashMap::new();
        for (name, sql) in cases::cases(&app, &reader).await {
            let work = meter.of(sql.statement()).await;
            let (list, at) = name.rsplit_once(": ").expect("where it begins");
            let most = match at {
                "counting" if list.contains("example.com") => MOST_TO_COUNT_ADDRESSES,
                "counting" => MOST_TO_COUNT,
                "first" if list == COSTLY => MOST_OF_COSTLY,
                "first" => MOST,
                // A deep page may cost more than the first, because matching rows are not evenly
                // distributed.
                _ => first[list] * 4 + USUAL,
            };
            if at == "first" {
                first.insert(list.to_owned(), work.amount);
            }
            pages += 1;
            usual += usize::from(work.amount <= USUAL);
            if work.amount > most {
                failed += &format!("{} for {actor}: {name}\n{}\n", work.amount, work.plan);
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(
        usual * 4 > pages * 3,
        "{usual} of {pages} pages cost at most {USUAL}"
    );
}

/// PostgreSQL makes its statistics itself.
async fn each_index_has_statistics_of_its_own(app: TestApp) {
    let wrong = statistics::missing_or_unknown(&app).await;
    assert!(wrong.is_empty(), "{wrong:?}");
}

on_both_engines! {
    cost_of_a_page_does_not_grow_with_the_directory,
}

on_sqlite_only! {
    each_index_has_statistics_of_its_own,
}
