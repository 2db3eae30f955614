//! Headless Chromium, driven through chromedriver.
//!
//! Without chromedriver the browser tests print one line and pass. If
//! `TENANTRY_TEST_REQUIRE_BROWSER` is set, they fail.

use std::{
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    panic::{AssertUnwindSafe, resume_unwind},
    process::{Child, ChildStdout, Command, Stdio},
    sync::Once,
};

use axum::{Router, http::Method};
use fantoccini::{
    Client, ClientBuilder,
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    error::CmdError,
    key::Key,
    wd::{Capabilities, Locator, WebDriverCompatibleCommand},
};
use futures_util::FutureExt;
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Url;
use serde_json::{Value as Json, json};

/// The result of a step in the browser.
pub(crate) type Step<T = ()> = Result<T, CmdError>;

/// A browser with one tab.
#[derive(Clone)]
pub(crate) struct Browser(Client);

impl Browser {
    /// Opens a URL.
    pub(crate) async fn open(&self, url: &str) -> Step {
        self.0.goto(url).await
    }

    /// Reloads the page.
    pub(crate) async fn reload(&self) -> Step {
        self.0.refresh().await
    }

    /// Waits for an element that matches a CSS selector.
    pub(crate) async fn wait(&self, css: &str) -> Step<Element> {
        self.wait_for(Locator::Css(css)).await
    }

    /// Waits for an element that matches an XPath expression.
    pub(crate) async fn wait_for_path(&self, path: &str) -> Step<Element> {
        self.wait_for(Locator::XPath(path)).await
    }

    /// Waits for an element. If it does not appear, fails with what the page shows instead.
    async fn wait_for(&self, locator: Locator<'_>) -> Step<Element> {
        let found = self.0.wait().for_element(locator).await;
        if matches!(found, Err(CmdError::WaitTimeout)) {
            let shown = self.execute("return document.body.innerText").await;
            panic!("{locator:?} did not appear. The page shows: {shown:#?}");
        }
        found
    }

    /// Waits for an element and clicks on it.
    pub(crate) async fn click(&self, css: &str) -> Step {
        self.wait(css).await?.click().await
    }

    /// Returns the number of elements that match a CSS selector.
    pub(crate) async fn count(&self, css: &str) -> Step<usize> {
        Ok(self.0.find_all(Locator::Css(css)).await?.len())
    }

    /// Types a text into the focused element.
    pub(crate) async fn type_text(&self, text: &str) -> Step {
        let keys = KeyActions::new("keyboard".to_owned());
        let keys = text.chars().fold(keys, press);
        self.0.perform_actions(keys).await
    }

    /// Presses a key while Ctrl is down.
    pub(crate) async fn type_with_ctrl(&self, key: char) -> Step {
        let ctrl = Key::Control.into();
        let keys = KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value: ctrl });
        let keys = press(keys, key).then(KeyAction::Up { value: ctrl });
        self.0.perform_actions(keys).await
    }

    /// Runs a script in the page and returns its value.
    pub(crate) async fn execute(&self, script: &str) -> Step<Json> {
        self.0.execute(script, Vec::new()).await
    }

    /// Returns a screenshot of the page as PNG.
    pub(crate) async fn picture(&self) -> Step<Vec<u8>> {
        self.0.screenshot().await
    }

    /// Gives the page the width of a phone, which no window of the browser can have.
    pub(crate) async fn narrow(&self) -> Step {
        self.0.issue_cmd(Narrow).await?;
        Ok(())
    }

    /// Returns the severe entries of the browser's log since the last call.
    pub(crate) async fn failures(&self) -> Step<Vec<String>> {
        let log = self.0.issue_cmd(ReadLog).await?;
        let entries = log.as_array().expect("a list").iter();
        let severe = entries.filter(|entry| entry["level"] == "SEVERE");
        Ok(severe.map(|entry| entry["message"].to_string()).collect())
    }
}

fn press(keys: KeyActions, key: char) -> KeyActions {
    keys.then(KeyAction::Down { value: key })
        .then(KeyAction::Up { value: key })
}

/// The command that reads the browser's log. It is chromedriver's extension of the WebDriver
/// protocol.
#[derive(Debug)]
struct ReadLog;

impl WebDriverCompatibleCommand for ReadLog {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

/// The command that sets the size of the page. It is chromedriver's extension of the WebDriver
/// protocol.
#[derive(Debug)]
struct Narrow;

impl WebDriverCompatibleCommand for Narrow {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let size = json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": size });
        (Method::POST, Some(command.to_string()))
    }
}

/// Runs a test with a browser, and closes the browser even if the test fails.
pub(crate) async fn with_browser<F: Future<Output = Step>>(test: impl FnOnce(Browser) -> F) {
    let Some(driver) = Driver::start() else {
        assert!(
            std::env::var_os("TENANTRY_TEST_REQUIRE_BROWSER").is_none(),
            "TENANTRY_TEST_REQUIRE_BROWSER is set, but chromedriver is missing"
        );
        static REPORTED: Once = Once::new();
        REPORTED.call_once(|| {
            // Written to standard error directly, because the test runner captures the output of
            // passing tests.
            let line = "Browser tests did NOT run: there is no chromedriver";
            writeln!(std::io::stderr(), "{line}").expect("standard error");
        });
        return;
    };
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities())
        .connect(&driver.url)
        .await
        .expect("a browser");
    let steps = AssertUnwindSafe(test(Browser(client.clone())));
    let done = steps.catch_unwind().await;
    client.close().await.expect("closed");
    match done {
        Ok(done) => done.expect("all steps"),
        Err(panic) => resume_unwind(panic),
    }
}

/// Serves a router on a free port until the test's runtime ends, and returns the URL.
pub(crate) async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    format!("http://{address}")
}

fn capabilities() -> Capabilities {
    let arguments = [
        "--headless=new",
        // Chromium does not run as root with its sandbox, and a container usually has no other
        // user.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1280,960",
    ];
    let wanted = [
        ("browserName", json!("chrome")),
        ("goog:chromeOptions", json!({ "args": arguments })),
        ("goog:loggingPrefs", json!({ "browser": "ALL" })),
    ];
    wanted
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// A running chromedriver. Dropping it ends the process.
struct Driver {
    child: Child,
    /// Kept open, because chromedriver writes to it.
    _output: BufReader<ChildStdout>,
    url: String,
}

impl Driver {
    fn start() -> Option<Self> {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        let port = loop {
            line.clear();
            let read = output.read_line(&mut line).expect("text");
            assert!(read > 0, "chromedriver ended");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim().trim_end_matches('.').to_owned();
            }
        };
        Some(Self {
            child,
            _output: output,
            url: format!("http://127.0.0.1:{port}"),
        })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
