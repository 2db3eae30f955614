//! Plans the inverse of a run, from the events of the run, user by user.
//!
//! * `past`: what the run has done to a row, by its events.
//! * `load`: reads the events and the current rows of some users.
//! * `inverse`: the items of one user, a plain function of rows, with the user's own fields (`own`)
//!   and the default (`default`).

mod default;
mod inverse;
mod load;
mod own;
mod past;

use crate::{
    domain::{
        Tx,
        sync::{
            change::{self, Item},
            run::RunContext,
        },
    },
    entity::sync_item::SyncAction,
    error::{Code, Result},
    id::SyncRunId,
};

use super::{
    ledger::{Ledger, item_of},
    person::Draft,
    progress::{Phase, Progress},
    staged::Fault,
};

/// Plans the items of the next users whom the run `reverted` has changed.
pub(super) async fn step(
    tx: &Tx,
    context: &RunContext,
    reverted: SyncRunId,
    progress: &mut Progress,
) -> Result<()> {
    let loaded = load::next(tx, reverted, progress.cursor, progress.size).await?;
    let Some(last) = loaded.last() else {
        progress.enter(Phase::Members);
        return Ok(());
    };
    let mut drafts = inverse::drafts(&loaded, &context.source, tx.now());
    // A user who cannot be deleted is removed from the org.
    if decide(tx, context, &mut drafts).await? {
        decide(tx, context, &mut drafts).await?;
    }
    progress.cursor = Some(last.into());
    let mut ledger = Ledger::new(context.id, progress);
    for draft in &drafts {
        ledger.add(draft)?;
    }
    ledger.write(tx).await
}

/// Decides the items by the rules of single changes. An item that they refuse is a conflict. Returns
/// whether a user who cannot be deleted is to be removed instead.
async fn decide(tx: &Tx, context: &RunContext, drafts: &mut [Draft]) -> Result<bool> {
    let (mut items, mut places) = (Vec::new(), Vec::new());
    for (place, draft) in drafts.iter().enumerate() {
        if draft.action != SyncAction::Conflict {
            items.push(Item {
                row: item_of(context.id, draft)?,
                changes: draft.changes.clone(),
            });
            places.push(place);
        }
    }
    if items.is_empty() {
        return Ok(false);
    }
    let mut is_any_kept = false;
    let decided = change::preview(tx, context, &items).await?;
    for (place, result) in places.into_iter().zip(decided) {
        let error = match result {
            Ok(applied) => {
                if applied.is_partial {
                    inverse::keep_own(&mut drafts[place]);
                }
                continue;
            }
            Err(error) => error,
        };
        if error.is_worth_another_try() || error.internals().is_some() {
            return Err(error);
        }
        let draft = &mut drafts[place];
        let is_kept = draft.action == SyncAction::Delete
            && matches!(error.code(), Code::Forbidden | Code::PlanStale);
        if is_kept {
            inverse::remove_only(draft);
            is_any_kept = true;
        } else {
            inverse::refuse(draft, Fault::from(&error));
        }
    }
    Ok(is_any_kept)
}
