import type { ErrorCode } from "../gql/graphql";

/** An error that the server reported. */
export class ApiError extends Error {
  readonly code: ErrorCode | undefined;

  constructor(message: string, code?: ErrorCode) {
    super(message);
    this.name = "ApiError";
    this.code = code;
  }
}

/** The server cannot be reached, or a proxy in front of it cannot reach it. */
export class ConnectionError extends Error {
  constructor() {
    super("The server cannot be reached.");
    this.name = "ConnectionError";
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
