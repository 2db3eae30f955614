//! The plan of one person: all rows of the person, judged together.
//!
//! A user whom the actor may not see is planned as a user who does not exist. Only at the end are
//! the items bound to the user. So the plan does not reveal whether an address has a user.

use std::collections::BTreeMap;

use crate::{
    domain::sync::{Changes, Field, FieldChange, file::Cell},
    entity::{
        membership::MemberStatus, sync_item::SyncAction, sync_run::SyncMode, user::UserStatus,
    },
    error::Code,
    id::{OrgId, UserId},
};

use super::{
    known::{Known, Terms, UserRow},
    member::{self, MemberPlan},
    own::{Disagreement, Own, change},
    staged::{Content, Fault, StagedRow, user_of},
};

/// An item of a plan that is still to be decided and numbered.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) line: Option<i32>,
    pub(super) action: SyncAction,
    pub(super) org: Option<OrgId>,
    pub(super) user: Option<UserId>,
    pub(super) is_hidden: bool,
    pub(super) code: Option<Code>,
    pub(super) reason: Option<String>,
    pub(super) changes: Changes,
    /// Whether a user whom the actor may not see has the address of the item. The item is decided
    /// as if nobody had it.
    pub(super) is_masked: bool,
    /// Whether the address changes to another one, not only in its spelling.
    pub(super) changes_address: bool,
}

impl Draft {
    /// Returns whether the item is one of many unchanged lines.
    pub(super) fn is_plain(&self) -> bool {
        self.action == SyncAction::Unchanged
            && self.changes.fields.is_empty()
            && self.reason.is_none()
    }

    /// Returns the item of a row that cannot be applied.
    pub(super) fn conflict(line: Option<i32>, org: Option<OrgId>, fault: Fault) -> Self {
        Self {
            line,
            action: SyncAction::Conflict,
            org,
            user: None,
            is_hidden: false,
            code: Some(fault.code),
            reason: Some(fault.reason),
            changes: Changes::default(),
            is_masked: false,
            changes_address: false,
        }
    }
}

/// A person of a file.
#[derive(Debug)]
pub(super) struct Person<'a> {
    pub(super) terms: Terms<'a>,
    pub(super) known: &'a Known,
    /// The rows, in the order of their lines.
    pub(super) rows: &'a [StagedRow],
    /// The user, unless nobody has the address, or the actor may not see the user.
    pub(super) user: Option<&'a UserRow>,
    /// The user whom the actor may not see.
    pub(super) hidden: Option<UserId>,
    /// Why each row cannot be applied.
    pub(super) faults: Vec<Option<Fault>>,
}

impl<'a> Person<'a> {
    /// Judges the rows of a person.
    pub(super) fn new(terms: Terms<'a>, known: &'a Known, rows: &'a [StagedRow]) -> Self {
        let user = rows.first().and_then(|row| user_of(&row.person));
        let mut person = Self {
            terms,
            known,
            rows,
            user: user.and_then(|user| known.seen(user)),
            hidden: user.filter(|user| known.hidden.contains(user)),
            faults: rows.iter().map(|row| row.fault.clone()).collect(),
        };
        person.judge_keys();
        person.judge_places();
        person.judge_agreement();
        person.judge_address();
        person
    }

    /// Adds the reason why a row cannot be applied, for a row without one.
    pub(super) fn fail(&mut self, place: usize, fault: Fault) {
        self.faults[place].get_or_insert(fault);
    }

    /// Returns the rows that can be applied so far, with their places.
    pub(super) fn alive(&self) -> impl Iterator<Item = (usize, &'a Content)> + Clone {
        let rows = self.rows.iter().zip(&self.faults).enumerate();
        rows.filter_map(|(place, (row, fault))| {
            row.content
                .as_ref()
                .filter(|_| fault.is_none())
                .map(|content| (place, content))
        })
    }

    /// Returns why fields of the user are shown and not written.
    pub(super) fn writes_own(&self, user: &UserRow, fields: &[Field]) -> Option<Code> {
        if !self.terms.take_over && !self.terms.owns(user.owned_by.as_deref()) {
            return Some(Code::OtherSource);
        }
        match self.known.updatable.get(&user.id) {
            // Users may not change their own address and external id.
            Some(true)
                if fields
                    .iter()
                    .any(|field| matches!(field, Field::Email | Field::UserExternalId)) =>
            {
                Some(Code::Forbidden)
            }
            Some(_) => None,
            None => Some(Code::Forbidden),
        }
    }

