//! The collection of the fields that an operation executes: CollectFields and MergeSelectionSets of
//! the GraphQL specification.
//!
//! The executing library runs a field as often as the document selects it and merges the results.
//! It therefore receives an operation in which every response key occurs once: fragments are
//! expanded, fields with one key are merged at every level in the order of the specification, and
//! fields that `@skip` and `@include` exclude are removed.
//!
//! The result has at most as many fields as the document with expanded fragments, which
//! [`super::limits`] bounds. Only the fields of an interface or a union are repeated, for each
//! object type.

use std::collections::HashSet;

use apollo_compiler::{
    ExecutableDocument, Node, Schema,
    ast::{Argument, DirectiveList, Value},
    executable::{Field, Operation, Selection, SelectionSet},
    schema::ExtendedType,
};
use async_graphql::{
    Name, Pos, Positioned, ServerError, Value as ConstValue, Variables,
    indexmap::IndexMap,
    parser::types::{
        Field as ExecutedField, InlineFragment, OperationDefinition,
        Selection as ExecutedSelection, SelectionSet as ExecutedSelectionSet, TypeCondition,
    },
};

use super::{ast, positions::Positions};

/// A collector of the fields of a document's operations.
pub(super) struct Collector<'a> {
    schema: &'a Schema,
    document: &'a ExecutableDocument,
    positions: &'a Positions,
    conditions: Conditions<'a>,
    /// Errors for fields that have one key and cannot be merged.
    conflicts: Vec<ServerError>,
    /// The number of fields collected so far.
    pub(super) collected: usize,
    /// Whether `@skip` or `@include` can exclude a field collected so far.
    pub(super) is_conditional: bool,
    /// Whether a field collected so far returns objects of an interface or a union.
    pub(super) is_abstract: bool,
}

