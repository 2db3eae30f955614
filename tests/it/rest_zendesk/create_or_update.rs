//! Tests of Create or Update User, especially of its effect on the user's organizations.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{TestApp, number_of, on_both_engines};

/// Organizations, and the integer ids by which requests name them.
struct Orgs<'a> {
    app: &'a TestApp,
    list: Json,
}

impl<'a> Orgs<'a> {
    /// Creates the organizations.
    async fn of(app: &'a TestApp, names: &[&str]) -> Self {
        for name in names {
            app.org(name).await;
        }
        let list = app.zendesk("organizations").await["organizations"].take();
        Self { app, list }
    }

    /// Returns the integer id of an organization.
    fn number(&self, name: &str) -> i64 {
        number_of(&self.list, "name", name)
    }

    /// Creates or updates the user Roger, and returns the names of their organizations, the default
    /// first.
    async fn state(&self, fields: Json) -> Vec<String> {
        let reply = self.try_state(fields).await;
        assert!(reply.get("error").is_none(), "{reply:#}");
        self.of_roger().await
    }

    /// Creates or updates the user Roger, and returns the reply.
    async fn try_state(&self, mut fields: Json) -> Json {
        fields["email"] = json!("roge@example.org");
        let body = Some(json!({ "user": fields }));
        let path = "/api/v2/users/create_or_update.json";
        self.app.rest("POST", path, body).await.json()
    }

    /// Returns the names of Roger's organizations, the default first.
    async fn of_roger(&self) -> Vec<String> {
        let found = self
            .app
            .zendesk("users/search?query=roge@example.org")
            .await;
        let roger = &found["users"][0]["id"];
        let path = format!("users/{roger}/organization_memberships");
        let list = self.app.zendesk(&path).await;
        let rows = list["organization_memberships"].as_array();
        let names = rows.expect("a list").iter().map(|row| {
            let name = row["organization_name"].as_str();
            name.expect("a name").to_owned()
        });
        names.collect()
    }
}

async fn organizations_are_added_by_name(app: TestApp) {
    let orgs = Orgs::of(&app, &["Foo", "Bar"]).await;
    let fields = json!({ "organizations": [{ "name": "Foo" }, { "name": "Bar" }] });
    assert_eq!(orgs.state(fields.clone()).await, ["Bar", "Foo"]);
    assert_eq!(orgs.state(fields).await, ["Bar", "Foo"]);
}

async fn organization_by_name_is_added_and_the_default_stays(app: TestApp) {
    let orgs = Orgs::of(&app, &["Foo", "Bar"]).await;
    assert_eq!(
        orgs.state(json!({ "organization": { "name": "foo" } }))
            .await,
        ["Foo"]
    );
    // The form in which one known client sends it.
    let next = json!({ "organization_id": null, "organization": { "name": "Bar" } });
    assert_eq!(orgs.state(next).await, ["Foo", "Bar"]);
    let unknown = orgs
        .try_state(json!({ "name": "Other", "organization": { "name": "Baz" } }))
        .await;
    let problem = json!([{
        "description": "The organization is unknown. Name one that this token can read.",
        "error": "BlankValue",
    }]);
    assert_eq!(unknown["details"]["organization"], problem, "{unknown:#}");
    assert_eq!(orgs.of_roger().await, ["Foo", "Bar"]);
    let found = app.zendesk("users/search?query=roge@example.org").await;
    assert_eq!(found["users"][0]["name"], "roge");
}

async fn organization_id_replaces_only_the_default(app: TestApp) {
    let orgs = Orgs::of(&app, &["Foo", "Bar", "Baz"]).await;
    orgs.state(json!({ "organization_id": orgs.number("Foo") }))
        .await;
    orgs.state(json!({ "organization": { "name": "Baz" } }))
        .await;
    let moved = orgs
        .state(json!({ "organization_id": orgs.number("Bar") }))
        .await;
    assert_eq!(moved, ["Bar", "Baz"]);
}

