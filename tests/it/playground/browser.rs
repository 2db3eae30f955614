//! Tests of the playground in a real browser. Each test also checks that the page caused no errors
//! and no violations of its content security policy.

use axum::Router;
use serde_json::{Value as Json, json};

use crate::support::{Browser, Engine, ROOT, Step, TestApp, run, serve, with_browser};

pub(super) const QUERY: &str = ".graphiql-query-editor .CodeMirror-code";
const REPLY: &str = ".result-window .CodeMirror";
const VARIABLES: &str = ".graphiql-editor-tool .CodeMirror-code";
const TOKEN: &str = "#ask:not([hidden]) #token";
pub(super) const FORGET: &str = "#forget:not([hidden])";

/// The Enter key, which runs the query together with Ctrl.
pub(super) const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
pub(super) const TAB: char = '\u{e004}';

/// The playground of an app, in a browser.
pub(super) struct Page {
    pub(super) app: TestApp,
    pub(super) browser: Browser,
}

impl Page {
    /// Waits until an element of the class contains the text, which may span several elements.
    pub(super) async fn shows(&self, class: &str, text: &str) -> Step {
        let place = format!("//*[contains(@class, '{class}')][contains(., '{text}')]");
        self.browser.wait_for_path(&place).await?;
        Ok(())
    }

    /// Waits until the reply contains the text.
    pub(super) async fn answers(&self, text: &str) -> Step {
        self.shows("result-window", text).await
    }

    /// Enters a token.
    pub(super) async fn enter(&self, token: &str) -> Step {
        let field = self.browser.wait(TOKEN).await?;
        field.clear().await?;
        field.send_keys(token).await?;
        self.browser.click("#ask button").await
    }

    /// Replaces the text of an editor.
    pub(super) async fn write(&self, editor: &str, text: &str) -> Step {
        self.browser.click(editor).await?;
        self.browser.type_with_ctrl('a').await?;
        self.browser.type_text(text).await
    }

    /// Runs the query. GraphiQL's button does nothing before the editors are loaded.
    pub(super) async fn run(&self) -> Step {
        self.browser.wait(QUERY).await?;
        self.browser.wait(REPLY).await?;
        self.browser.click(".graphiql-execute-button").await
    }

    pub(super) async fn choose(&self, example: &str) -> Step {
        let button = format!("//section[@class='examples']//button[.='{example}']");
        self.browser.wait_for_path(&button).await?.click().await
    }

    /// Returns the local storage and the session storage of the page.
    pub(super) async fn kept(&self) -> Step<[Json; 2]> {
        let script = "return [{ ...localStorage }, { ...sessionStorage }]";
        let both = self.browser.execute(script).await?;
        Ok([both[0].clone(), both[1].clone()])
    }
}

/// Runs a test on the page of an app that is served under a path prefix.
pub(super) fn on_the_page<F: Future<Output = Step>>(test: impl FnOnce(Page) -> F) {
    run(Engine::Sqlite, async |app| {
        let host = Router::new().nest("/directory", app.router.clone());
        let address = serve(host).await;
        with_browser(async |browser| {
            let page = format!("{address}/directory/playground");
            browser.open(&page).await?;
            test(Page { app, browser }).await
        })
        .await;
    });
}

#[test]
fn typed_query_shows_its_reply() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        page.write(QUERY, "{ viewer { token { name } permissions } }")
            .await?;
        page.browser.type_with_ctrl(ENTER).await?;
        page.answers("\"name\": \"root\"").await?;
        page.answers("\"members:read\"").await?;
        assert_eq!(page.browser.failures().await?, Vec::<String>::new());
        Ok(())
    });
}

#[test]
fn escape_and_tab_leave_an_editor() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        let is_inside = "return document.activeElement.closest('.CodeMirror') !== null";
        page.browser.click(QUERY).await?;
        page.browser.type_text(&TAB.to_string()).await?;
        assert_eq!(page.browser.execute(is_inside).await?, json!(true));
        page.browser.type_text(&format!("{ESCAPE}{TAB}")).await?;
        assert_eq!(page.browser.execute(is_inside).await?, json!(false));
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

        page.browser.reload().await?;
        page.browser.wait(FORGET).await?;
        page.run().await?;
        page.answers("\"name\": \"root\"").await?;

        page.browser.click(FORGET).await?;
        page.browser.wait(TOKEN).await?;
        page.browser.wait("#editor:empty").await?;
        let [for_good, for_the_tab] = page.kept().await?;
        assert_eq!(for_good, json!({}));
        assert!(!for_the_tab.to_string().contains(ROOT), "{for_the_tab}");
        page.browser.reload().await?;
        page.browser.wait(TOKEN).await?;
        assert_eq!(page.browser.failures().await?, Vec::<String>::new());
        Ok(())
    });
}

