import { serverUrl } from "../address";
import type { ErrorCode, TypedDocumentString } from "../gql/graphql";
import { setConnectionLost } from "./connection";
import { ApiError, ConnectionError } from "./error";
import { signOut, token } from "./session";

export interface RequestOptions {
  signal?: AbortSignal;
  /** Whether the server rolls the changes back. */
  dryRun?: boolean;
  /** Makes a repeated request return the first reply. */
  idempotencyKey?: string;
  /** The token, if it is not the token of this tab. */
  token?: string;
}

interface Reply<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: ErrorCode } }[];
}

/** The statuses with which a proxy reports that it cannot reach the server. */
const UNREACHABLE = new Set([502, 503, 504]);

/**
 * Sends an operation to the GraphQL API and returns its data.
 *
 * @throws ApiError if the reply has errors, ConnectionError if there is no reply.
 */
export async function request<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  options: RequestOptions = {},
): Promise<Data> {
  const headers = new Headers({
    "Content-Type": "application/json",
    Accept: "application/graphql-response+json, application/json;q=0.9",
  });
  if (options.dryRun) {
    headers.set("Tenantry-Dry-Run", "true");
  }
  if (options.idempotencyKey) {
    headers.set("Idempotency-Key", options.idempotencyKey);
  }
  const response = await send("graphql", {
    method: "POST",
    headers,
    body: JSON.stringify({ query: document.toString(), variables }),
    ...(options.signal && { signal: options.signal }),
    ...(options.token && { token: options.token }),
  });
  const reply = (await response.json().catch(() => ({}))) as Reply<Data>;
  const error = reply.errors?.[0];
  if (error) {
    throw new ApiError(error.message, error.extensions?.code);
  }
  if (!response.ok || !reply.data) {
    throw new ApiError(`The server answered with status ${response.status}.`);
  }
  return reply.data;
}

/**
 * Sends a request with the token of this tab. A token that the server does not accept is
 * forgotten, and the console asks for another one.
 */
export async function send(
  route: string,
  { token: given, ...init }: RequestInit & { token?: string },
): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Authorization", `Bearer ${given ?? token() ?? ""}`);
  let response: Response;
  try {
    response = await fetch(serverUrl(route), { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) {
      throw error;
    }
    setConnectionLost(true);
    throw new ConnectionError();
  }
  if (UNREACHABLE.has(response.status)) {
    setConnectionLost(true);
    throw new ConnectionError();
  }
  setConnectionLost(false);
  if (response.status === 401 && !given) {
    signOut();
  }
  return response;
}

/** Returns a random key. `crypto.randomUUID` is absent on pages without TLS. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
