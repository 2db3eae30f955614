//! Values of arguments as the document writes them, and nullable arguments that change a field.

use async_graphql::{Context, MaybeUndefined, Variables};
use async_graphql_value::Value;

use crate::{domain::field::NameSearch, error::Result};

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

/// Parses a nullable argument: absent leaves the field unchanged, null clears it, and a value is
/// parsed.
pub(crate) fn patch<P>(
    ctx: &Context<'_>,
    argument: &'static str,
    given: MaybeUndefined<String>,
    parse: impl FnOnce(&'static str, &str) -> Result<P>,
) -> Result<Option<Option<P>>> {
    let literal = ArgumentLiteral::argument(ctx, argument);
    patch_at(literal, given, |text: String| parse(argument, &text))
}

/// Parses a nullable value from `literal`: absent leaves the field unchanged, null clears it, and a
/// value is parsed.
pub(crate) fn patch_at<T, P>(
    literal: ArgumentLiteral<'_>,
    given: MaybeUndefined<T>,
    parse: impl FnOnce(T) -> Result<P>,
) -> Result<Option<Option<P>>> {
    match given {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null if literal.is_absent() => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(value) => parse(value).map(|value| Some(Some(value))),
    }
}

/// Parses the argument `search` of a list of orgs or groups.
///
/// # Errors
///
/// `INVALID_VALUE` if the text is too long or has a control character.
pub(crate) fn name_search(text: Option<&str>) -> Result<Option<NameSearch>> {
    match text {
        Some(text) => NameSearch::parse("search", text),
        None => Ok(None),
    }
}
