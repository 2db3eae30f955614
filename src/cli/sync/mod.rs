//! `tenantry sync`: plans, shows, applies and reverts sync runs.
//!
//! * `client`: the database or the server where runs are planned and applied.
//! * `input`: the file.
//! * `map`: the map.
//! * `queries`: the GraphQL documents.
//! * `follow`: waits for a run, and runs its job if no server does.
//! * `report`: progress and output.
//! * `show`: prints runs and plans.

pub(super) mod client;
mod follow;
pub(super) mod input;
mod map;
mod queries;
pub(super) mod report;
mod show;

use std::{path::PathBuf, process::ExitCode};

use clap::{ArgGroup, Args, ValueEnum};
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    config::Config,
    domain::{
        field::Name,
        sync::{Options, file::check_options},
    },
    entity::membership::MemberRole,
    error::{Code, Error, Result},
};

use super::{explained, stop_signals};

use client::{Client, ServerArgs};
use follow::{Followed, Goal, follow};
use input::Input;
use queries::{Run, Status};
use report::{Output, Phase, warn};

/// The exit codes besides 0 and 1.
mod exit {
    /// The plan has changes or conflicts.
    pub(super) const CHANGES: u8 = 2;
    /// The plan was applied, and some rows were not.
    pub(super) const PARTLY: u8 = 3;
    /// The guard has refused the plan.
    pub(super) const GUARD: u8 = 4;
    /// Applying has ended early, and some rows were written.
    pub(super) const STOPPED: u8 = 5;
}

/// Plans, shows, applies and reverts sync runs.
#[derive(Args)]
#[command(group(ArgGroup::new("what").required(true).args(["file", "show", "apply_run", "revert", "list"])))]
pub(super) struct Sync {
    /// The file of people, CSV or JSON Lines. `-` is standard input.
    #[arg(requires = "source")]
    file: Option<PathBuf>,
    /// The name of the system whose people these are. What the run creates belongs to it.
    #[arg(long, value_name = "NAME", requires = "file")]
    source: Option<String>,
    /// The org of all rows, by id, name or external id. Otherwise the rows name their orgs.
    #[arg(long, value_name = "ORG", requires = "file")]
    org: Option<String>,
    /// What happens to members of the source whom the file does not name: with `add` they stay,
    /// with `replace` they are retired.
    #[arg(long, value_enum, default_value_t = Mode::Add, requires = "file")]
    mode: Mode,
    /// Apply the plan at once, unless the guard refuses it.
    #[arg(long, conflicts_with_all = ["show", "apply_run", "list"])]
    apply: bool,
    /// The kind of file: auto, native, zendesk, google, entra, m365 or okta.
    #[arg(long, value_name = "PRESET", default_value = "auto", requires = "file")]
    preset: String,
    /// A TOML file with the tables `columns`, `roles`, `status` and `orgs`, each from the names of
    /// the file to ours.
    #[arg(long, value_name = "FILE", requires = "file")]
    map: Option<PathBuf>,
    /// The role of new members whose rows state none.
    #[arg(long, value_enum, value_name = "ROLE", default_value_t = Role::User, requires = "file")]
    default_role: Role,
    /// Create groups that do not exist.
    #[arg(long, requires = "file")]
    create_groups: bool,
    /// Take over memberships and users of other sources, or of none.
    #[arg(long, requires = "file")]
    take_over: bool,
    /// Let empty cells clear their fields.
    #[arg(long, requires = "file")]
    empty_clears: bool,
    /// Apply the plan although the guard has tripped, if it has exactly this number of removals.
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["show", "list"])]
    expect_removals: Option<i64>,
    /// Show a run and its plan.
    #[arg(long, value_name = "RUN")]
    show: Option<Uuid>,
    /// Show only items with this action, such as conflict.
    #[arg(long, value_name = "ACTION", requires = "show")]
    action: Option<String>,
    /// Apply a plan that was made before, or go on with one that was interrupted.
    #[arg(long, value_name = "RUN")]
    apply_run: Option<Uuid>,
    /// Plan the inverse of a run.
    #[arg(long, value_name = "RUN")]
    revert: Option<Uuid>,
    /// List the runs, newest first.
    #[arg(long)]
    list: bool,
    /// Print one JSON document, like the `data` of a GraphQL response.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mode {
    Add,
    Replace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Role {
    User,
    Admin,
}

