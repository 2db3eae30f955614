// @ts-check
/** Servers on demo directories, for the tests in a browser. */
import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM =
  process.env.TENANTRY_PROGRAM ??
  fileURLToPath(new URL("../../target/release/tenantry", import.meta.url));

export const ROOT_TOKEN = "tnt_root_token_of_the_console_tests";

/** @typedef {{ url: string, stop: () => Promise<void>, restart: () => Promise<void>, pause: () => Promise<void>, graphql: (query: string, variables?: object, token?: string) => Promise<any> }} Server */

/**
 * Fills a new database with a demo directory and starts a server on it.
 *
 * @param {string} databaseUrl
 * @returns {Promise<Server>}
 */
export async function startServer(databaseUrl) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    TENANTRY_DATABASE_URL: databaseUrl,
    TENANTRY_LISTEN: `127.0.0.1:${port}`,
    TENANTRY_ROOT_TOKEN: ROOT_TOKEN,
  };
  execFileSync(PROGRAM, ["demo"], { env, stdio: "pipe" });
  /** @type {import("node:child_process").ChildProcess} */
  let child;
  const restart = async () => {
    child = spawn(PROGRAM, [], { env, stdio: "ignore" });
    await isReady(url);
  };
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  };
  await restart();
  return {
    url,
    stop,
    restart,
    pause: stop,
    graphql: async (query, variables = {}, token = ROOT_TOKEN) => {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      const reply = /** @type {any} */ (await response.json());
      if (reply.errors) {
        throw new Error(JSON.stringify(reply.errors));
      }
      return reply.data;
    },
  };
}

/** @param {string} url */
async function isReady(url) {
  for (let attempt = 0; attempt < 300; attempt++) {
    const response = await fetch(`${url}/readyz`).catch(() => null);
    if (response?.ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} is not ready`);
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * The engines, or the one that `CONSOLE_ENGINE` names, each with a function that makes an empty database.
 *
 * @returns {{ name: string, create: () => Promise<{ url: string, remove: () => void }> }[]}
 */
export function engines() {
  const postgres = postgresPrograms();
  if (!postgres && process.env.TENANTRY_TEST_REQUIRE_POSTGRES) {
    throw new Error("The PostgreSQL server program is missing.");
  }
  const all = [
    { name: "SQLite", create: createSqlite },
    ...(postgres ? [{ name: "PostgreSQL", create: () => createPostgres(postgres) }] : []),
  ];
  const only = process.env.CONSOLE_ENGINE;
  return only ? all.filter(({ name }) => name === only) : all;
}

async function createSqlite() {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-console-"));
  return {
    url: `sqlite://${join(folder, "tenantry.db")}`,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/**
 * Starts a private PostgreSQL server.
 *
 * @param {string} programs
 */
async function createPostgres(programs) {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-console-"));
  const data = join(folder, "data");
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    // PostgreSQL refuses to run as root.
    const number = (/** @type {string} */ flag) =>
      Number(execFileSync("id", [flag, "postgres"]).toString());
    chownSync(folder, number("-u"), number("-g"));
  }
  const run = (/** @type {string[]} */ ...command) => {
    const [program, ...args] = isRoot ? ["runuser", "-u", "postgres", "--", ...command] : command;
    execFileSync(/** @type {string} */ (program), args, { stdio: "ignore" });
  };
  run(
    join(programs, "initdb"),
    "--auth=trust",
    "--username=postgres",
    "--locale=C.UTF-8",
    "--encoding=UTF8",
    "--no-sync",
    "--pgdata",
    data,
  );
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`;
  const control = join(programs, "pg_ctl");
  run(control, "start", "-w", "-s", "-o", options, "-l", join(folder, "log"), "-D", data);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    remove: () => {
      run(control, "stop", "-s", "-m", "immediate", "-D", data);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Returns the folder of the newest installed PostgreSQL server. */
function postgresPrograms() {
  const folder = "/usr/lib/postgresql";
  const versions = existsSync(folder) ? readdirSync(folder).sort().reverse() : [];
  return versions
    .map((version) => join(folder, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
}
