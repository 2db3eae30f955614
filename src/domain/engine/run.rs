//! Running changes: their rows are read, they are decided, and what they did is written.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    access::Actor,
    domain::Tx,
    error::{Error, Result},
};

use super::{Decide, Decision, Keys, Stop, World, world::Uphold};

/// The number of times that more rows are read before the change is taken for a fault of the server.
const MAX_ROUNDS: usize = 16;

/// Runs a change in a transaction.
///
/// # Errors
/// Why the change is refused. `BUSY`, worth another try with the keys that the transaction has learned by then, when a lock
/// is missing that comes before those that are held.
pub(crate) async fn run<C: Decide + ?Sized>(
    tx: &Tx,
    change: &C,
    uphold: Uphold,
) -> Result<C::Output> {
    let mut keys = Keys::default();
    change.reads(&mut keys);
    in_world(tx, keys, |world| decide(world, change, uphold)).await
}

/// Does something in a world that begins with the rows of the keys, and writes what became of the world.
///
/// # Errors
/// The refusal of `decide`; `BUSY`, as for [`run`].
pub(crate) async fn in_world<T>(
    tx: &Tx,
    keys: Keys,
    decide: impl FnMut(&mut World) -> Decision<T>,
) -> Result<T> {
    let (world, output) = until_decided(tx, vec![tx.actor().clone()], keys, decide).await?;
    world.write(tx).await?;
    Ok(output)
}

/// Runs changes one after another in a transaction, each on what those before have done. `finish` gets what became of each,
/// and nothing is written where it fails.
///
/// # Errors
/// What `finish` says; `BUSY`, as for [`run`].
pub(crate) async fn run_each<C: Decide, T>(
    tx: &Tx,
    changes: &[C],
    uphold: Uphold,
    finish: impl FnOnce(Vec<Result<C::Output>>) -> Result<T> + Send,
) -> Result<T> {
    let mut keys = Keys::default();
    for change in changes {
        change.reads(&mut keys);
    }
    let decide = |world: &mut World| {
        let (mut outputs, mut needed) = (Vec::with_capacity(changes.len()), Keys::default());
        for change in changes {
            let decided = match decide(world, change, uphold) {
                Err(Stop::Refused(error)) => Ok(Err(error)),
                decided => decided.map(Ok),
            };
            outputs.extend(needed.collect(decided)?);
        }
        needed.must_be_empty().map(|()| outputs)
    };
    let (world, outputs) = until_decided(tx, vec![tx.actor().clone()], keys, decide).await?;
    let done = finish(outputs)?;
    world.write(tx).await?;
    Ok(done)
}

/// A change of an actor, to be decided together with those of others.
pub(crate) trait Member: Send {
    fn actor(&self) -> &Actor;
    fn reads(&self, keys: &mut Keys);
    /// Decides the change and keeps what became of it.
    ///
    /// # Errors
    /// The rows that are missing, and nothing else: a refusal is the member's own.
    fn decide(&mut self, world: &mut World, uphold: Uphold) -> Decision<()>;
}

/// Runs changes of several actors one after another in a transaction, each on what those before have done.
///
/// # Errors
/// `BUSY`, as for [`run`].
pub(crate) async fn run_together<M: Member + ?Sized>(
    tx: &Tx,
    members: &mut [Box<M>],
    uphold: Uphold,
) -> Result<()> {
    let mut keys = Keys::default();
    for member in &*members {
        let mut own = Keys::default();
        member.reads(&mut own);
        as_actor(&mut own, member.actor());
        keys.extend(&own);
    }
    let actors: Vec<Actor> = members
        .iter()
        .map(|member| member.actor().clone())
        .collect();
    let decide = |world: &mut World| {
        let mut needed = Keys::default();
        for (place, member) in members.iter_mut().enumerate() {
            world.act_as(place);
            needed.collect(member.decide(world, uphold))?;
        }
        needed.must_be_empty()
    };
    let (world, ()) = until_decided(tx, actors, keys, decide).await?;
    world.write(tx).await
}

/// Decides one change. One that panics is refused alone.
pub(crate) fn decide<C: Decide + ?Sized>(
    world: &mut World,
    change: &C,
    uphold: Uphold,
) -> Decision<C::Output> {
    let mark = world.mark();
    catch_unwind(AssertUnwindSafe(|| world.decide(change, uphold))).unwrap_or_else(|_| {
        world.undo(mark);
        Err(Error::internal("deciding a change panicked").into())
    })
}

/// Reads the rows of the keys, and those that `decide` asks for, until it has all that it needs.
async fn until_decided<T>(
    tx: &Tx,
    actors: Vec<Actor>,
    mut keys: Keys,
    mut decide: impl FnMut(&mut World) -> Decision<T>,
) -> Result<(World, T)> {
    keys.extend(&tx.learned_keys());
    let mut world = World::new(actors, tx.now(), tx.ids(), tx.settings());
    for _ in 0..MAX_ROUNDS {
        // Of several actors nobody knows here which of them needs which org.
        if let [actor] = world.actors() {
            as_actor(&mut keys, actor);
        }
        world.read(tx.conn(), &keys).await?;
        match decide(&mut world) {
            Ok(output) => {
                tx.judged(&world.all_required);
                return Ok((world, output));
            }
            Err(Stop::Refused(error)) => return Err(error),
            Err(Stop::Needs(more)) => {
                world.start_over();
                let is_late = tx.conn().locks_rows() && world.is_too_late_for(&more);
                if is_late && tx.learn(&more) {
                    return Err(Error::busy("a lock is missing").again());
                }
                keys = *more;
            }
        }
    }
    Err(Error::internal(
        "a change never has all the rows that it needs",
    ))
}

/// The rights of a user who acts rest on the user's own memberships, in the orgs that are named.
fn as_actor(keys: &mut Keys, actor: &Actor) {
    let Some(user) = actor.user() else {
        return;
    };
    let orgs: Vec<_> = keys.orgs.keys().copied().collect();
    for org in orgs {
        keys.membership(org, user).user(user);
    }
}
