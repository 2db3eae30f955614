import { oneOf, optional, text, type Search } from "../app/search";

export type UsersSearch = ReturnType<typeof usersSearch>;

/** The search parameters of the list of users. */
export function usersSearch(search: Search) {
  return optional({
    q: text(search.q),
    status: oneOf(["ACTIVE", "SUSPENDED"], search.status),
    order: oneOf(["NAME", "EMAIL", "UPDATED_AT", "ID"], search.order),
  });
}

export function userSearch(search: Search) {
  return optional({ tab: oneOf(["groups", "tokens", "history"], search.tab) });
}
