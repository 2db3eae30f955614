//! Demo data for trials and benchmarks. Equal numbers and seeds generate identical directories on
//! both engines.
//!
//! The rows bypass the operations, because there are up to millions of them. Demo data has no audit
//! events. This module keeps the operations' invariants itself, and computes derived columns with
//! the operations' functions. It never adds to an existing directory.

mod crowd;
mod landscape;
mod names;
mod times;
mod words;

use tokio::sync::mpsc;

use crate::{
    db::{Db, Load, Sql},
    error::{Code, Error, Result},
};

use crowd::Crowd;

/// The maximum number of users.
pub const MAX_USERS: usize = 10_000_000;
/// The maximum number of orgs.
pub const MAX_ORGS: usize = 100_000;
/// The maximum number of groups.
pub const MAX_GROUPS: usize = 1_000_000;

/// The tables to fill, parents first.
const TABLES: [&str; 6] = [
    "orgs",
    "groups",
    "users",
    "users_without_org",
    "memberships",
    "group_memberships",
];
/// Maximum number of batches that wait for the database.
const AHEAD: usize = 4;

/// The size of the demo directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demo {
    users: usize,
    orgs: usize,
    groups: usize,
    seed: u64,
}

/// The number of rows in each table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rows {
    /// Rows of `users`.
    pub users: usize,
    /// Rows of `orgs`.
    pub orgs: usize,
    /// Rows of `memberships`.
    pub memberships: usize,
    /// Rows of `groups`.
    pub groups: usize,
    /// Rows of `group_memberships`.
    pub group_memberships: usize,
}

/// The progress of the fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Rows written so far, and the estimated total.
    Writing(usize, usize),
    /// All rows are written, and the transaction commits.
    Keeping,
    /// The database analyzes the tables for its query planner.
    Analyzing,
}

impl Demo {
    /// Validates the numbers.
    ///
    /// # Errors
    /// `INVALID_VALUE` for numbers that are too large, and for groups without an org to belong to.
    pub fn new(users: usize, orgs: usize, groups: usize, seed: u64) -> Result<Self> {
        for (field, number, max) in [
            ("users", users, MAX_USERS),
            ("orgs", orgs, MAX_ORGS),
            ("groups", groups, MAX_GROUPS),
        ] {
            if number > max {
                return Err(Error::invalid(field, format!("must be at most {max}")));
            }
        }
        if groups > 0 && orgs == 0 {
            return Err(Error::invalid(
                "groups",
                "must be 0 without orgs; give at least one org",
            ));
        }
        Ok(Self {
            users,
            orgs,
            groups,
            seed,
        })
    }
}

impl Rows {
    /// Returns the total number of rows.
    #[must_use]
    pub fn total(&self) -> usize {
        self.users + self.orgs + self.memberships + self.groups + self.group_memberships
    }
}

/// Fills a migrated database that has neither users nor orgs, in one transaction: all rows are
/// written or none.
///
/// # Errors
/// `INVALID_VALUE` if there are users or orgs. `BUSY` or `INTERNAL` when the database fails.
pub async fn fill(db: &Db, demo: Demo, mut progress: impl FnMut(Progress)) -> Result<Rows> {
    let load = db.load(&TABLES).await?;
    match write(&load, demo, &mut progress).await {
        Ok(rows) => {
            progress(Progress::Keeping);
            load.close(true).await?;
            progress(Progress::Analyzing);
            db.analyze_tables(&TABLES).await?;
            Ok(rows)
        }
        Err(error) => {
            if let Err(error) = load.close(false).await {
                tracing::debug!(?error, "could not roll back; the connection is discarded");
            }
            Err(error)
        }
    }
}

async fn write(load: &Load, demo: Demo, progress: &mut impl FnMut(Progress)) -> Result<Rows> {
    let any = Sql::new(
        load.conn(),
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM orgs)",
    );
    if any.row(load.conn()).await?.is_some() {
        return Err(Error::new(
            Code::InvalidValue,
            "This database has users or orgs. Demo data needs an empty database. Name another one in `database_url`.",
        ));
    }
    // The next batches are generated while the database writes one.
    let (sender, mut parcels) = mpsc::channel(AHEAD);
    let maker = tokio::task::spawn_blocking(move || {
        let fits = |parcel| sender.blocking_send(parcel).is_ok();
        Crowd::new(demo)?.all(fits)
    });
    let mut rows = Rows::default();
    while let Some(parcel) = parcels.recv().await {
        load.insert(&parcel.orgs).await?;
        load.insert(&parcel.groups).await?;
        load.insert(&parcel.users).await?;
        load.insert(&parcel.users_without_org).await?;
        load.insert(&parcel.memberships).await?;
        load.insert(&parcel.group_memberships).await?;
        rows.orgs += parcel.orgs.len();
        rows.groups += parcel.groups.len();
        rows.users += parcel.users.len();
        rows.memberships += parcel.memberships.len();
        rows.group_memberships += parcel.group_memberships.len();
        progress(Progress::Writing(rows.total(), estimate(&rows, demo)));
    }
    maker.await.map_err(Error::internal)??;
    Ok(rows)
}

/// Estimates the number of rows. Dependent rows grow evenly with the users.
fn estimate(rows: &Rows, demo: Demo) -> usize {
    let fixed = demo.orgs + demo.groups;
    if rows.users == 0 {
        return fixed + demo.users * 3;
    }
    let along = rows.total() - rows.orgs - rows.groups;
    fixed + along * demo.users / rows.users
}
