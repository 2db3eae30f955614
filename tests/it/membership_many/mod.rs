//! Tests of `createMemberships` and `deleteMemberships`, which change many memberships in one call.

mod worlds;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

const CREATE: &str = "mutation($rows: [MembershipRow!]!, $mode: BatchMode) { it: createMemberships(rows: $rows, mode: $mode) { \
    result records failed dryRun code error rows { index ref result id code field error existingId matches } } }";
const DELETE: &str = "mutation($ids: [Uuid!]!, $mode: BatchMode) { it: deleteMemberships(ids: $ids, mode: $mode) { \
    result records failed dryRun code error rows { index ref result id code field error existingId matches } } }";

/// Returns the result of a batch.
async fn answer(app: &TestApp, token: &str, query: &str, variables: Json) -> Json {
    let reply = app.graphql(token, query, variables).await;
    assert!(reply.get("errors").is_none(), "{reply:#}");
    reply["data"]["it"].clone()
}

async fn create(app: &TestApp, token: &str, rows: Json) -> Json {
    answer(app, token, CREATE, json!({ "rows": rows })).await
}

async fn delete(app: &TestApp, token: &str, ids: Json) -> Json {
    answer(app, token, DELETE, json!({ "ids": ids })).await
}

fn row(org: Uuid, user: Uuid) -> Json {
    json!({ "org": { "id": org }, "user": { "id": user } })
}

/// Returns the result of each row, or the code and the field of its error.
fn words(answer: &Json) -> Vec<String> {
    let word = |row: &Json| match (row["code"].as_str(), row["field"].as_str()) {
        (None, _) => row["result"].as_str().expect("a word").to_owned(),
        (Some(code), None) => code.to_owned(),
        (Some(code), Some(field)) => format!("{code} {field}"),
    };
    let rows = answer["rows"].as_array().expect("rows");
    rows.iter().map(word).collect()
}

async fn members(app: &TestApp, org: Uuid) -> i64 {
    let count = format!(
        "SELECT count(*) FROM memberships WHERE org_id = {}",
        app.id(org)
    );
    app.count(&count).await
}

async fn each_row_reports_its_result_with_its_ref(app: TestApp) {
    let (org, home) = (app.org("Acme").await, app.org("Home").await);
    let [ann, bob, cas] = [
        app.user(home, "ann").await,
        app.user(home, "bob").await,
        app.user(home, "cas").await,
    ];
    let bobs = app.add(org, bob).await;
    app.add(org, cas).await;
    app.retire(org, cas).await;
    let rows = json!([
        { "ref": "line 1", "org": { "id": org }, "user": { "email": "Ann@Example.com" }, "membership": { "role": "ADMIN", "externalId": "a-1" } },
        { "ref": "line 2", "org": { "name": "ACME" }, "user": { "id": bob } },
        { "org": { "id": org }, "user": { "id": cas } },
        { "org": { "id": org }, "user": { "id": bob }, "membership": { "role": "ADMIN" } },
        { "org": { "name": "Nowhere" }, "user": { "id": ann } },
        { "org": { "id": org }, "user": { "email": "nobody@example.com" } },
        { "ref": "line 7", "org": { "id": org }, "user": { "email": "no address" } },
    ]);
    let before = app.events_so_far().await;
    let done = create(&app, ROOT, rows).await;
    assert_eq!(
        words(&done),
        [
            "created",
            "unchanged",
            "reactivated",
            "ALREADY_MEMBER role",
            "ORG_NOT_FOUND org",
            "USER_NOT_FOUND user",
            "INVALID_VALUE user",
        ]
    );
    let totals = json!([
        done["result"],
        done["records"],
        done["failed"],
        done["dryRun"],
        done["code"],
        done["error"]
    ]);
    assert_eq!(totals, json!(["updated", 2, 4, false, null, null]));
    assert_eq!(app.events_so_far().await, before + 2);
    let rows = &done["rows"];
    for (index, reference) in [
        (0, json!("line 1")),
        (1, json!("line 2")),
        (2, json!(null)),
        (6, json!("line 7")),
    ] {
        assert_eq!(
            (&rows[index]["index"], &rows[index]["ref"]),
            (&json!(index), &reference)
        );
    }
    assert_eq!(rows[3]["existingId"], json!(bobs));
    assert_eq!(rows[1]["id"], json!(bobs));
    let made = app
        .read(
            ROOT,
            &format!(
                "membership(org: \"{org}\", user: \"{ann}\") {{ id role externalId isDefault }}"
            ),
        )
        .await;
    assert_eq!(
        made,
        json!({ "id": rows[0]["id"], "role": "ADMIN", "externalId": "a-1", "isDefault": false })
    );
}

