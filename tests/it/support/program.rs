//! The built `tenantry` program, run as an operator runs it.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value as Json;
use tempfile::{NamedTempFile, TempDir};

use super::ROOT;

/// A command line to run in a folder, with only the environment variables that a test sets.
pub(crate) struct Program {
    command: Command,
    /// The temporary folder of [`Program::alone`].
    folder: Option<TempDir>,
}

impl Program {
    /// Returns `tenantry` with this working directory.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tenantry"));
        command.env_clear().current_dir(folder).stdin(Stdio::null());
        Self {
            command,
            folder: None,
        }
    }

    /// Returns `tenantry` with a new temporary folder as its working directory.
    pub(crate) fn alone() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut program = Self::in_folder(folder.path());
        program.folder = Some(folder);
        program
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Sets the database URL.
    pub(crate) fn on(self, database_url: &str) -> Self {
        self.env("TENANTRY_DATABASE_URL", database_url)
    }

    /// Runs the program to its end.
    pub(crate) fn run<A: AsRef<OsStr>>(mut self, arguments: &[A]) -> Output {
        self.command
            .args(arguments)
            .output()
            .expect("the program runs")
    }

    /// Starts the program. The caller waits for its end.
    pub(crate) fn spawn(mut self, arguments: &[&str]) -> Child {
        self.command
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs")
    }

    /// Runs the program, which must succeed, and returns its standard output.
    pub(crate) fn says<A: AsRef<OsStr>>(self, arguments: &[A]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{errors}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs the program, which must fail, and returns its standard error.
    pub(crate) fn complains<A: AsRef<OsStr>>(self, arguments: &[A]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).expect("text")
    }

    /// Runs `serve` on a free port, with [`ROOT`] as the root token.
    pub(crate) fn serve(self) -> Server {
        self.env("TENANTRY_ROOT_TOKEN", ROOT).start(&["serve"])
    }

    /// Runs `serve` with [`ROOT`] as the root token, and with one pipe for standard output and the
    /// log. The pipe is read only up to the address, so it can fill up.
    pub(crate) fn serve_unread(mut self) -> Server {
        let (output, input) = std::io::pipe().expect("a pipe");
        let log = input.try_clone().expect("a pipe");
        self.command.stdout(input).stderr(log);
        let program = self.env("TENANTRY_ROOT_TOKEN", ROOT);
        let program = program.env("TENANTRY_LISTEN", "127.0.0.1:0");
        program.started(&["serve"], Some(Box::new(output)))
    }

    /// Starts the program on a free port. It runs until a test stops it.
    pub(crate) fn start(self, arguments: &[&str]) -> Server {
        self.start_at("127.0.0.1:0", arguments)
    }

    /// Starts the program on the address `listen`. It runs until a test stops it.
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
        // The command holds the write end of the pipe, so reading the pipe would never end.
        drop(command);
        let output = output.or_else(|| Some(Box::new(child.stdout.take()?)));
        let mut output = BufReader::new(output.expect("its output"));
        let mut said = String::new();
        // The program prints this line when the port is open. If startup fails, the output ends.
        while !said.contains("/graphql\n") {
            let read = output.read_line(&mut said).expect("text");
            let log = || std::fs::read_to_string(log.path()).unwrap_or_default();
            assert!(read > 0, "the program ended:\n{said}{}", log());
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

/// A running server. Dropping it ends the process.
pub(crate) struct Server {
    _folder: Option<TempDir>,
    log: NamedTempFile,
    child: Child,
    /// `None` once it is closed.
    output: Option<BufReader<Box<dyn Read + Send + Sync>>>,
    said: String,
    /// The address that the server listens on.
    pub(crate) address: String,
}

impl Server {
    /// Returns the URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns the log and everything else on standard error up to now.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.log.path()).expect("text")
    }

    /// Returns the lines of the log, which must be JSON.
    pub(crate) fn log_lines(&self) -> Vec<Json> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        let log = self.log();
        // The last line may be incomplete.
        let whole = log.rfind('\n').map_or("", |end| &log[..end]);
        whole.lines().map(parse).collect()
    }

    /// Returns the status code of a query with this token.
    pub(crate) async fn status(&self, token: &str) -> u16 {
        let request = reqwest::Client::new().post(self.url("/graphql"));
        let ask = serde_json::json!({ "query": "{ viewer { __typename } }" });
        let reply = request.bearer_auth(token).json(&ask).send().await;
        reply.expect("a reply").status().as_u16()
    }

    /// Returns the process id.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Sends SIGTERM, like a supervisor.
    pub(crate) fn terminate(&self) {
        let kill = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(kill.expect("kill").success());
    }

    /// Stops the server, which must succeed, and returns its standard output.
    pub(crate) fn stopped(self) -> String {
        self.terminate();
        let (well, said) = self.ended();
        assert!(well, "{said}");
        said
    }

    /// Waits for the end of the server. Returns whether it succeeded, and its standard output.
    pub(crate) fn ended(mut self) -> (bool, String) {
        let mut said = std::mem::take(&mut self.said);
        let output = self.output.as_mut().expect("its output");
        output.read_to_string(&mut said).expect("text");
        let status = self.child.wait().expect("its end");
        (status.success(), said)
    }
}

impl Server {
    /// Closes the pipe of the server's standard output.
    pub(crate) fn close_output(&mut self) {
        self.output = None;
    }

    /// Waits for the end of the server without reading its output. Returns whether it succeeded.
    pub(crate) fn ended_unread(mut self) -> bool {
        self.child.wait().expect("its end").success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
