//! The change of one item: the signature.

use crate::{
    domain::Tx,
    entity::sync_item,
    error::{Error, Result},
};

use super::{Changes, run::RunContext};

/// An item.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) row: sync_item::Model,
    pub(super) changes: Changes,
}

/// Decides.
pub(super) async fn preview(
    _: &Tx,
    _: &RunContext,
    items: &[Item],
) -> Result<Vec<Result<(), Error>>> {
    Ok(items.iter().map(|_| Ok(())).collect())
}
