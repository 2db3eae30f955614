import type { EventFieldsFragment } from "../gql/graphql";

/** Returns who made the change, by the name that they had at the time. */
export function actorOf({ actorName, source }: EventFieldsFragment): string {
  return source ? `${actorName} (${source})` : actorName;
}

/** Returns what happened, like "membership retired". */
export function actionOf({ entity, verb }: EventFieldsFragment): string {
  return `${entity.replaceAll("_", " ")} ${verb}`;
}

/** Returns the name of the changed row: for a membership, the user's name. */
export function labelOfEvent({ label, user, org }: EventFieldsFragment): string {
  return label ?? user?.name ?? org?.name ?? "";
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
