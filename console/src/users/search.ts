import { oneOf, optional, text, type Search } from "../app/search";

export const USER_STATUSES = ["ACTIVE", "SUSPENDED"] as const;

export type UsersSearch = ReturnType<typeof usersSearch>;

/** The search parameters of the list of users. */
export function usersSearch(search: Search) {
  return optional({
    q: text(search.q),
    status: oneOf(USER_STATUSES, search.status),
    order: oneOf(["NAME", "EMAIL", "UPDATED_AT", "ID"], search.order),
  });
}

export function userSearch(search: Search) {
  return optional({ tab: oneOf(["groups", "tokens", "history"], search.tab) });
}
