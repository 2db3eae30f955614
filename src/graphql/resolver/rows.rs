//! Rows: the objects of a list, and objects that a row contains.
//!
//! The library allocates a future and a task for each field of each object. Most fields of a row
//! are columns, which never wait. [`Rows`] and [`Row`] therefore read the selections once for the
//! whole list, and resolve each field of each row as far as it goes without waiting. Only fields
//! that wait for a loader become tasks, which run concurrently for the whole list.
//!
//! A row has no list of its columns: every value comes from the field's own resolver in `schema`,
//! with its guards and errors, and the first poll shows whether the field waits. A field without
//! selections is polled on the stack. If it waits, it is dropped and resolved again, so the resolver
//! of such a field may request a key from a loader and must not send a statement of its own.
//!
//! The schema has no extensions, which would not be called for the fields of a row.

use std::{borrow::Cow, iter::repeat_n};

use async_graphql::{
    ContextSelectionSet, Name, ObjectType, OutputType, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, Selection},
    registry::Registry,
};
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};

/// A list of objects.
pub(crate) struct Rows<T>(pub(crate) Vec<T>);

/// One object.
pub(crate) struct Row<T>(pub(crate) T);

/// The value of a field. `None` for an unknown field, whose value is null.
type FieldValue = ServerResult<Option<Value>>;

/// The selections of rows.
struct Selected<'a> {
    fields: Vec<&'a Positioned<Field>>,
    /// An object with all keys in the order of the document, in which `__typename` has its value
    /// and all other fields are null.
    template: IndexMap<Name, Value>,
}

impl<'a> Selected<'a> {
    /// Reads the selections of objects of a type. Returns `None` for selections that `execution`
    /// does not collect into one field for each key: fragments, directives and repeated keys.
    fn of<T: ObjectType>(ctx: &ContextSelectionSet<'a>) -> Option<Self> {
        let selections = &ctx.item.node.items;
        let mut fields = Vec::with_capacity(selections.len());
        let mut template = IndexMap::with_capacity(selections.len());
        for selection in selections {
            let Selection::Field(field) = &selection.node else {
                return None;
            };
            let value = match is_typename(field) {
                true => Value::String(T::type_name().into_owned()),
                false => Value::Null,
            };
            let key = field.node.response_key().node.clone();
            if !field.node.directives.is_empty() || template.insert(key, value).is_some() {
                return None;
            }
            fields.push(field);
        }
        Some(Self { fields, template })
    }

    /// Resolves the rows, each with its context, to objects. As in the library's objects, the key of
    /// a failed field is absent, and an object without keys is null.
    async fn resolve<T: ObjectType>(self, rows: &[(ContextSelectionSet<'_>, &T)]) -> Vec<Value> {
        let mut objects: Vec<_> = repeat_n(self.template, rows.len()).collect();
        let mut failed = Vec::new();
        let mut put =
            |objects: &mut Vec<IndexMap<_, _>>, at: usize, index, value: FieldValue| match value {
                Ok(value) => objects[at][index] = value.unwrap_or_default(),
                Err(error) => {
                    rows[at].0.add_error(error);
                    failed.push((at, index));
                }
            };
        let mut waiting = Vec::new();
        for (at, (ctx, row)) in rows.iter().enumerate() {
            for (index, field) in self.fields.iter().enumerate() {
                if is_typename(field) {
                    continue;
                }
                match poll_once(ctx, *row, field) {
                    Ok(value) => put(&mut objects, at, index, value),
                    Err(rest) => waiting.push(rest.map(move |value| (at, index, value))),
                }
            }
        }
        if !waiting.is_empty() {
            let mut waiting: FuturesUnordered<_> = waiting.into_iter().collect();
            while let Some((at, index, value)) = waiting.next().await {
                put(&mut objects, at, index, value);
            }
        }
        for (at, index) in failed {
            let key = &self.fields[index].node.response_key().node;
            objects[at].shift_remove(key);
        }
        let objects = objects.into_iter();
        objects
            .map(|object| match object.is_empty() {
                true => Value::Null,
                false => Value::Object(object),
            })
            .collect()
    }
}

fn is_typename(field: &Positioned<Field>) -> bool {
    field.node.name.node == "__typename"
}

/// Resolves a field as far as it goes without waiting.
///
/// # Errors
///
/// The rest of the field, if the field waits.
fn poll_once<'a, T: ObjectType>(
    ctx: &'a ContextSelectionSet<'a>,
    row: &'a T,
    field: &'a Positioned<Field>,
) -> Result<FieldValue, BoxFuture<'a, FieldValue>> {
    let resolve = || async move {
        let ctx = ctx.with_field(field);
        row.resolve_field(&ctx).await
    };
    let is_leaf = field.node.selection_set.node.items.is_empty();
    if is_leaf && let Some(value) = resolve().now_or_never() {
        return Ok(value);
    }
    let mut rest = resolve().boxed();
    (&mut rest).now_or_never().ok_or(rest)
}

