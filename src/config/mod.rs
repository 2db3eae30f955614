//! The configuration. Values come from flags, then from the environment (`TENANTRY_*`), then from
//! `tenantry.toml`, then from the defaults, and are validated.
//!
//! To add a setting: a field of [`Config`] with its default, its line in [`NAMES`], the flag in
//! `cli/`, and its row in `docs/configuration.md`.

mod list;
mod listen;
mod secret;

use std::{net::SocketAddr, num::NonZeroU32, path::Path, time::Duration};

use figment::{
    Figment, Source,
    providers::{Env, Format, Serialized},
};
use ipnet::IpNet;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    db::Options,
    domain::{Settings, token::Secret, user::is_region},
    error::{Code, Error, Result},
};

pub use listen::Listen;

/// The settings in force.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address or host name, and the port, to listen on.
    pub listen: Listen,
    /// `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/DATABASE`.
    pub database_url: String,
    /// The maximum number of connections to the database.
    pub database_connections: NonZeroU32,
    /// The maximum number of concurrent transactions for changes that arrive together. SQLite has
    /// one.
    pub change_transactions: NonZeroU32,
    /// The time for which a request waits for a connection, and a statement for a lock.
    #[serde(with = "humantime_serde")]
    pub database_timeout: Duration,
    /// The root token. Without it, the first start creates one and prints it, or writes it into a
    /// file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root_token: Option<RootToken>,
    /// The time for which a former root token still works after the setting changed.
    #[serde(with = "humantime_serde")]
    pub root_token_overlap: Duration,
    /// The proxy networks whose `X-Forwarded-For`, `-Proto`, `-Host` and `-Prefix` are trusted.
    #[serde(deserialize_with = "list::networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// The origins whose pages may call from a browser, in the form of the `Origin` header.
    #[serde(deserialize_with = "list::origins")]
    pub cors_origins: Vec<String>,
    /// The country whose national phone numbers are understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_region: Option<String>,
    /// The number of wrong tokens that one address may send in a minute.
    pub failed_tokens_per_minute: NonZeroU32,
    /// The maximum number of rows of `groupUsers` for one group or user.
    pub group_users_limit: NonZeroU32,
    /// The maximum size of a request body, in bytes.
    pub max_body_bytes: usize,
    /// The maximum depth of a GraphQL document.
    pub max_depth: usize,
    /// The maximum number of root fields of an operation, and of aliases of a document.
    pub max_root_fields: usize,
    /// The maximum number of operations in a batch.
    pub max_batch: usize,
    /// The maximum cost of an operation. A field costs 1, and fields below a list cost 1 for each
    /// row that the list may have.
    pub max_cost: u64,
    /// The maximum time of a request.
    #[serde(with = "humantime_serde")]
    pub request_timeout: Duration,
    /// The maximum number of connections.
    pub max_connections: NonZeroU32,
    /// The time without a running request and without a successful write after which a connection
    /// is closed.
    #[serde(with = "humantime_serde")]
    pub idle_timeout: Duration,
    /// The number of jobs that this server runs at a time. A server with 0 runs none.
    pub max_running_jobs: u32,
    /// The time for which a stopping server still answers new requests. For the default see
    /// [`Config::drain_delay`].
    #[serde(
        default,
        with = "humantime_serde",
        skip_serializing_if = "Option::is_none"
    )]
    pub drain_delay: Option<Duration>,
    /// The time for which a stopping server waits for running requests.
    #[serde(with = "humantime_serde")]
    pub shutdown_timeout: Duration,
    /// Whether the console is served at `/console`, and `/` leads to it.
    pub console: bool,
    /// Whether the playground is served at `/playground`.
    pub playground: bool,
    /// Whether the Zendesk routes are served at `/api/v2`.
    pub zendesk: bool,
    /// Whether the Rebilly routes are served at `/memberships`.
    pub rebilly: bool,
    /// The time from which a request is logged as slow.
    #[serde(with = "humantime_serde")]
    pub slow_request: Duration,
    /// The time from which a statement is logged as slow, with its text.
    #[serde(with = "humantime_serde")]
    pub slow_statement: Duration,
    /// `pretty` or `json`.
    pub log_format: LogFormat,
    /// The filter of the log, in the syntax of `tracing`.
    pub log: String,
}

