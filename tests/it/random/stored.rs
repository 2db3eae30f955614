//! The rows of the tables, in the format of events.

use std::collections::BTreeMap;

use sea_orm_migration::sea_orm::QueryResult;
use serde_json::{Map, Value as Json, json};
use tenantry::normalize;
use uuid::Uuid;

use crate::support::TestApp;

/// The entity and the id of a row.
pub(super) type Key = (String, Uuid);

/// The fields of a row that are not null, with the names that events use.
pub(super) type Fields = Map<String, Json>;

/// A row with its version.
#[derive(Debug, PartialEq)]
pub(super) struct Row {
    pub(super) fields: Fields,
    pub(super) version: i64,
}

macro_rules! column {
    ($row:ident, $name:literal) => {
        $row.try_get("", $name).expect($name)
    };
}

/// Checks that the key column is the normalized text. A stale key would block its text for other
/// rows.
fn key_must_fit(row: &QueryResult, text: &str, key: &str, fold: fn(&str) -> String) {
    let column = |name: &str| row.try_get::<String>("", name).expect(name);
    assert_eq!(
        column(key),
        fold(&column(text)),
        "{key} is not the key of {text}: {row:?}"
    );
}

/// Returns the rows of all tables, in the format of events.
pub(super) async fn stored(app: &TestApp) -> BTreeMap<Key, Row> {
    let mut rows = BTreeMap::new();
    let mut keep = |entity: &str, row: &QueryResult, fields: Json| {
        let Json::Object(mut fields) = fields else {
            unreachable!("an object")
        };
        fields.retain(|_, value| !value.is_null());
        let version = column!(row, "version");
        let key = (entity.to_owned(), column!(row, "id"));
        rows.insert(key, Row { fields, version });
    };
    let mut roles = BTreeMap::<Uuid, Vec<Uuid>>::new();
    for row in app
        .sql("SELECT membership_id, role_id FROM membership_roles ORDER BY role_id")
        .await
    {
        let membership = column!(row, "membership_id");
        let role = column!(row, "role_id");
        roles.entry(membership).or_default().push(role);
    }
    macro_rules! columns {
        ($row:ident, $($name:literal: $column:literal $kind:ty),+ $(,)?) => {
            json!({ $($name: $row.try_get::<Option<$kind>>("", $column).expect($column)),+ })
        };
    }
    for row in app.sql("SELECT * FROM users").await {
        key_must_fit(&row, "email", "email_key", normalize::email);
        key_must_fit(&row, "display_name", "display_name_key", normalize::key);
        let mut fields = columns!(row, "email": "email" String, "first": "first_name" String, "last": "last_name" String,
            "name": "display_name" String, "nameIsCustom": "display_name_is_custom" bool, "mobile": "mobile" String,
            "timezone": "timezone" String, "status": "status" String, "externalId": "external_id" String);
        upper(&mut fields, &["status"]);
        keep("user", &row, fields);
    }
    for row in app.sql("SELECT * FROM orgs").await {
        key_must_fit(&row, "name", "name_key", normalize::key);
        let mut fields = columns!(row, "name": "name" String, "externalId": "external_id" String, "status": "status" String);
        upper(&mut fields, &["status"]);
        keep("org", &row, fields);
    }
    for row in app.sql("SELECT * FROM memberships").await {
        let id: Uuid = column!(row, "id");
        let mut fields = columns!(row, "org": "org_id" Uuid, "user": "user_id" Uuid, "role": "role" String,
            "status": "status" String, "isOwner": "is_owner" bool, "isDefault": "is_default" bool,
            "defaultReason": "default_reason" String, "externalId": "external_id" String,
            "permissions": "permissions" Json, "allowedIps": "allowed_ips" Json, "source": "source" String);
        upper(&mut fields, &["role", "status", "defaultReason"]);
        if let Some(roles) = roles.get(&id) {
            fields["roles"] = json!(roles);
        }
        keep("membership", &row, fields);
    }
    for row in app.sql("SELECT * FROM groups").await {
        key_must_fit(&row, "name", "name_key", normalize::key);
        let fields = columns!(row, "org": "org_id" Uuid, "name": "name" String, "externalId": "external_id" String);
        keep("group", &row, fields);
    }
    for row in app.sql("SELECT * FROM group_memberships").await {
        let fields =
            columns!(row, "group": "group_id" Uuid, "org": "org_id" Uuid, "user": "user_id" Uuid);
        keep("group_membership", &row, fields);
    }
    for row in app.sql("SELECT * FROM roles").await {
        key_must_fit(&row, "name", "name_key", normalize::key);
        let fields = columns!(row, "org": "org_id" Uuid, "name": "name" String, "permissions": "permissions" Json);
        keep("role", &row, fields);
    }
    rows
}

/// Converts fields to upper case, because events write enums like the GraphQL schema.
fn upper(fields: &mut Json, names: &[&str]) {
    for name in names {
        if let Some(word) = fields[*name].as_str() {
            fields[*name] = json!(word.to_uppercase());
        }
    }
}
