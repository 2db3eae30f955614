//! Running changes: reading their rows, deciding them, and writing the result.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    access::Actor,
    db::Conn,
    domain::Tx,
    error::{Error, Result},
};

use super::{Decide, Decision, Keys, Stop, World, new_ids::NewIds};

/// Maximum number of times that missing rows are read. A change that needs more is treated as a
/// server error.
const MAX_ROUNDS: usize = 16;

/// A decision in a world, and the rows that it starts with. It keeps its output, so that
/// [`until_decided`] is compiled once, not for each type of output.
trait Work: Send {
    /// See [`Decide::reads`].
    fn reads(&self, world: &mut World, keys: &mut Keys);

    fn decide(&mut self, world: &mut World) -> Decision<()>;
}

/// Runs a change in a transaction.
///
/// # Errors
/// The error with which the change is refused. `BUSY` if the change needs a lock that comes before
/// a lock that is held, or if a row has changed: a retry may succeed, and starts with the keys that
/// this attempt has learned.
pub(crate) async fn run<C: Decide + ?Sized>(tx: &Tx, change: &C) -> Result<C::Output> {
    let mut one = One {
        change,
        output: None,
    };
    written(tx, &mut one).await?;
    one.output.ok_or_else(without_output)
}

/// A change of one actor.
struct One<'a, C: Decide + ?Sized> {
    change: &'a C,
    output: Option<C::Output>,
}

impl<C: Decide + ?Sized> Work for One<'_, C> {
    fn reads(&self, world: &mut World, keys: &mut Keys) {
        self.change.reads(world, keys);
    }

    fn decide(&mut self, world: &mut World) -> Decision<()> {
        self.output = Some(decide(world, self.change)?);
        Ok(())
    }
}

fn without_output() -> Error {
    Error::internal("a decision left no output")
}

/// Decides the work of the transaction's actor, and writes the result.
async fn written(tx: &Tx, work: &mut dyn Work) -> Result<()> {
    let actors = vec![tx.actor().clone()];
    let world = until_decided(tx, tx.conn(), actors, work).await?;
    world.write(tx).await
}

/// Runs a function in a world that starts with the rows of the keys, and writes the result.
///
/// # Errors
/// The error with which the function refuses; `BUSY` as for [`run`].
pub(crate) async fn in_world<T: Send>(
    tx: &Tx,
    keys: Keys,
    mut decide: impl FnMut(&mut World) -> Decision<T> + Send,
) -> Result<T> {
    let mut output = None;
    let decide = &mut |world: &mut World| {
        output = Some(decide(world)?);
        Ok(())
    };
    written(tx, &mut Function { keys, decide }).await?;
    output.ok_or_else(without_output)
}

/// A function of the world, and the keys of the rows that it starts with.
struct Function<'a> {
    keys: Keys,
    decide: &'a mut (dyn FnMut(&mut World) -> Decision<()> + Send),
}

impl Work for Function<'_> {
    fn reads(&self, _: &mut World, keys: &mut Keys) {
        keys.extend(&self.keys);
    }

    fn decide(&mut self, world: &mut World) -> Decision<()> {
        (self.decide)(world)
    }
}

/// A change of an actor that is decided together with those of other actors.
pub(crate) trait Member: Send {
    fn actor(&self) -> &Actor;
    fn reads(&self, world: &World, keys: &mut Keys);
    /// Decides the change and stores its outcome.
    ///
    /// # Errors
    /// Fails with the keys of missing rows only: the member stores a refusal as its outcome.
    fn decide(&mut self, world: &mut World) -> Decision<()>;
}

/// Runs changes of several actors in a transaction, one after another. Each change sees the effects
/// of the changes before it.
///
/// # Errors
/// `BUSY` as for [`run`].
pub(crate) async fn run_together<M: Member + ?Sized>(
    tx: &Tx,
    members: &mut [Box<M>],
) -> Result<()> {
    let actors = actors(members);
    let world = until_decided(tx, tx.conn(), actors, &mut Together(members)).await?;
    world.write(tx).await
}

