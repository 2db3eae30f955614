//! Random sequences of all operations, from several tasks at once: whatever they do, some things hold.
//!
//! How many rounds is a matter of time: `TENANTRY_RANDOM_SECONDS` (a few by default; `tests/random.sh` takes ten minutes).
//! A round that fails prints its seed; `TENANTRY_RANDOM_SEED` begins with it.

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

/// Tasks that work at the same time.
const TASKS: usize = 8;
/// Operations of one task in one round.
const STEPS: usize = 12;

/// What must hold after any operation. Each statement finds what must not be.
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
];

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

/// The app without what would keep callers out whom a round has suspended.
async fn for_rounds(app: &TestApp) -> TestApp {
    // Nobody is to be shut out for showing the token of somebody who was suspended.
    let app = app
        .reconfigured(|config| config.failed_tokens_per_minute = std::num::NonZeroU32::MAX)
        .await;
    // Ids of this server come after those of the first one.
    app.clock.advance(TimeDelta::seconds(1));
    app
}

async fn whatever_is_done_the_directory_holds_together(app: TestApp) {
    let app = for_rounds(&app).await;
    let (mut directory, mut words) = (Directory::default(), BTreeSet::new());
    for (number, plan) in Rounds::new(TASKS, STEPS) {
        words.extend(round(&app, &mut directory, number, plan).await);
    }
    directory.must_be_stored(&app).await;
    // The run is worth nothing if everything was refused.
    for word in ["created", "updated", "removed", "unchanged", "LAST_OWNER"] {
        assert!(words.contains(word), "never {word} in {words:?}");
    }
}

on_both_engines! {
    whatever_is_done_the_directory_holds_together,
}
