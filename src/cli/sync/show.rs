//! Prints runs and plans.

use serde_json::{Value as Json, json};

use crate::error::Result;

use super::{
    client::Client,
    queries::{self, Item, Run},
    report::Output,
};

/// The number of items of each action that the summary of a plan shows.
const SHOWN: usize = 20;

/// The actions that the summary of a plan shows, with their signs.
const ACTIONS: [(&str, &str); 10] = [
    ("CONFLICT", "!"),
    ("CREATE", "+"),
    ("JOIN", "+"),
    ("REACTIVATE", "+"),
    ("UPDATE", "~"),
    ("HELD", "="),
    ("RETIRE", "-"),
    ("REMOVE", "-"),
    ("DELETE", "-"),
    ("UNCHANGED", " "),
];

/// Prints a plan: the first items of each action, the counts and the verdict of the guard.
pub(super) async fn plan(client: &Client, run: &Run, output: Output) -> Result<()> {
    heading(run, output)?;
    for (action, count) in counts_by_action(run) {
        if count == 0 || action == "UNCHANGED" {
            continue;
        }
        let page = queries::items(client, run.id, Some(action), Some(SHOWN), None).await?;
        for node in &page.nodes {
            output.say(item(&queries::item(node)?))?;
        }
        let shown = i64::try_from(page.nodes.len()).unwrap_or_default();
        if count > shown {
            output.say(format_args!(
                "  ... and {} more: {}",
                count - shown,
                client.command(format_args!(
                    "--show {} --action {}",
                    run.id,
                    action.to_lowercase()
                ))
            ))?;
        }
    }
    summary(run, output)
}

/// Prints a run with all items of its plan, or those with this action.
pub(super) async fn run(
    client: &Client,
    run: &Run,
    action: Option<&str>,
    output: Output,
) -> Result<()> {
    if !output.is_json {
        heading(run, output)?;
    }
    let mut document = run.json.clone();
    // The items are printed page by page, in place of this list.
    const MARK: &str = "[]";
    if let Some(document) = document.as_object_mut() {
        document.insert("plan".to_owned(), json!({ "items": { "nodes": [] } }));
    }
    let document = json!({ "syncRun": document }).to_string();
    let mark = r#""plan":{"items":{"nodes":"#;
    let (before, after) = document.split_once(mark).unwrap_or((&document, ""));
    output.json(format_args!("{before}{mark}["))?;
    let (mut after_cursor, mut is_first) = (None::<String>, true);
    loop {
        let page = queries::items(client, run.id, action, None, after_cursor.as_deref()).await?;
        for node in &page.nodes {
            if output.is_json {
                let comma = if is_first { "" } else { "," };
                output.json(format_args!("{comma}{node}"))?;
            } else {
                output.say(item(&queries::item(node)?))?;
            }
            is_first = false;
        }
        after_cursor = page.next;
        if after_cursor.is_none() {
            break;
        }
    }
    let after = after.strip_prefix(MARK).unwrap_or(after);
    output.json(format_args!("]{after}\n"))?;
    if output.is_json {
        return Ok(());
    }
    summary(run, output)
}