#[test]
fn an_example_is_chosen_filled_in_and_run() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        page.choose("Create an org").await?;
        page.run().await?;
        page.answers("\"result\": \"created\"").await?;
        let org = page.app.read(ROOT, "org(name: \"Acme\") { id }").await;
        let org = org["id"].as_str().expect("an id").to_owned();

        // The example opens in a new tab, with the org of the reply.
        page.choose("Create a group").await?;
        page.shows("graphiql-query-editor", "createGroup").await?;
        page.shows("graphiql-editor-tool", &org).await?;
        let variables = format!("{{\"org\": \"{org}\", \"name\": \"Support\"");
        page.write(VARIABLES, &variables).await?;
        page.run().await?;
        page.answers("\"result\": \"created\"").await?;
        let names = page.app.read(ROOT, "groups { nodes { name } }").await;
        assert_eq!(names, json!({ "nodes": [{ "name": "Support" }] }));

        page.choose("Create a user").await?;
        page.shows("graphiql-editor-tool", &org).await?;
        page.run().await?;
        page.answers("\"records\": 2").await?;
        let found = "findUserBy(email: \"testuser@somedomain.com\") { name }";
        let found = page.app.read(ROOT, found).await;
        assert_eq!(found, json!([{ "name": "Test User" }]));
        if let Some(file) = std::env::var_os("TENANTRY_TEST_SCREENSHOT") {
            std::fs::write(file, page.browser.picture().await?).expect("written");
        }
        assert_eq!(page.browser.count("[role=tab]").await?, 3);
        assert_eq!(page.browser.failures().await?, Vec::<String>::new());
        Ok(())
    });
}

#[test]
fn refused_token_is_reported_and_asked_for_again() {
    on_the_page(async |page| {
        page.enter("tnt_wrong").await?;
        let text = page
            .browser
            .wait("#refusal:not(:empty)")
            .await?
            .text()
            .await?;
        assert!(text.starts_with("The token was refused."), "{text}");
        let field = page.browser.wait(TOKEN).await?;
        assert_eq!(field.attr("aria-invalid").await?.as_deref(), Some("true"));
        assert_eq!(page.kept().await?, [json!({}), json!({})]);

        let create = "mutation { it: createToken(input: { name: \"short\" }) { secret } }";
        let made = page.app.data(ROOT, create).await;
        let short = made["it"]["secret"].as_str().expect("a secret").to_owned();
        page.enter(&short).await?;
        page.browser.wait(FORGET).await?;
        page.write(QUERY, "{ viewer { token { name } } }").await?;
        page.browser.type_with_ctrl(ENTER).await?;
        page.answers("\"name\": \"short\"").await?;

        // The editor keeps its text when the token is revoked.
        let tokens = page.app.read(ROOT, "tokens { nodes { id name } }").await;
        let nodes = tokens["nodes"].as_array().expect("tokens");
        let id = nodes.iter().find(|it| it["name"] == "short").expect("it")["id"].clone();
        let revoke = format!("revokeToken(tokenId: {id})");
        page.app.done(ROOT, &revoke).await;
        page.run().await?;
        page.answers("The token was refused.").await?;
        page.browser.wait("#refusal:not(:empty)").await?;
        assert!(!page.kept().await?[1].to_string().contains(&short));
        page.enter(ROOT).await?;
        page.browser.wait(FORGET).await?;
        page.run().await?;
        page.answers("\"name\": \"root\"").await?;

        let failures = page.browser.failures().await?;
        assert_eq!(failures.len(), 2, "{failures:?}");
        assert!(failures.iter().all(|it| it.contains("status of 401")));
        Ok(())
    });
}

#[test]
fn the_docs_and_the_dialogs_open() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        page.browser
            .click("[aria-label='Show Documentation Explorer']")
            .await?;
        let query = "//*[@class='graphiql-doc-explorer']//a[.='Query']";
        page.browser.wait_for_path(query).await?.click().await?;
        page.shows("graphiql-doc-explorer", "Read the directory.")
            .await?;
        page.shows("graphiql-doc-explorer", "findUserBy").await?;
        for (dialog, text) in [
            ("Open short keys dialog", "Execute query"),
            ("Open settings dialog", "Theme"),
        ] {
            let button = format!("[aria-label='{dialog}']");
            page.browser.click(&button).await?;
            page.shows("graphiql-dialog", text).await?;
            page.browser.click(".graphiql-dialog-close").await?;
            page.browser
                .wait("body:not(:has(.graphiql-dialog))")
                .await?;
        }
        assert_eq!(page.browser.failures().await?, Vec::<String>::new());
        Ok(())
    });
}
