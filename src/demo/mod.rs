//! A directory of made-up people, for trying things out and for measuring. The same numbers and seed make the same directory,
//! to the byte, on both engines.
//!
//! Its rows come out of nothing and go in past the operations, because a million of them have to: so they have no events, and
//! what the operations would have seen to is seen to here, with the same functions where a column is derived from another.
//! It never adds to a directory that is there.

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

/// Users at the most.
pub const MAX_USERS: usize = 10_000_000;
/// Orgs at the most.
pub const MAX_ORGS: usize = 100_000;
/// Groups at the most.
pub const MAX_GROUPS: usize = 1_000_000;

/// The tables that are filled, parents first.
const TABLES: [&str; 5] = [
    "orgs",
    "groups",
    "users",
    "memberships",
    "group_memberships",
];
/// Parcels that wait for the database at the most.
const AHEAD: usize = 4;

/// How large a directory is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demo {
    users: usize,
    orgs: usize,
    groups: usize,
    seed: u64,
}

/// Rows in each table.
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

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Rows written so far, of about so many.
    Writing(usize, usize),
    /// All rows are in; the database makes them its own.
    Keeping,
    /// The database looks at what it has, for its query planner.
    Analyzing,
}

impl Demo {
    /// A wish that can be fulfilled.
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
                return Err(Error::invalid(field, format!("must be {max} at the most")));
            }
        }
        if groups > 0 && orgs == 0 {
            return Err(Error::invalid(
                "groups",
                "must be 0 where there is no org for them; give at least one org",
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
    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.users + self.orgs + self.memberships + self.groups + self.group_memberships
    }
}

/// Fills a migrated database that has neither users nor orgs, in one transaction: all of it or nothing.
///
/// # Errors
/// When there are users or orgs; what the database says.
pub async fn fill(db: &Db, demo: Demo, mut progress: impl FnMut(Progress)) -> Result<Rows> {
    let load = db.load(&TABLES).await?;
    match write(&load, demo, &mut progress).await {
        Ok(rows) => {
            progress(Progress::Keeping);
            load.close(true).await?;
            progress(Progress::Analyzing);
            db.settle(&TABLES).await?;
            Ok(rows)
        }
        Err(error) => {
            if let Err(error) = load.close(false).await {
                tracing::debug!(?error, "could not roll back; the connection is given up");
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
            "This database has users or orgs. A demo directory is only made in an empty one; name another in `database_url`.",
        ));
    }
    // While the database writes one parcel, the next ones are made.
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

/// How many rows it will be: users bring the rest along in even parts.
fn estimate(rows: &Rows, demo: Demo) -> usize {
    let fixed = demo.orgs + demo.groups;
    if rows.users == 0 {
        return fixed + demo.users * 3;
    }
    let along = rows.total() - rows.orgs - rows.groups;
    fixed + along * demo.users / rows.users
}
