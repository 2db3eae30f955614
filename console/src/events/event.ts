import type { ActorKind, EventFieldsFragment } from "../gql/graphql";

const ACTORS: Record<ActorKind, string> = {
  CLI: "command line",
  JOB: "job",
  ROOT: "root token",
  TOKEN: "token",
};

/** Returns who made the change. */
export function actorOf({ actor, actorKind, source }: EventFieldsFragment): string {
  const name = actor?.name ?? ACTORS[actorKind];
  return source ? `${name} (${source})` : name;
}

/** Returns what happened, like "membership retired". */
export function actionOf({ entity, verb }: EventFieldsFragment): string {
  return `${entity.replaceAll("_", " ")} ${verb}`;
}

/** Returns the name of the changed row, as far as the event has it. */
export function labelOfEvent({ before, after, user, org, entity }: EventFieldsFragment): string {
  const stored = { ...asObject(before), ...asObject(after) };
  const own = stored.name ?? stored.email;
  if (typeof own === "string") {
    return own;
  }
  return (entity === "org" ? org?.name : user?.name) ?? org?.name ?? "";
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
