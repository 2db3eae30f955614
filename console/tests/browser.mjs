// @ts-check
/** Pages of the console in headless Chromium. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

/** A folder for pictures of the screens. Without it, the tests take none. */
const PICTURES = process.env.CONSOLE_PICTURES;

/** The findings of axe that the tests refuse. */
const REFUSED = new Set(["serious", "critical"]);

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
}

/**
 * Opens a screen, signed in with a token. A message on the browser's console, such as a violation of
 * the content security policy, fails the test.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {{ url: string, token?: string, width?: number, colorScheme?: "light" | "dark" }} options
 */
export async function openConsole(browser, { url, token, width = 1280, colorScheme = "light" }) {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 800 },
    colorScheme,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  /** @type {string[]} */
  const messages = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      messages.push(message.text());
    }
  });
  page.on("pageerror", (error) => messages.push(error.message));
  if (token) {
    await page.addInitScript((secret) => {
      sessionStorage.setItem("tenantry.token", secret);
    }, token);
  }
  return {
    page,
    messages,
    /** @param {string} path */
    open: async (path) => {
      await page.goto(`${url}/console${path}`);
      await page.waitForLoadState("networkidle");
    },
    close: async () => {
      await context.close();
      assert.deepEqual(messages, []);
    },
  };
}

/**
 * Fails if axe finds something serious on the page.
 *
 * @param {import("playwright-core").Page} page
 */
export async function assertAccessible(page) {
  // Dialogs fade in, and axe would measure the colors of half a dialog.
  await page.waitForTimeout(400);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const refused = violations
    .filter(({ impact }) => impact && REFUSED.has(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(describe).join("\n    ")}`);
  assert.deepEqual(refused, [], page.url());
}

/** @param {import("axe-core").NodeResult} node */
function describe({ html, any }) {
  return `${html} ${any[0]?.message ?? ""}`;
}

/**
 * Fails if the page is wider than the window.
 *
 * @param {import("playwright-core").Page} page
 */
export async function assertFits(page) {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(overflow <= 0, `${page.url()} is ${overflow} px too wide`);
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
export async function takePicture(page, name) {
  if (PICTURES) {
    mkdirSync(PICTURES, { recursive: true });
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
}
