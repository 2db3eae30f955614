//! A real browser: headless Chromium, driven through its own driver.
//!
//! Without the driver the browser's tests say so once and pass, unless `TENANTRY_TEST_REQUIRE_BROWSER` is set.

use std::{
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Once,
};

use axum::Router;
use thirtyfour::{
    ChromeCapabilities, ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel,
    WebDriver, error::WebDriverResult,
};

/// Runs a test with a browser.
pub(crate) async fn with_browser<F>(test: impl FnOnce(WebDriver) -> F)
where
    F: Future<Output = WebDriverResult<()>>,
{
    let Some(driver) = Driver::start() else {
        assert!(
            std::env::var_os("TENANTRY_TEST_REQUIRE_BROWSER").is_none(),
            "TENANTRY_TEST_REQUIRE_BROWSER is set, and there is no chromedriver"
        );
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            // Straight to the terminal: the test runner keeps what a passing test prints to itself.
            writeln!(
                std::io::stderr(),
                "Browser tests did NOT run: there is no chromedriver"
            )
            .expect("standard error");
        });
        return;
    };
    let browser = WebDriver::new(&driver.url, capabilities().expect("plain"))
        .await
        .expect("a browser");
    // Quits the browser also when the test fails.
    browser.run_and_quit(test).await.expect("the test's steps");
}

/// Serves a router on a free port, until the test's runtime ends: where.
pub(crate) async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    format!("http://{address}")
}

fn capabilities() -> WebDriverResult<ChromeCapabilities> {
    let mut wanted = DesiredCapabilities::chrome();
    for argument in [
        "--headless=new",
        // Chromium refuses to run as root with its sandbox, and a container has none to offer.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1280,960",
    ] {
        wanted.add_arg(argument)?;
    }
    wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    Ok(wanted)
}

/// A running chromedriver. It ends with the test.
struct Driver {
    child: Child,
    /// Kept open, so that it can go on printing.
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
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