/// The actions of items, as the API writes them.
const ACTIONS: [&str; 10] = [
    "CREATE",
    "JOIN",
    "UPDATE",
    "REACTIVATE",
    "RETIRE",
    "REMOVE",
    "DELETE",
    "UNCHANGED",
    "HELD",
    "CONFLICT",
];

impl Sync {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode> {
        self.check()?;
        let (stop, _) = stop_signals()?;
        let mut command = Running {
            client: Client::open(&self.server, config).await?,
            output: Output { is_json: self.json },
            stop,
            args: self,
        };
        let done = command.run().await;
        command.client.close().await;
        done
    }

    /// Checks arguments before anything is read or sent.
    fn check(&self) -> Result<()> {
        if self.file.is_none() && self.revert.is_none() && self.apply {
            let message =
                "`--apply` applies a file or a revert. To apply a run, use `--apply-run`.";
            return Err(Error::new(Code::InvalidValue, message));
        }
        Ok(())
    }

    /// Returns the input of `planSync`, without the upload and the org.
    fn plan_input(&self) -> Result<Json> {
        let map = self.map.as_deref().map(map::read).transpose()?;
        let source = Name::parse("source", self.source.as_deref().unwrap_or_default())?;
        let options = Options {
            preset: self.preset.clone(),
            map: map.clone(),
            empty_clears: self.empty_clears,
            create_groups: self.create_groups,
            take_over: self.take_over,
            default_role: MemberRole::User,
        };
        // Before the file is sent.
        check_options(&options)?;
        Ok(json!({
            "source": source.as_str(),
            "mode": match self.mode { Mode::Add => "ADD", Mode::Replace => "REPLACE" },
            "preset": self.preset,
            "map": map,
            "emptyClears": self.empty_clears,
            "createGroups": self.create_groups,
            "takeOver": self.take_over,
            "defaultRole": match self.default_role { Role::User => "USER", Role::Admin => "ADMIN" },
        }))
    }
}

/// The command while it runs.
struct Running {
    args: Sync,
    client: Client,
    output: Output,
    stop: CancellationToken,
}

impl Running {
    async fn run(&mut self) -> Result<ExitCode> {
        let Sync {
            file,
            show,
            apply_run,
            revert,
            ..
        } = &self.args;
        if let Some(file) = file.clone() {
            let input = Input::open(&file)?;
            return self.plan(input).await;
        }
        if let Some(run) = *show {
            return self.show(run).await;
        }
        if let Some(run) = *apply_run {
            return self.apply_run(run).await;
        }
        if let Some(run) = *revert {
            let id = queries::revert(&self.client, run).await?;
            return self.planned(id, None).await;
        }
        show::list(&self.client, self.output).await?;
        Ok(ExitCode::SUCCESS)
    }

    async fn show(&self, id: Uuid) -> Result<ExitCode> {
        let action = match &self.args.action {
            Some(action) => Some(known_action(action)?),
            None => None,
        };
        let run = queries::run(&self.client, id).await?;
        show::run(&self.client, &run, action, self.output).await?;
        Ok(ExitCode::SUCCESS)
    }