/// Prints all runs, newest first.
pub(super) async fn list(client: &Client, output: Output) -> Result<()> {
    let (mut after, mut is_first) = (None::<String>, true);
    output.json(r#"{"syncRuns":{"nodes":["#)?;
    loop {
        let page = queries::runs(client, after.as_deref()).await?;
        for node in &page.nodes {
            if output.is_json {
                let comma = if is_first { "" } else { "," };
                output.json(format_args!("{comma}{node}"))?;
            } else {
                let run = queries::listed(node)?;
                output.say(line(&run, node))?;
            }
            is_first = false;
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    if is_first && !output.is_json {
        output.say("There are no sync runs.")?;
    }
    output.json("]}}\n")
}

/// Prints a run as the JSON document.
pub(super) fn document(run: &Run, output: Output) -> Result<()> {
    output.json(format_args!("{}\n", json!({ "syncRun": run.json })))
}

fn line(run: &Run, node: &Json) -> String {
    let status = node.get("status").and_then(Json::as_str);
    let org = run.org.as_ref().map_or("", |org| org.name.as_str());
    let counts = &run.counts;
    let of = match &run.revert_of {
        Some(run) => format!("  reverts {}", run.id),
        None => String::new(),
    };
    format!(
        "{}  {}  {:9}  {:7}  {}  {org}  {} changes, {} conflicts{of}",
        run.id,
        run.created_at,
        status.unwrap_or_default(),
        run.mode,
        run.source,
        counts.changes(),
        counts.conflicts
    )
}

fn heading(run: &Run, output: Output) -> Result<()> {
    let org = match &run.org {
        Some(org) => format!(", org {}", org.name),
        None => String::new(),
    };
    let what = match &run.revert_of {
        Some(of) => format!("revert of {}", of.id),
        None => format!("mode {}", run.mode),
    };
    output.say(format_args!(
        "Run {}: source {}, {what}{org}",
        run.id, run.source
    ))?;
    if let Some(sha256) = &run.sha256 {
        output.say(format_args!("File: SHA-256 {sha256}"))?;
    }
    Ok(())
}

fn counts_by_action(run: &Run) -> Vec<(&'static str, i64)> {
    let counts = &run.counts;
    let count = |action: &str| match action {
        "CREATE" => counts.created,
        "JOIN" => counts.joined,
        "UPDATE" => counts.updated,
        "REACTIVATE" => counts.reactivated,
        "RETIRE" => counts.retired,
        "REMOVE" => counts.removed,
        "DELETE" => counts.deleted,
        "HELD" => counts.held,
        "CONFLICT" => counts.conflicts,
        _ => counts.unchanged,
    };
    let counted = ACTIONS.iter().map(|(action, _)| (*action, count(action)));
    counted.collect()
}

fn summary(run: &Run, output: Output) -> Result<()> {
    let counts = &run.counts;
    for (number, what) in [
        (counts.created, "created"),
        (counts.joined, "joined"),
        (counts.updated, "updated"),
        (counts.reactivated, "reactivated"),
        (counts.retired, "retired"),
        (counts.removed, "removed"),
        (counts.deleted, "deleted"),
        (counts.unchanged, "unchanged"),
        (counts.held, "held"),
        (counts.conflicts, "conflicts"),
        (counts.cleared_fields, "fields cleared"),
        (counts.groups_created, "groups created"),
        (counts.groups_added, "rows in groups added"),
        (counts.groups_removed, "rows in groups removed"),
    ] {
        if number > 0 {
            output.say(format_args!("{number:>12}  {what}"))?;
        }
    }
    if let Some(preset) = &run.preset {
        output.say(format_args!("Preset: {preset}"))?;
    }
    if !run.ignored_columns.is_empty() {
        let names = run.ignored_columns.join(", ");
        output.say(format_args!("Ignored columns: {names}"))?;
    }
    if !run.untouched_orgs.is_empty() {
        let names: Vec<&str> = run
            .untouched_orgs
            .iter()
            .map(|org| org.name.as_str())
            .collect();
        output.say(format_args!(
            "Orgs of this source without a row, not touched: {}",
            names.join(", ")
        ))?;
    }
    let guard = &run.guard;
    if guard.tripped {
        output.say(format_args!(
            "The guard has tripped: {} removals, limit {}.",
            guard.removals, guard.limit
        ))?;
        for reason in &guard.reasons {
            output.say(format_args!("  {reason}"))?;
        }
    } else if guard.removals > 0 {
        output.say(format_args!(
            "Removals: {}, limit {}.",
            guard.removals, guard.limit
        ))?;
    }
    Ok(())
}

/// Returns an item as text: a line, and a line for each field.
fn item(item: &Item) -> String {
    let sign = ACTIONS.iter().find(|(action, _)| *action == item.action);
    let sign = sign.map_or(" ", |(_, sign)| sign);
    let mut text = format!("{sign} {:10}", item.action);
    if let Some(line) = item.line {
        text.push_str(&format!("  line {line}"));
    }
    if let Some(email) = email(item) {
        text.push_str(&format!("  {email}"));
    }
    if let Some(org) = &item.org {
        text.push_str(&format!("  {}", org.name));
    }
    if let Some(code) = &item.code {
        text.push_str(&format!("  {code}"));
    }
    if let Some(reason) = &item.reason {
        text.push_str(&format!("  {reason}"));
    }
    for field in &item.fields {
        let after = quoted(field.after.as_deref());
        text.push_str(&format!("\n      {}: ", field.name));
        match &field.before {
            None if is_new(item) => text.push_str(&after),
            before => text.push_str(&format!("{} -> {after}", quoted(before.as_deref()))),
        }
        if let Some(code) = &field.code {
            text.push_str(&format!("  not written: {code}"));
        }
    }
    text
}

fn quoted(value: Option<&str>) -> String {
    match value {
        Some(value) => format!("\"{value}\""),
        None => "none".to_owned(),
    }
}

/// Returns whether the item creates a membership, whose fields have no values yet.
fn is_new(item: &Item) -> bool {
    matches!(item.action.as_str(), "CREATE" | "JOIN")
}

/// Returns the address of the person of an item, as far as it is known.
fn email(item: &Item) -> Option<&str> {
    let user = item.user.as_ref().map(|user| user.email.as_str());
    user.or_else(|| {
        let email = item.fields.iter().find(|field| field.name == "email")?;
        email.after.as_deref()
    })
}