async fn organization_ids_replace_all_memberships(app: TestApp) {
    let orgs = Orgs::of(&app, &["Foo", "Bar", "Baz"]).await;
    let [of_foo, of_bar, of_baz] = ["Foo", "Bar", "Baz"].map(|name| orgs.number(name));
    // A user without a default gets the first organization by name.
    let ids = json!({ "organization_ids": [of_foo, of_baz, of_foo, of_bar] });
    assert_eq!(orgs.state(ids).await, ["Bar", "Baz", "Foo"]);
    assert_eq!(
        orgs.state(json!({ "organization_ids": [of_foo, of_baz], "organization_id": of_baz }))
            .await,
        ["Baz", "Foo"]
    );
    // A default that is in the list stays the default.
    assert_eq!(
        orgs.state(json!({ "organization_ids": [of_bar, of_baz] }))
            .await,
        ["Baz", "Bar"]
    );
    assert_eq!(
        orgs.state(json!({ "organization_ids": null })).await,
        ["Baz", "Bar"]
    );
    let unknown = orgs
        .try_state(json!({ "organization_ids": [of_foo, 7] }))
        .await;
    assert_eq!(unknown["error"], "RecordInvalid");
    let outside = orgs
        .try_state(json!({ "organization_ids": [of_foo], "organization_id": of_bar }))
        .await;
    assert_eq!(outside["error"], "RecordInvalid");
    assert_eq!(orgs.of_roger().await, ["Baz", "Bar"]);
    assert_eq!(
        orgs.state(json!({ "organization_ids": [] })).await,
        Vec::<String>::new()
    );
}

async fn adding_and_replacing_fields_cannot_be_combined(app: TestApp) {
    let orgs = Orgs::of(&app, &["Foo", "Bar"]).await;
    let bar = orgs.number("Bar");
    for fields in [
        json!({ "organization": { "name": "Foo" }, "organization_ids": [bar] }),
        json!({ "organizations": [{ "name": "Foo" }], "organization_id": bar }),
    ] {
        let refused = orgs.try_state(fields).await;
        assert_eq!(
            refused["details"]["organization"][0]["error"],
            "InvalidValue"
        );
    }
}

async fn match_of_two_users_is_ambiguous(app: TestApp) {
    let orgs = Orgs::of(&app, &["Foo"]).await;
    orgs.state(json!({ "organization": { "name": "Foo" } }))
        .await;
    let body = json!({ "user": { "email": "other@example.org", "external_id": "u-1" } });
    app.rest_json("POST", "/api/v2/users", Some(body), 201)
        .await;
    let users = app.zendesk("users").await;
    let numbers = [
        number_of(&users["users"], "email", "roge@example.org"),
        number_of(&users["users"], "email", "other@example.org"),
    ];
    let refused = orgs.try_state(json!({ "external_id": "u-1" })).await;
    let problem = &refused["details"]["external_id"][0];
    assert_eq!(problem["error"], "AmbiguousValue", "{refused:#}");
    for number in numbers {
        assert!(
            problem["matches"]
                .as_array()
                .expect("a list")
                .contains(&json!(number))
        );
    }
}

async fn owner_of_another_org_adds_the_user_without_changing_them(app: TestApp) {
    let orgs = Orgs::of(&app, &["Foo", "Bar"]).await;
    orgs.state(json!({ "name": "Roger", "organization": { "name": "Foo" } }))
        .await;
    let bar: Uuid = app
        .read(crate::support::ROOT, "org(name: \"Bar\") { id }")
        .await["id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    let owner = app.owner(bar, "olga").await;
    let bearer = format!("Bearer {}", app.token_of(owner).await);
    let body = json!({ "user": { "email": "roge@example.org", "name": "Mine", "organization": { "name": "Bar" } } });
    let request = crate::support::rest("POST", "/api/v2/users/create_or_update", Some(body));
    let reply = app
        .send(crate::support::With::with(
            request,
            "authorization",
            &bearer,
        ))
        .await;
    assert_eq!(reply.status, 200, "{reply:#?}");
    assert_eq!(reply.json()["user"]["name"], "Roger");
    assert_eq!(orgs.of_roger().await, ["Foo", "Bar"]);
}

on_both_engines! {
    organizations_are_added_by_name,
    organization_by_name_is_added_and_the_default_stays,
    organization_id_replaces_only_the_default,
    organization_ids_replace_all_memberships,
    adding_and_replacing_fields_cannot_be_combined,
    match_of_two_users_is_ambiguous,
    owner_of_another_org_adds_the_user_without_changing_them,
}