    /// Returns the items of the person's rows, in the order of lines.
    pub(super) fn drafts(&mut self) -> Vec<Draft> {
        let plans = self.plans();
        let own = own_of(self.alive()).unwrap_or_default();
        let mut own = Some(own);
        let mut drafts = Vec::with_capacity(self.rows.len());
        for (place, row) in self.rows.iter().enumerate() {
            let mut draft = match (plans.get(&place), self.faults[place].clone()) {
                (Some(plan), None) => self.draft(row, plan.clone(), own.take()),
                (_, fault) => {
                    let fault = fault.unwrap_or_else(|| Fault::new(Code::Internal, ""));
                    let mut draft = Draft::conflict(Some(row.line), row.org, fault);
                    draft.user = self.user.map(|user| user.id);
                    draft
                }
            };
            let mut contents = row.content.iter();
            let is_hidden =
                self.hidden.is_some() || contents.any(|content| content.is_address_of_unseen);
            if is_hidden && draft.action != SyncAction::Conflict {
                draft.is_masked = true;
            }
            drafts.push(draft);
        }
        drafts
    }

    /// Plans the memberships of the rows that can be applied.
    fn plans(&mut self) -> BTreeMap<usize, MemberPlan> {
        let user = self.user.map(|user| user.id);
        let alive: Vec<(usize, &Content)> = self.alive().collect();
        let mut plans = BTreeMap::new();
        for (place, content) in alive {
            let Some(org) = self.rows[place].org else {
                self.fail(
                    place,
                    Fault::new(Code::OrgNotFound, "The row names no org."),
                );
                continue;
            };
            match member::plan(&self.terms, self.known, &content.row, org, user) {
                Ok(plan) => {
                    plans.insert(place, plan);
                }
                Err(fault) => self.fail(place, fault),
            }
        }
        plans
    }

    /// Returns the item of a row. `own` are the user's own fields, for the first row that can be
    /// applied.
    fn draft(&self, row: &StagedRow, plan: MemberPlan, own: Option<Own>) -> Draft {
        let mut changes = Changes::default();
        let mut code = None;
        let mut reasons: Vec<String> = Vec::new();
        let mut changes_address = false;
        let is_first = own.is_some();
        let address = row
            .content
            .as_ref()
            .and_then(|content| content.row.email.as_ref());
        let mut is_masked = false;
        match (self.user, own) {
            (None, Some(own)) => changes.fields = own.of_new(),
            (None, None) => {
                // The item finds the user whom an earlier item has created.
                let email = address.map(|email| email.as_str().to_owned());
                changes.fields.push(change(Field::Email, None, email));
            }
            (Some(user), Some(own)) => {
                let (fields, kept) = self.own_fields(user, &own);
                changes.fields = fields;
                code = kept;
                reasons.extend(kept.map(|kept| reason_of_kept(kept).to_owned()));
                let email = own.email.as_ref().map(|(email, _)| email.key());
                changes_address = email.is_some_and(|key| key != user.email_key)
                    && changes
                        .fields
                        .iter()
                        .any(|change| change.field == Field::Email && change.kept.is_none());
                let mut contents = self.rows.iter().filter_map(|row| row.content.as_ref());
                let is_unseen = |content: &Content| {
                    let mut holder = content.holder.iter();
                    content.is_address_of_unseen
                        || holder.any(|holder| self.known.hidden.contains(holder))
                };
                is_masked = contents.any(is_unseen);
            }
            (Some(_), None) => {}
        }
        let writes_own = changes.fields.iter().any(|change| change.kept.is_none());
        changes.fields.extend(plan.fields);
        changes.groups = plan.groups;
        let action = match (plan.action, self.user) {
            (None, None) if is_first => SyncAction::Create,
            (None, _) => SyncAction::Join,
            (Some(SyncAction::Unchanged), _) if writes_own => SyncAction::Update,
            (Some(action), _) => action,
        };
        changes.was_retired = action == SyncAction::Update && plan.is_retired;
        reasons.extend(plan.note.map(str::to_owned));
        if self
            .user
            .is_some_and(|user| user.status == UserStatus::Suspended)
            && action != SyncAction::Unchanged
        {
            reasons.push("The user is suspended.".to_owned());
        }
        if action == SyncAction::Held {
            reasons.push("The membership is held.".to_owned());
        }
        Draft {
            line: Some(row.line),
            action,
            org: row.org,
            user: self.user.map(|user| user.id),
            is_hidden: false,
            code,
            reason: (!reasons.is_empty()).then(|| reasons.join(" ")),
            changes,
            is_masked,
            changes_address,
        }
    }

