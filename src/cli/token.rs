//! `tenantry token`: for whoever runs the server and has no token at hand.

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use uuid::Uuid;

use crate::{
    access::{Actor, PermissionSet, ip::AllowedIps},
    app::App,
    clock::rfc3339,
    config::Config,
    domain::{
        field::Name,
        token::{self, CreateToken, RevokeToken, TokenFilter},
    },
    error::Result,
    page::PageRequest,
};

use super::{open, say};

/// Makes, lists and revokes tokens, on the database itself.
#[derive(Args)]
pub(super) struct Token {
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// Make a token and print its secret, this once. Without a user and an org it may do everything.
    Create(Create),
    /// List all tokens, oldest first.
    List,
    /// Revoke a token: running servers notice within five seconds.
    Revoke {
        /// The token's id.
        id: Uuid,
    },
}

#[derive(Args)]
struct Create {
    /// What it is for.
    #[arg(long)]
    name: String,
    /// The user whose rights it has.
    #[arg(long, value_name = "ID")]
    user: Option<Uuid>,
    /// The one org in which it may be used; without a user it holds what the org's owners hold.
    #[arg(long, value_name = "ID")]
    org: Option<Uuid>,
    /// Permissions to which it is cut down, like members:read,groups:read.
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    scopes: Option<Vec<String>>,
    /// Addresses and networks from which it may be used.
    #[arg(long, value_delimiter = ',', value_name = "NETWORKS")]
    allowed_ips: Option<Vec<String>>,
    /// When it ends, like 2027-01-31T00:00:00Z.
    #[arg(long, value_name = "TIME")]
    expires_at: Option<DateTime<Utc>>,
    /// The system that will use it.
    #[arg(long)]
    source: Option<String>,
}

impl Token {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let app = open(config).await?;
        match self.step {
            Step::Create(create) => create.run(&app).await?,
            Step::List => list(&app).await?,
            Step::Revoke { id } => {
                let revoke = RevokeToken { token: id.into() };
                let done = app
                    .execute(&Actor::command_line(), revoke)
                    .await?
                    .output
                    .done;
                say(match done {
                    crate::domain::Done::Unchanged => "It was revoked before.",
                    _ => "Revoked.",
                })?;
            }
        }
        app.close().await;
        Ok(())
    }
}

impl Create {
    async fn run(self, app: &App) -> Result<()> {
        let create = CreateToken {
            name: Name::parse("name", &self.name)?,
            user: self.user.map(Into::into),
            org: self.org.map(Into::into),
            scopes: self
                .scopes
                .map(|names| PermissionSet::parse("scopes", &names))
                .transpose()?,
            allowed_ips: self
                .allowed_ips
                .map(|list| AllowedIps::parse("allowed-ips", &list))
                .transpose()?,
            expires_at: self.expires_at,
            source: self
                .source
                .map(|source| Name::parse("source", &source))
                .transpose()?,
        };
        let made = app.execute(&Actor::command_line(), create).await?.output;
        made.secret.map_or(Ok(()), |secret| say(secret.0))
    }
}

async fn list(app: &App) -> Result<()> {
    let reader = app.read(&Actor::command_line());
    let mut next = Some(PageRequest::all());
    while let Some(page) = next {
        let rows = token::list(&reader, TokenFilter::All, &page).await?;
        for (_, token) in &rows.items {
            let state = match (token.revoked_at, token.expires_at) {
                (Some(at), _) => format!("revoked {}", rfc3339(at)),
                (None, Some(at)) => format!("until {}", rfc3339(at)),
                (None, None) => "valid".to_owned(),
            };
            let of = match (token.user_id, token.org_id) {
                (None, None) => "platform".to_owned(),
                (Some(user), None) => format!("user {user}"),
                (None, Some(org)) => format!("org {org}"),
                (Some(user), Some(org)) => format!("user {user} in org {org}"),
            };
            say(format_args!(
                "{}  {:12}  {state}  {of}  {}",
                token.id, token.prefix, token.name
            ))?;
        }
        next = page.next(&rows);
    }
    Ok(())
}
