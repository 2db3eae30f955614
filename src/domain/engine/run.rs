//! Running a change: its rows are read, it is decided, and what it did is written.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    access::Who,
    domain::Tx,
    error::{Error, Result},
};

use super::{Decide, Decision, Keys, Stop, World, world::Mark};

/// The number of times that more rows are read before the change is taken for a fault of the server.
const MAX_ROUNDS: usize = 16;

/// Runs a change in a transaction.
///
/// # Errors
/// Why the change is refused. `BUSY`, worth another try with the keys that the transaction has learned by then, when a lock
/// is missing that comes before those that are held.
pub(crate) async fn run<C: Decide>(
    tx: &Tx,
    change: &C,
    uphold: fn(&mut World, Mark) -> Decision<()>,
) -> Result<C::Output> {
    let mut keys = tx.learned_keys();
    change.reads(&mut keys);
    let mut world = World::new(tx.actor().clone(), tx.now(), tx.ids());
    for _ in 0..MAX_ROUNDS {
        as_actor(&mut keys, tx.actor().who());
        world.read(tx.conn(), &keys).await?;
        let decide = || world.change(|world| change.decide(world), uphold);
        let decided = catch_unwind(AssertUnwindSafe(decide))
            .unwrap_or_else(|_| Err(Error::internal("deciding a change panicked").into()));
        match decided {
            Ok(output) => {
                tx.needs_all(world.required());
                world.write(tx).await?;
                return Ok(output);
            }
            Err(Stop::Refused(error)) => return Err(error),
            Err(Stop::Needs(more)) => {
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

/// Where a user acts, the rights in an org rest on the user's own membership there.
fn as_actor(keys: &mut Keys, who: Who) {
    let Who::User { user, .. } = who else {
        return;
    };
    let orgs: Vec<_> = keys.orgs.keys().copied().collect();
    for org in orgs {
        keys.membership(org, user).user(user);
    }
}
