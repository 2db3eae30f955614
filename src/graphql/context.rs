//! What a resolver finds of its request.

use std::hash::Hash;

use async_graphql::{
    Context, Variables,
    dataloader::{DataLoader, Loader},
};
use async_graphql_value::Value;

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

/// A value as the document writes it. A variable that the request does not give is absent, says the specification; the
/// library makes it null, and null clears.
#[derive(Clone, Copy)]
pub(super) struct ArgumentLiteral<'a> {
    /// None where a variable stands in its place, or in the place of what it is a part of: then absent is absent.
    value: Option<&'a Value>,
    variables: &'a Variables,
}

impl<'a> ArgumentLiteral<'a> {
    /// An argument of the field at hand.
    pub(super) fn argument(ctx: &Context<'a>, name: &str) -> Self {
        let argument = ctx.item.node.get_argument(name);
        Self {
            value: argument.map(|value| &value.node),
            variables: &ctx.query_env.variables,
        }
    }

    /// A field of the object.
    pub(super) fn field(self, name: &str) -> Self {
        let value = match self.value {
            Some(Value::Object(fields)) => fields.get(name),
            _ => None,
        };
        Self { value, ..self }
    }

    /// An item of the list; one thing where a list is wanted is a list of it.
    pub(super) fn item(self, index: usize) -> Self {
        let value = match self.value {
            Some(Value::List(items)) => items.get(index),
            value => value,
        };
        Self { value, ..self }
    }

    /// Whether it is a variable that the request does not give.
    pub(super) fn is_absent(self) -> bool {
        matches!(self.value, Some(Value::Variable(name)) if !self.variables.contains_key(name))
    }
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
