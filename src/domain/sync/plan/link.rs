//! Matches rows by the external ids of users. Such an id finds only members of the source in orgs
//! of the run, and these orgs are known only when all rows are staged.

use std::collections::BTreeSet;

use crate::{
    db::Sql,
    domain::{Tx, sync::run::RunContext},
    entity::sync_row::{Column, Model},
    error::Result,
};

use super::{
    matches,
    progress::{Phase, Progress},
    stage::note_ambiguous,
    staged::Content,
};

/// Matches the next rows.
pub(super) async fn step(tx: &Tx, context: &RunContext, progress: &mut Progress) -> Result<()> {
    let mut sql = Sql::select::<Model>(tx.conn(), "r", " WHERE r.run_id = ");
    sql.bind(context.id)
        .push(" AND r.line > ")
        .bind(progress.line)
        .push(" ORDER BY r.line")
        .limit(progress.size);
    let mut rows: Vec<Model> = sql.all(tx.conn()).await?;
    let Some(last) = rows.last() else {
        progress.enter(Phase::Persons);
        return Ok(());
    };
    progress.line = last.line;
    let mut contents = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        if let Some(text) = &row.content {
            let content: Content =
                serde_json::from_str(text).map_err(crate::error::Error::internal)?;
            if content.user_external_id().is_some() {
                contents.push((place, content));
            }
        }
    }
    let states = contents.iter_mut().map(|(_, content)| content).collect();
    matches::find_users(tx, context, states).await?;
    let (mut changed, mut ambiguous) = (Vec::new(), BTreeSet::new());
    for (place, content) in contents {
        if content.users.is_empty() {
            continue;
        }
        let row = &mut rows[place];
        row.person = content.person();
        row.user_id = content.user();
        if content.user() != content.holder {
            row.email_key = content.email_key().map(str::to_owned);
        }
        row.content = Some(content.to_text()?);
        ambiguous.extend(content.ambiguous());
        changed.push(place);
    }
    if changed.is_empty() {
        return Ok(());
    }
    note_ambiguous(tx, context.id, &ambiguous).await?;
    let columns = [
        Column::RunId,
        Column::Line,
        Column::Person,
        Column::UserId,
        Column::EmailKey,
        Column::Content,
    ];
    let mut sql = Sql::new(
        tx.conn(),
        "UPDATE sync_rows AS t SET person = r.person, user_id = r.user_id, email_key = r.email_key, content = r.content FROM ",
    );
    let changed: Vec<&Model> = changed.into_iter().map(|place| &rows[place]).collect();
    sql.rows_like("r", &columns, &changed);
    sql.push(" WHERE t.run_id = r.run_id AND t.line = r.line");
    sql.execute(tx.conn()).await.map(drop)
}
