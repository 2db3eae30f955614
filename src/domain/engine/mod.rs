//! The engine: every change to the directory is decided by a plain function of rows in memory, and written as a set.
//!
//! * `keys`: the rows that a change depends on.
//! * `table`: rows in memory, with a journal.
//! * `row`: what the engine needs to know of each kind of row.
//! * `world`: all tables, what a rule can do to them, and what happens at the end of a change.
//! * `user`: what most changes need of a user, without the whole row.
//! * `new_ids`: ids, which stay the same when a change is decided again.
//! * `locks`: the locks of orgs and users, and their order.
//! * `journal`: what a change has changed, with its events, and how it is undone.
//! * `lookup`: what a rule can ask of them.
//! * `named`: users, orgs and memberships that are named by an e-mail address, a name, an external id.
//! * `grants`: what the actor holds, judged from rows.
//! * `rights`: the permissions that changes require of the actor.
//! * `visibility`: what the actor sees.
//! * `stored`: the outcomes of changes that came with an idempotency key.
//! * `bulk`: rows that may be too many for memory.
//! * `answers`: what the database counts, lists or chooses, because the rows are too many.
//! * `read`, `membership`, `write`: the statements. Nothing else of the engine is asynchronous or knows SQL.
//! * `keyed`: rows with keys that are made of their texts.
//! * `rekey`: keys that an older program has written are written anew.
//! * `check_keys`: rows whose keys are not those of their texts are listed.
//! * `run`: reads, decides and writes, until a change has all rows that it depends on.
//!
//! A change ([`Decide`]) names the rows that it depends on as far as it knows them. Where it asks the [`World`] for a row
//! that was not read, it stops ([`Stop::Needs`]), the row is read, and the change is decided again from the start. So
//! [`Decide::reads`] only saves statements, and a rule reads as if all rows were there.
//!
//! Rows are locked in one order: idempotency keys, orgs, groups, users, memberships, rows in groups, roles, tokens, each by
//! id. A change that turns out to need an earlier lock begins its transaction again, with the larger set of keys; where it
//! cannot, and wherever it needs another lock of an org or a user, it reads all of its rows again under that lock. A change
//! of a membership locks its user, so of two changes of one user's memberships one waits for the other.
//!
//! To add a rule: a function of the world beside the noun (`domain/membership/rules.rs`), and a test on a world made by
//! hand. To add an operation: its struct with [`Decide`], which [`Operation::change`](super::Operation::change) returns. To
//! add a kind of row: its table in the world, `Row` for it, the statement that reads it, and its lines in `write`.

mod answers;
mod bulk;
mod check_keys;
mod grants;
mod journal;
mod keyed;
mod keys;
mod locks;
mod lookup;
mod membership;
mod named;
mod new_ids;
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
    run::{Member, decide, in_world, run, run_together},
    table::Differs,
    world::Required,
};

/// A change to the directory as a function of rows.
pub trait Decide: Sync {
    /// What it returns.
    type Output: Send;

    /// Names the rows that the change depends on, as far as they are known. It saves statements; what is missing here is read
    /// when the change asks for it. The world has no rows yet: at first none at all, then what its references lead to.
    fn reads(&self, world: &World, keys: &mut Keys);

    /// Decides the change. It is a pure function of the world, and may run several times before it is written.
    ///
    /// # Errors
    /// Why the change is refused, or the rows that it needs.
    fn decide(&self, world: &mut World) -> Decision<Self::Output>;

    /// The number of rows that the change may write, as far as that is known beforehand. One of many rows goes by itself.
    fn weight(&self) -> usize {
        1
    }

    /// The failure of a change that violates what is upheld after each change: the first violation.
    fn violated(&self, _world: &World, violations: Vec<Violation>) -> Error {
        let first = violations.into_iter().next();
        first.map_or_else(|| Error::internal("no violation"), |first| first.error)
    }
}

/// What a change violates, and whose membership shows it.
#[derive(Debug)]
pub struct Violation {
    pub(crate) org: OrgId,
    pub(crate) user: UserId,
    pub(crate) error: Error,
}

/// What a rule returns.
pub type Decision<T> = Result<T, Stop>;

/// Why a change stops before its end.
#[derive(Debug)]
pub enum Stop {
    /// The change is refused.
    Refused(Error),
    /// The change depends on rows that were not read, or not locked.
    Needs(Box<Keys>),
}