/// The format of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Text for people.
    Pretty,
    /// One JSON object per line, for programs.
    Json,
}

/// The configured root token. It is never printed or logged.
#[derive(Clone, Deserialize)]
pub struct RootToken(String);

/// The settings that can be set in the environment. A variable is named `TENANTRY_` and the name in
/// upper case.
pub const NAMES: &[&str] = &[
    "listen",
    "database_url",
    "database_connections",
    "change_transactions",
    "database_timeout",
    "root_token",
    "root_token_overlap",
    "trusted_proxies",
    "cors_origins",
    "default_region",
    "failed_tokens_per_minute",
    "group_users_limit",
    "max_body_bytes",
    "max_depth",
    "max_root_fields",
    "max_batch",
    "max_cost",
    "request_timeout",
    "max_connections",
    "idle_timeout",
    "max_running_jobs",
    "drain_delay",
    "shutdown_timeout",
    "console",
    "playground",
    "zendesk",
    "rebilly",
    "slow_request",
    "slow_statement",
    "log_format",
    "log",
];

/// The text that is shown instead of a secret.
const HIDDEN: &str = "(hidden)";
/// The default of [`Config::drain_delay`] behind a proxy. Most proxies check every few seconds
/// whether a server is ready.
const DRAIN_BEHIND_PROXY: Duration = Duration::from_secs(5);
/// The minimum length of a configured root token.
const MIN_ROOT_TOKEN: usize = 8;
/// The maximum of `root_token_overlap`: a week.
const MAX_OVERLAP: Duration = Duration::from_secs(604_800);

const fn nonzero(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)).into(),
            database_url: "sqlite://tenantry.db".to_owned(),
            database_connections: nonzero(10),
            change_transactions: nonzero(2),
            database_timeout: Duration::from_secs(5),
            root_token: None,
            root_token_overlap: Duration::ZERO,
            trusted_proxies: Vec::new(),
            cors_origins: Vec::new(),
            default_region: None,
            failed_tokens_per_minute: nonzero(20),
            group_users_limit: nonzero(Settings::default().group_users_limit),
            max_body_bytes: 8 * 1024 * 1024,
            max_depth: 15,
            max_root_fields: 100,
            max_batch: 10,
            max_cost: 200_000,
            request_timeout: Duration::from_secs(30),
            max_connections: nonzero(10_000),
            // Longer than the minute for which proxies usually keep idle connections. So the proxy
            // closes a connection first, and sends no request on a closed one.
            idle_timeout: Duration::from_secs(75),
            max_running_jobs: 2,
            drain_delay: None,
            shutdown_timeout: Duration::from_secs(35),
            console: true,
            playground: true,
            zendesk: true,
            rebilly: true,
            slow_request: Duration::from_secs(1),
            slow_statement: Duration::from_millis(250),
            log_format: LogFormat::Pretty,
            log: "warn,tenantry=info".to_owned(),
        }
    }
}

/// The format of the file. figment's own would bring a second TOML parser.
struct Toml;

impl Format for Toml {
    type Error = toml::de::Error;

    const NAME: &'static str = "TOML";

    fn from_str<T: DeserializeOwned>(text: &str) -> std::result::Result<T, Self::Error> {
        toml::from_str(text)
    }
}