async fn optional_fields_apply_to_created_and_reactivated_memberships(app: TestApp) {
    let (org, home) = (app.org("Acme").await, app.org("Home").await);
    let (ann, bob) = (app.user(home, "ann").await, app.user(home, "bob").await);
    app.add(org, bob).await;
    app.retire(org, bob).await;
    let role = app.role(org, "Billing", &["invoices:read"]).await;
    let fields = json!({
        "isOwner": true, "isDefault": true, "roleIds": [role], "permissions": ["events:read", "x:y"],
        "allowedIps": ["203.0.113.0/24"],
    });
    let rows = json!([
        { "org": { "id": org }, "user": { "id": ann }, "membership": fields },
        { "org": { "id": org }, "user": { "id": bob }, "membership": fields },
    ]);
    let done = create(&app, ROOT, rows.clone()).await;
    assert_eq!(words(&done), ["created", "reactivated"]);
    // The two memberships, and the two defaults that they replace.
    assert_eq!(done["records"], json!(4));
    for user in [ann, bob] {
        let of = "isOwner isDefault defaultReason roles { id } permissions allowedIps";
        let made = app
            .read(
                ROOT,
                &format!("membership(org: \"{org}\", user: \"{user}\") {{ {of} }}"),
            )
            .await;
        let expected = json!({
            "isOwner": true, "isDefault": true, "defaultReason": "EXPLICIT", "roles": [{ "id": role }],
            "permissions": ["events:read", "x:y"], "allowedIps": ["203.0.113.0/24"],
        });
        assert_eq!(made, expected);
        let home = app
            .read(
                ROOT,
                &format!("membership(org: \"{home}\", user: \"{user}\") {{ isDefault }}"),
            )
            .await;
        assert_eq!(home["isDefault"], json!(false));
    }
    assert_eq!(
        words(&create(&app, ROOT, rows).await),
        ["unchanged", "unchanged"]
    );
    for (fields, field) in [
        (json!({ "isOwner": false }), "isOwner"),
        (json!({ "roleIds": [] }), "roleIds"),
        (json!({ "permissions": null }), "permissions"),
        (json!({ "allowedIps": null }), "allowedIps"),
    ] {
        let row = json!([{ "org": { "id": org }, "user": { "id": ann }, "membership": fields }]);
        assert_eq!(
            words(&create(&app, ROOT, row).await),
            [format!("ALREADY_MEMBER {field}")]
        );
    }
    // `isDefault: false` is ignored: a default is moved, but never cleared.
    let row = json!([{ "org": { "id": org }, "user": { "id": ann }, "membership": { "isDefault": false } }]);
    assert_eq!(words(&create(&app, ROOT, row).await), ["unchanged"]);
}

