//! The operation that creates or updates many users together with their orgs.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        Operation,
        batch::{self, BatchMode, BatchOutcome},
        engine::{Decide, Decision, Keys, World},
    },
    error::Result,
};

use super::UpsertUser;

/// Creates or updates the user of each row with their orgs and groups, as [`UpsertUser`] does. The
/// number of statements does not grow with the number of rows. Each row sees the effects of the
/// rows before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpsertUsers {
    /// The users.
    pub rows: Vec<UpsertUser>,
    /// Whether other rows still run when one row fails.
    pub mode: BatchMode,
}

impl UpsertUsers {
    /// Checks the number of rows.
    ///
    /// # Errors
    /// `INVALID_VALUE` if there are no rows. `LIMIT_EXCEEDED` if there are too many.
    pub fn check_size(rows: usize) -> Result<()> {
        batch::check_size("rows", rows)
    }
}

impl Operation for UpsertUsers {
    type Output = BatchOutcome;

    const NAME: &'static str = "UpsertUsers";

    fn change(&self) -> Option<&dyn Decide<Output = BatchOutcome>> {
        Some(self)
    }
}

impl Decide for UpsertUsers {
    type Output = BatchOutcome;

    fn reads(&self, world: &World, keys: &mut Keys) {
        batch::reads(&self.rows, world, keys);
    }

    fn decide(&self, world: &mut World) -> Decision<BatchOutcome> {
        Self::check_size(self.rows.len())?;
        batch::decide(world, self.mode, &self.rows, |_| None)
    }

    fn weight(&self) -> usize {
        let weights = self.rows.iter().map(Decide::weight);
        weights.fold(0, usize::saturating_add)
    }
}
