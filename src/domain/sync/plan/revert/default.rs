//! The default of a user that comes back.

use serde_json::Value as Json;

use crate::{
    domain::sync::{Field, RestoredDefault},
    entity::{
        membership::{DefaultReason, MemberStatus},
        sync_item::SyncAction,
    },
    id::OrgId,
};

use super::{
    super::person::Draft,
    inverse::{Inverse, set},
    past::{Past, text},
};

/// A user's default: the org and the reason.
type Default = Option<(OrgId, DefaultReason)>;

impl Inverse<'_> {
    /// Lets the last item give the user the default that they had before the run, unless another one
    /// was chosen another one since.
    pub(super) fn add_default(&self, drafts: &mut Vec<Draft>) {
        let now = self.default_now();
        let (before, after) = (self.default_before(now), self.default_after(now));
        let Some((org, reason)) = before else { return };
        if before == after || now != after || self.loaded.users.is_empty() {
            return;
        }
        let is_applied =
            |draft: &Draft| !matches!(draft.action, SyncAction::Conflict | SyncAction::Held);
        if drafts
            .iter()
            .any(|draft| draft.action == SyncAction::Delete)
        {
            return;
        }
        let shown = [
            set(
                Field::IsDefault,
                Some("false".to_owned()),
                Some("true".to_owned()),
            ),
            set(Field::DefaultReason, None, Some(reason.as_str().to_owned())),
        ];
        let is_of_org = |draft: &&mut Draft| draft.org == Some(org) && is_applied(draft);
        let was_here = after.is_some_and(|(other, _)| other == org);
        if let Some(draft) = drafts.iter_mut().find(is_of_org) {
            match was_here {
                true => {
                    let now = after.map(|(_, reason)| reason.as_str().to_owned());
                    let reason = Some(reason.as_str().to_owned());
                    let change = set(Field::DefaultReason, now, reason);
                    draft.changes.fields.push(change);
                }
                false => draft.changes.fields.extend(shown),
            }
        } else if !drafts.iter().any(is_applied)
            && let Some(member) = self.member(org)
        {
            // Nothing but the default has changed.
            let mut draft = self.draft(org, SyncAction::Update);
            draft.changes.was_retired = member.status == MemberStatus::Retired;
            draft.changes.fields.extend(shown);
            drafts.push(draft);
        }
        if let Some(last) = drafts.iter_mut().rfind(|draft| is_applied(draft)) {
            last.changes.default = Some(RestoredDefault {
                org,
                reason,
                from: now,
            });
        }
    }

    fn default_now(&self) -> Default {
        let mut members = self.loaded.memberships.values();
        let member = members.find(|member| member.user_id == self.user.id && member.is_default)?;
        Some((member.org_id, member.default_reason?))
    }

    /// Returns the default that the run has left.
    fn default_after(&self, now: Default) -> Default {
        let mut is_any = false;
        for (org, past) in &self.pasts.memberships {
            is_any |= past.before.contains_key("isDefault");
            if past.after.get("isDefault") == Some(&Json::Bool(true)) {
                return Some((*org, reason_of(past.after.get("defaultReason"))?));
            }
        }
        match is_any {
            true => None,
            false => self.with_reason(now, |past| past.after.get("defaultReason")),
        }
    }

    /// Returns the default before the run.
    fn default_before(&self, now: Default) -> Default {
        let mut is_any = false;
        for (org, past) in &self.pasts.memberships {
            let is_default = past.before.get("isDefault");
            is_any |= is_default.is_some()
                || past.is_created && past.after.get("isDefault") == Some(&Json::Bool(true));
            if is_default == Some(&Json::Bool(true)) {
                return Some((*org, reason_of(past.before.get("defaultReason"))?));
            }
        }
        match is_any {
            true => None,
            false => self.with_reason(now, |past| past.before.get("defaultReason")),
        }
    }

    /// Returns the default whose org has not changed, with the reason of the events.
    fn with_reason<'p>(
        &'p self,
        now: Default,
        reason: impl Fn(&'p Past) -> Option<&'p Json>,
    ) -> Default {
        let (org, current) = now?;
        let stated = self.past_in(org).and_then(reason);
        Some((org, reason_of(stated).unwrap_or(current)))
    }
}

fn reason_of(value: Option<&Json>) -> Option<DefaultReason> {
    let word = text(value?)?.to_lowercase();
    word.parse().ok()
}
