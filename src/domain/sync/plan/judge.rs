//! Which rows of a person cannot be applied: what their keys find, and rows that contradict each
//! other. All rows of the person are judged before the first one is planned, so the order of rows
//! does not matter.

use std::collections::HashMap;

use crate::{
    domain::sync::Field,
    entity::membership::MemberStatus,
    error::Code,
    id::{OrgId, UserId},
};

use super::{
    member::protected,
    own::{Disagreement, Own},
    person::{Person, own_of},
    staged::{Content, Fault, StagedRow},
};

/// Returns whether a value of the row is invalid.
fn is_of_value(fault: &Fault) -> bool {
    matches!(
        fault.code,
        Code::InvalidValue | Code::InvalidRole | Code::InvalidStatus
    )
}

impl Person<'_> {
    /// Judges whom the keys of each row find.
    pub(super) fn judge_keys(&mut self) {
        for place in 0..self.rows.len() {
            // An invalid value is the reason why nobody is found.
            if self.faults[place].as_ref().is_some_and(is_of_value) {
                continue;
            }
            if let Some(content) = &self.rows[place].content
                && let Some(fault) = self.fault_of_keys(&self.rows[place], content)
            {
                // What is wrong with the keys is more important than what is wrong with the org.
                self.faults[place] = Some(fault);
            }
        }
    }

    fn fault_of_keys(&self, row: &StagedRow, content: &Content) -> Option<Fault> {
        let found = content.found_by_id();
        let seen_holder = content.holder.and_then(|holder| self.known.seen(holder));
        if found.len() > 1 {
            return Some(ambiguous("The external ids of the row find several users."));
        }
        if let (Some(user), Some(holder)) = (found.first(), seen_holder)
            && holder.id != *user
        {
            return Some(self.taken_or(
                holder.id,
                "The external id and the e-mail address of the row find two users.",
            ));
        }
        if found.is_empty() && content.email_key().is_none() && content.holder.is_none() {
            let message = "The row finds nobody, and has no e-mail address of a new user.";
            return Some(Fault::new(Code::UserNotFound, message));
        }
        if self.hidden.is_none() && self.user.is_none() && !found.is_empty() {
            let message = "The user was deleted while the run was planned. Plan again.";
            return Some(Fault::new(Code::PlanStale, message));
        }
        let user = self.user?;
        if found.is_empty() {
            if content.email_key().is_some() && self.known.given_up.contains_key(&user.id) {
                return Some(self.taken_or(user.id, ""));
            }
            let member = self.known.members.get(&(row.org?, user.id))?;
            let differs = match (content.external_id(), member.external_id.as_deref()) {
                (Some(stated), Some(stored)) => stated != stored,
                _ => false,
            };
            return (differs && self.terms.owns(member.owned_by.as_deref())).then(|| {
                ambiguous(
                    "The e-mail address of the row finds a member of the source with another external id.",
                )
            });
        }
        let member = self.known.members.get(&(row.org?, user.id))?;
        let is_reused = content.members.contains(&user.id)
            && member.status == MemberStatus::Retired
            && content.email_key().is_some_and(|key| key != user.email_key)
            && Own::of([(&content.row, true)].into_iter()).is_ok_and(|own| own.is_other_name(user));
        is_reused.then(|| {
            ambiguous(
                "The external id finds a retired member with another e-mail address and another name. The id seems to be used again for another person.",
            )
        })
    }

    /// Returns the error of a row whose address another user has: the line that gives the address
    /// up, if there is one.
    fn taken_or(&self, holder: UserId, message: &str) -> Fault {
        match self.known.given_up.get(&holder) {
            Some(line) => Fault::new(
                Code::EmailTaken,
                format!(
                    "Line {line} gives this e-mail address up. Apply that line first, then plan again."
                ),
            ),
            None => ambiguous(message),
        }
    }

    /// Judges rows of one org, and of several defaults.
    pub(super) fn judge_places(&mut self) {
        let is_other = |fault: &Option<Fault>| {
            fault
                .as_ref()
                .is_some_and(|fault| fault.code == Code::EmailTaken)
        };
        let mut lines = HashMap::<OrgId, Vec<usize>>::new();
        for (place, row) in self.rows.iter().enumerate() {
            if let Some(org) = row.org.filter(|_| !is_other(&self.faults[place])) {
                lines.entry(org).or_default().push(place);
            }
        }
        for places in lines.into_values().filter(|places| places.len() > 1) {
            self.fail_each(
                &places,
                Code::AmbiguousMatch,
                "name the same person in one org",
            );
        }
        let defaults: Vec<usize> = self
            .alive()
            .filter(|(_, content)| content.row.is_default)
            .map(|(place, _)| place)
            .collect();
        if defaults.len() > 1 {
            self.fail_each(
                &defaults,
                Code::InvalidValue,
                "state two defaults of one person",
            );
        }
    }

    /// Adds the reason that some rows contradict each other.
    fn fail_each(&mut self, places: &[usize], code: Code, what: &str) {
        let lines: Vec<String> = places
            .iter()
            .take(10)
            .map(|place| self.rows[*place].line.to_string())
            .collect();
        let more = match places.len() > lines.len() {
            true => " and more",
            false => "",
        };
        let message = format!("Lines {}{more} {what}.", lines.join(", "));
        for place in places {
            self.fail(*place, Fault::new(code, message.as_str()));
        }
    }

    /// Judges whether all rows state the same fields of the user. Rows that name no org of the run
    /// count too.
    pub(super) fn judge_agreement(&mut self) {
        let speaks = |fault: &Option<Fault>| {
            fault
                .as_ref()
                .is_none_or(|fault| !matches!(fault.code, Code::EmailTaken | Code::AmbiguousMatch))
        };
        let rows = self.rows.iter().zip(&self.faults).enumerate();
        let speaking: Vec<(usize, &Content)> = rows
            .filter(|(_, (_, fault))| speaks(fault))
            .filter_map(|(place, (row, _))| Some((place, row.content.as_ref()?)))
            .collect();
        if let Err(Disagreement(column)) = own_of(speaking.iter().copied()) {
            let places: Vec<usize> = speaking.iter().map(|(place, _)| *place).collect();
            let what = format!("disagree about `{column}` of one person");
            self.fail_each(&places, Code::InvalidValue, &what);
        }
    }

    /// Judges the new address of the user: nobody else may want it, and owners keep theirs.
    pub(super) fn judge_address(&mut self) {
        let Ok(own) = own_of(self.alive()) else {
            return;
        };
        let Some((email, _)) = &own.email else {
            return;
        };
        if self.user.is_some_and(|user| user.email_key == email.key()) {
            return;
        }
        let key = email.key().to_owned();
        let person = self.rows.first().map(|row| row.person.clone());
        let claim = (key, person.unwrap_or_default());
        let fault = match (self.known.claims.get(&claim), self.user) {
            (Some(line), _) => Some(Fault::new(
                Code::EmailTaken,
                format!("Line {line} names another person with this e-mail address."),
            )),
            (None, Some(user)) if self.writes_own(user, &[Field::Email]).is_none() => {
                self.known.owners.contains(&user.id).then(protected)
            }
            _ => None,
        };
        let Some(fault) = fault else { return };
        let states: Vec<usize> = self
            .alive()
            .filter(|(_, content)| self.user.is_none() || content.email_key().is_some())
            .map(|(place, _)| place)
            .collect();
        for place in states {
            self.fail(place, fault.clone());
        }
    }
}

fn ambiguous(message: &str) -> Fault {
    Fault::new(Code::AmbiguousMatch, message)
}
