//! Tests of the playground's tasks in a real browser: sequences of examples, headers,
//! subscriptions, a narrow screen and the keyboard.

use std::time::Duration;

use serde_json::{Value as Json, json};
use tokio::time::sleep;

use crate::support::{ROOT, Step};

use super::browser::{ENTER, FORGET, Page, QUERY, TAB, on_the_page};

const STOP: &str = "[aria-label='Stop query (Ctrl-Enter)']";
const NONE: [String; 0] = [];

impl Page {
    /// Chooses an example, and runs it when the editor shows its operation.
    async fn choose_and_run(&self, example: &str, operation: &str) -> Step {
        self.choose(example).await?;
        self.shows("graphiql-query-editor", operation).await?;
        self.run().await
    }
}

#[test]
fn examples_continue_with_the_ids_of_earlier_requests() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        for (example, operation) in [
            ("Create an org", "createOrg"),
            ("Create a group", "createGroup"),
            ("Create a user", "createUser"),
            ("Add a user to a group", "addGroupMembership"),
        ] {
            page.choose_and_run(example, operation).await?;
            page.answers("\"result\": \"created\"").await?;
        }
        page.choose_and_run("List the users of a group", "groupUsers")
            .await?;
        page.answers("\"userName\": \"Test User\"").await?;

        // After the token is forgotten, the ids are forgotten as well.
        page.browser.click(FORGET).await?;
        page.enter(ROOT).await?;
        page.choose("Add a user to an org").await?;
        page.shows("graphiql-editor-tool", "00000000-0000").await?;
        assert_eq!(page.browser.failures().await?, NONE);
        Ok(())
    });
}

#[test]
fn an_example_is_chosen_as_soon_as_it_appears() {
    on_the_page(async |page| {
        let choose = "new MutationObserver((_, observer) => {
            const buttons = [...document.querySelectorAll('.examples button')];
            const button = buttons.find(({ innerText }) => innerText === 'Create an org');
            if (button) {
                observer.disconnect();
                button.click();
            }
        }).observe(document.body, { childList: true, subtree: true })";
        page.browser.execute(choose).await?;
        page.enter(ROOT).await?;
        page.shows("graphiql-query-editor", "createOrg").await?;
        assert_eq!(page.browser.failures().await?, NONE);
        Ok(())
    });
}

#[test]
fn headers_are_sent_and_not_stored() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        page.choose_and_run("Create an org", "createOrg").await?;
        page.answers("\"result\": \"created\"").await?;
        page.choose("Preview the members of an org").await?;
        page.shows("graphiql-editor-tool", "Tenantry-Dry-Run")
            .await?;
        page.run().await?;
        page.answers("\"dryRun\": true").await?;
        // The tabs are stored a moment after they change.
        let stored = async || {
            let [_, for_the_tab] = page.kept().await?;
            let tabs = for_the_tab["graphiql:tabState"].as_str().unwrap_or("{}");
            let tabs: Json = serde_json::from_str(tabs).expect("JSON");
            Step::Ok(tabs["tabs"].as_array().cloned().unwrap_or_default())
        };
        let mut tabs = stored().await?;
        while tabs.len() < 2 {
            sleep(Duration::from_millis(100)).await;
            tabs = stored().await?;
        }
        assert!(tabs.iter().all(|tab| tab["headers"].is_null()), "{tabs:?}");
        let [for_good, for_the_tab] = page.kept().await?;
        assert_eq!(for_good, json!({}));
        assert!(for_the_tab.get("graphiql:headers").is_none());

        // The page sends its own token, whatever the headers are.
        let headers = ".graphiql-editor-tool .graphiql-editor:not(.hidden) .CodeMirror-code";
        page.write(headers, "{\"authorization\": \"Bearer tnt_wrong\"")
            .await?;
        page.run().await?;
        page.answers("\"dryRun\": false").await?;
        assert_eq!(page.browser.failures().await?, NONE);
        Ok(())
    });
}

#[test]
fn subscription_shows_each_event_until_it_is_stopped() {
    on_the_page(async |page| {
        page.enter(ROOT).await?;
        page.choose_and_run("Watch changes as they happen", "subscription")
            .await?;
        page.browser.wait(STOP).await?;
        // The subscription may begin after the first org was created.
        let mut seen = false;
        for number in 0..10 {
            page.app.org(&format!("Acme {number}")).await;
            let reply = "return document.querySelector('.result-window').innerText";
            sleep(Duration::from_secs(1)).await;
            let reply = page.browser.execute(reply).await?.to_string();
            seen = reply.contains("Acme") && reply.contains("CREATED");
            if seen {
                break;
            }
        }
        assert!(seen);
        page.browser.click(STOP).await?;
        page.browser
            .wait("[aria-label='Execute query (Ctrl-Enter)']")
            .await?;
        assert_eq!(page.browser.failures().await?, NONE);

        // A subscription that is refused shows why.
        page.choose_and_run("Watch a job until it ends", "jobProgress")
            .await?;
        page.answers("JOB_NOT_FOUND").await?;
        Ok(())
    });
}

#[test]
fn narrow_screen_shows_all_parts_below_each_other() {
    on_the_page(async |page| {
        page.browser.narrow().await?;
        page.enter(ROOT).await?;
        page.choose_and_run("Who am I, and what may I do", "viewer")
            .await?;
        page.answers("\"name\": \"root\"").await?;
        let parts = "return ['.graphiql-sidebar', '.graphiql-query-editor',
            '.graphiql-editor-tool', '.graphiql-response'].map((part) => {
                const { left, right, top, width } = document.querySelector(part).getBoundingClientRect();
                return { part, isWhole: left >= 0 && right <= innerWidth && width > 200, top };
            }).concat({ isWhole: document.documentElement.scrollWidth <= innerWidth, top: Infinity })";
        let parts = page.browser.execute(parts).await?;
        let parts = parts.as_array().expect("a list");
        assert!(
            parts.iter().all(|part| part["isWhole"] == true),
            "{parts:?}"
        );
        let tops: Vec<_> = parts
            .iter()
            .filter_map(|part| part["top"].as_f64())
            .collect();
        assert!(tops.is_sorted(), "{parts:?}");
        assert_eq!(page.browser.failures().await?, NONE);
        Ok(())
    });
}

#[test]
fn an_example_is_run_by_the_keyboard_alone() {
    on_the_page(async |page| {
        page.browser.wait("#token:focus").await?;
        page.browser.type_text(&format!("{ROOT}{ENTER}")).await?;
        page.browser.wait(FORGET).await?;
        page.shows("examples", "Who am I").await?;
        let focused = "return document.activeElement.innerText";
        for _ in 0..40 {
            if page.browser.execute(focused).await? == "Count users, orgs and groups" {
                break;
            }
            page.browser.type_text(&TAB.to_string()).await?;
        }
        page.browser.type_text(&ENTER.to_string()).await?;
        page.shows("graphiql-query-editor", "suspendedUsers")
            .await?;
        page.browser.wait(QUERY).await?;
        page.browser.type_with_ctrl(ENTER).await?;
        page.answers("\"suspendedUsers\": 0").await?;
        assert_eq!(page.browser.failures().await?, NONE);
        Ok(())
    });
}
