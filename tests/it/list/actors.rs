//! A directory with every kind of member, and every kind of actor that may list its rows.

use std::collections::HashSet;

use chrono::Duration;
use tenantry::access::Permission;
use uuid::Uuid;

use crate::support::{ROOT, TestApp};

use super::expected::{On, Principal};

/// A directory.
pub(super) struct Directory {
    /// An org, another org, and a retired org.
    pub(super) orgs: [Uuid; 3],
    /// A user who is a member of all three orgs.
    pub(super) everywhere: Uuid,
    /// All actors that can authenticate, including those without any permission to read.
    pub(super) actors: Vec<Principal>,
    /// The token of a suspended admin.
    pub(super) suspended: String,
}

/// Creates the directory. Its users change at different times, and have external ids, groups, and
/// names that share parts.
pub(super) async fn directory(app: &TestApp) -> Directory {
    let (own, other, old) = (
        app.org("Beta").await,
        app.org("Ärzte 100% _x").await,
        app.org("Alpha").await,
    );
    let tick = || app.clock.advance(Duration::seconds(7));
    let owner = app.owner(own, "Anna.Owner").await;
    let admin = app.admin(own, "ANNE-Admin").await;
    tick();
    let plain = app.user(own, "joanna").await;
    let second = app.admin(other, "zoë").await;
    tick();
    // An admin of one org and a plain member of the other, which is the first of their orgs by
    // name.
    let both = app.admin(own, "both").await;
    app.add(other, both).await;
    let everywhere = app.user(old, "Everywhere.ann").await;
    for org in [own, other] {
        app.add(org, everywhere).await;
    }
    tick();
    let retired = app.admin(own, "retired").await;
    app.add(other, retired).await;
    let suspended = app.admin(own, "suspended.anna").await;
    let former = app.admin(old, "former").await;
    let nobody = app.user(other, "nobody").await;
    let groups = [
        app.group(own, "ops").await,
        app.group(own, "Ärzte").await,
        app.group(own, "arzt").await,
    ];
    let group = app.group(other, "Ops").await;
    let old_group = app.group(old, "old").await;
    app.group(other, "empty").await;
    for (org, group, users) in [
        (
            own,
            groups[0],
            &[admin, both, everywhere, retired, suspended][..],
        ),
        (own, groups[1], &[everywhere, plain]),
        (own, groups[2], &[everywhere]),
        (other, group, &[everywhere, both, retired, second]),
        (old, old_group, &[everywhere, former]),
    ] {
        for user in users {
            app.join(org, group, *user).await;
        }
    }
    for (org, user, id) in [
        (own, plain, "x-1"),
        (other, both, "x-1"),
        (own, both, "x-2"),
        (old, former, "x-1"),
    ] {
        let update =
            format!("updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"{id}\")");
        app.done(ROOT, &update).await;
    }
    tick();
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{nobody}\", first: \"Hanna\", last: \"O'Neil\")"),
    )
    .await;
    let mut actors = vec![];
    let all: HashSet<_> = Permission::ALL
        .iter()
        .map(|permission| permission.name())
        .collect();
    let add = |actors: &mut Vec<Principal>, name, secret, on, scopes: &[&'static str]| {
        let scopes = if scopes.is_empty() {
            all.clone()
        } else {
            scopes.iter().copied().collect()
        };
        actors.push(Principal {
            name,
            secret,
            on,
            scopes,
        });
    };
    add(&mut actors, "root", ROOT.to_owned(), On::Platform, &[]);
    let reading = app.token("scopes: [\"members:read\"]").await;
    add(
        &mut actors,
        "platform, members",
        reading,
        On::Platform,
        &["members:read"],
    );
    let blind = app.token("scopes: [\"groups:write\"]").await;
    add(
        &mut actors,
        "platform, nothing to read",
        blind,
        On::Platform,
        &["groups:write"],
    );
    for (name, org) in [("org", own), ("other org", other), ("retired org", old)] {
        add(
            &mut actors,
            name,
            app.token_of_org(org).await,
            On::Org(org),
            &[],
        );
    }
    let grouped = app
        .token(&format!("org: \"{own}\", scopes: [\"groups:read\"]"))
        .await;
    add(
        &mut actors,
        "org, groups",
        grouped,
        On::Org(own),
        &["groups:read"],
    );
    for (name, user) in [
        ("owner", owner),
        ("admin", admin),
        ("user", plain),
        ("admin here, user there", both),
        ("user everywhere", everywhere),
        ("retired admin", retired),
        ("admin of a retired org", former),
    ] {
        add(
            &mut actors,
            name,
            app.token_of(user).await,
            On::User(user, None),
            &[],
        );
    }
    for (name, org) in [
        ("admin, bound to their own org", own),
        ("admin, bound to the other", other),
    ] {
        let token = app
            .token(&format!("userId: \"{both}\", org: \"{org}\""))
            .await;
        add(&mut actors, name, token, On::User(both, Some(org)), &[]);
    }
    let narrow = app
        .token(&format!("userId: \"{both}\", scopes: [\"groups:read\"]"))
        .await;
    add(
        &mut actors,
        "admin, groups",
        narrow,
        On::User(both, None),
        &["groups:read"],
    );
    let suspended_token = app.token_of(suspended).await;
    app.retire(own, retired).await;
    app.retire(own, plain).await;
    app.add(own, plain).await;
    app.retire_org(old).await;
    for user in [suspended, nobody] {
        app.done(
            ROOT,
            &format!("updateUser(userId: \"{user}\", status: SUSPENDED)"),
        )
        .await;
    }
    Directory {
        orgs: [own, other, old],
        everywhere,
        actors,
        suspended: suspended_token,
    }
}
