import { oneOf, optional, type Search } from "../app/search";

export const STATUSES = ["ACTIVE", "EXPIRED", "REVOKED"] as const;

/** The search parameters of the list of tokens. */
export function tokensSearch(search: Search) {
  return optional({ status: oneOf(STATUSES, search.status) });
}
