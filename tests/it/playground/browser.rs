//! The playground in a real browser. Each test also sees that nothing was forbidden to the page and nothing failed in it.

use std::path::Path;

use axum::Router;
use serde_json::{Value as Json, json};
use thirtyfour::{
    By, Key, WebDriver, WebElement, error::WebDriverResult, prelude::ElementQueryable,
};

use crate::support::{Engine, ROOT, TestApp, run, serve, with_browser};

const QUERY: &str = ".graphiql-query-editor .CodeMirror-code";
const VARIABLES: &str = ".graphiql-editor-tool .CodeMirror-code";
const FORGET: &str = "#forget";
const REFUSAL: &str = "#refusal";

/// The playground of an app, in a browser.
struct Page {
    app: TestApp,
    browser: WebDriver,
}

impl Page {
    /// One that is there within a moment.
    async fn part(&self, css: &str) -> WebDriverResult<WebElement> {
        let found = self.browser.query(By::Css(css)).and_displayed();
        found.first().await
    }

    async fn click(&self, css: &str) -> WebDriverResult<()> {
        self.part(css).await?.click().await
    }

    /// Waits for a text, which the editors cut into pieces.
    async fn shows(&self, class: &str, text: &str) -> WebDriverResult<()> {
        let place = format!("//*[contains(@class, '{class}')][contains(., '{text}')]");
        self.browser.query(By::XPath(place)).first().await?;
        Ok(())
    }

    async fn answers(&self, text: &str) -> WebDriverResult<()> {
        self.shows("result-window", text).await
    }

    async fn enter(&self, token: &str) -> WebDriverResult<()> {
        let field = self.part("#token").await?;
        field.clear().await?;
        field.send_keys(token).await?;
        self.click("#ask button").await
    }

    /// Types in the place of all that an editor has.
    async fn write(&self, editor: &str, text: &str) -> WebDriverResult<()> {
        self.click(editor).await?;
        let keys = self.browser.action_chain().key_down(Key::Control);
        let keys = keys.send_keys("a").key_up(Key::Control);
        keys.send_keys(text).perform().await
    }

    async fn press_run_keys(&self) -> WebDriverResult<()> {
        let keys = self.browser.action_chain().key_down(Key::Control);
        let keys = keys.send_keys(Key::Enter + "").key_up(Key::Control);
        keys.perform().await
    }

    async fn run(&self) -> WebDriverResult<()> {
        self.click(".graphiql-execute-button").await
    }

    async fn choose(&self, example: &str) -> WebDriverResult<()> {
        let buttons = self.browser.query(By::Css(".examples button"));
        buttons
            .with_text(example.to_owned())
            .first()
            .await?
            .click()
            .await
    }

    /// What the browser keeps for the page: for good, and for the tab.
    async fn kept(&self) -> WebDriverResult<[Json; 2]> {
        let both = "return [{ ...localStorage }, { ...sessionStorage }]";
        self.browser.execute(both, vec![]).await?.convert()
    }

    /// What went wrong in the page since this was last asked.
    async fn failures(&self) -> WebDriverResult<Vec<String>> {
        let log = self.browser.browser_log().await?;
        let severe = log.into_iter().filter(|entry| entry.level == "SEVERE");
        Ok(severe.map(|entry| entry.message).collect())
    }
}

/// Runs a test on the page of an app that is served below another path.
fn on_the_page<F>(test: impl FnOnce(Page) -> F)
where
    F: Future<Output = WebDriverResult<()>>,
{
    run(Engine::Sqlite, async |app| {
        let host = Router::new().nest("/directory", app.router.clone());
        let address = serve(host).await;
        with_browser(async |browser| {
            browser
                .goto(format!("{address}/directory/playground"))
                .await?;
            test(Page { app, browser }).await
        })
        .await;
    });
}

#[test]
fn a_query_that_is_typed_is_answered() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        page.write(QUERY, "{ viewer { token { name } permissions } }")
            .await?;
        page.press_run_keys().await?;
        page.answers("\"name\": \"root\"").await?;
        page.answers("\"members:read\"").await?;
        assert_eq!(page.failures().await?, Vec::<String>::new());
        Ok(())
    });
}

