// @ts-check
/** A proxy that serves a server below a path prefix. */
import { createServer, request } from "node:http";

/**
 * @param {string} url
 * @param {string} prefix
 */
export async function startPrefixProxy(url, prefix) {
  const proxy = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    if (!path.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404).end();
      return;
    }
    const { method, headers } = incoming;
    const inner = request(
      new URL(path.slice(prefix.length), url),
      { method, headers },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      },
    );
    incoming.pipe(inner);
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", () => resolve(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (proxy.address());
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    stop: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
