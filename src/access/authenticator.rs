//! The gate: which token is let in, from where, and how often an address may come with a wrong one.
//!
//! Look-ups are kept for a few seconds. What changes on this server is forgotten at once; what changes on another one is
//! noticed when a look-up has grown old.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use moka::sync::Cache;

use crate::{
    db::Conn,
    error::{Code, Error, Result},
};

use super::token::{self, Hash, TokenRecord};

/// How old a look-up may grow: so long may another server's revocation go unnoticed.
const MAX_AGE: TimeDelta = TimeDelta::seconds(5);
/// Tokens remembered at the most.
const MAX_KNOWN: u64 = 10_000;
/// How long an address stays shut out once it has tried too often.
pub const SHUT: Duration = Duration::from_secs(10);
/// Addresses counted before old ones are dropped.
const MAX_ADDRESSES: usize = 10_000;
/// How often the use of a token is written down.
const TOUCH: TimeDelta = TimeDelta::minutes(1);
/// Bytes of a token at the most; more is none of ours.
const MAX_SECRET: usize = 512;

/// See the module.
#[derive(Debug)]
pub struct TokenAuthenticator {
    known: Cache<Hash, Arc<Entry>>,
    /// Counts what was forgotten, so that a look-up that was on its way meanwhile is not kept.
    forgotten: AtomicU64,
    failures: DefaultKeyedRateLimiter<IpAddr>,
    shut: Cache<IpAddr, ()>,
}

#[derive(Debug)]
struct Entry {
    known: TokenRecord,
    looked_up_at: DateTime<Utc>,
    /// When its use was last written down, in microseconds.
    touched_at: AtomicI64,
}

/// Somebody who was let in.
#[derive(Debug)]
pub struct AuthenticatedToken(Arc<Entry>);

impl AuthenticatedToken {
    /// The token that was shown.
    #[must_use]
    pub fn known(&self) -> &TokenRecord {
        &self.0.known
    }

    /// Whether its use should be written down now. Says so to one caller.
    #[must_use]
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        let last = self.0.touched_at.load(Ordering::Relaxed);
        let now = now.timestamp_micros();
        now - last >= TOUCH.num_microseconds().unwrap_or(i64::MAX)
            && self
                .0
                .touched_at
                .compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

impl TokenAuthenticator {
    /// A gate where an address may come with this many wrong tokens a minute.
    #[must_use]
    pub fn new(failures_per_minute: NonZeroU32) -> Self {
        Self {
            known: Cache::new(MAX_KNOWN),
            forgotten: AtomicU64::new(0),
            failures: RateLimiter::keyed(Quota::per_minute(failures_per_minute)),
            shut: Cache::builder()
                .max_capacity(MAX_ADDRESSES as u64)
                .time_to_live(SHUT)
                .build(),
        }
    }

    /// Lets in whoever shows a valid token: no statement for one that is known, else one.
    ///
    /// # Errors
    /// `UNAUTHENTICATED`, `RATE_LIMITED`, and what the database says.
    pub async fn admit(
        &self,
        conn: &Conn,
        now: DateTime<Utc>,
        secret: &str,
        address: Option<IpAddr>,
    ) -> Result<AuthenticatedToken> {
        let hash = token::hash(secret);
        let entry = match self.known.get(&hash) {
            Some(entry) if now - entry.looked_up_at < MAX_AGE => entry,
            // Who showed a token before does not guess: an address that others share is not shut for him.
            Some(_) => self.look_up(conn, now, secret, hash, address).await?,
            // Before the database is asked: guessing must cost the guesser, not us.
            None if address.is_some_and(|address| self.shut.contains_key(&origin(address))) => {
                return Err(too_many());
            }
            None => self.look_up(conn, now, secret, hash, address).await?,
        };
        if let Err(error) = may_enter(&entry.known, now, address) {
            return Err(self.refuse(address, error));
        }
        Ok(AuthenticatedToken(entry))
    }

    async fn look_up(
        &self,
        conn: &Conn,
        now: DateTime<Utc>,
        secret: &str,
        hash: Hash,
        address: Option<IpAddr>,
    ) -> Result<Arc<Entry>> {
        let forgotten = self.forgotten.load(Ordering::SeqCst);
        let found = if secret.len() <= MAX_SECRET {
            token::find(conn, hash).await?
        } else {
            None
        };
        let Some(known) = found else {
            return Err(self.refuse(address, unknown()));
        };
        let touched_at = known
            .token
            .last_used_at
            .map_or(0, |at| at.timestamp_micros());
        let entry = Arc::new(Entry {
            known,
            looked_up_at: now,
            touched_at: AtomicI64::new(touched_at),
        });
        self.known.insert(hash, entry.clone());
        if self.forgotten.load(Ordering::SeqCst) != forgotten {
            self.known.invalidate(&hash);
        }
        Ok(entry)
    }

    /// Forgets all look-ups: a token, or whom it stands for, has changed. Such changes are rare and look-ups are cheap.
    pub fn forget(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.known.invalidate_all();
    }

    /// Whoever comes with a wrong token often enough is shut out for a while.
    fn refuse(&self, address: Option<IpAddr>, error: Error) -> Error {
        metrics::counter!("tenantry_refused_tokens_total").increment(1);
        let Some(address) = address.map(origin) else {
            return error;
        };
        if self.failures.len() > MAX_ADDRESSES {
            self.failures.retain_recent();
        }
        if self.failures.check_key(&address).is_ok() {
            return error;
        }
        self.shut.insert(address, ());
        too_many()
    }
}

/// Passes when the token is in force, its user too, and it comes from where it may come from.
///
/// # Errors
/// `UNAUTHENTICATED`.
pub fn may_enter(known: &TokenRecord, now: DateTime<Utc>, address: Option<IpAddr>) -> Result<()> {
    let token = &known.token;
    if token.revoked_at.is_some()
        || token.expires_at.is_some_and(|at| at <= now)
        || known.is_suspended
    {
        return Err(unknown());
    }
    match &known.allowed_ips {
        Some(list) if !address.is_some_and(|address| list.allow(address)) => Err(Error::new(
            Code::Unauthenticated,
            "This token may not be used from this address.",
        )),
        _ => Ok(()),
    }
}

fn unknown() -> Error {
    Error::new(
        Code::Unauthenticated,
        "This token is unknown, expired or revoked. Send a valid one as `Authorization: Bearer tnt_...`.",
    )
}

fn too_many() -> Error {
    Error::new(
        Code::RateLimited,
        format!(
            "Too many wrong tokens came from this address. Try again in {} seconds.",
            SHUT.as_secs()
        ),
    )
}

/// What one client can easily come from: an IPv4 address, or the /64 of an IPv6 one.
fn origin(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}