    /// Returns what differs of the user, and why it is not written.
    fn own_fields(&self, user: &UserRow, own: &Own) -> (Vec<FieldChange>, Option<Code>) {
        let mut fields = own.differing(user);
        let stated: Vec<Field> = fields.iter().map(|change| change.field).collect();
        let kept = self.writes_own(user, &stated);
        for change in &mut fields {
            change.kept = kept;
        }
        let is_taken_over = kept.is_none() && !self.terms.owns(user.owned_by.as_deref());
        if is_taken_over && self.terms.take_over {
            let after = Some(self.terms.source.to_owned());
            fields.push(change(Field::UserOwnedBy, user.owned_by.clone(), after));
        }
        let kept = kept.filter(|_| !fields.is_empty());
        (fields, kept)
    }

    /// Returns the retirements of the person's other memberships, by org. A person of whom any row
    /// cannot be applied is not retired anywhere: the row may name the org that seems to be left
    /// out.
    pub(super) fn retirements(&self) -> Vec<Draft> {
        let Some(user) = self.user else {
            return Vec::new();
        };
        if self.terms.mode != SyncMode::Replace || self.faults.iter().any(Option::is_some) {
            return Vec::new();
        }
        let mut members: Vec<_> = self
            .known
            .members
            .values()
            .filter(|member| member.user_id == user.id)
            .filter(|member| member.status == MemberStatus::Active)
            .filter(|member| self.terms.owns(member.owned_by.as_deref()))
            .filter(|member| self.rows.iter().all(|row| row.org != Some(member.org_id)))
            .collect();
        members.sort_by_key(|member| member.org_id);
        let retire = |member| retirement(&self.terms, member);
        members.into_iter().map(retire).collect()
    }

    /// Binds the items to the user whom the actor may not see, after they were decided as if nobody
    /// had the address.
    pub(super) fn bind(&self, draft: &mut Draft) {
        let Some(user) = self.hidden else {
            return;
        };
        draft.is_hidden = true;
        draft.user = Some(user);
        draft.is_masked = false;
        for change in &mut draft.changes.fields {
            if change.field.is_own() {
                change.kept = Some(Code::Forbidden);
            }
        }
    }
}

/// Returns the retirement of a member whom the file does not name.
pub(super) fn retirement(terms: &Terms<'_>, member: &super::known::MemberRow) -> Draft {
    let mut draft = Draft {
        line: None,
        action: SyncAction::Conflict,
        org: Some(member.org_id),
        user: Some(member.user_id),
        is_hidden: false,
        code: None,
        reason: None,
        changes: Changes::default(),
        is_masked: false,
        changes_address: false,
    };
    match member::retirement(terms, member) {
        Ok((action, change)) => {
            draft.action = action;
            draft.changes.fields.push(change);
            if action == SyncAction::Held {
                draft.reason = Some("The membership is held.".to_owned());
            }
        }
        Err(fault) => {
            draft.code = Some(fault.code);
            draft.reason = Some(fault.reason);
        }
    }
    draft
}

/// Returns the user's own fields that these rows state.
///
/// # Errors
/// The first column in which rows disagree.
pub(super) fn own_of<'a>(
    rows: impl Iterator<Item = (usize, &'a Content)> + Clone,
) -> Result<Own, Disagreement> {
    Own::of(rows.map(|(_, content)| (&content.row, !content.found_by_id().is_empty())))
}

fn reason_of_kept(code: Code) -> &'static str {
    match code {
        Code::OtherSource => {
            "The user's own fields belong to another source, or to none. They are not written."
        }
        _ => "This token may not update the user. The user's own fields are not written.",
    }
}

/// Returns whether the row names groups, so that the groups of its org must be known.
pub(super) fn names_groups(row: &StagedRow) -> bool {
    let content = row.content.as_ref();
    content.is_some_and(|content| !matches!(content.row.groups, Cell::Absent))
}