async fn invalid_row_fails_alone_with_its_code(app: TestApp) {
    let (org, home) = (app.org("Acme").await, app.org("Home").await);
    let retired = app.org("Retired").await;
    let ann = app.user(home, "ann").await;
    app.retire_org(retired).await;
    let foreign = app.role(home, "Billing", &["x"]).await;
    let with =
        |fields: Json| json!({ "org": { "id": org }, "user": { "id": ann }, "membership": fields });
    for (row, word) in [
        (row(retired, ann), "ORG_RETIRED org"),
        (
            json!({ "org": { "name": "Retired" }, "user": { "id": ann } }),
            "ORG_NOT_FOUND org",
        ),
        (row(ann, ann), "ORG_NOT_FOUND org"),
        (row(org, org), "USER_NOT_FOUND user"),
        (
            json!({ "org": { "id": org }, "user": { "externalId": "none" } }),
            "USER_NOT_FOUND user",
        ),
        (with(json!({ "status": "RETIRED" })), "INVALID_VALUE status"),
        (
            with(json!({ "roleIds": [foreign] })),
            "ROLE_NOT_FOUND roleIds",
        ),
        (
            with(json!({ "externalId": "" })),
            "INVALID_VALUE externalId",
        ),
        (
            with(json!({ "permissions": ["orgs:create"] })),
            "INVALID_VALUE permissions",
        ),
        (
            with(json!({ "allowedIps": [] })),
            "EMPTY_ALLOWED_IPS allowedIps",
        ),
        (
            with(json!({ "allowedIps": ["10.0.0.1"] })),
            "INVALID_IP allowedIps",
        ),
        (
            json!({ "ref": "", "org": { "id": org }, "user": { "id": ann } }),
            "INVALID_VALUE ref",
        ),
        (
            json!({ "ref": "x".repeat(256), "org": { "id": org }, "user": { "id": ann } }),
            "INVALID_VALUE ref",
        ),
    ] {
        let before = app.row_counts().await;
        let done = create(&app, ROOT, json!([row])).await;
        assert_eq!(words(&done), [word], "{row}");
        assert_eq!(done["failed"], json!(1));
        let message = done["rows"][0]["error"].as_str().unwrap_or_default();
        assert!(!message.is_empty(), "no message: {done:#}");
        assert_eq!(app.row_counts().await, before);
        // Other rows of the batch are still executed.
        let user = app.newcomer(&format!("user{}", before[0])).await;
        let two = create(&app, ROOT, json!([row, self::row(org, user)])).await;
        assert_eq!(words(&two), [word, "created"]);
    }
}

async fn external_id_of_two_rows_is_ambiguous(app: TestApp) {
    let (org, home) = (app.org("Acme").await, app.org("Home").await);
    let (one, other) = (app.user(home, "ann").await, app.user(home, "bob").await);
    app.sql("UPDATE users SET external_id = 'twice'").await;
    app.sql("UPDATE orgs SET external_id = 'both'").await;
    let rows = json!([
        { "org": { "id": org }, "user": { "externalId": "twice" } },
        { "org": { "externalId": "both" }, "user": { "id": one } },
    ]);
    let done = create(&app, ROOT, rows).await;
    assert_eq!(
        words(&done),
        ["AMBIGUOUS_MATCH user", "AMBIGUOUS_MATCH org"]
    );
    assert_eq!(done["rows"][0]["matches"], json!([one, other]));
    assert_eq!(done["result"], json!("unchanged"));
}

async fn later_row_sees_the_changes_of_earlier_rows(app: TestApp) {
    let (org, home) = (app.org("Acme").await, app.org("Home").await);
    let ann = app.user(home, "ann").await;
    let rows = json!([
        row(org, ann),
        { "org": { "name": "acme" }, "user": { "email": "ann@example.com" } },
        { "org": { "id": org }, "user": { "id": ann }, "membership": { "role": "ADMIN" } },
    ]);
    let done = create(&app, ROOT, rows).await;
    assert_eq!(
        words(&done),
        ["created", "unchanged", "ALREADY_MEMBER role"]
    );
    let rows = &done["rows"];
    assert_eq!(rows[0]["id"], rows[1]["id"]);
    assert_eq!(rows[0]["id"], rows[2]["existingId"]);
    let id = rows[0]["id"].clone();
    let gone = delete(&app, ROOT, json!([id, id])).await;
    assert_eq!(words(&gone), ["removed", "MEMBERSHIP_NOT_FOUND ids"]);
    assert_eq!(members(&app, org).await, 0);
}

