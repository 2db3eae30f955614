//! Numbers: integer ids for those who cannot do with others.

use std::collections::HashSet;

use futures_util::future::join_all;
use tenantry::{
    access::Actor,
    domain::integer_id::{self, AssignIntegerIds, IntegerIdOwner},
    entity::integer_id::IntegerIdKind,
};
use uuid::Uuid;

use crate::support::{TestApp, on_both_engines};

fn things(count: u128) -> Vec<IntegerIdOwner> {
    let ids = (1..=count).map(Uuid::from_u128);
    ids.map(|id| IntegerIdOwner::new(IntegerIdKind::User, id))
        .collect()
}

async fn a_number_is_given_once_and_for_good(app: TestApp) {
    let actor = Actor::command_line();
    let give = || AssignIntegerIds {
        things: things(100),
    };
    let first = app.app.execute(&actor, give()).await.expect("given").output;
    let again = app.app.execute(&actor, give()).await.expect("given");
    assert_eq!((&first, again.records), (&again.output, 0));
    let numbers: HashSet<_> = first.values().copied().collect();
    assert_eq!(numbers.len(), 100);
    assert!(numbers.iter().all(|number| (1..1 << 53).contains(number)));
    assert_eq!(app.events_so_far().await, 1, "only the root token");
}

async fn all_who_ask_at_once_get_the_same_numbers(app: TestApp) {
    let asked = (0..8_u128).map(|start| {
        let mut things = things(50);
        things.rotate_left(usize::try_from(start).expect("small") * 5);
        let app = app.app.clone();
        async move {
            let give = AssignIntegerIds { things };
            app.execute(&Actor::command_line(), give)
                .await
                .expect("given")
                .output
        }
    });
    let all = join_all(asked).await;
    assert!(all.iter().all(|one| one == &all[0]));
    assert_eq!(app.count("SELECT count(*) FROM numbers").await, 50);
}

async fn a_number_stands_for_a_thing_of_its_kind_alone(app: TestApp) {
    let actor = Actor::command_line();
    let give = AssignIntegerIds { things: things(1) };
    let given = app.app.execute(&actor, give).await.expect("given").output;
    let number = given[&Uuid::from_u128(1)];
    let reader = app.app.read(&actor);
    let of = async |kind| integer_id::find(&reader, kind, number).await.expect("read");
    assert_eq!(of(IntegerIdKind::User).await, Some(Uuid::from_u128(1)));
    assert_eq!(of(IntegerIdKind::Org).await, None);
}

on_both_engines! {
    a_number_is_given_once_and_for_good,
    all_who_ask_at_once_get_the_same_numbers,
    a_number_stands_for_a_thing_of_its_kind_alone,
}
