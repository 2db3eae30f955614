//! Authentication: checks tokens and client addresses, and limits invalid tokens per address.
//!
//! Token lookups are cached for a few seconds. A change on this server clears the cache at once. A
//! change on another server takes effect when the cached lookup expires.

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

/// Maximum age of a cached lookup. Another server's revocation can go unnoticed for as long.
const MAX_AGE: TimeDelta = TimeDelta::seconds(5);
/// Maximum number of cached tokens.
const MAX_KNOWN: u64 = 10_000;
/// How long an address is blocked after too many invalid tokens.
pub const SHUT: Duration = Duration::from_secs(10);
/// Maximum number of counted addresses before old ones are dropped.
const MAX_ADDRESSES: usize = 10_000;
/// Minimum interval between two writes of a token's last use.
const TOUCH: TimeDelta = TimeDelta::minutes(1);
/// Maximum length of a token, in bytes. Longer ones are invalid.
const MAX_SECRET: usize = 512;

/// Authenticates bearer tokens, with a cache and a rate limit for invalid tokens.
#[derive(Debug)]
pub struct TokenAuthenticator {
    known: Cache<Hash, Arc<Entry>>,
    /// Counts cache clears, so that a lookup that runs during a clear is not cached.
    forgotten: AtomicU64,
    failures: DefaultKeyedRateLimiter<IpAddr>,
    shut: Cache<IpAddr, ()>,
}

#[derive(Debug)]
struct Entry {
    known: TokenRecord,
    looked_up_at: DateTime<Utc>,
    /// When the last use was last written, in microseconds.
    touched_at: AtomicI64,
}

/// A token that passed authentication.
#[derive(Debug)]
pub struct AuthenticatedToken(Arc<Entry>);

impl AuthenticatedToken {
    /// Returns the token record.
    #[must_use]
    pub fn known(&self) -> &TokenRecord {
        &self.0.known
    }

    /// Returns whether the last use is due to be written. Returns `true` to one caller only.
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
    /// Creates an authenticator that allows an address this many invalid tokens a minute.
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

    /// Authenticates a token. A cached token costs no statement, any other token costs one.
    ///
    /// # Errors
    /// `UNAUTHENTICATED`, `RATE_LIMITED`; `BUSY` or `INTERNAL` when the database fails.
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
            // A caller with a cached token is not guessing, so a block of a shared address does not
            // apply.
            Some(_) => self.look_up(conn, now, secret, hash, address).await?,
            // Checked before the database, so that guessing costs the server nothing.
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

    /// Clears all cached lookups after a change of a token or its principal. Such changes are rare
    /// and lookups are cheap.
    pub fn forget(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.known.invalidate_all();
    }

    /// Counts an invalid token, and blocks an address that exceeds the limit.
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

/// Checks that the token is in force, that its user is not suspended, and that the address is
/// allowed.
///
/// # Errors
/// `UNAUTHENTICATED` when a check fails.
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

/// Returns the range that one client can easily use: an IPv4 address, or the /64 of an IPv6
/// address.
fn origin(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}