impl<T: ObjectType> OutputType for Rows<T> {
    fn type_name() -> Cow<'static, str> {
        <Vec<T> as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Vec<T> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<T> as OutputType>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let Some(selected) = Selected::of::<T>(ctx) else {
            return OutputType::resolve(&self.0, ctx, field).await;
        };
        let rows = self.0.iter().enumerate();
        let rows: Vec<_> = rows.map(|(at, row)| (ctx.with_index(at), row)).collect();
        Ok(Value::List(selected.resolve(&rows).await))
    }
}

impl<T: ObjectType> OutputType for Row<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let Some(selected) = Selected::of::<T>(ctx) else {
            return OutputType::resolve(&self.0, ctx, field).await;
        };
        let objects = selected.resolve(&[(ctx.clone(), &self.0)]).await;
        Ok(objects.into_iter().next().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};
    use proptest::prelude::*;
    use tokio::task::yield_now;

    use super::*;

    /// An object whose fields succeed, fail or wait, depending on its number.
    struct Thing(i32);

    impl Thing {
        fn things(&self) -> Vec<Self> {
            (0..3).map(|index| Self(self.0 * 3 + index)).collect()
        }

        /// Fails for some numbers.
        fn fails(&self) -> async_graphql::Result<i32> {
            match self.0 % 2 {
                0 => Ok(self.0),
                _ => Err(format!("{} is odd", self.0).into()),
            }
        }
    }

    #[Object]
    impl Thing {
        async fn number(&self) -> i32 {
            self.0
        }

        async fn text(&self) -> Option<String> {
            (self.0 % 3 > 0).then(|| format!("thing {}", self.0))
        }

        async fn texts(&self) -> Vec<String> {
            vec![self.0.to_string(); 2]
        }

        async fn sum(&self, #[graphql(default = 1)] of: i32) -> i32 {
            self.0 + of
        }

        async fn broken(&self) -> async_graphql::Result<i32> {
            self.fails()
        }

        async fn waits(&self) -> i32 {
            if self.0 % 3 > 0 {
                yield_now().await;
            }
            self.0
        }

        async fn waits_broken(&self) -> async_graphql::Result<Option<i32>> {
            yield_now().await;
            self.fails().map(Some)
        }

        // Each object and list in two ways: as a row, and as the library writes it.

        async fn row(&self) -> Row<Self> {
            Row(Self(self.0 + 1))
        }

        async fn own(&self) -> Self {
            Self(self.0 + 1)
        }

        async fn row_waits(&self) -> Row<Self> {
            yield_now().await;
            Row(Self(self.0 + 1))
        }

        async fn own_waits(&self) -> Self {
            yield_now().await;
            Self(self.0 + 1)
        }

        async fn row_broken(&self) -> async_graphql::Result<Option<Row<Self>>> {
            self.fails().map(|number| Some(Row(Self(number))))
        }

        async fn own_broken(&self) -> async_graphql::Result<Option<Self>> {
            self.fails().map(|number| Some(Self(number)))
        }

        async fn rows(&self) -> Rows<Self> {
            Rows(self.things())
        }

        async fn owns(&self) -> Vec<Self> {
            self.things()
        }
    }

    /// Executes the document with rows, and with the objects of the library instead. Returns the
    /// data and the sorted errors.
    fn both_ways(document: &str) -> [(Value, Vec<String>); 2] {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.expect("a runtime");
        let schema = Schema::new(Thing(0), EmptyMutation, EmptySubscription);
        [document.to_owned(), document.replace("row", "own")].map(|document| {
            let response = runtime.block_on(schema.execute(document));
            let errors = response.errors.iter();
            let mut errors: Vec<_> = errors.map(|error| format!("{error:?}")).collect();
            errors.sort();
            (response.data, errors)
        })
    }

    #[test]
    fn rows_have_the_values_errors_and_keys_that_the_library_writes() {
        for document in [
            "{ a: rows { number text } }",
            "{ a: rows { b: text number c: text __typename d: __typename } }",
            "{ a: rows { broken } }",
            "{ a: rows { number broken texts } }",
            "{ a: rows { sum d: sum(of: 5) c: row { number } } }",
            "{ a: rows { c: row { number broken } b: rowBroken { text broken } } }",
            "{ a: rows { b: rows { text c: row { c: row { number } } } } }",
            "{ a: row { number } b: rowBroken { number } }",
            "{ a: rows { __typename } b: row { __typename } }",
            // The library executes these selections.
            "{ a: rows { ...f number } } fragment f on Thing { text broken }",
            "{ a: rows { ... on Thing { number } ... { text } } }",
            "{ a: rows { b: row { number } b: row { text } number number } }",
            "{ a: rows { number b: text @skip(if: true) c: text @include(if: true) } }",
            "{ a: rows { number @skip(if: true) } }",
            "{ a: rows { unknown } }",
        ] {
            let [rows, library] = both_ways(document);
            assert_eq!(rows, library, "{document}");
            // The keys have one order as well.
            assert_eq!(rows.0.to_string(), library.0.to_string(), "{document}");
        }
    }

    #[test]
    fn fields_that_wait_have_the_order_of_the_document() {
        let [rows, _] = both_ways("{ a: rows { waits number b: rowWaits { waits text } } }");
        let first = "{a: [{waits: 0, number: 0, b: {waits: 1, text: \"thing 1\"}}, ";
        assert!(rows.0.to_string().starts_with(first), "{rows:?}");
    }

    /// Selections of a thing, each field with a key of its own.
    fn selections() -> impl Strategy<Value = String> {
        let leaf = prop::sample::select(vec![
            "number",
            "text",
            "texts",
            "sum",
            "sum(of: 2)",
            "broken",
            "waits",
            "waitsBroken",
            "__typename",
        ]);
        let leaf = leaf.prop_map(str::to_owned);
        let set = |field: BoxedStrategy<String>| {
            prop::collection::vec(field, 1..5).prop_map(|fields| {
                let fields = fields.iter().enumerate();
                let fields = fields.map(|(key, field)| format!("k{key}: {field}"));
                format!("{{ {} }}", fields.collect::<Vec<_>>().join(" "))
            })
        };
        let nested = ["row", "rowWaits", "rowBroken", "rows"];
        leaf.prop_recursive(4, 24, 4, move |field| {
            let below = set(field.clone().boxed());
            let nested = (prop::sample::select(nested.to_vec()), below);
            let nested = nested.prop_map(|(field, below)| format!("{field} {below}"));
            prop_oneof![field, nested]
        })
        .boxed()
        .prop_map(|field| format!("{{ k: {field} }}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn rows_equal_the_objects_of_the_library(document in selections()) {
            let [rows, library] = both_ways(&document);
            prop_assert_eq!(rows, library);
        }
    }
}