#[test]
fn the_token_is_kept_for_the_tab_until_it_is_forgotten() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        page.choose("Who am I, and what may I do").await?;
        page.run().await?;
        page.answers("\"name\": \"root\"").await?;
        let [for_good, for_the_tab] = page.kept().await?;
        assert_eq!(for_good, json!({}));
        let with_token = |(_, value): &(&String, &Json)| value.to_string().contains(ROOT);
        let kept = for_the_tab.as_object().expect("an object");
        let places: Vec<&String> = kept.iter().filter(with_token).map(|(key, _)| key).collect();
        assert_eq!(places, ["tenantry.token"]);

        page.browser.refresh().await?;
        page.part(FORGET).await?;
        page.run().await?;
        page.answers("\"name\": \"root\"").await?;

        page.click(FORGET).await?;
        page.part("#token").await?;
        page.browser.query(By::Css(QUERY)).wait_until_gone().await?;
        let [for_good, for_the_tab] = page.kept().await?;
        assert_eq!(for_good, json!({}));
        assert!(!for_the_tab.to_string().contains(ROOT), "{for_the_tab}");
        page.browser.refresh().await?;
        page.part("#token").await?;
        assert_eq!(page.failures().await?, Vec::<String>::new());
        Ok(())
    });
}

#[test]
fn an_example_is_chosen_filled_in_and_run() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        page.choose("Make an org").await?;
        page.run().await?;
        page.answers("\"result\": \"created\"").await?;
        let org = page.app.read(ROOT, "org(name: \"Acme\") { id }").await;
        let org = org["id"].as_str().expect("an id").to_owned();

        page.choose("Make a group").await?;
        page.shows("graphiql-query-editor", "createGroup").await?;
        let variables = format!("{{\"org\": \"{org}\", \"name\": \"Operations\"");
        page.write(VARIABLES, &variables).await?;
        page.run().await?;
        page.answers("\"result\": \"created\"").await?;

        // In a tab of its own, with the org of the tab before.
        page.choose("Create a user").await?;
        page.shows("graphiql-editor-tool", &org).await?;
        page.run().await?;
        page.answers("\"records\": 2").await?;
        let found = "findUserBy(email: \"testuser@somedomain.com\") { name }";
        let found = page.app.read(ROOT, found).await;
        assert_eq!(found, json!([{ "name": "Test User" }]));
        if let Some(file) = std::env::var_os("TENANTRY_TEST_SCREENSHOT") {
            page.browser.screenshot(Path::new(&file)).await?;
        }
        let tabs = page.browser.find_all(By::Css("[role=tab]")).await?;
        assert_eq!(tabs.len(), 3);
        assert_eq!(page.failures().await?, Vec::<String>::new());
        Ok(())
    });
}

#[test]
fn a_token_that_is_refused_is_told_and_asked_for_again() {
    on_the_page(async |page| {
        page.enter("tnt_wrong").await?;
        let told = page.part(REFUSAL).await?.text().await?;
        assert!(told.starts_with("The token was refused."), "{told}");
        let field = page.part("#token").await?;
        assert_eq!(field.attr("aria-invalid").await?.as_deref(), Some("true"));
        assert_eq!(page.kept().await?, [json!({}), json!({})]);

        let short = page.app.token("name: \"short\"").await;
        page.enter(&short).await?;
        page.part(FORGET).await?;
        page.write(QUERY, "{ viewer { token { name } } }").await?;
        page.press_run_keys().await?;
        page.answers("\"name\": \"short\"").await?;

        // What was typed survives the end of the token.
        let tokens = page.app.read(ROOT, "tokens { nodes { id name } }").await;
        let nodes = tokens["nodes"].as_array().expect("tokens");
        let id = nodes.iter().find(|it| it["name"] == "short").expect("it")["id"].clone();
        let revoke = format!("revokeToken(tokenId: {id})");
        page.app.done(ROOT, &revoke).await;
        page.run().await?;
        page.answers("The token was refused.").await?;
        page.part(REFUSAL).await?;
        assert!(!page.kept().await?[1].to_string().contains(&short));
        page.enter(ROOT).await?;
        page.part(FORGET).await?;
        page.run().await?;
        page.answers("\"name\": \"root\"").await?;

        let failures = page.failures().await?;
        assert_eq!(failures.len(), 2, "{failures:?}");
        assert!(failures.iter().all(|it| it.contains("status of 401")));
        Ok(())
    });
}

#[test]
fn the_docs_and_the_dialogs_open() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        page.click("[aria-label='Show Documentation Explorer']")
            .await?;
        let kinds = page.browser.query(By::Css(".graphiql-doc-explorer a"));
        kinds.with_text("Query").first().await?.click().await?;
        let told = "Read the directory.";
        page.shows("graphiql-doc-explorer", told).await?;
        page.shows("graphiql-doc-explorer", "findUserBy").await?;
        for (dialog, told) in [
            ("Open short keys dialog", "Execute query"),
            ("Open settings dialog", "Theme"),
        ] {
            page.click(&format!("[aria-label='{dialog}']")).await?;
            page.shows("graphiql-dialog", told).await?;
            page.click(".graphiql-dialog-close").await?;
            let dialogs = page.browser.query(By::Css(".graphiql-dialog"));
            dialogs.wait_until_gone().await?;
        }
        assert_eq!(page.failures().await?, Vec::<String>::new());
        Ok(())
    });
}