/// Decides changes as [`run_together`] does, but locks no rows and writes nothing. The outcomes hold
/// as long as no other transaction changes the rows that they depend on.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub(crate) async fn preview<M: Member + ?Sized>(tx: &Tx, members: &mut [Box<M>]) -> Result<()> {
    let (conn, actors) = (tx.conn().without_locks(), actors(members));
    let decided = until_decided(tx, &conn, actors, &mut Together(members)).await;
    decided.map(drop)
}

fn actors<M: Member + ?Sized>(members: &[Box<M>]) -> Vec<Actor> {
    let actors = members.iter().map(|member| member.actor().clone());
    actors.collect()
}

/// The changes of several actors.
struct Together<'a, M: ?Sized>(&'a mut [Box<M>]);

impl<M: Member + ?Sized> Work for Together<'_, M> {
    fn reads(&self, world: &mut World, keys: &mut Keys) {
        for (place, member) in self.0.iter().enumerate() {
            world.act_as(place);
            let mut own = Keys::default();
            member.reads(world, &mut own);
            as_actor(&mut own, member.actor());
            keys.extend(&own);
        }
    }

    fn decide(&mut self, world: &mut World) -> Decision<()> {
        let mut needed = Keys::default();
        for (place, member) in self.0.iter_mut().enumerate() {
            world.act_as(place);
            needed.collect(member.decide(world))?;
        }
        needed.must_be_empty()
    }
}

/// Decides one change. If it panics, only this change is refused.
pub(crate) fn decide<C: Decide + ?Sized>(world: &mut World, change: &C) -> Decision<C::Output> {
    let mark = world.mark();
    world.begin();
    catch_unwind(AssertUnwindSafe(|| world.decide(change))).unwrap_or_else(|_| {
        world.undo(mark);
        Err(Error::internal("deciding a change panicked").into())
    })
}

/// Looks up the references, then reads the rows that the work names and decides. As long as the
/// decision needs more rows, reads them and decides again.
///
/// `conn` is a handle on the transaction. A handle that locks no rows only previews the decision.
async fn until_decided(
    tx: &Tx,
    conn: &Conn,
    actors: Vec<Actor>,
    work: &mut dyn Work,
) -> Result<World> {
    let (mut keys, ids) = tx.learned();
    let ids = NewIds::new(tx.ids(), ids);
    let mut world = World::new(actors, tx.now(), ids, tx.settings());
    work.reads(&mut world, &mut keys);
    // The keys that were read before this round.
    let mut read = Vec::new();
    // References are looked up before anything is locked, so that all locks are acquired in one
    // order.
    if let Some(references) = keys.take_references() {
        world.read(conn, &references).await?;
        read.push(references);
        work.reads(&mut world, &mut keys);
    }
    for _ in 0..MAX_ROUNDS {
        // With several actors, it is not known here which actor needs which org.
        if let [actor] = world.actors() {
            as_actor(&mut keys, actor);
        }
        world.read(conn, &keys).await?;
        match work.decide(&mut world) {
            Ok(()) => {
                tx.judged(&world.all_required);
                return Ok(world);
            }
            Err(Stop::Refused(error)) => return Err(error),
            Err(Stop::Needs(more)) => {
                world.start_over();
                read.push(std::mem::replace(&mut keys, *more));
                let is_late = world.is_too_late_for(&keys);
                if conn.locks_rows() && (is_late || world.lacks_lock_of(&keys)) {
                    read.drain(..).for_each(|earlier| keys.extend(&earlier));
                    if is_late && tx.learn(keys.clone(), world.new_ids()) {
                        return Err(Error::busy("a lock is missing").again());
                    }
                    // Rows that were read before the lock may have changed until the lock was
                    // acquired.
                    world = world.unread();
                }
            }
        }
    }
    Err(Error::internal(
        "a change never gets all the rows that it needs",
    ))
}

/// Adds the rows that the permissions of a user depend on: the user's row, and the user's own
/// memberships in the named orgs.
fn as_actor(keys: &mut Keys, actor: &Actor) {
    let Some(user) = actor.user() else {
        return;
    };
    let orgs: Vec<_> = keys.orgs.keys().copied().collect();
    for org in orgs {
        keys.membership(org, user).user(user);
    }
}
