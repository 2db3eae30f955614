/**
 * The addresses of the console and of its server.
 *
 * The console may be served below any path, such as `/people/console`, and only the browser knows
 * this path. A built file is in the folder `assets` of the console, so its own address leads to
 * the others.
 */
const consoleUrl = import.meta.env.DEV
  ? new URL("/console/", location.href)
  : new URL("../", import.meta.url);

/** The path of the console, without a trailing slash. */
export const basePath = consoleUrl.pathname.replace(/\/$/, "");

/** Returns the address of a route of the server, such as `graphql`. */
export function serverUrl(route: string): URL {
  return new URL(`../${route}`, consoleUrl);
}
