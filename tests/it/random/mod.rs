//! Tests that execute random sequences of all operations in several concurrent tasks, and check
//! invariants.
//!
//! The rounds of a test take `TENANTRY_RANDOM_SECONDS` seconds (5 by default; `tests/random.sh`
//! sets ten minutes). A round that fails prints its seed. Set `TENANTRY_RANDOM_SEED` to that seed
//! to begin with the steps of this round.

mod events;
mod neighbours;
mod replay;
mod requests;
mod rounds;
mod serial;
mod stored;
mod twins;
mod world;

use std::{collections::BTreeSet, sync::atomic::AtomicU64};

use chrono::TimeDelta;

use crate::support::{TestApp, on_both_engines};

use replay::Directory;
use requests::{Sent, events_must_match, keys_must_match, work};
use rounds::Rounds;
use world::{Step, World};

/// The number of concurrent tasks.
const TASKS: usize = 8;
/// The number of operations of a task in a round, at most.
const STEPS: usize = 12;

/// The invariants. Each has a statement that finds the rows that violate it.
const NEVER: &[(&str, &str)] = &[
    (
        "a user with active memberships has exactly one default",
        "SELECT user_id FROM memberships WHERE status = 'active' GROUP BY user_id \
         HAVING count(CASE WHEN is_default THEN 1 END) <> 1",
    ),
    (
        "a default is active",
        "SELECT user_id FROM memberships WHERE is_default AND status <> 'active'",
    ),
    (
        "an active member of an active org has a visible default",
        "SELECT d.user_id FROM memberships d JOIN orgs o ON o.id = d.org_id WHERE d.is_default AND o.status = 'retired' \
         AND EXISTS (SELECT 1 FROM memberships m JOIN orgs a ON a.id = m.org_id \
         WHERE m.user_id = d.user_id AND m.status = 'active' AND a.status = 'active')",
    ),
    (
        "groups hold only members",
        "SELECT g.user_id FROM group_memberships g LEFT JOIN memberships m \
         ON m.org_id = g.org_id AND m.user_id = g.user_id WHERE m.id IS NULL",
    ),
    (
        "roles are of the org of those who have them",
        "SELECT r.membership_id FROM membership_roles r LEFT JOIN memberships m \
         ON m.id = r.membership_id AND m.org_id = r.org_id WHERE m.id IS NULL",
    ),
    (
        "a user is listed as without an org exactly if they have no membership",
        "SELECT u.id FROM users u LEFT JOIN users_without_org w ON w.user_id = u.id \
         WHERE (w.user_id IS NULL) <> EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id)",
    ),
];

/// Checks the invariants.
async fn check(app: &TestApp, world: &World) {
    for (rule, sql) in NEVER {
        let broken = app.sql(sql).await.len();
        assert_eq!(broken, 0, "{rule}");
    }
    for org in &world.orgs {
        let owners = app
            .count(&format!(
                "SELECT count(*) FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.org_id = {} \
                 AND m.is_owner AND m.status = 'active' AND u.status = 'active'",
                app.id(*org)
            ))
            .await;
        assert!(owners > 0, "an org that had owners keeps one");
    }
}

/// Runs one round, and returns the results and codes of its operations.
async fn round(
    app: &TestApp,
    directory: &mut Directory,
    number: usize,
    plan: Vec<Vec<Step>>,
) -> BTreeSet<String> {
    let world = World::new(app, &number.to_string(), "", number).await;
    directory.follow(app, &[]).await;
    let clock = AtomicU64::new(1);
    let mut tasks = Vec::new();
    for (task, steps) in plan.into_iter().enumerate() {
        let calls = steps.into_iter().map(|step| world.call(step)).collect();
        tasks.push(work(app, &clock, format!("{number}.{task}"), calls));
    }
    let sent: Vec<_> = futures_util::future::join_all(tasks)
        .await
        .into_iter()
        .flatten()
        .collect();
    let events = directory.follow(app, &sent).await;
    events_must_match(&sent, &events);
    keys_must_match(app, &sent).await;
    check(app, &world).await;
    if number.is_power_of_two() {
        directory.must_be_stored(app).await;
    }
    let words = sent.iter().filter_map(Sent::word);
    words.map(str::to_owned).collect()
}

/// Returns an app for the rounds of a test, without the limit on failed tokens.
async fn for_rounds(app: &TestApp) -> TestApp {
    // The tokens of suspended users fail often, which must not block other requests.
    let app = app
        .reconfigured(|config| config.failed_tokens_per_minute = std::num::NonZeroU32::MAX)
        .await;
    // The ids of this server must be greater than those of the first server.
    app.clock.advance(TimeDelta::seconds(1));
    app
}

async fn random_operations_keep_the_directory_consistent(app: TestApp) {
    let app = for_rounds(&app).await;
    let (mut directory, mut words) = (Directory::default(), BTreeSet::new());
    for (number, plan) in Rounds::new(TASKS, STEPS) {
        words.extend(round(&app, &mut directory, number, plan).await);
    }
    directory.must_be_stored(&app).await;
    // A run in which all operations fail would prove nothing.
    for word in ["created", "updated", "removed", "unchanged", "LAST_OWNER"] {
        assert!(words.contains(word), "no {word} in {words:?}");
    }
}

on_both_engines! {
    random_operations_keep_the_directory_consistent,
}