async fn first_membership_is_default_until_a_row_sets_another(app: TestApp) {
    let (one, two, three) = (app.org("C").await, app.org("B").await, app.org("A").await);
    let user = app.newcomer("ann").await;
    app.sql("DELETE FROM memberships").await;
    let rows = json!([
        row(one, user),
        row(two, user),
        { "org": { "id": three }, "user": { "id": user }, "membership": { "isDefault": true } },
    ]);
    let before = app.events_so_far().await;
    let done = create(&app, ROOT, rows).await;
    assert_eq!(words(&done), ["created"; 3]);
    assert_eq!(done["records"], json!(4));
    let list = app
        .read(ROOT, &format!("user(id: \"{user}\") {{ memberships {{ nodes {{ org {{ name }} defaultReason }} }} }}"))
        .await;
    let default = |name, reason: Json| json!({ "org": { "name": name }, "defaultReason": reason });
    let expected = [
        default("A", json!("EXPLICIT")),
        default("B", Json::Null),
        default("C", Json::Null),
    ];
    assert_eq!(list["memberships"]["nodes"], json!(expected));
    let events = app.events(before).await;
    let shown: Vec<_> = events
        .iter()
        .map(|event| {
            (
                event["verb"].as_str(),
                event["after"]["isDefault"].as_bool(),
            )
        })
        .collect();
    let [created, updated] = [Some("created"), Some("updated")];
    let (is, is_not) = (Some(true), Some(false));
    assert_eq!(
        shown,
        [
            (created, is),
            (created, is_not),
            (updated, is_not),
            (created, is)
        ]
    );
}

async fn failed_atomic_batch_writes_nothing_and_reports_all_invalid_rows(app: TestApp) {
    let (org, home) = (app.org("Acme").await, app.org("Home").await);
    let (ann, bob) = (app.user(home, "ann").await, app.user(home, "bob").await);
    let before = app.row_counts().await;
    let rows = json!([
        row(org, ann),
        { "ref": "b", "org": { "name": "Nowhere" }, "user": { "id": bob } },
        row(org, bob),
        { "ref": "d", "org": { "id": org }, "user": { "id": org } },
    ]);
    let variables = json!({ "rows": rows, "mode": "ATOMIC" });
    let done = answer(&app, ROOT, CREATE, variables).await;
    assert_eq!(words(&done), ["ORG_NOT_FOUND org", "USER_NOT_FOUND user"]);
    let place = |row: &Json| json!([row["index"], row["ref"]]);
    assert_eq!(place(&done["rows"][0]), json!([1, "b"]));
    assert_eq!(place(&done["rows"][1]), json!([3, "d"]));
    let totals = json!([
        done["result"],
        done["records"],
        done["failed"],
        done["code"]
    ]);
    assert_eq!(totals, json!(["error", 0, 2, "ORG_NOT_FOUND"]));
    assert!(
        done["error"]
            .as_str()
            .expect("a message")
            .contains("2 of the rows")
    );
    // Rows that cannot be parsed are reported in the same way.
    let unread =
        json!([row(org, ann), { "ref": "x", "org": { "id": org }, "user": { "email": "?" } }]);
    let variables = json!({ "rows": unread, "mode": "ATOMIC" });
    let done = answer(&app, ROOT, CREATE, variables).await;
    assert_eq!(words(&done), ["INVALID_VALUE user"]);
    assert_eq!(place(&done["rows"][0]), json!([1, "x"]));
    // `existingId` is null if the existing membership was created by a row of this batch.
    let mut other = row(org, ann);
    other["membership"] = json!({ "role": "ADMIN" });
    let rows = json!([row(org, ann), other.clone()]);
    let variables = json!({ "rows": rows, "mode": "ATOMIC" });
    let done = answer(&app, ROOT, CREATE, variables).await;
    assert_eq!(words(&done), ["ALREADY_MEMBER role"]);
    assert_eq!(done["rows"][0]["existingId"], Json::Null);
    assert_eq!(app.row_counts().await, before);

    let made = app.add(org, ann).await;
    let before = app.row_counts().await;
    let rows = json!({ "rows": [other], "mode": "ATOMIC" });
    let done = answer(&app, ROOT, CREATE, rows).await;
    assert_eq!(done["rows"][0]["existingId"], json!(made));
    let variables = json!({ "ids": [made, org], "mode": "ATOMIC" });
    let done = answer(&app, ROOT, DELETE, variables).await;
    assert_eq!(words(&done), ["MEMBERSHIP_NOT_FOUND ids"]);
    assert_eq!(done["rows"][0]["index"], json!(1));
    assert_eq!(app.row_counts().await, before);
    let variables = json!({ "ids": [made], "mode": "ATOMIC" });
    let done = answer(&app, ROOT, DELETE, variables).await;
    assert_eq!(
        (words(&done), &done["result"]),
        (vec!["removed".to_owned()], &json!("removed"))
    );
}