    /// Sends the file, and plans it.
    async fn plan(&mut self, input: Input) -> Result<ExitCode> {
        let mut plan = self.args.plan_input()?;
        let org = match &self.args.org {
            Some(org) => Some(queries::org(&self.client, org).await?),
            None => None,
        };
        let phase = Phase::begin("reading", "bytes", input.size);
        let report = {
            let phase = phase.clone();
            move |bytes| phase.at(bytes)
        };
        let uploaded = self.client.upload(input, report, &self.stop).await;
        phase.end();
        let uploaded = uploaded?;
        if let Some(plan) = plan.as_object_mut() {
            plan.insert("upload".to_owned(), json!(uploaded.upload));
            plan.insert("org".to_owned(), json!(org.map(|id| json!({ "id": id }))));
        }
        match queries::plan(&self.client, plan).await {
            Ok(id) => self.planned(id, Some(uploaded.rows)).await,
            Err(error) => {
                self.client.discard(uploaded.upload).await;
                Err(error)
            }
        }
    }

    /// Waits for a plan, and prints or applies it.
    async fn planned(&mut self, id: Uuid, rows: Option<u64>) -> Result<ExitCode> {
        let run = match self.follow(id, Goal::Planned(rows)).await {
            Followed::Ended(run) => run,
            Followed::Stopped => {
                return Err(Error::new(
                    Code::Busy,
                    format!("Interrupted; nothing was written. The run is {id}."),
                ));
            }
            Followed::Lost(error) => {
                warn(format_args!("The run is {id}. Nothing was written."));
                return Err(error);
            }
        };
        if run.status != Status::Planned {
            show::document(&run, self.output)?;
            return Err(ended(&run));
        }
        show::plan(&self.client, &run, self.output).await?;
        if self.args.apply {
            return self.apply(*run).await;
        }
        show::document(&run, self.output)?;
        let counts = &run.counts;
        if counts.changes() == 0 && counts.conflicts == 0 {
            self.output.say("Nothing to change.")?;
            return Ok(ExitCode::SUCCESS);
        }
        if counts.changes() == 0 {
            self.output
                .say("There is nothing to apply. Correct the conflicts.")?;
            return Ok(ExitCode::from(exit::CHANGES));
        }
        let confirmation = match run.guard.tripped {
            true => format!(" --expect-removals {}", run.guard.removals),
            false => String::new(),
        };
        let command = format_args!("--apply-run {id}{confirmation}");
        self.output.say(format_args!(
            "To apply this plan: {}",
            self.client.command(command)
        ))?;
        Ok(ExitCode::from(exit::CHANGES))
    }

    /// Applies a plan that was made before, or goes on with it.
    async fn apply_run(&mut self, id: Uuid) -> Result<ExitCode> {
        let mut run = queries::run(&self.client, id).await?;
        if run.status == Status::Planning {
            match self.follow(id, Goal::Planned(None)).await {
                Followed::Ended(planned) => run = *planned,
                Followed::Stopped => {
                    return Err(Error::new(Code::Busy, "Interrupted; nothing was written."));
                }
                Followed::Lost(error) => return Err(error),
            }
        }
        self.apply(run).await
    }

    async fn apply(&mut self, run: Run) -> Result<ExitCode> {
        let job = run.job.as_ref();
        let is_begun = match run.status {
            Status::Applying => true,
            Status::Planned => job.is_some_and(|job| job.applies() && job.is_live()),
            _ => false,
        };
        if !is_begun {
            let expected = self.args.expect_removals;
            match queries::apply(&self.client, run.id, expected).await {
                Ok(_) => {}
                Err(error) if error.code() == Code::GuardTripped => {
                    show::document(&run, self.output)?;
                    let removals = run.guard.removals;
                    warn(format_args!(
                        "The guard has refused the plan: {removals} removals, limit {}. Nothing was \
                         written.\nTo apply it: {}",
                        run.guard.limit,
                        self.client.command(format_args!(
                            "--apply-run {} --expect-removals {removals}",
                            run.id
                        ))
                    ));
                    return Ok(ExitCode::from(exit::GUARD));
                }
                Err(error) => return Err(error),
            }
        }
        match self.follow(run.id, Goal::Applied).await {
            Followed::Ended(run) => self.applied(&run).await,
            Followed::Stopped => self.stopped(run.id).await,
            Followed::Lost(error) => {
                warn(format_args!(
                    "{}\nRows may have been written. To go on: {}",
                    explained(&error),
                    self.client.command(format_args!("--apply-run {}", run.id))
                ));
                Ok(ExitCode::from(exit::STOPPED))
            }
        }
    }

