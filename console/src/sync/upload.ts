import { randomKey, request, send } from "../api/client";
import { ApiError } from "../api/error";
import { PlanSyncDocument, type PlanSyncInput, type ResultFragment } from "../gql/graphql";

interface UploadReply {
  upload?: string;
  code?: ResultFragment["code"];
  error?: string | { message?: string };
  message?: string;
  line?: number;
  column?: number;
}

/** Sends a file to the server and returns the id of the upload. */
export async function upload(file: File): Promise<string> {
  const isJson = /\.(jsonl|ndjson)$/i.test(file.name);
  const response = await send("sync", {
    method: "POST",
    headers: {
      "Content-Type": isJson ? "application/x-ndjson" : "text/csv",
      "Idempotency-Key": randomKey(),
    },
    body: file,
  });
  const reply = (await response.json().catch(() => ({}))) as UploadReply;
  if (!response.ok || !reply.upload) {
    throw new ApiError(messageOf(reply, response.status), reply.code ?? undefined);
  }
  return reply.upload;
}

/** Begins to plan a run, and returns the result. */
export async function plan(input: PlanSyncInput): Promise<ResultFragment> {
  const data = await request(PlanSyncDocument, { input }, { idempotencyKey: randomKey() });
  return data.result;
}

function messageOf({ error, message, line, column }: UploadReply, status: number): string {
  const text =
    (typeof error === "string" ? error : error?.message) ??
    message ??
    `The server answered with status ${status}.`;
  return line ? `Line ${line}${column ? `, column ${column}` : ""}: ${text}` : text;
}
