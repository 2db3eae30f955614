// Writes the names of the graphql-js rules that refuse each document to documents.json. With
// --check, only checks that the file is up to date. To add a document, add `{ "document": "..." }`
// to the file and run `npm i && node verdicts.mjs`.

import { readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, GraphQLError, parse, specifiedRules, validate } from 'graphql';

const [file, sdl] = ['documents.json', '../../schema.graphql'].map((name) => new URL(name, import.meta.url));
const schema = buildSchema(readFileSync(sdl, 'utf8'));
const written = readFileSync(file, 'utf8');

function refusedBy(document) {
  let parsed;
  try {
    parsed = parse(document);
  } catch (error) {
    if (error instanceof GraphQLError) return ['Syntax'];
    throw error;
  }
  return specifiedRules.filter((rule) => validate(schema, parsed, [rule]).length > 0).map((rule) => rule.name);
}

const documents = JSON.parse(written).map(({ document }) => ({ document, refusedBy: refusedBy(document) }));
const line = ({ document, refusedBy }) =>
  `  { "document": ${JSON.stringify(document)},\n    "refusedBy": ${JSON.stringify(refusedBy)} }`;
const text = `[\n${documents.map(line).join(',\n')}\n]\n`;

const used = new Set(documents.flatMap(({ refusedBy }) => refusedBy));
const unused = specifiedRules.map((rule) => rule.name).filter((name) => !used.has(name));
if (unused.length > 0) {
  console.error(`No document is refused by ${unused.join(', ')}. Add a document for each rule.`);
  process.exit(1);
}
if (process.argv.includes('--check')) {
  if (text !== written) {
    console.error('documents.json is out of date. Run `node verdicts.mjs`.');
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
}
console.log(`graphql-js accepts ${documents.filter(({ refusedBy }) => refusedBy.length === 0).length} of ${documents.length} documents`);
