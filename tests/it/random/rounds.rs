//! The rounds of a test, and the steps of each round, which follow from its seed.

use std::time::{Duration, Instant};

use proptest::{
    collection::vec,
    prelude::any,
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::world::Step;

/// The minimum number of rounds, regardless of the time.
const MIN_ROUNDS: u64 = 3;

/// The rounds of a test. They end when the time of the test is over.
pub(super) struct Rounds {
    tasks: usize,
    /// The number of operations of a task in a round, at most.
    steps: usize,
    seed: u64,
    began: Instant,
    time: Duration,
    number: u64,
}

impl Rounds {
    pub(super) fn new(tasks: usize, steps: usize) -> Self {
        let number = |name: &str, otherwise: u64| {
            std::env::var(name).map_or(otherwise, |text| text.parse().expect(name))
        };
        Self {
            tasks,
            steps,
            seed: number("TENANTRY_RANDOM_SEED", 1),
            began: Instant::now(),
            time: Duration::from_secs(number("TENANTRY_RANDOM_SECONDS", 5)),
            number: 0,
        }
    }
}

impl Iterator for Rounds {
    /// The round's number, and the steps of each task.
    type Item = (usize, Vec<Vec<Step>>);

    #[expect(clippy::print_stderr, reason = "shown when a round fails")]
    fn next(&mut self) -> Option<Self::Item> {
        if self.number >= MIN_ROUNDS && self.began.elapsed() >= self.time {
            return None;
        }
        let (round, seed) = (self.number, self.seed + self.number);
        self.number += 1;
        eprintln!("round {round}, TENANTRY_RANDOM_SEED={seed}");
        let mut seeded = [0; 32];
        seeded[..8].copy_from_slice(&seed.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seeded);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let steps = vec(
            (any::<usize>(), any::<[u8; 8]>(), any::<u8>()),
            1..=self.steps,
        );
        let plan = vec(steps, self.tasks..=self.tasks);
        let plan = plan.new_tree(&mut runner).expect("a plan").current();
        Some((usize::try_from(round).expect("few"), plan))
    }
}