/// How `@skip` and `@include` are evaluated.
#[derive(Clone, Copy)]
pub(super) enum Conditions<'a> {
    /// The directives exclude nothing.
    Ignored,
    /// The values of these variables decide.
    Decided(&'a Variables),
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        schema: &'a Schema,
        document: &'a ExecutableDocument,
        positions: &'a Positions,
        conditions: Conditions<'a>,
    ) -> Self {
        Self {
            schema,
            document,
            positions,
            conditions,
            conflicts: Vec::new(),
            collected: 0,
            is_conditional: false,
            is_abstract: false,
        }
    }

    /// Returns the operation to execute, without its variables.
    pub(super) fn operation(&mut self, operation: &'a Operation) -> OperationDefinition {
        let at = self.positions.at(0);
        OperationDefinition {
            ty: ast::operation_type(operation.operation_type),
            variable_definitions: Vec::new(),
            directives: Vec::new(),
            selection_set: self.merged(&[&operation.selection_set], at),
        }
    }

    /// Returns the errors for fields that have one key and cannot be merged, of the operations
    /// collected so far.
    pub(super) fn into_conflicts(self) -> Vec<ServerError> {
        self.conflicts
    }

    /// Returns the fields of each response key for an object of this type.
    pub(super) fn fields(
        &mut self,
        object: &str,
        selection_sets: &[&'a SelectionSet],
    ) -> IndexMap<&'a str, Vec<&'a Node<Field>>> {
        let (mut seen, mut fields) = (HashSet::new(), IndexMap::new());
        for selection_set in selection_sets {
            self.collect(object, selection_set, &mut seen, &mut fields);
        }
        fields
    }

    fn collect(
        &mut self,
        object: &str,
        selection_set: &'a SelectionSet,
        seen: &mut HashSet<&'a str>,
        fields: &mut IndexMap<&'a str, Vec<&'a Node<Field>>>,
    ) {
        for selection in &selection_set.selections {
            if self.is_excluded(selection.directives()) {
                continue;
            }
            match selection {
                Selection::Field(field) => {
                    let key = field.response_key().as_str();
                    fields.entry(key).or_default().push(field);
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.fragment_name.as_str();
                    if seen.insert(name)
                        && let Some(fragment) = self.document.fragments.get(name)
                        && self.applies(fragment.type_condition(), object)
                    {
                        self.collect(object, &fragment.selection_set, seen, fields);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.type_condition.as_ref();
                    if condition.is_none_or(|condition| self.applies(condition, object)) {
                        self.collect(object, &inline.selection_set, seen, fields);
                    }
                }
            }
        }
    }

    fn applies(&self, condition: &str, object: &str) -> bool {
        condition == object || self.schema.is_subtype(condition, object)
    }

    fn is_excluded(&mut self, directives: &DirectiveList) -> bool {
        directives.iter().any(|directive| {
            let unless = match directive.name.as_str() {
                "skip" => true,
                "include" => false,
                _ => return false,
            };
            self.is_conditional = true;
            let Conditions::Decided(variables) = self.conditions else {
                return false;
            };
            let given = directive.specified_argument_by_name("if");
            match given.map(|value| &**value) {
                Some(Value::Boolean(given)) => *given == unless,
                Some(Value::Variable(name)) => {
                    variables.get(name.as_str()) == Some(&ConstValue::Boolean(unless))
                }
                _ => false,
            }
        })
    }

    /// Merges the selection sets of one object.
    fn merged(
        &mut self,
        selection_sets: &[&'a SelectionSet],
        at: Pos,
    ) -> Positioned<ExecutedSelectionSet> {
        let items = match selection_sets.first() {
            None => Vec::new(),
            Some(first) => self.selections(&first.ty, selection_sets, at),
        };
        Positioned::new(ExecutedSelectionSet { items }, at)
    }

    /// Merges selection sets. For an interface or union, the fields depend on the object, so each
    /// possible object type has its own selections.
    fn selections(
        &mut self,
        ty: &str,
        selection_sets: &[&'a SelectionSet],
        at: Pos,
    ) -> Vec<Positioned<ExecutedSelection>> {
        let schema = self.schema;
        if !schema.types.get(ty).is_some_and(is_abstract) {
            return self.selections_of(ty, selection_sets);
        }
        self.is_abstract = true;
        let types = schema.types.iter();
        let objects = types.filter(|(name, of)| of.is_object() && schema.is_subtype(ty, name));
        let of_object = |(object, _): (&apollo_compiler::Name, _)| {
            let mut items = self.selections_of(object, selection_sets);
            items.push(placeholder(Some(OBJECT_TYPE)));
            let on = Positioned::new(Name::new(object), at);
            let inline = InlineFragment {
                type_condition: Some(Positioned::new(TypeCondition { on }, at)),
                directives: Vec::new(),
                selection_set: Positioned::new(ExecutedSelectionSet { items }, at),
            };
            let inline = Positioned::new(inline, at);
            Positioned::new(ExecutedSelection::InlineFragment(inline), at)
        };
        objects.map(of_object).collect()
    }

    fn selections_of(
        &mut self,
        object: &str,
        selection_sets: &[&'a SelectionSet],
    ) -> Vec<Positioned<ExecutedSelection>> {
        let fields = self.fields(object, selection_sets);
        self.collected += fields.len().max(1);
        if fields.is_empty() {
            return vec![placeholder(None)];
        }
        let fields = fields.into_values().map(|fields| {
            let field = self.field(&fields);
            let at = field.pos;
            Positioned::new(ExecutedSelection::Field(field), at)
        });
        fields.collect()
    }

    /// Merges the fields of one key into one field.
    fn field(&mut self, fields: &[&'a Node<Field>]) -> Positioned<ExecutedField> {
        let first = fields[0];
        let at = self.positions.of(first.location());
        for other in &fields[1..] {
            if other.name != first.name || !same_arguments(&first.arguments, &other.arguments) {
                let message = format!(
                    "The fields of the key `{}` differ in name or arguments. Give them different aliases.",
                    first.response_key()
                );
                let mut conflict = ServerError::new(message, Some(at));
                conflict.locations.push(self.positions.of(other.location()));
                self.conflicts.push(conflict);
            }
        }
        let selection_sets = fields.iter().map(|field| &field.selection_set);
        let selection_sets: Vec<_> = selection_sets
            .filter(|selection_set| !selection_set.selections.is_empty())
            .collect();
        let positions = self.positions;
        let name = |name: &apollo_compiler::Name| {
            let at = name.location().map_or(at, |span| positions.of(Some(span)));
            Positioned::new(Name::new(name), at)
        };
        let arguments = first.arguments.iter().map(|argument| {
            let value_at = positions.of(argument.value.location());
            let value = Positioned::new(ast::value(&argument.value), value_at);
            (name(&argument.name), value)
        });
        let field = ExecutedField {
            alias: first.alias.as_ref().map(name),
            name: name(&first.name),
            arguments: arguments.collect(),
            directives: Vec::new(),
            selection_set: self.merged(&selection_sets, at),
        };
        Positioned::new(field, at)
    }
}

fn is_abstract(ty: &ExtendedType) -> bool {
    ty.is_interface() || ty.is_union()
}

/// The key of the placeholder that reports the type of an object of an interface or a union. Names
/// with two underscores are reserved, so no document is expected to use the key.
pub(super) const OBJECT_TYPE: &str = "__objectType";

/// Returns a placeholder, for an object whose fields are all excluded: the executing library would
/// return null for that object. With a key, the placeholder reports the type of an object of an
/// interface or a union. The placeholder has line 0, which no document uses. [`super::complete`]
/// removes it from the response.
fn placeholder(key: Option<&str>) -> Positioned<ExecutedSelection> {
    let at = Pos::default();
    let field = ExecutedField {
        alias: key.map(|key| Positioned::new(Name::new(key), at)),
        name: Positioned::new(Name::new("__typename"), at),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: Positioned::default(),
    };
    let field = Positioned::new(field, at);
    Positioned::new(ExecutedSelection::Field(field), at)
}

/// Returns whether the field is a placeholder.
pub(super) fn is_placeholder(field: &Positioned<ExecutedField>) -> bool {
    field.pos == Pos::default()
}

/// Compares arguments. The order of arguments and input fields makes no difference.
fn same_arguments(some: &[Node<Argument>], others: &[Node<Argument>]) -> bool {
    some.len() == others.len()
        && some.iter().all(|one| {
            let mut others = others.iter();
            let other = others.find(|other| other.name == one.name);
            other.is_some_and(|other| same_value(&one.value, &other.value))
        })
}

fn same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::List(some), Value::List(others)) => {
            let mut pairs = some.iter().zip(others);
            some.len() == others.len() && pairs.all(|(one, other)| same_value(one, other))
        }
        (Value::Object(some), Value::Object(others)) => {
            some.len() == others.len()
                && some.iter().all(|(name, value)| {
                    let mut others = others.iter();
                    let other = others.find(|(other, _)| other == name);
                    other.is_some_and(|(_, other)| same_value(value, other))
                })
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDL: &str = "
        type Query { cat: Cat, pets: [Pet!]!, things: [Thing!]! }
        interface Pet { name(of: Int): String, friend: Pet }
        type Cat implements Pet { name(of: Int): String, friend: Pet, lives: Int, kitten: Cat }
        type Dog implements Pet { name(of: Int): String, friend: Pet, barks: Boolean }
        union Thing = Cat | Stone
        type Stone { weight: Int }
    ";

    /// Returns the collected fields as text.
    fn collected(document: &str, variables: serde_json::Value) -> String {
        let schema = Schema::parse_and_validate(SDL, "schema.graphql").expect("a schema");
        let parsed = ExecutableDocument::parse_and_validate(&schema, document, "document");
        let (parsed, positions) = (parsed.expect("a valid document"), Positions::new(document));
        let variables = Variables::from_json(variables);
        let conditions = Conditions::Decided(&variables);
        let mut collector = Collector::new(&schema, &parsed, &positions, conditions);
        let operation = parsed.operations.get(None).expect("one operation");
        text(&collector.operation(operation).selection_set.node)
    }

    fn text(selections: &ExecutedSelectionSet) -> String {
        let selections = selections.items.iter().map(|selection| {
            let (key, below) = match &selection.node {
                ExecutedSelection::Field(field) if is_placeholder(field) => {
                    let text = if field.node.alias.is_some() { "?" } else { "-" };
                    (text.to_owned(), &field.node.selection_set)
                }
                ExecutedSelection::Field(field) => {
                    let key = field.node.response_key().node.to_string();
                    (key, &field.node.selection_set)
                }
                ExecutedSelection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().expect("a type");
                    (
                        format!("on {}", on.node.on.node),
                        &inline.node.selection_set,
                    )
                }
                ExecutedSelection::FragmentSpread(_) => panic!("a spread"),
            };
            match below.node.items.is_empty() {
                true => key,
                false => format!("{key} {}", text(&below.node)),
            }
        });
        format!("{{{}}}", selections.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn fields_of_one_key_are_merged_at_every_level_in_the_order_of_the_document() {
        let none = serde_json::json!({});
        for (document, fields) in [
            (
                "{ cat { lives lives } cat { name lives } }",
                "{cat {lives name}}",
            ),
            (
                "{ ...b cat { name } } fragment b on Query { cat { kitten { lives } } ...c } \
                 fragment c on Query { cat { kitten { name } } }",
                "{cat {kitten {lives name} name}}",
            ),
            (
                "{ cat { ... { a: lives } ... on Cat { a: lives b: name(of: 1) } b: name(of: 1) } }",
                "{cat {a b}}",
            ),
            (
                "{ cat { ...f kitten { ...f } } } fragment f on Cat { kitten { lives } lives }",
                "{cat {kitten {lives kitten {lives}} lives}}",
            ),
        ] {
            assert_eq!(collected(document, none.clone()), fields, "{document}");
        }
    }

    #[test]
    fn skip_and_include_exclude_fields_and_fragments_before_merging() {
        let document = "query($x: Boolean!, $y: Boolean = true) {
            cat { lives @skip(if: $x) ...f @include(if: $x) ... @skip(if: $y) { kitten { lives } } }
            cat @include(if: $y) { kitten { name } }
        } fragment f on Cat { name lives }";
        for (variables, fields) in [
            (
                serde_json::json!({ "x": true, "y": true }),
                "{cat {name lives kitten {name}}}",
            ),
            (
                serde_json::json!({ "x": false, "y": true }),
                "{cat {lives kitten {name}}}",
            ),
            (
                serde_json::json!({ "x": false, "y": false }),
                "{cat {lives kitten {lives}}}",
            ),
        ] {
            assert_eq!(collected(document, variables), fields);
        }
        // A fragment that is excluded in one place is included in another.
        let twice = "{ cat { ...f @skip(if: true) ...f } } fragment f on Cat { lives }";
        assert_eq!(collected(twice, serde_json::json!({})), "{cat {lives}}");
        let empty = "{ cat { lives @skip(if: true) } }";
        assert_eq!(collected(empty, serde_json::json!({})), "{cat {-}}");
    }

    #[test]
    fn fragments_on_interfaces_and_unions_keep_their_meaning() {
        let none = serde_json::json!({});
        let on_object = "{ cat { ... on Pet { name ... on Cat { lives } ... on Dog { barks } } } }";
        assert_eq!(collected(on_object, none.clone()), "{cat {name lives}}");
        let interface = "{ pets { name ... on Cat { lives friend { name } } friend { ... on Dog { barks } } } }";
        assert_eq!(
            collected(interface, none.clone()),
            "{pets {on Cat {name lives friend {on Cat {name ?} on Dog {name barks ?}} ?} \
             on Dog {name friend {on Cat {- ?} on Dog {barks ?}} ?}}}"
        );
        let union = "{ things { __typename ... on Pet { name } ... on Stone { weight } } }";
        assert_eq!(
            collected(union, none),
            "{things {on Cat {__typename name ?} on Stone {__typename weight ?}}}"
        );
    }
}
