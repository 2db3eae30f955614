//! The engine: decides every change to the directory with a plain function of rows in memory, and
//! writes the changed rows as a set.
//!
//! * `keys`: the rows that a change depends on, and their locks.
//! * `table`: the rows of one table in memory, with a journal.
//! * `row`: what the engine needs to know of each kind of row.
//! * `world`: all tables, how a rule changes them, and what happens at the end of a change.
//! * `user`: the few columns of a user that most changes need.
//! * `new_ids`: new ids, which stay the same when a change is decided again.
//! * `locks`: the locks on orgs and users, and their order.
//! * `journal`: what a change has changed, its events, and undo.
//! * `lookup`: what a rule can read from the world.
//! * `aliases`: former ids and e-mail addresses of merged users.
//! * `named`: users, orgs and memberships that a change names by e-mail address, name, external id
//!   or membership id.
//! * `grants`: what the actor holds, derived from rows.
//! * `rights`: the permissions that changes require of the actor.
//! * `visibility`: what the actor may see.
//! * `stored`: the stored outcomes of changes with an idempotency key.
//! * `bulk`: changes of rows that may be too many for memory.
//! * `answers`: answers that the database computes because the rows are too many.
//! * `holders`: the rows that hold unique values.
//! * `read`, `membership`, `roles`, `write`: SQL statements. A rule contains no SQL and is not
//!   asynchronous.
//! * `keyed`: rows with keys that are computed from their texts.
//! * `piece`: the changed rows of a table, and the statements that write rows.
//! * `without_org`: the rows of the users who have no membership.
//! * `rekey`: rewrites keys that an older version of the program has written.
//! * `check_keys`: lists rows whose stored keys differ from the keys of their texts.
//! * `run`: reads, decides and writes, until a change has all rows that it depends on.
//!
//! A change ([`Decide`]) names the rows that it depends on as far as it knows them. If it asks the
//! [`World`] for a row that is not loaded, it stops ([`Stop::Needs`]), the row is read, and the
//! change is decided again from the start. So [`Decide::reads`] only saves statements, and a rule
//! is written as if all rows were loaded.
//!
//! Rows are locked in one order: idempotency keys, orgs, groups, users, memberships, rows in
//! groups, roles, tokens, each by id. If a change turns out to need an earlier lock, its
//! transaction starts again with the larger set of keys. If the transaction cannot start again, or
//! another lock on an org or a user is needed, the change reads all its rows again under that lock.
//! A change of a membership locks its user, so concurrent changes of one user's memberships wait
//! for each other.
//!
//! To add a rule: write a function of the world next to the noun (`domain/membership/rules.rs`),
//! and a test on a world that is built by hand. To add an operation: write a struct that implements
//! [`Decide`], and return it from [`Operation::change`](super::Operation::change). To add a kind of
//! row: add a table to the world, implement `Row`, and add the statement that reads the rows and
//! the lines in `write`.

mod aliases;
mod answers;
mod bulk;
mod check_keys;
mod grants;
mod holders;
mod journal;
mod keyed;
mod keys;
mod locks;
mod lookup;
mod membership;
mod named;
mod new_ids;
mod piece;
mod read;
mod rekey;
mod rights;
mod roles;
mod row;
mod run;
mod stored;
mod table;
mod user;
mod visibility;
mod without_org;
mod world;
mod write;

use crate::{
    error::Error,
    id::{OrgId, UserId},
};

pub use {
    check_keys::{KeyFault, KeyProblem},
    keys::{Keys, Lock},
    rekey::Rekeyed,
    world::World,
};

#[cfg(test)]
pub(crate) use lookup::by_hand::ByHand;

pub(crate) use {
    bulk::Bulk,
    check_keys::check_piece,
    journal::Mark,
    keyed::Keyed,
    rekey::{RekeyCursor, announce, how_far, must_not_be_due, rekey_again, rekey_piece},
    row::Unique,
    run::{Member, decide, in_world, preview, run, run_together},
    table::Differs,
    world::Required,
};

/// A change to the directory as a function of rows.
pub trait Decide: Sync {
    /// The output of the change.
    type Output: Send;

    /// Names the rows that the change depends on, as far as they are known. This only saves
    /// statements: rows that are not named here are read when the change asks for them. The world
    /// has no rows yet. If the first call names references, it is followed by a second call, and
    /// the world then knows what the references identify.
    fn reads(&self, world: &World, keys: &mut Keys);

    /// Decides the change. This is a pure function of the world, and may run several times before
    /// its result is written.
    ///
    /// # Errors
    /// The error with which the change is refused, or the keys of the rows that it needs.
    fn decide(&self, world: &mut World) -> Decision<Self::Output>;

    /// Returns the number of rows that the change may write, as far as it is known in advance. A
    /// change of many rows gets a transaction of its own.
    fn weight(&self) -> usize {
        1
    }

    /// Returns the error of a change that violates an invariant: by default that of the first
    /// violation.
    fn violated(&self, _world: &World, violations: Vec<Violation>) -> Error {
        let first = violations.into_iter().next();
        first.map_or_else(|| Error::internal("no violation"), |first| first.error)
    }
}

/// A violated invariant, and the membership that shows the violation.
#[derive(Debug)]
pub struct Violation {
    pub(crate) org: OrgId,
    pub(crate) user: UserId,
    pub(crate) error: Error,
}

/// The result of a rule.
pub type Decision<T> = Result<T, Stop>;

/// The reason why a change stops before its end.
#[derive(Debug)]
pub enum Stop {
    /// The change is refused.
    Refused(Error),
    /// The change depends on rows that are not loaded or not locked.
    Needs(Box<Keys>),
}
