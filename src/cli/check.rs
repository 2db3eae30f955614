//! `tenantry check`.

use std::process::ExitCode;

use clap::Args;

use crate::{config::Config, error::Result};

use super::{open_with, patient, say};

/// Lists rows that are not found by their e-mail address or name.
#[derive(Args)]
pub(super) struct Check {}

impl Check {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode> {
        // It reads whole tables.
        let app = open_with(patient(&config.database()), config).await?;
        let conflicts = app.key_conflicts().await;
        app.close().await;
        let conflicts = conflicts?;
        for conflict in &conflicts {
            let what = match conflict.entity {
                "user" => "e-mail address",
                _ => "name",
            };
            let reason = match conflict.holder {
                Some(holder) => format!("{} {holder} has the same {what}", conflict.entity),
                None => format!("the {what} is free again"),
            };
            say(format_args!(
                "{} {}: {:?}: {reason}",
                conflict.entity, conflict.id, conflict.text
            ))?;
        }
        match conflicts.len() {
            0 => {
                say("Every row is found by its e-mail address or name.")?;
                Ok(ExitCode::SUCCESS)
            }
            number => {
                say(format_args!(
                    "{number} found by id alone. State an e-mail address or a name that is free, with `updateUser`, \
                     `updateOrg`, `updateGroup` or `updateRole`."
                ))?;
                Ok(ExitCode::FAILURE)
            }
        }
    }
}
