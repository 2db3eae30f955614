//! Tests that the replies and events of a change do not depend on concurrent changes, which the
//! server may write in the same transaction.
//!
//! Two servers start with equal rows. The first gets the requests of all actors at once, the second
//! gets the same requests one by one.

use std::sync::atomic::AtomicU64;

use futures_util::future::{join, join_all};

use crate::support::{TestApp, on_both_engines, on_new_database};

use super::{
    for_rounds,
    requests::{Call, Repeat, Sent, work},
    rounds::Rounds,
    serial,
    twins::{Twins, outcomes, words},
    world::{Step, World},
};

/// The number of actors that send requests at the same time.
const ACTORS: usize = 5;
/// The number of requests of an actor in a round, at most.
const STEPS: usize = 10;
/// The number of rounds after which the actors get new rows, because most of the old rows are
/// removed by then.
const ROUNDS_OF_A_WORLD: usize = 8;

/// Runs a test with the app and a second server, which has its own database.
async fn with_twins<F: Future<Output = ()>>(app: &TestApp, test: impl FnOnce(Twins) -> F) {
    let together = for_rounds(app).await;
    on_new_database(app.engine, async |alone| {
        let alone = for_rounds(&alone).await;
        let mut twins = Twins::new(together, alone);
        twins.must_begin_alike().await;
        test(twins).await;
    })
    .await;
}

/// Returns the calls of an actor. Calls that are sent twice are repeated as `repeat` states.
pub(super) fn calls(world: &World, steps: &[Step], repeat: Repeat) -> Vec<Call> {
    let call = |step: &Step| {
        let call = world.call(*step);
        let repeat = match call.repeat {
            Repeat::Never => Repeat::Never,
            // Either of two simultaneous copies may be executed first.
            Repeat::Afterwards | Repeat::AtOnce => repeat,
        };
        Call { repeat, ..call }
    };
    steps.iter().map(call).collect()
}

/// Sends the calls of all actors concurrently, and the calls of each actor one after another.
async fn send_all(app: &TestApp, calls: Vec<(String, Vec<Call>)>) -> Vec<Sent> {
    let clock = AtomicU64::new(1);
    let work = |(name, calls)| work(app, &clock, name, calls);
    let sent = join_all(calls.into_iter().map(work)).await;
    sent.into_iter().flatten().collect()
}

/// Each actor has their own orgs, users and groups, and tokens with and without rights in them.
async fn concurrent_changes_of_own_rows_have_the_outcome_of_serial_ones(app: TestApp) {
    with_twins(&app, async |mut twins| {
        let mut worlds = Vec::new();
        for (number, plan) in Rounds::new(ACTORS, STEPS) {
            if number % ROUNDS_OF_A_WORLD == 0 {
                worlds.clear();
                for actor in 0..ACTORS {
                    let words = words(&format!("{number}.{actor}"));
                    let together = World::new(&twins.together, &words, &words, number + actor);
                    let alone = World::new(&twins.alone, &words, &words, number + actor);
                    worlds.push(join(together, alone).await);
                    twins.must_begin_alike().await;
                }
            }
            let (mut at_once, mut alone) = (Vec::new(), Vec::new());
            for (actor, (steps, worlds)) in plan.iter().zip(&worlds).enumerate() {
                let name = format!("{number}.{actor}");
                let [here, there] =
                    [&worlds.0, &worlds.1].map(|world| calls(world, steps, Repeat::Afterwards));
                at_once.push((name.clone(), here));
                alone.extend(send_all(&twins.alone, vec![(name, there)]).await);
            }
            let together = send_all(&twins.together, at_once).await;
            let together = outcomes(&together, &twins.events_together().await);
            let alone = outcomes(&alone, &twins.events_alone().await);
            for ((sent, outcome), (_, expected)) in together.iter().zip(&alone) {
                let alike = twins.must_be_alike(outcome, expected);
                alike.unwrap_or_else(|differ| panic!("{}\n{differ}", sent.query));
            }
        }
        twins.must_have_equal_rows().await;
    })
    .await;
}

/// All actors send requests about the same orgs, users and groups.
async fn changes_of_shared_rows_have_the_outcome_of_a_serial_order(app: TestApp) {
    with_twins(&app, async |mut twins| {
        for (number, plan) in Rounds::new(ACTORS, STEPS) {
            let words = words(&number.to_string());
            let world = World::new(&twins.together, &words, &words, number).await;
            let begun = twins.events_together().await;
            let of_actor = |(actor, steps): (usize, &Vec<Step>)| {
                (actor.to_string(), calls(&world, steps, Repeat::Never))
            };
            let calls = plan.iter().enumerate().map(of_actor).collect();
            let sent = send_all(&twins.together, calls).await;
            let round = serial::Round {
                number,
                plan: &plan,
                begun,
                sent,
                events: twins.events_together().await,
            };
            round.must_have_an_order(&mut twins).await;
        }
        twins.must_have_equal_rows().await;
    })
    .await;
}

on_both_engines! {
    concurrent_changes_of_own_rows_have_the_outcome_of_serial_ones,
    changes_of_shared_rows_have_the_outcome_of_a_serial_order,
}
