import type { MemberOrder, OrgOrder } from "../gql/graphql";
import type { OrderChoice } from "../list/order";
import { oneOf, optional, text, type Search } from "../app/search";

export const ORG_STATUSES = ["ACTIVE", "RETIRED"] as const;

export const ORG_ORDERS: OrderChoice<OrgOrder>[] = [
  { value: "name", label: "Name", orderBy: "NAME", direction: "ASC" },
  { value: "name-desc", label: "Name, from Z", orderBy: "NAME", direction: "DESC" },
  { value: "created", label: "Newest", orderBy: "CREATED_AT", direction: "DESC" },
];

export const MEMBER_ORDERS: OrderChoice<MemberOrder>[] = [
  { value: "joined", label: "Joining", orderBy: "JOINED", direction: "ASC" },
  { value: "newest", label: "Newest", orderBy: "JOINED", direction: "DESC" },
  { value: "name", label: "Name", orderBy: "NAME", direction: "ASC" },
  { value: "email", label: "E-mail address", orderBy: "EMAIL", direction: "ASC" },
];

export type OrgsSearch = ReturnType<typeof orgsSearch>;

/** The search parameters of the list of orgs. */
export function orgsSearch(search: Search) {
  return optional({
    q: text(search.q),
    status: oneOf(ORG_STATUSES, search.status),
    order: oneOf(
      ORG_ORDERS.map(({ value }) => value),
      search.order,
    ),
  });
}

export const ORG_TABS = ["groups", "roles", "tokens", "history"] as const;

export const MEMBER_STATUSES = ["ACTIVE", "RETIRED"] as const;
export const MEMBER_ROLES = ["OWNER", "ADMIN", "USER"] as const;

export type OrgSearch = ReturnType<typeof orgSearch>;

/** The search parameters of one org. */
export function orgSearch(search: Search) {
  return optional({
    tab: oneOf(ORG_TABS, search.tab),
    status: oneOf(MEMBER_STATUSES, search.status),
    q: text(search.q),
    role: oneOf(MEMBER_ROLES, search.role),
    order: oneOf(
      MEMBER_ORDERS.map(({ value }) => value),
      search.order,
    ),
  });
}