    /// Prints the result of an applied run.
    async fn applied(&self, run: &Run) -> Result<ExitCode> {
        show::document(run, self.output)?;
        if run.status != Status::Applied {
            let has_written = self.has_written(run).await?;
            let error = ended(run);
            if !has_written {
                return Err(error);
            }
            warn(format_args!(
                "{error}\nSome rows were written: {}",
                self.client.command(format_args!("--show {}", run.id))
            ));
            return Ok(ExitCode::from(exit::STOPPED));
        }
        self.output.say(format_args!(
            "Applied {} rows: {} failed or stale, {} without the user's own fields, {} conflicts.",
            run.counts.changes(),
            run.failed,
            run.partial,
            run.counts.conflicts
        ))?;
        if run.failed == 0 && run.partial == 0 && run.counts.conflicts == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        self.output
            .say(format_args!("The reasons: tenantry sync --show {}", run.id))?;
        Ok(ExitCode::from(exit::PARTLY))
    }

    /// Reports a run that was interrupted while it was applied.
    async fn stopped(&self, id: Uuid) -> Result<ExitCode> {
        let run = queries::run(&self.client, id).await.ok();
        let has_written = match &run {
            Some(run) => self.has_written(run).await.unwrap_or(true),
            None => true,
        };
        if let Some(run) = &run {
            show::document(run, self.output)?;
        }
        let what = match self.client.is_remote() {
            true => "The server goes on with the run",
            false => "A server on the same database goes on with the run",
        };
        warn(format_args!(
            "Interrupted. {what}, and so does: {}",
            self.client.command(format_args!("--apply-run {id}"))
        ));
        Ok(match has_written || self.client.is_remote() {
            true => ExitCode::from(exit::STOPPED),
            false => ExitCode::FAILURE,
        })
    }

    /// Returns whether an item of a run that has ended early was written.
    async fn has_written(&self, run: &Run) -> Result<bool> {
        let mut left = run.applied;
        let mut after = None::<String>;
        while left > 0 {
            let page = queries::items(&self.client, run.id, None, None, after.as_deref()).await?;
            for node in &page.nodes {
                if left == 0 {
                    break;
                }
                left -= 1;
                let item = queries::item(node)?;
                let is_change = !matches!(item.action.as_str(), "UNCHANGED" | "CONFLICT");
                let is_done = matches!(item.code.as_deref(), None | Some("FORBIDDEN"));
                if is_change && is_done {
                    return Ok(true);
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(false)
    }

    async fn follow(&mut self, id: Uuid, goal: Goal) -> Followed {
        let stop = self.stop.clone();
        follow(&mut self.client, id, goal, &stop).await
    }
}

/// Returns the action with this name, in any case.
fn known_action(name: &str) -> Result<&'static str> {
    let mut actions = ACTIONS.iter();
    let found = actions.find(|action| action.eq_ignore_ascii_case(name));
    found.copied().ok_or_else(|| {
        let actions = ACTIONS.join(", ").to_lowercase();
        Error::new(
            Code::InvalidValue,
            format!("`action` must be one of {actions}."),
        )
    })
}

/// Returns the error of a run that has ended early.
fn ended(run: &Run) -> Error {
    let code = run.code.as_deref().and_then(Code::named);
    let message = run.error.clone().unwrap_or_else(|| match run.status {
        Status::Cancelled => format!("The run {} was cancelled.", run.id),
        Status::Applied => format!("The run {} was applied before.", run.id),
        _ => format!("The run {} has failed.", run.id),
    });
    Error::new(code.unwrap_or(Code::Internal), message)
}