impl Config {
    /// Loads the settings: `flags` override the environment, which overrides `file`.
    ///
    /// # Errors
    /// `INVALID_VALUE` if a value is invalid. The message names the setting and, where known, the
    /// source of the value.
    pub fn load(file: &Path, flags: &impl Serialize) -> Result<Self> {
        let figment = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(file))
            .merge(
                Env::prefixed("TENANTRY_")
                    .only(NAMES)
                    .ignore(secret::SETTINGS)
                    .filter(|name| !is_empty(name.as_str())),
            )
            .merge(Serialized::defaults(secret::from_environment()?))
            .merge(Serialized::defaults(flags));
        let config: Self = figment.extract().map_err(|error| unusable(&error))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        if let Some(region) = &self.default_region
            && !is_region(region)
        {
            return Err(Error::invalid(
                "default_region",
                "must be a country code of two letters, like DE",
            ));
        }
        if let Some(token) = &self.root_token {
            let usable =
                token.0.chars().all(|c| c.is_ascii_graphic()) && token.0.len() >= MIN_ROOT_TOKEN;
            if !usable {
                return Err(Error::invalid(
                    "root_token",
                    format!(
                        "must have at least {MIN_ROOT_TOKEN} ASCII letters, digits or punctuation \
                             characters, without spaces; use a long random token"
                    ),
                ));
            }
        }
        if self.root_token_overlap > MAX_OVERLAP {
            return Err(Error::invalid(
                "root_token_overlap",
                "must be at most 7days",
            ));
        }
        if self.idle_timeout.is_zero() {
            return Err(Error::invalid("idle_timeout", "must be longer than 0s"));
        }
        if self.max_batch == 0 || self.max_root_fields == 0 || self.max_depth == 0 {
            return Err(Error::invalid(
                "max_batch",
                "and max_root_fields and max_depth must be at least 1",
            ));
        }
        Ok(())
    }

    /// Returns the settings that the rules of the domain need.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings {
            default_region: self.default_region.clone(),
            group_users_limit: self.group_users_limit.get(),
        }
    }

    /// Returns the options for opening the database.
    #[must_use]
    pub fn database(&self) -> Options {
        Options {
            url: self.database_url.clone(),
            create: true,
            connections: self.database_connections.get(),
            acquire_timeout: self.database_timeout,
            busy_timeout: self.database_timeout,
            // Later than the request's own timeout, whose error message is more helpful.
            statement_timeout: Some(self.request_timeout + Duration::from_secs(1)),
            slow_statement: self.slow_statement,
        }
    }

    /// Returns the time for which a stopping server still answers new requests. The default is 5
    /// seconds with trusted proxies, which learn from `/readyz` that they should send requests to
    /// another server, and 0 seconds otherwise.
    #[must_use]
    pub fn drain_delay(&self) -> Duration {
        match self.drain_delay {
            Some(delay) => delay,
            None if self.trusted_proxies.is_empty() => Duration::ZERO,
            None => DRAIN_BEHIND_PROXY,
        }
    }

    /// Returns the configured root token.
    #[must_use]
    pub fn root_token(&self) -> Option<Secret> {
        self.root_token
            .as_ref()
            .map(|token| Secret(token.0.clone()))
    }

    /// Returns all settings as TOML, with secrets hidden.
    ///
    /// # Errors
    /// `INTERNAL` if the settings cannot be serialized. No value of a setting causes this.
    pub fn to_toml(&self) -> Result<String> {
        let shown = Self {
            database_url: without_password(&self.database_url),
            drain_delay: Some(self.drain_delay()),
            ..self.clone()
        };
        toml::to_string(&shown).map_err(Error::internal)
    }
}

impl Serialize for RootToken {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }
}

impl std::fmt::Debug for RootToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(HIDDEN)
    }
}

/// Returns a database URL with the password hidden.
#[must_use]
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let Some((login, place)) = rest.rsplit_once('@') else {
        return hide_parameter(url);
    };
    let user = login.split(':').next().unwrap_or_default();
    hide_parameter(&format!("{scheme}://{user}:{HIDDEN}@{place}"))
}

fn hide_parameter(url: &str) -> String {
    match url.split_once("password=") {
        None => url.to_owned(),
        Some((before, rest)) => {
            let after = rest.find('&').map_or("", |end| &rest[end..]);
            format!("{before}password={HIDDEN}{after}")
        }
    }
}