async fn a_batch_has_one_to_ten_thousand_rows(app: TestApp) {
    let (org, user) = (app.org("Acme").await, app.newcomer("ann").await);
    let before = app.row_counts().await;
    for (number, code) in [(0, "INVALID_VALUE"), (10_001, "LIMIT_EXCEEDED")] {
        for (query, list, item) in [
            (CREATE, "rows", row(org, user)),
            (DELETE, "ids", json!(user)),
        ] {
            let variables = json!({ list: vec![item; number] });
            let done = answer(&app, ROOT, query, variables).await;
            let totals = json!([
                done["result"],
                done["code"],
                done["records"],
                done["failed"],
                done["rows"]
            ]);
            assert_eq!(totals, json!(["error", code, 0, 0, []]));
            let message = done["error"].as_str().expect("a message");
            assert!(message.contains(list), "{message}");
            assert_eq!(
                message.contains("are allowed. Split the list."),
                number > 0,
                "{message}"
            );
        }
    }
    assert_eq!(app.row_counts().await, before);
}

async fn forbidden_row_fails_alone(app: TestApp) {
    let (own, other) = (app.org("Own").await, app.org("Other").await);
    let (owner, admin) = (app.owner(own, "owner").await, app.admin(own, "admin").await);
    let (ann, bob) = (app.user(own, "ann").await, app.user(other, "bob").await);
    app.add(other, owner).await;
    let token = app.token_of(owner).await;
    let rows = json!([
        // An org where the caller has no rights, a user who is hidden from the caller, the same
        // user by e-mail address, and a user who is a member already.
        row(other, ann),
        row(own, bob),
        { "org": { "id": own }, "user": { "email": "bob@example.com" } },
        row(own, ann),
        { "org": { "name": "Nowhere" }, "user": { "id": ann } },
    ]);
    let done = create(&app, &token, rows).await;
    let expected = [
        "FORBIDDEN",
        "USER_NOT_FOUND user",
        "created",
        "unchanged",
        "ORG_NOT_FOUND org",
    ];
    assert_eq!(words(&done), expected);
    let admins = app.token_of(admin).await;
    assert_eq!(
        words(&create(&app, &admins, json!([row(own, ann)])).await),
        ["FORBIDDEN"]
    );
    let narrow = app
        .token(&format!(
            "org: \"{own}\", scopes: [\"members:read\", \"members:grant\"]"
        ))
        .await;
    let cas = app.user(other, "cas").await;
    let [by_address, as_admin, as_owner] = [json!({}), json!({ "role": "ADMIN" }), json!({ "isOwner": true })]
        .map(|fields| json!({ "org": { "id": own }, "user": { "email": "cas@example.com" }, "membership": fields }));
    let rows = json!([as_admin, as_owner, by_address]);
    assert_eq!(
        words(&create(&app, &narrow, rows).await),
        ["FORBIDDEN", "FORBIDDEN", "created"]
    );

    let of = async |org: Uuid, user: Uuid| {
        let query = format!("membership(org: \"{org}\", user: \"{user}\") {{ id }}");
        app.read(ROOT, &query).await["id"].clone()
    };
    let ids = json!([
        of(own, owner).await,
        of(own, ann).await,
        of(other, bob).await,
        of(own, cas).await
    ]);
    let done = delete(&app, &admins, ids.clone()).await;
    let expected = [
        "FORBIDDEN",
        "removed",
        "MEMBERSHIP_NOT_FOUND ids",
        "removed",
    ];
    assert_eq!(words(&done), expected);
    let done = delete(&app, ROOT, ids).await;
    let absent = "MEMBERSHIP_NOT_FOUND ids";
    assert_eq!(words(&done), ["LAST_OWNER ids", absent, "removed", absent]);
    let plain = app.token_of(owner).await;
    let done = delete(&app, &plain, json!([of(other, owner).await])).await;
    assert_eq!(words(&done), ["FORBIDDEN"]);
    app.retire_org(other).await;
    let done = delete(&app, ROOT, json!([of(other, owner).await])).await;
    assert_eq!(words(&done), ["ORG_RETIRED ids"]);
}

