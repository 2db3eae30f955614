import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { embed } from "./embed.ts";

/** The server to which the development server forwards the API. */
const server = process.env.TENANTRY_URL ?? "http://127.0.0.1:8080";

export default defineConfig(({ command }) => ({
  // Relative, so that the built files work below any path.
  base: command === "serve" ? "/console/" : "./",
  plugins: [react(), embed()],
  // The server replaces the placeholder in each response.
  html: { cspNonce: "__NONCE__" },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    // An embedded file would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    license: { fileName: "LICENSES.md" },
  },
  server: {
    proxy: {
      "/graphql": { target: server, ws: true },
      "/sync": server,
      "/export": server,
      "/healthz": server,
    },
  },
}));