/// Returns whether the setting's environment variable is set to an empty value. Many tools unset a
/// variable in this way.
fn is_empty(setting: &str) -> bool {
    let name = format!("TENANTRY_{setting}");
    std::env::vars_os().any(|(variable, value)| {
        value.is_empty() && variable.to_string_lossy().eq_ignore_ascii_case(&name)
    })
}

/// Returns an error that names the setting and the source of its value. For a flag, figment's own
/// message would name this source file.
fn unusable(error: &figment::Error) -> Error {
    let setting = error.path.last().map_or("a setting", String::as_str);
    let place = match error
        .metadata
        .as_ref()
        .and_then(|from| from.source.as_ref())
    {
        Some(Source::File(path)) => format!("in {}", path.display()),
        _ if is_from_environment(error) => "in the environment".to_owned(),
        _ => "on the command line".to_owned(),
    };
    Error::new(
        Code::InvalidValue,
        format!("Configuration: `{setting}` {place}: {}", error.kind),
    )
}

fn is_from_environment(error: &figment::Error) -> bool {
    let from = error.metadata.as_ref().map_or("", |from| &*from.name);
    from.contains("environment")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(
            without_password("postgres://ann:pa@ss@db/x"),
            "postgres://ann:(hidden)@db/x"
        );
        assert_eq!(
            without_password("postgres://db/x?user=ann&password=secret&sslmode=require"),
            "postgres://db/x?user=ann&password=(hidden)&sslmode=require"
        );
        assert_eq!(
            without_password("sqlite://tenantry.db"),
            "sqlite://tenantry.db"
        );
        let config = Config {
            root_token: Some(RootToken("secret-of-root".into())),
            ..Config::default()
        };
        let shown = config.to_toml().expect("plain");
        assert!(
            shown.contains("root_token = \"(hidden)\"") && !shown.contains("secret-of-root"),
            "{shown}"
        );
        assert!(!format!("{config:?}").contains("secret-of-root"));
    }

    #[test]
    fn a_setting_that_cannot_be_used_is_named_with_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("tenantry.toml");
        std::fs::write(&file, "max_depth = \"deep\"").expect("written");
        let none = toml::Table::new();
        let message = |error: Error| error.message().to_owned();
        let of_file = message(Config::load(&file, &none).expect_err("refused"));
        let start = format!("Configuration: `max_depth` in {}: ", file.display());
        assert!(of_file.starts_with(&start), "{of_file}");
        let flags: toml::Table = "listen = \"here\"".parse().expect("toml");
        let absent = folder.path().join("absent.toml");
        let of_flag = message(Config::load(&absent, &flags).expect_err("refused"));
        assert_eq!(
            of_flag,
            "Configuration: `listen` on the command line: `here` must be ADDRESS:PORT, like 127.0.0.1:8080, [::1]:8080 or \
             localhost:8080"
        );
    }

    #[test]
    fn a_server_behind_a_proxy_drains_before_it_stops() {
        let mut config = Config::default();
        assert_eq!(config.drain_delay(), Duration::ZERO);
        config.trusted_proxies = vec!["10.0.0.0/8".parse().expect("a network")];
        assert_eq!(config.drain_delay(), Duration::from_secs(5));
        config.drain_delay = Some(Duration::ZERO);
        assert_eq!(config.drain_delay(), Duration::ZERO);
    }

    #[test]
    fn the_environment_can_give_every_setting() {
        let all = Config {
            root_token: Some(RootToken("x".into())),
            default_region: Some("DE".into()),
            ..Config::default()
        };
        let shown: toml::Table = all.to_toml().expect("plain").parse().expect("toml");
        let mut names: Vec<&str> = NAMES.to_vec();
        names.sort_unstable();
        let mut fields: Vec<&str> = shown.keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(names, fields);
    }
}
