//! One attempt in one transaction: begin, run, commit or roll back.

use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::{
    access::Actor,
    db,
    domain::{AfterCommit, Learned, Tx},
    error::{Code, Error, Result},
};

use super::App;

/// The work of a transaction. It runs again when another transaction was in the way. It keeps its
/// output, so that attempts are compiled once, not for each operation.
pub(super) trait Work: Send {
    /// Returns the actor of the transaction.
    fn actor(&self) -> Actor;

    /// Returns the names of the operations, for metrics and logs.
    fn operations(&self) -> Vec<&'static str>;

    /// Returns the longest wait for a lock. `None` is the database's own limit.
    fn lock_timeout(&self) -> Option<Duration> {
        None
    }

    /// Runs in the transaction.
    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, Result<()>>;
}

impl App {
    /// Runs the work once, in one transaction.
    pub(super) async fn run_once(&self, work: &mut dyn Work, learned: &Learned) -> Result<()> {
        let tx = self
            .begin(&work.actor(), Some(learned), work.lock_timeout())
            .await?;
        match work.run(&tx).await {
            Ok(()) => self.commit(&tx).await,
            Err(error) => {
                roll_back(&tx).await;
                Err(error)
            }
        }
    }

    pub(super) async fn begin(
        &self,
        actor: &Actor,
        learned: Option<&Learned>,
        lock_timeout: Option<Duration>,
    ) -> Result<Tx> {
        let inner = &self.0;
        let conn = inner.db.begin_with(&actor.meter, lock_timeout).await?;
        let (ids, settings) = (inner.ids.clone(), inner.settings.clone());
        Ok(Tx::new(
            conn,
            actor.clone(),
            inner.clock.now(),
            ids,
            settings,
            learned.cloned(),
        ))
    }

    pub(super) async fn commit(&self, tx: &Tx) -> Result<()> {
        let effects = tx.commit().await.map_err(outcome_unknown)?;
        for effect in effects {
            match effect {
                AfterCommit::ForgetToken(_) | AfterCommit::ForgetTokensOf(_) => {
                    self.0.authenticator.forget()
                }
                AfterCommit::JobsChanged => {
                    self.0.jobs.send_replace(());
                }
            }
        }
        Ok(())
    }
}

pub(super) async fn roll_back(tx: &Tx) {
    if let Err(error) = tx.roll_back().await {
        tracing::debug!(?error, "could not roll back; the connection is discarded");
    }
}

/// Tells the caller that a commit without a reply may have been executed.
fn outcome_unknown(error: Error) -> Error {
    let is_known = error.is_worth_another_try() || db::found_no_room(&error);
    if error.code() != Code::Busy || is_known {
        return error;
    }
    error.saying(
        "The connection to the database was lost during the commit. Check whether the change was \
         committed before you try again.",
    )
}
