//! The cost of a request, computed before execution: 1 for each field, multiplied by the maximum
//! number of rows of each list above it.

use async_graphql::{
    Value, Variables,
    parser::types::{BaseType, Field, OperationDefinition},
};

use crate::{
    error::{Code, Error, Result},
    page::{DEFAULT_FIRST, MAX_FIRST},
};

use super::{
    types::{Types, named},
    walk::{Visited, walk},
};

/// Returns the cost of the fields that an operation executes.
pub(super) fn of(types: &Types, operation: &OperationDefinition, variables: &Variables) -> u64 {
    let mut cost = 0_u64;
    // The value of a field is the number of objects that it can return.
    walk(types, operation, 1_u64, |objects, visited| {
        cost = cost.saturating_add(objects);
        objects.saturating_mul(rows(types, variables, &visited))
    });
    cost
}

/// Checks the cost against the limit.
///
/// # Errors
///
/// `LIMIT_EXCEEDED` if the cost is higher than `most`. The message has both numbers.
pub(super) fn check(cost: u64, most: u64) -> Result<()> {
    if cost <= most {
        return Ok(());
    }
    let message = format!(
        "This would cost {cost}; at most {most} is allowed (setting `max_cost`). A field costs 1, \
         and the fields of a list count once for each row that the list may have. Request fewer \
         rows with `first`."
    );
    Err(Error::new(Code::LimitExceeded, message))
}

/// Returns the maximum number of objects that a field returns for each object above it.
fn rows(types: &Types, variables: &Variables, visited: &Visited<'_>) -> u64 {
    let ty = visited.definition.map(|definition| named(&definition.ty));
    match ty {
        Some(ty) if ty.ends_with("Connection") => page_size(variables, visited.field),
        _ if is_list_by_ids(visited) => list_length(variables, visited.field, "ids"),
        _ => types
            .list_size(visited.field.name.node.as_str())
            .map_or(1, u64::from),
    }
}

/// Returns whether the field returns one object for each item of its argument `ids`.
fn is_list_by_ids(visited: &Visited<'_>) -> bool {
    visited.definition.is_some_and(|definition| {
        let is_list = matches!(definition.ty.base, BaseType::List(_));
        is_list && definition.arguments.contains_key("ids")
    })
}

/// Returns the number of items of a list argument. A single value is coerced to a list of one item.
fn list_length(variables: &Variables, field: &Field, argument: &str) -> u64 {
    let Some(value) = field.get_argument(argument) else {
        return 0;
    };
    let given = |name| variables.get(&name).cloned().ok_or(());
    match value.node.clone().into_const_with(given) {
        Ok(Value::List(items)) => u64::try_from(items.len()).unwrap_or(u64::MAX),
        _ => 1,
    }
}

/// Returns the maximum number of rows of a page. A number out of range costs at most as much as
/// the largest page; the list itself refuses it.
fn page_size(variables: &Variables, field: &Field) -> u64 {
    let size = |argument| {
        let value = field.get_argument(argument)?.node.clone();
        let given = |name| variables.get(&name).cloned().ok_or(());
        match value.into_const_with(given) {
            Ok(Value::Number(number)) => {
                Some(number.as_u64().unwrap_or(0).min(u64::from(MAX_FIRST)))
            }
            _ => None,
        }
    };
    size("first")
        .or_else(|| size("last"))
        .unwrap_or(u64::from(DEFAULT_FIRST))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{
        config::Config,
        graphql::execution::{
            document::{Document, definition},
            executable_schema::SchemaDefinition,
            limits::Limits,
        },
    };

    use super::*;

    /// The SDL that the program prints.
    const SDL: &str = include_str!("../../../schema.graphql");

    fn cost(document: &str, variables: serde_json::Value) -> u64 {
        let types = Types::parse(&SchemaDefinition {
            list_sizes: &[("findUserBy", 10)],
            ..SchemaDefinition::of(SDL)
        });
        let types = types.expect("a schema");
        let schema = definition(SDL).expect("a schema");
        let limits = Limits {
            depth: 100,
            ..Limits::from(&Config::default())
        };
        let document = Document::read(&schema, &limits, document, None).expect("syntax");
        let operation = document.operation.expect("one");
        let variables = Variables::from_json(variables);
        let selected = operation.selected(&schema, &variables).expect("fields");
        of(&types, &selected, &variables)
    }

    #[test]
    fn a_field_costs_1() {
        assert_eq!(cost("{ viewer { token { id name } } }", json!({})), 4);
        assert_eq!(cost("{ __schema { types { name } } }", json!({})), 3);
    }

    #[test]
    fn fields_below_a_list_count_once_for_each_row() {
        let none = json!({});
        assert_eq!(cost("{ users { nodes { id } } }", none.clone()), 101);
        assert_eq!(
            cost("{ users(first: 7) { nodes { id } } }", none.clone()),
            15
        );
        assert_eq!(
            cost("{ users(last: 7) { nodes { id } } }", none.clone()),
            15
        );
        assert_eq!(
            cost("{ findUserBy(name: \"ann\") { id email } }", none.clone()),
            21
        );
        let nested = "{ orgs(first: 10) { nodes { ...m } } } fragment m on Org { members(first: 10) { nodes { id } } }";
        assert_eq!(cost(nested, none), 1 + 10 * (1 + 1 + 10 * 2));
    }

    #[test]
    fn variables_count_with_their_values() {
        let query = "query($n: Int) { users(first: $n) { nodes { id } } }";
        assert_eq!(cost(query, json!({ "n": 7 })), 15);
        assert_eq!(cost(query, json!({})), 101);
        assert_eq!(cost(query, json!({ "n": null })), 101);
    }

    #[test]
    fn deeply_nested_lists_cost_billions() {
        let mut query = "id".to_owned();
        for _ in 0..6 {
            query = format!("org {{ members(first: 1000) {{ nodes {{ {query} }} }} }}");
        }
        let cost = cost(
            &format!("{{ memberships {{ nodes {{ {query} }} }} }}"),
            json!({}),
        );
        assert!(cost > 1_000_000_000_000_000_000, "{cost}");
        assert!(check(cost, 200_000).is_err());
    }

    #[test]
    fn field_selected_twice_costs_once_and_excluded_field_costs_nothing() {
        let twice = "{ users(first: 7) { nodes { id } } ...f } fragment f on Query { users(first: 7) { nodes { id name } } }";
        assert_eq!(cost(twice, json!({})), 22);
        let skipped = "query($x: Boolean!) { users(first: 7) { nodes { id @skip(if: $x) } } }";
        assert_eq!(cost(skipped, json!({ "x": true })), 8);
        assert_eq!(cost(skipped, json!({ "x": false })), 15);
    }
}