async fn batch_cannot_remove_the_last_owner(app: TestApp) {
    let org = app.org("Acme").await;
    let (one, two) = (app.owner(org, "one").await, app.owner(org, "two").await);
    let suspended = app.owner(org, "three").await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{suspended}\", status: SUSPENDED)"),
    )
    .await;
    let list = app
        .read(
            ROOT,
            &format!("org(id: \"{org}\") {{ members {{ nodes {{ id user {{ id }} }} }} }}"),
        )
        .await;
    let nodes = list["members"]["nodes"].as_array().expect("members");
    let ids: Vec<_> = [suspended, one, two]
        .into_iter()
        .map(|user| {
            nodes
                .iter()
                .find(|node| node["user"]["id"] == json!(user))
                .expect("a member")["id"]
                .clone()
        })
        .collect();
    let done = delete(&app, ROOT, json!(ids)).await;
    assert_eq!(words(&done), ["removed", "removed", "LAST_OWNER ids"]);
}

async fn statement_count_does_not_grow_with_the_rows(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let home = app.org("Home").await;
    app.crowd(home, 1_300).await;
    let group = app.group(org, "Ops").await;
    let owner = app.owner(org, "owner").await;
    app.add(home, owner).await;
    app.state(home, owner, "isOwner: true").await;
    app.state(other, owner, "isOwner: true").await;
    for token in [ROOT.to_owned(), app.token_of(owner).await] {
        let mut numbers = Vec::new();
        for users in [1..301, 301..1_301] {
            let ask = async |query: &str, variables: Json| {
                app.data(&token, "{ viewer { __typename } }").await;
                app.app.finish_background_work().await;
                let before = app.app.db().statements();
                let done = answer(&app, &token, query, variables).await;
                assert_eq!(done["failed"], json!(0), "{}", done["rows"][0]);
                (done, app.app.db().statements() - before)
            };
            let rows: Vec<Json> = users
                .flat_map(|n| {
                    let user = json!({ "email": format!("p{n}@example.com") });
                    [org, other].map(|org| json!({ "org": { "id": org }, "user": user }))
                })
                .collect();
            let (done, created) = ask(CREATE, json!({ "rows": rows })).await;
            let ids: Vec<_> = done["rows"]
                .as_array()
                .expect("rows")
                .iter()
                .map(|row| row["id"].clone())
                .collect();
            app.crowd_into(org, group).await;
            let (_, removed) = ask(DELETE, json!({ "ids": ids })).await;
            app.sql("DELETE FROM group_memberships").await;
            numbers.push((created, removed));
        }
        assert_eq!(numbers[0], numbers[1]);
        assert!(numbers[0].0 <= 16 && numbers[0].1 <= 16, "{numbers:?}");
    }
}

on_both_engines! {
    each_row_reports_its_result_with_its_ref,
    optional_fields_apply_to_created_and_reactivated_memberships,
    invalid_row_fails_alone_with_its_code,
    external_id_of_two_rows_is_ambiguous,
    later_row_sees_the_changes_of_earlier_rows,
    first_membership_is_default_until_a_row_sets_another,
    failed_atomic_batch_writes_nothing_and_reports_all_invalid_rows,
    a_batch_has_one_to_ten_thousand_rows,
    forbidden_row_fails_alone,
    batch_cannot_remove_the_last_owner,
    statement_count_does_not_grow_with_the_rows,
}
