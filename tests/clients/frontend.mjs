// Tests a running server with the clients of front ends: the normalized caches of Apollo Client and
// urql, subscriptions over graphql-ws, and the types of GraphQL Code Generator for the queries of
// docs/frontend.md. Takes URL and TOKEN, and the folder of the repository in REPOSITORY.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { generate } from '@graphql-codegen/cli';
import { cacheExchange } from '@urql/exchange-graphcache';
import { Client as UrqlClient, fetchExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { URL: url, TOKEN: token, REPOSITORY: repository } = process.env;
const endpoint = `${url}/graphql`;
const headers = { Authorization: `Bearer ${token}` };

async function ask(query, variables) {
  const body = JSON.stringify({ query, variables });
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body,
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

async function create(name) {
  const { createOrg } = await ask('mutation($name: String!) { createOrg(name: $name) { id error } }', { name });
  assert.equal(createOrg.error, null);
  const { createUser } = await ask(
    `mutation($org: Uuid!, $email: String!) {
      createUser(org: $org, email: $email, first: "Ann", last: "Lee") { id error }
    }`,
    { org: createOrg.id, email: `ann@${name.replaceAll(' ', '-').toLowerCase()}.example` },
  );
  assert.equal(createUser.error, null);
  return { org: createOrg.id, user: createUser.id };
}

const USER = 'query($user: Uuid!) { user(id: $user) { id name } }';
const RENAME = `mutation($user: Uuid!, $name: String!) {
  updateUser(userId: $user, name: $name) { id targetId outcome error user { id name } }
}`;

// After a mutation that selects the user, a query of the user shows the new name from the cache.
async function apollo(user) {
  const cache = new InMemoryCache({
    possibleTypes: { SearchHit: ['User', 'Org', 'Group'] },
    typePolicies: { MutationResult: { keyFields: false }, RowResult: { keyFields: false } },
  });
  const client = new ApolloClient({ link: new HttpLink({ uri: endpoint, headers }), cache });
  const query = gql(USER);
  const before = await client.query({ query, variables: { user } });
  assert.equal(before.data.user.name, 'Ann Lee');
  await client.mutate({ mutation: gql(RENAME), variables: { user, name: 'Ann of Apollo' } });
  const after = client.readQuery({ query, variables: { user } });
  assert.equal(after.user.name, 'Ann of Apollo');
  // No result of a mutation is in the cache as an object.
  const keys = Object.keys(cache.extract()).filter((key) => key.includes('Result'));
  assert.deepEqual(keys, []);
  client.stop();
}

async function urql(user) {
  const client = new UrqlClient({
    url: endpoint,
    fetchOptions: { headers },
    preferGetMethod: false,
    exchanges: [cacheExchange({ keys: { MutationResult: () => null, RowResult: () => null } }), fetchExchange],
  });
  const before = await client.query(USER, { user }).toPromise();
  assert.equal(before.error, undefined);
  assert.equal(before.data.user.name, 'Ann of Apollo');
  const renamed = await client.mutation(RENAME, { user, name: 'Ann of urql' }).toPromise();
  assert.equal(renamed.error, undefined);
  const after = await client.query(USER, { user }, { requestPolicy: 'cache-only' }).toPromise();
  assert.equal(after.data.user.name, 'Ann of urql');
}

async function subscription(org, user) {
  const client = createClient({
    url: endpoint.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: headers,
    retryAttempts: 0,
  });
  const query = 'subscription($user: Uuid) { events(filter: { user: $user }) { id action subject actorName } }';
  const events = client.iterate({ query, variables: { user } });
  const first = events.next();
  // The server may not have begun the subscription yet, so changes go on until an event arrives.
  let number = 0;
  const timer = setInterval(
    () => ask(RENAME, { user, name: `Ann ${(number += 1)}` }).catch((error) => events.throw(error)),
    500,
  );
  const { value } = await first;
  clearInterval(timer);
  assert.equal(value.errors, undefined);
  assert.equal(value.data.events.subject, 'USER');
  assert.equal(value.data.events.action, 'UPDATED');
  await events.return();
  await client.dispose();
}

// The queries of the page, and its client, are typed by the schema.
async function types() {
  const page = readFileSync(join(repository, 'docs/frontend.md'), 'utf8');
  const blocks = (language) => [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))];
  const documents = blocks('graphql').map(([, text]) => text);
  assert.ok(documents.length > 12);
  const folder = mkdtempSync(join(process.cwd(), 'typed-'));
  writeFileSync(join(folder, 'documents.graphql'), documents.join('\n'));
  await generate(
    {
      schema: join(repository, 'schema.graphql'),
      documents: join(folder, 'documents.graphql'),
      generates: {
        [`${folder}/gql/`]: {
          preset: 'client',
          config: { scalars: { Uuid: 'string', DateTime: 'string', JSON: 'unknown' }, useTypeImports: true },
        },
      },
      silent: true,
    },
    true,
  );
  const [[, client]] = blocks('ts');
  const use = `
import { OrgDocument, RenameDocument } from "./gql/graphql.js";

export async function rename(token: string, user: string): Promise<string | undefined> {
  const { updateUser } = await ask(token, RenameDocument, { user, name: "Ann" });
  return updateUser.user?.name;
}
export async function count(token: string, org: string): Promise<number | null | undefined> {
  return (await ask(token, OrgDocument, { org })).org?.memberCount;
}
// @ts-expect-error A variable is missing.
void ask("", RenameDocument, { user: "" });
`;
  writeFileSync(join(folder, 'client.ts'), client + use);
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext'];
  execFileSync('node_modules/.bin/tsc', [...options, join(folder, 'client.ts')], { stdio: 'inherit' });
}

const { org, user } = await create(`Front ${process.env.RUN ?? Date.now()}`);
for (const [name, test] of Object.entries({ apollo, urql, subscription, types })) {
  await (name === 'subscription' ? test(org, user) : test(user));
  console.log(`  ${name}: ok`);
}
