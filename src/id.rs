//! Identifiers: UUIDv7, minted here and nowhere else, and a type of its own for each noun.
//!
//! A new noun gets its id with one more line in `ids!`. Nothing else belongs here.

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use uuid::{Builder, Uuid};

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, sea_orm::DeriveValueType,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        // The ORM asks this of every primary key; an id is never a number.
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

ids! {
    /// A user.
    UserId,
    /// An org.
    OrgId,
    /// A user's place in an org.
    MembershipId,
    /// A group of an org.
    GroupId,
    /// A role that an org made for itself.
    RoleId,
    /// A member's place in a group.
    GroupMembershipId,
    /// A token.
    TokenId,
    /// An event.
    EventId,
    /// A job.
    JobId,
}

/// Makes ids: UUIDv7, each greater than the one before, so that events of one transaction keep their order.
#[derive(Debug)]
pub struct Ids(Mutex<Generator>);

#[derive(Debug)]
struct Generator {
    random: StdRng,
    millis: u64,
    /// The 74 bits behind the time: random at each new millisecond, counted upwards within it.
    tail: u128,
}

/// A random start leaves half of the space above it free for counting.
const TAIL_START: u128 = 1 << 73;

impl Ids {
    /// Ids that nobody can guess.
    #[must_use]
    pub fn random() -> Self {
        Self::from_random(StdRng::from_rng(&mut rand::rng()))
    }

    /// The same ids at every run, for tests.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::from_random(StdRng::seed_from_u64(seed))
    }

    fn from_random(random: StdRng) -> Self {
        Self(Mutex::new(Generator {
            random,
            millis: 0,
            tail: 0,
        }))
    }

    /// The next id, at the given time.
    #[must_use]
    pub fn next<T: From<Uuid>>(&self, now: DateTime<Utc>) -> T {
        let mut state = self.0.lock().unwrap_or_else(|broken| broken.into_inner());
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        if millis > state.millis {
            state.millis = millis;
            state.tail = state.random.random_range(0..TAIL_START);
        } else {
            // A clock that stands still or goes back: stay ahead of what was given out.
            state.tail += u128::from(state.random.random_range(1..=u32::MAX));
        }
        let mut bytes = [0_u8; 10];
        let tail = state.tail;
        // 12 bits beside the version, 62 bits beside the variant: the builder overwrites those six bits.
        let upper = (tail >> 62) as u16 & 0x0fff;
        let lower = tail as u64 & ((1 << 62) - 1);
        bytes[..2].copy_from_slice(&upper.to_be_bytes());
        bytes[2..].copy_from_slice(&lower.to_be_bytes());
        T::from(Builder::from_unix_timestamp_millis(state.millis, &bytes).into_uuid())
    }
}

/// The least id that can be minted in this millisecond or later.
#[must_use]
pub fn least_at(at: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

/// One more than the largest number: a double holds all below it exactly, and so does every JSON reader.
const NUMBER_END: i64 = 1 << 53;

impl Ids {
    /// A number that tells nothing, for those who cannot do with ids.
    #[must_use]
    pub fn number(&self) -> i64 {
        let mut state = self.0.lock().unwrap_or_else(|broken| broken.into_inner());
        state.random.random_range(1..NUMBER_END)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_while_the_clock_stands_still_and_while_it_goes_back() {
        let ids = Ids::seeded(1);
        let now = DateTime::from_timestamp(1_700_000_000, 0).expect("a valid time");
        let mut last: Uuid = ids.next(now);
        for step in 0..1_000_i64 {
            let next: Uuid = ids.next(now - chrono::Duration::milliseconds(step % 7));
            assert!(next > last, "{next} after {last}");
            assert_eq!(next.get_version_num(), 7);
            last = next;
        }
    }

    #[test]
    fn ids_of_a_millisecond_lie_between_its_least_one_and_that_of_the_next() {
        let ids = Ids::seeded(1);
        let now = DateTime::from_timestamp(1_700_000_000, 0).expect("a valid time");
        let id: Uuid = ids.next(now);
        assert!(least_at(now) <= id);
        assert!(id < least_at(now + chrono::Duration::milliseconds(1)));
        assert_eq!(least_at(now).get_version_num(), 7);
        assert!(least_at(DateTime::<Utc>::MIN_UTC) <= id);
    }

    #[test]
    fn equal_seeds_give_equal_ids() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).expect("a valid time");
        let (a, b): (Uuid, Uuid) = (Ids::seeded(7).next(now), Ids::seeded(7).next(now));
        assert_eq!(a, b);
    }
}
