import type { UserOrder } from "../gql/graphql";
import type { OrderChoice } from "../list/order";
import { oneOf, optional, text, type Search } from "../app/search";

export const USER_STATUSES = ["ACTIVE", "SUSPENDED"] as const;

export const USER_ORDERS: OrderChoice<UserOrder>[] = [
  { value: "name", label: "Name", orderBy: "NAME", direction: "ASC" },
  { value: "name-desc", label: "Name, from Z", orderBy: "NAME", direction: "DESC" },
  { value: "email", label: "E-mail address", orderBy: "EMAIL", direction: "ASC" },
  { value: "changed", label: "Last change", orderBy: "UPDATED_AT", direction: "DESC" },
  { value: "created", label: "Newest", orderBy: "CREATED_AT", direction: "DESC" },
];

export type UsersSearch = ReturnType<typeof usersSearch>;

/** The search parameters of the list of users. */
export function usersSearch(search: Search) {
  return optional({
    q: text(search.q),
    status: oneOf(USER_STATUSES, search.status),
    order: oneOf(
      USER_ORDERS.map(({ value }) => value),
      search.order,
    ),
  });
}

export function userSearch(search: Search) {
  return optional({ tab: oneOf(["groups", "tokens", "history"], search.tab) });
}
