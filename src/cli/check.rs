//! `tenantry check`: lists rows whose stored keys or texts are out of date.

use std::process::ExitCode;

use clap::Args;

use crate::{
    app::App,
    config::Config,
    domain::engine::{KeyFault, KeyProblem},
    error::Result,
};

use super::{migrate::Progress, open_with, patient, say};

/// Lists rows that cannot be found by e-mail address or name, and rows whose texts this version
/// rejects.
///
/// Reads all orgs, groups, roles and users. Exits with 1 if any row is listed.
#[derive(Args)]
pub(super) struct Check {
    /// Rewrite keys of other versions before the check.
    #[arg(long)]
    repair: bool,
}

impl Check {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode> {
        // Whole tables are read, so statements have no time limit.
        let app = open_with(patient(&config.database()), config).await?;
        let found = self.check(&app).await;
        app.close().await;
        let found = found?;
        found.advise()?;
        Ok(match found {
            Found::NOTHING => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        })
    }

    async fn check(&self, app: &App) -> Result<Found> {
        if self.repair {
            let (mut progress, mut changed) = (Progress::new(), 0);
            let done = app.repair_keys(|piece| {
                changed += piece.changed;
                progress.add(piece);
            });
            let done = done.await;
            progress.end();
            done?;
            say(format_args!("Rewritten rows: {changed}."))?;
        }
        let mut found = Found::NOTHING;
        app.check_keys(|problem| found.add(problem)).await?;
        Ok(found)
    }
}

/// The number of rows by fault.
#[derive(PartialEq, Eq)]
struct Found {
    by_id_alone: usize,
    old: usize,
    without_org: usize,
    refused: usize,
}

impl Found {
    const NOTHING: Self = Self {
        by_id_alone: 0,
        old: 0,
        without_org: 0,
        refused: 0,
    };

    /// Counts and prints a problem.
    fn add(&mut self, problem: &KeyProblem) -> Result<()> {
        let entity = problem.entity;
        let what = match entity {
            "user" => "e-mail address",
            _ => "name",
        };
        let (number, reason) = match &problem.fault {
            KeyFault::Taken(holder) => (
                &mut self.by_id_alone,
                format!("{entity} {holder} has the same {what}"),
            ),
            KeyFault::BuiltIn => (
                &mut self.by_id_alone,
                format!("every org has a role with this {what}"),
            ),
            KeyFault::Free => (&mut self.by_id_alone, format!("the {what} is free again")),
            KeyFault::Old => (
                &mut self.old,
                "the keys are from another version".to_owned(),
            ),
            KeyFault::WithoutOrg => (
                &mut self.without_org,
                "wrongly in the list of users without an org, or missing from it".to_owned(),
            ),
            KeyFault::Refused(message) => (
                &mut self.refused,
                format!("rejected if sent back: {message}"),
            ),
        };
        *number += 1;
        let (id, text) = (problem.id, &problem.text);
        say(format_args!("{entity} {id}: {text:?}: {reason}"))
    }

    /// Prints the totals and how to fix each kind of problem.
    fn advise(&self) -> Result<()> {
        let Self {
            by_id_alone,
            old,
            without_org,
            refused,
        } = self;
        if *old > 0 {
            say(format_args!(
                "Rows with keys of another version: {old}. A server of that version wrote them. Stop that server and run \
                 `tenantry check --repair`."
            ))?;
        }
        if *without_org > 0 {
            say(format_args!(
                "Users who are wrongly in the list of users without an org, or missing from it: {without_org}. A \
                 server of another version changed their memberships. Stop that server and run \
                 `tenantry check --repair`."
            ))?;
        }
        if *refused > 0 {
            say(format_args!(
                "Rows with a text that this version rejects: {refused}. A client that sends such \
                 a text back gets INVALID_VALUE. Change these texts."
            ))?;
        }
        if *by_id_alone > 0 {
            say(format_args!(
                "Rows that are found only by id: {by_id_alone}. Set an unused e-mail address or \
                 name with `updateUser`, `updateOrg`, `updateGroup` or `updateRole`."
            ))?;
        }
        if *self == Self::NOTHING {
            say("Every row is found by its e-mail address or name.")?;
        }
        Ok(())
    }
}
