//! `tenantry token`: creates, lists and revokes tokens for an operator who has no token.

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use uuid::Uuid;

use crate::{
    access::{Actor, PermissionSet, ip::AllowedIps},
    app::App,
    clock::rfc3339,
    config::Config,
    domain::{
        Reader,
        field::Name,
        org::{self, OrgRef},
        token::{self, CreateToken, RevokeToken, TokenFilter},
        user::{self, Email},
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
    page::PageRequest,
};

use super::{open, say};

/// Creates, lists and revokes tokens directly in the database.
#[derive(Args)]
pub(super) struct Token {
    #[command(subcommand)]
    step: TokenCommand,
}

#[derive(Subcommand)]
enum TokenCommand {
    /// Create a token and print its secret once. Without a user and an org, the token has all
    /// permissions.
    Create(Create),
    /// List all tokens, oldest first, with the time of the last use to the minute.
    List,
    /// Revoke a token. Running servers reject it within five seconds.
    Revoke {
        /// The id of the token.
        id: Uuid,
    },
}

#[derive(Args)]
struct Create {
    /// The purpose of the token.
    #[arg(long)]
    name: String,
    /// The user whose rights the token has, by e-mail address or id.
    #[arg(long, value_name = "EMAIL|ID")]
    user: Option<String>,
    /// The only org in which the token may be used, by name or id. Without a user, the token has
    /// the permissions of the org's owners.
    #[arg(long, value_name = "NAME|ID")]
    org: Option<String>,
    /// The only permissions of the token, like members:read,groups:read.
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    scopes: Option<Vec<String>>,
    /// Addresses and networks from which the token may be used.
    #[arg(long, value_delimiter = ',', value_name = "NETWORKS")]
    allowed_ips: Option<Vec<String>>,
    /// When the token expires, like 2027-01-31T00:00:00Z.
    #[arg(long, value_name = "TIME")]
    expires_at: Option<DateTime<Utc>>,
    /// The system that uses the token.
    #[arg(long)]
    source: Option<String>,
}

impl Token {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let app = open(config).await?;
        match self.step {
            TokenCommand::Create(create) => create.run(&app).await?,
            TokenCommand::List => list(&app).await?,
            TokenCommand::Revoke { id } => {
                let revoke = RevokeToken { token: id.into() };
                let done = app
                    .execute(&Actor::command_line(), revoke)
                    .await?
                    .output
                    .done;
                say(match done {
                    crate::domain::Done::Unchanged => "Already revoked.",
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
        let reader = app.read(&Actor::command_line());
        let user = match &self.user {
            Some(user) => Some(find_user(&reader, user).await?),
            None => None,
        };
        let org = match &self.org {
            Some(org) => Some(find_org(&reader, org).await?),
            None => None,
        };
        let create = CreateToken {
            name: Name::parse("name", &self.name)?,
            user,
            org,
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

async fn find_user(reader: &Reader, text: &str) -> Result<UserId> {
    let found = match (text.parse::<Uuid>(), Email::parse("user", text)) {
        (Ok(id), _) => user::find(reader, id.into()).await?,
        (_, Ok(email)) => user::find_by_email(reader, &email).await?,
        _ => None,
    };
    found.map(|user| user.id).ok_or_else(|| {
        let message = format!("There is no user `{text}`. Give an e-mail address or an id.");
        Error::new(Code::UserNotFound, message)
    })
}

async fn find_org(reader: &Reader, text: &str) -> Result<OrgId> {
    let reference = match text.parse::<Uuid>() {
        Ok(id) => OrgRef::Id(id.into()),
        Err(_) => OrgRef::parse(None, Some(text), None)?,
    };
    let found = org::find(reader, &reference).await?;
    found.map(|org| org.id).ok_or_else(|| {
        let message =
            format!("There is no org `{text}`. Give the name of an active org, or an id.");
        Error::new(Code::OrgNotFound, message)
    })
}

async fn list(app: &App) -> Result<()> {
    let reader = app.read(&Actor::command_line());
    let mut next = Some(PageRequest::all());
    while let Some(page) = next {
        let rows = token::list(&reader, &TokenFilter::default(), &page).await?;
        for (_, token) in &rows.items {
            let state = match (token.revoked_at, token.expires_at) {
                (Some(at), _) => format!("revoked {}", rfc3339(at)),
                (None, Some(at)) => format!("until {}", rfc3339(at)),
                (None, None) => "valid".to_owned(),
            };
            let used = token.last_used_at.map_or_else(
                || "never used".to_owned(),
                |at| format!("used {}", rfc3339(at)),
            );
            let of = match (token.user_id, token.org_id) {
                (None, None) => "platform".to_owned(),
                (Some(user), None) => format!("user {user}"),
                (None, Some(org)) => format!("org {org}"),
                (Some(user), Some(org)) => format!("user {user} in org {org}"),
            };
            say(format_args!(
                "{}  {:12}  {used}  {state}  {of}  {}",
                token.id, token.prefix, token.name
            ))?;
        }
        next = page.next(&rows);
    }
    Ok(())
}
