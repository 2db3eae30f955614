//! Ids: UUIDv7, created only here, with a separate type for each kind of object.
//!
//! To add an id type, add a line to `ids!`. Nothing else belongs here.

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

        // The ORM requires this trait of every primary key, but an id is never converted from an
        // integer.
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

ids! {
    /// The id of a user.
    UserId,
    /// The id of an org.
    OrgId,
    /// The id of a membership of a user in an org.
    MembershipId,
    /// The id of a group.
    GroupId,
    /// The id of a role that an org defines.
    RoleId,
    /// The id of a membership of a user in a group.
    GroupMembershipId,
    /// The id of a token.
    TokenId,
    /// The id of an event.
    EventId,
    /// The id of a job.
    JobId,
    /// The id of an upload for a sync run.
    SyncUploadId,
    /// The id of a sync run.
    SyncRunId,
}

/// A generator of UUIDv7 ids. Each id is greater than the one before, so that the events of a
/// transaction keep their order.
#[derive(Debug)]
pub struct Ids(Mutex<Generator>);

#[derive(Debug)]
struct Generator {
    random: StdRng,
    millis: u64,
    /// The 74 bits after the time: random in each new millisecond, incremented by random amounts
    /// within a millisecond.
    tail: u128,
}

/// The limit of random start values. It leaves half of the range free for increments.
const TAIL_START: u128 = 1 << 73;

impl Ids {
    /// Creates a generator of unpredictable ids.
    #[must_use]
    pub fn random() -> Self {
        Self::from_random(StdRng::from_rng(&mut rand::rng()))
    }

    /// Creates a generator of reproducible ids, for tests.
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

    /// Returns the next id at the given time.
    #[must_use]
    pub fn next<T: From<Uuid>>(&self, now: DateTime<Utc>) -> T {
        let mut state = self.0.lock().unwrap_or_else(|broken| broken.into_inner());
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        if millis > state.millis {
            state.millis = millis;
            state.tail = state.random.random_range(0..TAIL_START);
        } else {
            // The clock stands still or goes back, so the id must exceed the previous one.
            state.tail += u128::from(state.random.random_range(1..=u32::MAX));
        }
        let mut bytes = [0_u8; 10];
        let tail = state.tail;
        // 12 bits beside the version and 62 bits beside the variant. The builder overwrites the six
        // bits of version and variant.
        let upper = (tail >> 62) as u16 & 0x0fff;
        let lower = tail as u64 & ((1 << 62) - 1);
        bytes[..2].copy_from_slice(&upper.to_be_bytes());
        bytes[2..].copy_from_slice(&lower.to_be_bytes());
        T::from(Builder::from_unix_timestamp_millis(state.millis, &bytes).into_uuid())
    }
}

/// Returns the lowest id that can be created in this millisecond or later.
#[must_use]
pub fn least_at(at: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

/// The largest integer id plus one. A double represents all smaller integers exactly, and so does
/// every JSON parser.
const NUMBER_END: i64 = 1 << 53;

impl Ids {
    /// Returns a random integer id, which reveals nothing about its object, for protocols whose
    /// clients support no other ids.
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
