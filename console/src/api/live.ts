import { createClient, type Client } from "graphql-ws";
import { serverUrl } from "../address";
import type { TypedDocumentString } from "../gql/graphql";
import { token } from "./session";

let client: Client | null = null;

/**
 * Starts a subscription and returns the function that ends it. After a lost connection, the
 * subscription starts again.
 */
export function subscribe<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  onData: (data: Data) => void,
): () => void {
  client ??= createClient({
    url: webSocketUrl,
    connectionParams: () => ({ Authorization: `Bearer ${token() ?? ""}` }),
    lazyCloseTimeout: 1_000,
    retryAttempts: 20,
    shouldRetry: () => token() !== null,
  });
  return client.subscribe<Data>(
    { query: document.toString(), variables },
    {
      next: ({ data }) => data && onData(data),
      error: () => undefined,
      complete: () => undefined,
    },
  );
}

function webSocketUrl(): string {
  const url = serverUrl("graphql");
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}
