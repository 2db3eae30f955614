//! What a resolver finds of its request.

use std::hash::Hash;

use async_graphql::{
    Context,
    dataloader::{DataLoader, Loader},
};

use crate::{
    access::{Actor, target::not_found},
    app::Session,
    domain::Reader,
    error::{Code, Error, Result},
};

use super::loaders::{Level, Loaders};

/// A request that was admitted.
pub(super) struct RequestContext {
    /// Executes operations.
    pub(super) session: Session,
    /// Which request of a batch it is.
    place: Option<usize>,
    /// Who asks.
    pub(super) actor: Actor,
    /// What reads go through.
    pub(super) reader: Reader,
    /// Nested objects, many at a time.
    pub(super) loaders: DataLoader<Loaders>,
}

impl RequestContext {
    pub(super) fn new(session: &Session, place: Option<usize>, level: &Level) -> Self {
        let reader = session.reader().clone();
        Self {
            session: session.clone(),
            place,
            actor: session.actor().clone(),
            loaders: Loaders::new(reader.clone(), level),
            reader,
        }
    }

    /// Where a root field stands: its key in the reply, and which request of a batch it belongs to.
    pub(super) fn path(&self, ctx: &Context<'_>) -> String {
        let key = &ctx.item.node.response_key().node;
        match self.place {
            Some(place) => format!("{place}.{key}"),
            None => key.to_string(),
        }
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        self.actor.request_id.as_deref()
    }
}

/// The request that a field is resolved for.
pub(super) fn of<'a>(ctx: &Context<'a>) -> &'a RequestContext {
    ctx.data_unchecked::<RequestContext>()
}

/// Whether an argument stands for a variable that the request does not give: the specification calls it absent, the library
/// makes it null.
pub(super) fn is_absent(ctx: &Context<'_>, argument: &str) -> bool {
    ctx.item.node.get_argument(argument).is_some_and(|value| {
        let given = |name| ctx.query_env.variables.get(&name).cloned().ok_or(());
        value.node.clone().into_const_with(given).is_err()
    })
}

/// The thing with this id, if the actor may see it.
pub(super) async fn find<K>(
    ctx: &Context<'_>,
    key: K,
) -> Result<Option<<Loaders as Loader<K>>::Value>>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loaders: Loader<K, Error = Error>,
{
    of(ctx).loaders.load_one(key).await
}

/// The thing with this id, which the schema promises.
pub(super) async fn get<K>(
    ctx: &Context<'_>,
    key: K,
    code: Code,
) -> Result<<Loaders as Loader<K>>::Value>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loaders: Loader<K, Error = Error>,
{
    find(ctx, key).await?.ok_or_else(|| not_found(code))
}
