//! The built program, as an operator runs it.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value as Json;
use tempfile::{NamedTempFile, TempDir};

use super::ROOT;

/// A command line in a folder, with nothing in its environment but what is said here.
pub(crate) struct Program {
    command: Command,
    /// Its own, where nobody looks into it.
    folder: Option<TempDir>,
}

impl Program {
    /// `tenantry` in this folder.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tenantry"));
        command.env_clear().current_dir(folder).stdin(Stdio::null());
        Self {
            command,
            folder: None,
        }
    }

    /// `tenantry` in a folder of its own.
    pub(crate) fn alone() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut program = Self::in_folder(folder.path());
        program.folder = Some(folder);
        program
    }

    /// With this in its environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// On this database.
    pub(crate) fn on(self, database_url: &str) -> Self {
        self.env("TENANTRY_DATABASE_URL", database_url)
    }

    /// Runs to its end.
    pub(crate) fn run<A: AsRef<OsStr>>(mut self, arguments: &[A]) -> Output {
        self.command
            .args(arguments)
            .output()
            .expect("the program runs")
    }

    /// Starts it, and leaves its end to the caller.
    pub(crate) fn spawn(mut self, arguments: &[&str]) -> Child {
        self.command
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs")
    }

    /// What it prints, having done well.
    pub(crate) fn says<A: AsRef<OsStr>>(self, arguments: &[A]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{errors}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// What it complains of, having failed.
    pub(crate) fn complains<A: AsRef<OsStr>>(self, arguments: &[A]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).expect("text")
    }

    /// Serves on a free port, with [`ROOT`] as the root token.
    pub(crate) fn serve(self) -> Server {
        self.env("TENANTRY_ROOT_TOKEN", ROOT).start(&["serve"])
    }

    /// Serves with [`ROOT`] as the root token, with the log and all that is printed in one pipe, of which nobody reads more than
    /// the address.
    pub(crate) fn serve_unread(mut self) -> Server {
        let (output, input) = std::io::pipe().expect("a pipe");
        let log = input.try_clone().expect("a pipe");
        self.command.stdout(input).stderr(log);
        let program = self.env("TENANTRY_ROOT_TOKEN", ROOT);
        let program = program.env("TENANTRY_LISTEN", "127.0.0.1:0");
        program.started(&["serve"], Some(Box::new(output)))
    }

    /// Runs until it is told to stop, on a free port.
    pub(crate) fn start(self, arguments: &[&str]) -> Server {
        self.start_at("127.0.0.1:0", arguments)
    }

    /// Runs until it is told to stop, and listens there.
    pub(crate) fn start_at(mut self, listen: &str, arguments: &[&str]) -> Server {
        self.command.stdout(Stdio::piped());
        self.env("TENANTRY_LISTEN", listen).started(arguments, None)
    }

    fn started(self, arguments: &[&str], output: Option<Box<dyn Read + Send + Sync>>) -> Server {
        let Self {
            mut command,
            folder,
        } = self;
        let log = NamedTempFile::new().expect("a file");
        if output.is_none() {
            command.stderr(log.reopen().expect("a file"));
        }
        let mut child = command.args(arguments).spawn().expect("the program runs");
        // It holds the pipe, which would never end.
        drop(command);
        let output = output.or_else(|| Some(Box::new(child.stdout.take()?)));
        let mut output = BufReader::new(output.expect("its output"));
        let mut said = String::new();
        // The line is printed once the port is open; the output ends if it never is.
        while !said.contains("/graphql\n") {
            let read = output.read_line(&mut said).expect("text");
            let log = || std::fs::read_to_string(log.path()).unwrap_or_default();
            assert!(read > 0, "it ended:\n{said}{}", log());
        }
        let address = said
            .split_once("GraphQL     http://")
            .and_then(|(_, rest)| rest.split_once('/'))
            .map(|(address, _)| address.to_owned())
            .expect("an address");
        Server {
            _folder: folder,
            log,
            child,
            output: Some(output),
            said,
            address,
        }
    }
}

/// A running server. It ends with the test.
pub(crate) struct Server {
    _folder: Option<TempDir>,
    log: NamedTempFile,
    child: Child,
    /// None once it is closed.
    output: Option<BufReader<Box<dyn Read + Send + Sync>>>,
    said: String,
    /// Where it listens.
    pub(crate) address: String,
}

impl Server {
    /// The URL of one of its paths.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The id of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged so far, and whatever else went to standard error.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.log.path()).expect("text")
    }

    /// The lines of its log, which must be JSON.
    pub(crate) fn log_lines(&self) -> Vec<Json> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        let log = self.log();
        // The last one may still be on its way.
        let whole = log.rfind('\n').map_or("", |end| &log[..end]);
        whole.lines().map(parse).collect()
    }

    /// The status that this token gets.
    pub(crate) async fn status(&self, token: &str) -> u16 {
        let request = reqwest::Client::new().post(self.url("/graphql"));
        let ask = serde_json::json!({ "query": "{ viewer { __typename } }" });
        let reply = request.bearer_auth(token).json(&ask).send().await;
        reply.expect("a reply").status().as_u16()
    }

    /// The id of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Tells it to stop, as a supervisor does.
    pub(crate) fn terminate(&self) {
        let kill = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(kill.expect("kill").success());
    }

    /// Stops it, and gives all that it printed.
    pub(crate) fn stopped(self) -> String {
        self.terminate();
        let (well, said) = self.ended();
        assert!(well, "{said}");
        said
    }

    /// Waits for its end: whether it ended well, and all that it printed.
    pub(crate) fn ended(mut self) -> (bool, String) {
        let mut said = std::mem::take(&mut self.said);
        let output = self.output.as_mut().expect("its output");
        output.read_to_string(&mut said).expect("text");
        let status = self.child.wait().expect("its end");
        (status.success(), said)
    }
}

impl Server {
    /// Closes the pipe into which it prints.
    pub(crate) fn close_output(&mut self) {
        self.output = None;
    }

    /// Waits for its end without reading what it prints: whether it ended well.
    pub(crate) fn ended_unread(mut self) -> bool {
        self.child.wait().expect("its end").success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
