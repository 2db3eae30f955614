import { oneOf, optional, type Search } from "../app/search";
import type { SyncAction } from "../gql/graphql";

export const ACTIONS = [
  "CREATE",
  "JOIN",
  "UPDATE",
  "REACTIVATE",
  "RETIRE",
  "REMOVE",
  "DELETE",
  "HELD",
  "CONFLICT",
  "UNCHANGED",
] as const satisfies SyncAction[];

/** The search parameters of one run. */
export function syncRunSearch(search: Search) {
  return optional({ action: oneOf(ACTIONS, search.action) });
}
