import { writeFileSync } from "node:fs";
import type { Plugin } from "vite";

const LIST = new URL("../src/console/files.rs", import.meta.url);

/** The constants of the server for the media types of the built files. */
const MEDIA_TYPES: Record<string, string> = { js: "SCRIPT", css: "CSS", svg: "SVG" };

/** Writes the list of built files, with which the server embeds them. */
export function embed(): Plugin {
  return {
    name: "embed",
    apply: "build",
    writeBundle(_, bundle) {
      const entries = Object.keys(bundle)
        .filter((path) => path.startsWith("assets/"))
        .sort()
        .map((path) => entryOf(path.slice("assets/".length)));
      writeFileSync(LIST, sourceOf(entries));
    },
  };
}

function entryOf(name: string): string {
  const mediaType = MEDIA_TYPES[name.split(".").at(-1)!];
  if (!mediaType) {
    throw new Error(`The server has no media type for ${name}.`);
  }
  return `    built!("${name}", ${mediaType}),\n`;
}

function sourceOf(entries: string[]): string {
  return `//! The list of the console's built files. \`npm run build\` in \`console/\` writes this file.

use crate::asset::{Asset, CSS, SCRIPT, SVG};

use super::built;

pub(super) static FILES: [Asset; ${entries.length}] = [
${entries.join("")}];
`;
}
