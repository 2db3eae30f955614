//! The check of stored keys: finds rows that cannot be found by their e-mail address or name, and
//! rows whose texts would fail validation.
//!
//! The check reads rows in batches by id, computes the keys of each row anew and compares them with
//! the stored keys. To check another rule, add a [`KeyFault`].

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    db::Conn,
    domain::{Settings, event::Audited},
    entity::{group, org, role, user},
    error::Result,
};

use super::{
    holders::holders,
    keyed::Keyed,
    rekey::{GROUPS, ORGS, ROLES, RekeyCursor, USERS, read_piece},
    row::Unique,
};

/// A fault in the keys or texts of a row.
#[derive(Debug)]
pub struct KeyProblem {
    /// The kind of the row.
    pub entity: &'static str,
    /// The id of the row.
    pub id: Uuid,
    /// The e-mail address or name of the row.
    pub text: String,
    /// The fault.
    pub fault: KeyFault,
}

/// A kind of fault in the keys or texts of a row.
#[derive(Debug)]
pub enum KeyFault {
    /// The row gave way, because the row with this id has its key.
    Taken(Uuid),
    /// A built-in role has the key of the row.
    BuiltIn,
    /// The row gave way, but its key is free again.
    Free,
    /// The keys are not those that this version computes from the row's texts.
    Old,
    /// The user is in the list of users without an org although they have a membership, or is not
    /// in the list although they have none.
    WithoutOrg,
    /// A client that sends the row's texts back unchanged gets this error message.
    Refused(String),
}

/// Checks the batch at `place`. Returns its problems and the next place.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub(crate) async fn check_piece(
    conn: &Conn,
    settings: &Settings,
    place: RekeyCursor,
) -> Result<(Vec<KeyProblem>, Option<RekeyCursor>)> {
    match place.table() {
        ORGS => piece_of::<org::Model>(conn, settings, place).await,
        GROUPS => piece_of::<group::Model>(conn, settings, place).await,
        ROLES => piece_of::<role::Model>(conn, settings, place).await,
        USERS => piece_of::<user::Model>(conn, settings, place).await,
        // An alias has no text that a client may send back, and no other row can have its key.
        _ => Ok((Vec::new(), None)),
    }
}

async fn piece_of<R: Keyed>(
    conn: &Conn,
    settings: &Settings,
    place: RekeyCursor,
) -> Result<(Vec<KeyProblem>, Option<RekeyCursor>)> {
    let rows: Vec<R> = read_piece(conn, place, false).await?;
    let mut fresh = rows.clone();
    for row in &mut fresh {
        row.rekey(settings);
    }
    let pairs = rows.iter().zip(&fresh);
    let gave_way = pairs.filter(|(row, _)| row.gave_way());
    let wanted: Vec<Unique> = gave_way.filter_map(|(_, fresh)| fresh.unique()).collect();
    let holders = holders(conn, &wanted.iter().collect::<Vec<_>>()).await?;
    let holders: HashMap<Unique, Uuid> = holders.into_iter().collect();
    let misderived = R::misderived(conn, &rows).await?;
    let mut problems = Vec::new();
    for (row, fresh) in rows.iter().zip(&mut fresh) {
        let mut faults = faults_of(row, fresh, &holders);
        if misderived.contains(&Audited::id(row)) {
            faults.push(KeyFault::WithoutOrg);
        }
        problems.extend(faults.into_iter().map(|fault| KeyProblem {
            entity: R::ENTITY,
            id: Audited::id(row),
            text: row.text().to_owned(),
            fault,
        }));
    }
    Ok((problems, place.next(&rows)))
}

fn faults_of<R: Keyed>(row: &R, fresh: &mut R, holders: &HashMap<Unique, Uuid>) -> Vec<KeyFault> {
    let mut faults = Vec::new();
    if fresh.is_reserved() {
        faults.push(KeyFault::BuiltIn);
    } else if row.gave_way() {
        // The name of a retired org is not unique, so nothing finds the org by that name.
        if let Some(value) = fresh.unique() {
            faults.push(match holders.get(&value) {
                Some(holder) => KeyFault::Taken(*holder),
                None => KeyFault::Free,
            });
        }
    }
    if row.gave_way() {
        Keyed::key(row).clone_into(fresh.key_mut());
    }
    if row != fresh {
        faults.push(KeyFault::Old);
    }
    let refused = row.refused();
    faults.extend(refused.map(|error| KeyFault::Refused(error.message().to_owned())));
    faults
}
