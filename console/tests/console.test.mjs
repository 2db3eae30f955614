// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, launch, openConsole, takePicture } from "./browser.mjs";
import { readDirectory } from "./directory.mjs";
import { startPrefixProxy } from "./prefix.mjs";
import { engines, ROOT_TOKEN, startServer } from "./server.mjs";

/** @typedef {Awaited<ReturnType<typeof openConsole>>} Console */

for (const engine of engines()) {
  describe(engine.name, { concurrency: false }, () => {
    /** @type {import("playwright-core").Browser} */
    let browser;
    /** @type {import("./server.mjs").Server} */
    let server;
    /** @type {Awaited<ReturnType<typeof readDirectory>>} */
    let directory;
    /** @type {() => void} */
    let remove;

    before(async () => {
      const database = await engine.create();
      remove = database.remove;
      server = await startServer(database.url);
      directory = await readDirectory(server);
      browser = await launch();
    });

    after(async () => {
      await browser?.close();
      await server?.stop();
      remove?.();
    });

    /**
     * Runs a test on a screen.
     *
     * @param {{ token?: string, width?: number, colorScheme?: "light" | "dark" }} options
     * @param {(console: Console) => Promise<void>} body
     */
    const inConsole = async (options, body) => {
      const opened = await openConsole(browser, { url: server.url, ...options });
      await body(opened);
      await opened.close();
    };
    const asPlatform = (/** @type {(console: Console) => Promise<void>} */ body) =>
      inConsole({ token: ROOT_TOKEN }, body);

    test("a token signs in, and a wrong one is refused", () =>
      inConsole({}, async ({ page, open, messages }) => {
        await open("/users");
        await assertAccessible(page);
        await takePicture(page, "sign-in");
        await page.getByRole("textbox", { name: "Token" }).fill("tnt_wrong");
        await page.keyboard.press("Enter");
        await page.getByText("The server does not accept this token").waitFor();
        // The browser reports the reply with status 401.
        assert.equal(messages.splice(0).length, 1);
        await page.getByRole("textbox", { name: "Token" }).fill(ROOT_TOKEN);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("heading", { name: "Users" }).waitFor();
        await page.getByRole("button", { name: "Account" }).click();
        await page.getByRole("menuitem", { name: "Sign out" }).click();
        await page.getByRole("button", { name: "Sign in" }).waitFor();
      }));

    test("every screen is accessible and fits a phone, in light and dark colors", async () => {
      const { org, group, admin } = directory;
      const screens = {
        home: "/",
        users: "/users",
        user: `/users/${admin.id}`,
        "user-groups": `/users/${admin.id}?tab=groups`,
        "user-tokens": `/users/${admin.id}?tab=tokens`,
        "user-history": `/users/${admin.id}?tab=history`,
        orgs: "/orgs",
        org: `/orgs/${org.id}`,
        "org-groups": `/orgs/${org.id}?tab=groups`,
        "org-roles": `/orgs/${org.id}?tab=roles`,
        "org-tokens": `/orgs/${org.id}?tab=tokens`,
        "org-history": `/orgs/${org.id}?tab=history`,
        group: `/groups/${group.id}`,
        import: "/import",
        jobs: "/jobs",
        events: "/events",
        tokens: "/tokens",
      };
      for (const [width, colorScheme] of /** @type {const} */ ([
        [1280, "light"],
        [390, "dark"],
      ])) {
        await inConsole({ token: ROOT_TOKEN, width, colorScheme }, async ({ page, open }) => {
          for (const [name, path] of Object.entries(screens)) {
            await open(path);
            await page.getByRole("heading", { level: 1 }).waitFor();
            await assertAccessible(page);
            await assertFits(page);
            await takePicture(page, `${name}-${width}-${colorScheme}`);
          }
        });
      }
    });

    test("users are found while typing, and the address keeps the search", () =>
      asPlatform(async ({ page, open }) => {
        await open("/users");
        await page.getByRole("searchbox", { name: "Search" }).fill("novák");
        await page.waitForURL(/q=/);
        // The list before the search stays until the found users arrive.
        const others = page.locator("[role=row] a[href*='/users/']", { hasNotText: "Novák" });
        await page.getByRole("link", { name: /Novák/ }).first().waitFor();
        await others.first().waitFor({ state: "detached" });
        assert.equal(await others.count(), 0);
        await takePicture(page, "users");
        const first = page.getByRole("link", { name: /Novák/ }).first();
        const name = (await first.textContent()) ?? "";
        await first.click();
        await page.getByRole("heading", { name }).waitFor();
        await page.goBack();
        await page.getByRole("searchbox", { name: "Search" }).waitFor();
        assert.equal(await page.getByRole("searchbox", { name: "Search" }).inputValue(), "novák");
      }));

    test("a list grows by pages of at most 200 rows while it is scrolled", () =>
      asPlatform(async ({ page, open }) => {
        /** @type {number[]} */
        const pages = [];
        page.on("request", (request) => {
          const first = request.postDataJSON()?.variables?.first;
          if (typeof first === "number") {
            pages.push(first);
          }
        });
        await open("/users");
        const list = page.getByRole("table", { name: "users" });
        for (let step = 0; step < 40; step++) {
          await list.evaluate((element) => element.scrollBy(0, 2_000));
          await page.waitForTimeout(50);
        }
        await page.getByText("1,000 rows").waitFor();
        assert.ok(pages.length >= 10 && pages.every((first) => first <= 200), String(pages));
        assert.ok((await list.getByRole("row").count()) < 80);
      }));

    test("a change is previewed, and an error is shown next to its field", () =>
      asPlatform(async ({ page, open }) => {
        const { plain } = directory;
        await open(`/users/${plain.id}`);
        await page.getByRole("button", { name: "Edit" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByLabel("E-mail address").fill("not an address");
        await dialog.getByRole("button", { name: "Save" }).click();
        const field = dialog.getByLabel("E-mail address");
        await dialog.locator("[aria-invalid=true]").waitFor();
        assert.equal(await field.getAttribute("aria-invalid"), "true");
        await field.fill(plain.email);
        await dialog.getByLabel("Mobile number").fill("+49 30 1234567");
        await dialog.getByRole("button", { name: "Preview" }).click();
        await dialog.getByRole("row", { name: "Mobile number" }).waitFor();
        await assertAccessible(page);
        await takePicture(page, "edit-user");
        const before = await server.graphql(`query ($id: Uuid!) { user(id: $id) { mobile } }`, {
          id: plain.id,
        });
        assert.notEqual(before.user.mobile, "+49 30 1234567");
        await dialog.getByRole("button", { name: "Save" }).click();
        await dialog.waitFor({ state: "detached" });
        await page.getByText("+49 30 1234567").waitFor();
      }));

    test("a user is suspended after their name is typed, and comes back", () =>
      asPlatform(async ({ page, open }) => {
        const { plain } = directory;
        await open(`/users/${plain.id}`);
        await page.getByRole("button", { name: "More" }).click();
        await page.getByRole("menuitem", { name: "Suspend" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByText("directory row").waitFor();
        const suspend = dialog.getByRole("button", { name: "Suspend" });
        assert.ok(await suspend.isDisabled());
        await takePicture(page, "suspend");
        await dialog.getByLabel("to confirm").fill(plain.name);
        await suspend.click();
        await dialog.waitFor({ state: "detached" });
        await page.getByText("suspended", { exact: true }).waitFor();
        await page.getByRole("button", { name: "More" }).click();
        await page.getByRole("menuitem", { name: "End the suspension" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "End the suspension" }).click();
        await page.getByText("suspended", { exact: true }).waitFor({ state: "detached" });
      }));

    test("another user is merged into a user after their name is typed", () =>
      asPlatform(async ({ page, open }) => {
        const { org, otherOrg } = directory;
        const [kept, other] = await Promise.all(
          [
            { org: org.id, email: "kim@example.com", first: "Kim" },
            { org: otherOrg.id, email: "kimberly@example.com", first: "Kimberly" },
          ].map((user) =>
            server.graphql(
              `mutation ($org: Uuid!, $email: String!, $first: String!) {
                createUser(org: $org, email: $email, first: $first, last: "Mergerson") { id }
              }`,
              user,
            ),
          ),
        );
        await open(`/users/${kept.createUser.id}`);
        await page.getByRole("button", { name: "More" }).click();
        await page.getByRole("menuitem", { name: "Merge" }).click();
        const dialog = page.getByRole("dialog");
        const merge = dialog.getByRole("button", { name: "Merge" });
        assert.ok(await merge.isDisabled());
        await dialog.getByLabel("User to merge").first().fill("kimberly merg");
        await page.getByRole("option", { name: /Kimberly Mergerson/ }).click();
        await dialog.getByText("directory rows change").waitFor();
        assert.ok(await merge.isDisabled());
        await assertAccessible(page);
        await takePicture(page, "merge");
        await dialog.getByLabel("to confirm").fill("Kimberly Mergerson");
        await merge.click();
        await dialog.waitFor({ state: "detached" });
        await page.getByRole("link", { name: otherOrg.name }).waitFor();
        // The address of the page of the merged user shows the user who was kept.
        await open(`/users/${other.createUser.id}`);
        await page.getByRole("heading", { name: "Kim Mergerson" }).waitFor();
      }));

    test("a member is added to an org, made an admin, and retired", () =>
      asPlatform(async ({ page, open }) => {
        const created = await server.graphql(
          `mutation ($org: Uuid!) {
            createUser(org: $org, email: "zoe.add@example.com", first: "Zoe", last: "Addison") { id }
          }`,
          { org: directory.org.id },
        );
        assert.ok(created.createUser.id);
        const { otherOrg } = directory;
        await open(`/orgs/${otherOrg.id}`);
        await page.getByRole("button", { name: "Add member" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByLabel("User", { exact: false }).first().fill("zoe add");
        await page.getByRole("option", { name: /Zoe Addison/ }).click();
        await dialog.getByRole("button", { name: "Add" }).click();
        await dialog.waitFor({ state: "detached" });

        await open(`/users/${created.createUser.id}`);
        await page
          .getByRole("button", { name: `Actions for Zoe Addison in ${otherOrg.name}` })
          .click();
        await page.getByRole("menuitem", { name: "Edit" }).click();
        await dialog.getByLabel("Role", { exact: true }).selectOption("ADMIN");
        await dialog.getByRole("button", { name: "Preview" }).click();
        await dialog.getByRole("row", { name: "Role" }).waitFor();
        await assertAccessible(page);
        await dialog.getByRole("button", { name: "Save" }).click();
        await dialog.waitFor({ state: "detached" });

        await page
          .getByRole("button", { name: `Actions for Zoe Addison in ${otherOrg.name}` })
          .click();
        await page.getByRole("menuitem", { name: "Make default" }).click();
        await dialog.getByRole("button", { name: "Make default" }).click();
        await dialog.waitFor({ state: "detached" });
        await page.getByText("chosen").waitFor();

        await page
          .getByRole("button", { name: `Actions for Zoe Addison in ${otherOrg.name}` })
          .click();
        await page.getByRole("menuitem", { name: "Hold against imports" }).click();
        const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 16);
        await dialog.getByLabel("Until").fill(until);
        await dialog.getByLabel("Reason").fill("parental leave");
        await dialog.getByRole("button", { name: "Hold" }).click();
        await page.getByText("held", { exact: true }).waitFor();

        await page
          .getByRole("button", { name: `Actions for Zoe Addison in ${otherOrg.name}` })
          .click();
        await page.getByRole("menuitem", { name: "Retire" }).click();
        await dialog.getByText("2 directory rows change").waitFor();
        await dialog.getByLabel("to confirm").fill("Zoe Addison");
        await dialog.getByRole("button", { name: "Retire" }).click();
        await dialog.waitFor({ state: "detached" });
        await page.getByText("next after the previous default").waitFor();
      }));

    test("an org is created, renamed, retired and restored", () =>
      asPlatform(async ({ page, open }) => {
        await open("/orgs");
        const dialog = page.getByRole("dialog");
        await page.getByRole("button", { name: "New org" }).click();
        await dialog.getByLabel("Name").fill(directory.org.name);
        await dialog.getByRole("button", { name: "Create" }).click();
        await dialog.locator("[aria-invalid=true]").waitFor();
        await dialog.getByLabel("Name").fill("Console Test Works");
        await dialog.getByRole("button", { name: "Create" }).click();
        await page.getByRole("heading", { name: "Console Test Works" }).waitFor();

        await page.getByRole("button", { name: "Edit" }).click();
        await dialog.getByLabel("Name").fill("Console Works");
        await dialog.getByRole("button", { name: "Save" }).click();
        await page.getByRole("heading", { name: "Console Works" }).waitFor();

        await page.getByRole("tab", { name: "Roles" }).click();
        await page.getByRole("button", { name: "New role" }).click();
        await dialog.getByLabel("Name").fill("Accounting");
        await dialog.getByLabel("Permissions").fill("members:r");
        await page.getByRole("option", { name: /members:read/ }).click();
        await dialog.getByLabel("Permissions").fill("invoices:pay");
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        await dialog.getByRole("button", { name: "Create" }).click();
        await page.getByText("invoices:pay").waitFor();

        await page.getByRole("tab", { name: "Groups" }).click();
        await page.getByRole("button", { name: "New group" }).click();
        await dialog.getByLabel("Name").fill("Night shift");
        await dialog.getByRole("button", { name: "Create" }).click();
        await page.getByRole("heading", { name: "Night shift" }).waitFor();
        await page.getByRole("link", { name: "Console Works" }).click();

        await page.getByRole("button", { name: "Retire", exact: true }).click();
        await dialog.getByLabel("to confirm").fill("Console Works");
        await dialog.getByRole("button", { name: "Retire" }).click();
        await page.getByRole("button", { name: "Restore" }).click();
        await dialog.getByRole("button", { name: "Restore" }).click();
        await page.getByRole("button", { name: "Retire", exact: true }).waitFor();
      }));

    test("a token is created, shown once, rotated and revoked", () =>
      asPlatform(async ({ page, open }) => {
        await open("/tokens");
        const dialog = page.getByRole("dialog");
        await page.getByRole("button", { name: "New token" }).click();
        await dialog.getByLabel("Name").fill("reporting");
        await dialog.getByLabel("Scopes").fill("members:r");
        await page.getByRole("option", { name: /members:read/ }).click();
        await dialog.getByRole("button", { name: "Create" }).click();
        const secret = (await page.getByTestId("secret").textContent()) ?? "";
        await takePicture(page, "secret");
        const data = await server.graphql(`{ viewer { permissions } }`, {}, secret);
        assert.deepEqual(data.viewer.permissions, ["members:read"]);
        await page.getByRole("button", { name: "Done" }).click();

        await page.getByRole("button", { name: "Rotate reporting" }).click();
        await dialog.getByRole("button", { name: "Rotate", exact: true }).click();
        assert.notEqual(await page.getByTestId("secret").textContent(), secret);
        await page.getByRole("button", { name: "Done" }).click();

        await page.getByRole("button", { name: "Revoke reporting" }).click();
        await dialog.getByLabel("to confirm").fill("reporting");
        await dialog.getByRole("button", { name: "Revoke", exact: true }).click();
        await dialog.waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Revoke reporting" }).waitFor({ state: "detached" });
      }));

    test("an import is planned, applied, corrected, and undone, and the audit log says so", () =>
      asPlatform(async ({ page, open }) => {
        const { org, otherOrg } = directory;
        const file = [
          "email,first,last,org,role,groups,external_id,Shoe size",
          `ida.import@example.com,Ida,Import,${org.name},user,Import crew,i-1,38`,
          `ida.import@example.com,Ida,Import,${otherOrg.name},user,,i-1,38`,
          `jon.import@example.com,Jon,Import,${org.name},admin,Import crew;Import day,i-2,44`,
        ].join("\n");
        await open("/import");
        await page.locator("input[type=file]").setInputFiles({
          name: "people.csv",
          mimeType: "text/csv",
          buffer: Buffer.from(file),
        });
        await page.getByText("Shoe size").first().waitFor();
        await page.getByLabel("Source").first().fill("hr");
        await page.getByText("Create groups that do not exist").click();
        await assertAccessible(page);
        await takePicture(page, "import-file");
        await page.getByRole("button", { name: "Make a plan" }).click();
        await page.getByRole("button", { name: "Apply the plan" }).waitFor();
        await page.getByText("The guard lets the plan pass").waitFor();
        // The format was recognized by the header.
        await page.locator("main").getByText("tenantry", { exact: true }).waitFor();
        await page
          .getByRole("row", { name: /Ida Import/ })
          .first()
          .waitFor();
        await assertAccessible(page);
        await takePicture(page, "import-plan");
        const dialog = page.getByRole("dialog");
        await page.getByRole("button", { name: "Apply the plan" }).click();
        await dialog.getByRole("button", { name: "Apply", exact: true }).click();
        await page.getByText("Every row was applied.").waitFor();
        const run = page.url();

        // An address is corrected, and a person is retired and comes back.
        await page.keyboard.press("Control+k");
        await page
          .getByRole("combobox", { name: "Search everywhere" })
          .fill("jon.import@example.com");
        await page.getByRole("option", { name: /Jon Import/ }).waitFor();
        await takePicture(page, "search");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Jon Import" }).waitFor();
        await page.getByRole("button", { name: "Edit" }).click();
        await dialog.getByLabel("E-mail address").fill("john.import@example.com");
        await dialog.getByRole("button", { name: "Save" }).click();
        await page.getByText("john.import@example.com").waitFor();
        for (const action of ["Retire", "Reactivate"]) {
          await page.getByRole("button", { name: /Actions for Jon Import/ }).click();
          await page.getByRole("menuitem", { name: action }).click();
          if (action === "Retire") {
            await dialog.getByLabel("to confirm").fill("Jon Import");
          }
          await dialog.getByRole("button", { name: action }).click();
          await dialog.waitFor({ state: "detached" });
        }
        await page.getByRole("tab", { name: "History" }).click();
        await page.getByRole("button", { name: "membership retired" }).waitFor();
        await page.getByRole("button", { name: "user updated" }).click();
        await dialog.getByRole("row", { name: /E-mail address.*jon.*john/ }).waitFor();
        await dialog.getByText("root", { exact: true }).waitFor();
        await assertAccessible(page);
        await takePicture(page, "event");

        await page.goto(run);
        await page.getByRole("button", { name: "Undo" }).click();
        await dialog.getByRole("button", { name: "Plan the undo" }).click();
        await page.getByRole("heading", { name: "Undo of an import from hr" }).waitFor();
        await page.getByRole("button", { name: "Apply the plan" }).click();
        await dialog.getByRole("button", { name: "Apply", exact: true }).click();
        await page.getByText("The plan was applied").waitFor();
        const { findUserBy } = await server.graphql(
          `{ findUserBy(email: "ida.import@example.com") { id } }`,
        );
        assert.deepEqual(findUserBy, []);

        await open("/jobs");
        await page
          .getByRole("link", { name: /applySync/ })
          .first()
          .click();
        await page.getByRole("heading", { name: "Job applySync" }).waitFor();
        await page.getByText("completed").waitFor();
        await assertAccessible(page);
        await takePicture(page, "job");
      }));

    test("a list is saved as CSV", () =>
      asPlatform(async ({ page, open }) => {
        await open(`/orgs/${directory.org.id}`);
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("button", { name: "CSV" }).click(),
        ]);
        assert.equal(download.suggestedFilename(), "members.csv");
        const lines = readFileSync(await download.path(), "utf8")
          .trim()
          .split("\r\n");
        assert.match(String(lines[0]), /^\ufeff?Name,E-mail address,Role/);
        const { org } = await server.graphql(
          `query ($id: Uuid!) { org(id: $id) { members { totalCount } } }`,
          { id: directory.org.id },
        );
        assert.equal(lines.length - 1, org.members.totalCount);
      }));

    test("an org admin sees the org and is offered only what they may do", () =>
      inConsole({ token: directory.adminToken }, async ({ page, open }) => {
        await open("/");
        const screens = page.getByRole("navigation", { name: "Screens" });
        await screens.getByRole("link", { name: "Audit log" }).waitFor();
        assert.deepEqual(await screens.getByRole("link").allTextContents(), [
          "Home",
          "Users",
          "Orgs",
          "Jobs",
          "Audit log",
        ]);
        await assertAccessible(page);
        await open(`/orgs/${directory.org.id}`);
        await page.getByRole("table", { name: "members" }).waitFor();
        assert.equal(await page.getByRole("button", { name: "Add member" }).count(), 0);
        assert.equal(await page.getByRole("button", { name: "Retire" }).count(), 0);
        await takePicture(page, "org-as-admin");
      }));

    test("a plain member sees their orgs and changes their own user", () =>
      inConsole({ token: directory.plainToken }, async ({ page, open }) => {
        await open("/");
        const screens = page.getByRole("navigation", { name: "Screens" });
        await screens.getByRole("link", { name: "Orgs" }).waitFor();
        assert.deepEqual(await screens.getByRole("link").allTextContents(), ["Home", "Orgs"]);
        await takePicture(page, "home-as-member");
        await assertAccessible(page);
        await page.getByRole("button", { name: "Account" }).click();
        await page.getByRole("menuitem", { name: "Your user" }).click();
        await page.getByRole("button", { name: "Edit" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByLabel("Mobile number").fill("+49 30 7654321");
        await dialog.getByRole("button", { name: "Save" }).click();
        await page.getByText("+49 30 7654321").waitFor();
        await open(`/orgs/${directory.org.id}`);
        await page.getByText("This token may not read the members").waitFor();
      }));

    test("the keyboard alone opens a user and edits them", () =>
      asPlatform(async ({ page, open }) => {
        await open("/");
        await page.keyboard.press("Tab");
        await page.getByText("Skip to the content").and(page.locator(":focus")).waitFor();
        await page.keyboard.press("Control+k");
        await page.getByRole("combobox", { name: "Search everywhere" }).waitFor();
        await page.keyboard.type(directory.plain.email);
        await page.getByRole("option", { name: directory.plain.name }).waitFor();
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowUp");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: directory.plain.name }).waitFor();
        await page.getByRole("button", { name: "Edit" }).focus();
        await page.keyboard.press("Enter");
        await page.getByRole("dialog").getByLabel("E-mail address").waitFor();
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Edit" }).and(page.locator(":focus")).waitFor();
      }));

    test("the console works below a path prefix", async () => {
      const proxy = await startPrefixProxy(server.url, "/people/directory");
      const { page, open, close } = await openConsole(browser, {
        url: proxy.url,
        token: ROOT_TOKEN,
      });
      await open(`/orgs/${directory.org.id}`);
      await page.getByRole("heading", { name: directory.org.name }).waitFor();
      await page.getByRole("link", { name: "Users" }).click();
      await page.getByRole("table", { name: "users" }).waitFor();
      assert.equal(page.url(), `${proxy.url}/console/users`);
      await page.goto(`${proxy.url}/`);
      await page.getByRole("heading", { name: "Welcome" }).waitFor();
      await close();
      proxy.stop();
    });

    test("a lost connection is reported and mended", () =>
      asPlatform(async ({ page, open, messages }) => {
        await open("/users");
        await server.pause();
        await page.getByRole("searchbox", { name: "Search" }).fill("mueller");
        await page.getByText("The connection to the server is lost").waitFor();
        await takePicture(page, "connection-lost");
        await server.restart();
        await page.getByText("The connection to the server is lost").waitFor({ state: "detached" });
        // The browser reports each request that failed.
        messages.length = 0;
      }));
  });
}
