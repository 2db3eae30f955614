//! The request data that resolvers use.

use std::{collections::HashMap, hash::Hash};

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

use super::{level::Level, loaders::Loaders};

/// The data of an authenticated request.
pub(crate) struct RequestContext {
    /// The session that executes operations.
    pub(crate) session: Session,
    /// The position of the request in a batch of requests.
    place: Option<usize>,
    /// The authenticated caller.
    pub(crate) actor: Actor,
    /// The reader for all reads.
    pub(crate) reader: Reader,
    /// The loaders of nested objects, which batch their lookups.
    pub(crate) loaders: DataLoader<Loaders>,
}

impl RequestContext {
    pub(crate) fn new(session: &Session, place: Option<usize>, level: &Level) -> Self {
        let reader = session.reader().clone();
        Self {
            session: session.clone(),
            place,
            actor: session.actor().clone(),
            loaders: Loaders::new(reader.clone(), level),
            reader,
        }
    }

    /// Returns the path of a root field: its key in the response, preceded by the position of its
    /// request in a batch.
    pub(crate) fn path(&self, ctx: &Context<'_>) -> String {
        let key = &ctx.item.node.response_key().node;
        match self.place {
            Some(place) => format!("{place}.{key}"),
            None => key.to_string(),
        }
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.actor.request_id.as_deref()
    }
}

/// Returns the request of the field that is being resolved.
pub(crate) fn of<'a>(ctx: &Context<'a>) -> &'a RequestContext {
    ctx.data_unchecked::<RequestContext>()
}

/// Loads the object with this key, if the actor may see it.
pub(crate) async fn find<K>(
    ctx: &Context<'_>,
    key: K,
) -> Result<Option<<Loaders as Loader<K>>::Value>>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loaders: Loader<K, Error = Error>,
{
    of(ctx).loaders.load_one(key).await
}

/// Loads the objects with these keys that the actor may see.
pub(crate) async fn find_many<K>(
    ctx: &Context<'_>,
    keys: impl IntoIterator<Item = K>,
) -> Result<HashMap<K, <Loaders as Loader<K>>::Value>>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loaders: Loader<K, Error = Error>,
{
    of(ctx).loaders.load_many(keys).await
}

/// Loads the object with this key for a non-null field.
///
/// # Errors
///
/// `code`, if there is no such object or the actor may not see it.
pub(crate) async fn get<K>(
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
