//! Running changes: their rows are read, they are decided, and what they did is written.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    access::Actor,
    domain::Tx,
    error::{Error, Result},
};

use super::{Decide, Decision, Keys, Stop, World, new_ids::NewIds};

/// The number of times that more rows are read before the change is taken for a fault of the server.
const MAX_ROUNDS: usize = 16;

/// What is decided in a world, and begins with reading.
trait Work {
    type Output;

    /// See [`Decide::reads`].
    fn reads(&self, world: &mut World, keys: &mut Keys);

    fn decide(&mut self, world: &mut World) -> Decision<Self::Output>;
}

/// Runs a change in a transaction.
///
/// # Errors
/// Why the change is refused. `BUSY`, worth another try with the keys that the transaction has learned by then, when a lock
/// is missing that comes before those that are held.
pub(crate) async fn run<C: Decide + ?Sized>(tx: &Tx, change: &C) -> Result<C::Output> {
    let actors = vec![tx.actor().clone()];
    let (world, output) = until_decided(tx, actors, One(change)).await?;
    world.write(tx).await?;
    Ok(output)
}

/// A change of one actor.
struct One<'a, C: ?Sized>(&'a C);

impl<C: Decide + ?Sized> Work for One<'_, C> {
    type Output = C::Output;

    fn reads(&self, world: &mut World, keys: &mut Keys) {
        self.0.reads(world, keys);
    }

    fn decide(&mut self, world: &mut World) -> Decision<C::Output> {
        decide(world, self.0)
    }
}

/// Does something in a world that begins with the rows of the keys, and writes what became of the world.
///
/// # Errors
/// The refusal of `decide`; `BUSY`, as for [`run`].
pub(crate) async fn in_world<T>(
    tx: &Tx,
    keys: Keys,
    decide: impl FnMut(&mut World) -> Decision<T> + Send,
) -> Result<T> {
    let actors = vec![tx.actor().clone()];
    let (world, output) = until_decided(tx, actors, Function { keys, decide }).await?;
    world.write(tx).await?;
    Ok(output)
}

/// A function of the world, with the rows that it begins with.
struct Function<F> {
    keys: Keys,
    decide: F,
}

impl<T, F: FnMut(&mut World) -> Decision<T>> Work for Function<F> {
    type Output = T;

    fn reads(&self, _: &mut World, keys: &mut Keys) {
        keys.extend(&self.keys);
    }

    fn decide(&mut self, world: &mut World) -> Decision<T> {
        (self.decide)(world)
    }
}

/// A change of an actor, to be decided together with those of others.
pub(crate) trait Member: Send {
    fn actor(&self) -> &Actor;
    fn reads(&self, world: &World, keys: &mut Keys);
    /// Decides the change and keeps what became of it.
    ///
    /// # Errors
    /// The rows that are missing, and nothing else: a refusal is the member's own.
    fn decide(&mut self, world: &mut World) -> Decision<()>;
}

/// Runs changes of several actors one after another in a transaction, each on what those before have done.
///
/// # Errors
/// `BUSY`, as for [`run`].
pub(crate) async fn run_together<M: Member + ?Sized>(
    tx: &Tx,
    members: &mut [Box<M>],
) -> Result<()> {
    let actors: Vec<Actor> = members
        .iter()
        .map(|member| member.actor().clone())
        .collect();
    let (world, ()) = until_decided(tx, actors, Together(members)).await?;
    world.write(tx).await
}

/// Changes of several actors.
struct Together<'a, M: ?Sized>(&'a mut [Box<M>]);

impl<M: Member + ?Sized> Work for Together<'_, M> {
    type Output = ();

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

/// Decides one change. One that panics is refused alone.
pub(crate) fn decide<C: Decide + ?Sized>(world: &mut World, change: &C) -> Decision<C::Output> {
    let mark = world.mark();
    world.begin();
    catch_unwind(AssertUnwindSafe(|| world.decide(change))).unwrap_or_else(|_| {
        world.undo(mark);
        Err(Error::internal("deciding a change panicked").into())
    })
}

/// Looks up what is named by a reference, then reads the rows that the work names, and then those that it asks for when it is
/// decided, until it has all that it needs.
async fn until_decided<W: Work>(
    tx: &Tx,
    actors: Vec<Actor>,
    mut work: W,
) -> Result<(World, W::Output)> {
    let (mut keys, ids) = tx.learned();
    let ids = NewIds::new(tx.ids(), ids);
    let mut world = World::new(actors, tx.now(), ids, tx.settings());
    work.reads(&mut world, &mut keys);
    // What was read before the keys of this round.
    let mut read = Vec::new();
    // Nothing is locked before all references are looked up, so that all locks are taken in one order.
    if let Some(references) = keys.take_references() {
        world.read(tx.conn(), &references).await?;
        read.push(references);
        work.reads(&mut world, &mut keys);
    }
    for _ in 0..MAX_ROUNDS {
        // Of several actors nobody knows here which of them needs which org.
        if let [actor] = world.actors() {
            as_actor(&mut keys, actor);
        }
        world.read(tx.conn(), &keys).await?;
        match work.decide(&mut world) {
            Ok(output) => {
                tx.judged(&world.all_required);
                return Ok((world, output));
            }
            Err(Stop::Refused(error)) => return Err(error),
            Err(Stop::Needs(more)) => {
                world.start_over();
                read.push(std::mem::replace(&mut keys, *more));
                let is_late = world.is_too_late_for(&keys);
                if tx.conn().locks_rows() && (is_late || world.lacks_lock_of(&keys)) {
                    read.drain(..).for_each(|earlier| keys.extend(&earlier));
                    if is_late && tx.learn(keys.clone(), world.new_ids()) {
                        return Err(Error::busy("a lock is missing").again());
                    }
                    // What was read before the lock may have changed until it is granted.
                    world = world.unread();
                }
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
