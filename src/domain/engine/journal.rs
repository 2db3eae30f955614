//! Changes of the world as a journal: marks in it, the changes and events since a mark, and undo.

use std::sync::Arc;

use crate::entity::{group, group_membership, membership, org, role, token, user};

use super::{
    World,
    row::{EventPlace, Row, Unmade, event_of, is_same},
    table::Differs,
};

/// A position in the journals of all tables.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Mark {
    orgs: usize,
    users: usize,
    groups: usize,
    roles: usize,
    tokens: usize,
    bulk: usize,
    memberships: usize,
    group_memberships: usize,
    holders: usize,
    stored: usize,
    events: usize,
    effects: usize,
    jobs_to_queue: usize,
    aliases: usize,
}

impl World {
    /// Returns the current position.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            orgs: self.orgs.mark(),
            users: self.users.mark(),
            groups: self.groups.mark(),
            roles: self.roles.mark(),
            tokens: self.tokens.mark(),
            bulk: self.bulk.len(),
            memberships: self.memberships.mark(),
            group_memberships: self.group_memberships.mark(),
            holders: self.holders.mark(),
            stored: self.stored.mark(),
            events: self.events.len(),
            effects: self.effects.len(),
            jobs_to_queue: self.jobs_to_queue.len(),
            aliases: self.aliases.mark(),
        }
    }

    /// Undoes everything since the mark.
    pub(crate) fn undo(&mut self, mark: Mark) {
        self.orgs.undo(mark.orgs);
        self.users.undo(mark.users);
        self.groups.undo(mark.groups);
        self.roles.undo(mark.roles);
        self.tokens.undo(mark.tokens);
        self.bulk.truncate(mark.bulk);
        self.memberships.undo(mark.memberships);
        self.group_memberships.undo(mark.group_memberships);
        self.holders.undo(mark.holders);
        self.stored.undo(mark.stored);
        self.events.truncate(mark.events);
        self.effects.truncate(mark.effects);
        self.jobs_to_queue.truncate(mark.jobs_to_queue);
        self.aliases.undo(mark.aliases);
    }

    /// Sets the version and time of each row that changed since the mark, and records an event for
    /// each row, in the order in which rows are written.
    pub(super) fn record(&mut self, mark: Mark) {
        let mut events = Vec::new();
        self.stamp::<org::Model>(mark.orgs, &mut events);
        self.stamp::<user::Model>(mark.users, &mut events);
        self.stamp::<group::Model>(mark.groups, &mut events);
        self.stamp::<role::Model>(mark.roles, &mut events);
        self.stamp::<token::Model>(mark.tokens, &mut events);
        self.stamp::<membership::Model>(mark.memberships, &mut events);
        self.stamp::<group_membership::Model>(mark.group_memberships, &mut events);
        events.sort_by_key(|(place, _)| *place);
        let acting = self.acting;
        let events = events.into_iter().map(|(_, event)| (acting, event));
        self.events.extend(events);
    }

    /// Sets the version and time of the rows of one table that changed since the mark, and adds
    /// their events to `events`.
    fn stamp<R: Row>(&mut self, mark: usize, events: &mut Vec<(EventPlace, Unmade)>) {
        let now = self.now;
        let table = R::table(self);
        for (key, (before, after)) in table.since(mark) {
            let (before, after): (_, Option<Arc<R>>) = match (before, after) {
                (Some(was), Some(is)) if is_same(&was, &is) => {
                    let mut stamped = (*is).clone().raised(&was);
                    stamped.set_updated_at(now);
                    let stamped = Arc::new(stamped);
                    table.set(key, Some(stamped.clone()));
                    (Some(was), Some(stamped))
                }
                // The row was removed and created again, with a new id.
                (Some(was), Some(is)) => {
                    events.extend(event_of((Some(was), None)));
                    (None, Some(is))
                }
                other => other,
            };
            let pair: Differs<R> = (before, after);
            events.extend(event_of(pair));
        }
    }

    /// Returns the memberships that changed since the mark, each before and after.
    pub(crate) fn changed_memberships(&self, mark: Mark) -> Vec<Differs<membership::Model>> {
        let since = self.memberships.since(mark.memberships);
        since.into_iter().map(|(_, pair)| pair).collect()
    }

    /// Returns the users that changed since the mark, each before and after.
    pub(crate) fn changed_users(&self, mark: Mark) -> Vec<Differs<user::Model>> {
        let since = self.users.since(mark.users);
        since.into_iter().map(|(_, pair)| pair).collect()
    }
}
