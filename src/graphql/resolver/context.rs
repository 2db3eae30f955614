//! The request data that resolvers use.

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

/// A value as the document writes it. For the specification, a variable without a value is absent;
/// the library makes it null, and null would clear a field.
#[derive(Clone, Copy)]
pub(crate) struct ArgumentLiteral<'a> {
    /// `None` if the document does not contain the value: the value is omitted, or a variable
    /// stands for the object that contains it. The library then reports an absent field as absent.
    value: Option<&'a Value>,
    variables: &'a Variables,
}

impl<'a> ArgumentLiteral<'a> {
    /// Returns an argument of the current field.
    pub(crate) fn argument(ctx: &Context<'a>, name: &str) -> Self {
        let argument = ctx.item.node.get_argument(name);
        Self {
            value: argument.map(|value| &value.node),
            variables: &ctx.query_env.variables,
        }
    }

    /// Returns a field of the object.
    pub(crate) fn field(self, name: &str) -> Self {
        let value = match self.value {
            Some(Value::Object(fields)) => fields.get(name),
            _ => None,
        };
        Self { value, ..self }
    }

    /// Returns an item of the list. A single value is coerced to a list of one item.
    pub(crate) fn item(self, index: usize) -> Self {
        let value = match self.value {
            Some(Value::List(items)) => items.get(index),
            value => value,
        };
        Self { value, ..self }
    }

    /// Returns whether the value is a variable without a value.
    pub(crate) fn is_absent(self) -> bool {
        matches!(self.value, Some(Value::Variable(name)) if !self.variables.contains_key(name))
    }
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
