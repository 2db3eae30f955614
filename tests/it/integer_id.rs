//! Integer ids, for clients that cannot handle UUIDs.

use std::collections::HashSet;

use futures_util::future::join_all;
use tenantry::{
    access::Actor,
    domain::integer_id::{self, AssignIntegerIds, IntegerIdOwner},
    entity::integer_id::IntegerIdKind,
};
use uuid::Uuid;

use crate::support::{TestApp, on_both_engines};

/// Returns `count` users to assign integer ids to.
fn things(count: u128) -> Vec<IntegerIdOwner> {
    let ids = (1..=count).map(Uuid::from_u128);
    ids.map(|id| IntegerIdOwner::new(IntegerIdKind::User, id))
        .collect()
}

async fn an_integer_id_is_assigned_once(app: TestApp) {
    let actor = Actor::command_line();
    let assign = || AssignIntegerIds {
        things: things(100),
    };
    let first = app
        .app
        .execute(&actor, assign())
        .await
        .expect("assigned")
        .output;
    let again = app.app.execute(&actor, assign()).await.expect("assigned");
    assert_eq!((&first, again.records), (&again.output, 0));
    let numbers: HashSet<_> = first.values().copied().collect();
    assert_eq!(numbers.len(), 100);
    assert!(numbers.iter().all(|number| (1..1 << 53).contains(number)));
    assert_eq!(app.events_so_far().await, 1, "only the root token");
}

async fn concurrent_requests_assign_the_same_integer_ids(app: TestApp) {
    let requests = (0..8_u128).map(|start| {
        let mut things = things(50);
        things.rotate_left(usize::try_from(start).expect("small") * 5);
        let app = app.app.clone();
        async move {
            let assign = AssignIntegerIds { things };
            app.execute(&Actor::command_line(), assign)
                .await
                .expect("assigned")
                .output
        }
    });
    let results = join_all(requests).await;
    assert!(results.iter().all(|result| result == &results[0]));
    assert_eq!(app.count("SELECT count(*) FROM numbers").await, 50);
}

async fn an_integer_id_is_found_only_by_its_own_kind(app: TestApp) {
    let actor = Actor::command_line();
    let assign = AssignIntegerIds { things: things(1) };
    let assigned = app
        .app
        .execute(&actor, assign)
        .await
        .expect("assigned")
        .output;
    let number = assigned[&Uuid::from_u128(1)];
    let reader = app.app.read(&actor);
    let of = async |kind| integer_id::find(&reader, kind, number).await.expect("read");
    assert_eq!(of(IntegerIdKind::User).await, Some(Uuid::from_u128(1)));
    assert_eq!(of(IntegerIdKind::Org).await, None);
}

on_both_engines! {
    an_integer_id_is_assigned_once,
    concurrent_requests_assign_the_same_integer_ids,
    an_integer_id_is_found_only_by_its_own_kind,
}
