//! The actors of the permission tests.

use uuid::Uuid;

use crate::support::{ROOT, TestApp};

/// Creates one actor of each kind. Returns their names and tokens.
pub(super) async fn actors(app: &TestApp, org: Uuid, other: Uuid) -> Vec<(&'static str, String)> {
    let owner = app.owner(org, "owner").await;
    app.done(
        ROOT,
        &format!("addOrgMember(org: \"{other}\", userId: \"{owner}\")"),
    )
    .await;
    let sql = format!(
        "UPDATE memberships SET is_owner = TRUE WHERE user_id = {} AND org_id = {}",
        app.id(owner),
        app.id(other)
    );
    app.sql(&sql).await;
    let sole = app.owner(org, "sole").await;
    let admin = app.admin(org, "admin").await;
    let user = app.user(org, "user").await;
    let retired = app.admin(org, "retired").await;
    let retired_token = app.token_of(retired).await;
    app.done(
        ROOT,
        &format!("updateMember(org: \"{org}\", userId: \"{retired}\", status: \"retired\")"),
    )
    .await;
    let suspended = app.admin(org, "suspended").await;
    let suspended_token = app.token_of(suspended).await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{suspended}\", status: SUSPENDED)"),
    )
    .await;
    vec![
        ("root", ROOT.to_owned()),
        ("platform", app.token("scopes: null").await),
        (
            "platform, members:read",
            app.token("scopes: [\"members:read\"]").await,
        ),
        ("org token", app.token_of_org(org).await),
        (
            "org token, groups:*",
            app.token(&format!(
                "org: \"{org}\", scopes: [\"groups:read\", \"groups:write\"]"
            ))
            .await,
        ),
        ("owner", app.token_of(sole).await),
        ("owner of both", app.token_of(owner).await),
        (
            "owner of both, bound",
            app.token(&format!("userId: \"{owner}\", org: \"{org}\""))
                .await,
        ),
        ("admin", app.token_of(admin).await),
        ("user", app.token_of(user).await),
        ("retired admin", retired_token),
        ("suspended admin", suspended_token),
    ]
}
