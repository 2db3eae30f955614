//! The user's own fields that come back.

use serde_json::Value as Json;

use crate::{
    domain::{
        event::Audited,
        sync::{Field, FieldChange, change::user_value},
    },
    entity::{membership::MemberStatus, sync_item::SyncAction},
    error::Code,
    normalize,
};

use super::{
    super::person::Draft,
    inverse::{Inverse, changed, set},
    past::{OF_USER, Past, text},
};

impl Inverse<'_> {
    /// Adds the user's own fields to the first item of the user, or adds an item for them.
    pub(super) fn add_own(&self, drafts: &mut Vec<Draft>) {
        let Some(past) = &self.pasts.user else { return };
        let fields = self.own_fields(past);
        let carries = |draft: &&mut Draft| draft.action != SyncAction::Conflict;
        let (facts, id) = (Audited::facts(self.user), self.user.id);
        let names = OF_USER.iter().map(|(name, _)| *name);
        let names = names.chain(["name", "nameIsCustom"]);
        let changed_since = past.changed_since(&facts, names);
        if fields.is_empty() && changed_since.is_none() {
            return;
        }
        let org = self.loaded.first_orgs.get(&id).copied();
        let Some(org) = org.or_else(|| self.pasts.memberships.keys().next().copied()) else {
            return;
        };
        if let Some(name) = changed_since {
            drafts.insert(0, self.conflict(org, Code::PlanStale, changed(name)));
            return;
        }
        let moves = |change: &FieldChange| {
            change.field == Field::Email
                && change.after.as_deref().map(normalize::email).as_deref()
                    != Some(&*self.user.email_key)
        };
        let changes_address = fields.iter().any(moves);
        match drafts.iter_mut().find(carries) {
            Some(draft) => {
                let of_membership = std::mem::replace(&mut draft.changes.fields, fields);
                draft.changes.fields.extend(of_membership);
                draft.changes_address = changes_address;
            }
            None => {
                let Some(member) = self.member(org) else {
                    let reason = "The membership was removed since the run.".to_owned();
                    drafts.push(self.conflict(org, Code::PlanStale, reason));
                    return;
                };
                let mut draft = self.draft(member.org_id, SyncAction::Update);
                draft.changes.was_retired = member.status == MemberStatus::Retired;
                draft.changes.fields = fields;
                draft.changes_address = changes_address;
                drafts.insert(0, draft);
            }
        }
    }

    fn own_fields(&self, past: &Past) -> Vec<FieldChange> {
        let mut fields = Vec::new();
        for (name, field) in OF_USER {
            let Some(before) = past.value_before(name) else {
                continue;
            };
            let now = user_value(self.user, *field);
            if before != now {
                fields.push(set(*field, now, before));
            }
        }
        fields.extend(self.display_name(past));
        fields
    }

    /// Returns the change of the display name. A name that follows first and last name changes with
    /// them.
    fn display_name(&self, past: &Past) -> Option<FieldChange> {
        let is_custom = self.user.display_name_is_custom;
        let was_custom = past.before.get("nameIsCustom").and_then(Json::as_bool);
        let was_custom = was_custom.unwrap_or(is_custom);
        let now = Some(self.user.display_name.clone());
        let before = past.before.get("name").map_or(now.clone(), text);
        match was_custom {
            true if before != now || !is_custom => Some(set(Field::Name, now, before)),
            false if is_custom => Some(set(Field::Name, now, None)),
            _ => None,
        }
    }
}
