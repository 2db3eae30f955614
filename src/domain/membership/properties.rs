//! Property tests on directories in memory. A batch equals its changes one by one, a set is
//! independent of order, and a rejected change has no effect.

use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};

use crate::{
    domain::{
        Done,
        batch::{BatchMode, BatchOutcome},
        org::OrgRef,
        user::UserRef,
    },
    entity::{
        event::Verb,
        membership::{MemberRole, MemberStatus},
    },
    error::{Code, Error, Result},
    id::MembershipId,
};

use super::{
    CreateMemberships, DeleteMemberships, MembershipFields, MembershipRow, OrgMember, RemoveById,
    SetMode, SetOrgMembers, SetUserMemberships, UserMembership, UserOrgs,
    by_hand::{Shown, Stage},
    rules::{self, IfRetired},
};

const USERS: [&str; 3] = ["ann", "bob", "carl"];

/// A change of one membership, by indexes of the org and user.
#[derive(Debug, Clone)]
enum Step {
    Add(usize, usize, MembershipFields),
    State(usize, usize, MembershipFields),
    Remove(usize, usize),
    Choose(usize, usize),
}

fn fields() -> impl Strategy<Value = MembershipFields> {
    let role = option::of(select(vec![MemberRole::User, MemberRole::Admin]));
    let status = option::of(select(vec![MemberStatus::Active, MemberStatus::Retired]));
    let flag = || option::weighted(0.4, any::<bool>());
    (role, status, flag(), flag()).prop_map(|(role, status, is_owner, is_default)| {
        MembershipFields {
            role,
            status,
            is_owner,
            is_default,
            ..MembershipFields::default()
        }
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let place = || (0..3_usize, 0..USERS.len());
    let step = prop_oneof![
        3 => (place(), fields()).prop_map(|((org, user), fields)| Step::Add(org, user, fields)),
        3 => (place(), fields()).prop_map(|((org, user), fields)| Step::State(org, user, fields)),
        2 => place().prop_map(|(org, user)| Step::Remove(org, user)),
        1 => place().prop_map(|(org, user)| Step::Choose(org, user)),
    ];
    vec(step, 0..24)
}

/// Generates a list of indexes of users or orgs, in two orders.
fn two_orders() -> impl Strategy<Value = (Vec<usize>, Vec<usize>)> {
    let some = subsequence(vec![0, 1, 2], 0..=3);
    some.prop_flat_map(|some| (Just(some.clone()).prop_shuffle(), Just(some).prop_shuffle()))
}

fn modes() -> impl Strategy<Value = SetMode> {
    select(vec![SetMode::Add, SetMode::Replace, SetMode::Remove])
}

impl Step {
    fn run(&self, stage: &mut Stage) -> Result<()> {
        let places = |org: usize, user: usize| (stage.orgs[org], stage.users[user]);
        match self {
            Self::Add(org, user, fields) => {
                let (org, user) = places(*org, *user);
                stage.change(|world| rules::add(world, org, user, false, fields).map(drop))
            }
            Self::State(org, user, fields) => {
                let (org, user) = places(*org, *user);
                stage.change(|world| {
                    let stated = rules::state(world, org, user, fields, IfRetired::Keep);
                    stated.map(drop)
                })
            }
            Self::Remove(org, user) => {
                let (org, user) = places(*org, *user);
                stage.change(|world| {
                    world.allow_reading();
                    match world.membership(org, user)? {
                        Some(membership) => rules::remove(world, &membership),
                        None => Ok(()),
                    }
                })
            }
            Self::Choose(org, user) => {
                let (org, user) = places(*org, *user);
                stage.change(|world| {
                    world.allow_reading();
                    match world.membership(org, user)? {
                        Some(membership) => rules::choose(world, &membership).map(drop),
                        None => Ok(()),
                    }
                })
            }
        }
    }
}

/// Returns the directory after the steps, some of which may be rejected.
fn after(steps: &[Step]) -> Stage {
    let mut stage = Stage::with_users(&USERS);
    for step in steps {
        let _ = step.run(&mut stage);
    }
    let _ = stage.world.verbs();
    stage
}

/// Returns the directory's memberships, and the verbs of the events with the versions.
fn left(stage: &mut Stage) -> (Vec<Shown>, Vec<(Verb, i64)>) {
    (stage.shown(), stage.world.verbs())
}

/// Returns a comparable result: the outcome, or the code and field of the error.
fn code_and_field<T>(result: Result<T>) -> Result<T, (Code, Option<String>)> {
    result.map_err(|error: Error| (error.code(), error.field().map(str::to_owned)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn refused_changes_leave_no_trace(steps in steps()) {
        let mut stage = Stage::with_users(&USERS);
        let allowed: Vec<Step> = steps
            .into_iter()
            .filter(|step| {
                let before = stage.shown();
                let is_allowed = step.run(&mut stage).is_ok();
                assert!(is_allowed || stage.shown() == before, "{step:?} was refused");
                is_allowed
            })
            .collect();
        let mut without = Stage::with_users(&USERS);
        for step in &allowed {
            prop_assert!(step.run(&mut without).is_ok(), "{step:?} depends on a refused change");
        }
        prop_assert_eq!(left(&mut stage), left(&mut without));
    }

    #[test]
    fn added_batch_equals_its_rows_one_by_one(
        before in steps(),
        rows in vec(((0..3_usize, 0..USERS.len()), fields()), 1..12),
    ) {
        let (mut together, mut alone) = (after(&before), after(&before));
        let rows: Vec<MembershipRow> = rows
            .into_iter()
            .map(|((org, user), membership)| MembershipRow {
                reference: None,
                org: OrgRef::Id(alone.orgs[org]),
                user: UserRef::Id(alone.users[user]),
                membership,
            })
            .collect();
        let one_by_one: Vec<_> = rows
            .iter()
            .map(|row| code_and_field(alone.decide(row)).map(|change| change.done))
            .collect();
        let mode = BatchMode::Partial;
        let batch = together.decide(&CreateMemberships { rows, mode }).expect("an outcome");
        prop_assert_eq!(of_batch(batch), one_by_one);
        prop_assert_eq!(left(&mut together), left(&mut alone));
    }

    #[test]
    fn removed_batch_equals_its_rows_one_by_one(
        before in steps(),
        places in vec(any::<prop::sample::Index>(), 1..8),
    ) {
        let (mut together, mut alone) = (after(&before), after(&before));
        let held = alone.hold_ids();
        prop_assume!(!held.is_empty());
        prop_assert_eq!(together.hold_ids(), held.clone());
        let ids: Vec<MembershipId> = places.iter().map(|place| *place.get(&held)).collect();
        let one_by_one: Vec<_> = ids
            .iter()
            .map(|id| code_and_field(alone.decide(&RemoveById(*id))).map(|change| change.done))
            .collect();
        let mode = BatchMode::Partial;
        let batch = together.decide(&DeleteMemberships { ids, mode }).expect("an outcome");
        prop_assert_eq!(of_batch(batch), one_by_one);
        prop_assert_eq!(left(&mut together), left(&mut alone));
    }

    #[test]
    fn set_of_a_user_has_no_order(
        before in steps(),
        (one, other) in two_orders(),
        all_fields in vec(fields(), 3),
        mode in modes(),
    ) {
        let apply = |order: &[usize]| {
            let mut stage = after(&before);
            let named = order.iter().map(|org| UserMembership {
                org: OrgRef::Id(stage.orgs[*org]),
                fields: all_fields[*org].clone(),
            });
            let orgs = UserOrgs {
                memberships: named.collect(),
                mode,
                ..UserOrgs::default()
            };
            let user = UserRef::Id(stage.users[0]);
            let done = stage.decide(&SetUserMemberships { user, orgs });
            (done.map(|change| change.done).ok(), stage.shown())
        };
        prop_assert_eq!(apply(&one), apply(&other));
    }

    #[test]
    fn set_of_an_org_has_no_order(
        before in steps(),
        (one, other) in two_orders(),
        all_fields in vec(fields(), 3),
        mode in select(vec![SetMode::Add, SetMode::Remove]),
    ) {
        let apply = |order: &[usize]| {
            let mut stage = after(&before);
            let named = order.iter().map(|user| OrgMember {
                user: UserRef::Id(stage.users[*user]),
                fields: all_fields[*user].clone(),
            });
            let set = SetOrgMembers {
                org: stage.orgs[0],
                members: named.collect(),
                mode,
                expect_removed: None,
            };
            let done = stage.decide(&set);
            (done.map(|change| change.done).ok(), stage.shown())
        };
        prop_assert_eq!(apply(&one), apply(&other));
    }
}

/// Returns a comparable result of each row: the outcome, or the code and field of the error.
fn of_batch(batch: BatchOutcome) -> Vec<Result<Done, (Code, Option<String>)>> {
    let results = batch.results().into_iter();
    results
        .map(|result| {
            let done = result.map(|row| row.done);
            done.map_err(|failure| (failure.code, failure.field))
        })
        .collect()
}
