// Sends requests with a token: queries and mutations by POST, subscriptions over a WebSocket.

import { collectIds } from './ids.js';

// Returns a fetcher for a token. `refuse` is called with a message if the server refuses the token.
// GraphiQL reads the schema again for each new fetcher.
export function fetcherWith(token, refuse) {
  return async (given, { headers } = {}) => {
    const asked = named(given);
    if (isSubscription(asked)) {
      return subscribe(token, refuse, asked, headers);
    }
    const { status, body } = await send(token, asked, headers);
    if (status === 401) {
      const message = messageOf(status, body);
      refuse(message);
      throw new Error(message);
    }
    collectIds(asked, body);
    return body;
  };
}

export async function send(token, asked, headers = {}) {
  const all = new Headers(headers);
  all.set('Authorization', `Bearer ${token}`);
  all.set('Content-Type', 'application/json');
  all.set('Accept', 'application/graphql-response+json, application/json');
  const reply = await fetch('graphql', { method: 'POST', headers: all, body: JSON.stringify(asked) });
  const text = await reply.text();
  try {
    return { status: reply.status, body: JSON.parse(text) };
  } catch {
    throw new Error(`HTTP ${reply.status}: the reply is not JSON.`);
  }
}

// Returns the error message of a reply.
export function messageOf(status, body) {
  const message = body.errors?.[0]?.message ?? 'The reply has no error message.';
  return status === 401 ? `The token was refused. ${message}` : `HTTP ${status}. ${message}`;
}

// Returns the operations of a document, each with its kind and name. GraphiQL parses the text of a tab a
// moment after it changes, so what it knows of the document may be older than the request.
function operationsOf(query) {
  const found = query.matchAll(/^\s*(query|mutation|subscription)\b\s*(\w*)/gm);
  return [...found].map(([, kind, name]) => ({ kind, name }));
}

// Returns the request with the name of its only operation.
function named(asked) {
  const operations = operationsOf(asked.query);
  return operations.length === 1 && operations[0].name
    ? { ...asked, operationName: operations[0].name }
    : asked;
}

// Returns whether the operation that the request names is a subscription.
function isSubscription({ query, operationName }) {
  return operationsOf(query).some(
    ({ kind, name }) => kind === 'subscription' && (!operationName || name === operationName),
  );
}

// Returns the document with which GraphiQL's client recognizes a subscription of this name.
function documentOf(operationName) {
  const name = operationName && { kind: 'Name', value: operationName };
  const operation = { kind: 'OperationDefinition', operation: 'subscription', name };
  return { kind: 'Document', definitions: [operation] };
}

// Runs a subscription with the WebSocket client of GraphiQL. Returns an observable, so that "Stop"
// closes the WebSocket at once.
async function subscribe(token, refuse, asked, headers) {
  if (Object.keys(headers ?? {}).length > 0) {
    throw new Error('Headers apply to one request and not to a subscription. Remove them.');
  }
  const url = new URL('graphql', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const start = GraphiQL.createFetcher({
    url: 'graphql',
    subscriptionUrl: url.href,
    // A browser cannot set headers on a WebSocket.
    wsConnectionParams: { Authorization: `Bearer ${token}` },
  });
  const replies = await start(asked, { documentAST: documentOf(asked.operationName) });
  const pass = async ({ next, error, complete }) => {
    try {
      for await (const reply of replies) {
        collectIds(asked, reply);
        next(reply);
      }
      complete();
    } catch (problem) {
      error(problem instanceof CloseEvent ? closed(problem, refuse) : problem);
    }
  };
  return {
    subscribe(observer) {
      pass(observer);
      return { unsubscribe: () => replies.return() };
    },
  };
}

// Returns the error for a WebSocket that the server closed.
function closed({ code, reason }, refuse) {
  if (code === 4401 || code === 4403) {
    const message = `The token was refused. ${reason}`;
    refuse(message);
    return new Error(message);
  }
  return new Error(`The WebSocket was closed: ${reason || `code ${code}`}`);
}
